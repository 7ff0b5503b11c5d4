"""In which order the steps of a plan are carried out, and which may be at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gestand.core.names import store_of
from gestand.core.plan.steps import Erase, Measured, Recount, Redact, Write, joins_removal
from gestand.work.measuring import apart
from gestand.work.receipt import Receipt
from gestand.work.sweep import Prepared

MANY = 1_000
"""Rows to change beside those of the largest stores, from which on it pays to do both at once."""

Group = Sequence[Measured]
"""Steps that share their transactions."""


@dataclass(frozen=True)
class Course:
    """The order of a plan."""

    prepared: Prepared

    def lanes(self, *, at_once: bool) -> list[list[Group]]:
        """Return the groups of steps in their order: in one lane, or in two `at_once`.

        Nothing in one lane has a say in the rows of another, and files are removed in one of them.
        """
        groups = list(self._groups())
        stores = tuple(self.prepared.runs)
        rows = [(self._rows(groups, own), own) for own in apart(stores, self._together)]
        largest, own = max(rows, default=(0, ()))
        if not at_once or sum(n for n, _ in rows) - largest < MANY:
            return [groups]
        here = [group for group in groups if _store(group) in own]
        return [here, [group for group in groups if _store(group) not in own]]

    def together(self, groups: Sequence[Group], most: int) -> Iterator[list[Group]]:
        """Put groups that come after one another in a store into the same transactions.

        Only of people who are asked about, and as long as they change `most` rows at most: what
        goes of somebody goes at once. What names files keeps its own transactions, since these go
        from the disk after each.
        """
        if not self.prepared.request.people:
            yield from ([group] for group in groups)
            return
        found: list[Group] = []
        rows = 0
        for group in groups:
            own = sum(measured.rows for measured in group)
            joins = found and _store(found[0]) == _store(group) and rows + own <= most
            if found and not (joins and _without_files(found[-1]) and _without_files(group)):
                yield found
                found, rows = [], 0
            found.append(group)
            rows += own
        if found:
            yield found

    def sort(self, receipt: Receipt) -> None:
        """Let a receipt tell of its steps in the order of the plan, whichever came first."""
        order = [measured.step.id for group in self._groups() for measured in group]
        places = {step: place for place, step in reversed(list(enumerate(order)))}
        receipt.steps.sort(key=lambda done: places.get(done.step.id, -1))

    def _together(self, store: str) -> Sequence[str]:
        """Return the stores that share a lane with one.

        All that name files are in the same. MariaDB tells whether others were at work only while
        no other connection of ours is (decision 005).
        """
        company, tables = self.prepared.company, self.prepared.company.holdings.tables.values()
        files = {table.store for table in tables if table.files}
        counted = {name for name in company.stores if company.schemas[name].dialect == "mariadb"}
        own = self.prepared.ready.one_after_the_other(store)
        return (*own, *(name for group in (files, counted) if store in group for name in group))

    def _rows(self, groups: Sequence[Group], stores: Sequence[str]) -> int:
        return sum(m.rows for group in groups for m in group if _store([m]) in stores)

    def _groups(self) -> Iterator[Group]:
        """Yield the steps that share their transactions: those that read the marks of one table.

        What comes before everything else, and what is written, keeps its own. Pointers are emptied
        where their rows go, and a counter follows in the transactions of what it counts.
        """
        changes = self.prepared.plan.changes
        counters = [m for m in changes if isinstance(m.step, Recount)]
        pointers = [m for m in changes if joins_removal(m.step)]
        acting = (m for m in changes if not (isinstance(m.step, Recount) or joins_removal(m.step)))
        for table, grouped in groupby(acting, key=_shared_table):
            steps = list(grouped)
            for group in [steps] if table else [[measured] for measured in steps]:
                group += [pointer for pointer in pointers if _leads_to(pointer, group)]
                yield [*group, *(counter for counter in counters if _follows(counter, group))]


def _store(group: Group) -> str:
    return store_of(group[0].step.table)


def _without_files(group: Group) -> bool:
    acting = (each.step for each in group if isinstance(each.step, Erase | Redact))
    return not any(isinstance(each.step, Write) for each in group) and not any(
        step.files for step in acting
    )


def _shared_table(measured: Measured) -> str | None:
    step = measured.step
    alone = isinstance(step, Write) or (isinstance(step, Redact) and step.alone)
    return None if alone else step.table


def _leads_to(pointer: Measured, together: Group) -> bool:
    """Tell whether the rows at which pointers are emptied go by one of some steps."""
    erasing = [each.step.table for each in together if isinstance(each.step, Erase)]
    return joins_removal(pointer.step) and pointer.step.forgets in erasing


def _follows(counter: Measured, together: Group) -> bool:
    """Tell whether what a counter counts may go in the transactions of some steps."""
    step = counter.step
    acting = (each.step for each in together if isinstance(each.step, Erase | Redact))
    return isinstance(step, Recount) and any(map(step.follows, acting))

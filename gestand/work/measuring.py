"""Measure the steps of a program in the open stores; stores that read nothing of each other
are measured at the same time.

Every connection is used by one thread at a time: by that of its stores while these are measured,
and by the caller's before and after it. Nothing here changes a row of the organisation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Event

from gestand.core.names import store_of
from gestand.core.plan.abroad import Reading
from gestand.core.plan.steps import Keep, Measured, Program, Recount, Redact, Step
from gestand.stores.base import Earliest, Looked, Measure, Run
from gestand.work.abroad import take_in_sets
from gestand.work.company import Company
from gestand.work.side_by_side import Task, side_by_side


@dataclass
class Taken:
    """What was measured: steps, rows that lose cells by table, and first days."""

    measured: list[Measured] = field(default_factory=list)
    emptied: dict[str, int] = field(default_factory=dict)
    earliest: Earliest = field(default_factory=dict)


class _Stopped(Exception):
    """Another store could not be measured: nobody waits for this one any more."""


def apart(
    stores: Sequence[str], together: Callable[[str], Iterable[str]]
) -> list[tuple[str, ...]]:
    """Return the stores in groups: those of one read nothing of those of another.

    `together` gives a store and the others that have a say in its rows.
    """
    groups: list[set[str]] = []
    for store in stores:
        here = {store, *together(store)}
        here = here.union(*(group for group in groups if group & here))
        groups = [group for group in groups if not group & here] + [here]
    return [tuple(store for store in stores if store in group) for group in groups]


@dataclass(frozen=True)
class Measuring:
    """What measures a program; `tables` are those with rows in question, children first."""

    company: Company
    program: Program
    runs: Mapping[str, Run]
    reading: Mapping[str, Reading]
    tables: Sequence[str]

    def take(self, groups: Iterable[Sequence[str]], look: Looked) -> Taken:
        """Measure all steps, inside the caller's transactions; `look` is told of each table.

        `groups` are the stores that may be measured apart from each other. What is returned is in
        the order of the program, whichever came first. Raises CannotRun where a store cannot
        be read.
        """
        over = Event()
        # What probably takes longest begins first.
        ordered = sorted(groups, key=lambda stores: -len(self._tables_of(stores)))
        found = side_by_side([self._task(stores, look, over) for stores in ordered])
        taken = Taken()
        for part in found:
            taken.earliest |= part.earliest
            taken.measured += part.measured
            taken.emptied |= part.emptied
        taken.measured = [_forecast(self.program, m, taken.earliest) for m in self._sorted(taken)]
        taken.emptied = {table: taken.emptied[table] for table in self.tables}
        return taken

    def _task(self, stores: Sequence[str], look: Looked, over: Event) -> Task[Taken]:
        def looked(table: str) -> None:
            if over.is_set():
                raise _Stopped
            look(table)

        def stop() -> None:
            over.set()
            for store in stores:
                self.runs[store].interrupt()

        return Task(lambda: self._take(stores, looked), stop)

    def _tables_of(self, stores: Sequence[str]) -> list[str]:
        return [table for table in self.tables if store_of(table) in stores]

    def _take(self, stores: Sequence[str], look: Looked) -> Taken:
        """Measure the steps on the tables of some stores."""
        taken, tables = Taken(), self._tables_of(stores)
        # No other store: another thread may be at work there.
        runs = {store: self.runs[store] for store in stores}
        measuring = {store: run.measure() for store, run in runs.items()}
        for store, measure in measuring.items():
            with runs[store].plainly():
                self._look_over(store, measure, taken, look)
        for table in tables:
            store = store_of(table)
            look(table)
            with runs[store].plainly():
                late = self.reading[store].late.get(table, {})
                take_in_sets(self.company, runs, store, late)
                taken.measured += _measure_table(measuring[store], self.program, table)
        taken.measured += self._late(measuring, taken.measured)
        for table in tables:
            taken.emptied[table] = measuring[store_of(table)].emptied(table)
        return taken

    def _look_over(self, store: str, measure: Measure, taken: Taken, look: Looked) -> None:
        """Read the tables of a store once, where everybody's rows are in question."""
        tables = self._tables_of([store])
        if tables and all(self.program.surveys[table].whole for table in tables):
            endings = self.program.endings
            own = [end for end in endings if end[1].reach.occasion.table in tables]
            taken.earliest |= measure.look_over(tables, own, look)

    def _late(
        self, measuring: Mapping[str, Measure], measured: Sequence[Measured]
    ) -> Iterator[Measured]:
        """Measure pointers at rows that go, and what counts these: now it is known which."""
        for step in self.program.steps:
            store = store_of(step.table)
            if _is_late(step) and store in measuring:
                of = max((m.of for m in measured if m.step.table == step.table), default=0)
                with self.runs[store].plainly():
                    yield Measured(step, measuring[store].rows(step, of), of)

    def _sorted(self, taken: Taken) -> list[Measured]:
        """Return what was measured by table, and what is late at the end."""
        tables = {table: number for number, table in enumerate(self.tables)}
        steps = {step.id: number for number, step in enumerate(self.program.steps)}

        def place(found: Measured) -> tuple[bool, int]:
            step, late = found.step, _is_late(found.step)
            return late, steps[step.id] if late else tables[step.table]

        return sorted(taken.measured, key=place)


def _measure_table(measure: Measure, program: Program, table: str) -> list[Measured]:
    steps = [step for step in program.steps if step.table == table and not _is_late(step)]
    survey = program.surveys[table]
    in_question = measure.survey(survey, steps)
    found = [Measured(step, measure.rows(step, in_question), in_question) for step in steps]
    if survey.whole:
        return found
    return [dated for m in found for dated in _dated(measure, m)]


def _is_late(step: Step) -> bool:
    """Tell whether a step is about rows beside those that go, so that these must be known."""
    return isinstance(step, Recount) or (isinstance(step, Redact) and bool(step.forgets))


def _forecast(program: Program, found: Measured, earliest: Earliest) -> Measured:
    """Add the day on which the first of the rows loses this ground, when that is known."""
    if not isinstance(found.step, Keep) or not found.rows:
        return found
    if not program.surveys[found.step.table].whole:
        return found
    purpose = found.step.purpose
    names = {
        (purpose, end.reach.occasion.name, table)
        for end in found.step.ends
        for table in (end.reach.occasion.table, found.step.table)
    }
    days = [day for name in names if (day := earliest.get(name)) is not None]
    return replace(found, until=min(days, default=None))


def _dated(measure: Measure, found: Measured) -> Iterator[Measured]:
    """Split what is kept of a few people by its last day."""
    if not isinstance(found.step, Keep) or not found.rows:
        yield found
        return
    days: dict[date | None, int] = {}
    for last in measure.last_days(found.step).values():
        days[last] = days.get(last, 0) + 1
    for last in sorted(days, key=lambda day: day or date.max):
        yield Measured(found.step, days[last], found.of, last)

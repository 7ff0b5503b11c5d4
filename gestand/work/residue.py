"""Look for what is left of a person: in every table of every store, mapped or not.

1. Every store is looked through, whatever the data map says of its tables.
2. The rows that were found are asked by what they are held today, as a plan asks it.
3. The outcome goes into a receipt and the ledger: places and counts, and never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from gestand.core.access.told import Standing
from gestand.core.datamap.model import DataMap
from gestand.core.datamap.schema import Schema
from gestand.core.plan.abroad import store_of
from gestand.core.plan.held_rows import cells_held
from gestand.core.plan.steps import Keep, Read
from gestand.core.policy.check import check_policy
from gestand.core.residue import physical
from gestand.core.residue.forms import Form, Sought
from gestand.core.residue.grades import Grade, Place, Why
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.stores.base import Key, Lasts, RowFound, RowTold, Run, Store
from gestand.work.company import Company, NotClean, matched_with, reflect_all
from gestand.work.heads import Heads
from gestand.work.intents import reconcile
from gestand.work.journal import Journal
from gestand.work.memory import facts_so_far
from gestand.work.project import Project
from gestand.work.removals import NEVER, removals
from gestand.work.sweep import Progress, Request, opened, silently

MOST_ROWS = 100_000
"""What stands in more rows than that identifies nobody."""

_FROM_STANDING = {Standing.APART: Grade.APART, Standing.WAITS: Grade.WAITS}

Forms = Mapping[str, Form]
FoundIn = dict[str, list[tuple[Key, Forms]]]
"""By table the rows in which an identifier stands, each with its forms by column."""


@dataclass(frozen=True)
class Premises:
    """The stores of an organisation as they are; `company` is None where it cannot be matched.

    Tables outside the data map stand in `schemas`, and not in those of `company`.
    """

    project: Project
    datamap: DataMap
    stores: Mapping[str, Store]
    schemas: Mapping[str, Schema]
    company: Company | None

    @classmethod
    def of(cls, project: Project, stores: Mapping[str, Store], lost: list[Any]) -> Premises:
        """Read the schema of every store; one that cannot be read raises NotClean.

        `lost` are findings about stores that could not even be named.
        """
        datamap = project.datamap
        if datamap is None:
            raise NotClean(list(project.findings), unreadable=True)
        schemas, unreadable = reflect_all(datamap, stores)
        if lost or unreadable:
            raise NotClean(sorted([*lost, *unreadable]), unreadable=True)
        return cls(project, datamap, stores, schemas, _matched(project, datamap, stores, schemas))

    @property
    def heads(self) -> Heads:
        """Where the ledger keeps how far it has come."""
        return Heads.of(self.project.root, self.datamap.records)

    @property
    def tables(self) -> list[str]:
        """Every table of every store."""
        return [f"{name}.{t}" for name, s in self.schemas.items() for t in sorted(s.tables)]


def _matched(
    project: Project, datamap: DataMap, stores: Mapping[str, Store], schemas: Mapping[str, Schema]
) -> Company | None:
    """Return the organisation without the tables that the data map does not mention."""
    if project.policy is None or project.findings or check_policy(project.policy, datamap):
        return None
    mapped = {
        store: replace(
            schema,
            tables={n: t for n, t in schema.tables.items() if f"{store}.{n}" in datamap.tables},
        )
        for store, schema in schemas.items()
    }
    try:
        return matched_with(project, stores, mapped)
    except NotClean:
        return None


@dataclass
class Outcome:
    """What was found: how many rows per place, the keys of those, and what was looked through."""

    identifiers: int
    tables: int
    rows: Counter[Place] = field(default_factory=Counter)
    keys: dict[Place, list[Key]] = field(default_factory=dict)
    receipt: int = 0
    below: tuple[physical.Grade, ...] = ()

    @property
    def places(self) -> list[Place]:
        """The places, in the order in which they are listed."""
        return sorted(self.rows, key=lambda place: place.order)

    @property
    def residue(self) -> int:
        """How many cells no ground holds."""
        return sum(n for place, n in self.rows.items() if place.why.grade.is_residue)

    @property
    def settled(self) -> bool:
        """Whether all that was found is held by a ground, or set apart."""
        below = any(grade.residue for grade in self.below)
        return not below and all(place.why.grade.is_settled for place in self.rows)

    @property
    def held_in(self) -> frozenset[str]:
        """The stores in which some row holds what is looked for."""
        return frozenset(store_of(place.table) for place in self.rows)

    def add(self, table: str, key: Key, forms: Forms, whys: Mapping[str, Why]) -> None:
        """Count a row at each of its places."""
        for column, form in forms.items():
            place = Place(table, column, form, whys[column])
            self.rows[place] += 1
            self.keys.setdefault(place, []).append(key)


def look_for(
    premises: Premises,
    sought: Sequence[Sought],
    as_of: date,
    journal: Journal,
    progress: Progress = silently,
) -> Outcome:
    """Look for identifiers in every store, and return where they stand and why.

    Raises CannotRun where a store or the journal cannot be read, or where an identifier is too
    short or stands nearly everywhere.
    """
    _refuse_short(sought)
    journal.refuse_doubts()
    found = _found(premises, sought, progress)
    outcome = Outcome(len(sought), len(premises.tables))
    to_ask: FoundIn = {}
    for table, rows in found.items():
        same = _same_for_all(premises, table)
        if same is None:
            to_ask[table] = rows
            continue
        for key, forms in rows:
            outcome.add(table, key, forms, dict.fromkeys(forms, same))
    _ask_rows(premises, to_ask, as_of, outcome)
    outcome.below = tuple(_below(premises, sought, outcome.held_in))
    _record(premises, sought, as_of, journal, outcome)
    return outcome


def _refuse_short(sought: Sequence[Sought]) -> None:
    short = [str(n) for n, one in enumerate(sought, start=1) if one.too_short and not one.whole]
    if short:
        # What was typed is not repeated.
        message = (
            f"identifier {', '.join(short)} is too short: it would stand in texts about anybody. "
            "Give a longer one, or `--whole` to look for it as the whole of a value"
        )
        raise CannotRun(message)


def _found(premises: Premises, sought: Sequence[Sought], progress: Progress) -> FoundIn:
    found: FoundIn = {}
    for seen, (table, row) in enumerate(_everywhere(premises, sought, progress)):
        _refuse_many(seen)
        found.setdefault(table, []).append((row.key, row.forms))
    return found


def _everywhere(
    premises: Premises, sought: Sequence[Sought], progress: Progress
) -> Iterator[tuple[str, RowFound]]:
    """Yield each row of each table in which an identifier stands."""
    tables, number = premises.tables, count(1)
    for name, store in premises.stores.items():
        with store.search(sought) as search:
            for table, live in sorted(premises.schemas[name].tables.items()):
                yield from ((f"{name}.{table}", row) for row in search.rows(live))
                progress(f"{name}.{table}", next(number), len(tables))


def _refuse_many(rows: int) -> None:
    if rows >= MOST_ROWS:
        message = f"more than {MOST_ROWS:,} rows hold what is looked for: it identifies nobody"
        raise CannotRun(message)


def _same_for_all(premises: Premises, table: str) -> Why | None:
    """Return why rows of a table are what they are; None where each row has to be asked."""
    mapped = premises.datamap.tables.get(table)
    if mapped is None:
        return Why(Grade.UNMAPPED)
    if mapped.not_personal is not None:
        return Why(Grade.EXEMPT)
    return Why(Grade.UNJUDGED) if premises.company is None else None


def _ask_rows(premises: Premises, found: FoundIn, as_of: date, outcome: Outcome) -> None:
    """Ask the rows by what they are held; a row that has gone meanwhile counts as residue."""
    if not found or premises.company is None:
        return
    keys = {table: list(dict.fromkeys(key for key, _ in rows)) for table, rows in found.items()}
    company = premises.company
    with opened(company, Request(as_of, found=keys)) as ready:
        for store, run in ready.runs.items():
            steps = [s for s in ready.program.of_store(store) if isinstance(s, Read)]
            for step, whys in _whys(company, run, steps):
                _add_rows(outcome, step.table, found[step.table], whys)


def _add_rows(
    outcome: Outcome,
    table: str,
    rows: Iterable[tuple[Key, Forms]],
    whys: Mapping[Key, Mapping[str, Why]],
) -> None:
    for key, forms in rows:
        gone = dict.fromkeys(forms, Why(Grade.RESIDUE))
        outcome.add(table, key, forms, whys.get(key, gone))


def _whys(
    company: Company, run: Run, steps: Sequence[Read]
) -> Iterator[tuple[Read, dict[Key, dict[str, Why]]]]:
    """Yield each step with, by row and column, why the cell is there."""
    told = run.told(steps)
    with run.transaction(writing=False):
        for step in steps:
            yield step, {row.key: _why_each(company, step, row) for row in told.rows(step)}


def _why_each(company: Company, step: Read, row: RowTold) -> dict[str, Why]:
    """Return, by column, why each cell of a row is there."""
    live = [lasts is not None for lasts in row.held]
    return {
        name: _why(step.keeps, row.held, cell.held_by)
        if cell.standing is Standing.HELD
        else Why(_FROM_STANDING.get(cell.standing, Grade.RESIDUE))
        for name, cell in cells_held(company.holdings, step, live, row.waits).items()
    }


def _why(keeps: Sequence[Keep], held: Sequence[Lasts | None], by: Iterable[int]) -> Why:
    """Return the purpose that holds a cell longest."""
    days = [(lasts.until, keeps[n].purpose) for n in by if (lasts := held[n]) is not None]
    until, purpose = max(days, key=lambda day: day[0] or date.max)
    return Why(Grade.RETAINED, purpose, until)


def _below(
    premises: Premises, sought: Sequence[Sought], held: frozenset[str]
) -> Iterator[physical.Grade]:
    """Yield what is left below the tables of each store."""
    removed, backups = removals(premises.heads.state), premises.datamap.backups
    for name, store in premises.stores.items():
        # Where a row holds it, its bytes must be there: nothing could be told by them.
        told = store.below(() if name in held else sought)
        yield physical.grade(
            name, told, removed.get(name, NEVER), backups.get(name), held=name in held
        )


def _record(
    premises: Premises, sought: Sequence[Sought], as_of: date, journal: Journal, outcome: Outcome
) -> None:
    """Write a receipt: places and counts, and a keyed digest for each identifier."""
    state = premises.heads.state
    with state.alone():
        state.key()
        reconcile(state)
        outcome.receipt = number = state.next_receipt()
        entry = {
            "entry": number,
            "previous": state.previous_digest(number),
            "kind": "residue looked for",
            "status": "done",
            "at": now().isoformat(timespec="seconds"),
            "as_of": as_of.isoformat(),
            "recorded": facts_so_far(state),
            "identifiers": [state.digest("residue", one.text) for one in sought],
            "stores": sorted(premises.stores),
            "tables": outcome.tables,
            "settled": outcome.settled,
            "below": [
                {"store": each.store, "is": each.word, "said": list(each.said)}
                for each in outcome.below
            ],
            "places": [_place_entry(place, outcome.rows[place]) for place in outcome.places],
        }
        state.write_receipt(number, entry)
        journal.keep_up()


def _place_entry(place: Place, rows: int) -> dict[str, Any]:
    return {
        "store": store_of(place.table),
        "table": place.table.partition(".")[2],
        "column": place.column,
        "form": place.form.value,
        "grade": place.why.grade.name.lower(),
        "purpose": place.why.purpose,
        "until": place.why.until.isoformat() if place.why.until else None,
        "rows": rows,
    }

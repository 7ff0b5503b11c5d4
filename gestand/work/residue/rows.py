"""The rows in which an identifier stands: found in every table, and asked by what they are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from gestand.core.access.told import Standing
from gestand.core.names import bare
from gestand.core.plan.held_rows import cells_held
from gestand.core.plan.steps import Keep, Read
from gestand.core.residue.forms import Form, Sought
from gestand.core.residue.grades import Grade, Why
from gestand.errors import CannotRun
from gestand.stores.base import BESIDE, Key, Lasts, RowFound, RowTold, Run
from gestand.work.company import Company
from gestand.work.residue.copies import Copies
from gestand.work.residue.premises import Premises
from gestand.work.sweep import Progress, Request, opened
from gestand.work.views import who_went

MOST_ROWS = 100_000
"""What stands in more rows than that identifies nobody."""

_FROM_STANDING = {Standing.APART: Grade.APART, Standing.WAITS: Grade.WAITS}


@dataclass(frozen=True)
class FoundRow:
    """A row in which an identifier stands, in which form by column.

    With `folder` it stands in a file there that the row names.
    """

    key: Key
    forms: Mapping[str, Form]
    folder: str = ""


FoundIn = dict[str, list[FoundRow]]
"""By table the rows that were found."""

Judged = tuple[str, FoundRow, Mapping[str, Why]]
"""A table, a row of it that was found, and by column why the cell is there."""


def rows_found(premises: Premises, sought: Sequence[Sought], progress: Progress) -> FoundIn:
    """Return the rows of every table in which an identifier stands.

    Raises CannotRun where a store cannot be read, or where these are nearly all rows.
    """
    found: FoundIn = {}
    for seen, (table, row) in enumerate(_everywhere(premises, sought, progress)):
        if seen >= MOST_ROWS:
            message = f"more than {MOST_ROWS:,} rows hold what is looked for: it identifies nobody"
            raise CannotRun(message)
        found.setdefault(table, []).append(FoundRow(row.key, row.forms))
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
            for copy in (*search.copies(), *search.beside()):
                yield from ((f"{name}.{copy.name}", row) for row in search.rows(copy))


def judged(premises: Premises, found: FoundIn, as_of: date) -> Iterator[Judged]:
    """Yield each row with why it is there; one that has gone meanwhile counts as residue."""
    yield from _beside_views(premises, found, as_of)
    to_ask: FoundIn = {}
    for table, rows in _without_counters(premises, found):
        same = premises.same_for_all(table)
        if same is None:
            to_ask[table] = rows
        else:
            yield from ((table, row, dict.fromkeys(row.forms, same)) for row in rows)
    if to_ask and premises.company is not None:
        yield from asked(premises.company, to_ask, as_of)


def _beside_views(premises: Premises, found: FoundIn, as_of: date) -> Iterator[Judged]:
    """Yield keys beside views of purposes: they may be there as long as a view needs them."""
    tables = {table for table in found if _is_beside(table)}
    company = premises.company
    went = who_went(company, as_of) if tables and company is not None else None
    for table in tables:
        gone = None if went is None else set(went.get(table, ()))
        for row in found[table]:
            grade = Grade.KEY if gone is None or row.key in gone else Grade.APART
            yield table, row, dict.fromkeys(row.forms, Why(grade))


def _is_beside(table: str) -> bool:
    return bare(table).startswith(f"{BESIDE}_")


def _without_counters(premises: Premises, found: FoundIn) -> Iterator[tuple[str, list[FoundRow]]]:
    """Yield the rows by their table; how many rows there are of something identifies nobody."""
    for table, rows in ((t, r) for t, r in found.items() if not _is_beside(t)):
        mapped = premises.datamap.tables.get(table)
        counters = {each.column for each in mapped.counts} if mapped else set()
        left = ({n: f for n, f in row.forms.items() if n not in counters} for row in rows)
        pairs = zip(rows, left, strict=True)
        yield table, [replace(row, forms=forms) for row, forms in pairs if forms]


def asked(company: Company, found: FoundIn, as_of: date) -> Iterator[Judged]:
    """Yield rows of tables in the data map with why each cell is there: as a plan has it.

    A copy is there by what holds the value that it copies.
    """
    copies = Copies(company)
    judged: list[Judged] = []
    for run, step, whys in _held(company, {t: _keys(rows) for t, rows in found.items()}, as_of):
        for row in found[step.table]:
            copies.note(run, step.table, row.key, row.forms)
            judged.append((step.table, row, _of(row, whys)))
    wanted = copies.wanted()
    held = {s.table: told for _, s, told in _held(company, wanted, as_of)} if wanted else {}
    for table, row, why in judged:
        yield table, row, copies.judged(table, row.key, why, held)


def _keys(rows: Sequence[FoundRow]) -> list[Key]:
    # A row whose key is NULL cannot be told apart, so no ground is known to hold it.
    return list(dict.fromkeys(row.key for row in rows if None not in row.key))


def _held(
    company: Company, keys: Mapping[str, Sequence[Key]], as_of: date
) -> Iterator[tuple[Run, Read, Mapping[Key, Mapping[str, Why]]]]:
    """Yield, table by table, by the key of each row and by column why the cell is there."""
    with opened(company, Request(as_of, found=keys)) as ready:
        for store, run in ready.runs.items():
            steps = [s for s in ready.program.of_store(store) if isinstance(s, Read)]
            yield from ((run, step, whys) for step, whys in _whys(company, run, steps))


def _of(row: FoundRow, whys: Mapping[Key, Mapping[str, Why]]) -> Mapping[str, Why]:
    return whys.get(row.key) or dict.fromkeys(row.forms, Why(Grade.RESIDUE))


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

"""Since when what is on record of a key is of whoever has that key now.

Own records know people by the digest of their key. A database may give the key of a row that went
to the next one (SQLite does, without AUTOINCREMENT; a program may take the highest key and one),
and then what is on record of the one who went would be told to the next. Two things show whose it
is (decision 082):

- Each run writes on its receipt from which key on nobody had a row once it had removed rows of
  people. A row that has such a key now came later.
- What was recorded before anything in the row began, where the database may give keys twice.

What may be of somebody else is told to nobody, and officers hear how much that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gestand.core.datamap.holdings import Moment
from gestand.core.facts import Person
from gestand.core.names import bare, store_of
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.gist import FREE, Freed, gists_of
from gestand.work.people import reading
from gestand.work.said import Entry
from gestand.work.state import State

LEFT_OUT = "may be of somebody who had this key before"


def freed(told: Freed | None) -> Entry:
    """Return it as a receipt says it; nothing for None."""
    if told is None:
        return {}
    at = told.at.isoformat(timespec="seconds")
    return {FREE: {"table": told.table, "key": told.key, "at": at}}


@dataclass(frozen=True)
class Since:
    """What was recorded after a `moment`, and not before a `day`, is of who has the key now."""

    moment: datetime | None = None
    day: date | None = None

    def is_theirs(self, on: date, at: str = "") -> bool:
        """Tell whether what was recorded on a day, at a moment where it tells one, is theirs."""
        if self.day is not None and on < self.day:
            return False
        if self.moment is None:
            return True
        return datetime.fromisoformat(at) > self.moment if at else on > self.moment.date()


ALWAYS = Since()


@dataclass(frozen=True)
class Holders:
    """People as they are known now, each with since when; others count since ever."""

    since: Mapping[Person, Since]

    def are(self, people: Iterable[Person], on: date, at: str = "") -> bool:
        """Tell whether what was recorded is of one of some people, all of whom it names."""
        return any(self.since.get(one, ALWAYS).is_theirs(on, at) for one in people)


NOBODY_BEFORE = Holders({})


def holders(
    company: Company, people: Iterable[Person], runs: Mapping[str, Run] | None = None
) -> Holders:
    """Return since when what is on record of people is theirs; `runs` are the stores that are open.

    Raises CannotRun where a store or own records cannot be read.
    """
    told = [*_freed(company.state)]
    found = {}
    for person in people:
        table = company.holdings.subjects.get(person.kind)
        if table is None or person.hidden:
            continue  # known by an identifier, which is not given to others
        key = person.key
        later = [
            one.at for one in told
            if one.table == table and isinstance(key, int) and key >= one.key
        ]  # fmt: skip
        again = company.schemas[store_of(table)].tables[bare(table)].again
        if later or again:
            since = _since(company, person, table, max(later, default=None), runs or {})
            found[person] = since if again else Since(since.moment)
    return Holders(found)


def _since(
    company: Company, person: Person, table: str, moment: datetime | None, runs: Mapping[str, Run]
) -> Since:
    occasions = [o for o in company.holdings.occasions if o.table == table]
    began = {o.began.column: o.began for o in occasions if o.began.edge is None}
    with ExitStack() as stack:
        run = runs.get(store_of(table))
        if run is None:
            run = stack.enter_context(reading(company, table))
        else:
            stack.enter_context(run.transaction(writing=False))
        rows = [*run.rows_at(table, [*began], [person.key])]
        # Where nobody has the key, it is of who had it last.
        return Since(moment, _first(run, began, rows[0][1])) if rows else ALWAYS


def _first(run: Run, began: Mapping[str, Moment], values: tuple[Any, ...]) -> date | None:
    """Return the first day on which something began in a row; None where nobody can tell."""
    told = zip(began.values(), values, strict=True)
    days = [run.day(moment, value) for moment, value in told if value is not None]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _freed(state: State) -> Iterator[Freed]:
    """Yield what receipts say of keys that nobody had, but for rows that came back since."""
    with gists_of(state) as gists:
        undoing = gists[0].undone | gists[1].undone
        told = [one for gist in gists for one in gist.freed]
    for number, freed_then in told:
        if not _came_back(undoing.get(number), freed_then.table):
            yield freed_then


def _came_back(undoing: Entry | None, table: str) -> bool:
    """Tell whether all rows of a table came back that a run had removed."""
    steps = () if undoing is None else undoing["steps"]
    return any(f"{s['store']}.{s['table']}" == table and not s["left"] for s in steps)

"""Put back what was removed of somebody because they asked for it, when they ask for that too.

Shown first, then done: what is carried out is what was shown, or nothing. Whoever brings their own
data back takes their request to be erased back with it; else the next run would erase them again.
Only a run of this one person can be undone by them, and only as a whole: where a part does not
come back, what is left of it would be lost, and that is not for a page to decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from gestand.core.datamap.model import DataMap
from gestand.core.facts import Person
from gestand.settings import now
from gestand.stores.base import Left
from gestand.work.bring_back import Told
from gestand.work.company import Company
from gestand.work.holder import Holders
from gestand.work.keyring import Keyring
from gestand.work.said import Entry
from gestand.work.state import State
from gestand.work.undo import Undoing, undoing
from gestand.work.undo_files import records


class Why(Enum):
    """Why something is not put back by a page."""

    OVERWRITTEN = "something else stands there now"
    GONE = "what it belongs to is not there any more"
    CHANGED = "the tables, or what they take, are others now"
    ACTS = "the database does something by itself when it comes back"
    NOTHING = "nothing of it comes back"


_WHY = {
    Left.OVERWRITTEN: Why.OVERWRITTEN, Left.TAKEN: Why.OVERWRITTEN, Left.OTHER: Why.OVERWRITTEN,
    Left.PARENT: Why.GONE, Left.GONE: Why.GONE, Left.REFUSED: Why.CHANGED,
    Left.CHANGED: Why.CHANGED,
}  # fmt: skip


@dataclass(frozen=True)
class Undoable:
    """What a run removed on a day, and the moment until which it can be brought back.

    `name` is what a page calls it: its number would tell how many there are. It is empty where
    they cannot bring it back by themselves: nobody asked for it, or others are in it as well.
    """

    on: date
    until: datetime
    name: str
    receipt: int


@dataclass(frozen=True)
class Back:
    """What would come back: the categories, and how many files do not.

    `code` stands for exactly that. With `why` nothing of it is done.
    """

    run: Undoable
    categories: frozenset[str]
    files: int
    code: str
    why: frozenset[Why] = frozenset()


@dataclass(frozen=True)
class Records:
    """The organisation, its data map, and its own records in which to write."""

    company: Company
    datamap: DataMap
    keyring: Keyring


def undoable(state: State, people: Sequence[Person], whose: Holders) -> Iterator[Undoable]:
    """Yield the runs that removed something of one person, and can be undone now.

    Not those that may have been about somebody who had the key before: `whose` tells.
    """
    known, moment = {state.known_as(person): person for person in people}, now()
    digests = known.keys()
    for record in records(state):
        receipt = state.receipt(record.receipt)
        if receipt is None or not digests & {*receipt.get("people", ())}:
            continue
        named = [known[digest] for digest in receipt["people"] if digest in digests]
        if not whose.are(named, date.fromisoformat(receipt["as_of"]), receipt["at"]):
            continue
        until = datetime.fromisoformat(receipt["undo_until"]) if receipt["undo_until"] else None
        if until is not None and until > moment:
            own = receipt["erasure_asked"] and {*receipt["people"]} <= digests
            name = state.digest("run on a page", record.receipt)[:24] if own else ""
            yield Undoable(date.fromisoformat(receipt["as_of"]), until, name, record.receipt)


def shown(own: Records, run: Undoable) -> Back:
    """Return what would come back; nothing is changed. CannotRun where nobody can tell now."""
    with undoing(own.company, own.keyring, run.receipt) as ready:
        return _back(own, run, ready)


def put_back(
    own: Records, run: Undoable, people: Sequence[Person], code: str
) -> tuple[Back, Sequence[str]]:
    """Put back what was shown; return what would come back otherwise, with nothing done.

    Done was what has no `why` and that `code`. Then also the stores are returned in which views
    show nothing until they are made anew. CannotRun where nobody can tell now, or a store cannot
    be written: to do it again makes up for the rest.
    """
    with undoing(own.company, own.keyring, run.receipt) as ready:
        found = _back(own, run, ready)
        if found.why or found.code != code:
            return found, ()
        ready.carry_out(taken_back=people)
        return found, tuple(ready.closed)


def _back(own: Records, run: Undoable, ready: Undoing) -> Back:
    told, receipt = ready.preview(), ready.receipt
    why = {_WHY[left] for each in told.values() for left in Left if each.left[left]}
    if ready.triggered(told):
        why.add(Why.ACTS)
    if not any(each.rows or each.cells for each in told.values()):
        why.add(Why.NOTHING)
    return Back(
        run, frozenset(_categories(own.datamap, receipt, told)), receipt["files_removed"],
        _code(own.company.state, run, told), frozenset(why),
    )


def _categories(datamap: DataMap, receipt: Entry, told: Told) -> Iterator[str]:
    """Yield the categories of what comes back, by the columns that went or were emptied."""
    for step in receipt["steps"]:
        name = f"{step['store']}.{step['table']}"
        table, each = datamap.tables.get(name), told.get(name)
        if table is None or each is None or not (each.rows or each.cells):
            continue
        went = {*step["columns"]}
        for column in table.values:
            # A part of a document goes with the whole of it, or alone.
            if column.category and went & {"*", column.name, column.name.partition(".")[0]}:
                yield column.category


def _code(state: State, run: Undoable, told: Told) -> str:
    said = {
        name: [each.rows, each.cells, each.again, sorted((k.name, n) for k, n in each.left.items())]
        for name, each in sorted(told.items())
    }
    return state.digest("putting back", run.receipt, json.dumps(said))[:24]

"""What receipts say that each plan asks: the marks that runs left, and the keys they set free.

Closed receipts only grow in number, and a process reads each of them once: of all that it says
the little that is asked again stays here. Those that may still change are read each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from gestand.work.intents import is_open
from gestand.work.past_runs import UNDOES
from gestand.work.said import Entry
from gestand.work.state import State

FREE = "free"

Marks = Mapping[str, Sequence[str]]
Stores = dict[str, dict[str, int]]
"""By store its marks, each with the number of the receipt that tells of it."""


@dataclass(frozen=True)
class Freed:
    """At a moment no row of a table had this key, or a higher one; it names nobody."""

    table: str
    key: int
    at: datetime


@dataclass
class Gist:
    """What receipts say up to `number`, of which the text has a `digest`.

    `marks` stand in a store, or perhaps do; `left` are the receipts whose run changed it, oldest
    first; `unfinished` the stores that a run began to make up to date, and no run since has.
    `freed` are the keys that nobody had, by receipt, and `undone` the receipts that undid the run
    of another. `removed` gives by store when rows of its tables were last removed or changed. With
    `tells` every run that changed anything wrote down its marks: those of an
    earlier version did not.
    """

    number: int = 0
    digest: str = ""
    marks: Stores = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    freed: list[tuple[int, Freed]] = field(default_factory=list)
    undone: dict[int, Entry] = field(default_factory=dict)
    removed: dict[str, dict[str, datetime]] = field(default_factory=dict)
    tells: bool = True

    def add(self, receipt: Entry) -> None:
        """Take in what one more receipt says."""
        number: int = receipt["entry"]
        for name in ("marks", "perhaps"):
            told: Marks = receipt.get(name, {})
            for store, own in told.items():
                self.marks.setdefault(store, {}).update(dict.fromkeys(own, number))
                if own and name == "marks":
                    self.left.setdefault(store, []).append(number)
        made_up = {*receipt.get("after_restore", ())}
        done = receipt["status"] == "done"
        self.unfinished = self.unfinished - made_up if done else self.unfinished | made_up
        self.tells = self.tells and ("marks" in receipt or not receipt.get("transactions"))
        for store, table in _changed(receipt):
            at = datetime.fromisoformat(receipt["at"])
            self.removed.setdefault(store, {})[table] = at
        self.freed += ((number, told) for told in _freed(receipt))
        if done and UNDOES in receipt:
            self.undone[receipt[UNDOES]] = receipt

    def of_tail(self, tail: Sequence[Entry]) -> Gist:
        """Return what a few receipts say that came after these."""
        found = Gist(unfinished={*self.unfinished})
        for receipt in tail:
            found.add(receipt)
        return found


def _changed(receipt: Entry) -> Iterator[tuple[str, str]]:
    steps = (step for step in receipt.get("steps", ()) if step["rows"])
    yield from ((step["store"], step["table"]) for step in steps)


def _freed(receipt: Entry) -> Iterator[Freed]:
    steps = (step for name in ("steps", "kept", "unknown") for step in receipt.get(name, ()))
    for told in (step[FREE] for step in steps if FREE in step):
        yield Freed(told["table"], told["key"], datetime.fromisoformat(told["at"]))


_GISTS: dict[State, Gist] = {}
_ALONE = Lock()


@contextmanager
def gists_of(state: State) -> Iterator[tuple[Gist, Gist]]:
    """Give what the closed receipts say, and what those after them do, as of now.

    Other threads wait meanwhile.
    """
    with _ALONE:
        gist = _GISTS.get(state, Gist())
        chain = state.chain(gist.number)
        if gist.number and (not chain or chain[0][1] != gist.digest):
            # It is gone or another one: those before it may be as well.
            gist, chain = Gist(), state.chain()
        elif gist.number:
            chain = chain[1:]
        tail: list[Entry] = []
        for receipt, digest in chain:
            if tail or is_open(receipt):
                tail.append(receipt)
                continue
            gist.add(receipt)
            gist.number, gist.digest = receipt["entry"], digest
        _GISTS[state] = gist
        yield gist, gist.of_tail(tail)

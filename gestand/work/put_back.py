"""Whether a store is as old as what is recorded about it: put back from a backup, or ahead of it.

Each run leaves its newest mark in every store that it changed, and writes all of them on its
receipt. A store without the newest mark that is on record was put back from an older copy: what
went since stands in it again. A store with a mark that is on no record has seen a run that the
folder `.gestand` knows nothing of: then it is the folder that is older.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gestand.errors import CannotRun
from gestand.work.intents import INTENTS
from gestand.work.past_runs import newest_first, that_say
from gestand.work.said import Entry
from gestand.work.state import State

_SHOWN = 5


@dataclass(frozen=True)
class PutBack:
    """A store that was put back; `receipt` is the newest it knows of, None where it knows none.

    `since` are the numbers of the receipts that changed it after that.
    """

    store: str
    receipt: int | None
    since: tuple[int, ...]


    @property
    def told(self) -> str:
        """What is known of it, in words."""
        knows = f"it knows of nothing since receipt {self.receipt}"
        knows = knows if self.receipt is not None else "it knows of no receipt"
        numbers = ", ".join(map(str, self.since[:_SHOWN]))
        more = f" and {len(self.since) - _SHOWN} more" if len(self.since) > _SHOWN else ""
        gone = f"; changed since then by receipt {numbers}{more}" if self.since else ""
        gone = gone or "; a run that made it up to date did not end"
        return f"store `{self.store}` was put back from a backup: {knows}{gone}"


class Ahead(CannotRun):
    """A store has seen a run of which own records know nothing: they are older, or of others."""


def refuse_put_back(stores: Sequence[PutBack]) -> None:
    """Raise CannotRun where a store was put back: what went since stands in it again."""
    if stores:
        told = ". ".join(each.told for each in stores)
        message = f"{told}. Before it opens, run `gestand apply --after-restore`"
        raise CannotRun(message)


def put_back(
    state: State, marks: Mapping[str, frozenset[str] | None]
) -> tuple[PutBack, ...]:
    """Return the stores that were put back from a backup, and not made up to date since.

    `marks` are those that stand in each store, None where it has no table for them. Raises
    Ahead where a store has seen a run that the folder knows nothing of.
    """
    # The folder is read after the stores: another run may be at work, and tells of a mark before
    # it leaves it, and on its receipt before it forgets that.
    intents = list(state.lines(INTENTS))
    receipts = _back_to(state, marks, intents)
    unfinished = _begun_and_not_done(that_say(state, "after_restore"))
    found: list[PutBack] = []
    for store, there in marks.items():
        if there is not None:
            left, perhaps = _left(store, receipts), _perhaps(store, receipts, intents)
            known = {mark for own in (*left.values(), *perhaps.values()) for mark in own}
            if there - known and _tell_of_marks(receipts):
                raise Ahead(_ahead(state, store))
            seen = (n for told in (left, perhaps) for n, own in told.items() if own & there)
            newest = max(seen, default=None)
            since = tuple(number for number in left if newest is None or number > newest)
            if since or store in unfinished:
                found.append(PutBack(store, newest, since))
    return tuple(found)


def _back_to(
    state: State, marks: Mapping[str, frozenset[str] | None], intents: Sequence[Entry]
) -> list[Entry]:
    """Return the newest receipts, oldest first, back to those that tell of all marks there are.

    Of a store without a mark all that left one there: nobody knows how far back it is.
    """
    unknown = {(store, mark) for store, there in marks.items() for mark in there or ()}
    unknown -= {(intent["store"], intent["mark"]) for intent in intents if "mark" in intent}
    found: dict[int, Entry] = {}
    for store in (name for name, there in marks.items() if there is not None and not there):
        found |= {receipt["entry"]: receipt for receipt in that_say(state, store, then=": [")}
    for receipt in newest_first(state) if unknown else ():
        found[receipt["entry"]] = receipt
        for name in ("marks", "perhaps"):
            told = receipt.get(name, {}).items()
            unknown -= {(store, mark) for store, own in told for mark in own}
        if not unknown:
            break
    return [found[number] for number in sorted(found)]


def _left(store: str, receipts: Sequence[Entry]) -> dict[int, set[str]]:
    """Return, by receipt, the marks that its run left in a store, one after the other."""
    told = ((receipt["entry"], receipt.get("marks", {}).get(store)) for receipt in receipts)
    return {number: {*own} for number, own in told if own}


def _perhaps(
    store: str, receipts: Sequence[Entry], intents: Sequence[Entry]
) -> dict[int, set[str]]:
    """Return, by receipt, the marks that its run was about to leave: nobody knows if it did."""
    told = ((receipt["entry"], receipt.get("perhaps", {}).get(store)) for receipt in receipts)
    found = {number: {*own} for number, own in told if own}
    for intent in intents:
        if intent["store"] == store and "mark" in intent:
            found.setdefault(intent["receipt"], set()).add(intent["mark"])
    return found


def _tell_of_marks(receipts: Sequence[Entry]) -> bool:
    """Tell whether every run wrote down its marks: those of an earlier version did not."""
    return all("marks" in r for r in receipts if r.get("transactions"))


def _begun_and_not_done(receipts: Sequence[Entry]) -> set[str]:
    """Return the stores that a run began to make up to date, and no run since has."""
    found: set[str] = set()
    for receipt in receipts:
        stores = {*receipt.get("after_restore", ())}
        found = found - stores if receipt["status"] == "done" else found | stores
    return found


def _ahead(state: State, store: str) -> str:
    return (
        f"store `{store}` has seen a run that {state.folder} knows nothing of: the folder is "
        "an older copy, or another one keeps this store. Restore its newest backup "
        "(docs/howto/restore-a-backup.md says what to do when there is none)"
    )

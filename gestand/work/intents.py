"""What a transaction is about to do, recorded before it is kept.

A run may be killed after a store has kept a transaction and before the receipt says so. The
next run finds the intent, and marks the receipt: what is not known is said, never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from gestand.records.kept import STARTED
from gestand.work.said import Entry, entry_of
from gestand.work.state import State
from gestand.work.undo_files import UndoRecord

INTENTS = "intents"

Kept = Callable[[str, str], bool | None]
"""By store and mark: whether the store kept that transaction; None where it cannot tell."""


@dataclass(frozen=True)
class Transaction:
    """A transaction of a run: its place in the run, its store, and the mark it leaves there."""

    receipt: int
    number: int
    store: str
    mark: str


@dataclass
class _Left:
    """What is found out about the steps of transactions that were intended and not told."""

    kept: list[Any] = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)
    perhaps: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[Any] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    """The transactions that were kept, or of which nobody can tell."""

    def add(self, intent: Entry, kept: Kept) -> None:
        """Put the steps of an intent where they belong; what was not kept never happened."""
        marked = "mark" in intent
        was_kept = kept(intent["store"], intent["mark"]) if marked else None
        if was_kept is not False:
            self.numbers.add(intent["transaction"])
        if was_kept is None:
            self.unknown += intent["steps"]
            if marked:
                self.perhaps.setdefault(intent["store"], []).append(intent["mark"])
        elif was_kept:
            self.kept += intent["steps"]
            self.marks.setdefault(intent["store"], []).append(intent["mark"])


def nobody_can_tell(_store: str, _mark: str) -> None:
    """Answer for stores that may only be read, or that have no marks."""


def intend(state: State, transaction: Transaction, steps: Sequence[Entry]) -> None:
    """Record, inside the store's transaction, what is to be kept; it is on disk on return."""
    intent = {
        "receipt": transaction.receipt,
        "transaction": transaction.number,
        "store": transaction.store,
        "mark": transaction.mark,
        "steps": list(steps),
    }
    state.append(INTENTS, [intent])


def done(state: State, doubtful: Collection[str] = ()) -> None:
    """Forget the intents: the receipt says what was kept, but for the marks that are `doubtful`."""
    left = [i for i in state.lines(INTENTS) if i["mark"] in doubtful] if doubtful else []
    state.rewrite(INTENTS, left)


def is_open(receipt: Entry) -> bool:
    """Tell whether a receipt may still change: its run did not end, or a store is to be asked."""
    return receipt["status"] == STARTED or bool(receipt.get("doubtful"))


def _newest(state: State) -> tuple[Entry | None, bool]:
    """Return the newest receipt, and whether there may be an intent."""
    with state.kept_steps() as kept:
        number, said, intended = kept.newest_run() or (0, "", True)
        return entry_of(said, kept, f"receipt {number}") if said else None, intended


def reconcile(state: State, kept: Kept = nobody_can_tell) -> int | None:
    """Mark the receipt of a run that did not end, and return its number; None: all ended.

    Only the newest can be such a one, since every run does this before it writes its own. Of a
    transaction that was intended and not told the store says whether it was kept, where it has
    marks: then its steps stand under `kept`, or never happened. Else they stand under `unknown`,
    as does an answer of which nobody can say whether it was given; and the marks that it may have
    left stand under `perhaps`.
    """
    receipt, intended = _newest(state)
    if receipt is None or not is_open(receipt):
        if intended:
            done(state)
        return None
    intents = list(state.lines(INTENTS))
    doubtful = receipt.get("doubtful", ())
    number: int = receipt["entry"]
    told: int = receipt.get("transactions", 0)
    left = _Left()
    for intent in intents:
        untold = intent["transaction"] > told or intent.get("mark") in doubtful
        if intent["receipt"] == number and untold:
            left.add(intent, kept)
    # What is noted of a transaction that never happened must not be undone.
    lost = {i["transaction"] for i in intents if i.get("mark") in doubtful} - left.numbers
    UndoRecord(state, number).keep_only({*range(1, told + 1), *left.numbers} - lost)
    if "answer" in receipt:
        left.unknown.append({"answer": receipt["answer"]})
    said: dict[str, Any] = {"unknown": left.unknown, **({"kept": left.kept} if left.kept else {})}
    if left.marks:
        told_of = receipt.get("marks", {})
        stores = (*told_of, *left.marks)
        said["marks"] = {s: [*told_of.get(s, ()), *left.marks.get(s, ())] for s in stores}
    if left.perhaps:
        said["perhaps"] = left.perhaps
    kept_of = {name: value for name, value in receipt.items() if name != "doubtful"}
    state.write_receipt(number, {**kept_of, "status": "interrupted", **said})
    done(state)
    return number

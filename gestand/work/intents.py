"""What a transaction is about to do, recorded before it is kept.

A run may be killed after a store has kept a transaction and before the receipt says so. The
next run finds the intent, and marks the receipt: what is not known is said, never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gestand.work.state import Entry, State

INTENTS = "intents"


def intend(state: State, receipt: int, transaction: int, steps: Sequence[Entry]) -> None:
    """Record, inside the transaction, what is to be kept; it is on disk when this returns."""
    state.append(INTENTS, [{"receipt": receipt, "transaction": transaction, "steps": list(steps)}])


def done(state: State) -> None:
    """Forget the intents: the receipt says what was kept."""
    state.rewrite(INTENTS, [])


def reconcile(state: State) -> int | None:
    """Mark the receipt of a run that did not end, and return its number; None: all ended.

    Only the newest can be such a one, since every run does this before it writes its own. Its
    `unknown` gives the steps of a transaction of which nobody can say whether the store kept it,
    or the answer of which nobody can say whether it was given.
    """
    receipts = state.receipts()[-1:]
    left = list(state.lines(INTENTS))
    if not receipts or receipts[0]["status"] != "started":
        done(state)
        return None
    (receipt,) = receipts
    number: int = receipt["entry"]
    told: int = receipt.get("transactions", 0)
    unknown: list[Any] = [
        step
        for intent in left
        if intent["receipt"] == number and intent["transaction"] > told
        for step in intent["steps"]
    ]
    if "answer" in receipt:
        unknown.append({"answer": receipt["answer"]})
    state.write_receipt(number, {**receipt, "status": "interrupted", "unknown": unknown})
    done(state)
    return number

"""Which runs wait for a store: what they were to do there is not done yet."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.work.past_runs import newest_first
from gestand.work.said import Entry
from gestand.work.state import State


def waiting_runs(state: State) -> list[Entry]:
    """Return the receipts of runs that wait for a store, and that no run since has gone on with.

    One about everybody goes on with all of them: what a person asked for is remembered.
    """
    found: list[Entry] = []
    for receipt in reversed([*_since_the_last_whole(state)]):
        people = {*receipt["people"]}
        if receipt["status"] == "done" or receipt.get("waiting"):
            found = [each for each in found if people and not {*each["people"]} <= people]
        if receipt.get("waiting"):
            found.append(receipt)
    return found


def _since_the_last_whole(state: State) -> Iterator[Entry]:
    """Yield the runs from the newest back to one about everybody, which went on with the others."""
    for receipt in newest_first(state):
        if receipt["kind"] == "plan applied":
            yield receipt
            if not receipt["people"] and (receipt["status"] == "done" or receipt.get("waiting")):
                return

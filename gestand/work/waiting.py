"""Which runs wait for a store: what they were to do there is not done yet."""

from __future__ import annotations

from gestand.work.state import Entry, State


def waiting_runs(state: State) -> list[Entry]:
    """Return the receipts of runs that wait for a store, and that no run since has gone on with.

    One about everybody goes on with all of them: what a person asked for is remembered.
    """
    found: list[Entry] = []
    for receipt in state.receipts():
        if receipt["kind"] != "plan applied":
            continue
        people = {*receipt["people"]}
        if receipt["status"] == "done" or receipt.get("waiting"):
            found = [each for each in found if people and not {*each["people"]} <= people]
        if receipt.get("waiting"):
            found.append(receipt)
    return found

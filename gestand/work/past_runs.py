"""The receipts of what was done, looked at from the newest back, or by a word that they have.

Own records keep a receipt for each run, for ever. Whoever reads all of them for each run takes
longer with every one: what is asked for stands near the end, or in few of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from gestand.work.memory import CLOCK_WAS_AHEAD
from gestand.work.said import Entry, entry_of
from gestand.work.state import State

_FIRST, _MOST = 8, 512
"""So many are read at first, and at most, at a time."""

_CLOCKS_DIFFER = timedelta(days=1)
"""By so much a clock may have been set back: receipts stand in the order of their numbers.

Where it was said that one ran ahead further, nobody knows where those of a moment end.
"""


def newest_first(state: State) -> Iterator[Entry]:
    """Yield the receipts from the newest back; what is not asked for is not read."""
    number, most = None, _FIRST
    while True:
        with state.kept_steps() as kept:
            rows = kept.receipts_before(number, most)
            entries = [entry_of(said, kept, f"receipt {n}") for n, said in rows]
        yield from entries
        if len(rows) < most:
            return
        number, most = rows[-1][0], min(2 * most, _MOST)


def since(state: State, moment: datetime) -> list[Entry]:
    """Return the receipts of a moment or later, oldest first."""
    found, in_order = list[Entry](), not state.told(CLOCK_WAS_AHEAD)
    for receipt in newest_first(state):
        at = datetime.fromisoformat(receipt["at"])
        # Who looks for what is left of somebody may do so while the clock is set back.
        if in_order and "people" in receipt and at < moment - _CLOCKS_DIFFER:
            break
        if at >= moment:
            found.append(receipt)
    return found[::-1]


def that_say(state: State, *words: str, then: str = "") -> list[Entry]:
    """Return the receipts that have one of some words as a name or value, oldest first.

    With `then` only where that follows, as `: [` follows the name of a list.
    """
    with state.kept_steps() as kept:
        sought = (json.dumps(word, ensure_ascii=False) + then for word in words)
        rows = kept.receipts_that_say(*sought)
        return [entry_of(said, kept, f"receipt {number}") for number, said in rows]


def of_everybody(state: State) -> Iterator[Entry]:
    """Yield the receipts that are about nobody by name, from the newest back."""
    with state.kept_steps() as kept:
        rows = kept.receipts_that_say('"people": []')
    found = (entry_of(said, kept, f"receipt {number}") for number, said in reversed(rows))
    yield from (receipt for receipt in found if receipt.get("people") == [])


UNDOES = "undoes"


def undone(state: State) -> dict[int, Entry]:
    """Return, by the number of the receipt whose run was undone, the one of undoing it."""
    return undone_by(that_say(state, UNDOES))


def undone_by(receipts: Iterable[Entry]) -> dict[int, Entry]:
    """Return those of some receipts that undid a run, by the number of the receipt of that."""
    return {r[UNDOES]: r for r in receipts if UNDOES in r and r["status"] == "done"}

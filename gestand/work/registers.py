"""Registers in own records: lines that are only added to, each with its entry in the ledger.

The entry names nobody, since a ledger forgets nothing: it has the digest of the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gestand.settings import now
from gestand.work.journal import Journal
from gestand.work.state import State

DISCLOSURES, ORDERS = "disclosures", "orders"

KINDS = {DISCLOSURES: "disclosure", ORDERS: "order"}
"""By register the word with which the kinds of its entries in the ledger begin."""


def record(
    journal: Journal, register: str, number: int, event: str, told: Mapping[str, Any]
) -> None:
    """Write a line, and its entry in the ledger, in one transaction."""
    what = KINDS[register]
    at = now().isoformat(timespec="seconds")
    line = {what: number, "event": event, "at": at, **told}
    entry = {what: number, "digest": digest(journal.state, register, line)}
    with journal.recording((f"{what} {event}", entry)):
        journal.state.append(register, [line])


def digest(state: State, register: str, line: Mapping[str, Any]) -> str:
    """Return the keyed digest of a line."""
    return state.digest(register, *sorted(line.items()))


def of_register(kind: str) -> str | None:
    """Return the register of which an entry of the ledger of this kind tells, if any."""
    first = kind.partition(" ")[0]
    return next((register for register, what in KINDS.items() if what == first), None)


def not_as_told(state: State, told: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the registers whose lines are not those of which the ledger tells, by their digests."""
    for register in KINDS:
        digests = told.get(register, [])
        lines = state.lines(register) if digests else ()  # an older version made no table for it
        if [digest(state, register, line) for line in lines] != digests:
            yield register

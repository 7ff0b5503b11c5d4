"""Registers in own records: lines that are only added to, each with its entry in the ledger.

The entry names nobody, since a ledger forgets nothing: it has the digest of the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.settings import now
from gestand.work.journal import Journal
from gestand.work.state import State

DISCLOSURES, ORDERS, BREACHES, HOLDS = "disclosures", "orders", "breaches", "holds"
NOTICES, IDENTITY, PACKAGES = "notices", "codes", "packages"
OVERRIDES, LOOKS = "overrides", "looks"

KINDS = {
    DISCLOSURES: "disclosure", ORDERS: "order", BREACHES: "breach", HOLDS: "hold",
    NOTICES: "notice", IDENTITY: "code", PACKAGES: "parcel",
    OVERRIDES: "override", LOOKS: "look",
}  # fmt: skip
"""By register the word with which the kinds of its entries in the ledger begin."""


class Refused(CannotRun):
    """A register does not take something, as it stands by now: the message says why."""


def begin(journal: Journal, register: str, event: str, told: Mapping[str, Any]) -> int:
    """Write the first line about something, and return its number: the next one."""
    number = max((line[KINDS[register]] for line in journal.state.lines(register)), default=0) + 1
    go_on(journal, register, (number, 0), event, told)
    return number


def go_on(
    journal: Journal, register: str, seen: tuple[int, int], event: str, told: Mapping[str, Any]
) -> None:
    """Write another line, and its entry in the ledger, in one transaction.

    `seen` is the number it is about, and how many lines about it were seen. Raises CannotRun, and
    nothing is written, where another machine wrote one meanwhile: of two who decide, or who
    begin with one number, the second must look again.
    """
    with journal.recording() as news:
        add_line(journal.state, news, register, seen, (event, told))


def add_line(
    state: State,
    news: list[News],
    register: str,
    seen: tuple[int, int],
    happened: tuple[str, Mapping[str, Any]],
) -> None:
    """Write a line within an open transaction, as `go_on` does; `happened` is event and words."""
    what, (number, lines), (event, told) = KINDS[register], seen, happened
    at = now().isoformat(timespec="seconds")
    line = {what: number, "event": event, "at": at, **told}
    state.append(register, [line])
    if lines_about(state, register, number) != lines + 1:
        message = f"{what} {number} was written by another program just now: look again"
        raise Refused(message)
    news.append((f"{what} {event}", {what: number, "digest": digest(state, register, line)}))


def versions(state: State, register: str) -> Counter[int]:
    """Return, by number, how many lines of a register are about it: each line is a version."""
    return Counter(line[KINDS[register]] for line in state.lines(register))


def lines_about(state: State, register: str, number: int) -> int:
    """Return how many lines of a register are about a number."""
    return sum(line[KINDS[register]] == number for line in state.lines(register))


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

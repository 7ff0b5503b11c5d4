"""Codes that prove an address: whoever has the code that went to the address on file asks.

A code counts once, for a short time, and while no newer one was made for the same request. Of
wrong ones only a few are listened to, and only a few are made in a day.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LIFE = timedelta(hours=24)
"""How long a code counts; mail may be read the next morning. Our own choice."""

TRIES = 5
"""So many wrong codes end the one that counts."""

MOST = 3
"""So many codes are made for one request within LIFE."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No letter or digit that looks like another one."""

LENGTH = 10
"""Thirty-one to the power of ten: beyond guessing at TRIES each."""

MADE, USED, WRONG, NOT_SENT = "made", "used", "wrong", "not sent"


@dataclass(frozen=True)
class Code:
    """A code as far as it has come: `digest` is keyed, and `person` is one as well.

    `made` is a moment in UTC.
    """

    number: int
    request: int
    digest: str
    kind: str
    person: str
    made: datetime
    wrong: int = 0
    ended: str = ""

    def after(self, event: str) -> Code:
        """Return what becomes of it."""
        return replace(self, wrong=self.wrong + 1) if event == WRONG else replace(self, ended=event)


@dataclass(frozen=True)
class Tried:
    """What becomes of which code when one is typed; without `code` there is none to try.

    `why` says why it does not count, and is empty where it does.
    """

    code: Code | None
    event: str
    why: str = ""


def plain(text: str) -> str:
    """Return a code as it was made: people add spaces and hyphens, and write small letters."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def too_many(codes: Collection[Code], now: datetime) -> bool:
    """Tell whether no other code may be made yet for the request that these codes are of."""
    return sum(now - one.made < LIFE for one in codes if one.ended != NOT_SENT) >= MOST


def standing(codes: Sequence[Code], now: datetime) -> Code | None:
    """Return the one code of a request that counts now: the newest, oldest first."""
    sent = [one for one in codes if one.ended != NOT_SENT]
    newest = sent[-1] if sent else None
    if newest is None or newest.ended or newest.wrong >= TRIES or now - newest.made >= LIFE:
        return None
    return newest


def tried(codes: Sequence[Code], digest: str, now: datetime) -> Tried:
    """Return what happens when a code with that digest is typed for the request of these codes."""
    counts = standing(codes, now)
    if counts is None:
        return Tried(None, "", "no code of this request counts any more: send another one")
    if counts.digest != digest:
        left = TRIES - counts.wrong - 1
        return Tried(counts, WRONG, f"that is not the code; it is listened to {left} more times")
    return Tried(counts, USED)

"""Whether what is remembered can be believed: no younger than the clock, and all of one age.

Receipts name the one before them, and say which facts there were; facts and intents say which
receipt was the newest. So a part that is older than the rest is noticed. Where all of it was put
back from an older copy, the heads of the ledger that are kept elsewhere notice that.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gestand.errors import CannotRun
from gestand.settings import now
from gestand.work.facts import FACTS, HIDDEN
from gestand.work.heads import Heads
from gestand.work.intents import INTENTS
from gestand.work.said import Entry
from gestand.work.state import State

_RECORDED = "recorded"
CLOCK_WAS_AHEAD = "clock was ahead"
"""An entry of the ledger: up to which receipt and fact moments to come are no reason to doubt."""

_ASTRAY = timedelta(minutes=5)
"""How far two clocks may differ: several machines may share a folder."""


def facts_so_far(state: State) -> dict[str, Any]:
    """Return what a receipt says of the facts that were recorded by then."""
    facts = list(state.lines(FACTS))
    return {"lines": len(facts), "digest": digest_of(state, facts)}


def memory_of(state: State, *more: str) -> AbstractContextManager[None]:
    """Read within the block what is remembered of runs, requests and decisions at one moment.

    So are the lists that are named as well.
    """
    kinds = (CLOCK_WAS_AHEAD, HIDDEN)
    return state.reading_at_once(FACTS, INTENTS, *more, first=first_unseen(state), kinds=kinds)


def first_unseen(state: State) -> int:
    """Return the number of the receipt from which on this process looks at them again."""
    seen = _SEEN.get(state)
    return seen.number if seen else 0


@dataclass(frozen=True)
class _Seen:
    """What this process found of the receipts up to a number, the text of which has `digest`.

    `earlier` is how many there are before it, `newest` the latest moment at which one of them was
    written, `recorded` what they say last of the facts, with the number of that receipt, and
    `ahead` up to where a clock was said to have run ahead.
    """

    number: int
    digest: str
    earlier: int
    newest: tuple[datetime, int] | None
    recorded: tuple[int, Entry] | None
    ahead: Entry | None

    def goes_on(self, chain: Sequence[tuple[Entry, str]], ahead: Entry | None) -> bool:
        """Tell whether the receipts from its number on begin with the one that was seen."""
        first = [(receipt["entry"], digest) for receipt, digest in chain[:1]]
        return first == [(self.number, self.digest)] and self.ahead == ahead


_SEEN: dict[State, _Seen] = {}
"""A process looks at all receipts once, and then at those that came since: they only grow.

One that is gone is noticed; one that was changed by the next process, and by `gestand verify`.
"""


def refuse_a_doubtful_memory(state: State, heads: Heads) -> None:
    """Raise CannotRun where the clock was set back, or what is kept, or a part, is an older copy.

    Otherwise a request or a decision could be forgotten without a word.
    """
    if (doubt := heads.doubt()) is not None:
        raise CannotRun(doubt)
    # Another run may write meanwhile: what is said to be there already is read last, where it is
    # not read at one moment.
    said = [*state.lines(FACTS), *state.lines(INTENTS)]
    seen = _SEEN.get(state)  # another thread may look at more meanwhile
    chain = state.chain(seen.number if seen else 0)
    told = state.told(CLOCK_WAS_AHEAD, HIDDEN)
    ahead = told.get(CLOCK_WAS_AHEAD)
    gone = seen is not None and state.earlier_receipts(seen.number) != seen.earlier
    if seen is not None and (gone or not seen.goes_on(chain, ahead)):
        seen, chain = None, state.chain()
    facts = list(state.lines(FACTS))
    newest = _newest(seen, chain, ahead)
    _refuse_days_to_come(state, newest, facts, ahead)
    _refuse_a_broken_chain(state, chain)
    _refuse_older_receipts(state, chain, said)
    recorded = _recorded(seen, chain)
    _refuse_older_facts(state, recorded, facts, told.get(HIDDEN))
    if len(chain) > 1:
        before = chain[:-1]  # the newest may still change
        (last, digest), so_far = before[-1], _newest(seen, before, ahead)
        earlier = (seen.earlier if seen else 0) + len(before) - 1
        recorded = _recorded(seen, before)
        _SEEN[state] = _Seen(last["entry"], digest, earlier, so_far, recorded, ahead)


def _newest(
    seen: _Seen | None, chain: Sequence[tuple[Entry, str]], ahead: Entry | None
) -> tuple[datetime, int] | None:
    """Return the latest moment of receipts, and the number of that one; those of before count."""
    known = ahead["receipt"] if ahead else 0
    later = [one for one, _ in chain if one["entry"] > known and "at" in one]
    told = [(datetime.fromisoformat(one["at"]), int(one["entry"])) for one in later]
    return max([*told, *([seen.newest] if seen and seen.newest else [])], default=None)


def _recorded(seen: _Seen | None, chain: Sequence[tuple[Entry, str]]) -> tuple[int, Entry] | None:
    """Return what the newest receipt that tells of facts says of them, and its number."""
    told = ((r["entry"], r[_RECORDED]) for r, _ in reversed(chain) if _RECORDED in r)
    return next(told, seen.recorded if seen else None)


def _refuse_days_to_come(
    state: State,
    receipt: tuple[datetime, int] | None,
    facts: Sequence[Entry],
    ahead: Entry | None,
) -> None:
    later = facts[ahead["facts"] if ahead else 0 :]
    written = [datetime.fromisoformat(entry["at"]) for entry in later if "at" in entry]
    moments = (receipt[0] if receipt else None, max(written, default=None))
    for what, newest in zip(("a receipt", "a request or decision"), moments, strict=True):
        if newest is not None and newest > now() + _ASTRAY:
            message = (
                f"{state.folder}: {what} was written at {newest.isoformat()}, which is still to "
                "come: set the clock of this machine right. If it ran ahead then and is right "
                "now, say so with `gestand verify --clock-was-ahead`"
            )
            raise CannotRun(message)


def _refuse_a_broken_chain(state: State, chain: Sequence[tuple[Entry, str]]) -> None:
    digests = {receipt["entry"]: digest for receipt, digest in chain}
    before: int | None = None
    for receipt, _ in chain:
        number: int = receipt["entry"]
        if before is not None and receipt["previous"] != digests.get(number - 1):
            lost = f"receipt {number - 1} is gone" if before != number - 1 else ""
            lost = lost or f"receipt {before} is not the one that was there"
            message = (
                f"{state.folder}: {lost} when receipt {number} was written; "
                "restore the newest backup of own records"
            )
            raise CannotRun(message)
        before = number


def _refuse_older_receipts(
    state: State, chain: Sequence[tuple[Entry, str]], said: Sequence[Entry]
) -> None:
    there = max((receipt["entry"] for receipt, _ in chain), default=0)
    newest = max((entry.get("receipt", 0) for entry in said), default=0)
    if newest > there:
        message = (
            f"{state.folder}: the receipts are older than what stands beside them, which knows "
            f"of receipt {newest}: restore the newest backup of own records"
        )
        raise CannotRun(message)


def _refuse_older_facts(
    state: State,
    recorded: tuple[int, Entry] | None,
    facts: Sequence[Entry],
    again: Entry | None,
) -> None:
    if recorded is None:
        return
    number, known = recorded
    anew = again is not None and again["receipt"] >= number
    # Since that receipt the same was written in other bytes, of which the ledger tells.
    told = again[_RECORDED] if again is not None and anew else known
    lines: int = told["lines"]
    if len(facts) < lines or digest_of(state, facts[:lines]) != told["digest"]:
        message = (
            f"{state.folder}: the requests and decisions are not those of when receipt "
            f"{number} was written, and some would be forgotten: restore the newest "
            "backup of own records"
        )
        raise CannotRun(message)


def digest_of(state: State, facts: Sequence[Entry]) -> str:
    """Return a keyed digest of what facts say, however and whenever it was written down."""
    if not facts:
        return ""
    first, known = json.dumps(repr(FACTS)), _DIGESTED.get(state)
    if known is not None and facts[: len(known.facts)] == known.facts[: len(facts)]:
        if len(facts) < len(known.facts):
            return known.lately.get(len(facts)) or state.digest_of([first, *map(_written, facts)])
    elif known is not None and len(facts) < len(known.facts):
        return state.digest_of([first, *map(_written, facts)])  # of a few alone
    else:
        known = _Digested([], hmac.new(state.key(), f"[{first}".encode(), "sha256"), {})
    _DIGESTED[state] = known = known.with_those(facts[len(known.facts) :])
    return known.lately[len(facts)]


@dataclass(frozen=True)
class _Digested:
    """Facts that were digested, with what makes the digest of more, and digests of the last few."""

    facts: Sequence[Entry]
    running: hmac.HMAC
    lately: Mapping[int, str]

    def with_those(self, new: Sequence[Entry]) -> _Digested:
        """Return this with facts that came since."""
        if not new:
            return self
        running, lately = self.running.copy(), dict[int, str]()
        for number, fact in enumerate(new, start=len(self.facts) + 1):
            running.update(f", {_written(fact)}".encode())
            ended = running.copy()
            ended.update(b"]")
            lately[number] = ended.hexdigest()
        few = [*self.lately.items(), *lately.items()][-_LATELY:]
        return _Digested([*self.facts, *new], running, dict(few))


_LATELY = 64
"""Of so many numbers of facts the digest is kept: a run compares the newest few."""

_DIGESTED: dict[State, _Digested] = {}


def _written(fact: Entry) -> str:
    told = [(name, value) for name, value in sorted(fact.items()) if name != "at"]
    return json.dumps(repr(told))

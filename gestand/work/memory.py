"""Whether what is remembered can be believed: no younger than the clock, and all of one age.

Receipts name the one before them, and say which facts there were; facts and intents say which
receipt was the newest. So a part that is older than the rest is noticed. Where all of it was put
back from an older copy, the heads of the ledger that are kept elsewhere notice that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from gestand.errors import CannotRun
from gestand.settings import now
from gestand.work.facts import FACTS, HIDDEN
from gestand.work.heads import Heads
from gestand.work.intents import INTENTS
from gestand.work.state import Entry, State

_RECORDED = "recorded"
CLOCK_WAS_AHEAD = "clock was ahead"
"""An entry of the ledger: up to which receipt and fact moments to come are no reason to doubt."""

_ASTRAY = timedelta(minutes=5)
"""How far two clocks may differ: several machines may share a folder."""


def facts_so_far(state: State) -> dict[str, Any]:
    """Return what a receipt says of the facts that were recorded by then."""
    facts = list(state.lines(FACTS))
    return {"lines": len(facts), "digest": digest_of(state, facts)}


def memory_of(state: State) -> AbstractContextManager[None]:
    """Read within the block what is remembered of runs, requests and decisions at one moment."""
    return state.reading_at_once(FACTS, INTENTS)


def refuse_a_doubtful_memory(state: State, heads: Heads) -> None:
    """Raise CannotRun where the clock was set back, or what is kept, or a part, is an older copy.

    Otherwise a request or a decision could be forgotten without a word.
    """
    if (doubt := heads.doubt()) is not None:
        raise CannotRun(doubt)
    # Another run may write meanwhile: what is said to be there already is read last, where it is
    # not read at one moment.
    said = [*state.lines(FACTS), *state.lines(INTENTS)]
    chain = state.chain()
    receipts = [receipt for receipt, _ in chain]
    facts = list(state.lines(FACTS))
    told = state.told(CLOCK_WAS_AHEAD, HIDDEN)
    _refuse_days_to_come(state, receipts, facts, told.get(CLOCK_WAS_AHEAD))
    _refuse_a_broken_chain(state, chain)
    _refuse_older_receipts(state, receipts, said)
    _refuse_older_facts(state, receipts, facts, told.get(HIDDEN))


def _refuse_days_to_come(
    state: State, receipts: Sequence[Entry], facts: Sequence[Entry], ahead: Entry | None
) -> None:
    known = ahead or {"receipt": 0, "facts": 0}
    later = [receipt for receipt in receipts if receipt["entry"] > known["receipt"]]
    for what, entries in (("a receipt", later), ("a request or decision", facts[known["facts"] :])):
        written = [datetime.fromisoformat(entry["at"]) for entry in entries if "at" in entry]
        newest = max(written, default=None)
        if newest is not None and newest > now() + _ASTRAY:
            message = (
                f"{state.folder}: {what} was written at {newest.isoformat()}, which is still to "
                "come: set the clock of this machine right. If it ran ahead then and is right "
                "now, say so with `gestand verify --clock-was-ahead`"
            )
            raise CannotRun(message)


def _refuse_a_broken_chain(state: State, chain: Sequence[tuple[Entry, str | None]]) -> None:
    before: int | None = None
    for receipt, previous in chain:
        number: int = receipt["entry"]
        if before is not None and receipt["previous"] != previous:
            lost = f"receipt {number - 1} is gone" if before != number - 1 else ""
            lost = lost or f"receipt {before} is not the one that was there"
            message = (
                f"{state.folder}: {lost} when receipt {number} was written; "
                "restore the newest backup of own records"
            )
            raise CannotRun(message)
        before = number


def _refuse_older_receipts(state: State, receipts: Sequence[Entry], said: Sequence[Entry]) -> None:
    there = max((receipt["entry"] for receipt in receipts), default=0)
    newest = max((entry.get("receipt", 0) for entry in said), default=0)
    if newest > there:
        message = (
            f"{state.folder}: the receipts are older than what stands beside them, which knows "
            f"of receipt {newest}: restore the newest backup of own records"
        )
        raise CannotRun(message)


def _refuse_older_facts(
    state: State, receipts: Sequence[Entry], facts: Sequence[Entry], again: Entry | None
) -> None:
    known = next((r for r in reversed(receipts) if _RECORDED in r), None)
    if known is None:
        return
    anew = again is not None and again["receipt"] >= known["entry"]
    # Since that receipt the same was written in other bytes, of which the ledger tells.
    told = again[_RECORDED] if again is not None and anew else known[_RECORDED]
    lines: int = told["lines"]
    if len(facts) < lines or digest_of(state, facts[:lines]) != told["digest"]:
        message = (
            f"{state.folder}: the requests and decisions are not those of when receipt "
            f"{known['entry']} was written, and some would be forgotten: restore the newest "
            "backup of own records"
        )
        raise CannotRun(message)


def digest_of(state: State, facts: Sequence[Entry]) -> str:
    """Return a keyed digest of what facts say, however and whenever it was written down."""
    if not facts:
        return ""
    return state.digest_of([json.dumps(repr(FACTS)), *map(_written, facts)])


_WRITTEN: dict[int, tuple[Entry, str]] = {}
"""By the id of a fact that object itself, and how it is written: each is digested many times."""

_REMEMBERED = 4096


def _written(fact: Entry) -> str:
    known = _WRITTEN.get(id(fact))
    if known is None or known[0] is not fact:
        if len(_WRITTEN) >= _REMEMBERED:
            _WRITTEN.clear()
        told = [(name, value) for name, value in sorted(fact.items()) if name != "at"]
        known = _WRITTEN[id(fact)] = fact, json.dumps(repr(told))
    return known[1]

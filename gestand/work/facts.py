"""The facts that were recorded: who asked for erasure, what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gestand.core.facts import Decision, ErasureAsked, Person
from gestand.settings import now
from gestand.work.said import Entry
from gestand.work.state import State

FACTS, ASKED, DECIDED = "facts", "erasure asked", "decision"
TAKEN_BACK = "erasure taken back"
"""Who asked to be erased brought their data back: what they asked before counts no more."""

WORDS = "words"
"""Where a decision has its words, encrypted; one without it has them in clear."""
HIDDEN = "words encrypted"
"""An entry of the ledger: the facts were written anew, with the same said in other bytes."""


Marks = tuple[tuple[str, str], ...]
"""By column a keyed digest of what stood in a person's own row."""


def erasures(state: State) -> list[ErasureAsked]:
    """Return every recorded request to erase that stands, each of somebody known by a digest."""
    asked: list[Entry] = []
    for line in state.lines(FACTS):
        if line["fact"] == ASKED:
            asked.append(line)
        elif line["fact"] == TAKEN_BACK:
            who = (line["kind"], line["key"])
            asked = [one for one in asked if (one["kind"], one["key"]) != who]
    return list(map(_asked, asked))


def _asked(line: Entry) -> ErasureAsked:
    """Return what a line says; every plan reads all of them, and they mostly are the same ones."""
    known = _ASKED.get(id(line))
    if known is not None and known[0] is line:
        return known[1]
    found = ErasureAsked(
        Person(line["kind"], line["key"], hidden=True),
        date.fromisoformat(line["on"]),
        tuple(sorted(line.get("row", {}).items())),
        frozenset(line.get("but", ())),
    )
    if len(_ASKED) >= _MOST:
        _ASKED.clear()
    _ASKED[id(line)] = line, found
    return found


_MOST = 10_000
_ASKED: dict[int, tuple[Entry, ErasureAsked]] = {}
"""By its id a line, which is kept with it so that no other gets that id, and what it says."""


def decisions(state: State) -> list[Decision]:
    """Return every recorded decision, oldest first; without words that are encrypted."""
    return [
        Decision(
            line["step"],
            line["choice"] == "remove",
            date.fromisoformat(line["until"]) if line["until"] else None,
            line.get("because", ""),
            line.get("by", ""),
            date.fromisoformat(line["on"]),
            frozenset(line["rows"]),
        )
        for line in state.lines(FACTS)
        if line["fact"] == DECIDED
    ]


def record_erasures(
    state: State, asked: Iterable[ErasureAsked], newest: int | None = None
) -> None:
    """Record requests to erase; what is on record already is not recorded again.

    `newest` is the number of the newest receipt, where that is known.
    """
    stamp = _stamp(state, newest)
    state.append(
        FACTS,
        [
            {
                "fact": ASKED,
                "kind": fact.person.kind,
                "key": fact.person.key,
                "hidden": True,
                "on": fact.on.isoformat(),
                "row": dict(fact.row),
                **({"but": sorted(fact.but)} if fact.but else {}),
                **stamp,
            }
            for fact in asked
        ],
    )


def record_taken_back(state: State, people: Iterable[Person], on: date) -> None:
    """Record that people brought their data back: what they asked to be erased counts no more."""
    stamp = _stamp(state)
    state.append(
        FACTS,
        [
            {
                "fact": TAKEN_BACK,
                "kind": person.kind,
                "key": state.known_as(person),
                "hidden": True,
                "on": on.isoformat(),
                **stamp,
            }
            for person in people
        ],
    )


def record_decision(state: State, decision: Decision, words: Entry) -> None:
    """Record a decision with its decider and its reason, which are its `words`."""
    state.append(
        FACTS,
        [
            {
                "fact": DECIDED,
                "step": decision.step,
                "choice": "remove" if decision.remove else "keep",
                "until": decision.until.isoformat() if decision.until else None,
                **words,
                "on": decision.on.isoformat(),
                "rows": sorted(decision.rows),
                **_stamp(state),
            }
        ],
    )


def _stamp(state: State, newest: int | None = None) -> Entry:
    """Return what every fact says of itself: when it was recorded, and after which receipt."""
    receipt = state.next_receipt() - 1 if newest is None else newest
    return {"at": now().isoformat(timespec="seconds"), "receipt": receipt}

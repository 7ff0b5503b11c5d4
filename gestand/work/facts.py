"""The facts that were recorded: who asked for erasure, what was decided."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from gestand.core.facts import Decision, ErasureAsked, Person
from gestand.work.state import State

_FACTS = "facts"


def erasures(state: State) -> list[ErasureAsked]:
    """Return every recorded request to erase."""
    return [
        ErasureAsked(
            Person(line["kind"], line["key"], line["hidden"]), date.fromisoformat(line["on"])
        )
        for line in state.lines(_FACTS)
        if line["fact"] == "erasure asked"
    ]


def decisions(state: State) -> list[Decision]:
    """Return every recorded decision, oldest first."""
    return [
        Decision(
            line["step"],
            line["choice"] == "remove",
            date.fromisoformat(line["until"]) if line["until"] else None,
            line["because"],
            line["by"],
            date.fromisoformat(line["on"]),
            frozenset(line["rows"]),
        )
        for line in state.lines(_FACTS)
        if line["fact"] == "decision"
    ]


def record_erasures(
    state: State, people: Iterable[Person], nameless: Container[str], on: date
) -> None:
    """Record that each of `people` asked for erasure on the day `on`; once is enough.

    Of the kinds in `nameless`, known by an identifier only, a keyed digest is recorded.
    """
    known = set(erasures(state))
    new = [ErasureAsked(_hidden(state, p) if p.kind in nameless else p, on) for p in people]
    state.append(
        _FACTS,
        [
            {
                "fact": "erasure asked",
                "kind": fact.person.kind,
                "key": fact.person.key,
                "hidden": fact.person.hidden,
                "on": fact.on.isoformat(),
            }
            for fact in new
            if fact not in known
        ],
    )


def record_decision(state: State, decision: Decision) -> None:
    """Record a decision with its decider and its reason."""
    state.append(
        _FACTS,
        [
            {
                "fact": "decision",
                "step": decision.step,
                "choice": "remove" if decision.remove else "keep",
                "until": decision.until.isoformat() if decision.until else None,
                "because": decision.because,
                "by": decision.by,
                "on": decision.on.isoformat(),
                "rows": sorted(decision.rows),
            }
        ],
    )


def _hidden(state: State, person: Person) -> Person:
    return Person(person.kind, state.digest(person.kind, person.key), hidden=True)

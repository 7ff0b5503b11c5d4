"""The figures of an organisation: from its own records, its stores and its promises.

They tell how many and how old, and of nobody. What own records tell is asked of no store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from gestand.core.figures import Figure, Kind, Sample
from gestand.core.proving.verdict import Verdict
from gestand.core.ringing import Press
from gestand.work.durable import UNKNOWN, unfinished
from gestand.work.intents import is_open
from gestand.work.open_requests import AllTerms, open_requests
from gestand.work.project import Project
from gestand.work.prove import Proved
from gestand.work.ringing import When, on_record
from gestand.work.ringing_sweep import last_sweep
from gestand.work.state import State

_PRESSES = (Press.OVERDUE, Press.TODAY, Press.SOON)


def of_records(project: Project, state: State, when: When) -> Iterator[Figure]:
    """Yield what own records tell; CannotRun where they cannot be read."""
    with state.reading():
        found = open_requests(state, AllTerms(project, when.zone, when.country), when.day)
        yield Figure.one(
            "gestand_requests_open", "Requests of people that did not come to an end.", found.number
        )
        yield Figure.one(
            "gestand_requests_overdue", "Requests whose answer is overdue.", found.overdue
        )
        yield _due(project, state, when)
        swept = last_sweep(state)
        yield Figure(
            "gestand_sweep_last_timestamp_seconds", Kind.GAUGE,
            "When the last sweep came to its end, in seconds since 1970; absent before the first.",
            () if swept is None else (Sample(swept.timestamp()),),
        )  # fmt: skip
        yield _runs(state)
        yield Figure.one(
            "gestand_ledger_entries", "Entries of the ledger.", state.newest_entry()
        )


def of_health(parts: Mapping[str, bool]) -> Figure:
    """Return for own records and each store whether it answers as it should."""
    found = {name.replace(" ", "_"): float(is_well) for name, is_well in parts.items()}
    return Figure.by(
        "part", "gestand_up", "Whether own records and each store answer as they should.", found
    )


def of_promises(proved: Sequence[Proved]) -> Figure:
    """Return how many promises have which verdict, of those with none as well."""
    counted = Counter(one.judged.verdict for one in proved)
    found = {verdict.value: float(counted[verdict]) for verdict in Verdict}
    means = "Promises of the statement by what is found of them right now."
    return Figure.by("verdict", "gestand_promises", means, found)


def _due(project: Project, state: State, when: When) -> Figure:
    """Return how much somebody must act on, by kind and by how much it presses."""
    rings = Counter(
        (one.kind, one.press)
        for one in on_record(project, state, when)
        if one.kind != "request" and one.press in _PRESSES
    )
    samples = tuple(
        Sample(float(number), {"kind": kind, "press": press.name.lower()})
        for (kind, press), number in sorted(rings.items(), key=lambda one: repr(one[0]))
    )
    means = "What a person must act on, as `gestand alarms` lists it; requests are counted apart."
    return Figure("gestand_due", Kind.GAUGE, means, samples)


def _runs(state: State) -> Figure:
    """Return how many runs began and did not end, and of how many nobody knows what happened."""
    works = [one.state for one in unfinished(state)]
    newest = state.newest_receipt()
    open_run = int(newest is not None and is_open(newest))
    found = {
        "waiting": float(len(works) - works.count(UNKNOWN) + open_run),
        "unknown": float(works.count(UNKNOWN)),
    }
    means = "Runs that began and did not end: they wait, or a person must say what happened."
    return Figure.by("state", "gestand_runs_unfinished", means, found)

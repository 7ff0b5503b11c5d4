"""The floor counts what the plan counts, so that it does the same work."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from bench.clock import gestand, run
from bench.companies import TODAY, cached, copy
from bench.floor import Counts, sweep
from gestand.core.calendar import add, parse_period

Plan = list[dict[str, Any]]
PERIODS = {
    "service": ("contracts", "first ended_on", "P3M"),
    "employment": ("employees", "first left_on", "P2Y"),
    "personnel": ("applications", "first left_on", "P1Y"),
    "talent pool": ("applications", "first consent given", "P1Y"),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counts, Plan]:
    """Return what the floor counts and what the plan says, of the same company."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        folder = copy(cached(2_000), tmp_path_factory.mktemp("company") / "here")
        told = run(gestand("plan", str(folder), "--as-of", str(TODAY), "--format", "json"))
        return sweep(folder, TODAY), json.loads(told.output)


def test_the_same_rows_go(both: tuple[Counts, Plan]) -> None:
    counts, plan = both
    planned: Counter[str] = Counter()
    for step in plan:
        planned[step["table"]] += step["rows"] if step["step"] == "Erase" else 0
    assert planned == {table: found["goes"] for table, found in counts.items()}


def test_the_same_rows_stay_for_the_same_grounds(both: tuple[Counts, Plan]) -> None:
    counts, plan = both
    planned = {
        (step["table"], step["ground"]): step["rows"]
        for step in plan
        if step["step"] == "Keep" and step["ground"]
    }
    # A row that stays for its key only has no purpose for a ground.
    assert planned == {(t, g): counts[t].get(g, counts[t].get("pinned")) for t, g in planned}


def test_a_person_is_asked_about_the_same_rows(both: tuple[Counts, Plan]) -> None:
    counts, plan = both
    asked = sum(step["rows"] for step in plan if step["step"] == "AskHuman")
    assert asked == counts["applications"]["unclear"] != 0


@pytest.mark.parametrize("ground", PERIODS)
def test_the_first_last_day_is_the_same(both: tuple[Counts, Plan], ground: str) -> None:
    counts, plan = both
    table, first, period = PERIODS[ground]
    length = parse_period(period)
    assert length is not None
    last = add(date.fromisoformat(str(counts[table][first])), length)
    kept = [s for s in plan if (s["step"], s["ground"]) == ("Keep", ground)]
    # The people of one purpose may stand in tables that know nothing of one another.
    beside = {"agents"} if ground == "employment" else set()
    assert {s["until"] for s in kept if s["table"] not in beside} == {last.isoformat()}

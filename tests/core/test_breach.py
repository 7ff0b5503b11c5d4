"""The hours of a breach: whole ones, whatever day it is and whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.breach import (
    PROCESSOR,
    Breach,
    Notice,
    Risk,
    State,
    clocks,
    missing,
    why_not_closed,
)
from gestand.work.breaches import rules

HOME = ZoneInfo("Europe/Amsterdam")
RULES = rules()
FULL = dict.fromkeys(
    ("what", "kind", "categories", "subjects", "records", "consequences", "measures"), "x"
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOME).astimezone(UTC)


def due(breach: Breach, whom: str, now: datetime) -> str:
    found = {clock.rule.whom: clock for clock in clocks(breach, RULES, now)}
    return f"{found[whom].due.astimezone(HOME):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("aware", "until"),
    [
        ("2026-11-27T16:20", "Mon 2026-11-30 16:20"),
        ("2026-12-24T23:59", "Sun 2026-12-27 23:59"),
        ("2026-03-27T12:00", "Mon 2026-03-30 13:00"),  # an hour of the night of the 29th was not
        ("2026-10-24T12:00", "Tue 2026-10-27 11:00"),  # and one of the 25th was there twice
    ],
)
def test_the_authority_is_told_within_72_hours_that_run_on(aware: str, until: str) -> None:
    breach = Breach(1, at(aware))
    assert due(breach, "authority", breach.aware) == until


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001  # made so
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(MOMENTS, st.sampled_from([None, *Risk]), st.integers(0, 200))
def test_only_a_decision_stops_the_clock_of_the_authority(
    aware: datetime, risk: Risk | None, hours: int
) -> None:
    now = aware + timedelta(hours=hours)
    high = now if risk is Risk.HIGH else None
    breach = Breach(1, aware, risk=risk, high_since=high)
    found = {clock.rule.whom: clock for clock in clocks(breach, RULES, now)}
    assert ("authority" in found) == (risk is not Risk.NONE)
    assert ("people" in found) == (risk is Risk.HIGH)
    assert "customers" not in found
    if "authority" in found:
        assert found["authority"].state is (State.RUNNING if hours <= 72 else State.OVERDUE)


@given(MOMENTS, st.integers(1, 300))
def test_a_notice_is_in_time_or_late_whenever_one_looks(aware: datetime, hours: int) -> None:
    told = aware + timedelta(hours=hours)
    breach = Breach(1, aware, notices=(Notice("authority", told), Notice("authority", aware)))
    late = replace(breach, notices=(Notice("authority", told),))
    for now in (told, told + timedelta(days=900)):
        first = next(c for c in clocks(breach, RULES, now) if c.rule.whom == "authority")
        assert first.state is State.IN_TIME  # of several phases the first one counts
        found = next(c for c in clocks(late, RULES, now) if c.rule.whom == "authority")
        assert found.state is (State.IN_TIME if hours <= 72 else State.LATE)
        reasons = [what for what in missing(late, (found,)) if what.startswith("late because")]
        assert bool(reasons) == (hours > 72)


def test_a_processor_tells_its_customers_and_nis2_has_steps_of_its_own() -> None:
    aware = at("2026-11-27T16:20")
    breach = Breach(1, aware, role=PROCESSOR, nis2=True)
    found = [clock.rule.whom for clock in clocks(breach, RULES, aware)]
    assert found == ["register", "customers", "nis2 warning", "nis2 notification"]
    told = replace(breach, notices=(Notice("nis2 notification", at("2027-01-31T10:00")),))
    assert due(told, "nis2 report", aware) == "Sun 2027-02-28 10:00"


def test_a_breach_is_closed_when_everybody_was_told() -> None:
    aware = at("2026-11-27T16:20")
    notice = Notice("authority", aware)
    breach = Breach(1, aware, told=FULL, risk=Risk.HIGH, high_since=aware, recorded=aware)
    breach = replace(breach, notices=(notice,))
    found = tuple(clocks(breach, RULES, aware))
    assert list(why_not_closed(breach, found)) == ["people: nobody was told yet"]
    exempt = replace(breach, told={**FULL, "exempt because": "encrypted"})
    assert list(why_not_closed(exempt, tuple(clocks(exempt, RULES, aware)))) == []

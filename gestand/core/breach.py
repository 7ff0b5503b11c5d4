"""Breaches of personal data: what is known of each, and the clocks that run (GDPR articles 33, 34).

Hours run on, through the night and the weekend: the moments are in UTC, so that a change of the
clocks takes none away and gives none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from gestand.core.calendar import Period, add
from gestand.core.policy.model import Words


class Risk(Enum):
    """How likely and how grave the consequences are for the people; a person decides it."""

    NONE = "none"
    RISK = "risk"
    HIGH = "high"


KINDS = ("confidentiality", "integrity", "availability")
CONTROLLER, PROCESSOR = "controller", "processor"
AWARE, HIGH_RISK, NIS2 = "aware", "high risk", "nis2"

FIELDS: Mapping[str, str] = {
    "what": "what happened, in a few words",
    "kind": "confidentiality, integrity, availability: one or more",
    "detected": "when it was noticed first",
    "from": "when it began, as far as is known",
    "until": "when it ended",
    "cause": "how it could happen",
    "systems": "which systems",
    "categories": "which categories of data",
    "special": "whether special categories or national numbers are among them",
    "subjects": "about how many people, and which",
    "records": "about how many records",
    "processors": "which processors",
    "countries": "which countries",
    "consequences": "what may come of it for the people",
    "measures": "what was done and is planned",
    "late because": "why the authority is told later than 72 hours",
    "exempt because": "why people need not be told (article 34(3))",
    "lessons": "what was learned",
}
"""What the register holds (article 33(5)), with what each field means."""

MOMENTS = frozenset({"detected", "from", "until"})


@dataclass(frozen=True)
class Notice:
    """Somebody was told of a breach, at a moment in UTC; the authority may be told in phases."""

    whom: str
    at: datetime
    reference: str = ""


@dataclass(frozen=True)
class Breach:
    """A breach as far as it is known; moments are in UTC.

    `aware` is when it was reasonably certain: from then the hours run. `rated` is when the risk
    was decided last, `high_since` when it was first called high. `role` is whose data they are: our
    own as a controller, or those of customers; `nis2` whether that directive counts.
    """

    number: int
    aware: datetime
    role: str = CONTROLLER
    nis2: bool = False
    told: Mapping[str, str] = field(default_factory=dict)
    risk: Risk | None = None
    because: str = ""
    high_since: datetime | None = None
    recorded: datetime | None = None
    notices: tuple[Notice, ...] = ()
    closed: datetime | None = None

    def first_notice(self, whom: str) -> Notice | None:
        """Return the first time that somebody was told; None where nobody was."""
        found = [notice for notice in self.notices if notice.whom == whom]
        return min(found, key=lambda notice: notice.at, default=None)


@dataclass(frozen=True)
class ClockRule:
    """How long there is to tell somebody, from when, for whom it counts; and who says so.

    Where it is not `settled` the period is a proposal, or depends on more than is known here.
    """

    whom: str
    begins: str
    hours: int
    months: int
    counts_for: frozenset[str]
    only_risk: frozenset[Risk]
    unless_risk: frozenset[Risk]
    settled: bool
    source: Words


class State(Enum):
    """How a clock stands."""

    RUNNING = "running"
    OVERDUE = "overdue"
    IN_TIME = "done in time"
    LATE = "done late"


@dataclass(frozen=True)
class Clock:
    """A clock of a breach: who is to be told by when, in UTC, and whether that was done."""

    rule: ClockRule
    due: datetime
    state: State
    done: datetime | None = None

    def left(self, now: datetime) -> timedelta:
        """Return how long there is; negative where it is over."""
        return self.due - now


def parse_clock_rules(text: str) -> tuple[ClockRule, ...]:
    """Return the rules of the clocks from their packaged data."""
    told = json.loads(text)["clocks"]
    return tuple(_rule(whom, one) for whom, one in told.items())


def _rule(whom: str, told: Mapping[str, object]) -> ClockRule:
    def risks(name: str) -> frozenset[Risk]:
        listed = told.get(name, [])
        return frozenset(Risk(str(one)) for one in listed) if isinstance(listed, list) else _NO_RISK

    source = told["source"]
    return ClockRule(
        whom=whom,
        begins=str(told["from"]),
        hours=int(str(told.get("hours", 0))),
        months=int(str(told.get("months", 0))),
        counts_for=frozenset(str(told["who"]).split(" and ")),
        only_risk=risks("only risk"),
        unless_risk=risks("unless risk"),
        settled=bool(told["settled"]),
        source={str(k): str(v) for k, v in source.items()} if isinstance(source, dict) else {},
    )


_NO_RISK: frozenset[Risk] = frozenset()


def clocks(breach: Breach, rules: tuple[ClockRule, ...], now: datetime) -> Iterator[Clock]:
    """Yield the clocks that count for a breach, in the order of the rules.

    While nobody has decided on the risk the authority's clock runs: it is stopped by a decision
    that there is no risk, never by silence.
    """
    for rule in rules:
        begins = _begins(breach, rule)
        if begins is None or not _counts(breach, rule):
            continue
        due = begins + timedelta(hours=rule.hours)
        if rule.months:
            last = add(begins.date(), Period(months=rule.months))
            due = datetime.combine(last, begins.timetz())
        done = _done(breach, rule)
        yield Clock(rule, due, _state(due, done, now), done)


def _begins(breach: Breach, rule: ClockRule) -> datetime | None:
    if rule.begins == AWARE:
        return breach.aware
    if rule.begins == HIGH_RISK:
        return breach.high_since
    notice = breach.first_notice(rule.begins)
    return notice.at if notice else None


def _counts(breach: Breach, rule: ClockRule) -> bool:
    roles = {breach.role, *([NIS2] if breach.nis2 else [])}
    if not roles & rule.counts_for:
        return False
    if rule.only_risk and breach.risk not in rule.only_risk:
        return False
    return breach.risk not in rule.unless_risk


def _done(breach: Breach, rule: ClockRule) -> datetime | None:
    if rule.whom == "register":
        return breach.recorded
    notice = breach.first_notice(rule.whom)
    return notice.at if notice else None


def _state(due: datetime, done: datetime | None, now: datetime) -> State:
    if done is None:
        return State.RUNNING if now <= due else State.OVERDUE
    return State.IN_TIME if done <= due else State.LATE


def missing(breach: Breach, found: tuple[Clock, ...]) -> Iterator[str]:
    """Yield what the register still lacks of a breach, in words (article 33(3) and (5))."""
    needed = ("what", "kind", "categories", "subjects", "records", "consequences", "measures")
    yield from (f"{name}: {FIELDS[name]}" for name in needed if not breach.told.get(name))
    if breach.risk is None:
        yield "risk: none, risk or high, and why"
    late = any(c.rule.whom == "authority" and c.state in (State.LATE, State.OVERDUE) for c in found)
    if late and not breach.told.get("late because"):
        yield f"late because: {FIELDS['late because']}"


def why_not_closed(breach: Breach, found: tuple[Clock, ...]) -> Iterator[str]:
    """Yield why a breach cannot be closed yet; nothing where it can."""
    yield from missing(breach, found)
    for clock in found:
        told_elsewise = clock.rule.whom == "people" and breach.told.get("exempt because")
        if clock.done is None and not told_elsewise:
            yield f"{clock.rule.whom}: nobody was told yet"

"""The day on which an answer to a person is due, and why: GDPR article 12(3), Regulation 1182/71.

The day of receipt is not counted. The period ends on the day with the same number in a later
month, or on the last day of a month that has no such day; when that is no working day, it ends
on the next one, and moves once only. An extension is counted from receipt, never from the first
due day. A maximum for holding data never moves like this: see `core.calendar`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from gestand.core.calendar import Period, add
from gestand.core.holidays import DAY, Off, Reading, Rolled, Source, WorkingDays
from gestand.core.policy.model import Words
from gestand.errors import CannotRun


class Rule(Enum):
    """A rule of the clock, by the name that it has in the dated data and in JSON."""

    ZONE = "zone"
    RECEIPT = "receipt"
    PERIOD = "period"
    PROMISE = "promise"
    MONTH_END = "month-end"
    PAUSE = "pause"
    LATE_QUESTION = "late-question"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    EQUATED = "equated-day"
    LAST_DAY = "last-day"


BOTH = (Reading.STRICT, Reading.LEGAL)


@dataclass(frozen=True)
class Limits:
    """Within which period a request is answered, and by how much that may be extended."""

    answer: Period
    extension: Period

    def period(self, *, extended: bool) -> Period:
        """Return the whole period from receipt."""
        return _sum(self.answer, self.extension) if extended else self.answer


@dataclass(frozen=True)
class Clock:
    """The rules of one country: the limits of the law, its working days, and the sources.

    A question to the person pauses the clock when it went out within `question_within` working
    days after receipt. Alarms go off so many working days before the last day, most first.
    """

    limits: Limits
    days: WorkingDays
    sources: Mapping[Rule, Source]
    question_within: int
    alarms_before: tuple[int, ...]


@dataclass(frozen=True)
class Received:
    """The day of receipt in the controller's `zone`, and the moment when that was told."""

    day: date
    zone: str
    moment: datetime | None = None


@dataclass(frozen=True)
class Pause:
    """A question to the person went out on `asked` and was answered well on `answered`."""

    asked: date
    answered: date


@dataclass(frozen=True)
class Step:
    """One step of the count: what led to `day`, for which of the two readings of the law.

    `number` is the day that a month does not have, or a number of days.
    """

    rule: Rule
    day: date
    source: Source
    readings: tuple[Reading, ...] = BOTH
    name: Words | None = None
    period: Period | None = None
    number: int = 0


@dataclass(frozen=True)
class Due:
    """When an answer is due: work by `strict`; `legal` is the latest that the law may allow.

    `period` ends on the day `corresponding`, before that moves to a working day. Where the
    period was extended, the person must hear so, with the reason, by `notice_by`. `alarms` are
    the days to look at the request again: one at least, none before receipt or after `strict`.
    """

    received: Received
    country: str
    period: Period
    corresponding: date
    strict: date
    legal: date
    notice_by: date | None
    alarms: tuple[date, ...]
    because: tuple[Step, ...]


def at_moment(moment: datetime, zone: str) -> Received:
    """Return the receipt of an aware `moment`, on the day that it is in `zone`."""
    try:
        day = moment.astimezone(UTC).astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        message = f"{moment.isoformat()}: this moment lies beyond the calendar"
        raise CannotRun(message) from None
    return Received(day, zone, moment)


def due(
    received: Received,
    clock: Clock,
    *,
    extended: bool = False,
    promised: Limits | None = None,
    pause: Pause | None = None,
) -> Due:
    """Return the day on which an answer is due.

    `promised` are the limits of the policy: they count where they are shorter than the law's.
    Raises CannotRun for a pause that cannot have been, and when the count touches a day whose
    holidays are not known.
    """
    clock.days.check(received.day)
    counted = _count(received.day, clock, promised, extended=extended)
    corresponding = counted[-1].day
    strict = clock.days.roll(corresponding, Reading.STRICT)
    paused = _paused(received.day, pause, clock, strict.day)
    legal = clock.days.roll(corresponding + _credit(paused), Reading.LEGAL)
    return Due(
        received=received,
        country=clock.days.country,
        period=counted[0].period or Period(),
        corresponding=corresponding,
        strict=strict.day,
        legal=legal.day,
        notice_by=due(received, clock, promised=promised).strict if extended else None,
        alarms=_alarms(received.day, strict.day, clock),
        because=(*_receipt(received, clock), *counted, *_ends(clock, strict, paused, legal)),
    )


def _alarms(first: date, last: date, clock: Clock) -> tuple[date, ...]:
    """Return the days of the alarms, each once; where there is little time, from receipt on."""
    days = [clock.days.before(last, number, floor=first) for number in clock.alarms_before]
    return tuple(dict.fromkeys(days))


def _receipt(received: Received, clock: Clock) -> Iterator[Step]:
    if received.moment is not None:
        yield Step(Rule.ZONE, received.day, clock.sources[Rule.ZONE])
    yield Step(Rule.RECEIPT, received.day, clock.sources[Rule.RECEIPT])


def _count(day: date, clock: Clock, promised: Limits | None, *, extended: bool) -> list[Step]:
    """Return how the period runs from `day`; a promise that ends no sooner does not count.

    INVARIANT: days are compared, not periods. P30D is shorter than P1M, but not in February.
    """
    rule, period = Rule.PERIOD, clock.limits.period(extended=extended)
    if promised is not None:
        own = promised.period(extended=extended)
        if add(day, own) < add(day, period):
            rule, period = Rule.PROMISE, own
    end = add(day, period)
    steps = [Step(rule, end, clock.sources[rule], period=period)]
    months = Period(period.years, period.months)
    if add(day, months).day != day.day:
        source = clock.sources[Rule.MONTH_END]
        steps.append(Step(Rule.MONTH_END, end, source, number=day.day))
    return steps


def _paused(day: date, pause: Pause | None, clock: Clock, last: date) -> Step | None:
    """Return what a question to the person changes; one after the `last` day pauses nothing."""
    if pause is None:
        return None
    if not day <= pause.asked <= pause.answered:
        message = (
            f"a pause from {pause.asked} to {pause.answered} cannot be: a question goes out on "
            f"or after the day of receipt, {day}, and is answered on that day or later"
        )
        raise CannotRun(message)
    if pause.asked > min(last, clock.days.after(day, clock.question_within)):
        rule, number = Rule.LATE_QUESTION, clock.question_within
    else:
        rule, number = Rule.PAUSE, (pause.answered - pause.asked).days
    return Step(rule, pause.asked, clock.sources[rule], (Reading.LEGAL,), number=number)


def _credit(paused: Step | None) -> timedelta:
    return paused.number * DAY if paused and paused.rule is Rule.PAUSE else timedelta()


def _ends(clock: Clock, strict: Rolled, paused: Step | None, legal: Rolled) -> Iterator[Step]:
    if paused is None and strict == legal:
        yield from _end(clock, strict, BOTH)
        return
    yield from _end(clock, strict, (Reading.STRICT,))
    if paused is not None:
        yield paused
    yield from _end(clock, legal, (Reading.LEGAL,))


def _end(clock: Clock, rolled: Rolled, readings: tuple[Reading, ...]) -> Iterator[Step]:
    for off in rolled.passed:
        yield Step(_why(off), off.day, off.source, readings, off.name)
    yield Step(Rule.LAST_DAY, rolled.day, clock.sources[Rule.LAST_DAY], readings)


def _why(off: Off) -> Rule:
    if off.name is None:
        return Rule.WEEKEND
    return Rule.HOLIDAY if off.designated else Rule.EQUATED


def _sum(one: Period, other: Period) -> Period:
    return Period(
        one.years + other.years,
        one.months + other.months,
        one.weeks + other.weeks,
        one.days + other.days,
    )

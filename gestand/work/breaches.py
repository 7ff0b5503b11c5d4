"""The register of breaches: what was written down of each, and who was told when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gestand.core.breach import (
    CONTROLLER,
    FIELDS,
    KINDS,
    MOMENTS,
    PROCESSOR,
    Breach,
    Clock,
    ClockRule,
    Notice,
    Risk,
    clocks,
    parse_clock_rules,
    why_not_closed,
)
from gestand.core.calendar import EARLIEST, LATEST
from gestand.core.findings import did_you_mean
from gestand.core.policy.law import how_a_country_is_written
from gestand.settings import decider, now
from gestand.work.dated import countries, dated
from gestand.work.journal import Journal
from gestand.work.registers import BREACHES, Refused, begin, go_on, lines_about
from gestand.work.said import Entry
from gestand.work.state import State

FOUND, TOLD, RATED, NOTIFIED, CLOSED = "found", "told", "rated", "notified", "closed"
"""What may become of a breach."""


def rules() -> tuple[ClockRule, ...]:
    """Return the clocks of a breach, from dated data."""
    return parse_clock_rules(dated("breach.json"))


def breaches(state: State) -> dict[int, Breach]:
    """Return every breach by its number, as far as it has come."""
    found: dict[int, Breach] = {}
    for line in state.lines(BREACHES):
        number = line["breach"]
        if line["event"] == FOUND:
            found[number] = _found(line)
        else:
            found[number] = _after(found[number], line)
    return found


def running(breach: Breach) -> tuple[Clock, ...]:
    """Return the clocks of a breach as they stand now."""
    return tuple(clocks(breach, rules(), now()))


def begin_breach(
    journal: Journal, aware: datetime, role: str, told: Mapping[str, str], *, nis2: bool
) -> Breach:
    """Write down a breach, and return it; CannotRun for a moment to come or an unknown field."""
    if aware > now():
        message = "nobody can be aware of it yet: the moment lies in the future"
        raise Refused(message)
    if role not in (CONTROLLER, PROCESSOR):
        message = f"`{role}` is no role: write `{CONTROLLER}` or `{PROCESSOR}`"
        raise Refused(message)
    checked = _checked(told)
    _refuse_reversed(checked)
    line = {"aware": _utc(aware), "role": role, "nis2": nis2, "told": checked}
    with journal.state.alone():
        number = begin(journal, BREACHES, FOUND, {**line, "by": decider()})
        return breaches(journal.state)[number]


def tell_more(journal: Journal, number: int, told: Mapping[str, str]) -> Breach:
    """Write down more of a breach: a field that is told again has its new words from then on."""
    checked = _checked(told)
    _refuse_reversed({**_known(journal.state, number).told, **checked})
    return _go_on(journal, number, TOLD, {"told": checked})


def rate(journal: Journal, number: int, risk: str, because: str) -> Breach:
    """Write down how great the risk is for the people, and why: a person decides that."""
    if risk not in {one.value for one in Risk}:
        message = "the risk is `none`, `risk` or `high`"
        raise Refused(message)
    if not because.strip():
        message = "say why: --because TEXT; the authority may ask for it (article 33(5) GDPR)"
        raise Refused(message)
    return _go_on(journal, number, RATED, {"risk": risk, "because": because.strip()})


def notify(
    journal: Journal, number: int, whom: str, at: datetime, reference: str = ""
) -> Breach:
    """Write down that somebody was told; CannotRun for a moment that cannot be, or nobody known."""
    known = [rule.whom for rule in rules() if rule.whom != "register"]
    if whom not in known:
        hint = did_you_mean(whom, known) or f"one of {', '.join(known)}"
        message = f"`{whom}` is nobody whom the clocks are about; {hint}"
        raise Refused(message)
    breach = _known(journal.state, number)
    if not breach.aware <= at <= now():
        message = "that moment lies before the breach was known, or in the future"
        raise Refused(message)
    return _go_on(
        journal, number, NOTIFIED, {"whom": whom, "when": _utc(at), "reference": reference}
    )


def close(journal: Journal, number: int, lessons: str) -> Breach:
    """Close a breach; CannotRun, with all that is missing, where that cannot be yet."""
    breach = _known(journal.state, number)
    why = list(why_not_closed(breach, running(breach)))
    if not lessons.strip():
        why.append(f"lessons: {FIELDS['lessons']} (--because TEXT)")
    if why:
        message = f"breach {number} cannot be closed yet: " + "; ".join(why)
        raise Refused(message)
    return _go_on(journal, number, CLOSED, {"told": {"lessons": lessons.strip()}})


def _go_on(journal: Journal, number: int, event: str, told: Mapping[str, Any]) -> Breach:
    with journal.state.alone():
        seen = number, lines_about(journal.state, BREACHES, number)
        if _known(journal.state, number).closed is not None:
            message = f"breach {number} is closed; write down a new one if there is more"
            raise Refused(message)
        go_on(journal, BREACHES, seen, event, {**told, "by": decider()})
        return breaches(journal.state)[number]


def _known(state: State, number: int) -> Breach:
    found = breaches(state).get(number)
    if found is None:
        message = f"there is no breach {number}: `gestand breach` lists them"
        raise Refused(message)
    return found


def _found(line: Entry) -> Breach:
    return Breach(
        number=line["breach"],
        aware=datetime.fromisoformat(line["aware"]),
        role=line["role"],
        nis2=line["nis2"],
        told=line["told"],
        recorded=datetime.fromisoformat(line["at"]),
    )


def _after(breach: Breach, line: Entry) -> Breach:
    at, event = datetime.fromisoformat(line["at"]), line["event"]
    if event == RATED:
        risk = Risk(line["risk"])
        since = breach.high_since or (at if risk is Risk.HIGH else None)
        return replace(breach, risk=risk, because=line["because"], high_since=since)
    if event == NOTIFIED:
        when = datetime.fromisoformat(line["when"])
        notice = Notice(line["whom"], when, line["reference"])
        return replace(breach, notices=(*breach.notices, notice))
    told = {**breach.told, **line["told"]}
    return replace(breach, told=told, closed=at if event == CLOSED else None)


def _checked(told: Mapping[str, str]) -> dict[str, str]:
    """Return fields as they are kept; CannotRun for one that is not known, or cannot be read."""
    checked: dict[str, str] = {}
    for name, text in told.items():
        if name not in FIELDS:
            hint = did_you_mean(name, FIELDS) or f"the fields are {', '.join(FIELDS)}"
            message = f"`{name}` is no field of the register; {hint}"
            raise Refused(message)
        checked[name] = _moment(name, text) if name in MOMENTS else text.strip()
    odd = set(checked.get("kind", "").replace(",", " ").split()) - {*KINDS}
    if odd:
        message = f"`kind` is one or more of {', '.join(KINDS)}"
        raise Refused(message)
    letters = re.findall(r"\b[A-Z]{2}\b", checked.get("countries", ""))
    unknown = next((one for one in letters if one not in {*countries(), "EU"}), None)
    if unknown:
        message = f"unknown country `{unknown}`; {how_a_country_is_written(unknown)}"
        raise Refused(message)
    return checked


def _moment(name: str, text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    known = moment is not None and EARLIEST <= moment.date() <= LATEST
    if moment is None or moment.tzinfo is None or not known:
        message = f"`{name}` is a moment with its zone, as `2026-12-01T09:30+01:00`"
        raise Refused(message)
    if moment > now():
        message = f"`{name}` is still to come: when was it?"
        raise Refused(message)
    return _utc(moment)


def _refuse_reversed(told: Mapping[str, str]) -> None:
    """Raise CannotRun where a breach ended before it began."""
    begin, end = told.get("from", ""), told.get("until", "")
    # Both are kept in UTC, in one form: as texts they compare as moments do.
    if begin and end and end < begin:
        message = "`until` lies before `from`: when did it begin, and when did it end?"
        raise Refused(message)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")

"""Gather what must be acted on from every register: requests, mail, notices, breaches, papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gestand.core.breach import Breach, missing
from gestand.core.breach import State as ClockState
from gestand.core.calendar import Period, add
from gestand.core.counting import counted
from gestand.core.facts import HoldPlaced
from gestand.core.findings import Finding
from gestand.core.holds import CONFIRM_WITHIN, WARN_BEFORE, Hold
from gestand.core.policy.model import Basis, Policy
from gestand.core.recipients import standing as recipients_standing
from gestand.core.rights import is_to_be_done
from gestand.core.rights_due import Alarm
from gestand.core.ringing import Press, Rings, press
from gestand.core.standing import standing
from gestand.work.breaches import breaches, running
from gestand.work.company import Company
from gestand.work.consents.renew import ending
from gestand.work.fulfil import begun
from gestand.work.holds import holds
from gestand.work.open_requests import PAGE, AllTerms, first_and_rest, open_requests
from gestand.work.project import Project, the_law
from gestand.work.rights_kept import request_known
from gestand.work.ringing_claims import of_claims
from gestand.work.ringing_hooks import of_hooks
from gestand.work.ringing_mail import of_mail
from gestand.work.ringing_notices import of_notices
from gestand.work.ringing_orders import of_orders
from gestand.work.ringing_passkeys import of_passkeys
from gestand.work.ringing_runs import of_runs
from gestand.work.ringing_sweep import of_sweeps
from gestand.work.ringing_versions import of_versions
from gestand.work.state import State

ASK_AGAIN = 30
"""So many days before consents end they are told as to be asked again; our own choice."""

LOOK_AGAIN = Period(years=1)
"""Within so long after a processing was looked at somebody does again; our own choice."""

_SOON = WARN_BEFORE.days
_FROM_ALARM = {
    Alarm.OVERDUE: Press.OVERDUE,
    Alarm.TODAY: Press.TODAY,
    Alarm.AT_ONCE: Press.TODAY,
    Alarm.DECIDE: Press.SOON,
    Alarm.LOOK: Press.SOON,
    Alarm.NONE: Press.LATER,
}


@dataclass(frozen=True)
class When:
    """The moment of looking, in UTC, the zone of the controller, and whose holidays count."""

    now: datetime
    zone: str
    country: str = "nl"

    @property
    def day(self) -> date:
        """The day that it is for the controller."""
        return self.local(self.now)

    def local(self, moment: datetime) -> date:
        """Return the day of a moment for the controller."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


def on_record(project: Project, state: State, when: When) -> Iterator[Rings]:
    """Yield what must be acted on by what the folder and own records say; no store is opened."""
    yield from _requests(project, state, when)
    yield from of_mail(state, when.day, when.zone)
    yield from of_notices(state, when.day)
    yield from of_versions(project, state, when.day)
    yield from of_passkeys(state, when.day)
    if project.datamap is not None:
        yield from of_sweeps(state, project.datamap.swept_every, when.day, when.zone)
        yield from of_hooks(state, project.datamap.webhooks, when.day, when.zone)
    for breach in breaches(state).values():
        yield from _of_breach(breach, when)
    for hold in holds(state).values():
        yield from _of_hold(hold, when.day)
    for placed in standing(project.facts.told, when.day).holds:
        yield _of_file(placed, when.day)
    yield from of_runs(state, when.day)
    yield from of_orders(state, when.now, ZoneInfo(when.zone), _SOON)
    if project.policy is not None:
        current = _in_force(project, project.policy, when.day)
        yield from _of_recipients(current, when.day)
        yield from of_claims(current, when.day)
        yield from of_reviews(project.policy, when.day)


def consents_ending(company: Company, day: date) -> Iterator[Rings]:
    """Yield, by purpose, how many consents end soon; CannotRun where a store cannot be read."""
    last, found = day + timedelta(days=ASK_AGAIN), dict[str, int]()
    for one in ending(company, day, last):
        found[one.purpose] = found.get(one.purpose, 0) + 1
    for purpose, number in found.items():
        what = f"{counted(number, 'consent', 'end')} to `{purpose}` unless they are asked again"
        act = f"gestand consents --ask-again {ASK_AGAIN}"
        yield Rings("consent", purpose, what, last, Press.SOON, act)


def asks_consent(project: Project) -> bool:
    """Tell whether some purpose stands on consent."""
    purposes = project.policy.purposes.values() if project.policy else ()
    return any(purpose.basis is Basis.CONSENT for purpose in purposes)


def not_looked_at(day: date, findings: list[Finding]) -> Rings:
    """Return that nobody knows which consents end: to be silent on it would look like none."""
    why = f"the declaration has {counted(len(findings), 'finding')}" if findings else (
        "a store could not be read"
    )
    what = f"which consents end is not known: {why}"
    return Rings("consent", "unknown", what, day, Press.TODAY, "gestand check")


def _in_force(project: Project, policy: Policy, day: date) -> Policy:
    begun = [one for one in project.versions if one.effective <= day]
    return begun[-1] if begun else next(iter(project.versions), policy)


def _requests(project: Project, state: State, when: When) -> Iterator[Rings]:
    """Yield the most pressing requests one by one, and of more than that how many for each day."""
    terms = AllTerms(project, when.zone, when.country)
    first, rest = first_and_rest(open_requests(state, terms, when.day), PAGE)
    for row, found in first:
        whose = "answer" if not row.complained else "answer to the complaint"
        yield Rings(
            "request",
            str(row.number),
            f"request {row.number} ({row.asked}), {whose} due{_in_words(found.alarm)}",
            found.due.strict,
            _FROM_ALARM[found.alarm],
            f"gestand request --number {row.number}",
        )
    yield from _begun(state, when.day)
    for (due, alarm), number in rest.items():
        what = f"{counted(number, 'more request')}, answer due{_in_words(alarm)}"
        which = f"{due}-{alarm.name.lower()}"
        yield Rings("request", which, what, due, _FROM_ALARM[alarm], "gestand request")


def _begun(state: State, day: date) -> Iterator[Rings]:
    """Yield the requests that a run began to carry out: a store could not be reached, or it ended.

    They ring at once, and not only when their answer is due.
    """
    for number in sorted(begun(state)):
        kept = request_known(state, number)
        if kept.request.is_open and is_to_be_done(kept.request):
            what = f"request {number} ({kept.row.asked}) waits: a run began and did not end"
            act = f"gestand request --number {number} --fulfil"
            yield Rings("request", f"{number}-waits", what, day, Press.TODAY, act)


def _in_words(alarm: Alarm) -> str:
    return "" if alarm in (Alarm.NONE, Alarm.OVERDUE) else f": {alarm.value}"


def _of_breach(breach: Breach, when: When) -> Iterator[Rings]:
    if breach.closed is not None:
        return
    number, found = breach.number, running(breach)
    act = f"gestand breach --number {number}"
    for clock in found:
        elsewise = clock.rule.whom == "people" and breach.told.get("exempt because")
        if clock.done is not None or elsewise:
            continue
        near = when.local(clock.due) <= when.day + timedelta(days=1)
        over = clock.state is ClockState.OVERDUE
        pressing = Press.OVERDUE if over else Press.TODAY if near else Press.SOON
        what = f"breach {number}: {clock.rule.whom} to be told"
        due = when.local(clock.due)
        yield Rings("breach", f"{number}-{clock.rule.whom}", what, due, pressing, act, clock.due)
    lacks = [text.partition(":")[0] for text in missing(breach, found)]
    if lacks:
        what = f"breach {number}: still to write down, and to tell in phases: {', '.join(lacks)}"
        yield Rings("breach", f"{number}-more", what, when.day, Press.SOON, act)


def _of_hold(hold: Hold, day: date) -> Iterator[Rings]:
    if not hold.stands(day):
        return
    which, act = str(hold.number), f"gestand hold --number {hold.number}"
    # On the day of the review it is to be done already: that day stands in the register as late.
    pressing = Press.OVERDUE if hold.review <= day else press(hold.review, day, _SOON)
    what = f"hold {which} is looked at again"
    yield Rings("hold", f"{which}-review", what, hold.review, pressing, f"{act} --review")
    if not hold.confirmed_by:
        due = hold.placed_on + CONFIRM_WITHIN
        what = f"hold {which}: a second person confirms it"
        pressing = Press.OVERDUE if due <= day else Press.SOON
        yield Rings("hold", f"{which}-confirm", what, due, pressing, f"{act} --confirm")
    if hold.asked_release:
        what = f"hold {which}: a second person grants the release that was asked"
        yield Rings("hold", f"{which}-release", what, day, Press.TODAY, f"{act} --release")


def _of_file(hold: HoldPlaced, day: date) -> Rings:
    pressing = Press.OVERDUE if hold.review <= day else press(hold.review, day, _SOON)
    where = str(hold.span or hold.source)
    what = f"a hold is looked at again: {where}"
    return Rings("hold", where, what, hold.review, pressing, "edit privacy/facts.yaml")


def of_reviews(policy: Policy, day: date) -> Iterator[Rings]:
    """Yield the purposes of which somebody must look again whether the register is still right."""
    for one in policy.purposes.values():
        if one.reviewed is None:
            continue
        due = add(one.reviewed, one.review_every or LOOK_AGAIN)
        what = f"somebody looks again at purpose `{one.id}`, as on {one.reviewed}"
        act = "edit `reviewed` in privacy/policy.yaml"
        yield Rings("review", one.id, what, due, press(due, day, _SOON), act)


def _of_recipients(policy: Policy, day: date) -> Iterator[Rings]:
    for one in recipients_standing(policy, the_law(), day):
        act = "gestand recipients"
        for lack in one.lacks:
            what = f"nothing may flow to `{one.recipient.id}`: {lack.message}"
            which = f"{one.recipient.id}-{lack.code}"
            yield Rings("recipient", which, what, day, Press.OVERDUE, act)
        for ends in one.ends:
            what = f"{ends.what} of `{ends.recipient}` ends"
            told = f"{what}, within {ends.warning} days" if ends.warning else what
            pressing = Press.SOON if ends.warning else Press.LATER
            which = f"{ends.recipient}-{ends.what}"
            yield Rings("recipient", which, told, ends.until, pressing, act)

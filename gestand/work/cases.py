"""What an officer sees of the requests: what is open and how pressing, and one as it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gestand.core.rights_due import Alarm, Stand, stand
from gestand.core.rights_rules import Terms
from gestand.core.zones import is_zone
from gestand.work.due import promised_by, the_clock
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail, waiting_for_a_person
from gestand.work.project import Project
from gestand.work.rights import the_rules, words
from gestand.work.rights_kept import Kept, requests
from gestand.work.sealed_mail import Words, who_asked
from gestand.work.state import State


@dataclass(frozen=True)
class Case:
    """A request as it stands on a day."""

    kept: Kept
    stand: Stand

    @property
    def is_to_confirm(self) -> bool:
        """Tell whether a second person has still to look at something that was decided."""
        request = self.kept.request
        return request.is_open and not all(i.is_complete for i in request.items.values())


@dataclass(frozen=True)
class Whole:
    """A request with all that was said: `words` by version; `asked` where it was kept."""

    case: Case
    words: Mapping[int, Mapping[str, str | None]]
    asked: Words | None


def zone_of(project: Project) -> str:
    """Return the zone in which the days of an organisation begin."""
    zone = project.policy.controller.zone if project.policy else ""
    return zone if is_zone(zone) else "UTC"


def open_cases(project: Project, state: State, today: date, country: str) -> list[Case]:
    """Return what is open: overdue first, then what cannot wait, then by the day it is due."""
    found = (_case(project, k, today, country) for k in requests(state).values() if _is_open(k))
    return sorted(found, key=_urgency)


def waiting(state: State) -> list[Mail]:
    """Return the messages that a person has to look at."""
    return waiting_for_a_person(state)


def whole_case(
    project: Project, keyring: Keyring, number: int, today: date, country: str
) -> Whole | None:
    """Return one request with all that was said; None where there is none."""
    kept = requests(keyring.journal.state).get(number)
    if kept is None:
        return None
    said = {event.version: words(keyring, event) for event in kept.events}
    found = who_asked(keyring, number)
    return Whole(_case(project, kept, today, country), said, found[0] if found else None)


def _is_open(kept: Kept) -> bool:
    return kept.request.is_open


def _case(project: Project, kept: Kept, today: date, country: str) -> Case:
    promised = promised_by(project, kept.request.clock_from)
    terms = Terms(the_rules(), the_clock(country), zone_of(project), promised)
    return Case(kept, stand(kept.request, today, terms))


def _urgency(case: Case) -> tuple[int, date, int]:
    alarm = case.stand.alarm
    first = 0 if alarm is Alarm.OVERDUE else 1 if alarm.is_pressing else 2
    return first, case.stand.due.strict, case.kept.row.number

"""What an officer sees of the requests: what is open and how pressing, and one as it came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from gestand.core.request import State as Stage
from gestand.core.rights_due import Alarm, Stand, stand
from gestand.records.requests import Row
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail, waiting_for_a_person
from gestand.work.open_requests import PAGE, AllTerms, Open, open_requests
from gestand.work.orders import held_by_digest
from gestand.work.project import Project
from gestand.work.rights import words
from gestand.work.rights_kept import Kept, by_row, folded
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
class Listed:
    """The open requests that press most, of so many of which so many are overdue.

    `confirm` are the most pressing ones of those that a second person has to look at.
    """

    cases: tuple[Case, ...]
    number: int
    overdue: int
    confirm: tuple[Case, ...]


@dataclass(frozen=True)
class Whole:
    """A request with all that was said: `words` by version; `asked` where it was kept.

    Of the holds with the numbers `secret` its person may not be told.
    """

    case: Case
    words: Mapping[int, Mapping[str, str | None]]
    asked: Words | None
    secret: tuple[int, ...] = ()


def open_cases(
    project: Project,
    state: State,
    today: date,
    country: str,
    only: Callable[[Row], bool] | None = None,
) -> Listed:
    """Return what is open: overdue first, then what cannot wait, then by the day it is due.

    With `only` those alone of which it says so: each row that is open is read for that.
    """
    terms = AllTerms(project, project.zone, country)
    found = open_requests(state, terms, today)
    if only is not None:
        return _some_cases(found, terms, today, only)
    decided = replace(found, same=tuple(s for s in found.same if s.alike.state == _DECIDED))

    def cases(some: Open) -> tuple[Case, ...]:
        """Return those of the first page."""
        of = ((kept, terms.on(kept.request.clock_from)) for kept in some.page(1))
        return tuple(Case(kept, stand(kept.request, today, count)) for kept, count in of)

    confirm = tuple(case for case in cases(decided) if case.is_to_confirm)
    return Listed(cases(found), found.number, found.overdue, confirm)


def _some_cases(
    found: Open, terms: AllTerms, today: date, only: Callable[[Row], bool]
) -> Listed:
    rows = [row for row in found.rows(0, found.number) if only(row)]
    stands = [stand(one, today, terms.on(one.clock_from)) for one in map(by_row, rows)]
    overdue = sum(one.alarm is Alarm.OVERDUE for one in stands)
    first = found.whole(rows[:PAGE])
    cases = tuple(Case(kept, one) for kept, one in zip(first, stands, strict=False))
    confirm = tuple(case for case in cases if case.is_to_confirm)
    return Listed(cases, len(rows), overdue, confirm)


def case_of(kept: Kept, terms: AllTerms, today: date) -> Case:
    """Return a request as it stands on a day."""
    return Case(kept, stand(kept.request, today, terms.on(kept.request.clock_from)))


def waiting(state: State) -> list[Mail]:
    """Return the messages that a person has to look at."""
    return waiting_for_a_person(state)


def whole_case(
    project: Project, keyring: Keyring, number: int, today: date, country: str
) -> Whole | None:
    """Return one request with all that was said; None where there is none."""
    with keyring.journal.state.requests() as records:
        kept = folded(*records.one(number)).get(number)
    if kept is None:
        return None
    said = {event.version: words(keyring, event) for event in kept.events}
    found = who_asked(keyring, number)
    terms = AllTerms(project, project.zone, country).on(kept.request.clock_from)
    case = Case(kept, stand(kept.request, today, terms))
    person = [kept.row.person] if kept.row.person else []
    secret = held_by_digest(keyring.journal.state, person, today)
    numbers = tuple(hold.number for hold in secret)
    return Whole(case, said, found[0] if found else None, numbers)


_DECIDED = Stage.DECIDED.value

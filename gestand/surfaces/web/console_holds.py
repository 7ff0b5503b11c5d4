"""The page on which officers place, confirm, review and release legal holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus

from gestand.errors import GestandError
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_acts import Became, Once, first_of
from gestand.surfaces.web.console_cases import Session, Written
from gestand.surfaces.web.console_holds_page import (
    ASK,
    CONFIRM,
    FIELDS,
    GOOD,
    PLACE,
    RELEASE,
    REVIEW,
    Held,
    holds_page,
)
from gestand.surfaces.web.desk import Desk
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.page import Answer, address, see_other
from gestand.work.holds import ask_release, confirm, grant_release, holds, place, review


@dataclass(frozen=True)
class Holds:
    """Answers for that page; `page` puts around one what every page of officers has."""

    desk: Desk
    door: Door
    limit: Limit
    bound: Bound
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]
    _once: Once = field(default_factory=Once, repr=False)

    def listed(self, asked: Asked, session: Session) -> Answer:
        """Return what is held, or let something happen to it."""
        if asked.method in READS:
            just = str(asked.told.get("QUERY_STRING", ""))
            return self._show(asked, session, Became(just if just in GOOD.values() else ""))
        told = sent(asked.told, self.door, self.limit)
        fields = first_of(told)
        do = fields.get("do", "")
        if not _may(session, do):
            raise Refused(HTTPStatus.FORBIDDEN)
        once = self.bound.once(asked, told, of=session.name)
        if once is None:
            return self._show(asked, session, Became("stale"), HTTPStatus.FORBIDDEN)
        form = f"{do}-{fields['hold']}" if fields.get("hold") else do
        lacks = frozenset(name for name in FIELDS[do] if not fields.get(name))
        wrong = HTTPStatus.UNPROCESSABLE_ENTITY
        if lacks:
            return self._show(asked, session, Became("lacks", "", form, fields, lacks), wrong)
        try:
            done = self._once.do(once, fields, lambda: self._do(do, fields))
        except GestandError as error:
            became = Became("refused", str(error), form, fields)
            return self._show(asked, session, became, wrong)
        return see_other(f"{address(asked.language, 'holds')}?{done}")

    def _do(self, do: str, fields: Mapping[str, str]) -> str:
        """Let something happen, and return what the page says of it; GestandError where not."""
        typed = fields.get("kind", ""), fields.get("person", "")
        because = fields.get("because", "")
        day, until = self.desk.office.day(), _day(fields.get("until", ""))
        # Who is meant is asked of the stores before own records are opened.
        who = self.desk.person(typed) if do == PLACE else None
        who = self.desk.person_of_a_hold(typed) if do in (ASK, RELEASE) else who
        number = int(fields["hold"]) if fields.get("hold", "").isdecimal() else 0
        with self.desk.keyring() as keyring:
            journal = keyring.journal
            if do == PLACE and who is not None:
                place(journal, who, because, fields["article"], (day, until))
            elif do == CONFIRM:
                confirm(journal, number)
            elif do == REVIEW:
                review(journal, number, until, because, day)
            elif do == ASK and who is not None:
                ask_release(journal, number, who, because)
            elif do == RELEASE and who is not None:
                grant_release(journal, number, who, day)
        return GOOD[do]

    def _show(
        self, asked: Asked, session: Session, became: Became, status: HTTPStatus = HTTPStatus.OK
    ) -> Answer:
        office = self.desk.office
        with self.desk.keyring() as keyring:
            found = [*holds(keyring.journal.state).values()]
        officer = session.officer
        acts = bool(self.door.officers) and officer.may_decide_holds
        held = Held(found, office.day(), officer, self.desk.kinds(), office.policy, acts)
        return self.page(asked, session, lambda around, token: holds_page(
            around, held, became, token
        ), status)


def _may(session: Session, do: str) -> bool:
    officer = session.officer
    return officer.may_place_holds if do == PLACE else do in FIELDS and officer.may_decide_holds


def _day(text: str) -> date:
    """Return the day that was typed; one long ago, which the work refuses, where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min

"""The page on which officers say what a message is that waits, or what became of a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from gestand.core.rights_rules import Right
from gestand.errors import CannotRun, GestandError
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_acts import Became, Once
from gestand.surfaces.web.console_cases import Session, Written
from gestand.surfaces.web.console_message_page import (
    LOOK,
    Waits,
    message_page,
)
from gestand.surfaces.web.desk import Desk, WentOn
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.page import Answer, address, see_other
from gestand.work.looks import REASONS, look_at_message
from gestand.work.mails import Mail, mail_known
from gestand.work.messages import REQUEST, SAYS, SETTLES, say
from gestand.work.sealed_mail import Words, words_of

_SAID = "said"
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Messages:
    """Answers for that page; `page` puts around one what every page of officers has."""

    desk: Desk
    door: Door
    limit: Limit
    bound: Bound
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]
    _once: Once = field(default_factory=Once, repr=False)

    def one(self, asked: Asked, session: Session) -> Answer:
        """Return a message, or write down what somebody says of it; Refused where there is none."""
        number = int(asked.ending.removeprefix("/"))
        mail = self._mail(number)
        if mail is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        if asked.method in READS:
            just = str(asked.told.get("QUERY_STRING", ""))
            return self._show(asked, session, mail, Became(_SAID if just == _SAID else ""))
        fields = sent(asked.told, self.door, self.limit)
        once = self.bound.once(asked, fields, of=session.name)
        if once is None:
            return self._show(asked, session, mail, Became("stale"), HTTPStatus.FORBIDDEN)
        if _first(fields, "do") == LOOK:
            return self._give_reason(asked, session, mail, _first(fields, "reason"))
        acts = self._acts(session) and number in session.messages
        if not acts:
            raise Refused(HTTPStatus.FORBIDDEN)
        return self._say(asked, session, mail, (fields, once))

    def _give_reason(self, asked: Asked, session: Session, mail: Mail, reason: str) -> Answer:
        if reason not in REASONS:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self._show(asked, session, mail, Became("no reason"), status)
        session.messages[mail.row.number] = reason
        return see_other(address(asked.language, "message", asked.ending))

    def _say(
        self, asked: Asked, session: Session, mail: Mail, sent_: tuple[Fields, str]
    ) -> Answer:
        """Write down what somebody says of a message, as they saw it."""
        (fields, once), wrong = sent_, HTTPStatus.UNPROCESSABLE_ENTITY
        do, rights = _first(fields, "do"), fields.get("right", [])
        if do not in (REQUEST, *SAYS, *SETTLES):
            return self._show(asked, session, mail, Became("choose", chosen=rights), wrong)
        if do == REQUEST and not all(one in _RIGHTS for one in rights or ("",)):
            return self._show(asked, session, mail, Became("choose right"), wrong)
        where, number = address(asked.language, "message", asked.ending), mail.row.number
        try:
            typed = {**fields, "number": number}
            done = self._once.do(once, typed, lambda: self._do(number, fields))
        except WentOn:
            now = self._mail(number) or mail
            return self._show(asked, session, now, Became("went on"), HTTPStatus.CONFLICT)
        except GestandError as error:
            became = Became("refused", str(error), chosen=rights)
            return self._show(asked, session, mail, became, wrong)
        first = address(asked.language, "cases", f"/{done}") if done else f"{where}?{_SAID}"
        return see_other(first)

    def _do(self, number: int, fields: Fields) -> str:
        """Write it down, and return the number of the first request that came of it, if any did.

        Raises WentOn where the message is not as it was seen any more.
        """
        do, office = _first(fields, "do"), self.desk.office
        with self.desk.keyring() as keyring:
            seen = mail_known(keyring.journal.state, number)
            if str(seen.row.version) != _first(fields, "version"):
                raise WentOn
            rights = [Right(one) for one in fields.get("right", [])] if do == REQUEST else []
            done = say(keyring, office.policy, seen, (do, rights), office.day())
        return str(done.row.request) if do == REQUEST else ""

    def _show(
        self,
        asked: Asked,
        session: Session,
        mail: Mail,
        became: Became,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        """Return the page of a message; what it says is there once it is known why."""
        reason = session.messages.get(mail.row.number, "")
        said = self._words(mail, reason) if reason else None
        waits = Waits(mail, said, reason, self._acts(session), became.chosen)
        return self.page(asked, session, lambda around, token: message_page(
            around, waits, became, token
        ), status)

    def _words(self, mail: Mail, reason: str) -> Words | None:
        """Return what a message says, once the look at it is written down."""
        with self.desk.keyring() as keyring:
            look_at_message(keyring.journal, mail.row.number, reason)
            return words_of(keyring, mail)

    def _mail(self, number: int) -> Mail | None:
        """Return a message; None where there is none."""
        with self.desk.keyring() as keyring:
            try:
                return mail_known(keyring.journal.state, number)
            except CannotRun:
                return None

    def _acts(self, session: Session) -> bool:
        return bool(self.door.officers) and session.officer.may_settle_messages


_RIGHTS = frozenset(right.value for right in Right)


def _first(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0].strip()

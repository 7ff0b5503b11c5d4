"""The pages of cases: what is open, and one on which an officer acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from threading import Lock

from gestand.core.calendar import add
from gestand.core.request import What
from gestand.core.roles import REMOVES_FACTORS, Officer
from gestand.errors import CannotRun, GestandError, Unsure
from gestand.surfaces.lately import Lately
from gestand.surfaces.waiting import held_within
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_case import Notice, Seen, case_page
from gestand.surfaces.web.console_fulfil import ASKED, GOES, MAILED
from gestand.surfaces.web.console_hand_over import ASKS, HAND_OVER
from gestand.surfaces.web.console_notices import FIND, SAY, SAYS
from gestand.surfaces.web.console_second import ASK, CONFIRM, TAKEN
from gestand.surfaces.web.console_steps import ANEW, FIELDS, PERSON, fields_of, missing
from gestand.surfaces.web.desk import Desk, Doing, ToTell, WentOn, asks_of
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.officer import Opens, cases_page
from gestand.surfaces.web.page import Answer, Around, address, see_other
from gestand.work.by_right import Done, OtherPlan, Shown
from gestand.work.cases import Whole
from gestand.work.decide import REVIEW_AFTER
from gestand.work.decide import Answer as Decided
from gestand.work.looks import REASONS

_TURN, _BUSY = 60.0, "something else is carried out: try it again once that is done"

LOOK = "look"
"""What a form does that lets nothing happen to a case."""

DOES = (LOOK, ANEW, HAND_OVER, ASK, CONFIRM, FIND, SAY, *(what.value for what in FIELDS))
"""All that the forms of a case do: what stands not here is refused."""

Written = Callable[[Around, str], bytes]


@dataclass
class Session:
    """Somebody who signed in.

    `reasons` say by the case why they look at it, and `messages` by the message.
    """

    name: str
    officer: Officer
    reasons: dict[int, str] = field(default_factory=dict)
    messages: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cases:
    """Answers for the pages of cases; `page` puts around one what every page of officers has."""

    office: Office
    desk: Desk
    door: Door
    limit: Limit
    bound: Bound
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]
    _given: Lately[Notice] = field(default_factory=Lately, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)

    def listed(self, asked: Asked, session: Session) -> Answer:
        """Return what is open."""
        found, messages = self.desk.open(session.officer)
        opens = Opens(bool(self.door.officers), session.officer.may_open("message"))
        return self.page(asked, session, lambda around, _token: cases_page(
            around, found, messages, self.office.day(), opens
        ), HTTPStatus.OK)

    def one(self, asked: Asked, session: Session) -> Answer:
        """Return a case, or let something happen to it."""
        whole = self.desk.case(int(asked.ending.removeprefix("/")))
        if whole is None or not _sees(session.officer, whole):
            raise Refused(HTTPStatus.NOT_FOUND)
        if asked.method in READS:
            taken = asked.told.get("QUERY_STRING") == TAKEN
            return self._show(asked, session, whole, Notice(TAKEN) if taken else None)
        fields = sent(asked.told, self.door, self.limit)
        once = self.bound.once(asked, fields, of=session.name)
        if once is None:
            return self._show(asked, session, whole, Notice("stale"), HTTPStatus.FORBIDDEN)
        doing = fields.get("do", [""])[0]
        if doing not in DOES:
            raise Refused(HTTPStatus.BAD_REQUEST)
        if doing == LOOK:
            return self._give_reason(asked, session, whole, fields.get("reason", [""])[0])
        told = {name: one[0] for name, one in fields.items()}
        if doing in (ASK, CONFIRM):
            return self._second(asked, session, whole, told)
        if doing in (FIND, SAY):
            return self._notices(asked, session, whole, told)
        # Of a double click the second waits, and shows what the first one gave: a browser shows
        # the last answer only, and a code stands nowhere else.
        gives = bool(told.get("sure")) or doing == ANEW
        turn = held_within(_TURN, self._turn, _BUSY) if gives else nullcontext()
        with turn:
            if (given := self._given.of(once)) is not None:
                return self._show(asked, session, whole, given)
            return self._do(asked, session, whole, told, once)

    def _give_reason(
        self, asked: Asked, session: Session, whole: Whole, reason: str
    ) -> Answer:
        if reason not in REASONS:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self._show(asked, session, whole, Notice("no reason"), status)
        session.reasons[whole.case.kept.row.number] = reason
        return see_other(address(asked.language, "cases", asked.ending))

    def _do(
        self, asked: Asked, session: Session, whole: Whole, fields: Mapping[str, str], once: str
    ) -> Answer:
        """Let something happen to a case, where the role of whoever asks allows it."""
        kept, name = whole.case.kept, fields.get("do", "")
        again, hands = name == ANEW, name == HAND_OVER
        what = self._allowed(session, whole, What.CARRY_OUT.value if again or hands else name)
        version = fields.get("version", "")
        seen = int(version) if version.isascii() and version.isdigit() else 0
        asks = ASKS if hands else fields_of(what, kept.request, is_known=bool(kept.row.person))
        said = {one: fields.get(one, "").strip() for one in asks}
        lacks = missing(what, said)
        if lacks:
            notice = Notice("missing", what, fields, lacks=lacks)
            return self._show(asked, session, whole, notice, HTTPStatus.UNPROCESSABLE_ENTITY)
        text = said.pop(PERSON, "")
        person = (fields.get("kind", ""), text) if text else None
        code = fields.get("code") if fields.get("sure") else None
        # It was compared with the origins of this website: never the name that a stranger sent.
        origin = str(asked.told["HTTP_ORIGIN"])
        answered = self._answered(fields) if what is What.CARRY_OUT else None
        doing = Doing(
            kept.row.number, seen, what, said, person, code, origin, again, answered
        )
        return self._let(asked, session, whole, (doing, fields, once))

    def _allowed(self, session: Session, whole: Whole, name: str) -> What:
        """Return what happens by its name; Refused where there is none, or it is not for them."""
        kept = whole.case.kept
        what = next((one for one in What if one.value == name), None)
        if what is None:
            raise Refused(HTTPStatus.BAD_REQUEST)
        closed = self._reads(session, whole) and kept.row.number not in session.reasons
        if closed or not session.officer.may(what, kept.request, asks_of(kept)):
            raise Refused(HTTPStatus.FORBIDDEN)
        return what

    def _answered(self, fields: Mapping[str, str]) -> tuple[str, Decided] | None:
        """Return what somebody decides about rows, and which step asks; None where that lacks."""
        step, outcome = fields.get("ask", ""), fields.get("ask-outcome", "")
        because = fields.get("ask-because", "").strip()
        if not step or outcome not in ASKED or not because:
            return None
        try:
            until = date.fromisoformat(fields.get("ask-until", ""))
        except ValueError:
            until = add(self.office.day(), REVIEW_AFTER)
        return step, Decided(outcome == GOES, until, because)

    def _second(
        self, asked: Asked, session: Session, whole: Whole, fields: Mapping[str, str]
    ) -> Answer:
        """Ask to take away the authenticator of who asks, or confirm that."""
        if not self._removes(session, whole):
            raise Refused(HTTPStatus.FORBIDDEN)
        why = fields.get("why", "") if fields["do"] == ASK else None
        try:
            self.desk.let_second_go(whole, why)
        except GestandError as error:
            notice = Notice("refused", None, fields, str(error))
            return self._show(asked, session, whole, notice, HTTPStatus.UNPROCESSABLE_ENTITY)
        told = f"?{TAKEN}" if why is None else ""
        return see_other(f"{address(asked.language, 'cases', asked.ending)}{told}#second")

    def _notices(
        self, asked: Asked, session: Session, whole: Whole, fields: Mapping[str, str]
    ) -> Answer:
        """Write down who must be told of a case, or what became of a notice."""
        self._allowed(session, whole, What.TELL_RECIPIENTS.value)
        number, became = fields.get("notice", ""), fields.get("became", "")
        try:
            if fields["do"] == FIND:
                self.desk.find_notices(whole)
            elif not number.isdecimal() or became not in SAYS:
                message = "say what became of it: --outcome is one of what is offered"
                raise CannotRun(message)
            else:
                self.desk.say_of_notice(whole, int(number), became, fields.get("said", ""))
        except GestandError as error:
            notice = Notice("refused", None, fields, str(error))
            return self._show(asked, session, whole, notice, HTTPStatus.UNPROCESSABLE_ENTITY)
        return see_other(f"{address(asked.language, 'cases', asked.ending)}#notices")

    def _removes(self, session: Session, whole: Whole) -> bool:
        kept = whole.case.kept
        roles = session.officer.roles_in(kept.request, asks_of(kept))
        return bool(self.door.officers) and bool(roles & REMOVES_FACTORS)

    def _let(
        self,
        asked: Asked,
        session: Session,
        whole: Whole,
        sent_: tuple[Doing, Mapping[str, str], str],
    ) -> Answer:
        """Let something happen, or show the case anew and say why not."""
        (doing, fields, once), number = sent_, whole.case.kept.row.number
        what, wrong = doing.what, HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            became = self.desk.carry_on(doing)
        except WentOn:
            notice, wrong = Notice("went on", what, fields), HTTPStatus.CONFLICT
            return self._show(asked, session, self.desk.case(number) or whole, notice, wrong)
        except OtherPlan:
            notice = Notice("other plan", what, {**fields, "code": ""})
            return self._show(asked, session, whole, notice, HTTPStatus.CONFLICT)
        except Unsure as error:
            notice = Notice("unsure", what, fields, str(error))
            self._given.keep(once, notice)  # a double click sends nothing again
            return self._show(asked, session, whole, notice, wrong)
        except GestandError as error:
            return self._show(
                asked, session, whole, Notice("refused", what, fields, str(error)), wrong
            )
        if isinstance(became, Shown):
            lacks = fields.get("ask") and doing.answered is None
            why = "not decided" if lacks else "not sure" if fields.get("code") else "shown"
            status = HTTPStatus.OK if why == "shown" else wrong
            fields = {**fields, "ask": ""} if doing.answered else fields
            return self._show(
                asked, session, whole, Notice(why, what, fields, shown=became), status
            )
        if isinstance(became, Done) and (became.code or became.mail):
            mail = became.mail
            why = "given" if mail is None else MAILED[mail.stage]
            notice = Notice(why, told=became.code)
            self._given.keep(once, notice)
            return self._show(asked, session, self.desk.case(number) or whole, notice)
        part = "handed" if "receiver" in doing.said else "history"
        return see_other(f"{address(asked.language, 'cases', asked.ending)}#{part}")

    def _show(
        self,
        asked: Asked,
        session: Session,
        whole: Whole,
        notice: Notice | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        """Return the page of a case; what somebody wrote is there once it is known why."""
        number = whole.case.kept.row.number
        reads = self._reads(session, whole)
        reason = session.reasons.get(number, "")
        if reads and reason:
            self.desk.look(number, reason)
        names = [officer.name for officer, _ in self.door.officers]
        removes = self._removes(session, whole)
        seen = Seen(
            whole, session.officer, is_read=reads, reason=reason,
            grounds=self.desk.grounds(whole), kinds=self.desk.kinds(),
            policy=self.office.policy, notice=notice, acts=bool(self.door.officers),
            columns=self.desk.columns(whole), gave=self.desk.gave(number),
            me=self.desk.who_acts(whole), handed=self.desk.handed(number),
            receivers={name: to.url for name, to in self.office.receivers.items()},
            second=self.desk.second(whole, names) if removes else None,
            to_tell=self._to_tell(asked, session, whole),
        )
        return self.page(
            asked, session, lambda around, token: case_page(around, token, seen), status
        )

    def _to_tell(self, asked: Asked, session: Session, whole: Whole) -> ToTell | None:
        """Return who must be told of a case, for whom may say that they were."""
        kept = whole.case.kept
        may = session.officer.may(What.TELL_RECIPIENTS, kept.request, asks_of(kept))
        return self.desk.to_tell(whole, asked.language) if may and self.door.officers else None

    def _reads(self, session: Session, whole: Whole) -> bool:
        kept = whole.case.kept
        return session.officer.reads_words(kept.request, asks_of(kept))


def _sees(officer: Officer, whole: Whole) -> bool:
    kept = whole.case.kept
    return officer.sees(kept.request, asks_of(kept))

"""The pages on which people see their own data: signed in by a code to the address on file.

Of an address that was typed nothing is told: the answer is the same page, sent before anybody is
looked up. A session is kept here and ends here; its cookie is a name that says nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape
from http import HTTPStatus
from threading import Lock

from gestand.core.facts import Person
from gestand.core.policy.words import GRAMMARS
from gestand.core.request import IN_PART
from gestand.core.rights_rules import Right
from gestand.errors import GestandError
from gestand.post.written import is_address
from gestand.surfaces.waiting import held_within
from gestand.surfaces.web.asked import READS, SENDS, Asked, Door, Refused, only, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.later import Later
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.page import Answer, Around, Header, address, see_other
from gestand.surfaces.web.portal_acts import (
    LONGEST_TEXT,
    PURPOSE,
    Before,
    Doing,
    act_page,
    doing,
    said,
)
from gestand.surfaces.web.portal_back import Offered, put_back_page
from gestand.surfaces.web.portal_desk import PortalDesk, Wish
from gestand.surfaces.web.portal_factor import SecondStep, for_whom
from gestand.surfaces.web.portal_followed import (
    DONE,
    IS_BACK,
    NEW,
    WENT_ON,
    Beside,
    download_page,
    followed_page,
)
from gestand.surfaces.web.portal_held import held_page
from gestand.surfaces.web.portal_pages import (
    Named,
    choice_page,
    closed_page,
    leave_form,
    menu,
    typing_page,
)
from gestand.surfaces.web.portal_passkey import PasskeyStep
from gestand.surfaces.web.portal_passkey_page import ASKED, PASSKEY
from gestand.surfaces.web.portal_words import PORTAL_WORDS
from gestand.work.by_form import Form
from gestand.work.portal.asking import Asking
from gestand.work.portal.codes import Codes
from gestand.work.portal.held import Held
from gestand.work.portal.put_back import Back
from gestand.work.portal.sessions import Session, Sessions
from gestand.work.portal.whose_address import Known

PORTAL: Mapping[str, Sequence[str]] = {
    "mine": (*READS, *SENDS),
    "my code": (*READS, *SENDS),
    "my second": (*READS, *SENDS),
    "my choice": (*READS, *SENDS),
    "my data": READS,
    "my requests": (*READS, *SENDS),
    "my change": (*READS, *SENDS),
    "put back": (*READS, *SENDS),
    "my download": (*READS, *SENDS),
    "my safety": (*READS, *SENDS),
    "my leave": SENDS,
}
"""By page the ways in which it is asked."""

OF_ALL, WITHIN = 300, 3600
"""So many codes go out in so many seconds, whoever asks for them."""

_SESSION, _FORM = "gestand_mine", "gestand_form"
_ACTS, _ACTS_WITHIN = 60, 600
_TURN, _BUSY = 60.0, "something else is put back: try it again once that is done"
_LONGEST_ADDRESS, _LONGEST_CODE, _MOST_DONE = 254, 100, 1000


@dataclass
class Portal:
    """Answers for the pages of people; `limit` counts what an address sends without a session."""

    office: Office
    door: Door
    limit: Limit
    bound: Bound
    later: Later = field(init=False, repr=False)
    _desk: PortalDesk = field(init=False, repr=False)
    _codes: Codes = field(init=False, repr=False)
    _sessions: Sessions = field(init=False, repr=False)
    _acts: Limit = field(init=False, repr=False)
    _keys: PasskeyStep = field(init=False, repr=False)
    _step: SecondStep = field(init=False, repr=False)
    _of_all: Limit = field(init=False, repr=False)
    _done: OrderedDict[str, str] = field(default_factory=OrderedDict, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        """Begin to count, with nobody signed in."""
        clock = self.door.clock
        self.later, self._desk = Later(self.door.tell), PortalDesk(self.office)
        self._codes, self._sessions = Codes(clock), Sessions(clock)
        self._acts, self._of_all = Limit(_ACTS, _ACTS_WITHIN, clock), Limit(OF_ALL, WITHIN, clock)
        self._keys = PasskeyStep(self._desk, self.door, self.bound, self._around, self.later)
        self._step = SecondStep(
            self._keys, self._desk, self.door, (self.limit, self._acts), self.bound, self._sessions,
            self._with_menu, self._enter, self._around, self._cookie, self.later,
        )

    def link(self, language: str) -> str:
        """Return the way to these pages from others; nothing where nobody can sign in."""
        if not self._desk.is_open:
            return ""
        label = PORTAL_WORDS[language]["mine"]
        return f'<p><a href="{address(language, "mine")}">{escape(label)}</a></p>'

    def answer(self, asked: Asked) -> Answer:
        """Answer for one of these pages; Refused where it is not asked as it can be."""
        if asked.ending and asked.place != "my change":
            raise Refused(HTTPStatus.NOT_FOUND)
        only(asked.told, PORTAL[asked.place])
        if not self._desk.is_open:
            if asked.place != "mine":
                return see_other(address(asked.language, "mine"))
            return Answer(HTTPStatus.OK, closed_page(self._around(asked)))
        before: Mapping[str, Callable[[Asked], Answer]] = {
            "mine": self._mine, "my code": self._typed, "my second": self._second,
        }  # fmt: skip
        if asked.place in before:
            return before[asked.place](asked)
        session = self._sessions.seen(asked.cookie(_SESSION))
        if session is None:
            return see_other(address(asked.language, "mine"))
        return self._of_session(asked, session)

    def _of_session(self, asked: Asked, session: Session) -> Answer:
        """Answer somebody who signed in, as long as they are who they were."""
        if asked.place == "my leave":
            return self._leave(asked, session)  # also where no store can be asked
        if asked.method not in READS:
            return self._while_they_stay(asked, session)
        with self._desk.one_look():
            return self._while_they_stay(asked, session)

    def _while_they_stay(self, asked: Asked, session: Session) -> Answer:
        if not self._desk.stay(session):
            self._sessions.end(session.name)
            return see_other(address(asked.language, "mine"), self._cookie("", 0))
        if session.chosen is None and asked.place != "my choice":
            return see_other(address(asked.language, "my choice"))
        if session.is_of_gone and asked.place != "put back":
            return see_other(address(asked.language, "put back"))
        pages: Mapping[str, Callable[[Asked, Session], Answer]] = {
            "my choice": self._choice, "my data": self._data, "my requests": self._requests,
            "my change": self._change, "put back": self._put_back, "my download": self._download,
            "my safety": self._step.own,
        }  # fmt: skip
        return pages[asked.place](asked, session)

    def _mine(self, asked: Asked) -> Answer:
        """Take in for which address a code is asked; nobody is looked up before the answer."""
        if asked.method in READS:
            if self._sessions.seen(asked.cookie(_SESSION)) is not None:
                return see_other(address(asked.language, "my data"))
            just = str(asked.told.get("QUERY_STRING", ""))
            why = just.replace("-", " ") if just in (IS_BACK, ASKED) else ""
            return self._keys.entry(asked, "", why=why)
        fields = sent(asked.told, self.door, self.limit)
        if fields.get("do", [""])[0] == PASSKEY:
            return self._by_passkey(asked, fields)
        typed = fields.get("address", [""])[0].strip()[:_LONGEST_ADDRESS]
        if self.bound.once(asked, fields) is None:
            return self._keys.entry(asked, typed, HTTPStatus.FORBIDDEN, why="stale")
        if not is_address(typed):
            return self._keys.entry(asked, typed, HTTPStatus.UNPROCESSABLE_ENTITY, why="no address")
        browser, language = asked.cookie(_FORM), asked.language
        # It was compared with the origins of this website: never the name that a stranger sent.
        origin = str(asked.told["HTTP_ORIGIN"])
        to_type, to_ask = (f"{origin}{address(language, one)}" for one in ("my code", "ask"))
        wish = Wish(browser, self._codes.asked(browser), typed, language, (to_type, to_ask))
        self.later.do(partial(self._desk.send_code, self._codes, wish, self._may_go))
        return see_other(address(language, "my code"))

    def _may_go(self) -> bool:
        """Count one letter more, of all that go out; what is asked for nobody's address is none."""
        if self._of_all.allows("everybody"):
            return True
        self.door.tell("too many codes to sign in with were asked for: one was not sent")
        return False

    def _by_passkey(self, asked: Asked, fields: Mapping[str, Sequence[str]]) -> Answer:
        """Sign somebody in by a passkey, which needs no code: the device knows who they are."""
        known = self._keys.signs_in(asked, fields)
        if known is None:
            return self._keys.entry(asked, "", HTTPStatus.FORBIDDEN, why="no passkey")
        answer = self._enter(asked, known)
        self._sessions.end(asked.cookie(_SESSION))
        return answer

    def _typed(self, asked: Asked) -> Answer:
        """Sign somebody in by the code that went to their address, under a new name."""
        if asked.method in READS:
            return self._typing(asked)
        fields = sent(asked.told, self.door, self.limit)
        if self.bound.once(asked, fields) is None:
            return self._typing(asked, HTTPStatus.FORBIDDEN, why="stale")
        browser = asked.cookie(_FORM)
        found = self._codes.typed(browser, fields.get("code", [""])[0][:_LONGEST_CODE])
        try:
            known = None if found is None else self._desk.whose(found)
            if known is None or known.shared or not known.persons:
                return self._typing(asked, HTTPStatus.FORBIDDEN, why="wrong code")
            answer = self._step.begin(asked, known) or self._enter(asked, known)
        except GestandError:
            self._codes.give_back(browser)  # a store is down: it is not theirs to ask for another
            raise
        self._sessions.end(asked.cookie(_SESSION))
        return answer

    def _enter(self, asked: Asked, known: Known) -> Answer:
        """Let somebody in who proved who they are; CannotRun where that cannot be recorded."""
        entry = self._desk.record_entry(known.persons)
        session = self._sessions.begin(known.persons, known.address, entry)
        place = "put back" if session.is_of_gone else "my data"
        place = "my choice" if session.chosen is None else place
        return see_other(address(asked.language, place), self._cookie(session.name))

    def _typing(
        self, asked: Asked, status: HTTPStatus = HTTPStatus.OK, *, why: str = ""
    ) -> Answer:
        around = self._around(asked)
        return self.bound.with_form(
            asked, lambda token: typing_page(around, token, why=why), status
        )

    def _second(self, asked: Asked) -> Answer:
        return self._step.second(asked, asked.cookie(_SESSION))

    def _choice(self, asked: Asked, session: Session) -> Answer:
        if asked.method in READS:
            kinds = [self._people(asked, one) for one in session.persons]
            return self._page(
                asked, session, lambda around, token: choice_page(around, token, kinds)
            )
        number = self._sent(asked, session).get("as", [""])[0]
        known = str(number) in map(str, range(len(session.persons)))
        if not known or self._sessions.choose(session, int(number)) is None:
            return see_other(address(asked.language, "my choice"))
        return see_other(address(asked.language, "my data"))

    def _data(self, asked: Asked, session: Session) -> Answer:
        found = self._desk.held(session.people, asked.language)
        people, policy = self._people(asked, session.people), self.office.policy
        return self._page(asked, session, lambda around, _token: held_page(
            around, self._menu(around, session), found, people, policy
        ))

    def _requests(self, asked: Asked, session: Session) -> Answer:
        if asked.method not in READS:
            return self._go_on(asked, session)
        found, back = self._desk.followed(session.people, session.address)
        just = str(asked.told.get("QUERY_STRING", ""))
        authority = self.office.authority().name[asked.language]
        beside = Beside(authority, self._named(asked.language), just)
        return self._page(asked, session, lambda around, token: followed_page(
            around, self._menu(around, session), found, back, replace(beside, token=token)
        ))

    def _go_on(self, asked: Asked, session: Session) -> Answer:
        """Let somebody withdraw a request of theirs, or complain of its answer."""
        fields = self._sent(asked, session)
        name, what, text = (fields.get(one, [""])[0].strip() for one in ("request", "what", "text"))
        text = text.replace("\r\n", "\n")[:LONGEST_TEXT] or PORTAL_WORDS[asked.language]["no words"]
        if not self._desk.go_on((session.people, session.address), name, what, text):
            raise Refused(HTTPStatus.NOT_FOUND)
        return self._told(asked, WENT_ON)

    def _change(self, asked: Asked, session: Session) -> Answer:
        """Show what will happen, and let it happen once that was seen."""
        if asked.method in READS:
            found, one = self._doing(asked, session)
            return self._before(asked, session, one, Before(found))
        fields = sent(asked.told, self.door, self._acts)
        once = self.bound.once(asked, fields, of=for_whom(session, session.chosen))
        if once is None:
            raise Refused(HTTPStatus.FORBIDDEN)
        if once in self._done:  # a double click: what was done is no longer there to be done
            return self._told(asked, self._done[once])
        found, one = self._doing(asked, session)
        text = fields.get("text", [""])[0].strip().replace("\r\n", "\n") if one.act.text else ""
        why = "no text" if one.act.needed and not text else ""
        why = "long text" if len(text) > LONGEST_TEXT else why
        if why:
            before = Before(found, text=text[:LONGEST_TEXT], why=why)
            return self._before(asked, session, one, before, HTTPStatus.UNPROCESSABLE_ENTITY)
        trouble = self._desk.ask(self._asking(asked, session, (one, found, text), once))
        if trouble:
            self.door.tell(f"what has effect at once is on record, and was not done: {trouble}")
            return self._told(asked, NEW)
        self._did(once, DONE if one.act.at_once else NEW)
        return self._told(asked, self._done[once])

    def _doing(self, asked: Asked, session: Session) -> tuple[Held, Doing]:
        """Return what is held, and what of it an address is about; Refused where it is nothing."""
        found = self._desk.held(session.people, asked.language)
        one = doing(asked.ending, found, self.office.policy)
        if one is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        return found, one

    @staticmethod
    def _told(asked: Asked, just: str) -> Answer:
        return see_other(f"{address(asked.language, 'my requests')}?{just}")

    def _before(
        self,
        asked: Asked,
        session: Session,
        one: Doing,
        before: Before,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        named = self._named(asked.language)
        before = replace(before, named=named, undo=self._desk.undo())
        if one.act.right is Right.ERASURE:
            before = replace(before, foreseen=self._desk.foreseen(session.people, one.target))
        return self._page(asked, session, lambda around, token: act_page(
            around, self._menu(around, session), token, one, before
        ), status)

    def _asking(
        self, asked: Asked, session: Session, what: tuple[Doing, Held, str], once: str
    ) -> Asking:
        """Return what is taken in: of the person as whom they are known there."""
        one, found, text = what
        told = said(self._around(asked), one, text)
        purposes = (one.target,) if one.act.of == PURPOSE else ()
        kinds = found.purposes[one.target].kinds if purposes else set[str]()
        person = next((p for p in session.people if p.kind in kinds), session.people[0])
        form = Form((one.act.right,), session.address, told, asked.language, once)
        part = (one.target,) if one.act.right in IN_PART and one.target else ()
        return Asking(person, form, purposes, part)

    def _put_back(self, asked: Asked, session: Session) -> Answer:
        """Show what can be put back, and put it back once that was seen."""
        if asked.method in READS:
            return self._backs(asked, session, self._desk.backs(session.people, session.address))
        fields = sent(asked.told, self.door, self._acts)
        once = self.bound.once(asked, fields, of=for_whom(session, session.chosen))
        if once is None:
            raise Refused(HTTPStatus.FORBIDDEN)
        # Of a double click the second waits, and hears what the first one did.
        with held_within(_TURN, self._turn, _BUSY):
            return self._put_back_once(asked, session, fields, once)

    def _put_back_once(
        self, asked: Asked, session: Session, fields: Mapping[str, list[str]], once: str
    ) -> Answer:
        if once not in self._done:
            name, seen = (fields.get(one, [""])[0] for one in ("run", "seen"))
            who = session.people, session.address
            found, closed = self._desk.put_back(who, name, seen)
            if found is None or found.why or found.code != seen:
                backs = self._desk.backs(*who)
                return self._backs(asked, session, backs, HTTPStatus.CONFLICT)
            for store in closed:
                self.door.tell(f"views in store `{store}` show nothing until they are made anew")
            self._did(once, IS_BACK)
        if session.is_of_gone:  # they are on file again: they sign in by that
            self._sessions.end(session.name)
            where = f"{address(asked.language, 'mine')}?{IS_BACK}"
            return see_other(where, self._cookie("", 0))
        return self._told(asked, self._done[once])

    def _did(self, once: str, what: str) -> None:
        self._done[once] = what
        while len(self._done) > _MOST_DONE:
            self._done.popitem(last=False)

    def _backs(
        self,
        asked: Asked,
        session: Session,
        found: Sequence[Back],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        undo, gone = self._desk.undo(), session.is_of_gone
        around = Offered(found, self._named(asked.language), undo, gone=gone)
        return self._page(asked, session, lambda here, token: put_back_page(
            here, self._menu(here, session), token, around, changed=status is HTTPStatus.CONFLICT
        ), status)

    def _download(self, asked: Asked, session: Session) -> Answer:
        if asked.method in READS:
            portable = self._desk.held(session.people, asked.language).portable
            return self._page(asked, session, lambda around, token: download_page(
                around, self._menu(around, session), token, portable=portable
            ))
        what = self._sent(asked, session).get("what", [""])[0]
        if what not in ("all", "portable"):
            raise Refused(HTTPStatus.BAD_REQUEST)
        parts, size = self._desk.download(
            session.people, asked.language, portable=what == "portable"
        )
        name = PORTAL_WORDS[asked.language][f"{what} file"]
        told = ("Content-Disposition", f'attachment; filename="{name}"')
        return Answer(
            HTTPStatus.OK, parts=parts, size=size, kind="application/zip", headers=(told,)
        )

    def _named(self, language: str) -> Named:
        """Return how purposes and categories of the policy are called."""
        policy = self.office.policy
        return Named(
            {name: one.words.get(language, name) for name, one in policy.categories.items()},
            {name: one.title.get(language, name) for name, one in policy.purposes.items()},
        )

    def _menu(self, around: Around, session: Session) -> str:
        return "" if session.is_of_gone else menu(around, choices=len(session.persons) > 1)

    def _leave(self, asked: Asked, session: Session) -> Answer:
        self._sent(asked, session, None, *range(len(session.persons)))
        self._sessions.end(session.name)
        return see_other(address(asked.language, "mine"), self._cookie("", 0))

    def _people(self, asked: Asked, people: Sequence[Person]) -> str:
        """Return as whom somebody is known, in words."""
        subjects, language = self.office.policy.subjects, asked.language
        kinds = (subjects.get(one.kind, {}).get(language, one.kind) for one in people)
        return GRAMMARS[language].all_of(kinds)

    def _page(
        self,
        asked: Asked,
        session: Session,
        written: Callable[[Around, str], bytes],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        """Return a page of somebody who signed in, with the button to sign out."""
        def with_tools(token: str) -> bytes:
            return written(self._around(asked, leave_form(asked.language, token)), token)

        return self.bound.with_form(
            asked, with_tools, status, for_whom(session, session.chosen)
        )

    def _with_menu(
        self,
        asked: Asked,
        session: Session,
        written: Callable[[Around, str, str], bytes],
        status: HTTPStatus,
    ) -> Answer:
        return self._page(asked, session, lambda around, token: written(
            around, self._menu(around, session), token
        ), status)

    def _sent(
        self, asked: Asked, session: Session, *chosen: int | None
    ) -> Mapping[str, list[str]]:
        """Return the fields of a form of one of these pages; Refused of another one.

        It was shown of whoever is looked at, or where one of `chosen` was.
        """
        fields = sent(asked.told, self.door, self._acts)
        shown = (for_whom(session, one) for one in (chosen or (session.chosen,)))
        if all(self.bound.once(asked, fields, *PORTAL, of=one) is None for one in shown):
            raise Refused(HTTPStatus.FORBIDDEN)
        return fields

    def _around(self, asked: Asked, tools: str = "") -> Around:
        name = self.office.policy.controller.name
        return Around(
            asked.language, self.office.languages, name, asked.place, asked.ending, tools, "mine"
        )

    def _cookie(self, value: str, life: int | None = None) -> Header:
        return self.bound.cookie(_SESSION, value, life)

"""The console: officers sign in, see what is open, and act on a case, each as their roles allow."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from threading import Lock

from gestand.core.roles import SHARED, Officer
from gestand.settings import acting_as
from gestand.surfaces.tokens import is_same
from gestand.surfaces.web.asked import READS, SENDS, Asked, Door, Refused, only, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_cases import Cases, Session
from gestand.surfaces.web.console_factor import Factors
from gestand.surfaces.web.console_holds import Holds
from gestand.surfaces.web.console_letters import Letters
from gestand.surfaces.web.console_messages import Messages
from gestand.surfaces.web.console_pages import LOG_PAGES, menu
from gestand.surfaces.web.console_publications import Publications
from gestand.surfaces.web.console_publish import Publishing
from gestand.surfaces.web.console_telling import Telling
from gestand.surfaces.web.console_told import Told
from gestand.surfaces.web.desk import Desk
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.officer import login_page, logout_form
from gestand.surfaces.web.page import Answer, Around, address, see_other
from gestand.surfaces.web.second_codes import HALF_LIFE

SESSION_LIFE = 1800
"""For how many seconds a session of an officer counts."""

CONSOLE: Mapping[str, Sequence[str]] = {
    "login": (*READS, *SENDS),
    "second": (*READS, *SENDS),
    "logout": SENDS,
    "cases": READS,
    "case": (*READS, *SENDS),
    "letters": (*READS, *SENDS),
    "promises": READS,
    "forecast": READS,
    "registers": READS,
    "logs": READS,
    "versions": READS,
    "version": READS,
    "trail": READS,
    "publications": (*READS, *SENDS),
    "publish": (*READS, *SENDS),
    "holds": (*READS, *SENDS),
    "message": (*READS, *SENDS),
    "factor": (*READS, *SENDS),
}
"""By page the ways in which it is asked; `case` has the address of `cases`, and a number."""

_ENDINGS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "cases": ("case", re.compile(r"/[1-9][0-9]{0,15}")),
    "letters": ("letters", re.compile(r"/[1-9][0-9]{0,15}(/[a-z-]{1,40})?")),
    "message": ("message", re.compile(r"/[1-9][0-9]{0,15}")),
    "logs": ("logs", re.compile(f"/({'|'.join(LOG_PAGES)})")),
    "versions": ("version", re.compile(r"/[0-9]{4}-[0-9]{2}-[0-9]{2}")),
}
"""By the address of a page which page one is that has something after it, and what that may be."""

_WITH_ENDING = frozenset({"letters", "message"})
"""Addresses that are none without what follows on them."""

_OF_CASES = frozenset({"cases", "case", "letters"})
"""Pages on which it counts whose case it is."""

_ALL = frozenset({"login", "second", "logout"})
"""Pages for whoever is there."""

_OFFICER = "gestand_officer"
_ACTS, _WITHIN = 300, 600
_MOST_SESSIONS = 1000
LOOK = "look"


@dataclass
class Console:
    """Answers for the pages of officers; `limit` counts who tries to sign in."""

    office: Office
    door: Door
    limit: Limit
    bound: Bound
    _acts: Limit = field(init=False, repr=False)
    _desk: Desk = field(init=False, repr=False)
    _cases: Cases = field(init=False, repr=False)
    _letters: Letters = field(init=False, repr=False)
    _telling: Telling = field(init=False, repr=False)
    _publications: Publications = field(init=False, repr=False)
    _acting: Mapping[str, Callable[[Asked, Session], Answer]] = field(init=False, repr=False)
    _factors: Factors = field(init=False, repr=False)
    _sessions: dict[str, Session] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self._acts = Limit(_ACTS, _WITHIN, self.door.clock)
        desk = self._desk = Desk(self.office)
        self._cases = Cases(self.office, desk, self.door, self._acts, self.bound, self._page)
        self._letters = Letters(self.office, desk, self.door, self._acts, self.bound, self._page)
        self._publications = Publications(desk, self.door, self._acts, self.bound, self._page)
        around = (desk, self.door, self._acts, self.bound, self._page)
        self._acting = {
            "publish": Publishing(*around).shown, "holds": Holds(*around).listed,
            "message": Messages(*around).one,
        }
        limits = (self.limit, self._acts)
        self._factors = Factors(
            desk, self.door, limits, self.bound, self._page, self._enter, self._around
        )
        self._telling = Telling(self.office, Told(desk, self.door.clock), self._page)

    def answer(self, asked: Asked) -> Answer:
        """Answer for a page of officers; Refused where there is none, or not for this one."""
        name = self.page_of(asked)
        if name == "login":
            return self._login(asked)
        if name == "second":
            return self._factors.second(asked, self._named(asked, HALF_LIFE))
        session = self.admitted(asked, name)
        if name == "logout":
            return self._logout(asked, session)
        if session is None:
            return see_other(address(asked.language, "login"))
        with acting_as(session.officer.name):
            return self._pages[name](asked, session)

    def page_of(self, asked: Asked) -> str:
        """Return which page is asked for, in a way that it knows; else Refused."""
        if not self.door.has_officers:
            raise Refused(HTTPStatus.NOT_FOUND)
        name = asked.place
        if name in _WITH_ENDING and not asked.ending:
            raise Refused(HTTPStatus.NOT_FOUND)
        if asked.ending:
            known = _ENDINGS.get(name)
            if known is None or not known[1].fullmatch(asked.ending):
                raise Refused(HTTPStatus.NOT_FOUND)
            name = known[0]
        only(asked.told, CONSOLE[name])
        return name

    def admitted(self, asked: Asked, name: str) -> Session | None:
        """Return who asks for a page; None where nobody signed in.

        Refused where no role of theirs may open it: then it is not there.
        """
        session = self._session(asked)
        if session is not None and name not in _ALL and not session.officer.may_open(name):
            raise Refused(HTTPStatus.NOT_FOUND)
        if session is not None and name in _OF_CASES:
            return replace(session, officer=self._desk.limited(session.officer))
        return session

    @property
    def _pages(self) -> Mapping[str, Callable[[Asked, Session], Answer]]:
        tells = self._telling
        return {
            "cases": self._cases.listed, "case": self._cases.one,
            "letters": self._letters.chosen, "promises": tells.promises,
            "forecast": tells.forecast,
            "registers": tells.registers, "logs": tells.logs, "versions": tells.versions,
            "version": tells.version, "trail": tells.trail,
            "publications": self._publications.listed, "factor": self._factors.own,
            **self._acting,
        }

    def _login(self, asked: Asked) -> Answer:
        own = bool(self.door.officers)
        if asked.method in READS:
            return self.bound.with_form(asked, lambda token: login_page(
                self._around(asked), token, wrong=False, own=own
            ))
        fields = sent(asked.told, self.door, self.limit)
        officer = self._known(fields.get("typed", [""])[0].strip())
        if self.bound.once(asked, fields) is None or officer is None:
            return self.bound.with_form(asked, lambda token: login_page(
                self._around(asked), token, wrong=True, own=own
            ), HTTPStatus.FORBIDDEN)
        if not self._factors.asks(officer):
            return self._enter(asked, officer)
        word = self.bound.seal.signed(_OFFICER)
        self._factors.begin(self.bound.seal.once(_OFFICER, word, HALF_LIFE) or "", officer)
        return see_other(
            address(asked.language, "second"), self.bound.cookie(_OFFICER, word, HALF_LIFE)
        )

    def _enter(self, asked: Asked, officer: Officer) -> Answer:
        """Let an officer in under a new name; where they were in elsewhere, that ends."""
        word = self.bound.seal.signed(_OFFICER)
        name = self.bound.seal.once(_OFFICER, word, SESSION_LIFE) or ""
        with self._lock:
            if officer is not SHARED:  # the one token of everybody may be in use by others
                others = [n for n, one in self._sessions.items() if one.officer == officer]
                for other in others:
                    del self._sessions[other]
            self._sessions[name] = Session(name, officer)
            while len(self._sessions) > _MOST_SESSIONS:
                self._sessions.pop(next(iter(self._sessions)))
        return see_other(
            address(asked.language, "cases"), self.bound.cookie(_OFFICER, word, SESSION_LIFE)
        )

    def _known(self, typed: str) -> Officer | None:
        """Return whose token was typed; each is compared, so that the time tells nothing."""
        if not self.door.officers:
            return SHARED if is_same(typed, self.door.token) else None
        found = [officer for officer, token in self.door.officers if is_same(typed, token)]
        return found[0] if found else None

    def _logout(self, asked: Asked, session: Session | None) -> Answer:
        fields = sent(asked.told, self.door, self._acts)
        if session is None or self.bound.once(asked, fields, *CONSOLE, of=session.name) is None:
            raise Refused(HTTPStatus.FORBIDDEN)
        with self._lock:
            self._sessions.pop(session.name, None)
        return see_other(address(asked.language), self.bound.cookie(_OFFICER, "", 0))

    def _session(self, asked: Asked) -> Session | None:
        """Return the session of an officer; None where there is none."""
        name = self._named(asked, SESSION_LIFE)
        return self._sessions.get(name) if name is not None else None

    def _named(self, asked: Asked, life: int) -> str | None:
        """Return the name in the cookie of an officer; None where it counts no more."""
        return self.bound.seal.once(_OFFICER, asked.cookie(_OFFICER), life)

    def _page(
        self,
        asked: Asked,
        session: Session,
        written: Callable[[Around, str], bytes],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        """Return a page of an officer, with who signed in and the button to sign out."""
        def with_tools(token: str) -> bytes:
            plain = self._around(asked)
            tools = logout_form(asked.language, token, plain.words, session.officer.name)
            around = self._around(asked, tools=tools, kind="wide")
            without = () if self.office.publishes else ("publications",)
            without = without if self.door.officers else (*without, "factor")
            place = "cases" if asked.place in _WITH_ENDING else asked.place
            over = menu(asked.language, place, session.officer, without)
            return written(replace(around, over=over), token)

        return self.bound.with_form(asked, with_tools, status, session.name)

    def _around(self, asked: Asked, *, tools: str = "", kind: str = "") -> Around:
        name = self.office.policy.controller.name
        return Around(
            asked.language, self.office.languages, name, asked.place, asked.ending, tools, kind
        )

"""The second step of people who sign in: a code of their authenticator, where they turned one on.

Whoever typed a right code from the mail is nobody yet, until that one is right as well. The page
comes after the mailed code, so it tells nothing to who does not read the mail of an address.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from secrets import token_hex
from threading import Lock

from gestand.passkeys.base import NotRight
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_factor_page import Shown
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.later import Later
from gestand.surfaces.web.page import Answer, Around, Header, address, see_other
from gestand.surfaces.web.portal_desk import PortalDesk
from gestand.surfaces.web.portal_factor_page import OFF, ON, safe_page, second_page
from gestand.surfaces.web.portal_passkey import JUST as KEY_JUST
from gestand.surfaces.web.portal_passkey import Fields, PasskeyStep, pages_of
from gestand.surfaces.web.portal_passkey_page import ASKED, ONLY, REMOVE
from gestand.surfaces.web.second_codes import HALF_LIFE, TRIES, SecondCodes
from gestand.work.authenticators import new_secret
from gestand.work.portal.sessions import Session, Sessions
from gestand.work.portal.whose_address import Known

JUST = ("turned-on", "turned-off")
KNOWN_JUST = (*JUST, *KEY_JUST.values())

_MOST = 1000


@dataclass
class Half:
    """Somebody who reads the mail of an address, and has still to type their second code."""

    address: str = field(repr=False)
    begun: float
    wrong: int = 0


@dataclass
class SecondStep:
    """Answers for these pages; `limits` count who tries to sign in, and what people do.

    `enter` lets somebody in, and `page` puts around a page what those of who signed in have. Of
    each change a letter goes out, `later`.
    """

    keys: PasskeyStep
    desk: PortalDesk
    door: Door
    limits: tuple[Limit, Limit]
    bound: Bound
    sessions: Sessions
    page: Callable[[Asked, Session, Callable[[Around, str, str], bytes], HTTPStatus], Answer]
    enter: Callable[[Asked, Known], Answer]
    around: Callable[[Asked], Around]
    cookie: Callable[[str], Header]
    later: Later
    _halves: OrderedDict[str, Half] = field(default_factory=OrderedDict, repr=False)
    _waiting: OrderedDict[str, bytes] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _codes: SecondCodes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Let no code count that was shown before."""
        self._codes = SecondCodes(self.door.clock, self.door.moment)

    def begin(self, asked: Asked, known: Known) -> Answer | None:
        """Wait for the second code of who typed a right one; None where they need none.

        Who chose a passkey instead is led to that. CannotRun where nobody can tell.
        """
        if self.desk.second(known) is None:
            asks = self.keys.is_asked(known)
            return see_other(f"{address(asked.language, 'mine')}?{ASKED}") if asks else None
        name = token_hex(32)
        with self._lock:
            self._halves[name] = Half(known.address, self.door.clock())
            while len(self._halves) > _MOST:
                self._halves.popitem(last=False)
        return see_other(address(asked.language, "my second"), self.cookie(name))

    def second(self, asked: Asked, name: str) -> Answer:
        """Take in the second code of a sign-in that has begun."""
        half, entry = self._half(name), address(asked.language, "mine")
        if half is None:
            return see_other(entry)
        if asked.method in READS:
            return self._second(asked, name)
        fields = sent(asked.told, self.door, self.limits[0])
        if self.bound.once(asked, fields, of=name) is None:
            return self._second(asked, name, "stale")
        # They are looked up anew: they may be gone by now, or their authenticator.
        known = self.desk.whose(half.address)
        found = self.desk.second(known)
        if found is None:
            self._halves.pop(name, None)
            return see_other(entry)
        if not self._codes.fits(found[1], fields.get("code", [""])[0]):
            half.wrong += 1
            if half.wrong >= TRIES:
                self._halves.pop(name, None)
                return see_other(entry)
            return self._second(asked, name, "wrong")
        answer = self.enter(asked, known)
        self._halves.pop(name, None)
        return answer

    def own(self, asked: Asked, session: Session) -> Answer:
        """Return the page of safe sign-in, or turn an authenticator on or off by a code of it."""
        if asked.method in READS:
            just = str(asked.told.get("QUERY_STRING", ""))
            return self._own(asked, session, just=just if just in KNOWN_JUST else "")
        fields, of = sent(asked.told, self.door, self.limits[1]), for_whom(session, session.chosen)
        if self.bound.once(asked, fields, of=of) is None:
            return self._own(asked, session, why="stale")
        does, typed = fields.get("do", [""])[0], fields.get("code", [""])[0]
        if does in KEY_JUST:
            return self._passkey(asked, session, fields, does)
        found = self.desk.second(_known(session))
        if does not in (ON, OFF):
            raise Refused(HTTPStatus.BAD_REQUEST)
        just = JUST[0 if does == ON else 1]
        if (does == ON) == (found is not None):
            return self._just(asked, just)  # a double click: it is so already
        secret = found[1] if found else self._waiting.get(session.name, b"")
        if not secret or not self._codes.fits(secret, typed):
            return self._own(asked, session, why="wrong")
        if found is not None:
            self.desk.turn_off(found[0])
        else:
            self.desk.turn_on(session, secret)
            self._waiting.pop(session.name, None)
            self.sessions.end_others(session)
        return self._changed(asked, session, just)

    def _changed(self, asked: Asked, session: Session, just: str) -> Answer:
        """Write to who changed how they sign in: where it was somebody else, they hear of it."""
        tell, language = self.desk.tell_changed, asked.language
        self.later.do(partial(tell, session.address, language, just, pages_of(asked)))
        return self._just(asked, just)

    @staticmethod
    def _just(asked: Asked, just: str) -> Answer:
        return see_other(f"{address(asked.language, 'my safety')}?{just}")

    def _passkey(self, asked: Asked, session: Session, fields: Fields, does: str) -> Answer:
        try:
            self.keys.act(asked, session, fields, for_whom(session, session.chosen))
        except NotRight:
            return self._own(asked, session, why="not added")
        if does in (REMOVE, ONLY):  # whoever came in by what counts no more is out
            self.sessions.end_others(session)
        return self._changed(asked, session, KEY_JUST[does])

    def _half(self, name: str) -> Half | None:
        half = self._halves.get(name)
        over = half is not None and not 0 <= self.door.clock() - half.begun < HALF_LIFE
        return None if over else half

    def _second(self, asked: Asked, name: str, why: str = "") -> Answer:
        status = HTTPStatus.FORBIDDEN if why else HTTPStatus.OK
        return self.bound.with_form(asked, lambda token: second_page(
            self.around(asked), Shown(token, "", why=why)
        ), status, name)

    def _own(self, asked: Asked, session: Session, *, why: str = "", just: str = "") -> Answer:
        secret = None
        if self.desk.second(_known(session)) is None:
            with self._lock:
                secret = self._waiting.setdefault(session.name, new_secret())
                while len(self._waiting) > _MOST:
                    self._waiting.popitem(last=False)
        status, told = HTTPStatus.FORBIDDEN if why else HTTPStatus.OK, just.replace("-", " ")
        answer = self.page(asked, session, lambda around, menu, token: safe_page(
            around, menu, Shown(token, session.address, secret, why, told),
            self.keys.own(around, token, session),
        ), status)
        return replace(answer, scripted=self.keys.is_open)


def for_whom(session: Session, chosen: int | None) -> str:
    """Return for whom a form counts: the session, and the person whose data it shows.

    A page that is left open does nothing to whoever signs in after, or is chosen next.
    """
    return f"{session.name} {chosen}"


def _known(session: Session) -> Known:
    return Known(session.address, session.persons)

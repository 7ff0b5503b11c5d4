"""The second step of signing in: a code of an authenticator, where an officer has one or must.

Whoever typed a right token is nobody yet, until the code is right as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from threading import Lock

from gestand.core.roles import Officer
from gestand.errors import CannotRun
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_cases import Session, Written
from gestand.surfaces.web.console_factor_page import Shown, factor_page, second_page
from gestand.surfaces.web.desk import Desk
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.page import Answer, Around, address, see_other
from gestand.surfaces.web.second_codes import TRIES, SecondCodes
from gestand.work.authenticators import (
    ask_removal,
    enrol,
    new_secret,
    of_officers,
    remove,
    secret_of,
)

_MOST_HALVES = 1000


@dataclass
class Half:
    """Somebody who typed a right token, and no code yet; `secret` waits to be enrolled."""

    name: str
    officer: Officer
    secret: bytes | None = field(default=None, repr=False)
    wrong: int = 0


@dataclass
class Factors:
    """Answers for these pages; `limit` counts who tries to sign in, `acts` what officers do.

    `enter` lets somebody in, and `page` puts around a page what every page of officers has.
    """

    desk: Desk
    door: Door
    limits: tuple[Limit, Limit]
    bound: Bound
    page: Callable[[Asked, Session, Written, HTTPStatus], Answer]
    enter: Callable[[Asked, Officer], Answer]
    around: Callable[[Asked], Around]
    _halves: dict[str, Half] = field(default_factory=dict, repr=False)
    _waiting: dict[str, bytes] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _codes: SecondCodes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Let no code count that was shown before."""
        self._codes = SecondCodes(self.door.clock, self.door.moment)

    def asks(self, officer: Officer) -> bool:
        """Tell whether an officer needs a code as well; CannotRun where nobody can tell."""
        if not self.door.officers:
            return False
        with self.desk.keyring() as keyring:
            return officer.second_factor or secret_of(keyring, officer.name) is not None

    def begin(self, name: str, officer: Officer) -> None:
        """Wait for the code of somebody who typed a right token."""
        with self._lock:
            self._halves[name] = Half(name, officer)
            while len(self._halves) > _MOST_HALVES:
                self._halves.pop(next(iter(self._halves)))

    def second(self, asked: Asked, name: str | None) -> Answer:
        """Take in the code of a sign-in that has begun."""
        half = self._halves.get(name or "")
        if half is None:
            return see_other(address(asked.language, "login"))
        with self.desk.keyring() as keyring:
            secret = secret_of(keyring, half.officer.name)
        if secret is None and half.secret is None:
            half.secret = new_secret()
        if asked.method in READS:
            return self._second(asked, half, secret)
        fields = sent(asked.told, self.door, self.limits[0])
        if self.bound.once(asked, fields, of=half.name) is None:
            return self._second(asked, half, secret, why="stale")
        counts = secret or half.secret or b""
        if not self._codes.fits(counts, fields.get("code", [""])[0]):
            half.wrong += 1
            if half.wrong >= TRIES:
                self._halves.pop(half.name, None)
                return see_other(address(asked.language, "login"))
            return self._second(asked, half, secret, why="wrong")
        if self._halves.pop(half.name, None) is None:
            return see_other(address(asked.language, "login"))
        if secret is None:
            with self.desk.office.recording() as keyring:
                enrol(keyring, half.officer.name, counts)
        return self.enter(asked, half.officer)

    def _second(
        self, asked: Asked, half: Half, secret: bytes | None, *, why: str = ""
    ) -> Answer:
        waits = half.secret if secret is None else None
        shown = Shown(
            "", half.officer.name, waits, why=why, must=half.officer.second_factor
        )
        status = HTTPStatus.FORBIDDEN if why else HTTPStatus.OK
        return self.bound.with_form(asked, lambda token: second_page(
            self.around(asked), replace(shown, token=token)
        ), status, half.name)

    def own(self, asked: Asked, session: Session) -> Answer:
        """Return the page of somebody's own authenticator, or do what they want with one."""
        if not self.door.officers:
            raise Refused(HTTPStatus.NOT_FOUND)
        if asked.method in READS:
            just = str(asked.told.get("QUERY_STRING", ""))
            known = just if just in ("enrolled", "asked", "removed") else ""
            return self._own(asked, session, just=known)
        fields = sent(asked.told, self.door, self.limits[1])
        if self.bound.once(asked, fields, of=session.name) is None:
            return self._own(asked, session, why="stale")
        does, officer = fields.get("do", [""])[0], session.officer
        if does == "code":
            secret = self._waiting.get(session.name, b"")
            if not secret or not self._codes.fits(secret, fields.get("code", [""])[0]):
                return self._own(asked, session, why="wrong")
        elif does not in ("ask", "remove") or not officer.may_remove_factors:
            raise Refused(HTTPStatus.FORBIDDEN)
        try:
            done = self._done(session, does, fields.get("whose", [""])[0])
        except CannotRun as error:
            self.door.tell(str(error))
            return self._own(asked, session, why="not possible")
        return see_other(f"{address(asked.language, 'factor')}?{done}")

    def _done(self, session: Session, does: str, whose: str) -> str:
        by = session.officer.name
        with self.desk.office.recording() as keyring:
            if does == "code":
                enrol(keyring, by, self._waiting.pop(session.name))
                return "enrolled"
            if whose not in {officer.name for officer, _ in self.door.officers}:
                message = "there is no officer of this name any more"
                raise CannotRun(message)
            if does == "ask":
                ask_removal(keyring, whose, by)
                return "asked"
            remove(keyring, whose, by)
            return "removed"

    def _own(self, asked: Asked, session: Session, *, why: str = "", just: str = "") -> Answer:
        officer, names = session.officer, [one.name for one, _ in self.door.officers]
        with self.desk.keyring() as keyring:
            found = of_officers(keyring, names)
        has = officer.name in found.enrolled
        if not has:
            with self._lock:
                self._waiting.setdefault(session.name, new_secret())
                while len(self._waiting) > _MOST_HALVES:
                    self._waiting.pop(next(iter(self._waiting)))
        secret = None if has else self._waiting.get(session.name)
        others = found if officer.may_remove_factors else None
        shown = Shown("", officer.name, secret, why, just, others=others)
        status = HTTPStatus.OK
        if why:
            status = HTTPStatus.CONFLICT if why == "not possible" else HTTPStatus.FORBIDDEN
        return self.page(asked, session, lambda around, token: factor_page(
            around, replace(shown, token=token), has=has
        ), status)

"""Passkeys of people: to sign in by one without a code, to make one, and to take one away.

What a passkey signs follows from the token of the form that is sent with it: so it counts in the
browser that was shown that page, for a short while, and once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from threading import Lock

from gestand.passkeys.base import NotRight, Passkeys
from gestand.surfaces.web.asked import Asked, Door, Refused
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.later import Later
from gestand.surfaces.web.page import Answer, Around, address
from gestand.surfaces.web.portal_desk import PortalDesk
from gestand.surfaces.web.portal_pages import entry_page
from gestand.surfaces.web.portal_passkey_page import (
    ADD,
    MAIL,
    ONLY,
    REMOVE,
    OwnPasskeys,
    Site,
    challenge_of,
    own_part,
    sign_in_part,
)
from gestand.surfaces.web.words import LOST
from gestand.wiring.passkeys import passkeys_of
from gestand.work.portal.lets_in import LetsIn
from gestand.work.portal.passkeys import is_asked
from gestand.work.portal.sessions import Session
from gestand.work.portal.whose_address import Known

LIFE = 600
"""For how many seconds a page counts on which a passkey is asked."""

JUST = {ADD: "added", REMOVE: "removed", ONLY: "mail-off", MAIL: "mail-on"}

_MOST = 10_000

Fields = Mapping[str, Sequence[str]]


@dataclass
class PasskeyStep:
    """Answers what is about passkeys; without `passkeys` there are none on this website."""

    desk: PortalDesk
    door: Door
    bound: Bound
    around: Callable[[Asked], Around]
    later: Later
    passkeys: Passkeys | None = field(init=False, repr=False)
    _used: OrderedDict[str, None] = field(default_factory=OrderedDict, repr=False)
    _copied: OrderedDict[str, None] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        """Tell of which site they are."""
        self.passkeys = passkeys_of(self.door.origins)

    @property
    def is_open(self) -> bool:
        """Tell whether this website can have passkeys at all."""
        return self.passkeys is not None

    def entry(
        self, asked: Asked, typed: str, status: HTTPStatus = HTTPStatus.OK, *, why: str = ""
    ) -> Answer:
        """Return the page on which somebody types their address, or shows a passkey."""
        def written(token: str) -> bytes:
            around, site = self.around(asked), self._site
            only = why == "only passkey"
            part = sign_in_part(around, token, site, only=only) if site else ()
            return entry_page(around, token, typed, why=why, beside=part)

        return replace(self.bound.with_form(asked, written, status), scripted=self.is_open)

    def signs_in(self, asked: Asked, fields: Fields) -> Known | None:
        """Return who showed a passkey of theirs; None where it is none that counts."""
        try:
            return self._signs_in(asked, fields)
        except NotRight:
            return None

    def own(self, around: Around, token: str, session: Session) -> Iterator[str]:
        """Yield the passkeys of somebody, and the button that makes another one."""
        site = self._site
        if site is not None:
            found, handle = self.desk.passkeys(session)
            only = is_asked(found, site.name)
            own = OwnPasskeys(site, found, handle, session.address, only)
            yield from own_part(around, token, own)

    def is_asked(self, known: Known) -> bool:
        """Tell whether somebody signs in by a passkey, and not by the mailed code alone."""
        return self.passkeys is not None and self.desk.asks_passkey(known, self.passkeys.site)

    def act(self, asked: Asked, session: Session, fields: Fields, of: str) -> None:
        """Do what somebody wants with their passkeys; NotRight where that cannot be."""
        if self.passkeys is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        does = fields.get("do", [""])[0]
        if does in (ONLY, MAIL):
            self.desk.let_mail_in(session, self.passkeys.site if does == ONLY else "")
            return
        if does == REMOVE:
            self.desk.take_passkey_away(session, fields.get("passkey", [""])[0])
            return
        challenge = self._challenge(asked, fields, of)
        made = self.passkeys.made(fields.get("answer", [""])[0], challenge)
        self.desk.add_passkey(session, made)

    def _signs_in(self, asked: Asked, fields: Fields) -> Known | None:
        if self.passkeys is None:
            raise NotRight
        challenge, answer = self._challenge(asked, fields), fields.get("answer", [""])[0]
        claimed = self.passkeys.claimed(answer)
        one = self.desk.passkey(claimed)
        if one is None:
            raise NotRight
        signed = self.passkeys.proven(answer, challenge, bytes.fromhex(one.said["key"]))
        known = self.desk.who_has(one)
        if known is not None:
            try:
                self.desk.count_passkey(claimed, signed)
            except NotRight:
                self._is_copied(asked, one, known.address)
                raise
        return known

    def _is_copied(self, asked: Asked, one: LetsIn, to: str) -> None:
        """Tell whose passkey it is that there may be a copy: once, however often it is shown."""
        self.door.tell("a passkey counted back: there may be a copy of it, so it was refused")
        with self._lock:
            if one.ident in self._copied:
                return
            _remember(self._copied, one.ident)
        enter, ask = pages_of(asked)
        pages = (enter, f"{ask}?{LOST}")
        self.later.do(partial(self.desk.tell_copied, one, to, asked.language, pages))

    def _challenge(self, asked: Asked, fields: Fields, of: str = "") -> bytes:
        """Return what was to be signed, once; NotRight where it counts no more."""
        name = self.bound.once(asked, fields, of=of, life=LIFE)
        with self._lock:
            if name is None or name in self._used:
                raise NotRight
            # INVARIANT: it counts once, whatever comes of it.
            _remember(self._used, name)
        return challenge_of(fields["token"][0])

    @property
    def _site(self) -> Site | None:
        return None if self.passkeys is None else Site(self.passkeys.site, self.passkeys.kinds)


def pages_of(asked: Asked) -> tuple[str, str]:
    """Return where people sign in, and where they ask without that, as a letter names them."""
    # It was compared with the origins of this website: never the name that a stranger sent.
    origin, language = str(asked.told["HTTP_ORIGIN"]), asked.language
    return f"{origin}{address(language, 'mine')}", f"{origin}{address(language, 'ask')}"


def _remember(known: OrderedDict[str, None], name: str) -> None:
    known[name] = None
    while len(known) > _MOST:
        known.popitem(last=False)

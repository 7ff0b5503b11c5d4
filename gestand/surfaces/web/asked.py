"""What a browser asks: the page, its language, and the fields of a form that it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from gestand.core.roles import Officer
from gestand.settings import now
from gestand.surfaces.web.guard import Limit, cookies, kept_as
from gestand.surfaces.web.multipart import Parts, parts_of
from gestand.surfaces.web.page import Header

LARGEST, LARGEST_WITH_DOCUMENTS = 64_000, 26_000_000
"""Bytes of a form, and of one with documents."""

FORMS, WITHIN = 10, 600
"""So many forms may come from one address in so many seconds."""

READS, SENDS = ("GET", "HEAD"), ("POST",)

_FORM_TYPE, _PARTS_TYPE = "application/x-www-form-urlencoded", "multipart/form-data"
_MOST_FIELDS = 40

Environ = Mapping[str, Any]


class Refused(Exception):
    """A request is not answered, for a reason that the status says."""

    def __init__(self, status: HTTPStatus, *headers: Header) -> None:
        super().__init__(status.phrase)
        self.status = status
        self.headers = headers


@dataclass(frozen=True)
class Door:
    """Who may come in: from which origins forms may be sent, and which officers by which token.

    `officers` have a token each; where none are declared, whoever has `token` reads their pages.
    Without either there are no pages of officers. `clock` gives seconds that only go on, `moment`
    those since 1970; `tell` says to whoever runs the website why something cannot be done now.
    """

    origins: frozenset[str]
    token: str = field(repr=False)
    clock: Callable[[], float]
    tell: Callable[[str], None]
    officers: Sequence[tuple[Officer, str]] = field(default=(), repr=False)
    moment: Callable[[], float] = lambda: now().timestamp()

    @property
    def has_officers(self) -> bool:
        """Tell whether there are pages of officers at all."""
        return bool(self.officers or self.token)

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers come over TLS only."""
        return all(origin.startswith("https:") for origin in self.origins)


@dataclass(frozen=True)
class Asked:
    """One request of a browser: the page as ADDRESSES names it, and what follows on it.

    `secure` tells whether browsers come over TLS only.
    """

    told: Environ
    language: str
    place: str = ""
    ending: str = ""
    secure: bool = False

    @property
    def method(self) -> str:
        """GET, HEAD, POST or whatever else was sent."""
        return str(self.told["REQUEST_METHOD"])

    def cookie(self, name: str) -> str:
        """Return a cookie, empty where it was not sent."""
        return cookies(self.told).get(kept_as(name, secure=self.secure), "")


def only(environ: Environ, methods: Sequence[str]) -> None:
    """Refuse another method than these."""
    if environ["REQUEST_METHOD"] not in methods:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", ", ".join(methods)))


def sent(environ: Environ, door: Door, limit: Limit) -> Mapping[str, list[str]]:
    """Return the fields of a form that was sent from one of our own pages, empty ones as well."""
    if _kind(_body_of(environ, door, limit, LARGEST)) != _FORM_TYPE:
        raise Refused(HTTPStatus.BAD_REQUEST)
    try:
        return _fields(_read(environ))
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error


def sent_parts(environ: Environ, door: Door, limit: Limit) -> Parts:
    """Return the fields and the documents of a form, as `sent` returns fields."""
    kind = _kind(_body_of(environ, door, limit, LARGEST_WITH_DOCUMENTS))
    try:
        if kind == _FORM_TYPE:
            return Parts(_fields(_read(environ)))
        if kind == _PARTS_TYPE:
            return parts_of(str(environ["CONTENT_TYPE"]), _read(environ))
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error
    raise Refused(HTTPStatus.BAD_REQUEST)


def _body_of(environ: Environ, door: Door, limit: Limit, largest: int) -> Environ:
    """Refuse what comes from elsewhere, what is too much, and what comes too often."""
    if environ.get("HTTP_ORIGIN") not in door.origins:
        raise Refused(HTTPStatus.FORBIDDEN)
    size = str(environ.get("CONTENT_LENGTH") or "0")
    if not size.isascii() or not size.isdigit():
        raise Refused(HTTPStatus.BAD_REQUEST)
    if int(size) > largest:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not limit.allows(str(environ.get("REMOTE_ADDR", ""))):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, ("Retry-After", str(WITHIN)))
    return environ


def _kind(environ: Environ) -> str:
    return str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()


def _read(environ: Environ) -> bytes:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return body


def _fields(body: bytes) -> dict[str, list[str]]:
    text = body.decode("utf-8")
    return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)

"""The WSGI application of the API. Personal data stand in bodies, never in addresses or logs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from gestand.core.permission import Verdict
from gestand.errors import CannotRun
from gestand.surfaces.tokens import is_same
from gestand.work.permissions import NoSuchThing, Permissions
from gestand.work.taking_in import LARGEST as LARGEST_PACKAGE
from gestand.work.taking_in import NotTaken

MOST = 1000
"""Questions in one request."""

LARGEST = 1_000_000
"""Bytes of a request."""

_JSON = "application/json"
_PROBLEM = "application/problem+json"
_FIELDS = ("person", "purpose", "category")

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Problem(Exception):
    """Why a request is not answered, as RFC 9457 says it; `what` repeats nothing that was sent."""

    def __init__(self, status: HTTPStatus, what: str, *headers: tuple[str, str]) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.headers = headers


MAY, HAND_OVER = "/api/v1/may", "/api/v1/hand-over"


@dataclass(frozen=True)
class Arrivals:
    """What takes in packages of other controllers, and the token that they send."""

    take_in: Callable[[bytes], Mapping[str, object]]
    token: str


class Application:
    """Answers `POST /api/v1/may` for one organisation, to whoever knows the token.

    With `arrivals` it takes in packages at `POST /api/v1/hand-over`, with a token of their own.
    """

    def __init__(
        self, permissions: Permissions, token: str, arrivals: Arrivals | None = None
    ) -> None:
        self.permissions = permissions
        self._token = token
        self._arrivals = arrivals

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            status, kind, told = HTTPStatus.OK, _JSON, self._answered(environ)
            more: tuple[tuple[str, str], ...] = ()
        except Problem as problem:
            status, kind, more = problem.status, _PROBLEM, problem.headers
            told = _problem(problem)
        headers, body = _written(kind, told)
        start_response(f"{int(status)} {status.phrase}", [*headers, *more])
        return [body]

    def failed(self, _environ: Environ) -> tuple[list[tuple[str, str]], bytes]:
        """Return the answer to an error that should not happen; it tells nothing of it."""
        what = "an error of this program, and not of the question"
        return _written(_PROBLEM, _problem(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, what)))

    def _answered(self, environ: Environ) -> object:
        path, arrivals = environ.get("PATH_INFO"), self._arrivals
        if path != MAY and (path != HAND_OVER or arrivals is None):
            raise Problem(HTTPStatus.NOT_FOUND, f"there is one address: {MAY}")
        if environ["REQUEST_METHOD"] != "POST":
            allow = ("Allow", "POST")
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "send a POST with JSON", allow)
        if path == HAND_OVER and arrivals is not None:
            _refuse_strangers(environ, arrivals.token)
            return _taken_in(arrivals, _body(environ, LARGEST_PACKAGE))
        _refuse_strangers(environ, self._token)
        asked = _read(environ)
        if isinstance(asked, list):
            if len(asked) > MOST:
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"ask at most {MOST} at once")
            return [self._may(one) for one in asked]
        return self._may(asked)

    def _may(self, asked: object) -> object:
        if not isinstance(asked, dict) or not all(
            isinstance(asked.get(name), str) for name in _FIELDS
        ):
            what = "send `person` (KIND:KEY), `purpose` and `category`, each a text"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)
        kind, _, text = asked["person"].partition(":")
        try:
            key = self.permissions.as_typed(kind.strip(), text.strip())
            verdict = self.permissions.may(kind.strip(), key, asked["purpose"], asked["category"])
        except NoSuchThing as error:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
        except CannotRun as error:
            # Nobody can tell now, so it may not be used.
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
        return _told(verdict)


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": int(problem.status),
        "detail": problem.what,
    }


def _written(kind: str, told: object) -> tuple[list[tuple[str, str]], bytes]:
    body = json.dumps(told, ensure_ascii=False).encode()
    return [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ], body


def _refuse_strangers(environ: Environ, expected: str) -> None:
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if not is_same(token.strip(), expected) or scheme.lower() != "bearer":
        how = ("WWW-Authenticate", "Bearer")
        raise Problem(HTTPStatus.UNAUTHORIZED, "send `Authorization: Bearer TOKEN`", how)


def _taken_in(arrivals: Arrivals, package: bytes) -> Mapping[str, object]:
    try:
        return arrivals.take_in(package)
    except NotTaken as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    except CannotRun as error:
        what = "it cannot be kept now: send it again"
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, what) from error


def _told(verdict: Verdict) -> dict[str, object]:
    told: dict[str, object] = {
        "may": verdict.allowed,
        "use": verdict.use.value if verdict.use else "none",
        "because": verdict.because,
    }
    return told | ({"only": verdict.only} if verdict.only else {})


def _body(environ: Environ, largest: int) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = -1
    if not 0 <= length <= largest:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {largest} bytes")
    body: bytes = environ["wsgi.input"].read(length)
    return body


def _read(environ: Environ) -> object:
    body = _body(environ, LARGEST)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body is not JSON") from error

"""The WSGI application of the API. Personal data stand in bodies, never in addresses or logs."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from gestand.core.permission import Verdict
from gestand.errors import CannotRun
from gestand.work.permissions import NoSuchThing, Permissions

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


class Application:
    """Answers `POST /api/v1/may` for one organisation, to whoever knows the token."""

    def __init__(self, permissions: Permissions, token: str) -> None:
        self.permissions = permissions
        self._token = sha256(token.encode()).digest()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            status, kind, told = HTTPStatus.OK, _JSON, self._answered(environ)
            more: tuple[tuple[str, str], ...] = ()
        except Problem as problem:
            status, kind, more = problem.status, _PROBLEM, problem.headers
            told = {
                "type": "about:blank",
                "title": problem.status.phrase,
                "status": int(problem.status),
                "detail": problem.what,
            }
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *more,
        ]
        start_response(f"{int(status)} {status.phrase}", headers)
        return [body]

    def _answered(self, environ: Environ) -> object:
        if environ.get("PATH_INFO") != "/api/v1/may":
            raise Problem(HTTPStatus.NOT_FOUND, "there is one address: /api/v1/may")
        if environ["REQUEST_METHOD"] != "POST":
            allow = ("Allow", "POST")
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "send a POST with JSON", allow)
        self._refuse_strangers(environ)
        asked = _read(environ)
        if isinstance(asked, list):
            if len(asked) > MOST:
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"ask at most {MOST} at once")
            return [self._may(one) for one in asked]
        return self._may(asked)

    def _refuse_strangers(self, environ: Environ) -> None:
        scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        known = hmac.compare_digest(sha256(token.strip().encode()).digest(), self._token)
        if scheme.lower() != "bearer" or not known:
            how = ("WWW-Authenticate", "Bearer")
            raise Problem(HTTPStatus.UNAUTHORIZED, "send `Authorization: Bearer TOKEN`", how)

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


def _told(verdict: Verdict) -> dict[str, object]:
    told: dict[str, object] = {
        "may": verdict.allowed,
        "use": verdict.use.value if verdict.use else "none",
        "because": verdict.because,
    }
    return told | ({"only": verdict.only} if verdict.only else {})


def _read(environ: Environ) -> object:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = -1
    if not 0 <= length <= LARGEST:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {LARGEST} bytes")
    try:
        return json.loads(environ["wsgi.input"].read(length))
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body is not JSON") from error

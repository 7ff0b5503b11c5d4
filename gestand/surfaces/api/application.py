"""The WSGI application of the API. Personal data stand in bodies, never in addresses or logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from gestand.core.programs import Program
from gestand.core.sent import NotOne, read_sent
from gestand.errors import GestandError
from gestand.surfaces.api.door import Door
from gestand.surfaces.api.office import Office
from gestand.surfaces.api.openapi import KEY, PLACE, document
from gestand.surfaces.api.problems import JSON, PROBLEM, Answer, Asked, Problem, written
from gestand.surfaces.api.routes import ROUTES, Route
from gestand.surfaces.api.valid import Schema, wrong
from gestand.surfaces.tokens import is_same
from gestand.surfaces.unforeseen import where
from gestand.work.taking_in import LARGEST as LARGEST_PACKAGE
from gestand.work.taking_in import NotTaken

LARGEST = 1_000_000
"""Bytes of a request."""

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]

HAND_OVER = "/api/v1/hand-over"
_MOST_PROBLEMS = 5
_KINDS = ("", JSON, "application/x-www-form-urlencoded")
"""As what JSON is taken: `curl -d` says the last of itself whatever it sends."""

_FIELDS = 20


@dataclass(frozen=True)
class Arrivals:
    """What takes in packages of other controllers, and the token that they send."""

    take_in: Callable[[bytes], Mapping[str, object]]
    token: str


class Application:
    """Answers programs of one organisation by the table of routes, to whoever has a token.

    With `arrivals` it takes in packages at `POST /api/v1/hand-over`, with a token of their own.
    `tell` hears what whoever runs this should know.
    """

    def __init__(
        self, office: Office, door: Door, tell: Callable[[str], None],
        arrivals: Arrivals | None = None,
    ) -> None:  # fmt: skip
        self.office = office
        self._door = door
        self._tell = tell
        self._arrivals = arrivals
        self._document = document()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            answer, kind = self._answered(environ), JSON
        except Problem as problem:
            answer, kind = Answer(problem.told(), problem.status, problem.headers), PROBLEM
        headers, body = written(kind, answer.told)
        status = HTTPStatus(answer.status)
        start_response(f"{int(status)} {status.phrase}", [*headers, *answer.headers])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def failed(self, _environ: Environ) -> tuple[list[tuple[str, str]], bytes]:
        """Return the answer to an error that should not happen; it tells nothing of it."""
        what = "an error of this program, and not of the question"
        return written(PROBLEM, Problem(HTTPStatus.INTERNAL_SERVER_ERROR, what).told())

    def _answered(self, environ: Environ) -> Answer:
        path, method = str(environ.get("PATH_INFO", "")), environ["REQUEST_METHOD"]
        if path == PLACE:
            if method != "GET":
                raise _not_allowed(["GET"])
            return Answer(self._document)
        if path == HAND_OVER and self._arrivals is not None:
            return self._arrived(environ, self._arrivals)
        here = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(path))]
        if not here:
            raise Problem(HTTPStatus.NOT_FOUND, f"nothing is here: {PLACE} tells what there is")
        asked = next((one for one in here if one[0].method == method), None)
        if asked is None:
            raise _not_allowed([route.method for route, _ in here])
        route, place = asked
        numbers = {name: int(text) for name, text in place.groupdict().items()}
        try:
            program = self._door.program(environ, self.office.day())
            self._door.refuse(program, route.scope)
            return self._asked(route, environ, program, numbers)
        except GestandError as error:
            self._tell(f"a question was not answered ({where(error)}): {error}")
            what = "it cannot be told or kept now: ask again"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, what) from error

    def _asked(
        self, route: Route, environ: Environ, program: Program, numbers: Mapping[str, int]
    ) -> Answer:
        _refuse_other_kinds(environ)
        query = _query(environ, route)
        raw = _body(environ, LARGEST) if route.body is not None else b""
        body = _read(environ, raw, route.body) if route.body is not None else None
        key = _key(environ) if route.again else ""
        about = f"{route.method} {environ['PATH_INFO']}\n".encode() + raw
        return route.call(self.office, Asked(program, numbers, query, body, about, key))

    def _arrived(self, environ: Environ, arrivals: Arrivals) -> Answer:
        if environ["REQUEST_METHOD"] != "POST":
            raise _not_allowed(["POST"])
        scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not is_same(token.strip(), arrivals.token) or scheme.lower() != "bearer":
            raise self._door.stranger(environ)
        package = _body(environ, LARGEST_PACKAGE)
        try:
            return Answer(arrivals.take_in(package))
        except NotTaken as error:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
        except GestandError as error:
            what = "it cannot be kept now: send it again"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, what) from error


def _not_allowed(methods: list[str]) -> Problem:
    known = ", ".join(methods)
    allow = ("Allow", known)
    return Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"this is asked by {known}", allow)


def _refuse_other_kinds(environ: Environ) -> None:
    """Refuse who takes no JSON; a weight of nothing is left to who reads it."""
    accepted = environ.get("HTTP_ACCEPT", "") or "*/*"
    kinds = {one.partition(";")[0].strip().lower() for one in accepted.split(",")}
    if not kinds & {"*/*", "application/*", JSON, PROBLEM}:
        raise Problem(HTTPStatus.NOT_ACCEPTABLE, f"the answer is {JSON}")


def _query(environ: Environ, route: Route) -> Mapping[str, Any]:
    """Return what stands behind the question mark, by the table; a Problem for all else."""
    told = environ.get("QUERY_STRING", "")
    try:
        pairs = parse_qsl(told, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        what = f"behind the question mark stand at most {_FIELDS} texts in UTF-8"
        raise Problem(HTTPStatus.BAD_REQUEST, what) from error
    found: dict[str, Any] = {}
    for name, text in pairs:
        if name not in route.query or name in found:
            known = ", ".join(f"`{one}`" for one in route.query) or "nothing"
            what = f"behind the question mark stands {known}, each once"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)
        found[name] = _typed(text, route.query[name])
    lacking = [f"`{name}` is missing" for name in route.must if name not in found]
    each = (wrong(value, route.query[name], f"`{name}`") for name, value in found.items())
    _refuse_what_is_wrong([*lacking, *(problem for problems in each for problem in problems)])
    return found


def _typed(text: str, schema: Schema) -> Any:
    """Return a text as its schema has it, where it can be that."""
    if schema["type"] == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if schema["type"] == "integer" and text.isascii() and text.isdigit() and len(text) <= 16:
        return int(text)
    return text


def _refuse_what_is_wrong(found: Iterable[str]) -> None:
    few = list(_first(found))
    if few:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(few))


def _first(found: Iterable[str]) -> Iterator[str]:
    for number, one in enumerate(found):
        if number == _MOST_PROBLEMS:
            return
        yield one


def _body(environ: Environ, largest: int) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = -1
    if not 0 <= length <= largest:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {largest} bytes")
    body: bytes = environ["wsgi.input"].read(length)
    return body


def _read(environ: Environ, raw: bytes, schema: Schema) -> object:
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in _KINDS:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send it as {JSON}")
    try:
        body: object = read_sent(raw)
    except NotOne as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body has an object with a name twice") from error
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body is not JSON") from error
    _refuse_what_is_wrong(wrong(body, schema))
    return body


def _key(environ: Environ) -> str:
    key: str = environ.get("HTTP_IDEMPOTENCY_KEY", "")
    if key:
        _refuse_what_is_wrong(wrong(key, KEY, "`Idempotency-Key`"))
    return key

"""What lets somebody watch a server: a record of each answer, counts of them, health, figures.

Health and figures are told at a place of their own, which no visitor reaches. There they are told
to whoever is on this machine; elsewhere figures take the token of GESTAND_METRICS_TOKEN.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from secrets import token_hex
from socket import create_server as listening_at
from socket import socket
from threading import Lock, Thread

import click

from gestand import __version__
from gestand.core.figures import Figure, Kind, Sample
from gestand.errors import CannotRun, GestandError
from gestand.settings import clock, logs_json, metrics_token, now
from gestand.stores.base import Store
from gestand.surfaces import log
from gestand.surfaces.exposition import KIND, exposition
from gestand.surfaces.listening import server_at
from gestand.surfaces.tokens import is_same
from gestand.surfaces.unforeseen import Answers, Environ, Header, StartResponse, kindly
from gestand.surfaces.vitals import Vital, Vitals
from gestand.traces.base import TRACES, More
from gestand.wiring import open_inspection, open_stores
from gestand.work.figures import of_health, of_promises, of_records
from gestand.work.project import Project
from gestand.work.prove import prove
from gestand.work.ringing import When
from gestand.work.state import State

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SHORTEST = 20
_FRESH = 900
"""For how many seconds a verdict on promises is told again: to look takes a while."""

_PLAIN = "text/plain; charset=utf-8"

WATCH = click.option(
    "--watch", default="", metavar="HOST:PORT",
    help="Where health and figures are told to whoever watches, apart from all visitors: "
    "127.0.0.1:9732, for instance. Default: nowhere.",
)  # fmt: skip
"""The option that says where whoever watches is answered."""


@dataclass
class Tally:
    """How many answers went out, by the class of their status, and how long they took."""

    surface: str
    begun: float
    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def count(self, status: str, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self.answers[f"{status[:1]}xx"] += 1
            self.seconds += seconds

    def figures(self) -> Iterator[Figure]:
        """Yield what was counted since this process began."""
        with self._lock:
            answers, seconds = dict(self.answers), self.seconds
        whose = {"surface": self.surface}
        yield Figure(
            "gestand_http_responses_total", Kind.COUNTER, "Answers by the class of their status.",
            tuple(
                Sample(answers.get(one, 0), {**whose, "status": one})
                for one in ("2xx", "3xx", "4xx", "5xx")
            ),
        )  # fmt: skip
        yield Figure(
            "gestand_http_response_seconds", Kind.SUMMARY, "How long answers took.",
            (Sample(seconds, whose, "_sum"), Sample(sum(answers.values()), whose, "_count")),
        )  # fmt: skip
        yield Figure.one(
            "process_start_time_seconds", "When this process began, in seconds since 1970.",
            self.begun,
        )  # fmt: skip


def counted(application: Answers, tally: Tally, page_of: Callable[[Environ], str]) -> Answers:
    """Return what answers as `application` does, with a record of each answer and a count.

    `page_of` names the page that is asked for by one of a few names of ours: an address may hold
    what somebody typed. The answer says under which number its record stands.
    """

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begun, number, told = clock(), token_hex(8), ["500"]

        def start(status: str, headers: list[Header]) -> object:
            told[0] = status[:3]
            return start_response(status, [*headers, ("X-Request-Id", number)])

        with log.answering(number), TRACES.span("request") as more:
            try:
                return application(environ, start)
            finally:
                took = clock() - begun
                tally.count(told[0], took)
                if logs_json() or TRACES.are_kept:
                    known = _Answered(tally.surface, _method(environ), page_of(environ), told[0])
                    known.trace(more, number)
                    known.note(took)

    return answer


@dataclass(frozen=True)
class _Answered:
    """An answer, as records and traces tell of it: by names of ours."""

    surface: str
    method: str
    page: str
    status: str

    def note(self, seconds: float) -> None:
        """Write its record."""
        log.note(
            "answered", surface=self.surface, method=self.method, page=self.page,
            status=int(self.status), seconds=round(seconds, 4),
        )  # fmt: skip

    def trace(self, more: More, number: str) -> None:
        """Tell its span what it was."""
        more("gestand.surface", self.surface)
        more("gestand.page", self.page)
        more("gestand.request", number)
        more("http.request.method", self.method)
        more("http.response.status_code", int(self.status))


def _method(environ: Environ) -> str:
    method = str(environ.get("REQUEST_METHOD", ""))
    return method if method in _METHODS else "other"


@dataclass
class Watch:
    """Answers who watches: `/healthz`, `/readyz` and parts of it, `/metrics` and its `/promises`.

    Figures are told to whoever has `token`; where that is empty to everybody, or to nobody unless
    `alone`: then only this machine reaches the place.
    """

    vitals: Vitals
    tally: Tally
    figures: Callable[[], Iterable[Figure]]
    promises: Callable[[], Iterable[Figure]]
    token: str
    alone: bool
    _promises: tuple[float, str] | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one question."""
        status, kind, text = self._answered(environ)
        body = text.encode()
        headers = [
            ("Content-Type", kind), ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ]  # fmt: skip
        start_response(f"{int(status)} {status.phrase}", headers)
        return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]

    def _answered(self, environ: Environ) -> tuple[HTTPStatus, str, str]:
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED, _PLAIN, "only GET\n"
        looks: dict[str, Callable[[], list[Vital]]] = {
            "/healthz": list,
            "/readyz": self.vitals.all,
            "/readyz/records": lambda: [self.vitals.of_records()],
            "/readyz/stores": self.vitals.of_stores,
        }
        path = str(environ.get("PATH_INFO", ""))
        if path in looks:
            return _healthy(looks[path]())
        told = {"/metrics": self._metrics, "/metrics/promises": self._measured}.get(path)
        if told is None:
            return HTTPStatus.NOT_FOUND, _PLAIN, "nothing is here\n"
        if not self._may(environ):
            return HTTPStatus.FORBIDDEN, _PLAIN, "figures take the token GESTAND_METRICS_TOKEN\n"
        try:
            return HTTPStatus.OK, KIND, told()
        except GestandError as error:
            log.tell(f"figures cannot be told: {error}")
            return HTTPStatus.SERVICE_UNAVAILABLE, _PLAIN, "they cannot be told now\n"

    def _may(self, environ: Environ) -> bool:
        if not self.token:
            return self.alone
        scheme, _, typed = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
        return scheme.lower() == "bearer" and is_same(typed.strip(), self.token)

    def _metrics(self) -> str:
        """Return all that costs little; where own records cannot be read, what is left."""
        vitals = self.vitals.all()
        version = Sample(1, {"version": __version__})
        parts = [
            Figure("gestand_info", Kind.GAUGE, "Which version this is.", (version,)),
            of_health({one.name: one.is_well for one in vitals}), *self.tally.figures(),
        ]  # fmt: skip
        if vitals[0].is_well:
            parts += self.figures()
        return exposition(parts)

    def _measured(self) -> str:
        """Return what was found of the promises a quarter of an hour ago at most."""
        with self._lock:
            if self._promises is None or clock() - self._promises[0] >= _FRESH:
                self._promises = clock(), exposition(self.promises())
            return self._promises[1]


def _healthy(vitals: list[Vital]) -> tuple[HTTPStatus, str, str]:
    ill = [one for one in vitals if not one.is_well]
    text = "".join(f"{one.name}: {'ok' if one.is_well else 'not ready'}\n" for one in vitals)
    return (HTTPStatus.SERVICE_UNAVAILABLE if ill else HTTPStatus.OK), _PLAIN, text or "ok\n"


def vitals_of(project: Project) -> Vitals:
    """Return what looks after own records and stores; CannotRun where the data map is not read."""
    _, datamap = project.declared()

    def stores() -> tuple[dict[str, Store], dict[str, str]]:
        here, _ = open_stores(datamap, project.root)
        lost = datamap.stores.keys() - here.keys()
        return {**here}, dict.fromkeys(sorted(lost), "it is not there: `gestand check` tells why")

    return Vitals(State.beside(project.root, datamap.records), stores)


def figures_of(project: Project, country: str) -> list[Figure]:
    """Return what own records tell right now; CannotRun where they cannot be read."""
    state = State.beside(project.root, project.declared()[1].records)
    return list(of_records(project, state, When(now(), project.zone, country)))


def promises_of(project: Project) -> list[Figure]:
    """Look in every store whether the promises are kept; CannotRun where that cannot be told."""
    language = project.declared()[0].controller.languages[0]
    return [of_promises(prove(open_inspection(project.root), language))]


def watch_of(project: Project, country: str, tally: Tally, *, alone: bool) -> Watch:
    """Return who answers whoever watches a server of an organisation."""
    return Watch(
        vitals_of(project), tally, lambda: figures_of(project, country),
        lambda: promises_of(project), metrics_token(), alone,
    )  # fmt: skip


def place_to_watch(listen: str) -> tuple[socket, bool]:
    """Take the place for whoever watches, and tell whether only this machine reaches it.

    Raises CannotRun where it cannot be taken, or the token for it can be guessed.
    """
    token = metrics_token()
    if token and len(token) < _SHORTEST:
        message = (
            f"GESTAND_METRICS_TOKEN has less than {_SHORTEST} characters: make one with "
            "`openssl rand -hex 32`"
        )
        raise CannotRun(message)
    host, _, port = listen.rpartition(":")
    try:
        place = listening_at((host.strip("[]"), int(port)))
    except (OSError, ValueError, OverflowError) as error:
        message = f"cannot listen on {listen}: choose another place with --watch HOST:PORT"
        raise CannotRun(message) from error
    return place, ip_address(place.getsockname()[0]).is_loopback


def watch_at(place: socket, watch: Watch) -> None:
    """Answer whoever watches for as long as this process lives, in threads of its own."""

    def sorry(_: Environ) -> tuple[list[Header], bytes]:
        return [("Content-Type", _PLAIN)], b"not ready\n"

    server = server_at(place, kindly(watch, sorry, log.tell), threads=2)
    Thread(target=server.run, daemon=True).start()

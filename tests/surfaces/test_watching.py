"""What whoever watches is told: health, figures and records, and nothing of anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, create_server
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest

from gestand.core.figures import Figure, Kind, Sample
from gestand.surfaces.api.routes import ROUTES, route_named
from gestand.surfaces.exposition import exposition
from gestand.surfaces.listening import server_at
from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import kindly
from gestand.surfaces.vitals import Vital, Vitals
from gestand.surfaces.watching import Tally, Watch, counted, promises_of, watch_of
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import Door
from gestand.surfaces.web.page import page_named
from gestand.surfaces.web.serve import office_of
from gestand.surfaces.web.words import ADDRESSES
from gestand.work.project import load
from gestand.work.state import State
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.surfaces.programs import Caller, linde, token_for
from tests.surfaces.publishing import declared
from tests.surfaces.test_web import FORM, ORIGIN, TOKEN, Visitor
from tests.undoing import key_in

LINE = re.compile(
    r"# (HELP|TYPE) [a-z_]+ .+|"
    r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[0-9.e+]+'
)
SECRET = "a-token-of-more-than-twenty-characters"  # for this test only
PLANTED = ("petra.planted@mail.example", "Planted", "0612345678", "NL91ABNA0417164300")


def asked(application: Any, path: str, method: str = "GET", **more: str) -> tuple[int, str]:
    """Ask what answers as a WSGI server would."""
    got = SimpleNamespace()

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        got.status, got.headers = int(status[:3]), dict(headers)

    body = b"".join(application({"REQUEST_METHOD": method, "PATH_INFO": path, **more}, start))
    return got.status, body.decode()


def watch(folder: Path, token: str = "", *, alone: bool = True) -> Watch:
    found = watch_of(load(folder), "nl", Tally("web", 0.0), alone=alone)
    found.token = token
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an organisation with own records and one request."""
    folder = linde(tmp_path_factory.mktemp("watched") / "linde")
    told = gestand("request", folder, "--new", "--right", "access", "--received", "2026-01-05")
    assert told.exit_code in (0, 1), told.output
    return folder


def test_figures_are_written_as_prometheus_reads_them() -> None:
    odd = Sample(0.25, {"part": 'a "b"\\\nc'})
    figure = Figure("gestand_odd", Kind.SUMMARY, "Two\nlines.", (odd, Sample(3, {}, "_count")))
    told = exposition([figure, Figure("gestand_none", Kind.GAUGE, "Nothing is known.", ())])
    assert told.splitlines() == [
        "# HELP gestand_odd Two\\nlines.", "# TYPE gestand_odd summary",
        'gestand_odd{part="a \\"b\\"\\\\\\nc"} 0.25', "gestand_odd_count 3",
    ]  # fmt: skip
    assert all(LINE.fullmatch(line) for line in told.splitlines())


def test_figures_tell_of_own_records_and_promises(kept: Path) -> None:
    status, told = asked(watch(kept), "/metrics")
    assert (status, [line for line in told.splitlines() if not LINE.fullmatch(line)]) == (200, [])
    for line in (
        "gestand_requests_open 1", "gestand_requests_overdue 1", 'gestand_up{part="db"} 1',
        'gestand_up{part="own_records"} 1', 'gestand_due{kind="sweep",press="soon"} 1',
        'gestand_runs_unfinished{state="waiting"} 0',
        'gestand_http_responses_total{surface="web",status="5xx"} 0',
    ):
        assert f"\n{line}\n" in told
    assert "gestand_sweep_last_timestamp_seconds" not in told  # there was none: not one of 1970
    done = gestand("apply", kept, "--first-run", "--yes")
    assert done.exit_code == 0, done.output
    told = gestand("health", kept, "--format", "prometheus").stdout
    assert re.search(r"^gestand_sweep_last_timestamp_seconds 1[0-9]{9}", told, re.MULTILINE)


def test_figures_are_told_to_nobody_else(kept: Path) -> None:
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {SECRET}"}
    wrong = {"HTTP_AUTHORIZATION": f"Bearer {SECRET}x"}
    for page in ("/metrics", "/metrics/promises"):
        for door, sent, status in (
            (watch(kept, alone=False), {}, 403), (watch(kept, alone=False), bearer, 403),
            (watch(kept, SECRET), {}, 403), (watch(kept, SECRET), wrong, 403),
        ):  # fmt: skip
            assert asked(door, page, **sent)[0] == status
    assert asked(watch(kept, SECRET, alone=False), "/metrics", **bearer)[0] == 200
    assert asked(watch(kept, SECRET), "/metrics", "POST", **bearer)[0] == 405
    assert asked(watch(kept), "/metricsx") == (404, "nothing is here\n")
    assert asked(watch(kept, SECRET, alone=False), "/healthz") == (200, "ok\n")


def test_a_token_or_a_place_that_cannot_be_is_refused(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GESTAND_API_TOKEN", TOKEN)
    for token, place in (("short", "127.0.0.1:0"), (SECRET, "nowhere"), (SECRET, "127.0.0.1:x")):
        monkeypatch.setenv("GESTAND_METRICS_TOKEN", token)
        told = gestand("serve", kept, "--listen", "127.0.0.1:0", "--watch", place)
        assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
        assert SECRET not in told.stderr


def test_what_does_not_answer_is_told_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A store that hangs is told soon, asked by one thread only, and well once it has answered."""

    class Slow:
        def __init__(self) -> None:
            self.goes_on, self.times = Event(), 0

        def reflect(self) -> None:
            self.times += 1
            assert self.goes_on.wait(30)

    slow: Any = Slow()
    vitals = Vitals(State(tmp_path / ".gestand"), lambda: ({"slow": slow}, {}), 0.02)
    for _ in range(3):
        assert vitals.of_stores() == [Vital("slow", "no answer within 0.02 seconds")]
    assert slow.times == 1
    slow.goes_on.set()
    vitals.patience = 30
    assert [one.is_well for one in (*vitals.of_stores(), vitals.of_records())] == [True, False]


def test_health_says_what_is_wrong(tmp_path: Path) -> None:
    folder = build(tmp_path / "linde")
    told = gestand("health", folder)
    assert (told.exit_code, "own records: they were not made yet" in told.stdout) == (2, True)
    token_for(folder, "due:read")
    assert gestand("health", folder).stdout == "own records: well\ndb: well\n"
    (folder / "db.db").rename(folder / "away.db")
    told = gestand("health", folder, "--format", "json")
    found = {one["part"]: one["wrong"] for one in json.loads(told.stdout)}
    assert (told.exit_code, found["own records"], bool(found["db"])) == (2, "", True)
    (folder / "privacy" / "datamap.yaml").unlink()
    told = gestand("health", folder)
    assert (told.exit_code, told.stdout) == (2, "")


def test_verdicts_are_counted_and_measured_once_in_a_while(tmp_path: Path) -> None:
    folder = declared(tmp_path / "noorderlicht")  # of which no store is there
    (figure,) = promises_of(load(folder))
    found = {sample.labels["verdict"]: sample.value for sample in figure.samples}
    assert found["unknown"] > 20
    assert {*found} == {"kept", "broken", "lapsed", "hollow", "unknown"}
    times: list[int] = []
    here = watch(folder)
    here.promises = lambda: times.append(1) or [figure]  # type: ignore[func-returns-value]
    told = [asked(here, "/metrics/promises") for _ in range(3)]
    assert (told[0][0], {*told}, len(times)) == (200, {told[0]}, 1)


def written(capfd: pytest.CaptureFixture[str]) -> tuple[str, list[dict[str, Any]]]:
    told = capfd.readouterr().err
    return told, [json.loads(line) for line in told.splitlines()]


def walked(visitor: Visitor) -> None:
    """Ask for every page, with what somebody might type in an address, a header and a form."""
    email, name, phone, iban = PLANTED
    more = {
        "QUERY_STRING": f"q={email}&naam={name}", "HTTP_REFERER": f"https://x.example/{email}",
        "HTTP_USER_AGENT": name, "HTTP_X_REQUEST_ID": phone, "HTTP_COOKIE": f"x={iban}",
    }  # fmt: skip
    for language, places in ADDRESSES.items():
        for last in places.values():
            for path in (f"/{language}/{last}", f"/{language}/{last}/{email}"):
                visitor.ask(path, **more)
                visitor.ask(path, {"contact": email, "text": name}, **more)
    for path in ("/", f"/{email}", f"/nl/{name}", f"/nl/{phone}/{iban}", "/nl.html"):
        visitor.ask(path, **more)
    visitor.ask("/nl", None, email, **more)  # the method is what somebody sent as well
    fields = {"right": ["access"], "contact": email, "text": f"{name} {phone} {iban}"}
    assert visitor.send("/nl/vraag", fields).status == 303
    assert visitor.send("/nl/inloggen", {"typed": TOKEN}).status == 303
    assert name in visitor.look("/nl/zaken/1").text


def test_no_record_of_the_website_tells_of_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GESTAND_LOG", "json")
    folder = declared(tmp_path / "noorderlicht")
    key_in(folder)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    clock, tally = [1000.0], Tally("web", 0.0)
    page = Application(office_of(folder, "nl"), Door(frozenset({ORIGIN}), TOKEN, float, tell))
    visitor = Visitor(counted(kindly(page, page.failed, tell), tally, page_named), clock)
    walked(visitor)
    told, records = written(capfd)
    assert [one for one in PLANTED if one in told] == []
    answered = [one for one in records if one["event"] == "answered"]
    assert {one["page"] for one in answered} >= {*ADDRESSES["nl"], "statement", "other"}
    assert {one["method"] for one in answered} == {"GET", "POST", "other"}
    assert len({one["request"] for one in answered}) == len(answered) == sum(tally.answers.values())
    assert tally.answers["5xx"] == sum(one["status"] >= 500 for one in answered)
    assert {*answered[0]} == {
        "at", "event", "request", "surface", "method", "page", "status", "seconds"
    }  # fmt: skip


def test_no_record_of_the_api_tells_of_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GESTAND_LOG", "json")
    folder = linde(tmp_path / "linde")
    caller = Caller(folder, token_for(folder, acts_for="Mila"))
    page: Any = caller.application
    caller.application = counted(page, Tally("api", 0.0), route_named)  # type: ignore[assignment]
    capfd.readouterr()
    email = PLANTED[0]
    for route in ROUTES:
        path = re.sub(r"\{\w+\}", "1", route.place)
        for body in ({}, {"person": f"customer:{email}", "note": PLANTED[1]}):
            caller.ask(route.method, f"{path}?who={email}", body, HTTP_IDEMPOTENCY_KEY=email)
    caller.ask("GET", f"/api/v1/{email}")
    told, records = written(capfd)
    assert [one for one in PLANTED if one in told] == []
    assert {one["page"] for one in records} == {*(route.name for route in ROUTES), "other"}


def test_an_answer_names_its_record_and_what_was_told_meanwhile_does_too(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def breaks(_environ: object, _start: object) -> list[bytes]:
        raise ValueError(PLANTED[0])

    tally = Tally("web", 0.0)
    answer = counted(
        kindly(breaks, lambda _: ([("Content-Type", FORM)], b"sorry"), tell), tally, page_named
    )
    monkeypatch.setenv("GESTAND_LOG", "json")
    assert asked(answer, "/nl/vraag") == (500, "sorry")
    _, (first, second) = written(capfd)
    assert first["text"].startswith("an error that should not happen (ValueError")
    assert (first["request"], second["status"]) == (second["request"], 500)
    monkeypatch.delenv("GESTAND_LOG")
    assert asked(answer, "/nl/vraag") == (500, "sorry")
    assert capfd.readouterr().err.startswith("gestand: an error that should not happen")
    assert tally.answers == {"5xx": 2}


def test_an_answer_that_breaks_off_is_told_without_its_address(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What goes out in parts may fail after the server has it: then the server tells of it."""

    def parts(_environ: object, start: Any) -> Iterator[bytes]:
        start("200 OK", [("Content-Length", "9")])
        yield b"one"
        raise ValueError(PLANTED[1])

    monkeypatch.setenv("GESTAND_LOG", "json")
    place = create_server(("127.0.0.1", 0))
    server = server_at(place, parts)
    Thread(target=server.run, daemon=True).start()
    with create_connection(place.getsockname()) as client:
        client.sendall(f"GET /{PLANTED[0]} HTTP/1.0\r\n\r\n".encode())
        while client.recv(1000):
            pass
    told, (record,) = written(capfd)
    assert re.fullmatch(r"the server ran into something \(ValueError in .*\)", record["text"])
    assert [one for one in PLANTED if one in told] == []

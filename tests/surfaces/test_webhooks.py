"""Programs that are told what happened: by a real server that listens, and by what it answers."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest

from gestand.core.datamap.parse import parse_datamap
from gestand.core.hooks import event_of, key_of, signed, wait_after
from gestand.core.hosts import is_public
from gestand.core.ledger import Entry
from gestand.post.base import Fate, Told
from gestand.post.hook import post_event
from gestand.surfaces.api.telling import told_on
from gestand.wiring.handing import telling
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.hooks import Door
from gestand.work.project import load
from gestand.work.state import State
from tests.linde import build, run
from tests.mailing import certificate
from tests.surfaces.commands import gestand
from tests.surfaces.programs import ROWS

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # of the specification, for its example
HOOK = """
webhooks:
  cases: {{url: "http://127.0.0.1:{port}/in?a=1", secret: "${{CASES}}", events: [request]{more}}}
"""


@dataclass
class Listener:
    """A program that is told: what came in, and what it answers next."""

    came: Queue[tuple[dict[str, str], bytes]] = field(default_factory=Queue)
    answers: list[int] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heads = {name.lower(): text for name, text in self.headers.items()}
            found.came.put(({**heads, "path": self.path}, body))
            self.send_response(found.answers.pop(0) if found.answers else 204)
            self.send_header("Location", f"http://127.0.0.1:{found.port}/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    found.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASES", SECRET)
    built = build(tmp_path / "linde", ROWS)
    with (built / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write(HOOK.format(port=listener.port, more=", private: true"))
    assert gestand("webhooks", built).exit_code == 0  # told from now on
    return built


def tell(folder: Path) -> int:
    """Tell what was not told, as if the time to wait was over."""
    run(folder / ".gestand", "UPDATE gestand_hook SET next_at = ''", "records.db")
    return gestand("webhooks", folder, "--deliver").exit_code


def ask(folder: Path, *rights: str) -> None:
    words = [word for right in rights for word in ("--right", right)]
    gestand("request", folder, "--new", "--person", "customer:1", *words)


def test_each_event_goes_out_signed_in_order_until_it_is_taken(
    folder: Path, listener: Listener
) -> None:
    ask(folder, "access", "erasure")
    listener.answers = [500, 302]
    assert [tell(folder), tell(folder)] == [1, 1]
    again = gestand("webhooks", folder, "--deliver", "--format", "json")  # too soon to try
    (told,) = json.loads(again.stdout)
    assert (told["tries"], told["because"]) == (2, "the other side answers 302")
    assert [tell(folder), tell(folder)] == [0, 0]
    came = [listener.came.get(timeout=10) for _ in range(4)]
    assert listener.came.empty()
    events = [json.loads(body) for _, body in came]
    assert [one["data"]["request"] for one in events] == [1, 1, 1, 2]
    assert len({one["id"] for one in events}) == 2
    heads, body = came[-1]
    proof = signed(key_of(SECRET) or b"", events[-1]["id"], int(heads["webhook-timestamp"]), body)
    assert proof.items() <= heads.items()
    assert (heads["path"], heads["content-type"]) == ("/in?a=1", "application/cloudevents+json")
    assert (events[-1]["type"], events[-1]["data"]) == (
        "gestand.request.received", {"request": 2, "version": 1}
    )
    known = State.beside(folder).digest("customer", 1)
    assert known not in str([body for _, body in came])


def test_a_program_that_takes_nothing_rings_and_a_person_may_give_up(
    folder: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(folder, "access", "erasure")
    listener.answers = [404]
    assert tell(folder) == 1
    run(folder / ".gestand", "UPDATE gestand_hook SET tries = 5", "records.db")
    assert "webhook `cases` does not take" in gestand("alarms", folder).stdout
    assert gestand("webhooks", folder, "--give-up", "case").exit_code == 2
    assert gestand("webhooks", folder, "--give-up", "cases").exit_code == 0
    assert gestand("webhooks", folder, "--give-up", "cases").exit_code == 2
    monkeypatch.setenv("CASES", "whsec_c2hvcnQ=")
    assert tell(folder) == 1
    assert "24 bytes" in gestand("webhooks", folder).stdout
    monkeypatch.setenv("CASES", SECRET)
    assert tell(folder) == 0
    told = [json.loads(listener.came.get(timeout=10)[1])["data"]["request"] for _ in range(2)]
    ask(folder, "access")
    assert gestand("webhooks", folder, "--from-now", "cases").exit_code == 0
    assert (told, tell(folder), listener.came.empty()) == ([1, 2], 0, True)


def test_what_failed_and_is_wanted_no_more_is_over(folder: Path, listener: Listener) -> None:
    datamap = folder / "privacy" / "datamap.yaml"
    asked, none = datamap.read_text("utf-8"), "events: [breach]"
    for act in ("--deliver", "--give-up"):
        ask(folder, "access")
        listener.answers = [404]
        assert tell(folder) == 1
        datamap.write_text(asked.replace("events: [request]", none), "utf-8")
        if act == "--deliver":
            assert tell(folder) == 0
        else:
            assert gestand("webhooks", folder, act, "cases").exit_code == 0
        (row,) = json.loads(gestand("webhooks", folder, "--format", "json").stdout)
        assert (row["tries"], row["behind"], row["failing_since"]) == (0, 0, None)
        datamap.write_text(asked, "utf-8")


def test_a_running_server_tells_by_itself(folder: Path, listener: Listener) -> None:
    project = load(folder)
    _, datamap = project.declared()
    heads = Heads.of(folder, datamap.records)
    door = Door(State.beside(folder), partial(keyring_in, heads, datamap.records), telling)
    heard: list[str] = []
    with told_on(door, datamap.webhooks, heard.append, every=0.01):
        ask(folder, "access")
        _, body = listener.came.get(timeout=30)
    assert (json.loads(body)["subject"], heard) == ("requests/1", [])


def test_what_nobody_foresaw_stops_one_attempt_and_not_all_that_follow(
    folder: Path, listener: Listener
) -> None:
    project = load(folder)
    _, datamap = project.declared()
    heads = Heads.of(folder, datamap.records)
    fails = [ZeroDivisionError("Ann")]

    def post(*told: Any) -> Told:
        if fails:
            raise fails.pop()
        return telling(*told)

    door = Door(State.beside(folder), partial(keyring_in, heads, datamap.records), post)
    heard: list[str] = []
    ask(folder, "access")
    with told_on(door, datamap.webhooks, heard.append, every=0.01):
        listener.came.get(timeout=30)
    assert ["ZeroDivisionError in test_webhooks.py" in one for one in heard] == [True]
    assert "Ann" not in heard[0]


def test_a_program_that_is_slow_keeps_no_server_from_ending(folder: Path) -> None:
    project = load(folder)
    _, datamap = project.declared()
    heads = Heads.of(folder, datamap.records)
    began, may_end, ended = Event(), Event(), Event()

    def post(*_: Any) -> Told:
        began.set()
        may_end.wait(30)
        ended.set()
        return Told(Fate.UNKNOWN, "slow")

    door = Door(State.beside(folder), partial(keyring_in, heads, datamap.records), post)
    ask(folder, "access")
    with told_on(door, datamap.webhooks, str, every=0.01, patience=0.02):
        assert began.wait(30)
    assert not ended.is_set()
    may_end.set()
    assert ended.wait(30)


def test_who_answers_without_end_is_cut_over_tls_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    became: Queue[str] = Queue()

    def drip(place: socket.socket) -> None:
        with context.wrap_socket(place.accept()[0], server_side=True) as reached:
            reached.recv(9999)
            reached.settimeout(0.02)
            for _ in range(250):
                try:
                    reached.sendall(b"H")
                    if not reached.recv(9999):
                        break
                except TimeoutError:
                    continue  # so long it waits for the next letter
                except OSError:
                    break
            else:
                became.put("never cut")
        became.put("cut")

    with socket.create_server(("127.0.0.1", 0)) as place:
        thread = Thread(target=drip, args=(place,))
        thread.start()
        url = f"https://127.0.0.1:{place.getsockname()[1]}/"
        told = post_event(url, b"{}", {}, private=True, in_all=0.2)
        thread.join()
    assert (told.fate, became.get(timeout=10)) == (Fate.UNKNOWN, "cut")


def test_an_inner_address_is_refused_unless_it_is_declared(listener: Listener) -> None:
    url = f"http://127.0.0.1:{listener.port}/"
    assert post_event(url, b"{}", {}, private=False).fate is Fate.NOT_SENT
    assert (post_event(url, b"{}", {}, private=True).fate, listener.came.qsize()) == (Fate.SENT, 1)
    assert post_event("http://127.0.0.1:1/", b"{}", {}, private=True).fate is Fate.UNKNOWN
    inner = (
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1",
        "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "::7f00:1", "fec0::1",
    )  # fmt: skip
    assert [one for one in inner if is_public(one)] == []
    assert is_public("93.184.215.14")
    assert is_public("64:ff9b::5db8:d70e")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_an_event_tells_numbers_and_is_signed_as_the_specification_has_it() -> None:
    proof = signed(
        key_of(SECRET) or b"", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert proof["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    told = json.dumps({"breach": 1, "digest": "d" * 64, "because": "Ann", "effective": "A. Person"})
    entry = Entry(7, "2026-11-28T10:00:00+00:00", "breach told", told, "")
    event = event_of(entry, "source", {"breach"})
    assert event and event["data"] == {"breach": 1, "effective": "A. Person"}
    for kind in ("order received", "receipt", "breach told"):
        assert event_of(entry._replace(kind=kind), "source", {"request", "order"}) is None
    assert [key_of(one) for one in ("whsec_x", "whsec_c2hvcnQ=", "é", SECRET[6:])] == [None] * 4
    waits = [wait_after(tries).total_seconds() for tries in (0, 1, 2, 8, 99)]
    assert waits == [5, 5, 30, 21_600, 21_600]


@pytest.mark.parametrize(
    ("url", "secret", "code"),
    [
        ("http://cases.example/in", "${CASES}", "G337"),
        ("https://me:word@cases.example/in", "${CASES}", "G337"),
        ("ftp://cases.example", "${CASES}", "G337"),
        ("https://cases.example:x/in", "${CASES}", "G337"),
        ("https://cases.example/in", SECRET, "G338"),
        *((f"http{one}/in", "${CASES}", "G341") for one in (
            "://127.0.0.1:9911", "s://localhost", "s://10.0.0.7", "s://[::ffff:10.0.0.7]")),
        ('http://127.0.0.1:9911/in", private: "true', "${CASES}", ""),
        ("https://cases.example/${PLACE}", "${CASES}", ""),
    ],
)
def test_an_address_is_safe_and_a_secret_stands_elsewhere(url: str, secret: str, code: str) -> None:
    text = f'datamap: 1\nwebhooks: {{c: {{url: "{url}", secret: "{secret}", events: [hold]}}}}\n'
    _, findings = parse_datamap(text, "datamap.yaml")
    codes = {one.code for one in findings}
    assert (codes - {"G118"}) == ({code} if code else set())
    assert SECRET not in str(findings)

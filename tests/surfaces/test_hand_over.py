"""Two organisations hand a person over: signed, over a real connection, set aside, receipted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from click.testing import Result

from gestand.core.handing import SIGNED, Receiver, why_no_receipt
from gestand.core.roles import Officer, Role
from gestand.errors import CannotRun
from gestand.records.kept import Value
from gestand.records.ledger import LedgerRecords
from gestand.records.signing import OwnSeal
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import Door as WebDoor
from gestand.surfaces.web.office import Office
from gestand.wiring.handing import receivers_of
from gestand.work.project import load
from gestand.work.taking_in import Door, NotTaken, senders_in, take_in
from gestand.work.verify import look_through
from tests.acceptance.killing import Countdown, in_a_child
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.surfaces.test_console import shown_code, token_in
from tests.surfaces.test_request_command import do, new, record
from tests.surfaces.test_request_fulfil import ROWS
from tests.surfaces.test_serve_command import TOKEN, free_port
from tests.surfaces.test_web import ORIGIN, Visitor
from tests.undoing import UNDO, key_in
from tests.work.test_rights import ring

Execute = Callable[[LedgerRecords, str, Sequence[Value]], list[Any]]
KNOCK = "another-token-of-forty-characters-012345"  # for this test only
NAME = "De Linde B.V."


def organisation(folder: Path) -> Path:
    build(folder, ROWS, UNDO)
    key_in(folder)
    return folder


def public(folder: Path) -> str:
    return gestand("keys", folder, "--public").output.strip()


@pytest.fixture
def there(tmp_path: Path) -> Iterator[tuple[Path, Path, int]]:
    """Give two organisations, of which the second listens."""
    here, other, port = organisation(tmp_path / "a"), organisation(tmp_path / "b"), free_port()
    (tmp_path / "senders").write_text(f"# whom we know\n{public(here)} The first\n", "utf-8")
    command = [sys.executable, "-m", "gestand", "serve", str(other), "--listen"]
    more = [f"127.0.0.1:{port}", "--senders", str(tmp_path / "senders")]
    tokens = {"GESTAND_API_TOKEN": TOKEN, "GESTAND_HAND_OVER_TOKEN": KNOCK, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, *more], stdout=subprocess.PIPE, env={**os.environ, **tokens}
    ) as process:
        assert process.stdout is not None and b"Listening" in process.stdout.readline()
        yield here, other, port
        process.terminate()


def test_two_organisations_hand_a_person_over(
    there: tuple[Path, Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other, port = there
    monkeypatch.setenv("GESTAND_HAND_OVER_TOKEN", KNOCK)
    new(here, "portability")
    do(here, "settle-identity", "--method", "signed-in")
    do(here, "decide", "--item", "everything", "--outcome", "granted")
    out = here / "along.zip"
    words = ("request", here, "--number", 1, "--fulfil", "--person", "customer:1", "--out", out)
    to = (*words, "--to", NAME, "--url", f"http://127.0.0.1:{port}/api/v1/hand-over", "--key")
    assert "`https://`" in gestand(*words, "--to", NAME, "--key", "x", "--url", "http://y").stderr
    wrong = gestand(*to[:-4], "Another", *to[-3:], public(other))
    assert "422 it is for another controller" in wrong.stderr
    lost = gestand(*to, public(here))  # the receipt is of another key: nobody knows who got it
    assert "not signed with the key" in lost.stderr and record(here)["state"] == "decided"
    done = gestand(*to, public(other))  # goes on with the same package
    assert (done.exit_code, record(here)["state"]) == (0, "carried out"), done.output + done.stderr
    (kept,) = (other / ".gestand" / "quarantine").iterdir()
    assert kept.read_bytes() == out.read_bytes() and kept.stat().st_mode & 0o777 == 0o600
    receipt = json.loads((here / "along.receipt.json").read_text("utf-8"))["receipt"]
    assert (receipt["from"], receipt["is"]) == ("The first", "quarantined")
    monkeypatch.setenv("GESTAND_HAND_OVER_TOKEN", TOKEN)  # that of `may` opens no other door
    assert [gestand("verify", folder).exit_code for folder in (here, other)] == [0, 0]
    assert "ann@" not in done.output + lost.stderr
    failed, logged = json.loads(gestand("disclosures", here, "--format", "json").stdout)["found"]
    assert (failed["recipient"], failed["outcome"]) == ("Another", "failed")
    assert (logged["recipient"], logged["outcome"], logged["reference"]) == (
        NAME, "made", "request 1")
    assert "email" in logged["categories"] and logged["rows"] > 0
    new(here, "access")  # and the person reads of it
    for words in (("settle-identity", "--method", "signed-in"),
                  ("decide", "--item", "everything", "--outcome", "granted")):
        do(here, *words, number=2)
    answer = here / "answer.zip"
    gave = ("--fulfil", "--person", "customer:1", "--out", answer)
    assert gestand("request", here, "--number", 2, *gave).exit_code == 0
    with zipfile.ZipFile(answer) as zipped:
        page = next(n for n in zipped.namelist() if n.endswith(".html"))
        assert "stuurden wij, omdat u dat vroeg" in zipped.read(page).decode()


class _Lost(BaseRequestHandler):
    """Reads what is sent, and goes away without an answer."""

    came: ClassVar[list[int]] = []

    def handle(self) -> None:
        read = b""
        while b"PK\x05\x06" not in read and (part := self.request.recv(1 << 16)):
            read += part
        self.came.append(len(read))


@pytest.fixture
def lost() -> Iterator[str]:
    """Give an address at which the connection is lost once everything was sent."""
    with TCPServer(("127.0.0.1", 0), _Lost) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def named(here: Path, text: str) -> dict[str, Receiver]:
    """Return to whom a package may go, by a file that says so."""
    (here / "receivers").write_text(text, "utf-8")
    return receivers_of(here / "receivers")


def an_officer(here: Path) -> tuple[Application, Visitor]:
    """Return the pages of an organisation, and an officer who reads its first request."""
    mila = (Officer("Mila", frozenset({Role.OFFICER})), KNOCK)
    door = WebDoor(frozenset({ORIGIN}), "", lambda: 1000.0, print, [mila])
    project = load(here)
    policy, datamap = project.declared()
    pages = Application(Office(project, policy, datamap.records, {}), door)
    visitor = Visitor(pages, [1000.0])
    assert visitor.send("/nl/inloggen", {"typed": KNOCK}).status == 303
    assert "Uw beheerder noemt die dan" in visitor.look("/nl/zaken/1").text
    return pages, visitor


def test_an_officer_hands_a_person_over_and_asks_where_nobody_knows_whether_it_arrived(
    there: tuple[Path, Path, int], lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, other, port = there
    monkeypatch.setenv("GESTAND_HAND_OVER_TOKEN", KNOCK)
    new(here, "portability")
    do(here, "settle-identity", "--method", "signed-in")
    do(here, "decide", "--item", "everything", "--outcome", "granted")
    pages, mila = an_officer(here)
    url = f"http://127.0.0.1:{port}/api/v1/hand-over"
    right = named(here, f"{public(other)} {url} {NAME}\n")
    who = {"do": "hand-over", "version": "3", "kind": "customer", "person": "1", "receiver": NAME}
    assert "Naar deze organisatie kan dit niet" in mila.send("/nl/zaken/1", who).text
    quarantine = other / ".gestand" / "quarantine"
    for wrong, told in (
        (replace(right[NAME], url="http://127.0.0.1:1/"), "was niet te bereiken. Er ging niets"),
        (replace(right[NAME], url=lost), "wij weten niet of het aankwam. Vraag het hun."),
        (replace(right[NAME], key=public(here)), "Het ontvangstbewijs ontbreekt, of is niet van"),
    ):
        pages.office.receivers = {NAME: wrong}
        sure = {**who, "code": shown_code(mila, "/nl/zaken/1", who), "sure": "1"}
        sure["token"] = token_in(mila.ask("/nl/zaken/1").text)
        clicks = [mila.ask("/nl/zaken/1", sure) for _ in range(2)]
        assert clicks[0].status == 422 and all(told in page.text for page in clicks), told
    assert len(_Lost.came) == 1  # a double click sends nothing again
    (kept,) = quarantine.iterdir()  # the other side has it, and gave a receipt that was not theirs
    pages.office.receivers = right
    assert f"naar {NAME}, op het adres {url}." in mila.send("/nl/zaken/1", who).text
    sure = {**who, "code": shown_code(mila, "/nl/zaken/1", who), "sure": "1"}
    gone = mila.send("/nl/zaken/1", sure)
    assert (gone.status, gone.headers["Location"]) == (303, "/nl/zaken/1#handed")
    page, package = mila.ask("/nl/zaken/1").text, sha256(kept.read_bytes()).hexdigest()
    assert "en heeft de ontvangst getekend." in page and package in page
    assert (record(here)["state"], [*quarantine.iterdir()]) == ("carried out", [kept])
    assert not [*(here / ".gestand" / "handing").iterdir()]
    assert "hoeft hier niets in te vullen" in mila.ask("/nl/brieven/1/handed-over").text
    told = json.loads(gestand("disclosures", here, "--format", "json").stdout)["found"]
    assert [one["outcome"] for one in told] == ["failed", "failed", "made"]
    assert [gestand("verify", folder).exit_code for folder in (here, other)] == [0, 0]


STEPS = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) gestand_(work|disclosure|receipt|request)")


@dataclass
class Recorded:
    """Counts what own records write of a hand-over, and kills this process before one of it."""

    kills: int = 0
    seen: list[str] = field(default_factory=list)

    def watched(self, execute: Execute) -> Execute:
        def watching(ledger: LedgerRecords, statement: str, values: Sequence[Value]) -> list[Any]:
            if STEPS.match(statement):
                self.seen.append(statement)
                if len(self.seen) == self.kills:
                    signal.raise_signal(signal.SIGKILL)
            return execute(ledger, statement, values)

        return watching


def test_a_hand_over_killed_at_each_recorded_step_arrives_and_is_logged_once(
    there: tuple[Path, Path, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here, other, port = there
    monkeypatch.setenv("GESTAND_HAND_OVER_TOKEN", KNOCK)
    new(here, "portability")
    do(here, "settle-identity", "--method", "signed-in")
    do(here, "decide", "--item", "everything", "--outcome", "granted")
    founding, key = shutil.copytree(here, tmp_path / "founding"), public(other)
    url = f"http://127.0.0.1:{port}/api/v1/hand-over"

    def hand_over() -> Result:
        words = ("--person", "customer:1", "--out", here / "along.zip", "--force")
        return gestand("request", here, "--number", 1, "--fulfil", *words,
                       "--to", NAME, "--url", url, "--key", key)

    def killed(recorded: Recorded) -> None:
        execute = LedgerRecords._execute
        LedgerRecords._execute = recorded.watched(execute)  # type: ignore[method-assign]
        hand_over()

    every = 1 if os.environ.get("GESTAND_EXAMPLES") else 3
    for moment in range(1, 100, every):
        shutil.rmtree(here)
        shutil.copytree(founding, here)
        stopped = in_a_child(partial(killed, Recorded(moment)), Countdown(0, signal.SIGKILL))
        if not stopped:
            break
        done = hand_over()
        assert (done.exit_code, record(here)["state"]) == (0, "carried out"), (moment, done.stderr)
        told = json.loads(gestand("disclosures", here, "--format", "json").stdout)["found"]
        assert [one["outcome"] for one in told] == ["made"], moment
        assert len(list((other / ".gestand" / "quarantine").iterdir())) == 1, moment
        assert gestand("verify", here).exit_code == 0
    assert moment > 9
    assert gestand("verify", other).exit_code == 0


SEAL, OTHER = OwnSeal(bytes(range(32))), OwnSeal(bytes(32))
DOOR = Door(NAME, {SEAL.public: "The first"}, 100_000)


def packed(seal: OwnSeal = SEAL, to: str = NAME, **changes: bytes) -> bytes:
    """Return a small package; `changes` put other bytes in a member."""
    data = b'{"rows": []}'
    listed = {"data.json": {"sha256": sha256(data).hexdigest(), "bytes": len(data)}}
    said = {"portability": 1, "to": to, "as of": "2026-11-28", "members": listed}
    manifest = json.dumps(said).encode()
    signed = {"public": seal.public, "signature": seal.sign(SIGNED + manifest)}
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("data.json", changes.get("data", data))
        zipped.writestr("manifest.json", changes.get("manifest", manifest))
        zipped.writestr("manifest.sig", json.dumps(signed))
        if "more" in changes:
            zipped.writestr("more", changes["more"])
    return content.getvalue()


WRONG = {
    "is no package": b"PK nothing",
    "not one of a sender who is known": packed(OTHER),
    "for another controller": packed(to="Somebody"),
    "not what was signed": packed(manifest=b"{}"),
    "are not those of the manifest": packed(data=b"{}"),
    "not those of the manifest": packed(more=b"x"),
    "unpacks to more than": packed(more=bytes(100_001)),
}


def test_what_is_not_whole_known_and_for_us_is_not_taken_in(tmp_path: Path) -> None:
    with ring(tmp_path) as keyring:
        for why, package in WRONG.items():
            with pytest.raises(NotTaken, match=why):
                take_in(keyring.journal, DOOR, package)
        assert not (tmp_path / ".gestand" / "quarantine").exists()
        good, seal = packed(), keyring.journal.seal
        receipts = [take_in(keyring.journal, DOOR, good) for _ in range(2)]
        assert len(list((tmp_path / ".gestand" / "quarantine").iterdir())) == 1
        entries = [e for e in keyring.journal.ledger.entries() if e.kind == "package quarantined"]
        assert len(entries) == 1
    expected = (sha256(good).hexdigest(), seal.public)
    answer = json.dumps(receipts[1]).encode()
    assert why_no_receipt(answer, expected, SEAL.is_of) is None
    for wrong in (b"", b"{}", answer.replace(b"quarantined", b"taken over"), b"[" * 100_000):
        assert why_no_receipt(wrong, expected, SEAL.is_of)
    assert why_no_receipt(answer, (expected[0], SEAL.public), SEAL.is_of)
    assert why_no_receipt(answer, ("0" * 64, seal.public), SEAL.is_of)


def arrive(folder: Path, package: bytes) -> None:
    with ring(folder) as keyring:
        take_in(keyring.journal, DOOR, package)


def test_a_package_whose_arrival_is_killed_at_any_moment_arrives_once(tmp_path: Path) -> None:
    good, founding = packed(), tmp_path / "founding"
    founding.mkdir()
    with ring(founding):
        pass
    for moment in count(1):
        folder = Path(shutil.copytree(founding, tmp_path / str(moment)))
        countdown = Countdown(moment, int(signal.SIGKILL), on=True)
        stopped = in_a_child(partial(arrive, folder, good), countdown)
        arrive(folder, good)
        (kept,) = (folder / ".gestand" / "quarantine").glob("*.zip")
        assert kept.read_bytes() == good
        with ring(folder) as keyring:
            entries = [e.kind for e in keyring.journal.ledger.entries()]
            assert entries.count("package quarantined") == 1
            assert look_through(keyring.journal).wrong == ()
        if not stopped:
            break
    assert moment > 3


def test_who_may_send_stands_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "senders"
    for wrong in ("abc The first", f"{SEAL.public}", f"{SEAL.public.upper()} X"):
        path.write_text(f"{wrong}\n", "utf-8")
        with pytest.raises(CannotRun, match="senders:1: a public key"):
            senders_in(path)
    with pytest.raises(CannotRun, match="cannot be read"):
        senders_in(tmp_path / "none")

"""A letter goes out once, to a real server; of one in doubt a person decides."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.linde import build
from tests.mailing import PASSWORD, Letterbox, certificate, letterbox
from tests.surfaces.commands import gestand
from tests.surfaces.test_request_command import do, fulfil, new
from tests.surfaces.test_request_fulfil import ROWS
from tests.undoing import UNDO, key_in

ADDRESS = "ann@customer.example"
MAIL = "\nmail:\n  from: privacy@delinde.example\n  out: {}\n"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def box(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    with letterbox(*pair) as running:
        yield running


@pytest.fixture
def linde(tmp_path: Path, box: Letterbox) -> Path:
    """Give De Linde with one request and a server that takes its letters."""
    folder = build(tmp_path / "linde")
    named(folder, box.url)
    gestand("request", folder, "--new", "--right", "access")
    return folder


def named(folder: Path, url: str) -> None:
    path = folder / "privacy" / "datamap.yaml"
    path.write_text(path.read_text("utf-8").partition("\nmail:")[0] + MAIL.format(url), "utf-8")


def sent(folder: Path, *words: str, to: str = ADDRESS) -> tuple[int, str]:
    told = gestand("send", "received", "--in", folder, "--request", "1", "--to", to, *words)
    return told.exit_code, told.output


def test_a_letter_goes_out_once(linde: Path, box: Letterbox) -> None:
    code, said = sent(linde, "--pdf")
    assert (code, said) == (0, "Message 1, letter `received` of request 1: sent\n")
    assert sent(linde, "--pdf")[0] == 0 and len(box.taken) == 1
    (letter,) = box.letters()
    assert letter["Subject"] == "Uw bericht aan De Linde B.V., nummer 1"
    assert (letter["To"], letter["Auto-Submitted"]) == (ADDRESS, "auto-generated")
    assert letter["Message-ID"].endswith("@delinde.example>") and letter["Date"]
    kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    assert "inzage in uw gegevens" in letter.get_body(("plain",)).get_content()
    assert gestand("mail", linde).output == "No message needs anybody.\n"
    assert gestand("verify", linde).exit_code == 0
    kept = (linde / ".gestand" / "records.db").read_bytes()
    assert ADDRESS.encode() not in kept and b"inzage" not in kept
    answered = sent(linde, to="bo@customer.example")
    assert answered[0] == 0 and len({letter["Message-ID"] for letter in box.letters()}) == 2


def test_what_surely_was_not_sent_goes_out_later(linde: Path, box: Letterbox) -> None:
    box.to = "451 later"
    code, said = sent(linde)
    assert code == 1 and "not sent; send it again" in said and "451" in said
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    named(linde, f"smtp://localhost:{port}")
    assert "no connection: ConnectionRefusedError" in sent(linde)[1]
    named(linde, box.url.replace("MAIL_PASSWORD", "HOME"))
    assert "no connection: SMTPAuthenticationError" in sent(linde)[1]
    named(linde, box.url)
    box.to = "250 OK"
    assert sent(linde) == (0, "Message 1, letter `received` of request 1: sent\n")
    assert len(box.taken) == 1


def test_what_was_refused_does_not_go_again_by_itself(linde: Path, box: Letterbox) -> None:
    box.to = "550 no such person"
    assert "the server refused it: 550" in sent(linde)[1]
    box.to = "250 OK"
    assert sent(linde)[0] == 1 and box.taken == []
    assert gestand("mail", linde, "--number", "1", "--again").exit_code == 1
    assert sent(linde)[0] == 0 and len(box.taken) == 1


def test_of_a_letter_in_doubt_a_person_decides(linde: Path, box: Letterbox) -> None:
    box.data = "lost"
    code, said = sent(linde)
    assert code == 1 and "nobody knows whether it arrived" in said and len(box.taken) == 1
    box.data = "250 OK"
    assert sent(linde)[1] == said and len(box.taken) == 1
    alarm = "letter `received` of request 1: nobody knows whether it arrived"
    assert alarm in gestand("alarms", linde).output
    listed = gestand("mail", linde)
    assert (listed.exit_code, listed.output) == (1, said)
    first = box.letters()[0]["Message-ID"]
    assert gestand("mail", linde, "--number", "1", "--again").exit_code == 1
    assert sent(linde)[0] == 0
    assert [letter["Message-ID"] for letter in box.letters()] == [first, first]
    no = gestand("mail", linde, "--number", "1", "--again")
    assert (no.exit_code, "`again` cannot be" in no.stderr) == (1, True)
    box.data = "lost"
    assert sent(linde, to="bo@customer.example")[0] == 1
    assert gestand("mail", linde, "--number", "2", "--sent").exit_code == 0
    assert gestand("verify", linde).exit_code == 0


def test_a_program_that_is_killed_leaves_a_letter_in_doubt(linde: Path, box: Letterbox) -> None:
    words = ("send", "received", "--in", str(linde), "--request", "1", "--to", ADDRESS)
    running = subprocess.Popen([sys.executable, "-m", "gestand", *words], stdout=-3, stderr=-3)

    def kill() -> str:
        os.kill(running.pid, signal.SIGKILL)
        return "250 OK"

    box.data = kill
    assert running.wait(60) == -signal.SIGKILL
    said = gestand("mail", linde).output
    assert "it was going out and nobody heard the end" in said
    box.data = "250 OK"
    assert sent(linde)[0] == 1 and len(box.taken) == 1
    assert gestand("mail", linde, "--number", "1", "--sent").exit_code == 0


def test_what_cannot_be_sent_is_said(linde: Path, box: Letterbox) -> None:
    for to in ("ann", "ann@x.example\nBcc: all@x.example", "a@b.example, c@d.example"):
        assert sent(linde, to=to)[0] == 2
    named(linde, "smtp+clear://mail.example")
    assert "to this machine only" in sent(linde)[1]
    named(linde, "https://mail.example")
    assert "cannot be read" in sent(linde)[1]
    named(linde, "smtp://user:secret@mail.example")
    assert "G319" in gestand("check", linde).output
    assert "secret" not in gestand("check", linde).output
    assert gestand("mail", linde, "--all").output == "No message needs anybody.\n"
    assert box.taken == []


def test_a_notice_to_a_recipient_goes_out_once(tmp_path: Path, box: Letterbox) -> None:
    key_in(tmp_path)
    linde = build(tmp_path, ROWS, UNDO)
    named(linde, box.url)
    new(linde, "erasure")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "granted")
    assert fulfil(linde, "--yes").exit_code == 0
    gestand("notices", linde, "--request", 1, "--published", "search engines")
    mail = ("notices", linde, "--mail", 1, "--lang", "nl", "--to", "desk@search.example")
    box.data = "lost"
    doubt = gestand(*mail)
    assert (doubt.exit_code, "nobody knows whether it arrived" in doubt.stderr) == (1, True), (
        doubt.stderr
    )
    box.data = "250 OK"
    assert gestand(*mail[:-1], "other@search.example").exit_code == 1 and len(box.taken) == 1
    assert gestand("mail", linde, "--number", 1, "--sent").exit_code == 0
    told = gestand(*mail)
    assert (told.exit_code, len(box.taken)) == (0, 1) and "mail, message 1" in told.output
    assert box.letters()[0]["Subject"] == "Uw bericht aan De Linde B.V., nummer 1"
    assert gestand(*mail).exit_code == 2


def test_the_code_of_an_answer_goes_in_a_message_of_its_own(
    linde: Path, box: Letterbox, tmp_path: Path
) -> None:
    for words in (("settle-identity", "--method", "signed-in"),
                  ("decide", "--item", "everything", "--outcome", "granted"), ("carry-out",)):
        assert do(linde, *words).exit_code == 0
    (answer := tmp_path / "answer.zip").write_bytes(b"all that we hold of Ann")
    put = ("package", linde, "--request", 1, "--put", answer, "--send-code", "--to", ADDRESS)
    assert "goes with --put and --page" in gestand(*put).stderr
    page = ("--page", "https://www.delinde.example/en/fetch", "--lang", "en")
    box.data = "550 no such user"
    refused = gestand(*put, *page)
    assert (refused.exit_code, "is taken away again" in refused.output) == (1, True)
    box.data = "250 OK"
    done = gestand(*put, *page)
    assert done.exit_code == 0 and "Package 2 waits until" in done.output, done.output
    letter = box.letters()[-1]
    body = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    code = body.partition("open it: ")[2].partition(".")[0]
    assert len(code) == 23 and code not in done.output and [*letter.iter_attachments()] == []
    gone, waits = gestand("package", linde).output.splitlines()
    assert "Package 1 of request 1: gone" in gone and "waits until" in waits

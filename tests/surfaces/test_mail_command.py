"""Messages in a real mailbox become requests once, or wait for a person."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.linde import build
from tests.mailing import PASSWORD, MailServer, mail_server
from tests.surfaces.commands import gestand
from tests.undoing import key_in

ZONE = "Europe/Amsterdam"
MAIL = """
mail:
  from: privacy@delinde.example
  trusts: mx.delinde.example
  inbox: "{}"
  out: "{}"
"""
ACCESS = "Ik wil graag inzage in mijn persoonsgegevens."


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with pytest.MonkeyPatch.context() as patch, mail_server() as running:
        patch.setenv("SSL_CERT_FILE", str(running.cert))
        patch.setenv("MAIL_PASSWORD", PASSWORD)
        yield running


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    return str(request.node.name)


@pytest.fixture
def linde(tmp_path: Path, server: MailServer, user: str) -> Path:
    """Give De Linde with a mailbox of its own and a master key."""
    folder = build(tmp_path / "linde")
    key_in(folder)
    datamap = folder / "privacy" / "datamap.yaml"
    text = datamap.read_text("utf-8") + "\nrecords: {key: master.key}\n"
    datamap.write_text(text + MAIL.format(server.url(user), server.box.url), "utf-8")
    return folder


def message(text: str, number: int = 1, **heads: str) -> bytes:
    told = {
        "From": "Ann <ann@customer.example>", "To": "privacy@delinde.example", "Subject": "Vraag",
        "Message-ID": f"<{number}@customer.example>", "Content-Type": "text/plain; charset=utf-8",
    }
    told |= {name.replace("_", "-"): value for name, value in heads.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{head}\r\n{text}\r\n".encode()


def listed(folder: Path, *words: str) -> list[dict[str, Any]]:
    told = gestand("mail", folder, "--all", "--format", "json", *words)
    assert told.exit_code in (0, 1), told.output
    found: list[dict[str, Any]] = json.loads(told.output)
    return found


def test_a_sure_request_is_taken_in_once(linde: Path, server: MailServer, user: str) -> None:
    at = datetime.now(UTC) - timedelta(days=3)
    server.deliver(user, message(ACCESS.replace("Ik", "Wij"), 9), at=at - timedelta(days=9))
    server.deliver(user, message(ACCESS, DKIM="x"), at=at)
    told = gestand("mail", linde, "--poll", "--from", (at - timedelta(days=2)).date())
    assert (told.exit_code, told.output.split("\n")[0]) == (0, "New messages: 1. New requests: 1.")
    assert "New messages: 0." in gestand("mail", linde, "--poll").output
    (kept,) = json.loads(gestand("request", linde, "--format", "json").output)
    received = at.astimezone(ZoneInfo(ZONE)).date().isoformat()
    assert (kept["right"], kept["received"], kept["channel"]) == ("access", received, "mail")
    again = message(ACCESS, 2)
    server.deliver(user, again)
    (_, same) = listed(linde, "--poll")
    assert (same["kind"], same["stage"], same["request"]) == ("duplicate", "set aside", 1)
    raw = (linde / ".gestand" / "records.db").read_bytes()
    assert b"ann@customer" not in raw and b"inzage in mijn" not in raw
    shown = gestand("mail", linde, "--number", "1").output
    assert "from: ann@customer.example" in shown and f"| {ACCESS}" in shown
    assert gestand("verify", linde).exit_code == 0
    with server.entered(user) as connection:
        connection.select("INBOX", readonly=True)
        assert connection.search(None, "UNSEEN")[1] == [b"1 2 3"]



def test_in_doubt_a_person_says_what_it_is(linde: Path, server: MailServer, user: str) -> None:
    server.deliver(
        user,
        message("Namens mijn moeder: verwijder al haar gegevens.", 1),
        message("Hoe lang bewaren jullie facturen?", 2),
        message("Waar blijft mijn pakket? \x1b[2J", 3),
    )
    told = gestand("mail", linde, "--poll")
    assert told.exit_code == 1 and "New messages: 3. New requests: 0." in told.output
    assert "request, erasure (for somebody else)" in told.output and "question; look" in told.output
    assert gestand("request", linde).output == "There are no open requests.\n"
    assert "message 2 (question): look at it" in gestand("alarms", linde).output
    assert "\x1b" not in gestand("mail", linde, "--number", "3").output
    wrong = gestand("mail", linde, "--number", "2", "--confirm")
    assert (wrong.exit_code, "what is asked?" in wrong.stderr) == (2, True)
    taken = gestand("mail", linde, "--number", "1", "--confirm", "--right", "access")
    assert taken.exit_code == 0 and "request 1" in taken.output
    assert gestand("mail", linde, "--number", "2", "--answered").exit_code == 0
    assert gestand("mail", linde, "--number", "3", "--drop").exit_code == 0
    assert "its words are not kept" in gestand("mail", linde, "--number", "3").output
    assert "mijn moeder" in gestand("mail", linde, "--number", "1").output
    assert "mijn moeder" not in gestand("mail", linde, "--number", "1", "--forget").output
    no = gestand("mail", linde, "--number", "1", "--drop")
    assert (no.exit_code, "`drop` cannot be" in no.stderr) == (1, True)
    assert gestand("mail", linde).output == "No message needs anybody.\n"
    assert gestand("verify", linde).exit_code == 0


def test_an_answer_goes_to_who_asked_and_what_comes_back_is_known(
    linde: Path, server: MailServer, user: str
) -> None:
    server.box.taken.clear()
    server.deliver(user, message(ACCESS))
    gestand("mail", linde, "--poll")
    assert gestand("send", "received", "--in", linde, "--request", "1").exit_code == 0
    (letter,) = server.box.letters()
    assert (letter["To"], letter["In-Reply-To"]) == ("ann@customer.example", "<1@customer.example>")
    assert letter["Auto-Submitted"] == "auto-replied"
    name = letter["Message-ID"]
    away = message("Ik ben er niet.", 2, Auto_Submitted="auto-replied", In_Reply_To=name)
    more = message("Bedankt, en wis mijn gegevens ook maar.", 3, In_Reply_To=name)
    ours = server.box.taken[0]
    about = gestand("mail", linde, "--request", "1").output
    assert "received" in about and "letter `received` of request 1: sent" in about
    report = message(REPORT.format(name), 4, Content_Type='multipart/report; boundary="r"')
    server.deliver(user, away, more, ours, report)
    first, sent, *came = listed(linde, "--poll")
    assert (first["stage"], sent["stage"]) == ("taken", "bounced")
    found = [(one["kind"], one["stage"], one["thread"]) for one in came]
    assert found == [
        ("automatic", "set aside", 1), ("request", "waiting", 1), ("loop", "set aside", 1),
        ("bounce", "set aside", 6),
    ]  # fmt: skip
    assert "belongs to another" in came[1]["doubts"] and came[1]["request"] == 1
    assert gestand("verify", linde).exit_code == 0


REPORT = """--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; ann@customer.example
Action: failed
Status: 5.1.1

--r
Content-Type: text/rfc822-headers

Message-ID: {}

--r--
"""


def test_another_series_of_numbers_takes_nothing_twice(
    linde: Path, server: MailServer, user: str
) -> None:
    datamap = linde / "privacy" / "datamap.yaml"
    datamap.write_text(datamap.read_text("utf-8").replace("/INBOX", "/Intake"), "utf-8")
    old, new = message(ACCESS), message("Verwijder al mijn gegevens.", 2)
    told = gestand("mail", linde, "--poll")
    assert (told.exit_code, "no such folder" in told.stderr) == (2, True)
    with server.entered(user) as connection:
        connection.create("Intake")
        connection.append("Intake", "", "", old)
        assert "New messages: 1." in gestand("mail", linde, "--poll").output
        connection.delete("Intake")
        connection.create("Intake")
        connection.append("Intake", "", "", new)
        connection.append("Intake", "", "", old)
    assert "New messages: 1. New requests: 1." in gestand("mail", linde, "--poll").output
    assert [one["request"] for one in listed(linde)] == [1, 2]


KILLED = """
import os, signal, sys
from pathlib import Path
import gestand.post.imap as imap
from gestand.surfaces.cli import main

class Killed(imap.ImapInbox):
    def since(self, uid):
        for count, delivered in enumerate(super().since(uid), start=1):
            yield delivered
            if count == 2:
                os.kill(os.getpid(), signal.SIGKILL)

imap.ImapInbox = Killed
main(["mail", sys.argv[1], "--poll"])
"""


def test_a_program_that_is_killed_loses_nothing(linde: Path, server: MailServer, user: str) -> None:
    server.deliver(user, *(message(f"Wat weten jullie van mij? Ik ben {n}.", n) for n in range(5)))
    killed = subprocess.run([sys.executable, "-c", KILLED, linde], capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert "New messages: 3." in gestand("mail", linde, "--poll").output
    assert [one["request"] for one in listed(linde)] == [1, 2, 3, 4, 5]
    assert gestand("verify", linde).exit_code == 0


def test_checks_of_the_sender_are_recorded_where_the_server_is_trusted(
    linde: Path, server: MailServer, user: str
) -> None:
    passed = "{}; spf=pass smtp.mailfrom=a.example; dkim=fail"
    server.deliver(
        user,
        message(ACCESS, 1, Authentication_Results=passed.format("mx.delinde.example")),
        message(f"{ACCESS} Bo", 2, Authentication_Results=passed.format("mx.attacker.example")),
    )
    one, two = listed(linde, "--poll")
    assert one["checks"] == {"spf": "pass", "dkim": "fail"} and two["checks"] == {}
    assert "spf pass" in gestand("mail", linde, "--number", "1").output


def test_a_mailbox_that_cannot_be_read_is_said(
    linde: Path, server: MailServer, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    datamap = linde / "privacy" / "datamap.yaml"
    told = datamap.read_text("utf-8")
    url = server.url(user)
    for wrong, why in (
        (url.replace("correct-horse", "${MAIL_PASSWORD}"), "the mailbox cannot be read: error"),
        ("imap://localhost:1", "the mailbox cannot be read: ConnectionRefusedError"),
        (url.replace("imap://", "imaps://"), "the mailbox cannot be read: SSL"),
        ("imap+clear://mail.example", "to this machine only"),
        ("imap://localhost:99999", "has letters that `imap` cannot take"),
    ):
        datamap.write_text(told.replace(url, wrong), "utf-8")
        found = gestand("mail", linde, "--poll")
        assert found.exit_code == 2 and why in found.stderr, (wrong, found.output)
    datamap.write_text(told, "utf-8")
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "cannot be read: SSLCertVerificationError" in gestand("mail", linde, "--poll").stderr
    datamap.write_text(told.partition("\nmail:")[0], "utf-8")
    assert "add `mail:`" in gestand("mail", linde, "--poll").stderr

"""`gestand notices`: whoever got data hears of it, and nobody is left out without a reason."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.facts import Person
from gestand.core.notices import (
    CONFIRMED,
    DOUBT,
    ENDED,
    EXEMPT,
    GOT,
    NOT_POSTED,
    POSTING,
    SENT,
    Given,
    Notice,
    Wanted,
    missing,
    wanted,
)
from gestand.post.webhook import CONFIRMS
from gestand.records.signing import OwnSeal
from gestand.settings import today
from gestand.work.posting import CONFIRMED_TEXT, SIGNATURE, SIGNED
from gestand.work.project import load
from gestand.work.registers import DISCLOSURES, begin
from tests.linde import build, run
from tests.mailing import certificate
from tests.surfaces.commands import gestand
from tests.surfaces.test_request_command import do, fulfil, new
from tests.surfaces.test_request_fulfil import ROWS
from tests.undoing import UNDO, key_in
from tests.work.test_rights import DAY, ring

RECIPIENTS = """recipients:
  kinds:
    host: {nl: hostingbedrijven, en: hosting companies}
  processors: [host]
  example-host:
    name: Example Host B.V.
    is: host
    country: NL
    gets: [name]
    for: service
    agreement:
      signed: 2025-02-01
      until: 2099-02-01
      reference: "DPA"
      instructions: clause 8.1
      confidentiality: clause 8.6
      security: annex II
      sub-processors: general
      help within: P7D
      breach notice: 24 hours
      at the end: delete
      audit: clause 8.9
"""


ENDED_ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2009-01-10');
"""


def gave(folder: Path, recipient: str, key: int) -> None:
    """Write down that a recipient got something of a customer, as `gestand disclose` does."""
    with ring(folder) as keyring:
        state = keyring.journal.state
        who = Person("customer", key)
        begin(keyring.journal, DISCLOSURES, "made", {
            "on": "2026-01-02", "people": [state.digest(who.kind, who.key)],
            "recipient": recipient, "name": recipient.title(),
        })


def erased(tmp_path: Path) -> Path:
    """Build De Linde, where somebody is erased who was shown to everybody, and got by a shop."""
    key_in(tmp_path)
    shown = ("    occasion: registration\n", "    occasion: registration\n    published: true\n")
    policy = [*UNDO["policy"], ("rights: {answer", f"{RECIPIENTS}rights: {{answer"), shown]
    mail = "mail: {from: privacy@delinde.example, out: 'folder:out'}\nstores:"
    datamap = [*UNDO["datamap"], ("stores:", mail)]
    linde = build(tmp_path, ROWS, {"policy": policy, "datamap": datamap})
    (linde / "out").mkdir(exist_ok=True)
    gave(linde, "a-shop", 1)
    gave(linde, "a-bank", 2)  # of somebody else
    new(linde, "erasure")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "granted")
    early = gestand("notices", linde, "--request", 1)
    assert "once something was corrected" in early.stderr
    assert fulfil(linde, "--yes").exit_code == 0
    return linde


def test_each_recipient_is_told_of_what_it_got_alone(tmp_path: Path) -> None:
    changes = {"policy": [("rights: {answer", f"{RECIPIENTS}rights: {{answer")]}
    policy, _ = load(build(tmp_path, "", changes)).declared()
    given = [
        Given(1, "a-shop", "A-Shop", ["contact"]),  # it contains the next three
        Given(2, "a-bank", "A-Bank", ["account"]),
        Given(3, "a-past", "A-Past"),  # nobody knows any more what it got
        Given(4, "example-host", "Example Host B.V.", ["email"]),  # and name, as it always does
    ]
    found = wanted(policy, given, {"name", "email", "phone"})
    told = {one.to: set(one.categories) for one in found}
    assert told["a-past"] == {"name", "email", "phone"} and "a-bank" not in told
    assert (told["a-shop"], told["example-host"]) == ({"email", "phone"}, {"name", "email"})


def test_whoever_got_data_is_told_of_an_erasure(tmp_path: Path) -> None:
    linde = erased(tmp_path)
    untold = do(linde, "tell-recipients", "--because", "done")
    assert "a-shop, example-host, our site, search engines must be told first" in untold.stderr
    letters = linde / "letters"
    words = ("--request", 1, "--published", "search engines", "--out", letters, "--lang", "en")
    found = gestand("notices", linde, *words)
    assert found.exit_code == 1, found.stderr
    went = "name, address, email, phone, account: NOT SENT"  # no order, no billing address
    assert f"Notice 2 of request 1 to A-Shop (got data), disclosure 1, {went}" in found.output
    assert "Example Host B.V. (processor), name: NOT SENT" in found.output
    assert "with every copy and every link" in (letters / "notice-2.txt").read_text("utf-8")
    assert "--how TEXT" in gestand("notices", linde, "--sent", 1).stderr
    assert gestand("notices", linde, "--sent", 2, "--how", "mail").exit_code == 0
    assert "where does notice 1 go?" in gestand("notices", linde, "--mail", 1).stderr
    mailed = ("notices", linde, "--mail", 1, "--to", "dpo@host.example", "--known-as", "H-17")
    assert gestand(*mailed, "--lang", "en").exit_code == 0
    (mail,) = (linde / "out").iterdir()
    assert "It is about H-17." in mail.read_text("utf-8")
    assert b"H-17" not in (linde / ".gestand" / "records.db").read_bytes()
    assert gestand("notices", linde, "--confirm", 2).exit_code == 0
    for number, because in ((3, "bankrupt"), (4, "it only showed what stood here")):
        assert gestand("notices", linde, "--exempt", number, "--because", because).exit_code == 0
    told = json.loads(gestand("notices", linde, "--format", "json").stdout)
    assert [one["stage"] for one in told] == ["sent", "confirmed", "exempt", "exempt"]
    again = gestand("notices", linde, "--request", 1)
    assert (again.exit_code, again.output.count("Notice")) == (0, 4)
    assert do(linde, "tell-recipients", "--because", "all told").exit_code == 0
    assert gestand("verify", linde).exit_code == 0


class Program(BaseHTTPRequestHandler):
    """The program of a processor: it keeps what it gets, and answers as it is told."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Processor)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((body, dict(self.headers)))
        if server.answer:
            self.send_response(server.answer)
            self.send_header(CONFIRMS, server.confirming(body))
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Processor(HTTPServer):
    answer = 204
    seal = OwnSeal(b"1" * 32)

    def confirming(self, body: bytes, key: bytes = b"2" * 32) -> str:
        """Return what it signs an answer with: another key than the declared one, unless named."""
        return OwnSeal(key).sign(CONFIRMED_TEXT.format(sha256(body).hexdigest()).encode())

    got: list[tuple[bytes, dict[str, str]]]


@pytest.fixture
def processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Processor]:
    (tmp_path / "tls").mkdir()
    cert, key = certificate(tmp_path / "tls")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    with Processor(("127.0.0.1", 0), Program) as server:
        server.got = []
        server.socket = context.wrap_socket(server.socket, server_side=True)
        running = Thread(target=server.serve_forever)
        running.start()
        yield server
        server.shutdown()
        running.join()


def test_a_processor_is_told_by_its_program_that_a_period_is_over(
    tmp_path: Path, processor: Processor
) -> None:
    url = f"https://localhost:{processor.server_port}/erase"
    told_at = f"    notices: {{post: '{url}', key: '{processor.seal.public}'}}\n"
    policy = [("rights: {answer", f"{RECIPIENTS}{told_at}rights: {{answer")]
    linde = build(tmp_path / "linde", ENDED_ROWS, {"policy": policy})
    before = today("UTC") - timedelta(days=1)
    applied = gestand("apply", linde, "--yes", "--first-run", "--as-of", before)
    assert "To be told to remove it as well: `example-host`" in applied.output, applied.output
    assert runs_of_a_later_day_are_told_too(linde, tmp_path / "later")
    listed = gestand("notices", linde)
    assert (listed.exit_code, "of receipt 1 to Example Host" in listed.output) == (1, True)
    assert "notice 1 to `example-host` is sent" in gestand("alarms", linde).output
    out = linde / "letters"
    gestand("notices", linde, "--out", out, "--lang", "nl")
    assert "bewaartermijn voorbij" in (out / "notice-1.txt").read_text("utf-8")
    post = ("notices", linde, "--post", 1, "--url")
    assert gestand(*post, "http://example.com").exit_code == 2 and not processor.got
    assert "no connection" in gestand(*post, "https://localhost:1/").stderr
    processor.answer = 0
    lost = gestand(*post, url)
    assert lost.exit_code == 1 and "find out whether it arrived" in lost.output
    assert "nobody knows whether it arrived" in gestand("alarms", linde).output
    assert "it is `in doubt` already" in gestand(*post, url).stderr and len(processor.got) == 1
    assert gestand("notices", linde, "--not-sent", 1, "--how", "they looked").exit_code == 1
    processor.answer = 204
    sent = gestand("notices", linde, "--send")
    assert (sent.exit_code, "not signed with the key of `example-host`" in sent.stderr) == (0, True)
    body, headers = processor.got[-1]
    public = gestand("keys", linde, "--public").output.strip()
    assert OwnSeal(b"0" * 32).is_of(public, SIGNED + body, headers[SIGNATURE])
    told = json.loads(body)
    assert (told["action"], told["categories"]) == ("erase", ["name"]) and b"Ann" not in body
    assert "`example-host` confirms" in gestand("alarms", linde).output
    confirms_by_its_own_key(linde, processor, body)
    assert "example-host" not in gestand("alarms", linde).output
    assert gestand("verify", linde).exit_code == 0


def confirms_by_its_own_key(linde: Path, processor: Processor, body: bytes) -> None:
    confirm = ("notices", linde, "--confirm", 1, "--signature")
    assert gestand(*confirm, processor.confirming(body)).exit_code == 2
    own = gestand(*confirm, processor.confirming(body, processor.seal.key))
    assert (own.exit_code, "signed with" in own.output) == (0, True), own.stderr


def runs_of_a_later_day_are_told_too(linde: Path, later: Path) -> bool:
    """Remove somebody else's data the same day and another day, in a copy; tell what is written."""
    shutil.copytree(linde, later)
    numbers = []
    for key, day in ((2, today("UTC") - timedelta(days=1)), (3, today("UTC"))):
        run(later, ENDED_ROWS.replace("(1, 'K1'", f"({key}, 'K{key}'"))
        assert gestand("apply", later, "--yes", "--first-run", "--as-of", day).exit_code == 0
        told = json.loads(gestand("notices", later, "--format", "json").stdout)
        numbers.append(len(told))
    return numbers == [1, 2]


@given(st.lists(st.sampled_from([SENT, CONFIRMED, EXEMPT, POSTING, NOT_POSTED]), max_size=12))
def test_what_is_in_doubt_never_goes_by_itself(events: list[str]) -> None:
    one = Notice(1, 0, Wanted("a", "A", ENDED), receipt=1)
    for event in events:
        now = one.after(event, DAY, "x")
        if isinstance(now, str):
            continue
        assert event != POSTING or one.may_go
        assert one.stage != DOUBT or event in (SENT, NOT_POSTED)
        assert one.stage not in (CONFIRMED, EXEMPT) and (event != CONFIRMED or one.stage == SENT)
        one = now


def test_nobody_is_left_out_without_a_reason() -> None:
    one = Notice(1, 1, Wanted("a", "A", GOT, (1,)))
    assert "only what was sent" in str(one.after(CONFIRMED, DAY, ""))
    assert "--because" in str(one.after(EXEMPT, DAY, " "))
    sent = one.after(SENT, DAY, "mail")
    assert isinstance(sent, Notice) and "already" in str(sent.after(SENT, DAY, ""))
    later = Wanted("a", "A", GOT, (1, 2))
    assert missing([one.wanted, later], [sent]) == [later]

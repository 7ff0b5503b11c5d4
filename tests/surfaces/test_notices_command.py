"""`gestand notices`: whoever got data hears of it, and nobody is left out without a reason."""

from __future__ import annotations

import json
from pathlib import Path

from gestand.core.facts import Person
from gestand.core.notices import CONFIRMED, EXEMPT, GOT, SENT, Notice, Wanted, missing
from gestand.work.registers import DISCLOSURES, begin
from tests.linde import build
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


def given(folder: Path, recipient: str, key: int) -> None:
    """Write down that a recipient got something of a customer, as `gestand disclose` does."""
    with ring(folder) as keyring:
        state = keyring.journal.state
        who = Person("customer", key)
        begin(keyring.journal, DISCLOSURES, "made", {
            "on": "2026-01-02", "people": [state.digest(who.kind, who.key)],
            "recipient": recipient, "name": recipient.title(),
        })


def test_whoever_got_data_is_told_of_an_erasure(tmp_path: Path) -> None:
    key_in(tmp_path)
    policy = [*UNDO["policy"], ("rights: {answer", f"{RECIPIENTS}rights: {{answer")]
    linde = build(tmp_path, ROWS, {**UNDO, "policy": policy})
    given(linde, "a-shop", 1)
    given(linde, "a-bank", 2)  # of somebody else
    new(linde, "erasure")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "granted")
    early = gestand("notices", linde, "--request", 1)
    assert "once something was corrected" in early.stderr
    assert fulfil(linde, "--yes").exit_code == 0
    untold = do(linde, "tell-recipients", "--because", "done")
    assert "a-shop, example-host must be told first" in untold.stderr
    letters = linde / "letters"
    words = ("--request", 1, "--published", "search engines", "--out", letters, "--lang", "en")
    found = gestand("notices", linde, *words)
    assert found.exit_code == 1, found.stderr
    assert "Notice 2 of request 1 to A-Shop (got data), disclosure 1: NOT SENT" in found.output
    assert "Example Host B.V. (processor): NOT SENT" in found.output
    assert "with every copy and every link" in (letters / "notice-2.txt").read_text("utf-8")
    assert "--how TEXT" in gestand("notices", linde, "--sent", 1).stderr
    for sent in (1, 2):
        assert gestand("notices", linde, "--sent", sent, "--how", "mail").exit_code == 0
    assert gestand("notices", linde, "--confirm", 2).exit_code == 0
    assert gestand("notices", linde, "--exempt", 3, "--because", "bankrupt").exit_code == 0
    told = json.loads(gestand("notices", linde, "--format", "json").stdout)
    assert [one["stage"] for one in told] == ["sent", "confirmed", "exempt"]
    again = gestand("notices", linde, "--request", 1)
    assert (again.exit_code, again.output.count("Notice")) == (0, 3)
    assert do(linde, "tell-recipients", "--because", "all told").exit_code == 0
    assert gestand("verify", linde).exit_code == 0


def test_nobody_is_left_out_without_a_reason() -> None:
    one = Notice(1, 1, Wanted("a", "A", GOT, (1,)))
    assert "only what was sent" in str(one.after(CONFIRMED, DAY, ""))
    assert "--because" in str(one.after(EXEMPT, DAY, " "))
    sent = one.after(SENT, DAY, "mail")
    assert isinstance(sent, Notice) and "already" in str(sent.after(SENT, DAY, ""))
    later = Wanted("a", "A", GOT, (1, 2))
    assert missing([one.wanted, later], [sent]) == [later]

"""`gestand request --fulfil`: each right is carried out by the plans of the engine."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tests.linde import build, cell
from tests.surfaces.commands import gestand
from tests.surfaces.test_request_command import TODAY, ask, do, fulfil, new, record
from tests.undoing import UNDO, key_in

LATELY, ONCE = TODAY - timedelta(days=10), TODAY - timedelta(days=400)
ROWS = f"""
INSERT INTO customers VALUES
  (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '{LATELY}');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '{LATELY}');
INSERT INTO invoices VALUES
  (1, 'F1', 1, NULL, 'Ann', 'Kade 1', 'ann@delinde.example', '{ONCE}');
"""


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GESTAND_USER", "Bo")
    key_in(tmp_path)
    return build(tmp_path, ROWS, UNDO)


def decided(folder: Path, user: pytest.MonkeyPatch, *items: tuple[str, str]) -> None:
    """Settle who asks, and decide on each item; what is refused is confirmed by somebody else."""
    do(folder, "settle-identity", "--method", "signed-in")
    for item, ground in items:
        less = ("--outcome", "refused", "--ground", ground, "--because", "we argue in court")
        words = less if ground else ("--outcome", "granted")
        done = do(folder, "decide", "--item", item, *words)
        assert done.exit_code == 0, done.stderr
    user.setenv("GESTAND_USER", "Cas")
    for item, _ in (one for one in items if one[1]):
        do(folder, "confirm", "--item", item)


def test_what_was_refused_stays_as_if_nobody_had_asked(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(linde, "erasure")
    decided(linde, monkeypatch, ("the rest", ""), ("address", "17.3e-claims"))
    done = fulfil(linde, "--yes")
    assert done.exit_code == 0, done.output + done.stderr
    row = "SELECT phone || '|' || coalesce(street, '-') FROM customers"
    assert cell(linde, row) is None  # without a telephone number
    assert cell(linde, "SELECT street FROM customers") == "Kade 1"
    assert cell(linde, "SELECT name FROM customers") != "Ann"
    assert cell(linde, "SELECT bill_name FROM invoices") == "Ann"  # the tax law holds that
    assert "stays for `tax`: billing address, name; goes by itself" in done.output
    assert "stays for `registration`: address; goes by itself" in done.output

    letter = gestand("letter", "decided per item", "--in", linde, "--request", "1", "--lang", "en")
    assert letter.exit_code == 0, letter.stderr
    for said in (
        "- all else: erased.",
        "- address: we do not do that, because it is needed for a legal claim (article 17(3)(e) "
        "GDPR). We argue in court.",
        "What we still hold for “Meeting the duty to keep tax records”",
        "complain to the",
    ):
        assert said in letter.output
    later = gestand("plan", linde, "--as-of", TODAY + timedelta(days=120))
    assert "changes         1  street: " in later.output  # by itself, once its period is over
    assert gestand("verify", linde).exit_code == 0


def test_an_answer_leaves_out_what_was_refused(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(linde, "access")
    decided(linde, monkeypatch, ("the rest", ""), ("contact", "15.4-secret"))
    assert fulfil(linde, "--out", linde / "a.zip").exit_code == 0
    with zipfile.ZipFile(linde / "a.zip") as answer:
        told = "".join(answer.read(name).decode("utf-8") for name in answer.namelist())
    assert "Kade 1" in told and "ann@delinde" not in told and "06-1" not in told
    assert "Dit geven wij niet" in told and "customers.phone: refused" in told
    assert json.dumps(record(linde)["items"]).count("15.4-secret") == 1


def test_nothing_goes_of_which_nobody_decided(linde: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new(linde, "erasure")
    decided(linde, monkeypatch, ("name", ""))
    assert "nothing was decided on `account`" in fulfil(linde, "--yes").stderr
    do(linde, "decide", "--item", "the rest", "--outcome", "part", "--ground", "17.3e-claims",
       "--because", "x")
    assert "only a person can carry out" in fulfil(linde, "--yes").stderr
    wrong = gestand("plan", linde, "--person", "customer:1", "--erase", "--but", "adress")
    assert (wrong.exit_code, "did you mean `address`" in wrong.stderr) == (2, True)
    assert cell(linde, "SELECT name FROM customers") == "Ann" and ask(linde).exit_code == 0

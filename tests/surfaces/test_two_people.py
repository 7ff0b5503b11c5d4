"""What takes two people is not done by one, however they write their name, wherever they act."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from tests.linde import build
from tests.surfaces.commands import gestand
from tests.surfaces.programs import TOMORROW
from tests.surfaces.test_request_command import ROWS, do, new, record
from tests.undoing import UNDO, key_in

OFFICERS = """officers: 1
people:
  Zoë de Boer: {roles: [officer], token: "${GESTAND_OFFICER_ZOE}"}
  Lou Visser: {roles: [second decider], token: "${GESTAND_OFFICER_LOU}"}
"""
REFUSED = ("--item", "everything", "--outcome", "refused", "--ground", "17.3e-claims", "--because",
           "we argue in court")  # fmt: skip


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GESTAND_USER", "Zoë de Boer")
    key_in(tmp_path)
    build(tmp_path, ROWS, UNDO)
    new(tmp_path, "erasure")
    do(tmp_path, "settle-identity", "--method", "signed-in")
    return tmp_path


def confirm_as(folder: Path, name: str, user: pytest.MonkeyPatch) -> Result:
    user.setenv("GESTAND_USER", name)
    return do(folder, "confirm", "--item", "everything")


def test_who_decided_does_not_confirm_under_another_spelling(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert do(linde, "decide", *REFUSED).exit_code == 0
    for name in ("ZOE DE BOER", "Boer, Zoe\u0308 de", "zoë-de\u00a0boer"):
        told = confirm_as(linde, name, monkeypatch)
        assert (told.exit_code, "two people must" in told.stderr) == (1, True), name
    monkeypatch.setenv("GESTAND_USER", "Zoë de Boer")
    why = ("--because", "a claim", "--article", "art. 6:162 BW", "--review", TOMORROW)
    assert gestand("hold", linde, "--person", "customer:1", *why).exit_code == 0
    monkeypatch.setenv("GESTAND_USER", "zoe de boer")
    assert "two people must" in gestand("hold", linde, "--number", 1, "--confirm").stderr
    assert confirm_as(linde, "Lou Visser", monkeypatch).exit_code == 0


def test_an_officer_who_acts_on_pages_goes_by_the_same_name_in_commands(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (linde / "privacy" / "officers.yaml").write_text(OFFICERS, "utf-8")
    assert do(linde, "decide", *REFUSED).exit_code == 0
    told = confirm_as(linde, "zdeboer", monkeypatch)  # the user of the machine
    assert (told.exit_code, "let GESTAND_USER be your name there" in told.stderr) == (2, True)
    assert record(linde)["version"] == 3
    listed = gestand("hold", linde)
    assert listed.exit_code == 0  # whoever looks needs no name
    assert "your name there" in gestand("hold", linde, "--number", 1, "--confirm").stderr
    order = ("order", linde, "--from", "police", "--asks", "email")
    assert "your name there" in gestand(*order).stderr
    make = ("token", linde, "--make", "x", "--scope", "requests:write", "--last", TOMORROW)
    other = gestand(*make, "--acts-for", "zdeboer")
    assert "somebody of `privacy/officers.yaml`" in other.stderr
    assert gestand(*make, "--acts-for", "boer, zoe de").exit_code == 0
    assert "Zoë de Boer" in gestand("token", linde).output
    assert confirm_as(linde, "lou visser", monkeypatch).exit_code == 0

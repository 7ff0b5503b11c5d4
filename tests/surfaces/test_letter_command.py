"""`gestand letter` writes what it is asked, in a form that a person can send."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.linde import build
from tests.surfaces.commands import gestand

FILLED = ("--set", "case=2026-14", "--set", "received=2026-11-27", "--set", "right=access",
          "--set", "due=2026-12-28")  # fmt: skip


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    return build(tmp_path / "linde")


def test_a_letter_in_each_language_and_form(linde: Path, tmp_path: Path) -> None:
    nl = gestand("letter", "received", "--in", linde, *FILLED)
    assert nl.exit_code == 0, nl.output
    assert nl.output.startswith("Uw bericht aan De Linde B.V., nummer 2026-14\n\nBeste lezer,\n")
    assert "Op 27 november 2026 kwam" in nl.output and "inzage in uw gegevens" in nl.output
    en = gestand("letter", "received", "--in", linde, "--lang", "en", *FILLED)
    assert "on 27 November 2026" in en.output and "access to your data" in en.output
    odd = ("--set", "case=<b>&", *FILLED[2:])
    page = gestand("letter", "received", "--in", linde, "--format", "html", *odd).output
    assert "&lt;b&gt;&amp;" in page and "<script" not in page
    out = tmp_path / "letter.pdf"
    told = gestand("letter", "received", "--in", linde, "--format", "pdf", "--out", out, *FILLED)
    assert (told.exit_code, out.read_bytes()[:5]) == (0, b"%PDF-")
    assert out.stat().st_mode & 0o077 == 0
    again = gestand("letter", "received", "--in", linde, "--out", out, *FILLED)
    assert (again.exit_code, "cannot be written: file exists" in again.stderr) == (2, True)


def test_a_request_on_record_fills_what_it_knows(linde: Path) -> None:
    new = ("--new", "--received", "2026-11-20", "--right", "access")
    assert gestand("request", linde, *new).exit_code in (0, 1)
    told = gestand("letter", "received", "--in", linde, "--request", "1")
    assert told.exit_code == 0, told.output
    assert "nummer 1\n" in told.output and "Op 20 november 2026 kwam" in told.output
    assert "inzage in uw gegevens" in told.output and "december 2026" in told.output
    fits = gestand("letter", "--in", linde, "--request", "1").stdout
    assert "What fits this request as it stands: " in fits and "received" in fits.split("\n")[0]
    missing = gestand("letter", "received", "--in", linde, "--request", "2")
    assert (missing.exit_code, "there is no request 2" in missing.stderr) == (2, True)


def test_the_list_says_what_each_letter_needs() -> None:
    told = gestand("letter").output
    assert "received: On the day on which a request comes in." in told
    assert "    needs case, received, right, due" in told


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("recieved", *FILLED), "did you mean `received`?"),
        (("received", *FILLED[:2]), "needs `received`, `right`, `due`"),
        (("received", *FILLED, "--set", "x=y"), "has no place for `x`"),
        (("received", *FILLED, "--set", "x"), "--set GAP=TEXT"),
        (("received", *FILLED, "--lang", "de"), "no letters in `de`"),
        (("received", *FILLED, "--format", "pdf"), "--out FILE"),
    ],
)
def test_what_cannot_be_written_is_said(linde: Path, words: tuple[str, ...], what: str) -> None:
    told = gestand("letter", *words, "--in", linde)
    assert (told.exit_code, what in told.stderr) == (2, True), told.output

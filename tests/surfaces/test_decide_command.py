"""`gestand decide`: answer a step that asks a person."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from gestand.work.state import State
from tests.linde import build, cell
from tests.surfaces.commands import gestand

JUNE = ("--as-of", "2026-06-15")
STEP = "ask:db.contracts:contract"
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '0000-00-00');
"""


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    """Give a company with a contract whose end cannot be read."""
    return build(tmp_path, ROWS)


def test_the_plan_prints_the_command_that_answers_it(linde: Path) -> None:
    assert (
        f"gestand decide {STEP} {linde} {' '.join(JUNE)} --because TEXT"
        in gestand("plan", linde, *JUNE).stdout
    )


def test_rows_are_kept_for_half_a_year_unless_it_is_said_otherwise(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GESTAND_USER", "officer")
    told = gestand("decide", STEP, linde, *JUNE, "--because", "we are looking for it")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == f"Decided by officer: 1 row of {STEP} stays until 2026-12-15.\n"
    assert gestand("apply", linde, "--as-of", "2026-12-15", "--yes", "--ahead").exit_code == 0
    assert gestand("apply", linde, "--as-of", "2026-12-16", "--yes", "--ahead").exit_code == 1
    assert cell(linde, "SELECT name FROM customers") == "Ann"


def test_a_day_for_the_review_can_be_named(linde: Path) -> None:
    words = ("--because", "soon", "--until", "2026-07-01")
    assert "stays until 2026-07-01" in gestand("decide", STEP, linde, *JUNE, *words).stdout
    assert gestand("apply", linde, "--as-of", "2026-07-02", "--yes").exit_code == 1


def test_rows_that_may_go_go_at_the_next_apply(linde: Path) -> None:
    told = gestand("decide", STEP, linde, *JUNE, "--because", "ended in 2020", "--remove")
    assert "1 row of ask:db.contracts:contract may go at the next apply" in told.stdout
    assert cell(linde, "SELECT name FROM customers") == "Ann"
    assert gestand("apply", linde, *JUNE, "--yes", "--first-run").exit_code == 0
    assert cell(linde, "SELECT count(*) FROM customers") == 0


def test_a_decision_shows_nothing_of_the_row(linde: Path) -> None:
    told = gestand("decide", STEP, linde, *JUNE, "--because", "we are looking for it")
    facts = (linde / ".gestand" / "records.db").read_bytes().decode("utf-8", "replace")
    assert "we are looking for it" in facts
    for text in ("Ann", "ann@", "ann.example", "0000-00-00"):
        assert text not in told.output + facts


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([STEP], 2, "Error: Missing option '--because'"),
        ([], 2, "Error: Missing argument 'STEP'"),
        ([STEP, "--because", ""], 2, "gestand: a decision needs its reason: --because TEXT"),
        (["ask:db.contracts:contact", "--because", "x"], 2, f"did you mean `{STEP}`?"),
        (["nothing", "--because", "x"], 2, "`gestand plan` lists the steps that ask"),
        ([STEP, "--because", "x", "--until", "2026-06-14"], 2, "gestand: --until 2026-06-14 lies"),
        ([STEP, "--because", "x", "--until", "later"], 2, "Error: Invalid value for '--until'"),
        ([STEP, "--because", "x", "--person", "customer:9"], 2, "gestand: there is no customer"),
    ],
)
def test_what_is_no_decision_is_refused(
    linde: Path, words: list[str], code: int, said: str
) -> None:
    step, *options = [*words, *JUNE] if words else ["", *JUNE]
    told = gestand("decide", *([step, linde] if step else []), *options)
    assert (told.exit_code, told.stdout) == (code, "")
    assert said in told.stderr
    assert list(State.beside(linde).lines("facts")) == []


def test_what_nothing_asks_any_more_cannot_be_answered(linde: Path) -> None:
    words = ("decide", STEP, linde, *JUNE, "--because", "x")
    assert gestand(*words).exit_code == 0
    told = gestand(*words)
    assert told.exit_code == 2
    assert f"no step `{STEP}` asks a person now" in told.stderr


INVOICED = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2026-06-01');
INSERT INTO invoices VALUES (1, 'F1', 1, NULL, 'Ann', 'Kade 1', NULL, '2026-06-02');
"""


def printed_command(output: str) -> list[str]:
    """Return the words of the command that answers a question, with a reason."""
    (line,) = (line for line in output.splitlines() if "gestand decide" in line)
    words = shlex.split(line[line.index("gestand decide") :])
    return [*words[1:-1], "the supplement is in the post"]


def test_the_command_that_a_correction_prints_can_be_run(tmp_path: Path) -> None:
    build(tmp_path, INVOICED)
    words = (tmp_path, *JUNE, "--person", "customer:1", "--correct", "name")
    told = gestand("plan", *words, typed="Anna\n")
    decided = gestand(*printed_command(told.stdout), typed="Anna\n")
    assert (decided.exit_code, decided.stderr) == (0, "")
    applied = gestand("apply", *words, "--yes", typed="Anna\n")
    assert (applied.exit_code, applied.stderr) == (0, "")
    names = "SELECT c.name || ' ' || i.bill_name FROM customers c JOIN invoices i"
    assert cell(tmp_path, names) == "Anna Ann"


def test_after_a_correction_no_command_is_printed_that_finds_nothing(tmp_path: Path) -> None:
    build(tmp_path, INVOICED)
    words = (tmp_path, *JUNE, "--person", "customer:1", "--correct", "name")
    told = gestand("apply", *words, "--yes", typed="Anna\n")
    assert told.exit_code == 1
    assert "gestand decide" not in told.stdout
    assert "1 row of db.invoices: an issued document shows the old value: add a" in told.stdout

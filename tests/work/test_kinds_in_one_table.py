"""People of two kinds in one table: nobody is found, told or kept as what they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from gestand.surfaces.cli import main
from tests.stories.story import laid_down, read

CY = "colleague:2"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Path]:
    with laid_down(read("a_colleague_in_the_table_of_customers"), tmp_path):
        yield tmp_path


def run(*words: object, typed: str = "") -> tuple[int, str]:
    invoked = CliRunner().invoke(main, list(map(str, words)), input=typed)
    return invoked.exit_code, invoked.output


@pytest.mark.parametrize(("named", "typed"), [("customer:2", ""), ("customer:-", "Cy\n")])
def test_somebody_of_another_kind_is_not_found(company: Path, named: str, typed: str) -> None:
    exit_code, said = run("plan", company, "--as-of", "2026-06-01", "--person", named, typed=typed)
    assert exit_code == 2
    assert "there is no customer with that" in said


def test_a_restriction_of_somebody_of_another_kind_is_refused(company: Path) -> None:
    fact = "{fact: restriction, who: 'customer:2', when: 2026-05-21, because: a test}"
    (company / "privacy" / "facts.yaml").write_text(f"facts: 1\nrecorded: [{fact}]\n", "utf-8")
    exit_code, said = run("plan", company, "--as-of", "2026-06-01")
    assert exit_code == 2
    assert "nobody is known under this key" in said


def test_a_colleague_is_told_what_is_held_about_a_colleague(company: Path) -> None:
    out = company / "answer.zip"
    words = ("access", company, "--as-of", "2026-06-01", "--person", CY, "--out", out)
    assert run(*words)[0] == 0
    with ZipFile(out) as answer:
        told = json.loads(answer.read("data/db.users.json"))
        assert "data/db.tickets.json" in answer.namelist()
    assert told["about"] == "colleague"
    assert [row["name"] for row in rows_of(told)] == ["Cy"]


def rows_of(told: dict) -> list[dict]:
    return [row.get("values", row) for row in told["rows"]]

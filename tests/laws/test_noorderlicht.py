"""The example company: what the engine leaves of it is what the naive oracle leaves."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gestand.core.facts import Person as Asker
from gestand.demo.noorderlicht.generate import HERE, build
from gestand.wiring import open_company
from gestand.work.carry_out import carry_out
from gestand.work.sweep import Request as Asked
from gestand.work.sweep import prepare
from tests.oracle.company import read_company
from tests.oracle.oracle import Request, after, decide
from tests.oracle.reach import Person
from tests.recording import unrecorded

TODAY = date(2026, 11, 23)
PEOPLE = 100


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("noorderlicht")
    build(folder, PEOPLE, 1, TODAY)
    shutil.copytree(HERE / "privacy", folder / "privacy")
    return folder


def compare(folder: Path, as_of: date, person: Person | None = None) -> None:
    """Sweep, or erase one person, and compare every row with what the oracle says."""
    company = read_company(folder)
    people = frozenset([person]) if person else None
    verdict = decide(company, Request(as_of, people, erase=person is not None))
    askers = tuple(
        Asker(kind, str(key) if "@" in str(key) else int(str(key))) for kind, key in people or ()
    )
    with prepare(open_company(folder), Asked(as_of, askers, bool(askers))) as prepared:
        asked = sum(question.rows for question in prepared.plan.questions)
        with unrecorded(prepared.company.state) as journal:
            carry_out(prepared, journal)
    left = {name: table.rows for name, table in read_company(folder).tables.items()}
    assert left == after(company, verdict)
    assert bool(asked) == bool(verdict.asked)


@pytest.mark.parametrize("as_of", [TODAY, date(2026, 12, 25), date(2033, 1, 1)], ids=str)
def test_a_sweep_leaves_what_the_oracle_leaves(founded: Path, tmp_path: Path, as_of: date) -> None:
    shutil.copytree(founded, tmp_path / "company")
    compare(tmp_path / "company", as_of)


@pytest.mark.parametrize("kind", ["customer", "company contact", "applicant", "employee"])
def test_an_erasure_leaves_what_the_oracle_leaves(founded: Path, tmp_path: Path, kind: str) -> None:
    shutil.copytree(founded, tmp_path / "company")
    compare(tmp_path / "company", TODAY, (kind, 2))

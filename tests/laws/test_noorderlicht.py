"""The example company: what the engine leaves of it is what the naive oracle leaves."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gestand.demo.noorderlicht.generate import HERE, build
from tests.laws.compared import compare

TODAY = date(2026, 11, 23)
PEOPLE = 100
LATER = (date(2026, 12, 25), date(2033, 1, 1))


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("noorderlicht")
    build(folder, PEOPLE, 1, TODAY)
    shutil.copytree(HERE / "privacy", folder / "privacy")
    return folder


@pytest.mark.parametrize(
    "as_of",
    [TODAY, *(pytest.param(day, marks=pytest.mark.nightly) for day in LATER)],
    ids=str,
)
def test_a_sweep_leaves_what_the_oracle_leaves(founded: Path, tmp_path: Path, as_of: date) -> None:
    shutil.copytree(founded, tmp_path / "company")
    compare(tmp_path / "company", as_of)


@pytest.mark.parametrize(
    "kind",
    [
        "customer",
        "applicant",
        pytest.param("company contact", marks=pytest.mark.nightly),
        pytest.param("employee", marks=pytest.mark.nightly),
    ],
)
def test_an_erasure_leaves_what_the_oracle_leaves(founded: Path, tmp_path: Path, kind: str) -> None:
    shutil.copytree(founded, tmp_path / "company")
    compare(tmp_path / "company", TODAY, (kind, 2))

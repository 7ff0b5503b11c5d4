"""Noorderlicht, the example company, built once and copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from gestand.demo.noorderlicht.generate import HERE, STORES, build
from tests.linde import Rows, rows

DAY = date(2026, 11, 23)
PEOPLE = 120
DATABASES = tuple(f"{store}.db" for store in STORES)


@dataclass(frozen=True)
class State:
    """What a company holds: the rows of its databases, and its files on disk."""

    rows: Rows
    files: frozenset[str]


def held(folder: Path) -> State:
    """Return everything that stands in the databases and files of a company."""
    files = frozenset(path.name for path in (folder / "files").iterdir())
    return State(rows(folder, *DATABASES), files)


def founded(folder: Path, people: int) -> Path:
    """Build the company in an empty folder, declaration and all."""
    build(folder, people, 1, DAY)
    shutil.copytree(HERE / "privacy", folder / "privacy")
    return folder


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the company as it was founded, to be copied and never changed."""
    return founded(tmp_path_factory.mktemp("founding"), PEOPLE)


@pytest.fixture
def noorderlicht(founding: Path, tmp_path: Path) -> Path:
    """Give a company of one's own."""
    shutil.copytree(founding, tmp_path / "noorderlicht")
    return tmp_path / "noorderlicht"

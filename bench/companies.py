"""The companies that are measured: built once, copied fresh for each run."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import run
from bench.figures import CannotMeasure, tell
from gestand.demo.noorderlicht.generate import HERE, STORES

SEED = 1
TODAY = date(2026, 12, 15)
FILES = "files"


def cached(people: int) -> Path:
    """Return a folder with the example company, building it when it is not there yet."""
    folder = _cache() / f"noorderlicht-{people}-{_sources()}"
    if not folder.exists():
        tell(f"building a company of {people} people in {folder}")
        folder.parent.mkdir(parents=True, exist_ok=True)
        for outdated in folder.parent.glob(f"noorderlicht-{people}-*"):
            shutil.rmtree(outdated)
        with TemporaryDirectory(dir=folder.parent) as building:
            made = Path(building) / "company"
            _build(made, people)
            made.rename(folder)
    return folder


def _build(folder: Path, people: int) -> None:
    """Build in a process of its own: what it takes would count for every process begun here."""
    options = ("--people", str(people), "--seed", str(SEED), "--today", str(TODAY), "--files")
    ran = run((sys.executable, "-m", "gestand.demo.noorderlicht.generate", str(folder), *options))
    if ran.code:
        message = f"the company cannot be built: {ran.output}"
        raise CannotMeasure(message)


def copy(company: Path, to: Path, *, databases: bool = True) -> Path:
    """Copy a company and its policy to `to`, which is emptied first, and return it.

    Without `databases`, which then stand elsewhere.
    """
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    (to / FILES).mkdir()
    for store in STORES if databases else ():
        shutil.copyfile(company / f"{store}.db", to / f"{store}.db")
    shutil.copytree(HERE / "privacy", to / "privacy")
    there = to.stat().st_dev == company.stat().st_dev
    for file in os.scandir(company / FILES):
        (os.link if there else shutil.copyfile)(file, to / FILES / file.name)
    # What the copy left to be written must not be paid for by the run that is measured.
    os.sync()
    return to


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "gestand-bench"


def _sources() -> str:
    """Return a digest of all that decides what the generator makes."""
    return digest(f"{SEED} {TODAY}", HERE / "generate.py", *sorted(HERE.glob("*/*.sql")))


def digest(words: str, *files: Path) -> str:
    """Return a digest of some words and of the content of files."""
    found = hashlib.sha256(words.encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:12]

"""Django takes a third of a second to start: only what writes in the ledger waits for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import atexit, sys
heavy = {"cryptography", "django"}
atexit.register(lambda: print("loaded:", sorted(heavy & {*sys.modules})))
import gestand, gestand.wiring
from gestand.surfaces.cli import main
main(sys.argv[1:])
"""


def loaded_by(*words: str) -> str:
    """Run a command in a process of its own, and return what of Django it imported."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "{0}"],
        ["plan", "{0}", "--as-of", "2026-11-23"],
        ["publish", "{0}", "--as-of", "2026-11-23", "--out", "{0}/out"],
        ["may", "service", "{0}", "--as-of", "2026-11-23"],
        ["who", "{0}", "--person", "customer:1"],
        ["doctor", "{0}", "--grants"],
        ["due", "2026-03-05"],
    ],
    ids=lambda words: str(words[0]),
)
def test_what_records_nothing_never_imports_django(words: list[str], noorderlicht: Path) -> None:
    assert loaded_by(*(word.format(noorderlicht) for word in words)) == "loaded: []"


def test_what_reads_the_ledger_does(noorderlicht: Path) -> None:
    assert loaded_by("verify", str(noorderlicht)) == "loaded: ['cryptography', 'django']"

"""Where an answer is made: in the folder of own records, for its owner only, and for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

_PREFIX = "answer-"
_MADE_BY_THEN = 3600
"""Seconds after which nobody works on an answer any more."""


@contextmanager
def place_for_answer(folder: Path) -> Iterator[Path]:
    """Give a file for an answer, in a folder of its own that is gone afterwards.

    What a program left there that was killed holds all about somebody: the next answer removes it.
    """
    with TemporaryDirectory(prefix=_PREFIX, dir=folder) as name:
        fresh = Path(name).stat().st_mtime  # of the same clock as the others
        _remove_what_was_left(folder, fresh - _MADE_BY_THEN)
        yield Path(name) / "answer.zip"


def _remove_what_was_left(folder: Path, before: float) -> None:
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another program was faster
            if left.stat().st_mtime < before:
                rmtree(left)

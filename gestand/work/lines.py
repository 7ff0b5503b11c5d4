"""A file of lines that is only added to; what a crash left of a line at its end was never written.

Only the end of the file is read, however long it has become. What goes wrong is an OSError.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

_BLOCK = 4096


def add(path: Path, lines: bytes) -> None:
    """Add whole lines, and flush them; half a line that a crash left is taken off first."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a+b") as opened:
        whole = _whole(opened)
        if whole < opened.seek(0, os.SEEK_END):
            opened.truncate(whole)
        opened.write(lines)
        opened.flush()
        os.fsync(opened.fileno())


def whole_lines(path: Path) -> list[bytes]:
    """Return every line, oldest first."""
    return path.read_bytes().split(b"\n")[:-1]


def newest_line(path: Path) -> bytes | None:
    """Return the newest line; None where there is none."""
    with path.open("rb") as opened:
        found = _before(opened, _whole(opened)).split(b"\n")[:-1]
    return found[-1] if found else None


def _whole(opened: BinaryIO) -> int:
    """Return where the last whole line ends."""
    end = opened.seek(0, os.SEEK_END)
    return end - len(_before(opened, end).rpartition(b"\n")[2])


def _before(opened: BinaryIO, end: int) -> bytes:
    """Return what stands before `end`: a whole line at least, if there is one."""
    text = b""
    while end and text[:-1].count(b"\n") < 1:
        start = max(0, end - _BLOCK)
        opened.seek(start)
        text, end = opened.read(end - start) + text, start
    return text

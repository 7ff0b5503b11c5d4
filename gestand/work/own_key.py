"""The keys that stand in the folder `.gestand`: read from a file that only its owner can read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gestand.errors import CannotRun
from gestand.records.base import KEY_BYTES


def refuse_open_to_others(path: Path) -> None:
    """Refuse a key that others can read: it proves nothing."""
    if path.exists() and path.stat().st_mode & 0o077:
        message = f"{path} can be read by others: run `chmod 600 {path}`"
        raise CannotRun(message)


@cache
def key_once(name: str) -> bytes:
    """Return the key in a file, which this process reads once."""
    return key_in(Path(name))


def key_in(path: Path) -> bytes:
    """Return the key in a file; CannotRun where that is none."""
    message = f"{path} is not a key; restore it from a backup"
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise CannotRun(message) from error
    if len(key) != KEY_BYTES:
        raise CannotRun(message)
    return key

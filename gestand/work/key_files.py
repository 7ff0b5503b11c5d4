"""Files that name other organisations: each line begins with the public key by which one signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gestand.errors import CannotRun

_HEX = frozenset("0123456789abcdef")
_DIGITS = 64


def keyed_lines(path: Path, then: str) -> Iterator[tuple[str, str, str]]:
    """Yield of each line its place, its key in hex, and what `then` says stands behind that.

    Empty lines, and those that begin with `#`, say nothing. Raises CannotRun where the file cannot
    be read, or a line is not as it should be.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: each line is a public key, {then}"
        raise CannotRun(message) from error
    for number, line in enumerate(lines, start=1):
        key, _, rest = line.strip().partition(" ")
        if not key or key.startswith("#"):
            continue
        if len(key) != _DIGITS or set(key) - _HEX or not rest.strip():
            message = f"{path}:{number}: a public key of {_DIGITS} signs in hex, {then}"
            raise CannotRun(message)
        yield f"{path}:{number}", key, rest.strip()

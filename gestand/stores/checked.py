"""Which columns a CHECK of a table reads, and its text: a value may not become what it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/"
    r"|\bcheck\b|[()]|.",
    re.IGNORECASE | re.DOTALL,
)


def checks_in(statement: str) -> Iterator[str]:
    """Yield the text of each CHECK in the statement that made a table."""
    depth, begun, opened = 0, -1, 0
    waiting = False
    for token in _TOKEN.finditer(statement):
        word = token[0].lower()
        if word == "check":
            waiting = begun < 0
        elif word == "(":
            depth += 1
            if waiting:
                begun, opened, waiting = token.end(), depth, False
        elif word == ")":
            if begun >= 0 and depth == opened:
                yield statement[begun : token.start()].strip()
                begun = -1
            depth -= 1
        elif word.strip() and not word.startswith(("--", "/*")):
            waiting = False

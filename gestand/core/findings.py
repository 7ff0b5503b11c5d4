"""A finding: what is wrong, where, and what to do about it.

Findings are values, never exceptions: reading goes on after the first mistake, and the
reader sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Span:
    """A place in a file: `line` and `column` count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is not right.

    `code` is stable across versions, `fragment` is the text that is wrong, `suggestion`
    says what to do now. No part of it may hold personal data.
    """

    span: Span
    code: str
    message: str
    fragment: str = field(default="", compare=False)
    suggestion: str = field(default="", compare=False)

    def __str__(self) -> str:
        tail = f"; {self.suggestion}" if self.suggestion else ""
        return f"{self.span}  {self.code}  {self.message}{tail}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the nearest known word, or an empty text."""
    nearest = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{nearest[0]}`?" if nearest else ""

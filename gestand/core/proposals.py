"""Lines of a declaration that are only proposed: each ends in a mark, until a person takes it out.

While one is left nothing is removed and nothing published: a guess never costs anybody data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MARK = "# ?"
"""Stands behind a line that is proposed, before the reason."""

_MARKED = re.compile(r"(?:^|\s)# \?(?P<reason>.*)$")


@dataclass(frozen=True)
class Proposal:
    """A line that a person has to look at, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.reason}"


def proposals(sources: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Return the lines of policy and data map that are still marked, in order."""
    return tuple(
        Proposal(file, number, found["reason"].strip())
        for file, text in sorted(sources.items())
        if file.endswith(".yaml") and MARK in text
        for number, line in enumerate(text.splitlines(), 1)
        if (found := _MARKED.search(line))
    )

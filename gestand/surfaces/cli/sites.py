"""What the commands that visit sites share: how sites are typed, and how problems are marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gestand.core.proving.verdict import Weight
from gestand.errors import CannotRun

MARKS = {Weight.BREACH: "wrong", Weight.DOUBT: "to look at", Weight.NOTE: "note"}

_ADDRESS = re.compile(r"https?://[^/\s?#]+", re.IGNORECASE)


def is_address(word: str) -> bool:
    """Tell whether a word is the address of a site."""
    return bool(_ADDRESS.match(word))


def typed_sites(words: Sequence[str], least: int = 1) -> tuple[list[str], Path]:
    """Tell the addresses from the folder, which comes last; CannotRun where there are too few."""
    starts = [word for word in words if is_address(word)]
    others = [word for word in words if word not in starts]
    if len(starts) < least or len(others) > 1 or (others and words[-1] != others[0]):
        message = "name the sites by their addresses, as `https://www.example.nl`, then the folder"
        raise CannotRun(message)
    return starts, Path(others[0] if others else ".")

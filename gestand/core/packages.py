"""What somebody fetches with a code: a few times, until a moment, and never after that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gestand.core.codes import ALPHABET

LIFE = timedelta(days=14)
"""How long a package waits for whoever it is for, where nothing else is said. Our own choice."""

TIMES = 3
"""How often it can be fetched: a download may break off. Our own choice."""

LENGTH = 20
"""Signs of a code, of which each is one of ALPHABET: 99 bits, so it makes a key as well."""

PUT, FETCHED, REMOVED = "put", "fetched", "removed"

__all__ = ["ALPHABET", "FETCHED", "LENGTH", "LIFE", "PUT", "REMOVED", "TIMES", "Package"]


@dataclass(frozen=True)
class Package:
    """A package as far as it has come: `digest` is that of its code, keyed.

    `parts` and `size` tell how it stands on disk and how long it is; `until` is in UTC.
    """

    number: int
    request: int
    digest: str
    until: datetime
    left: int
    parts: int
    size: int
    fetched: int = 0
    removed: bool = False

    def after(self, event: str) -> Package:
        """Return what becomes of it."""
        if event == REMOVED:
            return replace(self, removed=True)
        return replace(self, left=self.left - 1, fetched=self.fetched + 1)

    def waits(self, now: datetime) -> bool:
        """Tell whether it can be fetched now."""
        return not self.removed and self.left > 0 and now < self.until

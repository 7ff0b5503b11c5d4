"""What was told a moment ago and stands nowhere else, for whoever asks the same once more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Told = TypeVar("Told")

_MOST = 50


@dataclass
class Lately(Generic[Told]):
    """So much that was told last, by a name of who asked; in memory only, as codes are in it."""

    _told: OrderedDict[Hashable, Told] = field(default_factory=OrderedDict, repr=False)

    def keep(self, name: Hashable, told: Told) -> None:
        """Keep what was told; what is oldest goes."""
        self._told[name] = told
        while len(self._told) > _MOST:
            self._told.popitem(last=False)

    def of(self, name: Hashable) -> Told | None:
        """Return what was told under a name; None where nothing was, or it is long ago."""
        return self._told.get(name)

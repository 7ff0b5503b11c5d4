"""What was asked for last, so that it need not be worked out again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass
class Recent(Generic[Value]):
    """Values by their keys: the `most` that were asked for last.

    A key may hold the ids of objects, where the value keeps these objects. Several threads may
    ask at the same time: then a value may be worked out twice.
    """

    most: int
    _kept: dict[Hashable, Value] = field(default_factory=dict)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key; where it is not known any more, what `make` makes."""
        found = self.known(key)
        return found if found is not None else self.keep(key, make())

    def known(self, key: Hashable) -> Value | None:
        """Return the value of a key, or None."""
        # Taken out and put in again: the first one is the one that was asked for least lately.
        found = self._kept.pop(key, None)
        return None if found is None else self.keep(key, found)

    def keep(self, key: Hashable, value: Value) -> Value:
        """Keep a value, and let go of the one that was not asked for longest."""
        self._kept[key] = value
        for oldest in list(self._kept)[: -self.most]:
            self._kept.pop(oldest, None)
        return value


def ids(objects: tuple[object, ...]) -> tuple[int, ...]:
    """Return what stands for objects in a key, where the same ones are meant and no equal ones."""
    return tuple(map(id, objects))

"""The laws by name: what each says, and what tells whether it was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any], None]


@dataclass(frozen=True)
class Law:
    """A law; `check` takes a scene and raises AssertionError where the law was broken in it."""

    id: str
    says: str
    check: Check


LAWS: dict[str, Law] = {}


def law(name: str, says: str) -> Callable[[Check], Check]:
    """Write down a law under its name."""

    def kept(check: Check) -> Check:
        assert name not in LAWS, name
        LAWS[name] = Law(name, says, check)
        return check

    return kept

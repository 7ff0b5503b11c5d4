"""By which steps the tables of own records were brought up, and which of them this version knows.

Read without Django, for whatever only looks.
"""

from __future__ import annotations

from functools import cache
from pkgutil import iter_modules

from gestand.records import migrations
from gestand.records.kept import Kept

_TAKEN = "SELECT name FROM django_migrations WHERE app = %s"
_APP = "records"

BESIDE = "_beside"
"""How the name of a step ends that only adds: an older version works beside it, on its tables."""


@cache
def known() -> frozenset[str]:
    """Return the names of all steps of this version."""
    return frozenset(one.name for one in iter_modules(migrations.__path__))


def taken(kept: Kept) -> frozenset[str]:
    """Return the names of the steps by which the tables were brought up; none where none are."""
    return frozenset(name for (name,) in kept.execute(_TAKEN, (_APP,)))


def in_the_way(names: frozenset[str]) -> frozenset[str]:
    """Return those of some steps that this version does not know and cannot work beside.

    Who made a step knows what it changes, and nobody else: without that ending it is in the way.
    """
    return frozenset(name for name in names - known() if not name.endswith(BESIDE))

"""Tables that many others point at: where people stand under a name that no list has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.schema import Kind, Schema, Table
from gestand.core.discovery.grades import SURE
from gestand.core.discovery.naming import said
from gestand.core.discovery.places import Place, Role, head
from gestand.core.discovery.pointing import Pointer

_MANY = 3
"""From so many other tables on a table may be what a database is about."""

_REACHED = frozenset("address adres contact phone email mechanism".split())
"""What tables are called after that tell where somebody can be reached."""

_CALLED = (" name ", " full name ", " first name ", " last name ", " sort name ")
_NOBODY = (Role.LOOKUP, Role.SETTINGS, Role.LOG, Role.HISTORY)


@dataclass(frozen=True)
class Hub:
    """A table with how many others point at it; `likely` says that much tells of people."""

    table: str
    count: int
    likely: bool


def hubs(schema: Schema, places: Mapping[str, Place], pointers: Iterable[Pointer]) -> list[Hub]:
    """Return the tables that many others point at, the likeliest and most pointed at first.

    Lists, logs and settings are none of them.
    """
    pointing: dict[str, set[str]] = defaultdict(set)
    for each in pointers:
        sure = (each.declared or each.sure >= SURE) and not each.typed
        if sure and each.table != each.target:
            pointing[each.target].add(each.table)
    found = [
        Hub(name, len(theirs), _is_likely(places[name], theirs))
        for name, theirs in pointing.items()
        if len(theirs) >= _MANY and len(schema.tables[name].key) == 1
        and places[name].role not in _NOBODY
    ]
    return sorted(found, key=lambda hub: (not hub.likely, -hub.count, hub.table))


def _is_likely(place: Place, pointing: Collection[str]) -> bool:
    """Tell whether rows have a name, and others tell where they can be reached."""
    if place.organisation or not _is_called(place.table):
        return False
    return any(head(name) in _REACHED for name in pointing)


def _is_called(table: Table) -> bool:
    return any(
        said(name) in _CALLED
        for name, column in table.columns.items()
        if column.kind is Kind.TEXT
    )


def unasked(found: Sequence[Hub], known: Collection[str], most: int = 8) -> list[Hub]:
    """Return the first of some tables that nobody spoke of yet."""
    return [hub for hub in found if hub.table not in known][:most]

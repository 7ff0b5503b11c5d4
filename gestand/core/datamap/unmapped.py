"""Tables that nobody has looked into yet, as the data map itself says.

Nothing is planned, told or removed there, so whatever speaks of all that is held names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gestand.core.counting import counted
from gestand.core.datamap.model import DataMap, MappedTable
from gestand.core.findings import Finding
from gestand.core.found import shown
from gestand.core.proposals import Proposal

CODES = {"G342": "a table is not mapped yet, so that nothing looks there"}

_SAID = re.compile(
    r"\b(?:not\s+mapped\s+yet|not\s+yet\s+mapped|nog\s+niet\s+in\s+kaart|nog\s+niet\s+beschreven)\b",
    re.IGNORECASE,
)
"""How the reason of `not personal` says that nobody has looked: as `gestand init` does, or so."""

MOST = 12
"""So many are named in one line; `gestand check` names each."""


def says_unmapped(table: MappedTable) -> bool:
    """Tell whether a table is left out only because nobody has described it yet."""
    return table.not_personal is not None and _SAID.search(table.not_personal) is not None


def unmapped(datamap: DataMap, proposed: Iterable[Proposal] = ()) -> tuple[str, ...]:
    """Return the tables that nobody has looked into yet.

    So those whose reason says it, with a mark or without one, and those that are called `not
    personal` in a line that is only `proposed`.
    """
    return tuple(table.id for table in _unmapped(datamap, proposed))


def check_unmapped(datamap: DataMap, proposed: Iterable[Proposal] = ()) -> Iterator[Finding]:
    """Yield a warning for each table that nobody has looked into yet."""
    for table in _unmapped(datamap, proposed):
        named = f"`{shown(table.id)}`"
        if says_unmapped(table):
            message = f"{named} is not mapped yet{_why(table)}: no plan, answer or erasure "
            message += "looks there"
            hint = "say whose its rows are and what its columns hold, or why it is about nobody"
        else:
            message = f"{named} is `not personal` by a guess, and no plan or answer looks there"
            hint = "look what stands in it, then take the mark out or describe it"
        yield Finding(table.span, "G342", message, table.id, hint)


def _why(table: MappedTable) -> str:
    """Return what the reason says beside that nobody has looked, whole."""
    said = _SAID.sub("", table.not_personal or "").strip(" :;,.-")
    return f" ({' '.join(said.split())})" if said else ""


def all_named(tables: Sequence[str]) -> str:
    """Return how many tables there are and what each is called: somebody looks there by hand."""
    return f"{counted(len(tables), 'table')} ({', '.join(f'`{table}`' for table in tables)})"


def tables_named(tables: Sequence[str]) -> str:
    """Return how many tables there are and what they are called, as `2 tables (`a`, `b`)`."""
    return f"{counted(len(tables), 'table')} ({names_of(tables)})"


def names_of(tables: Sequence[str], more: str = "and {} more") -> str:
    """Return what tables are called, and of many how many `more` there are."""
    names = ", ".join(f"`{table}`" for table in tables[:MOST])
    left = f" {more.format(len(tables) - MOST)}" if len(tables) > MOST else ""
    return f"{names}{left}"


def _unmapped(datamap: DataMap, proposed: Iterable[Proposal]) -> Iterator[MappedTable]:
    guessed = {(one.file, one.line) for one in proposed}
    for table in datamap.tables.values():
        place = (table.span.file, table.span.line)
        if says_unmapped(table) or (table.not_personal is not None and place in guessed):
            yield table

"""What a row tells by being there: that somebody is in a group, or that one follows another.

Keys and edges hold nothing (GROUNDS rule 2), so a table that has nothing else would hold nothing.
Where the map says what its rows tell, the columns that link are that value: it is held, told and
set apart as others are, it is there as long as its row, and it is never emptied alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.datamap.edges import Edges
from gestand.core.datamap.holdings import Cell, Way
from gestand.core.datamap.model import DataMap, MappedTable
from gestand.core.findings import Finding
from gestand.core.left import WITH_ROW
from gestand.core.predicate import Emptied

CODES = {"G464": "What a row tells by being there cannot be said of this table."}


def cells_of_rows(
    datamap: DataMap, mapped: MappedTable, edges: Edges, ways: tuple[Way, ...]
) -> tuple[Cell, ...]:
    """Return the columns that link, as what the row tells; those of the key where none does.

    A key of several columns links as well, such as a person with a word.
    """
    told = mapped.each_row
    if told is None or told.category is None:
        return ()
    source = mapped.source or datamap.stores[mapped.store].source or ""
    about = tuple(range(len(ways))) or (0,)
    return tuple(
        Cell(name, told.category, source, Emptied(name, WITH_ROW), about)
        for name in _linking(mapped, edges)
    )


def _linking(mapped: MappedTable, edges: Edges) -> list[str]:
    table = edges.tables[mapped.id]
    linking = {c for e in edges.references if e.child == mapped.id for c in e.columns}
    linking |= {*table.key} if len(table.key) > 1 else set()
    found = [name for name in table.columns if name in linking and name not in mapped.columns]
    return found or [name for name in table.key if name not in mapped.columns]


def misplaced(datamap: DataMap, mapped: MappedTable) -> Iterator[Finding]:
    """Find such a word at a table of which each row is a person, or a version of another row."""
    told = mapped.each_row
    if told is None:
        return
    person = any(subject.table == mapped.id for subject in datamap.subjects.values())
    if person or mapped.history is not None:
        what = "is a person" if person else "is a version of another row"
        message = f"`each row tells` at `{mapped.id}`, where each row {what}"
        hint = "take it out, and give a column that tells something its category"
        yield Finding(told.span, "G464", message, told.category or "", hint)

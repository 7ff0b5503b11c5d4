"""What kind of table the map says that one is: with data for purposes, with none, or left alone."""

from __future__ import annotations

from gestand.core.datamap.model import DataMap, MappedTable
from gestand.core.entries import Entry
from gestand.core.found import Found, shown

CODES = {
    "G302": "a table is said to hold nothing personal and yet has personal columns",
    "G303": "a table with personal data has no purpose",
    "G308": "Gestand is to do something with a table that something else removes",
}

_OF_WHAT_IS_LEFT = frozenset({"removed by", "purposes", "source", "columns", "each row tells"})


def check_kind(table: MappedTable, entry: Entry, found: Found) -> None:
    """Check that a table has what its kind has, and nothing else."""
    personal = any(column.category for column in table.values)
    past = table.history is not None or "history" in entry.fields
    told = table.purposes or past or "purposes" in entry.fields
    if table.not_personal is None and not told:
        hint = "add `purposes: [...]`, or `not personal:` with the reason"
        if not entry.broken:
            found.add(table.span, "G303", f"{entry.what} has no purpose", table.id, hint)
    elif table.not_personal is not None and (personal or past or table.purposes):
        message = f"{entry.what} is said to hold nothing personal, and has purposes or categories"
        found.add(table.span, "G302", message, table.id, "take one of the two out")
    if table.removed_by is not None:
        _check_left(table, entry, found)


def check_left_alone(datamap: DataMap, found: Found) -> None:
    """Check that nobody is known by, and nothing lives through, a table that is left alone."""
    bindings = [binding for bound in datamap.occasions.values() for binding in bound]
    standing = [(f"kind of person `{s.id}`", s.table, s.span) for s in datamap.subjects.values()]
    standing += [(f"occasion `{b.occasion}`", b.table, b.span) for b in bindings]
    for what, name, span in standing:
        table = datamap.tables.get(name or "")
        if table is not None and table.removed_by is not None:
            message = f"{what} stands in `{shown(table.id)}`, which something else removes"
            found.add(span, "G308", message, table.id, "take `removed by:` out of that table")


def _check_left(table: MappedTable, entry: Entry, found: Found) -> None:
    also = sorted(set(entry.fields) - _OF_WHAT_IS_LEFT)
    changed = [name for name, column in table.columns.items() if column.erase or column.about]
    hint = "take it out, or `removed by:`: then a plan sees to these rows"
    for name in also:
        message = f"{entry.what} has `{shown(name)}`, and something else removes its values"
        found.add(entry.span, "G308", message, name, hint)
    for name in changed:
        what = f"column `{shown(name)}` of {entry.what} has `erase` or `about`"
        message = f"{what}, and something else removes its values"
        found.add(table.columns[name].span, "G308", message, name, hint)

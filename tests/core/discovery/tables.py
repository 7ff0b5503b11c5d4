"""Tables of a stranger, written short: `users: id*, email text?, parent_id integer>users`."""

from __future__ import annotations

from gestand.core.datamap.schema import Column, ForeignKey, Kind, Schema, Table


def table(written: str) -> Table:
    """Return a table: `*` behind a column makes it the key, `?` nullable, `!` unique; `>` points
    elsewhere, and `text(16)` has a length.
    """
    name, _, columns = written.partition(": ")
    made: dict[str, Column] = {}
    key: list[str] = []
    keys: list[ForeignKey] = []
    for each in columns.split(", "):
        column, _, typed = each.partition(" ")
        if column.endswith("*"):
            column = column.rstrip("*")
            key.append(column)
        typed, _, target = typed.partition(">")
        said, _, length = typed.rstrip("?!").partition("(")
        made[column] = Column(
            column, Kind(said or "integer"), nullable=typed.endswith("?"), unique="!" in typed,
            length=int(length.rstrip(")")) if length else None,
        )
        if target:
            keys.append(ForeignKey((column,), target, ("id",)))
    return Table(name, made, tuple(key), tuple(keys))


def schema(*written: str) -> Schema:
    """Return a schema of tables that are written short."""
    return Schema("made", "sqlite", {one.name: one for one in map(table, written)})

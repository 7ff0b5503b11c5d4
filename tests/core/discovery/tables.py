"""Tables of a stranger, written short: `users: id*, email text?, parent_id integer>users`."""

from __future__ import annotations

from gestand.core.datamap.schema import Column, ForeignKey, Kind, Schema, Table


def table(written: str) -> Table:
    """Return a table: `*` behind a column makes it the key, `?` nullable, `>` points elsewhere."""
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
        kind = Kind(typed.rstrip("?!") or "integer")
        made[column] = Column(column, kind, nullable=typed.endswith("?"), unique="!" in typed)
        if target:
            keys.append(ForeignKey((column,), target, ("id",)))
    return Table(name, made, tuple(key), tuple(keys))


def schema(*written: str) -> Schema:
    """Return a schema of tables that are written short."""
    return Schema("made", "sqlite", {one.name: one for one in map(table, written)})

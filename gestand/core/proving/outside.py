"""What a store has and the data map does not mention: read from the words of the map alone.

`gestand check` finds the same by matching map and schema; here nothing is matched. A column is
mentioned where its name stands anywhere in what the map says of its table, but for the words that
surely name no column: categories, purposes, kinds of people, values that are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from gestand.core.datamap.model import Binding, DataMap
from gestand.core.datamap.schema import Schema, Table
from gestand.core.findings import Span
from gestand.core.policy.model import Policy


def undeclared(datamap: DataMap, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, str]]:
    """Yield each table and column that nobody declared; the column is empty for a whole table."""
    mentioned = _mentioned(datamap, schemas)
    for store, schema in schemas.items():
        for name, table in schema.tables.items():
            identity = f"{store}.{name}"
            if identity not in datamap.tables:
                yield identity, ""
            elif datamap.tables[identity].not_personal is None:
                unknown = table.columns.keys() - mentioned[identity]
                yield from ((identity, column) for column in sorted(unknown))


def declared_only(datamap: DataMap, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the schemas without what nobody declared."""
    unknown: dict[str, set[str]] = {}
    for table, column in undeclared(datamap, schemas):
        unknown.setdefault(table, set()).add(column)

    def known(store: str, table: Table) -> Table:
        without = unknown.get(f"{store}.{table.name}", set())
        columns = {name: one for name, one in table.columns.items() if name not in without}
        return replace(table, columns=columns)

    return {
        store: replace(
            schema,
            tables={
                name: known(store, table)
                for name, table in schema.tables.items()
                if "" not in unknown.get(f"{store}.{name}", set())
            },
        )
        for store, schema in schemas.items()
    }


def needless(policy: Policy, datamap: DataMap) -> Iterator[tuple[str, str]]:
    """Yield each column that holds a category which no purpose of its table needs."""
    for table in datamap.tables.values():
        listed = [name for name in table.purposes if name in policy.purposes]
        needed = policy.declared_categories(*listed)
        for column in table.values:
            if column.category is not None and column.category not in needed:
                yield table.id, column.name


def _mentioned(datamap: DataMap, schemas: Mapping[str, Schema]) -> dict[str, set[str]]:
    """Return by table every word that the map, and the keys of the database, say of it."""
    live = {f"{store}.{n}": t for store, s in schemas.items() for n, t in s.tables.items()}
    found = {name: {*_words(table)} for name, table in datamap.tables.items()}
    for name, table in live.items():
        store = name.partition(".")[0]
        found.setdefault(name, set()).update(table.key)
        for foreign in table.foreign_keys:
            found[name].update(foreign.columns)
            found.setdefault(f"{store}.{foreign.target}", set()).update(foreign.target_columns)
    entries: list[object] = [subject for subject in datamap.subjects.values()]
    for mapped in datamap.tables.values():
        entries += [*mapped.counts, *mapped.copies, *mapped.access, *mapped.owners]
        entries += [mapped.history] if mapped.history else []
    entries += [binding for bound in datamap.occasions.values() for binding in bound]
    for entry in entries:
        words = {*_words(entry)}
        for name in words & found.keys():
            found[name] |= words
    for bound in datamap.occasions.values():
        for binding in bound:
            _add_vias(binding, datamap, live, found)
    for mapped in datamap.tables.values():
        if mapped.history:  # an old version has the columns of the row that it is of
            found[mapped.id] |= found.get(mapped.history.of, set())
    return found


def _add_vias(
    binding: Binding, datamap: DataMap, live: Mapping[str, Table], found: dict[str, set[str]]
) -> None:
    """Add the moments that stand in another row than the occasion's own."""
    for via in binding.vias:
        targets = [via.of] if via.of else _targets(binding.table, via.column, datamap, live)
        for target in targets:
            found.setdefault(target, set()).update(_words(via))


def _targets(
    table: str, column: str, datamap: DataMap, live: Mapping[str, Table]
) -> Iterator[str]:
    store = table.partition(".")[0]
    for foreign in live[table].foreign_keys if table in live else ():
        if column in foreign.columns:
            yield f"{store}.{foreign.target}"
    for owner in datamap.tables[table].owners if table in datamap.tables else ():
        if owner.column == column and owner.table:
            yield owner.table


_NO_COLUMNS = frozenset({
    "category", "encoded", "how", "kind", "occasion", "purpose", "purposes", "source", "then",
    "value", "values", "words", "zone",
})
"""Fields of the map in which no column is named."""


def _words(value: object) -> Iterator[str]:
    """Yield every word that stands anywhere in a value of the map; one word may name several."""
    if isinstance(value, str):
        yield value
        yield from (part.strip() for part in value.split(",") if "," in value)
    elif isinstance(value, Span):
        return
    elif isinstance(value, Mapping):
        yield from _words([*value.keys(), *value.values()])
    elif is_dataclass(value) and not isinstance(value, type):
        told = {each.name: getattr(value, each.name) for each in fields(value)}
        moments = told.pop("moments", {})  # by the name of each moment
        yield from _words([*moments.values(), *(told[n] for n in told.keys() - _NO_COLUMNS)])
    elif isinstance(value, Iterable):
        for each in value:
            yield from _words(each)

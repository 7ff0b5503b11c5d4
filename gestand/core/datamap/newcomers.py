"""Columns that a change of a database brought and nobody declared, with the line to add for each.

For the developers of a database in which much may be undeclared already: they are told of what is
new only. A proposal is read from what the data map says of columns with such a name; it is for a
person to judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from gestand.core.datamap.match import match
from gestand.core.datamap.model import DataMap, MappedColumn
from gestand.core.datamap.schema import Schema, Table
from gestand.core.findings import Finding, Span
from gestand.core.names import store_of
from gestand.core.policy.model import Policy

_TABLE, _COLUMN = "G402", "G404"

UNTOLD = "?"
"""Stands in a proposal where a person must say what it is."""


def undeclared_columns(
    policy: Policy, datamap: DataMap, schemas: Mapping[str, Schema]
) -> list[str]:
    """Return every column that nobody declared as `store.table.column`, in order.

    Of a table that is not in the map these are all its columns. The map stands alone.
    """
    return sorted(
        f"{table}.{name}"
        for table, column in _undeclared(policy, datamap, schemas)
        for name in ([column] if column else _live(schemas, table).columns)
    )


def newcomers(
    policy: Policy,
    datamap: DataMap,
    schemas: Mapping[str, Schema],
    known: Collection[str],
) -> list[Finding]:
    """Return a finding for each table and column that is undeclared, and not among the `known`.

    The map stands alone.
    """
    found: list[Finding] = []
    named = _Named(policy, datamap)
    for table, column in _undeclared(policy, datamap, schemas):
        live = _live(schemas, table)
        new = [
            name
            for name in ([column] if column else live.columns)
            if f"{table}.{name}" not in known
        ]
        if not column and len(new) == len(live.columns):
            found.append(_of_table(datamap, named, table, live))
        else:
            found += [_of_column(datamap, named, table, name) for name in new]
    return sorted(found)


def _undeclared(
    policy: Policy, datamap: DataMap, schemas: Mapping[str, Schema]
) -> list[tuple[str, str]]:
    """Return each table and column of which `match` says so; no column for a whole table."""
    own = {one.span: one.id for one in datamap.tables.values()}
    return [
        (finding.fragment, "") if finding.code == _TABLE else (own[finding.span], finding.fragment)
        for finding in match(policy, datamap, schemas).findings
        if finding.code in (_TABLE, _COLUMN)
    ]


class _Named:
    """What columns of a name hold elsewhere in the map."""

    def __init__(self, policy: Policy, datamap: DataMap) -> None:
        self._categories = policy.categories.keys()
        self._whole: dict[str, Counter[str]] = {}
        self._last: dict[str, Counter[str]] = {}
        for table in datamap.tables.values():
            for column in table.columns.values():
                what = _what(column)
                if what:
                    self._whole.setdefault(_plain(column.name), Counter())[what] += 1
                    self._last.setdefault(_last(column.name), Counter())[what] += 1

    def proposal(self, name: str) -> str:
        """Return what a column of a name holds most likely, or UNTOLD."""
        plain = _plain(name)
        for found in (self._whole.get(plain), self._last.get(_last(name))):
            if found:
                return found.most_common(1)[0][0]
        return next((one for one in self._categories if _plain(one) == plain), UNTOLD)


def _what(column: MappedColumn) -> str:
    return column.category or ("secret" if column.secret else "")


def _plain(name: str) -> str:
    return name.replace("_", " ").casefold()


def _last(name: str) -> str:
    return _plain(name).rpartition(" ")[2]


def _live(schemas: Mapping[str, Schema], table: str) -> Table:
    store = store_of(table)
    return schemas[store].tables[table.removeprefix(f"{store}.")]


def _of_column(datamap: DataMap, named: _Named, table: str, name: str) -> Finding:
    mapped = datamap.tables.get(table)
    span = mapped.span if mapped else datamap.stores[store_of(table)].span
    message = f"column `{name}` of `{table}` is new, and nobody declared it"
    if mapped is None:
        then = f"the whole table is not in the data map: {_entry(named, table, [name])}"
    else:
        then = f"under `columns:` of `{table}` add {_said(name, named.proposal(name))}"
    return Finding(span, _COLUMN, message, name, then)


def _of_table(datamap: DataMap, named: _Named, table: str, live: Table) -> Finding:
    span: Span = datamap.stores[store_of(table)].span
    message = f"table `{table}` is new, and nobody declared it"
    keys = {*live.key, *(name for one in live.foreign_keys for name in one.columns)}
    values = [name for name in live.columns if name not in keys]
    then = f"under `tables:` add {_entry(named, table, values)}, or `not personal:` with the reason"
    return Finding(span, _TABLE, message, table, then)


def _entry(named: _Named, table: str, names: Collection[str]) -> str:
    columns = ", ".join(f"{name}: {named.proposal(name)}" for name in names)
    return f"`{table}: {{purposes: [{UNTOLD}], columns: {{{columns}}}}}`"


def _said(name: str, proposal: str) -> str:
    if proposal == UNTOLD:
        return f"`{name}:` with its category, or `technical` or `secret`"
    return f"`{name}: {proposal}`, if that is what it holds"


def as_lines(columns: Collection[str]) -> Iterator[str]:
    """Yield the lines of a file that names undeclared columns."""
    yield "# Columns that nobody has declared yet, as `gestand check --remember` found them."
    yield "# `gestand check --since REV` reads it as it was at REV, and says nothing of them."
    yield from sorted(columns)


def of_lines(text: str) -> frozenset[str]:
    """Return the columns that such a file names."""
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))

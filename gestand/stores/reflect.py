"""Read from a database what it says about itself."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.types import TypeEngine

from gestand.core.datamap.schema import Column, ForeignKey, Kind, Schema, Table
from gestand.errors import CannotRun
from gestand.stores import mark
from gestand.stores.dialect import Dialect
from gestand.stores.dialects.again import counted_on
from gestand.stores.dialects.inherited import elsewhere, parents
from gestand.stores.dialects.outside import from_outside
from gestand.stores.indexed import with_expressions
from gestand.stores.viewing import BESIDE

Declarations = Mapping[tuple[str, str], str]

_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (sa.Boolean, Kind.BOOLEAN),
    (sa.Integer, Kind.INTEGER),
    (sa.Numeric, Kind.NUMBER),
    (sa.Float, Kind.NUMBER),
    (sa.DateTime, Kind.TIMESTAMP),
    (sa.Date, Kind.DATE),
    (sa.LargeBinary, Kind.BLOB),
    (sa.BINARY, Kind.BLOB),
    (sa.VARBINARY, Kind.BLOB),
    (sa.String, Kind.TEXT),
)


@dataclass(frozen=True)
class _Said:
    """What a database says of its tables: asked of all of them at once, where it can."""

    tables: Sequence[str]
    columns: Mapping[str, Any]
    keys: Mapping[str, Any]
    unique: Mapping[str, Any]
    indexes: Mapping[str, Any]
    foreign_keys: Mapping[str, Any]

    @classmethod
    def by(cls, inspector: Inspector) -> _Said:
        """Ask about every table."""
        names = inspector.get_table_names()

        def named(found: Mapping[Any, Any]) -> Mapping[str, Any]:
            return {name: said for (_, name), said in found.items()}

        return cls(
            names,
            named(inspector.get_multi_columns(filter_names=names)),
            named(inspector.get_multi_pk_constraint(filter_names=names)),
            named(inspector.get_multi_unique_constraints(filter_names=names)),
            # SQLite keeps a UNIQUE written behind a column as an automatic index only.
            named(inspector.get_multi_indexes(filter_names=names, include_auto_indexes=True)),
            named(inspector.get_multi_foreign_keys(filter_names=names)),
        )


def reflect(store: str, engine: sa.Engine, dialect: Dialect) -> Schema:
    """Return the tables of a database with their columns, keys and foreign keys."""
    with engine.connect() as connection, warnings.catch_warnings():
        # An index on an expression is read below, where it is unique.
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based")
        # A type that SQLAlchemy does not know is of no kind that matters here.
        warnings.filterwarnings("ignore", "Did not recognize type")
        inspector = sa.inspect(connection)
        refusal = dialect.refusal(connection)
        if refusal:
            message = f"store `{store}`: {refusal}"
            raise CannotRun(message)
        declared = dialect.declared(connection)
        found = dialect.tables(connection, inspector)
        names = sorted(name for name in found if not name.startswith(BESIDE))
        said = _Said.by(inspector)
        tables = {name: _table(said, dialect, name, declared) for name in names}
        for name in counted_on(connection, dialect.name) & tables.keys():
            tables[name] = replace(tables[name], again=False)
        for name in parents(connection) & tables.keys():
            tables[name] = replace(tables[name], inherited=True)
        for name, child in elsewhere(connection).items():
            if name in tables:
                tables[name] = replace(tables[name], rows_elsewhere=child)
        unique, checks = dialect.unique_expressions(connection), dialect.checks(connection)
        tables = {
            name: replace(t, columns=with_expressions(name, t.columns, unique, checks))
            for name, t in tables.items()
        }
        tables = {name: _comparing(connection, dialect, t) for name, t in tables.items()}
        for name, trigger in sorted(dialect.triggers(connection)):
            spelt = _spelt(name, names)
            if spelt is not None:
                table = tables[spelt]
                tables[spelt] = replace(table, triggers=(*table.triggers, trigger))
        for name, key in from_outside(connection, dialect.name):
            spelt = _spelt(name, names)
            if spelt is not None:
                table = tables[spelt]
                tables[spelt] = replace(table, outside=(*table.outside, key))
    marked = tables.pop(mark.NAME, None) is not None
    return Schema(store, dialect.name, tables, marked)


def _table(said: _Said, dialect: Dialect, name: str, declared: Declarations) -> Table:
    key = tuple(said.keys[name]["constrained_columns"]) or _unique_key(said, name, dialect.name)
    unique = {*key, *_unique_columns(said, name)}
    null_once = {*_null_once(said, name)}
    columns = {
        column["name"]: dialect.column(
            Column(
                column["name"],
                _kind(column["type"]),
                column["nullable"] and column["name"] not in key,
                column["name"] in unique,
                getattr(column["type"], "length", None),
                declared.get((name, column["name"]), ""),
                generated=_generated(said, name, column),
                null_once=column["name"] in null_once,
            ),
            column["type"],
        )
        for column in said.columns[name]
    }
    # A number that is the whole key is never NULL, whatever SQLite says of the column.
    numbered = len(key) == 1 and columns[key[0]].kind is Kind.INTEGER
    nullable = {column["name"] for column in said.columns[name] if column["nullable"]}
    loose = () if numbered else tuple(part for part in key if part in nullable)
    again = numbered and (dialect.name == "sqlite" or not _handed_out(said, name, key[0]))
    keys = tuple(_foreign_keys(said, name))
    return Table(name, columns, key, keys, loose_key=loose, again=again)


def _handed_out(said: _Said, name: str, key: str) -> bool:
    """Tell whether the database itself hands out a key: a program may take the highest and one."""
    column = next(column for column in said.columns[name] if column["name"] == key)
    given = (column.get("default"), column.get("identity"), column.get("computed"))
    return any(given) or column.get("autoincrement") is True


def _unique_key(said: _Said, name: str, dialect: str) -> tuple[str, ...]:
    """Return columns that are unique together and never NULL, for a table without a primary key.

    The fewest, and numbers before others. PostgreSQL may have an index that is called unique and
    was never finished, so there only a constraint counts; an index on some rows counts nowhere.
    """
    columns = {column["name"]: column for column in said.columns[name]}
    found = [constraint["column_names"] for constraint in said.unique[name]]
    if dialect != "postgresql":
        found += [
            index["column_names"]
            for index in said.indexes[name]
            if index["unique"] and f"{dialect}_where" not in index.get("dialect_options", {})
        ]
    sure = [
        tuple(names)
        for names in found
        if names and all(name in columns and _sure(columns[name]) for name in names)
    ]

    def numbers_first(names: tuple[str, ...]) -> tuple[int, bool, tuple[str, ...]]:
        kinds = {_kind(columns[name]["type"]) for name in names}
        return len(names), kinds != {Kind.INTEGER}, names

    return min(sure, key=numbers_first, default=())


def _sure(column: Mapping[str, Any]) -> bool:
    """Tell whether a column is never NULL, and does not follow others that may be emptied."""
    return not column["nullable"] and "computed" not in column


def _generated(said: _Said, name: str, column: Mapping[str, Any]) -> str:
    """Return the expression of a generated column; nothing for another one.

    SQLite also takes one that is written without GENERATED ALWAYS. SQLAlchemy does not read its
    expression: it may be made of any column.
    """
    if "computed" not in column:
        return ""
    others = (other["name"] for other in said.columns[name] if other is not column)
    return str(column["computed"]["sqltext"] or ", ".join(others))


def _comparing(connection: sa.Connection, dialect: Dialect, table: Table) -> Table:
    """Add to the text columns of a table which texts they take for the same."""
    texts = [name for name, column in table.columns.items() if column.kind is Kind.TEXT]
    alike = dialect.alike(connection, table.name, texts)
    columns = {n: replace(c, alike=alike.get(n, "")) for n, c in table.columns.items()}
    return replace(table, columns=columns)


def _unique_columns(said: _Said, name: str) -> Iterator[str]:
    """Yield the columns of every UNIQUE, alone or together with others.

    The same constant in two columns that are unique together breaks them as well.
    """
    for constraint in said.unique[name]:
        yield from constraint["column_names"]
    for index in said.indexes[name]:
        yield from (column for column in index["column_names"] if column and index["unique"])


def _null_once(said: _Said, name: str) -> Iterator[str]:
    """Yield the columns of every UNIQUE to which NULL is a value like others."""
    for index in said.indexes[name]:
        if index.get("dialect_options", {}).get("postgresql_nulls_not_distinct"):
            yield from filter(None, index["column_names"])


def _foreign_keys(said: _Said, name: str) -> Iterator[ForeignKey]:
    for key in said.foreign_keys[name]:
        target = _spelt(key["referred_table"], said.tables)
        if target is None:
            continue
        referred = key["referred_columns"]
        if not referred:
            referred = said.keys[target]["constrained_columns"]
        own, theirs = _columns(said, name), _columns(said, target)
        yield ForeignKey(
            tuple(_spelt(column, own) or column for column in key["constrained_columns"]),
            target,
            tuple(_spelt(column, theirs) or column for column in referred),
            _on_removal(key),
        )


def _on_removal(key: Mapping[str, Any]) -> str:
    """Return what a foreign key does by itself when a row goes that it points at."""
    action = str(key.get("options", {}).get("ondelete") or "").upper()
    return action if action.startswith(("CASCADE", "SET ")) else ""


def _columns(said: _Said, name: str) -> list[str]:
    return [column["name"] for column in said.columns[name]]


def _spelt(name: str, known: Collection[str]) -> str | None:
    """Return the known name that a foreign key means; databases look past capitals."""
    if name in known:
        return name
    return next((other for other in known if other.lower() == name.lower()), None)


def _kind(declared: TypeEngine[Any]) -> Kind:
    for kind, meaning in _KINDS:
        if isinstance(declared, kind):
            return meaning
    return Kind.OTHER

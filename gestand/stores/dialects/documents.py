"""Parts of documents in JSON, as each kind of database tells and changes them.

`core.documents` says what is meant. Where a database is not sure of a document, the document is
odd, and nothing of it changes: a value that two readers take for different things is never cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from gestand.core.documents import (
    Document,
    Part,
    Parts,
    Path,
    are_gone,
    at,
    is_odd,
    path_of,
    read,
    written,
)
from gestand.stores.expressions import stored

Expression = sa.ColumnElement[AnyValue]

READ = "gestand_document"
"""What reads a text as a document on PostgreSQL, which stops at a text that is none."""

READ_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION pg_temp.{READ}(told text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN told::jsonb;
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$
"""


def ready(connection: sa.Connection) -> None:
    """Let a connection read documents that stand in texts, where its database cannot by itself."""
    if connection.dialect.name == "postgresql":
        with connection.begin():
            connection.exec_driver_sql(READ_POSTGRESQL)


class Odd(FunctionElement[bool]):
    """True where a column holds what cannot be read as the map says; never NULL."""

    name = "odd_document"
    inherit_cache = True


class Gone(FunctionElement[bool]):
    """True where a document that is not odd holds none of some parts any more; never NULL."""

    name = "parts_gone"
    inherit_cache = True


class Without(FunctionElement[str]):
    """A document that is not odd, with what some of its parts become in their place."""

    name = "without_parts"
    inherit_cache = True


def odd(column: Expression, document: Document) -> Expression:
    """Return whether a column holds a document that cannot be read as the map says."""
    return Odd(column, _spec(document, ()))


def gone(column: Expression, parts: Parts) -> Expression:
    """Return whether a document holds none of some parts any more."""
    return Gone(column, _spec(parts.document, parts.parts), *_constants(parts.parts))


def without(column: Expression, parts: Parts) -> Expression:
    """Return a document with what some of its parts become in their place."""
    return Without(column, _spec(parts.document, parts.parts), *_constants(parts.parts))


def _spec(document: Document, parts: Sequence[Part]) -> sa.ColumnClause[AnyValue]:
    """Return a document and parts as a word in the statement: they tell statements apart."""
    told = [
        list(map(written, document.named)),
        document.open,
        [(written(part.path), part.how) for part in parts],
    ]
    return sa.literal_column(json.dumps(told))


def _constants(parts: Sequence[Part]) -> list[Expression]:
    return [sa.literal(part.constant) for part in parts if part.how == "constant"]


class _Asked:
    """What one expression is about, as it is written into a statement."""

    def __init__(
        self, element: FunctionElement[AnyValue], compiler: SQLCompiler, kw: dict[str, AnyValue]
    ) -> None:
        column, spec, *constants = element.clauses
        named, open_, parts = json.loads(str(spec.name))
        self.declared = stored(column).declared.lower()
        self._column = column
        self._process: Callable[..., str] = lambda clause: compiler.process(clause, **kw)
        self.document = Document("", tuple(map(_path, named)), open=open_)
        self.parts = [(_path(path), how) for path, how in parts]
        self._constants = constants

    @property
    def column(self) -> str:
        """The column, to be written once more."""
        return self._process(self._column)

    def each(self) -> Iterator[tuple[Path, str, str]]:
        """Yield the path of each part, how it goes, and the constant in its place."""
        constants = iter(self._constants)
        for path, how in self.parts:
            yield path, how, self._process(next(constants)) if how == "constant" else ""

    @property
    def removed(self) -> list[Path]:
        """The paths at which nothing stays."""
        return [path for path, how in self.parts if how == "removed"]


def _path(text: str) -> Path:
    path = path_of(text)
    if path is None:
        message = f"`{text}` is no path"
        raise AssertionError(message)
    return path


def _literal(path: Path) -> str:
    return f"'{written(path)}'"


def _bare(document: Document, space: str) -> str:
    """Return the pattern of a document of which nothing is left but what leads to its parts."""
    keys = sorted({path[-1] for path in document.above})
    named = "|".join(re.sub(r"([.])", "[.]", key) for key in keys)
    leads = f'|"({named})":{space}([{{]|null)' if keys else ""
    return f"^([{{]|[}}]|,{space}{leads})*$"


def _all(*conditions: str) -> str:
    return " AND ".join(f"({each})" for each in conditions) or "1 = 1"


_NONE = "''"

# SQLite: the change is its own; a strict reader in Python says whether a document may be cut.


def odd_of(told: bytes | None, cut: bytes | None, named: str, open_: int) -> int:
    """Tell for SQLite whether a document is odd; `cut` is what is left without its parts."""
    paths = [_path(each) for each in json.loads(named)]
    if told is None or is_odd(Document("", tuple(paths), open=bool(open_)), bytes(told)):
        return 1
    left = read(bytes(cut)) if cut is not None else None
    # Readers differ in a key that is written with signs for its letters.
    return int(left is None or any(at(left, path)[0] for path in paths))


def gone_of(told: bytes | None, *parts: AnyValue) -> int:
    """Tell for SQLite whether parts have gone: by three words each, path, way and constant."""
    if told is None:
        return 1
    each = [iter(parts)] * 3
    wanted = tuple(Part(_path(p), how, constant) for p, how, constant in zip(*each, strict=True))
    document = Document("", tuple(part.path for part in wanted), open=True)
    return int(are_gone(Parts(document, wanted), bytes(told)))


@compiles(Odd, "sqlite")
def _odd_sqlite(element: Odd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    c, named = asked.column, asked.document.named
    cut = f"json_remove({c}, {', '.join(map(_literal, named))})"
    told = json.dumps(list(map(written, named)))
    strictly = (
        f"gestand_odd(CAST({c} AS BLOB), CAST({cut} AS BLOB), '{told}', "
        f"{int(asked.document.open)})"
    )
    return (
        f"CASE WHEN {c} IS NULL THEN 0 WHEN typeof({c}) <> 'text' THEN 1"
        f" WHEN NOT json_valid({c}) THEN 1 ELSE {strictly} END"
    )


@compiles(Gone, "sqlite")
def _gone_sqlite(element: Gone, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    told = [f"{_literal(path)}, '{how}', {word or _NONE}" for path, how, word in asked.each()]
    return f"gestand_gone({', '.join([f'CAST({asked.column} AS BLOB)', *told])})"


@compiles(Without, "sqlite")
def _without_sqlite(element: Without, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return _replaced(_Asked(element, compiler, kw), "json('null')")


def _replaced(asked: _Asked, null: str) -> str:
    """Return a document in which parts are replaced and removed, as two of the three say it."""
    found = asked.column
    for path, how, constant in asked.each():
        if how != "removed":
            found = f"json_replace({found}, {_literal(path)}, {constant or null})"
    gone_ = "".join(f", {_literal(path)}" for path in asked.removed)
    return f"json_remove({found}{gone_})" if gone_ else found


# PostgreSQL


def _jsonb(asked: _Asked) -> str:
    if asked.declared == "jsonb":
        return asked.column
    return f"pg_temp.{READ}(CAST({asked.column} AS TEXT))"


def _keys(path: Path) -> str:
    return "'{" + ",".join(f'"{key}"' for key in path) + "}'"


@compiles(Odd, "postgresql")
def _odd_postgresql(element: Odd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    d, document = _jsonb(asked), asked.document
    when = [f"jsonb_typeof({d}) IS DISTINCT FROM 'object'"]
    for path in document.above:
        kind = f"coalesce(jsonb_typeof({d} #> {_keys(path)}), 'null')"
        when.append(f"{kind} NOT IN ('object', 'null')")
    if not document.open:
        cut = d + "".join(f" #- {_keys(path)}" for path in document.named)
        when.append(f"CAST({cut} AS TEXT) !~ '{_bare(document, ' ?')}'")
    whens = " ".join(f"WHEN {each} THEN true" for each in when)
    return f"CASE WHEN {asked.column} IS NULL THEN false {whens} ELSE false END"


@compiles(Gone, "postgresql")
def _gone_postgresql(element: Gone, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    d, found = _jsonb(asked), []
    for path, how, constant in asked.each():
        there = f"{d} #> {_keys(path)}"
        becomes = f"to_jsonb(CAST({constant} AS TEXT))" if constant else "CAST('null' AS JSONB)"
        same = "" if how == "removed" else f" OR {there} = {becomes}"
        found.append(f"{there} IS NULL{same}")
    return f"coalesce({_all(*found)}, false)"


@compiles(Without, "postgresql")
def _without_postgresql(element: Without, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    d = _jsonb(asked)
    for path, how, constant in asked.each():
        becomes = f"to_jsonb(CAST({constant} AS TEXT))" if constant else "CAST('null' AS JSONB)"
        replaced = f"jsonb_set({d}, {_keys(path)}, {becomes}, false)"
        d = f"({d} #- {_keys(path)})" if how == "removed" else replaced
    if asked.declared == "jsonb":
        return d
    return f"CAST({d} AS {'JSON' if asked.declared == 'json' else 'TEXT'})"


# MariaDB


@compiles(Odd, "mariadb")
def _odd_mariadb(element: Odd, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    c, document = asked.column, asked.document
    when = [f"NOT json_valid({c})", f"json_type({c}) <> 'OBJECT'"]
    for path in document.above:
        kind = f"coalesce(json_type(json_extract({c}, {_literal(path)})), 'NULL')"
        when.append(f"{kind} NOT IN ('OBJECT', 'NULL')")
    for path in (*document.above, *document.named):
        # A key may stand there twice: one would be left.
        cut = f"json_remove({c}, {_literal(path)})"
        when.append(f"json_exists({cut}, {_literal(path)})")
    if not document.open:
        cut = f"json_remove({c}, {', '.join(map(_literal, document.named))})"
        when.append(f"NOT json_compact({cut}) REGEXP '{_bare(document, '')}'")
    # What it cannot tell is NULL here, and then the document is odd.
    whens = " ".join(f"WHEN coalesce({each}, 1) THEN 1" for each in when)
    return f"CASE WHEN {c} IS NULL THEN 0 {whens} ELSE 0 END"


def _bytes(text: str) -> str:
    return f"CAST(convert({text} USING utf8mb4) AS BINARY)"


@compiles(Gone, "mariadb")
def _gone_mariadb(element: Gone, compiler: SQLCompiler, **kw: AnyValue) -> str:
    asked = _Asked(element, compiler, kw)
    c, found = asked.column, []
    for path, how, constant in asked.each():
        p = _literal(path)
        kind = f"json_type(json_extract({c}, {p}))"
        if how == "null":
            found.append(f"NOT json_exists({c}, {p}) OR {kind} = 'NULL'")
        elif how == "constant":
            value, word = map(_bytes, (f"json_value({c}, {p})", constant))
            found.append(f"NOT json_exists({c}, {p}) OR ({kind} = 'STRING' AND {value} = {word})")
        else:
            found.append(f"NOT json_exists({c}, {p})")
    return f"coalesce({_all(*found)}, 0)"


@compiles(Without, "mariadb")
def _without_mariadb(element: Without, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return _replaced(_Asked(element, compiler, kw), "json_extract('null', '$')")

"""A company as its files and databases describe it: policies, data map, rows as dicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from tests.oracle.days import Day, counted_day, fiscal_year_end, plus, read_day, written_day
from tests.oracle.history import written_out

BESIDE_MOMENTS = ("born", "by", "text")
"""What else stands with a consent: it goes with what holds it, as other values do."""

Row = dict[str, object]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RowId = tuple[str, object]
"""A table (`store.table`) and the key of one of its rows."""


@dataclass(frozen=True)
class Column:
    """What the database says about a column."""

    kind: str
    nullable: bool
    unique: bool

    @property
    def is_text(self) -> bool:
        """Tell whether the column is declared as text."""
        return any(word in self.kind.upper() for word in ("CHAR", "TEXT", "CLOB"))

    @property
    def is_bytes(self) -> bool:
        """Tell whether the column is declared as bytes."""
        return "BLOB" in self.kind.upper()


@dataclass
class Table:
    """A table with its rows; `points` gives, per column, the table and column it points at.

    Columns that say something together only stand as one name, such as `board,number`.
    """

    key: str
    columns: dict[str, Column]
    points: dict[str, tuple[str, str]]
    rows: dict[object, Row]


@dataclass(frozen=True)
class Purpose:
    """A purpose of one version of the policy."""

    id: str
    basis: str
    about: tuple[str, ...]
    categories: frozenset[str]
    occasions: tuple[str, ...]
    period: str
    after: tuple[tuple[str, bool], ...]
    exactly: bool
    at_most: tuple[str, str] | None
    marketing: bool

    def last_day(self, moment: date, fiscal: bool, year_starts: tuple[int, int]) -> date:
        """Return the last day of the period that runs from `moment`."""
        start = fiscal_year_end(moment, year_starts) if fiscal else moment
        return plus(start, self.period)


@dataclass(frozen=True)
class Version:
    """One version of the policy."""

    effective: date
    zone: str
    year_starts: tuple[int, int]
    purposes: Mapping[str, Purpose]


@dataclass(frozen=True)
class Via:
    """Moments that stand in another row: the one `column` points at, or those that point here."""

    column: str
    of: str | None
    moments: Mapping[str, str]
    moved_if: str | None


@dataclass(frozen=True)
class Binding:
    """An occasion, as rows of one table."""

    occasion: str
    table: str
    began: str
    from_: str | None
    moments: Mapping[str, str]
    vias: tuple[Via, ...]
    when: str = ""


@dataclass
class Company:
    """Everything that there is to know."""

    versions: list[Version]
    datamap: dict
    bindings: list[Binding]
    tables: dict[str, Table]
    index: dict[tuple[str, str], dict[object, list[RowId]]] = field(default_factory=dict)
    facts: list[dict] = field(default_factory=list)

    def row(self, rid: RowId) -> Row:
        """Return the row itself."""
        return self.tables[rid[0]].rows[rid[1]]

    def value(self, rid: RowId, column: str) -> object:
        """Return what a column of a row says, or several together: None where one is NULL."""
        return value_of(self.row(rid), column)

    def mapped(self, table: str) -> dict:
        """Return what the data map says about a table."""
        return self.datamap["tables"][table]

    def personal_tables(self) -> list[str]:
        """Return the tables that may hold something about somebody."""
        left = {"not personal", "removed by"}
        return [t for t, words in self.datamap["tables"].items() if not left & {*words}]

    def rows_of(self, table: str) -> list[RowId]:
        """Return the rows of a table."""
        return [(table, key) for key in self.tables[table].rows]

    def where(self, table: str, column: str, value: object) -> list[RowId]:
        """Return the rows of `table` with `value` in `column`; NULL matches nothing."""
        if value is None:
            return []
        if (table, column) not in self.index:
            found: dict[object, list[RowId]] = {}
            for key, row in self.tables[table].rows.items():
                found.setdefault(value_of(row, column), []).append((table, key))
            self.index[table, column] = found
        return self.index[table, column].get(value, [])

    def target(self, table: str, column: str) -> tuple[str, str] | None:
        """Return the table and column that an edge points at."""
        return self.tables[table].points.get(column)

    def follow(self, rid: RowId, column: str) -> RowId | None:
        """Return the row that `column` points at; None for NULL or nowhere."""
        target = self.target(rid[0], column)
        if target is None:
            return None
        found = self.where(*target, self.value(rid, column))
        return found[0] if found else None

    def moments(self, table: str) -> set[str]:
        """Return the columns of a table that say when something was: they stay with their row."""
        found: set[str | None] = set()
        for each in self.bindings:
            if each.table == table:
                found |= {each.began, each.from_, *each.moments.values()}
            for via in each.vias:
                there = via.of or (self.target(each.table, via.column) or ("",))[0]
                found |= {*via.moments.values(), via.moved_if} if there == table else set()
        for name, words in self.mapped(table).items():
            if name.startswith(("consent ", "objection ", "restricted", "held by ")):
                told = words.items() if isinstance(words, dict) else [(name, words)]
                found |= {column for what, column in told if what not in BESIDE_MOMENTS}
        return {name for name in found if name is not None}

    def day(self, rid: RowId, column: str) -> Day:
        """Return the day that a column of a row marks."""
        store = self.datamap["stores"][rid[0].partition(".")[0]]
        words = self.mapped(rid[0]).get("columns", {}).get(column)
        zone = words.get("zone") if isinstance(words, dict) else None
        home = self.versions[-1].zone
        if isinstance(words, dict) and "since 1970" in words:
            began = {each.began for each in self.bindings if each.table == rid[0]}
            unit, _, zero = words["since 1970"].partition(" or ")
            is_none, counted = bool(zero) and column not in began, self.row(rid)[column]
            return counted_day(counted, unit, home, zero_is_none=is_none)
        if isinstance(words, dict) and "written" in words:
            began = {each.began for each in self.bindings if each.table == rid[0]}
            never = words["written"].endswith(" or infinity") and column not in began
            return written_day(self.row(rid)[column], zone or store["zone"], home, never=never)
        kind = self.tables[rid[0]].columns[column].kind
        return read_day(self.row(rid)[column], kind, zone or store["zone"], home)


def meets(when: str, row: Row) -> bool:
    """Tell whether a row meets a condition; without one every row does."""
    return all(_is_met(test, row) for test in when.split(" and ") if test)


def _is_met(test: str, row: Row) -> bool:
    words = test.split()
    if words[1:] == ["is", "null"]:
        return row[words[0]] is None
    if words[1:] == ["is", "not", "null"]:
        return row[words[0]] is not None
    sign = words[1] if words[1] in ("=", "<>") else " in "
    values = [part.strip() for part in test.partition(sign)[2].strip(" ()").split(",")]
    if words[1] in ("<>", "not"):
        return row[words[0]] is not None and repr(row[words[0]]) not in values
    return repr(row[words[0]]) in values


def value_of(row: Row, column: str) -> object:
    """Return what a column of a row says, or several together: None where one is NULL."""
    if "," not in column:
        return row[column]
    values = tuple(row[name] for name in column.split(","))
    return None if None in values else values


def read_company(folder: Path) -> Company:
    """Read a project folder: privacy/policy.yaml, privacy/datamap.yaml and its databases."""
    privacy = folder / "privacy"
    texts = [path.read_text("utf-8") for path in sorted(privacy.glob("versions/*.yaml"))]
    texts.append((privacy / "policy.yaml").read_text("utf-8"))
    datamap = read_yaml((privacy / "datamap.yaml").read_text("utf-8"))
    tables: dict[str, Table] = {}
    for store, words in datamap["stores"].items():
        path = folder / words["url"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as connection:
            tables |= read_tables(connection, store)
    company = assemble(texts, datamap, tables)
    if (privacy / "facts.yaml").exists():
        company.facts += read_yaml((privacy / "facts.yaml").read_text("utf-8"))["recorded"]
    return company


def read_yaml(text: str) -> dict:
    """Read a text as YAML, quickly where the machine can."""
    found: dict = yaml.load(text, Loader=LOADER)
    return found


def assemble(policies: list[str], datamap: dict, tables: dict[str, Table]) -> Company:
    """Put a company together from the texts of its policies, its map and its tables."""
    versions = sorted(
        (read_version(read_yaml(text)) for text in policies), key=lambda v: v.effective
    )
    written_out(datamap, tables)
    for table, words in datamap["tables"].items():
        _add_owner_edges(tables[table], words, tables)
    return Company(versions, datamap, list(_read_bindings(datamap)), tables)


def _add_owner_edges(table: Table, words: dict, tables: dict[str, Table]) -> None:
    told = words.get("owners", words.get("owner"))
    for owner in told if isinstance(told, list) else [told]:
        # An edge that counts for some rows only is not one to build on.
        if isinstance(owner, dict) and "when" not in owner:
            for name, target in owner.items():
                if " by " not in name:
                    table.points[name] = (target, tables[target].key)
    for pointer in words.get("forgets", []):
        if isinstance(pointer, dict):
            for name, target in pointer.items():
                table.points[name] = (target, tables[target].key)


def read_version(policy: dict) -> Version:
    """Read one version of the policy."""
    contains = {
        name: _listed(words.get("contains")) for name, words in policy["categories"].items()
    }
    purposes: dict[str, Purpose] = {}
    for name, words in policy["purposes"].items():
        purposes[name] = _read_purpose(name, words, policy["purposes"], contains)
    fiscal = policy["controller"]["fiscal year"]
    starts = (1, 1) if fiscal == "calendar" else _month_and_day(fiscal)
    zone = policy["controller"]["zone"]
    return Version(policy["statement"]["effective"], zone, starts, purposes)


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = str(text).split("-")[-2:]
    return int(month), int(day)


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [str(value)]


def _read_purpose(name: str, words: dict, purposes: dict, contains: dict) -> Purpose:
    keep = words["keep"]
    cap = keep.get("at most")
    basis = words["basis"]
    return Purpose(
        name,
        basis if isinstance(basis, str) else next(iter(basis)),
        tuple(_listed(words.get("about"))),
        frozenset(_categories(words["data"], purposes, contains)),
        tuple(_listed(words["occasion"])),
        keep["for"],
        tuple(_ending(text) for text in _listed(keep["after"])),
        bool(keep.get("exactly")),
        tuple(cap.split(" after ", 1)) if cap else None,
        bool(words.get("marketing")),
    )


def _ending(text: str) -> tuple[str, bool]:
    prefix = "end of fiscal year of "
    return text.removeprefix(prefix), text.startswith(prefix)


def _categories(data: list, purposes: dict, contains: dict) -> Iterator[str]:
    for item in data:
        item = item.removesuffix("?")
        if item.startswith("everything in "):
            other = purposes[item.removeprefix("everything in ")]
            yield from _categories(other["data"], purposes, contains)
        else:
            yield item
            yield from _categories(contains.get(item, []), purposes, contains)


def _read_bindings(datamap: dict) -> Iterator[Binding]:
    for occasion, bound in datamap["occasions"].items():
        for words in bound if isinstance(bound, list) else [bound]:
            yield _read_binding(occasion, words)


def _read_binding(occasion: str, words: dict) -> Binding:
    moments = {
        name: column
        for name, column in words.items()
        if name not in ("table", "began", "from", "when") and not name.startswith("via ")
    }
    vias = tuple(_read_via(n, w) for n, w in words.items() if n.startswith("via "))
    from_, when = words.get("from"), words.get("when", "")
    return Binding(occasion, words["table"], words["began"], from_, moments, vias, when)


def _read_via(name: str, words: dict) -> Via:
    column, _, of = name.removeprefix("via ").partition(" of ")
    moments = {moment: c for moment, c in words.items() if moment != "moved if"}
    return Via(column, of or None, moments, words.get("moved if"))


def read_tables(connection: sqlite3.Connection, store: str) -> dict[str, Table]:
    """Read every table of a SQLite database, rows and all."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    tables = {f"{store}.{name}": _read_table(connection, store, name) for (name,) in names}
    for table in tables.values():
        for column, (target, there) in table.points.items():
            table.points[column] = (target, there or tables[target].key)
    return tables


def _read_table(connection: sqlite3.Connection, store: str, name: str) -> Table:
    described = connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
    unique = _unique_columns(connection, name)
    columns = {c[1]: Column(c[2], not c[3], c[1] in unique) for c in described}
    key = ",".join(c[1] for c in sorted(described, key=lambda c: c[5]) if c[5])
    key = key or _unique_together(connection, name, {c[1] for c in described if c[3]})
    declared: dict[int, list[tuple]] = {}
    for edge in connection.execute(f'PRAGMA foreign_key_list("{name}")'):
        declared.setdefault(edge[0], []).append(edge)
    points = {
        ",".join(edge[3] for edge in each): (
            f"{store}.{each[0][2]}",
            ",".join(edge[4] for edge in each if edge[4]),
        )
        for each in declared.values()
    }
    names = list(columns)
    rows = {}
    for values in connection.execute(f'SELECT * FROM "{name}"'):
        row = dict(zip(names, values, strict=True))
        rows[value_of(row, key)] = row
    return Table(key, columns, points, rows)


def _unique_together(connection: sqlite3.Connection, name: str, filled: set[str]) -> str:
    """Return the first columns that are unique together, in every row, and never NULL."""
    for index in connection.execute(f'PRAGMA index_list("{name}")').fetchall():
        parts = [c[2] for c in connection.execute(f'PRAGMA index_info("{index[1]}")')]
        if index[2] and not index[4] and {*parts} <= filled:
            return ",".join(parts)
    raise LookupError(name)


def _unique_columns(connection: sqlite3.Connection, name: str) -> set[str]:
    found = set()
    for index in connection.execute(f'PRAGMA index_list("{name}")').fetchall():
        parts = connection.execute(f'PRAGMA index_info("{index[1]}")').fetchall()
        if index[2] and len(parts) == 1:
            found.add(parts[0][2])
    return found

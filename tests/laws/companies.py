"""Draw small companies: a policy, or two of them, and rows with dates near their limits."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from hypothesis import strategies as st

from tests.laws.shapes import Promise, Shape
from tests.oracle.company import Table, read_tables
from tests.oracle.days import plus
from tests.oracle.oracle import about_of, categories

DAY = timedelta(days=1)
PERIODS = ("P2W", "P1M", "P3M", "P1Y")
DAYS_OF_THE_RUN = (date(2026, 6, 15), date(2026, 2, 28), date(2028, 2, 29), date(2027, 1, 1))
BAD = ("0000-00-00", "soon", "2026-02-30", "")
EARLIER, NEWER = date(2020, 1, 1), date(2026, 1, 10)
ADDRESSES = ("ann@a.example", " ANN@A.example", "bo@b.example", "Bo@b.Example ", "cas@c.example")
NOWHERE = 99
CHOICES: dict[str, tuple[object, ...]] = {
    "object_type": ("post", "thread", "topic", "post", "thread", "letter", None),
    "object_id": (1, 1, 2, 2, 3, 4, NOWHERE, None),
    "kind": ("answer", "answer", "note", None),
    "quotes": (1, 1, 2, 2, 3, 4, NOWHERE, None),
}
"""What says where an edge leads, and for which rows."""

Row = dict[str, object]


@dataclass(frozen=True)
class Drawn:
    """A company that was drawn, and the day on which it is looked at.

    `stores` names the store of a table that does not stand in `db`.
    """

    shape: Shape
    policies: tuple[dict, ...]
    rows: dict[str, list[Row]]
    as_of: date
    stores: dict[str, str] = field(default_factory=dict)

    def build(self, folder: Path) -> None:
        """Lay it down as a project in `folder`, with its database."""
        privacy = folder / "privacy"
        (privacy / "versions").mkdir(parents=True)
        (privacy / "datamap.yaml").write_text(self.shape.datamap, "utf-8")
        *older, current = [yaml.safe_dump(policy, sort_keys=False) for policy in self.policies]
        (privacy / "policy.yaml").write_text(current, "utf-8")
        for text in older:
            (privacy / "versions" / "1.yaml").write_text(text, "utf-8")
        for store in {self.store(table) for table in self.rows}:
            with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
                connection.execute("PRAGMA synchronous = OFF")
                connection.executescript("".join(self._schema(store)))
                for table, rows in self.rows.items():
                    if self.store(table) == store:
                        _insert(connection, table, rows)
                connection.commit()

    def store(self, table: str) -> str:
        """Return the store in which a table stands."""
        return self.stores.get(table, "db")

    def _schema(self, store: str) -> Iterator[str]:
        """Yield the tables of a store; no foreign key leads out of it."""
        for statement in re.findall(r"CREATE TABLE \w+ [^;]*;", self.shape.schema):
            if self.store(statement.split()[2]) == store:
                for reference, table in re.findall(r"( REFERENCES (\w+) \(id\))", statement):
                    if self.store(table) != store:
                        statement = statement.replace(reference, "")
                yield statement


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        values = [tuple(row.values()) for row in rows]
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)


@cache
def tables(shape: Shape) -> dict[str, Table]:
    """Return the tables of a shape as a database describes them, without rows."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(shape.schema)
        found = read_tables(connection, "db")
    order = re.findall(r"CREATE TABLE (\w+)", shape.schema)
    return {name: found[f"db.{name}"] for name in order}


@cache
def days_near_a_limit(as_of: date) -> tuple[date, ...]:
    """Return days just before and after each limit, on the day of the run and far off."""
    found = {
        as_of - DAY,
        as_of,
        as_of + DAY,
        date(2019, 5, 5),
        date(2031, 5, 5),
        NEWER,
        NEWER - DAY,
    }
    found |= {date(as_of.year - years, 1, 1) - rest * DAY for years in (0, 1, 2) for rest in (0, 1)}
    for period in PERIODS:
        day = as_of
        while plus(day, period) > as_of:
            day -= DAY
        found |= {day - DAY, day, day + DAY, day + 2 * DAY}
    return tuple(sorted(found))


@st.composite
def companies(
    draw: st.DrawFn, shape: Shape, *, versions: int = 2, bad: bool = True, known: bool = False
) -> Drawn:
    """Draw a company of `shape`.

    At most `versions` versions of the policy; dates that cannot be read and edges to nowhere
    only where `bad`; with `known` nothing happens after the day on which it is looked at.
    """
    as_of = draw(st.sampled_from(DAYS_OF_THE_RUN))
    year = draw(st.sampled_from(("calendar", "07-01")))
    policies = [draw(policy(shape, NEWER, year))]
    if versions > 1 and draw(st.booleans()):
        policies.insert(0, draw(policy(shape, EARLIER, year)))
    days = [day for day in days_near_a_limit(as_of) if not known or day <= as_of]
    sizes: dict[str, int] = {}
    for name, table in tables(shape).items():
        sizes[name] = draw(st.integers(0, 6)) if bad or _has_parents(table, sizes) else 0
    luck = Luck(days, sizes, bad)
    rows = {
        name: [draw(row(table, key, luck)) for key in range(1, sizes[name] + 1)]
        for name, table in tables(shape).items()
    }
    return Drawn(shape, tuple(policies), rows, as_of)


@dataclass(frozen=True)
class Luck:
    """What values are drawn from: days, how many rows there are, and whether bad ones are."""

    days: list[date]
    sizes: dict[str, int]
    bad: bool


@st.composite
def row(draw: st.DrawFn, table: Table, key: int, luck: Luck) -> Row:
    """Draw one row."""
    values: Row = {}
    days, bad = luck.days, luck.bad
    guests = "asked_on" in table.columns or "given_on" in table.columns and not table.points
    for name, column in table.columns.items():
        if name == table.key:
            value: object = key
        elif name in CHOICES:
            value = draw(st.sampled_from(CHOICES[name]))
        elif name in table.points:
            parents = luck.sizes[table.points[name][0].removeprefix("db.")]
            value = draw(_edge(parents, nullable=column.nullable, bad=bad))
        elif name.endswith(("_on", "_at")):
            value = draw(_moment(days, column.kind, nullable=column.nullable, bad=bad))
        elif name == "email" and guests:
            value = draw(st.sampled_from(ADDRESSES))
        else:
            value = draw(_text(name, key, column.kind, nullable=column.nullable))
        values[name] = value
    return values


def _has_parents(table: Table, sizes: dict[str, int]) -> bool:
    return all(
        sizes[target.removeprefix("db.")] or table.columns[column].nullable
        for column, (target, _) in table.points.items()
    )


def _edge(parents: int, *, nullable: bool, bad: bool) -> st.SearchStrategy[object]:
    known = [st.integers(1, parents)] * 6 if parents else []
    lost = [st.just(NOWHERE)] if bad else []
    return st.one_of(*known, *lost, *([st.none()] if nullable else []))


def _moment(days: list[date], kind: str, *, nullable: bool, bad: bool) -> st.SearchStrategy[object]:
    readable = st.sampled_from(days).map(date.isoformat)
    if "TIMESTAMP" in kind:
        hours = st.sampled_from(("00:00:00", "12:30:00", "22:30:00", "23:30:00"))
        readable = st.tuples(readable, hours).map(" ".join)
    choices: list[st.SearchStrategy[object]] = [readable] * 6
    choices += [st.none()] * 2 if nullable else []
    choices += [st.sampled_from(BAD)] if bad else []
    return st.one_of(*choices)


def _text(name: str, key: int, kind: str, *, nullable: bool) -> st.SearchStrategy[object]:
    value = st.just(key if kind == "INTEGER" else f"{name} {key}")
    return st.one_of(value, value, value, st.none()) if nullable else value


@st.composite
def policy(draw: st.DrawFn, shape: Shape, effective: date, year: str) -> dict:
    """Draw the terms of every purpose of a shape."""
    purposes = {
        name: draw(purpose(promise, shape.categories)) for name, promise in shape.purposes.items()
    }
    _cover(shape, purposes)
    moments = {m for promise in shape.purposes.values() for m in promise.moments} | {"received"}
    kept = {"categories": shape.categories, "subjects": shape.people, "moments": sorted(moments)}
    return framed(effective, year, kept, purposes)


def framed(
    effective: date, year: str, names: dict[str, Iterable[str]], purposes: dict[str, dict]
) -> dict:
    """Return a policy with these purposes; `names` are declared, section by section."""
    return {
        "policy": 1,
        "controller": {
            "name": "De Linde B.V.",
            "contact": {"email": "privacy@delinde.example", "post": "Lindelaan 1", "phone": "030"},
            "register": "KvK 00000000",
            "authority": "nl/ap",
            "languages": ["nl", "en"],
            "zone": "Europe/Amsterdam",
            "fiscal year": year,
        },
        "statement": {"effective": effective},
        **{section: {name: in_words(name) for name in told} for section, told in names.items()},
        "purposes": purposes,
        "rights": {"answer": "P1M", "extension": "P2M"},
    }


def _cover(shape: Shape, purposes: dict[str, dict]) -> None:
    """Let somebody need every category of every table: a map in which nobody does is a mistake."""
    for table, words in yaml.safe_load(shape.datamap)["tables"].items():
        kind = shape.kinds.get(table.removeprefix("db."))
        listed = [purposes[name] for name in words.get("purposes", [])]
        listed = [said for said in listed if kind in said.get("about", [kind])]
        needed = {category for said in listed for category in said["data"]}
        missing = set(categories(words).values()) - needed
        if missing:
            listed[0]["data"] = sorted({*listed[0]["data"], *missing})
        _cover_each(shape, purposes, words)


def _cover_each(shape: Shape, purposes: dict[str, dict], words: dict) -> None:
    first = next((name for name in words.get("purposes", []) if name in shape.wide), None)
    about = {c for column, c in categories(words).items() if about_of(words, column)}
    if first is not None and about:
        purposes[first]["data"] = sorted({*purposes[first]["data"], *about})


def in_words(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


@st.composite
def purpose(draw: st.DrawFn, promise: Promise, categories: tuple[str, ...]) -> dict:
    """Draw the terms of one purpose."""
    keep: dict[str, object] = {
        "for": draw(st.sampled_from(PERIODS)),
        "after": draw(_endings(promise)),
        "exactly": draw(st.booleans()),
    }
    if promise.cap:
        keep["at most"] = f"{draw(st.sampled_from(PERIODS))} after {promise.cap}"
    found: dict[str, object] = {
        "title": in_words("title"),
        "basis": "consent" if promise.consent else draw(st.sampled_from(BASES)),
        "data": sorted(draw(st.sets(st.sampled_from(categories), min_size=1))),
        "occasion": list(promise.occasions),
        "keep": keep,
    }
    if promise.about:
        found["about"] = list(promise.about[: draw(st.integers(1, len(promise.about)))])
    if "interest" in found["basis"]:
        found["marketing"] = draw(st.booleans())
    return found


BASES: tuple[object, ...] = ("contract", {"law": "a law"}, {"interest": "an interest"})


def _endings(promise: Promise) -> st.SearchStrategy[list[str]]:
    """Return the moments that end a purpose: some of them, but one of each occasion."""
    whole = len(promise.occasions) > 1 or promise.consent
    least = len(promise.moments) if whole else 1
    some = st.lists(st.sampled_from(promise.moments), min_size=least, unique=True)
    if promise.consent:
        return some
    return st.tuples(some, st.booleans()).map(_fiscal)


def _fiscal(drawn: tuple[list[str], bool]) -> list[str]:
    moments, fiscal = drawn
    first = f"end of fiscal year of {moments[0]}" if fiscal else moments[0]
    return [first, *moments[1:]]

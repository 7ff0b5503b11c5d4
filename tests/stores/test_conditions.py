"""Every condition means in a database what it says: one suite for every store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.calendar import FiscalYear, Period, Term
from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Kind
from gestand.core.plan.steps import Redact
from gestand.stores.act import SqlAct
from gestand.stores.dialect import calendar_day
from gestand.stores.render import Renderer, emptied_value
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore

HOME = "Europe/Amsterdam"
DAY = date(2026, 6, 15)
NOBODY = Holdings({}, (), (), (), {}, {})
T = "t"

MOMENTS: list[tuple[str, str, str, date | None]] = [
    # kind of column, zone it is written in, what it holds, the day at home
    ("DATE", HOME, "'2026-06-15'", DAY),
    ("DATE", HOME, "'2026-06-15 23:30:00'", DAY),
    ("DATE", "UTC", "'2026-06-15'", DAY),
    ("TEXT", "UTC", "'2026-06-15'", DAY),
    ("TEXT", "UTC", "'2026-06-15T10:00:00'", DAY),
    ("TIMESTAMP", "UTC", "'2026-06-15 21:59:59'", DAY),
    ("TIMESTAMP", "UTC", "'2026-06-15 22:00:00'", DAY + timedelta(days=1)),
    ("TIMESTAMP", "UTC", "'2026-06-14T22:00:00'", DAY),
    ("TIMESTAMP", "UTC", "'2026-06-15 00:30:00.5'", DAY),
    ("TIMESTAMP", "UTC", "'2026-06-15'", DAY),
    ("TIMESTAMP", HOME, "'2026-06-15 23:59:59'", DAY),
    ("TIMESTAMP", "UTC", "'2025-12-31 23:30:00'", date(2026, 1, 1)),
    ("DATE", HOME, "'9999-12-30'", date(9999, 12, 30)),
    ("DATE", HOME, "'0001-01-01'", date(1, 1, 1)),
    ("DATE", HOME, "'2028-02-29'", date(2028, 2, 29)),
    ("DATE", HOME, "NULL", None),
    *(
        (kind, HOME, text, None)
        for kind in ("DATE", "TEXT", "TIMESTAMP")
        for text in (
            "''", "'0000-00-00'", "'2026-02-30'", "'2027-02-29'", "'2026-13-01'", "'soon'", "'now'",
            "'15-06-2026'", "'2026-6-5'", "' 2026-06-15'", "'2026-06-15 25:00:00'", "20260615",
            "1781481600", "2461207.5", "X'FF'", "'2026-06-15x'", "'2026-06'", "'+2026-06-15'",
        )
    ),
]  # fmt: skip
TERMS = [
    Term(Period(months=1)),
    Term(Period(months=3)),
    Term(Period(weeks=4)),
    Term(Period(years=1)),
    Term(Period(years=1, months=2, days=10)),
    Term(Period()),
    Term(Period(years=7), FiscalYear()),
    Term(Period(months=6), FiscalYear(7, 1)),
    Term(Period(months=1), FiscalYear(2, 28)),
]


@pytest.fixture(params=["sqlite"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of an empty database; another kind of store is another parameter."""
    return f"{request.param}:///{tmp_path / 'store.db'}"


def execute(url: str, script: str) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.executescript(script)


@pytest.fixture
def opened(empty: str) -> Iterator[Connected]:
    """Give a connection to a store with two small tables, in a transaction."""
    execute(
        empty,
        """
        CREATE TABLE own (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, name TEXT);
        CREATE TABLE other (x TEXT, y INTEGER, z TEXT, PRIMARY KEY (x, y));
        INSERT INTO own VALUES (1, 'p', 1, ' Ann '), (2, 'p', 2, 'BO'), (3, 'q', 1, NULL),
            (4, NULL, 1, 'Ümit'), (5, 'r', 9, '');
        INSERT INTO other VALUES ('p', 1, 'left'), ('p', 2, NULL), ('q', 2, 'right');
        """,
    )
    store = SqlStore.at("db", empty, "UTC")
    with store.run(store.reflect(), NOBODY, HOME) as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        yield run


def found(run: Connected, where: p.Predicate, renderer: Renderer | None = None) -> list[int]:
    """Return which rows of `own` meet a condition; none may be neither true nor false."""
    row = run.renderer.row("db.own")
    condition = (renderer or run.renderer).condition(where, row)
    met = run.connection.scalars(sa.select(row.c.id).where(condition)).all()
    unmet = run.connection.scalars(sa.select(row.c.id).where(sa.not_(condition))).all()
    assert sorted([*met, *unmet]) == [1, 2, 3, 4, 5]
    return sorted(met)


def own(name: str) -> p.Column:
    return p.Column(T, name)


OTHER = p.Linked("o", "db.other", ((own("a"), "x"), (own("b"), "y")), p.ALWAYS)
LEFT = p.Not(p.Null(p.Column("o", "z")))


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        (p.ALWAYS, [1, 2, 3, 4, 5]),
        (p.NEVER, []),
        (p.Null(own("a")), [4]),
        (p.Not(p.Null(own("a"))), [1, 2, 3, 5]),
        (p.all_of(p.Null(own("a")), p.Null(own("name"))), []),
        (p.any_of(p.Null(own("a")), p.Null(own("name"))), [3, 4]),
        (OTHER, [1, 2]),
        (p.Not(OTHER), [3, 4, 5]),
        (p.Linked("o", "db.other", ((own("a"), "x"),), LEFT), [1, 2, 3]),
        (p.Linked("o", "db.other", ((own("a"), "x"),), p.Null(p.Column("o", "z"))), [1, 2]),
        (p.Among((own("a"), own("b")), "o", "db.other", ("x", "y"), LEFT), [1]),
        (p.Not(p.Among((own("b"),), "o", "db.other", ("y",), p.ALWAYS)), [5]),
        (p.Listed("keys", (own("a"), own("b"))), [1, 5]),
        (p.Not(p.Listed("keys", (own("a"), own("b")))), [2, 3, 4]),
        (p.Listed("names", (own("name"),), folded=True), [1, 2]),
        (p.Not(p.Listed("names", (own("name"),), folded=True)), [3, 4, 5]),
        (p.Listed("never filled", (own("b"),)), []),
        (p.Differs(T, ("id",), (p.Emptied("a", "null"),)), [1, 2, 3, 5]),
        (p.Differs(T, ("id",), (p.Emptied("a", "constant", "p"),)), [3, 4, 5]),
        (p.Differs(T, ("id",), (p.Emptied("b", "constant", 1),)), [2, 5]),
        (p.Differs(T, ("id",), (p.Emptied("name", "constant", ""),)), [1, 2, 3, 4]),
        (p.Differs(T, ("id",), ()), []),
    ],
)
def test_a_condition_is_true_or_false_and_never_unknown(
    opened: Connected, where: p.Predicate, rows: list[int]
) -> None:
    opened.fill("keys", [("p", 1), ("r", 9), (None, 1), ("q", None)], (Kind.TEXT, Kind.INTEGER))
    opened.fill("names", [("ann",), ("bo",), (None,)], (Kind.TEXT,))
    assert found(opened, where) == rows
    assert found(opened, where, opened.renderer.keyed(opened.sets, opened.schema)) == rows


def test_a_link_looked_up_in_a_key_set_says_the_same(opened: Connected) -> None:
    link = p.Linked("o", "db.other", ((own("b"), "y"),), LEFT)
    keyed = opened.renderer.keyed(opened.sets, opened.schema)
    assert found(opened, link, keyed) == found(opened, link) == [1, 2, 3, 4]


@pytest.mark.parametrize(("kind", "zone", "text", "day"), MOMENTS)
def test_a_moment_falls_on_one_day_or_cannot_be_read(
    empty: str, kind: str, zone: str, text: str, day: date | None
) -> None:
    execute(empty, f"CREATE TABLE own (id INTEGER PRIMARY KEY, m {kind})")
    execute(empty, f"INSERT INTO own VALUES (1, {text})")
    store = SqlStore.at("db", empty, zone)
    with store.run(store.reflect(), NOBODY, HOME) as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        at = p.At(own("m"), run.schema.tables["own"].columns["m"].kind, zone)
        row = run.renderer.row("db.own")

        def holds(where: p.Predicate) -> bool:
            condition = run.renderer.condition(where, row)
            return run.connection.execute(sa.select(row).where(condition)).first() is not None

        assert holds(p.Unreadable(at)) == (day is None and text != "NULL")
        near = day or DAY
        for limit in (near - timedelta(days=1) if near > date.min else near, near):
            assert holds(p.Reached(at, limit)) == (day is not None and day <= limit)
        told = run.connection.execute(sa.select(row.c.m)).scalar_one()
        assert day is None or calendar_day(str(told), at.kind, zone, run.home) == day


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_ends_in_the_database_on_the_day_that_the_core_computes(
    empty: str, term: Term
) -> None:
    days = [date(2023, 12, 25) + timedelta(days=n) for n in range(900)]
    execute(empty, "CREATE TABLE own (id INTEGER PRIMARY KEY, one DATE, other DATE)")
    rows = []
    for day in days:
        last = term.last_day(day)
        rows += [(last, day), (last + timedelta(days=1), day)]
    values = ", ".join(f"('{one}', '{other}')" for one, other in rows)
    execute(empty, f"INSERT INTO own (one, other) VALUES {values}, ('2026-01-01', NULL)")
    store = SqlStore.at("db", empty, HOME)
    with store.run(store.reflect(), NOBODY, HOME) as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        one, other = (p.At(own(name), Kind.DATE, HOME) for name in ("one", "other"))
        row = run.renderer.row("db.own")
        condition = run.renderer.condition(p.InTime(one, other, term), row)
        in_time = run.connection.execute(sa.select(row.c.id).where(condition)).scalars()
        assert sorted(in_time) == [n for n in range(1, len(rows) + 2) if n % 2]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("'2026-06-15'", "'2026-06-15'", True),
        ("'2026-06-15'", "'2026-06-16'", False),
        ("'2026-06-15'", "NULL", False),
        ("NULL", "'2026-06-15'", False),
        ("'soon'", "'2026-06-15'", False),
        ("'2026-06-15'", "'0000-00-00'", False),
    ],
)
def test_one_moment_is_not_before_another(
    empty: str, one: str, other: str, *, expected: bool
) -> None:
    execute(empty, "CREATE TABLE own (id INTEGER PRIMARY KEY, one DATE, other DATE)")
    execute(empty, f"INSERT INTO own VALUES (1, {one}, {other})")
    store = SqlStore.at("db", empty, HOME)
    with store.run(store.reflect(), NOBODY, HOME) as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        moments = [p.At(own(name), Kind.DATE, HOME) for name in ("one", "other")]
        row = run.renderer.row("db.own")
        condition = run.renderer.condition(p.NotBefore(*moments), row)
        assert bool(run.connection.execute(sa.select(condition)).scalar()) is expected


@pytest.mark.parametrize(
    ("kind", "began", "asked"),
    [
        ("DATE", "'2026-06-15'", True),
        ("DATE", "'2026-06-16'", False),
        ("DATE", "NULL", True),
        ("TIMESTAMP", "'2026-06-15 21:59:59'", True),
        ("TIMESTAMP", "'2026-06-15 22:00:00'", False),
    ],
)
def test_a_request_is_about_what_began_on_its_day_or_before(
    empty: str, kind: str, began: str, *, asked: bool
) -> None:
    execute(empty, f"CREATE TABLE own (id INTEGER PRIMARY KEY, name TEXT, began {kind})")
    execute(empty, f"INSERT INTO own VALUES (1, ' Ann', {began}), (2, 'Bo', {began})")
    store = SqlStore.at("db", empty, "UTC")
    with store.run(store.reflect(), NOBODY, HOME) as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        run.fill_since("erasing", [("ann", DAY)], Kind.TEXT)
        at = p.At(own("began"), run.schema.tables["own"].columns["began"].kind, "UTC")
        row = run.renderer.row("db.own")
        where = p.AskedSince("erasing", own("name"), at, folded=True)
        condition = run.renderer.condition(where, row)
        met = run.connection.scalars(sa.select(row.c.id).where(condition)).all()
        assert met == ([1] if asked else [])


def test_what_takes_the_place_of_a_value_tells_rows_apart(opened: Connected) -> None:
    row = opened.renderer.row("db.other")
    pseudonym = emptied_value(p.Emptied("z", "pseudonym"), ("x", "y"), row)
    told = opened.connection.scalars(sa.select(pseudonym)).all()
    assert sorted(told) == ["erased-p-1", "erased-p-2", "erased-q-2"]


def test_a_window_takes_the_keys_at_its_positions(opened: Connected) -> None:
    step = Redact("redact:db.own:before-other", "db.own", ("id",), (), p.ALWAYS, (), ())
    act = SqlAct(opened, None)
    opened.fill(step.id, [(n,) for n in (30, 10, 20, 40)], (Kind.INTEGER,))
    assert act.keys(step, 0, 2) == (2, "30,10")
    assert act.keys(step, 2, act.last(step)) == (2, "20,40")
    assert act.keys(step, 4, 9)[0] == 0
    opened.fill(step.id, [(7,)], (Kind.INTEGER,))
    assert act.keys(step, 0, 9) == (1, "7")

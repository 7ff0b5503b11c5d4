"""Every condition means in a database what it says: one suite for every store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from gestand.core import predicate as p
from gestand.core.calendar import FiscalYear, Period, Term
from gestand.core.datamap import schema
from gestand.core.datamap.holdings import Holdings, Moment, Occasion
from gestand.core.datamap.schema import Kind, Since1970
from gestand.core.facts import folded_text
from gestand.core.plan.steps import Redact
from gestand.core.plan.views import View
from gestand.stores.act import SqlAct
from gestand.stores.again import Asked
from gestand.stores.dialect import calendar_day
from gestand.stores.emptied import emptied_value
from gestand.stores.expressions import HomeDay
from gestand.stores.keysets import NUMBER, TEXT
from gestand.stores.render import Renderer
from gestand.stores.run import Connected
from gestand.stores.sql import SqlStore
from gestand.stores.views import SqlViews
from tests.databases import KINDS, Database, marks_of, on

HOME = "Europe/Amsterdam"
DAY = date(2026, 6, 15)
NOBODY = Holdings({}, (), (), (), {}, {})
T = "t"

Held = tuple[str, str, str, date | None]
"""A type of column, the zone it is written in, what it holds, and the day at home."""

NO_DATES = (
    "''", "'0000-00-00'", "'2026-02-30'", "'2027-02-29'", "'1900-02-29'", "'2026-13-01'",
    "'2026-04-31'", "'soon'", "'now'", "'15-06-2026'", "'2026-6-5'", "' 2026-06-15'",
    "'2026-06-15 25:00:00'", "'2026-06-15x'", "'2026-06'", "'+2026-06-15'", "'20260615'",
    "'1781481600'", "'2461207.5'", "'12026-06-15'",
)  # fmt: skip
EVERYWHERE: list[Held] = [
    ("DATE", HOME, "'2026-06-15'", DAY),
    ("DATE", "UTC", "'2026-06-15'", DAY),
    ("DATE", HOME, "'9999-12-30'", date(9999, 12, 30)),
    ("DATE", HOME, "'0001-01-01'", date(1, 1, 1)),
    ("DATE", HOME, "'2028-02-29'", date(2028, 2, 29)),
    ("DATE", HOME, "NULL", None),
    ("VARCHAR(40)", "UTC", "'2026-06-15'", DAY),
    ("VARCHAR(40)", "UTC", "'2026-06-15 23:30:00'", DAY),
    ("VARCHAR(40)", "UTC", "'2026-06-15T10:00:00'", DAY),
    ("VARCHAR(40)", "UTC", "'2026-06-15T10:00'", DAY),
    ("VARCHAR(40)", "UTC", "'2026-06-15 10:00:00.25Z'", DAY),
    ("VARCHAR(40)", "UTC", "'2026-06-15T10:00:00+02:00'", DAY),
    ("VARCHAR(40)", HOME, "'2000-02-29'", date(2000, 2, 29)),
    ("VARCHAR(40)", HOME, "'2026-06-15 '", DAY),
    ("VARCHAR(40)", HOME, "'2026-06-15\n'", DAY),
    ("VARCHAR(40)", HOME, "'2026-06-15 10:00  '", DAY),
    ("VARCHAR(40)", HOME, "NULL", None),
    *(("VARCHAR(40)", HOME, text, None) for text in NO_DATES),
    *(
        (moment, zone, text, day)
        for moment in ("TIMESTAMP", "DATETIME")
        for zone, text, day in (
            ("UTC", "'2026-06-15 21:59:59'", DAY),
            ("UTC", "'2026-06-15 22:00:00'", DAY + timedelta(days=1)),
            ("UTC", "'2026-06-14T22:00:00'", DAY),
            ("UTC", "'2026-06-15 00:30:00.5'", DAY),
            ("UTC", "'2026-06-15'", DAY),
            ("UTC", "'2025-12-31 23:30:00'", date(2026, 1, 1)),
            ("UTC", "'2025-12-31 22:30:00'", date(2025, 12, 31)),
            ("UTC", "'2026-03-28 22:59:59'", date(2026, 3, 28)),
            ("UTC", "'2026-03-29 21:59:59'", date(2026, 3, 29)),
            ("UTC", "'2026-10-25 23:00:00'", date(2026, 10, 26)),
            ("UTC", "NULL", None),
        )
    ),
    ("DATETIME", HOME, "'2026-06-15 23:59:59'", DAY),
    ("DATETIME", "UTC", "'9000-06-15 12:00:00'", date(9000, 6, 15)),
    ("DATETIME", "UTC", "'9999-12-30 12:00:00'", date(9999, 12, 30)),
    ("DATETIME", "America/New_York", "'2026-06-15 18:00:00'", DAY + timedelta(days=1)),
]
ONLY: dict[str, list[Held]] = {
    "sqlite": [
        ("DATE", HOME, "'2026-06-15 23:30:00'", DAY),
        ("TIMESTAMP", HOME, "'2026-06-15 '", DAY),
        *(
            (declared, HOME, text, None)
            for declared in ("DATE", "TEXT", "TIMESTAMP")
            for text in (*NO_DATES, "20260615", "1781481600", "2461207.5", "X'FF'")
        ),
    ],
    "postgresql": [
        # The zone is the database's own, whatever the map says.
        ("TIMESTAMPTZ", HOME, "'2026-06-15 21:59:59+00'", DAY),
        ("TIMESTAMPTZ", HOME, "'2026-06-15 22:00:00+00'", DAY + timedelta(days=1)),
        ("TIMESTAMPTZ", HOME, "'2026-06-16 01:30:00+05:30'", DAY),
        *(
            (declared, HOME, text, None)
            for declared in ("DATE", "TIMESTAMP", "TIMESTAMPTZ")
            for text in ("'infinity'", "'-infinity'", "'0044-03-15 BC'", "'12026-06-15'")
        ),
    ],
    "mariadb": [
        ("TIMESTAMP", HOME, "'2026-06-15 21:59:59'", DAY),
        ("TIMESTAMP", HOME, "'2026-06-15 22:00:00'", DAY + timedelta(days=1)),
        ("DATE", HOME, "'0000-00-00'", None),
        ("DATE NOT NULL", HOME, "'0000-00-00'", None),
        ("DATETIME NOT NULL", HOME, "'0000-00-00 00:00:00'", None),
        ("DATE", HOME, "'2026-00-00'", None),
        ("DATE", HOME, "'2026-06-00'", None),
        ("DATE", HOME, "'0000-06-15'", None),
        ("DATETIME", HOME, "'0000-00-00 00:00:00'", None),
        ("TIMESTAMP NULL", HOME, "'0000-00-00 00:00:00'", None),
    ],
}
MOMENTS = [
    (kind, *held)
    for kind in KINDS
    for held in EVERYWHERE + ONLY[kind]
    if not (kind == "postgresql" and held[0] == "DATETIME")
]
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


@pytest.fixture
def opened(database: Database) -> Iterator[Connected]:
    """Give a connection to a store with two small tables, in a transaction."""
    database.run(
        """
        CREATE TABLE own (id INTEGER PRIMARY KEY, a VARCHAR(9), b INTEGER, name VARCHAR(40));
        CREATE TABLE other (x VARCHAR(9), y INTEGER, z VARCHAR(9), PRIMARY KEY (x, y));
        INSERT INTO own VALUES (1, 'p', 1, ' Ann '), (2, 'p', 2, 'BO'), (3, 'q', 1, NULL),
            (4, NULL, 1, 'Ümit'), (5, 'r', 9, '');
        INSERT INTO other VALUES ('p', 1, 'left'), ('p', 2, NULL), ('q', 2, 'right');
        """,
    )
    with running(database, "UTC") as run:
        yield run


@contextmanager
def running(database: Database, zone: str) -> Iterator[Connected]:
    """Open a store in a transaction that reads."""
    store = SqlStore.at("db", database.url, zone)
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
        (p.Equals(own("a"), ("p", "x")), [1, 2]),
        (p.Not(p.Equals(own("b"), (1,))), [2, 5]),
        (
            p.Linked("o", "db.other", ((own("a"), "x"),), p.Same(p.Column("o", "y"), own("b"))),
            [1, 2],
        ),
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
    opened.fill("keys", [("p", 1), ("r", 9), (None, 1), ("q", None)], (TEXT, NUMBER))
    opened.fill("names", [("ann",), ("bo",), (None,)], (TEXT,))
    assert found(opened, where) == rows
    assert found(opened, where, opened.renderer.keyed(opened.sets, opened.tables)) == rows


def test_a_link_looked_up_in_a_key_set_says_the_same(opened: Connected) -> None:
    link = p.Linked("o", "db.other", ((own("b"), "y"),), LEFT)
    keyed = opened.renderer.keyed(opened.sets, opened.tables)
    assert found(opened, link, keyed) == found(opened, link) == [1, 2, 3, 4]


KEYS_OF_VIEWS = """CREATE TABLE gestand_apart (purpose VARCHAR(190) PRIMARY KEY, until VARCHAR(19));
    INSERT INTO gestand_apart VALUES ('news', '2999-01-01 00:00:00')"""


def shown(run: Connected, where: p.Predicate) -> bool:
    """Tell whether a view on that condition shows any row of `own`."""
    view = View("news", "db.own", ("id",), (), where)
    written = SqlViews(run).write(view, "v", datetime(2999, 1, 1, tzinfo=UTC))
    select = written.select or written.refused
    return run.connection.exec_driver_sql(select.replace("%", "%%")).first() is not None


@pytest.mark.parametrize(
    ("kind", "declared", "zone", "text", "day"),
    [pytest.param(*each, marks=marks_of(each[0])) for each in MOMENTS],
    indirect=["kind"],
)
def test_a_moment_falls_on_one_day_or_cannot_be_read(
    database: Database, declared: str, zone: str, text: str, day: date | None
) -> None:
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, m {declared})")
    database.run(f"INSERT INTO own VALUES (1, {text}); {KEYS_OF_VIEWS}")
    with running(database, zone) as run:
        column = run.schema.tables["own"].columns["m"]
        at = p.At(own("m"), column.kind, column.zone or zone)
        row = run.renderer.row("db.own")

        def holds(where: p.Predicate) -> bool:
            condition = run.renderer.condition(where, row)
            met = run.connection.execute(sa.select(row).where(condition)).first()
            unmet = run.connection.execute(sa.select(row).where(sa.not_(condition))).first()
            assert (met is None) != (unmet is None)
            return met is not None

        assert holds(p.Unreadable(at)) == (day is None and text != "NULL")
        near = day or DAY
        for limit in (near - timedelta(days=1) if near > date.min else near, near):
            assert holds(p.Reached(at, limit)) == (day is not None and day <= limit)
            later = p.all_of(p.Not(p.Reached(at, limit)), p.Not(p.Unreadable(at)))
            assert shown(run, later) == (text == "NULL" or (day is not None and day > limit))
        told = run.connection.execute(sa.select(row.c.m)).scalar_one()
        if day and column.kind is Kind.TIMESTAMP:
            at_home = HomeDay(row.c.m, sa.literal(at.zone), sa.literal(HOME))
            assert str(run.connection.scalar(sa.select(at_home))) == str(day)
        assert told is None or calendar_day(str(told), at.kind, at.zone, run.home) == day


@dataclass(frozen=True)
class Counted:
    """A number since 1970, and the moment that it tells; None where nobody can mean it."""

    number: int
    moment: datetime | None

    def day(self) -> date | None:
        """Return the day at home."""
        return self.moment.astimezone(ZoneInfo(HOME)).date() if self.moment else None


def plainly(number: int, how: Since1970) -> Counted:
    """Say what a number means, in the words of the data map rather than of the code."""
    if how in (Since1970.SECONDS, Since1970.SECONDS_OR_ZERO):
        fits, unit = -3 * 10**10 <= number < 10**11 and number != 0, timedelta(seconds=1)
    else:
        fits, unit = -3 * 10**13 <= number < 10**14 and abs(number) >= 10**11, timedelta(0, 0, 1000)
    return Counted(number, datetime(1970, 1, 1, tzinfo=UTC) + number * unit if fits else None)


COUNTED = [
    *(int(datetime(2026, *on, tzinfo=UTC).timestamp()) for on in (
        (6, 14, 21, 59, 59), (6, 14, 22), (6, 15, 21, 59, 59), (6, 15, 22), (3, 28, 22, 59, 59),
        (3, 29, 21, 59, 59), (3, 29, 22), (10, 25, 22, 59, 59), (10, 25, 23),
    )),
    1, 0, -1, -5_000_000_000, 10**11 - 1, 10**11, 10**14 - 1, 10**14, 2**62, -(2**62), -(10**11),
]  # fmt: skip


@pytest.mark.parametrize("how", [Since1970.SECONDS, Since1970.MILLISECONDS_OR_ZERO])
def test_a_number_falls_on_one_day_or_cannot_be_read(database: Database, how: Since1970) -> None:
    numbers = [*COUNTED, *(1000 * n + 999 for n in COUNTED[:12])]
    told = [None, *(plainly(number, how) for number in numbers)]
    rows = ", ".join(f"({n}, {m.number if m else 'NULL'}, '{DAY}')" for n, m in enumerate(told))
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, m BIGINT, d DATE)")
    database.run(f"INSERT INTO own VALUES {rows}; {KEYS_OF_VIEWS}")
    days = [one.day() if one else None for one in told]
    none = {n for n, one in enumerate(told) if one is None or (how.zero_is_none and not one.number)}
    odd = {n for n, day in enumerate(days) if day is None} - none
    with running(database, "UTC") as run:
        at, row = p.At(own("m"), how, "UTC"), run.renderer.row("db.own")

        def those(where: p.Predicate) -> set[int]:
            condition = run.renderer.condition(where, row)
            met = {*run.connection.scalars(sa.select(row.c.id).where(condition))}
            unmet = {*run.connection.scalars(sa.select(row.c.id).where(sa.not_(condition)))}
            assert met | unmet == {*range(len(told))} and not met & unmet
            return met

        assert those(p.Unreadable(at)) == odd
        for limit in (DAY - timedelta(days=1), DAY, date(2026, 10, 25), date(9998, 12, 31)):
            reached = {n for n, day in enumerate(days) if day is not None and day <= limit}
            assert those(p.Reached(at, limit)) == reached
            later = p.all_of(p.Not(p.Reached(at, limit)), p.Not(p.Unreadable(at)))
            assert those(later) == {*range(len(told))} - odd - reached
        assert shown(run, later) == bool({*range(len(told))} - odd - reached)
        for n, value in enumerate(run.connection.scalars(sa.select(row.c.m).order_by(row.c.id))):
            found = None if value is None else calendar_day(str(value), how, "", run.home)
            assert found == days[n], value
        day, term = p.At(own("d"), Kind.DATE, HOME), Term(Period(months=1))
        over = {n for n, one in enumerate(days) if one and DAY > term.last_day(one)}
        assert those(p.InTime(day, at, term)) == {*range(len(told))} - over
        since = {n for n, one in enumerate(days) if one and one >= DAY}
        assert those(p.NotBefore(at, day)) == since
        assert those(p.NotBefore(at, at)) == {n for n, one in enumerate(days) if one}


@on("postgresql")
@pytest.mark.parametrize("term", TERMS, ids=str)
@pytest.mark.parametrize("declared", ["DATE", "TIMESTAMP", "TIMESTAMPTZ"])
def test_what_is_no_day_ends_no_term_and_stops_nothing(
    database: Database, declared: str, term: Term
) -> None:
    no_days = ("infinity", "-infinity", "0044-03-15 BC", "12026-06-15")
    rows = ", ".join(f"({n}, '2026-06-15', '{text}')" for n, text in enumerate(no_days))
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, one {declared}, other {declared})")
    database.run(f"INSERT INTO own VALUES {rows}")
    with running(database, "UTC") as run:
        kind = run.schema.tables["own"].columns["one"].kind
        one, other = (p.At(own(name), kind, "UTC") for name in ("one", "other"))
        row = run.renderer.row("db.own")
        condition = run.renderer.condition(p.InTime(one, other, term), row)
        assert len(run.connection.execute(sa.select(row.c.id).where(condition)).all()) == 4
        turned = run.renderer.condition(p.InTime(other, one, term), row)
        asked = sa.select(sa.func.count()).select_from(row).where(turned)
        assert run.connection.execute(asked).scalar_one() in range(5)


@pytest.mark.parametrize(
    ("text", "zone", "home", "day"),
    [
        ("9999-12-31 23:30:00", "UTC", HOME, date.max),
        ("9999-12-31 23:30:00+00", HOME, HOME, date.max),
        ("0001-01-01 00:30:00", "UTC", "America/New_York", date.min),
        ("9999-12-31 12:00:00", "UTC", HOME, date.max),
    ],
)
def test_a_moment_beyond_the_calendar_falls_on_its_last_day_or_its_first(
    text: str, zone: str, home: str, day: date
) -> None:
    assert calendar_day(text, Kind.TIMESTAMP, zone, ZoneInfo(home)) == day


LOOSER = {"sqlite": "COLLATE RTRIM", "mariadb": ""}


@on("sqlite", "mariadb")
def test_blanks_are_not_yet_an_empty_text(database: Database) -> None:
    database.run(
        "CREATE TABLE own (id INTEGER PRIMARY KEY,"
        f" a VARCHAR(9) NOT NULL {LOOSER[database.kind]});"
        " INSERT INTO own VALUES (1, ''), (2, '  '), (3, 'Ann')"
    )
    with running(database, "UTC") as run:
        row = run.renderer.row("db.own")
        where = p.Differs(T, ("id",), (p.Emptied("a", "constant", ""),))
        asked = sa.select(row.c.id).where(run.renderer.condition(where, row))
        assert sorted(run.connection.scalars(asked)) == [2, 3]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_ends_in_the_database_on_the_day_that_the_core_computes(
    database: Database, term: Term
) -> None:
    days = [date(2023, 12, 25) + timedelta(days=n) for n in range(900)]
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, one DATE, other DATE)")
    rows = []
    for day in days:
        last = term.last_day(day)
        rows += [(last, day), (last + timedelta(days=1), day)]
    values = ", ".join(f"({n}, '{one}', '{other}')" for n, (one, other) in enumerate(rows, 1))
    last = f"({len(rows) + 1}, '2026-01-01', NULL)"
    database.run(f"INSERT INTO own (id, one, other) VALUES {values}, {last}")
    with running(database, HOME) as run:
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
    database: Database, one: str, other: str, *, expected: bool
) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, one VARCHAR(40), other VARCHAR(40))")
    database.run(f"INSERT INTO own VALUES (1, {one}, {other})")
    with running(database, HOME) as run:
        moments = [p.At(own(name), Kind.TEXT, HOME) for name in ("one", "other")]
        row = run.renderer.row("db.own")
        condition = run.renderer.condition(p.NotBefore(*moments), row)
        assert bool(run.connection.execute(sa.select(condition)).scalar()) is expected


@pytest.mark.parametrize(
    ("declared", "began", "asked"),
    [
        ("DATE", "'2026-06-15'", True),
        ("DATE", "'2026-06-16'", False),
        ("DATE", "NULL", True),
        ("TIMESTAMP", "'2026-06-15 21:59:59'", True),
        ("TIMESTAMP", "'2026-06-15 22:00:00'", False),
        ("BIGINT", "1781560799", True),
        ("BIGINT", "1781560800", False),
        ("BIGINT", "0", True),
    ],
)
def test_a_request_is_about_what_began_on_its_day_or_before(
    database: Database, declared: str, began: str, *, asked: bool
) -> None:
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, name VARCHAR(9), began {declared})")
    database.run(f"INSERT INTO own VALUES (1, ' Ann', {began}), (2, 'Bo', {began})")
    with running(database, "UTC") as run:
        kind: Kind | Since1970 = run.schema.tables["own"].columns["began"].kind
        kind = Since1970.SECONDS_OR_ZERO if kind is Kind.INTEGER else kind
        began_at = Occasion("order", "db.own", Moment("began", kind, "UTC"), None, {})
        run.holdings = replace(NOBODY, occasions=(began_at,))
        run.fill_since("erasing", [("ann", DAY)], TEXT)
        at = p.At(own("began"), kind, "UTC")
        row = run.renderer.row("db.own")
        where = p.AskedSince("erasing", own("name"), at, folded=True)
        condition = run.renderer.condition(where, row)
        met = run.connection.scalars(sa.select(row.c.id).where(condition)).all()
        assert met == ([1] if asked else [])


@pytest.mark.parametrize(
    ("began", "asked"), [("'2026-06-15 17:59:59'", True), ("'2026-06-15 18:00:00'", False)]
)
def test_the_day_of_a_request_ends_in_the_zone_of_the_column(
    database: Database, began: str, *, asked: bool
) -> None:
    there = "America/New_York"
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, began TIMESTAMP)")
    database.run(f"INSERT INTO own VALUES (1, {began})")
    with running(database, "UTC") as run:
        moment = Moment("began", Kind.TIMESTAMP, there)
        run.holdings = replace(NOBODY, occasions=(Occasion("order", "db.own", moment, None, {}),))
        run.fill_since("erasing", [(1, DAY)], NUMBER)
        row = run.renderer.row("db.own")
        where = p.AskedSince("erasing", own("id"), p.At(own("began"), Kind.TIMESTAMP, there))
        met = run.connection.scalars(sa.select(row.c.id).where(run.renderer.condition(where, row)))
        assert met.all() == ([1] if asked else [])


@pytest.mark.parametrize("column", [NUMBER, TEXT, replace(TEXT, length=20)], ids=str)
def test_of_many_requests_each_row_finds_its_own_and_the_last_of_them(
    database: Database, column: schema.Column
) -> None:
    kind = "INTEGER" if column is NUMBER else "VARCHAR(20)"
    key = int if column is NUMBER else str
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, who {kind}, began DATE)")
    rows = ", ".join(f"({n}, {key(n)!r}, '2026-06-10')" for n in range(90))
    database.run(f"INSERT INTO own VALUES {rows}")
    earlier, later = date(2026, 6, 9), date(2026, 6, 10)
    with running(database, "UTC") as run:
        began = Moment("began", Kind.DATE, "UTC")
        run.holdings = replace(NOBODY, occasions=(Occasion("order", "db.own", began, None, {}),))
        row = run.renderer.row("db.own")
        where = p.AskedSince("erasing", own("who"), p.At(own("began"), Kind.DATE, "UTC"))
        for asked in (range(60), range(30), ()):
            people = [(key(n), day) for n in asked for day in (earlier, later, earlier)]
            people += [(key(n), earlier) for n in range(60, 90)]
            run.fill_since("erasing", people, column)
            found = sa.select(row.c.id).where(run.renderer.condition(where, row))
            assert sorted(run.connection.scalars(found)) == [*asked]


def test_an_identifier_is_the_same_in_any_case_of_ascii_and_of_no_other_letter(
    database: Database,
) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, name VARCHAR(20))")
    database.run("INSERT INTO own VALUES (1, ' ÉVA@X '), (2, 'éva@x'), (3, 'Éva@x')")
    with running(database, HOME) as run:
        run.fill("names", [(folded_text("ÉVA@x"),)], (TEXT,))
        row = run.renderer.row("db.own")
        where = run.renderer.condition(p.Listed("names", (own("name"),), folded=True), row)
        met = run.connection.scalars(sa.select(row.c.id).where(where).order_by(row.c.id)).all()
        assert met == [1, 3]


def test_what_takes_the_place_of_a_value_tells_rows_apart(opened: Connected) -> None:
    row = opened.renderer.row("db.other")
    pseudonym = emptied_value(p.Emptied("z", "pseudonym"), ("x", "y"), row)
    told = opened.connection.scalars(sa.select(pseudonym)).all()
    assert sorted(told) == ["erased-p-1", "erased-p-2", "erased-q-2"]


@pytest.mark.parametrize("rows", [0, 10**9])
def test_each_row_that_was_noted_stands_in_one_window(opened: Connected, rows: int) -> None:
    step = Redact("redact:db.own:before-other", "db.own", ("id",), (), p.ALWAYS, (), ())
    act, row = SqlAct(opened, as_planned=False), opened.renderer.row("db.own")
    asked = Asked(lambda: sa.select(row.c.id))
    opened.sets.note(step.id, opened.key_columns("db.own"), (), asked, rows)
    last = act.last(step)
    windows = [act.keys(step, place, place + 1) for place in range(last)]
    assert sorted(text for found, text in windows if found) == ["1", "2", "3", "4", "5"]
    assert act.keys(step, 0, last) == (5, ",".join(text for found, text in windows if found))
    assert act.keys(step, last, last + 9)[0] == 0
    fourth = Asked(lambda: sa.select(row.c.id).where(row.c.id == 4))
    opened.sets.note(step.id, opened.key_columns("db.own"), (), fourth)
    assert act.keys(step, 0, act.last(step)) == (1, "4")

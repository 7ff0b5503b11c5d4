"""Moments in fourteen digits mean the same in every store, in columns of texts and of bytes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import predicate as p
from gestand.core.calendar import Period, Term
from gestand.core.datamap.holdings import Moment
from gestand.core.datamap.schema import Digits, Kind, plain_text
from gestand.stores.cut_offs import CutOffs
from gestand.stores.dialect import calendar_day
from gestand.stores.digits import digits_after
from gestand.stores.keysets import NUMBER
from gestand.stores.run import Connected
from tests.databases import Database, on
from tests.stores.test_conditions import DAY, HOME, KEYS_OF_VIEWS, own, running, shown

ZONES = ("UTC", HOME, "America/New_York", "Pacific/Kiritimati")
REAL = (
    "20260614215959", "20260614220000", "20260615215959", "20260615220000", "20260328225959",
    "20260329220000", "20261025225959", "20261025230000", "20280229000000", "00010101120000",
    "90001130120000", "99991130120000", "99991231120000",
)  # fmt: skip
ODD = (
    "", "soon", "2026-06-15", "20260615", "202606150000", "20260615 00000", "20260615240000",
    "20260615006000", "20260615000060", "20260230000000", "20270229000000", "20261301000000",
    "00000000000000", "00000615000000", "20260615000000Z", "020260615000000", "2026061500000x",
    "Infinity", "infinity ", "20260615000000\n",
)  # fmt: skip
BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA", "mariadb": "VARBINARY(20)"}


HOWS = [(Digits.MOMENT, HOME), (Digits.MOMENT_OR_INFINITY, "UTC")]


@pytest.mark.parametrize(("how", "zone"), HOWS)
@pytest.mark.parametrize("of_bytes", [False, True], ids=["texts", "bytes"])
def test_digits_fall_on_one_day_or_cannot_be_read(
    database: Database, how: Digits, zone: str, *, of_bytes: bool
) -> None:
    texts = [None, "infinity", *REAL, *ODD]
    declared = BYTES[database.kind] if of_bytes else "VARCHAR(20)"
    rows = ", ".join(f"({n}, {_said(text)}, '{DAY}')" for n, text in enumerate(texts))
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, m {declared}, d DATE)")
    database.run(f"INSERT INTO own VALUES {rows}; {KEYS_OF_VIEWS}")
    days = [_day(text, zone) if text in REAL else None for text in texts]
    every = {*range(len(texts))}
    none = {0, 1} if how.infinity_is_none else {0}
    odd = {n for n, day in enumerate(days) if day is None} - none
    with running(database, "UTC") as run:
        at, row = p.At(own("m"), how, zone), run.renderer.row("db.own")
        those = partial(_meeting, run, every)
        assert those(p.Unreadable(at)) == odd
        for limit in (DAY - timedelta(days=1), DAY, date(2026, 10, 25), date(9998, 12, 31)):
            reached = {n for n, day in enumerate(days) if day is not None and day <= limit}
            assert those(p.Reached(at, limit)) == reached
            later = p.all_of(p.Not(p.Reached(at, limit)), p.Not(p.Unreadable(at)))
            assert those(later) == every - odd - reached
        assert shown(run, later) == bool(every - odd - reached)
        for n, value in enumerate(run.connection.scalars(sa.select(row.c.m).order_by(row.c.id))):
            assert value is None or calendar_day(plain_text(value), how, zone, run.home) == days[n]
        day, term = p.At(own("d"), Kind.DATE, HOME), Term(Period(months=1))
        over = {n for n, one in enumerate(days) if one and DAY > term.last_day(one)}
        assert those(p.InTime(day, at, term)) == every - over
        since = {n for n, one in enumerate(days) if one and one >= DAY}
        assert those(p.NotBefore(at, day)) == since
        assert those(p.NotBefore(at, at)) == {n for n, one in enumerate(days) if one}


@on("postgresql", "mariadb")
def test_a_column_of_a_fixed_width_tells_the_same_day_to_whoever_reads_it(
    database: Database,
) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, m CHAR(20))")
    database.run("INSERT INTO own VALUES (0, '20260615120000')")
    with running(database, "UTC") as run:
        at, row = p.At(own("m"), Digits.MOMENT, "UTC"), run.renderer.row("db.own")
        assert _meeting(run, {0}, p.Reached(at, DAY)) == {0}
        told = run.connection.scalar(sa.select(row.c.m))
        assert calendar_day(plain_text(told), at.kind, at.zone, run.home) == DAY


LETTERS = ("utf8mb4_unicode_ci", "utf8mb4_bin", "latin1_swedish_ci", "ucs2_general_ci")


@on("mariadb")
@pytest.mark.parametrize("how", [Digits.MOMENT, Kind.TEXT], ids=["digits", "dates"])
def test_who_asks_is_found_whatever_letters_a_column_has(
    database: Database, how: Digits | Kind
) -> None:
    texts = ("20260614120000", "20260616120000") if how is Digits.MOMENT else ("2026-06-14", "x")
    columns = (f"{each} VARCHAR(20) COLLATE {each}" for each in LETTERS)
    same = ([str(n), *[_said(text)] * len(LETTERS)] for n, text in enumerate(texts))
    rows = ", ".join(f"({', '.join(each)})" for each in same)
    database.run(f"CREATE TABLE own (id INTEGER PRIMARY KEY, {', '.join(columns)})")
    database.run(f"INSERT INTO own VALUES {rows}")
    with running(database, "UTC") as run:
        cut_offs = CutOffs.of("UTC", [Moment("m", how, "UTC")])
        run.sets.fill_since("who", [(0, DAY), (1, DAY)], NUMBER, cut_offs, run.home)
        for each in LETTERS:
            asked = p.AskedSince("who", own("id"), p.At(own(each), how, "UTC"))
            assert _meeting(run, {0, 1}, asked) == {0}


def _meeting(run: Connected, every: set[int], where: p.Predicate) -> set[int]:
    """Return the rows that meet a condition; every other one meets that it does not."""
    row = run.renderer.row("db.own")
    condition = run.renderer.condition(where, row)
    met = {*run.connection.scalars(sa.select(row.c.id).where(condition))}
    unmet = {*run.connection.scalars(sa.select(row.c.id).where(sa.not_(condition)))}
    assert met | unmet == every and not met & unmet
    return met


def _said(text: str | None) -> str:
    return "NULL" if text is None else f"'{text}'"


def _day(text: str, zone: str) -> date:
    moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(ZoneInfo(HOME)).date()


@given(
    moment=st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001  # what a clock shows
    day=st.dates(date(1980, 1, 1), date(2100, 1, 1)),
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
)
def test_digits_come_before_the_next_day_where_their_own_day_does(
    moment: datetime, day: date, zones: tuple[str, str]
) -> None:
    zone, home = zones[0], ZoneInfo(zones[1])
    text = f"{moment:%Y%m%d%H%M%S}"
    told = calendar_day(text, Digits.MOMENT, zone, home)
    assert told == moment.replace(microsecond=0, tzinfo=ZoneInfo(zone)).astimezone(home).date()
    for limit in (day, told, told - timedelta(days=1)):
        assert (text < digits_after(limit, zone, home)) == (told <= limit)

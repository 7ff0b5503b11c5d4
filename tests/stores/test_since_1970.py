"""Numbers since 1970: what they mean, and that an index finds them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import predicate as p
from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Since1970
from gestand.stores.dialect import calendar_day
from gestand.stores.run import Connected
from gestand.stores.since_1970 import number_after
from gestand.stores.sql import SqlStore
from tests.databases import Database, on

NOBODY = Holdings({}, (), (), (), {}, {})


@given(
    how=st.sampled_from(Since1970),
    number=st.one_of(st.integers(-(10**15), 10**15), st.integers(-(10**11) - 9, 10**11 + 9)),
    day=st.dates(date(1000, 1, 1), date(9998, 1, 1)),
    home=st.sampled_from(("Europe/Amsterdam", "America/New_York", "Pacific/Kiritimati")),
)
def test_a_number_comes_before_the_next_day_where_its_own_day_does(
    how: Since1970, number: int, day: date, home: str
) -> None:
    zone, told = ZoneInfo(home), calendar_day(str(number), how, "", ZoneInfo(home))
    if told is None:
        assert number == 0 or how.moment(str(number)) is None
        return
    plain = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / how.per_second)
    assert abs((plain.astimezone(zone).date() - told).days) <= 1
    for limit in (day, told, told - timedelta(days=1)):
        assert (number < number_after(limit, how, zone)) == (told <= limit)


@pytest.mark.parametrize("number", ["", "soon", "1_700_000_000", "1700000000x", "inf", "٣"])
def test_what_is_no_number_tells_no_moment(number: str) -> None:
    assert Since1970.SECONDS.moment(number) is None


@on("sqlite")
def test_an_index_finds_what_is_over(database: Database) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, m BIGINT); CREATE INDEX i ON own (m)")
    store = SqlStore.at("db", database.url, "UTC")
    with store.run(store.reflect(), NOBODY, "UTC") as run, run.transaction(writing=False):
        assert isinstance(run, Connected)
        row = run.renderer.row("db.own")
        at = p.At(p.Column("t", "m"), Since1970.SECONDS, "UTC")
        where = run.renderer.condition(p.Reached(at, date(2026, 6, 15)), row)
        asked = sa.select(row.c.id).where(where).compile(
            run.connection, compile_kwargs={"literal_binds": True}
        )
        plan = run.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
        assert any("USING COVERING INDEX i (m" in step[3] for step in plan), plan

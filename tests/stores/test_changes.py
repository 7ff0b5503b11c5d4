"""The statements with which MariaDB changes rows by noted keys."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from gestand.stores.dialects.changes import DeleteAlong, UpdateAlong, wanted_ones

DIALECT = make_url("mariadb+pymysql://").get_dialect()()
ORDERS = sa.table("orders", sa.column("id"), sa.column("street"))


def noted(*, indexed: bool) -> sa.Table:
    return sa.Table("noted", sa.MetaData(), sa.Column("k0", sa.Integer(), primary_key=indexed))


def written(statement: sa.Delete | sa.Update) -> str:
    return " ".join(str(statement.compile(dialect=DIALECT)).split())


def test_a_table_that_is_changed_along_is_read_first() -> None:
    rows = wanted_ones(ORDERS, ["id"], sa.select(noted(indexed=True).c.k0))
    keys = "(SELECT noted.k0 AS k0 FROM noted) AS wanted"
    assert written(DeleteAlong(ORDERS).where(*rows)) == (
        f"DELETE FROM orders USING orders STRAIGHT_JOIN {keys} WHERE wanted.k0 = orders.id"
    )
    assert written(UpdateAlong(ORDERS).where(*rows).values(street=sa.null())) == (
        f"UPDATE orders STRAIGHT_JOIN {keys} SET orders.street=NULL WHERE wanted.k0 = orders.id"
    )


def test_noted_rows_without_an_index_are_looked_for_apart() -> None:
    rows = wanted_ones(ORDERS, ["id"], sa.select(noted(indexed=False).c.k0))
    assert "FROM noted LIMIT %s) AS wanted" in written(DeleteAlong(ORDERS).where(*rows))


def test_a_statement_on_one_table_is_none_of_these() -> None:
    with pytest.raises(ValueError, match="no statement on two tables"):
        written(DeleteAlong(ORDERS).where(ORDERS.c.id == 1))

"""Conditions as texts: what stands in brackets, what is left open, and what is written once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from gestand.core import predicate as p
from gestand.core.datamap.schema import Column, Kind
from gestand.stores.phrases import NO, YES, Phrase, Saying, Writer, both, either, exists, negated
from gestand.stores.render import Renderer

A, B, C = (Phrase((name,)) for name in "abc")
T = "t"
ID, OTHER = p.Column(T, "id"), p.Column(T, "other")
COLUMNS = {"db.one": {name: Column(name, Kind.INTEGER) for name in ("id", "other")}}


def text(phrase: Phrase) -> str:
    return "".join(map(str, phrase.chunks))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (both((A, B, C)), "a AND b AND c"),
        (both((either((A, B)), C)), "(a OR b) AND c"),
        (either((both((A, B)), C)), "a AND b OR c"),
        (negated(either((A, B))), "NOT (a OR b)"),
        (negated(negated(A)), "NOT (NOT a)"),
        (both((A, YES)), "a"),
        (either((A, NO)), "a"),
        (exists((A, B), (either((A, C)),)), "EXISTS (SELECT 1 FROM a, b WHERE a OR c)"),
        (exists((A,), ()), "EXISTS (SELECT 1 FROM a)"),
    ],
)
def test_brackets_stand_where_they_are_needed(phrase: Phrase, expected: str) -> None:
    assert text(phrase) == expected


def test_a_phrase_stands_in_brackets_in_a_statement_too() -> None:
    saying = Saying(either((A, B)), {}, ())
    row = sa.table("one", sa.column("c"))
    for where in ((saying, row.c.c), (sa.and_(row.c.c, saying),)):
        assert "(a OR b)" in str(sa.select(row).where(*where))
    assert "NOT (a OR b)" in str(sa.select(row).where(sa.not_(saying)))
    assert str(sa.select(row).where(Saying(both((A, B)), {}, ()))).endswith("WHERE a AND b")


def test_what_is_certain_is_settled() -> None:
    assert both((A, NO)) is NO
    assert both(()) is YES
    assert either((A, YES)) is YES
    assert either(()) is NO
    assert (negated(YES), negated(NO)) == (NO, YES)
    assert exists((A,), (B, NO)) is NO


def test_values_are_left_open_in_the_order_in_which_they_stand() -> None:
    column: sa.ColumnClause[int] = sa.column("c")
    phrase = Writer(sqlite.dialect()).condition(sa.or_(column == 1, column.in_([sa.literal(2)])))
    values = [each.value for each in phrase.chunks if isinstance(each, sa.BindParameter)]
    assert values == [1, 2]
    assert text(both((phrase, A))).startswith("(c = ")


def rendering() -> Renderer:
    def no_key_set(_name: str, _width: int) -> sa.FromClause:
        raise AssertionError

    return Renderer(COLUMNS, no_key_set, ZoneInfo("UTC"), sqlite.dialect())


def test_a_condition_is_written_once_for_the_same_rows_and_anew_for_others() -> None:
    renderer = rendering()
    row = renderer.row("db.one")
    found = renderer.phrase(p.Same(ID, OTHER), {T: row})
    assert renderer.phrase(p.Same(ID, OTHER), {T: row, "u": row.alias("u")}) is found
    assert text(renderer.phrase(p.Same(ID, OTHER), {T: row.alias("x")})).startswith("x.id")


def test_a_row_within_a_link_has_a_name_that_no_row_in_reach_has() -> None:
    renderer = rendering()
    back = p.Linked("f", "db.one", ((OTHER, "id"),), p.Same(p.Column("f", "id"), ID))
    one = text(renderer.phrase(back, {T: renderer.row("db.one")}))
    assert "FROM one AS f_1 WHERE f_1.id = one.other AND" in one
    other = text(renderer.phrase(back, {T: renderer.row("db.one").alias("f_1")}))
    assert "FROM one AS f_2 WHERE f_2.id = f_1.other AND" in other


def test_links_that_join_one_question_have_names_of_their_own() -> None:
    ends = [p.Column("f", name) for name in COLUMNS["db.one"]]
    more = [p.Linked("g", "db.one", ((end, "id"),), p.ALWAYS) for end in ends]
    where = p.Linked("f", "db.one", ((OTHER, "id"),), p.All(tuple(more)))
    renderer = rendering()
    found = text(renderer.phrase(where, {T: renderer.row("db.one")}))
    assert "FROM one AS f_1, one AS g_1, one AS g_2 WHERE" in found

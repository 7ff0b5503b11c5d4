"""A value of a column as a text: what is read back is what was typed, and nothing else is taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.datamap.schema import Kind
from gestand.core.typed import stored_as, typed_as

VALUES: list[tuple[Kind, object, str]] = [
    (Kind.INTEGER, 42, "42"), (Kind.NUMBER, Decimal("12.50"), "12.50"), (Kind.NUMBER, 0.1, "0.1"),
    (Kind.DATE, date(2026, 3, 5), "2026-03-05"), (Kind.DATE, "2026-03-05", "2026-03-05"),
    (Kind.BOOLEAN, True, "1"), (Kind.BOOLEAN, 0, "0"), (Kind.TEXT, " Ann ", " Ann "),
]
WRONG: list[tuple[Kind, str]] = [
    (Kind.INTEGER, "4.2"), (Kind.INTEGER, "9" * 19), (Kind.NUMBER, "1e9"), (Kind.NUMBER, "NaN"),
    (Kind.DATE, "5-3-2026"), (Kind.DATE, "2026-02-30"), (Kind.BOOLEAN, "maybe"), (Kind.BLOB, "x"),
]
ODD: list[tuple[Kind, object]] = [
    (Kind.DATE, "5-3-2026"), (Kind.BOOLEAN, "true"), (Kind.INTEGER, 4.2), (Kind.DATE, None),
    (Kind.DATE, datetime(2026, 3, 5, tzinfo=UTC)), (Kind.NUMBER, float("inf")),
    (Kind.TIMESTAMP, "2026-03-05"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "text"), VALUES)
def test_what_stands_there_is_written_as_it_is_typed(kind: Kind, value: object, text: str) -> None:
    assert stored_as(kind, value) == text == typed_as(kind, text)


def test_what_is_of_another_kind_is_not_taken() -> None:
    assert [typed_as(kind, text) for kind, text in WRONG] == [None] * len(WRONG)
    assert [stored_as(kind, value) for kind, value in ODD] == [None] * len(ODD)
    assert typed_as(Kind.BOOLEAN, " Ja ") == "1" and typed_as(Kind.DATE, "20260305") == "2026-03-05"


@given(st.sampled_from(Kind), st.text(max_size=12) | st.dates().map(str) | st.integers().map(str))
def test_a_typed_value_is_written_in_one_way(kind: Kind, text: str) -> None:
    once = typed_as(kind, text)
    assert once is None or typed_as(kind, once) == once

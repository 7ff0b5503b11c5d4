"""A condition that is said in fewer words is true of the same rows."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.datamap.schema import Kind
from gestand.core.plan.simpler import quick, simpler
from gestand.core.predicate import (
    All,
    Any,
    At,
    Column,
    Not,
    Null,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
)

NAMES = ("a", "b", "c")
LEAVES = [Null(Column("t", name)) for name in NAMES]
CONDITIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, max_size=4)),
        st.builds(lambda parts: Any(tuple(parts)), st.lists(inner, max_size=4)),
        st.builds(Not, inner),
    ),
    max_leaves=14,
)


def holds(where: Predicate, empty: frozenset[str]) -> bool:
    if isinstance(where, All):
        return all(holds(part, empty) for part in where.parts)
    if isinstance(where, Any):
        return any(holds(part, empty) for part in where.parts)
    if isinstance(where, Not):
        return not holds(where.part, empty)
    assert isinstance(where, Null)
    return where.column.name in empty


@given(CONDITIONS)
def test_it_is_true_of_the_same_rows(where: Predicate) -> None:
    for told in product((False, True), repeat=len(NAMES)):
        empty = frozenset(name for name, is_empty in zip(NAMES, told, strict=True) if is_empty)
        assert holds(simpler(where), empty) == holds(where, empty)


def test_what_stands_beside_is_not_asked_again() -> None:
    a, b, _ = LEAVES
    beside = all_of(none_of(a), none_of(all_of(b, none_of(a))))
    assert simpler(beside) == All((none_of(a), none_of(b)))


LEFT, OBJECTED, OTHER = (Column("t", name) for name in ("left_on", "objected_on", "other"))
DAYS = [At(column, Kind.DATE, "Europe/Amsterdam") for column in (LEFT, OBJECTED)]
ENDED = [none_of(Reached(at, date(2026, 6, 1))) for at in DAYS]


def test_what_no_moment_has_ended_is_told_before_any_day_is_compared() -> None:
    odd, other = none_of(Unreadable(DAYS[0])), none_of(Null(OTHER))
    told = quick(all_of(ENDED[0], other, ENDED[1], odd))
    assert told == all_of(
        other, any_of(all_of(Null(LEFT), Null(OBJECTED)), all_of(*ENDED, odd))
    )
    for alone in (ENDED[0], all_of(ENDED[0], other), none_of(ENDED[0])):
        assert quick(alone) == alone

"""A condition in fewer words says the same of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.predicate import All, Any, Column, Linked, Not, Null, Predicate
from gestand.core.shorter import implies, none_of_these, widest

Row = Mapping[str, bool]
NAMES = ("a", "b", "c")
PAIRS = ((Column("t", "id"), "t_id"),)


def conditions(alias: str) -> st.SearchStrategy[Predicate]:
    """Give conditions on a row that is called `alias`, and for `t` on the rows that lead to it."""
    leaves: st.SearchStrategy[Predicate]
    leaves = st.sampled_from(NAMES).map(lambda name: Null(Column(alias, name)))
    if alias == "t":
        leaves |= conditions("q").map(lambda where: Linked("q", "db.children", PAIRS, where))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, max_size=3).map(tuple).map(All),
            st.lists(inner, max_size=3).map(tuple).map(Any),
        ),
        max_leaves=4,
    )


rows = st.fixed_dictionaries(dict.fromkeys(NAMES, st.booleans()))
children = st.lists(rows, max_size=3)


def holds(where: Predicate, scope: Mapping[str, Row], linked: Sequence[Row]) -> bool:
    if isinstance(where, All):
        return all(holds(part, scope, linked) for part in where.parts)
    if isinstance(where, Any):
        return any(holds(part, scope, linked) for part in where.parts)
    if isinstance(where, Not):
        return not holds(where.part, scope, linked)
    if isinstance(where, Linked):
        return any(holds(where.where, {**scope, where.alias: row}, linked) for row in linked)
    assert isinstance(where, Null)
    return scope[where.column.alias][where.column.name]


@given(st.lists(conditions("t"), max_size=4), rows, children)
def test_none_of_them_in_fewer_words_is_none_of_them(
    parts: list[Predicate], row: Row, linked: list[Row]
) -> None:
    said = holds(none_of_these(*parts), {"t": row}, linked)
    assert said == (not any(holds(part, {"t": row}, linked) for part in parts))


@given(conditions("t"), conditions("t"), rows, children)
def test_what_is_implied_holds(
    one: Predicate, other: Predicate, row: Row, linked: list[Row]
) -> None:
    if implies(one, other) and holds(one, {"t": row}, linked):
        assert holds(other, {"t": row}, linked)


def test_what_cannot_be_told_is_part_of_what_is_not_over() -> None:
    # A moment that cannot be read is not reached: asking for both is asking twice.
    reached, odd, there = (Null(Column("q", name)) for name in NAMES)
    live = Linked("q", "db.children", PAIRS, Not(reached))
    unclear = Linked("q", "db.children", PAIRS, All((there, odd, Not(reached))))
    assert widest([live, unclear]) == widest([unclear, live]) == [live]
    assert not implies(live, unclear)

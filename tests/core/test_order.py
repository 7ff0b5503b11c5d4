"""Children come before their parents, in the same order on every run."""

from __future__ import annotations

import pytest

from gestand.core.plan.order import children_first


@pytest.mark.parametrize(
    ("tables", "edges", "order"),
    [
        ("", "", ""),
        ("b a c", "", "a b c"),
        ("people notes", "notes>people", "notes people"),
        ("people orders lines", "orders>people lines>orders", "lines orders people"),
        ("people orders lines", "lines>people orders>people", "lines orders people"),
        ("a b c d", "d>a d>b c>a", "c d a b"),
    ],
)
def test_children_come_first(tables: str, edges: str, order: str) -> None:
    pairs = [(child, parent) for child, _, parent in (e.partition(">") for e in edges.split())]
    assert children_first(tables.split(), pairs) == (tuple(order.split()), ())
    assert children_first(reversed(tables.split()), reversed(pairs)) == (tuple(order.split()), ())


def test_a_circle_is_named() -> None:
    order, circle = children_first("abcd", [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")])
    assert order == ()
    assert circle[0] == circle[-1]
    assert set(circle) == {"a", "b", "c"}

"""Cells of CSV that are looked at together are the same as one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gestand.work.sheets import shown_in_a_cell, shown_in_cells

ODD = st.sampled_from(["=1+1", "", "-x", " =x", "a\nb", "a\x00b", "\ufeff@x", "Zoë", "x" * 40_000])


@given(st.lists(st.one_of(ODD, st.text(max_size=9)), max_size=4))
def test_cells_are_shown_as_each_alone(texts: list[str]) -> None:
    assert [*shown_in_cells(texts)] == [shown_in_a_cell(text) for text in texts]

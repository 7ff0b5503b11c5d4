"""Many stored names at a glance: never safer than one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gestand.work.folders import Contents

PARTS = ("a", "b.pdf", "..", ".", "", "\N{REPLACEMENT CHARACTER}", "\0", "a\nb", "link", "below")
NAMES = st.one_of(st.lists(st.sampled_from(PARTS), max_size=4).map("/".join), st.integers())
FOLDERS = st.sampled_from(
    [
        Contents(),
        Contents(folders=frozenset({"below", "a/below"})),
        Contents(links=frozenset({"link"})),
        Contents(readable=False),
    ]
)


@given(FOLDERS, st.lists(NAMES, max_size=4))
def test_names_that_are_safe_at_a_glance_are_safe_one_by_one(
    contents: Contents, names: list[object]
) -> None:
    if contents.all_safe(names):
        assert all(contents.safe(name) for name in names)


def test_ordinary_names_are_safe_at_a_glance() -> None:
    assert Contents().all_safe(["a.pdf", "b/c.pdf", "d e (1).pdf"])

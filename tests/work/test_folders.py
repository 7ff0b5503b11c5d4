"""Many stored names at a glance: never safer than one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.work.folders import Contents, Folder

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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Give a folder with a file, a folder with another, and a link to each."""
    path = tmp_path_factory.mktemp("files")
    (path / "below").mkdir()
    for name in ("a", "below/a"):
        (path / name).write_text("", "utf-8")
    (path / "link").symlink_to(path / "below")
    (path / "below" / "link").symlink_to(path / "a")
    return Folder.of(path.parent, path.name)


@given(name=NAMES)
def test_one_name_is_told_as_the_whole_folder_tells_it(folder: Folder, name: object) -> None:
    assert folder.safe(name) == folder.contents().safe(name)


def test_a_folder_that_is_not_there_tells_no_name(tmp_path: Path) -> None:
    assert not Folder.of(tmp_path, "nowhere").safe("a.pdf")

"""Putting pages in place: whole or not at all, also after a crash."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gestand.core.policy.words import GRAMMARS
from gestand.errors import CannotRun
from gestand.work.dated import authorities, countries
from gestand.work.publish import RECORD, put_in_place


def pages(word: str, *names: str) -> dict[str, bytes]:
    files = {name: word.encode() for name in names}
    record = json.dumps({"files": dict.fromkeys(names, "")})
    return {**files, RECORD: record.encode()}


OLD, NEW = pages("old", "nl.html", "en.html"), pages("new", "nl.html", "de.html")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def laid(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def test_a_new_version_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    put_in_place(OLD, tmp_path / "out")
    put_in_place(NEW, tmp_path / "out")
    assert contents(tmp_path / "out") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    put_in_place(NEW, tmp_path / "out")
    assert contents(tmp_path / "out") == NEW


CRASHES = [
    ("while writing", {"out": OLD, ".out.new": {"nl.html": b"ne"}}),
    ("before the first rename", {"out": OLD, ".out.new": NEW}),
    ("between the renames", {".out.previous": OLD, ".out.new": NEW}),
    ("before tidying up", {"out": NEW, ".out.previous": OLD}),
]


@pytest.mark.parametrize(("_when", "left"), CRASHES, ids=[name for name, _ in CRASHES])
def test_a_crash_is_mended_by_the_next_run(
    tmp_path: Path, _when: str, left: dict[str, dict[str, bytes]]
) -> None:
    for name, files in left.items():
        laid(tmp_path / name, files)
    put_in_place(NEW, tmp_path / "out")
    assert contents(tmp_path / "out") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failure_while_writing_leaves_the_old_version(tmp_path: Path) -> None:
    put_in_place(OLD, tmp_path / "out")
    with pytest.raises(CannotRun, match="cannot be written: no such file"):
        put_in_place({"nl.html": b"new", "no/such/folder.html": b""}, tmp_path / "out")
    assert contents(tmp_path / "out") == OLD


@pytest.mark.parametrize("record", [b"", b"[]", b"{}", b'{"files": 3}', b"\xff"])
def test_a_folder_whose_record_is_unreadable_is_left_alone(tmp_path: Path, record: bytes) -> None:
    laid(tmp_path / "out", {RECORD: record, "nl.html": b"mine"})
    with pytest.raises(CannotRun, match="no part of a publication"):
        put_in_place(NEW, tmp_path / "out")
    assert contents(tmp_path / "out") == {RECORD: record, "nl.html": b"mine"}


def test_a_link_is_followed_to_the_folder_it_names(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    put_in_place(NEW, tmp_path / "link")
    assert contents(tmp_path / "out") == NEW
    assert (tmp_path / "link").is_symlink()


def test_dated_facts_speak_every_language() -> None:
    for one in authorities(date(2026, 12, 1)).values():
        for words in (one.name, one.post, one.site):
            assert words.keys() == GRAMMARS.keys()
    assert all(words.keys() == GRAMMARS.keys() for words in countries().values())
    assert countries()["US"] == {"nl": "de Verenigde Staten", "en": "the United States"}


def test_an_authority_counts_from_its_first_day() -> None:
    assert "nl/ap" in authorities(date(2016, 1, 1))
    assert "nl/ap" not in authorities(date(2015, 12, 31))

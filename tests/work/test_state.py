"""What Gestand itself remembers: for its owner only, whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.work.state import State


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State.beside(tmp_path)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_the_key_is_made_once_and_for_its_owner_only(state: State) -> None:
    key = state.key()
    assert len(key) == 32
    assert state.key() == key
    assert mode(state.folder) == "0o700"
    assert mode(state.folder / "key") == "0o600"
    assert [path.name for path in state.folder.iterdir()] == ["key"]


def test_two_organisations_have_two_keys(tmp_path: Path) -> None:
    one, other = State(tmp_path / "one"), State(tmp_path / "other")
    assert one.key() != other.key()
    assert one.digest("customer", 1) != other.digest("customer", 1)
    assert one.digest("customer", 1) == one.digest("customer", 1)
    assert one.digest("customer", 1) != one.digest("customer", "1")
    assert one.digest("a", "b") != one.digest("ab")


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(state: State, bits: int) -> None:
    state.key()
    (state.folder / "key").chmod(bits)
    with pytest.raises(CannotRun, match="can be read by others: run `chmod 600 .*key`"):
        state.digest("customer", 1)


@pytest.mark.parametrize("content", [b"", b"abcd", b"not a key\n", b"\xff\xfe", b"ab" * 64])
def test_what_is_no_key_is_refused(state: State, content: bytes) -> None:
    state.folder.mkdir()
    (state.folder / "key").write_bytes(content)
    (state.folder / "key").chmod(0o600)
    with pytest.raises(CannotRun, match="key is not a key; restore it from a backup"):
        state.key()


def test_everything_is_for_its_owner_only(state: State) -> None:
    before = os.umask(0)
    try:
        state.write_receipt(1, {})
        state.append("facts", [{"fact": "a test"}])
        with state.alone():
            pass
    finally:
        os.umask(before)
    for path in state.folder.rglob("*"):
        assert mode(path) == ("0o700" if path.is_dir() else "0o600"), path
    assert mode(state.folder) == "0o700"


def test_a_receipt_is_replaced_as_a_whole_and_names_the_one_before(state: State) -> None:
    first = state.write_receipt(1, {"status": "started"})
    assert state.previous_digest(1) is None
    state.write_receipt(1, {"status": "done"})
    assert state.previous_digest(2) == sha256(first.read_bytes()).hexdigest()
    assert list(state.receipts()) == [{"status": "done"}]
    assert [path.name for path in first.parent.iterdir()] == ["000001.json"]


def test_a_receipt_never_takes_the_place_of_another(state: State) -> None:
    assert state.next_receipt() == 1
    for number in (1, 2, 3):
        state.write_receipt(number, {})
    (state.folder / "receipts" / "000001.json").unlink()
    (state.folder / "receipts" / "notes.json").write_text("mine")
    assert state.next_receipt() == 4


def test_a_receipt_that_cannot_be_read_is_named(state: State) -> None:
    state.write_receipt(1, {}).write_text("{")
    with pytest.raises(CannotRun, match="000001.json cannot be read; restore it from a backup"):
        state.receipts()


def test_lines_come_back_as_they_went_in(state: State) -> None:
    entries = [{"because": "a\u2028b\x85c\nd\x0be"}, {"because": "Zoë"}]
    state.append("facts", entries[:1])
    state.append("facts", entries[1:])
    assert list(state.lines("facts")) == entries
    state.rewrite("facts", [])
    assert list(state.lines("facts")) == []
    state.rewrite("facts", [])


def test_a_line_that_a_crash_cut_off_was_never_written(state: State) -> None:
    state.append("facts", [{"n": 1}])
    path = state.folder / "facts.jsonl"
    path.write_bytes(path.read_bytes() + '{"n": 2, "name": "Zoë'.encode()[:-1])
    assert list(state.lines("facts")) == [{"n": 1}]
    state.append("facts", [{"n": 3}])
    assert list(state.lines("facts")) == [{"n": 1}, {"n": 3}]


def test_a_line_that_cannot_be_read_is_named(state: State) -> None:
    state.append("facts", [{"n": 1}])
    path = state.folder / "facts.jsonl"
    path.write_text(json.dumps({"n": 1}) + "\nnothing\n" + json.dumps({"n": 3}) + "\n")
    with pytest.raises(CannotRun, match="facts.jsonl:2: this line cannot be read"):
        list(state.lines("facts"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / ".gestand").write_text("in the way")
    with pytest.raises(CannotRun, match=".gestand cannot be made"):
        State.beside(tmp_path).key()

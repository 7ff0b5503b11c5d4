"""What Gestand itself remembers: for its owner only, whole or not at all."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.work.state import DATABASE, State
from tests.linde import run
from tests.recording import writing

RECEIPT = {"status": "done"}


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
        with writing(state), state.alone():
            state.write_receipt(1, RECEIPT)
            state.append("corrections", [{"kept": "a test"}])
            paths = list(state.folder.rglob("*"))
    finally:
        os.umask(before)
    assert {path.name for path in paths} >= {"records.db", "records.db-wal", "lock", "sign"}
    for path in state.folder.rglob("*"):
        assert mode(path) == ("0o700" if path.is_dir() else "0o600"), path
    assert mode(state.folder) == "0o700"


def test_a_receipt_is_replaced_until_its_run_ends_and_names_the_one_before(state: State) -> None:
    with writing(state):
        state.write_receipt(1, {"status": "started"})
        assert state.previous_digest(1) is None
        state.write_receipt(1, {"status": "started", "rows": 1})
        state.write_receipt(1, RECEIPT)
        with pytest.raises(CannotRun, match="another program has ended the run of receipt 1"):
            state.write_receipt(1, {"status": "started"})
    assert state.previous_digest(2) == sha256(b'{"status": "done"}\n').hexdigest()
    assert list(state.receipts()) == [RECEIPT]


def test_a_receipt_never_takes_the_place_of_another(state: State) -> None:
    assert state.next_receipt() == 1
    with writing(state):
        for number in (1, 2, 3):
            state.write_receipt(number, RECEIPT)
    run(state.folder, "DELETE FROM gestand_receipt WHERE number = 1", DATABASE)
    assert state.next_receipt() == 4


def test_what_cannot_be_read_is_named(state: State) -> None:
    with writing(state):
        state.write_receipt(1, RECEIPT)
        state.append("corrections", [{"n": 1}, {"n": 2}])
    run(state.folder, "UPDATE gestand_receipt SET said = '{'", DATABASE)
    run(state.folder, "UPDATE gestand_correction SET said = 'no' WHERE number = 2", DATABASE)
    with pytest.raises(CannotRun, match=r"records.db: receipt 1 cannot be read; restore these"):
        state.receipts()
    with pytest.raises(CannotRun, match=r"records.db: line 2 of the corrections cannot be read"):
        list(state.lines("corrections"))


def test_lines_come_back_as_they_went_in(state: State) -> None:
    entries = [{"because": "a\u2028b\x85c\nd\x0be\x00f"}, {"because": "Zoë"}]
    with writing(state):
        state.append("intents", entries[:1])
        state.append("intents", entries[1:])
    assert list(state.lines("intents")) == entries
    with writing(state):
        state.rewrite("intents", [])
    assert list(state.lines("intents")) == []


def test_nothing_is_written_while_nobody_opened_own_records(state: State) -> None:
    with pytest.raises(AssertionError, match="nobody opened them"):
        state.append("corrections", [{"n": 1}])


def test_what_is_no_database_is_said_to_be_none(state: State) -> None:
    state.folder.mkdir()
    (state.folder / DATABASE).write_text("no database, but long enough to be one" * 100)
    with pytest.raises(CannotRun, match=r"records.db cannot be read: DatabaseError"):
        state.receipts()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / ".gestand").write_text("in the way")
    with pytest.raises(CannotRun, match=".gestand cannot be made"):
        State.beside(tmp_path).key()

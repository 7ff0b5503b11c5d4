"""Keys: wrapped by a master key that only its owner can read, and destroyed for good."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.datamap.model import OwnRecords
from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened
from gestand.records.sealing import AesCipher
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import DESTROYED, ROTATED, Keyring
from gestand.work.masterkey import MasterKey
from gestand.work.verify import look_through
from tests.databases import Database, on
from tests.undoing import KEY, key_in

LATER = "2999-01-01T00:00:00+00:00"
OTHER = "cd" * 32
BOTH = on("sqlite", "postgresql")


@contextmanager
def ring(folder: Path, url: str = "", key: str = "master.key") -> Iterator[Keyring]:
    records = OwnRecords(url=url, key=key)
    with keyring_in(Heads.of(folder, records), records) as opened:
        yield opened


@pytest.fixture
def url(database: Database) -> str:
    return "" if database.kind == "sqlite" else database.url


@BOTH
def test_a_key_is_found_again_until_it_is_destroyed(url: str, tmp_path: Path) -> None:
    key_in(tmp_path)
    with ring(tmp_path, url) as opened:
        key = opened.new("one thing", LATER)
        other = opened.new("another", LATER)
        assert key != other
    with ring(tmp_path, url) as opened:
        assert opened.key("one thing") == key
        opened.destroy("one thing", "asked", {})
        assert opened.key("another") == other
        with pytest.raises(CannotRun, match="the key of one thing was destroyed"):
            opened.key("one thing")
        told = [e.told for e in opened.journal.ledger.entries() if e.kind == DESTROYED]
        assert told == ['{"key":"one thing","why":"asked"}']
        assert look_through(opened.journal).wrong == ()


@BOTH
def test_a_key_is_destroyed_by_the_first_command_after_its_time(url: str, tmp_path: Path) -> None:
    key_in(tmp_path)
    with ring(tmp_path, url) as opened:
        opened.new("one thing", "2026-01-01T00:00:00+00:00")
        opened.new("another", LATER)
    with ring(tmp_path, url) as opened:
        assert (opened.has("one thing"), opened.has("another")) == (False, True)


@BOTH
def test_a_rotation_wraps_every_key_anew(url: str, tmp_path: Path) -> None:
    file = key_in(tmp_path)
    with ring(tmp_path, url) as opened:
        keys = {name: opened.new(name, LATER) for name in ("a", "b")}
        before = {name: opened.journal.ledger.keys.one(name) for name in keys}
        assert opened.rotate(None) == 2
        after = {name: opened.journal.ledger.keys.one(name) for name in keys}
        assert not set(before.values()) & set(after.values())
        assert {name: opened.key(name) for name in keys} == keys
        kinds = [entry.kind for entry in opened.journal.ledger.entries()]
        assert kinds.count(ROTATED) == 1
    assert file.read_text("ascii").strip() != KEY
    assert [path.name for path in tmp_path.glob("master*")] == ["master.key"]
    key_in(tmp_path)
    with ring(tmp_path, url) as opened, pytest.raises(CannotRun, match="not the one that wraps"):
        opened.key("a")


def test_the_next_key_may_be_somewhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLD_KEY", KEY)
    monkeypatch.setenv("NEW_KEY", OTHER)
    with ring(tmp_path, key="${OLD_KEY}") as opened:
        key = opened.new("a", LATER)
        with pytest.raises(CannotRun, match="say where the next one is"):
            opened.rotate(None)
        for _ in range(2):  # the second time it has happened already
            assert opened.rotate(MasterKey(tmp_path, "${NEW_KEY}")) == 1
        with pytest.raises(CannotRun, match="not the one that wraps"):
            opened.key("a")
    with ring(tmp_path, key="${NEW_KEY}") as opened:
        assert opened.key("a") == key
        kinds = [entry.kind for entry in opened.journal.ledger.entries()]
        assert kinds.count(ROTATED) == 1


def test_nothing_is_rotated_with_the_wrong_key(tmp_path: Path) -> None:
    key_in(tmp_path)
    with ring(tmp_path) as opened:
        opened.new("a", LATER)
        key_in(tmp_path, OTHER)
        with pytest.raises(CannotRun, match="not the one that wraps"):
            opened.rotate(None)
    assert [path.name for path in tmp_path.glob("master*")] == ["master.key"]


def test_a_master_key_is_made_once(tmp_path: Path) -> None:
    master = MasterKey(tmp_path, "master.key")
    master.make(bytes.fromhex(OTHER))
    assert (master.read().hex(), (tmp_path / "master.key").stat().st_mode & 0o777) == (OTHER, 0o600)
    with pytest.raises(CannotRun, match="is there already"):
        master.make(bytes.fromhex(KEY))
    assert master.read().hex() == OTHER
    with pytest.raises(CannotRun, match="openssl rand"):
        MasterKey(tmp_path, "${NAME}").make(b"")
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700, 0o400])
def test_a_file_that_others_can_use_is_refused(mode: int, tmp_path: Path) -> None:
    file = key_in(tmp_path)
    file.chmod(mode)
    with pytest.raises(CannotRun, match="chmod 600"):
        MasterKey(tmp_path, "master.key").read()


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    file = key_in(tmp_path)
    if os.geteuid():
        file = Path("/etc/passwd")  # only root can give a file away, and this one is root's
    else:
        os.chown(file, 12345, 12345)
    with pytest.raises(CannotRun, match="belongs to another user"):
        MasterKey(tmp_path, str(file)).read()


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "xy" * 32, "ab " * 32 + "é"])
def test_what_is_no_key_is_refused_and_never_shown(text: str, tmp_path: Path) -> None:
    key_in(tmp_path).write_text(text, "utf-8")
    with pytest.raises(CannotRun) as refused:
        MasterKey(tmp_path, "master.key").read()
    assert "abab" not in str(refused.value) and "xyxy" not in str(refused.value)


def test_a_folder_and_a_pipe_are_no_keys(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o600)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("folder", "pipe"):
        with pytest.raises(CannotRun):
            MasterKey(tmp_path, name).read()


@given(st.binary(max_size=200), st.text(max_size=20), st.data())
def test_what_is_sealed_opens_only_as_it_was(plain: bytes, about: str, data: st.DataObject) -> None:
    cipher, key = AesCipher(), bytes.fromhex(KEY)
    sealed = cipher.seal(key, plain, about)
    assert cipher.opened(key, sealed, about) == plain
    place = data.draw(st.integers(0, len(sealed) - 1))
    flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    for wrong in (
        (bytes.fromhex(OTHER), sealed, about),
        (key, flipped, about),
        (key, sealed[:place], about),
        (key, sealed, f"{about}."),
    ):
        with pytest.raises(CannotBeOpened):
            cipher.opened(*wrong)


@BOTH
def test_a_wrapped_key_belongs_to_its_name_and_its_end(url: str, tmp_path: Path) -> None:
    key_in(tmp_path)
    with ring(tmp_path, url) as opened:
        opened.new("a", LATER)
        kept = opened.journal.ledger.keys.one("a")
        assert kept is not None
        for wrong in (replace(kept, until="3000"), replace(kept, sealed=kept.sealed[:-1] + b"!")):
            opened.journal.ledger.keys.keep(wrong)
            with pytest.raises(CannotRun, match="is not what it was"):
                opened.key("a")


@on("postgresql")
def test_postgresql_has_no_removed_key_in_the_files_of_its_tables(
    url: str, database: Database, tmp_path: Path
) -> None:
    key_in(tmp_path)
    with ring(tmp_path, url) as opened:
        opened.new("a", LATER)
        kept = opened.journal.ledger.keys.one("a")
        assert kept is not None
        assert kept.sealed in _in_tables(database)  # as long as it lasts it is found so
        opened.destroy("a", "asked", {})
        assert kept.sealed not in _in_tables(database)


@on("postgresql")
def test_a_removed_key_goes_while_another_program_has_looked_before(
    url: str, database: Database, tmp_path: Path
) -> None:
    key_in(tmp_path)
    with ring(tmp_path, url) as opened:
        opened.new("a", LATER)
        other = opened.new("b", LATER)
        kept = opened.journal.ledger.keys.one("a")
        assert kept is not None
        with database.connect() as looking:
            # As long as this goes on the server keeps what it could see, of any table.
            looking.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            looking.execute("SELECT 1").fetchall()
            opened.destroy("a", "asked", {})
            assert kept.sealed not in _in_tables(database)
            looking.rollback()
        assert opened.key("b") == other


def _in_tables(database: Database) -> bytes:
    """Return the bytes of the files in which the server keeps the tables of this schema."""
    database.own.execute("CHECKPOINT")
    ((folder,),) = database.rows("SHOW data_directory")
    files = database.rows(
        "SELECT pg_relation_filepath(oid) FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i', 't')"
    )
    return b"".join((Path(folder) / file).read_bytes() for (file,) in files)

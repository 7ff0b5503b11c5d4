"""The ledger in a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import Signal
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gestand.core.ledger import Entry, verify
from gestand.errors import CannotRun
from gestand.records.base import Overtaken, Wrapped
from gestand.records.kept import LATER, LISTS, RECEIPTS, STANDING
from gestand.records.ledger import LedgerRecords, ledger_in
from gestand.records.plain import kept_in
from tests.databases import Database, on

Execute = Callable[[str, object, bool, object], object]

NEWS = [("begun", {"ledger": "x"}), ("told", {"ü": "\x00\ud800"}), ("told", [None, True, 2])]


@pytest.fixture
def url(database: Database) -> str:
    return "" if database.kind == "sqlite" else database.url


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[LedgerRecords]:
    """Give a ledger of three entries."""
    with ledger_in(tmp_path / "own" / "records.db", url, make=True) as made:
        assert made is not None
        made.append(None, NEWS)
        yield made


both = on("sqlite", "postgresql")


@both
def test_what_was_written_is_read_as_it_was(ledger: LedgerRecords) -> None:
    entries = list(ledger.entries())
    assert [(e.number, e.kind, e.told) for e in entries] == [
        (1, "begun", '{"ledger":"x"}'),
        (2, "told", r'{"\u00fc":"\u0000\ud800"}'),
        (3, "told", "[null,true,2]"),
    ]
    assert verify(entries).broken is None
    assert (ledger.newest(), ledger.entry(2), ledger.entry(4)) == (entries[2], entries[1], None)
    assert (ledger.latest("begun", "told"), ledger.latest("begun")) == (entries[2], entries[0])
    assert (ledger.latest("nothing"), ledger.damage()) == (None, None)


@both
def test_it_can_be_used_where_an_event_loop_runs(
    ledger: LedgerRecords, url: str, tmp_path: Path
) -> None:
    async def as_in_a_notebook() -> list[Entry]:
        with ledger_in(tmp_path / "own" / "records.db", url, make=False) as again:
            assert again is not None
            return list(again.entries())

    assert asyncio.run(as_in_a_notebook()) == list(ledger.entries())


@both
def test_it_goes_on_where_it_was_left(ledger: LedgerRecords, url: str, tmp_path: Path) -> None:
    with ledger_in(tmp_path / "own" / "records.db", url, make=True) as again:
        assert again is not None
        again.append(again.newest(), [("told", 4)])
        assert [entry.number for entry in again.entries()] == [1, 2, 3, 4]
        assert verify(again.entries()).broken is None


@both
def test_keys_are_found_by_how_their_names_begin_and_by_their_end(ledger: LedgerRecords) -> None:
    ends = {"a_b 1": "2026-11-29T10:00:00+00:00", "a_b 2": "2026-11-29T10:00:01+00:00"}
    ends |= dict.fromkeys(("aXb 1", "A_b 1", "a_bc", "b%\\c 1"), "9999-12-31T23:59:59+00:00")
    with ledger.together():
        for name, until in ends.items():
            ledger.keys.keep(Wrapped(name, b"\x00\xff", until))
    assert ledger.keys.beginning("a_b ") == [Wrapped(n, b"\x00\xff", ends[n]) for n in [*ends][:2]]
    assert [one.name for one in ledger.keys.beginning("b%\\c ", "aXb ")] == ["aXb 1", "b%\\c 1"]
    assert ledger.keys.over("2026-11-29T10:00:00+00:00") == ["a_b 1"]


@both
def test_nothing_is_written_after_an_entry_that_is_not_the_newest(ledger: LedgerRecords) -> None:
    for seen in (None, ledger.entry(2)):
        with pytest.raises(Overtaken):
            ledger.append(seen, [("told", 4)])
    assert ledger.append(ledger.newest(), []) == ledger.newest()
    assert len(list(ledger.entries())) == 3


@both
@pytest.mark.parametrize(
    "change",
    ["UPDATE gestand_ledger SET kind = 'x' WHERE number = 2", "DELETE FROM gestand_ledger"],
)
def test_the_database_itself_lets_nobody_change_an_entry(
    ledger: LedgerRecords, url: str, tmp_path: Path, database: Database, change: str
) -> None:
    connect = database.connect if url else lambda: sqlite3.connect(tmp_path / "own/records.db")
    with (
        closing(connect()) as other,
        pytest.raises(Exception, match="the ledger is only added to"),
    ):
        other.execute(change)
    assert verify(ledger.entries()).entries == 3


@both
def test_of_several_who_write_at_once_each_gets_its_place(url: str, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with ledger_in(path, url, make=True):
        pass

    def write(_: int) -> None:
        with ledger_in(path, url, make=True) as ledger:
            assert ledger is not None
            for _ in range(100):
                try:
                    ledger.append(ledger.newest(), [("told", 1), ("told", 2)])
                except Overtaken:
                    continue
                return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    with ledger_in(path, url, make=False) as ledger:
        assert ledger is not None
        entries = list(ledger.entries())
    assert (len(entries), verify(entries).broken) == (24, None)
    assert [entry.told for entry in entries] == ["1", "2"] * 12


class PowerPulled(BaseException):
    """What stops everything before a statement."""


@both
def test_it_is_made_whole_or_not_at_all(url: str, tmp_path: Path) -> None:
    """Before a statement of its making the power may be pulled; the next program goes on."""
    path, statements, last = tmp_path / "records.db", 0, 0

    def pulled(execute: Execute, sql: str, params: object, many: bool, context: object) -> object:
        nonlocal statements
        statements += 1
        if statements == last:
            raise PowerPulled
        return execute(sql, params, many, context)

    def begin(connection: BaseDatabaseWrapper, **_: object) -> None:
        connection.execute_wrappers.append(pulled)

    with listening(connection_created, begin):
        for nth in (*range(1, 12), *range(12, 900, 7)):  # of the hundreds not each one
            last, statements = nth, 0
            with suppress(PowerPulled), ledger_in(path, url, make=True) as ledger:
                assert ledger is not None
                break
    assert last > 10
    with ledger_in(path, url, make=False) as ledger:
        assert ledger is not None
        assert ledger.newest() is None


@contextmanager
def listening(signal: Signal, receiver: Callable[..., None]) -> Iterator[None]:
    signal.connect(receiver)
    try:
        yield
    finally:
        signal.disconnect(receiver)


@both
def test_where_nothing_was_begun_nothing_is_made(url: str, tmp_path: Path) -> None:
    with ledger_in(tmp_path / "records.db", url, make=False) as ledger:
        assert ledger is None
    assert list(tmp_path.glob("records*")) == []


@on("sqlite")
def test_what_is_written_survives_a_power_cut(ledger: LedgerRecords) -> None:
    with connections[ledger.alias].cursor() as cursor:
        named = ("journal_mode", "synchronous")
        told = [cursor.execute(f"PRAGMA {name}").fetchone() for name in named]
    assert told == [("wal",), (2,)]


@on("sqlite")
def test_only_its_owner_can_read_it(ledger: LedgerRecords, tmp_path: Path) -> None:
    files = [tmp_path / "own", *(tmp_path / "own").iterdir()]
    assert len(files) > 1
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in files} == {0}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://root:secret@localhost/x", "stand in SQLite, or in PostgreSQL"),
        ("postgresql://u:secret@[bad/x", "the URL of own records cannot be read"),
        ("postgresql://u:secret@127.0.0.1:1/x", "the database of own records cannot be read or"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_without_its_password(
    url: str, told: str, tmp_path: Path
) -> None:
    with (
        pytest.raises(CannotRun, match=told) as refused,
        ledger_in(tmp_path / "records.db", url, make=True),
    ):
        pass
    assert "secret" not in str(refused.value)


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path)
    change(path, "UPDATE django_migrations SET name = '0099_later' WHERE app = 'records'")
    with (
        pytest.raises(CannotRun, match="was written by a newer Gestand"),
        ledger_in(path, "", make=True),
    ):
        pass


def test_a_ledger_of_an_older_version_is_read_and_then_brought_up(tmp_path: Path) -> None:
    path = made(tmp_path)
    change(path, "DELETE FROM django_migrations WHERE app = 'records' AND name <> '0001_ledger'")
    kept = (RECEIPTS, *LISTS.values(), "gestand_work", *(LATER - {STANDING}))
    later = ("gestand_key", "gestand_master_key", *kept)
    for table in later:
        change(path, f"DROP TABLE {table}")
    with ledger_in(path, "", make=False) as ledger, kept_in(path, "") as plainly:
        assert ledger is not None
        assert len(list(ledger.entries())) == len(NEWS)
        assert ledger.kept.receipts() == plainly.receipts() == []
        assert ledger.kept.steps() == plainly.steps() == []
    with ledger_in(path, "", make=True) as ledger:
        assert ledger is not None
        assert ledger.keys.all() == []
        assert ledger.kept.is_empty()


def made(folder: Path, news: list[tuple[str, object]] = NEWS) -> Path:
    """Make a ledger in a file, and close it."""
    path = folder / "records.db"
    with ledger_in(path, "", make=True) as ledger:
        assert ledger is not None
        ledger.append(None, news)
    return path


def change(path: Path, statement: str, *values: object) -> None:
    """Change the file as one does who may write in it: past the triggers."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS gestand_ledger_no_{name}")
        connection.execute(statement, values)


def read(path: Path) -> tuple[list[Entry], str | None]:
    with ledger_in(path, "", make=False) as ledger:
        if ledger is None:
            message = "no ledger"
            raise CannotRun(message)
        return list(ledger.entries()), ledger.damage()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Path, bytes]]:
    folder = tmp_path_factory.mktemp("whole")
    content = made(folder, [*NEWS, *(("told", [n, "x" * 300]) for n in range(40))]).read_bytes()

    def again() -> tuple[Path, bytes]:
        for left in folder.iterdir():
            left.unlink()
        (folder / "records.db").write_bytes(content)
        return folder / "records.db", content

    return again


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
@example(place=0, bit=0)
def test_a_flipped_bit_of_the_file_is_found_or_changes_no_entry(
    whole: Callable[[], tuple[Path, bytes]], place: int, bit: int
) -> None:
    path, content = whole()
    expected, _ = read(path)
    path, content = whole()
    changed = bytearray(content)
    changed[place % len(content)] ^= 1 << bit
    path.write_bytes(changed)
    try:
        entries, damage = read(path)
    except CannotRun:
        return
    assert verify(entries).broken or damage or entries == expected


FIELDS = ("at", "kind", "told", "link")


@given(number=st.integers(1, 43), field=st.sampled_from(FIELDS), data=st.data())
def test_any_flipped_byte_of_an_entry_is_named(
    whole: Callable[[], tuple[Path, bytes]], number: int, field: str, data: st.DataObject
) -> None:
    path, _ = whole()
    before = getattr(read(path)[0][number - 1], field).encode()
    place = data.draw(st.integers(0, len(before) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != before[place]))
    after = before[:place] + bytes([byte]) + before[place + 1 :]
    cast = f"UPDATE gestand_ledger SET {field} = CAST(? AS TEXT) WHERE number = ?"
    change(path, cast, after, number)
    found = verify(read(path)[0])
    assert found.broken is not None and found.broken.number == number


@given(number=st.integers(1, 43), other=st.integers(1, 43))
def test_an_entry_that_is_removed_or_exchanged_is_named(
    whole: Callable[[], tuple[Path, bytes]], number: int, other: int
) -> None:
    assume(number != other and number != 43)
    path, _ = whole()
    change(path, "DELETE FROM gestand_ledger WHERE number = ?", number)
    found = verify(read(path)[0])
    assert found.broken is not None and found.broken.number == number
    path, _ = whole()
    move = "UPDATE gestand_ledger SET number = CASE number WHEN ? THEN ? ELSE ? END"
    change(path, "UPDATE gestand_ledger SET number = 0 WHERE number = ?", number)
    change(path, f"{move} WHERE number = ?", other, number, number, other)
    change(path, "UPDATE gestand_ledger SET number = ? WHERE number = 0", other)
    found = verify(read(path)[0])
    assert found.broken is not None and found.broken.number == min(number, other)

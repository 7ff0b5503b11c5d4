"""Durable work: killed at any of its moments, it comes to the same end, each step done once."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from gestand.core.datamap.model import OwnRecords
from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.wiring.recording import journal_in, keyring_in
from gestand.work.durable import (
    Outside,
    Own,
    Step,
    Unknown,
    Work,
    cannot_be_asked,
    carry_out,
    settle,
    twice_is_once,
    unfinished,
)
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.keyring import DESTROYED, ROTATED, Keyring
from gestand.work.verify import look_through
from tests.acceptance.killing import Countdown, in_a_child
from tests.databases import Database, on
from tests.undoing import key_in

BOTH = on("sqlite", "postgresql")
LATER = "2999-01-01T00:00:00+00:00"
LIST = "files-to-remove"
NOTHING: Callable[[], None] = lambda: None  # noqa: E731  # a step that no moment is counted in


@pytest.fixture
def url(database: Database) -> str:
    return "" if database.kind == "sqlite" else database.url


def ring(folder: Path, url: str) -> AbstractContextManager[Keyring]:
    records = OwnRecords(url=url, key="keys/master.key")
    return keyring_in(Heads.of(folder, records), records)


def book(folder: Path, url: str = "") -> AbstractContextManager[Journal]:
    records = OwnRecords(url=url)
    return journal_in(Heads.of(folder, records), records)


def moments(url: str) -> count[int]:
    """Return at which moments to stop: each, and every third one where that takes longer."""
    return count(1, 3 if url else 1)


def letters(folder: Path) -> list[str]:
    path = folder / "letters"
    return path.read_text("utf-8").split() if path.exists() else []


def post(folder: Path, tick: Callable[[], None], what: str, mark: str) -> None:
    """Send a letter, of which nothing but the folder tells."""
    tick()
    with (folder / "letters").open("a", encoding="utf-8") as sent:
        sent.write(f"{what}:{mark}\n")
    tick()


def steps(journal: Journal, folder: Path, tick: Callable[[], None] = NOTHING) -> list[Step]:
    """Return steps in own records and elsewhere, of which the one elsewhere can be asked."""

    def note(name: str, news: list[News]) -> None:
        journal.state.append(LIST, [{"name": name}])
        tick()
        news.append(("a test", {"name": name}))

    def sent(mark: str) -> bool:
        return f"asked:{mark}" in letters(folder)

    def touch(_mark: str) -> None:
        (folder / "touched").touch()
        tick()

    return [
        Own("first", partial(note, "first")),
        Outside("send", partial(post, folder, tick, "asked"), sent),
        Outside("touch", touch, twice_is_once),
        Own("last", partial(note, "last")),
    ]


def work(folder: Path, url: str, countdown: Countdown) -> None:
    with book(folder, url) as journal:
        countdown.on = True
        carry_out(journal, Work("a test", {}), steps(journal, folder, countdown.tick))
        countdown.on = False


@BOTH
def test_killed_at_any_moment_each_step_is_done_once(url: str, tmp_path: Path) -> None:
    for times, moment in enumerate(moments(url), start=1):
        (tmp_path / "letters").unlink(missing_ok=True)
        with book(tmp_path, url) as journal, journal.recording():
            journal.state.rewrite(LIST, [])
        countdown = Countdown(moment, int(signal.SIGKILL))
        stopped = in_a_child(partial(work, tmp_path, url, countdown), countdown)
        with book(tmp_path, url) as journal:
            if left := list(unfinished(journal.state)):
                assert [one.work.name for one in left] == ["a test"]
            if left or not letters(tmp_path):
                carry_out(journal, Work("a test", {}), steps(journal, tmp_path))
            assert [one["name"] for one in journal.state.lines(LIST)] == ["first", "last"]
            assert len(letters(tmp_path)) == 1
            assert journal.state.steps() == []
            kinds = [entry.kind for entry in journal.ledger.entries()]
            assert kinds.count("a test") == 2 * times
            assert look_through(journal).wrong == ()
        if not stopped:
            break
    assert moment > 12


def mail(folder: Path, *, fails: bool) -> Outside:
    def send(mark: str) -> None:
        if fails:
            message = "the line went dead"
            raise CannotRun(message)
        post(folder, NOTHING, "letter", mark)

    return Outside("send", send, cannot_be_asked)


@pytest.mark.parametrize("happened", [True, False])
def test_what_cannot_be_asked_is_told_and_not_repeated(happened: bool, tmp_path: Path) -> None:
    one = Work("a letter", {"to": 1})
    after = Own("after", lambda _news: None)
    with book(tmp_path) as journal:
        with pytest.raises(CannotRun, match="went dead"):
            carry_out(journal, one, [mail(tmp_path, fails=True), after])
        with pytest.raises(CannotRun, match="no step of `a letter` is of unknown"):
            settle(journal, "a letter", happened=happened)
        for _ in range(2):
            with pytest.raises(Unknown, match="stopped at `send`, and nobody can tell"):
                carry_out(journal, one, [mail(tmp_path, fails=False), after])
        (left,) = unfinished(journal.state)
        assert (left.work, left.step, left.state) == (one, "send", "unknown")
        assert letters(tmp_path) == []
        settle(journal, "a letter", happened=happened)
        carry_out(journal, one, [mail(tmp_path, fails=False), after])
        assert len(letters(tmp_path)) == (not happened)
        assert list(unfinished(journal.state)) == []


def test_two_programs_that_go_on_with_one_work_do_it_once(tmp_path: Path) -> None:
    with book(tmp_path) as journal:

        def by_another(_mark: str) -> None:
            carry_out(journal, Work("a test", {}), steps(journal, tmp_path))

        both: Sequence[Step] = [
            Own("before", lambda _news: None),
            Outside("send", by_another, cannot_be_asked),
            Own("last", lambda _news: None),
        ]
        with pytest.raises(CannotRun, match="begun by another version"):
            carry_out(journal, Work("a test", {}), both)
        assert letters(tmp_path) == []

        def ends_it(_mark: str) -> None:
            with journal.recording():
                journal.ledger.kept.end_work("other", 3)

        with pytest.raises(CannotRun, match="another program goes on with `other`"):
            carry_out(
                journal,
                Work("other", {}),
                [both[0], Outside("send", ends_it, cannot_be_asked), both[2]],
            )


class Moments(Countdown):
    """Counts what is done to the files of keys as well."""

    def audited(self, event: str, about: tuple[object, ...]) -> None:
        """Count a moment at which a file of ours or of the master key is touched."""
        if event == "open" and "master.key" in str(about[0]):
            self.tick()
        super().audited(event, about)


def rotate(folder: Path, url: str, countdown: Countdown) -> None:
    with ring(folder, url) as keyring:
        countdown.on = True
        keyring.rotate(None)
        countdown.on = False


@BOTH
def test_a_rotation_killed_at_any_moment_goes_on(url: str, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    key_in(tmp_path / "keys")
    with ring(tmp_path, url) as keyring:
        kept = keyring.new("a", LATER)
    for times, moment in enumerate(moments(url), start=1):
        countdown = Moments(moment, int(signal.SIGKILL))
        stopped = in_a_child(partial(rotate, tmp_path, url, countdown), countdown)
        with ring(tmp_path, url) as keyring:
            assert keyring.key("a") == kept
            keyring.rotate(None)
            assert keyring.key("a") == kept
            assert keyring.stopped() is None
            assert keyring.journal.state.steps() == []
            kinds = [entry.kind for entry in keyring.journal.ledger.entries()]
            assert times <= kinds.count(ROTATED) <= 2 * times
            assert look_through(keyring.journal).wrong == ()
        assert [path.name for path in (tmp_path / "keys").iterdir()] == ["master.key"]
        if not stopped:
            break
    assert moment > 10


def destroy(folder: Path, url: str, countdown: Countdown) -> None:
    with ring(folder, url) as keyring:
        countdown.on = True
        keyring.destroy("a", "asked", {})
        countdown.on = False


@BOTH
def test_a_destroyed_key_is_overwritten_by_whoever_comes_next(
    url: str, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "keys").mkdir()
    key_in(tmp_path / "keys")
    for times, moment in enumerate(moments(url), start=1):
        with ring(tmp_path, url) as keyring:
            keyring.new("a", LATER)
            wrapped = keyring.journal.ledger.keys.one("a")
            assert wrapped is not None
        countdown = Countdown(moment, int(signal.SIGKILL))
        stopped = in_a_child(partial(destroy, tmp_path, url, countdown), countdown)
        with ring(tmp_path, url) as keyring:
            assert list(unfinished(keyring.journal.state)) == []
            gone = not keyring.has("a")
            kinds = [entry.kind for entry in keyring.journal.ledger.entries()]
            if not gone:
                keyring.destroy("a", "asked", {})
            told = [json.loads(e.told) for e in keyring.journal.ledger.entries()]
            assert sum(entry.get("key") == "a" for entry in told) == times
            assert kinds.count(DESTROYED) == times - (not gone)
            assert wrapped.sealed not in files_of(database, tmp_path)
        if not stopped:
            break
    assert moment > 4


def files_of(database: Database, folder: Path) -> bytes:
    """Return the bytes of the files in which own records stand, and of the log beside them."""
    if database.kind == "sqlite":
        return b"".join(path.read_bytes() for path in (folder / ".gestand").glob("records.db*"))
    database.own.execute("CHECKPOINT")
    ((home,),) = database.rows("SHOW data_directory")
    paths = database.rows(
        "SELECT pg_relation_filepath(oid) FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i', 't')"
    )
    return b"".join((Path(home) / path).read_bytes() for (path,) in paths)

"""What was written with a decision: under the keys of people, and forgotten with them."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.calendar import Period
from gestand.core.datamap.model import OwnRecords
from gestand.core.facts import Decision, Person
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_in, keyring_of
from gestand.work.company import Company
from gestand.work.facts import record_decision
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.sweep import Request
from gestand.work.verify import look_through
from gestand.work.whose import Whose
from gestand.work.words import forget, hidden, key_of, key_of_decider, to_forget, written
from tests.acceptance.killing import Countdown, in_a_child
from tests.databases import Database, on
from tests.linde import KEEP, STEP, TODAY, build, planned, run, sweep
from tests.recording import decided
from tests.undoing import UNDO, key_in

BOTH = on("sqlite", "postgresql")
REASON, OFFICER = "the receipt is with the notary", "officer-of-de-linde"
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '0000-00-00');
"""
TWO = "INSERT INTO contracts VALUES (2, 2, 'vps', 'bo.example', '2019-02-01', 'next year');"
ANN, BO, CAS = (Person("customer", number) for number in (1, 2, 3))
Words = list[tuple[str | None, str | None]]


@pytest.fixture(autouse=True)
def officer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one person take every decision."""
    monkeypatch.setenv("GESTAND_USER", OFFICER)


@pytest.fixture
def url(database: Database) -> str:
    return "" if database.kind == "sqlite" else database.url


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company with a master key, and with a contract whose end cannot be read."""
    key_in(tmp_path)
    build(tmp_path, ROWS, {"datamap": UNDO["datamap"]})
    return open_company(tmp_path)


def answer(linde: Company) -> Decision:
    return decided(linde, Request(TODAY), STEP, replace(KEEP, because=REASON))


def words(linde: Company) -> Words:
    with keyring_of(linde) as keyring:
        return told(keyring)


def told(keyring: Keyring) -> Words:
    return [(one.because, one.by) for one in written(keyring)]


def forgotten(linde: Company, *people: Person) -> None:
    with keyring_of(linde) as keyring:
        starts = [key_of(linde.state, person) for person in people]
        forget(keyring, to_forget(keyring, starts, people))


def health(linde: Company) -> tuple[int, tuple[str, ...]]:
    with keyring_of(linde) as keyring:
        found = look_through(keyring.journal)
        return found.forgotten, found.wrong


def ring(folder: Path, url: str = "", key: str = "master.key") -> AbstractContextManager[Keyring]:
    records = OwnRecords(url=url, key=key)
    return keyring_in(Heads.of(folder, records), records)


def in_files(folder: Path) -> bytes:
    """Return the bytes of own records, and of what stands beside them."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def wrapped(keyring: Keyring, person: Person) -> bytes:
    """Return the key of a person as it stands in own records."""
    (kept,) = keyring.journal.ledger.keys.beginning(key_of(keyring.journal.state, person))
    return kept.sealed


def record(keyring: Keyring, because: str, *people: Person) -> None:
    decision = Decision(STEP, False, TODAY, because, OFFICER, TODAY, frozenset())
    with keyring.journal.recording():
        said = hidden(keyring, decision, Whose(people))
        record_decision(keyring.journal.state, decision, said)


def test_words_are_read_with_the_master_key_and_stand_nowhere_in_clear(linde: Company) -> None:
    answer(linde)
    assert words(linde) == [(REASON, OFFICER)]
    kept = in_files(linde.state.folder)
    assert REASON.encode() not in kept and OFFICER.encode() not in kept
    assert health(linde) == (0, ())


def test_the_reason_goes_with_the_key_of_whose_row_it_is(linde: Company) -> None:
    answer(linde)
    with keyring_of(linde) as keyring:
        assert to_forget(keyring, [key_of(linde.state, BO)]).names == ()
    forgotten(linde, ANN)
    assert words(linde) == [(None, OFFICER)]
    assert health(linde) == (1, ())
    with planned(linde) as prepared:  # what was decided still counts
        assert STEP not in {m.step.id for m in prepared.plan.questions}


def test_a_reason_about_two_stays_until_both_are_forgotten(linde: Company) -> None:
    run(linde.root, TWO)
    answer(linde)
    forgotten(linde, ANN)
    assert words(linde) == [(REASON, OFFICER)]
    with keyring_of(linde) as keyring:
        bo = to_forget(keyring, [key_of(linde.state, BO)])
        assert (bo.alone, bo.shared) == (1, 0)
    forgotten(linde, BO)
    assert words(linde) == [(None, OFFICER)]


def test_who_decided_is_forgotten_apart(linde: Company) -> None:
    answer(linde)
    with keyring_of(linde) as keyring:
        forget(keyring, to_forget(keyring, [key_of_decider(linde.state, OFFICER)]))
        assert told(keyring) == [(REASON, None)]


def test_a_person_who_comes_back_has_another_key(linde: Company) -> None:
    answer(linde)
    forgotten(linde, ANN)
    run(linde.root, "UPDATE contracts SET ended_on = 'soon'")
    answer(linde)
    assert words(linde) == [(None, OFFICER), (REASON, OFFICER)]
    assert health(linde) == (1, ())


@pytest.mark.parametrize("bad", ["gone", "other", "open"])
def test_without_the_master_key_nothing_is_decided_or_told(linde: Company, bad: str) -> None:
    answer(linde)
    run(linde.root, "UPDATE contracts SET ended_on = 'soon'")
    file = linde.root / "master.key"
    if bad == "gone":
        file.unlink()
    if bad == "other":
        key_in(linde.root, "cd" * 32)
    if bad == "open":
        file.chmod(0o644)
    for each in (answer, words):
        with pytest.raises(CannotRun, match="master key|the one that wraps"):
            each(linde)
    assert len(list(linde.state.lines("facts"))) == 1


def test_a_key_that_went_without_an_entry_is_damage(linde: Company) -> None:
    answer(linde)
    run(linde.root, "DELETE FROM gestand_key WHERE name LIKE 'person%'", ".gestand/records.db")
    _, (wrong,) = health(linde)
    assert "lacks 1 keys, and no entry tells that they were destroyed" in wrong


def test_keys_are_destroyed_when_their_time_is_over(linde: Company) -> None:
    answer(linde)
    short = replace(linde, records=replace(linde.records, keep=Period(days=-1)))
    run(linde.root, "UPDATE contracts SET ended_on = 'soon'")
    assert words(short) == [(REASON, OFFICER)]  # the longest that was told counts
    forgotten(linde, ANN)
    decided(short, Request(TODAY), STEP, replace(KEEP, because=REASON))
    assert words(short) == [(None, OFFICER), (None, OFFICER)]


@BOTH
def test_a_destroyed_key_is_in_no_file_and_the_others_are_read(url: str, tmp_path: Path) -> None:
    key_in(tmp_path)
    with ring(tmp_path, url) as keyring:
        record(keyring, "about the first", ANN)
        record(keyring, "about the second", BO)
        key = wrapped(keyring, ANN)
        if not url:
            assert key in in_files(tmp_path)
        forget(keyring, to_forget(keyring, [key_of(keyring.journal.state, ANN)], [ANN]))
        assert told(keyring) == [(None, OFFICER), ("about the second", OFFICER)]
        keyring.rotate(None)
        assert told(keyring) == [(None, OFFICER), ("about the second", OFFICER)]
        assert look_through(keyring.journal).wrong == ()
        assert key not in in_files(tmp_path)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sets(st.sampled_from([ANN, BO, CAS]), min_size=1)), max_size=4),
    st.lists(st.sampled_from([ANN, BO, CAS, None]), max_size=4),
)
def test_words_are_read_while_one_of_their_people_is_known(
    about: Sequence[tuple[set[Person]]], then: Sequence[Person | None]
) -> None:
    with TemporaryDirectory() as name:
        key_in(Path(name))
        with ring(Path(name)) as keyring:
            for number, (people,) in enumerate(about):
                record(keyring, f"reason {number}", *sorted(people, key=repr))
            gone = set[Person]()
            for person in then:
                if person is None:
                    keyring.rotate(None)
                    continue
                start = key_of(keyring.journal.state, person)
                forget(keyring, to_forget(keyring, [start], [person]))
                gone.add(person)
            expected = [
                None if people <= gone else f"reason {number}"
                for number, (people,) in enumerate(about)
            ]
            assert [because for because, _ in told(keyring)] == expected
            found = look_through(keyring.journal)
            assert (found.forgotten, found.wrong) == (expected.count(None), ())


def clear(folder: Path) -> Company:
    """Give a company that decided, and ran, before it had a master key, and has one now."""
    build(folder, ROWS)
    before = open_company(folder)
    answer(before)
    sweep(before)
    assert REASON.encode() in in_files(before.state.folder)
    key_in(folder)
    datamap = folder / "privacy" / "datamap.yaml"
    ((old, new),) = UNDO["datamap"]
    datamap.write_text(datamap.read_text("utf-8").replace(old, new), "utf-8")
    return open_company(folder)


def test_words_of_before_there_was_a_master_key_are_encrypted_once(tmp_path: Path) -> None:
    linde = clear(tmp_path)
    assert words(linde) == words(linde) == [(REASON, OFFICER)]
    kept = in_files(linde.state.folder)
    assert REASON.encode() not in kept and OFFICER.encode() not in kept
    assert health(linde) == (0, ())
    for _ in range(2):  # a receipt of before tells of the facts, and then one of after
        with planned(linde) as prepared:
            assert len(prepared.ready.standing) == 1
        sweep(linde)
    with keyring_of(linde) as keyring:
        kinds = [entry.kind for entry in keyring.journal.ledger.entries()]
    assert kinds.count("words encrypted") == 1


def test_words_that_were_encrypted_and_are_gone_are_noticed(tmp_path: Path) -> None:
    linde = clear(tmp_path)
    words(linde)
    run(tmp_path, "DELETE FROM gestand_fact", ".gestand/records.db")
    with pytest.raises(CannotRun, match="some would be forgotten"), planned(linde):
        pass


def test_words_of_long_ago_are_forgotten_when_they_are_encrypted(tmp_path: Path) -> None:
    linde = clear(tmp_path)
    past = replace(linde, records=replace(linde.records, keep=Period(days=-1)))
    assert words(past) == [(None, None)]
    assert health(past) == (2, ())


def test_killed_anywhere_words_are_encrypted_by_the_next(tmp_path: Path) -> None:
    founding = tmp_path / "founding"
    founding.mkdir()
    key_in(founding)
    with ring(founding, key="") as keyring:
        keyring.journal.state.key()
        record(keyring, REASON, ANN)
    for moment in count(1):
        folder = Path(shutil.copytree(founding, tmp_path / str(moment)))
        countdown = Countdown(moment, int(signal.SIGKILL), on=True)
        stopped = in_a_child(partial(open_once, folder), countdown)
        with ring(folder) as keyring:
            assert told(keyring) == [(REASON, OFFICER)]
            assert look_through(keyring.journal).wrong == ()
            assert keyring.journal.state.steps() == []
        assert REASON.encode() not in in_files(folder / ".gestand")
        if not stopped:
            break
    assert moment > 5


def open_once(folder: Path) -> None:
    with ring(folder):
        pass

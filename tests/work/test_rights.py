"""Requests in own records: the second of two looks again, and nobody stands there in clear."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.datamap.model import OwnRecords
from gestand.core.facts import Person
from gestand.core.request import State, What
from gestand.core.rights import TRANSITIONS
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.records.models import REQUEST_STATES
from gestand.settings import today
from gestand.wiring.recording import keyring_in
from gestand.work.due import the_clock
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.rights import New, NotPossible, Step, carry_on, take_in, the_rules, words
from gestand.work.rights_kept import Kept, request_known, requests
from gestand.work.verify import look_through
from gestand.work.words import forget, key_of, to_forget
from tests.databases import Database, on
from tests.undoing import key_in

BOTH = on("sqlite", "postgresql")
ZONE = "Europe/Amsterdam"
TERMS = Terms(the_rules(), the_clock("nl"), ZONE)
DAY = today(ZONE)
ANN = Person("customer", 1)
REASON = "the ledger of 2024 belongs to the tax office"
RIGHTS = (Right.ACCESS, Right.ERASURE)


def ring(folder: Path, url: str = "", key: str = "master.key") -> AbstractContextManager[Keyring]:
    if key and not (folder / key).exists():
        key_in(folder)
    records = OwnRecords(url=url, key=key)
    return keyring_in(Heads.of(folder, records), records)


def new(keyring: Keyring, *rights: Right, who: Person | None = ANN, day: date = DAY) -> list[Kept]:
    return take_in(keyring, New(day, "mail", rights or RIGHTS, who), DAY)


def then(keyring: Keyring, seen: Kept, what: What, **said: str) -> Kept:
    return carry_on(keyring, seen, Step(what, {"because": REASON, **said}, DAY, TERMS))


def settled(keyring: Keyring, seen: Kept) -> Kept:
    return then(keyring, seen, What.SETTLE_IDENTITY, method="signed-in")


def by_ann_and_bo(keyring: Keyring, seen: Kept, user: pytest.MonkeyPatch) -> Kept:
    """Refuse everything, as two people."""
    less = {"item": "everything", "outcome": "refused", "ground": "12.5-excessive"}
    user.setenv("GESTAND_USER", "Ann Officer")
    seen = then(keyring, settled(keyring, seen), What.DECIDE, **less)
    with pytest.raises(NotPossible, match="two people must"):
        then(keyring, seen, What.CONFIRM, item="everything")
    user.setenv("GESTAND_USER", "Bo Officer")
    return then(keyring, seen, What.CONFIRM, item="everything")


@BOTH
def test_rights_of_one_message_go_their_own_ways(database: Database, tmp_path: Path) -> None:
    url = database.url if database.kind == "postgresql" else ""
    with ring(tmp_path, url) as keyring:
        one, two = new(keyring, *RIGHTS, *RIGHTS)
        assert (one.row.message, two.row.message) == (1, 1)
        settled(keyring, one)
        (three,) = new(keyring, Right.ACCESS, who=None)
        assert (three.row.number, three.row.message, three.row.person) == (3, 3, "")
    with ring(tmp_path, url) as keyring:
        found = requests(keyring.journal.state)
        assert [kept.row.state for kept in found.values()] == ["in hand", "received", "received"]
        assert look_through(keyring.journal).wrong == ()


@BOTH
def test_the_second_of_two_programs_looks_again(database: Database, tmp_path: Path) -> None:
    url = database.url if database.kind == "postgresql" else ""
    with ring(tmp_path, url) as keyring:
        (seen,) = new(keyring, Right.ACCESS)
        entries = len(list(keyring.journal.ledger.entries()))
    with ring(tmp_path, url) as keyring:
        settled(keyring, seen)
    with ring(tmp_path, url) as keyring:
        with pytest.raises(CannotRun, match="by another program just now: look again"):
            then(keyring, seen, What.FORWARD, to="a customer")
        kept = request_known(keyring.journal.state, 1)
        assert (kept.row.state, kept.row.version, len(kept.events)) == ("in hand", 2, 2)
        assert len(list(keyring.journal.ledger.entries())) == entries + 1
        assert look_through(keyring.journal).wrong == ()


def test_the_database_knows_the_states_of_the_table_and_no_others(tmp_path: Path) -> None:
    assert {*REQUEST_STATES} == {state.value for state in State}
    assert {move.to for move in TRANSITIONS.values()} <= {*State}
    with ring(tmp_path) as keyring:
        new(keyring, Right.ACCESS)
    path = tmp_path / ".gestand" / "records.db"
    with closing(sqlite3.connect(path)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="gestand_request_state"):
            connection.execute("UPDATE gestand_request SET state = 'granted by itself'")
        for state in State:
            connection.execute("UPDATE gestand_request SET state = ?", (state.value,))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gestand_request SET state = 'closed'",
        "UPDATE gestand_request SET ended = '2026-01-01'",
        "UPDATE gestand_request SET effect = '{}'",
        "UPDATE gestand_request_event SET told = '{\"method\": \"shown\"}' WHERE version = 2",
        "DELETE FROM gestand_request_event WHERE version = 2",
    ],
)
def test_what_was_changed_behind_the_ledger_is_told(tmp_path: Path, statement: str) -> None:
    with ring(tmp_path) as keyring:
        settled(keyring, new(keyring, Right.ACCESS)[0])
    with closing(sqlite3.connect(tmp_path / ".gestand" / "records.db")) as connection:
        connection.execute(statement)
        connection.commit()
    with ring(tmp_path) as keyring:
        assert [told for told in look_through(keyring.journal).wrong if "request" in told]


_LATER = ("complained", "extended", "ended", "effect", "lifted")


def as_made_before(folder: Path) -> None:
    """Make own records what they were before rows said how a request stands."""
    with closing(sqlite3.connect(folder / ".gestand" / "records.db")) as connection:
        for index in ("open", "effect"):
            connection.execute(f"DROP INDEX gestand_request_{index}")
        for column in _LATER:
            connection.execute(f"ALTER TABLE gestand_request DROP COLUMN {column}")
        connection.execute("DELETE FROM django_migrations WHERE name = '0011_standing'")
        connection.commit()


def test_rows_of_an_older_version_are_read_by_their_events_and_brought_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> tuple[object, ...]:
        with state.reading():
            with state.requests() as records:
                alike = sorted(records.open_alike())
                rows = [*records.open_rows(alike[0], 1), *records.in_force(DAY.isoformat())]
            return requests(state), request_known(state, 2), alike, rows

    with ring(tmp_path) as keyring:
        refused = by_ann_and_bo(keyring, new(keyring, Right.ACCESS)[0], monkeypatch)
        then(keyring, refused, What.REFUSE, how="by mail")
        seen = settled(keyring, new(keyring, Right.ERASURE)[0])
        then(keyring, seen, What.EXTEND, reason="complex")
        new(keyring, Right.MARKETING, Right.ACCESS)
        state = keyring.journal.state
    told = found()
    as_made_before(tmp_path)
    assert found() == told
    with ring(tmp_path) as keyring:
        assert look_through(keyring.journal).wrong == ()
    assert found() == told


def in_files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_words_are_encrypted_and_go_with_the_key_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ring(tmp_path) as keyring:
        done = by_ann_and_bo(keyring, new(keyring, Right.ACCESS)[0], monkeypatch)
        said = [words(keyring, event) for event in done.events]
        assert {one.get("because") for one in said} == {None, REASON}
        assert said[-2]["by"] == "Ann Officer" and said[-1]["by"] == "Bo Officer"
        found = in_files(tmp_path)
        assert all(text.encode() not in found for text in (REASON, "Ann Officer", "Bo Officer"))
        forget(keyring, to_forget(keyring, [key_of(keyring.journal.state, ANN)], [ANN]))
        again = request_known(keyring.journal.state, 1)
        assert again.request == done.request
        assert words(keyring, again.events[-1]) == {"because": None, "by": "Bo Officer"}
        assert look_through(keyring.journal).wrong == ()


def test_without_a_master_key_nothing_is_refused_and_no_word_is_kept(tmp_path: Path) -> None:
    less = {"item": "everything", "outcome": "refused", "ground": "12.5-excessive"}
    with ring(tmp_path, key="") as keyring:
        seen = settled(keyring, new(keyring, Right.ACCESS)[0])
        assert seen.events[-1].sealed == ""
        with pytest.raises(CannotRun, match="names no master key"):
            then(keyring, seen, What.DECIDE, **less)
        then(keyring, seen, What.DECIDE, **{**less, "outcome": "granted"})
    assert REASON.encode() not in in_files(tmp_path)


@pytest.mark.parametrize(("apart", "done"), [(True, False), (None, False), (False, True)])
def test_nothing_is_removed_of_somebody_who_is_set_apart(
    tmp_path: Path, apart: bool | None, done: bool
) -> None:
    with ring(tmp_path) as keyring:
        seen = settled(keyring, new(keyring, Right.ERASURE)[0])
        seen = then(keyring, seen, What.DECIDE, item="everything", outcome="granted")
        step = Step(What.CARRY_OUT, {}, DAY, TERMS, apart=apart)
        if done:
            assert carry_on(keyring, seen, step).row.state == "carried out"
            return
        with pytest.raises(NotPossible, match="under a hold or restricted"):
            carry_on(keyring, seen, step)


def test_a_request_of_one_person_is_not_settled_as_that_of_another(tmp_path: Path) -> None:
    method = {"method": "signed-in"}
    with ring(tmp_path) as keyring:
        (of_ann,) = new(keyring, Right.ACCESS)
        (of_nobody,) = new(keyring, Right.ACCESS, who=None)
        bo = Step(What.SETTLE_IDENTITY, method, DAY, TERMS, Person("customer", 2))
        with pytest.raises(NotPossible, match="somebody else"):
            carry_on(keyring, of_ann, bo)
        known = carry_on(keyring, of_nobody, bo)
        assert known.row.person == keyring.journal.state.digest("customer", 2)


def test_a_clock_that_was_set_back_is_noticed(tmp_path: Path) -> None:
    with ring(tmp_path) as keyring:
        (seen,) = new(keyring, Right.ACCESS, day=DAY - timedelta(days=3))
        step = Step(What.FORWARD, {"to": "x"}, DAY - timedelta(days=1), TERMS)
        with pytest.raises(CannotRun, match="clock of this machine is behind"):
            carry_on(keyring, seen, step)


SAID = {"method": "signed-in", "reason": "complex", "item": "everything", "outcome": "granted",
        "how": "mail", "to": "a customer"}


@given(st.lists(st.sampled_from(What), max_size=6), st.sampled_from(Right))
@settings(max_examples=15, deadline=None)
def test_what_is_read_again_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, happen: Sequence[What], right: Right
) -> None:
    with ring(tmp_path_factory.mktemp("own")) as keyring:
        (seen,) = new(keyring, right)
        for what in happen:
            step = Step(what, {**SAID, "because": "x"}, DAY, TERMS, apart=False)
            try:
                seen = carry_on(keyring, seen, step)
            except NotPossible:
                continue
            assert seen.row.state == seen.request.state.value
            assert seen.row.version == seen.request.version == len(seen.events)
        assert look_through(keyring.journal).wrong == ()

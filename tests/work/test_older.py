"""A folder that an earlier version wrote is read as it is, and taken over once.

`linde.zip` was made with that version: two runs, a request, a decision, and a run for another
request that was stopped after its transaction was kept.
"""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest

from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.wiring.recording import journal_of, journal_to_read, keyring_of
from gestand.work.company import Company
from gestand.work.consents.look import every
from gestand.work.consents.record import record_lines
from gestand.work.verify import look_through
from gestand.work.words import written
from tests.acceptance.killing import Countdown, in_a_child
from tests.linde import TODAY, build, planned, run, sweep
from tests.undoing import UNDO, key_in

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
ZIP = Path(__file__).resolve().parent.parent / "older" / "linde.zip"
LISTS = ("facts", "intents", "files-to-remove", "corrections")


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    return founded(tmp_path)


def founded(folder: Path) -> Company:
    build(folder)
    with ZipFile(ZIP) as older:
        older.extractall(folder)
    for name in ("key", "sign"):
        (folder / ".gestand" / name).chmod(0o600)
    return open_company(folder)


def remembered(linde: Company) -> list[object]:
    return [linde.state.receipts(), *(list(linde.state.lines(name)) for name in LISTS)]


def files(linde: Company) -> set[str]:
    return {path.name for path in linde.state.folder.iterdir()}


def take_over(linde: Company) -> None:
    with journal_of(linde):
        pass


def test_it_is_read_as_it_is_by_who_writes_nothing(linde: Company) -> None:
    assert [r["status"] for r in linde.state.receipts()] == ["done", "done", "started"]
    assert [f["fact"] for f in linde.state.lines("facts")] == [
        *("erasure asked", "decision", "erasure asked"),
    ]
    before = files(linde)
    with planned(linde) as prepared:
        assert len(prepared.ready.standing) == 1
    with journal_to_read(linde.heads) as journal:
        assert journal is not None
        assert look_through(journal).wrong == ()
    assert files(linde) == before


def test_it_is_taken_over_once_and_says_the_same(linde: Company) -> None:
    before = remembered(linde)
    previous = linde.state.previous_digest(4)
    take_over(linde)
    assert remembered(linde) == before
    assert linde.state.previous_digest(4) == previous
    assert files(linde) == {"head.json", "key", "records.db", "sign", "turn"}
    with journal_of(linde) as journal:
        kinds = [entry.kind for entry in journal.ledger.entries()]
        assert kinds[-1] == "folder taken over"
        assert kinds.count("folder taken over") == 1
        assert look_through(journal).wrong == ()
    assert sweep(linde).interrupted == 3
    third, fourth = linde.state.receipts()[2:]
    assert (third["status"], [step["rows"] for step in third["unknown"]]) == ("interrupted", [1])
    assert fourth["status"] == "done"


def test_with_a_master_key_its_words_are_encrypted_as_well(tmp_path: Path) -> None:
    founded(tmp_path)
    key_in(tmp_path)
    datamap = tmp_path / "privacy" / "datamap.yaml"
    ((old, new),) = UNDO["datamap"]
    datamap.write_text(datamap.read_text("utf-8").replace(old, new), "utf-8")
    linde = open_company(tmp_path)
    (said,) = (f["because"] for f in linde.state.lines("facts") if f["fact"] == "decision")
    with keyring_of(linde) as keyring:
        assert [one.because for one in written(keyring)] == [said]
        assert look_through(keyring.journal).wrong == ()
    kept = b"".join(path.read_bytes() for path in linde.state.folder.iterdir())
    assert said.encode() not in kept
    assert sweep(linde).interrupted == 3


def test_killed_anywhere_it_is_taken_over_by_the_next(tmp_path: Path) -> None:
    expected = remembered(founded(tmp_path / "expected"))
    for moment in range(1, 100, 1 if ALL else 3):
        linde = founded(tmp_path / str(moment))
        countdown = Countdown(moment, int(signal.SIGKILL), on=True)
        stopped = in_a_child(partial(take_over, linde), countdown)
        assert remembered(linde) == expected
        with journal_of(linde) as journal, journal.recording():
            pass
        assert remembered(linde) == expected
        # An empty folder may be left, in which nobody looks.
        assert files(linde) - {"receipts"} == {"head.json", "key", "records.db", "sign", "turn"}
        with journal_of(linde) as journal:
            assert look_through(journal).wrong == ()
        if not stopped:
            break
    assert moment > 20


def test_a_file_that_says_something_else_is_not_removed(linde: Company) -> None:
    facts = (linde.state.folder / "facts.jsonl").read_text("utf-8")
    take_over(linde)
    other = facts.replace(TODAY.isoformat(), "2026-06-14", 1)
    (linde.state.folder / "facts.jsonl").write_text(other, "utf-8")
    with pytest.raises(CannotRun, match=r"facts.jsonl is not what own records hold"):
        take_over(linde)
    (linde.state.folder / "facts.jsonl").write_text(facts, "utf-8")
    take_over(linde)
    assert "facts.jsonl" not in files(linde)


@pytest.mark.parametrize("name", ["facts.jsonl", "receipts/000002.json"])
def test_a_file_that_was_changed_before_is_noticed(linde: Company, name: str) -> None:
    path = linde.state.folder / name
    path.write_text(path.read_text("utf-8").replace(TODAY.isoformat(), "2026-06-14", 1), "utf-8")
    with pytest.raises(CannotRun, match=r"are not|is not the one"):
        sweep(linde)


def test_a_file_that_cannot_be_read_is_named(linde: Company) -> None:
    path = linde.state.folder / "facts.jsonl"
    path.write_bytes(path.read_bytes() + b"\xff\xfe\n")
    with pytest.raises(CannotRun, match=r"facts.jsonl cannot be read; restore it from a backup"):
        take_over(linde)
    assert json.loads((linde.state.folder / "receipts" / "000001.json").read_text())["entry"] == 1


def test_consents_are_recorded_in_it(linde: Company) -> None:
    rows = "(90, 90, 'Ann', NULL, NULL, '2026-02-01', NULL, NULL, NULL, NULL)"
    run(linde.root, "INSERT INTO vacancies VALUES (90, 'Baker', '2026-01-01', NULL, NULL, NULL);"
        f"INSERT INTO applications VALUES {rows};")  # fmt: skip
    said = {
        "receipt": "form-1", "event": "given", "purpose": "talent pool", "who": "applicant:90",
        "at": "2026-03-05T12:00+00:00", "words": "2024-01-01", "language": "nl",
    }  # fmt: skip
    company = open_company(linde.root)
    with keyring_of(company) as keyring:
        done = record_lines(company, keyring, [json.dumps(said)], "form")
    assert (done.findings, done.new) == ((), 1)
    with company.state.reading():
        assert [row.receipt for row in every(company)] == ["form-1"]
    with journal_to_read(company.heads) as journal:
        assert journal is not None and look_through(journal).wrong == ()

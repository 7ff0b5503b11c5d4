"""The ledger follows the folder `.gestand`, and one of them that is older is noticed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gestand.core.datamap.model import OwnRecords
from gestand.core.ledger import Entry
from gestand.errors import CannotRun
from gestand.wiring.recording import journal_of, journal_to_read
from gestand.work.company import Company
from gestand.work.sweep import Request
from gestand.work.verify import Health, look_through
from tests.databases import Database, on
from tests.linde import AN_UNREADABLE_END, KEEP, STEP, TODAY, cell, company, planned, run, sweep
from tests.recording import decided

RECORDS = ".gestand/records.db"


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company that keeps its heads elsewhere, and that nothing was done for yet."""
    opened = company(tmp_path / "linde", AN_UNREADABLE_END)
    return replace(opened, records=OwnRecords(heads="../elsewhere"))


def entries(linde: Company) -> list[Entry]:
    with journal_to_read(linde.heads) as journal:
        return [] if journal is None else list(journal.ledger.entries())


def kinds(linde: Company) -> list[str]:
    return [entry.kind for entry in entries(linde)]


def health(linde: Company) -> Health:
    with journal_to_read(linde.heads) as journal:
        assert journal is not None
        return look_through(journal)


def copied(linde: Company) -> Path:
    return Path(shutil.copytree(linde.state.folder, linde.root / "older"))


def put_back(linde: Company, older: Path, *names: str) -> None:
    """Put the folder back, or only some of its files."""
    for path in [linde.state.folder / name for name in names] or [linde.state.folder]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        source = older / path.relative_to(linde.state.folder)
        if source.is_dir():
            shutil.copytree(source, path)
        elif source.exists():
            shutil.copy(source, path)


def refused(linde: Company, told: str) -> None:
    """Expect that nothing is carried out, and that rows stay what they were."""
    before = cell(linde.root, "SELECT group_concat(name) FROM customers")
    with pytest.raises(CannotRun, match=told):
        sweep(linde, ("customer", 2), erase=True)
    assert cell(linde.root, "SELECT group_concat(name) FROM customers") == before


def test_a_run_a_request_and_a_decision_get_their_entries(linde: Company) -> None:
    sweep(linde)
    assert kinds(linde) == ["ledger begun", "receipt", "receipt"]
    sweep(linde, ("customer", 2), erase=True)
    decided(linde, Request(TODAY), STEP, KEEP)
    assert kinds(linde)[3:] == ["erasure asked", "receipt", "receipt", "decision"]
    told = [json.loads(entry.told) for entry in entries(linde)]
    assert [t["status"] for t in told if "status" in t] == ["started", "done"] * 2
    assert told[5]["told"] == {**linde.state.receipts()[1]}
    assert health(linde).wrong == ()


def test_what_another_program_changed_is_looked_at_before_more_is_recorded(
    linde: Company,
) -> None:
    sweep(linde)
    with journal_of(linde) as journal:
        for _ in range(2):
            with journal.recording(("noted", {})):
                pass
        run(linde.root, "UPDATE gestand_receipt SET said = '{\"status\": \"done\"}'", RECORDS)
        with pytest.raises(CannotRun, match="receipt 1 is not the one of the ledger"):
            with journal.recording():
                pass
        with pytest.raises(CannotRun, match="receipt 1 is not the one of the ledger"):
            journal.refuse_doubts()


def test_the_ledger_names_nobody(linde: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GESTAND_USER", "officer")
    sweep(linde, ("customer", 2), erase=True)
    decided(linde, Request(TODAY), STEP, KEEP)
    text = json.dumps([entry.told for entry in entries(linde)])
    for word in ("Ann", "Bo", "K2", "delinde.example", "officer", "looking for it"):
        assert word not in text


def test_a_head_that_a_killed_run_did_not_sign_is_made_up_for(linde: Company) -> None:
    linde = replace(linde, records=OwnRecords())
    sweep(linde)
    older = copied(linde)
    sweep(linde, ("customer", 2), erase=True)
    put_back(linde, older, "head.json")
    with journal_of(linde) as journal, journal.recording():
        pass
    inside = linde.heads.inside()
    assert inside is not None
    assert (inside.head.number, len(kinds(linde))) == (6, 6)


def test_what_is_recorded_and_its_entry_stand_or_fall_together(linde: Company) -> None:
    sweep(linde)
    refuse = "BEGIN SELECT RAISE(ABORT, 'no'); END"
    run(
        linde.root,
        f"CREATE TRIGGER no BEFORE INSERT ON gestand_ledger WHEN NEW.kind = 'decision' {refuse}",
        RECORDS,
    )
    with pytest.raises(CannotRun, match="cannot be read or written"):
        decided(linde, Request(TODAY), STEP, KEEP)
    assert list(linde.state.lines("facts")) == []
    assert kinds(linde) == ["ledger begun", "receipt", "receipt"]


def test_a_whole_folder_that_is_an_older_copy_is_noticed_by_the_head_elsewhere(
    linde: Company,
) -> None:
    sweep(linde)
    older = copied(linde)
    decided(linde, Request(TODAY), STEP, KEEP)
    put_back(linde, older)
    refused(linde, r"is an older copy: it has come to entry 3, and .*elsewhere tells of entry 4")
    with pytest.raises(CannotRun, match="is an older copy"), planned(linde):
        pass


def test_without_a_head_elsewhere_that_cannot_be_noticed(linde: Company) -> None:
    linde = replace(linde, records=OwnRecords())
    sweep(linde)
    older = copied(linde)
    decided(linde, Request(TODAY), STEP, KEEP)
    put_back(linde, older)
    assert sweep(linde).status == "done"


def test_a_folder_that_is_gone_is_noticed(linde: Company) -> None:
    sweep(linde)
    shutil.rmtree(linde.state.folder)
    refused(linde, "has no ledger, and .*elsewhere tells of 3 entries")


PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "ledger": (("records.db",), "records.db is an older copy: .*head.json tells of 8 entries"),
    "head": (("head.json",), "is an older copy: it has come to entry 3"),
    "ledger and head": (("records.db", "head.json"), "is an older copy: it has come to entry 3"),
}


@pytest.mark.parametrize(("names", "told"), PARTS.values(), ids=PARTS)
def test_a_part_that_is_an_older_copy_is_noticed(
    linde: Company, names: tuple[str, ...], told: str
) -> None:
    sweep(linde)
    older = copied(linde)
    sweep(linde, ("customer", 2), erase=True)
    sweep(linde)
    put_back(linde, older, *names)
    refused(linde, told)


def test_a_receipt_that_says_something_else_is_noticed(linde: Company) -> None:
    sweep(linde)
    change = """replace(said, '"files_left": 0', '"files_left": 1')"""
    run(linde.root, f"UPDATE gestand_receipt SET said = {change}", RECORDS)
    refused(linde, "receipt 1 is not the one of the ledger")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("gestand_receipt", "lacks receipt 2, of which|are older than what stands"),
        ("gestand_fact", "the requests and decisions are not"),
    ],
)
def test_what_the_ledger_tells_of_must_be_there(linde: Company, table: str, told: str) -> None:
    sweep(linde)
    sweep(linde, ("customer", 2), erase=True)
    run(linde.root, f"DELETE FROM {table}", RECORDS)
    refused(linde, told)


def test_another_key_to_sign_with_is_noticed(linde: Company) -> None:
    sweep(linde)
    (linde.state.folder / "sign").write_text("00" * 32, "ascii")
    refused(linde, "sign is not the key of")


@pytest.mark.parametrize("name", ["sign", "records.db"])
def test_what_is_gone_is_not_made_anew(linde: Company, name: str) -> None:
    sweep(linde)
    (linde.state.folder / name).unlink()
    refused(linde, f"{name} is (not a key|an older copy)")


def test_a_copy_of_the_heads_that_is_gone_is_not_begun_anew_unasked(linde: Company) -> None:
    sweep(linde)
    assert linde.heads.copy is not None
    linde.heads.copy.unlink()
    refused(linde, "elsewhere is not there, and heads of the ledger were kept in it")
    with journal_of(linde) as journal:
        journal.begin_copy()
    assert kinds(linde)[-1] == "copy of heads begun"
    assert sweep(linde).status == "done"
    with pytest.raises(CannotRun, match="put it away first"), journal_of(linde) as journal:
        journal.begin_copy()


def test_a_copy_on_a_disk_that_is_away_stops_the_run(linde: Company) -> None:
    refused(replace(linde, records=OwnRecords(heads="away/heads")), "no such file or directory")


def test_the_heads_of_another_organisation_are_not_ours(linde: Company, tmp_path: Path) -> None:
    sweep(linde)
    other = replace(company(tmp_path / "other"), records=OwnRecords(heads="../elsewhere"))
    refused_there = pytest.raises(CannotRun, match="has no ledger, and .*elsewhere tells of")
    with refused_there, journal_of(other) as journal, journal.recording():
        pass


def test_half_a_line_of_a_copy_was_never_written(linde: Company) -> None:
    sweep(linde)
    assert linde.heads.copy is not None
    before = linde.heads.copy.read_bytes()
    linde.heads.copy.write_bytes(before + b'{"ledger": "')
    sweep(linde)
    lines = linde.heads.copy.read_bytes().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [2, 3, 4, 5]
    assert health(linde).wrong == ()


def _line(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def done(path: Path) -> None:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        change(lines[0])
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")

    return done


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_line(lambda head: head.update(link="0" * 64)), "was not signed with the key"),
        (_line(lambda head: head.update(number=3)), "was not signed with the key"),
        (_line(lambda head: head.update(signature="")), "was not signed with the key"),
    ],
)
def test_a_head_that_was_changed_is_found(
    linde: Company, change: Callable[[Path], None], told: str
) -> None:
    sweep(linde)
    sweep(linde)
    assert linde.heads.copy is not None
    change(linde.heads.copy)
    (wrong,) = health(linde).wrong
    assert told in wrong


@on("postgresql")
def test_own_records_may_stand_in_postgresql(linde: Company, database: Database) -> None:
    linde = replace(linde, records=OwnRecords(url=database.url, heads="../elsewhere"))
    sweep(linde, ("customer", 2), erase=True)
    assert kinds(linde) == ["ledger begun", "erasure asked", "receipt", "receipt"]
    assert not (linde.state.folder / "records.db").exists()
    assert health(linde).wrong == ()
    older = copied(linde)
    sweep(linde)
    put_back(linde, older)
    linde.heads.copy.unlink()  # type: ignore[union-attr]  # it is named above
    refused(linde, "is an older copy|heads of the ledger")


def test_own_records_that_cannot_be_reached_stop_a_plan_and_show_no_password(
    linde: Company,
) -> None:
    away = "postgresql://gestand:hidden@127.0.0.1:1/records"
    linde = replace(linde, records=OwnRecords(url=away))
    with pytest.raises(CannotRun, match="own records cannot be read") as refused, planned(linde):
        pass
    assert "hidden" not in str(refused.value)


def test_a_copy_in_a_place_that_cannot_be_looked_into_stops_the_run(linde: Company) -> None:
    (linde.root / "not a folder").write_text("", "utf-8")
    refused(replace(linde, records=OwnRecords(heads="not a folder/heads")), "not a directory")
    (linde.root / "turning").symlink_to("turning")
    refused(replace(linde, records=OwnRecords(heads="turning")), "leads nowhere|cannot be read")

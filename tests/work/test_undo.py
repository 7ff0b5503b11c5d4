"""Undo: what a run took away comes back as it was, unless something else was written since."""

from __future__ import annotations

from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened
from gestand.records.sealing import AesCipher
from gestand.stores.base import Left
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.bring_back import Told
from gestand.work.undo import forget
from gestand.work.undo_files import PartReader, UndoRecord
from tests.linde import rows, run, sweep
from tests.recording import undone
from tests.undoing import GONE, KEY, TAXED, key_in, undoable

SHORT = ("undo: P7D", "undo: P0D")
WRAPPED = 12 + 32 + 16
"""Bytes of a key that is wrapped."""


def left(told: Told) -> dict[str, dict[Left, int]]:
    return {table: dict(+each.left) for table, each in told.items() if +each.left}


def test_what_went_comes_back_as_it_was(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE + TAXED)
    before = rows(tmp_path)
    receipt = sweep(linde)
    assert rows(tmp_path) != before
    told = undone(linde, receipt.number)
    assert rows(tmp_path) == before
    assert left(told) == {}
    assert {table: (each.rows, each.cells) for table, each in told.items()} == {
        "db.customers": (1, 2),  # one row lost cells in two steps
        "db.orders": (1, 1),
        "db.order_lines": (1, 1),
        "db.invoices": (0, 1),
    }


def test_what_was_written_since_counts(tmp_path: Path) -> None:
    linde = undoable(tmp_path, TAXED)
    before = rows(tmp_path)
    sweep(linde)
    run(tmp_path, "UPDATE customers SET phone = '+31 9', registered_on = '2019-01-11'")
    told = undone(linde, 1)
    run(tmp_path, "UPDATE customers SET phone = '+31 0', registered_on = '2019-01-10'")
    assert rows(tmp_path) == before
    assert left(told) == {"db.customers": {Left.OVERWRITTEN: 1}}


def test_a_key_that_another_row_has_by_now_is_left_to_it(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    stranger = "INSERT INTO customers VALUES (1, 'K9', 'Cy', 'cy@delinde.example', '', '', '{}')"
    run(tmp_path, stranger.format("2026-06-14"))
    since = rows(tmp_path)
    told = undone(linde, 1)
    # Else the order of somebody who is gone would be an order of this customer.
    assert rows(tmp_path) == since
    assert left(told) == {
        "db.customers": {Left.TAKEN: 1},
        "db.orders": {Left.PARENT: 1},
        "db.order_lines": {Left.PARENT: 1},
    }


def test_a_value_that_is_unique_belongs_to_who_has_it_now(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    run(tmp_path, "INSERT INTO customers VALUES (9, 'K1', 'Cy', NULL, NULL, NULL, '2026-06-14')")
    assert left(undone(linde, 1))["db.customers"] == {Left.TAKEN: 1}


def test_a_row_whose_parent_is_gone_does_not_come_back(tmp_path: Path) -> None:
    linde = undoable(tmp_path, TAXED)
    sweep(linde)
    run(tmp_path, "DELETE FROM invoices; DELETE FROM order_lines; DELETE FROM orders;")
    told = undone(linde, 1)
    assert left(told) == {
        "db.orders": {Left.GONE: 1},
        "db.order_lines": {Left.GONE: 1},
        "db.invoices": {Left.GONE: 1},
    }


def test_cells_are_not_put_in_a_row_that_may_be_another_one(tmp_path: Path) -> None:
    linde = undoable(tmp_path, TAXED)
    sweep(linde)
    run(tmp_path, "UPDATE customers SET number = 'K8', registered_on = '2026-06-14'")
    told = undone(linde, 1)
    assert left(told)["db.customers"] == {Left.OTHER: 2}


def test_a_table_that_has_changed_since_is_left_alone(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    datamap = tmp_path / "privacy" / "datamap.yaml"
    old = "{product: order details, remark"
    new = old.replace("{", "{colour: technical, ")
    text = datamap.read_text("utf-8")
    datamap.write_text(text.replace(old, new), "utf-8")
    run(tmp_path, "ALTER TABLE order_lines ADD COLUMN colour TEXT")
    told = undone(open_company(tmp_path), 1)
    assert left(told) == {"db.order_lines": {Left.CHANGED: 1}}


def test_it_is_undone_once(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    undone(linde, 1)
    run(tmp_path, "DELETE FROM order_lines")
    with pytest.raises(CannotRun, match="receipt 1 was undone already: receipt 2 tells of it"):
        undone(linde, 1)
    with pytest.raises(CannotRun, match="receipt 2 is of no apply"):
        undone(linde, 2)
    with pytest.raises(CannotRun, match="there is no receipt 3"):
        undone(linde, 3)
    assert list((tmp_path / ".gestand").glob("undo*")) == []


MARKS = "CREATE TABLE gestand_erasure_mark (mark VARCHAR(32) PRIMARY KEY);"


@pytest.mark.parametrize("marks", ["", MARKS], ids=["", "with marks"])
def test_the_next_plan_finds_again_what_came_back(marks: str, tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE + TAXED + marks)
    first = sweep(linde)
    after = rows(tmp_path)
    undone(linde, 1)
    again = sweep(linde)
    assert again.rows == first.rows
    left = rows(tmp_path)
    # The marks of three runs are those of three receipts: nobody takes the store for another age.
    assert len(left.pop("db.db.gestand_erasure_mark", range(3))) == 3
    after.pop("db.db.gestand_erasure_mark", None)
    assert left == after
    sweep(linde)


def test_without_the_master_key_nothing_goes(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    before = rows(tmp_path)
    (tmp_path / "master.key").unlink()
    with pytest.raises(CannotRun, match="there is no master key at"):
        sweep(linde)
    (tmp_path / "master.key").touch(0o640)
    with pytest.raises(CannotRun, match="chmod 600"):
        sweep(linde)
    assert rows(tmp_path) == before


def test_another_master_key_opens_nothing(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    key_in(tmp_path, "cd" * 32)
    with pytest.raises(CannotRun, match="is not the one that wraps the keys"):
        undone(linde, 1)


def test_a_record_that_was_changed_does_not_open(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    after = rows(tmp_path)
    first, *_, last = sorted((tmp_path / ".gestand" / "undo").glob("*.undo"))
    whole, other = last.read_bytes(), first.read_bytes()
    turned = whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]
    for wrong in (whole[:-1], whole[: len(whole) // 2], b"", other, turned):
        last.write_bytes(wrong)
        with pytest.raises(CannotRun, match="is not what was written"):
            undone(linde, 1)
    assert rows(tmp_path) == after
    last.write_bytes(whole)
    undone(linde, 1)


def test_it_can_be_made_final(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    sweep(linde)
    with keyring_of(linde) as keyring:
        forget(linde, keyring, 1)
    with pytest.raises(CannotRun, match="nothing went, or its record was destroyed"):
        undone(linde, 1)


def opens(kept: bytes, folder: Path, receipt: int, until: str) -> set[bytes]:
    """Return every key of a record that the master key finds in what is on disk, and `kept`."""
    cipher, found = AesCipher(), set[bytes]()
    about = f"gestand key 1: the undo record of receipt {receipt} until {until}"
    everything = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for text in (*everything, kept):
        for start in range(len(text) - WRAPPED + 1):
            try:
                window = text[start : start + WRAPPED]
                found.add(cipher.opened(bytes.fromhex(KEY), window, about))
            except CannotBeOpened:
                continue
    return found


def test_once_it_is_over_nothing_on_disk_opens_it(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE)
    receipt = sweep(linde)
    until = receipt.back.until
    assert until is not None
    record = UndoRecord(linde.state, 1)
    files = {number: record.file(number).read_bytes() for number in record.transactions()}
    kept = b"".join(files.values())
    (key,) = opens(kept, tmp_path, 1, until)  # as long as it lasts it is found so
    assert PartReader(record, 1, key, AesCipher()).sections()
    with keyring_of(linde) as keyring:
        forget(linde, keyring, 1)
    assert opens(kept, tmp_path, 1, until) == set()
    assert all(key not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_it_lapses_at_the_next_command(tmp_path: Path) -> None:
    folder = tmp_path
    linde = undoable(folder, GONE)
    policy = folder / "privacy" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace(*SHORT), "utf-8")
    sweep(open_company(folder))
    assert list((folder / ".gestand").glob("undo/*"))
    with pytest.raises(CannotRun, match="its record was destroyed then"):
        undone(linde, 1)
    assert list((folder / ".gestand").glob("undo*")) == []
    with keyring_of(linde) as keyring:
        kinds = [entry.kind for entry in keyring.journal.ledger.entries()]
        assert "key destroyed" in kinds


def test_nobody_can_read_in_the_folder_what_went(tmp_path: Path) -> None:
    linde = undoable(tmp_path, GONE + TAXED)
    sweep(linde)
    undone(linde, 1)
    sweep(linde)
    said = b"".join(p.read_bytes() for p in (tmp_path / ".gestand").rglob("*") if p.is_file())
    for text in (b"Ann", b"ann@delinde", b"Lindelaan", b"back door", b"Dijk 2", b"ring twice"):
        assert text not in said


LATER = """
INSERT INTO customers VALUES (3, 'K3', 'Di', 'di@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (3, 3, 'vps', 'di.example', '2019-02-01', NULL);
INSERT INTO orders VALUES (3, 3, 'Dijk 3', '2019-02-01', '2019-02-02');
"""


@pytest.mark.parametrize("given_away", [False, True], ids=["gone", "given to another"])
def test_a_key_that_a_later_run_freed_is_not_that_of_the_same_row(
    given_away: bool, tmp_path: Path
) -> None:
    linde = undoable(tmp_path, LATER)
    before = rows(tmp_path)
    sweep(linde)
    assert rows(tmp_path) != before
    run(tmp_path, "UPDATE contracts SET ended_on = '2019-03-01'")
    sweep(linde)
    if given_away:
        stranger = "INSERT INTO customers VALUES (3, 'K9', 'Cy', NULL, NULL, NULL, '2026-06-14')"
        run(tmp_path, stranger)
    since = rows(tmp_path)
    assert left(undone(linde, 1)) == {"db.orders": {Left.PARENT: 1}}
    assert rows(tmp_path) == since


def test_runs_are_undone_the_newest_first(tmp_path: Path) -> None:
    linde = undoable(tmp_path, LATER)
    before = rows(tmp_path)
    sweep(linde)
    run(tmp_path, "UPDATE contracts SET ended_on = '2019-03-01'")
    sweep(linde)
    undone(linde, 2)
    undone(linde, 1)
    run(tmp_path, "UPDATE contracts SET ended_on = NULL")
    assert rows(tmp_path) == before


def test_a_store_of_another_age_is_not_undone(tmp_path: Path) -> None:
    linde = undoable(tmp_path, LATER + MARKS)
    sweep(linde)
    older = (tmp_path / "db.db").read_bytes()
    run(tmp_path, "UPDATE contracts SET ended_on = '2019-03-01'")
    sweep(linde)
    (tmp_path / "db.db").write_bytes(older)
    for number in (1, 2):
        with pytest.raises(CannotRun, match="was put back from a backup"):
            undone(linde, number)
    assert (tmp_path / "db.db").read_bytes() == older

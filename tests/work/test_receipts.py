"""The receipt of a run: what was done, in figures that the databases bear out."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from gestand.demo.noorderlicht.generate import STORES
from gestand.errors import CannotRun, StoreBusy
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.doctor import look_over
from gestand.work.state import State
from gestand.work.sweep import Progress
from tests.answers import give
from tests.linde import TODAY, cell, company, planned, rows, run, sweep
from tests.noorderlicht import DAY
from tests.recording import carried_out
from tests.surfaces.commands import gestand

RECORDS = ".gestand/records.db"
KEYS = {
    "entry", "previous", "kind", "status", "at", "as_of", "people", "erasure_asked", "corrected",
    "policy_effective", "facts", "schemas", "recorded", "questions", "overwritten",
    "files_removed", "files_stuck", "files_left", "transactions", "marks", "after_restore",
    "unknown", "undo_until", "steps",
}  # fmt: skip
STEP_KEYS = {
    "id", "step", "store", "table", "columns", "categories", "found", "rows", "over", "digest",
}  # fmt: skip
PERSONAL = ("name", "email", "phone", "street", "iban", "address", "payer", "login", "sent_to")
CUSTOMERS = "INSERT INTO customers VALUES" + ",".join(
    f"({n}, 'K{n}', 'Person {n}', 'p{n}@delinde.example', NULL, 'Lindelaan {n}', '2019-01-10')"
    for n in range(1, 8)
)

Table = dict[object, dict[str, object]]


def tables(folder: Path) -> dict[str, Table]:
    """Return every row by its key, by `store.table`."""
    found: dict[str, Table] = {}
    for store in STORES:
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
            connection.row_factory = sqlite3.Row
            names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (name,) in names.fetchall():
                rows = connection.execute(f"SELECT * FROM {name}")
                found[f"{store}.{name}"] = {row["id"]: dict(row) for row in rows}
    return found


def personal_texts(found: dict[str, Table]) -> set[str]:
    return {
        value
        for table in found.values()
        for row in table.values()
        for column, value in row.items()
        if isinstance(value, str) and len(value) > 5 and any(p in column for p in PERSONAL)
    }


def test_its_figures_are_the_difference_of_the_databases(noorderlicht: Path) -> None:
    before = tables(noorderlicht)
    files = len(list((noorderlicht / "files").iterdir()))
    sweep(open_company(noorderlicht), on=DAY)
    after = tables(noorderlicht)
    (receipt,) = State.beside(noorderlicht).receipts()
    for step in receipt["steps"]:
        old, new = (found[f"{step['store']}.{step['table']}"] for found in (before, after))
        stayed = [(old[key], new[key]) for key in old if key in new]
        lost = [1 for a, b in stayed if any(a[c] != b[c] for c in step["columns"] if c != "*")]
        if step["step"] == "Erase":
            assert step["rows"] == step["found"] == len(old) - len(new)
        elif ":before-" not in step["id"]:  # those rows are in another step as well
            assert step["rows"] == step["found"] == len(lost)
    assert receipt["files_removed"] == files - len(list((noorderlicht / "files").iterdir()))


def test_it_has_the_shape_of_an_entry(noorderlicht: Path) -> None:
    opened = open_company(noorderlicht)
    sweep(opened, on=DAY)
    of_people = {*opened.holdings.subjects.values()}
    (receipt,) = State.beside(noorderlicht).receipts()
    assert set(receipt) == KEYS
    assert (receipt["entry"], receipt["status"]) == (1, "done")
    assert (receipt["as_of"], receipt["people"]) == (DAY.isoformat(), [])
    assert set(receipt["schemas"]) == {*STORES}
    for step in receipt["steps"]:
        own = step["step"] == "Erase" and f"{step['store']}.{step['table']}" in of_people
        assert set(step) == STEP_KEYS | ({"free"} if own else set())
        assert step["step"] in {"Erase", "Redact"}
        assert len(bytes.fromhex(step["digest"])) == 32


def test_nothing_personal_is_remembered(noorderlicht: Path) -> None:
    texts = personal_texts(tables(noorderlicht))
    opened = open_company(noorderlicht)
    run(noorderlicht, "UPDATE guest_orders SET fulfilled_on = NULL WHERE id = 1", "shop.db")
    with closing(sqlite3.connect(noorderlicht / "shop.db")) as connection:
        query = "SELECT lower(trim(buyer_email)) FROM guest_orders WHERE buyer_email > ''"
        (guest,) = connection.execute(query).fetchone()
    sweep(opened, ("guest", guest), ("customer", 1), on=DAY, erase=True)
    sweep(opened, on=DAY)
    written = [path for path in (noorderlicht / ".gestand").rglob("*") if path.is_file()]
    said = "\n".join(path.read_bytes().decode("utf-8", "replace") for path in written)
    assert len(texts) > 300
    assert [text for text in texts | {guest} if text in said or json.dumps(text) in said] == []


def test_receipts_are_a_chain(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    for _ in range(3):
        sweep(opened)
    said = [text for _, text, _ in rows(tmp_path, RECORDS)[f"{RECORDS}.gestand_receipt"]]
    named = [json.loads(text)["previous"] for text in said]
    assert named == [None, *(sha256(text.encode()).hexdigest() for text in said[:-1])]
    assert len(said) == 3


def test_the_same_rows_have_the_same_digest_and_others_another(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    digests = []
    for chunk, left_out in ((50, 0), (50, 0), (50, 7)):
        run(
            tmp_path,
            f"DELETE FROM customers; {CUSTOMERS}; DELETE FROM customers WHERE id = {left_out}",
        )
        sweep(opened, chunk=chunk)
        digests.append(opened.state.receipts()[-1]["steps"][-1]["digest"])
    assert digests[0] == digests[1] != digests[2]


def test_what_was_left_alone_since_the_plan_is_on_it(tmp_path: Path) -> None:
    """One has a contract by now, one is gone: of the seven that were to go five went."""
    opened = company(tmp_path, CUSTOMERS)
    with planned(opened) as prepared:
        found = sum(measured.rows for measured in prepared.plan.changes)
        run(tmp_path, "INSERT INTO contracts VALUES (90, 2, 'Web', 'x', '2026-06-01', NULL)")
        run(tmp_path, "DELETE FROM customers WHERE id = 3")
        done = carried_out(prepared)
    (step,) = opened.state.receipts()[-1]["steps"]
    assert (found, step["found"], step["rows"], step["left_alone"]) == (7, 7, 5, 1)
    assert done.alone == 1


def test_a_request_is_on_it_by_a_digest(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    sweep(opened, ("customer", 3), erase=True)
    (receipt,) = opened.state.receipts()
    assert receipt["people"] == [opened.state.digest("customer", 3)]
    assert receipt["erasure_asked"] is True


def test_a_run_that_stops_half_way_says_how_far_it_came(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)

    def stop(_step: str, seen: int, _in_all: int) -> None:
        if seen == 4:
            raise StoreBusy

    with planned(opened) as prepared, pytest.raises(StoreBusy):
        carried_out(prepared, stop, chunk=2)
    (receipt,) = opened.state.receipts()
    assert receipt["status"] == "started"
    assert [(step["found"], step["rows"]) for step in receipt["steps"]] == [(7, 4)]
    assert sweep(opened).rows == 3
    assert [r["status"] for r in opened.state.receipts()] == ["interrupted", "done"]
    assert [r["unknown"] for r in opened.state.receipts()] == [[], []]


def no_room(folder: Path) -> Progress:
    """Return what lets no receipt be written any more, once four rows went."""
    refuse = "BEFORE UPDATE ON gestand_receipt BEGIN SELECT RAISE(ABORT, 'no room'); END"

    def full(_step: str, seen: int, _in_all: int) -> None:
        if seen == 4:
            run(folder, f"CREATE TRIGGER no_room {refuse}", RECORDS)

    return full


def digest_of_receipt(folder: Path, number: int) -> str:
    text = cell(folder, f"SELECT said FROM gestand_receipt WHERE number = {number}", RECORDS)
    return sha256(str(text).encode()).hexdigest()


def test_what_was_kept_and_not_told_is_said_to_be_unknown(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    with planned(opened) as prepared, pytest.raises(CannotRun, match="cannot be read or written"):
        carried_out(prepared, no_room(tmp_path), chunk=2)
    run(tmp_path, "DROP TRIGGER no_room", RECORDS)
    assert sweep(opened).interrupted == 1
    first, second = opened.state.receipts()
    assert (first["status"], first["transactions"]) == ("interrupted", 2)
    assert [(s["found"], s["rows"]) for s in first["unknown"]] == [(2, 2)]
    assert "kept" not in first
    assert second["steps"][0]["rows"] == 1
    assert second["previous"] == digest_of_receipt(tmp_path, 1)
    assert list(opened.state.lines("intents")) == []


@pytest.fixture
def marked(tmp_path: Path) -> Company:
    """Give a company whose store has a table for marks."""
    opened = company(tmp_path, CUSTOMERS)
    (made,) = look_over(opened).marks.values()
    run(tmp_path, made)
    return open_company(tmp_path)


def test_what_was_kept_and_not_told_the_store_can_tell(marked: Company) -> None:
    with planned(marked) as prepared, pytest.raises(CannotRun, match="cannot be read or written"):
        carried_out(prepared, no_room(marked.root), chunk=2)
    run(marked.root, "DROP TRIGGER no_room", RECORDS)
    assert sweep(marked).interrupted == 1
    first, second = marked.state.receipts()
    assert (first["unknown"], [(s["found"], s["rows"]) for s in first["kept"]]) == ([], [(2, 2)])
    assert [(s["step"], s["store"], s["table"]) for s in first["kept"]] == [
        ("Erase", "db", "customers")]
    told = [*first["steps"], *first["kept"], *second["steps"]]
    assert sum(step["rows"] for step in told) == 7


@pytest.mark.parametrize("what", ["answer", "residue"])
def test_what_comes_after_a_killed_run_asks_the_store_too(
    marked: Company, tmp_path: Path, what: str
) -> None:
    with planned(marked) as prepared, pytest.raises(CannotRun, match="cannot be read or written"):
        carried_out(prepared, no_room(marked.root), chunk=2)
    run(marked.root, "DROP TRIGGER no_room", RECORDS)
    if what == "answer":
        give(marked.root, tmp_path / "answer.zip", ("customer", 7), on=TODAY)
    else:
        assert gestand("residue", marked.root, typed="Lindelaan 7").exit_code in (0, 1)
    first, _ = marked.state.receipts()
    assert (first["unknown"], [(s["found"], s["rows"]) for s in first["kept"]]) == ([], [(2, 2)])


def test_what_a_store_says_it_did_not_keep_never_happened(marked: Company) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'no'); END"
    run(marked.root, f"CREATE TRIGGER no BEFORE INSERT ON gestand_erasure_mark {refuse}")
    with planned(marked) as prepared, pytest.raises(CannotRun, match="store `db`"):
        carried_out(prepared)
    run(marked.root, "DROP TRIGGER no")
    assert sweep(marked).rows == 7
    first, _ = marked.state.receipts()
    assert (first["status"], first["unknown"], "kept" in first) == ("interrupted", [], False)


def test_one_mark_is_left_of_a_run(marked: Company) -> None:
    assert sweep(marked, chunk=2).rows == 7
    assert cell(marked.root, "SELECT count(*) FROM gestand_erasure_mark") == 1


def test_what_is_asked_of_a_person_is_counted(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)
    run(tmp_path, "UPDATE customers SET registered_on = 'soon' WHERE id > 5")
    sweep(opened, on=TODAY)
    (receipt,) = opened.state.receipts()
    assert (receipt["questions"], sum(s["rows"] for s in receipt["steps"])) == (2, 5)


def test_an_answer_marks_the_run_before_it_that_did_not_end(tmp_path: Path) -> None:
    opened = company(tmp_path, CUSTOMERS)

    def stop(_step: str, seen: int, _in_all: int) -> None:
        if seen == 4:
            raise StoreBusy

    with planned(opened) as prepared, pytest.raises(StoreBusy):
        carried_out(prepared, stop, chunk=2)
    given = give(tmp_path, tmp_path / "answer.zip", ("customer", 7), on=TODAY)
    assert (given.interrupted, given.receipt) == (1, 2)
    first, second = opened.state.receipts()
    assert (first["status"], second["status"]) == ("interrupted", "done")
    assert second["previous"] == digest_of_receipt(tmp_path, 1)

"""The archive of an answer: whole or not there, the same twice, private, and honest."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from gestand.core.facts import ErasureAsked, Person
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.access import Wanted, give_access
from gestand.work.answer.archive import safe_name
from gestand.work.facts import record_erasures
from gestand.work.portability import Along, take_along
from gestand.work.state import State
from gestand.work.sweep import Request
from tests.answers import give, members, page_of, rows_told
from tests.linde import TODAY, Changes, build, run
from tests.noorderlicht import DAY
from tests.recording import writing

CUSTOMER = ("customer", 1)
ROWS = """
INSERT INTO customers VALUES
    (1, 'K1', 'Aaltje', 'aaltje@delinde.example', '=1+1', '<b>Laan</b> 1', '2019-01-10'),
    (2, 'K2', 'Björn', 'bjorn@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (5, 1, 'vps', 'a.example', '2020-01-01', NULL);
INSERT INTO orders VALUES (7, 1, 'Laan 1', '2026-02-01', '2026-02-03'),
    (8, 1, 'Laan 2', '2019-02-01', '2019-02-03'), (9, 1, 'Laan 3', '2026-02-01', 'no day');
"""
FILES: Changes = {
    "datamap": [
        ("    columns: {title: letter}", "    files: {title: files}\n    columns: {title: letter}")
    ]
}
DOCUMENTS = """
INSERT INTO vacancies VALUES (1, 'Bouwer', '2026-01-01', NULL, NULL, NULL);
INSERT INTO applications (id, vacancy_id, name, received_on) VALUES (1, 1, 'Zoë', '2026-06-01');
"""


def linde(folder: Path, rows: str = ROWS, changes: Changes | None = None) -> Path:
    return build(folder / "linde", rows, changes or {})


def answer(folder: Path, out: Path) -> dict[str, bytes]:
    give(folder, out, CUSTOMER, on=TODAY)
    return members(out)


def half_written(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "half-written" in path.name]


def test_the_same_answer_has_the_same_bytes(tmp_path: Path) -> None:
    folder = linde(tmp_path)
    for name in ("one.zip", "two.zip"):
        give(folder, tmp_path / name, CUSTOMER, on=TODAY)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    out = tmp_path / "answer.zip"
    answer(linde(tmp_path), out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with ZipFile(out) as opened:
        assert {info.external_attr >> 16 for info in opened.infolist()} == {0o600}


def test_the_manifest_names_every_other_member_with_its_digest(tmp_path: Path) -> None:
    found = answer(linde(tmp_path), tmp_path / "answer.zip")
    told = json.loads(found.pop("manifest.json"))
    assert {name: about["sha256"] for name, about in told["members"].items()} == {
        name: sha256(content).hexdigest() for name, content in found.items()
    }
    assert told["as of"] == TODAY.isoformat()
    assert told["rows"] == {
        "db.customers": 1,
        "db.orders": 3,
        "db.invoices": 0,
        "db.order_lines": 0,
        "db.contracts": 1,
    }


def test_what_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    folder, out = linde(tmp_path), tmp_path / "answer.zip"
    out.write_text("something else")
    with pytest.raises(CannotRun, match="there already"):
        give(folder, out, CUSTOMER, on=TODAY)
    assert out.read_text() == "something else"
    assert State.beside(folder).receipts() == []
    give(folder, out, CUSTOMER, on=TODAY, replace=True)
    assert "index.html" in members(out)


def test_what_came_during_the_work_is_not_replaced(tmp_path: Path) -> None:
    folder, out = linde(tmp_path), tmp_path / "answer.zip"

    def meanwhile(_what: str, _done: int, _all: int) -> None:
        out.write_text("somebody else's")

    with pytest.raises(CannotRun, match="there already"):
        give(folder, out, CUSTOMER, on=TODAY, progress=meanwhile)
    assert out.read_text() == "somebody else's"
    assert half_written(tmp_path) == []


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    folder, out = linde(tmp_path), tmp_path / "answer.zip"

    def stop(_what: str, done: int, _all: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give(folder, out, CUSTOMER, on=TODAY, progress=stop)
    assert not out.exists()
    assert half_written(tmp_path) == []


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    folder, out = linde(tmp_path), tmp_path / "answer.zip"
    (tmp_path / ".answer.zip.half-written").write_text("half")
    answer(folder, out)
    assert half_written(tmp_path) == []


def test_a_row_of_which_only_its_dates_are_left_is_told_with_what_holds_them(
    tmp_path: Path,
) -> None:
    bare = "INSERT INTO contracts VALUES (6, 2, '', NULL, '2020-01-01', NULL);"
    folder, out = linde(tmp_path, ROWS + bare), tmp_path / "answer.zip"
    run(folder, "UPDATE customers SET name = '', email = NULL WHERE id = 2")
    give(folder, out, ("customer", 2), on=TODAY)
    page = page_of(members(out))
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert "for-service" in anchors
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("out", ["nowhere/answer.zip", ".", "/", "n" * 300])
def test_an_answer_that_cannot_be_written_is_a_plain_error(tmp_path: Path, out: str) -> None:
    with pytest.raises(CannotRun, match="--out"):
        give(linde(tmp_path), tmp_path / out, CUSTOMER, on=TODAY)


def test_two_people_of_one_kind_are_two_answers(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="two of kind `customer`"):
        give(linde(tmp_path), tmp_path / "answer.zip", CUSTOMER, ("customer", 2), on=TODAY)


def test_the_receipt_counts_and_names_nobody(tmp_path: Path) -> None:
    folder, out = linde(tmp_path), tmp_path / "answer.zip"
    answer(folder, out)
    (receipt,) = State.beside(folder).receipts()
    state = State.beside(folder)
    assert (receipt["kind"], receipt["status"]) == ("access given", "done")
    assert receipt["people"] == [state.digest("customer", 1)]
    assert {table["table"]: table["rows"] for table in receipt["tables"]} == {
        "customers": 1, "orders": 3, "invoices": 0, "order_lines": 0, "contracts": 1,
    }  # fmt: skip
    assert receipt["answer"] == state.digest("answer", sha256(out.read_bytes()).hexdigest())
    text = json.dumps(receipt)
    assert [word for word in ("Aaltje", "aaltje", "Laan", "a.example") if word in text] == []


def test_each_value_is_told_with_what_holds_it_until_when(tmp_path: Path) -> None:
    told = rows_told(answer(linde(tmp_path), tmp_path / "answer.zip"))
    (customer,) = told["db.customers"]
    assert {g["purpose"]: g["until"] for g in customer["why"]["name"]["grounds"]} == {
        "order": None,
        "service": None,
    }
    live, over, unclear = (row["why"]["street"] for row in told["db.orders"])
    assert live == {
        "standing": "held",
        "grounds": [{"purpose": "order", "occasion": "order", "until": "2026-08-03"}],
    }
    assert over == {"standing": "no ground", "grounds": []}
    assert unclear["standing"] == "held"


def test_a_value_without_a_ground_and_one_that_waits_are_told_as_such(tmp_path: Path) -> None:
    lost = "INSERT INTO invoices VALUES (3, 'F3', 1, NULL, 'Aaltje', 'Laan', NULL, 'no day');"
    found = answer(linde(tmp_path, ROWS + lost), tmp_path / "answer.zip")
    page = page_of(found)
    assert "Wij hebben geen reden meer om dit te bewaren." in page
    assert rows_told(found)["db.orders"][1]["why"]["street"]["standing"] == "no ground"


def test_an_answer_claims_no_more_than_where_somebody_looked(tmp_path: Path) -> None:
    unlooked: Changes = {
        "datamap": [
            ("\ntables:\n", '\ntables:\n  db.calls: {not personal: "NOT MAPPED YET"}\n'),
            ("street: delivery address", "street: {is: delivery address, source: unknown}"),
        ],
        "schema": [("CREATE TABLE orders", "CREATE TABLE calls (id INTEGER);CREATE TABLE orders")],
    }
    long = "UPDATE orders SET street = 'bel aan bij Femke op nummer 4' WHERE id = 8;"
    out = tmp_path / "answer.zip"
    given = give(linde(tmp_path, ROWS + long, unlooked), out, CUSTOMER, on=TODAY)
    page = page_of(members(out))
    assert "Waar wij keken, vonden wij geen reden meer om dit te bewaren." in page
    assert "Wij hebben geen reden meer" not in page
    assert "Wij weten niet van wie wij dit hebben." in page
    assert (given.read_first, given.unknown) == ({"db.orders.street": 1}, ("db.orders.street",))


def odd(tmp_path: Path) -> dict[str, bytes]:
    folder = linde(tmp_path)
    run(
        folder,
        """UPDATE customers SET name = CAST(x'41ff00' AS TEXT), email = x'00ff10',
           phone = '=HYPERLINK("x")', number = char(9) || 'tab', street = char(8238) || 'Laan',
           registered_on = '0000-00-00' WHERE id = 1;
           UPDATE orders SET street = CAST(zeroblob(3) AS TEXT) || printf('%.*c', 70000, 'x')
           WHERE id = 7;
           UPDATE orders SET street = '</bdi><script>alert(1)</script>', ordered_on = 12
           WHERE id = 8;""",
    )
    return answer(folder, tmp_path / "answer.zip")


def test_odd_values_are_shown_as_they_are(tmp_path: Path) -> None:
    found = odd(tmp_path)
    (row,) = rows_told(found)["db.customers"]
    assert row["values"]["email"] == {"base64": "AP8Q"}
    assert row["values"]["registered_on"] == "0000-00-00"
    assert row["values"]["name"].startswith("A\ufffd")
    page = page_of(found)
    assert "een blok van 3 bytes" in page
    assert "<script" not in page
    assert "0000-00-00" in page
    assert "\0" not in page
    assert "5000 van" in page
    assert len(page) < 60_000


def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    for content in (c for n, c in odd(tmp_path).items() if n.endswith(".csv")):
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))] == []


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Path]:
    folder = build(tmp_path / "linde", DOCUMENTS, FILES)
    (folder / "files").mkdir()
    (folder / "files" / "cv of zoë.txt").write_text("my life")
    (tmp_path / "outside.txt").write_text("not yours")
    (folder / "files" / "link.txt").symlink_to(tmp_path / "outside.txt")
    os.mkfifo(folder / "files" / "pipe")
    yield folder


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("cv of zoë.txt", "my life"),
        ("gone.txt", "staat niet meer op onze schijf"),
        ("../../outside.txt", "die wij niet mogen openen"),
        ("/etc/hostname", "die wij niet mogen openen"),
        ("link.txt", "die wij niet mogen openen"),
        ("pipe", "staat niet meer op onze schijf"),
        ("x" * 300, "staat niet meer op onze schijf"),
    ],
)
def test_a_file_is_in_the_answer_or_the_answer_says_why_not(
    documents: Path, tmp_path: Path, stored: str, told: str
) -> None:
    run(documents, f"INSERT INTO documents VALUES (1, 1, '{stored}')")
    given = give(documents, tmp_path / "answer.zip", ("applicant", 1), on=TODAY)
    found = members(tmp_path / "answer.zip")
    files = [name for name in found if name.startswith("files/")]
    assert [path for path in files if ".." in path] == []
    assert given.files + given.files_left_out == 1
    assert not any(b"not yours" in content for content in found.values())
    if files:
        assert files == ["files/db.documents/0001-cv_of_zoë.txt"]
        assert found[files[0]].decode() == told
    else:
        assert told in page_of(found)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "etc_passwd"),
        (".hidden", "hidden"),
        ("a\\b:c*?.txt", "a_b_c__.txt"),
        ("...", "file"),
        ("", "file"),
        ("n" * 200 + ".pdf", "n" * 76 + ".pdf"),
        ("nul\0l", "nul_l"),
    ],
)
def test_a_name_in_the_archive_is_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_answer_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
    many += "INSERT INTO orders SELECT i, 1, printf('%.*c', 4000, 'x'), '2026-02-01', NULL FROM n;"
    folder = linde(tmp_path, ROWS + many.format(1_800))
    tracemalloc.start()
    give(folder, tmp_path / "answer.zip", CUSTOMER, on=TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    found = members(tmp_path / "answer.zip")
    assert len(found["data/db.orders.json"]) > 5_000_000
    assert peak < 8_000_000
    assert "Hier staan de eerste 500 regels." in page_of(found)
    assert page_of(found).count('class="row"') == 502


@pytest.mark.parametrize("person", [("guest", "zoe@post.example"), ("customer", 3)])
def test_a_request_to_erase_is_told(
    noorderlicht: Path, tmp_path: Path, person: tuple[str, str | int]
) -> None:
    state = State.beside(noorderlicht)
    hidden = Person(person[0], state.digest(*person), hidden=True)
    run(noorderlicht, "UPDATE guest_orders SET buyer_email = 'zoe@post.example'", "shop.db")
    with writing(state):
        record_erasures(state, [ErasureAsked(hidden, DAY - timedelta(days=3))])
    give(noorderlicht, tmp_path / "answer.zip", person)
    give(noorderlicht, tmp_path / "other.zip", ("customer", 4))
    assert "Op 20 november 2026 vroeg u ons" in page_of(members(tmp_path / "answer.zip"))
    assert "vroeg u ons" not in page_of(members(tmp_path / "other.zip"))


def test_a_request_of_who_had_the_key_before_is_not_told(
    noorderlicht: Path, tmp_path: Path
) -> None:
    state = State.beside(noorderlicht)
    hidden = Person("customer", state.digest("customer", 3), hidden=True)
    marks = (("name", "of somebody else"), ("email", "of somebody else"))
    with writing(state):
        record_erasures(state, [ErasureAsked(hidden, DAY - timedelta(days=3), marks)])
    give(noorderlicht, tmp_path / "answer.zip", ("customer", 3))
    assert "vroeg u ons" not in page_of(members(tmp_path / "answer.zip"))


def test_what_is_set_apart_is_told_to_whoever_asked_for_it(tmp_path: Path) -> None:
    """The customer of whom nothing else is held any more is told that it stays, and why."""
    folder = linde(tmp_path, APART)
    (folder / "privacy" / "facts.yaml").write_text(
        "facts: 1\nrecorded:\n"
        "  - {fact: restriction, who: 'customer:1', when: 2026-05-20, because: contested}\n"
        "  - {fact: hold, who: 'customer:2', when: 2026-05-21, because: a claim, by: legal, "
        "review: 2026-09-01}\n"
        "  - {fact: objection, who: 'contact:1', when: 2026-05-22, purpose: business contacts}\n",
        "utf-8",
    )
    told: dict[tuple[str, int], str] = {}
    for person in (("customer", 1), ("customer", 2), ("customer", 3), ("contact", 1)):
        give(folder, tmp_path / f"{person[0]}-{person[1]}.zip", person, on=TODAY)
        found = members(tmp_path / f"{person[0]}-{person[1]}.zip")
        told[person] = page_of(found)
        rows = json.loads(found["data/db.customers.json"])["rows"] if person[0] != "contact" else []
        apart = [(row.get("set apart"), row["why"]["name"]["standing"]) for row in rows]
        kept = [(True, "set apart")] if person[1] < 3 else [(None, "no ground")]
        assert apart == (kept if rows else [])
    assert "Op 20 mei 2026 vroeg u ons om het gebruik" in told["customer", 1]
    assert "Sinds 21 mei 2026 bewaren wij uw gegevens" in told["customer", 2]
    assert "Op 22 mei 2026 maakte u bezwaar" in told["contact", 1]
    assert "Dit staat apart" in told["customer", 1]
    assert "contested" not in told["customer", 1]
    assert "Dit staat apart" not in told["customer", 3] + told["contact", 1]


APART = """
INSERT INTO customers VALUES
    (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10'),
    (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2019-01-10'),
    (3, 'K3', 'Cas', 'cas@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 3, 'Web', 'cas.example', '2022-01-10', '2026-03-01');
INSERT INTO contacts VALUES (1, 3, 'Dee', 'buyer', 'dee@delinde.example', '2026-05-01', NULL);
"""


@pytest.mark.parametrize(
    ("other", "times"), [("access", 1), ("portability", 2)], ids=["an answer", "a run"]
)
def test_an_answer_made_beside_others_is_made_again_where_a_run_came_between(
    tmp_path: Path, other: str, times: int
) -> None:
    folder, out = linde(tmp_path), tmp_path / "answer.zip"
    give(folder, tmp_path / "alone.zip", CUSTOMER, on=TODAY)
    opened, told = open_company(folder), list[str]()
    asked = Request(TODAY, (Person(*CUSTOMER),), access=True)
    with keyring_of(opened) as keyring, opened.state.waiting():

        def tell(table: str, _done: int, _all: int) -> None:
            told.append(table)
            if len(told) > 1:
                return
            if other == "access":
                give_access(opened, asked, Wanted("nl", tmp_path / "other.zip"), keyring)
            else:  # it takes its turn, so the answer is made beside it
                take_along(opened, asked, Along(tmp_path / "along.zip"), keyring)

        given = give_access(opened, asked, Wanted("nl", out), keyring, tell)
        receipts = keyring.journal.state.receipts()
    assert len(told) == times * len({*told})
    assert out.read_bytes() == (tmp_path / "alone.zip").read_bytes()
    assert [r["entry"] for r in receipts] == [1, 2, 3]
    assert (given.receipt, given.interrupted) == (3, None)
    assert half_written(tmp_path) == []

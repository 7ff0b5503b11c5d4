"""A person's answer against a naive reading of the same databases: nothing less, nothing more."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.answers import Members, give, members, page_of, rows_told

ORDERS = "SELECT id FROM orders WHERE customer_id = :key"
ACCOUNTS = "SELECT id FROM accounts WHERE customer_id = :key"
TICKETS = "SELECT id FROM tickets WHERE requester_id = :key"
MESSAGES = f"SELECT id FROM messages WHERE ticket_id IN ({TICKETS})"
INVOICES = "SELECT id FROM invoices WHERE customer_id = :key"
NAIVE = {
    "customer": {
        "shop.customers": "SELECT * FROM customers WHERE id = :key",
        "shop.accounts": "SELECT * FROM accounts WHERE customer_id = :key",
        "shop.sign_ins": f"SELECT * FROM sign_ins WHERE account_id IN ({ACCOUNTS})",
        "shop.contracts": "SELECT * FROM contracts WHERE customer_id = :key",
        "shop.orders": "SELECT * FROM orders WHERE customer_id = :key",
        "shop.order_lines": f"SELECT * FROM order_lines WHERE order_id IN ({ORDERS})",
        "shop.invoices": "SELECT * FROM invoices WHERE customer_id = :key",
        "shop.payments": f"SELECT * FROM payments WHERE invoice_id IN ({INVOICES})",
    },
    "guest": {
        "shop.guest_orders": "SELECT * FROM guest_orders WHERE lower(trim(buyer_email)) = :key"
    },
    "company contact": {"shop.company_contacts": "SELECT * FROM company_contacts WHERE id = :key"},
    "applicant": {
        "hr.applications": "SELECT * FROM applications WHERE id = :key",
        "hr.documents": "SELECT * FROM documents WHERE application_id = :key",
    },
    "employee": {
        "hr.employees": "SELECT * FROM employees WHERE id = :key",
        "hr.payslips": "SELECT * FROM payslips WHERE employee_id = :key",
    },
    "visitor": {
        "site.contact_messages": "SELECT * FROM contact_messages"
        " WHERE lower(trim(sender_email)) = :key"
    },
    "reviewer": {
        "site.testimonials": "SELECT * FROM testimonials WHERE lower(trim(reviewer_email)) = :key"
    },
    "requester": {
        "support.requesters": "SELECT * FROM requesters WHERE id = :key",
        "support.tickets": "SELECT * FROM tickets WHERE requester_id = :key",
        "support.messages": f"SELECT * FROM messages WHERE ticket_id IN ({TICKETS})",
        "support.attachments": "SELECT * FROM attachments"
        f" WHERE object_type = 'ticket' AND object_id IN ({TICKETS})"
        f" OR object_type = 'message' AND object_id IN ({MESSAGES})",
    },
}
WITHHELD = {
    "shop.accounts": {"password_hash"},
    "shop.company_contacts": {"customer_id"},
    "hr.employees": {"application_id"},
    "support.messages": {"agent_id", "agent_name"},
}
NUMBERS = {"customer": 84, "company contact": 9, "applicant": 14, "employee": 1}
HELPED = (5, 16, 30, 60)
TYPED = {
    "guest": ("shop", "SELECT DISTINCT lower(trim(buyer_email)) FROM guest_orders"),
    "reviewer": ("site", "SELECT DISTINCT lower(trim(reviewer_email)) FROM testimonials"),
    "visitor": ("site", "SELECT DISTINCT sender_email FROM contact_messages WHERE id < 40"),
}
MAIL = re.compile(rb"[\w.+'-]+@[\w.-]+\.example")
OUR_OWN = {b"privacy@noorderlicht.example"}

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def here(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a company that keeps the receipts of this file's answers."""
    folder = tmp_path_factory.mktemp("answers") / "noorderlicht"
    shutil.copytree(founding, folder)
    return folder


def naive(folder: Path, kind: str, key: str | int) -> dict[str, Rows]:
    """Read a person's rows, all columns that may be told, by a query per table."""
    found: dict[str, Rows] = {}
    for table, query in NAIVE[kind].items():
        store = table.partition(".")[0]
        with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute(f"{query} ORDER BY id", {"key": key})]
        hidden = WITHHELD.get(table, set())
        found[table] = [{k: v for k, v in row.items() if k not in hidden} for row in rows]
    return {table: rows for table, rows in found.items() if rows}


def people(folder: Path, kind: str) -> Iterator[str | int]:
    """Yield some people of a kind, by key or address."""
    if kind not in TYPED:
        number = NUMBERS.get(kind, 1)
        yield from HELPED if kind == "requester" else range(1, number + 1, max(1, number // 6))
        return
    store, query = TYPED[kind]
    with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
        found = connection.execute(f"{query} ORDER BY 1 LIMIT 5").fetchall()
        yield from (address for (address,) in found if address)


def addresses(found: Iterable[bytes]) -> set[bytes]:
    return {address.lower() for text in found for address in MAIL.findall(text)}


def csv_rows(found: Members, table: str) -> list[list[str]]:
    text = found[f"data/{table}.csv"]
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def plainly(text: str) -> str:
    """Return what a spreadsheet shows of a text that stands in the database."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


@pytest.mark.parametrize("kind", NAIVE)
def test_the_answer_has_what_a_naive_reading_finds_and_nothing_else(
    here: Path, tmp_path: Path, kind: str
) -> None:
    asked = list(people(here, kind))
    assert asked
    for number, key in enumerate(asked):
        give(here, tmp_path / f"{number}.zip", (kind, key))
        found, expected = members(tmp_path / f"{number}.zip"), naive(here, kind, key)
        told = rows_told(found)
        assert {t: [row["values"] for row in rows] for t, rows in told.items()} == expected
        own = addresses([json.dumps(expected).encode()])
        assert addresses(found.values()) <= own | OUR_OWN


@pytest.mark.parametrize("kind", ["customer", "applicant"])
def test_the_page_and_the_csv_say_what_the_json_says(here: Path, tmp_path: Path, kind: str) -> None:
    give(here, tmp_path / "answer.zip", (kind, 3))
    found = members(tmp_path / "answer.zip")
    page = unescape(page_of(found))
    for table, rows in rows_told(found).items():
        head, *lines = csv_rows(found, table)
        assert head[:-1] == list(rows[0]["values"])
        for row, line in zip(rows, lines, strict=True):
            texts = ["" if value is None else str(value) for value in row["values"].values()]
            assert line[:-1] == [plainly(text) for text in texts]
            dates = re.compile(r"\d{4}-\d\d-\d\d\Z")
            assert [t for t in texts if t not in page and not dates.match(t)] == []


def test_a_person_of_several_kinds_has_one_answer(here: Path, tmp_path: Path) -> None:
    together = tmp_path / "both.zip"
    give(here, together, ("customer", 3), ("applicant", 3))
    expected = naive(here, "customer", 3) | naive(here, "applicant", 3)
    told = rows_told(members(together))
    assert {t: [row["values"] for row in rows] for t, rows in told.items()} == expected


def test_a_secret_is_nowhere_in_the_answer(here: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(here / "shop.db")) as connection:
        query = "SELECT customer_id, password_hash FROM accounts WHERE password_hash IS NOT NULL"
        customer, secret = connection.execute(query).fetchone()
    give(here, tmp_path / "answer.zip", ("customer", customer))
    found = members(tmp_path / "answer.zip")
    assert [name for name, content in found.items() if secret.encode() in content] == []
    assert "password_hash" in page_of(found)


def test_who_answered_is_nowhere_in_the_answer_to_the_customer(here: Path, tmp_path: Path) -> None:
    give(here, tmp_path / "answer.zip", ("requester", 5))
    found = members(tmp_path / "answer.zip")
    with closing(sqlite3.connect(here / "support.db")) as connection:
        agents = [name for (name,) in connection.execute("SELECT name FROM agents")]
        query = f"SELECT count(agent_name) FROM messages WHERE ticket_id IN ({TICKETS})"
        assert connection.execute(query, {"key": 5}).fetchone() != (0,)
    assert [name for name in agents for text in found.values() if name.encode() in text] == []
    assert "agent_name" in page_of(found)


def test_somebody_of_whom_nothing_is_held_is_told_so(here: Path, tmp_path: Path) -> None:
    given = give(here, tmp_path / "answer.zip", ("guest", "nobody@post.example"))
    found = members(tmp_path / "answer.zip")
    assert [table.rows for table in given.tables] == [0]
    assert set(found) == {"index.html", "manifest.json"}
    assert "vonden wij niets dat wij u kunnen laten zien" in page_of(found)

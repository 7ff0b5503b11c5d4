"""`gestand access`: one person, one file, and no word about them anywhere else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gestand.work.state import State
from tests.answers import members, page_of, rows_told
from tests.surfaces.commands import ON, gestand, personal_texts


def guest(folder: Path) -> str:
    """Return the address of somebody who ordered without an account."""
    with closing(sqlite3.connect(folder / "shop.db")) as connection:
        query = "SELECT buyer_email FROM guest_orders WHERE buyer_email IS NOT NULL LIMIT 1"
        return str(connection.execute(query).fetchone()[0])


def test_it_writes_the_answer_and_says_where(noorderlicht: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.zip"
    people = ("--person", "customer:31", "--person", "applicant:2")
    done = gestand("access", noorderlicht, *people, "--out", out, *ON)
    assert (done.exit_code, done.stderr) == (0, "")
    told = rows_told(members(out))
    rows = sum(len(rows) for rows in told.values())
    first, *_, last = done.stdout.splitlines()
    assert first.startswith(f"The answer is in {out}: {rows} rows of {len(told)} tables")
    assert "not connected: mailbox, jobs mailbox" in done.stdout
    assert last == f"`gestand receipt 1 {noorderlicht}` prints receipt 1."
    assert State.beside(noorderlicht).receipts()[0]["kind"] == "access given"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ((), "Uw gegevens bij Noorderlicht"),
        (("--lang", "nl"), "Uw gegevens bij Noorderlicht"),
        (("--lang", "en"), "Your data at Noorderlicht"),
    ],
)
def test_it_speaks_the_language_of_the_person(
    noorderlicht: Path, tmp_path: Path, lang: tuple[str, ...], title: str
) -> None:
    out = tmp_path / "answer.zip"
    person = ("--person", "applicant:2")
    assert gestand("access", noorderlicht, *person, "--out", out, *ON, *lang).exit_code == 0
    assert f"<title>{title}" in page_of(members(out))


def test_an_address_is_read_from_standard_input(noorderlicht: Path, tmp_path: Path) -> None:
    out, address = tmp_path / "answer.zip", guest(noorderlicht)
    asked = ("access", noorderlicht, "--person", "guest:-", "--out", out, *ON)
    done = gestand(*asked, typed=f"  {address.upper()}\n")
    assert done.exit_code == 0
    assert rows_told(members(out))["shop.guest_orders"][0]["values"]["buyer_email"] == address
    assert address not in done.output


def test_orders_with_the_address_of_who_asks_are_pointed_at(
    noorderlicht: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(noorderlicht / "shop.db")) as connection, connection:
        address = connection.execute("SELECT email FROM customers WHERE id = 3").fetchone()[0]
        same = "UPDATE guest_orders SET buyer_email = upper(?) WHERE id IN (2, 3)"
        connection.execute(same, (address,))
    asked = ("access", noorderlicht, "--person", "customer:3", *ON, "--out")
    done = gestand(*asked, tmp_path / "one.zip")
    assert "2 rows of shop.guest_orders carry an identifier of this person." in done.stdout
    assert address not in done.output
    both = gestand(*asked, tmp_path / "both.zip", "--person", "guest:-", typed=address)
    assert "carry an identifier" not in both.stdout
    assert len(rows_told(members(tmp_path / "both.zip"))["shop.guest_orders"]) == 2


def test_a_file_that_is_there_is_replaced_by_force_only(noorderlicht: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.zip"
    asked = ("access", noorderlicht, "--person", "customer:3", "--out", out, *ON)
    codes = [gestand(*asked).exit_code, gestand(*asked).exit_code]
    assert [*codes, gestand(*asked, "--force").exit_code] == [0, 2, 0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "`--person` is missing"),
        (("--person", "customer:999999"), "there is no customer with that key"),
        (("--person", "guest:zoe@post.example"), "on standard input"),
        (("--person", "customer:3", "--person", "customer:4"), "two of kind `customer`"),
        (("--person", "customer:3", "--lang", "fr"), "use one of its languages: nl, en"),
    ],
)
def test_what_cannot_be_answered_is_one_plain_line(
    noorderlicht: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = gestand("access", noorderlicht, *words, "--out", tmp_path / "answer.zip", *ON)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.glob("*answer*")) == []


def test_nothing_about_anybody_is_printed_or_recorded(noorderlicht: Path, tmp_path: Path) -> None:
    texts = personal_texts(noorderlicht)
    out = tmp_path / "answer.zip"
    done = gestand(
        "access", noorderlicht, "--person", "customer:3", "--person", "applicant:2",
        "--out", out, *ON,
    )  # fmt: skip
    kept = [p.read_bytes() for p in (noorderlicht / ".gestand").rglob("*") if p.is_file()]
    said = "\n".join([done.output, *(told.decode("utf-8", "replace") for told in kept)])
    assert done.exit_code == 0
    assert [text for text in texts if text in said] == []

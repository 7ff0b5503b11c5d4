"""The example company: the same arguments give the same content, every promise is there."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from gestand.demo.noorderlicht.generate import HERE, STORES, WITH_FILES, Company, build, main

TODAY = date(2026, 12, 15)
E_MAIL = re.compile(r"[^\s@]+@[^\s@]+")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("company")
    build(directory, 2_000, 1, TODAY)
    return directory


def ask(directory: Path, store: str, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(directory / f"{store}.db")) as connection:
        return connection.execute(query, {"today": TODAY.isoformat()}).fetchall()


def dump(directory: Path) -> list[str]:
    lines: list[str] = []
    for store in STORES:
        with closing(sqlite3.connect(directory / f"{store}.db")) as connection:
            lines.extend(connection.iterdump())
    return lines


def text_cells(directory: Path) -> Iterator[str]:
    for store in STORES:
        for (table,) in ask(
            directory, store, "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ):
            for row in ask(directory, store, f"SELECT * FROM {table}"):
                yield from (cell for cell in row if isinstance(cell, str))


def test_the_same_arguments_give_the_same_content(company: Path, tmp_path: Path) -> None:
    build(tmp_path, 2_000, 1, TODAY)
    assert dump(tmp_path) == dump(company)
    assert sorted(p.name for p in (tmp_path / "files").iterdir()) == sorted(
        p.name for p in (company / "files").iterdir()
    )


def test_another_seed_gives_other_content(company: Path, tmp_path: Path) -> None:
    build(tmp_path, 2_000, 2, TODAY)
    assert dump(tmp_path) != dump(company)


def situations() -> list[tuple[str, str, str]]:
    """Read the promised situations: each a store, a name and the query that finds it."""
    text = Path(__file__).with_name("situations.sql").read_text(encoding="utf-8")
    return re.findall(r"^-- (\w+): (.+)\n((?:(?!--).*\n)+)", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("store", "query"),
    [(store, query) for store, _, query in situations()],
    ids=[name for _, name, _ in situations()],
)
def test_every_promised_situation_occurs(company: Path, store: str, query: str) -> None:
    assert ask(company, store, query) > [(0,)]


def test_all_situations_are_read() -> None:
    text = Path(__file__).with_name("situations.sql").read_text(encoding="utf-8")
    assert len(situations()) == text.count("SELECT count(*)") > 50


def test_one_person_is_in_both_stores_under_two_addresses(company: Path) -> None:
    customers = set(ask(company, "shop", "SELECT name, email FROM customers"))
    applicants = set(
        ask(company, "hr", "SELECT name, email FROM applications WHERE email LIKE '%@werk.example'")
    )
    assert {name for name, _ in applicants} <= {name for name, _ in customers}
    assert not applicants & customers


@pytest.mark.parametrize("store", STORES)
def test_every_reference_leads_somewhere(company: Path, store: str) -> None:
    assert ask(company, store, "PRAGMA foreign_key_check") == []


def test_every_e_mail_address_is_an_example(company: Path) -> None:
    addresses = [found for cell in text_cells(company) for found in E_MAIL.findall(cell)]
    assert len(addresses) > 2_000
    assert all(address.lower().endswith(".example") for address in addresses)


@pytest.mark.parametrize("moment", ["ordered_on", "fulfilled_on"])
def test_nothing_has_happened_after_today(company: Path, moment: str) -> None:
    assert ask(company, "shop", f"SELECT count(*) FROM orders WHERE {moment} > :today") == [(0,)]


def test_every_document_and_attachment_has_its_file(company: Path) -> None:
    named = {
        name
        for store, table in WITH_FILES.items()
        for (name,) in ask(company, store, f"SELECT stored_as FROM {table}")
    }
    assert named == {path.name for path in (company / "files").iterdir()}


def test_files_are_left_out_when_asked(tmp_path: Path) -> None:
    build(tmp_path, 100, 1, TODAY, files=False)
    assert list((tmp_path / "files").iterdir()) == []


def test_proportions_are_the_same_at_each_size(company: Path, tmp_path: Path) -> None:
    build(tmp_path, 4_000, 1, TODAY, files=False)
    for table in ("customers", "contracts", "orders", "invoices", "guest_orders"):
        (small,), (large,) = (
            ask(where, "shop", f"SELECT count(*) FROM {table}")[0] for where in (company, tmp_path)
        )
        assert isinstance(small, int)
        assert isinstance(large, int)
        assert large == pytest.approx(2 * small, rel=0.03), table


@pytest.mark.parametrize("seed", [0, 7, 2**31])
def test_the_smallest_company_can_be_built_with_any_seed(tmp_path: Path, seed: int) -> None:
    build(tmp_path, 100, seed, date(2028, 2, 29))
    assert ask(tmp_path, "shop", "SELECT count(*) FROM customers") == [(70,)]


def test_the_years_before_a_leap_day_begin_in_february() -> None:
    assert Company(100, 1, date(2028, 2, 29)).first_day == date(2019, 2, 28)


@pytest.mark.parametrize("people", [99, 1_000_001])
def test_a_company_of_another_size_is_refused(tmp_path: Path, people: int) -> None:
    with pytest.raises(ValueError, match="between 100 and 1000000"):
        build(tmp_path, people, 1, TODAY)


def test_a_company_that_is_there_already_is_left_alone(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (company / "shop.db").read_bytes()
    assert main([str(company), "--today", TODAY.isoformat()]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (company / "shop.db").read_bytes() == before


def test_no_statement_divides_or_does_arithmetic_on_dates() -> None:
    words = re.compile(
        r"julianday|strftime|date\s*\(|interval|now\s*\(|random\s*\(|/", re.IGNORECASE
    )
    for script in sorted((HERE / "fill").glob("*.sql")):
        code = re.sub(r"--.*", "", script.read_text(encoding="utf-8"))
        assert words.findall(code) == [], script.name


def test_it_runs_as_a_script_without_the_package(tmp_path: Path) -> None:
    alone = shutil.copytree(HERE, tmp_path / "alone")
    command = [sys.executable, "-I", str(alone / "generate.py"), str(tmp_path / "out")]
    subprocess.run([*command, "--people", "100", "--today", "2026-12-15"], check=True)
    assert ask(tmp_path / "out", "hr", "SELECT count(*) FROM vacancies") == [(1,)]

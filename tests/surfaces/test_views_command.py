"""`gestand views` shows, prints, makes, renews and drops views, and says until when they count."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.surfaces.commands import gestand


def views(folder: Path, store: str = "shop") -> list[str]:
    """Return the names of the views in a database of the example."""
    with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")
        return sorted(name for (name,) in found)


def test_without_an_option_nothing_is_made(noorderlicht: Path) -> None:
    shown = gestand("views", "account", "--in", noorderlicht)
    assert "gestand_account_accounts: id, login\n" in shown.output
    assert "Nothing has been changed" in shown.output
    assert re.search(r"from \d{4}-\d\d-\d\d 00:00 \(Europe/Amsterdam\) on", shown.output)
    assert views(noorderlicht) == []


def test_views_are_made_after_asking(noorderlicht: Path) -> None:
    refused = gestand("views", "account", "--in", noorderlicht, "--apply", typed="n\n")
    assert refused.exit_code == 1
    assert views(noorderlicht) == []
    made = gestand("views", "account", "--in", noorderlicht, "--apply", typed="y\n")
    assert "Made: 2 views." in made.output
    assert views(noorderlicht) == ["gestand_account_accounts", "gestand_account_customers"]


def test_only_what_is_there_is_made_anew(noorderlicht: Path) -> None:
    gestand("views", "account", "--in", noorderlicht, "--apply", "--yes")
    again = gestand("views", "--in", noorderlicht, "--refresh")
    assert "Made: 2 views." in again.output
    assert len(views(noorderlicht)) == 2


def test_views_of_one_store_only(noorderlicht: Path) -> None:
    made = gestand("views", "tax", "--in", noorderlicht, "--store", "hr", "--apply", "--yes")
    assert "Made: 1 view." in made.output
    assert (views(noorderlicht), views(noorderlicht, "hr")) == ([], ["gestand_tax_payslips"])


def test_views_are_dropped(noorderlicht: Path) -> None:
    gestand("views", "--in", noorderlicht, "--apply", "--yes")
    dropped = gestand("views", "--in", noorderlicht, "--drop", "--yes")
    assert "Dropped." in dropped.output
    assert views(noorderlicht) == []
    assert "0 views are there." in gestand("views", "--in", noorderlicht, "--drop").output


def test_neither_check_nor_plan_takes_views_for_personal_data(noorderlicht: Path) -> None:
    gestand("views", "--in", noorderlicht, "--apply", "--yes")
    assert "no findings" in gestand("check", noorderlicht).output
    assert gestand("doctor", noorderlicht).output.count("gestand_") == 0
    assert gestand("plan", noorderlicht).exit_code in (0, 1)


def test_the_statements_are_printed_for_who_may_run_them(noorderlicht: Path) -> None:
    words = ("--in", noorderlicht, "--ddl", "--role", "account=shop_portal")
    printed = gestand("views", *words).output
    both = gestand("views", *words, "--role", "account=shop_office").output
    assert both.count("no roles") == 2 * printed.count("no roles")
    assert "CREATE VIEW gestand_account_accounts AS" in printed
    assert "gestand_tax" not in printed
    assert "no roles: who may read the file of SQLite reads all of it" in printed
    assert "password_hash" not in printed
    assert views(noorderlicht) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["acount"], "there is no purpose of that name; did you mean `account`?"),
        (["--store", "shap"], "there is no store of that name; did you mean `shop`?"),
        (["--role", "account=portal"], "--role goes with --ddl"),
        (["--ddl", "--role", "portal"], "--role needs a purpose and a role"),
        (["account", "--ddl", "--role", "tax=portal"], "there is no purpose of that name"),
    ],
)
def test_what_cannot_be_is_refused_plainly(
    noorderlicht: Path, words: list[str], told: str
) -> None:
    refused = gestand("views", *words, "--in", noorderlicht)
    assert refused.exit_code == 2
    assert told in refused.output

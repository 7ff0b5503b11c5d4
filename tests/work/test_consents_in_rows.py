"""Consents and the rows that carry them: what was given stands, what was taken back has ended."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gestand.core.datamap.schema import plain_text
from gestand.settings import today
from tests.databases import Database, on, together
from tests.stories.story import laid_down, read
from tests.surfaces.commands import gestand

BASE = read("a_restore_does_not_forget_an_erasure")
TODAY = today("Europe/Amsterdam")
A_YEAR_AGO = (TODAY - timedelta(days=300)).isoformat()
TABLE = """CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id),
    email VARCHAR(200), began_on DATE NOT NULL, given_on DATE, ended_on DATE, words VARCHAR(40));
"""
FIRST = "CREATE TABLE contacts ("
SUBSCRIPTIONS = (
    {"in": "schema.sql", "from": FIRST, "to": TABLE + FIRST},
    {
        "in": "datamap.yaml",
        "from": "  contact person: {",
        "to": "  subscription: {table: db.subscriptions, began: began_on}\n  contact person: {",
    },
    {
        "in": "datamap.yaml",
        "from": "  db.contracts: {",
        "to": "  db.subscriptions: {purposes: [newsletter], owner: customer_id, columns: "
        "{email: email}, consent newsletter: {given: given_on, withdrawn: ended_on, text: words}}\n"
        "  db.contracts: {",
    },
    {
        "from": "  business contacts:",
        "to": "  newsletter:\n    title: {nl: U nieuws sturen, en: Sending you news}\n"
        "    basis: consent\n    data: [email]\n    occasion: subscription\n"
        "    asks: {nl: Mogen wij u nieuws sturen?, en: May we send you news?}\n"
        "    keep: {for: P5Y, after: consent given}\n  business contacts:",
    },
)
STAMPED = (
    {"in": "datamap.yaml", "from": "zone: Europe/Amsterdam", "to": "zone: UTC"},
    *(
        {"in": "schema.sql", "from": f"{name} DATE", "to": f"{name} TIMESTAMP NULL"}
        for name in ("pool_given_on", "pool_withdrawn_on")
    ),
)
DIGITS = (
    STAMPED[0],
    {"in": "schema.sql", "from": "pool_given_on DATE", "to": "pool_given_on VARCHAR(14)"},
    {"in": "schema.sql", "from": "pool_withdrawn_on DATE", "to": "pool_withdrawn_on VARBINARY(14)"},
    {"in": "datamap.yaml", "from": "{name: name, email: email, letter: letter}",
     "to": "{name: name, email: email, letter: letter, "
     "pool_given_on: {is: technical, written: yyyymmddhhmmss}, "
     "pool_withdrawn_on: {is: technical, written: yyyymmddhhmmss}}"},
)  # fmt: skip
WITHOUT = "{email: email, ended_on: technical}"
ROWS = "SELECT {} FROM applications WHERE id = 1"


class Site:
    """A company with one database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database

    def send(self, event: str, at: str, **more: Any) -> Result:
        told = {"event": event, "purpose": "newsletter", "who": "customer:1", "at": at}
        told |= {"words": "2024-01-01", "language": "nl"} | more
        return gestand("consent", "lines", "--in", self.folder, typed=json.dumps(told) + "\n")

    def pool(self, event: str, at: str, **more: Any) -> Result:
        return self.send(event, at, **({"purpose": "talent pool", "who": "applicant:1"} | more))

    def agree(self) -> Result:
        return gestand("consents", self.folder, "--agree")

    def may(self, who: str = "customer:1", purpose: str = "newsletter") -> bool:
        return gestand("may", purpose, self.folder, "--person", who).exit_code == 0

    def set(self, given: str | None, withdrawn: str | None) -> None:
        shown = ["NULL" if each is None else f"'{each}'" for each in (given, withdrawn)]
        self.database.run(
            f"UPDATE applications SET pool_given_on = {shown[0]}, pool_withdrawn_on = {shown[1]} "
            "WHERE id = 1"
        )

    def pooled(self) -> list[str | None]:
        (row,) = self.database.rows(ROWS.format("pool_given_on, pool_withdrawn_on"))
        return [None if value is None else plain_text(value)[:19] for value in row]


Sites = Callable[..., AbstractContextManager[Site]]


@pytest.fixture
def sites(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Build companies that differ from the one of the story by some changes."""

    @contextmanager
    def site(*changes: dict[str, str]) -> Iterator[Site]:
        folder = tmp_path / "company"
        folder.mkdir()
        story = replace(BASE, changes=changes)
        with laid_down(story, folder, kind, together(tmp_path_factory)) as databases:
            yield Site(folder, databases["db"])

    return site


@pytest.fixture
def subscribed(sites: Sites) -> Iterator[Site]:
    """Give a company of which a customer has two subscriptions."""
    with sites(*SUBSCRIPTIONS) as site:
        values = f"1, 'k', 'Ann', 'a@b.c', NULL, NULL, '{A_YEAR_AGO}'"
        site.database.run(f"INSERT INTO customers VALUES ({values})")
        for key in (1, 2):
            values = f"{key}, 1, 'a@b.c', '{A_YEAR_AGO}', NULL, NULL, NULL"
            site.database.run(f"INSERT INTO subscriptions VALUES ({values})")
        yield site


GIVEN = f"{A_YEAR_AGO}T10:00+01:00"
ENDS = "SELECT id, ended_on FROM subscriptions WHERE ended_on IS NOT NULL"


def test_consent_of_a_row_over_an_edge_is_given_and_withdrawn(subscribed: Site) -> None:
    told = subscribed.send("given", GIVEN)
    assert "G615" in told.stderr and "2 rows of this person" in told.stderr
    for key in ("1", "2"):
        assert subscribed.send("given", GIVEN, row=key).exit_code == 0
    assert subscribed.may()
    assert subscribed.send("withdrawn", f"{TODAY}T00:00+01:00").exit_code == 0
    assert len(subscribed.database.rows(ENDS)) == 2
    assert not subscribed.may()


@on("sqlite")
def test_who_refuses_once_keeps_what_another_row_carries(subscribed: Site) -> None:
    assert subscribed.send("given", GIVEN, row="1").exit_code == 0
    told = subscribed.send("refused", f"{TODAY}T00:00+01:00")
    assert "G615" in told.stderr and "name the one with `row`" in told.stderr
    assert subscribed.send("refused", f"{TODAY}T00:00+01:00", row="2").exit_code == 0
    assert subscribed.may() and subscribed.database.rows(ENDS) == []


@on("sqlite")
def test_a_receipt_is_of_one_row(subscribed: Site) -> None:
    assert subscribed.send("given", GIVEN, row="1", receipt="r").exit_code == 0
    assert subscribed.send("given", GIVEN, row="1", receipt="r").exit_code == 0
    told = subscribed.send("given", GIVEN, row="2", receipt="r")
    assert (told.exit_code, "G613" in told.stderr) == (1, True)
    ended = f"{TODAY}T00:00+01:00"
    assert subscribed.send("withdrawn", ended, row="1", receipt="w").exit_code == 0
    assert "G613" in subscribed.send("withdrawn", ended, receipt="w").stderr


@on("sqlite")
def test_given_for_one_row_on_the_day_of_a_withdrawal_brings_back_no_other(
    subscribed: Site,
) -> None:
    columns = subscribed.folder / "privacy" / "datamap.yaml"
    told = columns.read_text("utf-8").replace("withdrawn: ended_on, ", "")
    told = told.replace("columns: {email: email}, consent", f"columns: {WITHOUT}, consent")
    columns.write_text(told, "utf-8")
    assert subscribed.send("given", GIVEN, row="1").exit_code == 0
    assert subscribed.send("withdrawn", f"{TODAY}T00:00:01+01:00").exit_code == 0
    assert not subscribed.may()
    assert subscribed.send("given", f"{TODAY}T00:00:02+01:00", row="2").exit_code == 0
    who = ("--person", "customer:1", "--format", "json")
    told = json.loads(gestand("may", "newsletter", subscribed.folder, *who).stdout)
    assert [step["rows"] for step in told if step["id"].endswith("-whole")] == [1]


def test_a_switch_that_is_turned_off_and_on_again_on_one_day_is_on(sites: Sites) -> None:
    with sites() as site:
        site.set("2026-03-02", "2026-03-05")
        assert site.agree().exit_code == 0
        site.set("2026-03-05", None)  # an own program: a day tells no hours
        for _ in range(2):
            assert site.agree().exit_code == 0
            assert site.pooled() == ["2026-03-05", None]
        assert "given on 2026-03-05" in _told(site)


def test_of_one_day_the_time_tells_what_came_last(sites: Sites) -> None:
    with sites(*STAMPED) as site:
        site.set("2026-03-05 08:00:00", None)
        assert site.pool("withdrawn", "2026-03-05T10:00Z").exit_code == 0
        assert site.pooled() == ["2026-03-05 08:00:00", "2026-03-05 10:00:00"]
        site.set("2026-03-05 15:00:00", None)
        assert "1 consent copied into the register, 0 rows" in site.agree().output
        assert site.pooled() == ["2026-03-05 15:00:00", None]
        assert "given on" in _told(site)
        # A form that comes late takes back nothing that was said after it.
        site.set("2026-03-05 15:00:00", "2026-03-05 16:00:00")
        assert site.pool("given", "2026-03-05T15:30Z").exit_code == 0
        assert site.pooled() == ["2026-03-05 15:30:00", "2026-03-05 16:00:00"]
        assert site.pool("withdrawn", "2026-03-05T15:00Z", words="").exit_code == 0
        assert site.pooled() == ["2026-03-05 15:30:00", "2026-03-05 16:00:00"]


def test_what_is_said_is_written_in_digits_where_its_column_does(sites: Sites) -> None:
    with sites(*DIGITS) as site:
        site.set("20260305080000", None)
        assert site.pool("withdrawn", "2026-03-05T10:00Z").exit_code == 0
        assert site.pooled() == ["20260305080000", "20260305100000"]
        site.set("20260305150000", None)
        assert "1 consent copied into the register, 0 rows" in site.agree().output
        assert site.pooled() == ["20260305150000", None]
        site.set("20260305150000", "20260305160000")
        assert site.pool("given", "2026-03-05T15:30Z").exit_code == 0
        assert site.pooled() == ["20260305153000", "20260305160000"]
        assert site.pool("withdrawn", "2026-03-05T15:00Z", words="").exit_code == 0
        assert site.pooled() == ["20260305153000", "20260305160000"]


def test_what_was_copied_today_does_not_count_as_later_than_what_is_said_today(
    sites: Sites,
) -> None:
    with sites() as site:
        site.set("2026-03-02", TODAY.isoformat())
        assert "2 consents copied" in site.agree().output
        words = ("--words", "2024-01-01", "--lang", "nl", "--in", site.folder)
        who = ("--person", "applicant:1")
        assert gestand("consent", "give", "talent pool", *who, *words).exit_code == 0
        assert site.pooled() == [TODAY.isoformat(), None]


@on("sqlite")
def test_to_withdraw_twice_gives_back_no_day(sites: Sites) -> None:
    with sites() as site:
        site.set("2026-03-02", "2026-03-05")
        assert site.pool("withdrawn", "2026-03-08T10:00Z").exit_code == 0
        assert site.pooled() == ["2026-03-02", "2026-03-05"]
        site.set("2026-03-02", "2029-01-01")  # it was to end by itself
        assert site.pool("withdrawn", "2026-03-09T10:00Z").exit_code == 0
        assert site.pooled() == ["2026-03-02", "2026-03-09"]


@on("sqlite")
@pytest.mark.parametrize("how", ["\ud800", "a\u0000b", "a\nb"])
def test_a_letter_that_is_none_is_a_finding(sites: Sites, how: str) -> None:
    with sites() as site:
        told = site.pool("withdrawn", "2026-03-08T10:00Z", how=how)
        assert (told.exit_code, "G610" in told.stderr) == (1, True)


@on("sqlite")
def test_a_spreadsheet_runs_nothing_of_an_export(sites: Sites) -> None:
    with sites() as site:
        assert site.pool("withdrawn", "2026-03-08T10:00Z", how="=cmd|' /C calc'!A0").exit_code == 0
        assert ",'=cmd|" in gestand("consents", site.folder, "--export", "csv").output


@on("sqlite")
def test_who_withdraws_what_nobody_carries_is_told(subscribed: Site) -> None:
    subscribed.database.run("DELETE FROM subscriptions WHERE id = 2")
    words = ("--in", subscribed.folder, "--person", "customer:1")
    assert "No row carries" not in gestand("consent", "withdraw", "newsletter", *words).stderr
    subscribed.database.run("DELETE FROM subscriptions")
    told = gestand("consent", "withdraw", "newsletter", *words)
    assert (told.exit_code, "No row carries this consent" in told.stderr) == (0, True)


def _told(site: Site) -> str:
    return gestand("consents", site.folder, "--person", "applicant:1").output

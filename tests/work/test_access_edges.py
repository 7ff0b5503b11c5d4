"""Whoever may see a row of somebody else is told the columns named, and owns nothing in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from gestand.core.facts import Person
from gestand.surfaces.cli import main
from gestand.surfaces.web.page import Around
from gestand.surfaces.web.portal_acts import doing
from gestand.surfaces.web.portal_held import held_page
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.portability import Along, take_along
from gestand.work.portal.held import held
from gestand.work.sweep import Request
from tests.databases import KINDS, Database, marks_of, together
from tests.stories.story import contents, laid_down, read

Databases = dict[str, Database]
DAY = date(2026, 6, 1)
JUNE = ("--as-of", "2026-06-01")
SEEN = "    refers: [handled_by]\n", "    access: [{by: handled_by, tells: [title]}]\n"


@pytest.fixture(params=[pytest.param(kind, marks=marks_of(kind)) for kind in KINDS])
def company(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Databases]]:
    """Yield the folder of a company in which colleagues see the tickets that they handle."""
    story = read("a_colleague_in_the_table_of_customers")
    with laid_down(story, tmp_path, request.param, together(tmp_path_factory)) as databases:
        path = tmp_path / "privacy" / "datamap.yaml"
        text = path.read_text("utf-8")
        assert SEEN[0] in text
        path.write_text(text.replace(*SEEN), "utf-8")
        yield tmp_path, databases


def run(*words: object) -> int:
    return CliRunner().invoke(main, list(map(str, words))).exit_code


def told(folder: Path, person: str) -> str:
    out = folder / f"{person.replace(':', '-')}.zip"
    assert run("access", folder, *JUNE, "--person", person, "--out", out) == 0
    with ZipFile(out) as answer:
        return json.dumps(json.loads(answer.read("data/db.tickets.json"))["rows"])


def test_who_may_see_a_row_is_told_what_they_may_see(company: tuple[Path, Databases]) -> None:
    folder, _ = company
    seen = told(folder, "colleague:2")
    assert seen.count('"of somebody else": true') == 1
    assert "Where is my order?" in seen and "My chair is broken" in seen
    assert seen.count("2026-05-20") == 1  # when their own was closed, and not the other
    own = told(folder, "customer:1")
    assert "Where is my order?" in own and "My chair is broken" not in own


@pytest.mark.parametrize("company", ["sqlite"], indirect=True)
def test_what_somebody_may_only_see_is_not_theirs_to_change_or_take_along(
    company: tuple[Path, Databases],
) -> None:
    folder, _ = company
    opened, asked = open_company(folder), Request(DAY, (Person("colleague", 2),), access=True)
    out = folder / "along.zip"
    with keyring_of(opened) as keyring:
        found = held(opened, keyring, asked, "en")
        take_along(opened, asked, Along(out), keyring)
    rows = [*found.loose, *(row for one in found.purposes.values() for row in one.rows)]
    owns = {value.text: row.own for row in rows for value in row.values}
    assert owns.pop("Where is my order?") is False
    assert {*owns.values()} == {True}
    policy = opened.versions[-1]
    page = held_page(Around("en", ("nl", "en"), "De Linde"), "", found, "", policy).decode()
    theirs = page.partition("Where is my order?")[2].partition('class="held"')[0]
    assert "You gave it" not in theirs
    assert "somebody else" in theirs and "my-change" not in theirs
    assert doing("/correct/name", found, policy) is not None  # their own name
    with ZipFile(out) as along:
        assert b"Where is my order?" not in b"".join(map(along.read, along.namelist()))


def test_no_request_of_theirs_reaches_it(company: tuple[Path, Databases]) -> None:
    folder, databases = company
    before = contents(databases)["db.tickets"]
    words = ("--person", "colleague:2", "--erase", "--yes", "--first-run")
    assert run("apply", folder, *JUNE, *words) == 0
    left = [row for row in before if row["user_id"] == 1]
    assert contents(databases)["db.tickets"] == left


WATCHING = """
CREATE TABLE watchers (
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (ticket_id, user_id)
);
INSERT INTO users VALUES (3, 'customer', 'Di', '2020-01-10', NULL);
INSERT INTO users VALUES (4, 'customer', 'Ed', '2020-01-10', NULL);
INSERT INTO watchers VALUES (1, 3), (1, 1);
"""
LINK = (
    "    access: [{by: handled_by, tells: [title]}]\n",
    "    access: [{through: db.watchers, by: user_id, tells: [title]}]\n    refers: [handled_by]\n",
)
LINKS = """  db.watchers:
    purposes: [account, employment]
    owners: [user_id]
    refers: [ticket_id]
    holds nothing: who watches a ticket may go at any time
"""


@pytest.fixture
def watched(company: tuple[Path, Databases]) -> tuple[Path, Databases]:
    """Give the company with a table that says who watches which ticket."""
    folder, databases = company
    databases["db"].run(WATCHING)
    path = folder / "privacy" / "datamap.yaml"
    text = path.read_text("utf-8").replace(*LINK)
    path.write_text(text.rstrip() + "\n" + LINKS, "utf-8")
    return company


def test_who_is_linked_with_a_row_is_told_what_they_may_see(
    watched: tuple[Path, Databases],
) -> None:
    folder, databases = watched
    seen = told(folder, "customer:3")
    assert "Where is my order?" in seen and "My chair is broken" not in seen
    assert "2026-05-20" not in seen  # when it was closed is for whom it is
    own = told(folder, "customer:1")
    assert "Where is my order?" in own and "2026-05-20" in own
    with pytest.raises(KeyError, match=r"data/db\.tickets\.json"):
        told(folder, "customer:4")
    before = contents(databases)["db.tickets"]
    words = ("--person", "customer:3", "--erase", "--yes", "--first-run")
    assert run("apply", folder, *JUNE, *words) == 0
    assert contents(databases)["db.tickets"] == before


def test_a_table_that_links_nobody_with_the_row_is_refused(
    watched: tuple[Path, Databases],
) -> None:
    folder, _ = watched
    path = folder / "privacy" / "datamap.yaml"
    path.write_text(path.read_text("utf-8").replace("db.watchers, by", "db.pictures, by"), "utf-8")
    checked = CliRunner().invoke(main, ["check", str(folder)])
    assert checked.exit_code == 1
    assert "G452" in checked.output and "other column of `db.pictures` points" in checked.output

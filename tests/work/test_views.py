"""Views of purposes show what `gestand may` tells, cell by cell, and nothing else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.views import Wanted, viewing
from tests.databases import KINDS, Database, kinds, marks_of, on, together
from tests.noorderlicht import DATABASES, DAY, founding, noorderlicht
from tests.stories.story import laid_down, names, read
from tests.viewed import LONG, compare, last_day, make

__all__ = ["founding", "noorderlicht"]

ABOUT_USE = [name for name in names() if any(c.name == "may" for c in read(name).commands)]
ABOUT_FACTS = [
    "a_message_of_two_people_of_whom_one_asks",
    "a_contract_holds_visits_in_another_store",
    "an_attribute_is_what_its_name_says",
    "consent_in_time_by_the_clock_of_the_controller",
    "consent_withdrawn_by_phone",
    "what_people_asked_stands_in_columns",
]
ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
OBJECTED = "a_purpose_that_was_objected_to_is_not_used"
CONTACTS = "gestand_business_contacts_contacts"


def everywhere(stories: list[str]) -> list[Any]:
    """Return every other story on one kind in turn, or on all of them where nobody waits."""
    each = [(story, KINDS if ALL else [KINDS[n % 3]]) for n, story in enumerate(stories)]
    turns = [(story, kind) for story, kinds in each for kind in kinds]
    return [pytest.param(s, kind, marks=marks_of(kind)) for s, kind in turns[:: 1 if ALL else 2]]


@contextmanager
def told(name: str, folder: Path, kind: str, shared: Path) -> Iterator[tuple[Company, Database]]:
    """Give the company of a story with one store."""
    with laid_down(read(name), folder, kind, shared) as databases:
        yield open_company(folder), databases["db"]


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return together(tmp_path_factory)


@pytest.mark.parametrize(("name", "kind"), everywhere([*ABOUT_USE, *ABOUT_FACTS]))
def test_views_show_what_a_story_lets_purposes_use(
    name: str, kind: str, tmp_path: Path, shared: Path
) -> None:
    story = read(name)
    with laid_down(story, tmp_path, kind, shared) as databases:
        compare(open_company(tmp_path), databases, last_day(story))


def test_views_of_the_example_show_what_its_purposes_may_use(noorderlicht: Path) -> None:
    company = open_company(noorderlicht)
    with ExitStack() as stack:
        databases = {}
        for file in DATABASES:
            connect = partial(sqlite3.connect, noorderlicht / file)
            databases[file.removesuffix(".db")] = Database("sqlite", "", connect, stack)
        cells = compare(company, databases, DAY)
    assert {c[0] for c in cells} >= {"whole tax", "whole order", "whole support staff"}
    assert "password_hash" not in {column for _, _, column, _ in cells}


@pytest.mark.parametrize("kind", kinds())
def test_somebody_who_objected_is_not_in_the_view(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        assert [row["name"] for row in database.whole(CONTACTS)] == ["Dee"]
        assert list(database.whole(CONTACTS)[0]) == ["id", "name", "job", "email"]


@pytest.mark.parametrize("kind", kinds())
def test_a_view_shows_nothing_once_its_day_is_over(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1), until=datetime(2026, 6, 2, tzinfo=UTC))
        assert database.whole(CONTACTS) == []


@pytest.mark.parametrize("kind", kinds())
def test_a_view_shows_nothing_without_the_keys_of_its_day(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        database.run("DELETE FROM gestand_apart;")
        assert database.whole(CONTACTS) == []


@pytest.mark.parametrize("kind", kinds())
def test_what_is_added_later_is_looked_at_as_well(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        database.run(
            "INSERT INTO contacts VALUES (3, 1, 'Eef', NULL, NULL, '2026-05-01', NULL);"
            "UPDATE contracts SET ended_on = '2026-01-01';"
        )
        # Dee was there through the contract; who was added in May is still an acquaintance.
        assert [row["name"] for row in database.whole(CONTACTS)] == ["Eef"]


@pytest.mark.parametrize("kind", kinds())
def test_who_objects_in_their_own_row_is_left_out_at_once(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    name = "what_people_asked_stands_in_columns"
    with told(name, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        # Their rows tell it themselves: nobody need stand in a table of keys.
        assert not any(name.startswith("gestand_apart_") for name in database.tables())
        before = {row["id"] for row in database.whole(CONTACTS)}
        database.run("UPDATE contacts SET objected_on = '2026-06-01', taken_back_on = NULL;")
        assert before
        assert {row["id"] for row in database.whole(CONTACTS)} == set()


@pytest.mark.parametrize("kind", kinds())
def test_views_go_with_all_that_belongs_to_them(kind: str, tmp_path: Path, shared: Path) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        before = database.tables()
        make(company, date(2026, 6, 1))
        assert len(database.tables()) > len(before)
        assert open_company(tmp_path).schemas == company.schemas
        with viewing(company, Wanted(date(2026, 6, 1), LONG)) as found:
            found.drop()
        assert database.tables() == before


@pytest.mark.parametrize("kind", kinds())
def test_views_of_a_purpose_that_is_no_more_go_with_their_keys(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        assert any(name.startswith("gestand_apart_") for name in database.tables())
        for file in ("policy.yaml", "datamap.yaml"):
            path = tmp_path / "privacy" / file
            text = path.read_text("utf-8").replace("business contacts", "contact work")
            path.write_text(text, "utf-8")
        (tmp_path / "privacy" / "facts.yaml").unlink()
        for path in (tmp_path / "privacy" / "statement").glob("*.md"):
            path.write_text(path.read_text("utf-8").replace("business contacts", "contact work"))
        make(open_company(tmp_path), date(2026, 6, 1))
        assert not any(name.startswith("gestand_apart_") for name in database.tables())
        assert database.rows("SELECT purpose FROM gestand_apart WHERE purpose LIKE 'bus%'") == []


@pytest.mark.parametrize("kind", kinds())
def test_the_views_of_one_purpose_are_made_without_those_of_others(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        wanted = Wanted(date(2026, 6, 1), LONG, ("service",))
        with viewing(company, wanted) as found:
            found.apply()
        assert [row["name"] for row in database.whole(CONTACTS)] == ["Dee"]
        with viewing(company, wanted) as found:
            found.drop()
        assert [row["name"] for row in database.whole(CONTACTS)] == ["Dee"]


_ZONED = {
    "postgresql": (
        "ALTER TABLE contracts ALTER ended_on TYPE TIMESTAMP WITH TIME ZONE"
        " USING CAST('2026-02-27 23:30:00+00' AS TIMESTAMP WITH TIME ZONE);",
        "SET TIME ZONE INTERVAL '{} hours' HOUR TO MINUTE",
    ),
    "mariadb": (
        "SET time_zone = '+00:00'; ALTER TABLE contracts MODIFY ended_on TIMESTAMP NULL;"
        "UPDATE contracts SET ended_on = '2026-02-27 23:30:00';",
        "SET time_zone = '{}:00'",
    ),
}


@on("postgresql", "mariadb")
def test_a_reader_sees_no_more_in_another_time_zone(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    change, zone = _ZONED[kind]
    with told(OBJECTED, tmp_path, kind, shared) as (_, database):
        database.run(change)  # in Amsterdam that is the 28th of February, half past midnight
        company = open_company(tmp_path)
        for day, expected in ((date(2026, 5, 27), [(2,)]), (date(2026, 5, 28), [])):
            make(company, day)
            for hours in ("+12", "+00", "-11"):
                with closing(database.connect()) as reader:
                    cursor = reader.cursor()
                    cursor.execute(zone.format(hours))
                    cursor.execute(f"SELECT id FROM {CONTACTS}")
                    assert list(cursor.fetchall()) == expected, (day, hours)


@on("postgresql")
def test_a_view_of_others_on_a_view_of_ours_is_told(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with told(OBJECTED, tmp_path, kind, shared) as (company, database):
        make(company, date(2026, 6, 1))
        database.run(f"CREATE VIEW theirs AS SELECT * FROM {CONTACTS};")
        with pytest.raises(CannotRun, match="store `db`: "):
            make(company, date(2026, 6, 1))
        assert [row["name"] for row in database.whole("theirs")] == ["Dee"]


def test_two_views_do_not_get_one_name(tmp_path: Path) -> None:
    with laid_down(read(OBJECTED), tmp_path):
        policy = tmp_path / "privacy" / "policy.yaml"
        text = policy.read_text("utf-8")
        again = text[text.index("  service:\n") : text.index("  business contacts:\n")]
        text = text.replace(again, again + again.replace("  service:\n", "  Service:\n"))
        policy.write_text(text, "utf-8")
        datamap = tmp_path / "privacy" / "datamap.yaml"
        mapped = datamap.read_text("utf-8").replace("[service], ", "[service, Service], ")
        datamap.write_text(mapped, "utf-8")
        company = open_company(tmp_path)
        wanted = Wanted(date(2026, 6, 1), LONG)
        with pytest.raises(CannotRun, match="two views would be called"), viewing(company, wanted):
            pass

"""The oracle itself: it stands apart, and it tells the stories as they were written by hand."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from tests.oracle.company import Company, read_company
from tests.oracle.days import UNREADABLE, fiscal_year_end, plus, read_day
from tests.oracle.oracle import Request, after, decide
from tests.oracle.reach import Person, known_by, same_people
from tests.stories.story import Story, contents, described, laid_down, names, read

HERE = Path(__file__).resolve().parent


def test_the_oracle_imports_nothing_of_the_product() -> None:
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "gestand" for name in named), path


def people(story: Story, company: Company) -> frozenset[Person] | None:
    """Return who is asked about; nobody, where an identifier is that of several people."""
    if not story.people:
        return None
    named: set[Person] = set()
    for person in story.people:
        kind, key = person.split(":", 1)
        found = known_by(company, kind, story.typed or "") if key == "-" else [(kind, key)]
        named |= set(found) if len(found) == 1 else set()
    return same_people(company, named)


def told_by_hand() -> list[str]:
    """Return the stories with rows that are swept once, without a decision in between."""
    stories = [story for story in map(read, names()) if "sqlite" in story.databases]
    return [s.name for s in stories if s.expects("after.txt") and s.as_of and not s.told_otherwise]


@pytest.mark.parametrize("name", told_by_hand())
def test_the_oracle_tells_the_story(name: str, tmp_path: Path) -> None:
    story = read(name)
    with laid_down(story, tmp_path) as databases:
        before = contents(databases)
    company = read_company(tmp_path)
    who = people(story, company)
    verdict = decide(company, Request(story.as_of or date.max, who, story.erase))
    left = {table: list(rows.values()) for table, rows in after(company, verdict).items()}
    assert described(before, left) == story.expected("after.txt")
    assert story.exit == (1 if verdict.asked or who == frozenset() else 0)


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-04-30", "P3M", "2026-07-30"),
        ("2026-03-02", "P4W", "2026-03-30"),
        ("2026-12-31", "P1Y2M3W4D", "2028-03-25"),
    ],
)
def test_a_period_is_counted_by_the_calendar(day: str, period: str, last: str) -> None:
    assert plus(date.fromisoformat(day), period) == date.fromisoformat(last)


def test_a_fiscal_year_ends_on_the_day_before_it_starts() -> None:
    assert fiscal_year_end(date(2025, 4, 10), (1, 1)) == date(2025, 12, 31)
    assert fiscal_year_end(date(2025, 7, 1), (7, 1)) == date(2026, 6, 30)
    assert fiscal_year_end(date(2025, 6, 30), (7, 1)) == date(2025, 6, 30)


@pytest.mark.parametrize("text", ["0000-00-00", "soon", "", "2026-02-30", "31-12-2024", 20261231])
def test_what_is_not_a_day_is_unreadable(text: object) -> None:
    assert read_day(text, "DATE", "UTC", "Europe/Amsterdam") is UNREADABLE


def test_a_timestamp_marks_the_day_of_the_controller() -> None:
    late = read_day("2025-12-31 23:30:00", "TIMESTAMP", "UTC", "Europe/Amsterdam")
    assert late == date(2026, 1, 1)
    at_home = read_day("2025-12-31 23:30", "TIMESTAMP", "Europe/Amsterdam", "Europe/Amsterdam")
    assert at_home == date(2025, 12, 31)

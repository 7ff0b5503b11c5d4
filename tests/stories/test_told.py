"""What everybody in a story is told is the same, whatever kind of database it is told from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gestand.core.datamap.schema import plain_text
from gestand.core.facts import Person, folded_text
from gestand.core.plan.steps import Read
from gestand.stores.base import Lasts
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.sweep import Request, opened
from tests.databases import KINDS, together
from tests.stories.story import Databases, Story, laid_down, names, read

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
Row = tuple[dict[str, str | None], dict[str, tuple[Lasts | None, bool]], frozenset[str]]
Told = dict[tuple[str, str], Row]
"""By table and key: the values, what holds each by purpose and whether it waits, what is masked."""


def _worth_telling(story: Story) -> bool:
    """Tell whether a story is about people, or about what databases write in ways of their own."""
    about = story.depends_on_the_database or bool(story.people)
    return story.databases == KINDS and story.as_of is not None and about


def _stories() -> Iterator[str]:
    for name in names():
        story = read(name)
        if story.expects("after.txt") and _worth_telling(story):
            yield name


def _kinds(story: Story) -> tuple[str, ...]:
    """Return on what it is told again; the servers take turns in the ordinary run."""
    if len(story.stores()) > 1:
        return ("postgresql+mariadb", "mariadb+sqlite") if ALL else ("postgresql+mariadb",)
    if ALL:
        return KINDS[1:]
    return (KINDS[1 + len(story.name) % 2],)


@pytest.mark.servers
@pytest.mark.parametrize("name", [*_stories()][:: 1 if ALL else 3])
def test_a_story_is_told_the_same_from_every_database(
    name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    story, servers = read(name), together(tmp_path_factory)
    with laid_down(story, tmp_path / "lite") as databases:
        expected = _told(story, tmp_path / "lite", databases)
    for kind in _kinds(story):
        with laid_down(story, tmp_path / kind, kind, servers) as databases:
            assert _told(story, tmp_path / kind, databases) == expected, kind
    assert expected


def _told(story: Story, folder: Path, databases: Databases) -> Told:
    company, found = open_company(folder), Told()
    people = tuple(dict.fromkeys(_everybody(company, databases)))
    with opened(company, Request(story.as_of or date.max, people, access=True)) as ready:
        for store, run in ready.runs.items():
            steps = [step for step in ready.program.of_store(store) if isinstance(step, Read)]
            reading = run.told(steps)
            with run.transaction(writing=False):
                for step in steps:
                    for row in reading.rows(step):
                        values = zip(step.columns, map(_text, row.values), strict=True)
                        purposes = [keep.id for keep in step.keeps]
                        held = zip(row.held, row.waits, strict=True)
                        grounds = dict(zip(purposes, held, strict=True))
                        found[step.table, str(row.key)] = (dict(values), grounds, row.masked)
    return found


def _text(value: object) -> str | None:
    return None if value is None else plain_text(value)


def _everybody(company: Company, databases: Databases) -> Iterator[Person]:
    """Yield everybody of whom the databases know, by key or by identifier."""
    for kind, own in company.holdings.subjects.items():
        for table in company.holdings.tables.values():
            database, name = databases[table.store], table.id.partition(".")[2]
            columns = [way.column for way in table.ways if way.kind == kind and not way.edges]
            if own not in (None, table.id):
                continue
            for column in columns:
                for row in database.whole(name):
                    value = row[column]
                    if isinstance(value, int):
                        yield Person(kind, value)
                    elif isinstance(value, str):
                        yield Person(kind, value if own else folded_text(value))

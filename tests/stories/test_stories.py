"""Every story comes true: the findings, the plan, the rows that are left, the words."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from tests.databases import KINDS, marks_of, together
from tests.stories.story import Story, names, read
from tests.stories.telling import tell

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
WHOLE = ("findings.txt", "plan.txt", "may.txt", "told.txt", "after.txt")
IN_PART = ("statement.nl.txt", "statement.en.txt")
TURNS = ("sqlite", "postgresql", "sqlite", "mariadb")
"""Whose turn it is, story after story: one on SQLite takes a third of the time."""
MIXED = [f"{first}+{second}" for first, second in pairwise((*KINDS, KINDS[0]))]
"""The kinds of a company's first and second store: each of them is the one and the other."""


def _kinds(number: int, story: Story) -> tuple[str, ...]:
    """Return the kinds of database on which a story is told.

    Where nothing of a story depends on how a database writes, the kinds take turns in the ordinary
    run, and `scripts/nightly` tells it on all of them. A story of several stores has two kinds at
    once.
    """
    # One mix of each: together the stories have them all, many times.
    mixed = MIXED[len(story.name) % len(MIXED)]
    several = len(story.stores()) > 1 and story.databases == KINDS
    if several and not ALL:
        return (mixed,)
    if ALL or story.depends_on_the_database or story.databases != KINDS:
        return (*story.databases, *([mixed] if several else []))
    return (TURNS[number % len(TURNS)],)


TOLD = [
    pytest.param(name, kind, marks=marks_of(kind))
    for number, name in enumerate(names())
    for kind in _kinds(number, read(name))
]


@pytest.mark.parametrize(("name", "kind"), TOLD)
def test_the_story_comes_true(
    name: str, kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    story = read(name)
    told = tell(story, tmp_path, kind, together(tmp_path_factory))
    assert told.exits == [command.exit for command in story.commands], "\n".join(told.said)
    for file in filter(story.expects, WHOLE):
        assert told.files.get(file) == story.expected(file), file
    for file in filter(story.expects, IN_PART):
        for line in story.expected(file).splitlines():
            assert line in told.files[file]


def test_every_rule_has_a_story() -> None:
    told = {rule for name in names() for rule in read(name).rules}
    assert told >= {*range(1, 27), "bad data", "statement", "classification"}


def test_every_story_expects_something() -> None:
    for name in names():
        assert any(map(read(name).expects, WHOLE + IN_PART)), name

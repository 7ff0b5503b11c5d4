"""Every story comes true: the findings, the plan, the rows that are left, the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import marks_of, together
from tests.stories.story import names, read
from tests.stories.telling import tell

WHOLE = ("findings.txt", "plan.txt", "after.txt")
IN_PART = ("statement.nl.txt", "statement.en.txt")


TOLD = [
    pytest.param(name, kind, marks=marks_of(kind))
    for name in names()
    for kind in read(name).databases
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
    assert told >= {*range(1, 17), 19, 20, 23, 24, 25, "bad data", "statement", "classification"}


def test_every_story_expects_something() -> None:
    for name in names():
        assert any(map(read(name).expects, WHOLE + IN_PART)), name

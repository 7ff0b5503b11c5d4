"""What a story's run took away comes back whole, on every kind of database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gestand.surfaces.cli import main
from gestand.work.state import State
from tests.databases import KINDS, marks_of, together
from tests.stories.story import Story, contents, laid_down, names, read
from tests.undoing import key_in, let_it_be_undone

EVERY = {"sqlite": 24, "postgresql": 60, "mariadb": 60}
"""One of so many stories is told: what undo sees of them differs little."""


def _plain(story: Story) -> bool:
    """Tell whether a story is one run about rows that nobody changes meanwhile."""
    applies = [command for command in story.commands if command.name == "apply"]
    others = {command.name for command in story.commands} - {"apply", "plan"}
    return len(applies) == 1 and not others and not applies[0].between and applies[0].exit != 2


PLAIN = [name for name in names() if _plain(read(name))]
ALWAYS = ["counters_follow_the_rows_that_go"]
"""What undo sees of these is seen in no other."""
CHOSEN = [
    pytest.param(name, kind, marks=marks_of(kind))
    for kind in KINDS
    for name in dict.fromkeys([*PLAIN[:: EVERY[kind]], *ALWAYS])
    if kind in read(name).databases
]
MIXED = [
    pytest.param(name, "sqlite+postgresql", marks=marks_of("postgresql"))
    for name in ("an_erasure_in_two_stores", "a_sweep_of_two_stores")
]


@pytest.mark.parametrize(("name", "kind"), [*CHOSEN, *MIXED])
def test_all_of_it_comes_back(
    name: str, kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    story = read(name)
    key_in(tmp_path)
    with laid_down(story, tmp_path, kind, together(tmp_path_factory)) as databases:
        let_it_be_undone(tmp_path / "privacy")
        before = contents(databases)
        (apply,) = (command for command in story.commands if command.name == "apply")
        typed = apply.typed or ""
        assert _run("apply", str(tmp_path), *apply.words, "--ahead", typed=typed) == apply.exit
        if contents(databases) != before:
            (receipt,) = State.beside(tmp_path).receipts()
            assert _run("undo", str(receipt["entry"]), str(tmp_path), "--yes") == 0
        assert contents(databases) == before


def _run(*words: str, typed: str = "") -> int:
    invoked = CliRunner().invoke(main, list(words), input=typed, catch_exceptions=False)
    return invoked.exit_code

"""One person in several kinds: found through what their own rows say, and nothing else."""

from __future__ import annotations

from pathlib import Path

from gestand.core.facts import Person
from gestand.wiring import open_company
from gestand.work.linked import Link, Linked, Unlinked, linked_people
from tests.stories.story import laid_down, read

ANN, WORKED = Person("customer", 1), Person("employee", 1)


def linked(folder: Path, *people: Person) -> Linked:
    with laid_down(read("a_customer_who_worked_here"), folder):
        return linked_people(open_company(folder), people)


def test_a_link_is_followed_both_ways_and_explained(tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    for folder in (there, back):
        folder.mkdir()
    assert linked(there, ANN).links == [Link(WORKED, ANN, "customer_number")]
    found = linked(back, WORKED)
    assert list(found.people) == [WORKED, ANN]
    assert found.links == [Link(ANN, WORKED, "number")]


def test_a_number_that_two_carry_links_nobody_and_is_told(tmp_path: Path) -> None:
    cy = Person("customer", 3)
    found = linked(tmp_path, cy)
    assert list(found.people) == [cy]
    assert found.unlinked == [Unlinked("employee", cy, "customer_number", 2)]


def test_who_was_named_is_not_asked_for(tmp_path: Path) -> None:
    cy, worked = Person("customer", 3), Person("employee", 3)
    found = linked(tmp_path, cy, worked)
    assert (list(found.people), found.links, found.unlinked) == ([cy, worked], [], [])

"""One person in several kinds: who is found through what the data map says shows it.

Only a value that one row of each kind carries links them. Where several do, nobody can tell which
of them it is: they are told, and stay out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gestand.core.facts import Person
from gestand.work.company import Company
from gestand.work.people import reading


@dataclass(frozen=True)
class Link:
    """`person` is the same person as `of`, since both rows carry the same value in `column`."""

    person: Person
    of: Person
    column: str


@dataclass(frozen=True)
class Unlinked:
    """Somebody of `kind` may be the same person as `of`; `rows` carry the value of `column`."""

    kind: str
    of: Person
    column: str
    rows: int


@dataclass
class Linked:
    """Who is asked about in the end, and why; `links` explain all but those who were named."""

    people: dict[Person, None]
    links: list[Link] = field(default_factory=list)
    unlinked: list[Unlinked] = field(default_factory=list)

    def add(self, links: Iterable[Link]) -> list[Person]:
        """Add who is linked to somebody who is there, and return those who were not yet."""
        new = [link for link in links if link.person not in self.people]
        self.links += new
        self.people |= dict.fromkeys(link.person for link in new)
        return [link.person for link in new]


def linked_people(company: Company, named: Sequence[Person]) -> Linked:
    """Return the people named with all that they are as well, of whatever kind."""
    found = Linked(dict.fromkeys(named))
    kinds = {person.kind for person in named}
    waiting = list(named)
    while waiting:
        others = list(_of_other_kinds(company, waiting.pop(0)))
        unsure = (other for other in others if isinstance(other, Unlinked))
        found.unlinked += (other for other in unsure if other.kind not in kinds)
        waiting += found.add(other for other in others if isinstance(other, Link))
    return found


def _of_other_kinds(company: Company, person: Person) -> Iterator[Link | Unlinked]:
    for same in company.holdings.same_people:
        if same.kind == person.kind:
            yield from _in(company, person, same.column, same.other, same.other_column)
        if same.other == person.kind:
            yield from _in(company, person, same.other_column, same.kind, same.column)


def _in(
    company: Company, person: Person, own_column: str, kind: str, column: str
) -> Iterator[Link | Unlinked]:
    """Yield who carries, in `column` of their row, what stands in `own_column` of a person."""
    here, there = company.holdings.subjects[person.kind], company.holdings.subjects[kind]
    if here is None or there is None:
        return
    with reading(company, here) as run:
        value = run.value(here, own_column, (person.key,))
        if value is None or not str(value).strip():
            return
        alike = len(run.people_with(here, own_column, str(value)))
    with reading(company, there) as run:
        keys = run.people_with(there, column, str(value))
    if alike > 1 or len(keys) > 1:
        yield from [Unlinked(kind, person, column, max(alike, len(keys)))] if keys else []
    elif keys:
        yield Link(Person(kind, keys[0][0]), person, column)

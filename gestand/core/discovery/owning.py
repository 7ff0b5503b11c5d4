"""Whose rows a table has: the way to people that is most likely, and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gestand.core.datamap.schema import Schema
from gestand.core.discovery.grades import SURE
from gestand.core.discovery.naming import one, words
from gestand.core.discovery.places import Place, Role, head
from gestand.core.discovery.pointing import STAFF, Pointer


@dataclass(frozen=True)
class Owned:
    """The pointer by which rows of a table belong to somebody, and how many others would do."""

    by: Pointer
    filled: bool
    others: int

    @property
    def doubt(self) -> str:
        """Why a person has to look at it; empty where the database itself is clear."""
        if self.by.declared and not self.others and not self.by.actor:
            return ""
        if self.by.actor:
            return f"`{self.by.column}` may tell who did something, rather than whose row it is"
        if self.others:
            return f"{self.others} more columns lead to people: is `{self.by.column}` the owner?"
        return f"no declared key: {self.by.why}" if self.by.sure < SURE else ""


def subject_tables(
    schema: Schema,
    places: Mapping[str, Place],
    pointers: Sequence[Pointer],
    certain: Collection[str] = (),
    refused: Collection[str] = (),
) -> list[str]:
    """Return the tables in which each row is a person of their own.

    A table with more about people of another table, such as a profile, is none, unless it is
    `certain`: a person said so. Where each of those people has one row there at most, both may be
    so: it is one of their own only where the question about that is among the `refused`.
    """
    people = [
        name
        for name, each in places.items()
        if each.role is Role.PEOPLE and len(each.table.key) == 1
    ]
    details = {
        each.table
        for each in pointers
        if each.table in people
        and each.target in people
        and each.target != each.table
        and not (each.actor or each.empty)
        and (_once(schema, each) or not _of_their_own(places, each))
    }
    own = {name for name in certain if not _once_of(schema, name, people, pointers, refused)}
    return [name for name in people if name not in details or name in own]


DETAILS = "details "
"""How the question begins whether a row tells more of somebody, or is a person of its own."""


def details_question(pointer: Pointer) -> str:
    """Return the name of the question whether rows tell more of who they point at."""
    return f"{DETAILS}{pointer.target} {pointer.table}.{pointer.column}"


def _once_of(
    schema: Schema,
    table: str,
    people: Collection[str],
    pointers: Iterable[Pointer],
    refused: Collection[str],
) -> bool:
    """Tell whether each row of a table is of one person of another, who has one such row."""
    ways = [each for each in pointers if each.table in people and _once(schema, each)]
    back = {each.table for each in ways if each.target == table}
    return any(
        each.table == table and each.target in people and each.target not in {table, *back}
        and not (each.actor or each.empty) and details_question(each) not in refused
        for each in ways
    )  # fmt: skip


def _once(schema: Schema, pointer: Pointer) -> bool:
    """Tell whether a row of the target has one row here at most."""
    table = schema.tables[pointer.table]
    return table.columns[pointer.column].unique or table.key == (pointer.column,)


_ORGANISATIONS = frozenset("customer company debiteur relatie supplier organisation school".split())


def _of_their_own(places: Mapping[str, Place], pointer: Pointer) -> bool:
    """Tell whether people who belong to others are people of their own.

    The contact of a customer is one; what a user keeps in an address book is the user's.
    """
    called = head(pointer.table) not in ("profile", "identity", "account", "alias")
    filled = not places[pointer.table].table.columns[pointer.column].nullable
    of_organisation = head(pointer.target) in _ORGANISATIONS
    return called and places[pointer.table].personal and (of_organisation or not filled)


def owners(
    schema: Schema,
    places: Mapping[str, Place],
    subjects: Sequence[str],
    pointers: Iterable[Pointer],
) -> dict[str, Owned]:
    """Return, for each table that leads to people, the pointer that does so best.

    Looked for from the people outward, so that the nearest way counts. Who typed a row is no way
    to anybody while there is another one, however far it leads; nor is who works for the
    organisation, while the row leads to somebody it was done for.
    """
    outgoing: dict[str, list[Pointer]] = defaultdict(list)
    empty: dict[str, list[Pointer]] = defaultdict(list)
    for pointer in pointers:
        columns = schema.tables[pointer.table].columns
        if pointer.target != pointer.table and pointer.column in columns:
            (empty if pointer.empty else outgoing)[pointer.table].append(pointer)
    served = _led_to_others(places, outgoing, subjects)
    dealt = {each for own in outgoing.values() for each in own if _is_dealt_by(each, own, served)}
    late = (lambda p: not p.typed and p not in dealt, lambda p: not p.typed, lambda _p: True)
    found: dict[str, Owned] = {}
    reached = set(subjects)
    while news := next(filter(None, (_nearest(schema, outgoing, reached, subjects, counts)
                                     for counts in late)), None):  # fmt: skip
        found |= news
        reached |= news.keys()
    return {
        name: _with_others(each, outgoing[name], empty[name], reached)
        for name, each in found.items()
    }


def _led_to_others(
    places: Mapping[str, Place], outgoing: Mapping[str, Sequence[Pointer]], subjects: Sequence[str]
) -> set[str]:
    """Return the tables of people who are no staff, and of what is theirs."""
    found = {name for name in subjects if STAFF.isdisjoint(map(one, words(name)))}
    lists = (Role.LOOKUP, Role.SETTINGS)
    while more := {
        table
        for table, own in outgoing.items()
        if table not in found and places[table].role not in lists
        and any(p.target in found and not p.actor and not p.staff for p in own)
    }:  # fmt: skip
        found |= more
    return found


def _is_dealt_by(pointer: Pointer, own: Sequence[Pointer], served: Collection[str]) -> bool:
    """Tell whether a pointer is at who did something for somebody else, at whom the row points."""
    others = (each for each in own if not each.actor and not each.staff)
    return pointer.staff and any(each.target in served for each in others)


def _with_others(
    owned: Owned, own: Sequence[Pointer], empty: Sequence[Pointer], reached: Collection[str]
) -> Owned:
    """Return a way that may be nobody's, or staff's, with all others that lead to people.

    What is empty in the rows that were looked at may not be so in all: then a person looks as well.
    """
    passed = [p for p in empty if p.target in reached and not p.actor]
    if owned.filled and not owned.by.staff:
        return replace(owned, others=owned.others + len(passed))
    own = [*own, *passed]
    others = [p for p in own if p.target in reached and not p.actor and p != owned.by]
    return replace(owned, others=len(others))


def _nearest(
    schema: Schema,
    outgoing: Mapping[str, Sequence[Pointer]],
    reached: Collection[str],
    subjects: Sequence[str],
    counts: Callable[[Pointer], bool],
) -> dict[str, Owned]:
    """Return what leads to tables that are reached, of those that are not, by what `counts`."""
    news: dict[str, Owned] = {}
    for table, leading in outgoing.items():
        near = [each for each in leading if each.target in reached and counts(each)]
        if table in reached or not near:
            continue
        best = max(near, key=lambda each: _worth(schema, each, subjects))
        own = [each for each in near if not each.actor and each is not best]
        news[table] = Owned(best, not _nullable(schema, best), len(own))
    return news


def _worth(schema: Schema, pointer: Pointer, subjects: Sequence[str]) -> tuple[bool, ...]:
    return (
        not pointer.actor,
        not _nullable(schema, pointer),
        pointer.declared,
        pointer.target in subjects,
    )


def _nullable(schema: Schema, pointer: Pointer) -> bool:
    return schema.tables[pointer.table].columns[pointer.column].nullable

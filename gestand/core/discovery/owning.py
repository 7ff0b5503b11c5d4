"""Whose rows a table has: the way to people that is most likely, and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.schema import Schema
from gestand.core.discovery.grades import SURE
from gestand.core.discovery.places import Place, Role, head
from gestand.core.discovery.pointing import Pointer


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
        and not each.actor
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
        and not each.actor and details_question(each) not in refused
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
    schema: Schema, subjects: Sequence[str], pointers: Iterable[Pointer]
) -> dict[str, Owned]:
    """Return, for each table that leads to people, the pointer that does so best.

    Looked for from the people outward, so that the nearest way counts. Who typed a row is no way
    to anybody while there is another one, however far it leads.
    """
    outgoing: dict[str, list[Pointer]] = defaultdict(list)
    for pointer in pointers:
        columns = schema.tables[pointer.table].columns
        if pointer.target != pointer.table and pointer.column in columns:
            outgoing[pointer.table].append(pointer)
    found: dict[str, Owned] = {}
    reached = set(subjects)
    while news := (
        _nearest(schema, outgoing, reached, subjects, typed=False)
        or _nearest(schema, outgoing, reached, subjects, typed=True)
    ):
        found |= news
        reached |= news.keys()
    return found


def _nearest(
    schema: Schema,
    outgoing: Mapping[str, Sequence[Pointer]],
    reached: Collection[str],
    subjects: Sequence[str],
    *,
    typed: bool,
) -> dict[str, Owned]:
    """Return what leads to tables that are reached, of those that are not; who typed a row counts
    with `typed` alone.
    """
    news: dict[str, Owned] = {}
    for table, leading in outgoing.items():
        near = [each for each in leading if each.target in reached and (typed or not each.typed)]
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

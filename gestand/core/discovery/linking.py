"""Tables that only link: a row says by being there that somebody is in a group, or follows another.

They have keys of other rows and next to nothing else, so that the row itself is what is held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.schema import Kind, Table
from gestand.core.discovery.draft import TECHNICAL, Line
from gestand.core.discovery.grades import IDENTIFIER, NONE, Judged
from gestand.core.discovery.naming import one, words
from gestand.core.discovery.owning import Owned
from gestand.core.discovery.pointing import Pointer

_BESIDE = 1
"""So many columns may stand beside keys and days: in which order the rows are shown."""

_DAYS = (Kind.DATE, Kind.TIMESTAMP)
_TELLS: Mapping[str, frozenset[str]] = {
    "function": frozenset("role group team department permission function job rol groep".split()),
    "preference": frozenset(
        "tag category topic interest language newsletter list preference option setting label "
        "favourite favorite channel subscription voorkeur rubriek onderwerp taal".split()
    ),
}
"""What it tells to be linked with rows of tables that are called so."""

_OTHERWISE = "activity"


@dataclass(frozen=True)
class Links:
    """A table that only links: with what, and which of its pointers lead to people themselves."""

    others: tuple[str, ...]
    people: tuple[Pointer, ...]

    @property
    def told(self) -> Line:
        """What a row seems to tell by being there; only a person knows."""
        plain = {one(word) for other in self.others for word in words(other)}
        found = next((what for what, called in _TELLS.items() if plain & called), _OTHERWISE)
        doubt = "the row itself is the value: what does it tell of somebody that it is there?"
        return Line(found, doubt, f"column {found}")


def links(
    table: Table,
    judged: Mapping[str, Judged],
    pointers: Sequence[Pointer],
    owned: Owned,
    subjects: Collection[str],
) -> Links | None:
    """Return what the rows of somebody link them with; None where they hold more than that."""
    own = [each for each in pointers if each.table == table.name]
    leading = [each for each in own if not each.typed]
    known = {*table.key, *(each.column for each in own)}
    rest = [name for name, c in table.columns.items() if name not in known and c.kind not in _DAYS]
    silent = all(judged[name].grade == NONE for name in rest if name in judged)
    others = tuple(_others(table, leading, owned))
    if owned.by.actor or not others or len(rest) > _BESIDE or not silent:
        return None
    people = tuple(each for each in leading if each.target in subjects and not each.actor)
    return Links(others, people)


def told_by_key(
    table: Table, judged: Mapping[str, Judged], pointers: Sequence[Pointer]
) -> Line | None:
    """Return what a key tells of somebody: a value that is part of it, such as an address for mail.

    It stays with its row, so that the row is what tells it.
    """
    pointing = {each.column for each in pointers if each.table == table.name}
    values = [
        judged[name] for name in table.key
        if name in judged and judged[name].category and name not in pointing
    ]  # fmt: skip
    if not values or len(table.key) < 2:
        return None
    found = next((each for each in values if each.grade == IDENTIFIER), values[0])
    doubt = f"{found.why}, in a value of the key" if found.doubtful else ""
    return Line(found.category, doubt, f"column {found.category}" if doubt else "")


def silent_in_key(
    table: Table, judged: Mapping[str, Judged], pointers: Sequence[Pointer]
) -> dict[str, Line]:
    """Return the texts of a key of several columns that tell nothing of anybody, as technical."""
    pointing = {each.column for each in pointers if each.table == table.name}
    return {
        name: Line(TECHNICAL)
        for name in table.key
        if len(table.key) > 1 and table.columns[name].kind is Kind.TEXT
        and name not in pointing and not judged[name].category
    }  # fmt: skip


def _others(table: Table, leading: Sequence[Pointer], owned: Owned) -> Iterator[str]:
    """Yield what a row links its owner with: other tables, and what else is part of its key."""
    pointing = {each.column: each.target for each in leading}
    for column, target in pointing.items():
        if column != owned.by.column:
            yield target
    if len(table.key) > 1:
        yield from (name for name in table.key if name not in {*pointing, owned.by.column})

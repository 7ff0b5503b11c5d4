"""Find what the tables of a schema hold, and whose: people first, then what leads to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gestand.core.datamap.schema import Column, Kind, Schema
from gestand.core.discovery.columns import judge
from gestand.core.discovery.grades import CREDENTIAL, IDENTIFIER, NONE, Judged
from gestand.core.discovery.hubs import hubs
from gestand.core.discovery.looks import Looks
from gestand.core.discovery.natures import is_own_list
from gestand.core.discovery.owning import Owned, owners, subject_tables
from gestand.core.discovery.places import (
    Place,
    Role,
    head,
    may_be_of_people,
    of_addresses,
    place,
)
from gestand.core.discovery.pointing import Pointer, SoftOwner, pointers


@dataclass(frozen=True)
class Said:
    """What a person said of whole tables: whose rows are people, and whose are not.

    `refused` are the names of the questions to which they said no, and `purposes` give by table
    what its rows are for.
    """

    people: frozenset[str] = frozenset()
    not_people: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    purposes: Mapping[str, str] = field(default_factory=dict)


NOTHING_SAID = Said()
OURSELVES, ASKED = "ourselves ", "about people "
"""How the questions begin whether a row is the organisation's own, and about tables that seem to be
nobody's and may not be."""


@dataclass(frozen=True)
class Found:
    """What was found of a schema before anything is proposed; `looks` by table and column.

    `own` are tables of one row, which tells of the organisation itself; `twofold` are tables of
    people, as somebody said, of which each row tells more of somebody in another one. `purposes`
    give by table what somebody said that its rows are for.
    """

    schema: Schema
    looks: Mapping[str, Mapping[str, Looks]]
    places: Mapping[str, Place]
    judged: Mapping[str, Mapping[str, Judged]]
    pointers: Sequence[Pointer]
    subjects: Sequence[str]
    owned: Mapping[str, Owned]
    soft: Mapping[str, Sequence[SoftOwner]]
    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    purposes: Mapping[str, str] = field(default_factory=dict)
    twofold: frozenset[str] = frozenset()


def discover(
    schema: Schema,
    looks: Mapping[str, Mapping[str, Looks]],
    known: Sequence[Pointer] | None = None,
    by_hand: Said = NOTHING_SAID,
    soft: Sequence[SoftOwner] = (),
) -> Found:
    """Return what a schema seems to hold, and whose.

    `known` are the pointers once their values were looked up; else names and types decide.
    `by_hand` is what a person said of whole tables; `soft` are the tables that some columns name
    for each row.
    """
    places = {name: place(table) for name, table in schema.tables.items()}
    leading = [
        replace(each, empty=_is_empty(each, looks))
        for each in (pointers(schema, places) if known is None else known)
    ]
    own = _ourselves(places, looks, by_hand)
    leading = [
        each for each in _without_refused(leading, by_hand)
        if own.isdisjoint((each.table, each.target))
    ]  # fmt: skip
    places = _with_people(schema, places, leading, by_hand)
    subjects = subject_tables(schema, places, leading, by_hand.people, by_hand.refused)
    owned = owners(schema, places, subjects, leading)
    softly = _softly_owned(soft, {*subjects, *owned}, owned)
    places = {
        name: replace(each, role=Role.ROWS)
        if is_own_list(each) and _is_direct(each, owned.get(name), subjects, filled=True)
        else each
        for name, each in places.items()
    }
    whose = _belonging(places, owned, subjects)
    told = _told_by(places, leading, owned)
    linked = {each.target for each in leading if each.table in whose and not each.actor}
    places = {
        name: replace(
            each,
            organisation=each.organisation and not (name in linked and of_addresses(each)),
            owned=name in whose or name in softly or name in told,
            direct=(name in whose or name in told)
            and _is_direct(each, owned.get(name), subjects),
            detail=name in whose and _is_detail(each, owned[name], subjects),
            acted=name in whose and owned[name].by.actor,
        )
        for name, each in places.items()
    }
    judged = _judged(schema, places, looks, leading)
    return Found(
        schema, looks, places, judged, leading, subjects, owned, softly, {}, by_hand.refused,
        frozenset(own), by_hand.purposes, by_hand.people.difference(subjects),
    )  # fmt: skip


def _ourselves(
    places: Mapping[str, Place], looks: Mapping[str, Mapping[str, Looks]], by_hand: Said
) -> set[str]:
    """Return the tables of one row that tell of the organisation itself."""
    return {
        name for name, each in places.items()
        if each.organisation and head(name) in _OWN and _has_one_row(looks.get(name, {}))
        and f"{OURSELVES}{name}" not in by_hand.refused
    }  # fmt: skip


def _judged(
    schema: Schema,
    places: Mapping[str, Place],
    looks: Mapping[str, Mapping[str, Looks]],
    leading: Sequence[Pointer],
) -> dict[str, dict[str, Judged]]:
    """Return what each column seems to hold; what points at another row holds nothing."""
    return {
        name: {
            column: _pointing(schema.tables[name].columns[column], name, said, leading)
            for column, said in judge(each, looks.get(name, {})).items()
        }
        for name, each in places.items()
    }


def _without_refused(leading: Sequence[Pointer], by_hand: Said) -> list[Pointer]:
    """Return what points where without that to which somebody said no.

    No to who typed a row in is no to who changed it as well.
    """
    refused = [each for each in leading if each.question in by_hand.refused]
    typed = {(each.table, each.target) for each in refused if each.typed}
    return [
        each for each in leading
        if each not in refused and not (each.typed and (each.table, each.target) in typed)
    ]  # fmt: skip


_OWN = frozenset("company organisation firm bedrijf school club instelling institution".split())
"""What tables are called after of which the one row may be the organisation itself."""


_ROWS = 5
"""From so many rows on a column that is empty in all of them leads nowhere."""


def _is_empty(pointer: Pointer, looks: Mapping[str, Mapping[str, Looks]]) -> bool:
    """Tell whether no row that was looked at has a value in a column."""
    seen = looks.get(pointer.table, {})
    rows = max((each.seen for each in seen.values()), default=0)
    return rows >= _ROWS and pointer.column in seen and not seen[pointer.column].seen


def _has_one_row(looks: Mapping[str, Looks]) -> bool:
    """Tell whether a table has one row, as far as its values were looked at."""
    return max((each.seen for each in looks.values()), default=0) == 1


def _with_people(
    schema: Schema, places: Mapping[str, Place], leading: Sequence[Pointer], by_hand: Said
) -> dict[str, Place]:
    """Return what each table seems to be, with the people of whom somebody, or many keys, tell."""
    likely = {hub.table for hub in hubs(schema, places, leading) if hub.likely}
    people = {name for name in likely if may_be_of_people(places[name])} | by_hand.people
    roles = dict.fromkeys(people, Role.PEOPLE) | dict.fromkeys(by_hand.not_people, Role.ROWS)
    return {name: replace(each, role=roles.get(name, each.role)) for name, each in places.items()}


def _softly_owned(
    soft: Sequence[SoftOwner], people: Collection[str], owned: Mapping[str, Owned]
) -> dict[str, list[SoftOwner]]:
    """Return by table the rows that may own its rows, for tables that nothing else tells of."""
    found: dict[str, list[SoftOwner]] = {}
    for each in soft:
        if each.target in people and each.table not in owned and each.table not in people:
            found.setdefault(each.table, []).append(each)
    return found


def _is_direct(
    each: Place, owned: Owned | None, subjects: Sequence[str], *, filled: bool = False
) -> bool:
    """Tell whether the rows of a table are somebody's at once, rather than those of a thing."""
    if owned is None:
        return each.whose
    near = owned.by.target in subjects and not owned.by.actor
    return near and (owned.filled or not filled)


def _told_by(
    places: Mapping[str, Place], leading: Sequence[Pointer], owned: Mapping[str, Owned]
) -> set[str]:
    """Return the tables that tell by themselves whose a row is, and those that hang on them.

    A login name in clear does so, and the number of somebody whose table is not in this database.
    """
    told = {
        name
        for name, each in places.items()
        if name not in owned and (each.whose or (each.said and each.personal))
    }
    while True:
        more = {
            each.table
            for each in leading
            if each.target in told and not each.actor and each.table not in owned
            and places[each.table].role is not Role.LOOKUP
        } - told  # fmt: skip
        if not more:
            return told
        told |= more


def _is_detail(each: Place, owned: Owned, subjects: Sequence[str]) -> bool:
    """Tell whether each row of a table tells more of one person, as a profile does."""
    column = each.table.columns[owned.by.column]
    called = _DETAILS.search(each.table.name.lower()) is not None
    once = column.unique or each.table.key == (column.name,) or called
    return owned.by.target in subjects and not owned.by.actor and once


_DETAILS = re.compile(
    r"(?:profile|profiel|preference"
    r"|(?:user|member|customer|account|person|patient|student|employee|klant|lid)_?"
    r"(?:info|data|record|cache|detail|extra|stat|setting|option|meta))s?$"
)
"""How tables are called that tell more of one person in each row."""


def _belonging(
    places: Mapping[str, Place], owned: Mapping[str, Owned], subjects: Sequence[str]
) -> set[str]:
    """Return the tables whose rows are somebody's, with no list or project on the way there."""
    whose: set[str] = set()
    for name in owned:
        seen, here = {name}, name
        while here in owned and owned[here].by.target not in seen:
            here = owned[here].by.target
            seen.add(here)
        if here in subjects and not any(places[each].role is Role.LOOKUP for each in seen):
            whose.add(name)
    return whose


def _pointing(column: Column, table: str, said: Judged, leading: Sequence[Pointer]) -> Judged:
    """A key of another row is nobody's name, although the column is called after a person.

    A text that nobody declared to be a key may be a name all the same.
    """
    found = [each for each in leading if (each.table, each.column) == (table, column.name)]
    named = said.grade == IDENTIFIER and column.kind is Kind.TEXT
    if found and said.grade != CREDENTIAL and (found[0].declared or not named):
        return Judged(NONE, why="it points at another row")
    return said

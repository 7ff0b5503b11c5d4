"""Conditions on rows, as values.

The core decides over the schema and never sees a row: what must be asked of each row
travels inside a step as one of these, and a store evaluates it. Every condition is either
true or false for a row, never unknown: a store must render NULL that way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gestand.core.calendar import Term
from gestand.core.datamap.schema import Kind, Writing
from gestand.core.documents import Document, Parts, shown


def _hash_once(self: object) -> int:
    """Return the hash of a condition; it is kept, for whatever contains it asks for it again."""
    known = self.__dict__
    kept: int | None = known.get("_hash")
    if kept is None:
        kept = hash((type(self), *known.values()))
        object.__setattr__(self, "_hash", kept)
    return kept


@dataclass(frozen=True)
class Column:
    """A column of the table that `alias` stands for."""

    alias: str
    name: str


@dataclass(frozen=True)
class At:
    """A column that holds a moment; `zone` is the zone its timestamps are written in."""

    __hash__ = _hash_once

    column: Column
    kind: Kind | Writing
    zone: str


@dataclass(frozen=True)
class All:
    """True when every part is; true when there are none."""

    __hash__ = _hash_once

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class Any:
    """True when one of the parts is; false when there are none."""

    __hash__ = _hash_once

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class Not:
    """True when its part is false."""

    __hash__ = _hash_once

    part: Predicate


@dataclass(frozen=True)
class Null:
    """The column is NULL."""

    __hash__ = _hash_once

    column: Column


@dataclass(frozen=True)
class Equals:
    """The column is one of `values`, which are all of its own kind."""

    __hash__ = _hash_once

    column: Column
    values: tuple[str | int, ...]


@dataclass(frozen=True)
class Same:
    """Both columns are filled, with the same key."""

    __hash__ = _hash_once

    column: Column
    other: Column


@dataclass(frozen=True)
class Reached:
    """The moment is readable and falls on `day` or before, in the controller's zone."""

    __hash__ = _hash_once

    at: At
    day: date


@dataclass(frozen=True)
class Unreadable:
    """The column is filled with something that is not a moment."""

    __hash__ = _hash_once

    at: At


@dataclass(frozen=True)
class NotBefore:
    """Both moments are readable, and `at` is not before `other`."""

    __hash__ = _hash_once

    at: At
    other: At


@dataclass(frozen=True)
class InTime:
    """`at` falls on or before the last day of `term` after `other`; true while `other` is NULL."""

    __hash__ = _hash_once

    at: At
    other: At
    term: Term


@dataclass(frozen=True)
class Linked:
    """A row of `table` exists whose columns equal the outer ones and that meets `where`."""

    __hash__ = _hash_once

    alias: str
    table: str
    pairs: tuple[tuple[Column, str], ...]
    where: Predicate


@dataclass(frozen=True)
class Among:
    """The columns are among those of the rows of `table` that meet `where`.

    Says the same as `Linked`, but tells the store to start from the other table: for a few
    people out of many.
    """

    __hash__ = _hash_once

    columns: tuple[Column, ...]
    alias: str
    table: str
    inner: tuple[str, ...]
    where: Predicate


@dataclass(frozen=True)
class Listed:
    """The columns are a key in the key set `name`; `folded` compares without case and spaces."""

    __hash__ = _hash_once

    name: str
    columns: tuple[Column, ...]
    folded: bool = False


@dataclass(frozen=True)
class AskedSince:
    """The person is in the key set `name`, and asked on or after the day that `began` marks."""

    __hash__ = _hash_once

    name: str
    person: Column
    began: At
    folded: bool = False


Link = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Columns of a row, and the table with the columns that tell at which one row they point."""


@dataclass(frozen=True)
class Emptied:
    """What stands in a column once its value has gone, or what of it stays: `core.left` says it.

    `constant` is what takes the value's place, or that of one of which no part can be told, and
    `size` is how much stays. A pseudonym made with a key is made of the columns that it `reads` and
    of `constant`, which tells pseudonyms of different things apart; with `along` these columns
    stand in the row to which the links lead. Of documents only `parts` go.
    """

    column: str
    how: str
    constant: str | int | None = ""
    size: int = 0
    reads: tuple[str, ...] = ()
    along: tuple[Link, ...] = ()
    parts: Parts | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What goes, by the names that values have in a plan."""
        if self.parts is None:
            return (self.column,)
        names = tuple(f"{self.column} {shown(part.path)}" for part in self.parts.parts)
        return names or (self.column,)


@dataclass(frozen=True)
class Odd:
    """The column holds a document that cannot be read as the data map says."""

    __hash__ = _hash_once

    column: Column
    document: Document


@dataclass(frozen=True)
class Differs:
    """One of the columns does not yet hold what it holds once emptied."""

    __hash__ = _hash_once

    alias: str
    key: tuple[str, ...]
    changes: tuple[Emptied, ...]


Predicate = (
    All
    | Any
    | Not
    | Null
    | Equals
    | Same
    | Reached
    | Unreadable
    | NotBefore
    | InTime
    | Linked
    | Among
    | Listed
    | AskedSince
    | Odd
    | Differs
)

Leaf = (
    Null
    | Equals
    | Same
    | Reached
    | Unreadable
    | NotBefore
    | InTime
    | Listed
    | AskedSince
    | Odd
    | Differs
)
"""A condition without conditions in it."""

ALWAYS = All(())
NEVER = Any(())


def all_of(*parts: Predicate) -> Predicate:
    """Return the conjunction, without parts that are always true."""
    flat = _flat(All, parts)
    if NEVER in flat:
        return NEVER
    return next(iter(flat)) if len(flat) == 1 else All(tuple(flat))


def any_of(*parts: Predicate) -> Predicate:
    """Return the disjunction, without parts that are never true."""
    flat = _flat(Any, parts)
    if ALWAYS in flat:
        return ALWAYS
    return next(iter(flat)) if len(flat) == 1 else Any(tuple(flat))


def none_of(*parts: Predicate) -> Predicate:
    """Return a condition that is true when no part is."""
    joined = any_of(*parts)
    if joined == NEVER:
        return ALWAYS
    return NEVER if joined == ALWAYS else Not(joined)


def _flat(kind: type[All] | type[Any], parts: tuple[Predicate, ...]) -> dict[Predicate, None]:
    """Return the parts, and those of parts of the same kind, each once and in their order."""
    seen: dict[Predicate, None] = {}
    for part in parts:
        if isinstance(part, kind):
            seen |= dict.fromkeys(part.parts)
        else:
            seen[part] = None
    return seen


def free_aliases(where: Predicate) -> frozenset[str]:
    """Return the aliases that `where` takes from outside itself."""
    return frozenset(column.alias for column in free_columns(where))


def free_columns(where: Predicate) -> frozenset[Column]:
    """Return the columns that `where` takes from outside itself; they are kept, as its hash is."""
    kept: frozenset[Column] | None = vars(where).get("_free")
    if kept is None:
        kept = _free_columns(where)
        hash(where)  # which looks at all that is kept in a condition: this is kept after it
        object.__setattr__(where, "_free", kept)
    return kept


def _free_columns(where: Predicate) -> frozenset[Column]:
    if isinstance(where, All | Any):
        return frozenset[Column]().union(*map(free_columns, where.parts))
    if isinstance(where, Not):
        return free_columns(where.part)
    if isinstance(where, Linked | Among):
        own = where.columns if isinstance(where, Among) else [own for own, _ in where.pairs]
        within = (column for column in free_columns(where.where) if column.alias != where.alias)
        return frozenset((*own, *within))
    return frozenset(columns_of(where))


def names_listed(where: Predicate) -> frozenset[str]:
    """Return the names of the key sets that `where` looks at, however deep."""
    if isinstance(where, All | Any):
        return frozenset[str]().union(*map(names_listed, where.parts))
    if isinstance(where, Not):
        return names_listed(where.part)
    if isinstance(where, Linked | Among):
        return names_listed(where.where)
    return frozenset((where.name,) if isinstance(where, Listed | AskedSince) else ())


def columns_of(where: Leaf) -> Iterator[Column]:
    """Yield the columns that a condition without others in it looks at."""
    if isinstance(where, Null | Equals | Odd):
        yield where.column
    elif isinstance(where, Same):
        yield from (where.column, where.other)
    elif isinstance(where, Reached | Unreadable):
        yield where.at.column
    elif isinstance(where, NotBefore | InTime):
        yield from (where.at.column, where.other.column)
    elif isinstance(where, Listed):
        yield from where.columns
    elif isinstance(where, AskedSince):
        yield from (where.person, where.began.column)
    else:
        names = (*where.key, *(change.column for change in where.changes))
        yield from (Column(where.alias, name) for name in names)


def of_row(where: Predicate, alias: str, there: str) -> Predicate:
    """Return `where`, which is about the row `alias`, asked of the row `there` instead."""
    if isinstance(where, All | Any):
        return replace(where, parts=tuple(of_row(part, alias, there) for part in where.parts))
    if isinstance(where, Not):
        return Not(of_row(where.part, alias, there))
    if isinstance(where, Linked | Among):
        inner = where.where if where.alias == alias else of_row(where.where, alias, there)
        if isinstance(where, Among):
            columns = tuple(_of(column, alias, there) for column in where.columns)
            return replace(where, columns=columns, where=inner)
        pairs = tuple((_of(outer, alias, there), name) for outer, name in where.pairs)
        return replace(where, pairs=pairs, where=inner)
    return _leaf_of_row(where, alias, there)


def _leaf_of_row(where: Leaf, alias: str, there: str) -> Predicate:
    if isinstance(where, Null | Equals | Odd):
        return replace(where, column=_of(where.column, alias, there))
    if isinstance(where, Same):
        return Same(_of(where.column, alias, there), _of(where.other, alias, there))
    if isinstance(where, Reached | Unreadable):
        return replace(where, at=_at(where.at, alias, there))
    if isinstance(where, NotBefore | InTime):
        return replace(where, at=_at(where.at, alias, there), other=_at(where.other, alias, there))
    if isinstance(where, Listed):
        return replace(where, columns=tuple(_of(c, alias, there) for c in where.columns))
    if isinstance(where, AskedSince):
        person = _of(where.person, alias, there)
        return replace(where, person=person, began=_at(where.began, alias, there))
    return replace(where, alias=there) if where.alias == alias else where


def _of(column: Column, alias: str, there: str) -> Column:
    return Column(there, column.name) if column.alias == alias else column


def _at(moment: At, alias: str, there: str) -> At:
    return replace(moment, column=_of(moment.column, alias, there))

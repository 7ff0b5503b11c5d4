"""Which columns point at rows of other tables: declared keys, then names and types.

What the database declares is certain. Where it declares nothing, a column such as `customer_id`
points at the table of that name when its type is that of the key there; whether its values are
among the keys there is asked of the database, and comes in as a share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from gestand.core.datamap.schema import Kind, Schema, Table
from gestand.core.discovery.naming import one, words
from gestand.core.discovery.places import Place, Role

_ENDS = ("id", "key", "number", "code", "ref", "fk")
_ACTORS = frozenset(
    (
        *("created", "updated", "modified", "changed", "deleted", "approved", "assigned", "closed"),
        *("locked", "edited", "reviewed", "editor", "approver", "assignee", "creator", "modifier"),
        *("reviewer", "handled", "agent", "requested", "finished", "published", "moderator"),
        *("manager", "admin", "performed", "rejected", "resolved", "processed", "checked", "staff"),
        *("history", "initial", "default"),
    )
)  # fmt: skip
"""Words of who did something with a row, which makes it no row of theirs."""
_TYPED_IN = frozenset(
    """
    create created write written update updated modify modified change changed edit edited insert
    inserted enter entered add added save saved gewijzigd bijgewerkt toegevoegd ingevoerd bewerkt
    """.split()
)
STAFF = frozenset(
    """
    employee staff personnel salesman salesperson salesrep seller clerk cashier operator technician
    medewerker medewerkster personeel verkoper kassier monteur
    """.split()
)
"""Words of who works for an organisation, and so deals with what is somebody else's."""

_BY = frozenset({"by", "user", "door", "uid"})
_AROUND = _BY | {"id", "key", "fk", "last", "first", "login", "date", "who"}
_PERSONS = ("user", "owner", "author", "member", "person", "account", "customer", "sender",
            "recipient", "by", "creator", "assignee", "editor", "reporter", "uploader", "poster",
            "who", "submitter", "requester")
_TYPED = ("type", "model", "class", "kind", "table")


@dataclass(frozen=True)
class Pointer:
    """A column that points at a row of `target`, how sure that is, and why.

    `actor` says that it tells who did something, rather than whose row it is, and `typed` that
    it only tells who put the row in or changed it last; `empty` that no row has a value there.
    """

    table: str
    column: str
    target: str
    declared: bool
    sure: float
    why: str
    actor: bool = False
    typed: bool = False
    empty: bool = False

    @property
    def staff(self) -> bool:
        """Whether it points at who works for the organisation, in a table of something else."""
        dealt = STAFF.isdisjoint(map(one, words(self.table)))
        named = {*map(one, words(self.column)), *map(one, words(self.target))}
        return dealt and not STAFF.isdisjoint(named)

    @property
    def group(self) -> str:
        """The question that settles it, together with others."""
        return f"{'actor' if self.actor else 'owner'} {self.target}"

    @property
    def question(self) -> str:
        """The question whether the rows are of who is pointed at."""
        return f"{self.group} {self.table}.{self.column}"


@dataclass(frozen=True)
class Soft:
    """A pair of columns of which the one says in which table the other one's row stands."""

    table: str
    type_column: str
    id_column: str


@dataclass(frozen=True)
class SoftOwner:
    """A table that such a pair may name, and the word that stands for it in the one column."""

    table: str
    type_column: str
    id_column: str
    target: str
    word: str


def soft_words(schema: Schema, pair: Soft) -> dict[str, str]:
    """Return the words that may stand for each table that a pair may name, in usual spellings.

    They are made of the names of tables: what stands in the rows is only asked for, never told.
    """
    column = schema.tables[pair.table].columns[pair.id_column]
    found: dict[str, str] = {}
    for name, table in schema.tables.items():
        if len(table.key) != 1 or table.columns[table.key[0]].kind is not column.kind:
            continue
        single = [one(word) for word in words(name)]
        last, whole = single[-1:], "".join(word.capitalize() for word in single)
        for word in (name, "_".join(single), whole, *last, *(each.title() for each in last)):
            found.setdefault(word, name)
    # What is written in a condition must need no quotes of its own.
    return {word: name for word, name in found.items() if not {*word} & {"'", '"', "\\"}}


def pointers(schema: Schema, places: Mapping[str, Place]) -> list[Pointer]:
    """Return what points where, in the order of the tables; of one column, one pointer."""
    named = _by_word(schema.tables)
    people = [name for name, each in places.items() if each.role is Role.PEOPLE]
    main = _main(people)
    found: list[Pointer] = []
    for table in schema.tables.values():
        seen = {key.columns[0] for key in table.foreign_keys}
        found += _declared(table)
        soft = {each.id_column for each in _softly(table)}
        for column in table.columns.values():
            if column.name in seen or column.name in soft:
                continue
            pointer = _guessed(schema, table, column.name, named, main)
            if pointer is not None:
                found.append(pointer)
    return found


def confirmed(pointer: Pointer, share: float | None) -> Pointer | None:
    """Return a guessed pointer after its values were looked up; None where they are not there.

    `share` is how many of the values looked up are keys of the target; None where none was.
    """
    if pointer.declared or share is None:
        return pointer
    if share < 0.5:
        return None
    why = f"{pointer.why}, and its values are keys there"
    return replace(pointer, sure=0.9 if share > 0.95 else pointer.sure, why=why)


def soft_pairs(schema: Schema) -> list[Soft]:
    """Return the pairs of columns that point at rows of several tables."""
    return [pair for table in schema.tables.values() for pair in _softly(table)]


def _softly(table: Table) -> Iterator[Soft]:
    keys = {name for key in table.foreign_keys for name in key.columns}
    for name in table.columns:
        parts = words(name)
        if len(parts) < 2 or parts[-1] not in ("id", "key") or name in keys:
            continue
        for other in table.columns:
            if other != name and words(other)[:-1] == parts[:-1] and words(other)[-1:] and (
                words(other)[-1] in _TYPED
            ):
                yield Soft(table.name, other, name)


def _declared(table: Table) -> Iterator[Pointer]:
    for key in table.foreign_keys:
        if len(key.columns) == 1:
            name = key.columns[0]
            yield Pointer(
                table.name, name, key.target, True, 1.0, "a foreign key", _acts(name), _types(name)
            )


def _acts(column: str) -> bool:
    return not _ACTORS.isdisjoint(words(column)) or _types(column)


def _types(column: str) -> bool:
    """Tell whether a column is called after who typed a row: `created_by`, `write_uid`."""
    parts = {*words(column)}
    done = parts & _TYPED_IN
    return bool(done) and bool(parts & _BY) and parts - done <= _AROUND


def _by_word(tables: Mapping[str, Table]) -> dict[str, str]:
    """Return, by the words that a column may use, the table that is meant, where it is one."""
    parts = {name: [one(word) for word in words(name)] for name in tables}
    whole = {" ".join(each): name for name, each in reversed(parts.items())}
    ends: dict[str, list[str]] = {}
    for name, each in parts.items():
        for first in range(1, len(each)):
            ends.setdefault(" ".join(each[first:]), []).append(name)
    # What a table is called as a whole counts: `user` means `users`, not `groups_users`.
    return {word: names[0] for word, names in ends.items() if len(names) == 1} | whole


def _main(people: Collection[str]) -> str | None:
    """Return the table of people that words such as `author` mean, where one is meant."""
    users = [name for name in people if one(words(name)[-1]) in ("user", "account", "member")]
    for found in (users, list(people)):
        if found:
            return min(found, key=len) if found is users or len(found) == 1 else None
    return None


def _guessed(
    schema: Schema, table: Table, column: str, named: Mapping[str, str], main: str | None
) -> Pointer | None:
    parts = words(column)
    if len(parts) > 1 and parts[-1] in _ENDS:
        stem = [one(word) for word in parts[:-1]]
    elif len(parts) > 1 and parts[0] == "id":
        stem = [one(word) for word in parts[1:]]
    elif parts and parts[-1] in _PERSONS:
        stem = [one(parts[-1])]
    else:
        return None
    target, sure, why = _target(stem, named, main)
    if target is None or not _fits(schema.tables[target], table, column):
        return None
    if target == table.name and stem[-1] not in ("parent", "reply"):
        return None
    return Pointer(table.name, column, target, False, sure, why, _acts(column), _types(column))


def _target(
    stem: list[str], named: Mapping[str, str], main: str | None
) -> tuple[str | None, float, str]:
    for first in range(len(stem)):
        target = named.get(" ".join(stem[first:]))
        if target is not None:
            return target, 0.75 if first == 0 else 0.6, f"it is called after `{target}`"
    if main is not None and stem[-1] in _PERSONS:
        return main, 0.6, f"it seems to name a person of `{main}`"
    return None, 0.0, ""


def _fits(target: Table, table: Table, column: str) -> bool:
    """Tell whether a column can hold the key of a table: one column, of the same type."""
    if len(target.key) != 1:
        return False
    own, theirs = table.columns[column].kind, target.columns[target.key[0]].kind
    return own is theirs and own in (Kind.INTEGER, Kind.UUID, Kind.TEXT)

"""What is held where and whose it is: the data map, matched with the live schema.

Everything a plan is compiled from, with nothing left to look up: keys, edges, moments with
their types, and for each column what takes its place once it is emptied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.schema import Kind, Writing
from gestand.core.documents import Document, Path, shown
from gestand.core.left import KEYED, WITH_ROW
from gestand.core.names import store_of
from gestand.core.predicate import Emptied


@dataclass(frozen=True)
class Edge:
    """Rows of `child` that meet `when` point with `columns` at `parent_columns` of `parent`."""

    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    when: tuple[Comparison, ...] = ()

    @property
    def within_one_store(self) -> bool:
        """Tell whether both ends stand in the same store."""
        return store_of(self.child) == store_of(self.parent)


@dataclass(frozen=True)
class Forgets:
    """A pointer that is emptied when the row it points at goes; it keeps no row where it is.

    `columns` are those of its edge that are emptied.
    """

    edge: Edge
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Counter:
    """A number in rows of the parent of `edge`: how many children that meet `when` there are.

    With `sums` it is what that column of these children comes to. When some of these go, or no
    longer point there, it is counted anew; with `lowers` it goes down by as many, since it counts
    what is not there any more as well.
    """

    column: str
    edge: Edge
    when: tuple[Comparison, ...] = ()
    lowers: bool = False
    sums: str | None = None


@dataclass(frozen=True)
class Way:
    """How a row leads to one of its people: over `edges` to the row where `column` names them.

    Without edges that is the row itself. The column is the key of the person's own row, or,
    with `by_identifier`, holds an identifier of somebody of that `kind`, where `when` is met.
    `doubtful` is how many edges from the row on must be looked at to see whether it counts: the
    ones behind them are never empty and have no condition.
    """

    edges: tuple[Edge, ...]
    kind: str
    column: str
    by_identifier: bool = False
    when: tuple[Comparison, ...] = ()
    doubtful: int = 0

    @property
    def first(self) -> tuple[str, ...]:
        """The columns of the row itself with which the way begins."""
        return self.edges[0].columns if self.edges else (self.column,)


@dataclass(frozen=True)
class Moment:
    """A column that marks a moment of an occasion.

    Without `edge` it stands in the occasion's own row; else in the row that the edge leads
    to: the parent, or with `reverse` the child that points back.
    """

    column: str
    kind: Kind | Writing
    zone: str
    edge: Edge | None = None
    reverse: bool = False


@dataclass(frozen=True)
class Consent:
    """Where an occasion's row says that consent was given, and withdrawn, and to which words.

    `by` says who gave it in place of somebody too young, as `born` tells. `since` is the day since
    which it stands without a break: of the first of several that each came while another one held.
    """

    given: Moment
    withdrawn: Moment | None
    text: str | None = None
    by: str | None = None
    born: Moment | None = None
    since: Moment | None = None


@dataclass(frozen=True)
class Occasion:
    """An occasion bound to a table of the live schema; rows that meet `when` carry it."""

    name: str
    table: str
    began: Moment
    from_: Moment | None
    moments: Mapping[str, Moment]
    moved: tuple[Moment, ...] = ()
    consents: Mapping[str, Consent] = field(default_factory=dict)
    when: tuple[Comparison, ...] = ()

    def all_moments(self) -> tuple[Moment, ...]:
        """Return every moment that the occasion is bound to."""
        found = [self.began, *self.moments.values(), *self.moved]
        found += [self.from_] if self.from_ else []
        for consent in self.consents.values():
            told = (consent.given, consent.withdrawn, consent.since)
            found += [moment for moment in told if moment is not None]
        return tuple(found)

    def stands_in(self, moment: Moment) -> str:
        """Return the table whose column `moment` is."""
        if moment.edge is None:
            return self.table
        return moment.edge.child if moment.reverse else moment.edge.parent


@dataclass(frozen=True)
class FactMoments:
    """Where the own row of a kind of person says that a restriction, or an objection, stands."""

    kind: str
    table: str
    purpose: str | None
    begun: Moment
    ended: Moment | None


@dataclass(frozen=True)
class Sibling:
    """A declared reach: rows of `occasion` whose `columns` equal the own `own_columns`."""

    occasion: str
    table: str
    own_columns: tuple[str, ...]
    columns: tuple[str, ...]
    parent: Edge
    until: Moment | None


@dataclass(frozen=True)
class Cell:
    """A column that holds a category of data, and what it holds once emptied.

    `ways` are the numbers of the ways to the people that it is about. With a `path` it is a part
    of the document in the column; it stands only in rows that meet `when`.
    """

    column: str
    category: str
    source: str
    emptied: Emptied
    ways: tuple[int, ...] = (0,)
    path: Path = ()
    when: tuple[Comparison, ...] = ()
    secret: bool = False

    @property
    def with_row(self) -> bool:
        """Whether it is what its row tells by being there: nothing takes its place in a row."""
        return self.emptied.how == WITH_ROW

    @property
    def name(self) -> str:
        """What it is called in a plan: the column, with the path or the word that tells it."""
        if self.when:
            words = (str(value) for compared in self.when for value in compared.values)
            return f"{self.column} of {', '.join(words)}"
        return f"{self.column} {shown(self.path)}" if self.path else self.column


@dataclass(frozen=True)
class Papers:
    """The documents of a column: what they become as a `whole` once nothing holds any of them.

    With `unread_goes` that counts for one that cannot be read as the map says as well; else a
    person mends it.
    """

    document: Document
    whole: Emptied
    unread_goes: bool = False


@dataclass(frozen=True)
class Copied:
    """A column of `table` that copies `cell` of the row at which `edge` points.

    When nothing holds that value any more, or its row goes, the copy changes as `emptied` says.
    """

    table: str
    column: str
    edge: Edge
    cell: Cell
    emptied: Emptied


@dataclass(frozen=True)
class Loose:
    """A column of an edge that can be emptied once nothing holds the row for its owner.

    `ways` are the numbers of the ways that begin with it.
    """

    column: str
    ways: tuple[int, ...]


@dataclass(frozen=True)
class PastOf:
    """The rows are old versions of the row to which `edge` leads: what holds that holds them.

    With `keeps` they stay, emptied, when nothing does. `declared` says that the database itself
    knows of the edge, and so lets no row go of which there is an old version.
    """

    edge: Edge
    keeps: bool
    declared: bool


@dataclass(frozen=True)
class Seen:
    """People to whom `edge` leads, over `ways`, may see the columns `tells` of a row of others.

    With `link` they lead there from rows of another table, which point with it at that row.
    """

    edge: Edge
    ways: tuple[Way, ...]
    tells: frozenset[str]
    link: Edge | None = None


@dataclass(frozen=True)
class HeldTable:
    """A table with personal data: whose rows they are, and which purposes may hold them.

    `ways` lead to each person whose row it is; a subject's own table has one without edges.
    `columns` are all that the live table has; `secrets` are those whose values never leave it.
    `loose_key` are columns of the key that may be NULL. `past` says of what the rows are history,
    `seen` who may see them besides. `read_by` gives, by column, the keys and edges that the
    database generates from it.
    """

    id: str
    key: tuple[str, ...]
    purposes: tuple[str, ...]
    ways: tuple[Way, ...]
    cells: tuple[Cell, ...]
    rest: tuple[Emptied, ...]
    siblings: tuple[Sibling, ...]
    files: Mapping[str, str]
    nullable: frozenset[str]
    columns: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    loose: tuple[Loose, ...] = ()
    loose_key: tuple[str, ...] = ()
    past: PastOf | None = None
    documents: tuple[Papers, ...] = ()
    seen: tuple[Seen, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    read_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def store(self) -> str:
        """The store's id."""
        return store_of(self.id)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of people whose rows these are."""
        return frozenset(way.kind for way in self.ways)

    @property
    def person(self) -> str:
        """The kind of people whose rows these are; the first, where there are several."""
        return self.ways[0].kind if self.ways else ""

    def own_ways(self, kind: str) -> tuple[Way, ...]:
        """Return the ways of rows that are people of a kind themselves."""
        return tuple(way for way in self.ways if way.kind == kind and not way.edges)

    def seen_as(self, kind: str) -> HeldTable:
        """Return the table with people of one kind before others that it holds as well."""
        return replace(self, ways=tuple(sorted(self.ways, key=lambda way: way.kind != kind)))

    @property
    def shared(self) -> bool:
        """Whether a row may belong to several people, or to one of several."""
        return len(self.ways) > 1

    @property
    def owners(self) -> tuple[Edge, ...]:
        """The edges to the rows that own this one."""
        return tuple(dict.fromkeys(way.edges[0] for way in self.ways if way.edges))

    @property
    def identifiers(self) -> tuple[Way, ...]:
        """The ways that begin and end with an identifier in the row itself."""
        return tuple(way for way in self.ways if way.by_identifier and not way.edges)


@dataclass(frozen=True)
class SamePerson:
    """One of `kind` and one of `other` are one person where these columns of theirs are equal."""

    kind: str
    column: str
    other: str
    other_column: str


@dataclass(frozen=True)
class Holdings:
    """All personal tables, the occasions bound to them, and who points at whom.

    `order` lists the tables so that a row's children come before it. `languages` give by kind of
    person the column that says in which language they read.
    """

    tables: Mapping[str, HeldTable]
    occasions: tuple[Occasion, ...]
    references: tuple[Edge, ...]
    order: tuple[str, ...]
    subjects: Mapping[str, str | None]
    identifiers: Mapping[str, tuple[str, ...]]
    facts: tuple[FactMoments, ...] = ()
    forgets: tuple[Forgets, ...] = ()
    counters: tuple[Counter, ...] = ()
    copies: tuple[Copied, ...] = ()
    same_people: tuple[SamePerson, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)

    @property
    def keyed(self) -> bool:
        """Whether some value becomes a pseudonym that is made with a key."""
        cells = (cell.emptied for table in self.tables.values() for cell in table.cells)
        rest = (change for table in self.tables.values() for change in table.rest)
        return any(change.how in KEYED for change in (*cells, *rest))

    def pins(self, table: str) -> tuple[Edge, ...]:
        """Return the edges by which another row keeps a row of `table` where it is.

        An old version needs the row no more, but where the database says that it does.
        """
        past = (held.past for held in self.tables.values() if held.past)
        free = {each.edge for each in past if each.keeps and not each.declared}
        return tuple(e for e in self.references if e.parent == table and e not in free)

    def bound(self, occasion: str) -> tuple[Occasion, ...]:
        """Return the tables that `occasion` is bound to."""
        return tuple(bound for bound in self.occasions if bound.name == occasion)


def identity_columns(holdings: Holdings, table: HeldTable) -> tuple[str, ...]:
    """Return the columns that tell one person's own row from another's."""
    began = [
        occasion.began.column
        for occasion in holdings.occasions
        if occasion.table == table.id and occasion.began.edge is None
    ]
    return tuple(dict.fromkeys([*began, *(c.column for c in table.cells if not c.path)]))


def moment_columns(holdings: Holdings, store: str) -> dict[str, tuple[str, ...]]:
    """Return the columns that hold moments, by table, in one store.

    Not those that say only when an occasion began: few questions look at them. Nor those that
    write moments otherwise, of which comparing tells whether they can be read.
    """
    found: dict[str, dict[str, None]] = {}
    for occasion in holdings.occasions:
        for moment in occasion.all_moments()[1:]:
            if not isinstance(moment.kind, Kind):
                continue
            table = occasion.stands_in(moment)
            found.setdefault(table, {})[moment.column] = None
    for held in holdings.tables.values():
        for sibling in held.siblings:
            if sibling.until is not None and isinstance(sibling.until.kind, Kind):
                found.setdefault(held.id, {})[sibling.until.column] = None
    return {t: tuple(names) for t, names in found.items() if store_of(t) == store}

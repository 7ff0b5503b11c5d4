"""What the steps of one store read in other stores: tables, columns, key sets.

A database cannot ask another one. What a condition reads elsewhere is therefore loaded into the
store of the row first: of every row the keys, edges and moments that some condition compares,
and nothing else (GROUNDS rule 22). The conditions themselves stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from gestand.core.datamap import schema
from gestand.core.datamap.holdings import Holdings, Moment
from gestand.core.datamap.schema import Kind
from gestand.core.owners import ROW
from gestand.core.plan.pins import still_pointed_at
from gestand.core.plan.steps import (
    AskHuman,
    End,
    Erase,
    Keep,
    KeepKey,
    MayUse,
    Program,
    Read,
    Recount,
    Redact,
    SetApart,
    Step,
    Survey,
    Write,
)
from gestand.core.predicate import (
    All,
    Among,
    Any,
    AskedSince,
    Column,
    Equals,
    Leaf,
    Linked,
    Listed,
    Not,
    Predicate,
    Same,
    columns_of,
)
from gestand.core.reach import Joined

Scope = Mapping[str, str]
"""By alias the table that it stands for."""

_OF_PEOPLE = (
    "asked:", "erasing:", "doubtful:", "restricted:", "held:", "objecting:", "withdrawn:",
)  # fmt: skip
"""How the names of key sets begin that hold people, and are filled in every store."""


_PLAIN = (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.TEXT, Kind.UUID, Kind.DATE, Kind.TIMESTAMP)


def store_of(table: str) -> str:
    """Return the store in which a table stands."""
    return table.partition(".")[0]


@dataclass(frozen=True)
class Abroad:
    """A table of another store, and the columns of it that are read.

    Those in `compared` must equal something: they need an index, and mean the same everywhere.
    """

    table: str
    columns: tuple[str, ...]
    compared: tuple[str, ...]


def taken_as(column: schema.Column, *, same_kind: bool) -> schema.Column:
    """Return the column in which the values of another store's column are taken in.

    Another kind of database has other types: there a moment is kept as the text that it is
    written with, which every database can read.
    """
    plain = replace(column, nullable=True, unique=False)
    if same_kind and column.kind in _PLAIN:
        return plain
    kind = Kind.INTEGER if column.kind is Kind.INTEGER else Kind.TEXT
    return replace(plain, kind=kind, declared="", length=None)


@dataclass
class Reading:
    """What is read from one store: other stores' tables, and the key sets of their rows.

    `early` are key sets that are there before anything is measured, with their table; `late`
    those that come of measuring another table, by the table that reads them.
    """

    store: str
    early: dict[str, str] = field(default_factory=dict)
    late: dict[str, dict[str, str]] = field(default_factory=dict)
    _columns: dict[str, dict[str, bool]] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Abroad, ...]:
        """The tables of other stores that are read."""
        return tuple(
            Abroad(table, tuple(names), tuple(name for name, compared in names.items() if compared))
            for table, names in sorted(self._columns.items())
        )

    @property
    def stores(self) -> frozenset[str]:
        """The other stores that are read."""
        return frozenset(map(store_of, self._columns))

    def step(self, step: Step, holdings: Holdings) -> None:
        """Note what a step reads."""
        scope = {ROW: step.table}
        for where in _conditions(step, holdings):
            self.condition(where, scope, step.table)
        if isinstance(step, AskHuman):
            for there in step.beside:
                joined = self._joined(there.joins, step.table)
                for name in there.columns:
                    self._read(Column(there.joins[-1][0], name), joined)
        if isinstance(step, Keep):
            self.keep(step)
        if isinstance(step, Read):
            for keep in step.keeps:
                self.condition(keep.scope, scope, step.table)
                self.keep(keep)

    def keep(self, keep: Keep) -> None:
        """Note what the last days of a step read."""
        for end in keep.ends:
            self.end(end, keep.table)

    def survey(self, survey: Survey) -> None:
        """Note what the survey of a table reads."""
        for where in (
            survey.scope,
            *(w for held in survey.claims for w in (held.live, held.unclear)),
        ):
            self.condition(where, {ROW: survey.table}, survey.table)

    def end(self, end: End, table: str) -> None:
        """Note what the end of a ground reads, for rows of `table`."""
        scope = self._joined(end.reach.joins(), table)
        self.condition(end.condition, scope, table)
        self.condition(end.unclear, scope, table)
        for moment, _ in end.terms:
            self._moment(moment, scope[end.reach.alias])

    def _joined(self, joins: Iterable[Joined], table: str) -> dict[str, str]:
        """Note what the joins from a row of `table` read; return the tables by their aliases."""
        scope = {ROW: table}
        for alias, there, pairs in joins:
            scope[alias] = there
            for outer, inner in pairs:
                self._read(outer, scope, compared=True)
                self._read(Column(alias, inner), scope, compared=True)
        return scope

    def _moment(self, moment: Moment, table: str) -> None:
        edge, scope = moment.edge, {ROW: table}
        if edge is not None:
            scope |= {"child": edge.child, "parent": edge.parent}
            for name in edge.columns:
                self._read(Column("child", name), scope, compared=True)
            for name in edge.parent_columns:
                self._read(Column("parent", name), scope, compared=True)
        alias = ROW if edge is None else "child" if moment.reverse else "parent"
        self._read(Column(alias, moment.column), scope)

    def condition(self, where: Predicate, scope: Scope, table: str) -> None:
        """Note what a condition on rows of `table` reads."""
        if isinstance(where, All | Any):
            for part in where.parts:
                self.condition(part, scope, table)
        elif isinstance(where, Not):
            self.condition(where.part, scope, table)
        elif isinstance(where, Linked | Among):
            self._linked(where, scope, table)
        else:
            for column in columns_of(where):
                self._read(column, scope, compared=column in _compared(where))
            if isinstance(where, Listed):
                self._listed(where, scope, table)

    def _linked(self, where: Linked | Among, scope: Scope, table: str) -> None:
        inner = where.inner if isinstance(where, Among) else [name for _, name in where.pairs]
        outer = where.columns if isinstance(where, Among) else [own for own, _ in where.pairs]
        within = {**scope, where.alias: where.table}
        for column in (*outer, *(Column(where.alias, name) for name in inner)):
            self._read(column, within, compared=True)
        self.condition(where.where, within, table)

    def _listed(self, where: Listed, scope: Scope, table: str) -> None:
        there = scope[where.columns[0].alias]
        if store_of(there) == self.store or where.name.startswith(_OF_PEOPLE):
            return
        if where.name.startswith(("gone:", "redact:")):
            self.late.setdefault(table, {})[where.name] = there
        else:
            self.early[where.name] = there

    def _read(self, column: Column, scope: Scope, *, compared: bool = False) -> None:
        table = scope[column.alias]
        if store_of(table) != self.store:
            names = self._columns.setdefault(table, {})
            names[column.name] = names.get(column.name, False) or compared


def readings(
    holdings: Holdings, stores: Iterator[str] | Mapping[str, object], *programs: Program
) -> dict[str, Reading]:
    """Return, per store, what the steps of some programs read in other stores."""
    found = {store: Reading(store) for store in stores}
    if all(store_of(edge.child) == store_of(edge.parent) for edge in holdings.references):
        return found
    for program in programs:
        for survey in program.surveys.values():
            found[store_of(survey.table)].survey(survey)
        for step in program.steps:
            found[store_of(step.table)].step(step, holdings)
        for _, end in program.endings:
            table = end.reach.occasion.table
            found[store_of(table)].end(end, table)
    return found


def beside(holdings: Holdings, reading: Mapping[str, Reading], store: str) -> tuple[str, ...]:
    """Return the other stores that have a say in the rows of `store`, near or far."""
    found: dict[str, None] = {}
    waiting = [store]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found[here] = None
            waiting += sorted(reading[here].stores | _of_people(holdings, here))
    return tuple(sorted(found.keys() - {store}))


def _of_people(holdings: Holdings, store: str) -> frozenset[str]:
    """Return the stores through which ways lead from rows of `store` to people."""
    ways = (way for table in holdings.tables.values() if table.store == store for way in table.ways)
    return frozenset(store_of(edge.parent) for way in ways for edge in way.edges)


def _conditions(step: Step, holdings: Holdings) -> Iterator[Predicate]:
    if isinstance(step, Erase):
        yield from (step.where, step.pinned)
        for planned in (True, False):
            yield still_pointed_at(step, holdings, planned=planned)
    elif isinstance(step, Redact):
        yield from (step.where, step.scope)
    elif isinstance(step, SetApart | MayUse | AskHuman | Write):
        yield step.where
    elif isinstance(step, Keep):
        yield step.scope
    elif isinstance(step, Read):
        yield from (step.scope, step.let_go, *step.only_where.values(), *step.doubts)
    elif not isinstance(step, KeepKey | Recount):
        message = f"what {type(step).__name__} reads is not known"
        raise TypeError(message)


def _compared(where: Leaf) -> tuple[Column, ...]:
    """Return the columns that must equal something as they stand."""
    if isinstance(where, Equals):
        return (where.column,)
    if isinstance(where, Same):
        return (where.column, where.other)
    if isinstance(where, Listed):
        return () if where.folded else where.columns
    if isinstance(where, AskedSince):
        return () if where.folded else (where.person,)
    return ()

"""What the steps of one store read in other stores: tables, columns, key sets.

A database cannot ask another one. What a condition reads elsewhere is therefore loaded into the
store of the row first: the keys, edges and moments that some condition compares, and nothing
else (GROUNDS rule 22); of every row, or of those alone to which the rows in question lead. The
conditions themselves stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from gestand.core.datamap import schema
from gestand.core.datamap.holdings import Holdings, Moment
from gestand.core.datamap.schema import Kind
from gestand.core.names import store_of
from gestand.core.owners import ROW, inward, outward
from gestand.core.plan.led import Led, Scope, is_within, parts_of, told_there
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
    of_row,
)
from gestand.core.reach import Joined

_OF_PEOPLE = (
    "asked:", "erasing:", "doubtful:", "restricted:", "held:", "objecting:", "withdrawn:",
)  # fmt: skip
"""How the names of key sets begin that hold people, and are filled in every store."""

_AT_MOMENT = "at_moment"
"""The alias of a row that is read for a moment in it."""

_PLAIN = (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.TEXT, Kind.UUID, Kind.DATE, Kind.TIMESTAMP)


@dataclass(frozen=True)
class Abroad:
    """A table of another store, and the columns of it that are read.

    Those in `compared` must equal something: they need an index, and mean the same everywhere.
    `led` tells how conditions come to its rows; None: every row may be meant.
    """

    table: str
    columns: tuple[str, ...]
    compared: tuple[str, ...]
    led: tuple[Led, ...] | None = None


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
    _led: dict[str, dict[Led | None, None]] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Abroad, ...]:
        """The tables of other stores that are read."""
        return tuple(self._abroad(table) for table in sorted(self._columns))

    def _abroad(self, table: str) -> Abroad:
        names, led = self._columns[table], self._led[table]
        known = tuple(way for way in led if way is not None)
        compared = tuple(name for name, is_compared in names.items() if is_compared)
        return Abroad(table, tuple(names), compared, known if len(known) == len(led) else None)

    @property
    def stores(self) -> frozenset[str]:
        """The other stores that are read."""
        return frozenset(map(store_of, self._columns))

    def step(self, step: Step, holdings: Holdings, rows: Predicate | None) -> None:
        """Note what a step reads; it is about rows that meet `rows`, or with None about all."""
        scope = Scope.of(step.table, rows)
        for where in _conditions(step, holdings):
            self.condition(where, scope, step.table)
        if isinstance(step, AskHuman):
            for there in step.beside:
                joined = self._joined(there.joins, scope)
                for name in there.columns:
                    self._read(Column(there.joins[-1][0], name), joined)
        if isinstance(step, Keep):
            self._keep(step, scope)
        if isinstance(step, Read):
            for keep in step.keeps:
                self.condition(keep.scope, scope, step.table)
                self._keep(keep, scope)

    def forgetting(self, step: Redact, gone: Survey) -> None:
        """Note what a step reads that forgets rows: what is asked of those, only they are asked."""
        scope = Scope.of(step.table)
        for part in parts_of(step.where):
            if not isinstance(part, Linked) or part.table != step.forgets or gone.whole:
                self.condition(part, scope, step.table)
                continue
            self._joined([(part.alias, part.table, part.pairs)], scope)
            asked = of_row(part.where, part.alias, ROW)
            rows = gone.scope if is_within(asked, gone.scope) else None
            self.condition(asked, Scope.of(part.table, rows), step.table)

    def _keep(self, keep: Keep, scope: Scope) -> None:
        for end in keep.ends:
            self.end(end, scope, keep.table)

    def survey(self, survey: Survey) -> None:
        """Note what the survey of a table reads."""
        # Which rows are in question is asked of every row.
        self.condition(survey.scope, Scope.of(survey.table), survey.table)
        scope = Scope.of(survey.table, None if survey.whole else survey.scope)
        for held in survey.claims:
            self.condition(held.live, scope, survey.table)
            self.condition(held.unclear, scope, survey.table)

    def end(self, end: End, scope: Scope, table: str) -> None:
        """Note what the end of a ground reads, for rows of `table`."""
        reached = self._joined(end.reach.joins(), scope)
        self.condition(end.condition, reached, table)
        self.condition(end.unclear, reached, table)
        for moment, _ in end.terms:
            self._moment(moment, end.reach.alias, reached)

    def _joined(
        self, joins: Iterable[Joined], scope: Scope, told: Led | None = None
    ) -> Scope:
        """Note what the joins from a row read; return the scope of what stands behind them."""
        for alias, there, pairs in joins:
            scope = scope.joined((alias, there, pairs), told)
            for outer, inner in pairs:
                self._read(outer, scope, compared=True)
                self._read(Column(alias, inner), scope, compared=True)
        return scope

    def _moment(self, moment: Moment, alias: str, scope: Scope) -> None:
        edge = moment.edge
        if edge is not None:
            pairs = inward(edge, alias) if moment.reverse else outward(edge, alias)
            there = edge.child if moment.reverse else edge.parent
            scope, alias = self._joined([(_AT_MOMENT, there, pairs)], scope), _AT_MOMENT
        self._read(Column(alias, moment.column), scope)

    def condition(self, where: Predicate, scope: Scope, table: str) -> None:
        """Note what a condition on rows of `table` reads."""
        if isinstance(where, All | Any):
            for part in where.parts:
                self.condition(part, scope, table)
        elif isinstance(where, Not):
            self.condition(where.part, scope, table)
        elif isinstance(where, Linked):
            join = (where.alias, where.table, where.pairs)
            self.condition(where.where, self._joined([join], scope), table)
        elif isinstance(where, Among):
            pairs = tuple(zip(where.columns, where.inner, strict=True))
            join = (where.alias, where.table, pairs)
            told = told_there(where) if scope.rows is None else None
            self.condition(where.where, self._joined([join], scope, told), table)
        else:
            for column in columns_of(where):
                self._read(column, scope, compared=column in _compared(where))
            if isinstance(where, Listed):
                self._listed(where, scope, table)

    def _listed(self, where: Listed, scope: Scope, table: str) -> None:
        there = scope.tables[where.columns[0].alias]
        if store_of(there) == self.store or where.name.startswith(_OF_PEOPLE):
            return
        if where.name.startswith(("gone:", "redact:")):
            self.late.setdefault(table, {})[where.name] = there
        else:
            self.early[where.name] = there

    def _read(self, column: Column, scope: Scope, *, compared: bool = False) -> None:
        table = scope.tables[column.alias]
        if store_of(table) != self.store:
            names = self._columns.setdefault(table, {})
            names[column.name] = names.get(column.name, False) or compared
            self._led.setdefault(table, {})[scope.led(column.alias)] = None


def readings(
    holdings: Holdings, stores: Iterator[str] | Mapping[str, object], *programs: Program
) -> dict[str, Reading]:
    """Return, per store, what the steps of some programs read in other stores."""
    found = {store: Reading(store) for store in stores}
    if all(edge.within_one_store for edge in holdings.references):
        return found
    for program in programs:
        for survey in program.surveys.values():
            found[store_of(survey.table)].survey(survey)
        for step in program.steps:
            here = found[store_of(step.table)]
            if isinstance(step, Redact) and step.forgets:
                here.forgetting(step, program.surveys[step.forgets])
            else:
                here.step(step, holdings, _rows(step, program.surveys.get(step.table)))
        for _, end in program.endings:
            table = end.reach.occasion.table
            found[store_of(table)].end(end, Scope.of(table), table)
    return found


def _rows(step: Step, survey: Survey | None) -> Predicate | None:
    """Return which rows a step is about; None where it may be any row of its table."""
    if survey is None or survey.whole or isinstance(step, KeepKey | Recount):
        return None
    where = step.scope if isinstance(step, Keep | Read) else step.where
    going = Listed(f"gone:{step.table}", tuple(Column(ROW, name) for name in step.key))
    known = is_within(where, survey.scope) or going in parts_of(where)
    return survey.scope if known else None


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

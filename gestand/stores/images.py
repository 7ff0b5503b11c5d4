"""Rows as they were, value for value: read before they change, and put back.

Everything happens in the caller's transaction. A row is a tuple of written values, in the order
of `columns`; a generated column is not among them, since it follows the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from gestand.core.datamap.holdings import Edge
from gestand.core.datamap.schema import Column, Kind
from gestand.core.names import bare
from gestand.core.plan.steps import Erase, Recount, Redact, Write
from gestand.stores.base import FEW, Image, Left
from gestand.stores.counted import Counting
from gestand.stores.expressions import one_or_many
from gestand.stores.marks import Windows
from gestand.stores.notations import NOTATIONS
from gestand.stores.pointers import noted_pointers
from gestand.stores.run import Connected

_AT_ONCE = 100
"""Rows that one statement looks for by their keys."""


@dataclass
class SqlImages:
    """Reads and puts back rows on one connection."""

    run: Connected

    def __post_init__(self) -> None:
        self.notation = NOTATIONS[self.run.dialect.name]
        self.windows = Windows(self.run.sets, self.run.columns)

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns whose values make up an image of a row."""
        return tuple(n for n, column in self._columns(table).items() if not column.generated)

    def edges(self, table: str) -> list[Edge]:
        """Return the edges by which rows of a table point at others, in whatever store."""
        store, _, name = table.partition(".")
        declared = [
            Edge(table, key.columns, f"{store}.{key.target}", key.target_columns)
            for key in self.run.schema.tables[name].foreign_keys
        ]
        mapped = [edge for edge in self.run.holdings.references if edge.child == table]
        return list(dict.fromkeys([*declared, *(edge for edge in mapped if not edge.when)]))

    def plain(self, table: str, names: Sequence[str], values: Image) -> tuple[str | None, ...]:
        """Return values of some columns as every kind of database would tell them."""
        columns, pairs = self._columns(table), zip(names, values, strict=True)
        return tuple(self.notation.plain(columns[name], value) for name, value in pairs)

    def written(self, table: str, names: Sequence[str], values: Sequence[str | None]) -> Image:
        """Return texts as this database writes values of some columns down."""
        columns, pairs = self._columns(table), zip(names, values, strict=True)
        return tuple(self.notation.written(columns[name], value) for name, value in pairs)

    def declared(self, edge: Edge) -> bool:
        """Tell whether the database itself knows of an edge."""
        keys = self.run.schema.tables[bare(edge.child)].foreign_keys
        target = bare(edge.parent)
        known = ((key.columns, key.target, key.target_columns) for key in keys)
        return (edge.columns, target, edge.parent_columns) in known

    def of_window(
        self, step: Erase | Redact, after: int, last: int, edges: Sequence[Edge] = ()
    ) -> Iterator[Image]:
        """Yield the rows of a window, by key; nobody else changes them until the end.

        Behind its values stands, for each of `edges`, whether the row leads to another one.
        """
        row = self.run.renderer.row(step.table)
        within = self.windows.within(step, [row.c[part] for part in step.key])
        return self._found(step, within, self.run.sets.bounds(after, last), edges)

    def of_write(
        self, step: Write | Recount | Redact, edges: Sequence[Edge] = ()
    ) -> Iterator[Image]:
        """Yield the rows of a correction, a counter or pointers, by key; nobody else changes them.

        Those of the last two were noted in this transaction.
        """
        row = self.run.renderer.row(step.table)
        if isinstance(step, Redact):
            own = one_or_many([row.c[part] for part in step.key])
            return self._found(step, own.in_(noted_pointers(self.run.sets, step)), {}, edges)
        if isinstance(step, Recount):
            return self._found(step, Counting(self.run).noted(step, row), {}, edges)
        return self._found(step, self.run.renderer.condition(step.where, row), {}, edges)

    def _found(
        self,
        step: Erase | Redact | Write | Recount,
        where: sa.ColumnElement[bool],
        bounds: Mapping[str, AnyValue],
        edges: Sequence[Edge],
    ) -> Iterator[Image]:
        row, columns = self.run.renderer.row(step.table), self._columns(step.table)
        out: list[sa.ColumnElement[AnyValue]] = [
            sa.literal_column(self._out(columns[name])) for name in self.columns(step.table)
        ]
        leads = [sa.case((self._leads(edge, row), 1), else_=0) for edge in edges]
        wanted = sa.select(*out, *leads).select_from(row).where(where)
        ordered = wanted.order_by(*(row.c[part] for part in step.key))
        locked = ordered.with_for_update()
        options = {"yield_per": FEW}
        found = self.run.connection.execute(locked, bounds, execution_options=options)
        for part in found.partitions():
            yield from map(tuple, part)

    def _leads(self, edge: Edge, row: sa.TableClause) -> sa.ColumnElement[bool]:
        """Return whether there is a row at which `row` points."""
        there = self.run.renderer.row(edge.parent).alias("p")
        pairs = zip(edge.parent_columns, edge.columns, strict=True)
        same = (there.c[theirs] == row.c[own] for theirs, own in pairs)
        return sa.exists(sa.select(sa.literal(1)).select_from(there).where(*same).correlate(row))

    def at(self, table: str, key: Sequence[str], keys: Sequence[Image]) -> dict[Image, Image]:
        """Return, by key, the rows that have these keys now; nobody else changes them."""
        names, columns = self.columns(table), self._columns(table)
        out = _as_text(", ".join(self._out(columns[name]) for name in names))
        places = [names.index(part) for part in key]
        found: dict[Image, Image] = {}
        for few in _in_parts(keys, _AT_ONCE):
            where, bound = self._with_keys(table, key, few)
            own, lock = self._of_its_own(table), self.notation.lock
            text = " ".join(("SELECT", out, "FROM", own, "WHERE", where, lock))
            for values in self._run(text, [bound]):
                image = tuple(values)
                found[tuple(image[place] for place in places)] = image
        return found

    def there(
        self, parent: str, columns: Sequence[str], like: Sequence[Column], wanted: Sequence[Image]
    ) -> set[Image]:
        """Return which of the values some row of `parent` has in its `columns`.

        `like` are the columns in which the values stand.
        """
        theirs = [self._name(column) for column in columns]
        found: set[Image] = set()
        for few in _in_parts(wanted, _AT_ONCE):
            asked, bound = [], dict[str, AnyValue]()
            for number, values in enumerate(few):
                equal = []
                together = zip(theirs, like, values, strict=True)
                for place, (own, column, value) in enumerate(together):
                    bind = f"v{number}_{place}"
                    equal.append(f"p.{own} = {self.notation.into(column, bind)}")
                    bound |= self.notation.bound(column, bind, value)
                rows = ("SELECT 1 FROM", self._of_its_own(parent), "p WHERE", " AND ".join(equal))
                asked.append(f"EXISTS ({' '.join(rows)})")
            (told,) = self._run(" ".join(("SELECT", ", ".join(asked))), [bound])
            found |= {values for values, is_there in zip(few, told, strict=True) if is_there}
        return found

    def begin(self) -> None:
        """Make the open transaction ready for rows that are put back."""
        for statement in self.notation.begin:
            self.run.connection.exec_driver_sql(statement)

    def insert(self, table: str, images: Sequence[Image]) -> list[Left | None]:
        """Put rows back; return for each why it could not be, None where it was."""
        names, columns = self.columns(table), self._columns(table)
        into = (self.notation.into(columns[name], f"v{n}") for n, name in enumerate(names))
        named = ", ".join(self._name(name) for name in names)
        given = f"{self.notation.overriding} VALUES ({', '.join(into)})"
        text = " ".join(("INSERT INTO", self._quoted(table), f"({named})", given))
        return self._each(text, [self._bound(table, names, image) for image in images])

    def add(self, table: str, values: Mapping[str, str]) -> Left | tuple[str, ...]:
        """Add a row that tells some columns, as texts; the database fills the others.

        Returns its key, or why that could not be.
        """
        names, columns = [*values], self._columns(table)
        into = (self.notation.into(columns[name], f"v{n}") for n, name in enumerate(names))
        named = ", ".join(self._name(name) for name in names)
        given = f"({named}) VALUES ({', '.join(into)})"
        key = self.run.schema.tables[bare(table)].key
        back = ", ".join(map(self._name, key))
        text = " ".join(("INSERT INTO", self._quoted(table), given, "RETURNING", back))
        image = self.written(table, names, [*values.values()])
        try:
            with self.run.connection.begin_nested():
                (found,) = self._run(text, [self._bound(table, names, image)])
        except DBAPIError as error:
            self._refuse_others(error)
            return self.notation.refusal(error)
        return tuple(map(str, found))

    def update(
        self, table: str, key: Sequence[str], images: Sequence[Image], names: Sequence[str]
    ) -> list[Left | None]:
        """Give the rows with the keys of `images` their values in the columns `names`.

        Returns for each why that could not be, None where it was done.
        """
        columns, all_names = self._columns(table), self.columns(table)
        changes = []
        for number, name in enumerate(names):
            new = self.notation.into(columns[name], f"s{number}")
            changes.append(f"{self._name(name)} = {new}")
        # A moment that the database renews by itself when a row changes is not to be renewed.
        for name, column in columns.items():
            if name in all_names and name not in names and column.kind is Kind.TIMESTAMP:
                changes.append(f"{self._name(name)} = {self._name(name)}")
        bound, where = list[dict[str, AnyValue]](), ""
        for image in images:
            given = dict(zip(all_names, image, strict=True))
            where, values = self._with_keys(table, key, [tuple(given[part] for part in key)])
            for number, name in enumerate(names):
                values |= self.notation.bound(columns[name], f"s{number}", given[name])
            bound.append(values)
        own, new = self._of_its_own(table), ", ".join(changes)
        return self._each(" ".join(("UPDATE", own, "SET", new, "WHERE", where)), bound)

    def _each(self, text: str, rows: Sequence[Mapping[str, AnyValue]]) -> list[Left | None]:
        """Run a statement for many rows at once; where that fails, for one after the other."""
        try:
            with self.run.connection.begin_nested():
                self._run(text, rows)
        except DBAPIError as error:
            self._refuse_others(error)
            if len(rows) == 1:
                return [self.notation.refusal(error)]
            return [told for row in rows for told in self._each(text, [row])]
        return [None] * len(rows)

    def _refuse_others(self, error: DBAPIError) -> None:
        """Raise what is no matter of the row."""
        if self.run.dialect.told(error).busy or error.connection_invalidated:
            raise error

    def _with_keys(
        self, table: str, key: Sequence[str], keys: Sequence[Image]
    ) -> tuple[str, dict[str, AnyValue]]:
        columns, bound = self._columns(table), dict[str, AnyValue]()
        alternatives = []
        for number, values in enumerate(keys):
            equal = []
            for place, (part, value) in enumerate(zip(key, values, strict=True)):
                bind = f"k{number}_{place}"
                equal.append(f"{self._name(part)} = {self.notation.into(columns[part], bind)}")
                bound |= self.notation.bound(columns[part], bind, value)
            alternatives.append(f"({' AND '.join(equal)})")
        return f"({' OR '.join(alternatives)})", bound

    def _bound(self, table: str, names: Sequence[str], image: Image) -> dict[str, AnyValue]:
        columns, bound = self._columns(table), dict[str, AnyValue]()
        for number, (name, value) in enumerate(zip(names, image, strict=True)):
            bound |= self.notation.bound(columns[name], f"v{number}", value)
        return bound

    def _run(self, text: str, bound: Sequence[Mapping[str, AnyValue]]) -> AnyValue:
        given = bound[0] if len(bound) == 1 else list(bound)
        return self.run.connection.execute(sa.text(text), given)

    def _out(self, column: Column) -> str:
        return self.notation.out(column, self._plain(column.name))

    def _name(self, name: str) -> str:
        """Return the name of a column or table for `sa.text`."""
        return _as_text(self._plain(name))

    def _plain(self, name: str) -> str:
        """Return a name in its quotes; SQLAlchemy itself would double a `%` once too often."""
        mark = self.run.connection.dialect.identifier_preparer.initial_quote
        return f"{mark}{name.replace(mark, 2 * mark)}{mark}"

    def _quoted(self, table: str) -> str:
        return self._name(bare(table))

    def _of_its_own(self, table: str) -> str:
        """Return a table without the rows of those that inherit: their keys may be the same."""
        inherited = self.run.schema.tables[bare(table)].inherited
        return f"ONLY {self._quoted(table)}" if inherited else self._quoted(table)

    def _columns(self, table: str) -> Mapping[str, Column]:
        return self.run.schema.tables[bare(table)].columns


def _as_text(text: str) -> str:
    """Return a text for `sa.text`: a colon would begin a value."""
    return text.replace(":", "\\:")


def _in_parts(values: Sequence[Image], size: int) -> Iterator[list[Image]]:
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part

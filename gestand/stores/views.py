"""Views of purposes: written for one database, and made there with the keys they leave out.

The conditions are those of a plan. What stands about people today stands in key sets of one
connection; a view of the database gets tables of its own with the same keys. A view shows nothing
after the day for which it was made, and nothing while the keys of that day are not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from gestand.core import predicate as p
from gestand.core.plan.simpler import quick
from gestand.core.plan.told_since import KEYS
from gestand.core.plan.views import View
from gestand.errors import CannotRun
from gestand.stores import phrases, writings
from gestand.stores.base import Key
from gestand.stores.dialect import like_other_errors
from gestand.stores.dialects.views import GRANTED, WORDS, InUtc, Words
from gestand.stores.expressions import Stored, both, stored
from gestand.stores.phrases import KeySet, Phrase
from gestand.stores.render import Renderer, Scope, folded, free, names
from gestand.stores.run import Connected
from gestand.stores.viewing import BESIDE, WrittenView

_OURS_ONLY = re.compile(r"\bgestand_(?:home_day|network|hmac|odd|gone|document)\w*\(")
"""Functions that only Gestand's own connections know."""

_UNTIL = sa.Table(
    BESIDE,
    sa.MetaData(),
    sa.Column("purpose", sa.String(190), primary_key=True),
    sa.Column("until", sa.String(19), nullable=False),
)


@dataclass(frozen=True)
class _InViews(Renderer):
    """Renders conditions that mean the same whatever zone the reader's connection is in.

    `within` says that a key is best looked for among all of them, and `nobody` that there is no
    key in a key set that need be looked for.
    """

    within: bool = False
    nobody: Callable[[str, int], bool] = lambda _name, _width: False

    def column(self, column: p.Column, scope: Scope) -> sa.ColumnElement[AnyValue]:
        """Return the column; a timestamp that the database keeps a zone of is taken in UTC."""
        found = super().column(column, scope)
        live = stored(found)
        if live.zone is None:
            return found
        return sa.type_coerce(InUtc(found), Stored(replace(live, zone=None)))

    def _listed(self, where: p.Listed, scope: Scope) -> Phrase:
        """Look each key up: where one row is asked for, nobody is to read the whole set first."""
        if not where.folded and self.nobody(where.name, len(where.columns)):
            return phrases.NO
        listed = KeySet(free("k", names(scope)), where.name, len(where.columns))
        columns = (self.column(column, scope) for column in where.columns)
        own = [folded(column) if where.folded else column for column in columns]
        if self.within and len(own) == 1:
            found = sa.and_(own[0].is_not(None), own[0].in_(sa.select(listed.c.k0)))
            return self.writer.condition(found)
        same = [listed.c[f"k{n}"] == column for n, column in enumerate(own)]
        return phrases.exists([self.writer.table(listed)], map(self.writer.condition, same))

    def _all(self, where: p.All, scope: Scope) -> Phrase:
        """Ask of a moment once whether it is readable and later than a day, where both must be.

        Which is how a view asks what has not ended: it is looked at for every row.
        """
        parts = list(where.parts)
        said: list[Phrase] = []
        for each in where.parts:
            if isinstance(each, p.Not) and isinstance(each.part, p.Reached):
                read = p.Not(p.Unreadable(each.part.at))
                if read in parts:
                    later = self._later(each.part, scope)
                    said.append(self.writer.condition(later))
                    parts = [part for part in parts if part not in (each, read)]
        return phrases.both((*said, *(self.phrase(part, scope) for part in parts)))

    def _later(self, where: p.Reached, scope: Scope) -> sa.ColumnElement[bool]:
        """Return where a moment is NULL, or readable and later than a day."""
        column = self.column(where.at.column, scope)
        later = both(sa.not_(self.compared(where, scope)), self.real(where.at, scope))
        return sa.or_(writings.missing(column, where.at.kind), later)

    def _asked_since(self, where: p.AskedSince, scope: Scope) -> Phrase:
        if self.nobody(where.name, 1):
            return phrases.NO
        return super()._asked_since(where, scope)


@dataclass(frozen=True)
class SqlViews:
    """Writes views for the database of one connection, and makes them there."""

    run: Connected

    @property
    def words(self) -> Words:
        """What this kind of database says."""
        return WORDS[self.run.dialect.name]

    @property
    def has_roles(self) -> bool:
        """Whether the database knows roles."""
        return self.words.roles

    def there(self) -> frozenset[str]:
        """Return the names of all views of purposes that the database has."""
        return frozenset(self.run.connection.scalars(sa.text(self.words.views)))

    def shows(self, name: str, table: str, columns: Mapping[str, p.Predicate]) -> dict[str, int]:
        """Return, by column, how many values a view shows of the rows of a table that are named.

        Each column comes with where that is; one that the view has not, or that shows nothing
        there, is left out. Raises CannotRun for a view that cannot be read beside its table.
        """
        view = self._as_it_is(name)
        row, key = self.run.renderer.row(table), self.run.key_columns(table)
        if any(column.name not in view.c for column in key):
            message = f"view `{name}` has no key, so nobody can tell whose its rows are"
            raise CannotRun(message)
        looked = {each: where for each, where in columns.items() if each in view.c}
        wheres = {each: self.run.renderer.condition(one, row) for each, one in looked.items()}
        here = [sa.and_(one, view.c[each].is_not(None)) for each, one in wheres.items()]
        same = sa.and_(*(row.c[column.name] == view.c[column.name] for column in key))
        counts: list[sa.ColumnElement[AnyValue]] = [sa.func.count(sa.case((o, 1))) for o in here]
        every = sa.select(sa.func.count(), *counts).select_from(row.join(view, same))
        every = every.where(sa.or_(*wheres.values()))
        told: Sequence[AnyValue] = self.run.execute(every).one()[1:] if looked else ()
        return {each: number for each, number in zip(looked, told, strict=True) if number}

    def write(self, view: View, name: str, until: datetime) -> WrittenView:
        """Write a view that shows nothing from the moment `until` on."""
        keys: dict[str, sa.Table] = {}

        def key_set(wanted: str, width: int) -> sa.FromClause:
            if wanted not in keys:
                keys[wanted] = _lasting(view.purpose, wanted, self.run.sets.table(wanted, width))
            return keys[wanted]

        renderer = _InViews(
            self.run.columns,
            key_set,
            self.run.home,
            self.run.connection.dialect,
            secret=self.run.secret,
            within=self.words.within,
            nobody=partial(self._nobody, view),
        )
        row = renderer.row(view.table)
        shown: list[sa.ColumnElement[AnyValue]] = [row.c[key] for key in view.key]
        for each in view.columns:
            column: sa.ColumnElement[AnyValue] = row.c[each.column]
            if each.where is not None:
                column = sa.case((renderer.condition(each.where, row), column), else_=sa.null())
            shown.append(column.label(each.column))
        moment = until.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        counts = (_UNTIL.c.purpose == view.purpose, _UNTIL.c.until == moment)
        still = sa.text(self.words.still.format(until=moment).replace(":", r"\:"))
        found = sa.select(*shown)
        if self.words.once:
            # Beside the table it is asked once; within a condition it is come back to.
            found = found.select_from(_UNTIL, row).where(*counts, still)
            where = quick(view.where) if self.words.first else view.where
            found = found.where(renderer.condition(where, row))
        else:
            there: sa.Select[AnyValue] = sa.select(sa.literal_column("1")).select_from(_UNTIL)
            there = there.where(*counts)
            found = found.where(still, sa.exists(there), renderer.condition(view.where, row))
        select = self._text(found)
        refused = "only Gestand's own connections can read what decides about its rows"
        return WrittenView(
            view, name, select, moment, keys, refused if _OURS_ONLY.search(select) else ""
        )

    def _nobody(self, view: View, name: str, width: int) -> bool:
        """Tell whether no key is in a key set but of people whose own rows tell it anyhow.

        INVARIANT: a view is written in the transaction that makes it, after the key sets were
        filled: whoever comes to stand in them later does so by the next time it is made.
        """
        keys = self.run.sets.table(name, width).alias(KEYS)
        others: sa.Select[AnyValue] = sa.select(sa.literal(1)).select_from(keys)
        if name in view.told:
            told = self.run.renderer.render(view.told[name], {KEYS: keys})
            others = others.where(sa.not_(told))
        return self.run.connection.execute(others.limit(1)).first() is None

    def statements(self, written: Sequence[WrittenView]) -> list[str]:
        """Return what makes the tables of keys and the views; it says nothing of anybody."""
        tables = {t.name: t for w in written for t in w.keys.values()}
        made = [self._text(CreateTable(table)) for table in (_UNTIL, *tables.values())]
        made += [self._text(CreateIndex(i)) for t in tables.values() for i in t.indexes]
        return [*(text.strip() for text in made), *map(self._created, written)]

    def grants(self, written: Sequence[WrittenView], role: str) -> list[str]:
        """Return what lets a role read views and nothing else; nothing where there are no roles.

        It may be run again, as where a purpose got another view since: the role may be there.
        """
        quote = self.run.connection.dialect.identifier_preparer.quote
        if not self.words.roles:
            return []
        who, here = quote(role), ""
        if self.run.dialect.name == "postgresql":
            here = quote(str(self._scalar("SELECT current_schema()")))
            there = "EXCEPTION WHEN duplicate_object THEN NULL"
            made = [f"DO $$ BEGIN CREATE ROLE {who}; {there}; END $$"]
            made.append(f"GRANT USAGE ON SCHEMA {here} TO {who}")
        else:
            here = quote(str(self._scalar("SELECT database()")))
            made = [f"CREATE ROLE IF NOT EXISTS {who}"]
        views = (f"{here}.{quote(each.name)}" for each in written)
        return [*made, *(f"GRANT SELECT ON {view} TO {who}" for view in views)]

    def replace(
        self, purposes: Collection[str], written: Sequence[WrittenView], names: Collection[str]
    ) -> None:
        """Make views anew, with their keys as they are now; those of `names` go first.

        In the caller's transaction, where the database keeps such in one. Else the keys come
        first, all of them in one transaction, and each view is replaced on its own.
        """
        granted = self._granted() if self.words.at_once else {}
        ours = {name for purpose in purposes for name in self._tables_of(purpose)}
        tables = {(w.view.purpose, name): table for w in written for name, table in w.keys.items()}
        kept = {table.name for table in tables.values()}
        if self.words.at_once:
            self._drop_views(names)
            self._drop_tables(ours)
        self._make_tables(list(tables.values()))
        self._fill(purposes, tables, {w.view.purpose: w.until for w in written})
        for each in written:
            self._run(self._created(each))
        for name, role in ((n, r) for n in granted for r in granted[n]):
            if name in {each.name for each in written}:
                self._run(f"GRANT SELECT ON {self._quoted(name)} TO {role}")
        if not self.words.at_once:
            self._drop_views(set(names) - {each.name for each in written})
            self._drop_tables(ours - kept)

    def keys_there(self) -> frozenset[str]:
        """Return the names of the tables in which keys last."""
        names = self.run.connection.scalars(sa.text(self.words.tables))
        return frozenset(name for name in names if name != BESIDE)

    def gone(self, written: Sequence[WrittenView]) -> dict[str, list[Key]]:
        """Return, by table, the keys that last there and that views made now would not get."""
        wanted = {t.name: (t, name) for w in written for name, t in w.keys.items()}
        found: dict[str, list[Key]] = {}
        for name in sorted(self.keys_there()):
            table = wanted[name][0] if name in wanted else self._as_it_is(name)
            select = sa.select(*_keys_of(table)).distinct()
            if name in wanted:
                select = select.where(sa.not_(self._still(*wanted[name])))
            if keys := [tuple(row) for row in self.run.connection.execute(select)]:
                found[name] = keys
        return found

    def narrow(self, written: Sequence[WrittenView]) -> frozenset[str]:
        """Take out the keys that views made now would not get, in the caller's transaction.

        Returns the tables of which no view made now has use: those are emptied. A view that still
        looks there shows nothing until it is made anew, rather than somebody it left out.
        """
        wanted = {t.name: (t, name) for w in written for name, t in w.keys.items()}
        emptied = []
        for name in self.gone(written):
            if name in wanted:
                table, key_set = wanted[name]
                delete = sa.delete(table).where(sa.not_(self._still(table, key_set)))
            else:
                delete = sa.delete(sa.table(name))
                emptied.append(name)
            self.run.connection.execute(delete)
        for purpose in self.run.connection.scalars(sa.select(_UNTIL.c.purpose)).all():
            if any(name.startswith(f"{BESIDE}_{_digest(purpose)}_") for name in emptied):
                self.run.connection.execute(sa.delete(_UNTIL).where(_UNTIL.c.purpose == purpose))
        return frozenset(emptied)

    def close(self) -> bool:
        """Let every view show nothing until it is made anew; tell whether one could show any."""
        if BESIDE not in set(self.run.connection.scalars(sa.text(self.words.tables))):
            return False
        return bool(self.run.connection.execute(sa.delete(_UNTIL)).rowcount)

    def _still(self, table: sa.Table, name: str) -> sa.ColumnElement[bool]:
        """Return where a key that lasts is in its key set today as well."""
        keys = _keys_of(table)
        found = self.run.sets.table(name, len(keys)).alias(KEYS)
        same = [found.c[key.name] == key for key in keys]
        return sa.exists(sa.select(sa.literal(1)).select_from(found).where(*same).correlate(table))

    def _as_it_is(self, name: str) -> sa.Table:
        """Return a table of keys as the database has it."""
        return sa.Table(name, sa.MetaData(), autoload_with=self.run.connection)

    def drop_rest(self, purposes: Collection[str]) -> None:
        """Drop the keys of all purposes but these, of which no view is left.

        Without any the table goes as well that tells until when keys count.
        """
        connection = self.run.connection
        if purposes:
            connection.execute(sa.delete(_UNTIL).where(_UNTIL.c.purpose.not_in(list(purposes))))
        begins = tuple(f"{BESIDE}_{_digest(purpose)}_" for purpose in purposes)
        names = set(connection.scalars(sa.text(self.words.tables)))
        kept = {name for name in names if name.startswith(begins)} if begins else set()
        self._drop_tables(names - kept - ({BESIDE} if purposes else set()))

    def _make_tables(self, tables: Sequence[sa.Table]) -> None:
        there = set(self.run.connection.scalars(sa.text(self.words.tables)))
        for table in (_UNTIL, *tables):
            if table.name not in there:
                self._run(self._text(CreateTable(table)))
                for index in table.indexes:
                    self._run(self._text(CreateIndex(index)))

    def _fill(
        self,
        purposes: Collection[str],
        tables: Mapping[tuple[str, str], sa.Table],
        until: Mapping[str, str],
    ) -> None:
        connection = self.run.connection
        for (_, name), table in tables.items():
            names = [column.name for column in table.columns]
            found = self.run.sets.table(name, sum(each.startswith("k") for each in names))
            connection.execute(sa.delete(table))
            wanted = sa.select(*(found.c[each] for each in names))
            if len(table.primary_key):
                wanted = wanted.where(found.c.k0.is_not(None)).distinct()
            connection.execute(sa.insert(table).from_select(names, wanted))
            if self.run.dialect.name == "postgresql":
                self._run(f"ANALYZE {self._quoted(table.name)}")
        for purpose in purposes:
            connection.execute(sa.delete(_UNTIL).where(_UNTIL.c.purpose == purpose))
        for purpose, moment in until.items():
            connection.execute(sa.insert(_UNTIL).values(purpose=purpose, until=moment))

    def _created(self, written: WrittenView) -> str:
        return self.words.create.format(name=self._quoted(written.name), select=written.select)

    def _drop_views(self, names: Collection[str]) -> None:
        for name in sorted(names):
            self._run(f"DROP VIEW IF EXISTS {self._quoted(name)}")

    def _drop_tables(self, names: Collection[str]) -> None:
        for name in sorted(names):
            self._run(f"DROP TABLE IF EXISTS {self._quoted(name)}")

    def _tables_of(self, purpose: str) -> Iterator[str]:
        begins = f"{BESIDE}_{_digest(purpose)}_"
        names = self.run.connection.scalars(sa.text(self.words.tables))
        yield from (name for name in names if name.startswith(begins))

    def _granted(self) -> dict[str, list[str]]:
        """Return who may read which view: where a view is dropped that is forgotten."""
        found: dict[str, list[str]] = {}
        if self.run.dialect.name == "postgresql":
            for name, role in self.run.connection.execute(sa.text(GRANTED)):
                found.setdefault(name, []).append(role)
        return found

    def _quoted(self, name: str) -> str:
        return self.run.connection.dialect.identifier_preparer.quote(name)

    def _scalar(self, text: str) -> AnyValue:
        return self.run.connection.exec_driver_sql(text).scalar_one()

    def _text(self, statement: sa.ClauseElement | CreateTable | CreateIndex) -> str:
        """Return a statement with its values in it, as it is typed."""
        dialect = self.run.connection.dialect
        values = {"literal_binds": True} if isinstance(statement, sa.Select) else {}
        text = str(statement.compile(dialect=dialect, compile_kwargs=values))
        doubled = dialect.paramstyle in ("format", "pyformat")
        return text.replace("%%", "%") if doubled else text

    def _run(self, text: str) -> None:
        """Run a statement as it is typed: the driver is not to look for values in it."""
        connection = self.run.connection
        driver = connection.connection.dbapi_connection
        assert driver is not None and connection.dialect.dbapi is not None
        with like_other_errors("a view", connection.dialect.dbapi.Error):
            cursor = driver.cursor()
            cursor.execute(text)
            cursor.close()


def _keys_of(table: sa.Table) -> list[sa.Column[AnyValue]]:
    return [column for column in table.columns if column.name.startswith("k")]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def _lasting(purpose: str, name: str, found: sa.FromClause) -> sa.Table:
    """Return the table in which the keys of a key set last for the views of a purpose."""
    if not isinstance(found, sa.Table):
        message = f"the keys of `{name}` are not there yet"
        raise CannotRun(message)
    columns = [column for column in found.columns if column.name != "n"]
    shape = ", ".join(f"{column.name} {column.type!r}" for column in columns)
    called = f"{BESIDE}_{_digest(purpose)}_{_digest(name + shape)}"
    keys = [column.name for column in columns if column.name.startswith("k")]
    # The keys of people who asked something stand there once each; with the day there may be more.
    unique = len(keys) == len(columns) == 1
    copies = (
        sa.Column(c.name, c.type, primary_key=unique, autoincrement=False) for c in columns
    )
    table = sa.Table(called, sa.MetaData(), *copies)
    if not unique:
        sa.Index(f"{called}_k", *(table.c[name] for name in keys))
    return table

"""What differs per database: a few expressions, each with one meaning, and a few habits.

A file of `gestand/stores/dialects` says both for one kind of database. A database that has no
file there is refused with a plain error, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any as AnyValue
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable, SchemaItem

from gestand.core.advice import Index, Rights
from gestand.core.datamap.schema import Column, Kind, Writing
from gestand.stores.expressions import one_or_many


@dataclass(frozen=True)
class Told:
    """What went wrong in a database, in words that hold nobody's data.

    `busy` says that it may go well another time, since only another program was in the way;
    `lost` that the connection is no more, or could not be made.
    """

    reason: str
    busy: bool = False
    lost: bool = False


WORTH_AN_INDEX = 100
"""How many rows a key set has at least in which single keys are looked for by an index."""

LOOKED_UP = "looked_up"
"""What the table of a lookup is called in the statement whose plan is asked for."""

OnRemoval = tuple[tuple[str, ...], str, str]
"""Columns of a foreign key, the table that it points at, and the action in words of SQL."""

Shape = tuple[list[SchemaItem], dict[str, AnyValue]]
"""Columns and indexes of a table, and words with which it is made."""


def reflected_on_removal(connection: sa.Connection, table: str) -> list[OnRemoval]:
    """Return what the foreign keys of a table do, where SQLAlchemy knows it for certain."""
    keys = sa.inspect(connection).get_foreign_keys(table)
    return [
        (
            tuple(key["constrained_columns"]),
            key["referred_table"],
            str(key.get("options", {}).get("ondelete") or "").upper(),
        )
        for key in keys
    ]


@dataclass(frozen=True)
class MadeSet:
    """The table of a key set that a plan made, and how many rows it was ever given.

    With `undone` a transaction was undone since, and perhaps the table with it.
    """

    table: sa.Table
    rows: int = 0
    undone: bool = False


class Finished(NamedTuple):
    """A finished statement with its values; one that is `kept` comes again for others who ask."""

    text: str
    values: AnyValue
    kept: bool = False


class Answer(Protocol):
    """What came of a statement: how many rows it was about, or the rows that it found."""

    @property
    def rowcount(self) -> int:
        """Return how many rows it was about."""

    def __iter__(self) -> Iterator[AnyValue]:
        """Yield the rows."""

    def all(self) -> Sequence[AnyValue]:
        """Return all rows."""

    def one(self) -> AnyValue:
        """Return the only row."""

    def scalar(self) -> AnyValue:
        """Return the first value of the first row; None where there is none."""

    def scalar_one(self) -> AnyValue:
        """Return the only value of the only row."""


class Dialect(Protocol):
    """One kind of database: how to talk to it, and what it says about itself."""

    name: str
    """What SQLAlchemy calls it, and `Schema.dialect` as well."""

    driver: str
    """The scheme of a URL under which SQLAlchemy finds the driver."""

    folds: bool
    """Whether an index can be on the folded values of a column."""

    reads_along: bool
    """Whether many rows change fastest where the table is read along its keys."""

    gathers: bool
    """Whether many texts are read fastest as one value."""

    finds_different: bool
    """Whether a set of different keys needs an index: to be looked up in, or to stay different."""

    filters_answers: bool
    """Whether HAVING picks rows of an answer that groups nothing, before it is kept anywhere."""

    asks_alone: bool
    """Whether it is settled for each statement how to find that a key is in no set.

    Where it is asked for alone (NOT EXISTS) such a database takes an index or a hash, as there are
    few rows or many; of a whole set (NOT IN) it always makes a hash, and then reads whole tables.
    """

    def prepare(self, engine: sa.Engine) -> None:
        """See to it that every connection of `engine` begins with the right settings."""

    def begin(self, connection: sa.Connection, *, writing: bool, since: int | None = None) -> str:
        """Return the statement that begins a transaction.

        One that only reads sees one state of the database where the database can do that. So does
        one that writes, as long as nobody else has written `since` that version.
        """

    def start(self, connection: sa.Connection, begin: str) -> None:
        """Begin a transaction by such a statement."""

    def ending(self, connection: sa.Connection) -> None:
        """Do what is to be done in a transaction just before it is kept."""

    def ended(self, connection: sa.Connection) -> None:
        """Do what is to be done once a transaction has been kept that read whole tables."""

    def overwritten(self, connection: sa.Connection) -> bool:
        """See to it that what was removed is gone from the files of the database as well.

        Is called outside a transaction. Returns False where old values may still stand there.
        """

    def cleared(self, connection: sa.Connection, made: Sequence[MadeSet]) -> bool:
        """Clear a connection of the key sets that a plan `made`, which perhaps stand there.

        Is called outside a transaction. Returns False where it is not to be used again.
        """

    def interrupt(self, connection: sa.Connection) -> None:
        """Let the statement that a connection runs, in another thread, end with an error.

        A connection that runs none stays as it is. May be called again.
        """

    def written_schema(self, connection: sa.Connection) -> Hashable:
        """Return all that the schema is read from, where that takes one question; else None."""

    def refusal(self, connection: sa.Connection) -> str | None:
        """Return why nothing can be kept in this database, or None."""

    def tables(self, connection: sa.Connection, inspector: Inspector) -> list[str]:
        """Return the tables of the organisation."""

    def declared(self, connection: sa.Connection) -> Mapping[tuple[str, str], str]:
        """Return the type of each column (table, column) in the database's own words."""

    def column(self, column: Column, declared: sa.types.TypeEngine[AnyValue]) -> Column:
        """Return a reflected column with what only this kind of database tells about it."""

    def triggers(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, name) of each trigger that acts when a row is removed or changed."""

    def unique_expressions(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, expressions) of each unique index on more than plain columns."""

    def checks(self, connection: sa.Connection) -> list[tuple[str, str]]:
        """Return (table, text) of what tables check of their rows."""

    def alike(
        self, connection: sa.Connection, table: str, columns: Sequence[str]
    ) -> dict[str, str]:
        """Return, by text column, in what two texts may differ and still be the same."""

    def key_type(self, column: Column) -> sa.types.TypeEngine[AnyValue]:
        """Return the type that holds the values of `column` in a key set."""

    def looks_up(self, column: Column) -> bool:
        """Tell whether a key set of values of `column` needs an index to be looked up in."""

    def make(self, connection: sa.Connection, table: sa.Table) -> None:
        """Make the table of a key set, or take an empty one that was made by the same words."""

    def empty(self, connection: sa.Connection, table: sa.Table) -> None:
        """Empty a key set, so that its positions count from 1 again."""

    def insert(
        self,
        connection: sa.Connection,
        table: sa.Table,
        names: Sequence[str],
        rows: Sequence[tuple[AnyValue, ...]],
    ) -> None:
        """Insert rows into a key set, in their order; `names` are the columns of the values."""

    def noted(self, keys: Sequence[Column], rows: int) -> Shape:
        """Return what a table of noted rows has besides its keys: columns, and words for it.

        Such a table is filled once and read from its beginning to its end, a window at a time.
        It gets at most so many rows, no two with the same key; 0 means that nothing is known.
        """

    def begin_numbers(self, connection: sa.Connection) -> None:
        """Let the places of rows that are noted next count from 1, where these are counted."""

    def numbered(
        self, names: Sequence[str], wanted: sa.Select[AnyValue]
    ) -> tuple[list[str], sa.Select[AnyValue]]:
        """Return what fills a table of noted rows, with their places where these are a column."""

    def places(self, connection: sa.Connection, table: sa.Table, rows: int) -> int:
        """Return the last place at which one of the noted rows can stand; the first is 1."""

    def reaching(self, rows: int, noted: int, last: int) -> int:
        """Return how many places one after the other have about so many rows, and no more.

        There are `noted` rows up to the place `last`.
        """

    def place(self, table: sa.Table) -> sa.ColumnElement[AnyValue]:
        """Return where a noted row stands, as what the others can be ordered by."""

    def bound(self, name: str) -> sa.ColumnElement[AnyValue]:
        """Return a parameter for a place, which is given as `at` writes it."""

    def at(self, place: int) -> AnyValue:
        """Return a place as a value for a statement."""

    def of_different(self, keys: Sequence[Column]) -> Sequence[dict[str, AnyValue]]:
        """Return words for a table of different keys, to be tried one after the other.

        But for the last, such a table may be too small for what is found.
        """

    def filled(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Let the database know that a key set has got that many rows."""

    def sought(self, connection: sa.Connection, table: sa.Table, rows: int) -> None:
        """Let one key at a time be looked for in the column `k0` of a key set of so many rows.

        Where `looks_up` is true the table was made with what that needs.
        """

    def delete(
        self,
        row: sa.TableClause,
        key: Sequence[str],
        wanted: sa.Select[AnyValue],
        where: Sequence[sa.ColumnElement[bool]],
        *,
        along: bool = False,
    ) -> sa.Delete:
        """Return the statement that removes rows of a table.

        Those whose `key` is one of the keys `wanted`, and that meet every condition. With
        `along` these are many of the rows that meet the conditions, and nobody else is at work.
        """

    def update(
        self,
        row: sa.TableClause,
        key: Sequence[str],
        wanted: sa.Select[AnyValue],
        where: Sequence[sa.ColumnElement[bool]],
        *,
        along: bool = False,
    ) -> sa.Update:
        """Return the statement that changes rows of a table, chosen as for `delete`."""

    def lines(
        self, connection: sa.Connection, asked: Finished, *, beside: bool
    ) -> Iterator[Sequence[AnyValue]]:
        """Yield what a finished statement finds, while it is found.

        With `beside` that is while something else is found on the same connection.
        """

    def again(self, connection: sa.Connection, asked: Finished) -> Answer:
        """Run a finished statement."""

    def version(self, connection: sa.Connection) -> int | None:
        """Return a number that changes when somebody else writes.

        None where there is no such, or where somebody may have written in this transaction.
        """

    def on_removal(self, connection: sa.Connection, table: str) -> list[OnRemoval]:
        """Return what each foreign key of a table does by itself when a row it points at goes."""

    def finds(
        self, connection: sa.Connection, asked: sa.Select[AnyValue], index: Index
    ) -> bool:
        """Tell whether the rows that `asked` looks up are found without reading the whole table.

        True as well where no index could help.
        """

    def grants(
        self, connection: sa.Connection, rights: Sequence[Rights], reader: str, keeper: str
    ) -> list[str]:
        """Return the statements that give two users what they need, and no more."""

    def told(self, error: DBAPIError) -> Told:
        """Return what went wrong; nothing of the message that may hold a value."""


class Numbered:
    """A kind of database that keeps the place of a noted row as a number beside it.

    Its key sets are made for each plan.
    """

    def make(self, connection: sa.Connection, table: sa.Table) -> None:
        """Make the table of a key set."""
        connection.exec_driver_sql(create_text(table, connection.dialect))

    def start(self, connection: sa.Connection, begin: str) -> None:
        """Begin a transaction."""
        connection.exec_driver_sql(begin)

    def again(self, connection: sa.Connection, asked: Finished) -> Answer:
        """Run a finished statement."""
        return connection.exec_driver_sql(asked.text, asked.values)

    def reaching(self, rows: int, _noted: int, _last: int) -> int:
        """Return as many: every row has a number."""
        return rows

    def place(self, table: sa.Table) -> sa.ColumnElement[AnyValue]:
        """Return the number of a row."""
        return table.c.n

    def bound(self, name: str) -> sa.ColumnElement[AnyValue]:
        """Return a parameter for a number."""
        return sa.bindparam(name, type_=sa.Integer)

    def at(self, place: int) -> AnyValue:
        """Return the number."""
        return place


@contextmanager
def like_other_errors(doing: str, kind: type[Exception]) -> Iterator[None]:
    """Turn an error of a driver that was asked directly into one of SQLAlchemy."""
    try:
        yield
    except kind as error:
        told = DBAPIError.instance(doing, None, error, kind, hide_parameters=True)
        raise told from error


def shown(asked: sa.Select[AnyValue], dialect: sa.Dialect) -> str:
    """Return a question with its values in it, as the database reads it."""
    return str(asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def with_keys(
    row: sa.TableClause, key: Sequence[str], wanted: sa.Select[AnyValue]
) -> sa.ColumnElement[bool]:
    """Return where the key of a row is one of those wanted."""
    own = [row.c[name] for name in key]
    return one_or_many(own).in_(wanted)


def create_text(table: sa.Table, dialect: sa.Dialect) -> str:
    """Return the statement that makes a key set; it is kept with the table."""
    if "create" not in table.info:
        table.info["create"] = str(CreateTable(table).compile(dialect=dialect))
    return str(table.info["create"])


def insert_each(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Sequence[tuple[AnyValue, ...]],
) -> None:
    """Insert rows by a statement that is made once, and not looked at again for each row."""
    made = table.info.setdefault("insert", {})
    if tuple(names) not in made:
        insert = sa.insert(table).compile(connection, column_keys=list(names))
        made[tuple(names)] = str(insert), bool(getattr(insert, "positiontup", None))
    text, by_place = made[tuple(names)]
    given = rows if by_place else [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(text, list(given))


def day_after(day: date, kind: Kind, zone: str, home: ZoneInfo) -> str:
    """Return the first moment after `day` in the zone `home`, as a column of `kind` writes it.

    A column with days holds days of `home`; one with timestamps holds them in `zone`.
    """
    following = day + timedelta(days=1)
    if kind is not Kind.TIMESTAMP:
        return following.isoformat()
    midnight = datetime.combine(following, time(), home)
    return midnight.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?P<time>[T ]\d{2}:\d{2}(:\d{2}([.]\d+)?)?(Z|[+-]\d{2}(:\d{2}){0,2})?)?",
    re.ASCII,
)


def calendar_day(
    text: str, kind: Kind | Writing, zone: str, home: ZoneInfo
) -> date | None:
    """Return the day in `home` that a stored moment falls on, or None when it cannot be read."""
    if not isinstance(kind, Kind):
        told = kind.moment(text, zone)
        return _day_at(told, home) if told else None
    written = _MOMENT.fullmatch(text.rstrip())
    try:
        day = date.fromisoformat(written["day"]) if written else None
        moment = datetime.fromisoformat(written[0]) if written and written["time"] else None
    except ValueError:
        return None
    if day is None or moment is None or kind is not Kind.TIMESTAMP:
        return day
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return _day_at(moment, home)


def _day_at(moment: datetime, home: ZoneInfo) -> date:
    try:
        return moment.astimezone(home).date()
    except OverflowError:
        # In the other zone it would lie before the first day there is, or after the last.
        return moment.date()

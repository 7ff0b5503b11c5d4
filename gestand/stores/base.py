"""What the work floor asks of a store, whatever database stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import count
from typing import Any as AnyValue
from typing import Protocol

from gestand.core.datamap.holdings import Edge, Holdings, Moment
from gestand.core.datamap.schema import Column, Schema, Table
from gestand.core.plan.abroad import Abroad
from gestand.core.plan.led import Led
from gestand.core.plan.steps import (
    AskHuman,
    End,
    Erase,
    Keep,
    Read,
    Recount,
    Redact,
    Step,
    Survey,
    Write,
)
from gestand.core.plan.unfinished import Unfinished
from gestand.core.predicate import ALWAYS, Predicate
from gestand.core.residue.forms import Form, Sought
from gestand.core.residue.physical import Below
from gestand.stores.caring import Care as Care
from gestand.stores.viewing import BESIDE as BESIDE
from gestand.stores.viewing import Views as Views
from gestand.stores.viewing import WrittenView as WrittenView

FEW = 500
"""How many rows are read at once where there may be many: rows that are soon forgotten again
need not be looked at by Python's collector of garbage, which looks at all else as well."""
Key = tuple[AnyValue, ...]
Written = None | int | float | str
"""A value as a database writes it down, so that it can take in exactly the same one again."""
Image = tuple[Written, ...]
"""A row, or a part of one, as it was."""
Looked = Callable[[str], None]
"""Told the name of each table whose rows have been read."""
Earliest = dict[tuple[str, str, str], date | None]
"""By purpose, occasion and table: when the first row loses that ground."""


@dataclass
class Ready:
    """What a store has made ready for one program: it is filled while the program runs.

    Whoever runs the same program again, on the same schema and with the same secret, gives it
    back, and what was made is not made anew. Several may use it at the same time. The `phrases`
    are of conditions, and serve every program on the same schema and with the same secret. With
    `comes_again` it is a program for a few people, which the next who ask run as well.
    """

    names: dict[str, str] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))
    tables: dict[AnyValue, AnyValue] = field(default_factory=dict)
    made: dict[AnyValue, AnyValue] = field(default_factory=dict)
    phrases: dict[AnyValue, dict[AnyValue, AnyValue]] = field(default_factory=dict)
    comes_again: bool = False

    def named(self, key_set: str) -> str:
        """Return how the table of a key set is called."""
        if key_set not in self.names:
            self.names.setdefault(key_set, f"gestand_{next(self.numbers)}")
        return self.names[key_set]


@dataclass(frozen=True)
class Lasts:
    """A live ground of a row: its last day, None while `occasion` goes on."""

    occasion: str
    until: date | None


@dataclass(frozen=True)
class RowTold:
    """A row of a person as it is told: the values in the order of the step's columns.

    `held` gives per purpose of the step its live ground, None where there is none; `waits`,
    in the same order, where a person must decide whether it holds. Columns in `masked` have a
    value in this row that is about another of its owners, and is not read. A row that is not `own`
    is somebody else's, and they may see it.
    """

    key: Key
    values: tuple[AnyValue, ...]
    held: tuple[Lasts | None, ...]
    waits: tuple[bool, ...]
    masked: frozenset[str] = frozenset()
    own: bool = True


@dataclass(frozen=True)
class Named:
    """The stored names of files in one column.

    Those `let_go` stand in rows of which a person decided that they may go without the file.
    """

    column: str
    names: Sequence[AnyValue]
    let_go: Sequence[AnyValue] = ()


@dataclass(frozen=True)
class RowFound:
    """A row in which an identifier stands, in which form by column.

    The key is empty where the table has none.
    """

    key: Key
    forms: Mapping[str, Form]


class Left(Enum):
    """Why a row or a cell is not put back as it was."""

    TAKEN = "their key, or a value that must be unique, belongs to another row now"
    PARENT = "a row that they point at is not there any more"
    REFUSED = "the database does not take them any more: a condition of the table, or its types"
    OTHER = "too little of the row is as it was to be sure that it is still the same one"
    GONE = "their row is not there any more"
    OVERWRITTEN = "something else was written there since, and that counts"
    CHANGED = "the columns of their table are others now"


class Run(Protocol):
    """One connection to a store, with the key sets of one plan."""

    def transaction(self, *, writing: bool) -> AbstractContextManager[None]:
        """Run one transaction; a writing one waits for others and then keeps them out."""

    def fill(self, name: str, keys: Iterable[Key], columns: Sequence[Column]) -> None:
        """Fill a key set with the given keys, which are values of `columns`."""

    def keys_of(self, name: str, width: int) -> Iterator[Key]:
        """Yield the keys of a key set, each of `width` columns."""

    def count(self, table: str, where: Predicate = ALWAYS) -> int:
        """Return how many rows of a table meet a condition."""

    def trust_dates(self) -> None:
        """Look once which moments hold nothing but dates; in this transaction none is asked again.

        What is counted of many rows then takes less, the more so where others lead to them.
        """

    def filled(self, table: str, names: Sequence[str]) -> frozenset[str]:
        """Return which of some columns are not NULL in some row."""

    def counts(self, table: str, wheres: Sequence[Predicate]) -> tuple[int, ...]:
        """Return how many rows of a table meet each of some conditions, read once."""

    def tally(
        self, table: str, ladders: Sequence[Sequence[Predicate]], where: Predicate = ALWAYS
    ) -> dict[tuple[int, ...], int]:
        """Return how many rows that meet `where` there are of each kind, read once.

        A kind is the number of the first condition that holds of each ladder: 1 for the first, 0
        where none does.
        """

    def rows_out(
        self, table: str, names: Sequence[str], where: Predicate = ALWAYS
    ) -> Iterator[list[Key]]:
        """Yield some columns of rows that meet a condition, as every store writes them, in batches.

        What was taken in from another store comes in the order in which it was taken.
        """

    def ends_of(self, led: Led) -> Iterator[Key]:
        """Yield, each once, the values that lead to rows of the last table of `led`."""

    def take_in(self, abroad: Abroad, dialect: str, live: Table, rows: Iterable[list[Key]]) -> None:
        """Take in the rows of a table of another store; later questions look at these.

        `live` is that table in its own store, whose kind of database is `dialect`.
        """

    def fill_since(
        self, name: str, people: Sequence[tuple[AnyValue, date]], column: Column
    ) -> None:
        """Fill a key set with people, each with the day on which they asked."""

    def key_columns(self, table: str) -> list[Column]:
        """Return the columns of a table's key."""

    def rows_of(self, ask: AskHuman) -> Iterator[tuple[Key, Key]]:
        """Yield the key of each row in question, and the values its decision stands on."""

    def file_names(self, survey: Survey, column: str) -> Iterator[Sequence[Sequence[AnyValue]]]:
        """Yield the rows in question that name a file in `column`, in batches.

        Each is a key with the stored name behind it.
        """

    def all_file_names(self, survey: Survey, column: str) -> list[str] | None:
        """Return the names that `file_names` yields; None where it takes as long to ask that."""

    def values(self, table: str, column: str) -> Iterator[AnyValue]:
        """Yield the different values of a column that are not NULL."""

    def people_with(self, table: str, column: str, *identifiers: str) -> list[Key]:
        """Return the keys of the rows that have one of `identifiers`, case and spaces aside."""

    def day(self, moment: Moment, value: AnyValue) -> date | None:
        """Return the controller's day of a stored moment; None where it cannot be read."""

    def rows_at(
        self, table: str, columns: Sequence[str], keys: Sequence[AnyValue]
    ) -> Iterator[tuple[AnyValue, Key]]:
        """Yield key and columns of the rows of a person's own table that have these keys."""

    def value(self, table: str, column: str, key: Key) -> AnyValue:
        """Return one value of the row with this key; None when it is NULL or there is none."""

    def left(self, unfinished: Sequence[Unfinished]) -> Sequence[int]:
        """Return how many rows are left to each step, in one question; 1 where not counted."""

    def values_at(self, table: str, columns: Sequence[str], key: Key) -> Key:
        """Return some values of the row with this key; nothing when there is none."""

    def free_key(self, table: str) -> int | None:
        """Return the first number that is no key, nor any after it; None where no number is one."""

    def leave_mark(self, text: str, instead_of: str) -> bool:
        """Leave a mark in the open transaction; False where the store has no table for it.

        It takes the place of the mark `instead_of`, which has served.
        """

    def kept(self, text: str) -> bool | None:
        """Tell whether the transaction with this mark was kept; None where nobody can tell."""

    def marks(self) -> frozenset[str] | None:
        """Return every mark that was left in the store; None where it has no table for them."""

    def overwritten(self) -> bool:
        """See to it that what was removed is gone from the store's files too; False where not."""

    def version(self) -> int | None:
        """Return a number that changes when somebody else writes; None when there is no such."""

    def plainly(self) -> AbstractContextManager[None]:
        """Turn an error of the database within a block into a plain one that names the store."""

    def written_schema(self) -> Hashable:
        """Return how the schema is written now, in an open transaction; None where nobody asks."""

    def interrupt(self) -> None:
        """Let the statement that runs here, in another thread, end with an error."""

    def sql(self) -> Sequence[str]:
        """Return the text of every statement that was run, in order."""

    def measure(self) -> Measure:
        """Return what measures the steps of a plan on this connection."""

    def told(self, steps: Sequence[Read]) -> Told:
        """Return what reads the rows of `steps`, made ready before the first row is read."""

    def images(self) -> Images:
        """Return what reads rows as they are, value for value, and puts them back."""

    def act(self, *, as_planned: bool) -> Act:
        """Return what carries out steps: as planned, or with every condition asked again.

        As planned only where it is certain that nobody else has written since they were measured,
        and to be undone where that turns out to be so no longer.
        """

    def views(self) -> Views:
        """Return what writes views of purposes, and makes them in this store."""


class Measure(Protocol):
    """Finds what the steps of a plan are about: which rows, how many, and until when."""

    def look_over(
        self, tables: Sequence[str], endings: Sequence[tuple[str, End]], progress: Looked
    ) -> Earliest:
        """Read all rows once; return, by purpose, occasion and table, the first day one is over.

        Finds out on the way how many rows there are, and which moments hold nothing but
        dates, so that no row is asked for that again.
        """

    def survey(self, survey: Survey, steps: Sequence[Step]) -> int:
        """Mark the rows that some purpose does not hold; return how many are in question."""

    def rows(self, step: Step, in_question: int) -> int:
        """Find the rows of a step: fill its key set, and return how many there are."""

    def emptied(self, table: str) -> int:
        """Return how many rows stay and lose cells, once all steps of a table are measured."""

    def last_days(self, keep: Keep) -> dict[Key, date | None]:
        """Return the last day of each row that a purpose holds; None while it is active."""


class Told(Protocol):
    """Reads what is told to a person."""

    def rows(self, step: Read) -> Iterator[RowTold]:
        """Yield the rows of one step, by key, a few at a time: in the caller's transaction."""


class Act(Protocol):
    """Removes, empties and corrects rows, inside the caller's transaction."""

    def last(self, step: Erase | Redact) -> int:
        """Return the last position at which a row of the step can stand; the first is 1."""

    def reaching(self, step: Erase | Redact, rows: int) -> int:
        """Return how many positions one after the other have about so many rows, and no more."""

    def keys(self, step: Erase | Redact, after: int, last: int) -> tuple[int, str]:
        """Return the keys of a step's rows in one window: how many, and as a text."""

    def note_pointers(
        self, erase: Erase, steps: Sequence[Redact], window: tuple[int, int]
    ) -> Mapping[str, int]:
        """Note which rows point at those that go in a window; return, by step, how many.

        Nobody else can begin to point at these rows from now on, where the database looks.
        """

    def forget(self, step: Redact) -> int:
        """Empty the pointers that were noted; return in how many rows."""

    def refuse_what_stayed(self, erase: Erase) -> None:
        """Raise StoreBusy where a row stayed at which pointers were emptied in this transaction."""

    def carry_out(self, step: Erase | Redact, after: int, last: int) -> int:
        """Remove or empty the rows of one window of positions; return how many."""

    def count_before(
        self, step: Recount, acting: Sequence[Erase | Redact], window: tuple[int, int]
    ) -> int:
        """Note which rows a counter follows in, before steps act on the rows of a window.

        Nobody else changes these rows from now on; returns how many there are.
        """

    def recount(self, step: Recount) -> int:
        """Let a counter follow in the rows that were noted; return how many there are."""

    def write(self, step: Write, value: str) -> int:
        """Give the rows of a correction the value in the key set `value`; return how many."""

    def files(self, step: Erase | Redact, after: int, last: int) -> Sequence[Named]:
        """Return the files that the rows of a window name, those of each column together."""

    def still_named(self, table: str, column: str, names: Sequence[str]) -> set[str]:
        """Return which of the names some row has, and every name that is written oddly.

        `a//b` and `./a/b` name the same file as `a/b`.
        """

    def remaining(self, step: Erase, after: int, last: int) -> set[AnyValue]:
        """Return the keys of a window whose rows are still there."""


class Images(Protocol):
    """Reads rows as they are and puts them back, inside the caller's transaction."""

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns whose values make up an image of a row."""

    def edges(self, table: str) -> list[Edge]:
        """Return the edges by which rows of a table point at others, in whatever store."""

    def declared(self, edge: Edge) -> bool:
        """Tell whether the database itself knows of an edge."""

    def plain(self, table: str, names: Sequence[str], values: Image) -> tuple[str | None, ...]:
        """Return values of some columns as every kind of database would tell them."""

    def written(self, table: str, names: Sequence[str], values: Sequence[str | None]) -> Image:
        """Return texts as this database writes values of some columns down."""

    def of_window(
        self, step: Erase | Redact, after: int, last: int, edges: Sequence[Edge] = ()
    ) -> Iterator[Image]:
        """Yield the rows of a window, by key; nobody else changes them until the end.

        Behind its values stands, for each of `edges`, whether the row leads to another one.
        """

    def of_write(
        self, step: Write | Recount | Redact, edges: Sequence[Edge] = ()
    ) -> Iterator[Image]:
        """Yield the rows of a correction, a counter or pointers, by key; nobody else changes them.

        Those of the last two were noted in this transaction.
        """

    def at(self, table: str, key: Sequence[str], keys: Sequence[Image]) -> dict[Image, Image]:
        """Return, by key, the rows that have these keys now; nobody else changes them."""

    def there(
        self, parent: str, columns: Sequence[str], like: Sequence[Column], wanted: Sequence[Image]
    ) -> set[Image]:
        """Return which of the values some row of `parent` has in its `columns`.

        `like` are the columns in which the values stand.
        """

    def begin(self) -> None:
        """Make the open transaction ready for rows that are put back."""

    def insert(self, table: str, images: Sequence[Image]) -> list[Left | None]:
        """Put rows back; return for each why it could not be, None where it was."""

    def add(self, table: str, values: Mapping[str, str]) -> Left | tuple[str, ...]:
        """Add a row that tells some columns, as texts; the database fills the others.

        Returns its key, or why that could not be.
        """

    def update(
        self, table: str, key: Sequence[str], images: Sequence[Image], names: Sequence[str]
    ) -> list[Left | None]:
        """Give the rows with the keys of `images` their values in the columns `names`.

        Returns for each why that could not be, None where it was done.
        """


class Search(Protocol):
    """Looks through one database for identifiers, and changes nothing."""

    def rows(self, table: Table) -> Iterator[RowFound]:
        """Yield the rows of a table in which an identifier stands, a few at a time."""

    def copies(self) -> list[Table]:
        """Return what keeps copies of rows and is no table: materialized views."""

    def beside(self) -> list[Table]:
        """Return the tables in which keys of people stand beside views of purposes."""

    def naming(
        self, table: Table, column: str, names: Sequence[str]
    ) -> Iterator[tuple[str, Key]]:
        """Yield each of the names that stand in a column, with the key of a row that has it."""


class Store(Protocol):
    """One database of the organisation."""

    @property
    def id(self) -> str:
        """Its name in the data map."""

    def reflect(self, written: Hashable = None) -> Schema:
        """Return the live schema; a database that cannot be read raises CannotRun.

        `written` is what `Run.written_schema` has just told: then nothing else may be asked.
        """

    def kept_open(self) -> AbstractContextManager[None]:
        """Let a connection of a run that ended well wait for the next run, within the block.

        Whoever keeps a store open runs many plans; nothing of one is left for the next.
        """

    def care(self, schema: Schema) -> Care:
        """Return what looks the database over for an administrator."""

    def run(
        self,
        schema: Schema,
        holdings: Holdings,
        home: str,
        secret: bytes = b"",
        ready: Ready | None = None,
    ) -> AbstractContextManager[Run]:
        """Open one connection for one plan; its key sets go with it.

        `secret` is the key with which pseudonyms are made and recognised. `ready` is what was
        made before for the same program, schema and secret.
        """

    def search(self, sought: Sequence[Sought]) -> AbstractContextManager[Search]:
        """Open one connection to look for identifiers in all tables, in one transaction."""

    def below(self, sought: Sequence[Sought]) -> Below:
        """Return what is known below the tables; the bytes of a file are looked through."""

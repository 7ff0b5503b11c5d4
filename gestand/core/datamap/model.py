"""The data map after reading: where the data are, whose they are, and why they are there.

Names of tables are `store.table`. Nothing here has been compared with a live schema yet;
`match.py` does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gestand.core.calendar import Period
from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.schema import Writing
from gestand.core.documents import Path
from gestand.core.findings import Span
from gestand.core.hooks import Webhook
from gestand.core.names import bare, store_of

_HERE = Span("datamap.yaml")


@dataclass(frozen=True)
class Store:
    """A database; `url` may name environment variables, `zone` is that of its timestamps.

    `source` says where its data come from (`person`, `observed`, `other`, `staff` or `unknown`)
    unless a table or a column says otherwise. `backups` is how long a backup of it lives.
    """

    id: str
    url: str
    zone: str
    source: str | None = None
    backups: Period | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Place:
    """A place with personal data that Gestand is not connected to, and why."""

    id: str
    reason: str
    purposes: tuple[str, ...]
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Together:
    """What goes together: while `occasion` goes on its owner has a `partner` that goes on.

    With `leeway` the partner goes on no longer than that after the last such occasion ended.
    `promise` is the promise of the statement that says so.
    """

    id: str
    promise: str
    occasion: str
    partner: str
    leeway: Period | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class OwnRecords:
    """Where Gestand's own records stand: a PostgreSQL URL, or SQLite where that is empty.

    `heads` is a file elsewhere that is told how far the ledger has come. `key` says where the
    master key is, `${NAME}` or the path of a file: never the key itself. `keep` is for how long the
    words of a decision can be read.
    """

    url: str = ""
    heads: str = ""
    key: str = ""
    keep: Period = Period(years=5)
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class MailServers:
    """How letters go out and messages come in: the URLs of two servers, and of whom they are.

    `trusts` is the name under which the server of the mailbox writes what it checked; `questions`
    is within what time a plain question is answered.
    """

    sender: str
    out: str = ""
    inbox: str = ""
    trusts: str = ""
    questions: Period = Period(days=7)
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class SamePerson:
    """Whose `column` is the `identifier` of one of kind `other`, or their key, is that person."""

    other: str
    identifier: str | None
    column: str
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Subject:
    """A kind of person; without `table` the person is known only by an identifier.

    `same_person` says by what one of this kind is found to be one of another. Rows of the table are
    of this kind where they meet `when`. The column `language` says in which language they read.
    """

    id: str
    table: str | None
    identified_by: tuple[str, ...]
    same_person: tuple[SamePerson, ...] = ()
    when: tuple[Comparison, ...] = ()
    language: str | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Via:
    """An edge of an occasion to the table that holds its moments.

    `column` is a column of the occasion's own table, or, when `of` is given, a column of
    the table `of` that points back at the occasion's row.
    """

    column: str
    of: str | None
    moments: Mapping[str, str]
    moved_if: str | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Binding:
    """An occasion bound to one table: when it began, and the moments that can end it.

    With `from_` the occasion exists only from that moment on, and only rows that meet `when`
    carry it.
    """

    occasion: str
    table: str
    began: str
    from_: str | None
    moments: Mapping[str, str]
    vias: tuple[Via, ...]
    when: tuple[Comparison, ...] = ()
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Becomes:
    """What a value becomes where it goes and its row stays.

    `how` is `null`, `constant`, `pseudonym` or `tombstone`, or one of the ways of `core.left` in
    which something stays; `words` are what stands there then, and `size` is how much of the value
    stays. Rows with the same values in `columns` get the same pseudonym.
    """

    how: str
    words: str = ""
    size: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class MappedColumn:
    """What a column holds: a category, or `secret`, or `technical`.

    `erase` says what the value becomes where the row must stay; None lets the type decide.
    `about` is the column of an owner's edge, where the value is about that owner only. `paths` are
    the parts of the document in the column; in an `open` one keys without a path may stand. With
    `by` another column tells what a value is: one of `words`. What is `told` is no secret, whatever
    its name makes one think. `encoded` is the code in which values are written.
    One that tells moments otherwise than as dates does so as `writing` says.
    """

    name: str
    category: str | None = None
    secret: bool = False
    told: bool = False
    encoded: str = ""
    source: str | None = None
    erase: Becomes | None = None
    zone: str | None = None
    writing: Writing | None = None
    about: str | None = None
    paths: Mapping[Path, MappedColumn] = field(default_factory=dict)
    open: bool = False
    by: str | None = None
    words: Mapping[str, MappedColumn] = field(default_factory=dict)
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Owner:
    """Whose row it is: the row that `column` points at, or the person with that identifier.

    It counts only for rows that meet `when`.
    """

    column: str
    kind: str | None = None
    identifier: str | None = None
    table: str | None = None
    when: tuple[Comparison, ...] = ()
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Pointer:
    """A column that points at a row of `table`, and is emptied when that row goes.

    Without `table` the database declares at which one.
    """

    column: str
    table: str | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Counts:
    """A column with the number of rows of table `of` that point here with `by`, and meet `when`.

    With `sums` it is what that column of these rows comes to. `then` says what becomes of it when
    such rows go: it is counted anew (`recount`), lowered by as many (`lower`), or stays (`keep`).
    """

    column: str
    of: str
    by: str | None = None
    when: tuple[Comparison, ...] = ()
    then: str = "recount"
    sums: str | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Copies:
    """A column that is a copy of `of` in the row at which the own column `by` points."""

    column: str
    by: str
    of: str
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class History:
    """Old versions of rows of the table `of`, at which `by` points.

    With `keep` an old version stays when nothing of it is held any more, emptied. `own` are the
    columns that tell of the change, and stay with it.
    """

    of: str
    by: str | None = None
    keep: bool = True
    own: frozenset[str] = frozenset()
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Access:
    """Whoever `by` leads to may see the columns `tells` of the row, which is not theirs.

    `to` is the table at which it points, where the database does not declare it. With `through`
    it is a column of that table, whose rows link people with rows of this one.
    """

    by: str
    to: str | None
    tells: tuple[str, ...]
    span: Span = field(default=_HERE, compare=False)
    through: str | None = None


@dataclass(frozen=True)
class HeldBy:
    """A declared reach: `occasion` holds this row over `via`, until the row's own `until`."""

    occasion: str
    via: str
    until: str | None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class ConsentColumns:
    """Where an occasion's table keeps the consent for `purpose`."""

    purpose: str
    given: str
    withdrawn: str | None
    text: str | None
    by: str | None = None
    born: str | None = None
    since: str | None = None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class FactColumns:
    """Where a person's own row keeps a restriction, or with `purpose` an objection to that."""

    purpose: str | None
    begun: str
    ended: str | None
    span: Span = field(default=_HERE, compare=False)


@dataclass(frozen=True)
class Publishes:
    """The columns that everybody may read of a row, once the column `once` has a day."""

    once: str
    shows: tuple[str, ...]
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chooses:
    """What somebody chooses with a foreign key: rows of its table, by the words in `shows`.

    They may be chosen while the columns `while_empty` are. `none` are the words for no row.
    """

    shows: str
    title: Mapping[str, str]
    while_empty: tuple[str, ...] = ()
    none: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sells:
    """Products that a form sells, by their names, and the columns in which an order stands.

    Each product has its words per language and its price in cents. `through` names who takes the
    payment.
    """

    products: Mapping[str, tuple[Mapping[str, str], int]]
    through: str
    product: str
    price: str
    number: str
    reference: str
    paid: str
    lapsed: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the form fills by itself."""
        return self.product, self.price, self.number, self.reference, self.paid, self.lapsed


@dataclass(frozen=True)
class DeclaredForm:
    """A form by which people give a purpose what it needs: what is sent becomes a row of a table.

    `title` and the words of `asks`, by column, are per language; under an empty name they count for
    the only one. `sets` is what technical columns of such a row hold. Documents that are sent along
    become rows of the table `documents`. Pages of the origins in `shown_on` may show the form as a
    part of their own.
    """

    purpose: str
    title: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shown_on: tuple[str, ...] = ()
    publishes: Publishes | None = None
    documents: str | None = None
    chooses: Mapping[str, Chooses] = field(default_factory=dict)
    sells: Sells | None = None
    span: Span = field(default=_HERE, compare=False)


EACH_ROW = "each row"
"""What the value is called that a row tells by being there."""


@dataclass(frozen=True)
class MappedTable:
    """One table of the map; `not_personal` gives the reason why it needs no columns.

    `removed_by` says what removes its values where Gestand does not, and `holds_nothing` why its
    rows may go although none of its columns can be held; `each_row` is what a row tells by being
    there, as one that puts somebody in a group.
    Without `owners` the foreign keys say whose rows these are.
    `triggers` gives, by the name of a trigger, why it removes and changes nothing that stays;
    `checks`, by a column that a CHECK reads, why that takes what the column's values become.
    """

    id: str
    purposes: tuple[str, ...] = ()
    source: str | None = None
    owners: tuple[Owner, ...] = ()
    refers: tuple[str, ...] = ()
    forgets: tuple[Pointer, ...] = ()
    counts: tuple[Counts, ...] = ()
    copies: tuple[Copies, ...] = ()
    history: History | None = None
    access: tuple[Access, ...] = ()
    held_by: tuple[HeldBy, ...] = ()
    consents: tuple[ConsentColumns, ...] = ()
    facts: tuple[FactColumns, ...] = ()
    forms: tuple[DeclaredForm, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    triggers: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, MappedColumn] = field(default_factory=dict)
    not_personal: str | None = None
    removed_by: str | None = None
    holds_nothing: str | None = None
    each_row: MappedColumn | None = None
    span: Span = field(default=_HERE, compare=False)

    @property
    def planned(self) -> bool:
        """Whether it holds data that a plan may remove or change."""
        return self.not_personal is None and self.removed_by is None

    @property
    def values(self) -> tuple[MappedColumn, ...]:
        """Every column, every part of the documents in a column, and what a row tells itself."""
        columns = [*self.columns.values(), *([self.each_row] if self.each_row else [])]
        parts = (part for column in columns for part in column.paths.values())
        return (*columns, *parts, *(one for column in columns for one in column.words.values()))

    @property
    def store(self) -> str:
        """The store's id: the part before the dot."""
        return store_of(self.id)

    def writing(self, column: str) -> Writing | None:
        """Return how a column tells moments; None where nothing says so."""
        return self.columns[column].writing if column in self.columns else None

    @property
    def derived(self) -> frozenset[str]:
        """The columns that follow rows elsewhere, and so are not classified."""
        counted = (counts.column for counts in self.counts)
        return frozenset((*counted, *(copies.column for copies in self.copies)))

    @property
    def name(self) -> str:
        """The table's own name: the part after the dot."""
        return bare(self.id)


@dataclass(frozen=True)
class DataMap:
    """Every store, kind of person, occasion and table; where own records stand, and the mail.

    `swept_every` is within what time after a sweep the next one comes to its end.
    One that is not `live` holds nothing real: it is there to try.
    """

    stores: Mapping[str, Store]
    places: Mapping[str, Place]
    subjects: Mapping[str, Subject]
    occasions: Mapping[str, tuple[Binding, ...]]
    tables: Mapping[str, MappedTable]
    records: OwnRecords = OwnRecords()
    swept_every: Period = Period(days=1)
    mail: MailServers | None = None
    together: Mapping[str, Together] = field(default_factory=dict)
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    live: bool = True

    @property
    def backups(self) -> dict[str, Period]:
        """How long a backup of each store lives, where that is declared."""
        return {name: store.backups for name, store in self.stores.items() if store.backups}

    @property
    def out_of_reach(self) -> tuple[Place, ...]:
        """Every place that Gestand is not connected to, and every table that it leaves alone."""
        left = (table for table in self.tables.values() if table.removed_by is not None)
        tables = (Place(t.id, t.removed_by or "", t.purposes, t.span) for t in left)
        return *self.places.values(), *tables

"""The steps of a plan: small frozen values, compiled over the schema, never over rows.

One list, several readers: one counts, one explains in words, one shows the SQL, one
carries out. They cannot drift, because there is one list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeGuard

from gestand.core.calendar import Term
from gestand.core.datamap.holdings import Counter, Edge, Holdings, Moment
from gestand.core.names import store_of
from gestand.core.plan.shown import Beside
from gestand.core.predicate import ALWAYS, NEVER, Emptied, Predicate
from gestand.core.reach import Reach


@dataclass(frozen=True)
class Held:
    """A purpose that may hold cells of a table: where it does, and where that is unclear.

    What is set apart stays as well, whoever holds it: that counts as unclear here.
    """

    purpose: str
    live: Predicate
    unclear: Predicate


@dataclass(frozen=True)
class Survey:
    """Everything that may hold rows of one table, asked of each row once.

    The steps about the table name a claim by its place in `claims`. `whole` is true when
    everybody's rows are in question.
    """

    table: str
    key: tuple[str, ...]
    scope: Predicate
    claims: tuple[Held, ...]
    whole: bool


@dataclass(frozen=True)
class Erase:
    """Rows that no ground holds any more go, unless a row that stays points at them.

    `where` says that no ground holds the row, `pinned` that another row needs its key or
    its moments. `pins` are the edges by which other rows point at this table.
    """

    id: str
    table: str
    key: tuple[str, ...]
    where: Predicate
    pinned: Predicate
    pins: tuple[Edge, ...]
    claims: tuple[int, ...]
    over: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Going:
    """What goes by a plan, in the key set `name`: rows, or the edge of rows; and where it does."""

    name: str
    table: str
    key: tuple[str, ...]
    where: Predicate


@dataclass(frozen=True)
class Redact:
    """Cells that no ground holds any more are emptied, in rows that stay.

    `claims` are the purposes of which none may hold the cells any more, and `group` is the
    place of these cells among those of the table. Without a group the rows are simply those
    that meet `where`, and the step comes before every removal in its store: its rows lose a
    row that holds their moments, and must not look unfinished if the run is stopped in
    between. Where a row has several owners, `scope` says in which rows the cells are
    about somebody who is asked about. `edge` is the column that led to an owner who is let go.
    `copies` is the value, as `STORE.TABLE.COLUMN`, of which the cells are copies.
    With `forgets` the cells point at rows of that table that go: the step is measured once it is
    known which these are, and is about everybody's rows; within one store it shares the
    transactions in which these rows go. What comes before rows of the tables in
    `trusts` have gone asks `going` again when somebody else has written, one after the other,
    and leaves alone what is `spared` by then. By then a row is left alone as well where it `ties`
    others to who asks that have still to go: the next run finds them by it. Of rows in the stores
    `finds` no transaction of this store can know: see `gestand.work.rounds`.
    """

    id: str
    table: str
    key: tuple[str, ...]
    changes: tuple[Emptied, ...]
    where: Predicate
    claims: tuple[int, ...]
    over: tuple[str, ...]
    group: int | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    scope: Predicate = ALWAYS
    edge: str = ""
    forgets: str = ""
    copies: str = ""
    trusts: tuple[str, ...] = ()
    going: tuple[Going, ...] = ()
    spared: Predicate = NEVER
    ties: Predicate = NEVER
    finds: frozenset[str] = frozenset()

    @property
    def alone(self) -> bool:
        """Tell whether its rows stand in a key set of its own, not in the marks of the table."""
        return self.group is None

    @property
    def first(self) -> bool:
        """Tell whether the step comes before every removal in its store.

        Not where an owner is let go: what is about that owner and others must be emptied by then.
        """
        return self.alone and not self.edge and not self.with_removal

    @property
    def with_removal(self) -> bool:
        """Tell whether the cells are emptied in the transaction in which a row goes.

        Else that row could turn out to stay, and what pointed at it would be lost.
        """
        return bool(self.forgets) and store_of(self.forgets) == store_of(self.table)

    @property
    def columns(self) -> tuple[str, ...]:
        """What is emptied: columns, and parts of documents."""
        return tuple(name for change in self.changes for name in change.names)


@dataclass(frozen=True)
class End:
    """What ends a ground: how its occasion reaches the row, and the terms of its moments.

    `condition` says of the row and the rows that lead to the occasion whether the ground holds,
    `unclear` whether that cannot be told.
    """

    reach: Reach
    condition: Predicate
    terms: tuple[tuple[Moment, Term], ...]
    unclear: Predicate = NEVER


@dataclass(frozen=True)
class Keep:
    """Cells that `purpose` still holds; `ends` tell their last day."""

    id: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    purpose: str
    claim: int
    scope: Predicate
    ends: tuple[End, ...] = ()


@dataclass(frozen=True)
class KeepKey:
    """Rows that nothing holds, but whose key or moments another row still needs.

    With `past` they are old versions of rows of that table, which stay by themselves. Of the tables
    of `pins` those `left_out` hold nothing that a plan removes.
    """

    id: str
    table: str
    key: tuple[str, ...]
    pins: tuple[Edge, ...]
    past: str = ""
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SetApart:
    """Values that are kept and not used; nothing changes or removes them until that is over.

    `fact` says why: somebody's restriction (`restricted`), a claim or an order (`held`), or an
    objection (`objecting`) to `purposes`, which alone hold these columns.
    """

    id: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    fact: str
    purposes: tuple[str, ...]
    where: Predicate


class Use(Enum):
    """What a purpose may do with values: everything, its tail use only, or nothing for now."""

    WHOLE = "whole"
    TAIL = "tail"
    APART = "apart"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class MayUse:
    """Values that `purpose` holds about the people asked about, and what it may do with them.

    In the tail of a purpose with a `tail use` that is `only` what it says (GROUNDS rule 26).
    `people` are the numbers of the row's ways to those of its people for whom it is so.
    """

    id: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    purpose: str
    use: Use
    where: Predicate
    only: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class AskHuman:
    """Rows about which a person must decide; until then they stay as they are.

    `shown` are the columns that the decision stands on, and `beside` those in other rows: once
    one of them changes, the question is asked again. With `unheld` only rows count that some
    purpose does not hold. `instead` is what a person must do before the rows may go, where an
    answer alone does not let them.
    """

    id: str
    table: str
    key: tuple[str, ...]
    shown: tuple[str, ...]
    reason: str
    where: Predicate
    unheld: bool = False
    beside: tuple[Beside, ...] = ()
    instead: str = ""


@dataclass(frozen=True)
class Write:
    """Live copies of a value about a person get a new value (rectification, GDPR article 16).

    `where` holds for rows in which `column` has the old value; the values themselves are
    parameters of the run and never part of the step.
    """

    id: str
    table: str
    key: tuple[str, ...]
    column: str
    where: Predicate


@dataclass(frozen=True)
class Recount:
    """A counter follows, in the transaction in which rows that it counts go.

    `counter` says what it counts. Its rows are those at which a row points that goes, whosever
    they are; no value of a person changes in them.
    """

    id: str
    table: str
    key: tuple[str, ...]
    counter: Counter

    @property
    def counted(self) -> str:
        """The table whose rows are counted."""
        return self.counter.edge.child

    def follows(self, step: Erase | Redact) -> bool:
        """Tell whether rows of a step may count no more once it is done."""
        if step.table != self.counted:
            return False
        read = {*self.counter.edge.columns, *(compared.column for compared in self.counter.when)}
        return isinstance(step, Erase) or bool(read & {*step.columns})


@dataclass(frozen=True)
class Withheld:
    """A column that is not told: a `secret`, about somebody else (`other`), or `refused`."""

    column: str
    reason: str


@dataclass(frozen=True)
class Read:
    """Rows of the people asked about are told to them (GDPR article 15).

    `scope` says which rows; each of `keeps` says which cells a purpose holds, by which occasions
    and until when, and where one of these is unclear. `doubts` say, in the same order, where a
    person must decide whatever the occasions say. Rows in `let_go` are held by nothing any more,
    and no occasion of theirs is unclear: a person decided so. A column is in `columns` or in
    `withheld`, never in both.
    Where a row has several owners, `only_where` says in which rows a column may be told. `own` says
    which rows are theirs, where others are told besides, which they may see; None: all are.
    """

    id: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    scope: Predicate
    keeps: tuple[Keep, ...]
    doubts: tuple[Predicate, ...]
    let_go: Predicate
    files: Mapping[str, str] = field(default_factory=dict)
    only_where: Mapping[str, Predicate] = field(default_factory=dict)
    own: Predicate | None = None


def categories_of(holdings: Holdings, step: Step) -> list[str]:
    """Return the categories of what a step removes or changes, by name."""
    table = holdings.tables.get(step.table)
    if table is None or not isinstance(step, Erase | Redact | Write):
        return []
    if isinstance(step, Erase):
        return sorted({cell.category for cell in table.cells})
    names = {step.column} if isinstance(step, Write) else {*step.columns}
    return sorted({cell.category for cell in table.cells if {cell.name, cell.column} & names})


Step = Read | Erase | Redact | Keep | KeepKey | SetApart | MayUse | AskHuman | Write | Recount


@dataclass(frozen=True)
class Program:
    """The compiled steps of one question, in the order in which they are carried out.

    `endings` tell, per purpose and occasion, when the occasion's own row loses that ground.
    """

    as_of: date
    steps: tuple[Step, ...]
    surveys: Mapping[str, Survey]
    endings: tuple[tuple[str, End], ...] = ()

    def surveyed(self, store: str | None = None) -> list[str]:
        """Return the tables whose rows are in question, of one store or of all, in their order."""
        steps = self.steps if store is None else self.of_store(store)
        return list(dict.fromkeys(step.table for step in steps if step.table in self.surveys))

    def of_store(self, store: str) -> tuple[Step, ...]:
        """Return the steps in one store."""
        return tuple(step for step in self.steps if store_of(step.table) == store)


@dataclass(frozen=True)
class Measured:
    """A step with what it finds in the store: how many rows, and their last day.

    `until` is the earliest last day among the rows, None where an occasion is still
    active; `of` is the number of rows of the table.
    """

    step: Step
    rows: int
    of: int
    until: date | None = None


@dataclass(frozen=True)
class Plan:
    """What is held measured against what may be held, on one day.

    `emptied` tells, by table, how many rows stay and lose cells: a row counts once, however
    many steps are about it.
    """

    program: Program
    measured: tuple[Measured, ...]
    emptied: Mapping[str, int] = field(default_factory=dict)

    @property
    def changes(self) -> tuple[Measured, ...]:
        """The steps that change something, in the order in which they are carried out."""
        acting = (Erase, Redact, Write, Recount)
        found = [m for m in self.measured if isinstance(m.step, acting) and m.rows]
        return tuple(sorted(found, key=lambda m: not _comes_first(m.step)))

    @property
    def questions(self) -> tuple[Measured, ...]:
        """The steps about which a person must decide."""
        return tuple(m for m in self.measured if isinstance(m.step, AskHuman) and m.rows)


def joins_removal(step: Step) -> TypeGuard[Redact]:
    """Tell whether a step empties pointers in the transactions in which rows go."""
    return isinstance(step, Redact) and step.with_removal


def _comes_first(step: Step) -> bool:
    return isinstance(step, Redact) and step.first

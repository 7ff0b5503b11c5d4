"""Remove and empty rows, one window of a key set at a time, inside the caller's transaction.

Every DELETE and UPDATE repeats its condition (GROUNDS rule 23): a contract may be signed
between the plan and the deletion. Where the database can prove that nobody else has
written since the plan was read, the plan's own answer still stands and is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from sys import maxsize
from typing import Any as AnyValue

import sqlalchemy as sa

from gestand.core.advice import acted_on
from gestand.core.asking import files_step
from gestand.core.plan.pins import spared, still_pointed_at
from gestand.core.plan.steps import Erase, Going, Recount, Redact, Write
from gestand.core.predicate import Differs
from gestand.core.reach import ROW
from gestand.stores.again import Asked
from gestand.stores.base import FEW, Named
from gestand.stores.counted import Counting
from gestand.stores.dialect import Answer
from gestand.stores.emptied import emptied_value
from gestand.stores.keysets import TEXT
from gestand.stores.marks import Windows
from gestand.stores.pointers import Pointers, noted_pointers
from gestand.stores.run import Connected

_ODD = ("/%", "./%", "%/./%", "%//%", "%..%", "%/", "%/.")
"""How a stored name looks that may mean the same file as another one."""


_DENSE = 4
"""Of so many rows that are read one changes, for it to pay to read all of them along the table."""


@dataclass(frozen=True)
class _Span:
    """A window: how many rows it is about, and their first and last key where these are numbers."""

    window: tuple[int, int]
    rows: int
    first: int | None
    last: int | None

    def dense(self, counted: int) -> bool:
        """Tell whether the window has many of the rows between its first and its last.

        `counted` is how many rows the table had, if this is the only window and that is known.
        """
        if self.first is None or self.last is None:
            return False
        return min(self.last - self.first, counted) < _DENSE * self.rows


@dataclass
class SqlAct:
    """Carries out the steps of one plan in one store.

    INVARIANT: with `as_planned` the plan's own answer stands. Whoever says so has proof that nobody
    else has written since, asks for proof again afterwards, and undoes all of it where there is
    none.
    """

    run: Connected
    as_planned: bool
    _spans: dict[str, _Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.acting = acted_on(self.run.schema)
        self.windows = Windows(self.run.sets, self.run.columns)

    def last(self, step: Erase | Redact) -> int:
        """Return the last position at which a row of the step can stand; the first is 1."""
        return self.windows.last(step)

    def reaching(self, step: Erase | Redact, rows: int) -> int:
        """Return how many positions have about so many rows, and no more."""
        return self.windows.reaching(step, rows)

    def keys(self, step: Erase | Redact, after: int, last: int) -> tuple[int, str]:
        """Return the keys of a step's rows in one window: how many, and as a text."""
        asked = self._again(step, "keys", self.windows.joined_keys, (after, last))
        rows, first, final, *parts = list[AnyValue](asked.one())
        self._spans[step.id] = _Span((after, last), int(rows), first, final)
        return int(rows), "\n".join(map(str, parts))

    def files(self, step: Erase | Redact, after: int, last: int) -> Sequence[Named]:
        """Return the files that the rows of a window name, those of each column together."""
        return [self._named(step, column, (after, last)) for column in step.files]

    def _named(self, step: Erase | Redact, column: str, window: tuple[int, int]) -> Named:
        row = self.run.renderer.row(step.table)
        key = [row.c[part] for part in step.key]
        within, bounds = self.windows.within(step, key), self.run.sets.bounds(*window)
        decided_on = f"removed:{files_step(step.table)}"
        if not self.run.sets.sizes.get(decided_on):
            told = self.run.texts(step.table, row, column, [within], bounds)
            if told is not None:
                return Named(column, [name for name in told if name], [])
        decided = self.run.sets.within(decided_on, key)
        wanted = sa.select(decided.label("let_go"), row.c[column]).where(within)
        names: dict[bool, list[AnyValue]] = {False: [], True: []}
        for part in self.run.connection.execute(wanted, bounds).partitions(FEW):
            for let_go, name in part:
                if name not in (None, ""):
                    names[bool(let_go)].append(name)
        return Named(column, names[False], names[True])

    def still_named(self, table: str, column: str, names: Sequence[str]) -> set[str]:
        """Return which of the names some row has, and every name that is written oddly."""
        self.run.sets.fill("files", [(name,) for name in names], (TEXT,))
        row = self.run.renderer.row(table)
        named = self.run.sets.within("files", [row.c[column]])
        stored = row.c[column]
        # Nearly all names are plain, which two questions tell instead of seven.
        plain = sa.not_(sa.or_(stored.like("%/%"), stored.like("%..%")))
        oddly = sa.and_(sa.not_(plain), sa.or_(*map(stored.like, _ODD)))
        wanted = sa.select(stored).distinct().where(sa.or_(named, oddly))
        return set(map(str, self.run.execute(wanted).scalars()))

    def remaining(self, step: Erase, after: int, last: int) -> set[AnyValue]:
        """Return the keys of a window whose rows are still there."""
        row = self.run.renderer.row(step.table)
        key = [row.c[part] for part in step.key]
        wanted = sa.select(*key).where(self.windows.within(step, key))
        found = self.run.connection.execute(wanted, self.run.sets.bounds(after, last))
        return set(found.scalars()) if len(key) == 1 else {tuple(values) for values in found}

    def note_pointers(
        self, erase: Erase, steps: Sequence[Redact], window: tuple[int, int]
    ) -> Mapping[str, int]:
        """Note which rows point at those that go in a window; return, by step, how many.

        Nobody else can begin to point at these rows from now on, where the database looks.
        """
        bounds = self.run.sets.bounds(*window)
        pointers = Pointers(self.run, self.windows, erase, steps)
        return pointers.note(bounds, unchanged=self.as_planned)

    def forget(self, step: Redact) -> int:
        """Empty the pointers that were noted; return in how many rows."""
        row = self.run.renderer.row(step.table)
        change = self.run.dialect.update(row, step.key, noted_pointers(self.run.sets, step), [])
        change = change.ordered_values(*self._emptied(step, row))
        return int(self.run.connection.execute(change).rowcount)

    def refuse_what_stayed(self, erase: Erase) -> None:
        """Raise StoreBusy where a row stayed at which pointers were emptied in this transaction."""
        if not self.as_planned:
            Pointers(self.run, self.windows, erase, ()).refuse_what_stayed()

    def carry_out(self, step: Erase | Redact, after: int, last: int) -> int:
        """Remove or empty the rows of one window, where the condition still holds.

        Returns how many rows there were.
        """
        unchanged = self.as_planned
        span = self._spans.get(step.id)
        if unchanged and span and span.window == (after, last) and self._dense(step, span):
            ends = {"from": span.first, "to": span.last}
            return int(self._again(step, "along", self._along, (after, last), **ends).rowcount)
        if isinstance(step, Redact) and step.going and not unchanged:
            return self._sparing(step, (after, last))
        if isinstance(step, Erase) and not unchanged and step.table in self.acting:
            # INVARIANT: nobody can begin to point at these rows once it is asked who does. Else
            # the database would remove or empty a row that came in between, by itself.
            self._again(step, "kept still", self._kept_still, (after, last)).all()
        doing = "as planned" if unchanged else "asked again"
        change = partial(self._change, unchanged=unchanged)
        return int(self._again(step, doing, change, (after, last)).rowcount)

    def _sparing(self, step: Redact, window: tuple[int, int]) -> int:
        """Empty the rows of one window, but for what is spared now that others have written."""
        for going in step.going:
            like, spares = self.run.key_columns(going.table), Asked(partial(self._spares, going))
            self.run.sets.note(spared(going.name), like, (), spares)
        # Made anew each time: the sets are, where a transaction was undone.
        change = self._redact(step, unchanged=False, sparing=True)
        bounds = self.run.sets.bounds(*window)
        return int(self.run.connection.execute(change, bounds).rowcount)

    def _spares(self, going: Going) -> sa.Select[AnyValue]:
        """Return the keys of rows that were to go and stay after all."""
        row = self.run.renderer.row(going.table)
        key = [row.c[part] for part in going.key]
        still = self.run.renderer.condition(going.where, row)
        return sa.select(*key).where(self.run.sets.within(going.name, key), sa.not_(still))

    def _kept_still(self, step: Erase | Redact) -> sa.Select[AnyValue]:
        """Return what locks the rows of a window until the end of the transaction."""
        row = self.run.renderer.row(step.table)
        within = self.windows.within(step, [row.c[name] for name in step.key])
        return sa.select(sa.literal_column("1")).select_from(row).where(within).with_for_update()

    def _dense(self, step: Erase | Redact, span: _Span) -> bool:
        only = span.window[1] - span.window[0] >= self.last(step)
        return span.dense(self.run.counted.get(step.table, maxsize) if only else maxsize)

    def write(self, step: Write, value: str) -> int:
        """Give the rows of a correction the value in the key set `value`; return how many."""
        row = self.run.renderer.row(step.table)
        new = sa.select(self.run.sets.table(value).c.k0).scalar_subquery()
        where = self.run.renderer.condition(step.where, row)
        update = sa.update(row).values({step.column: new}).where(where)
        return int(self.run.connection.execute(update).rowcount)

    def count_before(
        self, step: Recount, acting: Sequence[Erase | Redact], window: tuple[int, int]
    ) -> int:
        """Note which rows a counter follows in, before steps act on the rows of a window.

        Nobody else changes these rows from now on; returns how many there are.
        """
        within = [self._keys(each) for each in acting if step.follows(each)]
        bounds = self.run.sets.bounds(*window)
        return Counting(self.run).before(step, within, bounds, compared=not self.as_planned)

    def _keys(self, step: Erase | Redact) -> sa.Select[AnyValue]:
        if isinstance(step, Redact) and step.with_removal:
            return noted_pointers(self.run.sets, step)
        return self.windows.keys(step)

    def recount(self, step: Recount) -> int:
        """Let a counter follow in the rows that were noted; return how many there are."""
        return Counting(self.run).follow(step, compared=not self.as_planned)

    def _again(
        self,
        step: Erase | Redact,
        doing: str,
        make: Callable[[Erase | Redact], sa.ClauseElement],
        window: tuple[int, int],
        **values: AnyValue,
    ) -> Answer:
        """Run a statement that comes again for each window: it is made and compiled once."""
        bounds = {**self.run.sets.bounds(*window), **values}
        return self.run.again(doing, Asked(partial(make, step), (step,)), shown=False, **bounds)

    def _change(self, step: Erase | Redact, *, unchanged: bool) -> sa.Delete | sa.Update:
        if isinstance(step, Redact):
            return self._redact(step, unchanged=unchanged)
        return self._erase(step, unchanged=unchanged)

    def _erase(self, step: Erase, *, unchanged: bool) -> sa.Delete:
        render, row = self.run.renderer.condition, self.run.renderer.row(step.table)
        window = self.windows.keys(step)
        if unchanged:
            return self.run.dialect.delete(row, step.key, window, [])
        pointed = still_pointed_at(step, self.run.holdings, planned=False)
        stays = sa.or_(render(step.pinned, row), render(pointed, row))
        where = [render(step.where, row), sa.not_(stays)]
        return self.run.dialect.delete(row, step.key, window, where)

    def _redact(self, step: Redact, *, unchanged: bool, sparing: bool = False) -> sa.Update:
        render, row = self.run.renderer.condition, self.run.renderer.row(step.table)
        where: list[sa.ColumnElement[bool]] = []
        if not unchanged:
            differs = render(Differs(ROW, step.key, step.changes), row)
            where = [render(step.where, row), differs, sa.not_(render(step.ties, row))]
        if sparing:
            where.append(sa.not_(render(step.spared, row)))
        window = self.windows.keys(step)
        change = self.run.dialect.update(row, step.key, window, where)
        return change.ordered_values(*self._emptied(step, row))

    def _along(self, step: Erase | Redact) -> sa.Delete | sa.Update:
        """Return what changes many of the rows from one key on to another, as planned."""
        row, window = self.run.renderer.row(step.table), self.windows.keys(step)
        own = row.c[step.key[0]]
        where = [own >= sa.bindparam("from"), own <= sa.bindparam("to")]
        if isinstance(step, Erase):
            return self.run.dialect.delete(row, step.key, window, where, along=True)
        change = self.run.dialect.update(row, step.key, window, where, along=True)
        return change.ordered_values(*self._emptied(step, row))

    def _emptied(self, step: Redact, row: sa.TableClause) -> list[tuple[str, AnyValue]]:
        """Return what each column becomes.

        INVARIANT: what is made of other columns comes before these are changed: some databases
        carry the assignments out one after the other.
        """
        secret = self.run.renderer.secret
        changes = sorted(step.changes, key=lambda change: not change.reads)
        return [(c.column, emptied_value(c, step.key, row, secret)) for c in changes]

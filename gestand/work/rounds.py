"""The steps of a run, in as many rounds as it takes.

In the first round everything is carried out that no store is in the way of. Then the stores that
were lost are opened again: what a connection knew is gone with it, so the plan is made anew, and
it goes on only where it is no more than what was seen. In the end an erasure looks whether
others have added rows about the same person meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from sys import maxsize
from typing import Any

from gestand.core.names import store_of
from gestand.core.plan.correct import NEW_VALUE
from gestand.core.plan.steps import Erase, Measured, Recount, Redact, Write, joins_removal
from gestand.errors import StoreBusy, StoreLost
from gestand.settings import now
from gestand.stores.base import Act
from gestand.traces.base import TRACES
from gestand.work.course import Course, Group
from gestand.work.files import FilesToRemove
from gestand.work.gist import Freed
from gestand.work.lanes import ONE_LANE, Lanes
from gestand.work.patience import Patience
from gestand.work.receipt import Done, Receipt, Window
from gestand.work.sweep import Prepared, Progress, prepare
from gestand.work.transactions import Disturbed, Told, Transactions
from gestand.work.way_back import NO_WAY_BACK, Noted

ADDED = 3
"""How often an erasure is made complete while others add rows about the same person."""
FEW = 1_000
"""Up to so many rows that change together, whose rows are whose is found once for all of them."""


@dataclass
class Rounds:
    """Carries out the steps of a plan; the receipt says how far that came."""

    receipt: Receipt
    patience: Patience
    progress: Progress
    chunk: int
    _lost: set[str] = field(default_factory=set)
    """The stores that are waited for since their connection was lost."""
    _left: bool = False
    """Whether what leads to people from other stores was left for a plan that is made anew."""

    def carry_out(self, prepared: Prepared) -> None:
        """Carry out a plan, and what is left of it once stores that were lost can be reached."""
        self._round(prepared)
        for pause in self.patience.pauses():
            if not self._lost:
                break
            self.patience.pause(pause)
            self._once_more(prepared)
        if prepared.request.erase and not self.receipt.waits:
            self._what_came_meanwhile(prepared)

    def _once_more(self, prepared: Prepared) -> None:
        """Open the stores again, and carry out what is left of the plan."""
        try:
            with prepare(prepared.company, prepared.request, before=prepared) as again:
                transactions = Transactions(again, self.receipt, self.patience)
                transactions.settle()
                transactions.tell()
                self._lost.clear()
                self._go_on(prepared, again)
        except (StoreBusy, StoreLost) as error:
            self._wait(error)

    def _go_on(self, prepared: Prepared, again: Prepared) -> None:
        """Carry out a plan that was made again, but for what nobody has seen."""
        again.refuse_other_schemas()
        self.receipt.waits = dict.fromkeys(self._unseen(prepared, again), _UNSEEN)
        self._round(again, fresh=True)

    def _unseen(self, prepared: Prepared, again: Prepared) -> list[str]:
        """Return the stores in which something else would happen now than in the plan before.

        Of who asks for erasure more rows may go of the kinds that were seen.
        """
        left = {done.step.id: done.to_do for done in self.receipt.steps}
        if again.request.erase:
            left = {done.step.id: maxsize for done in self.receipt.steps if done.found}
        left |= {asked.step.id: asked.rows for asked in prepared.plan.questions}
        left |= {m.step.id: maxsize for m in again.plan.changes if isinstance(m.step, Recount)}
        after = (*again.plan.changes, *again.plan.questions)
        return sorted({store_of(m.step.table) for m in after if m.rows > left.get(m.step.id, 0)})

    def _what_came_meanwhile(self, prepared: Prepared) -> None:
        """Erase what others have added about the same person while the run was at work."""
        if _is_quiet(prepared) or (not self._left and nothing_is_left(prepared)):
            return
        try:
            stores = self._erased_again(prepared)
        except (StoreBusy, StoreLost) as error:
            self._wait(error)
            return
        self.receipt.waits.update(dict.fromkeys(stores, _ADDED))

    def _erased_again(self, prepared: Prepared) -> list[str]:
        """Carry out the same request again; return the stores to which rows are added each time."""
        stores: list[str] = []
        for _ in range(ADDED):
            with prepare(prepared.company, prepared.request, before=prepared) as again:
                stores = sorted({store_of(m.step.table) for m in again.plan.changes if m.rows})
                if not stores and not self._unseen(prepared, again):
                    break
                self._go_on(prepared, again)
                if self.receipt.waits or (_is_quiet(again) and not self._left):
                    return []
        return stores

    def _wait(self, error: StoreBusy | StoreLost) -> None:
        """Wait for the store of an error; what is about no store is no reason to wait."""
        if not error.store:
            raise error
        self.receipt.waits[error.store] = error.reason or str(error)
        if isinstance(error, StoreLost):
            self._lost.add(error.store)

    def _round(self, prepared: Prepared, *, fresh: bool = False) -> None:
        """Carry out every step that no store is in the way of; a `fresh` plan was made just now.

        After each transaction the receipt says what has been done.
        """
        course, turns = Course(prepared), Lanes(partial(_interrupt, prepared))
        rows = sum(measured.rows for measured in prepared.plan.changes)
        doing = _Doing(prepared, FilesToRemove(prepared), turns, rows, fresh)
        self._left = False
        # What can be undone is sealed with the number of its transaction, known at its beginning.
        lanes = course.lanes(at_once=self.receipt.back is NO_WAY_BACK)
        turns.run([partial(self._lane, doing, groups) for groups in lanes])
        if len(lanes) > 1:
            course.sort(self.receipt)

    def _lane(self, doing: _Doing, groups: Sequence[Group]) -> None:
        """Carry out groups of steps one after the other."""
        for several in Course(doing.prepared).together(groups, self.chunk):
            tables = dict.fromkeys(measured.step.table for group in several for measured in group)
            with TRACES.span("table", gestand__table=", ".join(tables)):
                self._several(doing, several)

    def _several(self, doing: _Doing, several: Sequence[Group]) -> None:
        """Carry out groups of steps that share their transactions."""
        together = [self._begun(doing, group) for group in several]
        together = [each for each in together if each]
        if not together:
            return
        steps = [done.step for each in together for done in each]
        for rows in self._transactions(doing, together):
            if any(step.files for step in steps if isinstance(step, Erase | Redact)):
                self.finish_files(doing.files, doing.turns)
            Transactions(doing.prepared, self.receipt, self.patience).tell()
            doing.seen += rows
            self.progress(steps[0].table, doing.seen, doing.in_all)

    def _begun(self, doing: _Doing, group: Group) -> list[Done]:
        """Begin steps, and return them but for those by which rows elsewhere are still found."""
        begun = [(measured, self._begin(measured)) for measured in group]
        left = [measured for measured in group if doing.still_finds(measured)]
        self._left = self._left or bool(left)
        done = [done for measured, done in begun if measured not in left]
        # A counter follows what goes: where all of that is left, it has nothing to follow.
        return done if any(not isinstance(each.step, Recount) for each in done) else []

    def _begin(self, measured: Measured) -> Done:
        if not isinstance(measured.step, Erase | Redact | Write | Recount):
            message = f"step {measured.step.id} is not one that changes rows"
            raise TypeError(message)
        return self.receipt.begin(measured.step, measured.rows)

    def finish_files(self, files: FilesToRemove, turns: Lanes = ONE_LANE) -> None:
        """Remove the files whose rows went; they stay on the list where a store cannot be asked."""
        tables = files.prepared.company.holdings.tables.values()
        if any(table.files and table.store in self.receipt.waits for table in tables):
            return
        try:
            told = files.finish(turns)
        except (StoreBusy, StoreLost) as error:
            self._wait(error)
            return
        self.receipt.files += told.removed
        self.receipt.stuck = told.left

    def _transactions(self, doing: _Doing, together: Sequence[Sequence[Done]]) -> Iterator[int]:
        """Carry out steps on tables; yield after each transaction how many rows it was about.

        They are left where a store is waited for that has a say in these rows: what goes there
        first has not gone, and what holds a row cannot be asked.
        """
        prepared, turns = doing.prepared, doing.turns
        store = store_of(together[0][0].step.table)
        if not self.receipt.waits.keys().isdisjoint(prepared.ready.together(store)):
            return
        tables = [_Table.of(doing, store, steps) for steps in together]
        transactions = Transactions(prepared, self.receipt, self.patience)
        for windows in _windows(tables, self.chunk):
            if turns.over:
                return
            try:
                told = transactions.tried(
                    store, partial(_carry_out, windows), trusting=not tables[0].triggered()
                )
            except (StoreBusy, StoreLost) as error:
                self._wait(error)
                return
            # Only now it has happened: what a transaction did not keep is on no receipt.
            for each, told_of in told:
                each.add(told_of)
            if any(told_of.found for _, told_of in told):
                yield sum(told_of.found for _, told_of in told)
        for steps in together:
            for each in steps:
                each.to_do = 0


_UNSEEN = "something else would happen there by now than the plan said: look at it, and run again"
_ADDED = "other programs keep adding rows about this person: run again"


def _interrupt(prepared: Prepared) -> None:
    """Let the statement of every store end with an error."""
    for run in prepared.runs.values():
        run.interrupt()


def _is_quiet(prepared: Prepared, stores: Iterable[str] | None = None) -> bool:
    """Tell whether it is certain that nobody else has written since the plan was made."""
    asked = prepared.runs if stores is None else stores
    try:
        with prepared.ready.transaction():
            return all(prepared.still_stands(store) for store in asked)
    except (StoreBusy, StoreLost):
        return False


def nothing_is_left(prepared: Prepared) -> bool:
    """Tell whether it is certain that a plan of this moment would find nothing to do or to ask.

    One question tells it, where a plan takes several for each table. Raises CannotRun when a
    schema is no longer the one of the plan.
    """
    ready, runs = prepared.ready, prepared.runs
    left = ready.left()
    if left is None:
        return False
    seen = {asked.step.id: asked.rows for asked in prepared.plan.questions}
    try:
        with ready.transaction():
            prepared.refuse_other_schemas()
            ready.fill(tuple(runs))
            rows = {store: runs[store].left(left[store]) for store in left}
    except (StoreBusy, StoreLost):
        return False
    told = [each for store in left for each in zip(left[store], rows[store], strict=True)]
    return all(n <= seen.get(each.id, 0) for each, n in told)


@dataclass
class _Doing:
    """A plan that is carried out in lanes: how many of its rows were come to."""

    prepared: Prepared
    files: FilesToRemove
    turns: Lanes
    in_all: int
    fresh: bool
    seen: int = 0

    def still_finds(self, measured: Measured) -> bool:
        """Tell whether rows of other stores may still be found by what a step empties.

        They go first. What came in there since the plan was made is not among them, and no
        transaction of this store sees it: so that nobody has written there must be certain, or
        that a plan of this moment finds nothing there that has still to go.
        """
        step = measured.step
        if not isinstance(step, Redact) or not step.finds or not measured.rows:
            return False
        if joins_removal(step):
            return False  # it goes with the row at which it points
        changes = self.prepared.plan.changes
        going = any(m.rows for m in changes if store_of(m.step.table) in step.finds)
        return not (self.fresh and not going) and not _is_quiet(self.prepared, step.finds)


@dataclass(frozen=True)
class _Table:
    """The steps on one table: by the plan's own answer, and with their conditions asked again."""

    doing: _Doing
    store: str
    steps: Sequence[Done]
    planned: Act
    again: Act

    @classmethod
    def of(cls, doing: _Doing, store: str, together: Sequence[Done]) -> _Table:
        """Make the steps ready that share their transactions."""
        prepared = doing.prepared
        run = prepared.runs[store]
        return cls(doing, store, together, run.act(as_planned=True), run.act(as_planned=False))

    @property
    def prepared(self) -> Prepared:
        """The plan that is carried out."""
        return self.doing.prepared

    @property
    def acting(self) -> list[tuple[Done, Erase | Redact]]:
        """The steps that remove and empty rows, by the marks of their table."""
        acting = ((e, e.step) for e in self.steps if isinstance(e.step, Erase | Redact))
        return [(e, step) for e, step in acting if not joins_removal(step)]

    def windows(self, chunk: int) -> Iterator[tuple[int, int]]:
        """Yield the windows of positions that share a transaction; a correction is one whole."""
        acting = [step for _, step in self.acting]
        positions = max(map(self.again.last, acting)) if acting else 1
        reach = min((self.again.reaching(step, chunk) for step in acting), default=chunk)
        yield from ((start, start + reach) for start in range(0, positions, reach))

    def carry_out(self, window: tuple[int, int], noted: Noted, *, as_planned: bool) -> Told:
        """Carry out one window inside the caller's transaction, as planned or asked again."""
        if writing := self.writing:
            return [(each, self._write(step, each.found, noted)) for each, step in writing]
        return self._windows(self.planned if as_planned else self.again, window, noted)

    @property
    def writing(self) -> list[tuple[Done, Write]]:
        """The steps that write a correction, which share their transaction with no other."""
        return [(each, each.step) for each in self.steps if isinstance(each.step, Write)]

    def triggered(self) -> bool:
        """Tell whether there are triggers: nobody knows what they do, so conditions count."""
        schemas = self.prepared.company.schemas
        stores = self.prepared.ready.together(self.store)
        return any(table.triggers for name in stores for table in schemas[name].tables.values())

    def _write(self, step: Write, found: int, noted: Noted) -> Window:
        run = self.prepared.runs[self.store]
        change = partial(run.act(as_planned=False).write, step, NEW_VALUE)
        return Window(found, noted.write(run.images(), step, change))

    def _windows(self, act: Act, window: tuple[int, int], noted: Noted) -> Told:
        """Carry out one window of each step: pointers first, and counters follow at the end."""
        pointers = [(e, e.step) for e in self.steps if joins_removal(e.step)]
        steps = [step for _, step in pointers]
        erasing = [step for _, step in self.acting if isinstance(step, Erase) and pointers]
        pointing = {e.id: act.note_pointers(e, steps, window) for e in erasing}
        acting = [*steps, *(step for _, step in self.acting)]
        counting = [(e, e.step) for e in self.steps if isinstance(e.step, Recount)]
        counted = {e.step.id: act.count_before(s, acting, window) for e, s in counting}
        images = self.prepared.runs[self.store].images()
        told: Told = []
        for each, forgetting in pointers:
            if any(found[forgetting.id] for found in pointing.values()):
                rows = noted.write(images, forgetting, partial(act.forget, forgetting))
                told.append((each, Window(rows, rows)))
        told += [(e, self._window(act, step, window, noted)) for e, step in self.acting]
        for erase in erasing:
            act.refuse_what_stayed(erase)
        for each, step in counting:
            if counted[step.id]:
                rows = noted.write(images, step, partial(act.recount, step))
                told.append((each, Window(counted[step.id], rows)))
        return told

    def _window(
        self, act: Act, step: Erase | Redact, window: tuple[int, int], noted: Noted
    ) -> Window:
        """Carry out one window of a step, inside the caller's transaction."""
        wait = self.doing.turns.wait
        found, text = wait(partial(act.keys, step, *window))
        if not found:
            return Window()
        keys: list[Any] = [text]
        left = self.doing.files.record(step, wait(partial(act.files, step, *window)))
        images = self.prepared.runs[self.store].images()
        change = partial(wait, partial(act.carry_out, step, *window))
        rows = noted.window(images, step, window, change)
        alone = max(found - rows, 0)
        if isinstance(step, Erase) and rows != found:
            # Somebody gave a row a ground, or removed it, since the plan was made.
            saved = act.remaining(step, *window)
            keys += ["saved", *sorted(map(repr, saved))]
            alone = len(saved)
        digest = self.prepared.company.state.digest(*keys)
        return Window(found, rows, left, alone, digest, self._freed(step))

    def _freed(self, step: Erase | Redact) -> Freed | None:
        """Return from which key on nobody has a row of their own, where rows of people go."""
        if not isinstance(step, Erase) or step.table not in self._of_people:
            return None
        asked = partial(self.prepared.runs[self.store].free_key, step.table)
        key = self.doing.turns.wait(asked)
        return None if key is None else Freed(step.table, key, now())

    @property
    def _of_people(self) -> frozenset[str | None]:
        return frozenset(self.prepared.company.holdings.subjects.values())


_Windows = Sequence[tuple[_Table, tuple[int, int]]]
"""Windows of tables that share a transaction, in the order in which they are carried out."""


def _windows(tables: Sequence[_Table], chunk: int) -> Iterator[_Windows]:
    """Yield what shares a transaction: of several tables everything, of one each window."""
    every = [(table, window) for table in tables for window in table.windows(chunk)]
    if len(tables) > 1 and every:
        yield every
    else:
        yield from ([each] for each in every)


def _carry_out(windows: _Windows, noted: Noted, trusting: bool) -> Told:
    """Carry out windows of one store inside the caller's transaction, as planned or asked again.

    Where it is asked again, whose rows are whose is found once for a few rows: what changes them
    follows at once, and each statement asks what holds a row. Of more it is found for each window.
    Raises Disturbed where the plan's own answer was trusted and others wrote meanwhile.
    """
    first, _ = windows[0]
    prepared, store = first.prepared, first.store
    as_planned = not first.writing and prepared.answer_again(store) and trusting
    few = sum(each.to_do for table, _ in windows for each in table.steps) <= FEW
    told: Told = []
    for number, (table, window) in enumerate(windows):
        if number and not (as_planned or few):
            prepared.answer_again(store)
        told += table.carry_out(window, noted, as_planned=as_planned)
    if as_planned and not prepared.still_stands(store):
        raise Disturbed
    return told

"""Carry out a measured plan: in chunks, each one transaction, with a receipt.

It can be stopped at any point and run again to the same end state: what a step finds is
found again, and nothing is remembered that the stores themselves do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from secrets import token_hex
from typing import Any

from gestand.core.plan.correct import NEW_VALUE
from gestand.core.plan.steps import Erase, Measured, Recount, Redact, Write
from gestand.errors import CannotRun, StoreBusy
from gestand.stores.base import Act
from gestand.work.facts import record_erasures
from gestand.work.files import FilesToRemove
from gestand.work.intents import Kept, Transaction, done, intend, reconcile
from gestand.work.journal import Journal
from gestand.work.put_back import refuse_put_back
from gestand.work.receipt import Done, Receipt, Window, write
from gestand.work.sweep import Prepared, Progress, silently
from gestand.work.way_back import NO_WAY_BACK, Noted, NoWayBack, WayBack

CHUNK = 250_000
"""Rows among the marks of a table that share a transaction: at most so many rows change in it."""


def carry_out(
    prepared: Prepared,
    journal: Journal,
    progress: Progress = silently,
    chunk: int = CHUNK,
    back: WayBack | NoWayBack = NO_WAY_BACK,
) -> Receipt:
    """Remove and empty what the plan found, and return the receipt.

    The journal tells of it before anything goes, and when all is done; `back` notes what is
    taken away, so that it can be undone. First finishes files that an interrupted run left.
    Raises CannotRun when a store, the journal or the folder of receipts cannot be written, or
    another run is at work; what is done by then is done and on the receipt.
    """
    state = prepared.company.state
    with state.alone():
        state.key()  # without it nothing that is done can be recorded
        _refuse_other_facts(prepared)
        with journal.recording():
            interrupted = reconcile(state, _kept_in(prepared))
            older, number = _to_make_up(prepared), state.next_receipt()
            receipt = Receipt(number, [], interrupted=interrupted, after_restore=older, back=back)
            back.begin(number)
            _record_request(prepared)
            write(prepared, receipt)
        files = FilesToRemove(prepared)
        _finish_files(files, receipt)
        _carry_out_steps(files, receipt, progress, min(chunk, back.rows or chunk))
        _mark_as_made_up(prepared, receipt)
        _overwrite(prepared, receipt)
        receipt.status = "done"
        with journal.recording():
            write(prepared, receipt)
    return receipt


def _to_make_up(prepared: Prepared) -> tuple[str, ...]:
    """Return the stores that were put back; refuse to go on as if they were not."""
    older = prepared.ready.put_back
    if not prepared.request.after_restore:
        refuse_put_back(older)
    # What is done again for one person brings no store up to date: that takes everybody.
    return () if prepared.request.people else tuple(each.store for each in older)


def _mark_as_made_up(prepared: Prepared, receipt: Receipt) -> None:
    """Leave a mark in each store that was put back and had nothing to do: it is up to date now."""
    for store in receipt.after_restore:
        if store not in receipt.marks:
            with prepared.ready.transaction(writing=store):
                receipt.transactions += 1
                _leave_mark(prepared, receipt, store, ())
            _told(prepared, receipt)


def _overwrite(prepared: Prepared, receipt: Receipt) -> None:
    """See to it that what was removed is gone from the files of each store that changed."""
    changed = {each.step.table.partition(".")[0] for each in receipt.steps if each.rows}
    for store in sorted(changed):
        receipt.overwritten[store] = prepared.runs[store].overwritten()


def _refuse_other_facts(prepared: Prepared) -> None:
    """Refuse a plan on facts that are no longer those of the organisation.

    A file that is gone would look like one in which nobody ever asked for anything.
    """
    facts, state = prepared.company.facts, prepared.company.state
    if not facts.still_stand():
        message = f"{facts.path} has changed since the plan: plan again"
        raise CannotRun(message)
    counted = [r.get("facts", 0) for r in state.receipts() if r["kind"] == "plan applied"]
    if not facts.digest and counted and counted[-1]:
        message = (
            f"{facts.path} is gone, and {counted[-1]} facts about people stood in it; restore it, "
            "or write it with the facts that are left"
        )
        raise CannotRun(message)


def _carry_out_steps(
    files: FilesToRemove, receipt: Receipt, progress: Progress, chunk: int
) -> None:
    """Carry out every step; after each transaction the receipt says what has been done."""
    prepared = files.prepared
    seen, in_all = 0, sum(measured.rows for measured in prepared.plan.changes)
    changes = [m for m in prepared.plan.changes if not isinstance(m.step, Recount)]
    counters = [_begin(m) for m in prepared.plan.changes if isinstance(m.step, Recount)]
    for together in _together(changes):
        following = [each for each in counters if _follows(each, together)]
        receipt.steps += together + [each for each in following if each not in receipt.steps]
        for rows in _transactions(files, receipt, (*together, *following), chunk):
            if any(isinstance(each.step, Erase | Redact) and each.step.files for each in together):
                _finish_files(files, receipt)
            _told(prepared, receipt)
            seen += rows
            progress(together[0].step.table, seen, in_all)


def _together(changes: Sequence[Measured]) -> Iterator[list[Done]]:
    """Yield the steps that share their transactions: those that read the marks of one table.

    What comes before everything else, and what is written, keeps its own.
    """
    for table, group in groupby(changes, key=_shared_table):
        if table is None:
            yield from ([_begin(measured)] for measured in group)
        else:
            yield [_begin(measured) for measured in group]


def _shared_table(measured: Measured) -> str | None:
    step = measured.step
    alone = isinstance(step, Write) or (isinstance(step, Redact) and step.alone)
    return None if alone else step.table


def _follows(counter: Done, together: Sequence[Done]) -> bool:
    """Tell whether what a counter counts may go in the transactions of some steps."""
    step = counter.step
    acting = (each.step for each in together if isinstance(each.step, Erase | Redact))
    return isinstance(step, Recount) and any(map(step.follows, acting))


def _finish_files(files: FilesToRemove, receipt: Receipt) -> None:
    told = files.finish()
    receipt.files += told.removed
    receipt.stuck = told.left


def _begin(measured: Measured) -> Done:
    if not isinstance(measured.step, Erase | Redact | Write | Recount):
        message = f"step {measured.step.id} is not one that changes rows"
        raise TypeError(message)
    return Done(measured.step, measured.rows)


def _transactions(
    files: FilesToRemove, receipt: Receipt, together: Sequence[Done], chunk: int
) -> Iterator[int]:
    """Carry out steps on one table; yield after each transaction how many rows it was about."""
    prepared = files.prepared
    store = together[0].step.table.partition(".")[0]
    first = together[0]
    if isinstance(first.step, Write):
        number, run = receipt.transactions + 1, prepared.runs[store]
        with receipt.back.transaction(number) as noted, prepared.ready.transaction(writing=store):
            change = partial(run.act(None).write, first.step, NEW_VALUE)
            rows = noted.write(run.images(), first.step, change)
            noted.close()
            _intend(prepared, receipt, store, [(first, Window(first.found, rows))])
        first.rows = rows
        yield first.found
        return
    table = _Table.of(files, store, together)
    reach = table.reaching(chunk)
    for start in range(0, table.positions, reach):
        told = table.carry_out(receipt, (start, start + reach))
        # Only now it has happened: what a transaction did not keep is on no receipt.
        for each, told_of in told:
            each.add(told_of)
        if any(told_of.found for _, told_of in told):
            yield sum(told_of.found for _, told_of in told)


class _Disturbed(Exception):
    """Others were at work while a plan's own answer was carried out."""


@dataclass(frozen=True)
class _Table:
    """The steps on one table: by the plan's own answer, and with their conditions asked again."""

    files: FilesToRemove
    store: str
    acting: Sequence[tuple[Done, Erase | Redact]]
    counting: Sequence[tuple[Done, Recount]]
    planned: Act
    again: Act

    @classmethod
    def of(cls, files: FilesToRemove, store: str, together: Sequence[Done]) -> _Table:
        """Make the steps ready that share their transactions."""
        prepared = files.prepared
        run = prepared.runs[store]
        acting = [(e, e.step) for e in together if isinstance(e.step, Erase | Redact)]
        counting = [(e, e.step) for e in together if isinstance(e.step, Recount)]
        planned = run.act(prepared.versions[store])
        return cls(files, store, acting, counting, planned, run.act(None))

    @property
    def prepared(self) -> Prepared:
        """The plan that is carried out."""
        return self.files.prepared

    def reaching(self, rows: int) -> int:
        """Return how many positions have about so many rows, and no more."""
        return min(self.again.reaching(step, rows) for _, step in self.acting)

    @property
    def positions(self) -> int:
        """The last position at which a row of one of the steps can stand."""
        return max(self.again.last(step) for _, step in self.acting)

    def carry_out(self, receipt: Receipt, window: tuple[int, int]) -> list[tuple[Done, Window]]:
        """Carry out one window in a transaction of its own.

        When others come to work in the middle of one that trusted the plan's answer, it is
        undone, and then every condition is asked again.
        """
        try:
            return self._once(receipt, window, trusting=not self._triggered())
        except _Disturbed:
            return self._once(receipt, window, trusting=False)

    def _once(
        self, receipt: Receipt, window: tuple[int, int], *, trusting: bool
    ) -> list[tuple[Done, Window]]:
        prepared, store = self.prepared, self.store
        as_planned, number = False, receipt.transactions + 1
        try:
            with (
                receipt.back.transaction(number) as noted,
                prepared.ready.transaction(writing=store),
            ):
                as_planned = prepared.answer_again(store) and trusting
                act = self.planned if as_planned else self.again
                told = self._windows(act, window, noted)
                if as_planned and not prepared.still_stands(store):
                    raise _Disturbed
                noted.close()
                _intend(prepared, receipt, store, told)
        except StoreBusy as error:
            if as_planned:
                raise _Disturbed from error
            raise
        return told

    def _triggered(self) -> bool:
        """Tell whether there are triggers: nobody knows what they do, so conditions count."""
        schemas = self.prepared.company.schemas
        stores = self.prepared.ready.together(self.store)
        return any(table.triggers for name in stores for table in schemas[name].tables.values())

    def _windows(
        self, act: Act, window: tuple[int, int], noted: Noted
    ) -> list[tuple[Done, Window]]:
        """Carry out one window of each step, and let counters follow at the end."""
        acting = [step for _, step in self.acting]
        counted = {e.step.id: act.count_before(s, acting, window) for e, s in self.counting}
        told = [(e, self._window(act, step, window, noted)) for e, step in self.acting]
        images = self.prepared.runs[self.store].images()
        for each, step in self.counting:
            if counted[step.id]:
                rows = noted.write(images, step, partial(act.recount, step))
                told.append((each, Window(counted[step.id], rows)))
        return told

    def _window(
        self, act: Act, step: Erase | Redact, window: tuple[int, int], noted: Noted
    ) -> Window:
        """Carry out one window of a step, inside the caller's transaction."""
        found, text = act.keys(step, *window)
        if not found:
            return Window()
        keys: list[Any] = [text]
        left = self.files.record(step, act.files(step, *window))
        images = self.prepared.runs[self.store].images()
        rows = noted.window(images, step, window, partial(act.carry_out, step, *window))
        if isinstance(step, Erase) and rows != found:
            # Somebody gave a row a ground, or removed it, since the plan was made.
            saved = act.remaining(step, *window)
            keys += ["saved", *sorted(map(repr, saved))]
        return Window(found, rows, left, self.prepared.company.state.digest(*keys))


def _kept_in(prepared: Prepared) -> Kept:
    """Return what asks a store whether it kept a transaction of a run that was killed."""

    def kept(store: str, mark: str) -> bool | None:
        run = prepared.runs.get(store)
        return None if run is None else run.kept(mark)

    return kept


def _intend(
    prepared: Prepared, receipt: Receipt, store: str, told: Sequence[tuple[Done, Window]]
) -> None:
    """Record what the transaction keeps, and leave its mark in the store; a crash hides nothing.

    INVARIANT: the intent is on disk before its mark can be kept.
    """
    receipt.transactions += 1
    steps = [
        {"id": each.step.id, "found": window.found, "rows": window.rows, "digest": window.digest}
        for each, window in told
        if window.found
    ]
    if steps:
        _leave_mark(prepared, receipt, store, steps)


def _leave_mark(
    prepared: Prepared, receipt: Receipt, store: str, steps: Sequence[Mapping[str, Any]]
) -> None:
    mark, left = token_hex(16), receipt.marks.get(store, [])
    which = Transaction(receipt.number, receipt.transactions, store, mark)
    intend(prepared.company.state, which, steps)
    if prepared.runs[store].leave_mark(mark, left[-1] if left else ""):
        receipt.marks[store] = [*left, mark]


def _record_request(prepared: Prepared) -> None:
    if prepared.request.erase:
        record_erasures(prepared.company.state, prepared.ready.requests.facts())


def _told(prepared: Prepared, receipt: Receipt) -> None:
    """Let the receipt tell of a transaction, and forget what was intended."""
    with prepared.company.state.together():
        write(prepared, receipt)
        done(prepared.company.state)

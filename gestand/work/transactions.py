"""One transaction of a run in a store: carried out as a whole, or tried again as a whole.

Whatever happens is known in the end. A transaction that another program was in the way of is
undone and comes again, with its conditions asked anew. When the connection is lost while one is
kept, the mark in the store says what became of it (decision 028).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from gestand.core.names import bare, store_of
from gestand.errors import InDoubt, StoreBusy, StoreLost
from gestand.work.holder import freed
from gestand.work.intents import Transaction, done, intend
from gestand.work.patience import Patience
from gestand.work.receipt import Done, Doubt, Receipt, Window, write
from gestand.work.sweep import Prepared
from gestand.work.undo_files import UndoRecord
from gestand.work.way_back import Noted

Told = list[tuple[Done, Window]]


class Disturbed(Exception):
    """Others were at work while a plan's own answer was carried out."""


@dataclass(frozen=True)
class Transactions:
    """Carries out the transactions of a run, and knows of each whether it was kept."""

    prepared: Prepared
    receipt: Receipt
    patience: Patience

    def tried(
        self, store: str, doing: Callable[[Noted, bool], Told], *, trusting: bool = True
    ) -> Told:
        """Do something in a transaction of a store, and tell what each step did.

        `doing` gets what notes the rows, and whether the plan's own answer may be trusted. When
        others come to work in the middle of that it is undone, and from then on every condition is
        asked again. Raises StoreBusy when they are in the way until patience is at an end, and
        StoreLost when the connection is no more.
        """
        pauses = self.patience.pauses()
        while True:
            try:
                return self._once(store, doing, trusting=trusting)
            except Disturbed:
                trusting = False
            except StoreBusy as error:
                pause = next(pauses, None)
                if pause is None:
                    raise StoreBusy(str(error), error.store or store, error.reason) from error
                trusting = False
                self.patience.pause(pause)

    def _once(
        self, store: str, doing: Callable[[Noted, bool], Told], *, trusting: bool
    ) -> Told:
        receipt, ready = self.receipt, self.prepared.ready
        told: Told = []
        mark = ""
        with receipt.back.transaction(receipt.transactions + 1) as noted, ExitStack() as stack:
            try:
                with ready.transaction(writing=store):
                    told = doing(noted, trusting)
                    noted.close()
                    # From here until it is kept no other lane has its turn.
                    stack.enter_context(self._taking_back(store))
                    mark = self._intend(store, told)
            except StoreLost as error:
                if not mark or error.store != store or not self._was_kept(mark, told, error):
                    raise
        return told

    @contextmanager
    def _taking_back(self, store: str) -> Iterator[None]:
        """Take the number and the mark of a transaction back where it was not kept."""
        receipt = self.receipt
        before, marks = receipt.transactions, receipt.marks.get(store)
        try:
            yield
        except InDoubt:
            self._restore_marks(store, marks)
            raise
        except (StoreBusy, StoreLost):
            # INVARIANT: it was not kept, so the next one is the first to have its number.
            receipt.transactions = before
            self._restore_marks(store, marks)
            raise

    def _restore_marks(self, store: str, marks: list[str] | None) -> None:
        if marks is None:
            self.receipt.marks.pop(store, None)
        else:
            self.receipt.marks[store] = marks

    def _was_kept(self, mark: str, told: Told, error: StoreLost) -> bool:
        """Find out whether a transaction was kept whose connection was lost at its end.

        Raises InDoubt where the store cannot be asked, or has no marks.
        """
        company, store = self.prepared.company, error.store
        schema, holdings = company.schemas[store], company.holdings
        for pause in self.patience.pauses():
            try:
                with company.stores[store].run(schema, holdings, company.zone) as run:
                    kept = run.kept(mark)
            except (StoreBusy, StoreLost):
                self.patience.pause(pause)
                continue
            if kept is not None:
                return kept
            break
        self.receipt.doubts.append(Doubt(store, mark, self.receipt.transactions, told))
        raise InDoubt(str(error), store, error.reason) from error

    def settle(self) -> None:
        """Ask the stores about the transactions of which nobody knows yet whether they were kept.

        Raises StoreBusy or StoreLost where a store still cannot be asked.
        """
        receipt, state = self.receipt, self.prepared.company.state
        for doubt in list(receipt.doubts):
            kept = self.prepared.runs[doubt.store].kept(doubt.mark)
            if kept is None:
                continue  # it has no table for marks: that stays unknown
            receipt.doubts.remove(doubt)
            if kept:
                receipt.marks[doubt.store] = [*receipt.marks.get(doubt.store, ()), doubt.mark]
                for each, window in doubt.told:
                    each.add(window)
            else:
                UndoRecord(state, receipt.number).file(doubt.number).unlink(missing_ok=True)

    def mark(self, store: str) -> None:
        """Leave a mark in a store that has nothing to do: it is up to date now."""
        with self.prepared.ready.transaction(writing=store):
            self.receipt.transactions += 1
            self._leave_mark(store, ())

    def tell(self) -> None:
        """Let the receipt tell of transactions, and forget the intents of which it does."""
        state = self.prepared.company.state
        with state.together():
            write(self.prepared, self.receipt)
            done(state, {doubt.mark for doubt in self.receipt.doubts})

    def _intend(self, store: str, told: Told) -> str:
        """Record what the transaction keeps, and leave its mark in the store.

        A crash hides nothing. Returns the mark, nothing where there is nothing to keep.
        INVARIANT: the intent is on disk before its mark can be kept.
        """
        self.receipt.transactions += 1
        steps = [
            {
                "id": each.step.id,
                "step": type(each.step).__name__,
                "store": store_of(each.step.table),
                "table": bare(each.step.table),
                "found": window.found,
                "rows": window.rows,
                "digest": window.digest,
                **freed(window.free),
            }
            for each, window in told
            if window.found
        ]
        return self._leave_mark(store, steps) if steps else ""

    def _leave_mark(self, store: str, steps: Sequence[Mapping[str, Any]]) -> str:
        receipt, prepared = self.receipt, self.prepared
        mark, left = token_hex(16), receipt.marks.get(store, [])
        which = Transaction(receipt.number, receipt.transactions, store, mark)
        intend(prepared.company.state, which, steps)
        if prepared.runs[store].leave_mark(mark, left[-1] if left else ""):
            receipt.marks[store] = [*left, mark]
        return mark

"""Carry out a measured plan: in chunks, each one transaction, with a receipt.

It can be stopped at any point and run again to the same end state: what a step finds is
found again, and nothing is remembered that the stores themselves do not say.
"""

from __future__ import annotations

from gestand.core.names import store_of
from gestand.errors import CannotRun, StoreBusy, StoreLost
from gestand.traces.base import TRACES
from gestand.work.facts import record_erasures
from gestand.work.files import FilesToRemove
from gestand.work.instructions import instruct
from gestand.work.intents import reconcile
from gestand.work.journal import Journal
from gestand.work.past_runs import newest_first
from gestand.work.patience import Patience
from gestand.work.proposed import refuse_proposals
from gestand.work.put_back import refuse_put_back
from gestand.work.receipt import Receipt, write
from gestand.work.rounds import Rounds
from gestand.work.settling import kept_in
from gestand.work.sweep import Prepared, Progress, silently
from gestand.work.transactions import Transactions
from gestand.work.way_back import NO_WAY_BACK, NoWayBack, WayBack

CHUNK = 250_000
"""Rows among the marks of a table that share a transaction: at most so many rows change in it."""


def carry_out(  # noqa: PLR0913  # four of them may be left out
    prepared: Prepared,
    journal: Journal,
    progress: Progress = silently,
    chunk: int = CHUNK,
    back: WayBack | NoWayBack = NO_WAY_BACK,
    patience: Patience | None = None,
) -> Receipt:
    """Remove and empty what the plan found, and return the receipt.

    The journal tells of it before anything goes, and when all is done; `back` notes what is
    taken away, so that it can be undone. First finishes files that an interrupted run left.
    What a store is in the way of is tried again as long as `patience` lasts, and then the receipt
    says for which store the run waits. Raises CannotRun when a store, the journal or the folder of
    receipts cannot be written, or another run is at work; what is done by then is done and on
    the receipt.
    """
    state, patience = prepared.company.state, patience or Patience.usual()
    refuse_proposals(prepared.company.proposed, "removed")
    with TRACES.span("run"), state.alone():
        state.key()  # without it nothing that is done can be recorded
        _refuse_other_facts(prepared)
        with journal.recording() as news:
            interrupted = reconcile(state, kept_in(prepared.runs))
            older, (number, previous) = _to_make_up(prepared), state.following()
            receipt = Receipt(number, [], previous, interrupted=interrupted)
            receipt.after_restore, receipt.back = older, back
            back.begin(number)
            _record_request(prepared, number - 1)
            write(prepared, receipt)
            instruct(prepared, number, news)
        rounds = Rounds(receipt, patience, progress, min(chunk, back.rows or chunk))
        rounds.finish_files(FilesToRemove(prepared))
        rounds.carry_out(prepared)
        if not receipt.waits:
            _mark_as_made_up(prepared, receipt, patience)
        _overwrite(prepared, receipt)
        receipt.status = "waiting" if receipt.waits else "done"
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


def _mark_as_made_up(prepared: Prepared, receipt: Receipt, patience: Patience) -> None:
    """Leave a mark in each store that was put back and had nothing to do: it is up to date now."""
    transactions = Transactions(prepared, receipt, patience)
    for store in receipt.after_restore:
        if store not in receipt.marks:
            transactions.mark(store)
            transactions.tell()


def _overwrite(prepared: Prepared, receipt: Receipt) -> None:
    """See to it that what was removed is gone from the files of each store that changed."""
    changed = {store_of(each.step.table) for each in receipt.steps if each.rows}
    for store in sorted(changed):
        try:
            receipt.overwritten[store] = prepared.runs[store].overwritten()
        except (StoreBusy, StoreLost):
            receipt.overwritten[store] = False


def _refuse_other_facts(prepared: Prepared) -> None:
    """Refuse a plan on facts that are no longer those of the organisation.

    A file that is gone would look like one in which nobody ever asked for anything.
    """
    facts, state = prepared.company.facts, prepared.company.state
    if not facts.still_stand():
        message = f"{facts.path} has changed since the plan: plan again"
        raise CannotRun(message)
    if not prepared.ready.noted.still_stands():
        message = "somebody was put under a hold, restricted or released since the plan: plan again"
        raise CannotRun(message)
    runs = (r for r in newest_first(state) if r["kind"] == "plan applied")
    counted = next(runs, {}).get("facts", 0) if not facts.digest else 0
    if counted:
        message = (
            f"{facts.path} is gone, and {counted} facts about people stood in it; restore it, "
            "or write it with the facts that are left"
        )
        raise CannotRun(message)


def _record_request(prepared: Prepared, newest: int) -> None:
    """Record who asks for erasure; `newest` is the number of the newest receipt."""
    if prepared.request.erase:
        record_erasures(prepared.company.state, prepared.ready.requests.facts(), newest)

"""Take in what somebody sent by a form: it becomes a row of the organisation's own table.

1. The row is added, with the moment at which its occasion begins.
2. In the same transaction the intent is recorded in the ledger, and its mark left in the store.
3. Once the store has kept it, the ledger says so.

The ledger tells which purpose and table, that the person gave it, and under which version of the
statement. It holds no value of the form, and nothing about whom the row is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.forms.model import Form
from gestand.core.forms.typed import row_of
from gestand.core.names import store_of
from gestand.errors import CannotRun, InDoubt, StoreLost
from gestand.stores.base import Left, Run
from gestand.work.company import Company
from gestand.work.consents.columns import moment_text
from gestand.work.journal import Journal

INTENDED, KEPT = "form intended", "form kept"


@dataclass(frozen=True)
class Sent:
    """What somebody sent by a form, after it was judged, and when."""

    form: Form
    answers: Mapping[str, str] = field(repr=False)
    at: datetime


def take(company: Company, journal: Journal, sent: Sent, served: str = "") -> str:
    """Keep what was sent; return the mark that the store has of it.

    `served` is the mark of the form before it, which is needed no more. Raises CannotRun where
    nothing was kept, and InDoubt where nobody can tell.
    """
    journal.refuse_doubts()
    form, mark = sent.form, token_hex(16)
    store = store_of(form.table)
    row = row_of(form, sent.answers, _begun(company, form, sent.at))
    told = _told(company, form, sent.at, mark)
    try:
        with company.stores[store].run(
            company.schemas[store], company.holdings, company.zone
        ) as run, run.transaction(writing=True):
            _add(run, form, row)
            run.leave_mark(mark, served)
            # INVARIANT: the intent is on disk before the row can be kept.
            with journal.recording((INTENDED, told)):
                pass
    except StoreLost as error:
        if not _was_kept(company, store, mark, error):
            raise
    with journal.recording((KEPT, told)):
        pass
    return mark


def _begun(company: Company, form: Form, at: datetime) -> dict[str, str]:
    """Return the moment at which the occasion of a row begins, by the column that tells it."""
    own = (occasion for occasion in company.holdings.occasions if occasion.table == form.table)
    moments = {occasion.began.column: occasion.began for occasion in own}
    return {name: moment_text(moments[name], at, company.zone) for name in form.begins}


def _add(run: Run, form: Form, row: Mapping[str, str]) -> tuple[str, ...]:
    """Add a row, and return its key."""
    added = run.images().add(form.table, row)
    if isinstance(added, Left):
        message = f"`{form.table}` does not take what came by its form: {added.value}"
        raise CannotRun(message)
    return added


def _told(company: Company, form: Form, at: datetime, mark: str) -> dict[str, Any]:
    return {
        "form": form.purpose,
        "table": form.table,
        "source": "person",
        "statement": company.policy.effective.isoformat(),
        "on": at.astimezone(ZoneInfo(company.zone)).date().isoformat(),
        "mark": mark,
    }


def _was_kept(company: Company, store: str, mark: str, error: StoreLost) -> bool:
    """Ask a store, to which the connection was lost, whether it kept a row after all."""
    try:
        with company.stores[store].run(
            company.schemas[store], company.holdings, company.zone
        ) as run:
            kept = run.kept(mark)
    except CannotRun as unknown:
        raise InDoubt(str(unknown), store, error.reason) from error
    if kept is None:
        raise InDoubt(str(error), store, error.reason) from error
    return kept

"""Take in what somebody sent by a form: it becomes a row of the organisation's own table.

1. The row is added, with the moment at which its occasion begins, and that of each consent.
2. In the same transaction the intent is recorded in the ledger, and its mark left in the store.
3. Once the store has kept it, the ledger says so, and the register of consents what was agreed to.
   Whatever goes wrong there, the row is kept, and whoever sent it hears so.

The ledger tells which purpose and table, that the person gave it, and under which version of the
statement. It holds no value of the form, and nothing about whom the row is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.consent import Event, Said
from gestand.core.forms.documents import Upload, shown_name
from gestand.core.forms.model import AskedConsent, Form
from gestand.core.forms.typed import Judged, row_of
from gestand.core.names import store_of
from gestand.errors import CannotRun, GestandError, InDoubt, StoreLost
from gestand.stores.base import Left, Run
from gestand.work.company import Company
from gestand.work.consents.columns import moment_text
from gestand.work.consents.record import record
from gestand.work.forms.stored import stored
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring

INTENDED, KEPT = "form intended", "form kept"


class NotTaken(CannotRun):
    """The database does not take a row as it was filled in, and will not take it later either."""


@dataclass(frozen=True)
class Sent:
    """What somebody sent by a form, after it was judged, when, and in which language it was.

    `ordered` is what the row of an order holds of its payment, by column.
    """

    form: Form
    judged: Judged
    at: datetime
    language: str
    uploads: tuple[Upload, ...] = ()
    ordered: Mapping[str, str] = field(default_factory=dict)

    def agreed(self) -> Iterator[AskedConsent]:
        """Yield each consent that was given."""
        return (one for one in self.form.consents if one.purpose in self.judged.agreed)


@dataclass(frozen=True)
class Taken:
    """The mark that a store has of a form that was kept.

    `trouble` says what the ledger or the register of consents does not tell of it, and why.
    """

    mark: str
    trouble: str = ""


def take(company: Company, keyring: Keyring, sent: Sent, served: str = "") -> Taken:
    """Keep what was sent. `served` is the mark of the form before it, which is needed no more.

    Raises CannotRun where nothing was kept, NotTaken where it never will be, and InDoubt where
    nobody can tell. What goes wrong once it is kept is returned, so that nobody sends it again.
    """
    journal = keyring.journal
    journal.refuse_doubts()
    form, mark = sent.form, token_hex(16)
    store = store_of(form.table)
    row = row_of(form, sent.judged.answers, {**_moments(company, sent), **sent.ordered})
    key: tuple[str, ...] = ()
    told = _told(company, form, sent.at, mark)
    with _stored(company, sent) as names:
        try:
            with _writing(company, store) as run:
                key = _add(run, form.table, row)
                _add_documents(run, sent, key, names)
                run.leave_mark(mark, served)
                # INVARIANT: the intent is on disk before the row can be kept.
                _note(journal, INTENDED, told)
        except StoreLost as error:
            if not _was_kept(company, store, mark, error):
                raise
    added = key, row
    troubles = (
        _trouble("the ledger does not say that", lambda: _note(journal, KEPT, told)),
        _trouble("not every consent is in the register",
                 lambda: _register(company, keyring, sent, added)),
    )  # fmt: skip
    return Taken(mark, "; ".join(filter(None, troubles)))


def _trouble(what: str, do: Callable[[], None]) -> str:
    """Do what follows once a row is kept; return what is not there where it fails, and why."""
    try:
        do()
    except (GestandError, OSError) as error:
        return f"{what}: {error}"
    return ""


@contextmanager
def _writing(company: Company, store: str) -> Iterator[Run]:
    """Open a store with a transaction to write in."""
    opened = company.stores[store].run(company.schemas[store], company.holdings, company.zone)
    with opened as run, run.transaction(writing=True):
        yield run


def _note(journal: Journal, kind: str, told: Mapping[str, Any]) -> None:
    with journal.recording((kind, told)):
        pass


def _moments(company: Company, sent: Sent) -> dict[str, str]:
    """Return what tells of this moment, by column: the occasion begins, a consent is given."""
    form = sent.form
    own = [occasion for occasion in company.holdings.occasions if occasion.table == form.table]
    found = {one.began.column: one.began for one in own if one.began.column in form.begins}
    texts: dict[str, str] = {}
    for asked in sent.agreed():
        consents = (one.consents[asked.purpose] for one in own if asked.purpose in one.consents)
        found |= {consent.given.column: consent.given for consent in consents}
        if asked.text:
            texts[asked.text] = _said(company, sent, asked.purpose, ("", ""), "").shown
    days = {name: moment_text(one, sent.at, company.zone) for name, one in found.items()}
    return days | texts


def _said(
    company: Company, sent: Sent, purpose: str, who: tuple[str, str], row: str
) -> Said:
    words = company.policy.effective
    at = sent.at.replace(microsecond=0)
    return Said(
        Event.GIVEN, purpose, who, at, row=row, words=words, language=sent.language, how="form"
    )


def _register(
    company: Company, keyring: Keyring, sent: Sent, added: tuple[tuple[str, ...], Mapping[str, str]]
) -> None:
    """Add what was agreed to to the register; CannotRun where it could not be.

    The row says it by then, and `gestand consents --agree` copies from there what is missing.
    """
    key, row = added
    who = _who(company, sent.form, key, row)
    if who is None or not key or not sent.judged.agreed:
        return
    said = [_said(company, sent, one, who, ",".join(key)) for one in sent.judged.agreed]
    done = record(company, keyring, said, sent.form.table)
    if done.findings:
        raise CannotRun("; ".join(map(str, done.findings)))


def _who(
    company: Company, form: Form, key: tuple[str, ...], row: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return whose row it is, as the row itself says; None where it names nobody."""
    own = (kind for kind, table in company.holdings.subjects.items() if table == form.table)
    for kind in own:
        return (kind, key[0]) if len(key) == 1 else None
    for way in company.holdings.tables[form.table].ways:
        if way.by_identifier and not way.edges and row.get(way.column):
            return way.kind, row[way.column]
    return None


def _add(run: Run, table: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """Add a row, and return its key."""
    added = run.images().add(table, row)
    if isinstance(added, Left):
        message = f"`{table}` does not take what came by a form: {added.value}"
        raise NotTaken(message)
    return added


def _stored(company: Company, sent: Sent) -> AbstractContextManager[list[str]]:
    """Write the documents; without any nothing is written."""
    documents = sent.form.documents
    return stored(company.root, documents, sent.uploads) if documents else nullcontext([])


def _add_documents(run: Run, sent: Sent, key: tuple[str, ...], names: Sequence[str]) -> None:
    """Add a row for each document, which points at the row of the form."""
    documents = sent.form.documents
    for name, one in zip(names, sent.uploads, strict=documents is not None):
        if documents is not None:
            titles = {column: shown_name(one.name, most) for column, most in documents.titles}
            _add(run, documents.table, {documents.points: key[0], documents.stored: name, **titles})


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

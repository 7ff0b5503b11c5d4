"""Record what people say about a purpose: all of what was sent, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from secrets import token_hex
from zoneinfo import ZoneInfo

from gestand.core.consent import Asking, Event, Said, read_consents
from gestand.core.facts import Person, folded_text
from gestand.core.findings import Finding, Span
from gestand.errors import CannotRun
from gestand.records.consents import Row
from gestand.records.kept import Taken
from gestand.settings import now
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.consents.columns import (
    Became,
    Found,
    NotFound,
    finds_every_row,
    may_be_row,
    open_stores,
    rows_for,
    write_consent,
)
from gestand.work.consents.sealed import CONSENTS, sealed_by
from gestand.work.keyring import Keyring
from gestand.work.keys import is_of_kind, typed_key
from gestand.work.way_back import until
from gestand.work.words import key_of

Opens = Callable[[], AbstractContextManager[Keyring]]
"""Opens own records for as long as something is written there, and no store is asked meanwhile."""

_SEALED = "gestand consent 1: {}"


@dataclass(frozen=True)
class Recorded:
    """What became of what was sent: how many are new, and how many were on record already.

    With `findings` nothing was recorded. `receipts` are in the order of what was sent; `nowhere`
    is how many of the new ones end what no row carries: perhaps somebody else was meant. `late` is
    how many give again what an earlier consent holds, and hold nothing themselves.
    """

    receipts: tuple[str, ...] = ()
    new: int = 0
    known: int = 0
    findings: tuple[Finding, ...] = ()
    nowhere: int = 0
    late: int = 0


@dataclass(frozen=True)
class _Kept:
    """What is to be recorded of something that was said, and the rows that it is about."""

    said: Said
    person: Person
    rows: tuple[Found, ...]

    @property
    def for_all(self) -> bool:
        """Tell whether somebody ended it for all of their rows: a fact about the person."""
        return self.said.event is not Event.GIVEN and not self.said.row


def asking(company: Company) -> Asking:
    """Return what a consent may name now."""
    return Asking(company.versions, frozenset(company.holdings.subjects), now())


def record_lines(
    company: Company, keyring: Keyring, lines: Sequence[str], file: str, first: int = 1
) -> Recorded:
    """Record what lines of JSON say; where one of them cannot be right, nothing of them.

    A receipt that is on record with the same content counts as recorded: whoever got no answer
    sends it again. Raises CannotRun where a store or own records cannot be read or written.
    """
    return record_lines_in(company, lambda: nullcontext(keyring), lines, file, first)


def record_lines_in(
    company: Company, opens: Opens, lines: Sequence[str], file: str, first: int = 1
) -> Recorded:
    """Record lines as `record_lines` does, with own records open only where it writes there.

    A store that is slow then keeps nobody else from recording.
    """
    said, findings = read_consents(lines, file, asking(company), first)
    if findings:
        return Recorded(findings=tuple(findings))
    return _record(company, opens, said, file)


def record(company: Company, keyring: Keyring, said: Sequence[Said], file: str) -> Recorded:
    """Record what was read, as `record_lines` does."""
    return _record(company, lambda: nullcontext(keyring), said, file)


def _record(company: Company, opens: Opens, said: Sequence[Said], file: str) -> Recorded:
    named = [one if one.receipt else replace(one, receipt=token_hex(16)) for one in said]
    receipts = tuple(one.receipt for one in named)
    state = company.state
    with state.consents() as register:
        before = register.with_receipts(receipts)
    twice = [one for one in named if one.receipt in before]
    other = [one for one in twice if not _same(company, one, before[one.receipt])]
    if other:
        hint = "each consent has a receipt of its own"
        what = "this receipt is on record, and says something else"
        spans = (Span(file, max(one.line, 1)) for one in other)
        return Recorded(findings=tuple(Finding(s, "G613", what, "", hint) for s in spans))
    fresh = [one for one in named if one.receipt not in before]
    if any(one.came_from for one in fresh):
        with opens() as keyring:
            keyring.ready()  # where something came from is kept encrypted, or not at all
    begun = [one for one in twice if _may_lack_columns(before[one.receipt])]
    with open_stores(company) as runs:
        kept, findings = _found(company, runs, fresh, file)
        # Who is gone meanwhile has no column left that could lack it.
        again, _ = _found(company, runs, begun, file)
    if findings:
        return Recorded(findings=tuple(findings))
    late = _keep(company, opens, sorted(kept, key=lambda one: one.said.at))
    if again:
        _tell_columns(company, opens, again, _write(company, again)[0])
    nowhere = sum(
        not one.rows and finds_every_row(company, one.said.purpose, one.person.kind)
        for one in kept
    )
    return Recorded(receipts, len(fresh), len(twice), nowhere=nowhere, late=late)


def person_of(company: Company, said: Said) -> Person | None:
    """Return who said something, by the key that their table or an identifier has."""
    kind, text = said.who
    if company.holdings.subjects[kind] is None:
        return Person(kind, folded_text(text))
    key = typed_key(company, kind, text)
    return None if key is None else Person(kind, key)


def _found(
    company: Company, runs: Mapping[str, Run], said: Sequence[Said], file: str
) -> tuple[list[_Kept], list[Finding]]:
    kept: list[_Kept] = []
    findings: list[Finding] = []
    for one in said:
        person = person_of(company, one)
        try:
            if person is None or not _is_there(company, runs, person):
                message = "nobody of this kind has this key"
                raise NotFound(message)
            kept.append(_Kept(one, person, tuple(rows_for(company, runs, one, person))))
        except NotFound as error:
            span = Span(file, max(one.line, 1))
            hint = "look at `who` and `row`: a consent counts for one row"
            findings.append(Finding(span, "G615", str(error), "", hint))
    return kept, findings


def _is_there(company: Company, runs: Mapping[str, Run], person: Person) -> bool:
    table = company.holdings.subjects[person.kind]
    if table is None:
        return True  # a row that carries their identifier is looked for next
    held = company.holdings.tables[table]
    run = runs[held.store]
    is_there = run.value(table, held.key[0], (person.key,)) == person.key
    return bool(is_there and is_of_kind(company, run, person.kind, table, person.key))


def _keep(company: Company, opens: Opens, kept: Sequence[_Kept]) -> int:
    """Keep what was found: what ends for a person counts from its record on, all else by its row.

    Return how many give again what an earlier consent holds: no column says so of these.
    After a crash in between whoever got no answer sends it again; until then nothing is on record
    as a consent that no row has, and nothing has ended for a row that its person still wants.
    """
    ended = [one for one in kept if one.for_all]
    others = [one for one in kept if not one.for_all]
    if ended:
        _append(company, opens, ended, frozenset())
    said, late = _write(company, kept)
    if any(one.said.receipt not in said for one in others):
        message = "a row that carries a consent has changed meanwhile: look, and send again"
        raise CannotRun(message)
    if others:
        _append(company, opens, others, frozenset(said - late))
    _tell_columns(company, opens, ended, said)
    return len(late)


def _may_lack_columns(row: Row) -> bool:
    """Tell whether a stop can have come between the record of an end and its columns."""
    return row.event != Event.GIVEN.value and not (row.occasion or row.in_column)


def _tell_columns(
    company: Company, opens: Opens, ended: Sequence[_Kept], said: set[str]
) -> None:
    """Remember of what ended for a person that columns say so, of `said`; plans read them then."""
    written = [
        one.said.receipt
        for one in ended
        if one.said.receipt in said and finds_every_row(company, one.said.purpose, one.person.kind)
    ]
    if written:
        with (
            opens() as keyring, keyring.journal.recording(),
            company.state.consents() as register,
        ):
            register.say_in_column(written)


def _write(company: Company, kept: Sequence[_Kept]) -> tuple[set[str], set[str]]:
    """Write into the columns; return the receipts of what was said, and of these what is late."""
    by_store: dict[str, list[tuple[_Kept, Found]]] = {}
    for one in kept:
        for found in one.rows:
            by_store.setdefault(found.place.table.store, []).append((one, found))
    failed, late = {one.said.receipt for one in kept if not one.rows}, set[str]()
    for store, rows in by_store.items():
        known = _known(company, rows)
        standing = [
            (one, found, before)
            for one, found in rows
            for before in (known.get((occasion_of(company, found), one.said.purpose), []),)
            if all(row.at <= one.said.at.isoformat() for row in before)
        ]
        with open_stores(company, writing=store, only=store) as runs:
            became = [
                (one.said.receipt, write_consent(company, runs[store], found, one.said, before))
                for one, found, before in standing
            ]
        failed |= {receipt for receipt, told in became if told is Became.NOT_WRITTEN}
        late |= {receipt for receipt, told in became if told is Became.GOES_ON}
    return {one.said.receipt for one in kept} - failed, late


def _known(
    company: Company, rows: Sequence[tuple[_Kept, Found]]
) -> dict[tuple[str, str], list[Row]]:
    """Return what is on record, by occasion and purpose."""
    digests = {occasion_of(company, found): one.person for one, found in rows}
    people = {o: company.state.digest(p.kind, p.key) for o, p in digests.items()}
    known: dict[tuple[str, str], list[Row]] = {}
    with company.state.consents() as register:
        said = [(row.occasion, row) for row in register.of_occasions([*digests])]
        for_all = [row for row in register.of_people([*people.values()]) if not row.occasion]
    said += [(o, row) for row in for_all for o, digest in people.items() if digest == row.person]
    for occasion, row in said:
        known.setdefault((occasion, row.purpose), []).append(row)
    return known


def occasion_of(company: Company, found: Found) -> str:
    """Return the digest by which the register knows the row of an occasion."""
    return company.state.digest(found.place.table.id, *found.key)


def _append(
    company: Company, opens: Opens, kept: Sequence[_Kept], in_columns: frozenset[str]
) -> None:
    """Add to the register, in one transaction with the entry of the ledger that seals it.

    `in_columns` are the receipts of what a column says as well.
    """
    with (
        opens() as keyring, keyring.journal.recording() as news,
        company.state.consents() as register,
    ):
        number = register.newest()
        rows = list(_rows(company, keyring, kept, number, in_columns))
        try:
            register.add(rows)
        except Taken as error:
            message = "another program has recorded the same consents: look, and send again"
            raise CannotRun(message) from error
        news.append((CONSENTS, sealed_by(rows)))


def _rows(
    company: Company,
    keyring: Keyring,
    kept: Sequence[_Kept],
    number: int,
    in_columns: frozenset[str],
) -> Iterator[Row]:
    for one in kept:
        occasion = "" if one.for_all else occasion_of(company, one.rows[0])
        number += 1
        yield row_of(
            company,
            (number, occasion, int(one.said.receipt in in_columns)),
            one.said,
            one.person,
            _sealed(company, keyring, one),
        )


def row_of(
    company: Company, place: tuple[int, str, int], said: Said, person: Person, sealed: str
) -> Row:
    """Return something that was said as the register keeps it."""
    number, occasion, in_column = place
    return Row(
        number=number,
        receipt=said.receipt,
        kind=person.kind,
        person=company.state.digest(person.kind, person.key),
        purpose=said.purpose,
        occasion=occasion,
        event=said.event.value,
        at=said.at.isoformat(),
        day=said.at.astimezone(ZoneInfo(company.zone)).date().isoformat(),
        words=said.shown,
        how=said.how,
        sealed=sealed,
        in_column=in_column,
    )


def _sealed(company: Company, keyring: Keyring, one: _Kept) -> str:
    """Return where it came from, encrypted with a key of the person: with it, it is forgotten."""
    if not one.said.came_from:
        return ""
    name, key = keyring.own(key_of(company.state, one.person), until(now(), keyring.keep))
    text = keyring.cipher.seal(key, one.said.came_from.encode(), _SEALED.format(one.said.receipt))
    return json.dumps({name: text.hex()})


def _same(company: Company, said: Said, row: Row) -> bool:
    person = person_of(company, said)
    if person is None:
        return False
    told = row_of(company, (row.number, row.occasion, row.in_column), said, person, row.sealed)
    if said.row:
        rows = may_be_row(company, said.purpose, said.row)
        about_it = row.occasion in {occasion_of(company, found) for found in rows}
    else:
        about_it = said.event is Event.GIVEN or not row.occasion
    return bool(told == row) and about_it

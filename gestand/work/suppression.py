"""The suppression list: who said no to direct marketing, also when nothing else of them is left.

An address stands there as a keyed digest of its one form. It survives an erasure, since an address
that comes back with another list must still not be used (GDPR article 21(3)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gestand.core.facts import Objected, Person
from gestand.core.names import store_of
from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.records.suppressed import Entry
from gestand.settings import today
from gestand.work.company import Company
from gestand.work.consents.columns import open_stores
from gestand.work.journal import Journal
from gestand.work.noted import Noted, told_by_columns
from gestand.work.people import reading
from gestand.work.state import State
from gestand.work.suppressed import KEY, address_columns, digest_of, form_of, on_list

ADDED, REMOVED = "suppressed", "suppression ended"
OBJECTION = "objection"
_AT_ONCE = 500


@dataclass(frozen=True)
class Counted:
    """How many addresses were new, were there already, or were none."""

    new: int = 0
    known: int = 0
    odd: tuple[int, ...] = ()
    """The numbers of the lines that hold no address."""


def sender_key(state: State) -> str:
    """Return the key with which a sender makes the same digests of its own addresses."""
    return state.secret(KEY).hex()


def suppress(
    company: Company, journal: Journal, addresses: Iterable[str], source: str
) -> Counted:
    """Put addresses on the list, with an entry of the ledger; empty lines are left out."""
    found, odd = _digests(company, addresses)
    day = today(company.zone).isoformat()
    entries = [Entry(digest, kind, day, source) for digest, kind in found.items()]
    new = _add(company.state, journal, entries)
    return Counted(new, len(entries) - new, odd)


def release(company: Company, journal: Journal, addresses: Iterable[str]) -> Counted:
    """Take addresses off the list: somebody has asked for it."""
    found, odd = _digests(company, addresses)
    news: list[News] = []
    with journal.recording() as told, company.state.kept_suppressed() as kept:
        gone = kept.remove([*found])
        if gone:
            news.append((REMOVED, {"addresses": gone}))
        told += news
    return Counted(gone, len(found) - gone, odd)


def unsuppressed(company: Company, lines: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that may be used, as they were written and in their order.

    What is no address is not used either.
    """
    for few in _batches(lines):
        listed = on_list(company, few)
        yield from (line for line in few if line in listed and not listed[line])


def every(company: Company) -> Iterator[Entry]:
    """Yield what is on the list: digests, and no address."""
    with company.state.kept_suppressed() as kept:
        yield from kept.every()


def look_up(company: Company, text: str) -> date | None:
    """Return since when an address is on the list, None where it is not.

    Raises CannotRun for what is no address.
    """
    if form_of(company, text) is None:
        message = "standard input gave no address that is known"
        raise CannotRun(message)
    return since(company, [text])


def since(company: Company, addresses: Sequence[str]) -> date | None:
    """Return since when one of the addresses is on the list; None where none is."""
    found, _ = _digests(company, addresses)
    with company.state.kept_suppressed() as kept:
        listed = kept.among([*found])
    return min((date.fromisoformat(one.since) for one in listed.values()), default=None)


def is_marketed(company: Company) -> bool:
    """Tell whether some purpose is direct marketing: only to that the list is of use."""
    return any(purpose.marketing for purpose in company.policy.purposes.values())


def keep_objections(
    company: Company, journal: Journal, people: Sequence[Person] = ()
) -> int:
    """Put everybody on the list who objects to direct marketing, or only these people.

    To be called before rows go: with them the address and the objection would be forgotten. Returns
    how many addresses are new. Raises CannotRun where a store or own records cannot be used.
    """
    if not is_marketed(company):
        return 0
    day = today(company.zone)
    noted = Noted.of(company, day)
    found = _digests(company, _by_address(company, noted, people))[0]
    for table, keys in _objecting(company, noted, people).items():
        found |= _digests(company, _addresses(company, table, [*keys]))[0]
    entries = [Entry(digest, kind, day.isoformat(), OBJECTION) for digest, kind in found.items()]
    return _add(company.state, journal, entries)


def suppress_people(company: Company, journal: Journal, people: Sequence[Person]) -> int:
    """Put the addresses of some people on the list; return how many are new."""
    found: dict[str, str] = {}
    for person in people:
        table = company.holdings.subjects[person.kind]
        told = [str(person.key)] if table is None else _addresses(company, table, [person.key])
        found |= _digests(company, told)[0]
    day = today(company.zone).isoformat()
    entries = [Entry(digest, kind, day, OBJECTION) for digest, kind in found.items()]
    return _add(company.state, journal, entries)


def _to_marketing(company: Company, noted: Noted) -> dict[str, set[Person]]:
    """Return, by kind, who objects to direct marketing by what was recorded."""
    marketing = {p.id for p in company.policy.purposes.values() if p.marketing}
    found: dict[str, set[Person]] = {}
    for person, purpose in noted.standing.objections:
        if purpose in marketing and person.kind in company.holdings.subjects:
            found.setdefault(person.kind, set()).add(person)
    return found


def _by_address(company: Company, noted: Noted, people: Sequence[Person]) -> Iterator[str]:
    """Yield the addresses of people who object and have no row of their own."""
    for kind, objecting in _to_marketing(company, noted).items():
        if company.holdings.subjects[kind] is not None:
            continue
        with open_stores(company) as runs:
            known = noted.known(runs, kind)
        asked = {person.key for person in people if person.kind == kind}
        every = (str(key) for person in objecting for key in known.get(person, ()))
        yield from (key for key in every if not people or key in asked)


def _objecting(
    company: Company, noted: Noted, people: Sequence[Person]
) -> dict[str, dict[str | int, None]]:
    """Return, by their own table, the keys of people who object to direct marketing."""
    marketing = {p.id for p in company.policy.purposes.values() if p.marketing}
    found: dict[str, dict[str | int, None]] = {}
    for kind, objecting in _to_marketing(company, noted).items():
        table = company.holdings.subjects[kind]
        if table is not None:
            with reading(company, table) as run:
                known = noted.known({store_of(table): run}, kind)
            keys = (key for person in objecting for key in known.get(person, ()))
            found.setdefault(table, {}).update(dict.fromkeys(keys))
    for columns in (one for one in company.holdings.facts if one.purpose in marketing):
        with reading(company, columns.table) as run:
            told = told_by_columns(run, columns, noted.as_of)
            keys = (fact.person.key for fact in told if isinstance(fact, Objected))
            found.setdefault(columns.table, {}).update(dict.fromkeys(keys))
    return _only(company, found, people) if people else found


def _addresses(company: Company, table: str, keys: Sequence[str | int]) -> Iterator[str]:
    """Yield the addresses that stand in rows of a table."""
    columns = address_columns(company, table)
    if columns and keys:
        with reading(company, table) as run:
            for _, values in run.rows_at(table, columns, keys):
                yield from (str(value) for value in values if value is not None)


_Keys = dict[str, dict[str | int, None]]


def _only(company: Company, found: _Keys, people: Sequence[Person]) -> _Keys:
    asked = {(company.holdings.subjects.get(p.kind), p.key) for p in people}
    return {t: {k: None for k in keys if (t, k) in asked} for t, keys in found.items()}


def _add(state: State, journal: Journal, entries: Sequence[Entry]) -> int:
    if not entries:
        return 0
    with journal.recording() as news, state.kept_suppressed() as kept:
        new = kept.add(entries)
        if new:
            news.append((ADDED, {"addresses": new, "source": entries[0].source}))
    return new


def _digests(company: Company, addresses: Iterable[str]) -> tuple[dict[str, str], tuple[int, ...]]:
    found: dict[str, str] = {}
    odd: list[int] = []
    for number, line in enumerate(addresses, start=1):
        form = form_of(company, line)
        if form is not None:
            found[digest_of(company.state, *form)] = form[0]
        elif line.strip():
            odd.append(number)
    return found, tuple(odd)


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    few: list[str] = []
    for line in lines:
        if line.strip():
            few.append(line.strip())
        if len(few) == _AT_ONCE:
            yield few
            few = []
    if few:
        yield few

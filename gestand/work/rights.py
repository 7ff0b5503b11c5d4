"""The requests of people: taken in, carried on step by step, each with its entry in the ledger.

Own records hold who asks as a keyed digest. What people write with a step is encrypted, under a
key of the person or of the request; without a master key it is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

from gestand.core.acting import folded_name
from gestand.core.facts import Person
from gestand.core.ledger import canonical
from gestand.core.request import BY_CODE, IN_OUR_WORDS, IN_PART, REMOVES, Event, Outcome, What
from gestand.core.request_row import begun
from gestand.core.rights import Refusal, step
from gestand.core.rights_rules import Right, Rules, Terms, parse_rules
from gestand.errors import CannotRun, GestandError
from gestand.records.base import CannotBeOpened, News
from gestand.records.kept import Taken
from gestand.records.requests import Happened, Row
from gestand.settings import decider, now
from gestand.work.dated import dated
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.portal.lets_in import asked_beside
from gestand.work.rights_kept import Kept, folded, row_of
from gestand.work.state import State
from gestand.work.way_back import until
from gestand.work.words import PERSON, key_of_decider

RECEIVED = "received"
KIND = "request {}"
_DECIDER = "decider of a request"
"""The kind of an entry of the ledger about a request."""

CHANNELS = ("mail", "letter", "telephone", "form", "in person", "message")

_ABOUT = "gestand request 1: {} of request {} version {}"
_ASKS_WHO = frozenset({What.ASK_IDENTITY, What.SETTLE_IDENTITY})
_LIMITS = frozenset({What.DECIDE, What.NOT_IDENTIFIED, What.ASK_FEE})


class NotPossible(GestandError):
    """Something cannot happen to a request: the law or its state speaks against it."""


class ChangedMeanwhile(CannotRun):
    """Another program was faster: look again."""


@dataclass(frozen=True)
class New:
    """What came in: all rights of one message; `person` where it is known who asks.

    `purposes` are by the right those that it is about, of an objection or a withdrawal, and
    `categories` those of which erasure is asked; none: of everything.
    """

    received: date
    channel: str
    rights: Sequence[Right]
    person: Person | None = None
    purposes: Mapping[Right, Sequence[str]] = field(default_factory=dict)
    categories: Sequence[str] = ()

    def about(self, right: Right) -> Mapping[str, list[str]]:
        """Return what it is about, of one of its rights, as an event says it."""
        named = {
            "purposes": sorted(self.purposes.get(right, ())),
            "categories": sorted(self.categories) if right in IN_PART else [],
        }
        return {what: names for what, names in named.items() if names}


@dataclass(frozen=True)
class Step:
    """What happens to a request on the day `today`, and what was said with it.

    `person` is who it is that asks, where that is settled now. `apart` tells whether they are
    under a hold or restricted; None where nobody looked.
    """

    what: What
    said: Mapping[str, str]
    today: date
    terms: Terms
    person: Person | None = None
    apart: bool | None = None


def the_rules() -> Rules:
    """Return the grounds and routes, from dated data."""
    return parse_rules(dated("rights.json"))


def take_in(keyring: Keyring, new: New, today: date) -> list[Kept]:
    """Keep a request for each right of a message, and return them.

    Raises CannotRun as `add_new` does.
    """
    with keyring.journal.recording() as news:
        return list(_added(keyring, new, today, news))


def add_new(keyring: Keyring, new: New, today: date, news: list[News]) -> list[int]:
    """Keep a request for each right of a message within an open transaction; return their numbers.

    Raises CannotRun without a right, for a day of receipt to come, or where another program took
    the number meanwhile.
    """
    return [kept.row.number for kept in _added(keyring, new, today, news)]


def _added(keyring: Keyring, new: New, today: date, news: list[News]) -> list[Kept]:
    journal = keyring.journal
    if not new.rights:
        message = "what is asked? `--right NAME`, once for each"
        raise CannotRun(message)
    if new.received > today:
        message = f"{new.received} is still to come: on which day did the request arrive?"
        raise CannotRun(message)
    with journal.state.requests() as records:
        first = records.newest() + 1
    rights = list(dict.fromkeys(new.rights))
    kind, person = _who(journal.state, new.person)
    rows = [
        _row(Row(first + place, first, right.value, new.channel, kind, person,
                 new.received.isoformat(), RECEIVED, 1), new)
        for place, right in enumerate(rights)
    ]
    by = digest_of_decider(journal.state)
    told = [_happened(row, today, (RECEIVED, by), new.about(Right(row.asked))) for row in rows]
    with _looking_again(first), journal.state.requests() as records:
        for row, happened in zip(rows, told, strict=True):
            records.add(row, happened)
    news += map(_news, told)
    return list(folded(rows, told).values())


def _row(row: Row, new: New) -> Row:
    told = json.dumps(new.about(Right(row.asked)))
    return row_of(row, begun(row.number, row.asked, row.received, told))


def carry_on(keyring: Keyring, seen: Kept, what: Step) -> Kept:
    """Let something happen to a request as it was `seen`, and return what became of it.

    Raises NotPossible where it cannot happen, and CannotRun where another program went on with
    the request meanwhile: look again then.
    """
    change = judged(keyring, seen, what)
    with keyring.journal.recording() as news:
        return change.record(news)


def judged(keyring: Keyring, seen: Kept, what: Step) -> Change:
    """Return what will be recorded; NotPossible where it cannot happen. Nothing is written."""
    state, today = keyring.journal.state, what.today
    said = {key: text.strip() for key, text in what.said.items() if text.strip()}
    if seen.events and today.isoformat() < seen.events[-1].day:
        message = "the clock of this machine is behind what is on record: set it right"
        raise CannotRun(message)
    event = Event(what.what, digest_of_decider(state, seen.events), said)
    result = step(seen.request, event, today, what.terms)
    if isinstance(result, Refusal):
        raise NotPossible(result.why)
    _refuse_apart(seen, what)
    _refuse_without_key(keyring, event)
    kind, person = _settled(state, seen, what.person)
    if what.what in _ASKS_WHO and said.get("method") == BY_CODE:
        refuse_mailbox(keyring, seen, person)
    row = row_of(seen.row, result)._replace(kind=kind, person=person)
    return Change(keyring, seen, Kept(row, result, seen.events), event, today)


@dataclass(frozen=True)
class Change:
    """A step that may happen: the request as it was seen, and as it will be."""

    keyring: Keyring
    seen: Kept
    after: Kept
    event: Event
    today: date

    def record(self, news: list[News]) -> Kept:
        """Write it within an open transaction, and return what became of the request.

        Raises CannotRun where another program was faster.
        """
        known, new = self.seen.row, self.after.row
        codes = {key: text for key, text in self.event.said.items() if key in IN_OUR_WORDS}
        if new.person != known.person:
            codes["person"] = new.person
        by = (self.event.what.value, self.event.by)
        sealed = _sealed(self.keyring, new, self.event)
        told = _happened(new, self.today, by, codes, sealed)
        with _looking_again(new.number), self.keyring.journal.state.requests() as records:
            records.change(known, new, told)
        news.append(_news(told))
        return replace(self.after, events=(*self.seen.events, told))


def _refuse_apart(seen: Kept, what: Step) -> None:
    """Refuse to change or remove what is set apart; also where nobody looked."""
    if what.what is not What.CARRY_OUT or seen.request.right not in REMOVES:
        return
    if what.apart or (seen.row.person and what.apart is None):
        message = (
            f"request {seen.row.number}: this person is under a hold or restricted, so nothing of "
            "that is changed or removed: decide `kept`, or release that first"
        )
        if seen.request.right is Right.ERASURE:
            message += "; where an order that is secret is all that holds it: `--fulfil`"
        raise NotPossible(message)


def refuse_mailbox(keyring: Keyring, seen: Kept, digest: str) -> None:
    """Refuse that a code to the mailbox settles who asks, where that alone does not let them in.

    Else whoever has the mailbox would get by a request what the second code keeps from them.
    """
    if digest and asked_beside(keyring, digest):
        message = (
            f"request {seen.row.number}: they chose that their mailbox alone is not enough: settle "
            "who asks in another way, such as by calling back"
        )
        raise NotPossible(message)


def _settled(state: State, seen: Kept, person: Person | None) -> tuple[str, str]:
    """Return the kind and the digest of who asks, as far as that is known by now."""
    known = (seen.row.kind, seen.row.person)
    if person is None:
        return known
    if seen.row.person and known != _who(state, person):
        message = f"request {seen.row.number} was taken in as one of somebody else"
        raise NotPossible(message)
    return _who(state, person)


def words(keyring: Keyring, happened: Happened) -> Mapping[str, str | None]:
    """Return what people wrote with an event, and who did it; None for what nobody can read."""
    told: dict[str, str | None] = {}
    if not happened.sealed:
        return told
    for what, sealed in json.loads(happened.sealed).items():
        plain = _opened(keyring, happened, what, sealed)
        if what == "by":
            told["by"] = plain
        else:
            told |= json.loads(plain) if plain is not None else {"because": None}
    return told


def doubts_about_requests(journal: Journal) -> Iterator[str]:
    """Yield what speaks against the requests on record: the ledger tells of something else."""
    sealed: dict[tuple[int, int], str] = {}
    for event in (RECEIVED, *(what.value for what in What)):
        for entry in journal.ledger.of_kind(KIND.format(event)):
            told = json.loads(entry.told)
            sealed[told["request"], told["version"]] = told["digest"]
    with journal.state.requests() as records:
        found = {(one.request, one.version): _digest(one) for one in records.events()}
        if found != sealed:
            yield "the requests of people are not those of which the ledger tells"
            return
        for kept in folded(records.every(), records.events()).values():
            if row_of(kept.row, kept.request) != kept.row:
                yield f"the row of request {kept.row.number} is not as far as the ledger tells"


def _who(state: State, person: Person | None) -> tuple[str, str]:
    if person is None:
        return "", ""
    digest = person.key if person.hidden else state.digest(person.kind, person.key)
    return person.kind, str(digest)


def digest_of_decider(state: State, before: Sequence[Happened] = ()) -> str:
    """Return by what whoever acts is told apart.

    What an earlier version made of the same name counts on where it stands `before`; of a name that
    was written in another way then it kept too little to tell.
    """
    older = state.digest(_DECIDER, decider().strip().casefold())
    known = any(happened.who == older for happened in before)
    return older if known else state.digest(_DECIDER, folded_name(decider()))


def _refuse_without_key(keyring: Keyring, event: Event) -> None:
    """Refuse a limit of which the reason could not be kept: the organisation must account for it.

    Source: article 5(2) GDPR.
    """
    if keyring.master is not None or event.what not in _LIMITS:
        return
    if event.said.get("outcome") == Outcome.GRANTED.value:
        return
    message = (
        "why somebody gets less than they asked is kept encrypted, and the data map names no "
        "master key: add `key:` to `records:`, and run `gestand keys --make`"
    )
    raise CannotRun(message)


def _happened(
    row: Row, today: date, told: tuple[str, str], codes: Mapping[str, Any], sealed: str = ""
) -> Happened:
    """Return what happened on a day; `told` are the event and who did it."""
    at, (event, by) = now().isoformat(timespec="seconds"), told
    said = json.dumps(codes, sort_keys=True)
    return Happened(row.number, row.version, event, at, today.isoformat(), by, said, sealed)


def _news(happened: Happened) -> tuple[str, Any]:
    told = {
        "request": happened.request, "version": happened.version, "digest": _digest(happened)
    }
    return KIND.format(happened.event), told


def _digest(happened: Happened) -> str:
    return sha256(canonical(list(happened)).encode()).hexdigest()


def _sealed(keyring: Keyring, row: Row, event: Event) -> str:
    """Return the words of an event, encrypted; to be called within the open transaction."""
    if keyring.master is None:
        return ""
    free = {key: text for key, text in event.said.items() if key not in IN_OUR_WORDS}
    start = f"{PERSON} {row.person}" if row.person else f"request {row.number}"
    parts = {"by": (key_of_decider(keyring.journal.state, decider()), decider())}
    if free:
        parts["words"] = (start, json.dumps(free))
    last = until(now(), keyring.keep)
    told = {}
    for what, (begins, text) in parts.items():
        name, key = keyring.own(begins, last)
        about = _ABOUT.format(what, row.number, row.version)
        told[what] = {"key": name, "text": keyring.cipher.seal(key, text.encode(), about).hex()}
    return json.dumps(told, sort_keys=True)


def _opened(
    keyring: Keyring, happened: Happened, what: str, sealed: Mapping[str, str]
) -> str | None:
    if keyring.master is None or not keyring.has(sealed["key"]):
        return None
    about = _ABOUT.format(what, happened.request, happened.version)
    try:
        key = keyring.key(sealed["key"])
        return keyring.cipher.opened(key, bytes.fromhex(sealed["text"]), about).decode()
    except (CannotBeOpened, ValueError) as error:
        message = (
            f"{keyring.journal.ledger.place}: the words of a request are not what they were; "
            "restore these records from a backup"
        )
        raise CannotRun(message) from error


@contextmanager
def _looking_again(number: int) -> Iterator[None]:
    """Turn what another program was faster at into a plain error."""
    try:
        yield
    except Taken as error:
        message = f"request {number} was changed by another program just now: look again"
        raise ChangedMeanwhile(message) from error

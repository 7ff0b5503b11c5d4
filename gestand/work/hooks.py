"""Tell programs what happened: every entry of the ledger that they want, in order, at least once.

How far an address has come is one number in own records, compared and changed by one statement
after it took an event. So none is lost: what was not taken, and what nobody knows of, is told
again. The next one waits for it; a person may give one up.

What was disclosed on an order is left out while that is secret, and is not made up for later: the
log tells of it then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from gestand.core.datamap.webhooks import why_not
from gestand.core.hooks import Webhook, event_of, key_of, signed, wait_after
from gestand.core.ledger import Entry
from gestand.errors import CannotRun
from gestand.post.base import Fate, Told
from gestand.records.hooks import Row
from gestand.records.kept import Taken
from gestand.settings import filled_in, now
from gestand.work.disclosures import logged
from gestand.work.keyring import Keyring
from gestand.work.orders import orders
from gestand.work.state import State

Posting = Callable[[str, bytes, Mapping[str, str], bool], Told]
"""Posts a body to an address with headers; the last says whether it may be an inner one."""

Opening = Callable[[], AbstractContextManager[Keyring]]

KIND = "application/cloudevents+json"
MOST = 100
"""So many events of one address are told in one go."""

DISCLOSURE = "disclosure"
_WEST = timedelta(hours=12)
"""So much later than in UTC a day ends where it ends last."""

_SKIPPED = 500
"""After so many entries that an address does not want it is written down how far it has come."""


@dataclass(frozen=True)
class Stands:
    """How far an address has come; `waits` are the entries behind, wanted ones and others."""

    hook: Webhook
    row: Row
    waits: int

    @property
    def fails(self) -> bool:
        """Tell whether the next event could not be told at the last attempt."""
        return self.row.tries > 0


@dataclass(frozen=True)
class Door:
    """Where own records are read and written, and what posts."""

    state: State
    open: Opening
    post: Posting

    def write(self, known: Row, new: Row) -> bool:
        """Write how far an address has come; False where another program went on with it."""
        with self.open() as keyring, keyring.journal.state.together(), self.state.hooks() as rows:
            try:
                rows.change(known, new)
            except Taken:
                return False
        return True


def standing(state: State, hooks: Mapping[str, Webhook]) -> list[Stands]:
    """Return how far each address has come that was begun with."""
    with state.reading(), state.hooks() as rows:
        known, newest = rows.every(), state.newest_entry()
    return [
        Stands(hook, known[name], newest - known[name].after)
        for name, hook in hooks.items()
        if name in known
    ]


def begin(door: Door, hooks: Mapping[str, Webhook]) -> None:
    """Begin with addresses that are new: they are told what happens from now on."""
    with door.state.hooks() as rows:
        known = rows.every()
    new = [name for name in hooks if name not in known]
    if not new:
        return
    with door.open() as keyring:
        state = keyring.journal.state
        with state.together(), state.hooks() as rows:
            newest = state.newest_entry()
            for name in new:
                rows.begin(Row(name, newest))


def deliver(door: Door, hooks: Mapping[str, Webhook]) -> list[Stands]:
    """Tell each address what it wants to know and was not told, and return how far it has come."""
    begin(door, hooks)
    found = standing(door.state, hooks)
    due = [one for one in found if one.waits and one.row.next_at <= _moment(now())]
    for one in due:
        _deliver(door, one.hook, one.row)
    return standing(door.state, hooks)


def give_up(door: Door, hook: Webhook) -> None:
    """Give up the event that an address does not take; CannotRun where there is none."""
    one = _failing(door, hook)
    every = _wanted(door.state, hook, one.row.after)
    # Where events were taken out of the data map since, there may be none that it wants.
    wanted = (number for number, body, _ in every if body)
    _move(door, one.row, next(wanted, door.state.newest_entry()))


def begin_anew(door: Door, hook: Webhook) -> None:
    """Tell an address nothing of what happened until now."""
    (one,) = standing(door.state, {hook.name: hook})
    _move(door, one.row, door.state.newest_entry())


def _failing(door: Door, hook: Webhook) -> Stands:
    (one,) = standing(door.state, {hook.name: hook})
    if not one.fails:
        message = f"webhook `{hook.name}`: nothing failed that could be given up"
        raise CannotRun(message)
    return one


def _move(door: Door, row: Row, after: int) -> None:
    if not door.write(row, Row(row.name, after, row.sent)):
        message = f"webhook `{row.name}` was told something just now: look again"
        raise CannotRun(message)


def _deliver(door: Door, hook: Webhook, row: Row) -> None:
    seen = row.after
    for number, body, name in islice(_wanted(door.state, hook, row.after), MOST):
        if not body:
            seen = number
            continue
        at = now()
        after = _after(row, number, told := _told(door, hook, (body, name), at), at)
        if not door.write(row, after) or told.fate is not Fate.SENT:
            return
        row, seen = after, number
    if seen > row.after:
        # What failed before is wanted no more, where there was something.
        door.write(row, Row(row.name, seen, row.sent))


def _told(door: Door, hook: Webhook, event: tuple[bytes, str], at: datetime) -> Told:
    body, name = event
    try:
        url, key = address_of(hook)
    except CannotRun as error:
        return Told(Fate.NOT_SENT, str(error))  # the others are told all the same
    headers = {"Content-Type": KIND, **signed(key, name, int(at.timestamp()), body)}
    return door.post(url, body, headers, hook.private)


def _after(row: Row, number: int, told: Told, at: datetime) -> Row:
    """Return how far an address has come after an attempt."""
    if told.fate is Fate.SENT:
        return Row(row.name, number, row.sent + 1)
    tries = row.tries + 1
    again = _moment(at + wait_after(tries))
    failing = row.failing or _moment(at)
    return row._replace(tries=tries, failing=failing, next_at=again, said=told.why)


def address_of(hook: Webhook) -> tuple[str, bytes]:
    """Return where an address is, and by what events are signed; CannotRun where one is none."""
    url, key = filled_in(hook.url), key_of(filled_in(hook.secret))
    if why := why_not(url):
        message = f"webhook `{hook.name}`: {why}"
        raise CannotRun(message)
    if key is None:
        message = (
            f"webhook `{hook.name}`: its secret is `whsec_` and at least 24 bytes in base64: make "
            'one with `echo "whsec_$(openssl rand -base64 32)"`'
        )
        raise CannotRun(message)
    return url, key


def _wanted(state: State, hook: Webhook, after: int) -> Iterator[tuple[int, bytes, str]]:
    """Yield number, body and name of each event behind an entry.

    Between them the number alone, after each few entries that are not wanted.
    """
    source = state.digest("source of events")[:16]
    while True:
        with state.hooks() as rows:
            entries = rows.entries(after, _SKIPPED)
        secret = _secret(state) if DISCLOSURE in hook.events else frozenset()
        for entry in entries:
            if secret and _is_of(entry, secret):
                continue
            event = event_of(entry, source, hook.events)
            if event is not None:
                body = json.dumps(event, sort_keys=True).encode()
                yield entry.number, body, str(event["id"])
        if len(entries) < _SKIPPED:
            if entries:
                yield entries[-1].number, b"", ""
            return
        after = entries[-1].number
        yield after, b"", ""


def _secret(state: State) -> frozenset[int]:
    """Return the numbers of disclosures on an order that is secret still, given or refused.

    A day is over once it is over everywhere.
    """
    day = (now() - _WEST).date()
    secret = {number for number, order in orders(state).items() if order.is_secret(day)}
    return frozenset(one.number for one in logged(state) if one.told["order"] in secret)


def _is_of(entry: Entry, disclosures: frozenset[int]) -> bool:
    about, _, _ = entry.kind.partition(" ")
    return about == DISCLOSURE and json.loads(entry.told)[DISCLOSURE] in disclosures


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")

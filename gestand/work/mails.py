"""The messages that went out and came in, as far as they have come, each step with its entry.

A step compares the stage as it was seen and changes it, in one transaction with the entry of the
ledger that tells of it. What a message says does not stand here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from gestand.core.ledger import canonical
from gestand.core.mail import NEEDS_A_PERSON, Happens, Stage, Way, after
from gestand.errors import CannotRun, GestandError
from gestand.records.base import News
from gestand.records.kept import Taken
from gestand.records.mails import Row
from gestand.work.journal import Journal
from gestand.work.rights_kept import request_known
from gestand.work.state import State

KIND = "mail {}"
"""The kind of an entry of the ledger about a message."""

BEGUN, CAME_IN, FORGOTTEN = "begun", "came in", "forgotten"
_FIRST = (BEGUN, CAME_IN)


class NotPossible(GestandError):
    """Something cannot happen to a message as far as it has come."""


@dataclass(frozen=True)
class Mail:
    """A message with its row in own records."""

    row: Row

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return Stage(self.row.stage)

    @property
    def way(self) -> Way:
        """Whether it went out or came in."""
        return Way(self.row.way)

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """What is known of it in words of ours."""
        told: Mapping[str, Any] = json.loads(self.row.told)
        return told


def mails(state: State) -> list[Mail]:
    """Return every message, oldest first."""
    with state.mails() as records:
        return list(map(Mail, records.every()))


def waiting_for_a_person(state: State) -> list[Mail]:
    """Return the messages that somebody has to look at, oldest first."""
    return at_stages(state, NEEDS_A_PERSON)


def about_request(state: State, number: int) -> list[Mail]:
    """Return the messages about a request, and those that belong to them, oldest first.

    Raises CannotRun where there is no such request.
    """
    first = request_known(state, number).row.message
    with state.mails() as records:
        found = [*records.of_request(number), *records.of_request(first)]
        threads = sorted({row.thread for row in found})
        return [Mail(row) for row in sorted({*found, *records.of_threads(threads)})]


def at_stages(state: State, stages: Iterable[Stage]) -> list[Mail]:
    """Return the messages that have come as far as one of some stages, oldest first."""
    with state.mails() as records:
        return list(map(Mail, records.at_stages(sorted(stage.value for stage in stages))))


def mail_known(state: State, number: int) -> Mail:
    """Return one message; CannotRun where there is none."""
    with state.mails() as records:
        row = records.one(number)
    if row is None:
        message = f"there is no message {number}: `gestand mail` lists them"
        raise CannotRun(message)
    return Mail(row)


def ident_of(state: State, message_id: str) -> str:
    """Return by what the name of a message is known."""
    return state.digest("name of a message", message_id.strip().strip("<>").casefold())


def add(state: State, news: list[News], row: Row) -> None:
    """Keep a new message within an open transaction; CannotRun where it was kept meanwhile."""
    with looking_again(row.number), state.mails() as records:
        records.add(row)
    news.append(_entry(BEGUN if row.way == Way.OUT.value else CAME_IN, row))


def happened(
    state: State, news: list[News], seen: Mail, happens: Happens, **new: Any
) -> Mail:
    """Let something happen to a message within an open transaction, and return what it is now.

    `new` may be `told`, added to what is known; `sealed`; `request`. Raises NotPossible where it
    cannot happen, and CannotRun where another program went on with it meanwhile.
    """
    stage = after(seen.stage, happens)
    if stage is None:
        message = f"message {seen.row.number} is {seen.stage.value}: `{happens.value}` cannot be"
        raise NotPossible(message)
    told = json.dumps({**seen.told, **new.pop("told", {})}, sort_keys=True)
    row = seen.row._replace(stage=stage.value, version=seen.row.version + 1, told=told, **new)
    with looking_again(row.number), state.mails() as records:
        records.change(seen.row, row)
    news.append(_entry(happens.value, row))
    return Mail(row)


def let_happen(journal: Journal, seen: Mail, happens: Happens, **new: Any) -> Mail:
    """Let something happen to a message in a transaction of its own, as `happened` does."""
    with journal.recording() as news:
        return happened(journal.state, news, seen, happens, **new)


def doubts_about_mails(journal: Journal) -> Iterator[str]:
    """Yield what speaks against the messages on record: the ledger tells of something else."""
    newest: dict[int, tuple[int, str]] = {}
    for event in (*_FIRST, FORGOTTEN, *(one.value for one in Happens)):
        for entry in journal.ledger.of_kind(KIND.format(event)):
            told = json.loads(entry.told)
            said = (told["version"], told["digest"])
            newest[told["mail"]] = max(said, newest.get(told["mail"], said))
    rows = [mail.row for mail in mails(journal.state)]
    newest = {number: said for number, said in newest.items() if said[1]}  # without it: forgotten
    if {row.number: (row.version, _digest(row)) for row in rows} != newest:
        yield "the messages are not those of which the ledger tells"


@contextmanager
def looking_again(number: int) -> Iterator[None]:
    """Turn what another program was faster at into a plain error."""
    try:
        yield
    except Taken as error:
        message = f"message {number} was changed by another program just now: look again"
        raise CannotRun(message) from error


def _entry(event: str, row: Row) -> News:
    told = {"mail": row.number, "version": row.version, "digest": _digest(row)}
    return KIND.format(event), told


def _digest(row: Row) -> str:
    return sha256(canonical(list(row)).encode()).hexdigest()

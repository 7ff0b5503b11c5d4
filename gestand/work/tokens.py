"""The tokens of programs: made, found again and revoked, each with its entry in the ledger.

A token is shown once. Own records hold its keyed digest, so whoever reads them can use none, and
how long it takes to look for one tells nothing of it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from threading import Lock

from gestand.core.counting import counted
from gestand.core.findings import did_you_mean
from gestand.core.ledger import canonical
from gestand.core.programs import SCOPES, Program, unknown_scopes
from gestand.errors import CannotRun, GestandError
from gestand.records.kept import Taken
from gestand.records.tokens import Row
from gestand.settings import clock
from gestand.work.journal import Journal
from gestand.work.state import State

MADE, REVOKED = "token made", "token revoked"
BEGINS = "gestand_"
"""With what every token begins, so that whoever looks for secrets in files finds it."""

LONGEST = timedelta(days=400)
"""For how long a token may count: whoever forgets one has not lent it for good."""

_FLUSH = 60.0
"""After how many seconds uses are written down, beyond the first of a day."""


@dataclass(frozen=True)
class Wanted:
    """A token that is asked for: for which program, with which scopes, until which day."""

    name: str
    scopes: tuple[str, ...]
    last: date
    acts_for: str = ""


@dataclass(frozen=True)
class Known:
    """A token that is on record: of which program, since when, and how it was used."""

    program: Program
    made: str
    revoked: str
    uses: int
    seen: str


def make(journal: Journal, wanted: Wanted, today: date) -> tuple[Program, str]:
    """Make a token, and return it with the program that it is of: nobody can show it again.

    Raises CannotRun without a name or a scope, for a name that steers a terminal or begins another
    line, for a scope that is none, or for a day that is over or too far away.
    """
    name = wanted.name.strip()
    if not name or not wanted.scopes:
        known = ", ".join(SCOPES)
        message = f"name the program, and what it may do, with `--scope`: {known}"
        raise CannotRun(message)
    if not f"{name}{wanted.acts_for.strip()}".isprintable():
        message = "a name is one line: it is shown in lists, and stands with what is done"
        raise CannotRun(message)
    for scope in unknown_scopes(wanted.scopes):
        hint = did_you_mean(scope, SCOPES) or f"there are {', '.join(SCOPES)}"
        message = f"--scope is one of those that there are; {hint}"
        raise CannotRun(message)
    if not today <= wanted.last <= today + LONGEST:
        latest = today + LONGEST
        message = f"--last is a day from {today} to {latest}: the last on which it counts"
        raise CannotRun(message)
    text = BEGINS + secrets.token_urlsafe(32)
    state = journal.state
    with journal.recording() as news, state.tokens() as records:
        number = max((row.number for row in records.every()), default=0) + 1
        scopes = " ".join(sorted(set(wanted.scopes)))
        row = Row(
            number, _digest(state, text), name, wanted.acts_for.strip(), scopes,
            wanted.last.isoformat(), today.isoformat(),
        )  # fmt: skip
        try:
            records.add(row)
        except Taken as error:
            message = "another program made a token just now: try again"
            raise CannotRun(message) from error
        news.append((MADE, {"token": number, "digest": _sealed(row)}))
    return _program(row), text


def revoke(journal: Journal, number: int, today: date) -> None:
    """Let a token count no more, from now on; CannotRun where there is none, or it does not."""
    with journal.recording() as news, journal.state.tokens() as records:
        try:
            records.revoke(number, today.isoformat())
        except Taken as error:
            message = f"there is no token {number} that still counts: `gestand token` lists them"
            raise CannotRun(message) from error
        news.append((REVOKED, {"token": number}))


def tokens(state: State) -> list[Known]:
    """Return every token, oldest first."""
    with state.tokens() as records:
        rows = records.every()
    return [Known(_program(row), row.made, row.revoked, row.uses, row.seen) for row in rows]


def program_of(state: State, typed: str) -> Program | None:
    """Return the program that a token is of; None for what is no token of anybody."""
    if not typed.startswith(BEGINS):
        return None
    digest = _digest(state, typed)
    with state.tokens() as records:
        row = records.of_digest(digest)
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None
    return _program(row)


def doubts_about_tokens(journal: Journal) -> Iterator[str]:
    """Yield what speaks against the tokens on record: the ledger tells of something else."""
    made = {told["token"]: told["digest"] for told in _told(journal, MADE)}
    revoked = {told["token"] for told in _told(journal, REVOKED)}
    with journal.state.tokens() as records:
        rows = records.every()
    same = {row.number: _sealed(row) for row in rows} == made
    if not same or {row.number for row in rows if row.revoked} != revoked:
        yield "the tokens of programs are not those of which the ledger tells"


@dataclass
class Uses:
    """Counts how often tokens are used; the first use of a day is written down at once.

    The others follow within a minute, or when somebody asks for it: a stop loses no more.
    """

    _counted: dict[int, int] = field(default_factory=dict)
    _seen: dict[int, date] = field(default_factory=dict)
    _written: float = field(default_factory=clock)
    _turn: Lock = field(default_factory=Lock)

    def count(self, program: Program, today: date) -> bool:
        """Count a use, and tell whether it is time to write what was counted."""
        with self._turn:
            self._counted[program.number] = self._counted.get(program.number, 0) + 1
            first = self._seen.get(program.number) != today
            self._seen[program.number] = today
            return first or clock() - self._written > _FLUSH

    @property
    def waits(self) -> bool:
        """Tell whether something was counted that is not written down."""
        return bool(self._counted)

    def write(self, journal: Journal) -> None:
        """Write down what was counted; the ledger tells nothing of it."""
        with self._turn:
            counted_now, self._counted, self._written = self._counted, {}, clock()
            days = dict(self._seen)
        try:
            with journal.state.together(), journal.state.tokens() as records:
                for number, uses in counted_now.items():
                    records.count(number, uses, days[number].isoformat())
        except GestandError:
            with self._turn:  # written later, with those that come
                for number, uses in counted_now.items():
                    self._counted[number] = self._counted.get(number, 0) + uses
            raise


def line(one: Known, today: date) -> str:
    """Return a token on one line, for people."""
    program = one.program
    ended = f"revoked on {one.revoked}" if one.revoked else program.ended(today)
    acts = f", acts for {program.acts_for}" if program.acts_for else ""
    used = f"used {counted(one.uses, 'time')}, last on {one.seen}" if one.uses else "never used"
    state = ended or f"counts until {program.last}"
    scopes = " ".join(sorted(program.scopes))
    return f"Token {program.number} ({program.name}{acts}): {state}; {used}; {scopes}"


def _told(journal: Journal, kind: str) -> Iterator[dict[str, object]]:
    for entry in journal.ledger.of_kind(kind):
        yield json.loads(entry.told)


def _program(row: Row) -> Program:
    return Program(
        row.number, row.name, frozenset(row.scopes.split()), date.fromisoformat(row.last),
        row.acts_for, bool(row.revoked),
    )  # fmt: skip


def _digest(state: State, text: str) -> str:
    return state.digest("token of a program", text)


def _sealed(row: Row) -> str:
    """Return a digest of what a token was when it was made."""
    made = list(row[: Row._fields.index("revoked")])
    return sha256(canonical(made).encode()).hexdigest()

"""What is kept in own records, in SQL that every driver takes: receipts, and lists of lines.

Django writes by it, within its transactions, and commands that only read use a plain connection:
Django takes a quarter of a second to start.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, TypeVar

LISTS = {
    "facts": "gestand_fact",
    "intents": "gestand_intent",
    "files-to-remove": "gestand_file_to_remove",
    "corrections": "gestand_correction",
}
"""By the name of a list of lines the table in which it stands."""

REGISTERS = {
    "disclosures": "gestand_disclosure",
    "orders": "gestand_order",
    "breaches": "gestand_breach",
    "holds": "gestand_hold",
    "notices": "gestand_notice",
    "codes": "gestand_code",
    "packages": "gestand_package",
    "overrides": "gestand_override",
    "looks": "gestand_look",
}
"""The same for lists that are only added to, and that no earlier version kept in files."""

_TABLES = LISTS | REGISTERS

RECEIPTS = "gestand_receipt"
CONSENTS, SUPPRESSED = "gestand_consent", "gestand_suppressed"
REQUESTS, REQUEST_EVENTS = "gestand_request", "gestand_request_event"
STANDING = "gestand_request_open"
"""The index that is there once the rows of requests say how those stand."""

MAILS, MAILBOXES = "gestand_mail", "gestand_mailbox"
TOKENS, REPEATED, HOOKS = "gestand_token", "gestand_repeated", "gestand_hook"
LATER = frozenset(
    {CONSENTS, SUPPRESSED, REQUESTS, REQUEST_EVENTS, STANDING, MAILS, MAILBOXES}
    | {TOKENS, REPEATED, HOOKS}
    | {*REGISTERS.values()}
)
"""Tables, and an index, that an older version did not make."""

_STEPS = "SELECT work, number, step, state, told FROM gestand_work ORDER BY work, number"
_ADD_STEPS = (
    "INSERT INTO gestand_work (work, number, step, state, told) VALUES {} "
    "ON CONFLICT (work, number) DO NOTHING RETURNING number"
)
_CHANGE_STEP = (
    "UPDATE gestand_work SET state = %s, told = %s "
    "WHERE work = %s AND number = %s AND state = %s AND told = %s RETURNING number"
)
_DROP_STEP = (
    "DELETE FROM gestand_work WHERE work = %s AND number = %s AND state = %s RETURNING number"
)
_HAS_TOKEN = (
    "UPDATE gestand_work SET state = state WHERE work = %s AND number = 0 AND state = %s "
    "RETURNING number"
)
_END_WORK = "DELETE FROM gestand_work WHERE work = %s RETURNING number"

_PUT_RECEIPT = (
    "INSERT INTO gestand_receipt (number, said, closed) VALUES (%s, %s, %s) "
    "ON CONFLICT (number) DO UPDATE SET said = excluded.said, closed = excluded.closed "
    "WHERE gestand_receipt.closed = 0 RETURNING number"
)
_NEWEST_RECEIPT = "SELECT number, said FROM gestand_receipt ORDER BY number DESC LIMIT 1"
_NEWEST_RUN = (
    "SELECT number, said, EXISTS (SELECT 1 FROM gestand_intent) FROM gestand_receipt "
    "ORDER BY number DESC LIMIT 1"
)
_FROM = "SELECT number, said FROM gestand_receipt WHERE number >= %s ORDER BY number"
_EARLIER = "SELECT count(*) FROM gestand_receipt WHERE number < %s"
_BEFORE = "SELECT number, said FROM gestand_receipt {}ORDER BY number DESC LIMIT %s"
_THAT_SAY = "SELECT number, said FROM gestand_receipt WHERE {} ORDER BY number"
_SAYS = "said LIKE %s ESCAPE '!'"
_TOLD = (
    "SELECT * FROM (SELECT kind, told FROM gestand_ledger WHERE kind = %s "
    "ORDER BY number DESC LIMIT 1) AS newest"
)
_SINCE = (
    "SELECT '' AS what, max(number) AS number, '' AS said FROM {} UNION ALL "
    "SELECT 'gestand_receipt', number, said FROM gestand_receipt WHERE number >= %s"
)
_ALL_OF = "SELECT '{}' AS what, number, said FROM {}"
_EARLIER_TOO = (
    "SELECT ' earlier' AS what, count(*) AS number, '' AS said FROM gestand_receipt "
    "WHERE number < %s"
)
_TOLD_TOO = (
    "SELECT * FROM (SELECT ' told ' || kind AS what, number, told AS said FROM gestand_ledger "
    "WHERE kind = %s ORDER BY number DESC LIMIT 1) AS newest"
)
"""No list has a name that begins with a space."""


_ANY = "SELECT 1 FROM {} LIMIT 1"
_NEWEST = "SELECT max(number) FROM {}"
_LINES = "SELECT said FROM {} ORDER BY number"
_ADD = "INSERT INTO {} (number, said) VALUES {}"
_ADD_ONE = "INSERT INTO {0} (number, said) SELECT coalesce(max(number), 0) + 1, %s FROM {0}"
_EMPTY = "DELETE FROM {}"

_AT_ONCE = 500
"""Lines that one statement adds: a list may have one for each file of a large removal."""

STARTED = "started"
"""The status of a receipt whose run has not ended: any other one closes it."""

Some = TypeVar("Some")
Value = str | int
Execute = Callable[[str, Sequence[Value]], list[Any]]
"""Runs a statement with its values, and returns the rows that it gives."""


class Closed(Exception):
    """A receipt that is closed is not changed any more."""


class Taken(Exception):
    """Another program has recorded that step, or ended that work, meanwhile."""


@dataclass(frozen=True)
class Recorded:
    """What is on record of a step of durable work: its place in it, and what became of it."""

    work: str
    number: int
    step: str
    state: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """Receipts and lines, as texts; `place` says where they stand, for messages.

    `together` runs what is within a block in one transaction. `made` are the registers that are
    there: an older version made none.
    """

    place: str
    execute: Execute
    together: Callable[[], AbstractContextManager[None]] = nullcontext
    made: frozenset[str] = LATER

    @classmethod
    def nothing(cls, place: str) -> Kept:
        """Return what is kept where own records were not made yet."""
        return cls(place, lambda _statement, _values: [], made=frozenset())

    def is_empty(self) -> bool:
        """Tell whether there is no receipt, and no line in any list."""
        tables = (RECEIPTS, *LISTS.values())
        return not any(self.execute(_ANY.format(table), ()) for table in tables)

    def lines(self, name: str) -> list[str]:
        """Return every line of a list, oldest first."""
        table = _TABLES[name]
        if table in LATER and table not in self.made:
            return []
        rows = self.execute(_LINES.format(table), ())
        return [said for (said,) in rows]

    def newest_line(self, name: str) -> int:
        """Return the number of the newest line of a list, 0 where there is none."""
        table = _TABLES[name]
        return 0 if table in LATER and table not in self.made else self._newest(table)

    def add(self, name: str, lines: Iterable[str]) -> None:
        """Add lines to a list; who comes second finds their number taken, and nothing is added."""
        table = _TABLES[name]
        rest = iter(lines)
        begin = list(islice(rest, 2))
        if len(begin) < 2:
            for line in begin:
                self.execute(_ADD_ONE.format(table), (line,))
            return
        coming = enumerate(chain(begin, rest), start=self._newest(table) + 1)
        for few in in_parts(coming, _AT_ONCE):
            places = ", ".join(["(%s, %s)"] * len(few))
            self.execute(_ADD.format(table, places), [value for line in few for value in line])

    def rewrite(self, name: str, lines: Iterable[str]) -> None:
        """Replace the lines of a list."""
        self.execute(_EMPTY.format(LISTS[name]), ())
        self.add(name, lines)

    def receipts(self) -> list[tuple[int, str]]:
        """Return the number and the text of every receipt, oldest first."""
        rows = self.execute("SELECT number, said FROM gestand_receipt ORDER BY number", ())
        return [(number, said) for number, said in rows]

    def receipts_from(self, number: int) -> list[tuple[int, str]]:
        """Return the number and the text of the receipts from a number on, oldest first."""
        return [(n, said) for n, said in self.execute(_FROM, (number,))]

    def receipt(self, number: int) -> str | None:
        """Return one receipt; None where it is not there."""
        rows = self.execute("SELECT said FROM gestand_receipt WHERE number = %s", (number,))
        return rows[0][0] if rows else None

    def newest_receipt(self) -> int:
        """Return the number of the newest receipt, 0 where there is none."""
        return self._newest(RECEIPTS)

    def put_receipt(self, number: int, said: str, *, closed: bool) -> None:
        """Write a receipt, or what has become of it; Closed where it is closed already.

        INVARIANT: the state is compared and changed by one statement, so of two programs that
        would both go on with a run, or both end it, the second one is refused.
        """
        if not self.execute(_PUT_RECEIPT, (number, said, int(closed))):
            raise Closed

    def since(self, name: str, receipt: int) -> tuple[int, list[tuple[int, str]]]:
        """Return the number of the newest line of a list, and the receipts from a number on."""
        newest, receipts = 0, []
        for what, number, said in self.execute(_SINCE.format(_TABLES[name]), (receipt,)):
            if what == RECEIPTS:
                receipts.append((number, said))
            else:
                newest = number or 0
        return newest, sorted(receipts)

    def at_once(self, *names: str, first: int = 0, kinds: Sequence[str] = ()) -> Kept:
        """Return these records, with some lists as they stand at one moment, and the receipts.

        Of these only from number `first` on, and how many are before it; whoever asks for others
        reads them then. So with what the newest entries of the ledger of some `kinds` tell.
        """
        there = [name for name in names if _TABLES[name] not in LATER - self.made]
        asked = [_ALL_OF.format(name, _TABLES[name]) for name in there]
        asked += [f"{_ALL_OF.format('', RECEIPTS)} WHERE number >= %s", _EARLIER_TOO]
        asked += [_TOLD_TOO] * len(kinds)
        rows = self.execute(" UNION ALL ".join(asked), (first, first, *kinds))
        found: dict[str, list[tuple[int, str]]] = {name: [] for name in (*names, "")}
        for what, number, said in rows:
            found.setdefault(what, []).append((number, said))
        earlier = sum(number for number, _ in found.pop(" earlier", ()))
        told = {kind: found.pop(f" told {kind}", []) for kind in kinds}
        lists = {name: sorted(lines) for name, lines in found.items()}
        read = (self.place, self.execute, self.together, self.made)
        newest = {kind: said for kind, entries in told.items() for _, said in entries}
        at = (first, earlier)
        return AtOnce(*read, found=lists, begin=at, newest=newest, kinds=frozenset(kinds))

    def steps(self) -> list[Recorded]:
        """Return every step of durable work that is on record, by work and in order."""
        rows = self.execute(_STEPS, ())
        return [
            Recorded(work, number, step, state, json.loads(told))
            for work, number, step, state, told in rows
        ]

    def add_step(self, *rows: Recorded) -> None:
        """Record a step, or several; Taken where one is on record already.

        INVARIANT: here and below one statement compares and changes, so of two programs that go
        on with the same work the second one is refused, and nothing of its transaction stays.
        """
        values: list[Value] = []
        for row in rows:
            values += (row.work, row.number, row.step, row.state, _canonical(row.told))
        places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
        added = self.execute(_ADD_STEPS.format(places), values)
        if len(added) != len(rows):
            raise Taken

    def change_step(self, known: Recorded, new: Recorded) -> None:
        """Record what became of a step; Taken where it is not as it was known any more."""
        changed = (new.state, _canonical(new.told))
        self._once(
            _CHANGE_STEP,
            (*changed, known.work, known.number, known.state, _canonical(known.told)),
        )

    def drop_step(self, known: Recorded) -> None:
        """Forget a step that did not happen; Taken where it is not as it was known any more."""
        self._once(_DROP_STEP, (known.work, known.number, known.state))

    def is_taken(self, work: str, state: str) -> bool:
        """Tell whether a work stands in a state; it does until the end of this transaction.

        INVARIANT: it is written, not only read, so nobody takes the work before that end.
        """
        return bool(self.execute(_HAS_TOKEN, (work, state)))

    def end_work(self, work: str, steps: int) -> None:
        """Forget a work that has ended, of which so many steps are on record; Taken otherwise."""
        if len(self.execute(_END_WORK, (work,))) != steps:
            raise Taken

    def _once(self, statement: str, values: Sequence[Value]) -> None:
        if len(self.execute(statement, values)) != 1:
            raise Taken

    def told(self, *kinds: str) -> dict[str, str]:
        """Return by its kind what the newest entry of the ledger of some kinds tells."""
        return dict(self.execute(" UNION ALL ".join([_TOLD] * len(kinds)), kinds))

    def earlier_receipts(self, number: int) -> int:
        """Return how many receipts there are before a number."""
        rows = self.execute(_EARLIER, (number,))
        return rows[0][0] if rows else 0

    def receipts_before(self, number: int | None, most: int) -> list[tuple[int, str]]:
        """Return so many receipts before a number, or of all, from the newest back."""
        before = "" if number is None else "WHERE number < %s "
        values = (most,) if number is None else (number, most)
        rows = self.execute(_BEFORE.format(before), values)
        return [(number, said) for number, said in rows]

    def receipts_that_say(self, *words: str) -> list[tuple[int, str]]:
        """Return the receipts in whose text one of some words stands, oldest first."""
        likely = ["%" + re.sub(r"([!%_])", r"!\1", each) + "%" for each in words]
        some = " OR ".join([_SAYS] * len(likely))
        return [(number, said) for number, said in self.execute(_THAT_SAY.format(some), likely)]

    def newest_receipts(self) -> list[tuple[int, str]]:
        """Return the number and the text of the newest receipt, if there is one."""
        return [(number, said) for number, said in self.execute(_NEWEST_RECEIPT, ())]

    def newest_run(self) -> tuple[int, str, bool] | None:
        """Return the newest receipt, and whether any intent is there; None without a receipt."""
        rows = self.execute(_NEWEST_RUN, ())
        return (rows[0][0], rows[0][1], bool(rows[0][2])) if rows else None

    def newest_entry(self) -> int:
        """Return the number of the newest entry of the ledger, 0 where there is none."""
        return self._newest("gestand_ledger")

    def _newest(self, table: str) -> int:
        rows = self.execute(_NEWEST.format(table), ())
        return (rows[0][0] or 0) if rows else 0


@dataclass(frozen=True)
class AtOnce(Kept):
    """What is kept, with some lists and the receipts (under no name) as they were at a moment.

    The receipts are those from the number on with which `begin` begins, which says as well how many
    there are before it; `newest` is what the newest entries of some `kinds` told.
    """

    found: Mapping[str, list[tuple[int, str]]] = field(kw_only=True)
    begin: tuple[int, int] = field(kw_only=True)
    newest: Mapping[str, str] = field(kw_only=True)
    kinds: frozenset[str] = field(kw_only=True)

    def lines(self, name: str) -> list[str]:
        """Return every line of a list, oldest first."""
        found = self.found.get(name)
        return super().lines(name) if found is None else [said for _, said in found]

    def receipts(self) -> list[tuple[int, str]]:
        """Return the number and the text of every receipt, oldest first."""
        return self.receipts_from(0)

    def receipts_from(self, number: int) -> list[tuple[int, str]]:
        """Return the number and the text of the receipts from a number on, oldest first."""
        told, first = self.found[""], self.begin[0]
        if number >= first:
            return told[bisect_left(told, (number,)) :]
        # Those before do not change; what others wrote meanwhile is of another moment.
        return [one for one in super().receipts_from(number) if one[0] < first] + told

    def earlier_receipts(self, number: int) -> int:
        """Return how many receipts there are before a number."""
        first, earlier = self.begin
        return earlier if number == first else super().earlier_receipts(number)

    def told(self, *kinds: str) -> dict[str, str]:
        """Return by its kind what the newest entry of the ledger of some kinds tells."""
        if not self.kinds.issuperset(kinds):
            return super().told(*kinds)
        return {kind: self.newest[kind] for kind in kinds if kind in self.newest}

    def at_once(self, *names: str, first: int = 0, kinds: Sequence[str] = ()) -> Kept:
        """Return these: all of it is of one moment already, unless a list is not among it."""
        known = {*names} <= self.found.keys()
        return self if known else super().at_once(*names, first=first, kinds=kinds)


def in_parts(values: Iterable[Some], size: int) -> Iterator[list[Some]]:
    """Yield values a few at a time: as many as one statement takes."""
    rest = iter(values)
    while few := list(islice(rest, size)):
        yield few


def _canonical(told: Mapping[str, Any]) -> str:
    return json.dumps(told, sort_keys=True)

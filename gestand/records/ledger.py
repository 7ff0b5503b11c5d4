"""The ledger in a database of our own: SQLite, or PostgreSQL for several machines."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from gestand.core.ledger import Entry, following
from gestand.errors import CannotRun
from gestand.records.base import News, Overtaken
from gestand.records.django_ready import APP
from gestand.records.kept import LATER, RECEIPTS, Kept, Value, in_parts
from gestand.records.keys import KeyRecords, plainly
from gestand.records.plain import (
    OWN,
    OWN_DATABASE,
    OWN_POSTGRESQL,
    OWN_SQLITE,
    postgresql_url,
)
from gestand.records.tables import are_there
from gestand.settings import now

ROWS = 10_000
"""How many entries are fetched at once: the ledger is read as a stream."""

_numbers = count(1)
_FIELDS = ("number", "at", "kind", "told", "link")
_SOME = f"SELECT {', '.join(_FIELDS)} FROM gestand_ledger"  # noqa: S608  # names of ours
_EVERY = f"{_SOME} ORDER BY number"
_NEWEST = "ORDER BY number DESC LIMIT 1"
_ADD = f"INSERT INTO gestand_ledger ({', '.join(_FIELDS)}) VALUES "  # noqa: S608  # names of ours
_ONE = "(%s, %s, %s, %s, %s)"
_ADD_ONE = f"{_ADD}{_ONE} ON CONFLICT (number) DO NOTHING RETURNING number"
_AT_ONCE = 500
# Of two organisations in one database each has a schema.
_HELD = "hashtextextended(current_schema() || ' gestand ' || %s, 0)"
_HOLD, _LET_GO = f"SELECT pg_try_advisory_lock({_HELD})", f"SELECT pg_advisory_unlock({_HELD})"
_AS_IT_STANDS = partial(str, encoding="utf-8", errors="surrogateescape")
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
}
# Not an `init_command`: Django leaves a connection open on which that fails.
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # a key that is removed is written over
)


@dataclass(frozen=True)
class LedgerRecords:
    """A ledger in the database that Django knows under `alias`."""

    alias: str
    place: str

    @property
    def keys(self) -> KeyRecords:
        """The keys in the same records."""
        return KeyRecords(self.alias, self.place)

    @property
    def kept(self) -> Kept:
        """What is kept in the same records; nothing where an older version made them."""
        vendor = connections[self.alias].vendor
        asked = OWN_SQLITE if vendor == "sqlite" else OWN_POSTGRESQL
        made = {name for (name,) in self._execute(asked, OWN)}
        if RECEIPTS not in made:
            return Kept.nothing(self.place)
        return Kept(self.place, self._execute, self.together, made=LATER.intersection(made))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run what is within the block in one transaction."""
        # Within another transaction it stands or falls with that: nobody goes on after an error.
        with plainly(self.place), transaction.atomic(using=self.alias, savepoint=False):
            yield

    @contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """Hold a name within the block, or give False where another program has it."""
        if connections[self.alias].vendor != "postgresql":
            message = (
                "own records are a file of one machine: let them stand in PostgreSQL, "
                "`records: {url: ${NAME}}` in the data map"
            )
            raise CannotRun(message)
        ((mine,),) = self._execute(_HOLD, (name,))
        try:
            yield bool(mine)
        finally:
            # Where the connection is lost the database has let go of it already.
            if mine:
                with suppress(CannotRun):
                    self._execute(_LET_GO, (name,))

    def unchanged(self) -> object:
        """Return what stays the same while nobody else writes; None where that cannot be told.

        Source: https://www.sqlite.org/pragma.html#pragma_data_version, which is of a connection.
        """
        connection = connections[self.alias]
        if connection.vendor != "sqlite":
            return None
        ((version,),) = self._execute("PRAGMA data_version", ())
        return connection.connection, version

    def newest(self) -> Entry | None:
        """Return the newest entry, None while there is none."""
        return self._first(_NEWEST)

    def entry(self, number: int) -> Entry | None:
        """Return one entry."""
        return self._first("WHERE number = %s", number)

    def latest(self, *kinds: str) -> Entry | None:
        """Return the newest entry of some kinds."""
        # Each kind by its own index, and all of them in one question.
        each = f"SELECT * FROM ({_SOME} WHERE kind = %s {_NEWEST}) AS newest"  # noqa: S608  # texts of this module
        found = self._execute(" UNION ALL ".join([each] * len(kinds)), kinds)
        return max(map(Entry._make, found), key=lambda entry: entry.number, default=None)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest first, as it stands in the database."""
        connection = connections[self.alias]
        with plainly(self.place):
            connection.ensure_connection()
            if connection.vendor == "sqlite":
                # A byte that was changed may leave what is no text: that is told as well.
                connection.connection.text_factory = _AS_IT_STANDS
            # By the driver alone: a million rows are read at once.
            with connection.chunked_cursor() as cursor:
                cursor.execute(_EVERY)
                while rows := cursor.fetchmany(ROWS):
                    yield from map(Entry._make, rows)

    def of_kind(self, kind: str, after: int = 0) -> Iterator[Entry]:
        """Yield every entry of a kind after a number, oldest first, a few at a time."""
        number = after
        few = "WHERE kind = %s AND number > %s ORDER BY number LIMIT %s"
        while found := self._execute(f"{_SOME} {few}", (kind, number, ROWS)):
            yield from map(Entry._make, found)
            number = found[-1][0]

    def append(self, after: Entry | None, news: Sequence[News]) -> Entry | None:
        """Write entries in one transaction, and return the newest; `after` is what was seen."""
        if not news:
            return after
        newest, written = after, []
        for kind, told in news:
            at = now().isoformat(timespec="microseconds")
            newest = following(newest, at, kind, told)
            written.append(newest)
        if len(written) == 1:
            # One statement is a transaction by itself, and of two that come at once one is told.
            if not self._execute(_ADD_ONE, written[0]):
                raise Overtaken
            return newest
        connection = connections[self.alias]
        # A statement of SQLite that fails leaves nothing, and nobody else writes meanwhile.
        alone = connection.vendor == "sqlite" and connection.in_atomic_block
        with plainly(self.place), nullcontext() if alone else transaction.atomic(using=self.alias):
            try:
                self._add(written)
            except IntegrityError as error:
                # INVARIANT: numbers have no gap, so whoever comes second finds theirs taken.
                raise Overtaken from error
        return newest

    def _add(self, entries: Sequence[Entry]) -> None:
        with connections[self.alias].cursor() as cursor:
            for few in in_parts(entries, _AT_ONCE):
                values = [value for entry in few for value in entry]
                cursor.execute(_ADD + ", ".join([_ONE] * len(few)), values)

    def damage(self) -> str | None:
        """Return what the database itself says is wrong with its file, if it can tell."""
        connection = connections[self.alias]
        if connection.vendor != "sqlite":
            return None
        with plainly(self.place), connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            (told,) = cursor.fetchone()
        return None if told == "ok" else str(told)

    def _execute(self, statement: str, values: Sequence[Value]) -> list[Any]:
        with plainly(self.place), connections[self.alias].cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def _first(self, which: str, *values: Value) -> Entry | None:
        # By the driver alone: a run asks some dozens of times.
        found = self._execute(f"{_SOME} {which}", values)
        return Entry._make(found[0]) if found else None


@contextmanager
def ledger_in(path: Path, url: str, *, make: bool) -> Iterator[LedgerRecords | None]:
    """Open the ledger at a PostgreSQL URL, or in the SQLite file `path` where `url` is empty.

    With `make` its tables are made, and brought up to this version; without it, None where
    there are none. Raises CannotRun where it cannot be opened, or a newer Gestand made it.
    """
    described = _postgresql(url) if url else _sqlite(path, make=make)
    if described is None:
        yield None
        return
    alias = f"{APP} {next(_numbers)}"  # the same may be open in another thread
    place = OWN_DATABASE if url else str(path)
    connections.configure_settings({"default": {}, alias: described})
    connections.databases[alias] = described
    ledger = LedgerRecords(alias, place)
    try:
        with plainly(place):
            _set_up(connections[alias])
            there = are_there(connections[alias], place, make=make)
        yield ledger if there else None
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def _sqlite(path: Path, *, make: bool) -> dict[str, Any] | None:
    if not path.exists():
        if not make:
            return None
        path.parent.mkdir(mode=0o700, exist_ok=True)
        # SQLite gives the files beside it the rights of this one.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return {**_SQLITE, "NAME": str(path)}


def _postgresql(url: str) -> dict[str, Any]:
    told = postgresql_url(url)
    options: dict[str, Any] = dict(told.query)
    options |= {"host": told.host} if told.host else {}
    options |= {"port": told.port} if told.port else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told.database or "postgres",
        "USER": told.username or "",
        "PASSWORD": told.password or "",
        "OPTIONS": options,
    }


def _set_up(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in _SETTINGS:
                cursor.execute(statement)

"""Wrapped keys in a database, beside the ledger and in its transactions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from django.db import Error, connections, transaction

from gestand.errors import CannotRun
from gestand.records.base import Wrapped
from gestand.records.kept import LISTS
from gestand.records.models import MasterKey, WrappedKey

_ONLY = 1

_SOME = "SELECT name, sealed, until FROM gestand_key"

_OVER = {"sqlite": "until <= %s", "postgresql": 'until COLLATE "C" <= %s'}


def _between(start: str) -> tuple[str, str]:
    return start, start[:-1] + chr(ord(start[-1]) + 1)


def _pattern(start: str) -> tuple[str]:
    return (re.sub(r"([\\%_])", r"\\\1", start) + "%",)


_BEGINS: Mapping[str, tuple[str, Callable[[str], tuple[str, ...]]]] = {
    "sqlite": ("(name >= %s AND name < %s)", _between),
    "postgresql": ("name LIKE %s", _pattern),
}
"""How a database finds names that begin in a way by their index: SQLite compares byte by byte."""

_ANEW = (
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE gestand_what_stays ON COMMIT DROP AS TABLE {}",
    "TRUNCATE {}",
    "INSERT INTO {} SELECT * FROM gestand_what_stays",
    "DROP TABLE gestand_what_stays",
)
"""What writes a table of PostgreSQL anew: its old file goes when this is kept, whoever looks."""


@dataclass(frozen=True)
class KeyRecords:
    """The keys in the database that Django knows under `alias`."""

    alias: str
    place: str

    def master(self) -> str | None:
        """Return by what the master key is known; None while nothing was ever wrapped."""
        with plainly(self.place):
            return MasterKey.objects.using(self.alias).values_list("which", flat=True).first()

    def be_wrapped_by(self, which: str) -> None:
        """Say by which master key every key is wrapped from now on."""
        with plainly(self.place):
            MasterKey(id=_ONLY, which=which).save(using=self.alias)

    def all(self) -> list[Wrapped]:
        """Return every key, by name."""
        with plainly(self.place):
            return [_wrapped(row) for row in WrappedKey.objects.using(self.alias).order_by("name")]

    def one(self, name: str) -> Wrapped | None:
        """Return one key; None where there is none, or no more."""
        with plainly(self.place):
            row = WrappedKey.objects.using(self.alias).filter(name=name).first()
        return None if row is None else _wrapped(row)

    def beginning(self, *starts: str) -> list[Wrapped]:
        """Return the keys whose names begin in one of these ways, by name."""
        with plainly(self.place):
            each, bounds = _BEGINS[connections[self.alias].vendor]
            values = [value for start in starts for value in bounds(start)]
            found = self._found(" OR ".join([each] * len(starts)), values)
            return [Wrapped(name, bytes(sealed), until) for name, sealed, until in found]

    def over(self, moment: str) -> list[str]:
        """Return the names of the keys whose time is over at a moment, by name."""
        with plainly(self.place):
            found = self._found(_OVER[connections[self.alias].vendor], [moment])
            return [name for name, *_ in found]

    def _found(self, where: str, values: Sequence[str]) -> Sequence[tuple[str, bytes, str]]:
        # Each page of a website asks it: made by the models it would take ten times as long.
        with connections[self.alias].cursor() as cursor:
            cursor.execute(f"{_SOME} WHERE {where} ORDER BY name", values)
            return [*cursor.fetchall()]

    def keep(self, key: Wrapped) -> None:
        """Keep a key, or another wrapping of it."""
        with plainly(self.place):
            row = WrappedKey(name=key.name, sealed=key.sealed, until=key.until)
            row.save(using=self.alias)

    def destroy(self, names: Sequence[str]) -> None:
        """Remove keys."""
        with plainly(self.place):
            WrappedKey.objects.using(self.alias).filter(name__in=names).delete()

    def overwrite(self, *lists: str) -> None:
        """See to it, outside a transaction, that removed keys are gone from the files as well.

        So are lines that were replaced in `lists`. SQLite has written over them in its file, and
        the log beside it is cut off. In PostgreSQL the tables are emptied and filled again, since
        VACUUM keeps what a transaction of others, which began before, may still see; its own log
        has them until the server throws that away.
        """
        connection = connections[self.alias]
        with plainly(self.place), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            tables = ("gestand_key", *(LISTS[name] for name in lists))
            with transaction.atomic(using=self.alias):
                for table, statement in product(tables, _ANEW):
                    cursor.execute(statement.format(table))


@contextmanager
def plainly(place: str) -> Iterator[None]:
    """Turn an error of the database into a plain one; what it says may hold values."""
    try:
        yield
    except (Error, ValueError) as error:
        # A value that was changed in the file may be none of its kind any more.
        message = f"{place} cannot be read or written: {type(error).__name__}"
        raise CannotRun(message) from error


def _wrapped(row: WrappedKey) -> Wrapped:
    return Wrapped(row.name, bytes(row.sealed), row.until)

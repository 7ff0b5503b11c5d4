"""What the work floor asks of own records, whatever database they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from gestand.core.ledger import Entry
from gestand.records.kept import Kept

News = tuple[str, Any]
"""The kind of an entry that is to be written, and what it tells."""


class Overtaken(Exception):
    """Another machine wrote an entry first: look again, and write then."""


KEY_BYTES = 32
"""How long a key is."""


class CannotBeOpened(Exception):
    """A text was not encrypted with this key, or is not what it was, or was for something else."""


class Cipher(Protocol):
    """What encrypts and decrypts."""

    def new_key(self) -> bytes:
        """Return a key that nobody has."""

    def seal(self, key: bytes, plain: bytes, about: str) -> bytes:
        """Return `plain` encrypted; it opens with the same key and the same `about` only."""

    def opened(self, key: bytes, sealed: bytes, about: str) -> bytes:
        """Return what was encrypted; raise CannotBeOpened for another key, text or `about`."""

    def which(self, key: bytes) -> str:
        """Return by what a key is known again; nobody can find the key by it."""


@dataclass(frozen=True)
class Wrapped:
    """A key, encrypted with the master key; `name` says what it is for.

    `until` is the moment in UTC at which it is to be destroyed.
    """

    name: str
    sealed: bytes
    until: str


class Keys(Protocol):
    """The wrapped keys in own records, and by which master key they are wrapped.

    What is changed here stands or falls with the transaction of the ledger.
    """

    def master(self) -> str | None:
        """Return by what the master key is known; None while nothing was ever wrapped."""

    def be_wrapped_by(self, which: str) -> None:
        """Say by which master key every key is wrapped from now on."""

    def all(self) -> list[Wrapped]:
        """Return every key, by name."""

    def one(self, name: str) -> Wrapped | None:
        """Return one key; None where there is none, or no more."""

    def over(self, moment: str) -> list[str]:
        """Return the names of the keys whose time is over at a moment, by name."""

    def beginning(self, *starts: str) -> list[Wrapped]:
        """Return the keys whose names begin so, by name."""

    def keep(self, key: Wrapped) -> None:
        """Keep a key, or another wrapping of it."""

    def destroy(self, names: Sequence[str]) -> None:
        """Remove keys."""

    def overwrite(self, *lists: str) -> None:
        """See to it, outside a transaction, that removed keys are gone from the files as well.

        So are lines that were replaced in `lists`.
        """


class Ledger(Protocol):
    """A ledger that can be read and added to, and nothing else; more is kept beside it."""

    @property
    def place(self) -> str:
        """Where it stands, for messages."""

    @property
    def keys(self) -> Keys:
        """The keys in the same records."""

    @property
    def kept(self) -> Kept:
        """What is kept in the same records."""

    def together(self) -> AbstractContextManager[None]:
        """Run what is within the block in one transaction."""

    def held(self, name: str) -> AbstractContextManager[bool]:
        """Hold a name within the block, or give False where another program has it.

        The database lets go of it with the connection, however that ends. Raises CannotRun where
        own records are a file, and so of one machine.
        """

    def unchanged(self) -> object:
        """Return what stays the same while nobody else writes; None where that cannot be told."""

    def newest(self) -> Entry | None:
        """Return the newest entry, None while there is none."""

    def entry(self, number: int) -> Entry | None:
        """Return one entry."""

    def latest(self, *kinds: str) -> Entry | None:
        """Return the newest entry of some kinds."""

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest first, as it stands in the database."""

    def of_kind(self, kind: str, after: int = 0) -> Iterator[Entry]:
        """Yield every entry of a kind after a number, oldest first."""

    def append(self, after: Entry | None, news: Sequence[News]) -> Entry | None:
        """Write entries in one transaction, and return the newest; `after` is what was seen.

        Raises Overtaken when `after` is no longer the newest: nothing is written then.
        """

    def damage(self) -> str | None:
        """Return what the database itself says is wrong with its file, if it can tell."""

"""What Gestand itself remembers: keys in the folder `.gestand`, all else in own records.

Everything in the folder is readable for its owner only. Files are replaced as a whole and
flushed to disk, so that a crash leaves the old one or the new one. Own records stand in the
folder as well, or in PostgreSQL; they are read from anywhere, and written while they are open.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from gestand.core.datamap.model import OwnRecords
from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.records.base import KEY_BYTES
from gestand.records.consents import Consents
from gestand.records.hooks import Hooks
from gestand.records.kept import STARTED, Closed, Kept, Recorded
from gestand.records.mails import Mails
from gestand.records.plain import kept_in
from gestand.records.repeated import Repeated
from gestand.records.requests import Requests
from gestand.records.steps import taken
from gestand.records.suppressed import Suppressed
from gestand.records.tokens import Tokens
from gestand.settings import filled_in
from gestand.work.fence import fence, refuse_overtaken
from gestand.work.older import Older
from gestand.work.own_key import key_in, key_once, refuse_open_to_others
from gestand.work.said import Entry, entries_of, entry_of

DATABASE = "records.db"
"""The file of own records, where they do not stand in PostgreSQL."""

_EMBEDDED = OwnRecords()


@dataclass
class _Open:
    """Own records that stand open; nothing of an earlier version comes back once it was taken."""

    kept: Kept
    taken_over: bool = False


_NONE: Mapping[State, _Open] = MappingProxyType({})


@dataclass(frozen=True)
class State:
    """Where Gestand remembers what was done, asked and decided: a folder, and own records.

    `url` is that of own records; where it is empty they stand in the folder.
    """

    folder: Path
    url: str = ""

    @classmethod
    def beside(cls, root: Path, records: OwnRecords = _EMBEDDED) -> State:
        """Return the state of the organisation whose privacy folder stands in `root`."""
        return cls(root / ".gestand", filled_in(records.url))

    @contextmanager
    def opened(self, kept: Kept) -> Iterator[None]:
        """Read and write through `kept` within the block: it stands open, and others need not."""
        before = _OPEN.set({**_OPEN.get(), self: _Open(kept)})
        try:
            yield
        finally:
            _OPEN.reset(before)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Open own records once for everything that is read within the block."""
        with self._kept() as kept, self.opened(kept):
            yield

    @contextmanager
    def reading_at_once(
        self, *names: str, first: int = 0, kinds: Sequence[str] = ()
    ) -> Iterator[None]:
        """Read within the block, as of one moment, what `Kept.at_once` reads."""
        with self._kept() as kept, self.opened(kept.at_once(*names, first=first, kinds=kinds)):
            yield

    def key(self) -> bytes:
        """Return the key for digests; made on first use, mode 0600.

        A key that others can read raises CannotRun: digests made with it prove nothing.
        """
        name = f"{self.folder}/key"  # a path takes longer to make than a file to look at
        try:
            mode = os.stat(name).st_mode  # noqa: PTH116  # as above
        except OSError:
            path = Path(name)
            if not path.exists():
                self._refuse_to_forget(path)
                self._make_key(path)
            mode = path.stat().st_mode
        if mode & 0o077:
            refuse_open_to_others(Path(name))
        return key_once(name)

    def signing_key(self, *, make: bool) -> bytes:
        """Return the key that signs heads; with `make` it is made where there is none."""
        path = self.folder / "sign"
        if make and not path.exists():
            with self.in_turn():
                if not path.exists():
                    self._replace(path, secrets.token_hex(KEY_BYTES).encode())
        refuse_open_to_others(path)
        return key_in(path)

    def secret(self, purpose: str) -> bytes:
        """Return a key for one purpose, made of the key; from it the key cannot be found."""
        return hmac.digest(self.key(), f"secret for {purpose}".encode(), "sha256")

    def digest(self, *parts: object) -> str:
        """Return the keyed digest of `parts`, the same for the same parts."""
        return self.digest_of(json.dumps(repr(part)) for part in parts)

    def known_as(self, person: Person) -> str:
        """Return the digest by which own records know a person; a hidden one is that already."""
        return str(person.key) if person.hidden else self.digest(person.kind, person.key)

    def digest_of(self, parts: Iterable[str]) -> str:
        """Return the digest of parts of which each is written as JSON already."""
        text = f"[{', '.join(parts)}]"
        return hmac.digest(self.key(), text.encode(), "sha256").hex()

    def digester(self, *first: object) -> Callable[[object], str]:
        """Return `digest` of parts that begin with `first`, for one more part: for many."""
        key, start = self.key(), json.dumps([repr(part) for part in first])[:-1]

        def digest(last: object) -> str:
            text = f"{start}, {json.dumps(repr(last))}]"
            return hmac.digest(key, text.encode(), "sha256").hex()

        return digest

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other run out while the block lasts; a second one raises CannotRun.

        Within `waiting`, and as a part of a run that a worker has, it waits for the first one. Who
        keeps others out already goes on.
        """
        if self in _ALONE.get():
            yield
            return
        self._private_folder(self.folder)
        with os.fdopen(os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            try:
                flock(lock, LOCK_EX | (0 if self.waits else LOCK_NB))
            except BlockingIOError as error:
                message = f"another run is at work in {self.folder}: try again when it has ended"
                raise CannotRun(message) from error
            before = _ALONE.set(_ALONE.get() | {self})
            try:
                yield
            finally:
                _ALONE.reset(before)

    @property
    def waits(self) -> bool:
        """Whether a run waits here for those of other programs, and is not alone already."""
        return self not in _ALONE.get() and (_WAITS.get() or fence() is not None)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let runs within the block wait for those of other programs."""
        before = _WAITS.set(True)
        try:
            yield
        finally:
            _WAITS.reset(before)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Wait until nobody else writes in the ledger, and keep others waiting meanwhile."""
        self._private_folder(self.folder)
        with os.fdopen(os.open(self.folder / "turn", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            flock(lock, LOCK_EX)
            yield

    def receipts(self) -> list[Entry]:
        """Return every receipt, oldest first."""
        with self._kept() as kept:
            return [entry_of(said, kept, f"receipt {n}") for n, said in kept.receipts()]

    def chain(self, first: int = 0) -> list[tuple[Entry, str]]:
        """Return the receipts from a number on, oldest first, each with the SHA-256 of its text."""
        with self._kept() as kept:
            return [
                (entry_of(text, kept, f"receipt {n}", once=True), sha256(text.encode()).hexdigest())
                for n, text in kept.receipts_from(first)
            ]

    def earlier_receipts(self, number: int) -> int:
        """Return how many receipts there are before a number."""
        with self._kept() as kept:
            return kept.earlier_receipts(number)

    def receipt(self, number: int) -> Entry | None:
        """Return one receipt; None where it is not there."""
        with self._kept() as kept:
            said = kept.receipt(number)
            return None if said is None else entry_of(said, kept, f"receipt {number}")

    def since(self, name: str, receipt: int) -> tuple[int, list[tuple[int, Entry]]]:
        """Return how many lines a list has, and the receipts from a number on."""
        with self._kept() as kept:
            number, said = kept.since(name, receipt)
            told = (entry_of(text, kept, f"receipt {n}", once=True) for n, text in said)
            return number, [(n, each) for (n, _), each in zip(said, told, strict=True)]

    def next_receipt(self) -> int:
        """Return the number after that of the newest receipt, however many are left."""
        with self._kept() as kept:
            return kept.newest_receipt() + 1

    def following(self) -> tuple[int, str | None]:
        """Return the number after that of the newest receipt, and the SHA-256 of that one."""
        with self._kept() as kept:
            (number, said), *_ = kept.newest_receipts() or [(0, "")]
            return number + 1, sha256(said.encode()).hexdigest() if said else None

    def write_receipt(self, number: int, entry: Entry) -> None:
        """Write receipt `number`, or replace it while its run goes on.

        Raises CannotRun where it was closed: its run was ended by another program.
        """
        text = f"{_as_line(entry)}\n"  # to indent takes ten times as long
        with self._writing() as kept:
            self._will_write()
            try:
                kept.put_receipt(number, text, closed=entry["status"] != STARTED)
            except Closed as error:
                message = f"{kept.place}: another program has ended the run of receipt {number}"
                raise CannotRun(message) from error

    def previous_digest(self, number: int) -> str | None:
        """Return the SHA-256 of the receipt before `number`, None for the first."""
        with self._kept() as kept:
            said = kept.receipt(number - 1)
        return None if said is None else sha256(said.encode()).hexdigest()

    def lines(self, name: str) -> Iterator[Entry]:
        """Yield the entries of a list, oldest first."""
        with self._kept() as kept:
            told = kept.lines(name)
            place = kept
        yield from entries_of(told, place, name)

    def newest_line(self, name: str) -> int:
        """Return the number of the newest entry of a list, which is how many there are."""
        with self._kept() as kept:
            return kept.newest_line(name)

    def append(self, name: str, entries: Iterable[Entry]) -> None:
        """Add entries to a list; they are on disk when this returns, or with their transaction."""
        with self._writing() as kept:
            self._will_write()
            kept.add(name, map(_as_line, entries))

    def rewrite(self, name: str, entries: Iterable[Entry]) -> None:
        """Replace a list as a whole."""
        with self._writing() as kept:
            self._will_write()
            kept.rewrite(name, map(_as_line, entries))

    @property
    def written(self) -> int:
        """How often this process was about to write receipts, or lines of a list."""
        return _WRITTEN.get(self, 0)

    def _will_write(self) -> None:
        _WRITTEN[self] = self.written + 1

    @contextmanager
    def consents(self) -> Iterator[Consents]:
        """Give the register of consents: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Consents(kept)

    @contextmanager
    def kept_suppressed(self) -> Iterator[Suppressed]:
        """Give the suppression list: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Suppressed(kept)

    @contextmanager
    def requests(self) -> Iterator[Requests]:
        """Give the requests of people: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Requests(kept)

    @contextmanager
    def mails(self) -> Iterator[Mails]:
        """Give the messages: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Mails(kept)

    @contextmanager
    def tokens(self) -> Iterator[Tokens]:
        """Give the tokens of programs: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Tokens(kept)

    @contextmanager
    def repeated(self) -> Iterator[Repeated]:
        """Give what programs were answered: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Repeated(kept)

    @contextmanager
    def hooks(self) -> Iterator[Hooks]:
        """Give how far addresses were told: to read, and to write while own records are open."""
        with self._kept() as kept:
            yield Hooks(kept)

    @contextmanager
    def kept_steps(self) -> Iterator[Kept]:
        """Give the steps of durable work: to write while own records are open."""
        with self._kept() as kept:
            yield kept

    def steps(self) -> list[Recorded]:
        """Return every step of durable work that is on record, by work and in order."""
        with self._kept() as kept:
            return kept.steps()

    def told(self, *kinds: str) -> dict[str, Entry]:
        """Return by its kind what the newest entry of the ledger of some kinds tells."""
        with self._kept() as kept:
            found = kept.told(*kinds)
            return {k: entry_of(s, kept, f"the newest entry `{k}`") for k, s in found.items()}

    def newest_receipt(self) -> Entry | None:
        """Return the newest receipt; None where there is none."""
        with self._kept() as kept:
            (number, said), *_ = kept.newest_receipts() or [(0, "")]
            return entry_of(said, kept, f"receipt {number}") if said else None

    def newest_entry(self) -> int:
        """Return the number of the newest entry of the ledger: whatever is recorded has one."""
        with self._kept() as kept:
            return kept.newest_entry()

    def brought_up(self) -> frozenset[str]:
        """Return the steps by which the tables of own records were made; none where none are."""
        with kept_in(self.folder / DATABASE, self.url) as kept:
            return taken(kept)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write what is written within the block in one transaction."""
        with self._writing():
            yield

    def page(self, name: str) -> Entry | None:
        """Return what stands in a file of one entry; None where there is none."""
        path = self.folder / f"{name}.json"
        return self._read(path) if path.exists() else None

    def write_page(self, name: str, entry: Entry, *, flushed: bool = True) -> None:
        """Write or replace a file of one entry; if not `flushed` a power cut may bring it back."""
        text = f"{json.dumps(entry, ensure_ascii=False)}\n".encode()
        self._replace(self.folder / f"{name}.json", text, flushed=flushed)

    @property
    def older(self) -> Older:
        """What an earlier version kept in files of the folder."""
        return Older(self.folder, self.digest)

    @contextmanager
    def _kept(self) -> Iterator[Kept]:
        """Give what is kept, to read; of a folder that was not taken over yet, its files."""
        if (open_now := _OPEN.get().get(self)) is not None:
            yield self._or_older(open_now)
            return
        with kept_in(self.folder / DATABASE, self.url) as kept:
            yield self._or_older(_Open(kept))

    def _or_older(self, here: _Open) -> Kept:
        older = self.older
        here.taken_over = here.taken_over or not older.is_there()
        return older.kept(here.kept) if not here.taken_over and here.kept.is_empty() else here.kept

    @contextmanager
    def _writing(self) -> Iterator[Kept]:
        here = _OPEN.get().get(self)
        if here is None:
            message = "own records are written while they are open, and nobody opened them"
            raise AssertionError(message)
        with here.kept.together():
            refuse_overtaken(here.kept)
            yield here.kept

    def _refuse_to_forget(self, path: Path) -> None:
        """Refuse a new key where facts were recorded with another one: none would be found."""
        if self.older.is_there() or any(True for _ in self.lines("facts")):
            message = f"{path} is gone, and what was recorded needs it; restore it from a backup"
            raise CannotRun(message)

    def _make_key(self, path: Path) -> None:
        """Make the key at once: a crash leaves none, and of two runs that make it one wins."""
        beside = path.with_name(f"key.{secrets.token_hex(8)}.new")
        self._create(beside, secrets.token_hex(KEY_BYTES).encode())
        with suppress(FileExistsError):
            path.hardlink_to(beside)
        beside.unlink()

    def _read(self, path: Path) -> Entry:
        try:
            entry: Entry = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            message = f"{path} cannot be read; restore it from a backup"
            raise CannotRun(message) from error
        return entry

    def _replace(self, path: Path, content: bytes, *, flushed: bool = True) -> None:
        self._private_folder(path.parent)
        beside = path.with_name(f"{path.name}.half-written")  # two may write at once
        with plainly(path):
            beside.unlink(missing_ok=True)
            self._create(beside, content)
            beside.replace(path)
            if flushed:
                keep_names(path.parent)

    def _create(self, path: Path, content: bytes) -> None:
        self._private_folder(path.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())

    def _private_folder(self, folder: Path) -> None:
        try:
            # A parent that is made along the way would be open to others.
            self.folder.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            message = f"{folder} cannot be made: {error.strerror}"
            raise CannotRun(message) from error


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn an error of the disk into a plain one."""
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {(error.strerror or 'no reason given').lower()}"
        raise CannotRun(message) from error


def keep_names(folder: Path) -> None:
    """Flush which files a folder has: a file that was made could be gone after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_OPEN: ContextVar[Mapping[State, _Open]] = ContextVar("own records that stand open", default=_NONE)

_WRITTEN: dict[State, int] = {}
_ALONE = ContextVar[frozenset[State]]("whose other runs are kept out", default=frozenset())
_WAITS: ContextVar[bool] = ContextVar("runs wait for one another", default=False)


def _as_line(entry: Entry) -> str:
    """Return an entry as a text without halves of characters, which no database takes."""
    return json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace").decode()

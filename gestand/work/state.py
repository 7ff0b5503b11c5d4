"""What Gestand itself remembers, in the folder `.gestand`: a key, receipts, facts.

Everything in it is readable for its owner only. Files are replaced as a whole and
flushed to disk, so that a crash leaves the old one or the new one.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from gestand.errors import CannotRun
from gestand.work.lines import add, whole_lines

Entry = Mapping[str, Any]

KEY_BYTES = 32


@dataclass(frozen=True)
class State:
    """The folder in which Gestand remembers what was done, asked and decided."""

    folder: Path

    @classmethod
    def beside(cls, root: Path) -> State:
        """Return the state of the organisation whose privacy folder stands in `root`."""
        return cls(root / ".gestand")

    def key(self) -> bytes:
        """Return the key for digests; made on first use, mode 0600.

        A key that others can read raises CannotRun: digests made with it prove nothing.
        """
        path = self.folder / "key"
        if not path.exists():
            self._refuse_to_forget(path)
            self._make_key(path)
        _refuse_open_to_others(path)
        return _key_once(path)

    def signing_key(self, *, make: bool) -> bytes:
        """Return the key that signs heads; with `make` it is made where there is none."""
        path = self.folder / "sign"
        if make and not path.exists():
            with self.in_turn():
                if not path.exists():
                    self._replace(path, secrets.token_hex(KEY_BYTES).encode())
        _refuse_open_to_others(path)
        return _key_in(path)

    def secret(self, purpose: str) -> bytes:
        """Return a key for one purpose, made of the key; from it the key cannot be found."""
        return hmac.digest(self.key(), f"secret for {purpose}".encode(), "sha256")

    def digest(self, *parts: object) -> str:
        """Return the keyed digest of `parts`, the same for the same parts."""
        text = json.dumps([repr(part) for part in parts])
        return hmac.new(self.key(), text.encode(), sha256).hexdigest()

    def digester(self, *first: object) -> Callable[[object], str]:
        """Return `digest` of parts that begin with `first`, for one more part: for many."""
        key, start = self.key(), json.dumps([repr(part) for part in first])[:-1]

        def digest(last: object) -> str:
            text = f"{start}, {json.dumps(repr(last))}]"
            return hmac.digest(key, text.encode(), "sha256").hex()

        return digest

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other run out while the block lasts; a second one raises CannotRun."""
        self._private_folder(self.folder)
        with os.fdopen(os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except BlockingIOError as error:
                message = f"another run is at work in {self.folder}: try again when it has ended"
                raise CannotRun(message) from error
            yield

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Wait until nobody else writes in the ledger, and keep others waiting meanwhile."""
        self._private_folder(self.folder)
        with os.fdopen(os.open(self.folder / "turn", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            flock(lock, LOCK_EX)
            yield

    def receipts(self) -> list[Entry]:
        """Return every receipt, oldest first."""
        return [self._read(path) for path in self._receipt_files()]

    def receipt(self, number: int) -> Entry | None:
        """Return one receipt; None where it is not there."""
        path = self.folder / "receipts" / f"{number:06}.json"
        return self._read(path) if path.exists() else None

    def next_receipt(self) -> int:
        """Return the number after that of the newest receipt, however many are left."""
        return max((int(path.stem) for path in self._receipt_files()), default=0) + 1

    def write_receipt(self, number: int, entry: Entry) -> Path:
        """Write receipt `number`, or replace it while its run goes on."""
        path = self.folder / "receipts" / f"{number:06}.json"
        text = json.dumps(entry, indent=1, ensure_ascii=False) + "\n"
        self._replace(path, text.encode())
        return path

    def previous_digest(self, number: int) -> str | None:
        """Return the SHA-256 of the receipt before `number`, None for the first."""
        path = self.folder / "receipts" / f"{number - 1:06}.json"
        return sha256(path.read_bytes()).hexdigest() if path.exists() else None

    def lines(self, name: str) -> Iterator[Entry]:
        """Yield the entries of a file of lines, oldest first."""
        path = self.folder / f"{name}.jsonl"
        if not path.exists():
            return
        for number, line in enumerate(whole_lines(path), start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                message = f"{path}:{number}: this line cannot be read; restore it from a backup"
                raise CannotRun(message) from error

    def append(self, name: str, entries: Iterable[Entry]) -> None:
        """Add entries to a file of lines, and flush them to disk."""
        path = self.folder / f"{name}.jsonl"
        self._private_folder(path.parent)
        with plainly(path):
            add(path, _as_lines(entries))
            keep_names(path.parent)

    def rewrite(self, name: str, entries: Iterable[Entry]) -> None:
        """Replace a file of lines as a whole; without entries it is no more."""
        path = self.folder / f"{name}.jsonl"
        text = _as_lines(entries)
        if text:
            self._replace(path, text)
        else:
            path.unlink(missing_ok=True)

    def page(self, name: str) -> Entry | None:
        """Return what stands in a file of one entry; None where there is none."""
        path = self.folder / f"{name}.json"
        return self._read(path) if path.exists() else None

    def write_page(self, name: str, entry: Entry) -> None:
        """Write a file of one entry, or replace it as a whole."""
        text = json.dumps(entry, ensure_ascii=False) + "\n"
        self._replace(self.folder / f"{name}.json", text.encode())

    def _receipt_files(self) -> list[Path]:
        found = (self.folder / "receipts").glob("*.json")
        return sorted(path for path in found if path.stem.isdecimal())

    def _refuse_to_forget(self, path: Path) -> None:
        """Refuse a new key where facts were recorded with another one: none would be found."""
        if (self.folder / "facts.jsonl").exists():
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

    def _replace(self, path: Path, content: bytes) -> None:
        self._private_folder(path.parent)
        # Its own name for each: a run and a decision may write in the same folder at once.
        beside = path.with_name(f"{path.name}.half-written")
        with plainly(path):
            beside.unlink(missing_ok=True)
            self._create(beside, content)
            beside.replace(path)
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


def _as_lines(entries: Iterable[Entry]) -> bytes:
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    return text.encode("utf-8", "replace")


def _refuse_open_to_others(path: Path) -> None:
    """Refuse a key that others can read: it proves nothing."""
    if path.exists() and path.stat().st_mode & 0o077:
        message = f"{path} can be read by others: run `chmod 600 {path}`"
        raise CannotRun(message)


@cache
def _key_once(path: Path) -> bytes:
    return _key_in(path)


def _key_in(path: Path) -> bytes:
    message = f"{path} is not a key; restore it from a backup"
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise CannotRun(message) from error
    if len(key) != KEY_BYTES:
        raise CannotRun(message)
    return key

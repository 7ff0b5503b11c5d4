"""Undo records on disk: per run and transaction a file of encrypted parts.

Each part is bound to its receipt, its transaction and its place, and the last one says how many
there are: what was cut off, moved or taken from another run does not open.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened, Cipher
from gestand.stores.base import FEW, Image
from gestand.work.state import State, keep_names, plainly

UNDO = "undo"
HEAD, BEFORE, AFTER, STAYED, END = b"h", b"b", b"a", b"s", b"e"
"""What a part holds: what a step did, its rows before and after, keys of rows that stayed after
all, and how many parts there are."""

_LENGTH = 4
_LARGEST = 1 << 20
"""Characters of rows in one part, so that neither side needs more than a few in memory."""


def name_of(receipt: int) -> str:
    """Return for what the key of an undo record is, as own records name it."""
    return f"the undo record of receipt {receipt}"


@dataclass(frozen=True)
class UndoRecord:
    """The undo record of one receipt: a page that says until when, and a file per transaction."""

    state: State
    receipt: int

    @property
    def folder(self) -> Path:
        """The folder of all undo records."""
        return self.state.folder / UNDO

    def begin(self, until: str) -> None:
        """Say until when the record is kept."""
        self.state.write_page(self._page, {"until": until})

    def until(self) -> str | None:
        """Return until when the record is kept; None where there is none."""
        told = self.state.page(self._page)
        return None if told is None else str(told["until"])

    def transactions(self) -> list[int]:
        """Return the numbers of the transactions it is about, oldest first."""
        return sorted(int(path.stem.partition("-")[2]) for path in self._files())

    def file(self, transaction: int) -> Path:
        """Return the file of one transaction."""
        return self.folder / f"{self.receipt:06}-{transaction:06}.undo"

    def about(self, transaction: int, place: int, kind: bytes) -> str:
        """Return what a part is bound to."""
        kept = f"receipt {self.receipt}, transaction {transaction}"
        return f"gestand undo 1: {kept}, part {place}, {kind.decode()}"

    def keep_only(self, transactions: Collection[int]) -> None:
        """Remove the files of transactions that were never kept."""
        for number in self.transactions():
            if number not in transactions:
                self.file(number).unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the record; nobody could read it any more."""
        for path in (*self._files(), self.folder / f"{self.receipt:06}.json"):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # another record stands there, or none ever did
            self.folder.rmdir()

    @property
    def _page(self) -> str:
        return f"{UNDO}/{self.receipt:06}"

    def _files(self) -> list[Path]:
        return list(self.folder.glob(f"{self.receipt:06}-*.undo"))


def records(state: State) -> Iterator[UndoRecord]:
    """Yield every undo record, oldest first."""
    for path in sorted((state.folder / UNDO).glob("*.json")):
        if path.stem.isdecimal():
            yield UndoRecord(state, int(path.stem))


@dataclass
class PartWriter:
    """Writes the file of one transaction; it counts only once it was closed."""

    record: UndoRecord
    transaction: int
    key: bytes
    cipher: Cipher
    written: int = 0
    _stream: BinaryIO | None = field(default=None, repr=False)

    def head(self, told: dict[str, Any]) -> None:
        """Begin what one step did."""
        self._part(HEAD, told)

    def rows(self, kind: bytes, images: Iterator[Image]) -> int:
        """Write rows as they come, a few at a time; return how many there were."""
        batch, size, count = list[Image](), 0, 0
        for image in images:
            batch.append(image)
            count += 1
            size += sum(len(v) if isinstance(v, str) else 8 for v in image)
            if len(batch) >= FEW or size >= _LARGEST:
                self._part(kind, batch)
                batch, size = [], 0
        if batch:
            self._part(kind, batch)
        return count

    def close(self) -> None:
        """Write the last part, and see to it that all of it is on disk."""
        if self._stream is None:
            return
        self._part(END, self.written)
        with plainly(self.record.folder):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            keep_names(self.record.folder)
        self._stream = None

    def discard(self) -> None:
        """Forget what was written: its transaction was not kept."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self.written:
            self.record.file(self.transaction).unlink(missing_ok=True)

    def _part(self, kind: bytes, value: Any) -> None:
        text = json.dumps(value, separators=(",", ":")).encode()
        about = self.record.about(self.transaction, self.written, kind)
        sealed = self.cipher.seal(self.key, zlib.compress(text, 1), about)
        path = self.record.file(self.transaction)
        with plainly(path):
            if self._stream is None:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                self._stream = os.fdopen(handle, "wb")
            self._stream.write(len(sealed).to_bytes(_LENGTH, "big") + kind + sealed)
        self.written += 1


@dataclass(frozen=True)
class Section:
    """What one step did, by the places of the parts that tell of it."""

    head: dict[str, Any]
    before: list[int]
    after: list[int]
    stayed: list[int]


@dataclass(frozen=True)
class PartReader:
    """Reads the file of one transaction, one part at a time."""

    record: UndoRecord
    transaction: int
    key: bytes
    cipher: Cipher
    parts: list[tuple[bytes, int, int]] = field(default_factory=list)
    """Of each part what it holds, where it begins, and how long it is."""

    def __post_init__(self) -> None:
        path = self.record.file(self.transaction)
        with plainly(path), path.open("rb") as stream:
            while head := stream.read(_LENGTH + 1):
                length = int.from_bytes(head[:_LENGTH], "big")
                self.parts.append((head[_LENGTH:], stream.tell(), length))
                stream.seek(length, os.SEEK_CUR)

    def sections(self) -> list[Section]:
        """Return what each step did, in the order in which they were carried out.

        Raises CannotRun where the file is not whole, or not what was written.
        """
        last = len(self.parts) - 1
        if last < 0 or self.parts[last][0] != END or self._opened(last) != last:
            self._refuse()
        found: list[Section] = []
        for place, (kind, _, _) in enumerate(self.parts[:-1]):
            if kind == HEAD:
                found.append(Section(self._opened(place), [], [], []))
            else:
                section = found[-1]
                parts = {BEFORE: section.before, AFTER: section.after, STAYED: section.stayed}
                parts[kind].append(place)
        return found

    def rows(self, places: Sequence[int]) -> Iterator[list[Image]]:
        """Yield the rows of some parts, a part at a time."""
        for place in places:
            yield [tuple(values) for values in self._opened(place)]

    def _opened(self, place: int) -> Any:
        kind, start, length = self.parts[place]
        path = self.record.file(self.transaction)
        with plainly(path), path.open("rb") as stream:
            stream.seek(start)
            sealed = stream.read(length)
        try:
            about = self.record.about(self.transaction, place, kind)
            return json.loads(zlib.decompress(self.cipher.opened(self.key, sealed, about)))
        except CannotBeOpened:
            self._refuse()

    def _refuse(self) -> NoReturn:
        message = f"{self.record.file(self.transaction)} is not what was written; restore a backup"
        raise CannotRun(message)

"""Look for what is left of a person in the folders with files that the data map names."""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from gestand.core.datamap.model import DataMap
from gestand.core.residue.blocks import form_in_blocks
from gestand.core.residue.forms import Form, Sought
from gestand.errors import CannotRun
from gestand.work.folders import Folder
from gestand.work.residue import pdf

BLOCK = 1 << 20

_CANNOT_UNPACK = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass
class FilesFound:
    """A folder: how many files it has, and the names of those in which an identifier stands.

    `closed` are files that are packed in a way in which nobody can look into them.
    """

    declared: str
    files: int = 0
    closed: int = 0
    forms: dict[str, Form] = field(default_factory=dict)

    def add(self, name: str, form: Form | None, *, closed: bool) -> None:
        """Count a file."""
        self.files += 1
        self.closed += closed
        if form is not None:
            self.forms[name] = form


def columns_with_files(datamap: DataMap) -> dict[str, list[tuple[str, str]]]:
    """Return, by declared folder, the tables and columns whose rows name files in it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in datamap.tables.values():
        for column, folder in table.files.items():
            found.setdefault(folder, []).append((table.id, column))
    return found


def look_through(root: Path, declared: str, sought: Sequence[Sought]) -> FilesFound:
    """Look through every file below a folder, and at the name of each; links are not followed.

    Raises CannotRun where a file or a folder cannot be read: no name of one is repeated.
    """
    folder, found = Folder.of(root, declared), FilesFound(declared)
    try:
        for path in _files(folder.path):
            name = os.path.relpath(path, folder.path)
            file = _File(path)
            form = _form_of(file, name, sought)
            found.add(name, form, closed=file.closed)
    except OSError as error:
        reason = (error.strerror or "the system gives no reason").lower()
        message = f"folder `{declared}`: it, or a file in it, cannot be read: {reason}"
        raise CannotRun(message) from error
    return found


def _form_of(file: _File, name: str, sought: Sequence[Sought]) -> Form | None:
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    stem = Path(shown).stem
    if any(one.form_in(stem if one.whole else shown) for one in sought):
        return Form.FILE_NAME
    forms = (form_in_blocks(sought, blocks) for blocks in file.streams())
    return next(filter(None, forms), None)


@dataclass
class _File:
    """A file, as it is and unpacked; once read, `closed` says that it could not be unpacked."""

    path: str
    closed: bool = False

    def streams(self) -> Iterator[Iterator[bytes]]:
        """Yield what the file holds; a link holds nothing."""
        if not stat.S_ISREG(os.lstat(self.path).st_mode):
            return
        yield self._blocks()
        if self._begins(b"PK\x03\x04"):
            yield from self._members()
        elif self._begins(b"\x1f\x8b"):
            with gzip.open(self.path) as stream:
                yield self._unpacked(stream)
        elif self._begins(b"%PDF-"):
            yield from self._pages()

    def _pages(self) -> Iterator[Iterator[bytes]]:
        try:
            with self._opened() as stream:
                yield from (iter([text]) for text in pdf.texts(stream))
        except pdf.Closed:
            self.closed = True

    def _members(self) -> Iterator[Iterator[bytes]]:
        try:
            with zipfile.ZipFile(self.path) as packed:
                for member in packed.infolist():
                    yield from self._member(packed, member)
        except _CANNOT_UNPACK:
            self.closed = True

    def _member(
        self, packed: zipfile.ZipFile, member: zipfile.ZipInfo
    ) -> Iterator[Iterator[bytes]]:
        yield iter([member.filename.encode("utf-8", "replace")])
        with packed.open(member) as stream:
            yield self._unpacked(stream)

    def _unpacked(self, stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
        try:
            yield from _read(stream)
        except _CANNOT_UNPACK:
            self.closed = True

    def _blocks(self) -> Iterator[bytes]:
        with self._opened() as stream:
            yield from _read(stream)

    def _opened(self) -> IO[bytes]:
        # What became a pipe meanwhile would wait for ever for somebody to write to it.
        handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        return os.fdopen(handle, "rb")

    def _begins(self, with_: bytes) -> bool:
        first = next(self._blocks(), b"")
        return first.startswith(with_)


def _read(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def _files(folder: str) -> Iterator[str]:
    """Yield everything below a folder that is no folder, in the order of the names."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        else:
            yield entry.path

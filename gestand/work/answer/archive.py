"""A zip archive that is the same for the same content, and that is there whole or not at all.

It is written beside its place under a name of its own, readable for its owner only, flushed to
disk, and then given its name. A run that is stopped leaves nothing under that name; what it
leaves beside it the next run with the same name removes.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from errno import EMLINK, ENOTSUP, EOPNOTSUPP, EPERM
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gestand.errors import CannotRun

IN_MEMORY = 1 << 20
"""Bytes of a member that are kept in memory before it goes to a nameless file."""

BLOCK = 1 << 16
LONGEST_NAME, LONGEST_ENDING = 80, 10
NO_LINKS = (EPERM, ENOTSUP, EOPNOTSUPP, EMLINK)
NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name: every member gets it."""

Spool = SpooledTemporaryFile[bytes]


@dataclass
class Archive:
    """The members written so far, each with its SHA-256 and its size."""

    folder: Path
    zip: ZipFile
    members: dict[str, tuple[str, int]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _spools: list[Spool] = field(default_factory=list)

    def name(self, *parts: str) -> str:
        """Return a free and safe name of a member: it cannot leave the folder it is unpacked in."""
        wanted = "/".join(safe_name(part) for part in parts)
        stem, dot, ending = wanted.rpartition(".")
        name, number = wanted, 1
        # Some systems see no difference between capitals and small letters.
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}-{number}{dot}{ending}"
        self._taken.add(name.casefold())
        return name

    def spool(self) -> Spool:
        """Return a place for a member that grows; beyond a size it is a file without a name."""
        spool: Spool = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(self.folder))
        self._spools.append(spool)
        return spool

    def close(self) -> None:
        """Let every spool go, those that were never added as well."""
        for spool in self._spools:
            spool.close()

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Write a member of `size` bytes from the beginning of `content`."""
        content.seek(0)
        about = ZipInfo(name, NO_DAY)
        about.compress_type, about.create_system = ZIP_DEFLATED, 3
        about.external_attr = 0o600 << 16
        about.file_size = size
        digest, written = sha256(), 0
        with self.zip.open(about, "w") as member:
            while block := content.read(BLOCK):
                digest.update(block)
                written += len(block)
                member.write(block)
        self.members[name] = (digest.hexdigest(), written)

    def add_spool(self, name: str, spool: Spool) -> None:
        """Write a member that was spooled, and let the spool go."""
        self.add(name, spool, spool.seek(0, os.SEEK_END))
        spool.close()
        self._spools.remove(spool)


@contextmanager
def beside(out: Path, *, replace: bool) -> Iterator[Path]:
    """Give a path beside `out` to write to; what stands there at the end of the block goes.

    Raises CannotRun where `out` is there already, unless it may be replaced, and where it
    cannot be written.
    """
    with _plainly(out):
        _refuse(out, replace=replace)
        path = out.with_name(f".{out.name}.half-written")
        path.unlink(missing_ok=True)
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


@contextmanager
def archive(path: Path, out: Path) -> Iterator[Archive]:
    """Write an archive to `path`, for its owner only; at the end of the block it is on disk."""
    with _plainly(out):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as opened:
            zipped = ZipFile(opened, "w", ZIP_DEFLATED)
            with zipped, closing(Archive(path.parent, zipped)) as writer:
                yield writer
            opened.flush()
            os.fsync(opened.fileno())


def put_in_place(path: Path, out: Path, *, replace: bool) -> None:
    """Give what was written to `path` the name `out`, at once; it stays under both names.

    Without `replace` nothing is ever overwritten, not even what came since the work began.
    """
    with _plainly(out):
        if replace:
            path.replace(out)
        else:
            _link(path, out)
        folder = os.open(out.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _link(path: Path, out: Path) -> None:
    try:
        out.hardlink_to(path)
    except FileExistsError:
        _refuse(out, replace=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        # This file system knows no second name for a file.
        _refuse(out, replace=False)
        path.rename(out)


def _refuse(out: Path, *, replace: bool) -> None:
    if out.is_dir():
        message = f"`{out}` is a folder; name a file with `--out`"
        raise CannotRun(message)
    if os.path.lexists(out) and not replace:
        message = f"`{out}` is there already: name another file, or replace it with `--force`"
        raise CannotRun(message)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def safe_name(text: str) -> str:
    """Return a name made of letters, digits, dots, dashes and underscores, not too long.

    It never begins with a dot, so that it cannot lead to another folder or hide itself.
    """
    plain = unicodedata.normalize("NFC", text)
    marked = "".join(c if c.isalnum() or c in "-_." else "_" for c in plain).lstrip("._")
    stem, dot, ending = marked.rpartition(".")
    if len(marked) > LONGEST_NAME and stem and len(ending) <= LONGEST_ENDING:
        marked = f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
    return marked[:LONGEST_NAME].rstrip(".") or "file"


@contextmanager
def _plainly(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        message = f"`{out}` cannot be written: {reason}; name another file with `--out`"
        raise CannotRun(message) from error

"""How far the ledger had come, in the folder `.gestand` and in a file somewhere else.

The file elsewhere is what notices that the whole folder was put back from an older copy: it
grows with each command that records something, and the folder then is behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gestand.core.datamap.model import OwnRecords
from gestand.core.ledger import Head
from gestand.errors import CannotRun
from gestand.settings import filled_in
from gestand.work.lines import add, newest_line, whole_lines
from gestand.work.state import State

_PAGE = "head"


@dataclass(frozen=True)
class Inside:
    """The head in the folder, and whether it was ever kept elsewhere as well."""

    head: Head
    copied: bool


@dataclass(frozen=True)
class Heads:
    """Where heads are kept: in the folder, and in the file `copy` where there is one."""

    state: State
    copy: Path | None

    @classmethod
    def of(cls, root: Path, records: OwnRecords) -> Heads:
        """Return where the heads of the organisation in `root` are kept."""
        path = filled_in(records.heads)
        try:
            return cls(State.beside(root, records), (root / path).resolve() if path else None)
        except (OSError, RuntimeError) as error:
            message = f"{root / path}, the copy of the heads, is a link that leads nowhere"
            raise CannotRun(message) from error

    def inside(self) -> Inside | None:
        """Return the head in the folder."""
        page = self.state.page(_PAGE)
        if page is None:
            return None
        told = dict(page)
        copied = bool(told.pop("copied", False))
        return Inside(_head(told, self.state.folder / f"{_PAGE}.json"), copied)

    def newest_outside(self) -> Head | None:
        """Return the newest head of the file elsewhere, which may have many lines."""
        if self.copy is None or not _is_there(self.copy):
            return None
        with _plainly(self.copy):
            line = newest_line(self.copy)
        return None if line is None else _line(line, self.copy)

    def all_outside(self) -> list[Head]:
        """Return every head of the file elsewhere, oldest first."""
        if self.copy is None or not _is_there(self.copy):
            return []
        with _plainly(self.copy):
            lines = whole_lines(self.copy)
        return [_line(line, self.copy) for line in lines]

    def doubt(self) -> str | None:
        """Return why the folder may be an older copy; None where nothing says so."""
        # What is elsewhere is read first: another run that ends meanwhile writes there last.
        outside, inside = self.newest_outside(), self.inside()
        if self.copy is None:
            return None
        if outside is None:
            lost = inside is not None and inside.copied
            return _lost(self.copy) if lost else None
        folder = self.state.folder
        if inside is None:
            told = f"{self.copy} tells of {outside.number} entries"
            return f"{folder} has no ledger, and {told}; {_NOW}"
        if inside.head.ledger != outside.ledger:
            return f"{self.copy} tells of another ledger than that of {folder}: name its own file"
        if inside.head.number < outside.number:
            return (
                f"{folder} is an older copy: it has come to entry {inside.head.number}, and "
                f"{self.copy} tells of entry {outside.number}, of {outside.at}; {_NOW}"
            )
        if inside.head.number == outside.number and inside.head.link != outside.link:
            return f"{self.copy} tells of another entry {outside.number} than {folder}; {_NOW}"
        return None

    def write(self, head: Head) -> None:
        """Keep a head, in the folder first: the file elsewhere never knows more than it."""
        outside = self.newest_outside()
        self._write_inside(head, copied=outside is not None)
        if self.copy is not None and outside != head:
            with _plainly(self.copy):
                add(self.copy, json.dumps(asdict(head)).encode() + b"\n")
            self._write_inside(head, copied=True)

    def _write_inside(self, head: Head, *, copied: bool) -> None:
        page, before = {**asdict(head), "copied": copied}, self.state.page(_PAGE)
        if before != page:
            # Where no file elsewhere could know more, a power cut may leave the head before it.
            may_come_back = self.copy is None and before is not None
            self.state.write_page(_PAGE, page, flushed=not may_come_back)


_NOW = (
    "what was asked and decided since would be forgotten: restore the newest backup of the "
    "whole folder (docs/howto/keep-the-ledger.md says what to do when there is none)"
)


def _lost(copy: Path) -> str:
    return (
        f"{copy} is not there, and heads of the ledger were kept in it: make its disk available, "
        "or put it back. If it is lost, `gestand verify --new-copy` begins another"
    )


def _is_there(path: Path) -> bool:
    """Tell whether there is such a file; a folder that may not be read raises CannotRun."""
    with _plainly(path):
        return path.exists()


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        message = f"{path}, the copy of the heads, cannot be read or written: {why}"
        raise CannotRun(message) from error


def _line(line: bytes, path: Path) -> Head:
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    return _head(told, path)


def _head(told: Any, path: Path) -> Head:
    try:
        head = Head(**told) if isinstance(told, Mapping) else None
    except TypeError:
        head = None
    if head is None or not isinstance(head.number, int):
        message = f"{path} cannot be read as heads of a ledger; restore it from a backup"
        raise CannotRun(message)
    return head

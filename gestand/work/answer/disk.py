"""Files on disk that a row names: into the archive, under names that are safe to unpack."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from errno import EACCES, EPERM
from pathlib import Path, PurePath
from typing import Any

from gestand.core.access.told import ColumnTold, is_empty
from gestand.core.plan.steps import Read
from gestand.errors import CannotRun
from gestand.stores.base import RowTold
from gestand.work.answer.archive import Archive
from gestand.work.answer.rows import FileTold

NOT_THERE = FileTold(None)
NOT_OURS = FileTold(None, outside=True)


@dataclass
class FilesOnDisk:
    """Copies files of the organisation, below `root`, into an archive."""

    root: Path
    archive: Archive
    copied: int = 0
    left_out: int = 0

    def of(self, step: Read, columns: Sequence[ColumnTold], row: RowTold) -> dict[str, FileTold]:
        """Copy the files that a row names, and return by column what became of each."""
        values = dict(zip(step.columns, row.values, strict=True))
        told = ((column, values[column.column]) for column in columns)
        return {
            column.name: self._told(step, column.name, value)
            for column, value in told
            if column.name in step.files and not is_empty(column, row.key, value)
        }

    def _told(self, step: Read, column: str, value: Any) -> FileTold:
        found = self._copied(step, step.files[column], str(value))
        self.copied += found.member is not None
        self.left_out += found.member is None
        return found

    def _copied(self, step: Read, folder: str, stored: str) -> FileTold:
        place = self.root / folder
        if ".." in PurePath(stored).parts or PurePath(stored).is_absolute():
            return NOT_OURS
        try:
            path = (place / stored).resolve()
            if not path.is_relative_to(place.resolve()):
                return NOT_OURS
            # A pipe would wait for ever for somebody to write to it.
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except (OSError, ValueError, RuntimeError) as error:
            return _missing(error, place)
        with os.fdopen(handle, "rb") as opened:
            about = os.fstat(opened.fileno())
            if not stat.S_ISREG(about.st_mode):
                return NOT_THERE
            last = PurePath(stored).name
            name = self.archive.name("files", step.table, f"{self.copied + 1:04}-{last}")
            self.archive.add(name, opened, about.st_size)
            return FileTold(name)


def _missing(error: Exception, place: Path) -> FileTold:
    """Return that a file is not there; one that may not be read is for a person to mend."""
    if isinstance(error, OSError) and error.errno in (EACCES, EPERM):
        # The name of a file may be that of a person.
        message = f"a file in {place} may not be read by this user; give it the right, and retry"
        raise CannotRun(message) from error
    return NOT_THERE

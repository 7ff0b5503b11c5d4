"""Files in a declared folder: which file a stored name means, and whether it may be touched.

A stored name comes from a database. It must never reach a file outside the folder, and a
row may not go while the file that it names cannot be told for certain.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from errno import ENAMETOOLONG
from pathlib import Path, PurePath

from gestand.core.datamap.holdings import HeldTable
from gestand.core.plan.steps import Survey
from gestand.stores.base import Key, Run

_NOWHERE = (FileNotFoundError, NotADirectoryError)
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"
"""Stands where a stored name is no UTF-8: which file is meant cannot be told."""


class Outcome(Enum):
    """What came of removing a file."""

    REMOVED = "removed"
    NOWHERE = "nowhere"
    LEFT = "left"


@dataclass(frozen=True)
class Contents:
    """What a stored name in a folder may not be: behind a link, or a folder itself."""

    links: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    readable: bool = True

    def safe(self, name: object) -> bool:
        """Tell whether `name` is that of one file inside the folder, there or not."""
        path = _inside(name)
        if path is None or not self.readable or path.as_posix() in self.folders:
            return False
        return not self.links or not self.links & {p.as_posix() for p in (path, *path.parents)}


@dataclass(frozen=True)
class Folder:
    """A folder of the organisation, by its real path."""

    path: Path

    @classmethod
    def of(cls, root: Path, declared: str) -> Folder:
        """Return the folder that the data map declares, relative to `root`."""
        return cls(Path(os.path.realpath(root / declared)))

    def contents(self) -> Contents:
        """Look through the folder; one that is not there or cannot be read makes no name safe."""
        links: set[str] = set()
        folders: set[str] = set()
        try:
            for entry in _entries(self.path):
                (links if entry.is_symlink() else folders).add(self._relative(entry.path))
        except OSError:
            return Contents(readable=False)
        return Contents(frozenset(links), frozenset(folders))

    def file(self, name: str) -> Path:
        """Return the path that a stored name means, written one way only."""
        return Path(os.path.normpath(self.path / name))

    def within(self, path: Path) -> str | None:
        """Return the name that `path` has in this folder, None when it is not in it."""
        return self._relative(path) if path.is_relative_to(self.path) else None

    def safe(self, name: str) -> bool:
        """Tell whether the file may be touched as the disk is now; a file that is nowhere may."""
        try:
            return self._look(name) is not Outcome.LEFT
        except ValueError:  # a zero in it: no file can have that name
            return True

    def remove(self, name: str) -> Outcome:
        """Remove the file with this stored name, unless it cannot be told or removed."""
        try:
            found = self._look(name)
            if found is Outcome.REMOVED:
                (self.path / name).unlink()
        except (*_NOWHERE, ValueError):
            return Outcome.NOWHERE
        except OSError:
            return Outcome.LEFT
        return found

    def _look(self, name: str) -> Outcome:
        """Return what removing the file would come to."""
        path = _inside(name)
        if path is None or not self.path.is_dir():
            return Outcome.LEFT
        try:
            for here in (*reversed(path.parents), path):
                mode = os.lstat(self.path / here).st_mode
                if stat.S_ISLNK(mode):
                    return Outcome.LEFT
        except _NOWHERE:
            return Outcome.NOWHERE
        except OSError as error:
            return Outcome.NOWHERE if error.errno == ENAMETOOLONG else Outcome.LEFT
        return Outcome.LEFT if stat.S_ISDIR(mode) else Outcome.REMOVED

    def _relative(self, path: str | Path) -> str:
        return PurePath(path).relative_to(self.path).as_posix()


def unsafe_rows(run: Run, survey: Survey, table: HeldTable, root: Path) -> Iterator[Key]:
    """Yield the key of each row in question that names a file that cannot be told for certain."""
    for column, declared in table.files.items():
        contents = Folder.of(root, declared).contents()
        for key, name in run.file_names(survey, column):
            if not contents.safe(name):
                yield key


def _inside(name: object) -> PurePath | None:
    """Return a stored name as a path that stays inside its folder, None when it does not."""
    text = as_text(name)
    if text is None:
        return None
    path = PurePath(text)
    return None if path.is_absolute() or ".." in path.parts or not path.parts else path


def as_text(name: object) -> str | None:
    """Return a stored name as a text, None where it is none."""
    if isinstance(name, int):
        return str(name)
    return name if isinstance(name, str) and _NO_TEXT not in name else None


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Yield every link and every folder below `folder`."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_symlink():
                yield entry
            elif entry.is_dir(follow_symlinks=False):
                yield entry
                yield from _entries(entry.path)

"""Files in a declared folder: which file a stored name means, and whether it may be touched.

A stored name comes from a database. It must never reach a file outside the folder, and a
row may not go while the file that it names cannot be told for certain.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from errno import ENAMETOOLONG
from itertools import accumulate
from pathlib import Path, PurePath

from gestand.core.datamap.holdings import HeldTable
from gestand.core.plan.steps import Survey
from gestand.stores.base import Key, Run

_NOWHERE = (FileNotFoundError, NotADirectoryError)
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"
"""Stands where a stored name is no UTF-8: which file is meant cannot be told."""
_ODD = ("\n/", "/\n", "//", "\n.", "/.", "..", "\n\n", "\0", _NO_TEXT)
"""One is in every name, written with a line to itself, that may mean another file than it says."""

FEW = 200
"""From how many names on a folder is looked through, and not the file of each name."""


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
        parts = _inside(name)
        if not parts or not self.readable:
            return False
        on_the_way = list(accumulate(parts, "{}/{}".format))
        return on_the_way[-1] not in self.folders and self.links.isdisjoint(on_the_way)

    def all_safe(self, names: Sequence[object]) -> bool:
        """Tell at a glance that all names are safe; when it says no, look at each one."""
        if self.links or not self.readable or not set(map(type, names)) <= {str}:
            return False
        together = "\n".join(("", *map(str, names), ""))
        return self.folders.isdisjoint(names) and not any(odd in together for odd in _ODD)


@dataclass(frozen=True)
class Folder:
    """A folder of the organisation, by its real path.

    Paths are texts here: a run may be about a hundred thousand files, and a path object
    costs more than looking at the file.
    """

    path: str

    @classmethod
    def of(cls, root: Path, declared: str) -> Folder:
        """Return the folder that the data map declares, relative to `root`."""
        return cls(os.path.realpath(root / declared))

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

    def all_safe(self, names: Sequence[object]) -> bool:
        """Tell whether all names are safe; when it says no, look at each one.

        A few files are looked at one by one, however many the folder has.
        """
        if len(names) < FEW:
            return all(map(self.safe, names))
        return self.contents().all_safe(names)

    def file(self, name: str) -> str:
        """Return the path that a stored name means, written one way only."""
        return os.path.normpath(f"{self.path}/{name}")

    def within(self, paths: Collection[str]) -> list[str]:
        """Return the names that those of the paths have in this folder that are in it."""
        inside = f"{self.path}/"
        return [path[len(inside) :] for path in paths if path.startswith(inside)]

    def safe(self, stored: object) -> bool:
        """Tell whether the file may be touched as the disk is now; a file that is nowhere may."""
        name = as_text(stored)
        if name is None:
            return False
        try:
            return self._look(name) is not Outcome.LEFT
        except ValueError:  # a zero in it: no file can have that name
            return True

    def remove(self, name: str, *, plain: bool = False) -> Outcome:
        """Remove the file with this stored name, unless it cannot be told or removed.

        A name that is `plain` was found to mean one file inside the folder just now.
        """
        try:
            found = Outcome.REMOVED if plain else self._look(name)
            if found is Outcome.REMOVED:
                os.unlink(f"{self.path}/{name}")  # noqa: PTH108  # no path objects here
        except (*_NOWHERE, ValueError):
            return Outcome.NOWHERE
        except OSError:
            return Outcome.LEFT
        return found

    def _look(self, name: str) -> Outcome:
        """Return what removing the file would come to."""
        parts = _inside(name)
        if not parts:
            return Outcome.LEFT
        here, mode = self.path, 0
        try:
            for part in parts:
                here = f"{here}/{part}"
                mode = os.lstat(here).st_mode
                if stat.S_ISLNK(mode):
                    return Outcome.LEFT
        except _NOWHERE:
            return Outcome.NOWHERE if os.path.isdir(self.path) else Outcome.LEFT  # noqa: PTH112  # no path objects here
        except OSError as error:
            return Outcome.NOWHERE if error.errno == ENAMETOOLONG else Outcome.LEFT
        return Outcome.LEFT if stat.S_ISDIR(mode) else Outcome.REMOVED

    def _relative(self, path: str) -> str:
        return PurePath(path).relative_to(self.path).as_posix()


def unsafe_rows(
    run: Run,
    survey: Survey,
    table: HeldTable,
    folder: Callable[[str], Folder],
    contents: Callable[[str], Contents],
) -> Iterator[Key]:
    """Yield the key of each row in question that names a file that cannot be told for certain.

    `folder` gives a declared folder, `contents` looks it through.
    """
    for column, declared in table.files.items():
        names = run.all_file_names(survey, column)
        if names is not None and _looked(declared, len(names), folder, contents).all_safe(names):
            continue
        for some in run.file_names(survey, column):
            yield from _unsafe(some, _looked(declared, len(some), folder, contents))


def _looked(
    declared: str,
    names: int,
    folder: Callable[[str], Folder],
    contents: Callable[[str], Contents],
) -> Folder | Contents:
    """Return what knows about so many names: the folder, or all that is in it."""
    return folder(declared) if names < FEW else contents(declared)


def _unsafe(rows: Sequence[Sequence[object]], inside: Folder | Contents) -> Iterator[Key]:
    """Yield the keys of rows whose name, which comes last, is not safe."""
    if isinstance(inside, Contents) and inside.all_safe([row[-1] for row in rows]):
        return
    yield from (tuple(row[:-1]) for row in rows if not inside.safe(row[-1]))


def _inside(name: object) -> list[str]:
    """Return the parts of a stored name; none when it does not stay inside its folder."""
    text = as_text(name)
    if text is None or text.startswith("/"):
        return []
    parts = [part for part in text.split("/") if part not in ("", ".")]
    return [] if ".." in parts else parts


def as_text(name: object) -> str | None:
    """Return a stored name as a text, None where it is none."""
    if isinstance(name, int):
        return str(name)
    return name if isinstance(name, str) and _NO_TEXT not in name else None


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Yield every link and every folder below `folder`."""
    with os.scandir(folder) as found:
        # Nearly all are plain files, and there may be a hundred thousand of them.
        others = [entry for entry in found if not entry.is_file(follow_symlinks=False)]
    for entry in others:
        if entry.is_symlink():
            yield entry
        elif entry.is_dir(follow_symlinks=False):
            yield entry
            yield from _entries(entry.path)

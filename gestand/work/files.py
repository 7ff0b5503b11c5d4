"""Files on disk follow their row: recorded first, removed after the row's commit.

A crash leaves a file that is still to be removed, never a row without a file that must
stay: the next run finishes the recorded list. A file that cannot be removed stays on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gestand.core.datamap.holdings import HeldTable
from gestand.core.plan.steps import Erase, Redact
from gestand.errors import CannotRun
from gestand.work.folders import Folder, Outcome, as_text
from gestand.work.state import Entry
from gestand.work.sweep import Prepared

_LIST = "files-to-remove"


@dataclass(frozen=True)
class Files:
    """How many files were removed, and how many are still there although their row went."""

    removed: int = 0
    left: int = 0


class Waiting(NamedTuple):
    """A file whose row goes or has gone: its stored name, and where that stood."""

    table: str
    column: str
    folder: str
    name: str


@dataclass(frozen=True)
class FilesToRemove:
    """The recorded list of files whose rows are going."""

    prepared: Prepared
    _folders: dict[str, Folder] = field(default_factory=dict)

    def record(self, step: Erase | Redact, found: Sequence[tuple[str, Any, bool]]) -> int:
        """Record the files (column, stored name, decided) of rows that are about to go.

        Returns how many are left where they are, because a person decided so. Raises
        CannotRun when a file cannot be told any more: its row may not go then.
        """
        going: list[Waiting] = []
        left = 0
        for column, folder in step.files.items():
            named = [(name, decided) for own, name, decided in found if own == column]
            plain = self._folder(folder).contents().all_safe([name for name, _ in named])
            for name, decided in named:
                text = as_text(name)
                if text is not None and (plain or self._folder(folder).safe(text)):
                    going.append(Waiting(step.table, column, folder, text))
                    continue
                if not decided:
                    where = f"a file that `{step.table}` names"
                    message = f"{where} was moved since the plan: plan again"
                    raise CannotRun(message)
                left += 1
        if going:
            self.prepared.company.state.append(_LIST, _entries(going))
        return left

    def finish(self) -> Files:
        """Remove each recorded file that no row names any more; what cannot be is kept listed."""
        state = self.prepared.company.state
        waiting = [each for entry in state.lines(_LIST) for each in _waiting(entry)]
        if not waiting:
            return Files()
        plain = self._plain(waiting)
        files = {self._path(each, plain=each.folder in plain): each for each in waiting}
        named = self._still_named(set(files))
        told = {
            path: self._remove(each, plain=each.folder in plain)
            for path, each in files.items()
            if path not in named
        }
        left = [files[path] for path, outcome in told.items() if outcome is Outcome.LEFT]
        state.rewrite(_LIST, _entries(left))
        return Files(sum(outcome is Outcome.REMOVED for outcome in told.values()), len(left))

    def _plain(self, waiting: Sequence[Waiting]) -> set[str]:
        """Return the declared folders in which every waiting name is one way to say one file."""
        names: dict[str, list[str]] = {}
        for each in waiting:
            names.setdefault(each.folder, []).append(each.name)
        return {
            declared
            for declared, own in names.items()
            if self._folder(declared).contents().all_safe(own)
        }

    def _path(self, file: Waiting, *, plain: bool) -> str:
        folder = self._folder(file.folder)
        return f"{folder.path}/{file.name}" if plain else folder.file(file.name)

    @property
    def _root(self) -> Path:
        return self.prepared.company.root

    def _folder(self, declared: str) -> Folder:
        if declared not in self._folders:
            self._folders[declared] = Folder.of(self._root, declared)
        return self._folders[declared]

    def _remove(self, file: Waiting, *, plain: bool) -> Outcome:
        table = self._tables.get(file.table)
        if table is None or file.column not in table.files:
            # Whether a row still names it cannot be told any more.
            return Outcome.LEFT
        return self._folder(file.folder).remove(file.name, plain=plain)

    @property
    def _tables(self) -> Mapping[str, HeldTable]:
        return self.prepared.company.holdings.tables

    def _still_named(self, files: set[str]) -> set[str]:
        """Return the files that some row names, in whatever table."""
        named: set[str] = set()
        inside: dict[str, list[str]] = {}
        for table in self._tables.values():
            for column, declared in table.files.items():
                folder = self._folder(declared)
                if folder.path not in inside:
                    found_in = (folder.within(path) for path in files)
                    inside[folder.path] = [name for name in found_in if name is not None]
                names = inside[folder.path]
                run = self.prepared.runs[table.store]
                with run.transaction(writing=False):
                    found = run.act(None).still_named(table.id, column, names)
                named |= files & {folder.file(name) for name in found}
        return named


def _waiting(entry: Entry) -> Iterator[Waiting]:
    for name in entry["names"]:
        yield Waiting(entry["table"], entry["column"], entry["folder"], name)


def _entries(files: Iterable[Waiting]) -> list[Entry]:
    """Return files as lines of the list: those of one column together."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for file in files:
        names.setdefault((file.table, file.column, file.folder), []).append(file.name)
    return [
        {"table": table, "column": column, "folder": folder, "names": together}
        for (table, column, folder), together in names.items()
    ]

"""Files on disk follow their row: recorded first, removed after the row's commit.

A crash leaves a file that is still to be removed, never a row without a file that must
stay: the next run finishes the recorded list. A file that cannot be removed stays on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class FilesToRemove:
    """The recorded list of files whose rows are going."""

    prepared: Prepared

    def record(self, step: Erase | Redact, found: Iterable[tuple[str, Any, bool]]) -> int:
        """Record the files (column, stored name, decided) of rows that are about to go.

        Returns how many are left where they are, because a person decided so. Raises
        CannotRun when a file cannot be told any more: its row may not go then.
        """
        entries: list[Entry] = []
        left = 0
        for column, name, decided in found:
            folder = step.files[column]
            text = as_text(name)
            if text is not None and Folder.of(self._root, folder).safe(text):
                entries.append(
                    {"table": step.table, "column": column, "folder": folder, "name": text}
                )
            elif decided:
                left += 1
            else:
                message = f"a file that `{step.table}` names was moved since the plan: plan again"
                raise CannotRun(message)
        if entries:
            self.prepared.company.state.append(_LIST, entries)
        return left

    def finish(self) -> Files:
        """Remove each recorded file that no row names any more; what cannot be is kept listed."""
        state = self.prepared.company.state
        waiting = list(state.lines(_LIST))
        if not waiting:
            return Files()
        files = {self._path(entry): entry for entry in waiting}
        named = self._still_named(set(files))
        told = {path: self._remove(entry) for path, entry in files.items() if path not in named}
        left = [files[path] for path, outcome in told.items() if outcome is Outcome.LEFT]
        state.rewrite(_LIST, left)
        return Files(sum(outcome is Outcome.REMOVED for outcome in told.values()), len(left))

    @property
    def _root(self) -> Path:
        return self.prepared.company.root

    def _path(self, entry: Entry) -> Path:
        return Folder.of(self._root, entry["folder"]).file(entry["name"])

    def _remove(self, entry: Entry) -> Outcome:
        table = self._tables.get(entry["table"])
        if table is None or entry["column"] not in table.files:
            # Whether a row still names it cannot be told any more.
            return Outcome.LEFT
        return Folder.of(self._root, entry["folder"]).remove(entry["name"])

    @property
    def _tables(self) -> Mapping[str, HeldTable]:
        return self.prepared.company.holdings.tables

    def _still_named(self, files: set[Path]) -> set[Path]:
        """Return the files that some row names, in whatever table."""
        named: set[Path] = set()
        for table in self._tables.values():
            for column, declared in table.files.items():
                folder = Folder.of(self._root, declared)
                names = [name for path in files if (name := folder.within(path)) is not None]
                run = self.prepared.runs[table.store]
                with run.transaction(writing=False):
                    found = run.act(None).still_named(table.id, column, names)
                named |= files & {folder.file(name) for name in found}
        return named

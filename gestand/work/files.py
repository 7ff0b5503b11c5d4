"""Files on disk follow their row: recorded first, removed after the row's commit.

A crash leaves a file that is still to be removed, never a row without a file that must
stay: the next run finishes the recorded list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from errno import ENAMETOOLONG
from pathlib import Path, PurePath
from typing import Any

from gestand.core.plan.steps import Erase, Redact
from gestand.errors import CannotRun
from gestand.work.sweep import Prepared

_LIST = "files-to-remove"


@dataclass(frozen=True)
class FilesToRemove:
    """The recorded list of files whose rows are going."""

    prepared: Prepared

    def record(self, step: Erase | Redact, found: Iterable[tuple[Any, ...]]) -> None:
        """Record the files (column, stored name) of rows that are about to go."""
        entries = [
            {"table": step.table, "column": column, "folder": step.files[column], "name": name}
            for column, name in found
        ]
        if entries:
            self.prepared.company.state.append(_LIST, entries)

    def finish(self) -> int:
        """Remove each recorded file that no row names any more; return how many went."""
        state = self.prepared.company.state
        waiting = list(state.lines(_LIST))
        removed = 0
        for table, column, folder in {(e["table"], e["column"], e["folder"]) for e in waiting}:
            names = [e["name"] for e in waiting if (e["table"], e["column"]) == (table, column)]
            removed += self._remove(table, column, folder, names)
        state.clear(_LIST)
        return removed

    def _remove(self, table: str, column: str, folder: str, names: list[str]) -> int:
        run = self.prepared.runs[table.partition(".")[0]]
        with run.transaction(writing=False):
            named = run.act(None).still_named(table, column, names)
        inside = self.prepared.company.root / folder
        return sum(_unlink(inside, name) for name in names if name not in named)


def _unlink(folder: Path, name: str) -> int:
    # A stored name such as `../x` or `/x` must not reach outside the declared folder.
    if ".." in PurePath(name).parts or PurePath(name).is_absolute():
        return 0
    try:
        (folder / name).unlink()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
        return 0
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            return 0
        # The name of a file may be that of a person.
        message = f"a file in {folder} cannot be removed: {(error.strerror or '').lower()}"
        raise CannotRun(message) from error
    return 1

"""Files on disk follow their row: recorded first, removed after the row's commit.

A crash leaves a file that is still to be removed, never a row without a file that must
stay: the next run finishes the recorded list. A file that cannot be removed stays on it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any as AnyValue

from gestand.core.plan.steps import Erase, Redact
from gestand.errors import CannotRun
from gestand.stores.base import Named
from gestand.work.folders import FEW, Folder, Outcome
from gestand.work.lanes import ONE_LANE, Lanes
from gestand.work.said import Entry
from gestand.work.sweep import Prepared

_LIST = "files-to-remove"


@dataclass(frozen=True)
class Files:
    """How many files were removed, and how many are still there although their row went."""

    removed: int = 0
    left: int = 0


@dataclass(frozen=True)
class Waiting:
    """Files whose rows go or have gone: their stored names, and where those stood.

    Names are handled together: a run may be about a hundred thousand of them.
    """

    table: str
    column: str
    folder: str
    names: tuple[str, ...]

    @property
    def entry(self) -> Entry:
        """The line of the list that says so."""
        where = {"table": self.table, "column": self.column, "folder": self.folder}
        return {**where, "names": list(self.names)}


@dataclass(frozen=True)
class FilesToRemove:
    """The recorded list of files whose rows are going."""

    prepared: Prepared
    _folders: dict[str, Folder] = field(default_factory=dict)
    _told: dict[str, set[str]] = field(default_factory=dict)
    """By declared folder the names that this run found safe, since it last removed files."""

    def record(self, step: Erase | Redact, found: Sequence[Named]) -> int:
        """Record the files of rows that are about to go.

        Returns how many are left where they are, because a person decided so. Raises
        CannotRun when a file cannot be told any more: its row may not go then.
        """
        going: list[Waiting] = []
        left = 0
        for named in found:
            folder = self._folder(step.files[named.column])
            names: list[AnyValue] = [*named.names, *named.let_go]
            if not folder.all_safe(names):
                if not all(map(folder.safe, named.names)):
                    where = f"a file that `{step.table}` names"
                    message = f"{where} was moved since the plan: plan again"
                    raise CannotRun(message)
                let_go = [name for name in named.let_go if folder.safe(name)]
                left += len(named.let_go) - len(let_go)
                names = [*named.names, *let_go]
            if names:
                texts = tuple(map(str, names))
                self._told.setdefault(step.files[named.column], set()).update(texts)
                going.append(Waiting(step.table, named.column, step.files[named.column], texts))
        if going:
            self.prepared.company.state.append(_LIST, (each.entry for each in going))
        return left

    def finish(self, turns: Lanes = ONE_LANE) -> Files:
        """Remove each recorded file that no row names any more; what cannot be is kept listed.

        Other lanes have their turn while rows are asked and files removed: this one alone has any.
        """
        state = self.prepared.company.state
        waiting = [_waiting(entry) for entry in state.lines(_LIST)]
        if not waiting:
            return Files()
        plain = self._plain(waiting)
        self._told.clear()
        paths = [self._paths(each, plain=each.folder in plain) for each in waiting]
        every = {path for each in paths for path in each}
        settled = turns.wait(partial(self._still_named, every))
        removed, left = 0, list[Waiting]()
        for each, own in zip(waiting, paths, strict=True):
            files = dict(zip(own, each.names, strict=True))
            names = [name for path, name in files.items() if path not in settled]
            settled |= files.keys()
            told = turns.wait(partial(self._remove, each, names, plain=each.folder in plain))
            removed += told.count(Outcome.REMOVED)
            stuck = [name for name, came in zip(names, told, strict=True) if came is Outcome.LEFT]
            left += [replace(each, names=tuple(stuck))] if stuck else []
        state.rewrite(_LIST, (each.entry for each in left))
        return Files(removed, sum(len(each.names) for each in left))

    def _plain(self, waiting: Sequence[Waiting]) -> set[str]:
        """Return the declared folders in which every waiting name is one way to say one file.

        None where the names are few: each is looked at when its file is removed.
        """
        names: dict[str, list[str]] = {}
        for each in waiting:
            names.setdefault(each.folder, []).extend(each.names)
        return {
            declared
            for declared, own in names.items()
            if len(own) >= FEW
            and (_flat(own, self._told.get(declared, ())) or self._folder(declared).all_safe(own))
        }

    def _paths(self, waiting: Waiting, *, plain: bool) -> list[str]:
        folder = self._folder(waiting.folder)
        if plain:
            return [f"{folder.path}/{name}" for name in waiting.names]
        return list(map(folder.file, waiting.names))

    @property
    def _root(self) -> Path:
        return self.prepared.company.root

    def _folder(self, declared: str) -> Folder:
        if declared not in self._folders:
            self._folders[declared] = Folder.of(self._root, declared)
        return self._folders[declared]

    def _remove(self, waiting: Waiting, names: Sequence[str], *, plain: bool) -> list[Outcome]:
        """Remove files; return what came of each."""
        table = self.prepared.company.holdings.tables.get(waiting.table)
        if table is None or waiting.column not in table.files:
            # Whether a row still names it cannot be told any more.
            return [Outcome.LEFT] * len(names)
        folder = self._folder(waiting.folder)
        return [folder.remove(name, plain=plain) for name in names]

    def _still_named(self, files: set[str]) -> set[str]:
        """Return the files that some row names, in whatever table."""
        named: set[str] = set()
        inside: dict[str, list[str]] = {}
        for table in self.prepared.company.holdings.tables.values():
            for column, declared in table.files.items():
                folder = self._folder(declared)
                if folder.path not in inside:
                    inside[folder.path] = folder.within(files)
                names = inside[folder.path]
                run = self.prepared.runs[table.store]
                with run.transaction(writing=False):
                    found = run.act(as_planned=False).still_named(table.id, column, names)
                named |= files & {folder.file(name) for name in found}
        return named


def _waiting(entry: Entry) -> Waiting:
    return Waiting(entry["table"], entry["column"], entry["folder"], tuple(entry["names"]))


def _flat(names: Sequence[str], told: Collection[str]) -> bool:
    """Tell whether names that were just found safe stand in the folder itself.

    Whatever may have come in the place of such a file since, what is removed is in the folder.
    """
    return not set(names).difference(told) and "/" not in "".join(names)

"""The only place that chooses concrete parts: which store stands behind which URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from gestand.core.datamap.model import DataMap, Store
from gestand.core.findings import Finding
from gestand.core.found import shown
from gestand.core.hosts import is_this_machine
from gestand.errors import CannotRun
from gestand.settings import filled_in, now
from gestand.stores.sql import SqlStore
from gestand.work.company import Company, assemble, assemble_anew, unreachable_store
from gestand.work.company import kept_open as stores_kept_open
from gestand.work.inspection import Inspection
from gestand.work.project import Project, load
from gestand.work.residue.premises import Premises

_SQLITE = re.compile(r"(?P<driver>sqlite(?:\+\w+)?:///)(?P<path>.*)", re.DOTALL)

_store = lru_cache(maxsize=32)(SqlStore.at)
"""The stores that were named last: what was written for one serves when it is named again."""

Files = frozenset[tuple[str, int, int]]
"""The files of a declaration, with the moment and the size of each."""

_NONE: Mapping[Path, Company] = MappingProxyType({})
_OPEN: ContextVar[Mapping[Path, Company]] = ContextVar("organisations kept open", default=_NONE)


def open_company(directory: Path) -> Company:
    """Load, check and match the organisation in `directory`; any finding raises NotClean.

    One that is `kept_open` is given as it was opened.
    """
    if (found := _OPEN.get().get(directory.resolve())) is not None:
        return found
    project = load(directory)
    stores, unreachable = open_stores(project.datamap, project.root)
    return assemble(project, stores, unreachable)


@dataclass
class Opener:
    """Opens an organisation again and again, for a program that answers for long.

    What it declares is read and checked again where a file of it has changed since.
    """

    directory: Path
    _read: tuple[Files, Project] | None = field(default=None, repr=False)

    def __call__(self) -> Company:
        """Return the organisation as its declaration and its stores are now; NotClean as ever."""
        files = _files(self.directory)
        if self._read is None or self._read[0] != files:
            project = load(self.directory)
            company = assemble(project, *open_stores(project.datamap, project.root))
            self._read = files, project
            return company
        project = self._read[1]
        return assemble_anew(project, *open_stores(project.datamap, project.root))


def _files(directory: Path) -> Files:
    """Return every file of a declaration, and what changes with it."""
    inside = directory / "privacy"
    return frozenset(
        (str(path), told.st_mtime_ns, told.st_size)
        for path in (inside if inside.is_dir() else directory).rglob("*")
        for told in (path.stat(),)
    )


@contextmanager
def kept_open(directory: Path) -> Iterator[Company]:
    """Open the organisation in `directory` once for all that is done within the block."""
    company = open_company(directory)
    before = _OPEN.set({**_OPEN.get(), directory.resolve(): company})
    try:
        with stores_kept_open(company.stores.values()):
            yield company
    finally:
        _OPEN.reset(before)


def open_premises(directory: Path) -> Premises:
    """Open every store of the organisation in `directory`, whatever its declaration says of it.

    A store that cannot be read raises NotClean.
    """
    project = load(directory)
    stores, unreachable = open_stores(project.datamap, project.root)
    return Premises.of(project, stores, unreachable)


def open_stores(datamap: DataMap | None, root: Path) -> tuple[dict[str, SqlStore], list[Finding]]:
    """Name every store of the map by its URL, relative to `root`; what cannot be is a finding."""
    stores: dict[str, SqlStore] = {}
    findings: list[Finding] = []
    if datamap is None:
        return stores, findings
    for store in datamap.stores.values():
        try:
            stores[store.id] = _store(store.id, _url(store, root), store.zone)
        except CannotRun as error:
            findings.append(unreachable_store(datamap, store.id, str(error)))
    return stores, findings


def open_stranger(name: str, url: str, base: Path) -> SqlStore:
    """Name a database that stands in no data map yet; a file is looked for from `base`."""
    return SqlStore.at(name, _file_of(name, filled_in(url), base), "UTC")


def open_copies(company: Company, urls: Mapping[str, str]) -> dict[str, SqlStore]:
    """Name a copy of each of some stores by its URL, in which `${NAME}` is a variable.

    Raises CannotRun where a store is not known, or the copy is the store itself.
    """
    copies: dict[str, SqlStore] = {}
    for name, url in urls.items():
        if name not in company.stores:
            known = ", ".join(sorted(company.stores))
            message = f"there is no store `{shown(name)}`; there is {known}"
            raise CannotRun(message)
        live = company.stores[name]
        assert isinstance(live, SqlStore)  # it was opened here
        copies[name] = _store(name, _file_of(name, filled_in(url), Path()), live.zone)
        if _place(copies[name].engine.url) == _place(live.engine.url):
            message = f"the copy of `{name}` is the store itself: name where the backup was put"
            raise CannotRun(message)
    return copies


_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}


def _place(url: sa.URL) -> tuple[object, ...]:
    """Return where a database stands, whoever enters it."""
    backend = url.get_backend_name()
    sockets = tuple(url.query.get(name) for name in ("host", "unix_socket"))
    host = "localhost" if is_this_machine(url.host or "localhost") else url.host
    return backend, host, url.port or _PORTS.get(backend), url.database, sockets


def _url(store: Store, root: Path) -> str:
    return _file_of(store.id, filled_in(store.url), root)


def _file_of(name: str, url: str, root: Path) -> str:
    """Return a URL with the whole path of its file, if it has one; CannotRun without the file."""
    match = _SQLITE.match(url)
    if match is None:
        return url
    path = root / match["path"]
    if not path.is_file():
        # SQLite would make an empty database of a name that was typed wrong.
        message = f"store `{name}`: there is no file {path.name}"
        raise CannotRun(message)
    return match["driver"] + str(path.resolve())


def open_inspection(directory: Path, at: datetime | None = None) -> Inspection:
    """Open the organisation in `directory` as it is found, at this moment or at `at`.

    Raises NotClean where its policy, data map or statements cannot be read.
    """
    project = load(directory)
    stores, _ = open_stores(project.datamap, project.root)
    moment = now() if at is None else at
    on = moment.astimezone(ZoneInfo(project.zone)).date()
    return Inspection.of(project, stores, moment, on)

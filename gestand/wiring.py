"""The only place that chooses concrete parts: which store stands behind which URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gestand.core.datamap.model import DataMap, Store
from gestand.core.datamap.schema import Schema
from gestand.core.findings import Finding
from gestand.errors import CannotRun
from gestand.settings import filled_in
from gestand.stores.sql import SqlStore

CODES = {
    "G430": "A store cannot be reached.",
}

_SQLITE = "sqlite:///"


def open_stores(datamap: DataMap, root: Path) -> tuple[dict[str, SqlStore], list[Finding]]:
    """Name every store of the map by its URL, relative to `root`; what cannot be is a finding."""
    stores: dict[str, SqlStore] = {}
    findings: list[Finding] = []
    for store in datamap.stores.values():
        try:
            stores[store.id] = SqlStore.at(store.id, _url(store, root), store.zone)
        except CannotRun as error:
            findings.append(_unreachable(store, str(error)))
    return stores, findings


def reflect(
    datamap: DataMap, stores: Mapping[str, SqlStore], only: Iterable[str] = ()
) -> tuple[dict[str, Schema], list[Finding]]:
    """Read the schema of every store; one that cannot be read is a finding."""
    schemas: dict[str, Schema] = {}
    findings: list[Finding] = []
    for name in only or stores:
        try:
            schemas[name] = stores[name].reflect()
        except CannotRun as error:
            findings.append(_unreachable(datamap.stores[name], str(error)))
    return schemas, findings


def _url(store: Store, root: Path) -> str:
    url = filled_in(store.url)
    if not url.startswith(_SQLITE) or url.startswith(_SQLITE + "/"):
        return url
    path = root / url.removeprefix(_SQLITE)
    if not path.is_file():
        # SQLite would make an empty database of a name that was typed wrong.
        message = f"store `{store.id}`: there is no file {path.name}"
        raise CannotRun(message)
    return _SQLITE + str(path.resolve())


def _unreachable(store: Store, reason: str) -> Finding:
    return Finding(
        store.span,
        "G430",
        reason,
        store.id,
        "check the url, that the database runs, and that this user may read it",
    )

"""One organisation, ready to be asked: its policy, its data map, its live databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.match import match
from gestand.core.datamap.schema import Schema
from gestand.core.findings import Finding
from gestand.core.policy.check import check_policy
from gestand.core.policy.model import Policy
from gestand.core.policy.statement import promise_of_keep
from gestand.errors import GestandError
from gestand.stores.sql import SqlStore
from gestand.wiring import open_stores, reflect
from gestand.work.project import Project, load
from gestand.work.state import State


class NotClean(GestandError):
    """The declaration has findings: nothing is planned on it."""

    def __init__(self, findings: list[Finding], *, unreadable: bool) -> None:
        super().__init__(f"{len(findings)} findings: run `gestand check` and mend them first")
        self.findings = findings
        self.unreadable = unreadable


@dataclass(frozen=True)
class Company:
    """Everything a plan is made from; `promises` gives the promise id of each period."""

    root: Path
    versions: tuple[Policy, ...]
    holdings: Holdings
    schemas: Mapping[str, Schema]
    stores: Mapping[str, SqlStore]
    promises: Mapping[str, str]
    state: State

    @property
    def policy(self) -> Policy:
        """The newest version of the policy."""
        return self.versions[-1]

    @property
    def zone(self) -> str:
        """The controller's time zone."""
        return self.policy.controller.zone

    def digests(self) -> dict[str, str]:
        """Return a short digest of the schema of each store, for receipts."""
        return {
            name: sha256(repr(schema).encode()).hexdigest()[:16]
            for name, schema in self.schemas.items()
        }


def open_company(directory: Path) -> Company:
    """Load, check and match an organisation; any finding raises NotClean."""
    project = load(directory)
    findings = list(project.findings)
    if project.policy is None or project.datamap is None:
        raise NotClean(findings, unreadable=project.unreadable)
    findings += check_policy(project.policy, project.datamap)
    stores, unreachable = open_stores(project.datamap, project.root)
    schemas, unreadable = reflect(project.datamap, stores)
    findings += unreachable + unreadable
    matched = match(project.policy, project.datamap, schemas)
    findings += matched.findings
    if findings or matched.holdings is None:
        broken = project.unreadable or bool(unreachable or unreadable)
        raise NotClean(sorted(findings), unreadable=broken)
    return _company(project, matched.holdings, schemas, stores)


def _company(
    project: Project,
    holdings: Holdings,
    schemas: Mapping[str, Schema],
    stores: Mapping[str, SqlStore],
) -> Company:
    return Company(
        project.root,
        project.versions,
        holdings,
        schemas,
        stores,
        promise_of_keep(list(project.statements.values())),
        State.beside(project.root),
    )

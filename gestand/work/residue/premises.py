"""What is looked through: the stores as they are, whatever the declaration says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gestand.core.datamap.model import DataMap
from gestand.core.datamap.schema import Schema
from gestand.core.findings import Finding
from gestand.core.policy.check import check_policy
from gestand.core.residue.grades import Grade, Why
from gestand.stores.base import Key, Store
from gestand.work.company import Company, NotClean, matched_with, reflect_all
from gestand.work.heads import Heads
from gestand.work.project import Project


@dataclass(frozen=True)
class Premises:
    """The stores of an organisation as they are; `company` is None where it cannot be matched.

    Tables outside the data map stand in `schemas`, and not in those of `company`.
    """

    project: Project
    datamap: DataMap
    stores: Mapping[str, Store]
    schemas: Mapping[str, Schema]
    company: Company | None

    @classmethod
    def of(cls, project: Project, stores: Mapping[str, Store], lost: list[Finding]) -> Premises:
        """Read the schema of every store; one that cannot be read raises NotClean.

        `lost` are findings about stores that could not even be named.
        """
        datamap = project.datamap
        if datamap is None:
            raise NotClean(list(project.findings), unreadable=True)
        schemas, unreadable = reflect_all(datamap, stores)
        if lost or unreadable:
            raise NotClean(sorted([*lost, *unreadable]), unreadable=True)
        return cls(project, datamap, stores, schemas, _matched(project, datamap, stores, schemas))

    @property
    def heads(self) -> Heads:
        """Where the ledger keeps how far it has come."""
        return Heads.of(self.project.root, self.datamap.records)

    @property
    def tables(self) -> list[str]:
        """Every table of every store."""
        return [f"{name}.{t}" for name, s in self.schemas.items() for t in sorted(s.tables)]


    def naming(self, table: str, column: str, names: Sequence[str]) -> list[tuple[str, Key]]:
        """Return the names that stand in a column, each with the key of a row that has it."""
        store, _, bare = table.partition(".")
        live = self.schemas[store].tables.get(bare)
        if live is None or column not in live.columns or not names:
            return []
        with self.stores[store].search(()) as search:
            return list(search.naming(live, column, names))

    def same_for_all(self, table: str) -> Why | None:
        """Return why rows of a table are what they are; None where each row has to be asked."""
        store, _, bare = table.partition(".")
        if bare not in self.schemas[store].tables:
            return Why(Grade.COPY)
        mapped = self.datamap.tables.get(table)
        if mapped is None:
            return Why(Grade.UNMAPPED)
        if table in self.project.unmapped:
            return Why(Grade.UNLOOKED)
        if mapped.not_personal is not None:
            return Why(Grade.EXEMPT)
        if mapped.removed_by is not None:
            return Why(Grade.ELSEWHERE)
        return Why(Grade.UNJUDGED) if self.company is None else None


def _matched(
    project: Project, datamap: DataMap, stores: Mapping[str, Store], schemas: Mapping[str, Schema]
) -> Company | None:
    """Return the organisation without the tables that the data map does not mention."""
    if project.policy is None or project.findings or check_policy(project.policy, datamap):
        return None
    mapped = {
        store: replace(
            schema,
            tables={n: t for n, t in schema.tables.items() if f"{store}.{n}" in datamap.tables},
        )
        for store, schema in schemas.items()
    }
    try:
        return matched_with(project, stores, mapped)
    except NotClean:
        return None

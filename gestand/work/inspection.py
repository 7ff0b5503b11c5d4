"""An organisation as it is found, to be probed: what does not fit its declaration stops nothing.

A plan is made of what was checked and matched. A promise must also be judged where somebody added
a column, or a database is down: that is when it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from gestand.core import vocabulary
from gestand.core.datamap.model import DataMap
from gestand.core.datamap.schema import Schema
from gestand.core.policy import law
from gestand.core.policy.model import Policy
from gestand.core.policy.published import Document
from gestand.core.proving.outside import declared_only
from gestand.errors import CannotRun
from gestand.stores.base import Store
from gestand.work.company import Company, NotClean, matched_with, reflect_all
from gestand.work.editions import Version, in_force, versions_of
from gestand.work.heads import Heads
from gestand.work.project import Project
from gestand.work.publish import check_publication
from gestand.work.state import State

NO_TEXT = frozenset({"G527", "G528", "G534", "G550"})
"""Findings with which a text cannot be made: what it asks for is not in the policy."""

_JUDGED = frozenset({*law.CODES, *vocabulary.CODES})
"""Findings about what was read well, and is not as it should be: that is for the probes."""


@dataclass(frozen=True)
class Inspection:
    """An organisation at the moment `at`, which is the day `on` for its controller.

    `policy` is the version in force on that day, and `project` ends with it; before the first one
    begins that counts. `declared` is all that was written down, also what begins later.

    `schemas` are those of the stores that could be read. `lost` are the others.
    """

    project: Project
    declared: Project
    policy: Policy
    datamap: DataMap
    stores: Mapping[str, Store]
    schemas: Mapping[str, Schema]
    lost: frozenset[str]
    at: datetime
    on: date

    @classmethod
    def of(
        cls, project: Project, stores: Mapping[str, Store], at: datetime, on: date
    ) -> Inspection:
        """Read the schema of every store that answers.

        Raises NotClean where a file of the declaration, or a part of it, cannot be read: then
        nobody knows what to look for, or whose data are held.
        """
        policy, datamap = project.policy, project.datamap
        unread = [finding for finding in project.findings if finding.code not in _JUDGED]
        if policy is None or datamap is None or unread:
            raise NotClean(list(project.findings), unreadable=project.unreadable)
        if not project.statements:
            message = "there is no statement to look at: write `statement/en.md` beside the policy"
            raise CannotRun(message)
        schemas, _ = reflect_all(datamap, stores)
        lost = frozenset(datamap.stores.keys() - schemas.keys())
        current = in_force(project, on) or project
        policy = current.policy or policy
        return cls(current, project, policy, datamap, stores, schemas, lost, at, on)

    @cached_property
    def company(self) -> Company | None:
        """The organisation as far as it is declared; None where that fits no longer."""
        here = {name: store for name, store in self.stores.items() if name in self.schemas}
        schemas = declared_only(self.datamap, self.schemas)
        try:
            company = matched_with(self.declared, here, schemas)
        except NotClean:
            return None
        # The data map fits what is declared, and what is promised today is another version of it.
        return replace(company, versions=self.project.versions)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The text as it would be published today, by language; none where it cannot be made."""
        found = check_publication(self.project, self.on)
        if any(finding.code in NO_TEXT for finding in found):
            return {}
        version = versions_of(self.project, self.policy, self.on)[-1]
        return {one: version.document(one) for one in version.statements}

    @property
    def every_version(self) -> list[Version]:
        """Every version of the statement as it is on this day, with those that begin later."""
        newest = self.declared.policy or self.policy
        return versions_of(self.declared, newest, self.on)

    @property
    def state(self) -> State:
        """Where Gestand remembers what was done."""
        return State.beside(self.project.root, self.datamap.records)

    @property
    def heads(self) -> Heads:
        """Where the ledger keeps how far it has come."""
        return Heads.of(self.project.root, self.datamap.records)

    def stores_of(self, purpose: str) -> frozenset[str]:
        """Return the stores whose tables list a purpose, of those that a plan sees to."""
        tables = (table for table in self.datamap.tables.values() if table.planned)
        return frozenset(table.store for table in tables if purpose in table.purposes)

    def stores_listing(self, purpose: str) -> frozenset[str]:
        """Return the stores whose tables list a purpose, whoever removes what stands there."""
        tables = self.datamap.tables.values()
        return frozenset(table.store for table in tables if purpose in table.purposes)

    def places_of(self, purposes: Iterable[str]) -> frozenset[str]:
        """Return the places out of reach that hold data for one of some purposes."""
        named = {*purposes}
        places = self.datamap.out_of_reach
        return frozenset(place.id for place in places if named & {*place.purposes})

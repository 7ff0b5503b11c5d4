"""What the plan would do with one version of the policy, compared with another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from gestand.core.datamap.match import match
from gestand.core.plan.steps import Erase, Plan
from gestand.core.policy.model import Policy
from gestand.core.proving.outside import declared_only
from gestand.work.company import Company
from gestand.work.compiled import Programs
from gestand.work.sides import Side
from gestand.work.sweep import Request, prepare


@dataclass(frozen=True)
class Beyond:
    """How many more rows of a table go, and lose cells, with the newer version; or fewer."""

    table: str
    goes: int
    changes: int


class Mapped(Enum):
    """With which data map the plan of a version was counted: its own, or today's, and why."""

    TODAY = "today"
    KEPT = "kept"
    MISSING = "missing"
    UNFIT = "unfit"


@dataclass(frozen=True)
class Compared:
    """Two plans of one day, table by table, where they differ.

    `unlisted` are purposes of the older version that its data map lists nowhere: what they held
    counts in both plans as held by nothing. `maps` says with which data map each was counted.
    """

    day: date
    tables: tuple[Beyond, ...]
    unlisted: tuple[str, ...]
    maps: tuple[Mapped, Mapped] = (Mapped.TODAY, Mapped.TODAY)

    @property
    def goes(self) -> int:
        """How many rows more go."""
        return sum(one.goes for one in self.tables)

    @property
    def changes(self) -> int:
        """How many rows more lose cells."""
        return sum(one.changes for one in self.tables)


def compared(company: Company, older: Side, newer: Side, day: date) -> Compared:
    """Measure the plan of a day with each version as the newest one (GROUNDS rule 12).

    Each with the data map that was published with it, where that is kept and still fits the
    databases. A longer period and a new purpose count for what begins later only; nothing is
    changed.
    """
    then, mapped = _mapped(company, older)
    now, mapped_now = _mapped(company, newer)
    before, after = (
        _planned(_until(one, side.policy), day) for one, side in ((then, older), (now, newer))
    )
    tables = (
        Beyond(table, *(new - old for new, old in zip(after_, before_, strict=True)))
        for table in dict.fromkeys((*after, *before))
        for before_, after_ in [(before.get(table, _NOTHING), after.get(table, _NOTHING))]
    )
    listed = {name for table in then.holdings.tables.values() for name in table.purposes}
    unlisted = tuple(name for name in older.policy.purposes if name not in listed)
    differing = tuple(one for one in tables if one.goes or one.changes)
    return Compared(day, differing, unlisted, (mapped, mapped_now))


_NOTHING = (0, 0)


def _mapped(company: Company, side: Side) -> tuple[Company, Mapped]:
    """Return the organisation as the data map of a version says that it is, where one is kept.

    What people asked and who they are stays as it is today: a map that knows fewer kinds of
    people, or a store that is not there any more, does not fit.
    """
    if side.is_current:
        return company, Mapped.TODAY
    if side.datamap is None:
        return company, Mapped.MISSING
    same_people = company.holdings.subjects.keys() <= side.datamap.subjects.keys()
    if not same_people or not side.datamap.stores.keys() <= company.schemas.keys():
        return company, Mapped.UNFIT
    schemas = declared_only(side.datamap, company.schemas)
    matched = match(side.policy, side.datamap, schemas)
    if matched.holdings is None:
        return company, Mapped.UNFIT
    stores = {name: company.stores[name] for name in side.datamap.stores}
    own = {name: schemas[name] for name in side.datamap.stores}
    then = replace(company, holdings=matched.holdings, schemas=own, stores=stores)
    return replace(then, programs=Programs()), Mapped.KEPT


def _planned(company: Company, day: date) -> Mapping[str, tuple[int, int]]:
    with prepare(company, Request(day)) as prepared:
        return _counts(prepared.plan)


def _until(company: Company, policy: Policy) -> Company:
    """Return the organisation as if this were its newest version."""
    before = tuple(one for one in company.versions if one.effective < policy.effective)
    return replace(company, versions=(*before, policy))


def _counts(plan: Plan) -> Mapping[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for table in plan.program.surveys:
        own = [one for one in plan.measured if one.step.table == table]
        goes = sum(one.rows for one in own if isinstance(one.step, Erase))
        found[table] = (goes, plan.emptied.get(table, 0))
    return found

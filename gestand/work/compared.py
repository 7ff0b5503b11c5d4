"""What the plan would do with one version of the policy, compared with another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from gestand.core.plan.steps import Erase, Plan
from gestand.core.policy.model import Policy
from gestand.work.company import Company
from gestand.work.sweep import Request, prepare


@dataclass(frozen=True)
class Beyond:
    """How many more rows of a table go, and lose cells, with the newer version; or fewer."""

    table: str
    goes: int
    changes: int


@dataclass(frozen=True)
class Compared:
    """Two plans of one day, table by table, where they differ.

    `unlisted` are purposes of the older version that the data map lists nowhere any more: what
    they held counts in both plans as held by nothing.
    """

    day: date
    tables: tuple[Beyond, ...]
    unlisted: tuple[str, ...]

    @property
    def goes(self) -> int:
        """How many rows more go."""
        return sum(one.goes for one in self.tables)

    @property
    def changes(self) -> int:
        """How many rows more lose cells."""
        return sum(one.changes for one in self.tables)


def compared(company: Company, older: Policy, newer: Policy, day: date) -> Compared:
    """Measure the plan of a day with each version as the newest one (GROUNDS rule 12).

    A longer period and a new purpose count for what begins later only; nothing is changed.
    """
    plans = []
    for one in (older, newer):
        with prepare(_until(company, one), Request(day)) as prepared:
            plans.append(_counts(prepared.plan))
    before, after = plans
    tables = (
        Beyond(table, after[table][0] - before[table][0], after[table][1] - before[table][1])
        for table in after
        if table in before
    )
    listed = {name for table in company.holdings.tables.values() for name in table.purposes}
    unlisted = tuple(name for name in older.purposes if name not in listed)
    return Compared(day, tuple(one for one in tables if one.goes or one.changes), unlisted)


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

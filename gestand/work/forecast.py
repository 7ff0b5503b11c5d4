"""What falls due per month and table in the year to come, counted in the stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gestand.core.proving.coming import Coming, by_month, coming, first_days
from gestand.core.proving.overdue import Calendar
from gestand.settings import today
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.noted import looking
from gestand.work.probes.overdue import apart_in
from gestand.work.taken_along import can_tell


@dataclass
class Forecast:
    """The first day of each month, and by table in how many rows something falls due in it.

    The first month begins today. `unseen` are tables of which no store tells: it is down, or
    another one that has a say in its rows is.
    """

    months: list[date]
    tables: dict[str, list[int]] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)

    @property
    def totals(self) -> list[int]:
        """In how many rows of all tables something falls due in each month."""
        return [sum(column) for column in zip(*self.tables.values(), strict=True)] or [
            0 for _ in self.months
        ]


def forecast(company: Company) -> Forecast:
    """Return what falls due in the twelve months to come, by the policy in force today.

    Each table is read once for what is due by then, and the rows that are are counted by their
    month in the store. Nothing is changed. Raises CannotRun where a store cannot be read.
    """
    day = today(company.zone)
    days = first_days(day)
    calendars = [Calendar(company.policy, company.holdings, one) for one in days]
    found = Forecast(days[:-1])
    with looking(company, day) as (runs, noted):
        asked: dict[str, dict[str, Coming]] = {}
        for table in company.holdings.tables.values():
            groups = [group for group in calendars[0].groups(table) if group.purposes]
            if groups:
                apart = apart_in(calendars[0], table, noted)
                asked.setdefault(table.store, {})[table.id] = coming(calendars, groups, apart)
        for store, tables in asked.items():
            _count(company, runs, store, tables, found)
    return found


def _count(
    company: Company,
    runs: Mapping[str, Run],
    store: str,
    tables: Mapping[str, Coming],
    found: Forecast,
) -> None:
    conditions = {
        table: (ask.where, *(step for ladder in ask.ladders for step in ladder))
        for table, ask in tables.items()
    }
    if store in runs:
        runs[store].trust_dates()
    told = can_tell(company, runs, store, conditions)
    for table, ask in tables.items():
        if table not in told:
            found.unseen.append(table)
            continue
        months = by_month(runs[store].tally(table, ask.ladders, ask.where))
        if any(months):
            found.tables[table] = months

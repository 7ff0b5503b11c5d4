"""What falls due per month and table in the year to come, counted in the stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gestand.core.datamap.holdings import HeldTable
from gestand.core.proving.coming import by_month, coming, first_days
from gestand.core.proving.overdue import Calendar
from gestand.settings import today
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.noted import Noted, looking
from gestand.work.probes.overdue import apart_in


@dataclass
class Forecast:
    """The first day of each month, and by table in how many rows something falls due in it.

    The first month begins today. `unseen` are tables of which no store tells: it is down, holds
    documents, or does not hold all that has a say.
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
        for table in company.holdings.tables.values():
            _count(calendars, table, (runs, noted), found)
    return found


def _count(
    calendars: list[Calendar],
    table: HeldTable,
    asked: tuple[Mapping[str, Run], Noted],
    found: Forecast,
) -> None:
    runs, noted = asked
    run, now = runs.get(table.store), calendars[0]
    groups = [group for group in now.groups(table) if group.purposes]
    here = [group for group in groups if now.asked_within_one_store(group)]
    if groups and (run is None or table.documents or len(here) < len(groups)):
        found.unseen.append(table.id)
    if run is None or not here:
        return
    ask = coming(calendars, here, apart_in(now, table, noted))
    months = by_month(run.tally(table.id, ask.ladders, ask.where))
    if any(months):
        found.tables[table.id] = months

"""What falls due per month, against what the plan of each of these days would do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from gestand.core.plan.steps import Erase
from gestand.core.proving.coming import first_days
from gestand.settings import today
from gestand.wiring import open_company
from gestand.work.company import Company
from gestand.work.forecast import forecast
from gestand.work.sweep import Request, prepare
from tests.linde import build

TODAY = today("Europe/Amsterdam")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


ROWS = "\n".join([
    *(
        f"INSERT INTO applications VALUES ({n}, 1, 'A', 'a{n}@x.example', 'dear', '{ago(n * 7)}', "
        "NULL, NULL, NULL, NULL);"
        for n in range(1, 6)
    ),
    f"INSERT INTO vacancies VALUES (1, 'gardener', '2020-01-01', '{ago(10)}', NULL, NULL);",
    *(
        f"INSERT INTO guest_orders VALUES ({n}, 'G', 'g{n}@x.example', 'Dijk 9', 'vase', "
        f"'{ago(40 * n)}', '{ago(40 * n - 1)}', NULL);"
        for n in range(1, 9)
    ),
])


def changed(company: Company, day: date) -> dict[str, int]:
    """Return how many rows the plan of a day changes, by table."""
    found: dict[str, int] = {}
    with prepare(company, Request(day)) as prepared:
        plan = prepared.plan
        for measured in plan.changes:
            if isinstance(measured.step, Erase):
                table = measured.step.table
                found[table] = found.get(table, 0) + measured.rows
        for table, rows in plan.emptied.items():
            found[table] = found.get(table, 0) + rows
    return {table: rows for table, rows in found.items() if rows}


def test_a_forecast_says_what_the_plans_of_these_days_say(tmp_path: Path) -> None:
    company = open_company(build(tmp_path / "linde", ROWS))
    found = forecast(company)
    days, now = first_days(TODAY), changed(company, TODAY)
    for number in (1, 4, 12):
        later = changed(company, days[number])
        told = {table: sum(months[:number]) for table, months in found.tables.items()}
        due = {table: rows - now.get(table, 0) for table, rows in later.items()}
        assert {t: n for t, n in told.items() if n} == {t: n for t, n in due.items() if n}
    assert {*found.tables} == {"db.applications", "db.guest_orders"}
    assert sum(found.totals) >= 8

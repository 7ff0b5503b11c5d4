"""A plan for a few and a plan for all agree, and the last days that they tell are true."""

from __future__ import annotations

import gc
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from gestand.core.plan.steps import Keep, Plan
from gestand.wiring import open_company
from gestand.work.company import Company
from tests.linde import planned
from tests.noorderlicht import DAY

SUBJECTS = {
    "customer": "shop.customers",
    "company contact": "shop.company_contacts",
    "applicant": "hr.applications",
    "employee": "hr.employees",
}


@pytest.fixture(scope="module")
def opened(founding: Path) -> Company:
    return open_company(founding)


def everybody(company: Company, kind: str) -> list[tuple[str, str | int]]:
    store, _, table = SUBJECTS[kind].partition(".")
    with closing(sqlite3.connect(company.root / f"{store}.db")) as connection:
        return [(kind, key) for (key,) in connection.execute(f"SELECT id FROM {table}")]


def kept(plan: Plan) -> dict[str, tuple[int, date | None]]:
    """Return, per step that keeps, how many rows and their first last day."""
    rows: dict[str, int] = defaultdict(int)
    days: dict[str, list[date]] = defaultdict(list)
    for measured in plan.measured:
        if isinstance(measured.step, Keep):
            rows[measured.step.id] += measured.rows
            days[measured.step.id] += [measured.until] if measured.until else []
    return {name: (rows[name], min(days[name], default=None)) for name in rows}


def changed(plan: Plan) -> dict[str, int]:
    return {measured.step.id: measured.rows for measured in plan.changes}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_the_plan_of_all_people_of_a_kind_is_the_plan_of_everybody(
    opened: Company, kind: str
) -> None:
    people = everybody(opened, kind)
    with planned(opened, on=DAY) as prepared:
        whole, goes = kept(prepared.plan), changed(prepared.plan)
    with planned(opened, *people, on=DAY) as prepared:
        named, gone = kept(prepared.plan), changed(prepared.plan)
    assert people and named
    assert gone == {name: rows for name, rows in goes.items() if name in gone}
    for name, (rows, first) in named.items():
        assert rows == whole[name][0]
        # A row that two occasions hold has its own day; for everybody the first of them counts.
        assert first is None or (whole[name][1] or DAY) <= first


def test_a_last_day_is_the_last_day(opened: Company) -> None:
    people = everybody(opened, "customer")[:40]
    with planned(opened, *people, on=DAY) as prepared:
        dated = [m for m in prepared.plan.measured if isinstance(m.step, Keep) and m.until]
    later = {m.until for m in dated if m.until}
    assert len(later) > 5
    first = min(dated, key=lambda m: (m.until or date.max, m.step.id))
    assert isinstance(first.step, Keep) and first.until is not None
    exactly = opened.policy.purposes[first.step.purpose].keep.exactly

    def rows(day: date) -> int:
        with planned(opened, *people, on=day) as prepared:
            return kept(prepared.plan)[first.step.id][0]

    gone = first.until + timedelta(days=1) if exactly else first.until
    assert rows(gone - timedelta(days=1)) == rows(DAY)
    assert rows(gone) == rows(DAY) - first.rows


def test_a_request_of_somebody_else_changes_no_other_plan(opened: Company) -> None:
    """The plan of one person is the same, whoever else asks at the same time."""
    one, other = everybody(opened, "customer")[:2]
    with planned(opened, one, on=DAY, erase=True) as prepared:
        alone = changed(prepared.plan)
    with planned(opened, other, on=DAY, erase=True) as prepared:
        beside = changed(prepared.plan)
    with planned(opened, one, other, on=DAY, erase=True) as prepared:
        both = changed(prepared.plan)
    names = alone.keys() | beside.keys()
    assert both == {name: alone.get(name, 0) + beside.get(name, 0) for name in names}


def test_a_plan_leaves_the_collector_of_garbage_as_it_was(opened: Company) -> None:
    usual, before = gc.get_threshold(), (700, 10, 10)
    gc.set_threshold(*before)
    try:
        with planned(opened, on=DAY):
            assert gc.get_threshold() > before
        assert gc.get_threshold() == before
    finally:
        gc.set_threshold(*usual)

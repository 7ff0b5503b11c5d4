"""The brake: over 5 % and over 20 rows of a table, or over 10,000 rows in all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gestand.core.plan.steps import AskHuman, Erase, Keep, Measured, Plan, Program, Redact
from gestand.core.predicate import ALWAYS, NEVER
from gestand.work.brake import Braked, brake, code_of, release_code
from tests.linde import TODAY, company, planned, run


def erase(table: str, rows: int, of: int) -> Measured:
    step = Erase(f"erase:{table}", table, ("id",), ALWAYS, NEVER, (), (), ())
    return Measured(step, rows, of)


def redact(table: str, number: int | None, rows: int, of: int) -> Measured:
    name = f"redact:{table}:{number}"
    return Measured(Redact(name, table, ("id",), (), ALWAYS, (), (), number), rows, of)


def plan(*measured: Measured, **emptied: int) -> Plan:
    tables = {f"db.{name}": rows for name, rows in emptied.items()}
    return Plan(Program(TODAY, tuple(m.step for m in measured), {}), measured, tables)


@pytest.mark.parametrize(
    ("rows", "of", "stops"),
    [
        (20, 20, False),
        (21, 21, True),
        (21, 420, False),  # 5 % exactly
        (21, 419, True),
        (500, 10_000, False),
        (501, 10_000, True),
        (10_000, 1_000_000, False),
        (10_001, 1_000_000, True),
    ],
)
def test_it_stops_over_its_limits_and_not_on_them(rows: int, of: int, stops: bool) -> None:
    assert (brake(plan(erase("db.orders", rows, of))) is not None) is stops


def test_five_percent_is_five_percent_of_any_number() -> None:
    for of in range(420, 20_000, 20):
        assert brake(plan(erase("db.orders", of // 20, of))) is None
        assert brake(plan(erase("db.orders", of // 20 + 1, of))) is not None


def test_rows_of_all_tables_count_together() -> None:
    halves = [erase(f"db.{name}", 5_000, 1_000_000) for name in ("orders", "lines")]
    assert brake(plan(*halves)) is None
    stopped = brake(plan(*halves, erase("db.notes", 1, 1_000_000)))
    assert stopped is not None
    assert (stopped.tables, stopped.total) == ((), 10_001)


def test_rows_that_lose_cells_count_once_however_many_steps_they_are_in() -> None:
    lost = [redact("db.orders", number, 12, 100) for number in (1, 2)]
    assert brake(plan(*lost, orders=15)) is None
    stopped = brake(plan(erase("db.orders", 6, 100), *lost, orders=15))
    assert stopped is not None
    assert stopped.tables == (("db.orders", 21, 100),)


def test_rows_that_are_emptied_before_they_go_count_once() -> None:
    assert (
        brake(plan(redact("db.people", None, 15, 100), erase("db.people", 15, 100), people=0))
        is None
    )


def test_questions_and_what_stays_do_not_count() -> None:
    kept = Keep("keep:db.orders", "db.orders", ("id",), (), "order", 0, ALWAYS)
    asked = AskHuman("ask:db.orders", "db.orders", ("id",), (), "why", ALWAYS)
    assert brake(plan(Measured(kept, 90, 100), Measured(asked, 90, 100))) is None


def code(found: Plan, keys: str = "a1", schema: str = "s1") -> str:
    return code_of(found, {"db": schema}, {m.step.id: keys for m in found.measured})


def test_the_code_stands_for_exactly_this_plan_on_this_day() -> None:
    one = plan(erase("db.orders", 50, 100))
    more = plan(erase("db.orders", 51, 100))
    other = plan(erase("db.lines", 50, 100))
    later = replace(one, program=replace(one.program, as_of=TODAY.replace(day=16)))
    codes = {code(found) for found in (one, more, other, later)}
    assert len(codes | {code(one, keys="a2"), code(one, schema="s2")}) == 6
    assert code(one) == code(plan(erase("db.orders", 50, 100)))


ORDERS = """
INSERT INTO guest_orders
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21)
SELECT i, 'G', 'g@delinde.example', NULL, 'Mug', '2026-01-01', '2026-01-02', NULL FROM n;
"""
LATER = TODAY.replace(month=8)


def test_as_many_other_rows_have_another_code(tmp_path: Path) -> None:
    opened = company(tmp_path, ORDERS)

    def released() -> str:
        with planned(opened, on=LATER) as prepared:
            assert brake(prepared.plan) == Braked((("db.guest_orders", 21, 21),), 21)
            return release_code(prepared)

    first = released()
    assert released() == first
    run(tmp_path, "UPDATE guest_orders SET id = 90 - id")  # others, in another order
    other = released()
    run(tmp_path, "UPDATE guest_orders SET id = 90 - id")
    assert (other != first, released()) == (True, first)

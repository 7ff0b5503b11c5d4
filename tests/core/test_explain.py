"""A plan in words and in plain data: the same list of steps, read by people and machines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from gestand.core.datamap.holdings import Edge
from gestand.core.plan.explain import lines, overview, reason, record, records, summary
from gestand.core.plan.steps import (
    AskHuman,
    Erase,
    Keep,
    KeepKey,
    Measured,
    Plan,
    Program,
    Redact,
    Step,
    Survey,
    Write,
)
from gestand.core.predicate import ALWAYS, NEVER, Emptied
from tests.linde import TODAY

TABLE, KEY = "db.orders", ("id",)
PROMISES = {"order": "order.kept", "tax": "tax.kept"}
GONE = (Emptied("street", "null"), Emptied("ip", "null"))


def erase(*over: str) -> Erase:
    return Erase("erase:db.orders", TABLE, KEY, ALWAYS, NEVER, (), (), over)


def redact(*over: str) -> Redact:
    return Redact("redact:db.orders:1", TABLE, KEY, GONE, ALWAYS, (), over)


KEEP = Keep("keep:db.orders:tax", TABLE, KEY, ("product",), "tax", 0, ALWAYS)
KEEP_KEY = KeepKey("keep:db.orders:key", TABLE, KEY, ())
ASK = AskHuman("ask:db.orders:order", TABLE, KEY, ("ordered_on",), "a date is odd", ALWAYS)
WRITE = Write("write:db.orders:street", TABLE, KEY, "street", ALWAYS)


def plan(*measured: Measured, whole: bool = True) -> Plan:
    survey = Survey(TABLE, KEY, ALWAYS, (), whole=whole)
    emptied = max((m.rows for m in measured if isinstance(m.step, Redact)), default=0)
    program = Program(TODAY, tuple(m.step for m in measured), {TABLE: survey})
    return Plan(program, measured, {TABLE: emptied})


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (
            erase("order", "tax"),
            {
                "step": "Erase", "columns": ["*"], "ground": None, "promise": "order.kept",
                "promises": ["order.kept", "tax.kept"], "over": ["order", "tax"],
                "reason": "`order` and `tax` are over; nothing else holds the row",
            },
        ),
        (
            redact("order"),
            {
                "step": "Redact", "columns": ["street", "ip"], "ground": None,
                "promise": "order.kept", "promises": ["order.kept"], "over": ["order"],
                "reason": "`order` is over; the row itself stays",
            },
        ),
        (
            KEEP,
            {
                "step": "Keep", "columns": ["product"], "ground": "tax", "promise": "tax.kept",
                "promises": ["tax.kept"], "over": [], "reason": "held for `tax`",
            },
        ),
        (
            KEEP_KEY,
            {
                "step": "Keep", "columns": ["id"], "ground": "key of a row that stays",
                "promise": None, "promises": [], "over": [],
                "reason": "emptied rows: only their key stays, because another row needs it",
            },
        ),
        (
            ASK,
            {
                "step": "AskHuman", "columns": ["ordered_on"], "ground": None, "promise": None,
                "promises": [], "over": [], "reason": "a date is odd",
            },
        ),
        (
            WRITE,
            {
                "step": "Write", "columns": ["street"], "ground": None, "promise": None,
                "promises": [], "over": [],
                "reason": "the value was corrected at the person's request",
            },
        ),
    ],
)  # fmt: skip
def test_a_step_as_data(step: Step, expected: dict[str, object]) -> None:
    found = record(Measured(step, 3, 7, date(2026, 12, 31)), PROMISES)
    assert found == expected | {
        "id": step.id,
        "store": "db",
        "table": "orders",
        "rows": 3,
        "stays": {},
        "until": "2026-12-31",
    }
    assert json.loads(json.dumps(found)) == found


def test_what_stays_of_a_value_is_said() -> None:
    parts = (Emptied("zip", "first", size=4), Emptied("iban", "columns", reads=("id", "day")))
    measured = Measured(replace(redact("order"), changes=(*GONE, *parts)), 3, 7)
    found = record(measured, PROMISES)
    assert found["stays"] == {
        "zip": "the first 4 characters stay",
        "iban": "a pseudonym stays, the same in rows with the same `id`, `day`",
    }
    said = (
        "`order` is over; the row itself stays, and of `zip` the first 4 characters stay, "
        "and of `iban` a pseudonym stays, the same in rows with the same `id`, `day`"
    )
    assert found["reason"] == said
    assert said in "\n".join(lines(plan(measured)))


def test_steps_that_find_nothing_are_left_out() -> None:
    found = records(plan(Measured(KEEP, 0, 7), Measured(ASK, 1, 7)), PROMISES)
    assert [said["step"] for said in found] == ["AskHuman"]
    assert found[0]["until"] is None


def test_what_no_purpose_may_hold_is_told_as_well() -> None:
    for step in (erase(), redact()):
        said = str(record(Measured(step, 1, 1), {})["reason"])
        assert said.startswith("no purpose may hold this; ")
    assert len(list(lines(plan(Measured(redact(), 1, 1))))) == 4


def test_a_column_that_goes_with_its_edge_is_named_once() -> None:
    let_go = replace(redact("order"), id="redact:db.orders:edge-buyer_id", edge="buyer_id")
    let_go = replace(let_go, changes=(*GONE, Emptied("buyer_id", "null")))
    told = "\n".join(lines(plan(Measured(redact("order"), 2, 2), Measured(let_go, 1, 2))))
    assert [told.count(name) for name in ("street", "ip", "buyer_id")] == [1, 1, 1]
    assert record(Measured(let_go, 1, 2), PROMISES)["columns"] == ["street", "ip", "buyer_id"]


def test_what_gives_way_to_an_erasure_is_not_said_to_be_over() -> None:
    gone = Measured(erase("order", "tax"), 2, 9)
    assert reason(gone, {"order"}) == (
        "erasure was asked: `order` gives way to it, or is over, and `tax` is over; "
        "nothing else holds the row"
    )
    assert reason(Measured(erase("tax"), 2, 9), {"order"}).startswith("`tax` is over; ")


def test_rows_of_which_the_key_stays_name_the_tables_that_point_at_them() -> None:
    edges = [Edge(f"db.{name}", ("order_id",), TABLE, KEY) for name in ("lines", "bills")]
    told = reason(Measured(replace(KEEP_KEY, pins=tuple(edges)), 1, 9))
    assert told.endswith("another row needs it, such as one of `db.lines` or `db.bills`")
    out = replace(KEEP_KEY, pins=tuple(edges), left_out=frozenset({"db.bills"}))
    told = reason(Measured(out, 1, 9))
    said = "`db.bills`, which the data map leaves out, so that its rows stay, or one of `db.lines`"
    assert told.endswith(said)


def test_a_plan_in_words() -> None:
    asked = plan(
        Measured(erase("order", "account", "tax"), 2, 9),
        Measured(redact("order"), 3, 9),
        Measured(KEEP, 4, 9, date(2026, 12, 31)),
        Measured(KEEP_KEY, 1, 9),
        Measured(ASK, 1, 9),
    )
    assert list(lines(asked)) == [
        "db.orders  (9 rows in question)",
        "  goes            2  `order`, `account` and `tax` are over; nothing else holds the row",
        "  changes         3  street, ip: `order` is over; the row itself stays",
        "  stays           4  product: held for `tax`, the first until 2026-12-31",
        "  stays           1  emptied rows: only their key stays, because another row needs it",
        "  asks            1  a date is odd\n"
        "                    gestand decide ask:db.orders:order --because TEXT",
        "",
        "As of 2026-06-15: 2 rows go, 3 rows lose cells, 1 row waits for a person.",
    ]


@pytest.mark.parametrize(
    ("until", "whole", "said"),
    [
        (date(2026, 12, 31), False, "product: held for `tax`, until 2026-12-31"),
        (None, False, "product: held for `tax`, while it is active"),
        (None, True, "product: held for `tax`"),
    ],
)
def test_the_last_day_of_one_person_is_exact(until: date | None, *, whole: bool, said: str) -> None:
    line = list(lines(plan(Measured(KEEP, 1, 1, until), whole=whole)))[1]
    assert line.endswith(f"  {said}")


def test_an_overview_counts_per_table() -> None:
    asked = plan(
        Measured(erase("order"), 2, 9), Measured(redact("order"), 3, 9), Measured(ASK, 1, 9)
    )
    heading, line, total = overview(asked)
    assert heading.split() == ["table", "goes", "changes", "asks", "rows"]
    assert line.split() == ["db.orders", "2", "3", "1", "9"]
    assert total == summary(asked)


def test_corrections_are_summed_up_when_there_are_any() -> None:
    assert "2 rows are corrected" in summary(plan(Measured(WRITE, 2, 9)))

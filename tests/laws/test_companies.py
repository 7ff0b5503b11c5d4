"""The engine and the naive oracle come to the same rows, whatever the company.

The shapes are those of real applications; `test_laws.py` makes up others, and has more laws.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gestand.core.proving.overdue import Calendar
from gestand.core.proving.tallied import counted, tally
from gestand.work.company import Company as Engine
from tests.laws.companies import DAYS_OF_THE_RUN, Drawn, companies
from tests.laws.engine import Swept, open_drawn, request, stop_after, sweep
from tests.laws.shapes import DESK, GUESTS, HIRING, SHAPES, SHOP, Shape
from tests.oracle.company import Company, Row, RowId, read_company
from tests.oracle.oracle import Request, Verdict, after, decide
from tests.oracle.reach import (
    Person,
    folded,
    forgotten,
    may_be_emptied,
    people_of,
    subject_kind,
)

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
Left = dict[str, dict[object, Row]]
BY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)


def some(hundredths: int) -> settings:
    """Return settings with a share of the usual number of examples: each one is a company.

    The ordinary run has a third of them: it tries the same and more on other companies.

    A company that breaks a law is shown as it was drawn; to shrink it takes minutes.
    """
    whole = settings().max_examples if ALL else settings().max_examples // 3
    count = max(1, whole * hundredths // 100)
    return settings(max_examples=count, phases=(Phase.explicit, Phase.generate))


@contextmanager
def laid_down(drawn: Drawn) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        drawn.build(Path(folder))
        yield Path(folder)


def swept_on(drawn: Drawn, folder: Path, day: date, chunk: int = 5_000) -> Swept:
    return sweep(open_drawn(drawn, folder), request(day), chunk)


def overdue_in(company: Engine, day: date) -> list[str]:
    """Return the tables in which `gestand promises` would see something overdue."""
    calendar, found = Calendar(company.policy, company.holdings, day), []
    for name, store in company.stores.items():
        with store.run(company.schemas[name], company.holdings, company.zone) as run:
            for table in company.holdings.tables.values():
                asked = tally(calendar, calendar.groups(table))
                told = counted(asked, run.tally(table.id, asked.ladders, asked.suspect))
                found += [table.id for one in told if one.wrong or one.doubtful]
    return found


def agree(swept: Swept, verdict: Verdict, expected: Left) -> None:
    """Assert that the engine did what the oracle says.

    Where something cannot be read the engine may leave more than the oracle, as long as it asks
    a person; never less, and never without a word.
    """
    assert swept.asked or not verdict.asked
    if not swept.asked:
        assert swept.left == expected
    for table, rows in expected.items():
        for key, row in rows.items():
            assert key in swept.left[table], (table, key)
            there = swept.left[table][key]
            differs = {c for c in row if there[c] != row[c]}
            assert differs <= {c for rid, c in verdict.emptied if rid == (table, key)}, (table, key)


@BY_SHAPE
def test_the_engine_leaves_what_the_oracle_leaves(shape: Shape) -> None:
    @some(6 // shape.cost)
    @given(companies(shape))
    def law(drawn: Drawn) -> None:
        with laid_down(drawn) as folder:
            naive = read_company(folder)
            verdict = decide(naive, Request(drawn.as_of))
            swept = swept_on(drawn, folder, drawn.as_of)
            agree(swept, verdict, after(naive, verdict))
            assert swept_on(drawn, folder, drawn.as_of).changed == 0

    law()


@pytest.mark.parametrize("shape", [SHOP, DESK, GUESTS], ids=lambda shape: shape.name)
def test_where_everything_is_known_nobody_is_asked(shape: Shape) -> None:
    @some(5)
    @given(companies(shape, bad=False))
    def law(drawn: Drawn) -> None:
        with laid_down(drawn) as folder:
            swept = swept_on(drawn, folder, drawn.as_of)
            assert swept.asked == 0
            assert overdue_in(open_drawn(drawn, folder), drawn.as_of) == []

    law()


def somebody(company: Company, number: int) -> Person | None:
    """Return one of the people of a company; None when there are none."""
    nameless = [k for k, words in company.datamap["subjects"].items() if "table" not in words]
    found = {
        (person[0], person[1] if isinstance(person[1], int) else folded(person[1]))
        for table in company.personal_tables()
        for rid in company.rows_of(table)
        for _, person in people_of(company, rid)
        if subject_kind(company, table) or person[0] in nameless
    }
    return sorted(found, key=str)[number % len(found)] if found else None


@BY_SHAPE
def test_an_erasure_is_as_the_oracle_says_and_touches_nobody_else(shape: Shape) -> None:
    @some(5 // shape.cost)
    @given(companies(shape), st.integers(0, 20))
    def law(drawn: Drawn, number: int) -> None:
        with laid_down(drawn) as folder:
            naive = read_company(folder)
            person = somebody(naive, number)
            if person is None:
                return
            verdict = decide(naive, Request(drawn.as_of, frozenset([person]), erase=True))
            asked = request(drawn.as_of, person[0], person[1], erase=True)
            swept = sweep(open_drawn(drawn, folder), asked)
            agree(swept, verdict, after(naive, verdict))
            for table in naive.personal_tables():
                for rid in naive.rows_of(table):
                    if person not in [found for _, found in people_of(naive, rid)]:
                        assert untouched(naive, rid, swept.left)

    law()


def untouched(
    company: Company, rid: RowId, left: Left, follows: Collection[str] = ()
) -> bool:
    """Tell whether a row is as it was, but for what `follows` and a pointer at a row that went."""
    was, now = company.row(rid), left[rid[0]][rid[1]]
    changed = {column for column in was if was[column] != now[column]}
    nowhere: set[str] = set()
    for table, pointer in forgotten(company):
        there = company.follow(rid, pointer) if table == rid[0] else None
        if there is not None and there[1] not in left[there[0]]:
            nowhere |= {*may_be_emptied(company, table, pointer)}
    return changed <= {*nowhere, *follows}


@pytest.mark.parametrize("shape", [HIRING], ids=lambda shape: shape.name)
def test_a_run_that_stops_goes_on_to_the_same_end(shape: Shape) -> None:
    @some(6)
    @given(companies(shape), st.integers(1, 3), st.integers(1, 6))
    def law(drawn: Drawn, chunk: int, most: int) -> None:
        with laid_down(drawn) as one, laid_down(drawn) as other:
            whole = swept_on(drawn, one, drawn.as_of)
            stop_after(most, open_drawn(drawn, other), request(drawn.as_of), chunk)
            again = swept_on(drawn, other, drawn.as_of)
            assert (again.left, again.asked) == (whole.left, whole.asked)

    law()


@BY_SHAPE
def test_a_later_day_never_revives(shape: Shape) -> None:
    later_days = st.sampled_from(DAYS_OF_THE_RUN)

    @some(3 // shape.cost)
    @given(companies(shape, versions=1, known=True), later_days)
    def law(drawn: Drawn, other: date) -> None:
        first, last = sorted([drawn.as_of, max(other, drawn.as_of)])
        with laid_down(drawn) as once, laid_down(drawn) as twice:
            swept_on(drawn, twice, first)
            assert swept_on(drawn, twice, last).left == swept_on(drawn, once, last).left

    law()


@pytest.mark.parametrize("shape", [SHOP, HIRING], ids=lambda shape: shape.name)
def test_a_ground_for_one_is_no_loss_to_another(shape: Shape) -> None:
    """Rows of other families change nothing: each half of a company is swept as the whole is."""

    @some(4)
    @given(companies(shape))
    def law(drawn: Drawn) -> None:
        with laid_down(drawn) as folder:
            left = swept_on(drawn, folder, drawn.as_of).left
        with laid_down(twofold(drawn)) as folder:
            both = swept_on(twofold(drawn), folder, drawn.as_of).left
        for table, rows in left.items():
            assert {key: both[table][key] for key in both[table] if int(str(key)) < 1000} == rows

    law()


def twofold(drawn: Drawn) -> Drawn:
    """Return the company with a second one beside it, whose keys are a thousand higher."""
    rows = {name: [*found, *map(_moved, found)] for name, found in drawn.rows.items()}
    return replace(drawn, rows=rows)


def _moved(row: dict[str, object]) -> dict[str, object]:
    keys = {
        name: value + 1000
        for name, value in row.items()
        if isinstance(value, int) and (name == "id" or name.endswith("_id"))
    }
    texts = {n: f"{v} too" for n, v in row.items() if n in ("number", "email") and v is not None}
    return {**row, **keys, **texts}

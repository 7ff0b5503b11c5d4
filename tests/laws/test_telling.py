"""What a person is told: all of their rows and nobody else's, each value as the plan has it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.access.told import Role, Standing, columns_told, is_empty, part_told, why
from gestand.core.plan.steps import Read
from gestand.stores.base import RowTold
from gestand.work.company import Company
from gestand.work.sweep import Request, opened
from tests.laws.companies import Drawn, companies
from tests.laws.engine import open_drawn, request, rows_in, sweep
from tests.laws.shapes import Shape
from tests.laws.test_companies import BY_SHAPE, laid_down, some, somebody
from tests.oracle.company import read_company
from tests.oracle.reach import is_shared, people_of

Told = dict[tuple[str, object], tuple[Read, RowTold]]


def told(company: Company, asked: Request) -> Told:
    """Read what one person is told, row by row."""
    found: Told = {}
    with opened(company, replace(asked, access=True)) as ready:
        for store, run in ready.runs.items():
            steps = [step for step in ready.program.of_store(store) if isinstance(step, Read)]
            reading = run.told(steps)
            with run.transaction(writing=False):
                found |= {(s.table, _key(row)): (s, row) for s in steps for row in reading.rows(s)}
    return found


def _key(row: RowTold) -> object:
    return row.key[0] if len(row.key) == 1 else tuple(row.key)


def standings(company: Company, step: Read, row: RowTold) -> dict[str, Standing]:
    """Return how each value stands that is told of a row."""
    live = [lasts is not None for lasts in row.held]
    values = dict(zip(step.columns, row.values, strict=True))
    return {
        column.name: why(column, live, row.waits).standing
        for column in columns_told(company.holdings, step)
        if column.role is Role.DATA
        if not is_empty(column, row.key, part_told(column, values))
        if column.column not in row.masked
    }


@BY_SHAPE
def test_a_person_is_told_all_of_their_rows_and_of_nobody_elses(shape: Shape) -> None:
    @some(4 // shape.cost)
    @given(companies(shape), st.integers(0, 20))
    def law(drawn: Drawn, number: int) -> None:
        with laid_down(drawn) as folder:
            naive = read_company(folder)
            person = somebody(naive, number)
            if person is None:
                return
            before = rows_in(folder)
            found = told(open_drawn(drawn, folder), request(drawn.as_of, *person))
            own = {
                rid
                for table in naive.personal_tables()
                for rid in naive.rows_of(table)
                if person in [named for _, named in people_of(naive, rid)]
            }
            assert set(found) == own
            for rid, (step, row) in found.items():
                values = dict(zip(step.columns, row.values, strict=True))
                differs = {c for c, value in values.items() if value != naive.row(rid)[c]}
                assert differs <= row.masked
                # About whom a value is may be nowhere: it is about somebody else even so.
                assert is_shared(naive, rid[0]) or not row.masked
            assert rows_in(folder) == before

    law()


@BY_SHAPE
def test_what_is_told_to_go_is_what_the_next_run_removes(shape: Shape) -> None:
    @some(4 // shape.cost)
    @given(companies(shape), st.integers(0, 20))
    def law(drawn: Drawn, number: int) -> None:
        with laid_down(drawn) as folder:
            naive = read_company(folder)
            person = somebody(naive, number)
            if person is None:
                return
            company = open_drawn(drawn, folder)
            found = told(company, request(drawn.as_of, *person))
            left = sweep(company, request(drawn.as_of, *person)).left
            for (table, key), (step, row) in found.items():
                there = left[table].get(key, {})
                for name, standing in standings(company, step, row).items():
                    stays = there.get(name) == naive.row((table, key))[name]
                    assert stays is (standing is not Standing.LOOSE), (table, key, name, standing)

    law()

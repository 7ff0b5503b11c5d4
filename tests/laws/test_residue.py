"""What is graded as residue is what the next run removes, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given

from gestand.core.access.told import ColumnTold, Role, is_empty
from gestand.core.residue.forms import Form
from gestand.core.residue.grades import Grade
from gestand.work.company import Company
from gestand.work.residue.rows import FoundIn, FoundRow, asked
from tests.laws.companies import Drawn, companies
from tests.laws.engine import open_drawn, request, sweep
from tests.laws.shapes import Shape
from tests.laws.test_companies import BY_SHAPE, laid_down, some
from tests.oracle.company import Company as Naive
from tests.oracle.company import read_company


def filled(company: Company, naive: Naive) -> Iterator[tuple[str, object, str]]:
    """Yield every cell with data that holds more than what is left in an emptied one."""
    for table, held in company.holdings.tables.items():
        for _, key in naive.rows_of(table):
            for cell in held.cells:
                column = ColumnTold(cell.column, Role.DATA, (), emptied=cell.emptied)
                if not is_empty(column, (key,), naive.row((table, key))[cell.column]):
                    yield table, key, cell.column


@BY_SHAPE
def test_residue_is_what_the_next_run_removes(shape: Shape) -> None:
    @some(4 // shape.cost)
    @given(companies(shape))
    def law(drawn: Drawn) -> None:
        with laid_down(drawn) as folder:
            naive, company = read_company(folder), open_drawn(drawn, folder)
            found: FoundIn = {}
            for table, key, column in filled(company, naive):
                row = FoundRow((key,), {column: Form.AS_IT_IS})
                found.setdefault(table, []).append(row)
            judged = list(asked(company, found, drawn.as_of)) if found else []
            left = sweep(company, request(drawn.as_of)).left
            for table, row, whys in judged:
                (column,), (key,) = row.forms, row.key
                there = left[table].get(key, {})
                stays = there.get(column) == naive.row((table, key))[column]
                assert stays is (whys[column].grade is not Grade.RESIDUE), (table, key)

    law()

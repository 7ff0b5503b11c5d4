"""It does not matter in which store a table stands (GROUNDS rule 22)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gestand.work.company import Company
from gestand.work.sweep import Request
from tests.laws.companies import Drawn, companies
from tests.laws.engine import Swept, open_drawn, request, sweep
from tests.laws.shapes import BOARD, DESK, FORUM, GUESTS, SHOP, Shape
from tests.laws.split import places, split
from tests.laws.test_companies import BY_SHAPE, laid_down, some, somebody
from tests.laws.test_telling import told
from tests.oracle.company import Row, read_company
from tests.oracle.reach import Person

Rows = Mapping[str, dict[object, Row]]


def bare(left: Rows) -> Rows:
    """Return the rows by the names of the tables alone."""
    return {table.partition(".")[2]: rows for table, rows in left.items()}


def write_to_all(folder: Path) -> None:
    """Let somebody else write to every store: then every condition is asked again."""
    for path in folder.glob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 7")


def swept(drawn: Drawn, folder: Path, person: Person | None, *, disturbed: bool = False) -> Swept:
    kind, key = (person[0], person[1]) if person else ("", "")
    asked = request(drawn.as_of, kind, key, erase=person is not None)
    meanwhile = (lambda: write_to_all(folder)) if disturbed else None
    return sweep(open_drawn(drawn, folder), asked, meanwhile=meanwhile)


def one_store_or_more(shape: Shape, hundredths: int) -> None:
    @some(hundredths)
    @given(companies(shape), places(shape), st.integers(-20, 20), st.booleans())
    def law(drawn: Drawn, where: Mapping[str, str], number: int, alone: bool) -> None:
        several = split(drawn, where)
        with laid_down(drawn) as one, laid_down(several) as other:
            person = somebody(read_company(one), number) if number > 0 else None
            whole = swept(drawn, one, person)
            apart = swept(several, other, person, disturbed=not alone)
            assert apart.asked == whole.asked
            assert bare(apart.left) == bare(whole.left)

    law()


def grounds(company: Company, asked: Request) -> dict[tuple[str, object], object]:
    """Return what a person is told of each row: its values, and what holds it, by purpose."""
    found: dict[tuple[str, object], object] = {}
    for (table, key), (step, row) in told(company, asked).items():
        purposes = [keep.id.replace(step.table, bare_name(table)) for keep in step.keeps]
        held = dict(zip(purposes, zip(row.held, row.waits, strict=True), strict=True))
        values = dict(zip(step.columns, row.values, strict=True))
        found[bare_name(table), key] = (values, held, row.masked)
    return found


def bare_name(table: str) -> str:
    return table.partition(".")[2]


@BY_SHAPE
def test_a_person_is_told_the_same_of_one_store_and_of_several(shape: Shape) -> None:
    @some(5 // shape.cost)
    @given(companies(shape), places(shape), st.integers(0, 20))
    def law(drawn: Drawn, where: Mapping[str, str], number: int) -> None:
        several = split(drawn, where)
        with laid_down(drawn) as one, laid_down(several) as other:
            person = somebody(read_company(one), number)
            if person is not None:
                asked = request(drawn.as_of, *person)
                whole = grounds(open_drawn(drawn, one), asked)
                assert grounds(open_drawn(several, other), asked) == whole

    law()


def test_a_shop_in_several_stores() -> None:
    one_store_or_more(SHOP, 12)


def test_a_desk_in_several_stores() -> None:
    one_store_or_more(DESK, 8)


def test_guests_in_several_stores() -> None:
    one_store_or_more(GUESTS, 8)


def test_a_board_in_several_stores() -> None:
    one_store_or_more(BOARD, 4)


def test_a_forum_in_several_stores() -> None:
    one_store_or_more(FORUM, 6)

"""It does not matter in which store a table stands (GROUNDS rule 22)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.companies import Drawn, companies
from tests.laws.engine import Swept, open_drawn, request, sweep
from tests.laws.shapes import BOARD, DESK, GUESTS, SHOP, Shape
from tests.laws.split import places, split
from tests.laws.test_companies import laid_down, some, somebody
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


def test_a_shop_in_several_stores() -> None:
    one_store_or_more(SHOP, 12)


def test_a_desk_in_several_stores() -> None:
    one_store_or_more(DESK, 8)


def test_guests_in_several_stores() -> None:
    one_store_or_more(GUESTS, 8)


def test_a_board_in_several_stores() -> None:
    one_store_or_more(BOARD, 4)

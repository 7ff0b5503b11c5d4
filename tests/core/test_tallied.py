"""What the kinds of rows that a store counted come to, for each group of cells."""

from __future__ import annotations

import pytest

from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.holdings import HeldTable
from gestand.core.owners import ROW
from gestand.core.predicate import ALWAYS, All, Column, Differs, Emptied, Equals
from gestand.core.proving.overdue import Group
from gestand.core.proving.tallied import LOST, OVER, PERHAPS, SURELY, Counted, Tally, counted

TABLE = HeldTable("shop.orders", ("id",), ("order", "tax"), (), (), (), (), {}, frozenset())
NAMES, REMARKS = (Group(TABLE, ("order", "tax"), (), (one,)) for one in ("name", "remark"))
REACHES = ((("order", 2), ("tax", 3)), (("order", 2),))
ASKED = Tally((NAMES, REMARKS), (0, 1), ALWAYS, (), REACHES, 4)
"""The ladders: whether there is a name, a remark, what `order` and `tax` say, who is set apart."""

NOTHING = Counted()
CASES = {
    "both hold": ((1, 1, SURELY, SURELY, 0), NOTHING, NOTHING),
    "one holds the name, nothing the remark": (
        (1, 1, OVER, SURELY, 0), NOTHING, Counted(7, 0, 0, {"order": 7}),
    ),
    "all is over": (
        (1, 1, OVER, OVER, 0),
        Counted(7, 0, 0, {"order": 7, "tax": 7}), Counted(7, 0, 0, {"order": 7}),
    ),
    "nothing ever held it": ((1, 0, 0, 0, 0), Counted(7, 0, 7), NOTHING),
    "nothing is there": ((0, 0, OVER, OVER, 0), NOTHING, NOTHING),
    "one may hold it": ((1, 0, OVER, PERHAPS, 0), Counted(0, 7), NOTHING),
    "a way leads nowhere": ((1, 1, LOST, SURELY, 0), NOTHING, Counted(0, 7)),
    "what is unsure of a row leaves all of it": (
        (0, 1, OVER, LOST, 0), NOTHING, NOTHING,
    ),
    "somebody is under a hold": ((1, 1, OVER, OVER, 1), NOTHING, NOTHING),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "names", "remarks"), CASES.values(), ids=CASES)
def test_a_kind_of_row_comes_to(
    kind: tuple[int, ...], names: Counted, remarks: Counted
) -> None:
    assert counted(ASKED, {kind: 7}) == [names, remarks]


def test_of_a_column_that_another_one_tells_about_only_such_rows_are_filled() -> None:
    address = Emptied("value", "null", None)
    when = (Comparison("what", ("a",)),)
    told = Group(TABLE, ("order",), (address,), ("value of address",), when)
    assert told.filled == All((
        Equals(Column(ROW, "what"), ("a",)), Differs(ROW, ("id",), (address,)),
    ))  # fmt: skip

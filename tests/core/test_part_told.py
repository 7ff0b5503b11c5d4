"""What is told of a value where another column tells what it is."""

from __future__ import annotations

from gestand.core.access.told import ColumnTold, Role, Standing, part_told, why
from gestand.core.datamap.conditions import Comparison
from gestand.core.left import WITH_ROW
from gestand.core.predicate import Emptied

MOBILE, TOKEN = (Comparison("name", ("mobile",)),), (Comparison("name", ("token",)),)
WHOLE = ColumnTold("value", Role.RECORD, (), column="value", others=(MOBILE, TOKEN))
NAMED = ColumnTold("value of mobile", Role.DATA, (), column="value", when=MOBILE)


def test_a_value_is_told_in_its_own_place() -> None:
    row = {"name": "mobile", "value": "06 11"}
    assert (part_told(NAMED, row), part_told(WHOLE, row)) == ("06 11", None)
    row = {"name": "shoe size", "value": "42"}
    assert (part_told(NAMED, row), part_told(WHOLE, row)) == (None, "42")


def test_where_its_name_is_not_told_nobody_knows_whether_it_is_a_secret() -> None:
    row = {"value": "k9"}
    assert (part_told(NAMED, row), part_told(WHOLE, row)) == (None, None)


def test_what_a_row_tells_by_being_there_goes_with_the_row_and_not_before() -> None:
    linking = ColumnTold("circle", Role.DATA, (0,), emptied=Emptied("circle", WITH_ROW))
    value = ColumnTold("name", Role.DATA, (0,), emptied=Emptied("name", "null"))
    stands = [why(column, [held], [False]).standing for column in (linking, value)
              for held in (True, False)]  # fmt: skip
    assert stands == [Standing.HELD, Standing.LEFT, Standing.HELD, Standing.LOOSE]

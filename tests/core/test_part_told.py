"""What is told of a value where another column tells what it is."""

from __future__ import annotations

from gestand.core.access.told import ColumnTold, Role, part_told
from gestand.core.datamap.conditions import Comparison

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

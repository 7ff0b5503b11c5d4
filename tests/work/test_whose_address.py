"""As whom somebody may see their data who has an address, and whether that is still so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gestand.core.facts import Person
from gestand.wiring import open_company
from gestand.work.portal.whose_address import NOBODY, Known, are_still, whose_address
from tests.stories.story import laid_down, read

BO, CY, WORKED = Person("customer", 2), Person("customer", 3), Person("employee", 5)
ADDRESS = "bo@delinde.example"
CHANGES = (
    "UPDATE employees SET customer_number = 'K9' WHERE id = 5",
    "UPDATE customers SET email = 'someone@else.example' WHERE id = 2",
)


def test_one_person_per_address_in_all_kinds_that_are_linked_or_nobody(tmp_path: Path) -> None:
    with laid_down(read("a_customer_who_worked_here"), tmp_path):
        company = open_company(tmp_path)
        assert whose_address(company, " BO@delinde.example ") == Known(ADDRESS, ((BO, WORKED),))
        assert whose_address(company, "cy@delinde.example").persons == ((CY,),)  # two carry K3
        ann = whose_address(company, "ann@delinde.example")  # and somebody who worked here
        assert (ann.shared, ann.persons, ann.address) == (True, (), "ann@delinde.example")
        for unknown in ("nobody@delinde.example", "K2", "", "bo@delinde.example, x@y.example"):
            assert whose_address(company, unknown) == NOBODY


def test_who_signed_in_is_who_they_are_while_rows_say_so(tmp_path: Path) -> None:
    people = (BO, WORKED)
    with laid_down(read("a_customer_who_worked_here"), tmp_path):
        company = open_company(tmp_path)
        assert are_still(company, people, ADDRESS) and not are_still(company, (CY,), ADDRESS)
        assert are_still(company, (Person("guest", ADDRESS),), ADDRESS)
        with closing(sqlite3.connect(tmp_path / "db.db")) as rows:
            for change in CHANGES:
                rows.execute(change)
                rows.commit()
                assert not are_still(company, people, ADDRESS)
                rows.execute("UPDATE employees SET customer_number = 'K2' WHERE id = 5")

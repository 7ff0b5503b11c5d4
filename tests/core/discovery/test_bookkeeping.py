"""What the law makes somebody keep is known by its names and its columns, and by no other purpose.
"""

from __future__ import annotations

import pytest

from gestand.core.datamap.parse import parse_datamap
from gestand.core.discovery.bookkeeping import check_bookkeeping, is_of_orders, kept_by_law
from gestand.core.discovery.proposing import is_left_out
from gestand.core.discovery.written import DATAMAP, POLICY, Written
from gestand.core.policy.parse import parse_policy
from tests.core.discovery.tables import schema
from tests.core.discovery.test_drafted import USERS, draft_of

SALES = (
    "ar: id*, user_id integer>users, invnumber text, transdate date, duedate date?, amount number, "
    "curr text, ordnumber text, notes text"
)
WAGES = "payroll_wages: id*, user_id integer>users, rate number, remark text"


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (SALES.replace("integer>users", "integer"), "books"),
        ("docs: id*, factuurnr text, factuurdatum date, bedrag number, valuta text", "books"),
        ("regels: id*, grootboek_id integer, boekdatum date, bedrag_excl number", "books"),
        ("move_line: id*, debit number, credit number, name text", "books"),
        ("gl: id*, reference text, transdate date", "books"),
        ("verkoopfacturen: id*, naam text, totaal number", "books"),
        ("loonstroken: id*, periode text", "payroll"),
        ("pay_wages: id*, rate number", "payroll"),
        ("oe: id*, ordnumber text, transdate date, amount number, curr text", ""),
        ("ap: id*, ssid text, channel integer", ""),
        ("payment_methods: id*, name text, price number", ""),
        ("journals: id*, notes text, created_on date", ""),
        ("transactions: id*, ticket integer, field text, old text, created date", ""),
        ("products: id*, price number, currency text", ""),
    ],
)
def test_what_the_law_keeps_is_known_by_name_and_shape(table: str, what: str) -> None:
    (live,) = schema(table).tables.values()
    assert kept_by_law(live) == what
    assert is_of_orders(live) == (live.name == "oe")


def test_invoices_are_books_and_orders_are_orders_whatever_they_are_called() -> None:
    orders = "oe: id*, user_id integer>users, ordnumber text, transdate date, amount number"
    orders += ", curr text, notes text"
    draft, files = draft_of(USERS, SALES, orders)
    assert draft.tables["ar"].purposes == ("books",)
    assert draft.tables["oe"].purposes == ("order",)
    assert draft.tables["users"].purposes == ("account", "books", "order")
    assert "keep: {for: P7Y, after: [end of fiscal year of books began]" in files.files[POLICY]


def test_wages_without_a_date_are_left_out_rather_than_held_by_an_account() -> None:
    draft, _ = draft_of(USERS, WAGES)
    table = draft.tables["payroll_wages"]
    assert is_left_out(table)
    assert table.apart is not None and "the law may ask to keep it (`payroll`" in table.apart.said
    assert table.proposed is not None and table.proposed.purposes == ("payroll",)
    dated, _ = draft_of(USERS, f"{WAGES}, paid_on date?, made_on date")
    assert dated.tables["payroll_wages"].purposes == ("payroll",)


def warned(files: Written) -> list[tuple[str, str]]:
    policy, _ = parse_policy(files.files[POLICY], POLICY)
    datamap, _ = parse_datamap(files.files[DATAMAP], DATAMAP)
    assert policy is not None and datamap is not None
    found = check_bookkeeping(policy, datamap, {"made": schema(USERS, SALES)})
    return [(each.code, each.fragment) for each in found]


def test_check_warns_of_books_that_no_law_holds() -> None:
    assert warned(draft_of(USERS, SALES)[1]) == []
    other = draft_of(USERS, SALES, answers={"purpose books": "n"})[1]
    assert warned(other) == [("G343", "made.ar")]

"""Reading datamap.yaml: one mistake at a time, and the map as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.datamap import owning, parse, table_kinds
from gestand.core.datamap.conditions import Comparison, apart, parse_when
from gestand.core.datamap.model import Becomes, ConsentColumns, DataMap, HeldBy, Owner, Pointer, Via
from gestand.core.datamap.parse import parse_datamap
from tests.core.small import DATAMAP, changed, codes, told, well_told

MISTAKES = [
    ("G104", "unknown anchor", "table: db.customers, id", "table: *customers, id"),
    ("G114", "an occasion bound twice",
     "  invoice: {table: db.invoices, began: issued_on, issued: issued_on}",
     "  invoice:\n    - {table: db.invoices, began: a}\n    - {table: db.invoices, began: b}"),
    ("G117", "a key of a table", "    files:", "    fils:"),
    ("G117", "a key of a store", "zone: UTC,", "zone: UTC, zon: UTC,"),
    ("G118", "no url", 'url: "sqlite:///db.db", ', ""),
    ("G118", "no zone", "zone: UTC, ", ""),
    ("G118", "no beginning", "began: asked_on", "asked: asked_on"),
    ("G118", "no table", "{table: db.readers, ", "{"),
    ("G118", "no reason", "not connected: kept by the mailing service, ", ""),
    ("G118", "no identifier", "{table: db.customers, identified by: [email]}",
     "{table: db.customers}"),
    ("G118", "no edge", "{via: order_id}", "{until: left_on}"),
    ("G118", "no day of an objection", "{given: given_on, withdrawn",
     "{given: x, text: y}\n    objection tax: {withdrawn: a}\n    consent b: {given: a, withdrawn"),
    ("G117", "a key of a restriction", "{given: given_on, withdrawn",
     "{given: x, text: y}\n    restriction: {plced: a}\n    consent b: {given: a, withdrawn"),
    ("G118", "no consent", "{given: given_on, withdrawn", "{withdrawn"),
    ("G118", "no tables", "tables:\n", "places2:\n"),
    ("G119", "a table is a text", "{not personal: describes what is for sale}", "nothing"),
    ("G119", "columns in a list", "columns: {address: email}", "columns: [address]"),
    ("G120", "a column without a value", "hash: secret", "hash: "),
    ("G121", "a path within a column", "{is: phone, erase: null}", "{is: phone, path: $.a}"),
    ("G121", "a password of its own", "zone: UTC,", "zone: UTC, password: x,"),
    ("G123", "unknown source", "source: person", "source: persons"),
    ("G129", "no version", "datamap: 1\n", ""),
    ("G300", "a table without a store", "  db.products:", "  products:"),
    ("G300", "a subject without a store", "table: db.customers, id", "table: customers, id"),
    ("G117", "no edge after via", "began: asked_on", "began: asked_on, via a b: {x: y}"),
    ("G301", "two edges to an owner", "{customer_id: db.customers}", "{a: db.x, b: db.y}"),
    ("G301", "two pointers in one", "    owner: customer_id",
     "    owner: customer_id\n    forgets: [{a: db.x, b: db.y}]"),
    ("G300", "a pointer at no table", "    owner: customer_id",
     "    owner: customer_id\n    forgets: {a: x}"),
    ("G301", "a copy of nothing", "    owner: customer_id",
     "    owner: customer_id\n    copies: {street: customer_id}"),
    ("G301", "owner and owners", "    owner: customer_id", "    owner: a\n    owners: [b, c]"),
    ("G304", "a condition in SQL", "{customer_id: db.customers}",
     "{customer_id: db.customers, when: a = 1 or 1 = 1}"),
    ("G304", "a condition that is a list", "{customer_id: db.customers}",
     "{customer_id: db.customers, when: [a]}"),
    ("G304", "an occasion in some rows", "began: asked_on", "began: asked_on, when: x"),
    ("G305", "nothing is kept", "erase: null", "erase: {keep first: 0}"),
    ("G305", "half a character", "erase: null", "erase: {keep last: 1.5}"),
    ("G305", "more than a text has", "erase: null", "erase: {keep last: 99999999999}"),
    ("G305", "two things at once", "erase: null", "erase: {keep first: 1, keep last: 1}"),
    ("G305", "nothing at all", "erase: null", "erase: {}"),
    ("G123", "what no value has", "erase: null", "erase: {keep: week}"),
    ("G123", "a pseudonym for what", "erase: null", "erase: {pseudonym per: persons}"),
    ("G120", "a pseudonym for nothing", "erase: null", "erase: {pseudonym per: []}"),
    ("G120", "no words on the stone", "erase: null", "erase: {tombstone: ' '}"),
    ("G117", "what nobody knows", "erase: null", "erase: {keep fist: 1}"),
    ("G306", "a path without its key", "{is: phone, erase: null}", "{paths: {$: phone}}"),
    ("G306", "a path without its sign", "{is: phone, erase: null}", "{paths: {a.b: phone}}"),
    ("G306", "a path into a list", "{is: phone, erase: null}", '{paths: {"$.a[*].b": phone}}'),
    ("G306", "a path in another", "{is: phone, erase: null}", "{paths: {$.a: phone, $.a.b: name}}"),
    ("G306", "other keys with data", "{is: phone, erase: null}", "{is: phone, paths: {$.a: name}}"),
    ("G306", "what no part becomes", "{is: phone, erase: null}",
     "{paths: {$.a: {is: phone, erase: pseudonym}}}"),
    ("G118", "a part that is nothing", "{is: phone, erase: null}", "{paths: {$.a: {erase: null}}}"),
    ("G121", "a part of some rows", "{is: phone, erase: null}", "{paths: {$.a: phone when b}}"),
    ("G121", "a part about somebody", "{is: phone, erase: null}", "{paths: {$.a: phone about b}}"),
    ("G459", "has a zone", "erase: null", "since 1970: seconds, zone: UTC"),
    ("G459", "said in two ways", "erase: null",
     "since 1970: seconds, written: yyyymmddhhmmss"),
    ("G123", "eight digits", "erase: null", "written: yyyymmdd"),
    ("G123", "years", "erase: null", "since 1970: years"),
    ("G307", "said in two ways", "{is: phone, erase: null}", "{is: phone, by name: {a: phone}}"),
    ("G307", "two columns that tell it", "{is: phone, erase: null}",
     "{by name: {a: phone}, by note: {a: phone}}"),
    ("G307", "what nothing holds", "{is: phone, erase: null}", "{by name: {a: technical}}"),
    ("G307", "a secret that nothing holds", "{is: phone, erase: null}", "{by name: {a: secret}}"),
    ("G121", "a value of some rows", "{is: phone, erase: null}", "{by name: {a: phone when b}}"),
    ("G124", "half a secret", "{is: phone, erase: null}",
     "{by name: {a: {is: phone, secret: perhaps}}}"),
    ("G302", "personal after all", "{not personal: describes what is for sale}",
     "{not personal: x, columns: {name: name}}"),
    ("G308", "an owner of what is left alone", "{not personal: describes what is for sale}",
     "{removed by: the shop, purposes: [order], owner: x, columns: {name: name}}"),
    ("G308", "what it becomes, and left alone", "{not personal: describes what is for sale}",
     "{removed by: the shop, purposes: [order], columns: {name: {is: name, erase: null}}}"),
    ("G309", "who points at it", "{not personal: describes what is for sale}",
     "{purposes: [order], owner: {via product_id of db.orders: db.customers}}"),
    ("G328", "an owner within a document", "{not personal: describes what is for sale}",
     "{purposes: [order], owner: {customer by email: told $.email}}"),
    ("G121", "an owner who is erased and not told", "{not personal: describes what is for sale}",
     "{purposes: [order], owner: {customer_id: db.customers, erase only: true}}"),
    ("G303", "no purpose", "{not personal: describes what is for sale}", "{columns: {name: name}}"),
]  # fmt: skip


def parsed(text: str) -> DataMap:
    datamap, findings = parse_datamap(text, "datamap.yaml")
    assert findings == []
    assert datamap is not None
    return datamap


@pytest.mark.parametrize(("code", "what", "old", "new"), MISTAKES)
def test_a_mistake_in_the_map_is_told(code: str, what: str, old: str, new: str) -> None:
    _, findings = parse_datamap(changed(DATAMAP, old, new), "datamap.yaml")
    assert code in codes(findings), what
    assert well_told(findings), findings


def test_every_code_has_a_case() -> None:
    codes = {*parse.CODES, *table_kinds.CODES, *owning.CODES}
    assert codes <= {code for code, *_ in MISTAKES}


def test_a_whole_map_is_read() -> None:
    datamap = parsed(DATAMAP)
    tables = datamap.tables
    assert (datamap.stores["db"].url, datamap.stores["db"].source) == ("sqlite:///db.db", "person")
    assert datamap.places["list"].purposes == ("news letter",)
    assert datamap.subjects["reader"].table is None
    assert tables["db.orders"].owners == (Owner("customer_id", table="db.customers"),)
    assert tables["db.invoices"].owners == (Owner("customer_id"),)
    assert tables["db.readers"].owners == (Owner("address", kind="reader", identifier="email"),)
    assert tables["db.invoices"].held_by == (HeldBy("invoice", "order_id", None),)
    assert tables["db.invoices"].files == {"stored_as": "invoices"}
    assert tables["db.products"].not_personal == "describes what is for sale"
    consent = ConsentColumns("news letter", "given_on", "withdrawn_on", None)
    assert tables["db.readers"].consents == (consent,)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a = 'it''s  so'", (Comparison("a", ("it's  so",)),)),
        ("a=-1 and b IN (1, 2)", (Comparison("a", (-1,)), Comparison("b", (1, 2)))),
        ("a in ('x)', 'y')", (Comparison("a", ("x)", "y")),)),
        ("a is null and b is not null", (Comparison("a"), Comparison("b", filled=True))),
        ("a<>'x'", (Comparison("a", ("x",), others=True),)),
        ("a NOT IN (1,2)", (Comparison("a", (1, 2), others=True),)),
        ("a not = 1", None),
        ("a in ()", None),
        ("a in ('x',)", None),
        ("a = b", None),
        ("a = 1; drop table x", None),
        ("a = 1 and", None),
        ("a = 9223372036854775808", None),
        ("", None),
    ],
)
def test_a_condition_is_read_whole_or_not_at_all(
    written: str, meant: tuple[Comparison, ...] | None
) -> None:
    assert parse_when(written) == meant


@given(st.data())
def test_conditions_that_are_apart_are_met_by_no_value(data: st.DataObject) -> None:
    values = st.lists(st.sampled_from("xyz"), max_size=2).map(tuple)
    some = st.builds(Comparison, st.just("a"), values, st.booleans(), st.booleans())
    one, other = data.draw(some), data.draw(some)
    both = [v for v in (None, "x", "y", "z", "w") if one.met_by(v) and other.met_by(v)]
    assert apart((one,), (other,)) == (not both)


@given(st.text(alphabet="ab1 =<>,'()-innulsdot\n", max_size=60))
def test_reading_a_condition_never_raises(text: str) -> None:
    found = parse_when(text)
    assert found is None or all(compared.column.isidentifier() for compared in found)


def test_several_owners_are_read_with_their_conditions_and_what_is_about_them() -> None:
    owners = "owners: [customer_id, {reader by email: address, when: \"kind = 'r'\"}]"
    text = changed(DATAMAP, "    owner: customer_id", f"    {owners}")
    table = parsed(changed(text, "bill_name: name", "bill_name: name about address")).tables
    told = Owner("address", kind="reader", identifier="email", when=(Comparison("kind", ("r",)),))
    assert table["db.invoices"].owners == (Owner("customer_id"), told)
    assert table["db.invoices"].columns["bill_name"].about == "address"
    assert table["db.invoices"].columns["bill_name"].category == "name"


def test_what_a_row_forgets_is_read() -> None:
    told = "    owner: customer_id\n    forgets: [order_id, {replaces: db.invoices}]"
    table = parsed(changed(DATAMAP, "    owner: customer_id", told)).tables["db.invoices"]
    assert table.forgets == (Pointer("order_id"), Pointer("replaces", "db.invoices"))


def test_a_column_says_what_it_holds() -> None:
    columns = parsed(DATAMAP).tables["db.customers"].columns
    assert (columns["name"].category, columns["name"].secret) == ("name", False)
    assert (columns["hash"].category, columns["hash"].secret) == (None, True)
    assert (columns["phone"].category, columns["phone"].erase) == ("phone", Becomes("null"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("null", Becomes("null")),
        ('"null"', Becomes("null")),
        ("pseudonym", Becomes("pseudonym")),
        ('""', Becomes("constant")),
        ("0", Becomes("constant", "0")),
        ("{keep first: 4}", Becomes("first", size=4)),
        ("{keep last: 12}", Becomes("last", size=12)),
        ("{keep steps of: 1000}", Becomes("steps", size=1000)),
        ("{keep: month}", Becomes("month")),
        ("{pseudonym per: row}", Becomes("pseudonym")),
        ("{pseudonym per: person}", Becomes("person")),
        ("{pseudonym per: value}", Becomes("value")),
        ("{pseudonym per: [a, b]}", Becomes("columns", columns=("a", "b"))),
        ("{tombstone: former customer}", Becomes("tombstone", "former customer")),
    ],
)
def test_what_a_value_becomes_is_read(written: str, meant: Becomes) -> None:
    datamap = parsed(changed(DATAMAP, "erase: null", f"erase: {written}"))
    assert datamap.tables["db.customers"].columns["phone"].erase == meant


def test_moments_may_stand_behind_an_edge() -> None:
    new = (
        "began: asked_on, from: asked_on, via list_id: {closed: closed_on, moved if: reopened_on},"
        " via reader_id of db.customers: {left: left_on}"
    )
    (binding,) = parsed(changed(DATAMAP, "began: asked_on", new)).occasions["subscription"]
    assert (binding.began, binding.from_, binding.moments) == ("asked_on", "asked_on", {})
    assert binding.vias == (
        Via("list_id", None, {"closed": "closed_on"}, "reopened_on"),
        Via("reader_id", "db.customers", {"left": "left_on"}),
    )


def test_a_finding_names_the_nearest_key() -> None:
    _, findings = parse_datamap(changed(DATAMAP, "    files:", "    fils:"), "datamap.yaml")
    assert told(findings, "G117") == (
        "datamap.yaml:24:5  G117  unknown key `fils` in table `db.invoices`; did you mean `files`?"
    )


@given(st.text(), st.text(alphabet="abp:-[]{}? \n"), st.integers(0, len(DATAMAP)))
def test_reading_a_map_never_raises(whole: str, part: str, place: int) -> None:
    parse_datamap(whole, "datamap.yaml")
    parse_datamap(DATAMAP[:place] + part + DATAMAP[place:], "datamap.yaml")
    parse_datamap(DATAMAP[:place] + DATAMAP[place + len(part) :], "datamap.yaml")


@given(st.data())
def test_any_value_may_stand_anywhere(data: st.DataObject) -> None:
    lines = DATAMAP.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    value = data.draw(st.sampled_from(["[]", "{}", "[[x]]", "{x: {y: z}}", "''", "~", "*x", "x"]))
    lines[number] = lines[number].split(": ")[0] + ": " + value
    parse_datamap("\n".join(lines), "datamap.yaml")

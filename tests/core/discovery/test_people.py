"""Which tables hold people, and what leads to them: a small ERP, in which everything is typed in.

Every row tells who typed it, and the customers stand in a table called after none.
"""

from __future__ import annotations

from gestand.core.discovery.draft import Draft, Line
from gestand.core.discovery.found import Found, Said, discover
from gestand.core.discovery.hubs import hubs, unasked
from gestand.core.discovery.looks import looks
from gestand.core.discovery.proposing import cause_of, is_left_out, looked_at_twice, proposed
from gestand.core.discovery.questions import (
    answered,
    more_people,
    own_questions,
    people_named,
    questions,
    said_by_hand,
)
from tests.core.discovery.tables import schema

BLANK = Draft(
    "made", "sqlite:///made.db", "Europe/Amsterdam", ("en",), "2026-11-28",
    Line("Shop"), Line("a@shop.example"),
)  # fmt: skip
USER = (
    "res_user: id*, login text, email text?, password text, create_date timestamp?, "
    "menu integer>ir_action, create_uid integer?, write_uid integer?"
)
TYPED = "create_date timestamp, create_uid integer?, write_uid integer?"


def erp(people: str) -> tuple[str, ...]:
    """Return the tables of an ERP of which the customers stand in a table called `people`."""
    return (
        USER,
        f"ir_action: id*, name text, {TYPED}",
        f"{people}: id*, name text, code text, {TYPED}",
        f"party_address: id*, party integer>{people}, street text, city text, {TYPED}",
        f"sale: id*, party integer>{people}, comment text?, {TYPED}",
        f"sale_line: id*, sale_id integer>sale, note text?, {TYPED}",
        f"ir_note: id*, message text, resource text, {TYPED}",
        f"currency: id*, name text, {TYPED}",
        f"category_rel: id*, party integer>{people}, {TYPED}",
    )


def found_in(people: str, said: Said | None = None) -> Found:
    return discover(schema(*erp(people)), {}, None, said or Said())


def test_who_typed_a_row_is_no_owner_beside_another_way_however_long() -> None:
    draft, _, findings = proposed(found_in("party_party"), BLANK, "")
    assert findings == []
    owners = {name: each.owner.said for name, each in draft.tables.items() if each.owner}
    assert owners["party_address"] == owners["sale"] == "party"
    assert owners["sale_line"] == "sale_id"
    note = draft.tables["ir_note"].owner
    assert note is not None
    assert (note.said, note.doubt[:12]) == ("{create_uid: made.res_user}", "`create_uid`")
    no = Said(refused=frozenset({"actor res_user ir_note.create_uid"}))
    assert "ir_note" not in found_in("party_party", no).owned  # nor who changed it
    assert draft.tables["currency"].apart is not None
    assert not is_left_out(draft.tables["currency"])


def test_a_circle_leaves_people_mapped_and_all_that_hangs_on_them() -> None:
    menu = "menu: id*, title text, body text, user_id integer>users"
    users = "users: id*, email text!, name text, created_at timestamp, menu_id integer>menu"
    made = schema(users, menu, "notes: id*, user_id integer>users, body text")
    draft, _, findings = proposed(discover(made, {}), BLANK, "")
    assert findings == []
    assert [name for name, each in draft.tables.items() if is_left_out(each)] == ["menu"]


def test_what_hangs_on_people_that_cannot_be_mapped_takes_another_way() -> None:
    users = "users: id*, email text!, name text, created_at timestamp"
    members = "members: id*, email text!, last_name text"  # no day on which one began
    made = schema(users, members, "letters: id*, member_id integer>members, "
                  "user_id integer?>users, body text, sent_on date")  # fmt: skip
    draft, _, findings = proposed(discover(made, {}), BLANK, "")
    assert findings == []
    assert is_left_out(draft.tables["members"])
    assert draft.tables["letters"].of == "users"


def test_customers_in_a_table_of_another_name_are_said_and_offered() -> None:
    found = found_in("gegevens")
    assert found.subjects == ["res_user"]
    offered = unasked(hubs(found.schema, found.places, found.pointers), found.subjects)
    assert [(each.table, each.count, each.likely) for each in offered] == [("gegevens", 3, True)]
    question = more_people(offered, found.schema.tables)
    assert all(map(question.takes, ("1", "gegevens", "1, currency", "n")))
    assert not any(map(question.takes, ("2", "nobody", "y", "e")))
    assert people_named(question, "1, currency") == ("gegevens", "currency")
    assert people_named(question, "n") == ()
    said = said_by_hand({"people gegevens": "y", "people gone": "y"}, found.schema.tables)
    assert said == Said(frozenset({"gegevens"}))
    assert found_in("gegevens", said).subjects == ["res_user", "gegevens"]


def test_next_to_nothing_has_one_cause_and_says_what_to_do() -> None:
    made = schema(*(each for each in erp("gegevens") if not each.startswith("res_user")))
    found = discover(made, {})
    draft, _, _ = proposed(found, BLANK, "")
    cause = cause_of(draft, found.subjects, hubs(made, found.places, found.pointers))
    assert cause is not None
    assert "no table of people was found" in cause.why
    assert "--people TABLE`; most other tables point at `gegevens` (3)" in cause.what
    dateless = discover(schema("users: id*, email text!, name text", "notes: id*, user_id "
                               "integer>users, body text"), {})  # fmt: skip
    cause = cause_of(proposed(dateless, BLANK, "")[0], dateless.subjects, ())
    assert cause is not None
    assert "the people of `users` could not be mapped" in cause.why
    good = found_in("party_party")
    assert cause_of(proposed(good, BLANK, "")[0], good.subjects, ()) is None


COMPANY = "company: id*, party_id integer>party_party, footer text?, made_on date"
IN_COMPANY = "period: id*, company_id integer>company, note text?, made_on date"


def test_the_one_row_of_the_organisation_itself_is_nobody_and_leads_to_nobody() -> None:
    made = schema(*erp("party_party"), COMPANY, IN_COMPANY)
    no = {"ourselves company": "n"}
    for rows, answer, owned in ((1, {}, False), (1, no, True), (9, {}, True)):
        seen = {"company": {"id": looks(range(1, rows + 1))}}
        found = discover(made, seen, None, said_by_hand(answer, made.tables))
        draft, _, findings = proposed(found, BLANK, "")
        assert findings == []
        assert (draft.tables["period"].of == "company") == owned
    own = discover(made, {"company": {"id": looks([1])}})
    assert [each.name for each in own_questions(own.own)] == ["ourselves company"]
    draft = proposed(own, BLANK, "")[0]
    apart = draft.tables["company"].apart
    assert apart is not None
    assert apart.doubt == "is this row your own organisation?"
    yes = answered(looked_at_twice(draft, made), {"ourselves company": "y"})
    settled = looked_at_twice(yes, made).tables["company"].apart
    assert settled is not None and not settled.doubt


def test_what_a_key_links_to_people_is_nobodys_only_with_a_mark() -> None:
    users = "users: id*, email text!, name text, created_at timestamp"
    made = schema(
        users, "letters: text text, email text, user_id integer>users",
        "copies: id*, letter_id integer>letters, size integer",
        "checks: id*, approved_by integer>users, size integer",
        "files: id*, data blob", "units: id*, size integer",
    )  # fmt: skip
    draft = looked_at_twice(proposed(discover(made, {}), BLANK, "")[0], made, {"units"})
    doubts = {n: each.apart.doubt for n, each in draft.tables.items() if each.apart}
    assert is_left_out(draft.tables["letters"])
    assert doubts["copies"] == "`letter_id` leads to `letters`, which is not mapped yet"
    assert doubts["checks"] == "`approved_by` leads to `users`, which has rows of people"
    assert "files may be about anybody" in doubts["files"]
    assert "may not read it" in doubts["units"]
    groups = {each.name for each in questions(draft)}
    assert {"about people linked", "about people files", "about people unread"} <= groups
    clean = answered(draft, {"about people linked": "n"})
    again = looked_at_twice(clean, made).tables["copies"].apart
    assert again is not None and not again.doubt


def test_more_about_people_who_were_named_stays_theirs_though_each_row_is_a_person() -> None:
    made = schema(
        "entity: id*, name text, created date",
        "person: id*, entity_id integer!>entity, first_name text, last_name text, created date",
        "contact: id*, person_id integer>person, email text, created date",
    )
    named = {"people entity": "y", "people person": "y"}

    def drafted_with(answers: dict[str, str]) -> Draft:
        found = discover(made, {}, None, said_by_hand(answers, made.tables))
        return answered(proposed(found, BLANK, "")[0], answers)

    draft = drafted_with(named)
    owner = draft.tables["person"].owner
    assert list(draft.subjects) == ["entity"]
    assert owner is not None
    assert (owner.said, owner.doubt[:21]) == ("entity_id", "is a row a person of ")
    question = next(each for each in questions(draft) if each.name == "details entity")
    assert question.about == ("person.entity_id",)
    settled = drafted_with({**named, **question.given("y")}).tables["person"].owner
    assert settled is not None and not settled.doubt
    apart = drafted_with({**named, **question.given("n")})
    assert [each.table for each in apart.subjects.values()] == ["entity", "person"]
    assert apart.tables["person"].owner is None


def test_addresses_and_files_without_a_way_to_people_are_not_nobodys() -> None:
    made = schema(
        "users: id*, email text!, name text, created_at timestamp",
        "location: id*, line_one text, city text, mail_code text, created date",
        "user_to_location: location_id* integer>location, user_id* integer>users, class* integer",
        "store_location: id*, line_one text, city text, mail_code text",
        "scan_incoming: id*, content blob, mime_type_id integer, received_at timestamp",
        "theme: id*, content blob",
    )
    draft, _, findings = proposed(discover(made, {}), BLANK, "")
    assert findings == []
    draft = looked_at_twice(draft, made)
    apart = draft.tables["location"].apart
    assert apart is not None
    assert apart.said == (
        "NOT MAPPED YET: may hold line_one, city, mail_code, and no column tells whose rows these "
        "are"
    )
    assert "rows of people point at them from `user_to_location`: give them a col" in apart.doubt
    files = draft.tables["scan_incoming"].apart
    assert files is not None
    assert (files.said[:18], files.doubt) == ("its rows are files", "files may be about anybody")
    for name in ("store_location", "theme"):  # of a branch, and of nobody
        nobodys = draft.tables[name].apart
        assert nobodys is not None and not nobodys.doubt


BOOKS = (
    "customer: id*, email text!, last_name text, created date",
    "employee: id*, email text!, last_name text, created date",
    "credit: id*, customer_id integer>customer, remark text?, began date",
    "invoice: id*, customer_id integer?>customer, person_id integer?>employee, "
    "credit_id integer>credit, notes text?, made_on date",
    "payment: id*, employee_id integer?>employee, credit_id integer?>credit, notes text?, "
    "made_on date",
    "absence: id*, employee_id integer>employee, type_id integer>absence_type, reason text?, "
    "began date",
    "absence_type: id*, customer_id integer>customer, title text",
)


def test_who_dealt_with_a_row_or_stands_in_none_is_no_owner_beside_another_way() -> None:
    made = schema(*BOOKS)
    seen = {"invoice": {"id": looks(range(9)), "customer_id": looks([None] * 9)}}

    def owners(answers: dict[str, str]) -> dict[str, Line]:
        found = discover(made, seen, None, said_by_hand(answers, made.tables))
        draft, _, findings = proposed(found, BLANK, "")
        assert findings == []
        return {name: each.owner for name, each in draft.tables.items() if each.owner}

    found = owners({})
    assert found["invoice"].said == "credit_id"
    assert found["invoice"].doubt  # not every row was looked at
    assert found["payment"].said == "credit_id"
    assert "1 more columns lead to people" in found["payment"].doubt  # as it may be empty
    assert found["absence"].said == "employee_id"
    assert owners({"owner credit invoice.credit_id": "n"})["invoice"].said == "person_id"
    after = owners({"owner credit payment.credit_id": "n"})["payment"]
    assert (after.said, after.doubt[:29]) == ("employee_id", "in place of what was refused:")
    assert discover(made, {}).owned["invoice"].by.column == "customer_id"  # where nobody looked

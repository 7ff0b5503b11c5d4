"""From a schema to a draft that the parser and the checks accept, with a mark at each guess."""

from __future__ import annotations

from dataclasses import replace

from gestand.core.datamap.model import EACH_ROW
from gestand.core.discovery.attributes import KNOWN
from gestand.core.discovery.draft import Draft, Line
from gestand.core.discovery.drafted import drafted
from gestand.core.discovery.found import discover
from gestand.core.discovery.grades import CATEGORIES
from gestand.core.discovery.looks import looks
from gestand.core.discovery.mended import mended
from gestand.core.discovery.places import place
from gestand.core.discovery.pointing import (
    SoftOwner,
    confirmed,
    pointers,
    soft_pairs,
    soft_words,
)
from gestand.core.discovery.proposing import proposed
from gestand.core.discovery.questions import answered, questions, said_by_hand
from gestand.core.discovery.written import Written
from gestand.core.proposals import proposals
from tests.core.discovery.tables import schema

BLANK = Draft(
    "made", "sqlite:///made.db", "Europe/Amsterdam", ("en",), "2026-11-28",
    Line("Club"), Line("a@club.example"),
)  # fmt: skip
USERS = "users: id*, email text!, name text, birth_date date, created_at timestamp"
ORDERS = "orders: id*, user_id integer>users, ordered_on date, deliver_address text, sent_on date?"


def draft_of(*written: str, answers: dict[str, str] | None = None) -> tuple[Draft, Written]:
    made = schema(*written)
    found = discover(made, {}, None, said_by_hand(answers or {}, made.tables))
    draft, files, findings = proposed(found, BLANK, "")
    if answers:
        draft, files, findings = mended(answered(draft, answers), made)
    assert findings == []
    return draft, files


def test_people_what_they_do_and_what_is_in_between_are_proposed() -> None:
    draft, _ = draft_of(USERS, ORDERS, "order_lines: id*, order_id integer>orders, remark text")
    assert draft.subjects["user"].identified_by == ("email",)
    assert draft.tables["orders"].purposes == ("order",)
    assert draft.tables["order_lines"].purposes == ("order",)
    assert draft.tables["users"].purposes == ("account", "order")


def test_of_a_note_that_is_kept_of_somebody_nobody_says_that_they_gave_it() -> None:
    kept = "user_note: id*, user_id integer>users, note text, subject text, made_on date"
    order = f"{ORDERS}, customer_note text, remark text"
    written = draft_of(USERS, kept, order)[1].files["datamap.yaml"]
    assert "      note: {is: note, source: unknown}" in written
    assert "      subject: {is: note, source: unknown}" in written
    assert "      customer_note: text" in written
    assert "      remark: {is: text, source: unknown}" in written


def test_a_row_without_an_owner_is_of_who_is_known_by_an_address() -> None:
    order = "orders: id*, user_id integer?>users, guest_email text?, ordered_on date"
    draft, files = draft_of(USERS, order)
    said = "[user_id, {guest by email: guest_email, when: \"user_id is null\"}]"
    owner = draft.tables["orders"].owner
    assert owner is not None
    assert owner.said == said
    assert owner.doubt
    assert "owners: [user_id" in files.files["datamap.yaml"]


def test_what_goes_with_an_order_is_no_order_of_its_own() -> None:
    event = "order_events: id*, order_id integer>orders, made_on date, note text"
    draft, _ = draft_of(USERS, ORDERS, event)
    assert draft.tables["order_events"].purposes == ("order",)
    assert [each.table for each in draft.occasions] == ["users", "orders"]


def test_every_basis_and_period_waits_for_a_person() -> None:
    _, files = draft_of(USERS, ORDERS)
    marked = {one.line for one in proposals(files.files)}
    lines = files.files["policy.yaml"].splitlines()
    said = [n for n, line in enumerate(lines, 1) if line.strip().startswith(("basis:", "keep:"))]
    assert len(said) == 4
    assert {*said} <= marked


def test_what_cannot_be_mapped_is_set_apart_with_the_reason_and_a_mark() -> None:
    draft, _ = draft_of(USERS, "letters: text text, email text", "posts: id*, body text, to text")
    for name, said, why in (
        ("letters", "NOT MAPPED YET", "it has no key"),
        ("posts", "no column is about anybody", "look at `body`"),
    ):
        apart = draft.tables[name].apart
        assert apart is not None
        assert said in apart.said
        assert why in apart.doubt


def test_a_table_that_nothing_can_hold_is_left_out_unless_it_leads_others_to_their_people() -> None:
    packing = "packing: id*, order_id integer>orders, boxes integer, pallets integer"
    cards = "cards: id*, box_id integer>boxes, note text"
    draft, files = draft_of(USERS, ORDERS, packing, "boxes: id*, user_id integer>users", cards)
    apart = draft.tables["packing"].apart
    assert apart is not None and "can be held" in apart.said
    assert draft.tables["boxes"].nothing is not None
    text = files.files["datamap.yaml"].splitlines()
    said = [each.startswith("    holds nothing:") for each in text]
    (line,) = (number for number, it_is in enumerate(said, 1) if it_is)
    assert line in {one.line for one in proposals(files.files)}


def test_a_row_that_only_links_tells_something_by_being_there() -> None:
    groups = "groups: id*, title text"
    members = (
        "members: id*, made_at timestamp, made_by integer>users, user_id integer>users, "
        "group_id integer>groups"
    )
    draft, files = draft_of(USERS, groups, members, "labels: user_id* integer>users, label* text")
    assert draft.tables["members"].columns[EACH_ROW].said == "function"
    assert draft.tables["labels"].columns[EACH_ROW].said == "preference"
    text = files.files["datamap.yaml"]
    assert "    each row tells: function  # ? the row itself is the value" in text
    asked = "column function"
    assert asked in {each.name for each in questions(draft)}
    draft, files = draft_of(USERS, groups, members, answers={asked: "n"})
    apart = draft.tables["members"].apart
    assert apart is not None and "can be held" in apart.said
    draft, files = draft_of(USERS, groups, members, answers={asked: "y"})
    assert "    each row tells: function\n" in files.files["datamap.yaml"]


def test_a_row_that_links_two_people_is_of_both() -> None:
    follows = "follows: user_id* integer>users, followed_id* integer>users"
    draft, _ = draft_of(USERS, follows)
    owner = draft.tables["follows"].owner
    assert owner is not None and owner.said == "[user_id, followed_id]"
    (asked,) = (each.name for each in questions(draft) if each.name == owner.group)
    draft, _ = draft_of(USERS, follows, answers={asked: "n"})
    owner = draft.tables["follows"].owner
    assert owner is not None and owner.said == "user_id"


def test_a_database_without_a_single_date_is_a_place_out_of_reach() -> None:
    draft, files = draft_of("users: id*, email text, name text, created integer")
    assert draft.is_out_of_reach()
    assert "not connected" in files.files["datamap.yaml"]


def test_moments_in_fourteen_digits_are_bound_as_they_are_written() -> None:
    orders = "orders: id*, user_id integer>users, ordered blob, shipped blob?, deliver_address text"
    made = schema("users: id*, email text!, registered blob, left text?", orders)
    then = ["20261129080000", b"20251231235959"]
    seen = {
        "users": {"registered": looks(then), "left": looks([])},
        "orders": {"ordered": looks(then), "shipped": looks([*then, b"infinity"])},
    }
    draft, _, findings = mended(drafted(discover(made, seen), BLANK, ""), made)
    assert not findings
    bound = {each.table: (each.began, each.ended) for each in draft.occasions}
    assert bound == {"users": ("registered", None), "orders": ("ordered", "shipped")}
    said = {name: line.moment for name, line in draft.tables["orders"].columns.items()}
    assert said["ordered"] == "written: yyyymmddhhmmss"
    assert said["shipped"] == "written: yyyymmddhhmmss or infinity"


def test_numbers_and_texts_that_tell_moments_are_bound() -> None:
    users = "users: id*, email text!, created integer, phone integer, deleted integer, left text?"
    orders = "orders: id*, user_id integer>users, ordered text, deliver_address text"
    made = schema(users, orders)
    now = [1_700_000_000_000 + 9**n for n in range(9)]
    seen = {
        "users": {"created": looks(now), "phone": looks([2025550100 + n for n in range(9)]),
                  "deleted": looks([0] * 9)},
        "orders": {"ordered": looks(["2026-01-31 12:00:00"] * 9)},
    }  # fmt: skip
    draft, files, findings = mended(drafted(discover(made, seen), BLANK, ""), made)
    assert findings == []
    assert "created: {is: technical, since 1970: milliseconds}" in files.files["datamap.yaml"]
    assert "deleted: {is: technical, since 1970: milliseconds or zero}" in (
        files.files["datamap.yaml"]
    )
    bound = {(one.table, one.began, one.ended) for one in draft.occasions}
    assert bound == {("users", "created", "deleted"), ("orders", "ordered", None)}


def test_a_value_that_may_not_be_null_gets_something_in_its_place() -> None:
    draft, _ = draft_of(USERS)
    assert draft.tables["users"].columns["birth_date"].erase == "{keep: year}"


def test_a_switch_with_the_name_of_a_credential_is_told_and_leaves_people_mapped() -> None:
    draft, files = draft_of(f"{USERS}, must_change_passwd boolean")
    assert draft.tables["users"].columns["must_change_passwd"].told
    assert "must_change_passwd: {is: technical, told: true}" in files.files["datamap.yaml"]


def test_what_hangs_on_a_table_that_cannot_be_mapped_is_set_apart_with_it() -> None:
    draft, _ = draft_of(
        "users: id*, email text!, password uuid, created_at timestamp",
        "notes: id*, user_id integer>users, body text",
    )
    assert all(each.apart is not None for each in draft.tables.values())


def test_who_did_something_is_no_owner_while_somebody_else_is() -> None:
    made = ("tasks: id*, closed_by integer>users, user_id integer>users, body text, made_on date",)
    draft, _ = draft_of(USERS, *made)
    owner = draft.tables["tasks"].owner
    assert owner is not None
    assert owner.said == "user_id"


def test_keys_that_nobody_declared_are_guessed_and_values_confirm_or_refute_them() -> None:
    made = schema(USERS, "notes: id*, user_id integer, body text, object_type text, object_id")
    places = {name: place(each) for name, each in made.tables.items()}
    (guess,) = pointers(made, places)
    assert (guess.column, guess.target, guess.declared) == ("user_id", "users", False)
    assert confirmed(guess, 0.1) is None
    assert confirmed(guess, None) == guess
    sure = confirmed(guess, 1.0)
    assert sure is not None
    assert sure.sure > guess.sure
    assert [each.id_column for each in soft_pairs(made)] == ["object_id"]


def test_an_answer_settles_all_lines_of_its_question() -> None:
    other = "visits: id*, user_id integer>users, device text, visited_on date"
    draft, _ = draft_of(USERS, other)
    asked = {each.name: each for each in questions(draft)}
    assert asked["column device"].about == ("visits.device",)
    yes = {name: "y" for name in asked} | {"purpose account": "P7Y", "people users": "y"}
    yes["began account"] = "y"
    settled, files = draft_of(USERS, other, answers=yes)
    assert [one.line for one in proposals(files.files)] == [1]
    assert settled.purposes["account"].period == "P7Y"
    assert "keep: {for: P7Y" in files.files["policy.yaml"]
    no, _ = draft_of(USERS, other, answers={"column device": "n"})
    apart = no.tables["visits"].proposed  # nothing can hold it any more
    assert apart is not None
    assert apart.columns["device"] == Line("technical", group="column device")
    assert not asked["purpose account"].takes("next year")
    assert asked["column device"].takes("phone")


def test_lines_of_one_question_are_answered_one_by_one() -> None:
    visits = "visits: id*, user_id integer>users, device text, imei text, visited_on date"
    draft, _ = draft_of(USERS, visits)
    asked = next(each for each in questions(draft) if each.name == "column device")
    assert asked.takes("e")
    names = [each.name for each in asked.each()]
    assert names == ["column device visits.device", "column device visits.imei"]
    assert all(each.takes("phone") and not each.takes("e") for each in asked.each())
    answers = {"column device": "e", names[0]: "y", names[1]: "n"}
    settled, _ = draft_of(USERS, visits, answers=answers)
    columns = settled.tables["visits"].columns
    assert (columns["device"].said, columns["imei"].said) == ("device", "technical")
    assert not columns["device"].doubt
    assert [asked.wrong_of(one) for one in ("2", "1, 2", "3", "0", "y")] == [
        {2}, {1, 2}, set(), set(), set()]  # fmt: skip
    assert asked.takes("1 2") and not asked.takes("1 3") and "the numbers of" in asked.can_be


def test_days_that_are_right_for_some_tables_only_are_agreed_with_one_by_one() -> None:
    ended = f"{ORDERS}, delivered_on date?"
    booked = "bookings: id*, user_id integer>users, address text, ordered_on date, left_on date?"
    tables = (USERS, ended, booked)
    draft, _ = draft_of(*tables)
    asked = next(each for each in questions(draft) if each.name.startswith("occasion ")
                 and len(each.about) > 1)  # fmt: skip
    first, *rest = asked.each()
    assert "begins on `" in asked.about[0]
    answers = {asked.name: "e", first.name: "y", **{one.name: "n" for one in rest}}
    settled, _ = draft_of(*tables, answers=answers)
    agreed = [each for each in settled.occasions if f"occasion {each.purpose}" == asked.name]
    assert [bool(each.doubt) for each in agreed] == [False]  # the other one is out of the map


def test_a_short_code_that_must_be_unique_leaves_no_table_out() -> None:
    draft, files = draft_of(USERS, "orders: id*, user_id integer>users, code text(16)!, "
                            "ordered_on date, deliver_address text",
                            "order_lines: id*, order_id integer>orders, remark text")  # fmt: skip
    assert draft.tables["orders"].apart is None
    assert draft.tables["orders"].columns["code"].erase == "{tombstone: gone}"
    assert "code: {is: technical, erase: {tombstone: gone}}" in files.files["datamap.yaml"]


META = "user_meta: id*, user_id integer>users, meta_key text, meta_value text?"
NAMES = ("email", "last_name", "api_key", "last_login")


def with_names(*there: str, others: int = 0) -> tuple[Draft, Written]:
    made = schema(USERS, META)
    keys = looks([*there, *(f"odd_{n}" for n in range(others))])
    found = discover(made, {"user_meta": {"meta_key": keys}})
    draft, files, findings = mended(
        drafted(replace(found, names={"user_meta": there}), BLANK, ""), made
    )
    assert findings == []
    return draft, files


def test_values_are_what_the_names_beside_them_say() -> None:
    draft, files = with_names(*NAMES)
    line = draft.tables["user_meta"].columns["meta_value"]
    said = next(each for each in files.files["datamap.yaml"].splitlines() if "by meta_key" in each)
    assert "email: email, last_login: {is: activity, source: observed}" in said
    assert "api_key: {is: activity, secret: true}" in said
    assert "what each value is stands in `meta_key`" in said
    asked = next(each for each in questions(draft) if each.name == "names user_meta")
    assert "`last_name` name" in asked.text
    settled = answered(draft, {asked.name: "y"}).tables["user_meta"].columns["meta_value"]
    assert settled == replace(line, doubt="")
    assert not answered(draft, {asked.name: "n"}).tables["user_meta"].columns["meta_value"].words
    assert {*KNOWN.values()} - {"secret"} <= {*CATEGORIES}


def test_names_of_which_most_are_not_known_leave_one_line_to_look_at() -> None:
    draft, _ = with_names(*NAMES, others=9)
    line = draft.tables["user_meta"].columns["meta_value"]
    assert (line.said, line.words) == ("secret", ())
    assert "such as `api_key`" in line.doubt
    assert "some 2 more names" in with_names(*NAMES, others=2)[0].tables["user_meta"].columns[
        "meta_value"
    ].doubt


def test_a_table_that_is_not_of_people_has_no_subject() -> None:
    draft, _ = draft_of(USERS, "staff: id*, last_name text, phone text, hired_on date",
                        answers={"people staff": "n"})  # fmt: skip
    assert [*draft.subjects] == ["user"]


def test_names_that_yaml_would_read_otherwise_are_written_in_quotes() -> None:
    _, files = draft_of(USERS, 'notes: id*, user_id integer>users, no text?, "a#b" text?, on date')
    assert '"no": technical' in files.files["datamap.yaml"]


def test_old_versions_are_a_history_of_their_table() -> None:
    audit = "users_audit: id*, user_id integer, email text, name text, birth_date date, action text"
    draft, files = draft_of(USERS, audit)
    history = draft.tables["users_audit"].history
    assert history is not None
    assert history.said == "{of: made.users, by: user_id}"
    assert [*draft.tables["users_audit"].columns] == ["action"]
    assert "    history: {of: made.users, by: user_id}  # ?" in files.files["datamap.yaml"]


def test_a_pair_of_columns_names_the_owner_by_words_that_are_names_of_tables() -> None:
    notes = "notes: id*, object_type text, object_id integer, body text, made_on date"
    made = schema(USERS, ORDERS, notes)
    (pair,) = soft_pairs(made)
    words = soft_words(made, pair)
    assert {"users", "user", "User", "orders", "Order"} <= {*words}
    soft = [SoftOwner("notes", "object_type", "object_id", words[w], w) for w in ("User", "order")]
    found = discover(made, {}, None, soft=soft)
    draft, _, findings = mended(drafted(found, BLANK, ""), made)
    assert findings == []
    owner = draft.tables["notes"].owner
    assert owner is not None
    assert "{object_id: made.orders, when: \"object_type = 'order'\"}" in owner.said


def test_people_of_a_customer_are_people_of_their_own_and_a_profile_is_not() -> None:
    customers = "customers: id*, email text!, name text, phone text, created_at date"
    contacts = "contacts: id*, customer_id integer>customers, name text, email text, phone text, "
    profile = "profiles: id*, customer_id integer>customers, phone text, first_name text"
    draft, _ = draft_of(customers, f"{contacts}added_on date", profile)
    assert {*draft.subjects} == {"customer", "contact"}
    assert draft.tables["profiles"].of == "customers"


def test_an_application_is_an_applicant_who_lives_by_the_recruitment() -> None:
    draft, files = draft_of(
        "applications: id*, name text, email text, phone text, letter text, received_on date",
        "documents: id*, application_id integer>applications, title text, body text",
    )
    assert [*draft.subjects] == ["applicant"]
    assert draft.tables["applications"].purposes == ("recruitment",)
    assert draft.tables["documents"].purposes == ("recruitment",)
    assert "data: [name, email, phone, text, document]" in files.files["policy.yaml"]


def test_whose_a_row_is_may_stand_in_words_or_in_a_number_without_a_table_of_people() -> None:
    made = schema(
        "tasks: id*, task_owner text, title text",
        "remarks: id*, task_id integer, text text",
        "bookmarks: id*, user_id integer, title text",
        "parts: id*, title text, maker text",
        "programs: id*, client_id text, client_secret text",
    )
    places = discover(made, {}).places
    whose = {name for name, each in places.items() if each.owned}
    assert whose == {"tasks", "remarks", "bookmarks"}
    assert not places["remarks"].direct


def test_a_word_means_the_table_that_is_called_so_as_a_whole() -> None:
    made = schema(
        "groups_users: group_id*, user_id*",
        "users: id*, email text, password text",
        "queries: id*, name text, user_id integer",
    )
    leading = {(each.table, each.column): each.target for each in discover(made, {}).pointers}
    assert leading["queries", "user_id"] == "users"


def test_folders_and_labels_of_somebody_are_their_own_and_no_list_to_choose_from() -> None:
    made = schema(
        "users: id*, email text, password text",
        "labels: id*, title text, user_id integer>users",
        "categories: id*, title text, created_by integer>users",
    )
    judged = discover(made, {}).judged
    assert judged["labels"]["title"].grade == "content"
    assert judged["categories"]["title"].grade == "none"

"""What each column of a table is judged to be, by names, neighbours and values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gestand.core.datamap.schema import Schema
from gestand.core.discovery.columns import judge
from gestand.core.discovery.looks import Looks, looks
from gestand.core.discovery.places import Role, place
from gestand.core.discovery.repeated import repeating, worth_asking
from tests.core.discovery.tables import table

USER = "users: id*, email text, password_hash text"
GRADES = [
    # table, column, grade, category
    (USER, "email", "identifier", "email"),
    (USER, "password_hash", "credential", ""),
    (USER, "id", "none", ""),
    (f"{USER}, email_verified boolean", "email_verified", "none", ""),
    (f"{USER}, email_sent_at timestamp", "email_sent_at", "none", ""),
    (f"{USER}, name text", "name", "identifier", "name"),
    (f"{USER}, api_key text", "api_key", "credential", ""),
    (f"{USER}, token text", "token", "credential", ""),
    (f"{USER}, token_expires timestamp", "token_expires", "none", ""),
    (f"{USER}, last_login timestamp", "last_login", "content", "activity"),
    (f"{USER}, language text", "language", "content", "preference"),
    (f"{USER}, google_id text", "google_id", "identifier", "online account"),
    (f"{USER}, avatar text", "avatar", "content", "picture"),
    ("klanten: klantnr*, vnaam text, achternaam text, tel text, opm text", "achternaam",
     "identifier", "name"),
    ("klanten: klantnr*, achternaam text, tel text, opm text", "opm", "content", "note"),
    ("klanten: klantnr*, achternaam text, gebdatum date", "gebdatum", "content", "birth"),
    ("klanten: klantnr*, achternaam text, bsn integer", "bsn", "identifier", "national number"),
    ("categories: id*, name text, description text", "name", "none", ""),
    ("categories: id*, name text, description text", "description", "none", ""),
    ("products: id*, title text, content text", "content", "none", ""),
    ("settings: name* text, value text", "value", "none", ""),
    ("sessions: id* text, data text", "data", "credential", ""),
    ("logins: id*, ip_address text, user_agent text", "ip_address", "identifier", "ip address"),
    ("patienten: id*, achternaam text, diagnose text, medicatie text", "diagnose", "content",
     "health"),
    ("files: id*, name text, user_id integer>users", "name", "content", "document"),
    ("comments: id*, body text, author_id integer>users", "author_id", "none", ""),
    ("addresses: id*, postcode text, city text, line1 text, user_id integer>users", "line1",
     "identifier", "address"),
    (f"{USER}, search_text text", "search_text", "identifier", "name"),
    ("items: id*, search_text text", "search_text", "none", ""),
    ("order_lines: id*, title text, remark text, user_id integer>users", "title", "none", ""),
    ("log: id*, actor text", "actor", "identifier", "username"),
    ("cards: id*, fn text, n text, tel text, title text, org text, user_id integer>users", "n",
     "identifier", "name"),
    ("entries: id*, n text, title text", "n", "none", ""),
    ("entries: id*, dtstart timestamp, dtend timestamp, organizer text, summary text", "summary",
     "content", "text"),
    ("events: id*, event_name text, user_id integer>users", "event_name", "none", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "column", "grade", "category"), GRADES)
def test_names_types_and_neighbours_decide(
    written: str, column: str, grade: str, category: str
) -> None:
    judged = judge(place(table(written)), {})[column]
    expected = "note" if (column, category) == ("opm", "note") else category
    assert judged.grade == grade
    assert judged.category in (expected, "text")


MAIL = looks(["ann@example.org", "bo@example.org", "cas@example.org"])
HASH = looks([f"$2y$10$abcdefghijklmnopqrstu{n}" for n in range(4)])
PEOPLE = looks(["Ann Berg", "Bo Dijk", "Cas van Es", "Dee Fries"])
SAID = looks([f"she told us so yesterday, {n} times" for n in range(6)])
VALUES = [
    ("contact", MAIL, "identifier", "email"),
    ("veld7", HASH, "credential", ""),
    ("veld7", PEOPLE, "identifier", "name"),
    ("veld7", SAID, "content", "text"),
    ("veld7", Looks(), "none", ""),
    ("veld7", looks(["mailto:ann@x.example", "Bo Dijk <bo@x.example>", "cas@x.example"]),
     "identifier", "email"),
    ("veld7", looks(["Vries, Anna", "A.B. de Vries", "van Dijk, Bo"]), "identifier", "name"),
    ("veld7", looks(['{"first_name": "Ann"}', '{"phone": "06"}', '{"iban": "x"}']), "content",
     "activity"),
    ("email", looks(["yes", "no", "yes", "no", "no"]), "none", ""),
]


@pytest.mark.parametrize(("column", "seen", "grade", "category"), VALUES)
def test_values_decide_where_names_do_not(
    column: str, seen: Looks, grade: str, category: str
) -> None:
    here = replace(place(table(f"rows: id*, {column} text")), owned=True)
    judged = judge(here, {column: seen})[column]
    assert (judged.grade, judged.category) == (grade, category)


def test_a_column_with_the_values_of_an_identifier_is_one() -> None:
    people, log = table(f"{USER}, username text"), table("rows: id*, actor text, veld7 text")
    places = {each.name: place(each) for each in (people, log)}
    judged = {name: judge(each, {}) for name, each in places.items()}
    looked = {"rows": {"veld7": looks(["ann", "bo", "cas"]), "actor": looks(["x"])}}
    schema = Schema("made", "sqlite", {each.name: each for each in (people, log)})
    pairs = [*worth_asking(schema, {"users": judged["users"]}, judged, looked)]
    assert {(each.column, each.by) for each in pairs} == {("veld7", "email"), ("veld7", "username")}
    pair = next(each for each in pairs if each.by == "username")
    assert repeating(looked["rows"]["veld7"], pair, 0.3) == looked["rows"]["veld7"]
    seen = repeating(looked["rows"]["veld7"], pair, 1.0)
    assert judge(places["rows"], {"veld7": seen})["veld7"].category == "username"


def test_a_generic_name_means_something_in_a_row_that_is_somebodys() -> None:
    plain = place(table("entries: id*, text text"))
    assert judge(plain, {})["text"].grade == "none"
    assert judge(replace(plain, owned=True), {})["text"].grade == "content"


def test_a_number_beside_a_service_and_what_somebody_chose_are_theirs() -> None:
    here = replace(place(table("links: id*, user_id integer, provider text, uid text")), owned=True)
    assert judge(here, {})["uid"].category == "online account"
    zones = looks(["Europe/Amsterdam", "Asia/Tokyo", "UTC"])
    assert judge(place(table(f"{USER}, veld7 text")), {"veld7": zones})["veld7"].grade == "content"
    assert judge(here, {"provider": zones})["provider"].grade == "none"


def test_what_is_long_and_random_opens_something_beside_a_token_of_somebody() -> None:
    random = looks([f"{n}f5967f532f3ab3cc2d0b698d5c7e41ba4ea5e" for n in range(5)])
    here = place(table("logins: id*, token text, sequel text, avatar_path text"))
    seen = {"sequel": random, "avatar_path": random}
    assert judge(here, seen)["sequel"].grade == "none"
    judged = judge(replace(here, owned=True, direct=True), seen)
    assert (judged["sequel"].grade, judged["avatar_path"].grade) == ("credential", "none")


def test_a_value_beside_its_name_is_content_where_the_row_is_somebodys() -> None:
    here = place(table("meta: id*, user_id integer, meta_key text, meta_value text"))
    assert here.role is Role.ATTRIBUTES
    assert judge(here, {})["meta_value"].grade == "none"
    judged = judge(replace(here, owned=True), {})["meta_value"]
    assert (judged.grade, judged.doubtful) == ("content", True)
    secret = {"meta_key": looks(["theme", "api_key"])}
    assert judge(here, secret)["meta_value"].grade == "credential"

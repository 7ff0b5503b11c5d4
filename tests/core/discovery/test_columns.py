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
    # What a row is of: an organisation, a machine, a failure, a field of another system.
    ("suppliers: id*, name text, email text, city text", "email", "none", ""),
    ("branch_addresses: id*, street text, zip text, city text", "zip", "none", ""),
    ("cameras: id*, host_ip text, username text, device text", "username", "none", ""),
    ("suppliers: id*, email text, initials text", "email", "identifier", "email"),
    ("sources: id*, attr_login text, attr_mail text", "attr_login", "none", ""),
    ("controls: id*, max_pan_speed integer, can_pan integer", "max_pan_speed", "none", ""),
    ("feeds: id*, owner_id text, last_error text", "last_error", "none", ""),
    # Who is beside it.
    ("comments: id*, author text, author_email text, author_url text", "author_url", "content",
     "website"),
    ("orders: id*, title text, first_name text, last_name text", "title", "identifier", "name"),
    ("contacts: id*, nameprefix text, title text, last_name text", "title", "content",
     "function"),
    ("contacts: id*, last_name text, tel text, workpob text", "workpob", "identifier", "address"),
    ("contacts: id*, last_name text, tel text, spouse text", "spouse", "identifier", "name"),
    (f"{USER}, age integer", "age", "content", "birth"),
    (f"{USER}, weight number", "weight", "content", "health"),
    (f"{USER}, weight_unit text", "weight_unit", "none", ""),
    # A number of a thing is nobody's name, and a login name may be called a number.
    ("memos: id*, memo_uid text, memo_desc text, memo_text text", "memo_uid", "none", ""),
    ("shares: id*, share_id integer, user_uid text", "user_uid", "identifier", "username"),
    ("emails: id*, sender_name text, subject text, message_id text", "message_id", "none", ""),
    ("emails: id*, sender_name text, subject text, message_id text", "subject", "content", "text"),
    ("systems: id*, email text, api_username text", "api_username", "none", ""),
    ("plans: id*, cc_list text", "cc_list", "identifier", "email"),
    # Names of which most end as their table is called.
    ("session_table: id_session* text, date_session integer, data_session text, hit_session"
     " integer", "data_session", "credential", ""),
    ("user_table: email_user* text, gecos_user text, lang_user text, data_user text, cookie_user"
     " integer", "gecos_user", "identifier", "name"),
    ("workers: id*, name text, paused boolean", "name", "none", ""),
    # A text is somebody's where the row is, or where it tells who wrote it.
    ("steps: id*, comment text", "comment", "none", ""),
    ("changes: id*, committer text, comment text", "comment", "content", "text"),
    ("repositories: id*, url text, login text, password text", "login", "none", ""),
    # What is known of names in general, of libraries, and of what stands beside.
    ("invitations: id*, email text, code text", "code", "credential", ""),
    ("vouchers: id*, code text", "code", "none", ""),
    (f"{USER}, security_answer text, rss_key text", "rss_key", "credential", ""),
    (f"{USER}, fediverse text", "fediverse", "identifier", "online account"),
    ("fonts: id*, fediverse text", "fediverse", "none", ""),
    (f"{USER}, rijksregisternummer text", "rijksregisternummer", "identifier", "national number"),
    (f"{USER}, noodcontact text", "noodcontact", "identifier", "name"),
    (f"{USER}, dieetwensen text", "dieetwensen", "content", "health"),
    ("social_auth_usersocialauth: id*, uid text, extra_data text", "extra_data", "credential", ""),
    ("social_auth_usersocialauth: id*, uid text, extra_data text", "uid", "identifier",
     "online account"),
    ("shop_socials: id*, extra_data text", "extra_data", "none", ""),
    ("homes: id*, street text, zip text, phone text, province text", "province", "identifier",
     "address"),
    ("shipping: id*, province text, rate number", "province", "none", ""),
    # What is published is written for all.
    ("news: id*, title text, summary text, author_id integer>users", "title", "none", ""),
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
SLUGS = looks(["my-first-page", "about-us", "no-news-today"])
CHOICES = looks(["inbox", "archive"] * 5)
CODES = looks([f"k{n}9x8f7g6h5j4d3s2a1q0w" for n in range(5)])
VALUES = [
    ("name", CODES, "none", ""),
    ("veld7", looks(["10.0.0.1", "2001:db8::1", "192.0.2.0/24"]), "identifier", "ip address"),
    ("veld7", looks(["00:1a:2b:3c:4d:5e", "1:2:3", "a:b:c"]), "none", ""),
    ("name", SLUGS, "none", ""),
    ("title", CHOICES, "none", ""),
    ("veld7", looks(["08:00:00", "17:30:00", "09:15:00"]), "none", ""),
    ("veld7", looks(["Green Garden Ltd", "Textiel Twente BV", "Vos Hout VOF"]), "none", ""),
    ("attendees", looks(['a:1:{s:15:"ann@example.org";i:1;}'] * 3), "identifier", "email"),
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
    assert judge(replace(here, owned=True), {})["meta_value"].grade == "none"
    judged = judge(replace(here, owned=True, direct=True), {})["meta_value"]
    assert (judged.grade, judged.doubtful) == ("content", True)
    changed = place(table("details: id*, prop_key text, old_value text, value text"))
    told = judge(replace(changed, owned=True), {})
    assert {told["old_value"].grade, told["value"].grade} == {"content"}
    secret = {"meta_key": looks(["nickname", "session_tokens"])}
    assert judge(replace(here, owned=True), secret)["meta_value"].grade == "credential"
    secret = {"meta_key": looks(["theme", "api_key"])}
    assert judge(here, secret)["meta_value"].grade == "credential"


NATURES = [
    ("bank_cards: id*, number text, reference text, expires timestamp", "number", "identifier"),
    ("bank_cards: id*, number text, reference text, expires timestamp", "reference", "credential"),
    ("bank_cards: id*, number text, reference text, expires timestamp", "expires", "content"),
    ("weighings: id*, weight number, day date", "weight", "content"),
    ("parcels: id*, weight number, width number", "weight", "none"),
    ("measurements: id*, value number, unit text", "value", "content"),
    ("reviews: id*, product text, rating integer", "rating", "content"),
    ("last_visits: id*, view_date timestamp", "view_date", "content"),
    ("absences: id*, start date, status text", "start", "content"),
    ("events: id*, start date, end date, location text", "end", "content"),
    ("orders: id*, start date, end date", "start", "none"),
    ("entries: id*, dtstart timestamp, dtend timestamp, summary text, rrule text", "dtend",
     "content"),
    ("files: id*, name text", "name", "content"),
    ("votes: id*, value integer", "value", "content"),
    ("attachments: id*, attachment_file text", "attachment_file", "content"),
    ("bookmarks: id*, url text, icon_url text", "url", "content"),
    ("bookmarks: id*, url text, icon_url text", "icon_url", "none"),
    ("errors: id*, context text, message text", "message", "none"),
    ("wishlist_items: id*, title text", "title", "none"),
    ("order_discounts: id*, message text", "message", "none"),
    ("pages: id*, name text, excerpt text", "name", "none"),
    ("app_versions: id*, name text, description text", "description", "none"),
    ("page_versions: id*, description text, data text", "description", "content"),
    ("reads: id*, last_read timestamp", "last_read", "content"),
    ("rules: id*, reg_exp text", "reg_exp", "content"),
]


@pytest.mark.parametrize(("written", "column", "grade"), NATURES)
def test_what_a_table_is_says_what_its_columns_hold_of_somebody(
    written: str, column: str, grade: str
) -> None:
    here = replace(place(table(written)), owned=True, direct=True)
    assert judge(here, {})[column].grade == grade


def test_what_somebody_made_for_others_is_not_told_of_them_unless_it_is_said_to_others() -> None:
    made = replace(place(table("recipes: id*, title text")), owned=True, acted=True)
    said = replace(place(table("requests: id*, title text")), owned=True, acted=True)
    assert judge(made, {})["title"].grade == "none"
    assert judge(said, {})["title"].grade == "content"

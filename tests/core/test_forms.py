"""Forms of purposes: what they ask, what they refuse, and what stands beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.datamap import schema
from gestand.core.datamap.model import DataMap
from gestand.core.datamap.parse import parse_datamap
from gestand.core.findings import Finding
from gestand.core.forms import check
from gestand.core.forms.check import check_forms, unanswerable, unfilled
from gestand.core.forms.documents import (
    LARGEST,
    Documents,
    FileKind,
    Upload,
    WrongFile,
    shown_name,
    wrong_with,
)
from gestand.core.forms.fields import LONGEST_TEXT, choices_of, form_of, tables_of_forms
from gestand.core.forms.model import Choice, Form, Kind
from gestand.core.forms.notice import Must, notice_of
from gestand.core.forms.pointed import Kind as Pointed
from gestand.core.forms.pointed import is_bsn, pointed, pointed_in_fields
from gestand.core.forms.typed import Wrong, judged, row_of
from gestand.core.found import Found
from gestand.core.policy.fill import Authority, Edition, Filler
from gestand.core.policy.model import Basis, Policy
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.words import GRAMMARS
from tests.core.small import DATAMAP, POLICY, changed, codes, well_told

ORDERS = "db.orders: {purposes: [order], owner: {customer_id: db.customers}, columns: {note: name}}"
GUESTS = """db.orders:
    purposes: [order, tax]
    owner: {customer by email: buyer}
    form order: {title: {nl: Bestel, en: Order}, sets: {way: web}, shown on: "https://de-es.example"}
    columns:
      buyer: email
      buyer_name: name
      phone: phone
      way: technical
      ip: {is: name, source: observed}
      bill: invoice
      token: secret"""
SELLS = (
    "sells: {products: {a: {title: {nl: A, en: B}, cents: 100}}, through: stand-in, product: "
    "buyer_name, price: phone, number: way, reference: phone, paid: way, lapsed: fulfilled_on}"
)
T, D, N = schema.Kind.TEXT, schema.Kind.DATE, schema.Kind.INTEGER
LIVE = {
    "id": schema.Column("id", N, nullable=False),
    "buyer": schema.Column("buyer", T, length=200),
    "buyer_name": schema.Column("buyer_name", T, nullable=False, length=80),
    "phone": schema.Column("phone", T, length=40),
    "way": schema.Column("way", T, nullable=False),
    "ordered_on": schema.Column("ordered_on", D, nullable=False),
    "fulfilled_on": schema.Column("fulfilled_on", D),
}


@cache
def policy_of(text: str = POLICY) -> Policy:
    policy, findings = parse_policy(text, "policy.yaml")
    assert policy is not None and findings == []
    return policy


@cache
def map_of(orders: str = GUESTS) -> DataMap:
    datamap, findings = parse_datamap(changed(DATAMAP, ORDERS, orders), "datamap.yaml")
    assert datamap is not None and findings == []
    return datamap


def made(live: dict[str, schema.Column] | None = None) -> Form:
    table = map_of().tables["db.orders"]
    here = schema.Table("orders", live or LIVE, ("id",))
    return form_of(policy_of(), map_of(), table, table.forms[0], here)


def found(old: str, new: str) -> list[Finding]:
    text = changed(DATAMAP, ORDERS, changed(GUESTS, old, new))
    datamap, read = parse_datamap(text, "datamap.yaml")
    findings = Found()
    if datamap is not None:
        check_forms(policy_of(), datamap, findings)
    return [*read, *findings.all()]


def test_a_form_asks_what_its_purpose_declares_and_people_say_themselves() -> None:
    form = made()
    asked = [(f.name, f.column, f.kind, f.required, f.longest) for f in form.fields]
    assert asked == [
        ("email", "buyer", Kind.EMAIL, True, 200),
        ("name", "buyer_name", Kind.LINE, True, 80),
        ("phone", "phone", Kind.LINE, True, 40),
    ]
    assert [f.fills_in for f in form.fields] == ["email", "name", ""]
    assert [f.identifies for f in form.fields] == [True, False, False]
    assert (form.title["en"], form.begins, form.sets) == ("Order", ("ordered_on",), {"way": "web"})
    assert form.columns == {"buyer", "buyer_name", "phone", "way", "ordered_on"}


def test_a_database_says_how_long_an_answer_may_be() -> None:
    free = made({**LIVE, "buyer_name": schema.Column("buyer_name", T)}).fields[1]
    assert (free.kind, free.longest) == (Kind.TEXT, LONGEST_TEXT)
    when = made({**LIVE, "buyer_name": schema.Column("buyer_name", D)}).fields[1]
    assert (when.kind, when.longest, when.fills_in) == (Kind.DAY, 10, "")


GOOD: dict[str, list[str]] = {
    "email": ["ann@customer.example"], "name": ["  Ann   de Vries "], "phone": ["+31 50 000 00 00"],
}


def test_what_is_taken_becomes_a_row() -> None:
    form = made()
    answers = judged(form, GOOD)
    assert answers.is_clean
    assert row_of(form, answers.answers, {"ordered_on": "2026-12-01"}) == {
        "buyer": "ann@customer.example", "buyer_name": "Ann de Vries", "phone": "+31 50 000 00 00",
        "way": "web", "ordered_on": "2026-12-01",
    }
    assert row_of(form, {}, {}) == {"buyer_name": "", "way": "web"}  # it may not be NULL


def test_signs_that_join_others_are_taken() -> None:
    assert judged(made(), {**GOOD, "name": ["A\u00adnn \U0001f469\u200d\U0001f469"]}).is_clean


WRONG: list[tuple[dict[str, list[str]], dict[str, Wrong], bool]] = [
    ({"email": []}, {"email": Wrong.MISSING}, False),
    ({"email": [" "]}, {"email": Wrong.MISSING}, False),
    ({"email": ["a@b"]}, {"email": Wrong.NO_EMAIL}, False),
    ({"email": ["a@b.nl", "c@d.nl"]}, {"email": Wrong.TWICE}, False),
    ({"name": ["x" * 81]}, {"name": Wrong.LONG}, False),
    ({"name": ["Ann\x00"]}, {"name": Wrong.ODD}, False),
    ({"name": ["Ann\u202eaal"]}, {"name": Wrong.ODD}, False),
    ({"birth-date": ["1980-01-01"]}, {}, True),
    ({"way": ["phone"]}, {}, True),
    ({"buyer_name": [""]}, {}, True),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "wrong", "undeclared"), WRONG)
def test_what_is_not_asked_or_is_wrong_is_refused(
    sent: dict[str, list[str]], wrong: dict[str, Wrong], undeclared: bool
) -> None:
    told = judged(made(), {**GOOD, **sent})
    assert (told.wrong, told.undeclared, told.is_clean) == (wrong, undeclared, False)


def test_a_kind_of_answer_has_its_form() -> None:
    def wrong_in(column: schema.Column, text: str, term: str = "pd:Name") -> Wrong | None:
        policy, table = policy_of(POLICY.replace("pd:Name", term)), map_of().tables["db.orders"]
        here = schema.Table("orders", {**LIVE, "buyer_name": column}, ("id",))
        form = form_of(policy, map_of(), table, table.forms[0], here)
        return judged(form, {**GOOD, "name": [text]}).wrong.get("name")

    line, day, number = (schema.Column("buyer_name", kind) for kind in (T, D, N))
    assert wrong_in(line, "06-12 34", "pd:TelephoneNumber") is None
    assert wrong_in(line, "call me", "pd:TelephoneNumber") is Wrong.NO_PHONE
    assert [wrong_in(day, text) for text in ("2024-02-29", "2023-02-29", "1 mei")] == [
        None, Wrong.NO_DAY, Wrong.NO_DAY
    ]
    assert [wrong_in(number, text) for text in ("-12", "1e3")] == [None, Wrong.NO_NUMBER]
    assert wrong_in(line, "one\r\n\ttwo") is None


NAMES = st.one_of(st.sampled_from(["email", "name", "phone", "token", "way"]), st.text(max_size=9))


FORM = made()


def test_a_sale_is_declared_and_a_price_is_a_number() -> None:
    text = changed(DATAMAP, ORDERS, changed(
        GUESTS, 'sets: {way: web}, shown on: "https://de-es.example"', SELLS
    )).replace("stores:", "live: false\nstores:", 1)
    datamap, read = parse_datamap(text, "datamap.yaml")
    findings = Found()
    assert datamap is not None and read == []
    check_forms(policy_of(), datamap, findings)
    assert findings.all() == []
    table, live = datamap.tables["db.orders"], schema.Table("orders", LIVE, ("id",))
    (finding,) = unanswerable(policy_of(), datamap, {"db.orders": live})
    assert (finding.code, "takes no price in cents" in finding.message) == ("G458", True)
    form = form_of(policy_of(), datamap, table, table.forms[0], live)
    assert tables_of_forms(policy_of(), datamap) == {"db.orders": ("way", "fulfilled_on")}
    assert [field.column for field in form.fields] == ["buyer"]
    told = judged(form, {"email": GOOD["email"], "_ordered": ["a"]})
    assert (told.is_clean, row_of(form, told.answers, {})) == (
        True, {"buyer": GOOD["email"][0], "buyer_name": "A", "phone": "100"}
    )
    for sent in (["b"], [], ["a", "a"]):
        wrong = judged(form, {"email": GOOD["email"], "_ordered": sent}).wrong
        assert wrong == {"_ordered": Wrong.NO_CHOICE}
    for old, new in (
        ("cents: 100", "cents: 0"), ("cents: 100", "cents: 1.5"), ("way, ref", "ip, ref"),
        ("lapsed: fulfilled_on", "lapsed: ordered_on"),
    ):
        other, again = parse_datamap(changed(text, old, new), "datamap.yaml")[0], Found()
        assert other is not None
        check_forms(policy_of(), other, again)
        assert codes(again.all()) == {"G339"}, (old, new)


@given(st.dictionaries(NAMES, st.lists(st.text(max_size=90), max_size=2), max_size=6))
def test_nothing_lands_that_the_form_does_not_ask(sent: dict[str, list[str]]) -> None:
    form = FORM
    told = judged(form, sent)
    row = row_of(form, told.answers, {"ordered_on": "2026-12-01"})
    assert row.keys() <= form.columns
    assert told.is_clean <= (sent.keys() <= {field.name for field in form.fields})
    if told.is_clean:
        assert all(len(told.answers[f.name]) <= f.longest for f in form.fields)
        assert all(told.answers[f.name] for f in form.fields if f.required)


MISTAKES = [
    ("G104", "form order:", "form ordre:"),
    ("G330", "[order, tax]", "[tax]"),
    ("G330", "form order:", "form tax:"),
    ("G330", "form order:", "form news letter:"),
    ("G334", "sets: {way: web}", "publishes: {once: phone, shows: [buyer_name]}"),
    ("G334", "sets: {way: web}", "publishes: {once: way, shows: [bill]}"),
    ("G331", "{way: web}", "{phone: web}"),
    ("G331", "{way: web}", "{wya: web}"),
    ("G331", "sets: {way: web}", "asks: {ip: {nl: waar, en: where}}"),
    ("G332", "way: technical", "second_name: name"),
    ("G127", "{nl: Bestel, en: Order}", "{nl: Bestel}"),
    ("G127", "{nl: Bestel, en: Order}", "Bestel"),
    ("G333", '"https://de-es.example"', '"https://de-es.example/shop"'),
    ("G333", '"https://de-es.example"', '"https://*"'),
    ("G104", "sets: {way: web}", "documents: db.papers"),
    ("G335", "sets: {way: web}", "documents: db.products"),
    ("G335", "sets: {way: web}", "documents: db.invoices"),
    ("G118", "sets: {way: web}", "publishes: {once: way}"),
    ("G127", "sets: {way: web}", "publishes: {once: way, shows: [phone], title: {nl: Zij}}"),
    ("G339", 'sets: {way: web}, shown on: "https://de-es.example"', SELLS),  # it is live
    ("G339", "sets: {way: web}", SELLS),
    ("G118", "sets: {way: web}", SELLS.replace("lapsed: ", "ends: ")),
    ("G127", "sets: {way: web}", SELLS.replace("{nl: A, en: B}", "{nl: A}")),
]


@pytest.mark.parametrize(("code", "old", "new"), MISTAKES)
def test_a_mistake_in_a_form_is_found(code: str, old: str, new: str) -> None:
    findings = found(old, new)
    assert code in codes(findings), findings
    assert well_told(findings), findings


def test_a_form_without_mistakes_and_one_too_many() -> None:
    assert found("way: technical", "way: technical") == []
    twice = changed(DATAMAP, ORDERS, GUESTS).replace(
        "held by invoice: {via: order_id}", "form order: {}\n    held by invoice: {via: order_id}"
    )
    findings, (datamap, _) = Found(), parse_datamap(twice, "datamap.yaml")
    assert datamap is not None
    check_forms(policy_of(), datamap, findings)
    assert any("has a form already" in str(finding) for finding in findings.all())
    elsewhere = {"G336", "G340", "G458"}
    assert {code for code, *_ in MISTAKES} | elsewhere >= set(check.CODES)


@pytest.mark.parametrize(("column", "why"), [
    ({"kind": schema.Kind.BLOB}, "it is blob, for which there is no field"),
    ({"kind": T, "generated": "lower(buyer)"}, "it is generated from others"),
])
def test_a_column_that_takes_no_answer_is_found(column: dict[str, Any], why: str) -> None:
    live = {**LIVE, "phone": schema.Column("phone", **column)}
    tables = {"db.orders": schema.Table("orders", live, ("id",))}
    (finding,) = unanswerable(policy_of(), map_of(), tables)
    assert finding.code == "G458" and why in finding.message


def test_what_is_optional_must_be_able_to_stay_empty() -> None:
    free = policy_of(changed(POLICY, "[name, contact, phone?]", "[name, email, phone?]"))
    phone = {"phone": schema.Column("phone", D, nullable=False)}
    tables = {"db.orders": schema.Table("orders", {**LIVE, **phone}, ("id",))}
    (finding,) = unanswerable(free, map_of(), tables)
    assert "may not be NULL, and nobody has to answer" in finding.message


READERS = """db.readers:
    purposes: [news letter]
    owner: {reader by email: address}
    form news letter: {publishes: {once: shown_on, shows: [address]}}
    consent news letter: {given: given_on, withdrawn: withdrawn_on, text: given_text}
    columns: {address: email, shown_on: technical}"""


def newsletter() -> Form:
    """Return the form of a purpose that rests on consent."""
    asks = "    asks: {nl: Mogen wij u schrijven?, en: May we write to you?}\n"
    policy = policy_of(changed(POLICY, "    about: reader\n", f"    about: reader\n{asks}"))
    start = DATAMAP.index("  db.readers:")
    text = DATAMAP[:start] + "  " + READERS + DATAMAP[DATAMAP.index("\n  db.products"):]
    datamap, findings = parse_datamap(text, "datamap.yaml")
    assert datamap is not None and findings == []
    table = datamap.tables["db.readers"]
    live = {name: schema.Column(name, T, length=90) for name in ("address", "given_text")}
    return form_of(policy, datamap, table, table.forms[0], schema.Table("readers", live, ()))


def test_a_purpose_on_consent_keeps_nothing_without_it() -> None:
    form, sent = newsletter(), {"email": ["ann@customer.example"]}
    (asked,) = form.consents
    assert (asked.words["en"], asked.required, asked.given) == (
        "May we write to you?", True, "given_on"
    )
    assert judged(form, sent).wrong == {asked.name: Wrong.NO_CONSENT}
    assert judged(form, {**sent, asked.name: ["on"]}).wrong == {asked.name: Wrong.ODD}
    agreed = judged(form, {**sent, asked.name: ["yes"]})
    assert (agreed.is_clean, agreed.agreed) == (True, ("news letter",))
    assert form.columns >= {"given_on", "given_text"}
    assert form.published and form.published.shows == ("address",)


def test_a_column_that_needs_a_value_and_gets_none_is_named() -> None:
    table = schema.Table("orders", {**LIVE, "n": schema.Column("n", N, nullable=False)}, ("id",))
    assert unfilled(table, made().columns, frozenset({"id"})) == ["n"]


def test_fields_of_several_lines_are_looked_through_unless_the_form_asks_for_it() -> None:
    form = made({**LIVE, "buyer_name": schema.Column("buyer_name", T)})
    said = {"name": "Ik ben zwanger", "phone": "111222333"}
    assert pointed_in_fields(form, policy_of(), said) == {"name": (Pointed.HEALTH,)}
    name = replace(policy_of().categories["name"], sensitive="special")
    asks = replace(policy_of(), categories={**policy_of().categories, "name": name})
    assert pointed_in_fields(form, asks, said) == pointed_in_fields(made(), asks, said) == {}


def test_the_notice_says_what_article_13_asks() -> None:
    nobody = Authority({"nl": "AP"}, {"nl": "x"}, {"nl": "https://x.example"})
    edition = Edition("1", date(2026, 12, 1), nobody, {"NL": {"nl": "Nederland", "en": "NL"}})
    notice = notice_of(Filler(policy_of(), GRAMMARS["nl"], edition), made())
    assert notice.why == "Uw bestelling leveren."
    assert notice.ground.startswith("De uitvoering van het contract")
    assert notice.how_long.startswith("Wij wissen deze gegevens uiterlijk 6 maanden nadat")
    assert notice.who == ("Druk B.V. (drukkers) in Nederland krijgt hiervan: naam.",)
    assert (notice.may_object, notice.may_withdraw, notice.may_take) == (False, False, True)
    assert (notice.must, notice.ends_at_once, notice.terms) == (Must.NEEDED, False, ())
    old = replace(policy_of().purposes["order"], guardian_below=16)
    policy = replace(policy_of(), purposes={"order": old})
    (term,) = notice_of(Filler(policy, GRAMMARS["nl"], edition), made()).terms
    assert term == "Bent u jonger dan 16 jaar, dan geeft een ouder of voogd deze toestemming."


@pytest.mark.parametrize(("basis", "rights", "must"), [
    (Basis.LAW, (False, False, False), Must.LAW),
    (Basis.INTEREST, (True, False, False), Must.NEEDED),
    (Basis.CONSENT, (False, True, True), Must.NEEDED),
])
def test_the_ground_says_which_rights_there_are_and_whether_one_must(
    basis: Basis, rights: tuple[bool, bool, bool], must: Must
) -> None:
    nobody = Authority({"nl": "AP"}, {"nl": "x"}, {"nl": "https://x.example"})
    edition = Edition("1", date(2026, 12, 1), nobody, {"NL": {"nl": "Nederland", "en": "NL"}})
    order = replace(policy_of().purposes["order"], basis=basis, marketing=True)
    policy = replace(policy_of(), purposes={**policy_of().purposes, "order": order})
    notice = notice_of(Filler(policy, GRAMMARS["nl"], edition), made())
    assert (notice.may_object, notice.may_withdraw, notice.may_take) == rights
    assert (notice.must, notice.ends_at_once) == (must, True)
    free = replace(made(), fields=())
    assert notice_of(Filler(policy, GRAMMARS["nl"], edition), free).must is Must.NOTHING


def choosing(none: bool) -> Form:
    """Return the form with a row to choose."""
    words = {"nl": "geen", "en": "none"} if none else {}
    choice = Choice("shop_id", "_winkel", {}, "db.shops", "id", "title", (), words)
    return replace(made(), choices=(choice,))


@pytest.mark.parametrize(("none", "sent", "wrong"), [
    (True, [], None), (True, ["7"], None), (True, ["8"], Wrong.NO_CHOICE),
    (False, [""], Wrong.NO_CHOICE), (False, ["7"], None), (False, ["7", "9"], Wrong.NO_CHOICE),
])
def test_only_a_row_that_is_there_can_be_chosen(
    none: bool, sent: list[str], wrong: Wrong | None
) -> None:
    form, options = choosing(none), {"_winkel": {"7": "Assen", "9": "Emmen"}}
    told = judged(form, {**GOOD, "_winkel": sent}, options)
    assert told.wrong.get("_winkel") is wrong
    row = row_of(form, told.answers, {})
    assert row.get("shop_id") == ("7" if sent == ["7"] else row.get("shop_id"))
    assert ("shop_id" in row) == any(sent) and row.keys() <= form.columns


SHOPS = schema.Table("shops", {name: schema.Column(name, T) for name in ("id", "title")}, ())


@pytest.mark.parametrize(("said", "is_wrong"), [
    ("{title: {nl: a, en: b}, shows: title}", False),
    ("{title: {nl: a, en: b}, shows: name}", True),
    ("{title: {nl: a, en: b}, shows: title, while empty: closed_on}", True),
])
def test_what_is_chosen_must_be_there(said: str, is_wrong: bool) -> None:
    form = changed(GUESTS, "{way: web}", f"{{}}, chooses: {{shop: {said}}}")
    text = changed(DATAMAP, ORDERS, form)
    text = text.replace("  db.products:", "  db.shops: {not personal: shops}\n  db.products:")
    datamap, _ = parse_datamap(text, "datamap.yaml")
    assert datamap is not None
    key = schema.ForeignKey(("shop",), "shops", ("id",))
    live = schema.Table("orders", {**LIVE, "shop": schema.Column("shop", N)}, ("id",), (key,))
    tables = {"db.orders": live, "db.shops": SHOPS}
    findings = list(unanswerable(policy_of(), datamap, tables))
    assert [finding.code for finding in findings] == ["G336"] * is_wrong
    assert well_told(findings)
    (declared,) = datamap.tables["db.orders"].forms
    (choice,) = choices_of(policy_of(), declared, live, "db")
    assert (choice.name, choice.table, choice.key) == ("_chosen-a", "db.shops", "id")


POINTED = [
    ("Mijn nummer is 111222333.", [Pointed.NATIONAL_NUMBER]),
    ("BSN 1112.22.333", [Pointed.NATIONAL_NUMBER]),
    ("order 111222334, tel 0612345678, +31 6 12345678", []),
    ("KvK 12345678, btw NL111222333B01, 2026.11.28", []),
    ("4111 1111 1111 1111 tot 12/28", [Pointed.CARD]),
    ("Ik ben zwanger en lid van de vakbond", [Pointed.HEALTH, Pointed.POLITICS]),
    ("My diabetes, a criminal record", [Pointed.HEALTH, Pointed.CRIME]),
    ("De hostingkosten van het kantoor in de Jodenbreestraat", []),
    ("000000000", []),
]


@pytest.mark.parametrize(("text", "kinds"), POINTED)
def test_what_the_law_guards_is_pointed_out(text: str, kinds: list[Pointed]) -> None:
    assert list(pointed(text)) == kinds


@given(st.integers(0, 10**8 - 1))
def test_one_digit_of_ten_at_most_makes_a_national_number(first: int) -> None:
    digits = [int(c) for c in f"{first:08}"]
    assert sum(is_bsn([*digits, last]) for last in range(10)) <= 1


DOCX = b"PK\x03\x04...[Content_Types].xml...word/document.xml"
ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.textPK"
FILES = [
    (b"%PDF-1.7 ...", FileKind.PDF), (b"\x89PNG\r\n\x1a\n...", FileKind.PNG),
    (b"\xff\xd8\xff\xe0...", FileKind.JPEG), (DOCX, FileKind.DOCX), (ODT, FileKind.ODT),
    ("Zoë\n".encode(), FileKind.TEXT), (b" <html><script>", None), (b"MZ\x90\x00", None),
    (b"PK\x03\x04 a.zip", None), ("Zoë".encode("utf-16"), None), (b"a\x00b", None),
]  # fmt: skip
PAPERS = Documents("hr.documents", "cv", {}, True, "application_id", "stored_as", "files")


@pytest.mark.parametrize(("content", "kind"), FILES)
def test_a_document_is_what_its_content_is(content: bytes, kind: FileKind | None) -> None:
    one = Upload("letter.pdf", content)
    assert one.kind is kind
    assert wrong_with(PAPERS, [one]) is (None if kind else WrongFile.OTHER)


def test_documents_that_are_not_taken() -> None:
    good = Upload("cv.txt", b"a")
    wrong = [
        ([], WrongFile.MISSING), ([good] * 6, WrongFile.MANY),
        ([Upload("a", b"")], WrongFile.EMPTY),
        ([good, Upload("a", b"a" * (LARGEST + 1))], WrongFile.LARGE),
        ([Upload("a.docx", DOCX + b"word/vbaProject.bin")], WrongFile.PROGRAM),
    ]
    assert [wrong_with(PAPERS, uploads) for uploads, _ in wrong] == [why for _, why in wrong]
    assert wrong_with(replace(PAPERS, required=False), []) is None
    names = ("C:\\Users\\ann\\cv.pdf", "../../etc/passwd", "a\nb.pdf", "", "x" * 300)
    assert [shown_name(name, 9) for name in names] == ["cv.pdf", "passwd", "ab.pdf", "-", "x" * 9]

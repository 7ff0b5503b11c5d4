"""The policy and the data map against one another and against the law."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import found, zones
from gestand.core.datamap import check as map_check
from gestand.core.datamap.check import stands_alone, without_passwords
from gestand.core.datamap.parse import parse_datamap
from gestand.core.findings import Finding
from gestand.core.policy import check, declared, law
from gestand.core.policy.check import check_policy
from gestand.core.policy.law import check_law, parse_law
from gestand.core.policy.parse import parse_policy
from tests.core.small import DATAMAP, POLICY, changed, codes, told, well_told

POLICY_MISTAKES = [
    ("G104", "unknown category `emial`; did you mean `email`?", "data: [email]", "data: [emial]"),
    ("G104", "unknown category `fone`; did you mean `phone`?", "[email, phone]", "[email, fone]"),
    ("G104", "unknown category `nam`; did you mean `name`?", "gets: [name]", "gets: [nam]"),
    ("G104", "unknown kind of person `costumer`; did you mean `customer`?",
     "about: customer", "about: costumer"),
    ("G104", "unknown moment `fullfilled`; did you mean `fulfilled`?",
     "after: fulfilled,", "after: fullfilled,"),
    ("G104", "unknown moment `recieved`; did you mean `received`?",
     "after received", "after recieved"),
    ("G104", "unknown purpose `ordr`; did you mean `order`?", "for: order}", "for: ordr}"),
    ("G104", "unknown kind of recipient `painter`; did you mean `printer`?",
     "is: printer", "is: painter"),
    ("G104", "unknown kind of recipient `painter`", "[printer]", "[painter]"),
    ("G104", "unknown occasion `ordr`; did you mean `order`?",
     "occasion: order", "occasion: ordr"),
    ("G210", "category `fax` is declared and nothing uses it",
     "  invoice: {nl: f", "  fax: {nl: fax, en: fax}\n  invoice: {nl: f"),
    ("G210", "kind of person `ghost` is declared and nothing uses it",
     "subjects:\n", "subjects:\n  ghost: {nl: spoken, en: ghosts}\n"),
    ("G210", "moment `seen` is declared and nothing uses it",
     "moments:\n", "moments:\n  seen: {nl: gezien, en: seen}\n"),
    ("G210", "purpose `gift` is declared and nothing uses it", "  tax:\n    title",
     "  gift: {title: {nl: a, en: b}, basis: contract, data: [name], occasion: order,"
     " keep: {for: P1M, after: fulfilled}}\n  tax:\n    title"),
    ("G211", "category `email` contains itself", "en: e-mail address}",
     "en: e-mail address, contains: [contact]}"),
    ("G212", "unknown time zone `Europe/Amsterdm`; did you mean `Europe/Amsterdam`?",
     "Europe/Amsterdam", "Europe/Amsterdm"),
    ("G213", "have the same promise ids: `news-letter`", "  order:\n    title",
     "  news-letter:\n    title"),
    ("G317", "`db.orders` does not say who consented to `order`",
     "basis: contract", "basis: consent"),
    ("G318", "purpose `news letter` does not rest on consent", "basis: consent", "basis: contract"),
    ("G310", "no purpose of `db.invoices` declares `name`", "data: [name, invoice]",
     "data: [invoice]"),
    ("G311", "no purpose of `db.readers` is about `reader`", "about: reader", "about: customer"),
    ("G314", "occasion `order` never ends on `db.orders`", "after: fulfilled,", "after: issued,"),
    ("G316", "moment `issued` is not bound on `db.orders`", "after received", "after issued"),
]  # fmt: skip

MAP_MISTAKES = [
    ("G104", "unknown category `nme`; did you mean `name`?", "{note: name}", "{note: nme}"),
    ("G104", "unknown category `secrt`; did you mean `secret`?", "hash: secret", "hash: secrt"),
    ("G104", "unknown purpose `txa`; did you mean `tax`?", "purposes: [tax]", "purposes: [txa]"),
    ("G104", "unknown purpose `newsletter`; did you mean `news letter`?",
     "kept by the mailing service, purposes: [news letter]", "x, purposes: [newsletter]"),
    ("G104", "unknown purpose `news leter`; did you mean `news letter`?",
     "consent news letter:", "consent news leter:"),
    ("G104", "unknown kind of person `raeder`; did you mean `reader`?",
     "{reader by email", "{raeder by email"),
    ("G104", "unknown kind of person `client`", "  customer: {", "  client: {"),
    ("G104", "unknown moment `fulfiled`; did you mean `fulfilled`?",
     "fulfilled: fulfilled_on", "fulfiled: fulfilled_on"),
    ("G104", "unknown moment `form`; did you mean `from`?",
     "began: asked_on", "began: asked_on, form: asked_on"),
    ("G104", "unknown moment `clozed`", "began: asked_on", "began: asked_on, via a: {clozed: b}"),
    ("G104", "unknown occasion `invoce`; did you mean `invoice`?",
     "held by invoice:", "held by invoce:"),
    ("G104", "unknown table `db.order`; did you mean `db.orders`?",
     "{table: db.orders,", "{table: db.order,"),
    ("G104", "unknown table `db.customer`; did you mean `db.customers`?",
     "{customer_id: db.customers}", "{customer_id: db.customer}"),
    ("G104", "unknown table `db.costumers`; did you mean `db.customers`?",
     "table: db.customers, id", "table: db.costumers, id"),
    ("G104", "unknown table `db.lists`", "began: asked_on",
     "began: asked_on, via a of db.lists: {issued: b}"),
    ("G104", "unknown store `dbb`; did you mean `db`?", "  db.products:", "  dbb.products:"),
    ("G210", "occasion `visit` is declared and nothing uses it",
     "occasions:\n", "occasions:\n  visit: {table: db.orders, began: a}\n"),
    ("G210", "store `old` is declared and nothing uses it",
     "stores:\n", "stores:\n  old: {url: x, zone: UTC}\n"),
    ("G210", "kind of person `reader` is declared and nothing uses it",
     "owner: {reader by email: address}", "owner: address"),
    ("G210", "no purpose of occasion `invoice` counts from moment `received`",
     "began: issued_on, issued", "began: issued_on, received: issued_on, issued"),
    ("G212", "unknown time zone `Mars/Base`", "zone: UTC", "zone: Mars/Base"),
    ("G212", "unknown time zone `../UTC`", "erase: null", "zone: ../UTC"),
    ("G310", "declares `name`; add it to `data:` of `news letter`, list `order` or `tax` on this",
     "{address: email}", "{address: name}"),
    ("G310", "no purpose of `db.readers` declares `name`",
     "{address: email}", "{address: email, more: {paths: {$.a: name}}}"),
    ("G104", "unknown category `emial`",
     "{address: email}", "{address: email, more: {paths: {$.a: emial}}}"),
    ("G310", "no purpose of `db.readers` declares `name`",
     "{address: email}", "{address: email, more: {by kind: {a: name}}}"),
    ("G312", "rows of `db.readers` can exist before any occasion holds them",
     "began: asked_on", "began: asked_on, from: asked_on"),
    ("G313", "`db.customers` does not say where `name`, `email`, `phone` came from",
     ", source: person", ""),
    ("G314", "occasion `invoice` never ends on `db.invoices`", ", issued: issued_on", ""),
    ("G315", "moment `fulfilled` of purpose `order` is bound to no column",
     ", fulfilled: fulfilled_on", ""),
    ("G316", "moment `received` is not bound on `db.orders`", ", received: ordered_on", ""),
    ("G317", "`db.readers` does not say who consented to `news letter`",
     "    consent news letter: {given: given_on, withdrawn: withdrawn_on}\n", ""),
    ("G318", "no occasion of `news letter` is bound to `db.orders`",
     "{purposes: [order], owner", "{purposes: [order], consent news letter: {given: a}, owner"),
    ("G319", "the url of store `db` holds a password",
     "sqlite:///db.db", "postgresql://app:s3cret@db.example/shop"),
    ("G319", "the url of store `db` holds a password",
     "sqlite:///db.db", "postgresql://app:${PW:-s3cret}@db.example/shop"),
    ("G319", "the url of store `db` holds a password",
     "sqlite:///db.db", "mysql://db.example/shop?user=a&password=s3cret"),
    ("G319", "the master key itself stands in the data map",
     "${GESTAND_MASTER_KEY}", "0123456789abcdef" * 4),
    ("G324", "the policy lets an erasure be undone for P7D, without a master key",
     'records: {key: "${GESTAND_MASTER_KEY}"}\n', ""),
    ("G308", "occasion `order` stands in `db.orders`, which something else removes",
     "db.orders: {purposes: [order], owner: {customer_id: db.customers}, columns: {note: name}}",
     "db.orders: {removed by: the shop, purposes: [order], columns: {note: name}}"),
    ("G320", "no purpose of `db.invoices` lives through `order`", "held by invoice:",
     "held by order:"),
    ("G321", "`mail` does not identify `reader`", "{reader by email:", "{reader by mail:"),
    ("G323", "`db.readers` is not the table of a kind of person", "{address: email}",
     "{address: email}\n    restriction: {placed: a}"),
    ("G323", "an objection has no effect on `order`", "    purposes: [order",
     "    objection order: {made: a}\n    purposes: [order"),
    ("G325", "there is no kind of person `reder`", "customer: {table: db.customers,",
     "customer: {same person: {reder: email}, table: db.customers,"),
    ("G325", "a reader has no row of their own", "customer: {table: db.customers,",
     "customer: {same person: {reader: id}, table: db.customers,"),
    ("G325", "`phone` does not identify `customer`", "customer: {table: db.customers,",
     "customer: {same person: {customer by phone: id}, table: db.customers,"),
    ("G325", "`email` of a customer can be shared: it is no proof",
     "customer: {table: db.customers,",
     "customer: {same person: {customer by email: id}, table: db.customers,"),
    ("G322", "column `scan` names files and is not under `columns:`", "{stored_as: invoices}",
     "{scan: invoices}"),
]  # fmt: skip

LAW_MISTAKES = [
    ("G214", "`P6Y` of purpose `tax` is shorter than the `P7Y` that article 52(4) AWR",
     "for: P7Y", "for: P6Y"),
    ("G214", "(as far as known on 2026-", "for: P7Y", "for: P83M"),
    ("G214", "`P2556D` of purpose `tax` is shorter than the `P7Y`", "for: P7Y", "for: P2556D"),
    ("G216", "`answer: P30D` is longer than the `P1M` of article 12(3) GDPR, e.g. from 2000-01-31",
     "answer: P1M", "answer: P30D"),
    ("G215", "purpose `tax` must keep no less than the `P7Y`", "exactly: true, ", ""),
    ("G216", "`answer: P2M` is longer than the `P1M` of article 12(3) GDPR", "answer: P1M",
     "answer: P2M"),
    ("G216", "`extension: P61D` is longer", "extension: P2M", "extension: P61D"),
    ("G217", "recipient `example-printer` is outside the EEA and has no safeguard",
     "country: NL", "country: US"),
    ("G218", "unknown country `XQ`", "country: NL", "country: XQ"),
]  # fmt: skip

DATED = files("gestand.work") / "dated"
LAW = parse_law(
    DATED.joinpath("law.json").read_text("utf-8"),
    DATED.joinpath("countries.json").read_text("utf-8"),
    DATED.joinpath("adequacy.json").read_text("utf-8"),
)


def checked(policy_text: str = POLICY, map_text: str = DATAMAP) -> list[Finding]:
    policy, policy_findings = parse_policy(policy_text, "policy.yaml")
    datamap, map_findings = parse_datamap(map_text, "datamap.yaml")
    assert (policy_findings, map_findings) == ([], [])
    assert policy is not None
    return check_policy(policy, datamap) + check_law(policy, LAW, "policy.yaml")


def test_the_small_company_is_clean() -> None:
    assert checked() == []


@pytest.mark.parametrize(("code", "message", "old", "new"), POLICY_MISTAKES + LAW_MISTAKES)
def test_a_mistake_in_the_policy_is_found(code: str, message: str, old: str, new: str) -> None:
    findings = checked(policy_text=changed(POLICY, old, new))
    assert any(f.code == code and message in str(f) for f in findings), findings
    assert well_told(findings), findings


@pytest.mark.parametrize(("code", "message", "old", "new"), MAP_MISTAKES)
def test_a_mistake_in_the_map_is_found(code: str, message: str, old: str, new: str) -> None:
    findings = checked(map_text=changed(DATAMAP, old, new))
    assert any(f.code == code and message in str(f) for f in findings), findings
    assert well_told(findings), findings


def test_every_code_has_a_case() -> None:
    known = set().union(
        *(module.CODES for module in (check, declared, found, law, map_check, zones))
    )
    cases = POLICY_MISTAKES + MAP_MISTAKES + LAW_MISTAKES
    # What depends on the age of people is in `test_terms.py`.
    assert known - {code for code, *_ in cases} == {"G116", "G250", "G327", "G329"}


def test_a_finding_has_file_line_column_fragment_code_and_suggestion() -> None:
    (finding,) = (f for f in checked(changed(POLICY, "[email]", "[emial]")) if f.code == "G104")
    assert str(finding) == (
        "policy.yaml:40:12  G104  unknown category `emial`; did you mean `email`?"
    )
    assert finding.fragment == "emial"


def test_a_policy_is_checked_without_a_map() -> None:
    policy, _ = parse_policy(changed(POLICY, "[email]", "[emial]"), "policy.yaml")
    assert policy is not None
    assert codes(check_policy(policy, None)) == {"G104"}


def test_a_purpose_that_lives_elsewhere_needs_no_occasion_here() -> None:
    start, end = DATAMAP.index("  db.readers:"), DATAMAP.index("  db.products:")
    text = DATAMAP[:start] + DATAMAP[end:]
    text = changed(text, "  reader:   {identified by: [email]}\n", "")
    text = changed(text, "  subscription: {table: db.readers, began: asked_on}\n", "")
    assert checked(map_text=text) == []


def test_a_longer_period_than_the_law_asks_is_no_finding() -> None:
    assert checked(changed(POLICY, "for: P7Y", "for: P10Y")) == []


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("sqlite:///db.db", True),
        ("${SHOP_URL}", True),
        ("postgresql://${USER:-app}:${PW}@db.example/shop", True),
        ("postgresql://app@db.example:5432/shop", True),
        ("mysql://db.example:3306/shop?user=a@b", True),
        ("postgresql://app:${PW}word@db.example/shop", False),
        ("postgresql://:s3cret@db.example/shop", False),
    ],
)
def test_a_password_stands_in_the_environment(url: str, safe: bool) -> None:
    findings = checked(map_text=changed(DATAMAP, "sqlite:///db.db", url))
    assert codes(findings) == (set() if safe else {"G319"})


@pytest.mark.parametrize(
    "line",
    [
        'db: {url: "postgresql://app:s3cret@db.example/shop", zone: UTC}',
        "db: {url: mysql://db.example/shop?password=s3cret&a=b, zone: UTC}",
        "db: {url: x, password: 's3cret', zone: UTC}",
    ],
)
def test_a_password_is_never_shown(line: str) -> None:
    hidden = without_passwords(line)
    assert "s3cret" not in hidden
    assert len(hidden) == len(line)


def test_findings_about_passwords_do_not_hold_them() -> None:
    url = "postgresql://app:s3cret@db.example/shop"
    findings = checked(map_text=changed(DATAMAP, "sqlite:///db.db", url))
    assert "s3cret" not in repr(findings)


def test_the_reverse_is_found_too() -> None:
    message = told(
        checked(map_text=changed(DATAMAP, "purposes: [tax]", "purposes: [order]")), "G310"
    )
    assert "list `tax` on this table" in message


@pytest.mark.parametrize(
    ("pair", "unknown"),
    [
        ("{promise: data.portl, while: order, there is: order}", "promise `data.portl`"),
        ("{promise: data.portal, while: ordr, there is: order}", "occasion `ordr`"),
        ("{promise: data.portal, while: order, there is: ordr}", "occasion `ordr`"),
    ],
)
def test_what_goes_together_is_declared(pair: str, unknown: str) -> None:
    said = changed(DATAMAP, "subjects:\n", f"together:\n  portal: {pair}\nsubjects:\n")
    assert f"unknown {unknown}" in told(checked(map_text=said), "G104")


def test_a_map_that_points_nowhere_cannot_be_matched() -> None:
    whole, _ = parse_datamap(DATAMAP, "datamap.yaml")
    broken, _ = parse_datamap(changed(DATAMAP, "{table: db.orders,", "{table: db.x,"), "m")
    assert whole and stands_alone(whole)
    assert broken and not stands_alone(broken)


def test_the_examples_of_the_language_are_read_or_refused_by_name() -> None:
    folder = Path(__file__).parent / "language"
    policy, findings = parse_policy((folder / "policy.yaml").read_text("utf-8"), "policy.yaml")
    datamap, more = parse_datamap((folder / "datamap.yaml").read_text("utf-8"), "datamap.yaml")
    assert policy is not None
    findings += more + check_policy(policy, datamap) + check_law(policy, LAW, "policy.yaml")
    assert {(f.code, f.fragment) for f in findings} == {
        ("G121", "needs"),
        ("G121", "channels"),
    }


@given(st.data())
def test_checking_never_raises(data: st.DataObject) -> None:
    texts = [POLICY, DATAMAP]
    for number, text in enumerate(texts):
        lines = text.splitlines()
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(st.sampled_from([lines[at][: len(lines[at]) // 2], "", lines[0]]))
        texts[number] = "\n".join(lines)
    policy, _ = parse_policy(texts[0], "policy.yaml")
    datamap, _ = parse_datamap(texts[1], "datamap.yaml")
    if policy is not None:
        assert isinstance(check_policy(policy, datamap), list)
        assert isinstance(check_law(policy, LAW, "policy.yaml"), list)

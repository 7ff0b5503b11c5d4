"""Reading policy.yaml: one mistake at a time, and many at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import entries
from gestand.core.calendar import FiscalYear, Period
from gestand.core.policy import parse, purposes
from gestand.core.policy.model import Basis, DataItem, Policy
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.purposes import FOREVER
from tests.core.small import POLICY, changed, codes, told, well_told

ORDER = "keep: {for: P6M, after: fulfilled, at most: P1Y after received, chosen by: controller}"

MISTAKES = [
    ("G117", "register: x", "  zone: Europe/Amsterdam", "  zone: UTC\n  zoen: UTC"),
    ("G117", "unknown section", "rights: {", "right: {}\nrights: {"),
    ("G118", "no name", "  name: De Es B.V.\n", ""),
    ("G118", "no statement", "statement: {effective: 2026-12-01}\n", ""),
    ("G118", "no data", "    data: [name, invoice]\n", ""),
    ("G118", "no occasion", "    occasion: invoice\n", ""),
    ("G118", "no title", "    title: {nl: Nieuwsbrief, en: Newsletter}\n", ""),
    ("G118", "recipient without a kind", "is: printer, ", ""),
    ("G118", "cookie without a lifetime", "lifetime: P14D, ", ""),
    ("G118", "attestation without an end", ", until: 2028-05-01", ""),
    ("G118", "promise without a mechanism", ", by: the facility manager", ""),
    ("G119", "list for a text", "  name: De Es B.V.", "  name: [De Es, B.V.]"),
    ("G119", "text for a mapping", "rights: {answer: P1M, extension: P2M, undo: P7D}", "rights: x"),
    ("G119", "mapping in a list", "data: [email]", "data: [{email: x}]"),
    ("G119", "purpose is a text", "recipients:\n", "  gift: yes\nrecipients:\n"),
    ("G120", "empty value", "    occasion: order", "    occasion:"),
    ("G120", "empty list", "data: [email]", "data: []"),
    ("G120", "empty text", "host: de-es.example", 'host: " "'),
    ("G121", "something for later", "is: printer, ", "is: printer, needs: [article], "),
    ("G121", "another end than erasure", "after: consent given}",
     "after: consent given, then: hide}"),
    ("G119", "an end that is no word", "after: consent given}",
     "after: consent given, then: [hide]}"),
    ("G118", "cookie without a class", "  class: functional\n", ""),
    ("G117", "cookie beside the items", "cookies:\n", "cookies:\n  items: {a: {}}\n"),
    ("G123", "unknown class of cookies", "class: functional", "class: handy"),
    ("G121", "channels", "undo: P7D}", "undo: P7D, channels: [letter]}"),
    ("G118", "a tool in words only", "gets: [name]", "gets: [name], tool: {nl: a, en: b}"),
    ("G118", "clauses without a signature", "gets: [name]",
     "gets: [name], tool: {scc: c2p, assessed: 2026-01-10}"),
    ("G131", "an older form", "gets: [name]", "gets: [name], agreement until: 2028-01-10"),
    ("G118", "an agreement without a signature", "gets: [name]",
     "gets: [name], agreement: {until: 2028-01-10}"),
    ("G119", "two tools in one", "gets: [name]",
     "gets: [name], tool: {bcr: x, approved: 2024-01-01, assessed: 2024-01-01, article 49: b}"),
    ("G119", "two ways to be told", "gets: [name]",
     "gets: [name], notices: {mail: a@b.example, post: 'https://b.example'}"),
    ("G203", "told over no TLS", "gets: [name]", "gets: [name], notices: {post: 'http://b.example'}"),
    ("G123", "a module that is none", "gets: [name]",
     "gets: [name], tool: {scc: x2p, signed: 2025-02-01, assessed: 2026-01-10}"),
    ("G123", "a letter that is none", "gets: [name]", "gets: [name], tool: {article 49: z}"),
    ("G123", "an unknown role", "gets: [name]", "gets: [name], role: friend"),
    ("G203", "hours in words", "gets: [name]",
     "gets: [name], agreement: {signed: 2025-01-01, breach notice: soon}"),
    ("G203", "a country of access in full", "gets: [name]", "gets: [name], access from: India"),
    ("G122", "name with a mark", "  tax:\n", "  tax?:\n"),
    ("G123", "unknown basis", "basis: contract", "basis: contrat"),
    ("G123", "unknown chooser", "chosen by: controller", "chosen by: nobody"),
    ("G123", "unknown mode", "mode: attested", "mode: believed"),
    ("G124", "exactly maybe", "exactly: true", "exactly: maybe"),
    ("G125", "weeks in words", "for: P6M", "for: 6 months"),
    ("G125", "hours", "lifetime: P14D", "lifetime: PT8H"),
    ("G125", "no ceiling", "at most: P1Y after received", "at most: P1Y"),
    ("G125", "no period in a ceiling", "at most: P1Y after", "at most: 1Y after"),
    ("G125", "digits of another script", "for: P1M,", "for: P１M,"),
    ("G126", "day before month", "effective: 2026-12-01", "effective: 01-12-2026"),
    ("G126", "a day that is not", "until: 2028-05-01", "until: 2028-02-30"),
    ("G126", "a date without hyphens", "effective: 2026-12-01", "effective: 20261201"),
    ("G127", "no Dutch", "{nl: naam, en: name, is:", "{en: name, is:"),
    ("G127", "one text for two languages", "{nl: lezers, en: readers}", "readers"),
    ("G128", "no French", "{nl: naam, en: name, is:", "{nl: naam, en: name, fr: nom, is:"),
    ("G129", "no version", "policy: 1\n", ""),
    ("G129", "version of later", "policy: 1\n", "policy: 2\n"),
    ("G201", "no basis", "    basis: contract\n", ""),
    ("G201", "a law without words", "basis: contract", "basis: law"),
    ("G201", "two bases", "{law: {nl: artikel 52 AWR, en: article 52 AWR}}",
     "{law: a, interest: b}"),
    ("G202", "no period at all", f"    {ORDER}\n", ""),
    ("G202", "no length", "for: P6M, ", ""),
    ("G202", "no moment", "after: fulfilled, ", ""),
    ("G203", "an address without a host", "privacy@de-es.example", "privacy"),
    ("G203", "a language in full", "languages: [nl, en]", "languages: [nl, en, french]"),
    ("G203", "a country in full", "country: NL", "country: Nederland"),
    ("G203", "a term in words", '"pd:Name"', "a name"),
    ("G203", "an impossible fiscal year", "zone: Europe", "fiscal year: 13-40\n  zone: Europe"),
    ("G204", "everything in itself", "data: [email]", "data: [everything in news letter]"),
    ("G205", "a category named secret", "  invoice: {nl: fac", "  secret: {nl: fac"),
    ("G205", "a moment named table", "  issued:  ", "  table:  "),
    ("G114", "a category twice in a list", "data: [name, invoice]", "data: [name, name]"),
    ("G104", "everything in nothing", "data: [email]", "data: [everything in oder]"),
]  # fmt: skip


def parsed(text: str) -> Policy:
    policy, findings = parse_policy(text, "policy.yaml")
    assert findings == []
    assert policy is not None
    return policy


@pytest.mark.parametrize(("code", "what", "old", "new"), MISTAKES)
def test_a_mistake_in_the_policy_is_told(code: str, what: str, old: str, new: str) -> None:
    _, findings = parse_policy(changed(POLICY, old, new), "policy.yaml")
    assert code in codes(findings), what
    assert well_told(findings), findings


def test_every_code_has_a_case() -> None:
    known = set(entries.CODES) | set(parse.CODES) | set(purposes.CODES)
    assert known == {code for code, *_ in MISTAKES} & known


def test_lists_that_grow_without_end_are_refused() -> None:
    many = ", ".join(f"c{n}" for n in range(3000))
    chain = "\n".join(f"  p{n}: {{data: [everything in big]}}" for n in range(100))
    text = f"policy: 1\npurposes:\n  big: {{data: [{many}]}}\n{chain}\n"
    _, findings = parse_policy(text, "policy.yaml")
    assert "G110" in codes(findings)


def test_a_whole_policy_is_read() -> None:
    policy = parsed(POLICY)
    order, tax, letter = policy.purposes.values()
    assert policy.controller.languages == ("nl", "en")
    assert policy.controller.fiscal_year == FiscalYear()
    assert (order.basis, order.about, order.occasions) == (
        Basis.CONTRACT,
        ("customer",),
        ("order",),
    )
    assert order.data == (DataItem("name"), DataItem("contact"), DataItem("phone", optional=True))
    assert order.keep.at_most == (Period(years=1), "received")
    assert (tax.keep.after[0].moment, tax.keep.after[0].fiscal_year) == ("issued", True)
    assert (tax.keep.exactly, tax.basis_words["en"]) == (True, "article 52 AWR")
    assert (letter.keep.chosen_by, letter.about) == ("statement", ("reader",))
    assert policy.expand("contact") == {"contact", "email", "phone"}
    assert policy.categories["invoice"].never == ({"nl": "kaartnummer", "en": "card number"},)


def test_everything_in_another_purpose_is_written_out() -> None:
    policy = parsed(changed(POLICY, "data: [email]", "data: [invoice?, everything in order]"))
    data = policy.purposes["news letter"].data
    assert [item.category for item in data] == ["invoice", "name", "contact", "phone"]
    assert [item.optional for item in data] == [True, False, False, True]


def test_a_fiscal_year_may_begin_on_another_day() -> None:
    text = changed(POLICY, "zone: Europe", "fiscal year: 04-01\n  zone: Europe")
    assert parsed(text).controller.fiscal_year == FiscalYear(4, 1)


def test_words_need_no_languages_where_there_is_one() -> None:
    text = """\
policy: 1
controller: {name: A, contact: {email: a@b.example}, languages: en, zone: UTC}
statement: {effective: 2026-12-01}
categories: {name: name}
subjects: {customer: customers}
moments: {ended: the contract has ended}
purposes:
  service: {title: Serving you, basis: contract, data: name, occasion: contract,
            keep: {for: P1Y, after: ended}}
"""
    policy = parsed(text)
    assert policy.categories["name"].words == {"en": "name"}
    assert policy.purposes["service"].title == {"en": "Serving you"}


def test_a_purpose_that_cannot_be_read_removes_nothing() -> None:
    policy, findings = parse_policy(changed(POLICY, "for: P6M", "for: soon"), "policy.yaml")
    assert policy is not None
    assert policy.purposes["order"].keep.period == FOREVER
    assert codes(findings) == {"G125"}


def test_a_policy_that_is_not_whole_is_no_policy() -> None:
    policy, findings = parse_policy(changed(POLICY, "rights: {", "rights: {{"), "policy.yaml")
    assert policy is None
    assert codes(findings) == {"G107"}


def test_reading_does_not_stop_at_the_first_mistake() -> None:
    text = changed(POLICY, "for: P6M", "for: 6 weken")
    text = changed(text, "country: NL", "country: Nederland")
    text = changed(text, "lifetime:", "lifetme:")
    text = changed(text, "effective: 2026-12-01", "effective: soon")
    _, findings = parse_policy(text, "policy.yaml")
    assert [(f.code, f.span.line) for f in sorted(findings)] == [
        ("G126", 7),
        ("G125", 29),
        ("G203", 46),
        ("G118", 49),
        ("G117", 49),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("for: P6M", "for: 6 weken", "`6 weken` is not an ISO 8601 period; did you mean `P6W`?"),
        ("for: P6M", "for: p6m", "`p6m` is not an ISO 8601 period; did you mean `P6M`?"),
        ("lifetime:", "lifetme:", "unknown key `lifetme` in cookie `sessionid`; "
         "did you mean `lifetime`?"),
        ("basis: contract", "basis: contrat", "`contrat` is not one of `consent`, `contract`, "
         "`law`, `interest`; did you mean `contract`?"),
        ("  name: De Es B.V.\n", "", "the controller has no `name`; add it, such as "
         "`name: Noorderlicht Hosting B.V.`"),
        ("    about: customer\n", "    about:\n", "`about` of purpose `order` is empty; write its "
         "value, such as `about: applicant`, or take it out"),
        ("host: de-es.example", "host: ", "`host` of cookie `sessionid` is empty; write its value, "
         "such as `host: portal.noorderlicht.example`"),
    ],
)  # fmt: skip
def test_a_message_says_what_where_and_what_now(old: str, new: str, message: str) -> None:
    _, findings = parse_policy(changed(POLICY, old, new), "policy.yaml")
    assert message in " ".join(str(finding) for finding in findings)


def test_a_finding_points_at_the_word() -> None:
    _, findings = parse_policy(changed(POLICY, "for: P6M", "for: soon"), "policy.yaml")
    assert told(findings, "G125").startswith("policy.yaml:29:17  G125  `soon`")
    assert findings[0].fragment == "soon"


@given(st.text(), st.text(alphabet="abp:-[]{}? \n"), st.integers(0, len(POLICY)))
def test_reading_a_policy_never_raises(whole: str, part: str, place: int) -> None:
    parse_policy(whole, "policy.yaml")
    parse_policy(POLICY[:place] + part + POLICY[place:], "policy.yaml")
    parse_policy(POLICY[:place] + POLICY[place + len(part) :], "policy.yaml")


@given(st.data())
def test_any_value_may_stand_anywhere(data: st.DataObject) -> None:
    lines = POLICY.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    value = data.draw(st.sampled_from(["[]", "{}", "[[x]]", "{x: {y: z}}", "''", "~", "*x", "x"]))
    lines[number] = lines[number].split(":")[0] + ": " + value
    parse_policy("\n".join(lines), "policy.yaml")

"""The registers of processing: what a policy declares for them, and what stands in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gestand.core.datamap.parse import parse_datamap
from gestand.core.policy.check import check_policy
from gestand.core.policy.fill import Edition, Filler
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.registers import Register, registers, undeclared
from gestand.core.policy.words import GRAMMARS
from gestand.work.dated import authorities, countries
from tests.core.small import DATAMAP, POLICY, changed, codes, told, well_told

DAY = date(2026, 12, 1)
HOSTING = """\
measures: {locks: {nl: sloten, en: locks}}
processing for customers:
  printing:
    title: {nl: Drukwerk maken, en: Printing}
    for: {nl: klanten met een blad, en: customers with a magazine}
    customers in: db.customers
    sub-processors: [example-printer]
"""
DECLARED = POLICY + HOSTING
MISTAKES = [
    ("G104", "unknown table `db.customer`; did you mean `db.customers`?", "in: db.customers",
     "in: db.customer"),
    ("G104", "unknown recipient `example-printr`; did you mean `example-printer`?",
     "sub-processors: [example-printer]", "sub-processors: [example-printr]"),
    ("G104", "unknown measure `lock`; did you mean `locks`?", "customers in: db.customers",
     "measures: lock"),
    ("G243", "sub-processor `example-printer` is declared as a third party",
     "gets: [name], for: order", "gets: [name], for: order, role: third party"),
    ("G244", "`printing` is processed for customers, and no measure is declared",
     "measures: {locks: {nl: sloten, en: locks}}\n", ""),
    ("G203", "`fg` cannot be an e-mail address", "  languages: [nl, en]\n",
     "  languages: [nl, en]\n  data protection officer: {name: FG, email: fg}\n"),
    ("G123", "", "{nl: telefoonnummer, en: telephone number}",
     "{nl: telefoonnummer, en: telephone number, sensitive: very}"),
]  # fmt: skip


def written(text: str, language: str = "en", day: date = DAY) -> dict[str, Register]:
    """Return the registers of a policy by their ids."""
    policy, findings = parse_policy(text, "policy.yaml")
    datamap, _ = parse_datamap(DATAMAP, "datamap.yaml")
    assert policy is not None, findings
    assert datamap is not None
    edition = Edition("v1", day, authorities(day)["nl/ap"], countries())
    found = registers(Filler(policy, GRAMMARS[language], edition), datamap, day)
    return {one.id: one for one in found.each}


def row(register: Register, number: int = 0) -> dict[str, str]:
    return dict(zip(register.heads, register.rows[number], strict=True))


@pytest.mark.parametrize(("code", "words", "old", "new"), MISTAKES)
def test_a_mistake_is_found(code: str, words: str, old: str, new: str) -> None:
    policy, findings = parse_policy(changed(DECLARED, old, new), "policy.yaml")
    datamap, _ = parse_datamap(DATAMAP, "datamap.yaml")
    if policy is not None:
        findings = [*findings, *check_policy(policy, datamap)]
    assert code in codes(findings)
    assert words in told(findings, code)
    assert well_told(findings)


def test_nothing_is_wrong_with_what_is_declared_well() -> None:
    policy, findings = parse_policy(DECLARED, "policy.yaml")
    datamap, _ = parse_datamap(DATAMAP, "datamap.yaml")
    assert policy is not None
    assert {*codes(findings), *codes(check_policy(policy, datamap))} & {"G104", "G243"} == set()


def test_each_purpose_has_its_row_with_what_the_law_asks() -> None:
    found = written(DECLARED)["controller"]
    assert [one[1] for one in found.rows] == ["order", "tax", "news-letter"]
    order = row(found)
    assert order["People"] == "customers"
    assert order["Personal data"].startswith("name, contact details (e-mail address and")
    assert order["Source"] == "from the person"
    assert order["Recipients"] == "Druk B.V. (printers)"
    assert order["Systems"] == "db"
    assert order["Security"] == "locks and ISO 9001"
    assert row(found, 2)["Systems"] == "db and list (not connected)"


def test_people_are_those_of_the_tables_where_a_purpose_names_none() -> None:
    assert row(written(DECLARED)["controller"], 1)["People"] == "customers"


def test_a_certificate_that_has_lapsed_is_no_measure() -> None:
    assert row(written(DECLARED, day=date(2028, 5, 2))["controller"])["Security"] == "locks"


def test_what_is_special_is_said() -> None:
    phone = "{nl: telefoonnummer, en: telephone number}"
    text = changed(DECLARED, phone, phone.replace("}", ", sensitive: special}"))
    told = row(written(text)["controller"])["Special or criminal"]
    assert told == "special: telephone number; no condition of article 9 named"
    assert row(written(text)["controller"], 1)["Special or criminal"] == "none"
    with_care = changed(text, "order:\n", "order:\n    condition: care\n")
    told = row(written(with_care)["controller"])["Special or criminal"]
    assert told.endswith("for care, by people with a duty of secrecy (article 9(2)(h) GDPR).")


def test_customers_are_the_controllers_of_what_is_processed_for_them() -> None:
    (one,) = written(DECLARED, "nl")["processor"].rows
    assert one[:4] == ("Drukwerk maken", "printing", "klanten met een blad",
                       "in de tabel db.customers")  # fmt: skip
    assert one[4:6] == ("dat bepaalt de klant", "dat bepaalt de klant")
    assert one[6] == "Druk B.V. in Nederland"


def test_a_processor_without_an_agreement_says_so() -> None:
    assert row(written(DECLARED)["processors"])["Agreement"] == "no agreement that counts"


def test_what_nobody_declared_is_told() -> None:
    policy, _ = parse_policy(POLICY, "policy.yaml")
    assert policy is not None
    assert [what.partition(" (")[0] for what in undeclared(policy)] == [
        "the data protection officer", "the measures of security",
        "what is processed for customers",
    ]  # fmt: skip
    silent = replace(policy, controller=replace(policy.controller, post=""))
    assert next(undeclared(silent)).startswith("the address of the controller")

"""Breaches that a probe must find, each with the promises that it must turn red."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gestand.core.proving.verdict import Verdict
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.registers import ORDERS, begin, go_on
from tests.sowing import (
    Plant,
    asked,
    both,
    column,
    cookie,
    crawled,
    file,
    given,
    given_though_restricted,
    line,
    policy,
    rows,
    shown_whole,
    undone_by_a_backup,
    upheld_and_back,
    withdrew,
)

PERIODS = {"principles.periods", "periods.start", "periods.longest"}
MINIMAL = {"principles.minimal", "principles.purposes"}
OF_APPLICATIONS = ("recruitment", "talent-pool", "personnel")


def an_order_without_an_article(folder: Path, by: str = "Bo") -> None:
    """Write down that an order that Ann took in was met which names no article."""
    with keyring_of(open_company(folder)) as keyring:
        told = {"recipient": "police", "on": "2026-11-01", "article": "", "verified": "by phone"}
        number = begin(keyring.journal, ORDERS, "received", {
            **told, "asked": ["name"], "reference": "", "secret_until": None, "by": "Ann",
        })  # fmt: skip
        met = {"on": "2026-11-02", "given": ["name"], "by": by}
        go_on(keyring.journal, ORDERS, (number, 1), "decided", met)


APPLICATION = (
    "INSERT INTO applications (id, vacancy_id, name, email, received_on, pool_given_on)"
    " VALUES ({}, {}, 'Planted', 'planted@mail.example', '{}', {})"
)
_REFUSED = (
    (What.SETTLE_IDENTITY, {"method": "call-back"}, date(2026, 11, 11)),
    (What.DECIDE, {"item": "everything", "outcome": "refused"}, date(2026, 11, 12)),
    (What.REFUSE, {"how": "letter"}, date(2026, 11, 13)),
)
PLANTS = {
    "an erasure that is refused without a ground": Plant(
        asked(Right.ERASURE, *_REFUSED, on=date(2026, 11, 10)),
        {"rights.erase-limits", "rights.refuse"},
        recorded=True,
    ),
    "an erasure that a backup undid": Plant(
        undone_by_a_backup("site", "reviewer", "SELECT min(reviewer_email) FROM testimonials"),
        {"rights.erase"},
        recorded=True,
    ),
    "an objection that was upheld and that a backup undid": Plant(
        upheld_and_back(
            "shop.company_contacts",
            "business contacts",
            ("company contact", "SELECT min(id) FROM company_contacts"),
        ),
        {"rights.object"},
        recorded=True,
    ),
    "an unlisted recipient": Plant(
        given("example-broker", "processor agreement", "name"),
        {"order.shared", "sharing.only", "sharing.processor", "sharing.recipients"},
        recorded=True,
    ),
    "an order without an article": Plant(
        an_order_without_an_article, {"sharing.law"}, recorded=True
    ),
    "an extension after the term": Plant(
        asked(Right.ACCESS, (What.EXTEND, {"reason": "complex"}, date(2026, 10, 20))),
        {"rights.extend-told"},
        recorded=True,
    ),
    "an extra column": Plant(
        column("hr.applications"),
        MINIMAL | {f"{name}.data" for name in OF_APPLICATIONS},
    ),
    "an extra table": Plant(rows("site", "CREATE TABLE visits (id INTEGER, who TEXT)"), MINIMAL),
    "an application of a position filled long ago": Plant(
        rows(
            "hr",
            "INSERT INTO vacancies VALUES (9001, 'P', '2026-08-01', '2026-10-01', NULL, NULL)",
            APPLICATION.format(9001, 9001, "2026-09-01", "NULL"),
        ),
        PERIODS | {"recruitment.kept", "data.pool"},
    ),
    "an open application that nothing ends": Plant(
        both(
            policy(", at most: P6M after received}", "}"),
            rows("hr", APPLICATION.format(9002, "NULL", "2026-10-01", "NULL")),
        ),
        {"recruitment.kept"},
        together=False,
    ),
    "a consent without its words": Plant(
        rows(
            "hr",
            "INSERT INTO vacancies VALUES (9003, 'Planted', '2026-08-01', NULL, NULL, NULL)",
            APPLICATION.format(9003, 9003, "2026-11-01", "'2026-11-02'"),
        ),
        {"talent-pool.ground", "principles.consent"},
    ),
    "a review that is there after its consent was withdrawn": Plant(
        rows(
            "site",
            "INSERT INTO testimonials (id, reviewer_name, body, written_on, withdrawn_on)"
            " VALUES (900001, 'Planted', 'Planted', '2026-10-01', '2026-11-01')",
        ),
        PERIODS | {"testimonials.kept", "rights.withdraw", "data.reviews-withdrawn"},
    ),
    "an application that is there after a fact ended its consent": Plant(
        both(
            rows(
                "hr",
                "INSERT INTO vacancies VALUES (9064, 'P', '2026-05-01', '2026-06-01', NULL, NULL)",
                APPLICATION.format(9064, 9064, "2026-05-02", "'2026-06-02'"),
                "UPDATE applications SET pool_text = 'v1' WHERE id = 9064",
            ),
            withdrew("applicant:9064", "talent pool", "2026-11-01"),
        ),
        {"rights.withdraw"},
    ),
    "a view that shows somebody who had their data restricted": Plant(
        shown_whole(
            "hr.employees",
            "gestand_employment_employees",
            ("employee", "SELECT max(id) FROM employees WHERE left_on IS NULL"),
            "{{fact: restriction, {}, when: 2026-11-01, because: contested, source: letter}}",
        ),
        {"rights.restrict"},
    ),
    "a package with data that somebody had restricted": Plant(
        both(
            given_though_restricted("max", ", category: contact"),
            given_though_restricted("min", ""),
        ),
        {"rights.restrict"},
        recorded=True,
    ),
    "a view that shows somebody who objected": Plant(
        shown_whole(
            "shop.company_contacts",
            "gestand_business_contacts_company_contacts",
            ("company contact", "SELECT max(id) FROM company_contacts"),
            "{{fact: objection, {}, when: 2026-11-01, purpose: business contacts}}",
        ),
        {"rights.object"},
    ),
    "a certificate that has ended": Plant(
        line("iso-9001", "until: 2028-05-01", "until: 2026-11-01"),
        {"attested.iso-9001"},
        how=Verdict.LAPSED,
    ),
    "a certificate of an edition that has ended": Plant(
        policy("ISO/IEC 27001:2022", "ISO/IEC 27001:2013"), {"attested.iso-27001"}
    ),
    "a certification abroad that has lapsed": Plant(
        policy(
            "{scc: c2p, signed: 2025-02-01, assessed: 2026-01-10}",
            "{adequacy: us-dpf, certified until: 2026-10-01}",
        ),
        {"sharing.safeguards", "sharing.transfers"},
    ),
    "an agreement without letter g": Plant(
        policy("      at the end: delete\n      audit: art. 9", "      audit: art. 9"),
        {"sharing.agreements"},
    ),
    "a contract without an account": Plant(
        rows(
            "shop",
            "UPDATE accounts SET closed_on = '2026-11-01' WHERE customer_id ="
            " (SELECT min(customer_id) FROM contracts WHERE ended_on IS NULL)",
        ),
        {"data.portal"},
    ),
    "an account that outlives its contract": Plant(
        rows(
            "shop",
            "UPDATE contracts SET ended_on = '2026-09-01' WHERE customer_id ="
            " (SELECT max(customer_id) FROM contracts WHERE ended_on IS NULL)",
        ),
        {"data.portal"},
    ),
    "a cookie that nobody declared": Plant(
        crawled(cookie("_ga")), {"cookies.functional", "cookies.list"}
    ),
    "a purpose for marketing": Plant(
        policy("    occasion: review\n", "    occasion: review\n    marketing: true\n"),
        {"marketing.none"},
    ),
    "a file whose message is gone": Plant(
        rows(
            "support",
            "DELETE FROM messages WHERE id ="
            " (SELECT min(object_id) FROM attachments WHERE object_type = 'message')",
        ),
        {"data.attachments"},
    ),
    "a guest who is taken for a customer": Plant(
        file(
            "datamap.yaml",
            "guest:           {identified by: [email]}",
            "guest: {identified by: [email], same person: {customer by email: email}}",
        ),
        {"data.guests"},
        together=False,
    ),
    "a name that is not said to be of a colleague": Plant(
        file("datamap.yaml", "about: agent_id, source: other", "source: other"),
        {"data.colleagues"},
        together=False,
    ),
    "a copy of an identity card that is kept": Plant(
        policy('is: "pd:CurrentEmployment"', 'is: "pd:Passport"'),
        {"rights.identify-copy", "rights.identify-only"},
    ),
}

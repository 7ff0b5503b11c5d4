"""For each of the 76 promises one small change of data or settings that breaks it.

What turns red with it is what rests on the same thing, and nothing else. Where nobody but a person
can say that a promise is kept, the change is one of what that person signed.
"""

from __future__ import annotations

from datetime import date, timedelta

from gestand.core.proving.verdict import Verdict
from gestand.core.request import What
from gestand.core.rights_rules import Right
from tests.plants import APPLICATION, MINIMAL, OF_APPLICATIONS, PERIODS, PLANTS
from tests.sowing import (
    Plant,
    Sow,
    asked,
    column,
    crawled,
    cut,
    ended,
    file,
    given,
    line,
    policy,
    rows,
)

Mutation = tuple[str, Plant]
"""What is changed, in words, and what must come of it."""


def _planted(name: str) -> Mutation:
    return name, PLANTS[name]


def _over(signature: str, *promises: str) -> Mutation:
    sown = Plant(ended(signature), {*promises}, how=Verdict.LAPSED)
    return f"the signature “{signature}” is over", sown


def _unsigned(signature: str, promise: str, others: str) -> Mutation:
    """Take a promise from those that somebody signed for."""
    sow = line(signature, f"{promise}, {others}", others)
    return f"nobody signs for `{promise}`", Plant(sow, {promise}, False, Verdict.HOLLOW)


def _column(table: str, *purposes: str) -> Mutation:
    red = MINIMAL | {f"{purpose}.data" for purpose in purposes}
    return f"a column more in `{table}`", Plant(column(table), red)


def _overdue(what: str, sow: Sow, *purposes: str) -> Mutation:
    red = PERIODS | {f"{purpose}.kept" for purpose in purposes}
    pooled = {"data.pool"} if {*purposes} & {"recruitment", "talent-pool"} else set[str]()
    return what, Plant(sow, red | pooled)


def _published(purpose: str, before: str) -> Mutation:
    """Let a purpose on a contract show its data to everybody."""
    sow = policy(before, f"    published: true\n{before}")
    return f"the purpose {purpose} publishes on a contract", Plant(sow, {f"{purpose}.ground"})


def _late(right: Right, promise: str) -> Mutation:
    """Let a request of 1 September lie."""
    red = {promise, "rights.answer", "principles.rights"}
    return f"a request for {right.value} lies too long", Plant(asked(right), red, recorded=True)


def _shared(ground: str, promise: str) -> Mutation:
    """Let the log say that a processor was given data on another ground."""
    sow = given("example-psp", ground, "name")
    red = {promise, "sharing.only", "order.shared"}
    return f"a processor is given data on the ground {ground}", Plant(sow, red, recorded=True)


_OWNER = "(SELECT min(customer_id) FROM contracts WHERE ended_on IS NULL)"
_EMPLOYED = (
    "INSERT INTO employees (id, application_id, name, started_on, left_on)"
    " VALUES ({}, {}, 'Planted', '2020-01-01', {})"
)
_SITE = 'site.db", zone: Europe/Amsterdam'
_VACANCY = "INSERT INTO vacancies VALUES ({0}, 'P', '2026-08-01', {1}, NULL, NULL)"

MUTATIONS: dict[str, Mutation] = {
    "P1": (
        "the text says not since when it counts",
        Plant(
            cut("en", r"\{\{ version \}\}, in force from \{\{ effective \}\}"), {"change.version"}
        ),
    ),
    "P2": (
        "the text says not who decides",
        Plant(cut("nl", r"\{\{ controller\.name \}\}"), {"contact.controller"}),
    ),
    "P3": _over("the law", "principles.law"),
    "P4": _planted("an extra table"),
    "P5": _column("shop.payments", "tax"),
    "P6": (
        "a column holds what none of its purposes needs",
        Plant(
            file("datamap.yaml", "employer: employer", "employer: salary"),
            MINIMAL | {"testimonials.data"},
            together=False,
        ),
    ),
    "P7": _planted("a consent without its words"),
    "P8": (
        "the assessment of risks is another than was signed",
        Plant(
            file("papers/risks.txt", "loss, ", ""), {"principles.security", "security.measures"}
        ),
    ),
    "P9": _planted("an agreement without letter g"),
    "P10": _late(Right.ACCESS, "rights.access"),
    "P11": (
        "nobody says where the data of a store come from",
        Plant(
            file("datamap.yaml", f"{_SITE}, source: person", _SITE),
            {"data.others"},
            together=False,
        ),
    ),
    "P12": _column("shop.customers", "order", "service", "account"),
    "P13": _overdue(
        "a question that was answered two years ago",
        rows(
            "site",
            "INSERT INTO contact_messages (id, channel, sender_name, received_on, answered_on)"
            " VALUES (900001, 'form', 'Planted', '2024-11-01', '2024-11-02')",
        ),
        "contact",
    ),
    "P14": _late(Right.ACCESS, "rights.access"),
    "P15": (
        "the text gives no address to write to",
        Plant(
            cut("en", r"- Post: \{\{ controller\.post \}\} \{explains\}\n"), {"contact.questions"}
        ),
    ),
    "P16": (
        "questions are answered on a contract that nobody has",
        Plant(
            policy(
                "{interest: {nl: mensen die ons iets vragen goed antwoord geven,"
                " en: giving people who ask us something a proper answer}}",
                "contract",
            ),
            {"contact.ground"},
        ),
    ),
    "P17": _column("site.contact_messages", "contact"),
    "P18": _published("order", "    occasion: order\n"),
    "P19": _column("shop.orders", "order"),
    "P20": _published("service", "    occasion: contract\n"),
    "P21": _column("shop.contracts", "service"),
    "P22": _planted("a contract without an account"),
    "P23": _over("own data", "data.account", "data.account-limits"),
    "P24": _published("account", "    occasion: [account, registration]\n"),
    "P25": _column("shop.accounts", "account"),
    "P26": _over("reviews", "data.reviews"),
    "P27": (
        "reviews are published on a contract",
        Plant(
            policy("basis: consent\n    published: true", "basis: contract\n    published: true"),
            {"testimonials.ground"},
            together=False,
        ),
    ),
    "P28": _column("site.testimonials", "testimonials"),
    "P29": _published("recruitment", "    occasion: application\n    keep: {for: P4W"),
    "P30": _column("hr.documents", *OF_APPLICATIONS),
    "P31": _overdue(
        "a contract that ended last year",
        rows(
            "shop",
            "INSERT INTO contracts (id, customer_id, product, domain, started_on, ended_on)"
            f" VALUES (900001, {_OWNER}, 'P', 'planted.example', '2024-01-01', '2025-06-01')",
        ),
        "service",
    ),
    "P32": _overdue(
        "an invoice of eleven years ago",
        rows(
            "shop",
            "INSERT INTO invoices (id, number, customer_id, bill_name, total_cents, issued_on)"
            f" VALUES (900001, 'P-1', {_OWNER}, 'Planted', 100, '2015-06-01')",
        ),
        "tax",
    ),
    "P33": _planted("an application of a position filled long ago"),
    "P34": _over("after a refusal", "recruitment.tail"),
    "P35": _overdue(
        "an application kept longer than a year with consent",
        rows(
            "hr",
            _VACANCY.format(9035, "'2025-09-01'"),
            APPLICATION.format(9035, 9035, "2025-08-01", "'2025-08-02'"),
            "UPDATE applications SET pool_text = 'v1' WHERE id = 9035",
        ),
        "recruitment",
        "talent-pool",
    ),
    "P36": _late(Right.WITHDRAWAL, "rights.withdraw"),
    "P37": (
        "an employee whose application does not say that they were hired",
        Plant(
            rows(
                "hr",
                _VACANCY.format(9037, "NULL"),
                APPLICATION.format(9037, 9037, "2026-11-01", "NULL"),
                _EMPLOYED.format(9037, 9037, "NULL"),
            ),
            {"data.hired"},
        ),
    ),
    "P38": _overdue(
        "somebody who left long ago",
        rows("hr", _EMPLOYED.format(9038, "NULL", "'2022-01-01'")),
        "employment",
    ),
    "P39": _overdue(
        "the application of somebody who left over a year ago",
        rows(
            "hr",
            APPLICATION.format(9039, "NULL", "2019-11-01", "NULL"),
            "UPDATE applications SET hired_on = '2019-12-01' WHERE id = 9039",
            _EMPLOYED.format(9039, 9039, "'2025-10-01'"),
        ),
        "recruitment",
        "personnel",
    ),
    "P40": _planted("an unlisted recipient"),
    "P41": (
        "a processor is given more than is listed",
        Plant(
            given("example-psp", "processor agreement", "name", "address"),
            {"sharing.processor", "sharing.only", "order.shared"},
            recorded=True,
        ),
    ),
    "P42": _shared("contract", "sharing.contract"),
    "P43": _shared("consent", "sharing.consent"),
    "P44": _shared("legitimate interest", "sharing.interest"),
    "P45": _planted("an order without an article"),
    "P46": (
        "a processor of a kind that is not listed",
        Plant(
            policy("is: payment-provider\n", "is: authority\n    role: processor\n"),
            {"sharing.processors"},
        ),
    ),
    "P47": _planted("a certification abroad that has lapsed"),
    "P48": (
        "the assessment of a country is still to be made",
        Plant(
            policy("assessed: 2026-01-10", "assessed: 2027-01-10"),
            {"sharing.safeguards", "sharing.transfers"},
            together=False,
        ),
    ),
    "P49": _over("review of measures", "security.review"),
    "P50": _over("breaches", "security.breach"),
    "P51": _planted("a certificate that has ended"),
    "P52": _planted("a certificate of an edition that has ended"),
    "P53": (
        "the certificate for care is another than was signed",
        Plant(file("papers/nen-7510.txt", "EX-7510-1", "EX-7510-2"), {"attested.nen-7510"}),
    ),
    "P54": _planted("a cookie that nobody declared"),
    "P55": (
        "a cookie of another host than is declared",
        Plant(crawled(host="tracker.example"), {"cookies.list", "cookies.readers"}, False),
    ),
    "P56": (
        "a cookie stays longer than is declared",
        Plant(crawled(lasts=timedelta(days=400)), {"cookies.expiry", "cookies.list"}, False),
    ),
    "P57": (
        "a cookie comes back after it was erased",
        Plant(crawled(came_back=True), {"cookies.removal"}, False),
    ),
    "P58": _over("requests", "rights.ask", "rights.free"),
    "P59": _late(Right.ACCESS, "rights.access"),
    "P60": _late(Right.RECTIFICATION, "rights.rectify"),
    "P61": _late(Right.OBJECTION, "rights.object"),
    "P62": _planted("a purpose for marketing"),
    "P63": _planted("an erasure that a backup undid"),
    "P64": _over(
        "answers", "rights.told", "rights.restrict-grounds", "rights.withdraw-past", "sharing.named"
    ),
    "P65": _late(Right.PORTABILITY, "rights.port"),
    "P66": _late(Right.RESTRICTION, "rights.restrict"),
    "P67": _over("identity", "rights.identify"),
    "P68": _over("proof of identity", "rights.identify-copy", "rights.identify-only"),
    "P69": _late(Right.ERASURE, "rights.erase"),
    "P70": (
        "an answer is put off because it is busy",
        Plant(
            asked(
                Right.ACCESS,
                (What.EXTEND, {"reason": "busy"}, date(2026, 11, 10)),
                on=date(2026, 11, 1),
            ),
            {"rights.extend"},
            recorded=True,
        ),
    ),
    "P71": _planted("an extension after the term"),
    "P72": _unsigned("requests", "rights.ask", "rights.free"),
    "P73": _over("changes", "change.reasons"),
    "P74": _over("notice", "change.notice"),
    "P75": (
        "the text says not how to reach the authority",
        Plant(cut("nl", r"\{\{ authority\.(site|post) \}\}"), {"complaint.authority"}),
    ),
    "P76": _over("questions", "contact.questions"),
}

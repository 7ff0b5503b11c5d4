"""The keys of a purpose in `policy.yaml`, in the order in which one writes them.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import PERIOD, Either, Key, Kind, Many, OneOf, Phrases, Text
from gestand.core.policy.model import Basis

COVERS = (
    "telephone", "sign-in log", "server log", "personnel file", "employment", "statistics", "debts",
    "requests", "orders",
)
CONDITIONS = (
    "explicit consent", "employment law", "vital interests", "members", "made public",
    "legal claims", "substantial interest", "care", "public health", "archives",
)  # fmt: skip
"""The conditions of article 9(2) GDPR, from letter a to letter j."""

CHOSEN_BY = ("controller", "statement", "law")

_PERIOD = Text("period, as `P4W`", PERIOD)
_DAY = Text("day, as `2026-12-01`", r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = OneOf(("true", "false"))

BASIS = Kind(
    "A basis that needs words",
    "A legal duty, or an interest: one of the two, and which one.",
    (
        Key("law", Phrases(), means="The legal duty, as the statement names it.",
            example="law: {nl: artikel 52 AWR, en: article 52 of the Dutch General Tax Act}",
            codes=("G201",),
            rule="a legal duty yields to no request: the values stay until its last day, and then "
            "go by themselves."),
        Key("interest", Phrases(),
            means="The legitimate interest, as the statement names it.",
            example="interest: {nl: accounts beveiligen, en: keeping accounts secure}",
            codes=("G201",),
            rule="a person may object to it, and then a person weighs the two."),
    ),
    least=1,
    most=1,
)

KEEP = Kind(
    "A period",
    "How long a purpose may hold values after an occasion of it has ended.",
    (
        Key("for", _PERIOD, must=True,
            means="The length: whole days, weeks, months or years, as ISO 8601 writes them.",
            example="for: P4W", codes=("G125", "G202", "G214"),
            rule="the last day is the last one on which the value may be found, in the time zone "
            "of the controller. A maximum never moves to a working day."),
        Key("after", Many(Text("moment")), must=True,
            means="The moments that end an occasion. The first that comes counts. `end of fiscal "
            "year of MOMENT` counts from the last day of the fiscal year in which it falls.",
            example="after: [filled, vacancy withdrawn, withdrawn]",
            codes=("G104", "G202", "G314", "G315"),
            rule="an occasion is active while every one of its ending moments is empty or still "
            "to come."),
        Key("exactly", _YES,
            means="The law asks the period as a minimum too: nothing goes before it is over.",
            without="the period is a maximum.", example="exactly: true", codes=("G124", "G215"),
            rule="a maximum goes on its last day, so that the day after finds nothing; a period "
            "that is also a minimum goes on the day after."),
        Key("at most", Text("period after a moment", rf"{PERIOD} after \S.*"),
            means="An end for occasions that end only if somebody acts: a period, and the moment "
            "from which it runs.",
            without="such an occasion stays until it ends, or is a finding.",
            example="at most: P6M after received", codes=("G125", "G316"),
            rule="an occasion that ends only if somebody acts needs an end of its own."),
        Key("chosen by", OneOf(CHOSEN_BY),
            means="Who chose the period: the `controller`, the `law`, or the `statement` as it "
            "was.",
            without="`statement`.", example="chosen by: controller", codes=("G123",)),
        Key("then", OneOf(("erase",)), means="What happens when it is over.",
            without="`erase`, the only end there is.", example="then: erase", codes=("G121",)),
    ),
    later=("until", "review", "range"),
)

PURPOSE = Kind(
    "A purpose",
    "Why data are held: on what basis, about whom, which data, from what to what, how long.",
    (
        Key("title", Phrases(shared=False), must=True,
            means="What the data are for, in a few words, as the statement says it.",
            example="title: {nl: Uw sollicitatie behandelen, en: Handling your application}",
            codes=("G127",)),
        Key("basis", Either((OneOf((Basis.CONTRACT.value, Basis.CONSENT.value)), BASIS)), must=True,
            means="The lawful basis: `contract`, `consent`, a law or an interest.",
            example="basis: contract", codes=("G201",),
            rule="it decides what yields to a request to erase. A contract holds while it runs, "
            "consent yields at once, a law holds to its last day, an interest is weighed."),
        Key("about", Many(Text("kind of person")), means="The kinds of people whom it is about.",
            without="it is about the owners of the occasion.", example="about: applicant",
            codes=("G104", "G311")),
        Key("data", Many(Text("category")), must=True,
            means="The categories that it needs. `?` behind one: it may be asked and is never "
            "required. `everything in PURPOSE` stands for those of another purpose.",
            example="data: [name, address, contact, letter, salary?]",
            codes=("G104", "G204", "G310"),
            rule="a purpose holds only the values whose category it names; the others of the same "
            "row go."),
        Key("occasion", Many(Text("occasion")), must=True,
            means="Through what it lives: an order, a contract, an application. The data map says "
            "in which tables these stand.",
            example="occasion: [ticket, acquaintance]", codes=("G104", "G320")),
        Key("keep", KEEP, must=True, means="How long it may hold values.",
            example="keep: {for: P4W, after: [filled, withdrawn], at most: P6M after received}",
            codes=("G202",)),
        Key("tail use", Phrases(),
            means="What it may still do with the values once the occasion has ended. `gestand "
            "may` answers by it.",
            without="it goes on as before until the period is over.",
            example="tail use: {nl: om u opnieuw te bellen, en: to call you again}",
            rule="in the tail of a period a purpose may do nothing else."),
        Key("asks", Phrases(shared=False),
            means="The words by which somebody is asked to consent. They change only with a "
            "version of the statement, so that a consent names the words that were shown.",
            without="no consent can be recorded by `gestand consent`; columns of your own go on.",
            example="asks: {nl: Mogen wij uw brief bewaren?, en: May we keep your letter?}",
            codes=("G127", "G612"),
            rule="consent counts for words that somebody has seen, and only these."),
        Key("access", Text("who"), means="Who may look at the values, within the organisation.",
            without="nothing is said about it.", example="access: finance"),
        Key("owner", Text("who"), means="Who answers for the processing, within the organisation: "
            "a function, rather than a name. It stands in the register.",
            without="the register says that nobody was named.", example="owner: head of sales"),
        Key("reviewed", _DAY, means="The day on which somebody last looked whether what stands "
            "here is still so. It stands in the register.",
            without="the register says that it is not known.", example="reviewed: 2026-03-01"),
        Key("review every", Text("period, as `P1Y`", PERIOD),
            means="Within what time after `reviewed` somebody looks again: `gestand alarms` rings "
            "from two weeks before until that was done.",
            without="a year, `P1Y`: no law gives a figure, this one is our own.",
            example="review every: P6M", codes=("G125",)),
        Key("dpia", Text("where it is, or why there is none"),
            means="The data protection impact assessment of the processing: where it is, or why "
            "none is needed. It stands in the register.",
            without="the register says that it is not known.",
            example="dpia: DPIA-2026-02, no high risk left"),
        Key("marketing", _YES, means="It is direct marketing.", without="it is not.",
            example="marketing: true", codes=("G124",),
            rule="an objection to direct marketing ends it at once, and stands until it is "
            "withdrawn; nobody weighs it."),
        Key("soft opt-in", Phrases(),
            means="For marketing by mail to customers without asking first: the products or "
            "services of your own that it is about, which must be like those that they bought. The "
            "statement says so, and that they could refuse and still can.",
            without="marketing by mail asks consent, or goes to nobody.",
            example="soft opt-in: {nl: onze eigen hosting, en: hosting of our own}",
            codes=("G248",),
            rule="it needs `marketing: true`, an interest as its basis, and people who have a "
            "contract with you themselves."),
        Key("condition", OneOf(CONDITIONS),
            means="The condition of article 9(2) GDPR under which it may hold special categories, "
            "such as health. The statement says so, and which categories these are.",
            without="none is named: the register says so where there are special categories.",
            example="condition: explicit consent", codes=("G123", "G249"),
            rule="explicit consent is what somebody was asked for: it needs `basis: consent`."),
        Key("guardian below", Text("whole number", r"[1-9][0-9]?"),
            means="The age in years below which a parent or guardian gives the consent. The data "
            "map says in which column stands who gave it.",
            without="nothing is said about it.", example="guardian below: 16",
            codes=("G119", "G249", "G250", "G327"),
            rule="a consent of somebody younger by which nobody stands who gave it breaks the "
            "promise."),
        Key("published", _YES, means="What it holds is shown to everybody.",
            without="it is not.", example="published: true", codes=("G124",)),
        Key("covers", Many(OneOf(COVERS)),
            means="What it covers of all that a statement implies to be done: calls by "
            "`telephone`, the `sign-in log` of accounts, the `server log` of a site, the "
            "`personnel file`, `employment` itself, `statistics` of visitors, collecting `debts`, "
            "handling `requests` of people, or `orders` of an authority. `gestand lint` asks which "
            "purpose covers it.",
            without="nothing of that.", example="covers: telephone", codes=("G123",)),
        Key("is", Many(Text("term", r"[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*")),
            means="What it is in the terms of the Data Privacy Vocabulary, for programs that read "
            "the statement.",
            without="a purpose without a term.", example='is: "dpv:PersonnelManagement"',
            codes=("G203", "G219")),
    ),
    later=("owners", "decision", "profiling"),
)

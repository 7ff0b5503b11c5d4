"""The keys of a recipient in `policy.yaml`: who it is, its agreement, and its tool for a transfer.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import (
    PERIOD,
    Either,
    Key,
    Kind,
    Many,
    Named,
    Older,
    OneOf,
    Phrases,
    Text,
)
from gestand.core.policy.model import LETTERS, MODULES, SUB_PROCESSORS, AtTheEnd, Role

ROLES = tuple(one.value for one in Role)
ENDINGS = tuple(one.value for one in AtTheEnd)

_DAY = Text("day, as `2026-12-01`", r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTRY = Text("country", r"[A-Z]{2}")
_PLACE = Text("place in the agreement")

AGREEMENT = Kind(
    "An agreement",
    "The agreement with a recipient. Of a processor it must say what article 28(3) GDPR asks, "
    "under (a) to (h); each of those has a key, with the letter in its description (`G231`).",
    (
        Key("signed", _DAY, must=True, means="The day on which both have signed it.",
            example="signed: 2025-03-01", codes=("G126",)),
        Key("from", _DAY, means="The first day on which it counts.",
            without="the day on which it was signed.", example="from: 2025-04-01",
            codes=("G126", "G232")),
        Key("until", _DAY, means="The last day on which it counts. From the day after on nothing "
            "may flow, and a day before is told from 90 days on.",
            without="it goes on.", example="until: 2028-03-01",
            codes=("G126", "G232", "G237")),
        Key("reference", Text("reference"), means="How your files name it.",
            without="its day stands for it.", example='reference: "VO-2025-03"'),
        Key("instructions", _PLACE,
            means="(a) Where it says that only documented instructions count.",
            without="it does not say so.", example="instructions: art. 3", codes=("G231",)),
        Key("confidentiality", _PLACE,
            means="(b) Where it binds the people who work with the data to silence.",
            without="it does not say so.", example="confidentiality: art. 4", codes=("G231",)),
        Key("security", _PLACE, means="(c) Where it names the measures of security.",
            without="it does not say so.", example="security: annex 2", codes=("G231",)),
        Key("sub-processors", OneOf(SUB_PROCESSORS),
            means="(d) Whether it may take on others: `none`, each with a `specific` "
            "authorisation, or under a `general` one with notice and objection.",
            without="it does not say so.", example="sub-processors: general",
            codes=("G123", "G231")),
        Key("help within", Text("period", PERIOD),
            means="(e) Within what it helps with a request of a person.",
            without="it does not say so.", example="help within: P5D", codes=("G125", "G231")),
        Key("breach notice", Text("hours, as `24 hours`", r"[0-9]{1,4} hours?"),
            means="(f) Within how many hours it tells of a breach, as part of its help with "
            "security, breaches and assessments.",
            without="it does not say so.", example="breach notice: 24 hours",
            codes=("G203", "G231", "G245")),
        Key("at the end", OneOf(ENDINGS),
            means="(g) What happens to the data at the end: `delete` or `return`.",
            without="it does not say so.", example="at the end: delete", codes=("G123", "G231")),
        Key("audit", _PLACE, means="(h) Where it allows audits and gives what they need.",
            without="it does not say so.", example="audit: art. 9", codes=("G231",)),
    ),
)

_ASSESSED = Key(
    "assessed", _DAY, must=True,
    means="The day on which law and practice of the country were last assessed.",
    example="assessed: 2026-01-10", codes=("G126",),
)  # fmt: skip

ADEQUACY = Kind(
    "An adequacy decision",
    "A decision of the European Commission that a country protects data well enough "
    "(article 45 GDPR).",
    (
        Key("adequacy", Text("decision"), must=True,
            means="The decision, by its short name: `gestand recipients --decisions` prints them.",
            example="adequacy: united-kingdom", codes=("G233", "G234", "G235")),
        Key("scope", Text("scope"),
            means="What of the decision counts here, where it covers only some organisations or "
            "data.",
            without="the decision must cover everything in its country.",
            example="scope: commercial", codes=("G234",)),
        Key("certified until", _DAY,
            means="The last day of its certificate, where a decision is for certified "
            "organisations only.",
            without="it has none.", example="certified until: 2027-02-01",
            codes=("G126", "G234", "G236")),
    ),
)

CLAUSES = Kind(
    "Standard clauses",
    "Standard contractual clauses of the European Commission (article 46(2)(c) GDPR).",
    (
        Key("scc", OneOf(MODULES), must=True,
            means="The module: who sends to whom, `c` for a controller and `p` for a processor. "
            "To a processor of yours it is `c2p`.",
            example="scc: c2p", codes=("G123", "G234")),
        Key("signed", _DAY, must=True, means="The day on which they were signed.",
            example="signed: 2025-02-01", codes=("G126",)),
        _ASSESSED,
    ),
)

CORPORATE = Kind(
    "Binding corporate rules",
    "Rules of a group of companies that an authority has approved (article 47 GDPR).",
    (
        Key("bcr", Text("reference"), must=True, means="The approval, by its number or name.",
            example='bcr: "EDPB 2024/12"'),
        Key("approved", _DAY, must=True, means="The day of the approval.",
            example="approved: 2024-06-01", codes=("G126",)),
        _ASSESSED,
    ),
)

DEROGATION = Kind(
    "A derogation",
    "One of the exceptions of article 49 GDPR: for what is occasional and needed.",
    (
        Key("article 49", OneOf(LETTERS), must=True,
            means="The letter of article 49(1) that allows it.",
            example="article 49: b", codes=("G123",)),
    ),
)

TOOLS = {"adequacy": ADEQUACY, "scc": CLAUSES, "bcr": CORPORATE, "article 49": DEROGATION}
"""The kinds of tools, by the key that tells them apart."""

BY_MAIL = Kind(
    "Notices by mail",
    "A recipient that is told by mail.",
    (
        Key("mail", Text("address", r"[^@\s]+@[^@\s]+"), must=True,
            means="The address at which it is told.", example="mail: privacy@host.example",
            codes=("G203",)),
    ),
)

BY_POST = Kind(
    "Notices to a program",
    "A recipient that is told at a program of its own. What is posted, and how it answers, is "
    "told in [Carry out each right](../howto/carry-out-a-right.md#tell-who-got-the-data).",
    (
        Key("post", Text("address of a program", r"https://\S+"), must=True,
            means="Where its program is told, over HTTPS: each notice is signed.",
            example="post: https://host.example/privacy", codes=("G203",)),
        Key("key", Text("public key, 64 hex digits", r"[0-9a-f]{64}"),
            means="The Ed25519 public key with which it signs that it did what was asked.",
            without="somebody writes down that it confirmed.", example=f"key: {'0a' * 32}",
            codes=("G203",)),
    ),
)

WAYS = {"mail": BY_MAIL, "post": BY_POST}
"""How a recipient is told, by the key that tells the ways apart."""

RECIPIENT = Kind(
    "A recipient",
    "Somebody outside the organisation who gets data.",
    (
        Key("name", Text("name"), means="Its name, as the statement gives it.",
            without="the name of the entry.", example="name: Voorbeeld Betalingen B.V."),
        Key("is", Text("kind of recipient"), must=True, means="One of the `kinds` of recipients.",
            example="is: payment-provider", codes=("G104", "G238")),
        Key("role", OneOf(ROLES),
            means="What it is in the law: a `processor` works on your instructions, a "
            "`controller` decides for itself. An `authority` gets data on an order only, and "
            "stands in no list of regular recipients.",
            without="`processor` where its kind is one of the `processors`, else `controller`.",
            example="role: controller", codes=("G123", "G240")),
        Key("country", _COUNTRY,
            means="The country in which it is established, as two capitals.",
            without="nothing may flow to it: nobody knows where it goes.", example="country: NL",
            codes=("G203", "G217", "G218")),
        Key("access from", Many(_COUNTRY),
            means="Other countries from which it can reach the data: support from outside the "
            "European Economic Area is a transfer too.",
            without="only from its own country.", example="access from: [IE, IN]",
            codes=("G203", "G217", "G218")),
        Key("gets", Many(Text("category")), means="The categories that it gets.",
            without="nothing is said about it.", example="gets: [name, payment]",
            codes=("G104", "G239")),
        Key("for", Many(Text("purpose")), means="The purposes for which it gets them.",
            without="it stands at no purpose.", example="for: order", codes=("G104",)),
        Key("tool", Many(Either(tuple(TOOLS.values()))),
            means="What protects the data in each country outside the European Economic Area: an "
            "adequacy decision, standard clauses, binding corporate rules, or a derogation. The "
            "statement says it in words.",
            without="a recipient within it needs none.",
            example="tool: {scc: c2p, signed: 2025-02-01, assessed: 2026-01-10}",
            codes=("G119", "G217", "G234")),
        Key("agreement", Many(AGREEMENT),
            means="The agreement with it, and the ones that came before or follow.",
            without="there is none; a processor needs one.",
            example="agreement: {signed: 2025-03-01, until: 2028-03-01}",
            codes=("G230", "G231", "G232", "G237")),
        Key("hosts", Many(Text("host")),
            means="The hosts that your pages ask for something of it, such as a font or a "
            "payment page, with all below them. `gestand crawl` tells of others.",
            without="your pages ask nothing of it.", example="hosts: [betalen.example]"),
        Key("notices", Either(tuple(WAYS.values())),
            means="Where it is told of what people asked, and a processor of what ended "
            "(article 19 GDPR): `gestand notices --send`. It never stands in the statement.",
            without="somebody says each time where a notice goes.",
            example="notices: {mail: privacy@host.example}", codes=("G118", "G119", "G203")),
    ),
    later=("needs", "on condition"),
    older=(Older("agreement until", "agreement until: 2028-03-01", ("agreement", "until")),),
)

RECIPIENTS = Kind(
    "Recipients",
    "Who gets data: the kinds of recipients, and each of them by a name that you choose.",
    (
        Key("kinds", Named("KIND", Phrases(shared=False)),
            means="The kinds of recipients, with their words in the plural.",
            without="no recipient can be named.",
            example="kinds: {payment-provider: {nl: betaaldiensten, en: payment providers}, "
            "it-supplier: {nl: IT-leveranciers, en: IT suppliers}}",
            codes=("G104", "G127")),
        Key("processors", Many(Text("kind of recipient")),
            means="The kinds that work on your instructions only.",
            without="all of them decide for themselves.",
            example="processors: [it-supplier, payment-provider]", codes=("G104", "G240")),
        Key("RECIPIENT", RECIPIENT, pattern=r"\S.*",
            means="One recipient, under a name of your own.",
            example="example-psp: {is: payment-provider, country: NL, gets: [name], for: order}",
            codes=("G122",)),
    ),
)

"""The keys of `policy.yaml`, in the order in which one writes them.

Those of a purpose and of a recipient stand in `purpose_keys.py` and `recipient_keys.py`.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import PERIOD, Either, Key, Kind, Many, Named, OneOf, Phrases, Text
from gestand.core.policy.model import CookieClass
from gestand.core.policy.purpose_keys import PURPOSE
from gestand.core.policy.recipient_keys import RECIPIENTS
from gestand.core.policy.register_keys import PARTY, PROCESSING, SENSITIVE

MODES = ("enforced", "measured", "attested")
CONTRACTS = ("own", "other", "none")
NOT_DONE = ("sign-in log", "server log", "debts")
LONG_RECORDS = ("none", "real estate", "one-stop shop")
CLASSES = tuple(one.value for one in CookieClass)

_DAY = Text("day, as `2026-12-01`", r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TERM = Text("period, or `default`", f"default|{PERIOD}")
_YEAR = Text("`calendar`, or its first day as `04-01`", r"calendar|[0-9]{2}-[0-9]{2}")
_ISO = Text("term", r"[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9-]*")
_LIFETIME = Text("period, or `session`", f"session|{PERIOD}")

CONTACT = Kind(
    "Contact",
    "How people reach the controller.",
    (
        Key("email", Text("e-mail address", r"[^@\s]+@[^@\s]+"), must=True,
            means="The address for questions about privacy.",
            example="email: privacy@noorderlicht.example", codes=("G203",)),
        Key("post", Text("postal address"), means="The postal address, on one line.",
            without="the statement cannot name it.",
            example='post: "Kade 1, 9711 AA Groningen"', codes=("G528",)),
        Key("phone", Text("telephone number"), means="The telephone number, in quotes.",
            without="the statement cannot name it.", example='phone: "+31 50 000 0000"',
            codes=("G528",)),
    ),
)

CONTROLLER = Kind(
    "The controller",
    "The organisation that decides why and how data are held.",
    (
        Key("name", Text("name"), must=True, means="Its name, as the statement gives it.",
            example="name: Noorderlicht Hosting B.V."),
        Key("contact", CONTACT, must=True, means="How people reach it.",
            example="contact: {email: privacy@noorderlicht.example}"),
        Key("register", Text("number"), means="Its number in a public register.",
            without="the statement cannot name it.", example='register: "KvK 00000000"',
            codes=("G528",)),
        Key("authority", Text("authority"),
            means="The supervisory authority to which people may complain, as `COUNTRY/AUTHORITY`.",
            without="the statement cannot name it.", example="authority: nl/ap", codes=("G550",)),
        Key("languages", Many(Text("language", r"[a-z]{2}")), must=True,
            means="The languages of the statement, as two letters; the first one comes first. "
            "Everything that the statement says needs words in each.",
            example="languages: [nl, en]", codes=("G127", "G128", "G203", "G532", "G534")),
        Key("zone", Text("time zone"), must=True,
            means="The time zone of the controller: a period ends when a day ends there.",
            example="zone: Europe/Amsterdam", codes=("G212",),
            rule="the last day on which a value may be found is a calendar day in this zone."),
        Key("fiscal year", _YEAR,
            means="When the fiscal year begins.", without="`calendar`, the first of January.",
            example="fiscal year: calendar", codes=("G203",),
            rule="`end of fiscal year of` counts by it."),
        Key("data protection officer", PARTY,
            means="The officer of article 37 GDPR, for the register of processing.",
            without="the register says that none is declared.",
            example="data protection officer: {name: FG, email: fg@noorderlicht.example}"),
        Key("representative", PARTY,
            means="The representative in the Union of a controller outside it (article 27 GDPR).",
            without="there is none.", example='representative: {name: Example Europe B.V.}'),
        Key("joint controllers", Many(Text("name")),
            means="Others who decide with the controller (article 26 GDPR).",
            without="there are none.", example="joint controllers: [Zuiderlicht B.V.]"),
        Key("ten-year records", Many(OneOf(LONG_RECORDS)),
            means="Which records tax law may want for ten years: of `real estate`, or of the "
            "`one-stop shop` for VAT; or `none`.",
            without="`gestand lint` asks for it.", example="ten-year records: none",
            codes=("G123",)),
        Key("not done", Many(OneOf(NOT_DONE)),
            means="What you do not do, although your statement may let people think so: keep a "
            "`sign-in log` of accounts or a `server log` of your site, or collect `debts`. "
            "`gestand lint` then asks for no purpose that `covers` it.",
            without="where a statement implies it, `gestand lint` asks which purpose covers it.",
            example="not done: server log", codes=("G123",)),
    ),
)

STATEMENT = Kind(
    "The statement",
    "What is said of the statement as a whole; its words stand in `privacy/statement/`.",
    (
        Key("effective", _DAY, must=True,
            means="The first day on which this version counts. An older one stays in "
            "`privacy/versions/`.",
            example="effective: 2026-12-01", codes=("G126", "G130"),
            rule="a shorter period applies to everything; a longer one, or a new purpose, only to "
            "what begins on that day or after."),
    ),
)

CATEGORY = Kind(
    "A category",
    "A kind of personal data: its words in each language, and what it is. Where nothing else is "
    "said, the words are enough.",
    (
        Key("is", Many(_ISO), means="What it is in the terms of the Data Privacy Vocabulary.",
            without="plain personal data.", example='is: ["pd:BankAccount", "pd:Transaction"]',
            codes=("G203", "G219")),
        Key("contains", Many(Text("category")), means="Other categories that it stands for.",
            without="it stands for itself.", example="contains: [email, phone]",
            codes=("G104", "G211")),
        Key("never", Many(Phrases()),
            means="What of this kind is never held, in words for the statement.",
            without="nothing is said about it.",
            example="never: [{nl: creditcardnummer, en: card number}]"),
        Key("sensitive", OneOf(SENSITIVE),
            means="`special`: of article 9 GDPR, such as health. `criminal`: of article 10.",
            without="neither.", example="sensitive: special", codes=("G123",)),
        Key("of others", OneOf(("true", "false")),
            means="It may be about somebody else than whoever gives it: a referee, or who a parcel "
            "is for. `gestand lint` asks whether the statement says so.",
            without="it is about whoever gives it.", example="of others: true", codes=("G124",)),
        Key("for delivery", OneOf(("true", "false")),
            means="It is a place to which something is delivered. `gestand lint` asks whether a "
            "contract requires it by which nothing is: one that is no `dpv:DeliveryOfGoods`.",
            without="it is not.", example="for delivery: true", codes=("G124",)),
    ),
    speaks=True,
)

SUBJECT = Kind(
    "A kind of people",
    "The words for a kind of people, in the plural, and whose contract theirs is.",
    (
        Key("contract", OneOf(CONTRACTS),
            means="`own`: each has a contract with you, or asks for one. `other`: somebody else "
            "has it, such as their employer. `none`: they may have none at all. `gestand lint` "
            "asks whether a purpose can rest on it.",
            without="nothing is said about it.", example="contract: other", codes=("G123",)),
    ),
    speaks=True,
)

COOKIE = Kind(
    "A cookie",
    "A cookie, or other storage on the device of a visitor.",
    (
        Key("class", OneOf(CLASSES),
            means="`functional`: needed. `analytics`: for measuring. `tracking`: for following "
            "somebody, only with consent.",
            without="the class that stands beside all of them; one of the two must be there.",
            example="class: functional", codes=("G118", "G123", "G531")),
        Key("for", Phrases(), must=True, means="What it is for, as the statement says it.",
            example="for: {nl: ingelogd blijven, en: staying signed in}"),
        Key("lifetime", _LIFETIME, must=True,
            means="How long it stays; `session` until the browser is closed.",
            example="lifetime: P14D", codes=("G125",)),
        Key("host", Text("host"), must=True, means="The host that sets it.",
            example="host: portal.noorderlicht.example"),
        Key("consent", Text("purpose"),
            means="The purpose whose consent it waits for, where it is for measuring: a purpose "
            "that rests on consent. The statement says so in the table.",
            without="a cookie for measuring waits for none; one for following always does.",
            example="consent: statistics", codes=("G104", "G247"),
            rule="a crawl that finds it before somebody agreed breaks the promise."),
    ),
    later=("vendor", "pages", "pattern"),
)

_CLASS = Key(
    "class", OneOf(CLASSES),
    means="The class of each cookie that says nothing else. Without it each must say its own.",
    example="class: functional", codes=("G123",),
)  # fmt: skip

COOKIES = Kind(
    "Cookies",
    "Every cookie, by its name.",
    (
        _CLASS,
        Key("COOKIE", COOKIE, pattern=r"(?!items$).+", means="One cookie, under its own name.",
            example="sessionid: {for: {nl: ingelogd blijven, en: staying signed in}, lifetime: "
            "session, host: portal.noorderlicht.example, class: functional}"),
    ),
)

COOKIES_UNDER_ITEMS = Kind(
    "Cookies under items",
    "The same, where the name of a cookie could be taken for a key.",
    (
        _CLASS,
        Key("items", Named("COOKIE", COOKIE), means="Every cookie, by its name.",
            without="the cookies stand beside `class`.",
            example="items: {class: {for: {nl: ingelogd blijven, en: staying signed in}, "
            "lifetime: session, host: portal.noorderlicht.example, class: functional}}"),
    ),
)

RIGHTS = Kind(
    "Rights",
    "How soon people are answered. `default` is what the law says.",
    (
        Key("answer", _TERM, means="Within what a request is answered.",
            without="`default`, a month.", example="answer: P1M", codes=("G125", "G216")),
        Key("extension", _TERM, means="How much longer a complex request may take.",
            without="`default`, two months.", example="extension: P2M", codes=("G125", "G216")),
        Key("undo", _TERM, means="How long what a run took away is kept, encrypted, so that it can "
        "be brought back; `default` is a week.",
            without="nothing is kept, and a run cannot be undone.", example="undo: P7D",
            codes=("G125", "G324")),
    ),
    later=("channels", "fee"),
)

_PROOF = (
    Key("file", Text("path"), means="The paper itself, below the folder that holds `privacy/`.",
        without="nobody looks whether it is there.", example="file: papers/iso-9001.pdf"),
    Key("digest", Text("SHA-256 digest", "[0-9a-f]{64}"),
        means="The SHA-256 of that file, as `sha256sum` prints it.",
        without="nobody looks whether it is still the same.",
        example="digest: " + "0" * 64),
)

ATTESTATION = Kind(
    "An attestation",
    "A claim that only somebody else can make, such as a certificate. Its sentence is left out of "
    "the statement once it has lapsed.",
    (
        Key("claim", Phrases(), must=True, means="What is claimed, as the statement says it.",
            example="claim: ISO 9001"),
        Key("body", Text("name"), must=True, means="Who has established it.",
            example="body: Voorbeeld Certificering"),
        Key("number", Text("number"), must=True, means="The number of the certificate.",
            example="number: EX-9001-1"),
        Key("until", _DAY, must=True, means="The last day on which it may be published.",
            example="until: 2028-05-01", codes=("G126", "G246")),
        Key("from", _DAY, means="The first day on which it counts.",
            without="it counts until its last day.", example="from: 2025-05-01", codes=("G126",)),
        Key("scope", Text("words"), means="For what it was given.",
            without="nobody can tell.", example="scope: hosting and support"),
        Key("edition", Text("edition"), means="The edition of the standard, as its year. Of an "
            "edition that has ended no certificate counts.",
            without="it is read from the claim.", example='edition: "2022"'),
        Key("signed by", Text("who"), means="Who saw it, and answers for it.",
            without="the controller does.", example="signed by: the security officer"),
        *_PROOF,
    ),
)

SIGNATURE = Kind(
    "A signature",
    "Promises that only a person can say, and who answers for them until when. Once it has lapsed "
    "they are red in `gestand promises`; the sentences stay, since people rely on them.",
    (
        Key("promises", Many(Text("promise")), must=True,
            means="The ids of the promises, as the statement gives them.",
            example="promises: [sharing.sale, data.decisions]", codes=("G104",)),
        Key("by", Text("who"), must=True, means="Who answers for them.",
            example="by: the managing director"),
        Key("from", _DAY, must=True, means="The day on which it was signed.",
            example="from: 2026-11-01", codes=("G126",)),
        Key("until", _DAY, must=True, means="The last day on which it counts.",
            example="until: 2027-10-31", codes=("G126", "G246")),
        *_PROOF,
    ),
)

PROMISE = Kind(
    "A promise of your own",
    "A promise of the statement that follows from nothing else in the policy, and what keeps it.",
    (
        Key("mode", OneOf(MODES), must=True,
            means="`enforced`: the software keeps it. `measured`: the software measures it. "
            "`attested`: a person says it.",
            example="mode: attested", codes=("G123",)),
        Key("by", Text("who or what"), must=True,
            means="What keeps it: a part of the software, or whoever declares it.",
            example="by: the system administrator"),
    ),
)

POLICY = Kind(
    "Policy: policy.yaml",
    "`privacy/policy.yaml` says what is promised: which data, for what purpose, on what basis, "
    "for how long. The published statement takes every period, category, recipient and date from "
    "it. Words are given per language, `{nl: naam, en: name}`; a name is yours to choose, of "
    "letters, digits, spaces and hyphens (`G122`).",
    (
        Key("policy", OneOf(("1",)), must=True,
            means="The version of the language. It stands first.", example="policy: 1",
            codes=("G129",)),
        Key("controller", CONTROLLER, must=True, means="Whose policy it is.",
            example="""controller:
  name: Noorderlicht Hosting B.V.
  contact: {email: privacy@noorderlicht.example}
  languages: [nl, en]
  zone: Europe/Amsterdam"""),
        Key("statement", STATEMENT, must=True, means="From when it counts.",
            example="statement: {effective: 2026-12-01}"),
        Key("categories", Named("CATEGORY", Either((Text("words"), CATEGORY))), must=True,
            means="The kinds of personal data. Purposes, columns and recipients name them.",
            example="""categories:
  email:   {nl: e-mailadres, en: e-mail address, is: "pd:EmailAddress"}
  phone:   {nl: telefoonnummer, en: telephone number}
  contact: {nl: contactgegevens, en: contact details, contains: [email, phone]}""",
            codes=("G104", "G205", "G210")),
        Key("subjects", Named("KIND", Either((Text("words"), SUBJECT))),
            means="The kinds of people, with their words in the plural.",
            without="no purpose can say whom it is about.",
            example="""subjects:
  customer:  {nl: klanten, en: customers}
  applicant: {nl: sollicitanten, en: applicants}""", codes=("G104", "G210")),
        Key("moments", Named("MOMENT", Phrases(shared=False)),
            means="The moments that end an occasion, each as the clause that follows on *after*.",
            without="no period can begin.",
            example="""moments:
  filled:    {nl: de functie is vervuld, en: the position is filled}
  signed in: {nl: u heeft ingelogd, en: you signed in}""",
            codes=("G104", "G205", "G210")),
        Key("purposes", Named("PURPOSE", PURPOSE), must=True, means="Why data are held.",
            example="""purposes:
  security:
    title: {nl: Misbruik van accounts ontdekken, en: Detecting misuse of accounts}
    basis: {interest: {nl: accounts beveiligen, en: keeping accounts secure}}
    data: [ip address]
    occasion: sign-in
    keep: {for: P1M, after: signed in, chosen by: controller}""",
            codes=("G210", "G213"),
            rule="a value may be held while at least one ground holds; a value without a ground "
            "goes. A ground is one purpose, through one occasion, for one person."),
        Key("recipients", RECIPIENTS, means="Who gets data.", without="nobody does.",
            example="""recipients:
  kinds: {payment-provider: {nl: betaaldiensten, en: payment providers}}
  processors: [payment-provider]
  example-psp:
    is: payment-provider
    country: NL
    gets: [name, payment]
    for: order
    agreement: {signed: 2025-03-01, until: 2028-03-01}"""),
        Key("measures", Named("MEASURE", Phrases(shared=False)),
            means="The measures of security, in general words, for the registers of processing.",
            without="the registers name the certificates alone.",
            example="""measures:
  encryption: {nl: versleuteling, en: encryption}""", codes=("G244",)),
        Key("processing for customers", Named("PROCESSING", PROCESSING),
            means="What you process as a processor, on the instructions of customers.",
            without="the register of article 30(2) GDPR is empty.",
            example="""processing for customers:
  hosting:
    title: {nl: Websites en e-mail bewaren, en: Hosting websites and e-mail}
    for: {nl: klanten met hosting, en: customers with hosting}""",
            codes=("G104", "G243", "G244")),
        Key("cookies", Either((COOKIES, COOKIES_UNDER_ITEMS)), means="The cookies of your sites.",
            without="there are none.",
            example="""cookies:
  class: functional
  csrftoken:
    for: {nl: formulieren beveiligen, en: protecting forms}
    lifetime: P14D
    host: portal.noorderlicht.example"""),
        Key("rights", RIGHTS, means="How soon people are answered.", without="as the law says.",
            example="rights: {answer: P1M}"),
        Key("attestations", Named("ATTESTATION", ATTESTATION),
            means="Certificates and the like.", without="there are none.",
            example="""attestations:
  iso-9001:
    claim: ISO 9001
    body: Voorbeeld Certificering
    number: EX-9001-1
    until: 2028-05-01"""),
        Key("signed", Named("NAME", SIGNATURE),
            means="Promises that only a person can say, each with who answers for it until when.",
            without="such promises are hollow.",
            example="""signed:
  yearly review:
    promises: [sharing.sale, data.decisions]
    by: the managing director
    from: 2026-11-01
    until: 2027-10-31"""),
        Key("promises", Named("PROMISE", PROMISE),
            means="Promises that follow from nothing else, by the id that the statement gives "
            "them.",
            without="the statement makes none but those that follow, and the built-in ones.",
            example="promises: {backups.encrypted: {mode: attested, by: the system administrator}}",
            codes=("G213", "G521", "G522")),
    ),
)

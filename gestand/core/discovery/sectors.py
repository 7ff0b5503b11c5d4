"""What organisations of five sectors commonly hold data for, in words of our own.

Each purpose is a proposal: its basis and its period are for a person to decide, and the words say
so. A purpose is proposed only where the database has tables that look like it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Words = tuple[str, str]
"""In Dutch and in English."""

KINDS: Mapping[str, Words] = {
    "customer": ("klanten", "customers"),
    "user": ("gebruikers", "users"),
    "lid": ("leden", "members"),
    "member": ("leden", "members"),
    "patient": ("patiënten", "patients"),
    "student": ("studenten", "students"),
    "leerling": ("leerlingen", "pupils"),
    "pupil": ("leerlingen", "pupils"),
    "employee": ("medewerkers", "employees"),
    "medewerker": ("medewerkers", "employees"),
    "staff": ("medewerkers", "staff"),
    "contact": ("contactpersonen", "contacts"),
    "account": ("accounthouders", "account holders"),
    "author": ("auteurs", "authors"),
    "guest": ("gasten", "guests"),
    "visitor": ("bezoekers", "visitors"),
    "applicant": ("sollicitanten", "applicants"),
    "sollicitant": ("sollicitanten", "applicants"),
    "subscriber": ("abonnees", "subscribers"),
    "abonnee": ("abonnees", "subscribers"),
    "donor": ("donateurs", "donors"),
    "donateur": ("donateurs", "donors"),
    "volunteer": ("vrijwilligers", "volunteers"),
    "vrijwilliger": ("vrijwilligers", "volunteers"),
    "guardian": ("verzorgers", "guardians"),
    "ouder": ("ouders", "parents"),
    "verzorger": ("verzorgers", "guardians"),
    "parent": ("ouders", "parents"),
    "teacher": ("docenten", "teachers"),
    "docent": ("docenten", "teachers"),
    "leraar": ("leraren", "teachers"),
    "individual": ("mensen", "people"),
    "persoon": ("mensen", "people"),
    "relatie": ("relaties", "contacts"),
    "deelnemer": ("deelnemers", "participants"),
    "participant": ("deelnemers", "participants"),
    "attendee": ("aanwezigen", "attendees"),
    "doctor": ("artsen", "doctors"),
    "arts": ("artsen", "doctors"),
    "lead": ("belangstellenden", "leads"),
    "tenant": ("huurders", "tenants"),
    "huurder": ("huurders", "tenants"),
}
"""Words in the plural for kinds of people that tables are often called after."""


@dataclass(frozen=True)
class Template:
    """A purpose as it may be proposed: `heads` are what its tables are called after.

    `law` or `interest` stand in place of a contract; `ended` and `began` finish a sentence that
    begins with *after*. `meanwhile` says what may still go on after a row began: where it does, a
    period that counts from the beginning removes too early.
    """

    id: str
    title: Words
    heads: frozenset[str]
    period: str
    ended: Words
    began: Words
    law: Words | None = None
    interest: Words | None = None
    exactly: bool = False
    advice: str = "how long is for you to decide"
    meanwhile: str = ""

    @property
    def basis(self) -> str:
        """What its basis would be, in a word of the language."""
        return "law" if self.law else "interest" if self.interest else "contract"


ACCOUNT = Template(
    "account",
    ("Bijhouden wie u bent", "Keeping who you are"),
    frozenset(),
    "P2Y",
    ("u bent weggegaan", "you left"),
    ("u zich heeft aangemeld", "you registered"),
    meanwhile="while somebody is still a customer, a member or a user",
)
"""The purpose by which the people themselves are held."""

_ORDER = Template(
    "order",
    ("Uw bestelling uitvoeren", "Carrying out your order"),
    frozenset(
        {"order", "cart", "basket", "booking", "reservation", "purchase", "bestelling", "boeking",
         "reservering", "return", "shipment", "delivery", "checkout", "quote", "offerte", "rental"}
    ),
    "P1Y",
    ("uw bestelling is afgehandeld", "your order was completed"),
    ("u heeft besteld", "you ordered"),
    meanwhile="while it is still being carried out",
)  # fmt: skip
_TAX = (
    "artikel 52 van de Algemene wet inzake rijksbelastingen",
    "article 52 of the Dutch General Tax Act",
)
_PAYROLL = Template(
    "payroll",
    ("De loonadministratie bijhouden", "Keeping the payroll"),
    frozenset({"payroll", "payslip", "salary", "loonstrook", "loonstroken"}),
    "P7Y",
    ("het loon is uitbetaald", "the wages were paid"),
    ("wij het loon hebben berekend", "we worked out the wages"),
    law=_TAX,
    exactly=True,
    advice="have whoever keeps the payroll say whether this duty applies, and to which tables; "
    "copies of identity documents have a period of their own",
)
_BOOKS = Template(
    "books",
    ("De boekhouding bijhouden", "Keeping the books"),
    frozenset(
        {"invoice", "factuur", "payment", "betaling", "transaction", "receipt", "bon", "billing",
         "bill", "incasso", "mandate", "refund", "ledger", "boeking", "declaratie", "claim",
         "creditnote", "payout", "verkoopfactuur", "inkoopfactuur", "creditnota", "grootboek"}
    ),
    "P7Y",
    ("de factuur is betaald", "the invoice was paid"),
    ("wij de factuur hebben opgemaakt", "we made the invoice"),
    law=_TAX,
    exactly=True,
    advice="have whoever keeps the books say whether this duty applies, and to which tables",
)  # fmt: skip
_QUESTION = Template(
    "questions",
    ("Uw vragen beantwoorden", "Answering your questions"),
    frozenset(
        {"ticket", "message", "conversation", "case", "inquiry", "enquiry", "question", "vraag",
         "complaint", "klacht", "contactform", "feedback", "chat", "melding", "mail", "email",
         "thread", "bericht"}
    ),
    "P1Y",
    ("uw vraag is afgehandeld", "your question was closed"),
    ("u ons heeft geschreven", "you wrote to us"),
    meanwhile="while it is still open",
)  # fmt: skip
_SECURITY = Template(
    "security",
    ("Misbruik ontdekken", "Detecting misuse"),
    frozenset(
        {"log", "audit", "login", "attempt", "session", "access", "visit", "hit", "trail",
         "logboek", "throttle", "token", "activity"}
    ),
    "P6M",
    ("de sessie is geëindigd", "the session ended"),
    ("dit is vastgelegd", "this was recorded"),
    interest=("systemen en accounts beveiligen", "keeping systems and accounts secure"),
    advice="weigh this interest, and how long it needs the data",
)  # fmt: skip
_MAILING = Template(
    "mailing",
    ("U op de hoogte houden", "Keeping you informed"),
    frozenset({"newsletter", "subscriber", "abonnee", "mailing", "campaign", "nieuwsbrief"}),
    "P1M",
    ("u zich heeft afgemeld", "you unsubscribed"),
    ("u zich heeft aangemeld voor berichten", "you signed up for messages"),
    interest=("mensen vertellen wat wij doen", "telling people what we do"),
    advice="this may need consent: see `docs/howto/record-consent.md`",
    meanwhile="while somebody still wants your messages",
)
_HIRING = Template(
    "recruitment",
    ("Uw sollicitatie behandelen", "Handling your application"),
    frozenset({"application", "sollicitatie", "applicant", "sollicitant", "candidate", "vacancy"}),
    "P4W",
    ("de procedure is afgelopen", "the procedure ended"),
    ("u heeft gesolliciteerd", "you applied"),
    meanwhile="while the procedure goes on",
)
_STAFF = Template(
    "personnel",
    ("Het dienstverband uitvoeren", "Carrying out the employment"),
    frozenset(
        {"contract of employment", "leave", "absence", "verlof", "timesheet", "shift",
         "employment", "dienstverband", "rooster", "urenregistratie"}
    ),
    "P2Y",
    ("het dienstverband is geëindigd", "the employment ended"),
    ("dit is vastgelegd in het personeelsdossier", "this was recorded in the personnel file"),
    meanwhile="while somebody still works for you",
)  # fmt: skip
_PUBLISHED = Template(
    "contributions",
    ("Tonen wat u bijdraagt", "Showing what you contribute"),
    frozenset(
        {"review", "comment", "post", "rating", "topic", "reply", "forum", "wish", "wishlist",
         "reaction", "vote", "like", "answer"}
    ),
    "P2Y",
    ("uw bijdrage is weggehaald", "your contribution was removed"),
    ("u heeft bijgedragen", "you contributed"),
    meanwhile="while it is still shown",
)  # fmt: skip
_CONTRACT = Template(
    "service",
    ("De afgesproken dienst leveren", "Providing the agreed service"),
    frozenset(
        {"contract", "subscription", "domain", "hosting", "package", "abonnement", "server",
         "mailbox", "certificate", "dienst", "service", "license", "overeenkomst"}
    ),
    "P6M",
    ("uw contract is geëindigd", "your contract ended"),
    ("uw contract is begonnen", "your contract began"),
    meanwhile="while the contract still runs",
)  # fmt: skip
_MEMBERSHIP = Template(
    "membership",
    ("Uw lidmaatschap uitvoeren", "Carrying out your membership"),
    frozenset(
        {"membership", "lidmaatschap", "contribution", "contributie", "registration", "signup",
         "inschrijving", "attendance", "deelname", "donation", "donatie", "gift", "committee",
         "subscription", "enrolment", "enrollment", "match", "team"}
    ),
    "P1Y",
    ("uw lidmaatschap is geëindigd", "your membership ended"),
    ("u lid bent geworden", "you became a member"),
    meanwhile="while somebody is still a member",
)  # fmt: skip
_EDUCATION = Template(
    "education",
    ("Onderwijs geven en begeleiden", "Teaching and guiding"),
    frozenset(
        {"enrolment", "enrollment", "inschrijving", "grade", "cijfer", "mark", "result", "absence",
         "verzuim", "attendance", "assignment", "submission", "report", "rapport", "exam", "toets",
         "observation", "incident", "plan", "zorgplan", "registration"}
    ),
    "P2Y",
    ("de leerling van school is gegaan", "the pupil left the school"),
    ("de leerling is ingeschreven", "the pupil was enrolled"),
    advice="education law asks more than one period: have it looked at for your kind of school",
    meanwhile="while a pupil is still at school",
)  # fmt: skip
_CARE = Template(
    "care",
    ("Zorg verlenen en een dossier bijhouden", "Providing care and keeping a record"),
    frozenset(
        {"appointment", "afspraak", "consult", "visit", "treatment", "behandeling", "prescription",
         "recept", "referral", "verwijzing", "diagnosis", "diagnose", "result", "uitslag", "note",
         "record", "dossier", "episode", "admission", "opname", "medication", "allergy", "vaccin",
         "vaccination", "measurement", "meting", "encounter", "observation", "consultation"}
    ),
    "P20Y",
    ("de behandeling is geëindigd", "the treatment ended"),
    ("dit in uw dossier is gezet", "this was put in your record"),
    advice="law on medical records asks its own period, and health data need a condition of "
    "article 9 GDPR: have both looked at",
    meanwhile="while the treatment goes on",
)  # fmt: skip

_COMMON = (_PAYROLL, _BOOKS, _ORDER, _HIRING, _STAFF, _MAILING, _SECURITY, _QUESTION, _PUBLISHED)
SECTORS: Mapping[str, Sequence[Template]] = {
    "": (_CONTRACT, *_COMMON, _MEMBERSHIP),
    "hosting": (_CONTRACT, *_COMMON),
    "webshop": _COMMON,
    "association": (_MEMBERSHIP, *_COMMON),
    "school": (_EDUCATION, *_COMMON),
    "clinic": (_CARE, *_COMMON),
}
"""By sector the purposes to look for, those that are its own first; without one, all of these."""

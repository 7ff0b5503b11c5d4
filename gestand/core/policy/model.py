"""What an organisation promises, as values: the policy after reading.

The words of the statement are the words here. Spans say where each promise stands, so
that every finding can point at its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from gestand.core.calendar import FiscalYear, Period, Term
from gestand.core.findings import Span
from gestand.core.zones import is_zone

Words = Mapping[str, str]
"""The same words in several languages: `{"nl": "naam", "en": "name"}`."""


class Basis(Enum):
    """A lawful basis of GDPR article 6(1) that a purpose can rest on."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LAW = "law"
    INTEREST = "interest"


@dataclass(frozen=True)
class Category:
    """A kind of personal data; `contains` names the categories it stands for.

    `sensitive` says that it is `special` (article 9 GDPR) or `criminal` (article 10), and
    `of_others` that it may be about somebody else than whoever gives it. To what is `for_delivery`
    something is delivered.
    """

    id: str
    words: Words
    dpv: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    never: tuple[Words, ...] = ()
    sensitive: str = ""
    of_others: bool = False
    for_delivery: bool = False
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class DataItem:
    """A category that a purpose needs; an optional one may be asked but never required."""

    category: str
    optional: bool = False
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Ending:
    """A moment that ends an occasion, or the end of the fiscal year in which it falls."""

    moment: str
    fiscal_year: bool = False
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Keep:
    """How long a purpose may hold values: `period` after the first of `after`.

    `exactly` marks a period that the law also asks as a minimum; `at_most` caps it from
    another moment; `chosen_by` says who chose the period: controller, statement or law.
    """

    period: Period
    after: tuple[Ending, ...]
    exactly: bool = False
    at_most: tuple[Period, str] | None = None
    chosen_by: str = "statement"
    span: Span = field(default=Span("policy.yaml"), compare=False)

    def term(self, ending: Ending, fiscal_year: FiscalYear) -> Term:
        """Return the term that runs from `ending`."""
        return Term(self.period, fiscal_year if ending.fiscal_year else None)


@dataclass(frozen=True)
class Purpose:
    """Why values are held: its basis, the people, the categories, the occasions, the period.

    `condition` is the one of article 9(2) GDPR for special categories. Of people younger than
    `guardian_below` a parent or guardian gives the consent.
    """

    id: str
    title: Words
    basis: Basis
    basis_words: Words
    about: tuple[str, ...]
    data: tuple[DataItem, ...]
    occasions: tuple[str, ...]
    keep: Keep
    tail_use: Words | None = None
    asks: Words = field(default_factory=dict)
    access: str | None = None
    owner: str | None = None
    reviewed: date | None = None
    review_every: Period | None = None
    dpia: str | None = None
    marketing: bool = False
    published: bool = False
    soft_opt_in: Words = field(default_factory=dict)
    condition: str = ""
    guardian_below: int | None = None
    covers: tuple[str, ...] = ()
    dpv: tuple[str, ...] = ()
    span: Span = field(default=Span("policy.yaml"), compare=False)


class Role(Enum):
    """What a recipient is in the law. Source: article 4(7) to (10) GDPR, in our own words."""

    PROCESSOR = "processor"
    CONTROLLER = "controller"
    THIRD_PARTY = "third party"
    AUTHORITY = "authority"


class AtTheEnd(Enum):
    """What a processor does with the data once the agreement ends."""

    DELETE = "delete"
    RETURN = "return"


SUB_PROCESSORS = ("none", "specific", "general")
MODULES = ("c2c", "c2p", "p2p", "p2c")
LETTERS = ("a", "b", "c", "d", "e", "f", "g")


@dataclass(frozen=True)
class Agreement:
    """An agreement with a recipient; `until` is the last day on which it counts, if it ends.

    `says` are the letters of article 28(3) GDPR that it meets, each with what is said of it.
    """

    signed: date
    begins: date
    until: date | None = None
    reference: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Adequacy:
    """An adequacy decision, by its name in the dated data, and what of it counts here."""

    decision: str
    scope: str = ""
    certified_until: date | None = None
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Clauses:
    """Standard contractual clauses, and when the country was assessed."""

    module: str
    signed: date
    assessed: date
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class CorporateRules:
    """Binding corporate rules, by the reference of their approval."""

    reference: str
    approved: date
    assessed: date
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Derogation:
    """An exception of article 49(1) GDPR, by its letter."""

    letter: str
    span: Span = field(default=Span("policy.yaml"), compare=False)


Tool = Adequacy | Clauses | CorporateRules | Derogation


@dataclass(frozen=True)
class ToldAt:
    """Where a recipient is told what it must do: by mail, or at a program over HTTPS.

    A program may sign that it did: with `key`, an Ed25519 public key in hex.
    """

    mail: str = ""
    post: str = ""
    key: str = ""


@dataclass(frozen=True)
class Recipient:
    """Who receives data: one of the recipient kinds of the policy, for one or more purposes.

    `country` is where it is established; from the countries of `access` it can reach the data
    as well. Pages of the organisation may ask its `hosts` for something.
    """

    id: str
    name: str
    kind: str
    country: str
    gets: tuple[str, ...]
    purposes: tuple[str, ...]
    role: Role = Role.CONTROLLER
    access: tuple[str, ...] = ()
    tools: tuple[Tool, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    hosts: tuple[str, ...] = ()
    notices: ToldAt = ToldAt()
    span: Span = field(default=Span("policy.yaml"), compare=False)

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country in which it has the data or from which it can reach them."""
        return tuple(dict.fromkeys(name for name in (self.country, *self.access) if name))


class CookieClass(Enum):
    """Why a cookie may be set; only tracking needs consent, as far as is known.

    Source: article 11.7a of the Dutch Telecommunications Act, in our own words: no consent for
    what is needed for the service that the visitor asked for, nor for measuring that hardly
    touches the visitor's privacy.
    """

    FUNCTIONAL = "functional"
    ANALYTICS = "analytics"
    TRACKING = "tracking"


@dataclass(frozen=True)
class Cookie:
    """A cookie or other storage on the visitor's device; without `lifetime` it is for a session.

    `consent` names the purpose whose consent it waits for.
    """

    name: str
    purpose: Words
    kind: CookieClass
    lifetime: Period | None
    host: str
    consent: str = ""
    span: Span = field(default=Span("policy.yaml"), compare=False)

    @property
    def waits_for_consent(self) -> bool:
        """Tell whether nobody may have it who did not agree."""
        return bool(self.consent) or self.kind is CookieClass.TRACKING


@dataclass(frozen=True)
class Attestation:
    """A claim only a person can make, with the last day on which it may be published.

    `file` is what proves it, below the folder that holds `privacy/`, and `digest` the SHA-256 that
    it had when somebody looked.
    """

    id: str
    claim: Words
    body: str
    number: str
    until: date
    begins: date | None = None
    scope: str = ""
    edition: str = ""
    signed_by: str = ""
    file: str = ""
    digest: str = ""
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Signature:
    """Promises of the statement for which somebody answers, from a day until another."""

    id: str
    promises: tuple[str, ...]
    by: str
    begins: date
    until: date
    file: str = ""
    digest: str = ""
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Party:
    """Somebody whom a register of processing names, and how to reach them."""

    name: str
    email: str = ""
    post: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.post, self.email, self.phone)))


@dataclass(frozen=True)
class Processing:
    """What is done on the instructions of `customers`, who stand in the table `customers_in`.

    Without `people` or `data` only the customer knows. Without `measures` all of the policy count.
    """

    id: str
    title: Words
    customers: Words
    customers_in: str = ""
    people: Words = field(default_factory=dict)
    data: Words = field(default_factory=dict)
    sub_processors: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Controller:
    """The organisation that decides why and how data are processed."""

    name: str
    email: str
    post: str
    phone: str
    register: str
    authority: str
    languages: tuple[str, ...]
    zone: str
    fiscal_year: FiscalYear
    officer: Party | None = None
    representative: Party | None = None
    joint: tuple[str, ...] = ()
    long_records: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()

    @property
    def known_zone(self) -> str:
        """The time zone in which its days begin; UTC where there is none of that name."""
        return self.zone if is_zone(self.zone) else "UTC"


@dataclass(frozen=True)
class Promise:
    """A promise of the statement beside those that follow from purposes and attestations."""

    id: str
    mode: str
    by: str
    span: Span = field(default=Span("policy.yaml"), compare=False)


@dataclass(frozen=True)
class Policy:
    """One version of everything an organisation promises.

    `contracts` says of a kind of people whose contract theirs is: `own`, `other` or `none`.
    """

    controller: Controller
    effective: date
    categories: Mapping[str, Category]
    purposes: Mapping[str, Purpose]
    moments: Mapping[str, Words]
    subjects: Mapping[str, Words]
    recipient_kinds: Mapping[str, Words]
    processors: tuple[str, ...]
    recipients: Mapping[str, Recipient]
    cookies: Mapping[str, Cookie]
    attestations: Mapping[str, Attestation]
    promises: Mapping[str, Promise]
    answer_within: Period
    extend_by: Period
    undo: Period | None
    measures: Mapping[str, Words] = field(default_factory=dict)
    processing: Mapping[str, Processing] = field(default_factory=dict)
    contracts: Mapping[str, str] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)

    @property
    def regular_recipients(self) -> Mapping[str, Recipient]:
        """The recipients that a statement names: an authority gets data on an order only."""
        found = self.recipients.items()
        return {name: one for name, one in found if one.role is not Role.AUTHORITY}

    def expand(self, *categories: str) -> frozenset[str]:
        """Return `categories` and all that they contain, at any depth."""
        found: set[str] = set()
        waiting = list(categories)
        while waiting:
            name = waiting.pop()
            if name in found or name not in self.categories:
                continue
            found.add(name)
            waiting.extend(self.categories[name].contains)
        return frozenset(found)

    def declared_categories(self, *purposes: str) -> frozenset[str]:
        """Return every category that `purposes` may hold, contained ones included."""
        items = (item for name in purposes for item in self.purposes[name].data)
        return self.expand(*(item.category for item in items))

"""What programs of the organisation may ask by their tokens; all that no scope names is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

MAY = "may:ask"
REQUESTS_READ, REQUESTS_WRITE, REQUESTS_WORDS = "requests:read", "requests:write", "requests:words"
FULFIL, PACKAGE_CODES = "requests:fulfil", "packages:codes"
CONSENTS_READ, CONSENTS_WRITE = "consents:read", "consents:write"
PROMISES, REGISTERS, DISCLOSURES = "promises:read", "registers:read", "disclosures:read"
DISCLOSE = "disclosures:write"
AUTHENTICATORS = "authenticators:remove"
PACKAGES_READ, PACKAGES_WRITE = "packages:read", "packages:write"
LETTERS_READ, LETTERS_SEND = "letters:read", "letters:send"
MESSAGES_READ, MESSAGES_WRITE, MESSAGES_WORDS = "messages:read", "messages:write", "messages:words"
LOGS, DUE, FORECAST = "logs:read", "due:read", "forecast:read"
VERSIONS, PUBLISH, TRAIL = "versions:read", "versions:publish", "trail:read"
PUBLICATIONS_READ, PUBLICATIONS_WRITE = "publications:read", "publications:write"
HOLDS_READ, HOLDS_WRITE = "holds:read", "holds:write"
ORDERS_READ, ORDERS_WRITE = "orders:read", "orders:write"
BREACHES_READ, BREACHES_WRITE = "breaches:read", "breaches:write"
NOTICES_READ, NOTICES_WRITE = "notices:read", "notices:write"

SCOPES: Mapping[str, str] = {
    MAY: "ask whether a purpose may use a category of data about somebody",
    REQUESTS_READ: "list the requests of people, and see how far each has come",
    REQUESTS_WORDS: "read what people wrote with the steps of a request, and who took them",
    REQUESTS_WRITE: "take requests in, and write down what happens to them",
    FULFIL: "see what carrying a request out would do, and carry it out for somebody",
    PACKAGE_CODES: "get the code by which somebody fetches their answer, to pass it on to them",
    AUTHENTICATORS: "have the authenticator of who asks taken away, for two people",
    PACKAGES_READ: "see which answers wait for their person, and until when",
    PACKAGES_WRITE: "take an answer away that waits, for somebody",
    LETTERS_READ: "see a letter about a request before it goes, with all that it says",
    LETTERS_SEND: "send letters about requests, for somebody",
    MESSAGES_READ: "see which messages wait for a person, and how far letters have come",
    MESSAGES_WORDS: "read what people wrote in a message that waits",
    MESSAGES_WRITE: "say for somebody what a message is, and what became of a letter",
    CONSENTS_READ: "read what somebody said last about purposes, and the receipt of a consent",
    CONSENTS_WRITE: "record that somebody gives, refuses or withdraws consent",
    PROMISES: "see of each promise of the statement whether it is kept",
    REGISTERS: "read the registers of processing",
    LOGS: "read the logs of own records: consents, disclosures, orders, breaches, holds, looks",
    DISCLOSURES: "read the log of what was given to others, and of what was refused",
    DISCLOSE: "get what a recipient may have of somebody today, to give it to them; it is logged",
    VERSIONS: "see which versions of the statement there are, and what each changes",
    PUBLISH: "see what would be published of the statement, and publish it for somebody",
    PUBLICATIONS_READ: "see which rows that came by a form wait to be read by everybody",
    PUBLICATIONS_WRITE: "let everybody read such a row, or nobody any more, for somebody",
    TRAIL: "have all of the ledger looked through, whether it is what it was",
    DUE: "see what must be done, and by which day",
    FORECAST: "see in how many rows something falls due in each month to come",
    HOLDS_READ: "read the register of legal holds, in which people are digests",
    HOLDS_WRITE: "place holds, and confirm, review and release them for somebody",
    ORDERS_READ: "read the register of orders of authorities, those that are secret included",
    ORDERS_WRITE: "take orders of authorities in, and decide on them for somebody",
    BREACHES_READ: "read the register of breaches, and the hours that run",
    BREACHES_WRITE: "write down breaches, and what becomes of them",
    NOTICES_READ: "read which recipients are to be told of what a request changed",
    NOTICES_WRITE: "find whom to tell of a request, and write down that they were",
}
"""By scope what a token with it may do."""

BY_PROGRAM = "program "
"""With what a name begins of who took a step in nobody's name."""

EXPIRED, REVOKED = "the token has expired", "the token was revoked"


@dataclass(frozen=True)
class Program:
    """A program that is known by its token: what it may do, and until which day, that day included.

    `acts_for` is the person of the organisation in whose name it takes steps; empty for none.
    """

    number: int
    name: str
    scopes: frozenset[str]
    last: date
    acts_for: str = ""
    revoked: bool = False

    @property
    def who(self) -> str:
        """Who takes a step that this program writes down."""
        return self.acts_for or f"{BY_PROGRAM}{self.name}"

    def may(self, scope: str) -> bool:
        """Tell whether it has a scope."""
        return scope in self.scopes

    def ended(self, today: date) -> str:
        """Return why the token counts no more today; empty while it does."""
        if self.revoked:
            return REVOKED
        return EXPIRED if today > self.last else ""


def unknown_scopes(scopes: Iterable[str]) -> list[str]:
    """Return those that are none."""
    return [scope for scope in scopes if scope not in SCOPES]

"""A receipt of a consent: for programs as linked data, and for people in words.

Its shape follows ISO/IEC TS 27560:2023 as the Data Privacy Vocabulary writes it
(https://w3id.org/dpv/guides/consent-27560): a receipt tells the record of a consent, with the
notice that was shown, the process that it is for, and what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gestand.core.consent import Event
from gestand.core.policy.fill import Filler
from gestand.core.policy.linked import Json, Node, parts_of
from gestand.core.vocabulary import Vocabulary

PROFILE = "https://w3id.org/dpv/schema/dpv-27560#"

_STATUS = {
    Event.GIVEN: "dpv:ConsentGiven",
    Event.REFUSED: "dpv:ConsentRefused",
    Event.WITHDRAWN: "dpv:ConsentWithdrawn",
    Event.CORRECTED: "dpv:ConsentInvalidated",
}


@dataclass(frozen=True)
class Happened:
    """Something that was said about a consent, at a moment in UTC, and how."""

    event: Event
    at: datetime
    how: str = ""


@dataclass(frozen=True)
class Told:
    """What a receipt tells: of whom (a keyed digest), which purpose and words, what became of it.

    `words` are those that were shown in `language`, of the version of `version`; nobody knows them
    where they are empty. `until` is the last day by itself, None where that is not known yet.
    """

    receipt: str
    person: str
    purpose: str
    events: tuple[Happened, ...]
    words: str = ""
    language: str = ""
    version: date | None = None
    until: date | None = None


def as_linked_data(
    told: Told, fillers: Mapping[str, Filler], vocabulary: Vocabulary, created: datetime
) -> Mapping[str, Json]:
    """Return a receipt as one JSON-LD document; `fillers` answer for the version of the words."""
    parts = parts_of(fillers, vocabulary, told.purpose)
    return {
        "@context": parts.context,
        "@id": "#receipt",
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": told.receipt,
        "dct:conformsTo": {"@id": f"{PROFILE}receipt-eu-gdpr"},
        "dct:created": _moment(created),
        "dct:publisher": {"@id": "#controller"},
        "dpv:hasRecordOfActivity": {
            "@id": "#record",
            "@type": "dpv:ConsentRecord",
            "dct:identifier": told.receipt,
            "dct:conformsTo": {"@id": f"{PROFILE}record-eu-gdpr"},
            "dpv:hasDataSubject": {
                "@id": "#person",
                "@type": "dpv:DataSubject",
                "dpv:hasIdentifier": told.person,
            },
            "dpv:hasDataController": parts.controller,
            "dpv:hasLegalBasis": [{"@id": one} for one in _consent(vocabulary)],
            "dpv:hasNotice": _notice(told),
            "dpv:hasPersonalDataProcess": parts.process,
            "dpv:hasConsentStatus": [*map(_status, told.events), *_expiry(told)],
        },
    }


def _consent(vocabulary: Vocabulary) -> tuple[str, ...]:
    return next(terms for basis, terms in vocabulary.bases.items() if basis.value == "consent")


def _notice(told: Told) -> Node:
    notice: Node = {"@id": "#notice", "@type": "dpv:ConsentNotice"}
    if told.version is not None:
        notice["dct:valid"] = {"@type": "xsd:date", "@value": told.version.isoformat()}
    if told.words:
        notice["dct:language"] = told.language
        notice["dct:description"] = [{"@language": told.language, "@value": told.words}]
    return notice


def _status(one: Happened) -> Node:
    # Who corrects an entry of the register is its controller.
    by = "#controller" if one.event is Event.CORRECTED else "#person"
    status: Node = {
        "@type": _STATUS[one.event],
        "dpv:isIndicatedBy": {"@id": by},
        "dpv:isIndicatedAtTime": _moment(one.at),
    }
    return status | ({"dpv:hasIndicationMethod": one.how} if one.how else {})


def _expiry(told: Told) -> list[Json]:
    if told.until is None:
        return []
    day: Node = {"@type": "xsd:date", "@value": told.until.isoformat()}
    return [{"@type": "dpv:ConsentExpired", "dct:date": day}]


def _moment(at: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": at.isoformat(timespec="seconds")}


@dataclass(frozen=True)
class _Words:
    """The words of a readable receipt in one language."""

    title: str
    intro: str
    purpose: str
    asked: str
    unknown: str
    version: str
    events: Mapping[Event, str]
    how: str
    ways: Mapping[str, str]
    because: str
    until: str
    receipt: str
    withdraw: str
    how_to: str


WORDS: Mapping[str, _Words] = {
    "nl": _Words(
        title="Uw toestemming aan {}",
        intro="Dit is een bewijs van wat u ons heeft laten weten. Bewaar het als u wilt.",
        purpose="Waarvoor",
        asked="Wat wij vroegen",
        unknown="Welke woorden u toen zag, hebben wij niet vastgelegd.",
        version="Privacyverklaring van",
        events={
            Event.GIVEN: "Toestemming gegeven",
            Event.REFUSED: "Toestemming geweigerd",
            Event.WITHDRAWN: "Toestemming ingetrokken",
            Event.CORRECTED: "Hersteld: deze toestemming stond hier ten onrechte",
        },
        how="langs deze weg: {}",
        ways={
            "form": "formulier",
            "letter": "brief",
            "telephone": "telefoon",
            "mail": "e-mail",
            "in person": "gesprek",
            "message": "bericht",
        },
        because="omdat: {}",
        until="Geldt hoogstens tot en met",
        receipt="Nummer van dit bewijs",
        withdraw="Intrekken",
        how_to="U kunt uw toestemming altijd intrekken. Dat is even makkelijk als geven: laat het "
        "ons weten via {}. Wat wij daarvoor al met uw gegevens deden, blijft toegestaan.",
    ),
    "en": _Words(
        title="Your consent to {}",
        intro="This is a receipt of what you told us. Keep it if you like.",
        purpose="What for",
        asked="What we asked",
        unknown="Which words you saw at the time was not recorded.",
        version="Privacy statement of",
        events={
            Event.GIVEN: "Consent given",
            Event.REFUSED: "Consent refused",
            Event.WITHDRAWN: "Consent withdrawn",
            Event.CORRECTED: "Corrected: this consent was recorded wrongly",
        },
        how="by: {}",
        ways={"mail": "e-mail"},
        because="because: {}",
        until="Counts at most until and including",
        receipt="Number of this receipt",
        withdraw="Withdrawing",
        how_to="You can withdraw your consent at any time. That is as easy as giving it: tell us "
        "at {}. What we did with your data before remains allowed.",
    ),
}


def _how(words: _Words, one: Happened) -> str:
    """Return how something was said; of what was corrected, why."""
    if not one.how:
        return ""
    if one.event is Event.CORRECTED:
        return f" ({words.because.format(one.how)})"
    return f" ({words.how.format(words.ways.get(one.how, one.how))})"


def in_words(told: Told, filler: Filler) -> tuple[str, str, list[tuple[str, str]]]:
    """Return a receipt in plain words: its title, its first sentence, and facts with their names.

    `filler` is of the language of the reader.
    """
    words, policy = WORDS[filler.grammar.language], filler.policy
    zone = ZoneInfo(policy.controller.zone)
    facts = [(words.purpose, filler.title(told.purpose) or told.purpose)]
    facts.append((words.asked, told.words or words.unknown))
    if told.version is not None:
        facts.append((words.version, filler.grammar.day(told.version)))
    for one in told.events:
        at = one.at.astimezone(zone)
        moment = f"{filler.grammar.day(at.date())}, {at:%H:%M}"
        facts.append((words.events[one.event], f"{moment}{_how(words, one)}"))
    if told.until is not None:
        facts.append((words.until, filler.grammar.day(told.until)))
    facts.append((words.receipt, told.receipt))
    facts.append((words.withdraw, words.how_to.format(policy.controller.email)))
    return words.title.format(policy.controller.name), words.intro, facts

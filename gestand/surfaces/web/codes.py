"""What the codes of a request are called on the officer's pages: states, events, alarms, ends."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.request import METHODS, Outcome, State, What
from gestand.core.rights_due import Alarm
from gestand.core.rights_rules import Right

STATES: Mapping[str, Mapping[State, str]] = {
    "en": {state: state.value for state in State},
    "nl": {
        State.RECEIVED: "binnengekomen",
        State.IDENTITY_ASKED: "gevraagd wie het is",
        State.IN_HAND: "in behandeling",
        State.DETAILS_ASKED: "gevraagd wat precies",
        State.FEE_ASKED: "gevraagd om een vergoeding",
        State.DECIDED: "besloten",
        State.CARRIED_OUT: "uitgevoerd",
        State.RECIPIENTS_TOLD: "ontvangers weten het",
        State.ANSWERED: "beantwoord",
        State.COMPLAINED: "klacht over het antwoord",
        State.CLOSED: "gesloten",
        State.FORWARDED: "doorgestuurd",
        State.WITHDRAWN: "ingetrokken",
        State.NOT_IDENTIFIED: "niet bekend wie het is",
    },
}

EVENTS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "received": "Binnengekomen",
        "ask-identity": "Vragen wie het is",
        "settle-identity": "Vaststellen wie het is",
        "not-identified": "Niet vast te stellen wie het is",
        "suspend": "Vragen wat precies bedoeld is",
        "resume": "Verder na het antwoord",
        "narrow": "Vastleggen dat alleen een deel is gevraagd",
        "extend": "Meer tijd nemen",
        "ask-fee": "Een vergoeding vragen",
        "settle-fee": "Vergoeding geregeld",
        "hold": "Iets vasthouden",
        "release": "Iets vrijgeven",
        "decide": "Beslissen",
        "confirm": "Bevestigen",
        "carry-out": "Uitvoeren",
        "tell-recipients": "Ontvangers inlichten",
        "answer": "Antwoorden",
        "refuse": "Weigeren",
        "announce-lift": "Aankondigen dat de beperking stopt",
        "lift": "De beperking stoppen",
        "withdraw": "Intrekken",
        "forward": "Doorsturen",
        "close": "Sluiten",
        "complain": "Klacht over het antwoord",
        "uphold": "Het antwoord blijft zo",
    },
    "en": {
        "received": "Received",
        "ask-identity": "Ask who it is",
        "settle-identity": "Settle who it is",
        "not-identified": "It cannot be settled who it is",
        "suspend": "Ask what is meant",
        "resume": "Go on after the answer",
        "narrow": "Write down that only a part is asked",
        "extend": "Take more time",
        "ask-fee": "Ask a fee",
        "settle-fee": "The fee is settled",
        "hold": "Hold something",
        "release": "Release something",
        "decide": "Decide",
        "confirm": "Confirm",
        "carry-out": "Carry out",
        "tell-recipients": "Tell recipients",
        "answer": "Answer",
        "refuse": "Refuse",
        "announce-lift": "Announce that the restriction ends",
        "lift": "End the restriction",
        "withdraw": "Withdraw",
        "forward": "Forward",
        "close": "Close",
        "complain": "A complaint about the answer",
        "uphold": "The answer stands",
    },
}

HAPPENED: Mapping[str, Mapping[str, str]] = {
    "nl": {
        **EVENTS["nl"],
        "ask-identity": "Gevraagd wie het is",
        "settle-identity": "Vastgesteld wie het is",
        "suspend": "Gevraagd wat precies bedoeld is",
        "narrow": "Vastgelegd dat alleen een deel is gevraagd",
        "extend": "Meer tijd genomen",
        "ask-fee": "Een vergoeding gevraagd",
        "hold": "Iets vastgehouden",
        "release": "Iets vrijgegeven",
        "decide": "Besloten",
        "confirm": "Bevestigd",
        "carry-out": "Uitgevoerd",
        "tell-recipients": "Ontvangers ingelicht",
        "answer": "Geantwoord",
        "refuse": "Geweigerd",
        "announce-lift": "Aangekondigd dat de beperking stopt",
        "lift": "De beperking gestopt",
        "withdraw": "Ingetrokken",
        "forward": "Doorgestuurd",
        "close": "Gesloten",
    },
    "en": {
        **EVENTS["en"],
        "ask-identity": "Asked who it is",
        "settle-identity": "It was settled who it is",
        "not-identified": "It could not be settled who it is",
        "suspend": "Asked what is meant",
        "resume": "Went on after the answer",
        "narrow": "Written down that only a part is asked",
        "extend": "More time was taken",
        "ask-fee": "A fee was asked",
        "settle-fee": "The fee was settled",
        "hold": "Something was held",
        "release": "Something was released",
        "decide": "Decided",
        "confirm": "Confirmed",
        "carry-out": "Carried out",
        "tell-recipients": "Recipients were told",
        "answer": "Answered",
        "refuse": "Refused",
        "announce-lift": "Announced that the restriction ends",
        "lift": "The restriction was ended",
        "withdraw": "Withdrawn",
        "forward": "Forwarded",
        "close": "Closed",
    },
}
"""What an event is called once it has happened."""

ALARMS: Mapping[str, Mapping[Alarm, str]] = {
    "nl": {
        Alarm.NONE: "loopt",
        Alarm.LOOK: "kijk er weer naar",
        Alarm.DECIDE: "beslis, of neem meer tijd",
        Alarm.TODAY: "laatste dag: vandaag",
        Alarm.AT_ONCE: "geldt direct: voer het uit",
        Alarm.OVERDUE: "te laat",
    },
    "en": {
        Alarm.NONE: "under way",
        Alarm.LOOK: "look at it again",
        Alarm.DECIDE: "decide, or take more time",
        Alarm.TODAY: "last day: today",
        Alarm.AT_ONCE: "has effect at once: carry it out",
        Alarm.OVERDUE: "overdue",
    },
}

KINDS: Mapping[str, Mapping[Right, str]] = {
    "nl": {
        Right.ACCESS: "Inzage",
        Right.RECTIFICATION: "Verbeteren",
        Right.ERASURE: "Wissen",
        Right.RESTRICTION: "Beperken",
        Right.OBJECTION: "Bezwaar",
        Right.MARKETING: "Geen reclame",
        Right.WITHDRAWAL: "Toestemming ingetrokken",
        Right.PORTABILITY: "Meenemen",
    },
    "en": {
        Right.ACCESS: "Access",
        Right.RECTIFICATION: "Rectification",
        Right.ERASURE: "Erasure",
        Right.RESTRICTION: "Restriction",
        Right.OBJECTION: "Objection",
        Right.MARKETING: "No advertising",
        Right.WITHDRAWAL: "Consent withdrawn",
        Right.PORTABILITY: "Portability",
    },
}

OUTCOMES: Mapping[str, Mapping[Outcome, str]] = {
    "nl": {
        Outcome.GRANTED: "toegewezen",
        Outcome.PART: "deels toegewezen",
        Outcome.KEPT: "blijft bewaard",
        Outcome.REFUSED: "geweigerd",
    },
    "en": {outcome: outcome.value for outcome in Outcome},
}

CHANNELS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "mail": "e-mail", "letter": "brief", "telephone": "telefoon", "form": "formulier",
        "in person": "gesprek", "message": "bericht",
    },
    "en": {},
}

HOW: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "signed-in": "de persoon was ingelogd",
        "known-address": "een code naar het bekende adres",
        "call-back": "teruggebeld op het bekende nummer",
        "shown": "een legitimatie is getoond, niets is bewaard",
        "shielded-copy": "een afgeschermde kopie, na controle vernietigd",
    },
    "en": METHODS,
}
"""How it was settled who somebody is."""

NEEDS: Mapping[What, str] = {
    What.ASK_IDENTITY: "--method METHOD --because TEXT",
    What.SETTLE_IDENTITY: "--method METHOD --person KIND:KEY",
    What.NOT_IDENTIFIED: "--because TEXT",
    What.SUSPEND: "--because TEXT",
    What.RESUME: "--because TEXT",
    What.NARROW: "--item NAME --because TEXT",
    What.EXTEND: "--reason REASON --because TEXT",
    What.ASK_FEE: "--ground CODE --because TEXT",
    What.SETTLE_FEE: "--ground CODE --because TEXT",
    What.HOLD: "--item NAME --because TEXT",
    What.RELEASE: "--item NAME --because TEXT",
    What.DECIDE: "--item NAME --outcome OUTCOME",
    What.CONFIRM: "--item NAME",
    What.TELL_RECIPIENTS: "--because TEXT",
    What.ANSWER: "--how TEXT",
    What.REFUSE: "--how TEXT",
    What.ANNOUNCE_LIFT: "--until DATE --because TEXT",
    What.LIFT: "--until DATE --because TEXT",
    What.WITHDRAW: "--because TEXT",
    What.FORWARD: "--to TEXT",
}
"""What goes along with `--do`, where something must."""


def command_for(number: int, what: What) -> str:
    """Return the command that lets something happen to a request."""
    begins = f"gestand request --number {number}"
    if what is What.CARRY_OUT:
        return f"{begins} --fulfil --person KIND:KEY"
    return f"{begins} --do {what.value} {NEEDS.get(what, '')}".strip()

"""What the kinds of entries of the ledger are called, for people.

A ledger keeps its kinds as codes, which no version changes. A kind that is not here, of an older
or a newer version, is told as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from gestand.surfaces.web.codes import HAPPENED

REQUEST = "request"

_ALONE: Mapping[str, tuple[str, str]] = {
    "ledger begun": ("grootboek begonnen", "ledger begun"),
    "receipt": ("bewijs van een run", "receipt of a run"),
    "copy of heads begun": ("kopie van de koppen begonnen", "copy of the heads begun"),
    "folder taken over": ("map met een ander grootboek overgenomen", "folder taken over"),
    "clock was ahead": ("de klok liep voor", "the clock was ahead"),
    "words encrypted": ("woorden versleuteld", "words encrypted"),
    "erasure asked": ("om wissen gevraagd", "erasure asked"),
    "erasure taken back": ("verzoek om wissen ingetrokken", "erasure taken back"),
    "decision": ("beslissing over rijen", "decision on rows"),
    "consents recorded": ("toestemmingen vastgelegd", "consents recorded"),
    "suppressed": (
        "adressen op de lijst zonder reclame gezet", "addresses put on the suppression list",
    ),
    "suppression ended": (
        "adressen van de lijst zonder reclame gehaald", "addresses taken off the suppression list",
    ),
    "master key changed": ("hoofdsleutel vervangen", "master key changed"),
    "key destroyed": ("sleutel vernietigd", "key destroyed"),
    "work of a day done": ("werk van een dag gedaan", "work of a day done"),
    "mail from before left": ("oudere e-mail overgeslagen", "mail from before left"),
    "mailed code alone turned off": (
        "een code per e-mail is niet meer genoeg", "a mailed code alone is not enough any more",
    ),
    "mailed code alone turned on": (
        "een code per e-mail is weer genoeg", "a mailed code alone is enough again",
    ),
}  # fmt: skip

_NOUNS: Mapping[str, tuple[str, str]] = {
    "authenticator": ("authenticator", "authenticator"),
    "breach": ("datalek", "breach"),
    "code": ("code om te weten wie vraagt", "code to settle who asks"),
    "disclosure": ("verstrekking", "disclosure"),
    "form": ("formulier", "form"),
    "hold": ("bewaarplicht", "hold"),
    "look": ("blik op wat iemand schreef", "look at what somebody wrote"),
    "mail": ("e-mail", "mail"),
    "notice": ("bericht aan een ontvanger", "notice to a recipient"),
    "order": ("vordering", "order"),
    "override": ("publicatie tegen een oordeel in", "publication against a verdict"),
    "parcel": ("pakket met een antwoord", "package of an answer"),
    "passkey": ("passkey", "passkey"),
    REQUEST: ("verzoek", "request"),
    "second code": ("tweede code", "second code"),
    "token": ("sleutel van een programma", "token of a program"),
    "version": ("versie van de verklaring", "version of the statement"),
}

_EVENTS: Mapping[str, tuple[str, str]] = {
    "added": ("toegevoegd", "added"),
    "again": ("opnieuw te sturen", "to be sent again"),
    "announced": ("aangekondigd", "announced"),
    "arrived": ("aangekomen", "arrived"),
    "begin": ("begonnen", "begun"),
    "begun": ("begonnen", "begun"),
    "bounced": ("teruggekomen", "bounced"),
    "came in": ("binnengekomen", "came in"),
    "closed": ("afgesloten", "closed"),
    "confirm": ("bevestigd", "confirmed"),
    "confirmed": ("bevestigd", "confirmed"),
    "costs": ("kosten vastgelegd", "costs written down"),
    "counted back": ("teller liep terug", "counter went back"),
    "decided": ("beslist", "decided"),
    "drop": ("opzijgelegd", "set aside"),
    "due": ("te doen", "due"),
    "enrolled": ("aangezet", "enrolled"),
    "exempt": ("niet nodig", "exempt"),
    "failed": ("mislukt", "failed"),
    "fetched": ("opgehaald", "fetched"),
    "forgotten": ("vergeten", "forgotten"),
    "found": ("vastgelegd", "written down"),
    "intended": ("begonnen", "begun"),
    "kept": ("bewaard", "kept"),
    "lapsed": ("vervallen", "lapsed"),
    "made": ("gemaakt", "made"),
    "not sent": ("niet verstuurd", "not sent"),
    "not posted": ("niet aangekomen", "not posted"),
    "not-sent": ("niet verstuurd", "not sent"),
    "notified": ("gemeld", "notified"),
    "paid": ("betaald", "paid"),
    "placed": ("begonnen", "placed"),
    "posting": ("wordt verstuurd", "being posted"),
    "published": ("gepubliceerd", "published"),
    "put": ("klaargezet", "put ready"),
    "rated": ("risico bepaald", "risk rated"),
    "received": ("ontvangen", "received"),
    "refused": ("geweigerd", "refused"),
    "release asked": ("opheffen gevraagd", "release asked"),
    "released": ("opgeheven", "released"),
    "removal asked": ("weghalen gevraagd", "removal asked"),
    "removed": ("weggehaald", "removed"),
    "reviewed": ("opnieuw bekeken", "reviewed"),
    "revoked": ("ingetrokken", "revoked"),
    "secrecy": ("geheimhouding veranderd", "secrecy changed"),
    "seen": ("gezien", "seen"),
    "sent": ("verstuurd", "sent"),
    "taken": ("gedaan", "taken"),
    "taken down": ("weggehaald", "taken down"),
    "told": ("meer vastgelegd", "more written down"),
    "turned off": ("uitgezet", "turned off"),
    "turned on": ("aangezet", "turned on"),
    "unknown": ("onbekend of het aankwam", "unknown whether it arrived"),
    "used": ("gebruikt", "used"),
    "wrong": ("verkeerd getypt", "typed wrongly"),
}

_PLACES = {"nl": 0, "en": 1}


def entry_words(kind: str, language: str) -> str:
    """Return what a kind of entries is called; one that is not known as it is written."""
    place = _PLACES[language]
    if (alone := _ALONE.get(kind)) is not None:
        return alone[place]
    for noun, words in _NOUNS.items():
        happened = _happened(noun, kind.removeprefix(f"{noun} "), language)
        if kind.startswith(f"{noun} ") and happened:
            return f"{words[place]}: {happened}"
    return kind


def _happened(noun: str, event: str, language: str) -> str:
    if noun == REQUEST:  # as on the page of its case
        told = HAPPENED[language].get(event, "")
        return told[:1].lower() + told[1:]
    return _EVENTS[event][_PLACES[language]] if event in _EVENTS else ""

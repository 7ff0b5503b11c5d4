"""The words of the pages about authenticators, in each language; `{}` marks what is filled in."""

from __future__ import annotations

from collections.abc import Mapping

NL: Mapping[str, str] = {
    "second": "Uw code",
    "second lead": "Uw token klopt. Typ nu de code die uw authenticator laat zien.",
    "enrol": "Uw authenticator",
    "enrol lead": "Een code van uw telefoon of wachtwoordkluis, naast uw token. Zo is een token "
                  "alleen niet genoeg om binnen te komen.",
    "must": "Uw rol vraagt erom: zonder komt u niet verder.",
    "scan": "Scan dit met een authenticator, of neem de sleutel over.",
    "picture": "QR-code voor een authenticator",
    "key": "Sleutel",
    "address": "Als adres",
    "code": "Code",
    "code hint": "Zes cijfers, steeds een half minuut geldig. Elke code telt één keer.",
    "sign in": "Ga verder",
    "keep": "Zet hem aan",
    "wrong": "Deze code klopt niet, of is al gebruikt. Wacht op de volgende.",
    "stale": "Deze pagina stond te lang open. Probeer het nog een keer.",
    "on": "Uw authenticator staat aan. Bent u hem kwijt, vraag dan twee collega's om hem weg te "
          "halen: één vraagt het, een ander bevestigt.",
    "enrolled": "Uw authenticator staat aan.",
    "colleagues": "Collega's met een authenticator",
    "colleagues lead": "Is een collega die van hem of haar kwijt? Bel of spreek die eerst zelf. "
                       "Na het weghalen is een token weer genoeg, tot de volgende is aangezet.",
    "nobody": "Geen collega heeft er een.",
    "ask": "Vraag om weghalen",
    "asked by": "{} vroeg om deze weg te halen. Een ander bevestigt dat.",
    "asked by you": "U vroeg om deze weg te halen. Een ander bevestigt dat.",
    "somebody": "Iemand die hier niet meer werkt",
    "remove": "Haal weg",
    "asked": "Vastgelegd. Een andere collega bevestigt het.",
    "removed": "Weggehaald.",
    "not possible": "Dit kan niet. Kijk hoe het nu is.",
}

EN: Mapping[str, str] = {
    "second": "Your code",
    "second lead": "Your token is right. Now type the code that your authenticator shows.",
    "enrol": "Your authenticator",
    "enrol lead": "A code from your phone or password manager, beside your token. Then a token "
                  "alone is not enough to come in.",
    "must": "Your role asks for it: without one you cannot go on.",
    "scan": "Scan this with an authenticator, or copy the key.",
    "picture": "QR code for an authenticator",
    "key": "Key",
    "address": "As an address",
    "code": "Code",
    "code hint": "Six digits, each shown for half a minute. Each code counts once.",
    "sign in": "Go on",
    "keep": "Turn it on",
    "wrong": "This code is not right, or was used already. Wait for the next one.",
    "stale": "This page was open for too long. Try once more.",
    "on": "Your authenticator is on. If you lose it, ask two colleagues to take it away: one asks "
          "for it, and another one confirms.",
    "enrolled": "Your authenticator is on.",
    "colleagues": "Colleagues with an authenticator",
    "colleagues lead": "Did a colleague lose theirs? Speak to them yourself first. Once it is "
                       "taken away a token is enough again, until the next one is on.",
    "nobody": "No colleague has one.",
    "ask": "Ask to take it away",
    "asked by": "{} asked to take this one away. Somebody else confirms that.",
    "asked by you": "You asked to take this one away. Somebody else confirms that.",
    "somebody": "Somebody who is not here any more",
    "remove": "Take it away",
    "asked": "Written down. Another colleague confirms it.",
    "removed": "Taken away.",
    "not possible": "This cannot be done. Look how it is now.",
}

FACTOR_WORDS: Mapping[str, Mapping[str, str]] = {"nl": NL, "en": EN}

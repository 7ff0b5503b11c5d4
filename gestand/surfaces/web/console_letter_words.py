"""The words of the pages on which an officer writes a letter, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.mail import Stage

LETTERS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "received": "Wij hebben uw verzoek",
        "identity": "Wie bent u?",
        "identity not enough": "Wij weten nog niet wie u bent",
        "specify": "Wat zoekt u precies?",
        "extension": "Wij hebben meer tijd nodig",
        "access": "Het antwoord op inzage",
        "erased": "Uw gegevens zijn weg",
        "corrected": "Uw gegevens zijn verbeterd",
        "restricted": "Uw gegevens staan apart",
        "stopped": "Wij zijn ermee gestopt",
        "portability": "Uw gegevens om mee te nemen",
        "handed over": "Uw gegevens zijn bij een ander",
        "partly refused": "Een deel wel, een deel niet",
        "decided per item": "Wat wij per onderdeel besloten",
        "refused": "Wij doen dit niet",
        "not identified": "Wij weten niet wie u bent",
        "no data": "Wij hebben niets van u",
        "fee": "Hier vragen wij geld voor",
        "complaint received": "Wij hebben uw klacht",
        "answer stands": "Ons antwoord blijft zo",
        "forwarded": "Uw verzoek hoort bij een ander",
        "request withdrawn": "U trok uw verzoek in",
        "late": "Wij zijn te laat",
        "restriction ends": "Uw gegevens staan straks niet meer apart",
    },
    "en": {
        "received": "We have your request",
        "identity": "Who are you?",
        "identity not enough": "We do not know yet who you are",
        "specify": "What are you looking for?",
        "extension": "We need more time",
        "access": "The answer to a request for access",
        "erased": "Your data are gone",
        "corrected": "Your data are corrected",
        "restricted": "Your data are set apart",
        "stopped": "We stopped doing it",
        "portability": "Your data to take along",
        "handed over": "Your data went to somebody else",
        "partly refused": "A part is done, and a part is not",
        "decided per item": "What we decided on each thing",
        "refused": "We do not do this",
        "not identified": "We do not know who you are",
        "no data": "We hold nothing about you",
        "fee": "We ask a fee for this",
        "complaint received": "We have your complaint",
        "answer stands": "Our answer stands",
        "forwarded": "Your request belongs to somebody else",
        "request withdrawn": "You took your request back",
        "late": "We are late",
        "restriction ends": "Your data will be set apart no longer",
    },
}
"""The letters that an officer writes about a case; others are written by their own commands."""

GAPS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "received": "Wanneer het binnenkwam", "right": "Waar het over gaat",
        "due": "Wanneer het antwoord er uiterlijk is", "reason": "Waarom",
        "method": "Hoe iemand laat zien wie het is", "until": "Tot en met wanneer",
        "how_to_open": "Hoe iemand het antwoord opent", "erased": "Wat er weg is",
        "recipients": "Welke ontvangers het weten", "backups": "Tot wanneer het in back-ups staat",
        "corrected": "Wat er is verbeterd", "restricted": "Wat er apart staat",
        "stopped": "Sinds wanneer", "what": "Wat wij niet meer doen", "formats": "In welke vorm",
        "done": "Wat wij deden", "kept": "Wat wij niet deden", "ground": "Waarom niet",
        "article": "Welk artikel", "items": "De besluiten", "looked_at": "Waar wij naar keken",
        "searched": "Waar wij zochten", "keys": "Waarmee wij zochten", "amount": "Hoeveel",
        "customer": "Naar wie", "forwarded": "Wanneer doorgestuurd",
        "withdrawn": "Wanneer ingetrokken", "from_day": "Vanaf welke dag",
        "receiver": "Naar welke organisatie", "handed": "Op welke dag",
    },
    "en": {
        "received": "When it came in", "right": "What it is about",
        "due": "When the answer is due", "reason": "Why",
        "method": "How somebody shows who they are", "until": "Until when",
        "how_to_open": "How somebody opens the answer", "erased": "What is gone",
        "recipients": "Which recipients know", "backups": "Until when they stay in backups",
        "corrected": "What was corrected", "restricted": "What is set apart",
        "stopped": "Since when", "what": "What is not done any more", "formats": "In which form",
        "done": "What was done", "kept": "What was not done", "ground": "Why not",
        "article": "Which article", "items": "What was decided", "looked_at": "What was looked at",
        "searched": "Where was searched", "keys": "By what was searched", "amount": "How much",
        "customer": "To whom", "forwarded": "When it was forwarded",
        "withdrawn": "When it was taken back", "from_day": "From which day on",
        "receiver": "To which organisation", "handed": "On which day",
    },
}
"""What is asked for each gap of a letter that nothing on record fills."""

FATES: Mapping[str, Mapping[Stage, str]] = {
    "nl": {
        Stage.SENT: "De brief is gestuurd.",
        Stage.NOT_SENT: "De brief is niet gestuurd. Probeer het later nog een keer.",
        Stage.REFUSED: "De mailserver weigerde dit adres.",
        Stage.UNKNOWN: "Wij weten niet of de brief is aangekomen. Hij gaat niet vanzelf opnieuw.",
        Stage.BEGUN: "Wij weten niet of de brief is aangekomen. Hij gaat niet vanzelf opnieuw.",
        Stage.BOUNCED: "De brief kwam terug.",
    },
    "en": {
        Stage.SENT: "The letter was sent.",
        Stage.NOT_SENT: "The letter was not sent. Try it again later.",
        Stage.REFUSED: "The mail server refused this address.",
        Stage.UNKNOWN: "Nobody knows whether the letter arrived. It is not sent again by itself.",
        Stage.BEGUN: "Nobody knows whether the letter arrived. It is not sent again by itself.",
        Stage.BOUNCED: "The letter came back.",
    },
}

NL: Mapping[str, str] = {
    "letters": "Brieven",
    "title": "Brieven bij verzoek {}",
    "lead": "Kies een brief. U ziet de hele brief voordat hij weggaat.",
    "others": "Andere brieven",
    "none fits": "Bij dit verzoek hoeft nu geen brief weg.",
    "to case": "Terug naar het verzoek",
    "language": "Taal van de brief",
    "show": "Laat de brief zien",
    "letter": "Dit is de brief",
    "to": "Naar welk e-mailadres",
    "to hint": "Laat dit leeg om te antwoorden op het adres dat de persoon opgaf.",
    "send": "Stuur deze brief",
    "sent hint": "Leg daarna bij het verzoek vast dat u hebt geantwoord.",
    "stands": "Zo staat het in de brief: “{}”",
    "nothing": "U hoeft hier niets in te vullen.",
    "refused": "Dat kan nu niet",
    "changed": "De brief is intussen anders. Kijk er nog een keer naar.",
    "stale": "Deze pagina stond te lang open. Stuur het nog een keer.",
}

EN: Mapping[str, str] = {
    "letters": "Letters",
    "title": "Letters about request {}",
    "lead": "Choose a letter. You see all of it before it goes.",
    "others": "Other letters",
    "none fits": "No letter has to go about this request now.",
    "to case": "Back to the request",
    "language": "Language of the letter",
    "show": "Show the letter",
    "letter": "This is the letter",
    "to": "To which e-mail address",
    "to hint": "Leave this empty to answer to the address that the person gave.",
    "send": "Send this letter",
    "sent hint": "Write down with the request that you answered.",
    "stands": "So it stands in the letter: “{}”",
    "nothing": "There is nothing to fill in.",
    "refused": "That cannot be done now",
    "changed": "The letter reads otherwise by now. Look at it once more.",
    "stale": "This page was open for too long. Send it once more.",
}

LETTER_WORDS: Mapping[str, Mapping[str, str]] = {"nl": NL, "en": EN}

"""The words of the page of a message that waits for a person."""

from __future__ import annotations

from collections.abc import Mapping

NL: Mapping[str, str] = {
    "title": "Bericht {}",
    "lead in": "Dit kwam binnen, en Gestand weet niet zeker wat het is. U zegt het.",
    "lead out": "Deze brief ging weg. Gestand weet niet zeker of die aankwam.",
    "lead known": "Wat dit is, is al gezegd.",
    "look": "Waarom kijkt u in dit bericht?",
    "look button": "Bekijk het bericht",
    "looking": "U kijkt in dit bericht met als reden: {}. Dat is vastgelegd.",
    "received": "Binnengekomen", "due": "Bekijken uiterlijk", "seems": "Lijkt op",
    "doubts": "Waarom de twijfel", "checks": "Controle van de afzender",
    "attachments": "Bijlagen", "attachments more": "{}, niet geopend, in de mailbox",
    "stage": "Stand", "requests": "Verzoeken", "letter": "Brief", "request": "Verzoek {}",
    "from": "Van", "subject": "Onderwerp", "written": "Wat er staat",
    "not kept": "De woorden staan hier niet. Het is nummer {} in de mailbox.",
    "forgotten": "De woorden zijn vernietigd.",
    "what": "Wat is dit?",
    "is request": "Een verzoek",
    "is request more": "Kies hieronder wat de persoon vraagt. De dag van ontvangst telt.",
    "is question": "Een vraag, die ik heb beantwoord",
    "is question more": "Het bericht is klaar. De woorden worden vernietigd.",
    "is nothing": "Geen van beide",
    "is nothing more": "Bijvoorbeeld reclame. De woorden worden vernietigd.",
    "rights": "Wat vraagt de persoon?",
    "rights hint": "Alleen bij een verzoek. Aangekruist staat wat Gestand herkende.",
    "do": "Leg vast",
    "only look": "U kunt hier kijken. Een collega met een andere rol zegt wat dit is.",
    "arrived": "De brief kwam aan",
    "again": "De brief kwam niet aan, en mag opnieuw",
    "again hint": "U stuurt die opnieuw bij het verzoek, onder Brieven.",
    "to cases": "Alle verzoeken",
    "stale": "Kies het nog een keer", "stale more": "Deze pagina stond te lang open. Er is niets "
                                                    "vastgelegd.",
    "no reason": "Kies een reden",
    "no reason more": "Zonder reden laten wij niet zien wat iemand schreef.",
    "choose": "Kies wat dit is", "choose more": "Er is nog niets vastgelegd.",
    "choose right": "Kies wat de persoon vraagt",
    "choose right more": "Er is nog niets vastgelegd.",
    "went on": "Een collega was u voor",
    "went on more": "Er is niets vastgelegd. Hieronder staat het bericht zoals het nu is.",
    "said": "Vastgelegd", "said more": "Dat is vastgelegd, met uw naam.",
}

EN: Mapping[str, str] = {
    "title": "Message {}",
    "lead in": "This came in, and Gestand is not sure what it is. You say it.",
    "lead out": "This letter went out. Gestand is not sure whether it arrived.",
    "lead known": "What this is was said already.",
    "look": "Why do you look at this message?",
    "look button": "Show the message",
    "looking": "You look at this message for the reason: {}. That was written down.",
    "received": "Received", "due": "Look at it by", "seems": "Looks like",
    "doubts": "Why the doubt", "checks": "Checks of the sender",
    "attachments": "Attachments", "attachments more": "{}, not opened, in the mailbox",
    "stage": "State", "requests": "Requests", "letter": "Letter", "request": "Request {}",
    "from": "From", "subject": "Subject", "written": "What it says",
    "not kept": "Its words are not kept here. It is number {} in the mailbox.",
    "forgotten": "Its words were destroyed.",
    "what": "What is this?",
    "is request": "A request",
    "is request more": "Choose below what the person asks. The day of receipt counts.",
    "is question": "A question, which I have answered",
    "is question more": "The message is over. Its words are destroyed.",
    "is nothing": "Neither",
    "is nothing more": "Advertising, for example. Its words are destroyed.",
    "rights": "What does the person ask?",
    "rights hint": "Only for a request. What Gestand recognised is ticked.",
    "do": "Write it down",
    "only look": "You can look here. A colleague with another role says what this is.",
    "arrived": "The letter arrived",
    "again": "The letter did not arrive, and may be sent again",
    "again hint": "You send it again at the request, under Letters.",
    "to cases": "All requests",
    "stale": "Choose it once more", "stale more": "This page was open for too long. Nothing was "
                                                  "written down.",
    "no reason": "Choose a reason",
    "no reason more": "Without a reason it is not shown what somebody wrote.",
    "choose": "Choose what this is", "choose more": "Nothing was written down yet.",
    "choose right": "Choose what the person asks",
    "choose right more": "Nothing was written down yet.",
    "went on": "A colleague was faster",
    "went on more": "Nothing was written down. Below is the message as it is now.",
    "said": "Written down", "said more": "That was written down, with your name.",
}

MESSAGE_WORDS: Mapping[str, Mapping[str, str]] = {"nl": NL, "en": EN}

DOUBTS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "cannot be read": "het kan niet worden gelezen",
        "asks": "een programma stuurde het, en toch wordt er iets gevraagd",
        "no right": "er wordt geen recht genoemd",
        "not sure which right": "niet zeker welk recht",
        "passed on": "het is doorgestuurd",
        "for somebody else": "het is voor iemand anders",
        "speaks of trade": "het gaat over handel",
        "an answer": "het is een antwoord",
        "it may stand in an attachment": "het kan in een bijlage staan",
        "belongs to another": "het hoort bij een ander bericht",
    },
    "en": {
        "cannot be read": "it cannot be read",
        "asks": "a program sent it, and yet it asks for something",
        "no right": "no right is named",
        "not sure which right": "not sure which right",
        "passed on": "it was passed on",
        "for somebody else": "it is for somebody else",
        "speaks of trade": "it speaks of trade",
        "an answer": "it is an answer",
        "it may stand in an attachment": "it may stand in an attachment",
        "belongs to another": "it belongs to another message",
    },
}
"""Why a person has to look, as core/intake and work/intake name it."""

STAGES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "begun": "ging weg, en niemand hoorde het einde", "unknown": "niemand weet of het aankwam",
        "sent": "gestuurd", "not sent": "niet gestuurd", "refused": "geweigerd",
        "bounced": "kwam terug", "waiting": "wacht op een mens", "taken": "is een verzoek",
        "seen": "was een vraag", "dropped": "was geen van beide", "set aside": "opzijgelegd",
    },
    "en": {
        "begun": "was going out, and nobody heard the end",
        "unknown": "nobody knows whether it arrived",
        "sent": "sent", "not sent": "not sent", "refused": "refused",
        "bounced": "came back", "waiting": "waits for a person", "taken": "is a request",
        "seen": "was a question", "dropped": "was neither", "set aside": "set aside",
    },
}
"""How far a message has come, as core/mail names it."""

SEEMS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "request": "een verzoek", "question": "een vraag", "other": "iets anders",
        "automatic": "een antwoord van een programma", "bounce": "een brief die terugkwam",
        "loop": "een bericht van onszelf", "spam": "reclame", "duplicate": "hetzelfde als eerder",
    },
    "en": {
        "request": "a request", "question": "a question", "other": "something else",
        "automatic": "an answer of a program", "bounce": "a letter that came back",
        "loop": "a message of our own", "spam": "advertising", "duplicate": "the same as before",
    },
}
"""What a message seems to be, as core/intake names it."""

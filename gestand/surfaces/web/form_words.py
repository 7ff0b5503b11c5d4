"""The words of the forms of purposes, in each language; `{}` marks what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gestand.core.forms.documents import WrongFile
from gestand.core.forms.pointed import Kind
from gestand.core.forms.typed import Wrong

Words = Mapping[str, str]

NL: Words = MappingProxyType({
    "lead": "Wij vragen niet meer dan hiervoor nodig is.",
    "free": "hoeft niet",
    "identifies": "Zo bereiken wij u, en vinden wij dit terug als u er later naar vraagt.",
    "plain": "Schrijf geen burgerservicenummer, en niets over gezondheid, geloof of politiek. "
             "Dat hebben wij hiervoor niet nodig.",
    "consent": "Dit hoeft niet. U mag uw toestemming altijd intrekken.",
    "needed": "Zonder uw toestemming bewaren wij niets. U mag die altijd intrekken.",
    "agree": "Uw toestemming",
    "choice": "Uw keuze",
    "choose": "Maak een keuze",
    "documents": "PDF, Word, OpenDocument, tekst of een foto. Hooguit {} bestanden van {} MB. "
                 "Stuur geen kopie van een paspoort.",
    "wait": "Deze bestanden zijn er al. Wij bewaren ze nog niet, en houden ze hooguit een half uur "
            "vast. Kiest u andere, dan vervallen deze.",
    "look": "Kijk nog even",
    "look more": "Misschien staat hier iets in dat wij niet nodig hebben en dat u beter voor uzelf "
                 "houdt. Wij hebben nog niets bewaard. Haal het weg, of verstuur het zo.",
    "again": "Ik heb het aangepast, verstuur het",
    "as it is": "Het klopt zo, verstuur het",
    "send": "Versturen",
    "product": "Wat u bestelt",
    "pay send": "Bestellen en betalen",
    "pay again": "Ik heb het aangepast, bestellen en betalen",
    "pay as it is": "Het klopt zo, bestellen en betalen",
    "notice": "Wat wij ermee doen",
    "object": "Bezwaar",
    "object more": "U mag altijd zeggen dat u dit niet wilt, en waarom. Wij stoppen dan, tenzij "
                   "wij een reden hebben die zwaarder weegt.",
    "object at once": "U mag altijd zeggen dat u dit niet wilt. Het is reclame: wij stoppen dan "
                      "meteen, en u hoeft niet te zeggen waarom.",
    "withdraw": "Intrekken",
    "withdraw more": "U mag uw toestemming altijd intrekken. Wat wij tot dan deden, blijft geldig.",
    "more": "Wie wij zijn, en uw rechten",
    "us": "Wie wij zijn",
    "rights": "Uw rechten",
    "rights more": "U mag uw gegevens bekijken, verbeteren en laten wissen, en vragen ze even niet "
                   "te gebruiken.",
    "take": "U mag ze ook meenemen naar een ander.",
    "ask": "Regel het hier",
    "must": "Moet het?",
    "must needed": "U bent niet verplicht om dit in te vullen. Zonder wat nodig is, kunnen wij u "
                   "hiermee niet helpen. Bij de rest staat dat het niet hoeft.",
    "must law": "De wet verplicht ons dit te vragen. Zonder wat nodig is, kunnen wij ons niet aan "
                "die wet houden. Bij de rest staat dat het niet hoeft.",
    "must nothing": "U hoeft niets in te vullen.",
    "complain": "Klacht",
    "whole": "Lees de hele privacyverklaring",
    "wrong": "Er klopt nog iets niet",
    "undeclared": "Er kwam iets mee waar dit formulier niet om vraagt. Wij hebben niets bewaard. "
                  "Kijk na wat u hebt ingevuld, en verstuur het nog een keer.",
    "stale": "Verstuur het nog een keer",
    "stale why": "Deze pagina stond te lang open, of werd te snel verstuurd. Wij hebben nog niets "
                 "bewaard. Wat u hebt ingevuld staat er nog.",
    "nothing yet": "Hier staat nog niets.",
    "off more": "Staat u hier, en wilt u dat niet meer?",
    "off": "Trek uw toestemming in",
    "thanks": "Dank u wel",
    "thanks lead": "Wij hebben ontvangen wat u ons stuurde.",
    "kept": "Hoe lang wij het bewaren",
    "see": "Wilt u het bekijken, verbeteren of laten wissen?",
    "busy": "Dit formulier wordt nu erg vaak gebruikt. Probeer het over een uur nog een keer, of "
            "schrijf naar {}.",
    "not taken": "Wij konden dit niet bewaren zoals het is ingevuld. Ga terug en kijk of "
                 "alles klopt, of schrijf naar {}.",
    "doubt": "Misschien hebben wij het wel ontvangen, misschien niet. Schrijf voor de zekerheid "
             "naar {}.",
})

EN: Words = MappingProxyType({
    "lead": "We ask no more than this needs.",
    "free": "optional",
    "identifies": "So that we can reach you, and find this again if you ask for it later.",
    "plain": "Write no identity number, and nothing about health, religion or politics. We do not "
             "need that for this.",
    "consent": "You need not. You can withdraw your consent at any time.",
    "needed": "Without your consent we keep nothing. You can withdraw it at any time.",
    "agree": "Your consent",
    "choice": "Your choice",
    "choose": "Choose one",
    "documents": "PDF, Word, OpenDocument, text or a picture. At most {} files of {} MB. Send no "
                 "copy of a passport.",
    "wait": "These files are here already. We have not kept them yet, and hold them for half an "
            "hour at most. If you choose others, these go.",
    "look": "Please look once more",
    "look more": "Perhaps there is something in this that we do not need and that you had better "
                 "keep to yourself. We have kept nothing yet. Take it out, or send it as it is.",
    "again": "I changed it, send it",
    "as it is": "It is right, send it",
    "send": "Send",
    "product": "What you order",
    "pay send": "Order and pay",
    "pay again": "I changed it, order and pay",
    "pay as it is": "It is right, order and pay",
    "notice": "What we do with it",
    "object": "Objecting",
    "object more": "You can always tell us that you do not want this use, and why. We stop, unless "
                   "we have a reason that weighs more.",
    "object at once": "You can always tell us that you do not want this. It is marketing: we stop "
                      "at once, and you need not say why.",
    "withdraw": "Withdrawing",
    "withdraw more": "You can withdraw your consent at any time. What we did until then stays "
                     "lawful.",
    "more": "Who we are, and your rights",
    "us": "Who we are",
    "rights": "Your rights",
    "rights more": "You can see your data, correct them, have them erased, and ask us to leave "
                   "them alone for a while.",
    "take": "You can also take them with you to somebody else.",
    "ask": "Do it here",
    "must": "Must you?",
    "must needed": "You are not obliged to fill this in. Without what is needed we cannot help you "
                   "with it. The rest is marked as optional.",
    "must law": "The law obliges us to ask for this. Without what is needed we cannot keep to that "
                "law. The rest is marked as optional.",
    "must nothing": "You need not fill in anything.",
    "complain": "Complaint",
    "whole": "Read the whole privacy statement",
    "wrong": "Something is not right yet",
    "undeclared": "Something came along that this form does not ask. We kept nothing. Look over "
                  "what you filled in, and send it once more.",
    "stale": "Send it once more",
    "stale why": "This page was open for too long, or was sent too soon. We have kept nothing yet. "
                 "What you filled in is still there.",
    "nothing yet": "There is nothing here yet.",
    "off more": "Are you here, and do you not want that any more?",
    "off": "Withdraw your consent",
    "thanks": "Thank you",
    "thanks lead": "We received what you sent us.",
    "kept": "How long we keep it",
    "see": "Do you want to see it, correct it or have it erased?",
    "busy": "This form is used very often at the moment. Try again in an hour, or write to {}.",
    "not taken": "We could not keep this as it was filled in. Go back and look whether "
                 "all of it is right, or write to {}.",
    "doubt": "Perhaps we received it, perhaps we did not. To be sure, write to {}.",
})

FORM_WORDS: Mapping[str, Words] = {"nl": NL, "en": EN}

WRONG: Mapping[str, Mapping[Wrong, str]] = {
    "nl": {
        Wrong.TWICE: "stuur dit maar één keer.",
        Wrong.MISSING: "vul dit in.",
        Wrong.LONG: "dit is te lang: gebruik niet meer dan {} tekens.",
        Wrong.ODD: "hier staan tekens in die wij niet kunnen lezen.",
        Wrong.NO_EMAIL: "dit is geen e-mailadres. Het ziet eruit als naam@voorbeeld.nl.",
        Wrong.NO_PHONE: "dit is geen telefoonnummer. Gebruik alleen cijfers, en een + voorop.",
        Wrong.NO_DAY: "dit is geen datum. Schrijf jaar, maand en dag, zoals 2026-12-01.",
        Wrong.NO_NUMBER: "dit is geen heel getal.",
        Wrong.NO_CHOICE: "maak een keuze. Wat u koos, is er misschien niet meer.",
        Wrong.NO_CONSENT: "vink dit aan, of verstuur niets. Zonder mogen wij het niet bewaren.",
    },
    "en": {
        Wrong.TWICE: "send this only once.",
        Wrong.MISSING: "fill this in.",
        Wrong.LONG: "this is too long: use no more than {} characters.",
        Wrong.ODD: "it has characters that we cannot read.",
        Wrong.NO_EMAIL: "this is no e-mail address. One looks like name@example.com.",
        Wrong.NO_PHONE: "this is no telephone number. Use digits only, with a + in front.",
        Wrong.NO_DAY: "this is no date. Write year, month and day, as 2026-12-01.",
        Wrong.NO_NUMBER: "this is no whole number.",
        Wrong.NO_CHOICE: "choose one. What you chose may not be there any more.",
        Wrong.NO_CONSENT: "tick this, or send nothing. Without it we may not keep it.",
    },
}
"""What is wrong with an answer, as it stands behind the words of its field and a colon."""

POINTED: Mapping[str, Mapping[Kind, str]] = {
    "nl": {
        Kind.NATIONAL_NUMBER: "een burgerservicenummer",
        Kind.CARD: "het nummer van een bankpas of creditcard",
        Kind.HEALTH: "iets over gezondheid",
        Kind.RELIGION: "iets over geloof of levensovertuiging",
        Kind.POLITICS: "iets over politiek of een vakbond",
        Kind.ORIGIN: "iets over afkomst",
        Kind.LOVE: "iets over seksuele voorkeur",
        Kind.CRIME: "iets over een straf",
        Kind.UNREAD: "iets dat wij niet kunnen lezen. Staat er geen paspoort of nummer in?",
    },
    "en": {
        Kind.NATIONAL_NUMBER: "a national number",
        Kind.CARD: "the number of a card",
        Kind.HEALTH: "something about health",
        Kind.RELIGION: "something about religion or belief",
        Kind.POLITICS: "something about politics or a trade union",
        Kind.ORIGIN: "something about origin",
        Kind.LOVE: "something about sexual orientation",
        Kind.CRIME: "something about a conviction",
        Kind.UNREAD: "something that we cannot read. Is there no passport or number in it?",
    },
}
"""What is pointed out before it is sent."""

WRONG_FILE: Mapping[str, Mapping[WrongFile, str]] = {
    "nl": {
        WrongFile.MISSING: "stuur een bestand mee.",
        WrongFile.MANY: "dit zijn te veel bestanden.",
        WrongFile.LARGE: "dit bestand is te groot.",
        WrongFile.EMPTY: "dit bestand is leeg.",
        WrongFile.OTHER: "dit soort bestand nemen wij niet aan. Maak er een PDF van.",
        WrongFile.PROGRAM: "er zit een programma (een macro) in dit bestand. Maak er een PDF van.",
        WrongFile.GONE: "uw bestanden zijn er niet meer. Wij hebben niets bewaard. Kies ze nog een "
                        "keer.",
        WrongFile.BUSY: "het is druk, en wij kunnen uw bestanden nu niet vasthouden. Kies ze nog "
                        "een keer.",
    },
    "en": {
        WrongFile.MISSING: "send a file along.",
        WrongFile.MANY: "these are too many files.",
        WrongFile.LARGE: "this file is too large.",
        WrongFile.EMPTY: "this file is empty.",
        WrongFile.OTHER: "we do not take files of this kind. Make a PDF of it.",
        WrongFile.PROGRAM: "there is a program (a macro) in this file. Make a PDF of it.",
        WrongFile.GONE: "your files are not there any more. We kept nothing. Choose them once "
                        "more.",
        WrongFile.BUSY: "it is busy, and we cannot hold your files at the moment. Choose them "
                        "once more.",
    },
}
"""What is wrong with documents, as it stands behind the words of their field and a colon."""

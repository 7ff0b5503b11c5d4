"""The words of the pages on which officers act, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.request import REASONS

WHY_LOOK: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "handling": "Ik behandel dit verzoek",
        "second": "Ik kijk als tweede mee",
        "question": "De persoon heeft een vraag",
        "complaint": "De persoon heeft een klacht",
        "supervision": "Ik controleer of wij ons aan de regels houden",
    },
    "en": {
        "handling": "I handle this request",
        "second": "I look at it as the second person",
        "question": "The person has a question",
        "complaint": "The person complains",
        "supervision": "I check whether we keep to the rules",
    },
}
"""What the reasons to look at a case are called."""

WHY_EXTENDED: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "complex": "het verzoek is ingewikkeld",
        "number": "deze persoon doet veel verzoeken",
    },
    "en": REASONS,
}

WAYS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "shown": "laat mij de code zien, ik geef die door",
        "mail": "mail de code aan de persoon, zonder dat iemand hier die ziet",
    },
    "en": {
        "shown": "show me the code, and I tell it",
        "mail": "mail the code to the person, and let nobody here see it",
    },
}
"""How a person comes to the code of their answer."""

ROLES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "officer": "privacymedewerker", "second decider": "tweede beslisser",
        "hr": "personeelszaken", "finance": "financiën", "auditor": "controleur",
        "support": "klantenservice",
    },
    "en": {
        "officer": "officer", "second decider": "second decider", "hr": "HR",
        "finance": "finance", "auditor": "auditor", "support": "support",
    },
}

NL: Mapping[str, str] = {
    "signed in": "Ingelogd: {}",
    "own token hint": "Uw eigen token. Het staat in een variabele die uw beheerder heeft gezet.",
    "look": "Waarom kijkt u in deze zaak?",
    "look hint": "Hieronder staat wat een persoon schreef. Wij leggen vast wie er kijkt, wanneer "
                 "en waarom. U kiest dit één keer zolang u bent ingelogd.",
    "look button": "Bekijk de zaak",
    "looking": "U kijkt in deze zaak met als reden: {}. Dat is vastgelegd.",
    "no words for you": "Wat iemand schreef, staat hier niet: uw rol heeft dat niet nodig.",
    "follow": "Wat kan nu",
    "also": "Wat ook kan",
    "nothing for you": "U kunt hier nu niets doen. Een collega met een andere rol kan dat wel.",
    "do": "Leg vast",
    "everything": "alles wat is gevraagd",
    "the rest": "al het andere",
    "choose": "Kies",
    "free": "(hoeft niet)",
    "free decide ground": "(als iemand minder krijgt dan gevraagd)",
    "free decide because": "(als iemand minder krijgt dan gevraagd)",
    "free decide until": "(als iets nog even blijft)",
    "fill in": "Vul dit in.",
    "field kind": "Wat voor persoon",
    "field person": "Wie het is",
    "hint person": "Een nummer uit uw eigen systeem, of een e-mailadres.",
    "field method": "Hoe",
    "field reason": "Waarom meer tijd",
    "field item": "Waarover",
    "field outcome": "Besluit",
    "field ground": "Op welke grond krijgt iemand minder",
    "field until": "Tot en met welke dag",
    "field because": "Waarom, in woorden voor de persoon",
    "field suspend because": "Wat u wilt weten, in woorden voor de persoon",
    "field resume because": "Wat de persoon antwoordde",
    "field narrow item": "Welk deel",
    "field narrow because": "Waaruit blijkt dat alleen dit is gevraagd",
    "field hold because": "Waarom dit moet blijven",
    "field release because": "Waarom dit niet meer hoeft te blijven",
    "field settle-fee because": "Hoe dit is geregeld",
    "field tell-recipients because": "Hoe zij dit weten",
    "field withdraw because": "Hoe de persoon dit liet weten",
    "field complain because": "Waar de persoon het niet mee eens is",
    "field ask-identity because": "Waarom u twijfelt, in woorden voor de persoon",
    "field announce-lift until": "Tot en met welke dag het apart blijft",
    "field forward to": "Naar welke klant van ons",
    "field how": "Hoe ging het antwoord weg",
    "hint how": "Bijvoorbeeld: per brief naar het bekende adres.",
    "field to": "Naar wie",
    "field received": "Wanneer kwam dit binnen",
    "stale": "Stuur het nog een keer",
    "stale more": "Deze pagina stond te lang open.",
    "no reason": "Kies een reden",
    "no reason more": "Zonder reden laten wij niet zien wat iemand schreef.",
    "missing": "Er ontbreekt iets",
    "missing more": "Kijk bij “{}” wat u nog moet invullen.",
    "went on": "Deze zaak is intussen verder gegaan",
    "went on more": "Een collega was u net voor. Er is niets vastgelegd. Hieronder staat de zaak "
                    "zoals die nu is.",
    "refused": "Dat kan nu niet",
    "refused more": "Er is niets vastgelegd. Gestand zegt waarom, in het Engels:",
    "refused plainly": "Er is niets vastgelegd.",
    "field category": "Wat wordt verbeterd",
    "hint category": "Eén waarde. Staat iets op meer plekken, kies dan de kolom die niet klopt.",
    "field value": "De nieuwe waarde",
    "field language": "Taal van het antwoord",
    "field way": "Hoe de persoon aan de code komt",
    "field address": "Naar welk e-mailadres de code gaat",
    "hint address": "Alleen voor een code per mail. Laat dit leeg voor het adres dat de persoon "
                    "opgaf.",
    "would mail": "De code gaat in een eigen bericht naar {}. Niemand hier ziet die.",
    "preview": "Laat zien wat er gebeurt",
    "field receiver": "Naar welke organisatie",
    "was involved": "U besloot hier al eerder over mee. Een ander kijkt naar de klacht.",
    "anew": "Een nieuwe code geven",
    "anew hint": "Wij maken het antwoord opnieuw. De oude code telt dan niet meer, en de nieuwe "
                 "weer 14 dagen.",
    "anew button": "Geef een nieuwe code",
    "ask": "Eerst moet u hierover beslissen",
    "ask rows": "Aantal rijen: {}, in",
    "ask weigh": "Weegt ons belang bij “{}” zwaarder dan wat deze persoon vraagt?",
    "ask remove": "Nee, het mag weg",
    "ask keep": "Ja, het blijft",
    "ask until": "Tot en met welke dag het blijft",
    "hint ask until": "Laat dit leeg voor een half jaar. Daarna vragen wij het opnieuw.",
    "ask because": "Waarom",
    "ask more": "Daarna nog: {}.",
    "ask button": "Leg dit vast, en laat zien wat er dan gebeurt",
    "not decided": "Beslis eerst hierover",
    "not decided more": "Kies wat er met deze gegevens gebeurt, en schrijf op waarom.",
    "carry out": "Voer dit uit",
    "would": "Dit gebeurt er",
    "would stay": "Dit blijft staan, en waarom ({})",
    "would nothing": "Er staat niets van deze persoon waar iets mee gebeurt.",
    "would apart": "Alles van deze persoon blijft staan, en niemand gebruikt het of wist het.",
    "would after": "Eerst leggen wij vast wat de persoon vraagt. Wat daarna niet meer mag blijven, "
                   "gaat weg. Nu staat er dit:",
    "would along": "Hiervan gaat alleen mee wat de persoon zelf gaf, en wat rust op toestemming of "
                   "een overeenkomst.",
    "would old": "Dit staat er nu",
    "would new": "Dit komt er te staan",
    "empty value": "niets",
    "a part": "Het gaat alleen om: {}.",
    "would not reach": "Tabellen waarin niet is gekeken, want de gegevenskaart beschrijft ze nog "
                       "niet: {} ({}). Kijk daar zelf of er iets van deze persoon staat.",
    "would not tell": "Een bevel dat geheim is, houdt dit vast (nummer {}). Wat de persoon leest, "
                      "verraadt dat niet. Schrijf er ook zelf niets over.",
    "undo": "Wat weggaat, is nog {} terug te halen. Bestanden niet.",
    "no undo": "Wat weggaat, komt niet terug.",
    "sure": "Ik heb dit bekeken, en het klopt",
    "not sure": "Nog niet uitgevoerd",
    "not sure more": "Zeg bij “{}” dat u hebt bekeken wat er gebeurt.",
    "other plan": "Er is intussen iets veranderd",
    "other plan more": "Er gebeurt nu iets anders dan u zag. Er is niets uitgevoerd. Bekijk het "
                       "nog een keer.",
    "given": "Het antwoord staat klaar",
    "given more": "De persoon haalt het op met deze code, op de pagina “Uw gegevens ophalen”. Wij "
                  "laten de code maar één keer zien. Geef die door op een andere manier dan de "
                  "brief, bijvoorbeeld per telefoon. Het antwoord wacht 14 dagen.",
    "unsure": "Kwam het aan?",
    "unsure more": "Wij weten niet of de andere organisatie dit kreeg. Vraag het hun. Het gaat "
                   "niet vanzelf opnieuw.",
    "mailed": "Het antwoord staat klaar, en de code is gemaild",
    "mailed more": "De persoon haalt het antwoord op met die code, op de pagina “Uw gegevens "
                   "ophalen”. Het wacht 14 dagen.",
    "in doubt": "Het antwoord staat klaar, maar kwam de code aan?",
    "in doubt more": "Wij weten niet of de mail met de code is aangekomen. Vraag het de persoon. "
                     "De mail gaat niet vanzelf opnieuw.",
    "table": "Tabel", "what": "Wat", "rows": "Rijen", "columns": "Kolommen", "whole": "hele rij",
    "goes": "verdwijnt", "emptied": "wordt leeg", "stays": "blijft voor: {}",
    "stays until": "blijft voor: {}, tot en met {}", "key stays": "alleen het nummer blijft",
    "set apart": "blijft apart staan", "asks": "hier moet eerst iemand over beslissen",
    "written": "wordt verbeterd", "recounted": "wordt opnieuw geteld",
    "told": "komt in het antwoord",
    "not here": "Wat er nog meer moet gebeuren, en wanneer, zegt:",
    "limited": "U ziet alleen de zaken die bij uw rol horen.",
}

EN: Mapping[str, str] = {
    "signed in": "Signed in: {}",
    "own token hint": "Your own token. It stands in a variable that was set by whoever runs this "
                      "website.",
    "look": "Why do you look at this case?",
    "look hint": "Below is what a person wrote. It is written down who looks, when and why. You "
                 "choose this once for as long as you are signed in.",
    "look button": "Show the case",
    "looking": "You look at this case for the reason: {}. That was written down.",
    "no words for you": "What somebody wrote does not stand here: your role does not need it.",
    "follow": "What can follow",
    "also": "What can happen as well",
    "nothing for you": "There is nothing that you can do here now. A colleague with another role "
                       "can.",
    "do": "Write it down",
    "everything": "everything that was asked",
    "the rest": "all else",
    "choose": "Choose",
    "free": "(optional)",
    "free decide ground": "(where somebody gets less than they asked)",
    "free decide because": "(where somebody gets less than they asked)",
    "free decide until": "(where something stays for a while)",
    "fill in": "Fill this in.",
    "field kind": "What kind of person",
    "field person": "Who it is",
    "hint person": "A number from your own system, or an e-mail address.",
    "field method": "How",
    "field reason": "Why more time",
    "field item": "About what",
    "field outcome": "Decision",
    "field ground": "On which ground somebody gets less",
    "field until": "Until which day",
    "field because": "Why, in words for the person",
    "field suspend because": "What you want to know, in words for the person",
    "field resume because": "What the person answered",
    "field narrow item": "Which part",
    "field narrow because": "What shows that only this is asked",
    "field hold because": "Why this has to stay",
    "field release because": "Why this need not stay any more",
    "field settle-fee because": "How this was settled",
    "field tell-recipients because": "How they know of it",
    "field withdraw because": "How the person let you know",
    "field complain because": "What the person does not agree with",
    "field ask-identity because": "Why you are in doubt, in words for the person",
    "field announce-lift until": "Until which day it stays apart",
    "field forward to": "To which customer of ours",
    "field how": "How the answer went out",
    "hint how": "For example: by letter to the known address.",
    "field to": "To whom",
    "field received": "When this came in",
    "stale": "Send it once more",
    "stale more": "This page was open for too long.",
    "no reason": "Choose a reason",
    "no reason more": "Without a reason it is not shown what somebody wrote.",
    "missing": "Something is missing",
    "missing more": "See under “{}” what has to be filled in.",
    "went on": "This case went on in the meantime",
    "went on more": "A colleague was just before you. Nothing was written down. Below is the case "
                    "as it is now.",
    "refused": "That cannot be done now",
    "refused more": "Nothing was written down. Gestand says why:",
    "refused plainly": "Nothing was written down.",
    "field category": "What is corrected",
    "hint category": "One value. Where something has several columns, choose the one that is "
                     "wrong.",
    "field value": "The new value",
    "field language": "Language of the answer",
    "field way": "How the person comes to the code",
    "field address": "To which e-mail address the code goes",
    "hint address": "Only for a code by mail. Leave this empty for the address that the person "
                    "gave.",
    "would mail": "The code goes to {} in a message of its own. Nobody here sees it.",
    "field receiver": "To which organisation",
    "was involved": "You took part in the decision. Somebody else looks at the complaint.",
    "anew": "Give another code",
    "anew hint": "The answer is made once more. The code before it counts no more then, and the "
                 "new one for another 14 days.",
    "anew button": "Give another code",
    "ask": "You have to decide about this first",
    "ask rows": "Rows: {}, in",
    "ask weigh": "Does our interest in “{}” weigh more than what this person asks?",
    "ask remove": "No, it may go",
    "ask keep": "Yes, it stays",
    "ask until": "Until which day it stays",
    "hint ask until": "Leave this empty for half a year. It is asked again after that.",
    "ask because": "Why",
    "ask more": "After that there are still: {}.",
    "ask button": "Write this down, and show what happens then",
    "not decided": "Decide about this first",
    "not decided more": "Choose what becomes of these data, and write down why.",
    "preview": "Show what happens",
    "carry out": "Carry this out",
    "would": "This is what happens",
    "would stay": "This stays, and why ({})",
    "would nothing": "Nothing of this person is there that something happens to.",
    "would apart": "Everything of this person stays, and nobody uses or erases it.",
    "would after": "First it is written down what the person asks. What may not stay after that, "
                   "goes. Now there is this:",
    "would along": "Of this only what the person gave goes along, where it rests on consent or a "
                   "contract.",
    "would old": "What is there now",
    "would new": "What comes in its place",
    "empty value": "nothing",
    "a part": "It is about this alone: {}.",
    "would not reach": "Tables that nobody looked into, since the data map does not describe them "
                       "yet: {} ({}). Look there yourself for anything of this person.",
    "would not tell": "An order that is secret holds this (number {}). What the person reads does "
                      "not tell of it. Write nothing of it yourself either.",
    "undo": "What goes can be brought back for {}. Files cannot.",
    "no undo": "What goes does not come back.",
    "sure": "I looked at this, and it is right",
    "not sure": "Not carried out yet",
    "not sure more": "Say under “{}” that you looked at what happens.",
    "other plan": "Something has changed in the meantime",
    "other plan more": "By now something else would happen than you saw. Nothing was carried out. "
                       "Look at it once more.",
    "given": "The answer is ready",
    "given more": "The person fetches it with this code, on the page “Fetch your data”. The code "
                  "is shown only once. Tell it by another way than the letter, by telephone for "
                  "instance. The answer waits for 14 days.",
    "unsure": "Did it arrive?",
    "unsure more": "Nobody knows whether the other organisation has this. Ask them. It is not sent "
                   "again by itself.",
    "mailed": "The answer is ready, and the code was mailed",
    "mailed more": "The person fetches the answer with that code, on the page “Fetch your data”. "
                   "It waits for 14 days.",
    "in doubt": "The answer is ready, but did the code arrive?",
    "in doubt more": "Nobody knows whether the mail with the code arrived. Ask the person. It is "
                     "not sent again by itself.",
    "table": "Table", "what": "What", "rows": "Rows", "columns": "Columns", "whole": "whole row",
    "goes": "goes", "emptied": "is emptied", "stays": "stays for: {}",
    "stays until": "stays for: {}, until {}", "key stays": "only its number stays",
    "set apart": "is set apart", "asks": "somebody has to decide about this first",
    "written": "is corrected", "recounted": "is counted again", "told": "goes into the answer",
    "not here": "What else must be done, and when, is told by:",
    "limited": "You see only the cases that belong to your role.",
}

CONSOLE_WORDS: Mapping[str, Mapping[str, str]] = {"nl": NL, "en": EN}

"""The words by which it is told what a sentence is about, in Dutch and English."""

from __future__ import annotations

import re


def any_of(*words: str) -> re.Pattern[str]:
    """Return what finds one of some words, each as it begins."""
    return re.compile(rf"\b(?:{'|'.join(words)})")


DATA = any_of(
    r"(?:persoons|klant|contact)?gegevens\b",
    r"data\b",
    r"informatie\b",
    r"information\b",
    r"info\b",
    r"details\b",
    r"(?:klant)?dossier\b",
    r"records?\b",
    r"file\b",
    "bestand\\b",
)
THING = any_of(
    r"account\w*",
    "profiel",
    "profile",
    r"cv\b",
    r"resume\b",
    r"foto'?s?\b",
    r"photos?\b",
    r"pictures?\b",
    r"opnames?\b",
    r"recordings?\b",
    "notities",
    r"notes\b",
    r"logs?\b",
    r"emails?\b",
    "e-?mail-?adres",
    "email address",
    r"(?:telefoon)?nummer\b",
    r"phone number",
    "sollicitatie",
    r"application\b",
    r"brief\b",
    "geschiedenis",
    r"history\b",
)
MINE = any_of(
    r"mijn\b", r"m'n\b", r"mij\b", r"me\b", r"my\b", r"zijn\b", r"haar\b", r"his\b", r"her\b"
)
ABOUT_ME = any_of(
    r"(?:over|van|omtrent|betreffende|bij) (?:mij|me|mijn (?:moeder|vader|kind|client))\b",
    r"(?:about|on|of|from|relating to|regarding|concerning) me\b",
    r"i am (?:mentioned|named)",
)
ALL = any_of(r"alles?\b", r"alle\b", r"everything\b", r"all\b", r"every\b", r"anything\b")
NOT = any_of(r"niet\b", r"geen\b", r"not\b", r"don't\b", r"nooit\b", r"never\b")
NO_MORE = any_of(
    r"geen\b",
    r"stop\w*",
    "niet (?:meer|langer)",
    r"no (?:more|longer)\b",
    r"hou\w* (?:nu )?(?:hier|daar)?\s?(?:mee )?op\b",
    r"ophouden\b",
    r"enough\b",
    r"genoeg\b",
    r"take (?:me|my \w+) off",
    r"haal\b",
    r"schrijf (?:mij|me) uit",
    r"cease\b",
    r"don't want",
    r"do not want",
    r"wil niet",
    r"gek van",
    r"remove me from",
    r"not wish",
)
ADVERTS = any_of(
    r"reclame\w*",
    "nieuwsbrie",
    r"aanbieding",
    r"(?:direct )?marketing",
    r"spam\b",
    r"promotion",
    r"newsletter",
    r"offers?\b",
    r"mailing",
    r"bellijst",
    r"(?:op)?bellen\b",
    r"calling\b",
    r"calls\b",
    r"die mails?\b",
    r"mails?\b",
    r"mailtjes",
    "telemarketing",
    r"advert",
)
LISTS = any_of("nieuwsbrie", "newsletter", "mailing", "bellijst", "verzendlijst", "call list")
REMOVE = any_of(
    r"verwijder\w*",
    r"wis(?:sen|t)?\b",
    r"gewist\b",
    r"uitwissen\b",
    r"vernietig\w*",
    r"opheffen\b",
    r"(?:gooi\w*|doe|haal|halen)\b.*\b(?:weg|uit)\b",
    r"weg ermee\b",
    r"weg\b",
    r"delet\w+",
    r"eras\w+",
    r"remov\w+",
    r"destroy\w*",
    r"wipe\b",
    r"get rid of\b",
    r"close my account",
    r"scrub\b",
)
UNDO_NOT = any_of(
    r"niet (?:\w+ ){0,2}(?:wissen|verwijder\w*|vernietig\w*|weggooi\w*)",
    r"(?:do not|don't|not to|never) (?:\w+ )?(?:delete|erase|remove|destroy)",
    "about to delete",
)
CHANGE = any_of(
    r"pas\b.*\baan\b",
    r"aan(?:te)?passen\b",
    r"aan te passen\b",
    r"wijzig\w*",
    r"gewijzigd\b",
    r"verander\w*",
    r"corrig\w+",
    r"verbeter\w*",
    r"herstel\w*",
    r"correct\b",
    r"corrected\b",
    r"fix\b",
    r"update\w*",
    r"change\w*",
    r"amend\b",
    r"rectif\w+",
    r"aanvullen\b",
    r"complete\b",
)
FIELD = any_of(
    r"\w*naam\b",
    r"\w*adres\b",
    r"(?:telefoon|rekening)?nummer\b",
    "geboortedatum",
    r"\w*name\b",
    "address",
    "phone",
    "date of birth",
    r"birthday\b",
    r"email\b",
    r"spelling\b",
)
WRONG = any_of(
    r"klop(?:t|pen) (?:\w+ )?niet",
    r"onjuist\w*",
    r"fout\w*",
    r"verkeerd\w*",
    r"incorrect\w*",
    r"wrong\w*",
    r"inaccurate",
    r"misspel\w*",
    r"out of date",
    "verouderd",
    r"mistakes?\b",
    r"not correct",
)
MOVED = any_of(
    r"verhuisd\b",
    r"(?:have|has) moved\b",
    r"nieuw(?:e)? (?:adres|telefoonnummer|nummer|mailadres)",
    r"new (?:address|phone)",
)
OBJECT = any_of(
    r"(?:maak|teken|dien|maken|maakt)\b.*\bbezwaar\b",
    r"bezwaar (?:te maken|aan|tegen)\b",
    r"(?:i|we) (?:hereby |strongly )*object\b",
    r"object to\b",
    r"(?:wish|want|like) to object",
)
USE = any_of(
    r"gebruik\w*",
    r"verwerk\w*",
    r"profil\w+",
    r"track\w*",
    r"volg\w*",
    r"analys\w+",
    r"using\b",
    r"use\b",
    r"process\w*",
    r"monitor\w*",
    r"scor\w+",
    r"film\w*",
)
DISAGREE = any_of(
    r"niet mee eens",
    r"not agree\b",
    r"(?:do not|don't) want you",
    r"wil (?:ik )?niet dat",
    r"wil (?:ik )?dat \w+ (?:daar|hier)mee stop",
    r"stop\w* (?:met|using|processing|tracking|analysing)",
)
CONSENT = any_of(
    r"toestemming\b",
    r"consent\w*",
    r"akkoord\b",
    r"permission\b",
    r"i agreed\b",
    r"ja gezegd",
    r"said yes",
)
TAKE_BACK = any_of(
    r"trek\b.*\bin\b",
    r"trek\b",
    r"intrek\w*",
    r"in te trekken",
    r"ingetrokken\b",
    r"neem\b.*\bterug\b",
    r"withdr\w+",
    r"revok\w+",
    r"take (?:it|that|this|my \w+) back",
    r"no longer\b",
    r"vervalt\b",
    "geen toestemming meer",
    r"niet langer\b",
    r"herroep\w*",
)
MACHINE = any_of(
    r"csv\b",
    r"json\b",
    r"xml\b",
    r"machine.?readable",
    r"machine.?leesbaar",
    r"structured\b",
    r"gestructureerd\w*",
    r"computer kan lezen",
    r"commonly used",
)
CARRY = any_of(
    r"meenemen\b",
    r"mee te nemen",
    r"over(?:ge)?dragen\b",
    r"over te dragen",
    r"overzetten\b",
    r"with me\b",
    r"transfer\w*",
    r"transmit\w*",
)
ELSEWHERE = any_of(
    r"andere\b",
    r"nieuwe\b",
    r"another\b",
    r"new\b",
    r"elsewhere\b",
    r"rechtstreeks\b",
    r"directly\b",
    r"with me\b",
    r"meenemen\b",
)
COPY = any_of(
    r"kopie\w*", r"afschrift", r"overzicht\w*", r"copy\b", r"copies\b", r"overview\b", r"uitdraai\b"
)
SEE = any_of(
    r"inzien\b",
    r"in te zien",
    r"zien\b",
    r"see\b",
    r"ontvang\w*",
    r"receive\b",
    r"krijg\w*",
    r"send me\b",
    r"send it\b",
    r"stuur\w*",
    r"mail\b",
    r"opvrag\w*",
    r"vraag .* op\b",
    r"provide\b",
    r"disclose\b",
    r"weten\b",
    r"know\b",
    r"tell me\b",
    r"show me\b",
)
WHAT = any_of(r"wat\b", r"wa[td]\b", r"welke\b", r"what\b", r"which\b", r"er (?:\w+ )?over mij\b")
HELD = any_of(
    r"weten?\b",
    r"weet\b",
    r"hebben?\b",
    r"heeft\b",
    r"hebt\b",
    r"bewaar\w*",
    r"bewaren\b",
    r"verwerk\w*",
    r"geregistreerd\b",
    r"vastgelegd\b",
    r"opgeslagen\b",
    r"staat\b",
    r"stored?\b",
    r"hold\w*",
    r"held\b",
    r"have\b",
    r"got\b",
    r"keep\b",
    r"know\b",
    r"collect\w*",
)
HOW_LONG = any_of(
    r"hoe ?lang\b", r"how long\b", r"waarom\b", r"why\b", r"hoe vaak", r"how often", r"worden\b.*\?"
)
APART = any_of(
    r"niet gebruik\w*",
    r"gebruik\w*\b.*\bniet\b",
    r"(?:do not|don't|not) use",
    r"bevries\w*",
    r"bevriez\w*",
    r"freeze\b",
    r"apart (?:te )?zet\w*",
    r"set apart",
    r"alleen (?:te |nog )*bewaren",
    r"only store",
)
MEANWHILE = any_of(
    r"zolang\b",
    r"totdat\b",
    r"tot\b",
    r"until\b",
    r"while\b",
    r"intussen\b",
    r"meanwhile\b",
    r"rechtszaak\b",
    r"court\b",
    r"legal (?:case|claim)",
    r"alleen\b",
    r"but\b",
    r"maar\b",
    r"for now\b",
)
LIMIT = any_of(r"beperk\w*", r"restrict\w*")
PROCESSING = any_of(
    r"verwerking\b", r"processing\b", r"gebruik\b", r"use of\b", *(r"gegevens\b", r"data\b")
)

BILLS = any_of(
    r"factu(?:ur|ren)\b",
    r"invoices?\b",
    r"rekening\b",
    r"bills?\b",
    "offerte",
    r"boete\b",
    r"bedrag\b",
    r"amount\b",
    r"price\b",
    r"prijs\b",
    r"quote\b",
)
TRADE = re.compile(
    rf"{BILLS.pattern}|\b(?:bestelling|orders?|levering|delivery|server|dns|domein|domain|website-?"
    r"(?:bouw|build)|pakket|parcel|contract|password|wachtwoord)\b"
)
"""What others than the privacy of a person are spoken of with: who says it may mean that."""

SPAM = (
    any_of(r"klik (?:hier|op)", r"click (?:here|on)"),
    any_of("gewonnen", r"winn(?:aar|er)\b", r"prijs\b", r"prize\b"),
    any_of(r"korting\b", r"discount\b", "limited offer", r"aanbieding\b", r"aanbod\b", r"bonus\b"),
    any_of(r"gratis\b", r"free quote", "vrijblijvende offerte", "gegarandeerd", "guaranteed"),
    any_of(
        r"lenen\b",
        r"leen\b",
        r"loan\b",
        r"invest\b",
        r"crypto\w*",
        r"robot\b",
        r"casino\b",
        r"pills\b",
        "prescription",
    ),
    any_of(r"(?:ranking|google)\b", r"seo\b"),
    any_of(r"million\b", r"miljoen\b", "bank account details", r"late client"),
    any_of(r"betaal 1", r"vrij te geven", r"uw pakket"),
    any_of(r"beste eigenaar", r"dear (?:friend|owner)"),
)
"""Of these more than one stands in a message that nobody asked for."""

ON_BEHALF = any_of(
    r"namens\b",
    r"volmacht\b",
    r"machtiging\b",
    r"on behalf of\b",
    r"my client\b",
    r"mijn client\b",
    r"power of attorney",
    r"mijn (?:moeder|vader|zoon|dochter|kind)\b",
    r"my (?:mother|father|son|daughter|child)\b",
)
"""Somebody asks for another: a person looks whether they may."""

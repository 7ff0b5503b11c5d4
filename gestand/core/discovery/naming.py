"""The words in a name of a table or a column, in Dutch or English, whole or shortened."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")

_POSTCODE = re.compile(r"(?<![A-Za-z])(?:mail|post)_?code(?![a-z])", re.IGNORECASE)
"""Codes of letters, which are not about mail or about what is posted."""

_MEANT: dict[str, str] = {
    **{word: "email" for word in ("mail", "mailadres", "emailadres", "emailaddress", "emails",
                                "mails")},
    **{word: "phone" for word in ("tel", "telefoon", "telephone", "telnr", "telno", "telefoonnr")},
    **{word: "phone" for word in ("phones", "phonenumber", "telefoonnummer", "msisdn", "fax")},
    **{word: "phone" for word in ("pager", "cell", "telefax")},
    **{word: "phone" for word in ("mobile", "mobiel", "mob", "gsm", "cellphone", "faxnr")},
    **{word: "first name" for word in ("firstname", "fname", "voornaam", "voornamen", "forename")},
    **{word: "first name" for word in ("givenname", "roepnaam")},
    **{word: "last name" for word in ("lastname", "lname", "surname", "achternaam", "familyname")},
    **{word: "last name" for word in ("geslachtsnaam", "sname")},
    **{word: "middle name" for word in ("middlename", "mname", "tussenvoegsel", "tussenvoegsels")},
    **{word: "full name" for word in ("fullname", "realname", "displayname", "volledigenaam")},
    **{word: "user name" for word in ("username", "uname", "loginname", "gebruikersnaam")},
    **{word: "user name" for word in ("nickname", "screenname", "nick", "inlognaam")},
    **{word: "name" for word in ("naam", "nm", "namen", "names")},
    **{word: "address" for word in ("adres", "addr", "adresregel", "address", "addrs",
                                  "addresses")},
    **{word: "street" for word in ("straat", "straatnaam", "streetname")},
    **{word: "po box" for word in ("pob", "pobox", "postbus")},
    **{word: "house number" for word in ("huisnummer", "huisnr", "housenumber", "houseno")},
    **{word: "zip" for word in ("postcode", "postalcode", "zipcode", "pc")},
    **{word: "city" for word in ("plaats", "woonplaats", "stad", "town", "plaatsnaam")},
    **{word: "birth date" for word in ("geboortedatum", "gebdatum", "gebdat", "birthdate", "dob")},
    **{word: "birth date" for word in ("birthday", "dateofbirth", "birthdt", "bday")},
    **{word: "birth" for word in ("geboorte", "geboren", "born", "geb")},
    **{word: "gender" for word in ("geslacht", "sex", "sekse")},
    **{word: "number" for word in ("nr", "no", "num", "nummer", "numbers")},
    **{word: "date" for word in ("datum", "dt", "dat", "dag")},
    **{word: "password" for word in ("wachtwoord", "passwd", "pwd", "pass", "passw", "passwrd")},
    **{word: "password" for word in ("passphrase", "passcode", "pw", "ww")},
    **{word: "comment" for word in ("opmerking", "opmerkingen", "opm", "remark", "remarks")},
    **{word: "comment" for word in ("comments", "notitie", "notities", "notes", "note", "memo")},
    **{word: "comment" for word in ("toelichting", "aantekening", "aantekeningen")},
    **{word: "description" for word in ("omschrijving", "beschrijving", "descr", "desc", "omschr")},
    **{word: "message" for word in ("bericht", "berichten", "msg", "messages")},
    **{word: "subject" for word in ("onderwerp", "subj")},
    **{word: "user" for word in ("usr", "gebruiker", "gebruikers", "users", "uid", "userid")},
    **{word: "customer" for word in ("klant", "klanten", "customers", "cust", "clients", "client")},
    **{word: "company" for word in ("bedrijf", "bedrijfsnaam", "organisatie", "organisation")},
    **{word: "company" for word in ("organization", "firm", "firma", "companyname")},
    **{word: "account number" for word in ("rekeningnummer", "rekeningnr", "accountnumber")},
    **{word: "created" for word in ("aangemaakt", "created", "inserted", "createdat", "ctime")},
    **{word: "salary" for word in ("salaris", "loon", "wage", "wages")},
    **{word: "signature" for word in ("handtekening", "sig")},
    **{word: "title" for word in ("titel", "aanhef", "salutation")},
    **{word: "contact person" for word in ("contactpersoon", "cp")},
    **{word: "ip" for word in ("ipaddress", "ipadres", "ipaddr", "ipv", "remoteaddr")},
    **{word: "user agent" for word in ("useragent", "browser")},
    **{word: "amount" for word in ("bedrag", "amt")},
    **{word: "picture" for word in ("foto", "photo", "avatar", "pasfoto", "portrait")},
    **{word: "nationality" for word in ("nationaliteit",)},
    **{word: "initials" for word in ("voorletters", "initialen", "voorl")},
    **{word: "text" for word in ("tekst", "teksten", "txt")},
    **{word: "content" for word in ("inhoud", "contents")},
    **{word: "question" for word in ("vraag", "vragen")},
    **{word: "answer" for word in ("antwoord", "antwoorden")},
    **{word: "reason" for word in ("reden", "aanleiding")},
    **{word: "note" for word in ("verslag", "observatie")},
    **{word: "review" for word in ("beoordeling", "recensie")},
    **{word: "reaction" for word in ("reactie", "reacties")},
    **{word: "preference" for word in ("voorkeur", "voorkeuren")},
    **{word: "language" for word in ("taal", "talen")},
    **{word: "time zone" for word in ("tijdzone",)},
    **{f"{word}date": f"{word} date" for word in ("start", "begin", "end", "due", "trans", "leave",
                                                  "hire", "close", "exit", "termination")},
    **{word: "patient" for word in ("patienten", "patiënt", "patiënten")},
}  # fmt: skip
"""What shortened, Dutch and joined words mean here."""

_TAILS = (
    *("naam", "adres", "nummer", "datum", "telefoon", "email", "name", "address", "number"),
    *("password", "wachtwoord", "phone", "token", "birthday"),
)
"""What the last part of a joined word may be: `klantnaam`, `contactnaam`, `username`."""


_TOGETHER = frozenset(
    """
    last first current previous old new user customer member login visit access ip email name
    number date birth phone address city code key token password message subject text full small
    short real display nick host agent page time seen active activity home work account bank card
    calendar comment author profile session auth private public secret hash salt file image picture
    contact person company street house zip country place gender note description title content body
    data raw reset confirm verify activation act invite reply config value log entry index sender
    recipient owner poster birthday the social part read forwarded online patient invoice
    order payment other province pob pager prefix suffix middle names car radio mobile cell im key
    public pgp smime work family postal box state given
    """.split()
)
"""Words that stand together in names as one: `lastvisit`, `privatetoken`, `userprofile`."""


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, as what they mean: `cust_fname` is
    `customer`, `first`, `name`.
    """
    found: list[str] = []
    name = _POSTCODE.sub("zip", name)
    for part in _PARTS.findall(name.replace("e-mail", "email").replace("e_mail", "email")):
        found += _meaning(part.lower())
    return tuple(found)


def said(name: str) -> str:
    """Return the words of a name with a space around each, to look for some of them in it."""
    return f" {' '.join(words(name))} "


def _meaning(word: str) -> list[str]:
    if word in _MEANT:
        return _MEANT[word].split()
    for tail in _TAILS:
        head = word.removesuffix(tail)
        if head != word and len(head) > 2:
            return [*_meaning(head), *_meaning(tail)]
    for cut in range(2, len(word) - 1):
        if word[:cut] in _TOGETHER and word[cut:] in _TOGETHER:
            return [*_meaning(word[:cut]), *_meaning(word[cut:])]
    return [word]


_IRREGULAR = {
    "people": "person", "personen": "person", "persons": "person", "children": "child",
    "leden": "lid", "artsen": "arts", "ouders": "ouder", "leerlingen": "leerling",
    "medewerkers": "medewerker", "leraren": "leraar", "docenten": "docent", "donateurs": "donateur",
    "patienten": "patient", "verzorgers": "verzorger", "vrijwilligers": "vrijwilliger",
    "abonnees": "abonnee", "relaties": "relatie", "debiteuren": "debiteur", "huurders": "huurder",
    "deelnemers": "deelnemer", "sollicitanten": "sollicitant", "facturen": "factuur",
    "bestellingen": "bestelling", "afspraken": "afspraak", "inschrijvingen": "inschrijving",
    "orders": "order", "addresses": "address", "classes": "class", "staff": "staff",
    "aliases": "alias", "status": "status", "news": "news", "series": "series",
}  # fmt: skip


def one(word: str) -> str:
    """Return a word in the singular."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word

"""Tables with a name and a value in each row: which names, known beforehand, stand there.

What stands in the rows is only asked for and never told: the names come from here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gestand.core.datamap.schema import Kind, Table
from gestand.core.discovery.draft import SECRET, Line
from gestand.core.discovery.looks import Looks
from gestand.core.discovery.places import pair_of_attribute

_SAID: Mapping[str, str] = {
    "name": "first name, last name, full name, display name, middle name, nickname, initials, "
    "voornaam, achternaam, tussenvoegsel, naam, contact name, billing first name, "
    "billing last name, shipping first name, shipping last name",
    "username": "user name, login",
    "email": "email, mail, e-mail, email address, billing email, contact email, second email",
    "phone": "phone, telephone, mobile, phone number, telefoon, mobiel, billing phone, fax",
    "address": "address, street, city, zip, zip code, postcode, postal code, adres, straat, "
    "plaats, woonplaats, huisnummer, country, billing address 1, billing address 2, billing city, "
    "billing postcode, shipping address 1, shipping address 2, shipping city, shipping postcode",
    "birth": "birthday, birth date, date of birth, dob, geboortedatum",
    "gender": "gender, sex, geslacht",
    "nationality": "nationality, nationaliteit",
    "national number": "bsn, ssn, passport number, tax id",
    "client number": "customer number, member number, klantnummer, lidnummer",
    "company": "company, organization, bedrijf, billing company, shipping company",
    "function": "job title, function, functie, position, department",
    "bank account": "iban, bank account, account number, rekeningnummer",
    "website": "website, homepage, url",
    "online account": "twitter, facebook, linkedin, instagram, github, skype, mastodon, google",
    "picture": "avatar, photo, picture, foto, profile picture",
    "text": "bio, biography, about, about me, description, signature, motto",
    "note": "note, notes, comment, remarks, opmerking, opmerkingen",
    "preference": "language, locale, timezone, time zone, taal, theme, color scheme, newsletter, "
    "notifications, email notifications, rich editing, admin color, font size, layout, currency",
    "ip address": "ip, ip address, last ip, registration ip, last login ip",
    "device": "user agent, browser, device, device id",
    "activity": "last login, last seen, last activity, last active, last visit, login count",
    "location": "location, latitude, longitude, hometown",
    SECRET: "api key, token, access token, refresh token, secret, password, password hash, "
    "totp secret, session tokens, two factor secret, recovery codes, private key, api token, "
    "reset token, activation key, remember token",
}
"""What names of values mean, by category, in plain words."""


def _spelled(words: str) -> set[str]:
    """Return the usual spellings of some words, as names of values."""
    parts = words.split()
    camel = parts[0] + "".join(part.title() for part in parts[1:])
    plain = {"_".join(parts), "-".join(parts), "".join(parts), " ".join(parts), camel}
    return plain | {words.capitalize(), words.title(), "_".join(parts).upper()}


KNOWN: Mapping[str, str] = {
    name: category
    for category, every in _SAID.items()
    for words in every.split(", ")
    for name in _spelled(words)
}
"""Every name that is asked for, with the category of what stands beside it."""

_ENOUGH = 0.5
"""Of the names that stand there, before what each one says is proposed."""


@dataclass(frozen=True)
class Named:
    """Which of the known names stand in the column `by`, and how many others seem to."""

    value: str
    by: str
    names: tuple[str, ...]
    others: int

    def proposed(self, line: Line, table: str) -> Line:
        """Return what is proposed for the values: by their names where enough of these are known.

        A row with another name waits for a person.
        """
        told = ", ".join(f"`{name}`" for name in self.names[:6])
        if len(self.names) < _ENOUGH * (len(self.names) + self.others):
            doubt = f"what it holds stands in `{self.by}` of the same row, such as {told}"
            return Line(line.said, doubt, line.group, line.erase, line.encoded)
        doubt = f"what each value is stands in `{self.by}`, such as {told}"
        if self.others:
            doubt += f"; some {self.others} more names: such a row waits for a person"
        words = tuple((name, KNOWN[name]) for name in self.names)
        return Line(line.said, doubt, f"names {table}", by=self.by, words=words)


def named(table: Table, found: Collection[str], looks: Mapping[str, Looks]) -> Named | None:
    """Return what is known of the names in a table of names and values; None where it is none."""
    pair = pair_of_attribute(table)
    if pair is None or len(found) < 2 or table.columns[pair[0]].kind is not Kind.TEXT:
        return None
    seen = looks.get(pair[0])
    different = round(seen.seen * seen.apart) if seen is not None else len(found)
    return Named(pair[1], pair[0], tuple(sorted(found)), max(0, different - len(found)))


def categories(line: Line) -> set[str]:
    """Return what a line says that a column holds; of names and values, what each one is."""
    if not line.words:
        return {line.said}
    return {UNTOLD if category == SECRET else category for _, category in line.words}


UNTOLD = "activity"
"""The category of a secret that is one value among others: it is never told."""

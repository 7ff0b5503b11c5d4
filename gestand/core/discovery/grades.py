"""What a column may hold, in three grades and none, and the categories that proposals use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

IDENTIFIER, CONTENT, CREDENTIAL, NONE = "identifier", "content", "credential", "none"
"""What names somebody by itself; what is said by or about somebody; what lets somebody in."""

SURE = 0.8
"""From here on a proposal needs no mark of its own; a person still confirms the whole."""


@dataclass(frozen=True)
class Judged:
    """What a column seems to hold: its grade, its category, how sure that is, and why.

    The category is empty for what is a secret or says nothing about a person by itself.
    """

    grade: str
    category: str = ""
    sure: float = 1.0
    why: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether a person has to look at this very column."""
        return self.sure < SURE


@dataclass(frozen=True)
class Category:
    """The words of a category, per language, and its term where the vocabulary has one."""

    nl: str
    en: str
    term: str = ""
    special: bool = False
    observed: bool = False


CATEGORIES: Mapping[str, Category] = {
    "name": Category("naam", "name", "pd:Name"),
    "username": Category("gebruikersnaam", "user name", "pd:Username"),
    "email": Category("e-mailadres", "e-mail address", "pd:EmailAddress"),
    "phone": Category("telefoonnummer", "telephone number", "pd:TelephoneNumber"),
    "contact": Category("contactgegevens", "contact details", "pd:Contact"),
    "address": Category("adres", "address", "pd:PhysicalAddress"),
    "birth": Category("geboortedatum", "date of birth"),
    "gender": Category("geslacht", "gender", "pd:Gender"),
    "nationality": Category("nationaliteit", "nationality"),
    "picture": Category("foto", "picture"),
    "national number": Category("nummer van de overheid", "number given by the state"),
    "client number": Category("klantnummer", "client number"),
    "company": Category("bedrijf", "company"),
    "function": Category("functie", "function", "pd:Job"),
    "website": Category("website", "website"),
    "online account": Category("account elders", "account elsewhere"),
    "bank account": Category("rekeningnummer", "bank account", "pd:BankAccount"),
    "payment": Category("betalingsgegevens", "payment details", "pd:Transaction"),
    "salary": Category("salaris", "salary", "pd:Salary"),
    "ip address": Category("IP-adres", "IP address", "pd:IPAddress", observed=True),
    "device": Category("apparaat en browser", "device and browser", observed=True),
    "location": Category("locatie", "location", observed=True),
    "licence plate": Category("kenteken", "licence plate"),
    "text": Category("wat u schrijft", "what you write", "pd:Communication"),
    "note": Category("wat wij over u opschrijven", "what we write down about you"),
    "document": Category("bestanden", "files"),
    "preference": Category("voorkeuren", "preferences"),
    "activity": Category("wat u doet", "what you do", observed=True),
    "result": Category("resultaten", "results"),
    "health": Category("gegevens over gezondheid", "data on health", special=True),
    "belief": Category("overtuiging of afkomst", "belief or origin", special=True),
}

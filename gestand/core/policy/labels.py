"""The fixed words around a statement, per language: row names, table heads, page furniture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gestand.core.policy.model import CookieClass


@dataclass(frozen=True)
class TableWords:
    """The words of a table: what it shows, and the head of each column."""

    caption: str
    heads: tuple[str, ...]


@dataclass(frozen=True)
class Labels:
    """What stands around the words of the policy; `{}` marks where those go."""

    language_name: str
    why: str
    concerns: str
    tail: str
    soft_opt_in: str
    condition: str
    guardian: str
    data: str
    ground: str
    how_long: str
    erased: str
    erased_exactly: str
    who: str
    receives: str
    nobody: str
    placed: str
    secured: str
    reached: str
    certificate: str
    periods: TableWords
    recipients: TableWords
    cookies: TableWords
    cookie_classes: Mapping[CookieClass, str]
    measured_with_consent: str
    session: str
    version: str
    effective: str
    contents: str
    skip: str
    languages: str
    also_as: str
    history: str
    oldest: str
    unchanged: str
    statement_of: str
    not_kept: str
    earlier: str
    newest: str
    statement: str
    draft: str


LABELS: Mapping[str, Labels] = {
    "nl": Labels(
        language_name="Nederlands",
        why="Waarom",
        concerns="Het gaat om {}.",
        tail="Na afloop gebruiken wij deze gegevens alleen nog {}.",
        soft_opt_in="U krijgt deze mail omdat u iets bij ons kocht, en zij gaat alleen over {}. U "
        "kon nee zeggen toen u kocht, en dat kan bij elke mail opnieuw.",
        condition="Daarbij horen gevoelige gegevens: {data}. Die gebruiken wij alleen {why} "
        "(artikel 9, lid 2, onder {letter}, van de AVG).",
        guardian="Bent u jonger dan {} jaar, dan geeft een ouder of voogd deze toestemming.",
        data="Welke gegevens",
        ground="Grondslag",
        how_long="Hoe lang",
        erased="Wij wissen deze gegevens {}.",
        erased_exactly="Wij bewaren deze gegevens tot {}; daarna wissen wij ze.",
        who="Wie ze krijgt",
        receives="{named} krijgt hiervan: {data}.",
        nobody="Geen vaste ontvanger buiten onze organisatie.",
        placed="{name} in {country}",
        secured="{place} ({tool})",
        reached="{country}, met toegang vanuit {others}",
        certificate="{claim} (certificaat {number} van {body}, geldig tot en met {until})",
        periods=TableWords("Wanneer wij gegevens wissen", ("Waarvoor", "Wanneer wij wissen")),
        recipients=TableWords(
            "Onze vaste ontvangers", ("Ontvanger", "Gegevens", "Waarvoor", "Land en waarborg")
        ),
        cookies=TableWords("Onze cookies", ("Naam", "Waarvoor", "Soort", "Hoe lang", "Waar")),
        cookie_classes={
            CookieClass.FUNCTIONAL: "nodig",
            CookieClass.ANALYTICS: "om te meten",
            CookieClass.TRACKING: "om u te volgen, alleen met uw toestemming",
        },
        measured_with_consent="om te meten, alleen met uw toestemming",
        session="tot u de browser sluit",
        version="Versie",
        effective="Geldt vanaf",
        contents="Inhoud",
        skip="Naar de tekst",
        languages="Talen",
        also_as="Deze verklaring ook als",
        history="Wat er is veranderd",
        oldest="Met deze versie begint dit overzicht.",
        unchanged="Wat wij met gegevens doen, is gelijk gebleven.",
        statement_of="De verklaring van {}",
        not_kept="De tekst van deze versie staat niet op deze pagina’s.",
        earlier="Dit is een eerdere versie. Zij geldt van {since} tot en met {until}.",
        newest="Naar de nieuwste versie",
        statement="Naar de verklaring",
        draft="Dit is een ontwerp. Het is niet gepubliceerd en geldt niet.",
    ),
    "en": Labels(
        language_name="English",
        why="Why",
        concerns="This concerns {}.",
        tail="Afterwards we use these data only {}.",
        soft_opt_in="You get this mail because you bought something from us, and it is only about "
        "{}. You could say no when you bought, and can do so again with each mail.",
        condition="Among them are sensitive data: {data}. We use these only {why} (article "
        "9(2)({letter}) GDPR).",
        guardian="If you are younger than {} years, a parent or guardian gives this consent.",
        data="Which data",
        ground="Legal basis",
        how_long="How long",
        erased="We erase these data {}.",
        erased_exactly="We keep these data until {}, and then erase them.",
        who="Who receives them",
        receives="{named} receives of these: {data}.",
        nobody="No regular recipient outside our organisation.",
        placed="{name} in {country}",
        secured="{place} ({tool})",
        reached="{country}, with access from {others}",
        certificate="{claim} (certificate {number} of {body}, valid until {until})",
        periods=TableWords("When we erase data", ("What for", "When we erase")),
        recipients=TableWords(
            "Our regular recipients", ("Recipient", "Data", "What for", "Country and safeguard")
        ),
        cookies=TableWords("Our cookies", ("Name", "What for", "Kind", "How long", "Where")),
        cookie_classes={
            CookieClass.FUNCTIONAL: "needed",
            CookieClass.ANALYTICS: "for measuring",
            CookieClass.TRACKING: "for following you, only with your consent",
        },
        measured_with_consent="for measuring, only with your consent",
        session="until you close the browser",
        version="Version",
        effective="In force from",
        contents="Contents",
        skip="Skip to the text",
        languages="Languages",
        also_as="This statement also as",
        history="What has changed",
        oldest="This overview begins with this version.",
        unchanged="What we do with data has stayed the same.",
        statement_of="The statement of {}",
        not_kept="The text of this version is not on these pages.",
        earlier="This is an earlier version. It counts from {since} up to and including {until}.",
        newest="To the newest version",
        statement="To the statement",
        draft="This is a draft. It is not published, and does not count.",
    ),
}

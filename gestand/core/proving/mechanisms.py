"""What keeps a promise, in Dutch: the English words stand where the promise does.

What the policy says of a promise of its own is told as the policy says it.
"""

from __future__ import annotations

from gestand.core.policy.model import Promise
from gestand.core.promises import ATTESTED

DUTCH = {
    "`gestand publish` fills it from the policy": "`gestand publish` vult dit in uit het beleid",
    "the contact point of the controller": "het aanspreekpunt van de organisatie",
    "the controller's decision on a data protection officer": (
        "het besluit van de organisatie over een functionaris gegevensbescherming"
    ),
    "the agreements with customers about their own content": (
        "de afspraken met klanten over hun eigen inhoud"
    ),
    "the management of the controller": "de leiding van de organisatie",
    "`gestand check` refuses what is outside the policy": (
        "`gestand check` weigert wat buiten het beleid valt"
    ),
    "`gestand apply` erases what no consent holds": (
        "`gestand apply` wist wat op geen toestemming meer rust"
    ),
    "the owner of each form": "de eigenaar van elk formulier",
    "`gestand apply` erases what no ground holds": "`gestand apply` wist wat geen reden meer heeft",
    "the person responsible for security": "wie verantwoordelijk is voor de beveiliging",
    "`gestand request` counts the days, `gestand alarms` warns": (
        "`gestand request` telt de dagen, `gestand alarms` waarschuwt"
    ),
    "the data map names the source of every column": (
        "het gegevensoverzicht noemt de bron van elke kolom"
    ),
    "the person who reads what was sent": "wie leest wat er binnenkomt",
    "the owner of each process": "de eigenaar van elk proces",
    "the owner of the portal": "de eigenaar van het portaal",
    "`together` in the data map says what comes with what": (
        "`together` in het gegevensoverzicht zegt wat bij wat hoort"
    ),
    "the owner of the mailings": "de beheerder van de mailings",
    "whoever decided on the condition": "wie over de voorwaarde heeft beslist",
    "the data map says who gave a consent": (
        "het gegevensoverzicht zegt wie toestemming gaf"
    ),
    "the owner of the site": "de eigenaar van de website",
    "the head of the support desk": "het hoofd van de helpdesk",
    "`gestand apply` erases it with what it belongs to": (
        "`gestand apply` wist het samen met waar het bij hoort"
    ),
    "`gestand access` tells nothing about somebody else": (
        "`gestand access` vertelt niets over een ander"
    ),
    "`gestand plan` holds the application for the personnel file": (
        "`gestand plan` houdt de sollicitatie vast voor het personeelsdossier"
    ),
    "`gestand apply` erases an application without its consent": (
        "`gestand apply` wist een sollicitatie zonder toestemming"
    ),
    "`gestand plan` treats a guest as a person of their own": (
        "`gestand plan` ziet een gast als een eigen persoon"
    ),
    "the controller, who chose them": "de organisatie, die ze koos",
    "`gestand plan` counts from the moment itself": "`gestand plan` telt vanaf het moment zelf",
    "`gestand plan` keeps a value while a ground holds": (
        "`gestand plan` bewaart een gegeven zolang er een reden is"
    ),
    "`gestand disclose` refuses what is outside the policy, and logs what was given": (
        "`gestand disclose` weigert wat buiten het beleid valt, en schrijft op wat is gegeven"
    ),
    "`gestand order` asks for an article and two people": (
        "`gestand order` vraagt om een artikel en twee mensen"
    ),
    "the person who examines an order": "wie een bevel beoordeelt",
    "`gestand recipients` tells which have ended": "`gestand recipients` vertelt wat voorbij is",
    "`gestand access` names whom `gestand disclose` gave data": (
        "`gestand access` noemt aan wie `gestand disclose` gegevens gaf"
    ),
    "the person who answers requests": "wie verzoeken beantwoordt",
    "`gestand crawl` looks as a visitor who agreed to nothing": (
        "`gestand crawl` kijkt als een bezoeker die nergens mee instemde"
    ),
    "`gestand apply --erase`": "`gestand apply --erase`",
    "`gestand plan` shows what stays, why and how long": (
        "`gestand plan` laat zien wat blijft, waarom en hoe lang"
    ),
    "the law": "de wet",
    "the controller": "de organisatie",
    "`gestand publish` tells what each version changed": (
        "`gestand publish` vertelt wat elke versie veranderde"
    ),
    "`gestand apply`, every time it runs": "`gestand apply`, elke keer dat het draait",
    "`gestand plan` gives each value its ground": "`gestand plan` geeft elk gegeven zijn reden",
    "the people with access to the data": "de mensen die bij de gegevens kunnen",
}


def mechanism(promise: Promise, language: str) -> str:
    """Return what keeps a promise, in a language where that is known in it."""
    if language != "nl":
        return promise.by
    if promise.id.startswith(f"{ATTESTED}."):  # the body, and the last day
        body, _, day = promise.by.rpartition(", until ")
        return f"{body}, tot en met {day}"
    return DUTCH.get(promise.by, promise.by)

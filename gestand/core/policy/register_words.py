"""The fixed words of the registers of processing, per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RegisterWords:
    """What stands around the words of the policy; `{}` marks where those go.

    `controller`, `processor`, `processors` and `transfers` are the titles of the registers, and
    the tuples the heads of their columns, in the order of `core/policy/registers.py`.
    """

    title: str
    of: str
    controller: str
    processor: str
    processors: str
    transfers: str
    who: tuple[str, ...]
    by_controller: tuple[str, ...]
    by_processor: tuple[str, ...]
    of_processors: tuple[str, ...]
    of_transfers: tuple[str, ...]
    unknown: str
    nobody: str
    none: str
    no_transfer: str
    customer_knows: str
    listed_in: str
    elsewhere: str
    special: str
    no_condition: str
    criminal: str
    sources: Mapping[str, str]
    roles: Mapping[str, str]
    no_agreement: str
    no_end: str
    sub: Mapping[str, str]
    at_the_end: Mapping[str, str]
    hours: str
    section: str
    certified: str
    clauses: str
    rules: str
    derogation: str
    empty: str


REGISTER_WORDS: Mapping[str, RegisterWords] = {
    "nl": RegisterWords(
        title="Registers van verwerkingen",
        of="Van wie deze registers zijn",
        controller="Register als verantwoordelijke (artikel 30, lid 1, AVG)",
        processor="Register als verwerker (artikel 30, lid 2, AVG)",
        processors="Onze verwerkers",
        transfers="Doorgiften buiten de Europese Economische Ruimte",
        who=(
            "Naam", "Adres", "E-mail", "Telefoon", "Inschrijving", "Gezamenlijk verantwoordelijk",
            "Vertegenwoordiger", "Functionaris gegevensbescherming", "Toezichthouder",
            "Versie van de verklaring", "Geldt vanaf", "Stand op",
        ),
        by_controller=(
            "Verwerking", "Nummer", "Grondslag", "Betrokkenen", "Persoonsgegevens",
            "Bijzonder of strafrechtelijk", "Bron", "Ontvangers", "Waarvan verwerkers",
            "Doorgifte", "Bewaartermijn", "Na afloop nog alleen", "Systemen", "Beveiliging",
            "Plaats in de verklaring", "Bewaarregel", "Wie erbij mag", "Wie ervoor instaat",
            "Laatst beoordeeld op", "Effectbeoordeling (DPIA)",
        ),
        by_processor=(
            "Verwerking", "Nummer", "Voor welke verantwoordelijken", "Waar die staan",
            "Betrokkenen", "Persoonsgegevens", "Subverwerkers", "Doorgifte", "Beveiliging",
        ),
        of_processors=(
            "Verwerker", "Soort", "Land", "Persoonsgegevens", "Waarvoor", "Overeenkomst",
            "Getekend op", "Geldt tot en met", "Instructies", "Geheimhouding", "Beveiliging",
            "Subverwerkers", "Helpt binnen", "Meldt een datalek binnen", "Aan het einde",
            "Controle", "Doorgifte",
        ),
        of_transfers=(
            "Ontvanger", "Rol", "Land", "Persoonsgegevens", "Waarvoor", "Waarborg",
            "Gegevens van de waarborg",
        ),
        unknown="niet opgegeven",
        nobody="geen vaste ontvanger",
        none="geen",
        no_transfer="geen",
        customer_knows="dat bepaalt de klant",
        listed_in="in de tabel {}",
        elsewhere="{place} (niet gekoppeld)",
        special="bijzonder: {}",
        no_condition="geen voorwaarde van artikel 9 genoemd",
        criminal="strafrechtelijk: {}",
        sources={
            "person": "van de betrokkene zelf",
            "observed": "waargenomen bij het gebruik",
            "other": "van anderen",
        },
        roles={
            "processor": "verwerker", "controller": "zelf verantwoordelijk",
            "third party": "derde", "authority": "overheid",
        },
        no_agreement="geen geldige overeenkomst",
        no_end="zonder einddatum",
        sub={
            "none": "niet toegestaan", "specific": "elk met toestemming vooraf",
            "general": "algemene toestemming, met bericht en bezwaar",
        },
        at_the_end={"delete": "wist de gegevens", "return": "geeft de gegevens terug"},
        hours="{} uur",
        section="onderdeel {}",
        certified="{}, met een certificaat tot en met {}",
        clauses="module {}, getekend op {}, land beoordeeld op {}",
        rules="{}, goedgekeurd op {}, land beoordeeld op {}",
        derogation="artikel 49, lid 1, onder {}",
        empty="In dit register staat nog niets.",
    ),
    "en": RegisterWords(
        title="Registers of processing",
        of="Whose registers these are",
        controller="Register as a controller (article 30(1) GDPR)",
        processor="Register as a processor (article 30(2) GDPR)",
        processors="Our processors",
        transfers="Transfers outside the European Economic Area",
        who=(
            "Name", "Address", "E-mail", "Telephone", "Registration", "Joint controllers",
            "Representative", "Data protection officer", "Supervisory authority",
            "Version of the statement", "In force from", "As of",
        ),
        by_controller=(
            "Processing", "Number", "Legal basis", "People", "Personal data",
            "Special or criminal", "Source", "Recipients", "Processors among them",
            "Transfer", "Period", "Afterwards only", "Systems", "Security",
            "Place in the statement", "Rule of retention", "Who may look", "Owner",
            "Last reviewed on", "Impact assessment (DPIA)",
        ),
        by_processor=(
            "Processing", "Number", "For which controllers", "Where they are listed",
            "People", "Personal data", "Sub-processors", "Transfer", "Security",
        ),
        of_processors=(
            "Processor", "Kind", "Country", "Personal data", "What for", "Agreement",
            "Signed on", "Counts until", "Instructions", "Confidentiality", "Security",
            "Sub-processors", "Helps within", "Tells of a breach within", "At the end",
            "Audit", "Transfer",
        ),
        of_transfers=(
            "Recipient", "Role", "Country", "Personal data", "What for", "Safeguard",
            "Details of the safeguard",
        ),
        unknown="not declared",
        nobody="no regular recipient",
        none="none",
        no_transfer="none",
        customer_knows="the customer decides that",
        listed_in="in the table {}",
        elsewhere="{place} (not connected)",
        special="special: {}",
        no_condition="no condition of article 9 named",
        criminal="criminal: {}",
        sources={
            "person": "from the person", "observed": "observed in use", "other": "from others",
        },
        roles={
            "processor": "processor", "controller": "controller",
            "third party": "third party", "authority": "authority",
        },
        no_agreement="no agreement that counts",
        no_end="without an end",
        sub={
            "none": "not allowed", "specific": "each with prior authorisation",
            "general": "general authorisation, with notice and objection",
        },
        at_the_end={"delete": "deletes the data", "return": "returns the data"},
        hours="{} hours",
        section="section {}",
        certified="{}, certified until {}",
        clauses="module {}, signed on {}, country assessed on {}",
        rules="{}, approved on {}, country assessed on {}",
        derogation="article 49(1)({})",
        empty="Nothing is in this register yet.",
    ),
}  # fmt: skip

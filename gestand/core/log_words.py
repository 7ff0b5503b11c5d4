"""The words of the logs that stand beside the registers of processing, per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LogWords:
    """Titles and heads of the logs, in the order of `work/logs.py`, and words for what happened.

    `said` are the words for codes; a code that is not there is written as it is.
    """

    consents: tuple[str, tuple[str, ...]]
    disclosures: tuple[str, tuple[str, ...]]
    orders: tuple[str, tuple[str, ...]]
    breaches: tuple[str, tuple[str, ...]]
    holds: tuple[str, tuple[str, ...]]
    said: Mapping[str, str]
    fields: Mapping[str, str]
    until_when: str
    told_when: str
    by_order: str


LOG_WORDS: Mapping[str, LogWords] = {
    "nl": LogWords(
        consents=(
            "Toestemmingen",
            ("Doel", "Wat er gezegd is", "Getoonde tekst", "Hoe", "Aantal", "Eerste", "Laatste"),
        ),
        disclosures=(
            "Verstrekkingen",
            ("Nummer", "Dag", "Uitkomst", "Ontvanger", "Land", "Doel", "Grondslag", "Verwijzing",
             "Gegevens", "Rijen", "Kanaal", "Versie van de verklaring", "Waarom niet",
             "Controlegetal van het pakket"),
        ),
        orders=(
            "Vorderingen van overheden",
            ("Nummer", "Van", "Ontvangen", "Artikel", "Uitgevaardigd door", "Hoe gecontroleerd",
             "Gevraagd", "Gegeven", "Geweigerd", "Antwoord uiterlijk", "Beslist op",
             "Geheim tot en met", "Geheim volgens artikel", "Vrijwillig, omdat", "Kosten in euro"),
        ),
        breaches=(
            "Datalekken",
            ("Nummer", "Wat er gebeurde", "Wij wisten het", "Als", "Risico", "Waarom",
             "Gemeld", "Termijnen", "Vastgelegd", "Gesloten"),
        ),
        holds=(
            "Bewaarplichten voor een claim of vordering",
            ("Nummer", "Over", "Sinds", "Waarom", "Artikel", "Door", "Bevestigd door",
             "Opnieuw bekijken", "Opgeheven op", "Opgeheven door"),
        ),
        said={
            "given": "gegeven", "refused": "geweigerd", "withdrawn": "ingetrokken",
            "corrected": "hersteld",
            "made": "gegeven", "failed": "mislukt",
            "intended": "gestopt; niemand weet of het gegeven is",
            "processor agreement": "verwerkersovereenkomst", "contract": "overeenkomst",
            "consent": "toestemming", "legitimate interest": "gerechtvaardigd belang",
            "form": "formulier", "letter": "brief", "telephone": "telefoon", "mail": "e-mail",
            "in person": "aan de balie", "message": "bericht",
            "request of the person": "verzoek van de betrokkene",
            "portability": "uw gegevens meenemen", "hand-over": "rechtstreeks overgedragen",
            "legal obligation": "wettelijke plicht", "column": "kolom van een eigen systeem",
            "controller": "verantwoordelijke", "processor": "verwerker",
            "none": "geen risico", "risk": "risico", "high": "hoog risico",
            "register": "register", "authority": "toezichthouder", "people": "betrokkenen",
            "customers": "klanten", "nis2 warning": "NIS2, eerste waarschuwing",
            "nis2 notification": "NIS2, melding", "nis2 report": "NIS2, eindverslag",
            "running": "loopt", "OVERDUE": "TE LAAT", "overdue": "TE LAAT",
            "done in time": "op tijd", "done late": "te laat gedaan",
            "confidentiality": "vertrouwelijkheid", "integrity": "integriteit",
            "availability": "beschikbaarheid",
        },
        fields={
            "kind": "soort", "detected": "ontdekt", "from": "begin", "until": "einde",
            "cause": "oorzaak", "systems": "systemen", "categories": "gegevens",
            "special": "bijzondere gegevens", "subjects": "mensen", "records": "records",
            "processors": "verwerkers", "countries": "landen", "consequences": "gevolgen",
            "measures": "maatregelen", "late because": "later omdat",
            "exempt because": "niet gemeld omdat", "lessons": "geleerd",
        },
        until_when="{}: {} (uiterlijk {})",
        told_when="{} op {}",
        by_order="vordering {} van {}",
    ),
    "en": LogWords(
        consents=(
            "Consents",
            ("Purpose", "What was said", "Words shown", "How", "Number", "First", "Last"),
        ),
        disclosures=(
            "Disclosures",
            ("Number", "Day", "Outcome", "Recipient", "Country", "Purpose", "Ground", "Reference",
             "Data", "Rows", "Channel", "Version of the statement", "Why not",
             "Digest of the package"),
        ),
        orders=(
            "Orders of authorities",
            ("Number", "From", "Received", "Article", "Issued by", "How verified", "Asked",
             "Given", "Refused", "To be answered by", "Decided on", "Secret until and including",
             "Secret by article", "Voluntary, because", "Costs in euros"),
        ),
        breaches=(
            "Breaches",
            ("Number", "What happened", "Known since", "As", "Risk", "Why", "Told", "Clocks",
             "Written down", "Closed"),
        ),
        holds=(
            "Holds for a claim or an order",
            ("Number", "About", "Since", "Why", "Article", "By", "Confirmed by", "To be reviewed",
             "Released on", "Released by"),
        ),
        said={
            "column": "column of a system of our own",
            "intended": "stopped; nobody knows whether it was given", "made": "given",
            "none": "no risk", "high": "high risk", "overdue": "OVERDUE",
        },
        fields={},
        until_when="{}: {} (due {})",
        told_when="{} on {}",
        by_order="order {} of {}",
    ),
}  # fmt: skip

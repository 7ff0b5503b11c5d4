"""The words of `core/sayings.py`: why nothing is given, and where a ground is found, per language.

`{}` marks a fact. A part in square brackets stands only where its fact is known.
"""

from __future__ import annotations

from collections.abc import Mapping

ROLES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "processor": "verwerker", "controller": "verantwoordelijke", "third party": "derde",
        "authority": "overheid",
    },
    "en": {
        "processor": "processor", "controller": "controller", "third party": "third party",
        "authority": "authority",
    },
}  # fmt: skip

LACKS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "purpose": "doel", "categories": "gegevens", "ground": "grondslag",
        "agreement": "overeenkomst", "tool": "waarborg", "declaration": "beleid en gegevenskaart",
    },
    "en": {},
}  # fmt: skip
"""What does not hold where nothing is given; in English it is called as it is kept."""

_WHAT_IS_ASKED = {
    "no such recipient": {
        "nl": "het beleid noemt geen ontvanger `{recipient}`",
        "en": "the policy names no recipient `{recipient}`",
    },
    "no such purpose": {
        "nl": "het beleid noemt geen doel `{purpose}`",
        "en": "the policy names no purpose `{purpose}`",
    },
    "unknown recipient": {"nl": "onbekende ontvanger", "en": "unknown recipient"},
    "unknown purpose": {"nl": "onbekend doel", "en": "unknown purpose"},
    "other purpose": {
        "nl": "`{recipient}` krijgt niets voor het doel `{purpose}`",
        "en": "`{recipient}` gets nothing for purpose `{purpose}`",
    },
    "no category": {
        "nl": "er zijn geen gegevens die `{recipient}` krijgt en die voor het doel nodig zijn",
        "en": "there is no category that `{recipient}` gets and the purpose needs",
    },
    "no category of the order": {
        "nl": "er zijn geen gegevens die `{recipient}` krijgt, die voor het doel nodig zijn en "
        "die na de vordering gegeven mogen worden",
        "en": "there is no category that `{recipient}` gets and the purpose needs, and of the "
        "order was given",
    },
    "no value": {
        "nl": "voor het doel `{purpose}` mag vandaag niets van deze persoon worden gebruikt",
        "en": "purpose `{purpose}` may use no value of this person for it today",
    },
    "declaration has findings": {
        "nl": "in het beleid of de gegevenskaart staan fouten: `gestand check` noemt ze",
        "en": "the declaration has findings: `gestand check` tells them",
    },
}

_GROUNDS = {
    "no agreement today": {
        "nl": "met `{recipient}` is er vandaag geen overeenkomst",
        "en": "there is no agreement with `{recipient}` today",
    },
    "no ground of a purpose": {
        "nl": "geen doel geeft er een grondslag voor",
        "en": "no purpose gives it a ground",
    },
    "no ground": {"nl": "er is geen grondslag bekend", "en": "no ground is known for it"},
    "no authority": {
        "nl": "`{recipient}` is geen overheid, en kan niets vorderen",
        "en": "`{recipient}` is no authority, and gives no orders",
    },
    "without an order": {
        "nl": "`{recipient}` is een overheid: zonder vordering krijgt die niets",
        "en": "`{recipient}` is an authority: without its order nothing is given",
    },
    "order of another": {
        "nl": "vordering {order} is van een andere overheid",
        "en": "order {order} is of another authority",
    },
    "order without an article": {
        "nl": "vordering {order} noemt geen artikel van een wet: vraag de overheid ernaar",
        "en": "order {order} names no article of a law: ask the authority for it",
    },
    "order not verified": {
        "nl": "niemand schreef op hoe vordering {order} is gecontroleerd",
        "en": "nobody wrote down how order {order} was verified",
    },
    "order not decided": {
        "nl": "over vordering {order} heeft nog niemand beslist",
        "en": "nobody has decided on order {order}",
    },
    "order refused": {
        "nl": "vordering {order} is geweigerd",
        "en": "order {order} was refused",
    },
    "order of one person": {
        "nl": "wie vordering {order} aannam, besliste er ook over: het moeten er twee zijn",
        "en": "the one who took order {order} in decided on it as well: two people must",
    },
}

_AGREEMENTS = {
    "no agreement": {
        "nl": "ontvanger `{recipient}` is een verwerker en heeft geen overeenkomst",
        "en": "recipient `{recipient}` is a processor and has no agreement",
    },
    "agreement ends before it begins": {
        "nl": "op {day} geldt geen overeenkomst met `{recipient}`: er is er een die op {until} "
        "eindigt, nog voor zij begint",
        "en": "no agreement with `{recipient}` counts on {day}: one ends on {until}, before it "
        "begins",
    },
    "agreement ended": {
        "nl": "op {day} geldt geen overeenkomst met `{recipient}`: de laatste eindigde op {until}",
        "en": "no agreement with `{recipient}` counts on {day}: the last one ended on {until}",
    },
    "agreement to come": {
        "nl": "op {day} geldt geen overeenkomst met `{recipient}`: de volgende begint op {begins}",
        "en": "no agreement with `{recipient}` counts on {day}: the next one begins on {begins}",
    },
    "two agreements": {
        "nl": "op {day} gelden twee overeenkomsten met `{recipient}`",
        "en": "two agreements with `{recipient}` count on {day}",
    },
    "letters missing": {
        "nl": "de overeenkomst met `{recipient}` zegt niets over {letters} van artikel 28, lid 3, "
        "AVG",
        "en": "the agreement with `{recipient}` does not say {letters} of article 28(3) GDPR",
    },
    "kind not named": {
        "nl": "de verklaring noemt soorten ontvangers, en `{kind}` niet, de soort van "
        "`{recipient}`",
        "en": "the statement lists kinds of recipients, and not `{kind}`, that of `{recipient}`",
    },
}

_TOOLS = {
    "no country": {
        "nl": "van ontvanger `{recipient}` staat er geen land",
        "en": "the country of recipient `{recipient}` is not said",
    },
    "unknown country": {"nl": "onbekend land `{country}`", "en": "unknown country `{country}`"},
    "no safeguard": {
        "nl": "ontvanger `{recipient}` zit buiten de EER en heeft geen waarborg",
        "en": "recipient `{recipient}` is outside the EEA and has no safeguard",
    },
    "no tool counts": {
        "nl": "op {day} geldt in `{country}` geen waarborg van ontvanger `{recipient}`",
        "en": "no tool of recipient `{recipient}` counts in `{country}` on {day}",
    },
    "tool to come": {
        "nl": "een waarborg van `{recipient}` geldt pas vanaf de dag dat zij is getekend en "
        "beoordeeld",
        "en": "a tool of `{recipient}` counts only from the day of its signature and assessment",
    },
    "other module": {
        "nl": "module `{module}` past niet bij `{recipient}`, een {role}",
        "en": "module `{module}` does not fit `{recipient}`, a {role}",
    },
    "unknown decision": {
        "nl": "onbekend adequaatheidsbesluit `{decision}`",
        "en": "unknown adequacy decision `{decision}`",
    },
    "decision ended": {
        "nl": "adequaatheidsbesluit `{decision}` eindigde op {until}[ (voor zover bekend op "
        "{checked})]",
        "en": "adequacy decision `{decision}` ended on {until}[ (as far as known on {checked})]",
    },
    "decision to come": {
        "nl": "adequaatheidsbesluit `{decision}` begint op {begins}[ (voor zover bekend op "
        "{checked})]",
        "en": "adequacy decision `{decision}` begins on {begins}[ (as far as known on {checked})]",
    },
    "decision of other countries": {
        "nl": "adequaatheidsbesluit `{decision}` geldt niet voor `{country}`, waar `{recipient}` "
        "gegevens heeft",
        "en": "adequacy decision `{decision}` does not cover `{country}`, where `{recipient}` has "
        "data",
    },
    "decision of other scopes": {
        "nl": "adequaatheidsbesluit `{decision}` geldt alleen voor {scopes}, en `{recipient}` "
        "noemt zoiets niet",
        "en": "adequacy decision `{decision}` covers only {scopes}, and `{recipient}` names no "
        "such scope",
    },
    "decision without scopes": {
        "nl": "adequaatheidsbesluit `{decision}` kent geen bereik `{scope}`",
        "en": "adequacy decision `{decision}` knows no scope `{scope}`",
    },
    "no certificate": {
        "nl": "adequaatheidsbesluit `{decision}` is voor organisaties met een certificaat, en van "
        "`{recipient}` staat er geen dag",
        "en": "adequacy decision `{decision}` is for certified organisations, and `{recipient}` "
        "shows no day",
    },
    "certificate ended": {
        "nl": "het certificaat van `{recipient}` eindigde op {until}",
        "en": "the certificate of `{recipient}` ended on {until}",
    },
}

_FOUND_IN = {
    "named": {"nl": "{name}", "en": "{name}"},
    "signed": {"nl": "getekend op {day}", "en": "signed on {day}"},
    "purpose": {"nl": "doel `{purpose}`", "en": "purpose `{purpose}`"},
    "order": {
        "nl": "vordering {order}[, {article}][, {reference}]",
        "en": "order {order}[, {article}][, {reference}]",
    },
    "voluntary order": {
        "nl": "vordering {order}[, {article}][, {reference}], vrijwillig",
        "en": "order {order}[, {article}][, {reference}], voluntary",
    },
    "request": {"nl": "verzoek {request}", "en": "request {request}"},
}

SAYINGS: Mapping[str, Mapping[str, str]] = (
    _WHAT_IS_ASKED | _GROUNDS | _AGREEMENTS | _TOOLS | _FOUND_IN
)
"""By code, and by language, what is said."""

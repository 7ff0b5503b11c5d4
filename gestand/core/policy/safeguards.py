"""What protects data with a recipient abroad, in the words of the statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gestand.core.policy.model import (
    Adequacy,
    Clauses,
    CorporateRules,
    Recipient,
    Tool,
    Words,
)


@dataclass(frozen=True)
class _Phrases:
    """The words of each kind of tool in one language."""

    adequacy: str
    certified: str
    clauses: str
    rules: str
    derogation: str
    both: str


_PHRASES: Mapping[str, _Phrases] = {
    "nl": _Phrases(
        adequacy="adequaatheidsbesluit van de Europese Commissie",
        certified="adequaatheidsbesluit van de Europese Commissie, met een certificaat van deze "
        "organisatie",
        clauses="standaardbepalingen van de Europese Commissie",
        rules="goedgekeurde regels binnen het concern",
        derogation="uitzondering van artikel 49, lid 1, onder {}, van de AVG",
        both=" en ",
    ),
    "en": _Phrases(
        adequacy="adequacy decision of the European Commission",
        certified="adequacy decision of the European Commission, with a certificate of this "
        "organisation",
        clauses="standard contractual clauses of the European Commission",
        rules="approved rules within the group of companies",
        derogation="exception of article 49(1)({}) GDPR",
        both=" and ",
    ),
}


def safeguard(recipient: Recipient) -> Words:
    """Return what protects data with a recipient, per language; nothing where it has no tool."""
    if not recipient.tools:
        return {}
    return {
        language: phrases.both.join(dict.fromkeys(_said(t, phrases) for t in recipient.tools))
        for language, phrases in _PHRASES.items()
    }


def _said(tool: Tool, phrases: _Phrases) -> str:
    if isinstance(tool, Adequacy):
        return phrases.certified if tool.certified_until else phrases.adequacy
    if isinstance(tool, Clauses):
        return phrases.clauses
    if isinstance(tool, CorporateRules):
        return phrases.rules
    return phrases.derogation.format(tool.letter)

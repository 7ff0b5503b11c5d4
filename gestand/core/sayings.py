"""A sentence as a code with its facts: decided and kept in no language, written in each.

A refusal is decided once and read for years, by people who read Dutch and people who read English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gestand.core.saying_words import ROLES, SAYINGS

AS_DECLARED = "as declared"
"""The code of words that somebody declared: its facts are those words, by language."""

_WHERE_KNOWN = re.compile(r"\[([^][]*\{(\w+)\}[^][]*)\]")
"""A part of a sentence that is left out where its fact is not known."""


@dataclass(frozen=True)
class Saying:
    """What is said, as a code of `core/saying_words.py` or AS_DECLARED, and its facts in order."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.words("en")

    def words(self, language: str) -> str:
        """Return the sentence in a language; KeyError where its code or a fact is not known."""
        facts = dict(self.facts)
        if self.code == AS_DECLARED:
            return facts.get(language) or next(iter(facts.values()), "")
        if "role" in facts:
            facts["role"] = ROLES[language][facts["role"]]
        told = _WHERE_KNOWN.sub(
            lambda part: part[1] if facts.get(part[2]) else "", SAYINGS[self.code][language]
        )
        return told.format_map(facts)

    @property
    def kept(self) -> dict[str, object]:
        """It as plain values, for a record."""
        return {"code": self.code, "facts": dict(self.facts)}


def say(code: str, **facts: object) -> Saying:
    """Return what is said by a code and its facts."""
    return Saying(code, tuple((name, str(fact)) for name, fact in facts.items()))


def declared(words: Mapping[str, str]) -> Saying:
    """Return what somebody declared, by language."""
    return Saying(AS_DECLARED, tuple(words.items()))


def kept_words(kept: Mapping[str, object] | None, language: str, otherwise: str) -> str:
    """Return in a language what was kept; `otherwise` where no code was, or one not known here.

    Older versions kept an English sentence alone, and newer ones may know more codes.
    """
    code, facts = (kept.get("code"), kept.get("facts")) if kept else (None, None)
    if not isinstance(code, str) or not isinstance(facts, dict):
        return otherwise
    try:
        return Saying(code, tuple(facts.items())).words(language)
    except KeyError:
        return otherwise

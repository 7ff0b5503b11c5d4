"""Rules on the words themselves; both read the sentences of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gestand.core.lint.reading import Place, Reading

_CIRCLE = re.compile(
    r"\b(?:enkel|alleen|uitsluitend|slechts|only)\b[^.;]{0,120}?"
    r"(?:\b(?:wet|wetgeving|wettelijk|law|legislation|legally)\b[^.;]{0,40}?"
    r"\b(?:toegestaan|toestaat|mag|allows?|allowed|permit\w*)\b|"
    r"\b(?:toegestaan|mag|allowed|permitted)\b[^.;]{0,40}?\b(?:wet|wetgeving|law)\b)",
    re.IGNORECASE,
)
_SLIPS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "nl": (
        re.compile(r"\b(?:kun|heb|ben) u\b"),
        re.compile(r"\b(?:van|in|over|met|bij|aan|voor) u (?:rechten|verzoek|\w*dossier)\b"),
        re.compile(r"\bwelke (?:doel|recht|gegeven|verzoek)\b"),
    ),
    "en": (re.compile(r"\bthe the\b|\byou have you\b|\byour's\b", re.IGNORECASE),),
}
_STOPS = re.compile(r"(?<![.])[.,;:]\s?[;,:](?!\w)|;\.|\.;")
_FORMAL = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
_FAMILIAR = re.compile(r"\b(?:jij|je|jou|jouw)\b", re.IGNORECASE)


def circular(reading: Reading) -> Iterator[Place]:
    """Yield the sentences that promise only what the law allows anyway."""
    for _, sentence in reading.sentences():
        found = _CIRCLE.search(sentence.source)
        if found and not any(call.form.fact for call in sentence.placeholders()):
            yield Place(sentence.span, found[0])


def written(reading: Reading) -> Iterator[Place]:
    """Yield slips of the pen: stops that are doubled, words that do not agree, `u` beside `je`."""
    for language, sentence in reading.sentences():
        slips = (*_SLIPS.get(language, ()), _STOPS)
        found = next(filter(None, (slip.search(sentence.source) for slip in slips)), None)
        if found:
            yield Place(sentence.span, found[0], {}, ("slip",))
    yield from _two_ways_to_address(reading)


def _two_ways_to_address(reading: Reading) -> Iterator[Place]:
    dutch = [sentence for language, sentence in reading.sentences() if language == "nl"]
    formal = [one for one in dutch if _FORMAL.search(one.source)]
    familiar = [one for one in dutch if _FAMILIAR.search(one.source)]
    if formal and familiar:
        fewest = min(formal, familiar, key=len)
        yield Place(fewest[0].span, "", {}, ("address",))


RULES = {"L42": written, "L45": circular}

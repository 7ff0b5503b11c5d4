"""What articles 13 and 14 GDPR ask a statement to tell, item by item, and where it does.

Nothing is judged twice: an item is missing where a rule of lint finds so, or where the policy makes
one of its promises a duty and a statement does not make it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.findings import Span
from gestand.core.lint.reading import Place, Reading
from gestand.core.lint.rules import NOTE, Rule, at
from gestand.core.policy.model import Basis, Words
from gestand.core.promises import promises_of_purpose, required_promises

SAID, MISSING, LOOK, NOTHING = "said", "missing", "to look at", "nothing to say"
STATES: Mapping[str, Words] = {
    SAID: {"nl": "staat er", "en": "said"},
    MISSING: {"nl": "ontbreekt", "en": "missing"},
    LOOK: {"nl": "bekijk dit zelf", "en": "to look at"},
    NOTHING: {"nl": "niets te melden", "en": "nothing to say"},
}
_UNSAID: Words = {"nl": "deze tekst zegt dit niet", "en": "this text does not say it"}
_EVERY = "*"


@dataclass(frozen=True)
class Item:
    """Something that must be told: its articles, the promises that tell it, the rules that look.

    Of a rule only what it finds for one of some causes counts, where causes are named. Where a
    `basis` is named, what each purpose promises counts only for those that rest on it.
    """

    id: str
    articles: tuple[str, ...]
    words: Words
    promises: tuple[str, ...]
    rules: Mapping[str, tuple[str, ...]]
    basis: Basis | None = None


@dataclass(frozen=True)
class Lack:
    """Where an item is missing, why in each language, and the rule that says so, if one does."""

    span: Span
    why: Words
    rule: str = ""


@dataclass(frozen=True)
class Looked:
    """An item, how it stands, where the statements tell it, and what is missing."""

    item: Item
    state: str
    said: tuple[Span, ...]
    missing: tuple[Lack, ...]


def parse_items(text: str) -> tuple[Item, ...]:
    """Return the items from their packaged data."""
    return tuple(
        Item(
            id_,
            tuple(one["articles"]),
            one["words"],
            tuple(one["promises"]),
            {rule: tuple(causes) for rule, causes in one["rules"].items()},
            Basis(one["basis"]) if "basis" in one else None,
        )
        for id_, one in json.loads(text)["items"].items()
    )


def checklist(
    reading: Reading, items: tuple[Item, ...], rules: Mapping[str, Rule]
) -> Iterator[Looked]:
    """Yield how each item stands in the statements of an organisation."""
    required = {one.id for one in required_promises(reading.policy)}
    for item in items:
        ids = _promises(reading, item)
        said = tuple(place.span for place in reading.says(*ids))
        unsaid = list(_unsaid(reading, [id_ for id_ in ids if id_ in required]))
        looking = [rules[id_] for id_ in item.rules]
        found = [(rule, place) for rule in looking for place in _found(item, rule, reading)]
        missing = (*unsaid, *(_lack(rule, place) for rule, place in found))
        serious = bool(unsaid) or any(rule.severity != NOTE for rule, _ in found)
        yield Looked(item, _state(reading, item, (said, missing), serious=serious), said, missing)


def _promises(reading: Reading, item: Item) -> list[str]:
    """Return the ids of the promises that tell an item; `*.kept` is one of each purpose."""
    purposes = reading.resting_on(item.basis) if item.basis else reading.policy.purposes.values()
    of_purposes = [one.id for purpose in purposes for one in promises_of_purpose(purpose)]
    found = [one for one in item.promises if not one.startswith(_EVERY)]
    endings = tuple(one.removeprefix(_EVERY) for one in item.promises if one.startswith(_EVERY))
    return found + [id_ for id_ in of_purposes if endings and id_.endswith(endings)]


def _unsaid(reading: Reading, required: list[str]) -> Iterator[Lack]:
    """Yield the statements that do not make a promise that they must make."""
    for language, statement in reading.statements.items():
        lacks = [id_ for id_ in required if id_ not in reading.says_in(language)]
        if lacks:
            told = {one: f"{why}: {', '.join(lacks)}" for one, why in _UNSAID.items()}
            yield Lack(Span(statement.file), told)


def _found(item: Item, rule: Rule, reading: Reading) -> Iterator[Place]:
    causes = item.rules[rule.id]
    for place in at(rule, reading):
        if not causes or {*causes} & {*place.causes}:
            yield place


def _lack(rule: Rule, place: Place) -> Lack:
    told = {language: rule.finding(place, language).message for language in rule.says}
    return Lack(place.span, told, rule.id)


def _state(
    reading: Reading,
    item: Item,
    found: tuple[tuple[Span, ...], tuple[Lack, ...]],
    *,
    serious: bool,
) -> str:
    said, missing = found
    if missing:
        return MISSING if serious else LOOK
    if said:
        return SAID
    by_hand = not item.promises and not item.rules
    return LOOK if by_hand and reading.policy.controller.representative else NOTHING

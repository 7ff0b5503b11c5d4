"""What somebody wrote that a form does not need and the law guards: it is pointed out first.

A national number, the number of a card, and words about health, religion and the like (articles 9,
10 and 87 GDPR). It is a guess, and says so: whoever wrote it decides whether it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum

from gestand.core.forms.model import Form
from gestand.core.forms.model import Kind as FieldKind
from gestand.core.policy.model import Policy


class Kind(Enum):
    """What a text may hold."""

    NATIONAL_NUMBER = "national number"
    CARD = "card number"
    HEALTH = "health"
    RELIGION = "religion"
    POLITICS = "politics"
    ORIGIN = "origin"
    LOVE = "love"
    CRIME = "crime"
    UNREAD = "unread"


_NUMBER = re.compile(r"(?<![\w.+-])\d(?:[ .-]?\d){7,18}(?![\w-]|\.\d)", re.ASCII)
_SEPARATORS = re.compile(r"[ .-]")
_BSN_DIGITS, _CARD_DIGITS = 9, range(15, 20)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

_WORDS = {
    Kind.HEALTH: (
        "diabetes", "hiv", "kanker", "cancer", "depressie", "depression", "depressief",
        "burn-?out", "zwanger", "zwangerschap", "pregnant", "pregnancy", "epilepsie", "epilepsy",
        "autisme", "autism", "adhd", "chemotherapie", "chemotherapy", "psychiater", "psychiatrist",
        "diagnose van", "medicijnen", "medication", "arbeidsongeschikt", "handicap", "disability",
    ),
    Kind.RELIGION: (
        "moslim", "muslim", "islamitisch", "joods", "jewish", "katholiek", "catholic", "protestant",
        "gereformeerd", "hindoe", "hindu", "boeddhist", "buddhist", "ateïst", "atheïst", "atheist",
    ),
    Kind.POLITICS: (
        "vakbond", "vakbondslid", "trade union", "labour union", "partijlid", "party member",
        "politieke overtuiging", "political opinions?",
    ),
    Kind.ORIGIN: (
        "etnisch(?:e)?", "ethnic(?:ity)?", "etniciteit", "huidskleur", "skin colou?r",
    ),
    Kind.LOVE: (
        "homoseksueel", "homosexual", "lesbisch", "lesbian", "biseksueel", "bisexual",
        "transgender", "seksuele geaardheid", "sexual orientation",
    ),
    Kind.CRIME: (
        "strafblad", "criminal record", "veroordeeld", "convicted", "gevangenisstraf",
        "prison sentence",
    ),
}  # fmt: skip
_FOUND_BY = {
    kind: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for kind, words in _WORDS.items()
}


def pointed(text: str) -> tuple[Kind, ...]:
    """Return what a text may hold, each kind once."""
    return tuple(dict.fromkeys((*_numbers(text), *_words(text))))


def pointed_in_fields(
    form: Form, policy: Policy, answers: Mapping[str, str]
) -> dict[str, tuple[Kind, ...]]:
    """Return, by field, what somebody wrote that the form does not need, perhaps.

    Looked through are fields of several lines, in which anything may stand. Not those of a category
    that the policy calls sensitive: there the form asks for it. A line, such as a name or the
    number of an order, holds words and numbers that mean something else too often.
    """
    told = {
        one.name: pointed(answers.get(one.name, ""))
        for one in form.fields
        if one.kind is FieldKind.TEXT and not policy.categories[one.category].sensitive
    }
    return {name: kinds for name, kinds in told.items() if kinds}


def _numbers(text: str) -> Iterator[Kind]:
    for match in _NUMBER.finditer(text):
        digits = [int(c) for c in _SEPARATORS.sub("", match[0])]
        if len(digits) == _BSN_DIGITS and is_bsn(digits):
            yield Kind.NATIONAL_NUMBER
        elif len(digits) in _CARD_DIGITS and _is_luhn(digits):
            yield Kind.CARD


def is_bsn(digits: list[int]) -> bool:
    """Tell whether nine digits can be a Dutch national number (the proof by eleven)."""
    weighed = sum(d * weight for d, weight in zip(digits, _WEIGHTS, strict=True))
    return any(digits) and weighed % 11 == 0


def _is_luhn(digits: list[int]) -> bool:
    """Tell whether digits can be the number of a card (ISO/IEC 7812)."""
    doubled = (sum(divmod(2 * d, 10)) if n % 2 else d for n, d in enumerate(reversed(digits)))
    return any(digits) and sum(doubled) % 10 == 0


def _words(text: str) -> Iterator[Kind]:
    return (kind for kind, found_by in _FOUND_BY.items() if found_by.search(text))

"""Find facts that an author typed although the policy has them.

A fact in the text stays behind when the policy changes, so a period, a date, a category, a
recipient or an address is always a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gestand.core.findings import Finding
from gestand.core.found import shown
from gestand.core.policy.model import Policy
from gestand.core.policy.safeguards import safeguard
from gestand.core.policy.sentences import Passage, Statement

CODES = {
    "G540": "a period is typed in the text",
    "G541": "a date is typed in the text",
    "G542": "a category of data is typed in the text",
    "G543": "a recipient is typed in the text",
    "G544": "a detail of the controller is typed in the text",
    "G545": "an e-mail address, telephone number or postcode is typed in the text",
    "G546": "a web address is typed in the text",
    "G547": "an attestation or a cookie is typed in the text",
}


@dataclass(frozen=True)
class _Kind:
    """What was typed, and what to write in its place."""

    code: str
    name: str
    instead: str


_PERIOD = _Kind("G540", "a period", '`{{ keep("...") }}`, `{{ period("...") }}` or `{{ answer }}`')
_DATE = _Kind("G541", "a date", "`{{ effective }}`, or leave it out")
_CATEGORY = _Kind("G542", "a category of data", '`{{ data("...") }}` or `{{ category("...") }}`')
_RECIPIENT = _Kind(
    "G543", "a recipient", '`{{ recipients("...") }}`, `{{ kind("...") }}` or `{{ processors }}`'
)
_CONTROLLER = _Kind("G544", "a detail of the controller", "`{{ controller.name }}` and the like")
_ADDRESS = _Kind("G545", "an address or number", "`{{ controller.email }}` and the like")
_SITE = _Kind("G546", "a web address", "`{{ authority.site }}`, or a link to a heading")
_CLAIM = _Kind("G547", "a certificate or cookie", '`{{ attestation("...") }}` or `{{ cookies() }}`')


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_NUMBERS = {
    "nl": (
        r"(?:een\s+)?(?:half|halve|paar)|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|"
        "vijftien|zestien|zeventien|achttien|negentien|"
        "(?:(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n)?"
        "(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|"
        "honderd|anderhalf|anderhalve|enkele"
    ),
    "en": (
        r"(?:a\s+)?(?:half|few|couple\s+of)|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
        "fifteen|sixteen|seventeen|eighteen|nineteen|"
        "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        "(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
        "hundred|several"
    ),
}
_UNITS = {
    "nl": (
        "seconden?|minuut|minuten|uur|uren|etmaal|etmalen|dag|dagen|week|weken|maand|maanden|"
        "kwartaal|kwartalen|jaar|jaren|jarige?|maandse?|weekse|daagse?|jaarlang"
    ),
    "en": ("seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?"),
}
_PREFIXES = {
    "nl": "werk|kalender|boek|school",
    "en": "working|business|calendar|fiscal|financial|full|further|extra|more|whole",
}
_BETWEEN = {
    "nl": "volle|hele|extra|verdere|achtereenvolgende|aaneengesloten|keer",
    "en": _PREFIXES["en"] + "|consecutive|an?|additional",
}
_MONTHS = {
    "nl": (
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
        "|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec"
    ),
    "en": (
        "January|February|March|April|May|June|July|August|September|October|November|December"
        "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    ),
}


def _period_pattern(language: str) -> re.Pattern[str]:
    """Return what finds "4 weeks", "four weeks", "a 30-day" and "P4W"."""
    number = rf"(?:\d+(?:[.,]\d+)?|{_NUMBERS[language]})"
    between = rf"(?:\s+(?:{_BETWEEN[language]})){{0,2}}"
    unit = rf"(?:(?:{_PREFIXES[language]}))?(?:{_UNITS[language]})"
    words = rf"(?<![\w-]){number}{between}(?:\s+|\s*-\s*|){unit}(?![\w])"
    return re.compile(rf"{words}|(?<!\w)P(?:\d+[YMWD])+(?!\w)", re.IGNORECASE)


def _date_pattern(language: str) -> re.Pattern[str]:
    """Return what finds "1 December 2026", "2026-12-01", "01/12/26" and "2026"."""
    month = rf"(?:{_MONTHS[language]})\.?"
    day = r"\d{1,2}(?:st|nd|rd|th|e)?"
    forms = (
        rf"{day}\s+(?:of\s+)?{month}(?:,?\s+\d{{4}})?",
        rf"{month}\s+(?:the\s+)?{day}(?:,?\s+\d{{4}})?",
        r"\d{4}-\d{1,2}-\d{1,2}",
        r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})",
        r"(?:19|20)\d{2}",
    )
    return re.compile(rf"(?<![\w:-])(?:{'|'.join(forms)})(?![\w])", re.IGNORECASE)


_PERIODS = {language: _period_pattern(language) for language in _NUMBERS}
_DATES = {language: _date_pattern(language) for language in _NUMBERS}
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3}\s?[A-Z]{2}(?!\w)")
_PHONE = re.compile(r"(?<![\w+])(?:\+\d{1,3}|0\d)[\d\s()./-]{6,16}\d(?!\w)")
_URL = re.compile(
    r"(?:https?://|www\.)\S*|(?<![\w.@-])(?:[a-z0-9][a-z0-9-]+\.)+[a-z]{2,24}(?![\w@-])"
)
_LEGAL_FORMS = re.compile(r"[\s,]+(?:B\.?V\.?|N\.?V\.?|Inc\.?|Ltd\.?|GmbH|LLC|S\.?A\.?)\s*\Z")
_ARTICLES = re.compile(r"\A(?:de|het|een|the|an|a)\s+", re.IGNORECASE)
_LINKS = {"nl": "en|of", "en": "and|or"}
_SHORTEST = 2

_Pattern = tuple[_Kind, re.Pattern[str]]


def typed_facts(statement: Statement, policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each fact that is typed in the text of `statement`."""
    patterns = _patterns(statement.language, policy)
    for passage in statement.passages:
        yield from _typed_in(passage, patterns)


def _typed_in(passage: Passage, patterns: Sequence[_Pattern]) -> Iterator[Finding]:
    """Yield findings for one passage; where two overlap, the first kind counts."""
    taken = bytearray(len(passage.plain))
    for kind, pattern in patterns:
        for match in pattern.finditer(passage.plain):
            begin, end = match.span()
            if begin < end and not any(taken[begin:end]):
                taken[begin:end] = b"\x01" * (end - begin)
                fragment = shown(" ".join(match[0].split()))
                message = f"{kind.name} is typed in the text: `{fragment}`"
                then = f"use {kind.instead}"
                yield Finding(passage.span(begin), kind.code, message, fragment, then)


def _patterns(language: str, policy: Policy) -> list[_Pattern]:
    known = (
        (_CONTROLLER, _listed(_controller_words(policy))),
        (_CLAIM, _listed(_claim_words(language, policy))),
        (_ADDRESS, _MAIL),
        (_SITE, _URL),
        (_DATE, _DATES.get(language)),
        (_PERIOD, _PERIODS.get(language)),
        (_ADDRESS, _POSTCODE),
        (_ADDRESS, _PHONE),
        (_RECIPIENT, _listed(_recipient_words(language, policy))),
        (_CATEGORY, _listed(_category_words(language, policy))),
    )
    return [(kind, pattern) for kind, pattern in known if pattern]


def _listed(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of `words` as whole words, also in the plural and across lines."""
    plain = {" ".join(word.split()) for word in words}
    chosen = [word for word in plain if len(word) >= _SHORTEST]
    if not chosen:
        return None
    body = _alternatives(chosen).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{body})(?:s|en|es|sen|'s)?(?![\w-])", re.IGNORECASE)


def _controller_words(policy: Policy) -> Iterator[str]:
    controller = policy.controller
    yield from _names(controller.name)
    yield from (controller.post, controller.email, controller.phone, controller.register)
    yield from (part.strip() for part in controller.post.split(","))


def _claim_words(language: str, policy: Policy) -> Iterator[str]:
    for claim in policy.attestations.values():
        yield from (claim.body, claim.number, claim.claim.get(language, ""))
    for cookie in policy.cookies.values():
        yield from (cookie.name, cookie.host)


def _recipient_words(language: str, policy: Policy) -> Iterator[str]:
    for recipient in policy.recipients.values():
        yield from _names(recipient.name)
        yield safeguard(recipient).get(language, "")
    for words in policy.recipient_kinds.values():
        # What follows a comma is a condition ("if the law obliges us"), not a name.
        yield from _phrases(words.get(language, "").partition(",")[0], language)


def _category_words(language: str, policy: Policy) -> Iterator[str]:
    for category in policy.categories.values():
        yield from _phrases(category.words.get(language, ""), language)
        for words in category.never:
            yield words.get(language, "")


def _names(name: str) -> Iterator[str]:
    yield name
    yield _LEGAL_FORMS.sub("", name)


def _phrases(label: str, language: str) -> Iterator[str]:
    """Yield a label and the parts that it is a list of, without their articles."""
    for phrase in (label, *re.split(rf"\s+(?:{_LINKS[language]})\s+|\s*[,/]\s*", label)):
        yield _ARTICLES.sub("", phrase)

"""Rules on how long data are kept, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gestand.core.calendar import Period, add
from gestand.core.lint.reading import UNSAID, Place, Reading, because, of_purpose
from gestand.core.policy.model import Basis

_SOME_DAY = date(2027, 2, 1)  # the shortest month: four weeks are no less than a month here
LONG_RECORDS = ("real estate", "one-stop shop")

_A_PERIOD = re.compile(
    r"\b(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|one|two|three|four|five|six|seven|"
    r"eight|nine|ten)\s+(?:jaar|jaren|maand|maanden|weken|dagen|years?|months?|weeks?|days?)\b",
    re.IGNORECASE,
)
_SOME_DATA = re.compile(
    r"\b(?:sommige|bepaalde|enkele|een (?:deel|paar)(?: van)?(?: de| uw)?|some|certain|part of)\b"
    r"[\w\s]{0,25}?\b\w*(?:gegevens|data|details|information|records)\b",
    re.IGNORECASE,
)
_AS_NEEDED = re.compile(
    r"\b(?:zo ?lang|as long as)\b[^.;,]{0,40}?"
    r"\b(?:nodig|noodzakelijk|vereist|needed|necessary|required)\b",
    re.IGNORECASE,
)


def no_period(reading: Reading) -> Iterator[Place]:
    """Yield the purposes that give no period and no moment from which one runs."""
    for one in reading.policy.purposes.values():
        if one.keep.period == UNSAID and not one.keep.after:
            yield of_purpose(one)


def which_data(reading: Reading) -> Iterator[Place]:
    """Yield the periods of which nobody can tell for which data they are."""
    for one in reading.policy.purposes.values():
        if not one.data and one.keep.period != UNSAID:
            yield of_purpose(one, one.keep.span)
    for _, sentence in reading.sentences():
        about = any(call.form.name in ("keep", "period") for call in sentence.placeholders())
        if _SOME_DATA.search(sentence.source) and (about or _A_PERIOD.search(sentence.source)):
            yield Place(sentence.span, sentence.source)


def as_long_as_needed(reading: Reading) -> Iterator[Place]:
    """Yield the sentences that keep data as long as needed, without saying what that depends on."""
    for _, sentence in reading.sentences():
        if any(call.form.name in ("keep", "period") for call in sentence.placeholders()):
            continue
        for found in _AS_NEEDED.finditer(sentence.source):
            yield Place(sentence.span, found[0])


def procedure_without_an_end(reading: Reading) -> Iterator[Place]:
    """Yield the procedures for a post whose end may never come, or that keep more than the norm.

    With consent they may be kept for longer.
    """
    for one in reading.policy.purposes.values():
        if one.basis is Basis.CONSENT or not reading.is_listed(one, "application"):
            continue
        if one.keep.after and not one.keep.at_most:
            yield of_purpose(one, one.keep.span, "no end")
        if one.keep.period != UNSAID and _longer(one.keep.period, reading.lists.application):
            yield of_purpose(one, one.keep.span, "longer")


def _longer(one: Period, other: Period) -> bool:
    """Tell whether a period is longer than another one, from whatever day both run."""
    return add(_SOME_DAY, one) > add(_SOME_DAY, other)


def no_beginning(reading: Reading) -> Iterator[Place]:
    """Yield the periods that begin nobody knows when."""
    for one in reading.policy.purposes.values():
        if one.data and one.keep.period != UNSAID and not one.keep.after:
            yield of_purpose(one, one.keep.span)


def ten_years(reading: Reading) -> Iterator[Place]:
    """Yield where nobody says which records tax law wants for ten years, or keeps them shorter."""
    controller, limit = reading.policy.controller, reading.lists.ten_years
    if not controller.authority.startswith("nl/"):
        return
    if not controller.long_records:
        yield because(reading.top, "unsaid")
    elif set(controller.long_records) & set(LONG_RECORDS):
        kept = [one.keep.period for one in reading.resting_on(Basis.LAW)]
        if not any(period.total_months >= limit.total_months for period in kept):
            yield because(reading.top, "shorter")


RULES = {
    "L01": no_period,
    "L02": which_data,
    "L03": as_long_as_needed,
    "L35": procedure_without_an_end,
    "L36": no_beginning,
    "L39": ten_years,
}

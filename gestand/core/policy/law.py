"""Periods and lists that come from the law, as dated data; and a policy against them.

What is marked as not settled is told as what it is: as far as we know, with its source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.calendar import Period, day_when_shorter, parse_period
from gestand.core.findings import Finding, Span
from gestand.core.found import shown, span_of
from gestand.core.lacks import Lack
from gestand.core.policy.model import Basis, Policy, Purpose, Recipient
from gestand.core.sayings import say
from gestand.core.transfers import Decision, parse_decisions

CODES = {
    "G214": "a period is shorter than the law asks",
    "G215": "a period that the law asks as a minimum is not kept exactly",
    "G216": "a term is longer than the law allows",
    "G217": "a recipient outside the European Economic Area has no safeguard",
    "G218": "a country is not known",
    "G250": "children are asked for consent below the age that the law sets",
}

@dataclass(frozen=True)
class StatutoryTerm:
    """A period that a law asks as a minimum; `named` are the words that name the law."""

    named: tuple[tuple[str, ...], ...]
    at_least: Period
    source: str
    settled: bool
    checked_at: str

    def is_named_in(self, words: Mapping[str, str]) -> bool:
        """Tell whether the words of a basis, in any language, name this law."""
        texts = [text.lower() for text in words.values()]
        return any(_holds(text, names) for text in texts for names in self.named)


@dataclass(frozen=True)
class AgeOfConsent:
    """From which age on somebody consents without a parent or guardian, in one country."""

    age: int
    source: str
    settled: bool
    checked_at: str


@dataclass(frozen=True)
class Law:
    """What the law says, as far as Gestand was told; `limits` are those of `rights`."""

    terms: tuple[StatutoryTerm, ...]
    limits: Mapping[str, tuple[Period, str]]
    eea: frozenset[str]
    countries: frozenset[str]
    decisions: Mapping[str, Decision]
    ages: Mapping[str, AgeOfConsent]


def parse_law(law: str, countries: str, adequacy: str) -> Law:
    """Return the law from its packaged data."""
    told = json.loads(law)
    terms = tuple(
        StatutoryTerm(
            named=tuple(tuple(names) for names in term["named"]),
            at_least=_period(term["at_least"]),
            source=str(term["source"]),
            settled=bool(term["settled"]),
            checked_at=str(term["checked_at"]),
        )
        for term in told["statutory_terms"]
    )
    limits = {
        key: (_period(told[key]["at_most"]), str(told[key]["source"]))
        for key in ("answer", "extension")
    }
    known = frozenset(json.loads(countries)["countries"])
    eea = frozenset(told["eea"]["countries"])
    ages = {
        country: AgeOfConsent(one["age"], one["source"], one["settled"], one["checked_at"])
        for country, one in told["age_of_consent"].items()
    }
    return Law(terms, limits, eea, known, parse_decisions(adequacy), ages)


def check_law(policy: Policy, law: Law, file: str) -> list[Finding]:
    """Return where a policy keeps shorter than a law asks, answers later, or sends too far."""
    findings = [f for purpose in policy.purposes.values() for f in _check_purpose(purpose, law)]
    findings += _check_limits(policy, law, Span(file))
    findings += _check_countries(policy, law)
    findings += _check_ages(policy, law)
    return findings


def _check_purpose(purpose: Purpose, law: Law) -> Iterator[Finding]:
    if purpose.basis is not Basis.LAW:
        return
    for term in law.terms:
        if not term.is_named_in(purpose.basis_words):
            continue
        known = "" if term.settled else f" (as far as known on {term.checked_at})"
        asks = f"the `{term.at_least}` that {term.source} asks{known}"
        keep = purpose.keep
        if (day := day_when_shorter(keep.period, term.at_least)) is not None:
            kept = f"`{keep.period}` of purpose `{purpose.id}`"
            message = f"{kept} is shorter than {asks}, e.g. from {day}"
            hint = "keep it that long, or name another basis"
            yield Finding(keep.span, "G214", message, "keep", hint)
        elif not keep.exactly:
            message = f"purpose `{purpose.id}` must keep no less than {asks}"
            hint = "add `exactly: true`: nothing goes a day early"
            yield Finding(keep.span, "G215", message, "keep", hint)


def _check_limits(policy: Policy, law: Law, span: Span) -> Iterator[Finding]:
    given = {"answer": policy.answer_within, "extension": policy.extend_by}
    for key, (limit, source) in law.limits.items():
        if (day := day_when_shorter(limit, given[key])) is not None:
            longer = f"`{key}: {given[key]}` is longer than the `{limit}` of {source}"
            message = f"{longer}, e.g. from {day}"
            yield Finding(span, "G216", message, str(given[key]), f"write `{key}: {limit}` or less")


def _check_countries(policy: Policy, law: Law) -> Iterator[Finding]:
    for recipient in policy.recipients.values():
        for country in recipient.countries:
            if country not in law.countries:
                yield unknown_country(recipient, country).finding
            elif country not in law.eea and not recipient.tools:
                yield without_tool(recipient, country).finding


def _check_ages(policy: Policy, law: Law) -> Iterator[Finding]:
    known = law.ages.get(policy.controller.authority.partition("/")[0])
    if known is None:
        return
    as_far = "" if known.settled else f" (as far as known on {known.checked_at})"
    for purpose in policy.purposes.values():
        age = purpose.guardian_below
        if age is not None and age < known.age:
            set_at = f"{known.source} sets the age at {known.age}{as_far}"
            message = f"purpose `{purpose.id}` asks children from {age}, and {set_at}"
            hint = f"write `guardian below: {known.age}`"
            yield Finding(purpose.span, "G250", message, str(age), hint)


_MEANT = {"UK": "GB", "EL": "GR"}
"""Letters that the Union writes of countries, and those of ISO 3166."""


def how_a_country_is_written(country: str) -> str:
    """Return what to write instead of the letters of no country."""
    meant = _MEANT.get(country.upper())
    return f"did you mean `{meant}`?" if meant else "write its two letters, as `NL`"


def unknown_country(recipient: Recipient, country: str) -> Lack:
    """Return what lacks where a country of a recipient is none."""
    span, hint = span_of(country, recipient.span), how_a_country_is_written(country)
    return Lack("G218", say("unknown country", country=shown(country)), hint, span, country)


def without_tool(recipient: Recipient, country: str) -> Lack:
    """Return what lacks where nothing protects data of a recipient in a country."""
    hint = "add `tool:` with what protects the data there"
    why = say("no safeguard", recipient=recipient.id)
    return Lack("G217", why, hint, span_of(country, recipient.span), country)


def _holds(text: str, names: tuple[str, ...]) -> bool:
    return all(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)


def _period(text: str) -> Period:
    return parse_period(text) or Period()

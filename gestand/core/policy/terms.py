"""The terms of their own under which some purposes hold data: what they are, and a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.findings import Span
from gestand.core.found import Found, shown, span_of
from gestand.core.policy.model import Basis, Policy, Purpose, Words

CODES = {
    "G249": "a condition for special categories, or an age for consent, does not fit its purpose",
    "G248": "marketing without asking first goes to people who did not buy from the controller",
}


def check_terms(policy: Policy, found: Found) -> None:
    """Check that what a purpose is allowed without more is what it does, and for whom."""
    for purpose in policy.purposes.values():
        for message, hint in _not_of_customers(policy, purpose) if purpose.soft_opt_in else ():
            found.add(span_of(purpose.id, Span("")), "G248", message, purpose.id, hint)
        for message, hint in _without_what_it_needs(policy, purpose):
            found.add(span_of(purpose.id, Span("")), "G249", message, purpose.id, hint)


def special_of(policy: Policy, purpose: Purpose) -> tuple[str, ...]:
    """Return the special categories that a purpose may hold."""
    held = policy.declared_categories(purpose.id)
    return tuple(one.id for one in policy.categories.values()
                 if one.id in held and one.sensitive == "special")  # fmt: skip


def _without_what_it_needs(policy: Policy, purpose: Purpose) -> Iterator[tuple[str, str]]:
    """Yield what a condition or an age needs, and its purpose has not."""
    named = f"purpose `{shown(purpose.id)}`"
    if purpose.condition and not special_of(policy, purpose):
        hint = "write `sensitive: special` at a category, or take `condition` out"
        yield f"{named} has a condition and holds no special category", hint
    if purpose.condition == "explicit consent" and purpose.basis is not Basis.CONSENT:
        hint = "write `basis: consent`, in a purpose of its own where the rest needs none"
        yield f"{named} has explicit consent as its condition, and asks for none", hint
    if purpose.guardian_below and purpose.basis is not Basis.CONSENT:
        hint = "write `basis: consent`, or take `guardian below` out"
        yield f"{named} says who consents for children, and asks no consent", hint


def _not_of_customers(policy: Policy, purpose: Purpose) -> Iterator[tuple[str, str]]:
    """Yield why mail of a purpose may not go out without asking.

    Source: article 11.7 of the Dutch Telecommunications Act, as far as known: the sender's own
    goods or services, like those that somebody bought.
    """
    named = f"purpose `{shown(purpose.id)}`"
    if not purpose.marketing:
        yield f"{named} has a `soft opt-in` and is no marketing", "add `marketing: true`"
    if purpose.basis is not Basis.INTEREST:
        hint = "write `basis: {interest: ...}`, or take `soft opt-in` out and ask first"
        yield f"{named} has a `soft opt-in` and does not rest on an interest", hint
    bought = [policy.contracts.get(kind) == "own" for kind in purpose.about]
    if not bought or not all(bought):
        hint = "name kinds of people with `contract: own` under `about:`"
        yield f"{named} has a `soft opt-in` and is about people who bought nothing", hint


CONDITION_WORDS: Mapping[str, tuple[str, Words]] = {
    "explicit consent": (
        "a",
        {"nl": "met uw uitdrukkelijke toestemming", "en": "with your explicit consent"},
    ),
    "employment law": (
        "b",
        {
            "nl": "omdat het arbeidsrecht of de sociale zekerheid dat vraagt",
            "en": "because employment law or social security asks for it",
        },
    ),
    "vital interests": (
        "c",
        {
            "nl": "als iemands leven ervan afhangt en diegene het niet zelf kan zeggen",
            "en": "if somebody’s life depends on it and they cannot say so themselves",
        },
    ),
    "members": (
        "d",
        {
            "nl": "binnen onze eigen kring van leden en oud-leden",
            "en": "within our own circle of members and former members",
        },
    ),
    "made public": (
        "e",
        {
            "nl": "omdat u ze zelf openbaar heeft gemaakt",
            "en": "because you have made them public yourself",
        },
    ),
    "legal claims": ("f", {"nl": "voor een rechtszaak", "en": "for a court case"}),
    "substantial interest": (
        "g",
        {
            "nl": "omdat een wet dat toestaat om een groot algemeen belang",
            "en": "because a law allows it for a substantial public interest",
        },
    ),
    "care": (
        "h",
        {
            "nl": "voor zorg, door mensen met een beroepsgeheim",
            "en": "for care, by people with a duty of secrecy",
        },
    ),
    "public health": (
        "i",
        {
            "nl": "omdat een wet dat vraagt voor de volksgezondheid",
            "en": "because a law asks it for public health",
        },
    ),
    "archives": (
        "j",
        {
            "nl": "voor een archief, onderzoek of statistiek, zoals een wet toestaat",
            "en": "for an archive, research or statistics, as a law allows",
        },
    ),
}
"""By condition its letter in article 9(2) GDPR, and how a statement says it, in our own words."""

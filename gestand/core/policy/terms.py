"""Check under what terms of their own some purposes hold data."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.findings import Span
from gestand.core.found import Found, shown, span_of
from gestand.core.policy.model import Basis, Policy, Purpose

CODES = {
    "G248": "marketing without asking first goes to people who did not buy from the controller",
}


def check_terms(policy: Policy, found: Found) -> None:
    """Check that what a purpose is allowed without more is what it does, and for whom."""
    for purpose in policy.purposes.values():
        for message, hint in _not_of_customers(policy, purpose) if purpose.soft_opt_in else ():
            found.add(span_of(purpose.id, Span("")), "G248", message, purpose.id, hint)


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

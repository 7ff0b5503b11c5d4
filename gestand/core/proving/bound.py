"""Whether recipients are bound as the statement says: agreements, kinds, and tools abroad.

Read from the policy and the dated lists of the law, entry by entry; `gestand recipients` works out
the same with spells of days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.policy.law import Law
from gestand.core.policy.model import (
    Adequacy,
    Clauses,
    CorporateRules,
    Policy,
    Recipient,
    Role,
    Tool,
)
from gestand.core.proving.verdict import Problem

PARTS = (
    "instructions", "confidentiality", "security", "sub-processors", "help within",
    "breach notice", "at the end", "audit",
)  # fmt: skip
"""What article 28(3) GDPR asks of an agreement with a processor, under its letters a to h."""
_LETTERS = "abcdefgh"

NO_AGREEMENT, NO_LETTER = "no agreement", "letter missing"
OTHER_KIND, NO_TOOL = "other kind", "no safeguard"


def processors(policy: Policy) -> list[Recipient]:
    """Return the recipients that work on instructions."""
    return [one for one in policy.recipients.values() if one.role is Role.PROCESSOR]


def abroad(policy: Policy, law: Law) -> list[tuple[Recipient, str]]:
    """Return each recipient with each country outside the EEA in which it has data."""
    return [
        (one, country)
        for one in policy.recipients.values()
        for country in one.countries
        if country not in law.eea
    ]


def unbound(policy: Policy, day: date) -> Iterator[Problem]:
    """Yield the processors without an agreement that counts on a day and has every part."""
    for one in processors(policy):
        counting = [
            each
            for each in one.agreements
            if each.begins <= day and (each.until is None or day <= each.until)
        ]
        if not counting:
            yield Problem(NO_AGREEMENT, one.id)
        for letter in _LETTERS if counting else ():
            if not any(each.says.get(letter) for each in counting):
                yield Problem(NO_LETTER, f"{one.id}, {letter}")


def of_other_kinds(policy: Policy) -> Iterator[Problem]:
    """Yield the processors whose kind the statement does not list."""
    for one in processors(policy):
        if one.kind not in policy.processors:
            yield Problem(OTHER_KIND, one.id)


def unprotected(policy: Policy, law: Law, day: date) -> Iterator[Problem]:
    """Yield the recipients outside the EEA for which no tool counts on a day."""
    for one, country in abroad(policy, law):
        if not any(_counts(tool, country, law, day) for tool in one.tools):
            yield Problem(NO_TOOL, f"{one.id}, {country}")


def _counts(tool: Tool, country: str, law: Law, day: date) -> bool:
    if isinstance(tool, Adequacy):
        decision = law.decisions.get(tool.decision)
        if decision is None or country not in decision.countries:
            return False
        if decision.needs_certificate and tool.certified_until is None:
            return False
        last = min(decision.until or date.max, tool.certified_until or date.max)
        return decision.begins <= day <= last
    if isinstance(tool, Clauses):
        return max(tool.signed, tool.assessed) <= day
    if isinstance(tool, CorporateRules):
        return max(tool.approved, tool.assessed) <= day
    return bool(tool.letter)

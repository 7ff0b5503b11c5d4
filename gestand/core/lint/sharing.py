"""Rules on who receives data, and in which role."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.lint.reading import Place, Reading, because
from gestand.core.policy.model import Role

ABROAD = ("sharing.transfers", "sharing.safeguards")


def recipients(reading: Reading) -> Iterator[Place]:
    """Yield where only processors are named, or nobody says what each gets for which purpose."""
    policy, causes = reading.policy, []
    if not policy.recipient_kinds:
        return
    if set(policy.recipient_kinds) <= set(policy.processors):
        causes.append("processors")
    per_purpose = any(reading.shares(one) for one in policy.purposes.values())
    if not per_purpose and not reading.uses("recipients"):
        causes.append("purposes")
    if causes:
        yield because(reading.top, *causes)


def customers_content(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not say who decides about data of customers."""
    if reading.policy.processing:
        yield from reading.silent("contact.processor")


def transfers(reading: Reading) -> Iterator[Place]:
    """Yield transfers out of the EEA without a country, a tool, or a way to get a copy."""
    eea, regular = reading.lists.eea, reading.policy.regular_recipients.values()
    for one in regular:
        if not one.tools and any(country not in eea for country in one.countries):
            yield Place(one.span, one.id, {}, ("tool",))
    if not any(one.tools for one in regular):
        yield from (because(place, "countries") for place in reading.says(*ABROAD))
    else:
        yield from (because(place, "copy") for place in reading.silent("sharing.copy"))


def processors_as_third_parties(reading: Reading) -> Iterator[Place]:
    """Yield the recipients that are called third parties and work on instructions."""
    for one in reading.policy.recipients.values():
        if one.kind in reading.policy.processors and one.role is Role.THIRD_PARTY:
            yield Place(one.span, one.id)


def demands(reading: Reading) -> Iterator[Place]:
    """Yield where a demand of an authority is enough, and no order that a law allows is asked."""
    yield from reading.missing(("sharing.law",), ("sharing.orders",))


RULES = {
    "L16": recipients,
    "L17": customers_content,
    "L18": transfers,
    "L43": processors_as_third_parties,
    "L48": demands,
}

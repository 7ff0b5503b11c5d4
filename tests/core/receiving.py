"""A small policy with one recipient, to be changed; and the packaged law."""

from __future__ import annotations

from datetime import date

from gestand.core.policy.model import Policy, Recipient
from gestand.core.policy.parse import parse_policy
from gestand.work.project import the_law
from tests.core.small import POLICY, changed

LAW = the_law()
DAY = date(2026, 11, 27)
PRINTER = "{name: Druk B.V., is: printer, country: NL, gets: [name], for: order}"
SAYS = (
    "instructions: art. 1, confidentiality: art. 2, security: art. 3, sub-processors: none, "
    "help within: P5D, breach notice: 24 hours, at the end: delete, audit: art. 8"
)
AGREEMENT = f"{{signed: 2025-03-01, until: 2028-03-01, {SAYS}}}"
CLAUSES = "{scc: c2p, signed: 2025-02-01, assessed: 2026-01-10}"


def policy(more: str = "", country: str = "NL", agreement: str = AGREEMENT) -> Policy:
    """Return the policy of De Es, whose printer has this country, agreement and `more`."""
    place, agreed = country and f"country: {country}", agreement and f"agreement: {agreement}"
    facts = ", ".join(part for part in (place, agreed, more) if part)
    recipient = f"{{name: Druk B.V., is: printer, gets: [name], for: order, {facts}}}"
    read, findings = parse_policy(changed(POLICY, PRINTER, recipient), "policy.yaml")
    assert (findings, read is not None) == ([], True)
    assert read is not None
    return read


def printer(more: str = "", country: str = "NL", agreement: str = AGREEMENT) -> Recipient:
    """Return that printer alone."""
    return policy(more, country, agreement).recipients["example-printer"]

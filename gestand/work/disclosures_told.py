"""A disclosure as a record for machines; nobody is named in it."""

from __future__ import annotations

from typing import Any

from gestand.work.disclosures import Logged

FIELDS = (
    "number", "at", "on", "outcome", "recipient", "name", "role", "countries", "purpose", "ground",
    "reference", "order", "categories", "rows", "values", "channel", "protected_by", "statement",
    "person", "package", "because",
)  # fmt: skip


def record(one: Logged, *, who: bool) -> dict[str, Any]:
    """Return a disclosure as plain values; a person and a package are digests with a key of ours.

    With `who` it tells who released it as well.
    """
    told = one.told
    found = {name: told.get(name) for name in FIELDS}
    found["number"], found["outcome"] = one.number, one.event
    found["person"] = list(told["people"])
    reasons = [f"{reason['lacks']}: {reason['why']}" for reason in told.get("because", ())]
    found["because"] = reasons or None
    return {**found, "by": told["by"]} if who else found

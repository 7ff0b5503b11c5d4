"""A disclosure as a record for machines; nobody is named in it."""

from __future__ import annotations

from typing import Any

from gestand.core.saying_words import LACKS
from gestand.core.sayings import kept_words
from gestand.work.disclosures import Logged

FIELDS = (
    "number", "at", "on", "outcome", "recipient", "name", "role", "countries", "purpose", "ground",
    "reference", "order", "categories", "rows", "values", "channel", "protected_by", "statement",
    "person", "package", "because",
)  # fmt: skip


def record(one: Logged, *, who: bool, language: str = "en") -> dict[str, Any]:
    """Return a disclosure as plain values; a person and a package are digests with a key of ours.

    With `who` it tells who released it as well. Sentences of ours are in the language.
    """
    told = one.told
    found = {name: told.get(name) for name in FIELDS}
    found["number"], found["outcome"] = one.number, one.event
    found["person"] = list(told["people"])
    if told.get("reference"):
        found["reference"] = kept_words(told.get("found_in"), language, told["reference"])
    lacks = LACKS[language]
    reasons = [
        f"{lacks.get(one['lacks'], one['lacks'])}: {kept_words(one, language, one['why'])}"
        for one in told.get("because", ())
    ]
    found["because"] = reasons or None
    return {**found, "by": told["by"]} if who else found

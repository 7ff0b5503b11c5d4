"""Read an organisation of a test the way `gestand lint` does, without its files on disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from gestand.core.lint.reading import Reading
from gestand.core.lint.rules import at
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.statement import parse_statement
from gestand.work.linting import the_rules

HERE = Path(__file__).parent
DAY = date(2026, 11, 28)
POLICY = "policy.yaml"


@cache
def text(organisation: str, file: str) -> str:
    """Return the text of a file of an organisation."""
    return (HERE / organisation / file).read_text("utf-8")


_policy, _statement = cache(parse_policy), cache(parse_statement)


def read(policy: str, statements: Mapping[str, str], day: date = DAY) -> Reading:
    """Return what the rules look at; what was read once is not read again."""
    found, _ = _policy(policy, POLICY)
    assert found is not None
    told = {language: _statement(text, f"{language}.md", language)[0]
            for language, text in statements.items()}  # fmt: skip
    whole = {language: one for language, one in told.items() if one is not None}
    return Reading(found, whole, None, day, the_rules().lists, POLICY)


def organisation(name: str, *languages: str, day: date = DAY) -> Reading:
    """Return an organisation of these tests as it stands."""
    return read(text(name, POLICY), {one: text(name, f"{one}.md") for one in languages}, day)


def fired(reading: Reading) -> dict[str, list[str]]:
    """Return the rules that find something, each with the files and lines of its places."""
    found = {rule.id: at(rule, reading) for rule in the_rules()}
    return {
        id_: [f"{place.span.file}:{place.span.line}" for place in places]
        for id_, places in found.items()
        if places
    }

"""The terms of the Data Privacy Vocabulary, as dated data; and a policy against them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.findings import Finding
from gestand.core.found import shown, span_of
from gestand.core.policy.model import Basis, Policy

CODES = {"G219": "a term has a prefix that is not known"}


@dataclass(frozen=True)
class Vocabulary:
    """The terms that Gestand writes, as far as they were looked up; `version` is their address.

    `bases` and `rights` say which terms stand for a lawful basis, and which rights go with it.
    """

    version: str
    prefixes: Mapping[str, str]
    terms: frozenset[str]
    bases: Mapping[Basis, tuple[str, ...]]
    rights: Mapping[Basis, tuple[str, ...]]


def parse_vocabulary(text: str) -> Vocabulary:
    """Return the vocabulary from its packaged data."""
    told = json.loads(text)
    bases = {basis: tuple(told["bases"][basis.value]["terms"]) for basis in Basis}
    rights = told["rights"]["terms"]
    own = [*told["terms"], *rights, *(term for terms in bases.values() for term in terms)]
    return Vocabulary(
        version=str(told["version"]),
        prefixes={str(name): str(address) for name, address in told["prefixes"].items()},
        terms=frozenset(own),
        bases=bases,
        rights={
            basis: tuple(term for term, counts in rights.items() if basis.value in counts)
            for basis in Basis
        },
    )


def check_terms(policy: Policy, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield the terms of a policy that a reader of its linked data could not look up."""
    named = [(term, one.span) for one in policy.categories.values() for term in one.dpv]
    named += [(term, one.span) for one in policy.purposes.values() for term in one.dpv]
    for term, span in named:
        prefix = term.partition(":")[0]
        if prefix not in vocabulary.prefixes:
            message = f"the prefix of the term `{shown(term)}` is not known"
            known = ", ".join(f"`{name}`" for name in vocabulary.prefixes)
            yield Finding(span_of(term, span), "G219", message, term, f"use one of {known}")

"""Check a policy, and a data map against it, as far as no live schema is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from gestand.core.datamap.check import check_map
from gestand.core.datamap.model import DataMap
from gestand.core.findings import Finding, Span
from gestand.core.forms.check import check_forms
from gestand.core.found import Found, span_of
from gestand.core.policy.cookies import check_cookies
from gestand.core.policy.declared import check_map_names, check_policy_names
from gestand.core.policy.model import Policy
from gestand.core.policy.registering import check_processing, check_processing_map
from gestand.core.policy.signing import check_signed
from gestand.core.policy.terms import check_terms
from gestand.core.zones import check_zone

CODES = {
    "G211": "a category contains itself",
    "G213": "two names come to the same promise id",
}


def check_policy(policy: Policy, datamap: DataMap | None) -> list[Finding]:
    """Return what is wrong in the policy, and between it and the data map."""
    found = Found()
    for rule in _RULES:
        rule(policy, found)
    if datamap is not None:
        check_map_names(policy, datamap, found)
        check_map(policy, datamap, found)
        check_processing_map(policy, datamap, found)
        check_forms(policy, datamap, found)
    return sorted(found.all())


def _check_zone(policy: Policy, found: Found) -> None:
    check_zone(policy.controller.zone, Span(""), found)


def _check_circles(policy: Policy, found: Found) -> None:
    for name in _in_circles({c.id: c.contains for c in policy.categories.values()}):
        message = f"category `{name}` contains itself"
        found.add(policy.categories[name].span, "G211", message, name, "break the circle")


def _in_circles(contains: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the name that each circle comes back to, walking every edge once."""
    finished: set[str] = set()
    for start in contains:
        path: dict[str, Iterator[str]] = {} if start in finished else {start: iter(contains[start])}
        while path:
            name, inner = next(reversed(path.items()))
            step = next(inner, None)
            if step is None:
                finished.add(name)
                del path[name]
            elif step in path:
                yield step
            elif step in contains and step not in finished:
                path[step] = iter(contains[step])


def _check_promise_ids(policy: Policy, found: Found) -> None:
    """A promise id writes a hyphen for a space, so two names may come to the same id."""
    for names in (policy.purposes, policy.attestations):
        seen: dict[str, str] = {}
        for name in names:
            slug = name.replace(" ", "-")
            other = seen.setdefault(slug, name)
            if other != name:
                message = f"`{name}` and `{other}` have the same promise ids: `{slug}`"
                found.add(span_of(name, Span("")), "G213", message, name, "rename one of the two")


_RULES: tuple[Callable[[Policy, Found], None], ...] = (
    _check_zone,
    check_policy_names,
    _check_circles,
    _check_promise_ids,
    check_processing,
    check_cookies,
    check_signed,
    check_terms,
)

"""Every difference between two policies: what a statement says of it, and what it does not say.

A reader of the statement is told what `changes` finds. Whoever publishes must see all of it: a
purpose that lives through another occasion holds other values, and no sentence tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields

from gestand.core.policy.changes import Added, Change, Listed, Part, Removed, changes, said
from gestand.core.policy.model import (
    Attestation,
    Category,
    Controller,
    Cookie,
    Policy,
    Processing,
    Promise,
    Purpose,
    Recipient,
    Signature,
)

ADDED, REMOVED = "added", "removed"


@dataclass(frozen=True)
class Within:
    """A difference that no statement tells: in which entry of the policy, and in what of it.

    `aspect` is a field of the entry, or says that all of it was added or removed.
    """

    kind: str
    id: str
    aspect: str


Difference = Change | Within

_TOLD_OF: Mapping[str, tuple[Part, Mapping[str, tuple[str, ...]]]] = {
    "purposes": (
        Part.PURPOSE,
        {
            "title": ("title",),
            "basis": ("basis",),
            "basis_words": ("basis",),
            "about": ("about",),
            "data": ("data", "required"),
            "keep": ("keep",),
            "tail_use": ("tail",),
            "asks": ("asks",),
            "marketing": ("marketing",),
        },
    ),
    "categories": (
        Part.CATEGORY,
        {"words": ("meaning",), "contains": ("meaning",), "never": ("meaning",)},
    ),
    "recipients": (
        Part.RECIPIENT,
        {
            "name": ("name",),
            "kind": ("kind",),
            "country": ("place",),
            "access": ("place",),
            "tools": ("place",),
            "gets": ("gets",),
            "purposes": ("purposes",),
        },
    ),
    "cookies": (
        Part.COOKIE,
        dict.fromkeys(("purpose", "kind", "lifetime", "host", "consent"), ("cookie",)),
    ),
    "attestations": (
        Part.ATTESTATION,
        dict.fromkeys(("claim", "body", "number", "until"), ("certificate",)),
    ),
    "controller": (
        Part.CONTROLLER,
        {
            **{n: (n,) for n in ("name", "email", "post", "phone", "register", "officer")},
            "authority": ("authority",),
            "fiscal_year": ("fiscal year",),
        },
    ),
    "answer_within": (Part.RIGHTS, {"": ("answer",)}),
    "extend_by": (Part.RIGHTS, {"": ("extension",)}),
    "processors": (Part.SHARING, {"": ("processors",)}),
}
"""By field of the policy and of its entries the aspects of a change that tells of it."""

_WITH_FIELDS = (
    Attestation, Category, Controller, Cookie, Processing, Promise, Purpose, Recipient, Signature,
)  # fmt: skip
_SKIPPED = frozenset({"id", "span"})
_NOT_COMPARED = frozenset({"effective"})
"""That one version begins on another day is what makes it another version."""


def differences(older: Policy, newer: Policy) -> tuple[Difference, ...]:
    """Return all that differs between two policies: first what a statement tells of it.

    It is empty exactly where the two are equal, but for the day on which each begins.
    """
    told = changes(older, newer)
    return (*told, *_within(older, newer, told))


def _within(older: Policy, newer: Policy, told: Collection[Change]) -> Iterator[Within]:
    known = {(one.part, one.id, _aspect(one)) for one in told}
    shared = {*older.controller.languages} & {*newer.controller.languages}
    for field in (one.name for one in fields(Policy) if one.name not in _NOT_COMPARED):
        part, aspects = _TOLD_OF.get(field, (None, {}))
        for one in _of_field(field, older, newer, shared):
            names = aspects.get(one.aspect, (one.aspect,))
            is_told = any((part, one.id, name) in known for name in names)
            if not is_told and not _comes_with(one, told, (older, newer)):
                yield one


def _of_field(
    field: str, older: Policy, newer: Policy, languages: set[str]
) -> Iterator[Within]:
    before, after = _entries(older, field), _entries(newer, field)
    for id_ in dict.fromkeys((*before, *after)):
        if id_ in before and id_ in after:
            names = _differing(before[id_], after[id_], languages)
            yield from (Within(field, id_, name) for name in names)
        else:
            yield Within(field, id_, ADDED if id_ in after else REMOVED)


def _aspect(change: Change) -> str:
    """Return what a change is about; of one that came or went, that it did."""
    if isinstance(change, Added | Removed):
        return ADDED if isinstance(change, Added) else REMOVED
    return change.aspect


def _entries(policy: Policy, field: str) -> Mapping[str, object]:
    """Return the entries of a field by their names; what has none is one entry."""
    value = getattr(policy, field)
    return value if isinstance(value, Mapping) else {"": value}


def _differing(before: object, after: object, languages: set[str]) -> list[str]:
    """Return the fields in which two entries differ; nothing as the name of what has no fields."""
    if not (isinstance(before, _WITH_FIELDS) and isinstance(after, _WITH_FIELDS)):
        return [""] if said(before, languages) != said(after, languages) else []
    names = (one.name for one in fields(after) if one.name not in _SKIPPED)
    return [
        name
        for name in names
        if said(getattr(before, name), languages) != said(getattr(after, name), languages)
    ]


def _comes_with(
    one: Within, told: Collection[Change], policies: tuple[Policy, Policy]
) -> bool:
    """Tell whether a moment or a category differs only with a purpose of which that is told."""
    if one.kind == "moments":
        names, used = _purposes_told(told, "keep"), _moments
    elif one.kind == "categories" and one.aspect in (ADDED, REMOVED):
        names, used = _purposes_told(told, "data"), _categories
    else:
        return False
    return any(
        one.id in used(policy, name)
        for policy in policies
        for name in names & policy.purposes.keys()
    )


def _purposes_told(told: Collection[Change], aspect: str) -> set[str]:
    """Return the purposes that came or went, or of which this aspect differs."""
    aspects = (ADDED, REMOVED, aspect)
    return {one.id for one in told if one.part is Part.PURPOSE and _aspect(one) in aspects}


def _categories(policy: Policy, purpose: str) -> frozenset[str]:
    return policy.declared_categories(purpose)


def _moments(policy: Policy, purpose: str) -> frozenset[str]:
    keep = policy.purposes[purpose].keep
    return frozenset({*(ending.moment for ending in keep.after), *(keep.at_most or ())[1:]})


def concerned(older: Policy, newer: Policy, one: Difference) -> tuple[str, ...] | None:
    """Return the purposes whose people a difference concerns; None where it concerns everybody.

    A purpose that is gone is one of the older version. An empty tuple: nobody whose data are held.
    """
    kind = one.kind if isinstance(one, Within) else one.part.value
    if kind in ("purpose", "purposes"):
        return (one.id,)
    if kind in ("category", "categories"):
        return tuple(
            id_ for id_ in newer.purposes if one.id in newer.declared_categories(id_)
        )
    if kind in ("recipient", "recipients"):
        policy = newer if one.id in newer.recipients else older
        named = policy.recipients[one.id].purposes
        if isinstance(one, Listed) and one.aspect == "purposes":
            named = (*one.added, *one.removed)
        return tuple(dict.fromkeys(named))
    return () if kind in ("cookie", "cookies") else None

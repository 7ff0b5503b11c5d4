"""What changed between two versions of a policy, for the people whom it is about.

Only what a statement says is compared: what data are used for, which, how long, on what
basis, who gets them. What an organisation keeps to itself (who may look, who chose a period)
changes nothing for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from gestand.core.policy.model import Keep, Policy, Words
from gestand.core.policy.safeguards import safeguard


class Part(Enum):
    """What a change is about."""

    PURPOSE = "purpose"
    CATEGORY = "category"
    RECIPIENT = "recipient"
    SHARING = "sharing"
    COOKIE = "cookie"
    ATTESTATION = "attestation"
    RIGHTS = "rights"
    CONTROLLER = "controller"


@dataclass(frozen=True)
class Added:
    """The newer version has this and the older one has not."""

    part: Part
    id: str


@dataclass(frozen=True)
class Removed:
    """The older version has this and the newer one has not."""

    part: Part
    id: str


@dataclass(frozen=True)
class Altered:
    """Both versions have this; `aspect` says which fact about it differs."""

    part: Part
    id: str
    aspect: str


@dataclass(frozen=True)
class Listed:
    """A list in both versions: what came to it and what left it."""

    part: Part
    id: str
    aspect: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


Change = Added | Removed | Altered | Listed

Fact = Callable[[Policy, str], object]
List = Callable[[Policy, str], tuple[str, ...]]


@dataclass(frozen=True)
class _Compared:
    """How one part of a policy is compared: its entries, their facts and their lists."""

    part: Part
    entries: Callable[[Policy], Mapping[str, object]]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    lists: Mapping[str, List] = field(default_factory=dict)
    comes_and_goes: bool = True


def changes(older: Policy, newer: Policy) -> tuple[Change, ...]:
    """Return what a newer version changes, in the order of the statement.

    Words count in the languages that both versions have; a language that is added changes
    nothing.
    """
    return tuple(change for one in _COMPARED for change in _between(one, older, newer))


def _between(one: _Compared, older: Policy, newer: Policy) -> Iterator[Change]:
    before, after = one.entries(older), one.entries(newer)
    shared = {*older.controller.languages} & {*newer.controller.languages}
    if one.comes_and_goes:
        yield from (Added(one.part, id_) for id_ in after if id_ not in before)
    for id_ in (id_ for id_ in after if id_ in before):
        for aspect, fact in one.facts.items():
            if said(fact(older, id_), shared) != said(fact(newer, id_), shared):
                yield Altered(one.part, id_, aspect)
        for aspect, listed in one.lists.items():
            yield from _moved(one.part, id_, aspect, listed(older, id_), listed(newer, id_))
        if one.part is Part.PURPOSE:
            yield from _asked(older, newer, id_)
    if one.comes_and_goes:
        yield from (Removed(one.part, id_) for id_ in before if id_ not in after)


def said(fact: object, languages: set[str]) -> object:
    """Return a fact with its words in these languages only; every mapping in it is words."""
    if isinstance(fact, Mapping):
        return {language: fact[language] for language in languages & fact.keys()}
    if isinstance(fact, tuple):
        return tuple(said(inner, languages) for inner in fact)
    return fact


def _moved(
    part: Part, id_: str, aspect: str, before: tuple[str, ...], after: tuple[str, ...]
) -> Iterator[Change]:
    added = tuple(name for name in after if name not in before)
    removed = tuple(name for name in before if name not in after)
    if added or removed:
        yield Listed(part, id_, aspect, added, removed)


def _asked(older: Policy, newer: Policy, id_: str) -> Iterator[Change]:
    """Yield which data of both versions a person must give now, or need not give any more."""
    before = {item.category: item.optional for item in older.purposes[id_].data}
    after = {item.category: item.optional for item in newer.purposes[id_].data}
    both = [name for name in after if name in before]
    added = tuple(name for name in both if before[name] and not after[name])
    removed = tuple(name for name in both if after[name] and not before[name])
    if added or removed:
        yield Listed(Part.PURPOSE, id_, "required", added, removed)


def _keep(policy: Policy, id_: str) -> object:
    """Return all that a period says, the words of its moments included."""
    keep: Keep = policy.purposes[id_].keep
    after = tuple((_moment(policy, e.moment), e.fiscal_year) for e in keep.after)
    cap = keep.at_most and (keep.at_most[0], _moment(policy, keep.at_most[1]))
    several = len(policy.purposes[id_].occasions) > 1
    return keep.period, after, keep.exactly, cap, several


def _moment(policy: Policy, name: str) -> Words:
    return policy.moments.get(name, {})


def _meaning(policy: Policy, id_: str) -> object:
    """Return what a category stands for, in words."""
    one = policy.categories[id_]
    inner = tuple(policy.categories[c].words for c in one.contains if c in policy.categories)
    return one.words, inner, one.never


def _declared(policy: Policy) -> Mapping[str, object]:
    """Return the categories that a purpose of the policy names."""
    names = {item.category for purpose in policy.purposes.values() for item in purpose.data}
    return {name: one for name, one in policy.categories.items() if name in names}


def _place(policy: Policy, id_: str) -> object:
    one = policy.recipients[id_]
    return one.country, one.access, safeguard(one)


def _kind(policy: Policy, id_: str) -> object:
    return policy.recipient_kinds.get(policy.recipients[id_].kind)


def _cookie(policy: Policy, id_: str) -> object:
    one = policy.cookies[id_]
    return one.purpose, one.kind, one.lifetime, one.host, one.consent


def _certificate(policy: Policy, id_: str) -> object:
    one = policy.attestations[id_]
    return one.claim, one.body, one.number, one.until


def _once(_: Policy) -> Mapping[str, object]:
    """Return the one entry of a part that a policy has only once."""
    return {"": None}


_COMPARED = (
    _Compared(
        Part.PURPOSE,
        lambda policy: policy.purposes,
        {
            "title": lambda policy, id_: policy.purposes[id_].title,
            "keep": _keep,
            "basis": lambda policy, id_: (
                policy.purposes[id_].basis,
                policy.purposes[id_].basis_words,
            ),
            "tail": lambda policy, id_: policy.purposes[id_].tail_use,
            "asks": lambda policy, id_: policy.purposes[id_].asks,
            "marketing": lambda policy, id_: policy.purposes[id_].marketing,
        },
        {
            "data": lambda policy, id_: tuple(i.category for i in policy.purposes[id_].data),
            "about": lambda policy, id_: policy.purposes[id_].about,
        },
    ),
    _Compared(Part.CATEGORY, _declared, {"meaning": _meaning}, comes_and_goes=False),
    _Compared(
        Part.RECIPIENT,
        lambda policy: policy.regular_recipients,
        {
            "name": lambda policy, id_: policy.recipients[id_].name,
            "kind": _kind,
            "place": _place,
        },
        {
            "gets": lambda policy, id_: policy.recipients[id_].gets,
            "purposes": lambda policy, id_: policy.recipients[id_].purposes,
        },
    ),
    _Compared(Part.SHARING, _once, {}, {"processors": lambda policy, _: policy.processors}),
    _Compared(Part.COOKIE, lambda policy: policy.cookies, {"cookie": _cookie}),
    _Compared(Part.ATTESTATION, lambda policy: policy.attestations, {"certificate": _certificate}),
    _Compared(
        Part.RIGHTS,
        _once,
        {
            "answer": lambda policy, _: policy.answer_within,
            "extension": lambda policy, _: policy.extend_by,
        },
    ),
    _Compared(
        Part.CONTROLLER,
        _once,
        {
            "name": lambda policy, _: policy.controller.name,
            "email": lambda policy, _: policy.controller.email,
            "post": lambda policy, _: policy.controller.post,
            "phone": lambda policy, _: policy.controller.phone,
            "register": lambda policy, _: policy.controller.register,
            "officer": lambda policy, _: policy.controller.officer,
            "authority": lambda policy, _: policy.controller.authority,
            "fiscal year": lambda policy, _: policy.controller.fiscal_year,
        },
    ),
)
"""What a statement says, in its order; a part of the policy that is not here is not compared."""

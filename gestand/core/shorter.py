"""Say a condition in fewer words: what another part says already need not be asked again.

Each condition is either true or false of a row, so one that holds wherever another does adds
nothing to a choice between the two. A store asks each part of each row: what is left out here is
never asked at all.
"""

from __future__ import annotations

from collections.abc import Iterable

from gestand.core.predicate import All, Any, Linked, Not, Predicate, none_of

_CONTAINING = frozenset({All, Any, Not, Linked})
"""Conditions that are looked into: of any others only the same one implies the other."""


def none_of_these(*parts: Predicate) -> Predicate:
    """Return a condition that is true when no part is, without parts that others contain."""
    each = [inner for part in parts for inner in (part.parts if isinstance(part, Any) else (part,))]
    return none_of(*widest(dict.fromkeys(each)))


def widest(parts: Iterable[Predicate]) -> list[Predicate]:
    """Return the parts that are needed to say that one of them holds, in their order."""
    kept: list[Predicate] = []
    for part in parts:
        if not any(implies(part, other) for other in kept):
            kept = [other for other in kept if not implies(other, part)] + [part]
    return kept


def implies(one: Predicate, other: Predicate) -> bool:
    """Tell whether `other` is seen to hold wherever `one` does, by how the two are written."""
    # Asked for each pair of a choice's parts: so what is seldom the case is not looked at first.
    this, that = type(one), type(other)
    if one is other or (this is that and one == other):
        return True
    if this not in _CONTAINING and that not in _CONTAINING:
        return False
    if isinstance(other, All):
        return all(implies(one, part) for part in other.parts)
    if isinstance(one, Any):
        return all(implies(part, other) for part in one.parts)
    if isinstance(one, All) and any(implies(part, other) for part in one.parts):
        return True
    if isinstance(other, Any):
        return any(implies(one, part) for part in other.parts)
    if isinstance(one, Not) and isinstance(other, Not):
        return implies(other.part, one.part)
    if isinstance(one, Linked) and isinstance(other, Linked):
        same = (one.alias, one.table, one.pairs) == (other.alias, other.table, other.pairs)
        return same and implies(one.where, other.where)
    return False

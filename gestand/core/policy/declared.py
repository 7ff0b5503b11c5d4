"""Used but not declared, declared but not used: the names of policy and data map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gestand.core.datamap.model import Binding, DataMap, MappedTable
from gestand.core.findings import Span
from gestand.core.found import Found, span_of
from gestand.core.policy.model import Policy, Purpose
from gestand.core.promises import promises_of

CODES = {
    "G104": "a name is used that nothing declares",
    "G210": "a name is declared that nothing uses",
}

Use = tuple[str, Span]
"""A name where it is used."""

_BINDING_KEYS = ("table", "began", "from")


def check_policy_names(policy: Policy, found: Found) -> None:
    """Check the names that a policy uses of its own."""
    known = found.known
    known("category", _categories_used(policy), policy.categories)
    known("kind of person", _about(policy), policy.subjects)
    known("moment", _moments_used(policy), policy.moments)
    known("purpose", _purposes_of_recipients(policy), policy.purposes)
    known("kind of recipient", _recipient_kinds(policy), policy.recipient_kinds)
    _unused(found, "category", policy.categories, _categories_held(policy))
    _unused(found, "moment", policy.moments, (name for name, _ in _moments_used(policy)))


def check_map_names(policy: Policy, datamap: DataMap, found: Found) -> None:
    """Check the names that a data map uses, its own and those of the policy."""
    known = found.known
    known("category", _columns(datamap), (*policy.categories, "secret", "technical"))
    known("purpose", _purposes_mapped(datamap), policy.purposes)
    known("kind of person", _kinds(datamap), policy.subjects)
    known("kind of person", _owner_kinds(datamap), datamap.subjects)
    known("kind of person", _about_connected(policy, datamap), datamap.subjects)
    known("moment", _moments_bound(datamap), (*policy.moments, *_BINDING_KEYS))
    known("occasion", _occasions_needed(policy, datamap), datamap.occasions)
    known("table", _tables(datamap), datamap.tables)
    known("store", _stores(datamap), datamap.stores)
    pairs = ((pair.promise, pair.span) for pair in datamap.together.values())
    known("promise", pairs, promises_of(policy))
    _unused_in_map(policy, datamap, found)


def connected(policy: Policy, datamap: DataMap) -> dict[str, Purpose]:
    """Return the purposes that a table of the map lists, of those in reach, by id."""
    listed = {n for table in datamap.tables.values() if table.planned for n in table.purposes}
    return {name: purpose for name, purpose in policy.purposes.items() if name in listed}


def bindings_of(datamap: DataMap, purpose: Purpose) -> list[Binding]:
    """Return every table that an occasion of `purpose` is bound to."""
    return [b for name in purpose.occasions for b in datamap.occasions.get(name, ())]


def moments_of(binding: Binding) -> set[str]:
    """Return the moments that are bound on the table of `binding`, or over an edge of it."""
    return set(binding.moments).union(*(via.moments for via in binding.vias))


def _unused_in_map(policy: Policy, datamap: DataMap, found: Found) -> None:
    about = {name for purpose in policy.purposes.values() for name in purpose.about}
    owners = {name for name, _ in _owner_kinds(datamap)}
    bare = {s.id: s for s in datamap.subjects.values() if s.table is None}
    tables = {table.store for table in datamap.tables.values()}
    occasions = {name for purpose in policy.purposes.values() for name in purpose.occasions}
    _unused(found, "kind of person", policy.subjects, {*about, *datamap.subjects})
    _unused(found, "kind of person", bare, owners)
    _unused(found, "purpose", policy.purposes, {name for name, _ in _purposes_mapped(datamap)})
    _unused(found, "occasion", datamap.occasions, occasions)
    _unused(found, "store", datamap.stores, tables)
    _unused_moments(policy, datamap, found)


def _unused_moments(policy: Policy, datamap: DataMap, found: Found) -> None:
    """A moment that is bound and from which no purpose counts promises nothing."""
    counted: dict[str, set[str]] = {}
    for purpose in policy.purposes.values():
        moments = {name for name, _ in _moments_of_purpose(purpose)}
        for occasion in purpose.occasions:
            counted.setdefault(occasion, set()).update(moments)
    bindings = [b for bindings in datamap.occasions.values() for b in bindings]
    for name, moment, span in ((b.occasion, m, b.span) for b in bindings for m in _bound(b)):
        if moment in policy.moments and moment not in counted.get(name, ()):
            message = f"no purpose of occasion `{name}` counts from moment `{moment}`"
            hint = "take it out, or name it under `after:` of a purpose"
            found.add(span_of(moment, span), "G210", message, moment, hint)


def _unused(found: Found, what: str, declared: Iterable[str], used: Iterable[str]) -> None:
    names = set(used)
    for name in declared:
        if name not in names:
            message = f"{what} `{name}` is declared and nothing uses it"
            span = span_of(name, Span(""))
            found.add(span, "G210", message, name, "use it, or take it out")


def _categories_used(policy: Policy) -> Iterator[Use]:
    for category in policy.categories.values():
        yield from ((name, category.span) for name in category.contains)
    for purpose in policy.purposes.values():
        yield from ((item.category, item.span) for item in purpose.data)
    for recipient in policy.recipients.values():
        yield from ((name, recipient.span) for name in recipient.gets)


def _categories_held(policy: Policy) -> set[str]:
    """Return the categories that a purpose needs, those that they contain included."""
    return {*policy.declared_categories(*policy.purposes)}


def _about(policy: Policy) -> Iterator[Use]:
    for purpose in policy.purposes.values():
        yield from ((name, purpose.span) for name in purpose.about)


def _moments_used(policy: Policy) -> Iterator[Use]:
    for purpose in policy.purposes.values():
        yield from _moments_of_purpose(purpose)


def _moments_of_purpose(purpose: Purpose) -> Iterator[Use]:
    yield from ((ending.moment, ending.span) for ending in purpose.keep.after)
    if purpose.keep.at_most:
        yield purpose.keep.at_most[1], purpose.keep.span


def _purposes_of_recipients(policy: Policy) -> Iterator[Use]:
    for recipient in policy.recipients.values():
        yield from ((name, recipient.span) for name in recipient.purposes)


def _recipient_kinds(policy: Policy) -> Iterator[Use]:
    yield from ((name, Span("")) for name in policy.processors)
    yield from ((r.kind, r.span) for r in policy.recipients.values() if r.kind)


def _columns(datamap: DataMap) -> Iterator[Use]:
    for table in datamap.tables.values():
        yield from ((c.category, c.span) for c in table.values if c.category)


def _purposes_mapped(datamap: DataMap) -> Iterator[Use]:
    for place in datamap.places.values():
        yield from ((name, place.span) for name in place.purposes)
    for table in datamap.tables.values():
        yield from ((name, table.span) for name in table.purposes)
        yield from ((consent.purpose, consent.span) for consent in table.consents)
        yield from ((fact.purpose, fact.span) for fact in table.facts if fact.purpose)


def _kinds(datamap: DataMap) -> Iterator[Use]:
    yield from ((subject.id, subject.span) for subject in datamap.subjects.values())


def _owner_kinds(datamap: DataMap) -> Iterator[Use]:
    owners = (owner for table in datamap.tables.values() for owner in table.owners)
    yield from ((owner.kind, owner.span) for owner in owners if owner.kind)


def _about_connected(policy: Policy, datamap: DataMap) -> Iterator[Use]:
    for purpose in connected(policy, datamap).values():
        declared = (name for name in purpose.about if name in policy.subjects)
        yield from ((name, purpose.span) for name in declared)


def _moments_bound(datamap: DataMap) -> Iterator[Use]:
    for bindings in datamap.occasions.values():
        for binding in bindings:
            yield from ((name, binding.span) for name in _bound(binding))


def _bound(binding: Binding) -> Iterator[str]:
    yield from binding.moments
    for via in binding.vias:
        yield from via.moments


def _occasions_needed(policy: Policy, datamap: DataMap) -> Iterator[Use]:
    for purpose in connected(policy, datamap).values():
        yield from ((name, purpose.span) for name in purpose.occasions)
    for table in datamap.tables.values():
        yield from ((held.occasion, held.span) for held in table.held_by)
    for pair in datamap.together.values():
        yield from ((name, pair.span) for name in (pair.occasion, pair.partner))


def _tables(datamap: DataMap) -> Iterator[Use]:
    for subject in datamap.subjects.values():
        yield from ((name, subject.span) for name in (subject.table,) if name)
    for bindings in datamap.occasions.values():
        for binding in bindings:
            yield binding.table, binding.span
            yield from ((via.of, via.span) for via in binding.vias if via.of)
    yield from _owner_tables(datamap.tables.values())


def _owner_tables(tables: Iterable[MappedTable]) -> Iterator[Use]:
    owners = (owner for table in tables for owner in table.owners)
    yield from ((owner.table, owner.span) for owner in owners if owner.table)


def _stores(datamap: DataMap) -> Iterator[Use]:
    yield from ((table.store, table.span) for table in datamap.tables.values() if table.name)

"""The people whose row it is, as conditions: over which way, and whether that way counts.

A row may lead to several people, or to one of several. A way counts for a row when every edge
on it is filled and meets its condition; a row for which none counts belongs to nobody that is
known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gestand.core.datamap.conditions import Comparison, apart
from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Way
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    Column,
    Equals,
    Linked,
    Not,
    Null,
    Predicate,
    Same,
    all_of,
    any_of,
    none_of,
)

ROW = "t"


def outward(edge: Edge, alias: str) -> tuple[tuple[Column, str], ...]:
    """Pair the child's columns, at `alias`, with the parent's."""
    own = (Column(alias, name) for name in edge.columns)
    return tuple(zip(own, edge.parent_columns, strict=True))


def inward(edge: Edge, alias: str) -> tuple[tuple[Column, str], ...]:
    """Pair the parent's columns, at `alias`, with the child's."""
    own = (Column(alias, name) for name in edge.parent_columns)
    return tuple(zip(own, edge.columns, strict=True))


def meets(when: Sequence[Comparison], alias: str) -> Predicate:
    """Return where the row at `alias` meets the condition of an edge."""
    parts: list[Predicate] = []
    for compared in when:
        column = Column(alias, compared.column)
        if compared.values and compared.others:
            parts += [Not(Null(column)), Not(Equals(column, compared.values))]
        elif compared.values:
            parts.append(Equals(column, compared.values))
        else:
            parts.append(Not(Null(column)) if compared.filled else Null(column))
    return all_of(*parts)


def person_of(holdings: Holdings, way: Way, test: Callable[[Column, bool], Predicate]) -> Predicate:
    """Return `test` on the column that names the person to whom `way` leads from the row `t`.

    The second argument of `test` says whether that column is an identifier, to be compared
    without case and spaces, and not a key. An identifier of people who have rows of their own
    is not confirmed: it gives nobody a say in the row (GROUNDS rule 21).
    """
    if way.by_identifier and holdings.subjects[way.kind] is not None:
        return NEVER

    def named(alias: str) -> Predicate:
        found = test(Column(alias, way.column), way.by_identifier)
        return all_of(meets(way.when, alias), found)

    if len(way.edges) == 1 and not way.by_identifier and not way.when:
        (edge,) = way.edges
        if edge.parent_columns == (way.column,):
            return all_of(meets(edge.when, ROW), test(Column(ROW, edge.columns[0]), False))
    return _along(way.edges, ROW, "o", named)


def counts(way: Way, row: str = ROW, prefix: str = "o") -> Predicate:
    """Return where `way` leads from `row` to somebody: every edge filled and fitting.

    Where a row behind an edge is not there a person is asked anyhow: that is not looked at.
    """
    looked_at = way.edges[: way.doubtful]
    if way.doubtful > len(way.edges):
        return _along(looked_at, row, prefix, lambda alias: _named(way, alias))
    if not looked_at:
        return ALWAYS
    return _along(looked_at[:-1], row, prefix, lambda alias: _filled(looked_at[-1], alias))


def leads(way: Way) -> Predicate:
    """Return where `way` leads from the row `t` to somebody, over rows that are there.

    Unlike `counts` it looks at every edge: one that is never empty may lead nowhere all the same,
    where the database does not see to it. A key names its person, even where their row is gone;
    but where some rows of their table are people of another kind, only the row tells who it is.
    """
    if not way.edges:
        return counts(way)
    if way.doubtful > len(way.edges):
        return _along(way.edges, ROW, "o", lambda alias: _named(way, alias))
    if way.by_identifier:
        return _along(way.edges, ROW, "o", lambda alias: ALWAYS)
    return _along(way.edges[:-1], ROW, "o", lambda alias: _filled(way.edges[-1], alias))


def of_these(
    table: HeldTable,
    ways: Sequence[int],
    ask: Callable[[int | None], Predicate],
    among: Sequence[int] = (),
) -> Predicate:
    """Return where `ask` holds for one of the people to whom some `ways` of a row lead.

    Where none of these ways counts, nor of those `among` which they are, it is asked of the row's
    other people: what is about somebody unknown stays as long as the row does. Where no way counts
    at all it is asked of None.
    """
    if not table.shared:
        return ask(0)
    asked = [ask(number) for number in range(len(table.ways))]
    of_none = ask(None)
    if all(each == of_none for each in asked):
        # The answer does not depend on whose row it is: then nobody need be looked for.
        return of_none
    counting = [counts(way) for way in table.ways]
    others = [number for number in range(len(table.ways)) if number not in ways]
    about = [all_of(counting[n], asked[n]) for n in ways]
    unknown = none_of(*(leads(table.ways[n]) for n in among or ways))
    instead = any_of(*(all_of(counting[n], asked[n]) for n in others))
    nobody = all_of(none_of(*counting), of_none)
    return any_of(*about, all_of(unknown, instead), nobody)


def nobodys(table: HeldTable) -> Predicate:
    """Return where none of the ways of a row of several counts."""
    return none_of(*(counts(way) for way in table.ways)) if table.shared else NEVER


def same_person(way: Way, other: Way, alias: str, passed: Sequence[tuple[str, Edge]]) -> Predicate:
    """Return where `way`, from the row `t`, leads to whom `other` leads from the row at `alias`.

    `passed` are the edges upwards that were followed from the row already, each with the alias
    of the row that it led to.
    """
    kinds_differ = way.kind != other.kind or way.by_identifier or other.by_identifier
    if kinds_differ or not way.edges or _exclude(way.edges[0], [edge for _, edge in passed]):
        return NEVER
    last, edges, start = way.edges[-1], list(way.edges[:-1]), ROW
    theirs = other.edges[-1].columns if other.edges else last.parent_columns
    differ = other.edges and other.edges[-1].parent_columns != last.parent_columns
    if differ or len(last.columns) != 1:
        return NEVER
    for name, edge in passed:
        if not edges or edges[0] != edge:
            break
        edges, start = edges[1:], name

    def met(here: str) -> Predicate:
        return _along(other.edges[:-1], alias, "p", lambda there: meeting(here, there))

    def meeting(here: str, there: str) -> Predicate:
        when = meets(other.edges[-1].when, there) if other.edges else ALWAYS
        same = Same(Column(here, last.columns[0]), Column(there, theirs[0]))
        return all_of(meets(last.when, here), when, same)

    return _along(edges, start, "o", met)


def _exclude(edge: Edge, passed: Sequence[Edge]) -> bool:
    """Tell whether no row meets the conditions of both edges with which two ways begin."""
    return any(apart(edge.when, other.when) for other in passed[:1])


def _filled(edge: Edge, alias: str) -> Predicate:
    return all_of(meets(edge.when, alias), none_of(*(Null(c) for c, _ in outward(edge, alias))))


def _named(way: Way, alias: str) -> Predicate:
    return all_of(meets(way.when, alias), Not(Null(Column(alias, way.column))))


def _along(
    edges: Sequence[Edge], start: str, prefix: str, then: Callable[[str], Predicate]
) -> Predicate:
    """Return `then` of the row at the end of `edges`, from the row at `start`."""
    names = [start, *(f"{prefix}{number}" for number in range(1, len(edges) + 1))]
    found = then(names[-1])
    for edge, outer, inner in reversed(list(zip(edges, names, names[1:], strict=False))):
        linked = Linked(inner, edge.parent, outward(edge, outer), found)
        found = all_of(meets(edge.when, outer), linked)
    return found

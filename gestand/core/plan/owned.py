"""The rows of the people who are asked about, as a condition.

For a few people out of many: it starts from the people, whose keys stand in key sets such as
`asked:KIND`, and not from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Way
from gestand.core.owners import ROW, meets
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    Among,
    Column,
    Listed,
    Predicate,
    all_of,
    any_of,
)


def in_question(
    holdings: Holdings,
    table: HeldTable,
    asked: frozenset[str],
    ways: Sequence[int] | None = None,
) -> Predicate:
    """Return which rows `t` of a table are in question: all, where no kinds of people are asked.

    Otherwise those that belong to one of the people asked about, over one of `ways`.
    """
    if not asked:
        return ALWAYS
    numbers = range(len(table.ways)) if ways is None else ways
    return any_of(*(leads_to(holdings, table.ways[n], "asked", asked) for n in numbers))


def leads_to(holdings: Holdings, way: Way, what: str, kinds: frozenset[str]) -> Predicate:
    """Return where `way` leads from the row `t` to somebody in a key set `WHAT:KIND`."""
    unconfirmed = way.by_identifier and holdings.subjects[way.kind] is not None
    if way.kind not in kinds or unconfirmed:
        return NEVER
    return _from(way, way.edges, f"{what}:{way.kind}", ROW)


def linked_to(holdings: Holdings, link: Edge, way: Way, kinds: frozenset[str]) -> Predicate:
    """Return where a row points with `link` at the row `t`, and `way` from it to who asks."""
    if leads_to(holdings, way, "asked", kinds) == NEVER:
        return NEVER
    own = tuple(Column(ROW, column) for column in link.parent_columns)
    where = _from(way, way.edges, f"asked:{way.kind}", _LINK)
    return Among(own, _LINK, link.child, link.columns, where)


_LINK = "l"


def _from(way: Way, edges: Sequence[Edge], name: str, alias: str) -> Predicate:
    if not edges:
        named = Listed(name, (Column(alias, way.column),), folded=way.by_identifier)
        return all_of(meets(way.when, alias), named)
    edge, *above = edges
    own = tuple(Column(alias, column) for column in edge.columns)
    looked_at = above or way.by_identifier or way.when
    if not looked_at and edge.parent_columns == (way.column,):
        return all_of(meets(edge.when, alias), Listed(name, own))
    inner = f"{alias}p"
    where = _from(way, above, name, inner)
    among = Among(own, inner, edge.parent, edge.parent_columns, where)
    return all_of(meets(edge.when, alias), among)

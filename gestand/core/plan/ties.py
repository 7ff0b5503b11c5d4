"""What ties rows to a person: it goes once nothing that is found by it has still to go.

A row may come in after the plan was made. Where it is somebody's over another row, of which the
value or the pointer that leads on to the person goes, nobody would find it any more: the next run
least of all. So what leads to people stays while a row that is found by it has still to go. When
the plan is made no row has, but for those that go first; so it is asked again only where
somebody else has written since. Rows of another store share no transaction with what leads from
them to the person: what it `finds` is asked by a plan that is made once they are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gestand.core.datamap.holdings import Edge, Holdings, Way
from gestand.core.names import store_of
from gestand.core.owners import ROW, inward, meets
from gestand.core.plan.steps import Erase, Redact, Step
from gestand.core.predicate import Differs, Linked, Predicate, all_of, any_of, none_of, of_row


def tied(steps: Iterable[Step], holdings: Holdings) -> Iterator[Step]:
    """Yield the steps; those that take away what ties rows to people say where these are."""
    every = list(steps)
    for step in every:
        if isinstance(step, Redact):
            chains = _chains(step, holdings)
            here = [edges for edges in chains if all(e.within_one_store for e in edges)]
            away = frozenset(store_of(edges[0].child) for edges in chains)
            ties = any_of(*(_to_go(edges, every) for edges in here))
            yield replace(step, ties=ties, finds=away - {store_of(step.table)})
        else:
            yield step


def _chains(cut: Redact, holdings: Holdings) -> Sequence[tuple[Edge, ...]]:
    """Return the edges over which rows of other tables are found by what a step empties."""
    columns = {change.column for change in cut.changes}
    chains = {
        edges
        for table in holdings.tables.values()
        for way in table.ways
        for edges in _over(way, cut.table, columns)
    }
    return sorted(chains, key=str)


def _over(way: Way, table: str, columns: set[str]) -> Iterator[tuple[Edge, ...]]:
    """Yield the edges from a row to one of `table`, from where a way goes on by `columns`."""
    for number, edge in enumerate(way.edges, start=1):
        if edge.child == table:
            return
        rest = way.edges[number:]
        on = {*rest[0].columns} if rest else {way.column} if way.by_identifier else set()
        if edge.parent == table and on & columns:
            yield way.edges[:number]


def _to_go(edges: Sequence[Edge], steps: Sequence[Step]) -> Predicate:
    """Return where a row that leads over `edges` to the row `t` has still to go, or lose cells."""
    child = edges[0].child
    redacts = [step for step in steps if isinstance(step, Redact) and step.table == child]
    still: list[Predicate] = [
        all_of(of_row(step.where, ROW, "n0"), Differs("n0", step.key, step.changes))
        for step in redacts
        if not step.with_removal
    ]
    # A row that stays because another one points at it has lost its cells: then it leads to nobody.
    still += [
        of_row(all_of(step.where, none_of(step.pinned)), ROW, "n0")
        for step in steps
        if isinstance(step, Erase) and step.table == child and not redacts
    ]
    where = any_of(*still)
    for number, edge in enumerate(edges if still else ()):
        own, outer = f"n{number}", ROW if number == len(edges) - 1 else f"n{number + 1}"
        where = Linked(own, edge.child, inward(edge, outer), all_of(meets(edge.when, own), where))
    return where

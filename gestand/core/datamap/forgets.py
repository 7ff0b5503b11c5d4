"""Which pointers are emptied when the row they point at goes, and so keep no row where it is.

Elsewhere a row stays, emptied, for as long as another one points at it (GROUNDS rule 20). Rows
that point at rows of their own table, or at one another in a circle, cannot wait for one another:
one of the pointers has to be emptied first. Never the edge to an owner, and never a column that a
moment, a condition, a declared reach or another edge reads: what holds a row would change with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gestand.core.datamap.edges import Edges
from gestand.core.datamap.holdings import Edge, Forgets, Occasion
from gestand.core.findings import Finding, Span
from gestand.core.plan.order import children_first

CODES = {
    "G408": "Tables point at one another in a circle, and no pointer is sure to be emptied.",
    "G416": "A table points at itself with a column that cannot be emptied.",
    "G445": "A pointer under `forgets:` cannot be emptied.",
}

_MAKE_IT_SO = "let it be NULL where it points at nothing, and let nothing else read it"


@dataclass(frozen=True)
class Ordered:
    """The tables, children before their parents, and the pointers that need no order."""

    order: tuple[str, ...]
    forgets: tuple[Forgets, ...]
    findings: tuple[Finding, ...]


def ordered(tables: Iterable[str], edges: Edges, occasions: tuple[Occasion, ...]) -> Ordered:
    """Order the tables with personal data; where that is impossible, say why."""
    return _Ordering(tuple(tables), edges, occasions).found()


@dataclass(frozen=True)
class _Ordering:
    tables: tuple[str, ...]
    edges: Edges
    occasions: tuple[Occasion, ...]

    def found(self) -> Ordered:
        inside = [e for e in self.edges.references if {e.child, e.parent} <= {*self.tables}]
        inside.sort(key=lambda edge: (edge.child, edge.columns, edge.parent))
        free = {edge: columns for edge in inside if (columns := self._free(edge))}
        named = [edge for edge in inside if self._is_named(edge)]
        findings = [
            _finding("G445", edge, self._span(edge), _MAKE_IT_SO)
            for edge in named
            if edge not in free
        ]
        findings += [
            _finding("G416", edge, self._span(edge), _MAKE_IT_SO)
            for edge in inside
            if edge.child == edge.parent and edge not in free and edge not in named
        ]
        findings += self._pointless(named)
        between = [e for e in inside if e.child != e.parent and e not in named]
        solid = [edge for edge in between if edge not in free]
        # A circle in which nothing else can be emptied leaves no choice.
        forced = [e for e in between if e in free and _leads_back(e, solid)]
        pairs = [(e.child, e.parent) for e in between if e not in forced]
        order, circle = children_first(self.tables, pairs)
        if circle:
            findings.append(self._circle(circle, free, between))
        forgets = [
            Forgets(edge, free[edge])
            for edge in inside
            if edge in free and (edge.child == edge.parent or edge in named or edge in forced)
        ]
        return Ordered(order, tuple(forgets), tuple(findings))

    def _pointless(self, named: list[Edge]) -> Iterator[Finding]:
        """Yield what is to be emptied, and points from or at rows that never go."""
        reached = {(edge.child, column) for edge in named for column in edge.columns}
        for mapped in self.edges.datamap.tables.values():
            for pointer in mapped.forgets:
                if (mapped.id, pointer.column) not in reached and mapped.id in self.edges.tables:
                    message = f"`{mapped.id}`: `{pointer.column}` is not between personal rows"
                    hint = "take it out: what it points at does not go"
                    yield Finding(pointer.span, "G445", message, pointer.column, hint)

    def _is_named(self, edge: Edge) -> bool:
        named = self.edges.datamap.tables[edge.child].forgets
        return any(pointer.column in edge.columns for pointer in named)

    def _span(self, edge: Edge) -> Span:
        mapped = self.edges.datamap.tables[edge.child]
        spans = (pointer.span for pointer in mapped.forgets if pointer.column in edge.columns)
        return next(spans, mapped.span)

    def _circle(
        self, circle: tuple[str, ...], free: Mapping[Edge, object], between: list[Edge]
    ) -> Finding:
        among = {*zip(circle[1:], circle, strict=False)} | {*zip(circle, circle[1:], strict=False)}
        names = [_name(e) for e in between if e in free and (e.child, e.parent) in among]
        hint = f"one of its columns must be one that may be emptied: {_MAKE_IT_SO}"
        if names:
            listed = ", ".join(f"`{name}`" for name in sorted(names))
            hint = f"say under `forgets:` which of {listed} is emptied when its row goes"
        message = f"tables point at one another in a circle: {' -> '.join(circle)}"
        span = self.edges.datamap.tables[circle[0]].span
        return Finding(span, "G408", message, circle[0], hint)

    def _free(self, edge: Edge) -> tuple[str, ...]:
        """Return the columns of an edge that may be emptied: nothing else reads them."""
        table = self.edges.tables[edge.child]
        apart = not edge.within_one_store
        if apart or edge.when or self._owns(edge):
            return ()
        read = {*table.key, *self._read(edge)}
        columns = {name: table.columns[name] for name in edge.columns if name in table.columns}
        return tuple(
            name
            for name, column in columns.items()
            if column.takes_null and name not in read and not (column.generated or column.indexed)
        )

    def _owns(self, edge: Edge) -> bool:
        """Tell whether the way to somebody whose row it is begins with the edge."""
        owners = self.edges.owners.get(edge.child, ())
        return any({*owner.columns} & {*edge.columns} for owner in owners)

    def _read(self, edge: Edge) -> Iterator[str]:
        """Yield the columns of the edge's table that something else reads."""
        table, datamap = edge.child, self.edges.datamap
        for other in self.edges.references:
            if other.child == table and other != edge:
                yield from other.columns
            if other.parent == table:
                yield from other.parent_columns
        mapped = datamap.tables[table]
        for owner in mapped.owners:
            yield from (owner.column, *(compared.column for compared in owner.when))
        for kind in datamap.subjects.values():
            yield from (c.column for c in kind.when if kind.table == table)
        for held in mapped.held_by:
            yield from (held.via, held.until or held.via)
        for fact in mapped.facts:
            yield from (fact.begun, fact.ended or fact.begun)
        for consent in mapped.consents:
            told = (consent.given, consent.withdrawn, consent.since, consent.text, consent.by)
            yield from filter(None, told)
        yield from self._read_by_occasions(table)

    def _read_by_occasions(self, table: str) -> Iterator[str]:
        for occasion in self.occasions:
            if occasion.table == table:
                yield from (compared.column for compared in occasion.when)
            for moment in occasion.all_moments():
                if occasion.stands_in(moment) == table:
                    yield moment.column
                if moment.edge is not None and moment.edge.child == table:
                    yield from moment.edge.columns
        for other in self.edges.datamap.tables.values():
            if other.id in self.tables:
                for sibling in self.edges.siblings(other, self.occasions):
                    yield from sibling.columns if sibling.table == table else ()


def _leads_back(edge: Edge, others: list[Edge]) -> bool:
    """Tell whether other edges lead from where `edge` ends to where it begins."""
    seen, waiting = {edge.parent}, [edge.parent]
    while waiting:
        here = waiting.pop()
        if here == edge.child:
            return True
        further = {other.parent for other in others if other.child == here} - seen
        seen |= further
        waiting += further
    return False


def _name(edge: Edge) -> str:
    return f"{edge.child}.{','.join(edge.columns)}"


def _finding(code: str, edge: Edge, span: Span, hint: str) -> Finding:
    says = CODES[code].rstrip(".")
    message = f"`{edge.child}`: {says[0].lower()}{says[1:]}"
    return Finding(span, code, message, edge.columns[0], hint)

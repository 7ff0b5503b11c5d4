"""Bind the occasions of the data map to columns of the live schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gestand.core.datamap.conditions import misfit
from gestand.core.datamap.edges import Edges
from gestand.core.datamap.generated import stay_as_well
from gestand.core.datamap.holdings import Consent, Edge, FactMoments, Moment, Occasion
from gestand.core.datamap.model import (
    Binding,
    ConsentColumns,
    DataMap,
    FactColumns,
    MappedTable,
    Via,
)
from gestand.core.datamap.schema import Kind, Since1970, Table
from gestand.core.datamap.writing import fits
from gestand.core.findings import Finding, Span, did_you_mean
from gestand.core.policy.model import Policy, Purpose

CODES = {
    "G420": "A moment is not a column of its table.",
    "G421": "A moment is a column that cannot hold a date.",
    "G422": "The column after `via` is not an edge.",
    "G423": "An occasion may never end: its ending stands behind an edge that may be empty.",
    "G424": "Rows can exist before any occasion that could hold them.",
    "G426": "An occasion dated by a row that points back needs a `from` that may be empty.",
    "G425": "A purpose listed on a table has no occasion that reaches it.",
    "G461": "The day since which a consent stands is a column that is never empty.",
}

_DATED = (Kind.DATE, Kind.TIMESTAMP, Kind.TEXT)


def bind_occasions(
    policy: Policy, datamap: DataMap, tables: Mapping[str, Table], edges: Edges
) -> tuple[tuple[Occasion, ...], list[Finding]]:
    """Return every occasion bound to its live columns, and what stands in the way."""
    binder = _Binder(datamap, tables, edges)
    occasions = tuple(
        binder.bind(binding)
        for bindings in datamap.occasions.values()
        for binding in bindings
        if binding.table in tables
    )
    findings = binder.findings
    findings += [f for o in occasions for f in _never_ending(policy, datamap, tables, o)]
    findings += _unreached(policy, datamap, tables, edges, occasions)
    return occasions, findings


def bind_facts(
    datamap: DataMap, tables: Mapping[str, Table], edges: Edges
) -> tuple[tuple[FactMoments, ...], list[Finding]]:
    """Return where people's own rows say what they asked, bound to live columns."""
    binder = _Binder(datamap, tables, edges)
    found = tuple(
        binder.bind_fact(kind, table, columns)
        for kind, table in ((kind, subject.table) for kind, subject in datamap.subjects.items())
        if table is not None and table in tables and table in datamap.tables
        for columns in datamap.tables[table].facts
    )
    return found, binder.findings


def structural_columns(
    datamap: DataMap,
    tables: Mapping[str, Table],
    edges: Edges,
    occasions: tuple[Occasion, ...],
) -> dict[str, frozenset[str]]:
    """Return, by table, the columns that stay as long as the row: keys, edges, moments (rule 20).

    Each edge and each occasion is looked at once, however many tables there are.
    """
    found: dict[str, set[str]] = {name: {*table.key} for name, table in tables.items()}
    beside: set[str] = set()  # of tables that are not there
    for edge in edges.references:
        found.get(edge.child, beside).update(edge.columns)
        found.get(edge.parent, beside).update(edge.parent_columns)
    for occasion in occasions:
        for moment in occasion.all_moments():
            found.get(occasion.stands_in(moment), beside).add(moment.column)
        found.get(occasion.table, beside).update(compared.column for compared in occasion.when)
    for kind in datamap.subjects.values():
        found.get(kind.table or "", beside).update(compared.column for compared in kind.when)
    for name, names in found.items():
        names.update(_own(datamap.tables[name]))
        names.update(stay_as_well(datamap.tables[name], tables[name].columns, names))
    return {name: frozenset(names) for name, names in found.items()}


def _own(mapped: MappedTable) -> Iterator[str]:
    """Yield the columns of which the words of a table itself say that they stay."""
    yield from (compared.column for owner in mapped.owners for compared in owner.when)
    yield from (column.by for column in mapped.columns.values() if column.by)
    yield from (held.until for held in mapped.held_by if held.until)
    yield from (consent.text for consent in mapped.consents if consent.text)
    for fact in mapped.facts:
        yield from (fact.begun, *([fact.ended] if fact.ended else []))


@dataclass
class _Binder:
    datamap: DataMap
    tables: Mapping[str, Table]
    edges: Edges
    findings: list[Finding] = field(default_factory=list)

    def bind(self, binding: Binding) -> Occasion:
        moments = {
            name: self._moment(binding.table, column, binding.span)
            for name, column in binding.moments.items()
        }
        moved: list[Moment] = []
        for via in binding.vias:
            edge = self._edge(binding, via)
            if edge is None:
                continue
            for name, column in via.moments.items():
                moments[name] = self._over(edge, via, column)
            if via.moved_if:
                moved.append(self._over(edge, via, via.moved_if))
            if via.of is not None:
                self._check_from(binding, via)
        self._check_when(binding)
        consents = self.datamap.tables[binding.table].consents
        return Occasion(
            binding.occasion,
            binding.table,
            self._beginning(binding),
            self._moment(binding.table, binding.from_, binding.span) if binding.from_ else None,
            moments,
            tuple(moved),
            {consent.purpose: self._consent(binding.table, consent) for consent in consents},
            binding.when,
        )

    def bind_fact(self, kind: str, table: str, columns: FactColumns) -> FactMoments:
        """Bind the columns of one fact about the people whose own rows stand in `table`."""
        return FactMoments(
            kind,
            table,
            columns.purpose,
            self._moment(table, columns.begun, columns.span),
            self._moment(table, columns.ended, columns.span) if columns.ended else None,
        )

    def _check_when(self, binding: Binding) -> None:
        known = self.tables[binding.table].columns
        for compared in binding.when:
            if wrong := misfit(compared, known):
                message = f"the condition of `{binding.occasion}` does not fit `{binding.table}`"
                self._report(binding.span, "G418", message, compared.column, wrong)

    def _check_from(self, binding: Binding, via: Via) -> None:
        """Refuse what could not be told from a row whose moments got lost (decision 008)."""
        column = self.tables[binding.table].columns.get(binding.from_ or "")
        if column is None or not column.takes_null or column.generated:
            message = f"`{via.of}` dates `{binding.occasion}`, which has no `from` that may be NULL"
            hint = "bind `from:` to a column of its own table that may be NULL in all rows"
            self._report(via.span, "G426", message, via.column, hint)

    def _consent(self, table: str, consent: ConsentColumns) -> Consent:
        withdrawn, since = consent.withdrawn, consent.since
        for named in filter(None, (consent.text, consent.by)):
            self._known(table, named, consent.span)
        live = self.tables[table].columns.get(since or "")
        if live is not None and not live.takes_null:
            message = f"`{since}` of `{table}` is never empty: no consent would be a first one"
            hint = "let the column be NULL, or take `since:` out"
            self._report(consent.span, "G461", message, since or "", hint)
        return Consent(
            self._moment(table, consent.given, consent.span),
            self._moment(table, withdrawn, consent.span) if withdrawn else None,
            consent.text,
            consent.by,
            self._moment(table, consent.born, consent.span) if consent.born else None,
            self._moment(table, since, consent.span) if since else None,
        )

    def _over(self, edge: Edge, via: Via, column: str) -> Moment:
        table = edge.child if via.of else edge.parent
        plain = self._moment(table, column, via.span)
        return Moment(plain.column, plain.kind, plain.zone, edge, reverse=via.of is not None)

    def _moment(self, table: str, column: str, span: Span) -> Moment:
        known = self.tables[table].columns
        mapped = self.datamap.tables[table]
        zone = self.datamap.stores[mapped.store].zone
        if column in mapped.columns and mapped.columns[column].zone:
            zone = mapped.columns[column].zone or zone
        if not self._known(table, column, span):
            return Moment(column, Kind.DATE, zone)
        zone = known[column].zone or zone
        kind, writing = known[column].kind, mapped.writing(column)
        if writing is not None and fits(writing, kind):
            return Moment(column, writing, "UTC" if isinstance(writing, Since1970) else zone)
        if kind not in _DATED:
            message = f"`{column}` of `{table}` is {kind.value}: it cannot hold a date"
            hint = "name a column with a date"
            if kind is Kind.INTEGER:
                hint = "where it counts since 1970, say under `columns:` what, with `since 1970:`"
            if kind is Kind.BLOB:
                hint = "where it writes digits, say under `columns:` which, with `written:`"
            self._report(span, "G421", message, column, hint)
        return Moment(column, kind, zone)

    def _beginning(self, binding: Binding) -> Moment:
        """Return when an occasion began. Every one did: what says "not yet" is as odd as NULL."""
        found = self._moment(binding.table, binding.began, binding.span)
        if isinstance(found.kind, Kind):
            return found
        return replace(found, kind=found.kind.of_beginnings)

    def _known(self, table: str, column: str, span: Span) -> bool:
        known = self.tables[table].columns
        if column not in known:
            message = f"`{column}` is not a column of `{table}`"
            self._report(span, "G420", message, column, did_you_mean(column, known))
        return column in known

    def _edge(self, binding: Binding, via: Via) -> Edge | None:
        edge = self.edges.at(via.of or binding.table, via.column)
        if edge is not None and (via.of is None or edge.parent == binding.table):
            return edge
        message = f"`{via.column}` of `{via.of or binding.table}` is not an edge"
        hint = f"it must point at `{binding.table}`" if via.of else "it must be a foreign key"
        self._report(via.span, "G422", message, via.column, hint)
        return None

    def _report(self, span: Span, code: str, message: str, fragment: str, hint: str) -> None:
        self.findings.append(Finding(span, code, message, fragment, hint))


def _never_ending(
    policy: Policy, datamap: DataMap, tables: Mapping[str, Table], occasion: Occasion
) -> list[Finding]:
    return [
        Finding(
            purpose.keep.span,
            "G423",
            f"an occasion `{occasion.name}` may never end for purpose `{purpose.id}`: "
            f"`{','.join(edge.columns)}` of `{occasion.table}` may be empty",
            purpose.id,
            "cap it with `at most: PERIOD after MOMENT`",
        )
        for purpose in policy.purposes.values()
        if occasion.name in purpose.occasions and purpose.keep.at_most is None
        for edge in _edges_that_may_be_empty(purpose, tables, occasion)
    ]


def _edges_that_may_be_empty(
    purpose: Purpose, tables: Mapping[str, Table], occasion: Occasion
) -> list[Edge]:
    """Edges on which every ending hangs that comes by itself (GROUNDS rule 11).

    Consent given is a moment that every consent has, so a consent always ends.
    """
    names = {ending.moment for ending in purpose.keep.after}
    if occasion.consents.get(purpose.id) and "consent given" in names:
        return []
    over = {occasion.moments[name].edge for name in names if name in occasion.moments}
    found = [e for e in over if e is not None and e.child == occasion.table]
    columns = tables[occasion.table].columns
    return [e for e in found if any(columns[c].nullable for c in e.columns if c in columns)]


def _unreached(
    policy: Policy,
    datamap: DataMap,
    tables: Mapping[str, Table],
    edges: Edges,
    occasions: tuple[Occasion, ...],
) -> list[Finding]:
    findings: list[Finding] = []
    for mapped in datamap.tables.values():
        if mapped.id not in tables or not mapped.planned or mapped.history:
            continue  # what holds a row holds its old versions
        holding: list[Occasion] = []
        for name in mapped.purposes:
            purpose = policy.purposes.get(name)
            reaching = [
                o
                for o in occasions
                if purpose and o.name in purpose.occasions and _reaches(edges, mapped, o)
            ]
            if purpose and not reaching:
                findings.append(_no_reach(mapped, name))
            holding += reaching
        always = {o.table for o in holding if _from_the_first_day(o.table, occasions, holding)}
        if mapped.purposes and not _always(edges, tables, mapped.id, always):
            findings.append(_too_early(mapped))
    return findings


def _reaches(edges: Edges, mapped: MappedTable, occasion: Occasion) -> bool:
    declared = any(held.occasion == occasion.name for held in mapped.held_by)
    return (
        declared
        or mapped.id in _ways_up(edges, occasion.table)
        or occasion.table in _ways_up(edges, mapped.id)
    )


def _from_the_first_day(
    table: str, occasions: tuple[Occasion, ...], holding: Sequence[Occasion]
) -> bool:
    """Tell whether each row of `table` is an occasion that holds it from its first day on.

    Where all of them are for some rows only, each must hold: about a row that fits none of
    their conditions a person is asked.
    """
    begun = [o for o in occasions if o.table == table and o.from_ is None]
    plain = [o for o in begun if not o.when]
    return any(o in holding for o in plain) if plain else all(o in holding for o in begun)


def _always(
    edges: Edges,
    tables: Mapping[str, Table],
    table: str,
    reaching: set[str],
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Tell whether every row of `table` has such an occasion from its first day on.

    One owner that each row has must lead to one, or else all of several owners: about a row
    that has none of them a person is asked.
    """
    if table in reaching:
        return True
    owners, below = edges.owners.get(table, ()), seen | {table}
    leading = [
        edge.parent not in below and _always(edges, tables, edge.parent, reaching, below)
        for edge in owners
    ]
    sure = [not edge.when and not _may_be_empty(tables, edge) for edge in owners]
    one = any(leads and certain for leads, certain in zip(leading, sure, strict=True))
    return one or (len(owners) > 1 and all(leading))


def _may_be_empty(tables: Mapping[str, Table], edge: Edge) -> bool:
    return any(tables[edge.child].columns[column].nullable for column in edge.columns)


def _ways_up(edges: Edges, table: str) -> set[str]:
    found: set[str] = set()
    waiting = [table]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [edge.parent for edge in edges.owners.get(here, ())]
    return found


def _no_reach(mapped: MappedTable, purpose: str) -> Finding:
    return Finding(
        mapped.span,
        "G425",
        f"no occasion of purpose `{purpose}` reaches `{mapped.id}`",
        purpose,
        "declare the reach with `held by OCCASION: {via: COLUMN}`, or take the purpose away",
    )


def _too_early(mapped: MappedTable) -> Finding:
    return Finding(
        mapped.span,
        "G424",
        f"rows of `{mapped.id}` can exist before any occasion: the first run would remove them",
        mapped.id,
        "give such rows an occasion of their own, bound to this table, with when it began",
    )

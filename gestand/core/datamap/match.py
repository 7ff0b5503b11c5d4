"""Compare the data map with the live schemas: findings, and what is held where.

Classification is total: a table or a column that the map does not mention is a finding.
What the database already knows (keys, foreign keys, types) is taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gestand.core.datamap.attributes import cells_of, unread_by
from gestand.core.datamap.classified import unclassified
from gestand.core.datamap.copies import copies
from gestand.core.datamap.counters import counters
from gestand.core.datamap.each_row import cells_of_rows, misplaced
from gestand.core.datamap.edges import Edges
from gestand.core.datamap.emptied import emptied, kept_when_empty, read_elsewhere
from gestand.core.datamap.ends import differing_ends
from gestand.core.datamap.forgets import ordered
from gestand.core.datamap.generated import made_of_what_goes, read_by
from gestand.core.datamap.history import histories, with_columns
from gestand.core.datamap.holdings import Cell, HeldTable, Holdings, Occasion, Papers, Way
from gestand.core.datamap.keyless import without_key
from gestand.core.datamap.loose import loose_edges
from gestand.core.datamap.model import DataMap, MappedColumn, MappedTable
from gestand.core.datamap.moments import bind_facts, bind_occasions, structural_columns
from gestand.core.datamap.outside import from_outside
from gestand.core.datamap.papers import papers_of, parts_of, without_own_check
from gestand.core.datamap.pseudonyms import Pseudonyms
from gestand.core.datamap.same_person import same_people, unknown_columns
from gestand.core.datamap.schema import Column, Schema, Table
from gestand.core.datamap.seen import seen_by_others
from gestand.core.datamap.unheld import may_be_held, unheld
from gestand.core.findings import Finding, did_you_mean
from gestand.core.forms.check import unanswerable
from gestand.core.left import KEYED
from gestand.core.names import store_of
from gestand.core.policy.model import Policy, Purpose
from gestand.core.predicate import Emptied

CODES = {
    "G401": "A table of the data map is not in its store.",
    "G402": "A table of a store is not in the data map.",
    "G407": "The rows of a table cannot be emptied in place as asked.",
    "G409": "A trigger acts when rows with personal data are removed or changed.",
    "G419": "A column is about an edge that leads to no owner of its row.",
    "G428": "A unique index reads a column that is emptied otherwise than as it stands.",
    "G429": "A generated column is classified as a value of its own.",
    "G446": "Something else reads a column of which the map says what its value becomes.",
    "G447": "A CHECK reads a column, and may refuse what its values become.",
    "G441": "No purpose of a table may hold a value about one of the owners of its rows.",
}


_MOST = 80
"""Characters of a CHECK that are shown."""


@dataclass(frozen=True)
class Matched:
    """What came of the comparison; `holdings` is None while a finding stops it."""

    findings: tuple[Finding, ...]
    holdings: Holdings | None


def match(policy: Policy, datamap: DataMap, schemas: Mapping[str, Schema]) -> Matched:
    """Match `datamap` with the schemas of its stores (by store id)."""
    tables, findings = _tables(datamap, schemas)
    datamap = with_columns(datamap, tables)
    dialects = {store: schema.dialect for store, schema in schemas.items()}
    edges = Edges.of(datamap, tables, dialects)
    occasions, moment_findings = bind_occasions(policy, datamap, tables, edges)
    facts, fact_findings = bind_facts(datamap, tables, edges)
    findings += moment_findings + fact_findings
    structural = structural_columns(datamap, tables, edges, occasions)
    held = []
    for mapped in datamap.tables.values():
        if mapped.not_personal or mapped.id not in tables:
            continue
        if not mapped.planned:
            findings += unclassified(mapped, tables[mapped.id], structural[mapped.id])
            continue
        table, own = _held(datamap, mapped, edges, occasions, structural[mapped.id])
        findings += own
        held.append(table)
    about = _about(policy, edges, occasions)
    findings += [f for table in held for f in _for_nobody(policy, datamap, table, about)]
    counting, count_findings = counters(datamap, tables, edges, structural)
    findings += count_findings
    by_name, past_findings = histories(datamap, tables, edges, {t.id: t for t in held})
    by_name, seen_findings = seen_by_others(datamap, edges, by_name)
    held, findings = list(by_name.values()), [*findings, *past_findings, *seen_findings]
    copied, copy_findings = copies(datamap, tables, edges, structural, by_name)
    findings += copy_findings
    for mapped in datamap.tables.values():
        if mapped.not_personal and mapped.counts and mapped.id in tables:
            findings += _trigger_findings(mapped, tables[mapped.id])
    findings += [*edges.findings, *unanswerable(policy, datamap, tables)]
    if findings:
        return Matched(tuple(sorted(findings)), None)
    matched = _holdings(policy, datamap, held, occasions, edges)
    if matched.holdings is None:
        return matched
    whole = replace(matched.holdings, facts=facts, counters=counting, copies=copied)
    return replace(matched, holdings=whole)


def _tables(
    datamap: DataMap, schemas: Mapping[str, Schema]
) -> tuple[dict[str, Table], list[Finding]]:
    findings: list[Finding] = []
    found: dict[str, Table] = {}
    for store, schema in schemas.items():
        for name, table in schema.tables.items():
            identity = f"{store}.{name}"
            if identity in datamap.tables:
                found[identity] = table
            else:
                findings.append(_unmapped(datamap, identity))
    for mapped in datamap.tables.values():
        if mapped.store in schemas and mapped.id not in found:
            known = (f"{mapped.store}.{name}" for name in schemas[mapped.store].tables)
            findings.append(
                Finding(
                    mapped.span,
                    "G401",
                    f"table `{mapped.id}` is not in the store",
                    mapped.id,
                    did_you_mean(mapped.id, known) or "take it out of the data map",
                )
            )
    return found, findings


def _unmapped(datamap: DataMap, identity: str) -> Finding:
    store = datamap.stores[store_of(identity)]
    return Finding(
        store.span,
        "G402",
        f"table `{identity}` is in the store but not in the data map",
        identity,
        "say what its columns hold, or `not personal:` with the reason",
    )


def _held(
    datamap: DataMap,
    mapped: MappedTable,
    edges: Edges,
    occasions: tuple[Occasion, ...],
    structural: frozenset[str],
) -> tuple[HeldTable, list[Finding]]:
    table = edges.tables[mapped.id]
    findings = unclassified(mapped, table, structural)
    ways = edges.ways(mapped.id)
    pseudonyms = Pseudonyms(mapped.id, edges.tables, structural)
    cells, rest, unable = _cells(datamap, mapped, pseudonyms, ways)
    parts, documents, odd = _documents(datamap, mapped, table, structural, ways)
    attributes, untold = _attributes(datamap, mapped, pseudonyms, ways)
    findings += [*unable, *odd, *untold, *misplaced(datamap, mapped)]
    findings += _trigger_findings(mapped, table)
    findings += from_outside(mapped, table)
    findings += _unread_checks(mapped, table)
    if not table.key:
        findings.append(without_key(mapped, edges.dialects.get(mapped.store, "")))
    held = HeldTable(
        id=mapped.id,
        key=table.key,
        purposes=mapped.purposes,
        ways=ways,
        cells=(*cells, *parts, *attributes, *cells_of_rows(datamap, mapped, edges, ways)),
        rest=(*rest, *(papers.whole for papers in documents)),
        siblings=edges.siblings(mapped, occasions),
        files=mapped.files,
        nullable=frozenset(name for name, column in table.columns.items() if column.nullable),
        columns=tuple(table.columns),
        secrets=frozenset(name for name, column in mapped.columns.items() if column.secret),
        loose=loose_edges(mapped, table, edges, occasions),
        loose_key=table.loose_key,
        documents=documents,
        codes={name: column.encoded for name, column in mapped.columns.items() if column.encoded},
        read_by=read_by(table, structural),
    )
    findings += made_of_what_goes(mapped, held, table.columns, structural)
    return held, findings


def _trigger_findings(mapped: MappedTable, table: Table) -> Iterator[Finding]:
    """A trigger may remove or change what must stay, and no plan would show it."""
    for name in table.triggers:
        if name not in mapped.triggers:
            yield Finding(
                mapped.span,
                "G409",
                f"trigger `{name}` acts when rows of `{mapped.id}` are removed or changed",
                name,
                "under `triggers:`, say why it removes and changes nothing that must stay",
            )
    for name in mapped.triggers:
        if name not in table.triggers:
            hint = did_you_mean(name, table.triggers) or "take it out of the data map"
            message = f"`{mapped.id}` has no trigger `{name}` that acts on removal or change"
            yield Finding(mapped.span, "G409", message, name, hint)


def _cells(
    datamap: DataMap,
    mapped: MappedTable,
    pseudonyms: Pseudonyms,
    ways: tuple[Way, ...],
) -> tuple[tuple[Cell, ...], tuple[Emptied, ...], list[Finding]]:
    table, structural = pseudonyms.table, pseudonyms.structural
    cells: list[Cell] = []
    rest: list[Emptied] = []
    findings: list[Finding] = []
    for name, column in mapped.columns.items():
        read = read_elsewhere(datamap, mapped, column, structural)
        if read:
            findings.append(_is_read(mapped, column, read))
        if read or column.paths or column.by or name not in table.columns or name in structural:
            continue
        about = _ways_about(column, ways)
        live, change = _change(mapped, pseudonyms, ways, column)
        if _kept(column, live) or _tells_of_a_change(mapped, column):
            continue
        if _unjudged(live, change):
            findings.append(_is_checked(mapped, column, live))
        elif isinstance(change, str):
            findings.append(_cannot_empty(mapped, column, live, change))
        elif column.category is None:
            rest.append(change)
        else:
            source = column.source or mapped.source or datamap.stores[mapped.store].source
            if not about:
                findings.append(_about_nobody(mapped, column))
            cells.append(Cell(name, column.category, source or "", change, about))
    return tuple(cells), tuple(rest), findings


def _change(
    mapped: MappedTable,
    pseudonyms: Pseudonyms,
    ways: tuple[Way, ...],
    column: MappedColumn,
) -> tuple[Column, Emptied | str]:
    """Return a live column and what it becomes, or why that does not fit."""
    erase, live = column.erase, pseudonyms.table.columns[column.name]
    live = replace(live, checked=()) if column.name in mapped.checks else live
    if erase is None or erase.how not in KEYED:
        return live, emptied(column, live, pseudonyms.table)
    about = _ways_about(column, ways)
    theirs = [way for number, way in enumerate(ways) if number in about]
    return live, pseudonyms.of(erase, live, theirs)


def _attributes(
    datamap: DataMap,
    mapped: MappedTable,
    pseudonyms: Pseudonyms,
    ways: tuple[Way, ...],
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Return the cells of columns of which another one tells what they hold."""
    table, structural = pseudonyms.table, pseudonyms.structural
    cells: list[Cell] = []
    findings: list[Finding] = []
    for name, column in mapped.columns.items():
        if not column.by or name not in table.columns or name in structural:
            continue
        untold = [*unread_by(column, table.columns, mapped)]
        live, change = _change(mapped, pseudonyms, ways, column)
        about = _ways_about(column, ways)
        if untold:
            findings += untold
        elif _unjudged(live, change):
            findings.append(_is_checked(mapped, column, live))
        elif isinstance(change, str):
            findings.append(_cannot_empty(mapped, column, live, change))
        else:
            findings += [] if about else [_about_nobody(mapped, column)]
            source = mapped.source or datamap.stores[mapped.store].source or ""
            cells += cells_of(column, table.columns, change, source, about)
    return tuple(cells), findings


def _documents(
    datamap: DataMap,
    mapped: MappedTable,
    table: Table,
    structural: frozenset[str],
    ways: tuple[Way, ...],
) -> tuple[tuple[Cell, ...], tuple[Papers, ...], list[Finding]]:
    """Return the parts of documents that hold data, and what becomes of the documents."""
    cells: list[Cell] = []
    documents: list[Papers] = []
    findings: list[Finding] = []
    for name, column in mapped.columns.items():
        if not column.paths or name not in table.columns or name in structural:
            continue
        live = without_own_check(table.columns[name])
        live = replace(live, checked=()) if name in mapped.checks else live
        papers, about = papers_of(column, live, mapped.id), _ways_about(column, ways)
        if isinstance(papers, Finding):
            findings.append(papers)
            continue
        if live.checked:
            findings.append(_is_checked(mapped, column, live))
        if not about:
            findings.append(_about_nobody(mapped, column))
        source = mapped.source or datamap.stores[mapped.store].source or ""
        documents.append(papers)
        cells += parts_of(column, papers, source, about)
    return tuple(cells), tuple(documents), findings


def _unjudged(live: Column, change: Emptied | str) -> bool:
    """Tell whether nobody knows if a CHECK of the column takes what its values become."""
    if isinstance(change, str):
        return live.nullable_twice and not live.takes_null
    return bool(live.checked) and change.how != "null"


def _is_checked(mapped: MappedTable, column: MappedColumn, live: Column) -> Finding:
    message = (
        f"a CHECK of `{mapped.id}` reads `{column.name}`, and may refuse what its values become: "
        f"`{'; '.join(live.checked)[:_MOST]}`"
    )
    hint = "choose that with `erase:`, and say under `checks:` of the table why the CHECK takes it"
    return Finding(column.span, "G447", message, column.name, hint)


def _unread_checks(mapped: MappedTable, table: Table) -> Iterator[Finding]:
    for name in mapped.checks:
        known = [each.name for each in table.columns.values() if each.checked]
        if name not in known:
            message = f"no CHECK of `{mapped.id}` reads a column `{name}`"
            hint = did_you_mean(name, known) or "take it out of `checks:`"
            yield Finding(mapped.span, "G447", message, name, hint)


def _kept(column: MappedColumn, live: Column) -> bool:
    """Tell whether a column stays as it is: it holds no data, and nobody says what it becomes."""
    asked = column.category is not None or column.erase is not None
    return not asked and kept_when_empty(column, live)


def _tells_of_a_change(mapped: MappedTable, column: MappedColumn) -> bool:
    """Tell whether a column of a history that stays says when and how something changed."""
    own = mapped.history is not None and mapped.history.keep and column.name in mapped.history.own
    return own and column.category is None and not column.secret and column.erase is None


def _ways_about(column: MappedColumn, ways: tuple[Way, ...]) -> tuple[int, ...]:
    """Return the ways to the people that a column is about: all of them, unless it says whom."""
    if column.about is None:
        return tuple(range(len(ways))) or (0,)
    return tuple(n for n, way in enumerate(ways) if way.first == (column.about,))


def _about_nobody(mapped: MappedTable, column: MappedColumn) -> Finding:
    message = f"`{column.about}` is no edge from `{mapped.id}` to one of its owners"
    hint = "name the column of an edge under `owners:`"
    return Finding(column.span, "G419", message, column.about or "", hint)


def _for_nobody(
    policy: Policy,
    datamap: DataMap,
    table: HeldTable,
    about: Mapping[str, frozenset[str]],
) -> list[Finding]:
    """Where rows have several owners, a value about one of them needs a purpose about them."""
    mapped = datamap.tables[table.id]
    unneeded = [
        cell
        for cell in table.cells
        if table.shared and not may_be_held(policy, table, cell, about)
    ]
    hint = "list a purpose that is about them and needs this, or do not hold this column"
    return [
        Finding(
            mapped.columns[cell.column].span if cell.column in mapped.columns else mapped.span,
            "G441",
            f"no purpose of `{table.id}` may hold `{cell.category}` about the people that "
            f"`{cell.column}` is about",
            cell.column,
            hint,
        )
        for cell in unneeded
    ]


def _about(
    policy: Policy, edges: Edges, occasions: tuple[Occasion, ...]
) -> Mapping[str, frozenset[str]]:
    """Return by purpose the kinds of people that it is about."""
    return {one.id: _people(one, edges, occasions) for one in policy.purposes.values()}


def _people(purpose: Purpose, edges: Edges, occasions: tuple[Occasion, ...]) -> frozenset[str]:
    if purpose.about:
        return frozenset(purpose.about)
    bound = (o.table for o in occasions if o.name in purpose.occasions)
    return frozenset(way.kind for table in bound for way in edges.ways(table))


def _is_read(mapped: MappedTable, column: MappedColumn, read: str) -> Finding:
    message = f"column `{column.name}` of `{mapped.id}` may not become something else: {read}"
    hint = "take `erase:` away, or keep the value in a column of its own"
    return Finding(column.span, "G446", message, column.name, hint)


def _cannot_empty(
    mapped: MappedTable, column: MappedColumn, live: Column, misfit: str
) -> Finding:
    named = f"column `{column.name}` of `{mapped.id}`"
    if live.generated:
        message = f"{named} is generated from others: it cannot be emptied itself"
        hint = "call it `technical`: it follows the columns that it is made of"
        return Finding(column.span, "G429", message, column.name, hint)
    if live.indexed and column.erase is None:
        message = f"{named} is read by a unique index: `{live.indexed}`"
        hint = "say with `erase:` what takes its place in each row, so that it stays unique"
        return Finding(column.span, "G428", message, column.name, hint)
    return Finding(
        column.span,
        "G407",
        f"{named} cannot be emptied as asked: {misfit}",
        column.name,
        "choose with `erase:` what takes its place, or make the column nullable",
    )


def _holdings(
    policy: Policy,
    datamap: DataMap,
    held: list[HeldTable],
    occasions: tuple[Occasion, ...],
    edges: Edges,
) -> Matched:
    tables = {table.id: table for table in held}
    placed = ordered(list(tables), edges, occasions)
    wrong = (*placed.findings, *unknown_columns(datamap, tables))
    if wrong:
        return Matched(tuple(sorted(wrong)), None)
    subjects = {kind: subject.table for kind, subject in datamap.subjects.items()}
    identifiers = {kind: subject.identified_by for kind, subject in datamap.subjects.items()}
    holdings = Holdings(
        tables,
        occasions,
        tuple(edges.references),
        placed.order,
        subjects,
        identifiers,
        forgets=placed.forgets,
        same_people=same_people(datamap, tables),
        languages={k: one.language for k, one in datamap.subjects.items() if one.language},
    )
    about = _about(policy, edges, occasions)
    bare = (f for table in held for f in unheld(policy, datamap, table, about))
    findings = tuple(sorted((*differing_ends(policy, datamap, holdings), *bare)))
    return Matched(findings, None if findings else holdings)

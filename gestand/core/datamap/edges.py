"""Who points at whom: owners, references, declared reaches, found in map and schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

from gestand.core.datamap.conditions import apart, misfit
from gestand.core.datamap.holdings import Edge, Moment, Occasion, Sibling, Way
from gestand.core.datamap.model import DataMap, HeldBy, MappedTable, Owner, Pointer, Subject
from gestand.core.datamap.named_rows import WORD, column_of_text
from gestand.core.datamap.schema import Column, Kind, Since1970, Table
from gestand.core.datamap.writing import fits
from gestand.core.findings import Finding, Span, did_you_mean
from gestand.core.names import bare, store_of

CODES = {
    "G410": "No person is reached from a table with personal data.",
    "G411": "Several edges lead from a table to a person; the owner must be named.",
    "G412": "A column that the data map names as an edge leads nowhere.",
    "G413": "An edge joins columns of different types, so that no index can serve it.",
    "G414": "An edge leads to another store, where its values may be compared differently.",
    "G415": "A declared reach `held by` does not meet the occasion it names.",
    "G417": "A person's own table has a key of several columns.",
    "G418": "The condition of an edge does not fit the columns of its table.",
    "G440": "Too many ways lead from a table to people.",
    "G442": "An identifier stands beside another way to the same kind of people.",
    "G444": "An edge joins columns that do not compare texts in the same way.",
    "G451": "A row may be of two kinds of people.",
    "G443": "A person's own row is said to belong to somebody else.",
}

MOST_WAYS = 12


@dataclass
class Edges:
    """The edges between mapped tables, with the findings met on the way.

    `dialects` names the kind of database of each store.
    """

    datamap: DataMap
    tables: Mapping[str, Table]
    dialects: Mapping[str, str] = field(default_factory=dict)
    references: list[Edge] = field(default_factory=list)
    owners: dict[str, tuple[Edge, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(
        cls, datamap: DataMap, tables: Mapping[str, Table], dialects: Mapping[str, str]
    ) -> Edges:
        """Find every edge between the tables that stand in both map and schema."""
        edges = cls(datamap, tables, dialects)
        for identity, table in tables.items():
            edges._declared_keys(identity, table)
        for mapped in datamap.tables.values():
            if mapped.id in tables and mapped.planned:
                edges._owners_of(mapped)
        for mapped in datamap.tables.values():
            if mapped.id in tables:
                edges._pointers_of(mapped)
        for edge in edges.references:
            edges._check_types(edge)
        for mapped in datamap.tables.values():
            if mapped.id in tables and mapped.planned:
                edges._check_ways(mapped)
        return edges

    def ways(self, table: str) -> tuple[Way, ...]:
        """Return every way from a row to a person whose row it is, as the map names them."""
        return tuple(islice(self._ways(table, ()), MOST_WAYS + 1))

    def _ways(self, table: str, seen: tuple[str, ...]) -> Iterator[Way]:
        own = [kind for kind in self.datamap.subjects.values() if kind.table == table]
        for kind in own:
            key = self.tables[table].key[0] if self.tables[table].key else ""
            yield Way((), kind.id, key, when=kind.when, doubtful=1 if kind.when else 0)
        if own:
            return
        for owner in self.datamap.tables[table].owners:
            if owner.kind:
                way = Way((), owner.kind, owner.column, by_identifier=True, when=owner.when)
                sure = not owner.when and self._always_filled(table, (owner.column,))
                yield way if sure else replace(way, doubtful=1)
        for edge in self.owners.get(table, ()):
            if edge.parent not in (*seen, table):
                sure = not edge.when and self._always_filled(table, edge.columns)
                for way in self._ways(edge.parent, (*seen, table)):
                    doubtful = way.doubtful + 1 if way.doubtful or not sure else 0
                    yield replace(way, edges=(edge, *way.edges), doubtful=doubtful)

    def _always_filled(self, table: str, columns: tuple[str, ...]) -> bool:
        known = self.tables[table].columns
        return all(name in known and not known[name].nullable for name in columns)

    def at(self, table: str, column: str) -> Edge | None:
        """Return the edge of one column of `table`, declared in the schema or in the map.

        An edge that counts for some rows only is not one to build on.
        """
        for edge in self.references:
            if edge.child == table and edge.columns == (column,) and not edge.when:
                return edge
        return None

    def siblings(self, mapped: MappedTable, occasions: tuple[Occasion, ...]) -> tuple[Sibling, ...]:
        """Return the declared reaches of a table; one that meets nothing is a finding."""
        found: list[Sibling] = []
        for held in mapped.held_by:
            until = self._until(mapped, held)
            over = [s for bound in occasions if (s := self._meet(mapped, held, bound, until))]
            if not over:
                self._report_reach(mapped, held, occasions)
            found.extend(over)
        return tuple(found)

    def _declared_keys(self, identity: str, table: Table) -> None:
        store = store_of(identity)
        for key in table.foreign_keys:
            target = f"{store}.{key.target}"
            if target in self.tables:
                self._refer(Edge(identity, key.columns, target, key.target_columns))

    def _refer(self, edge: Edge) -> None:
        if edge not in self.references:
            self.references.append(edge)

    def _owners_of(self, mapped: MappedTable) -> None:
        kinds = [kind for kind in self.datamap.subjects.values() if kind.table == mapped.id]
        if kinds:
            self._check_kinds(mapped, kinds)
            if len(self.tables[mapped.id].key) > 1:
                self._report("G417", mapped.id, mapped.id, "not in this version")
            for owner in mapped.owners:
                hint = "name the edge under `refers:`; a person's row is their own"
                self._report("G443", mapped.id, owner.column, hint, owner.span)
        elif mapped.owners:
            found = (self._named_owner(mapped, owner) for owner in mapped.owners)
            self.owners[mapped.id] = tuple(edge for edge in found if edge is not None)
        else:
            self._told_by_keys(mapped)

    def _check_kinds(self, mapped: MappedTable, kinds: Sequence[Subject]) -> None:
        """See that each row is of one kind at most, and that it can be told of which."""
        known = self.tables[mapped.id].columns
        for kind in kinds:
            for text in (misfit(compared, known) for compared in kind.when):
                if text:
                    self._report("G418", mapped.id, kind.id, text, kind.span)
        for one, other in combinations(kinds, 2):
            if not apart(one.when, other.when):
                hint = f"give `{one.id}` and `{other.id}` a `when:` each; no row may meet both"
                self._report("G451", mapped.id, other.id, hint, other.span)

    def _pointers_of(self, mapped: MappedTable) -> None:
        """Add what the map says that a column points at; one that leads nowhere is a finding."""
        known = self.tables[mapped.id].columns
        own = (each for each in mapped.access if each.to and not each.through)
        also = (Pointer(each.by, each.to, each.span) for each in own)
        for pointer in (*mapped.forgets, *also):
            target = self.tables.get(pointer.table or "")
            declared = self.at(mapped.id, pointer.column)
            if declared is not None and pointer.table in (None, declared.parent):
                continue
            if declared is None and pointer.table and target and pointer.column in known:
                if len(target.key) == 1:
                    self._refer(Edge(mapped.id, (pointer.column,), pointer.table, target.key))
                    continue
            hint = "name a table with a key of one column: `forgets: [{column: store.table}]`"
            if pointer.column not in known:
                hint = did_you_mean(pointer.column, known) or hint
            self._report("G412", mapped.id, pointer.column, hint, pointer.span)

    def _told_by_keys(self, mapped: MappedTable) -> None:
        leading = [
            e for e in self._outgoing(mapped) if self._leads_to_person(e.parent, {mapped.id})
        ]
        if len(leading) == 1:
            self.owners[mapped.id] = (leading[0],)
        elif leading:
            columns = ", ".join(f"`{','.join(edge.columns)}`" for edge in leading)
            hint = f"name the `owner:` or the `owners:` from {columns}; the rest under `refers:`"
            self._report("G411", mapped.id, mapped.id, hint)
        else:
            hint = "name its `owner:`, make it a subject, or say why it is `not personal:`"
            self._report("G410", mapped.id, mapped.id, f"{self._pointed_at(mapped)}{hint}")

    def _pointed_at(self, mapped: MappedTable) -> str:
        """Say what to do where the rows of somebody point at those of a table, and not back."""
        for edge in self.references:
            if edge.parent == mapped.id and self._leads_to_person(edge.child, {mapped.id}):
                told = f"`{','.join(edge.columns)}` of `{edge.child}` points at it, and no row "
                told += "belongs to who points at it: give it a column with the person's key, and "
                return f"{told}fill it from there; then "
        return ""

    def _named_owner(self, mapped: MappedTable, owner: Owner) -> Edge | None:
        known = self.tables[mapped.id].columns
        wrong = [text for compared in owner.when if (text := misfit(compared, known))]
        for text in wrong:
            self._report("G418", mapped.id, owner.column, text, owner.span)
        edge = None if owner.identifier else self._edge_of(mapped.id, owner)
        if owner.column not in known or (edge is None and not owner.identifier):
            hint = did_you_mean(owner.column, known) if owner.column not in known else ""
            hint = hint or self._leads_elsewhere(mapped, owner)
            hint = hint or "name a table with a key of one column: `owner: {column: store.table}`"
            self._report("G412", mapped.id, owner.column, hint, owner.span)
            return None
        if edge is not None and not self._leads_to_person(edge.parent, {mapped.id}):
            hint = f"`{edge.parent}` belongs to nobody: name a column that points at a person"
            self._report("G410", mapped.id, owner.column, hint, owner.span)
            return None
        if edge is not None and replace(edge, when=()) not in self.references:
            self._refer(edge)
        return edge

    def _leads_elsewhere(self, mapped: MappedTable, owner: Owner) -> str:
        """Say where a declared key leads, if not to the table that is named as owner."""
        declared = self.at(mapped.id, owner.column)
        if declared is None:
            return ""
        told = f"a declared key leads from it to `{declared.parent}`, and only there: "
        return f"{told}map that table with an `owner:`, and write `owner: {owner.column}` here"

    def _edge_of(self, table: str, owner: Owner) -> Edge | None:
        declared = self.at(table, owner.column)
        if declared is None:
            return self._map_edge(table, owner)
        same = owner.table in (None, declared.parent)
        return replace(declared, when=owner.when) if same else None

    def _map_edge(self, table: str, owner: Owner) -> Edge | None:
        target = self.tables.get(owner.table or "")
        if target is None or owner.table is None or owner.column not in self.tables[table].columns:
            return None
        if len(target.key) != 1:
            return None
        edge = Edge(table, (owner.column,), owner.table, target.key, owner.when)
        if not self._compares_alike(edge):
            hint = "use a whole number, or a text that one kind of database compares as it stands"
            self._report("G414", table, owner.column, hint, owner.span)
        return edge

    def _compares_alike(self, edge: Edge) -> bool:
        """Tell whether a key of the one store is sure to be found by its value in the other."""
        here, there = (store_of(identity) for identity in (edge.child, edge.parent))
        if here == there:
            return True
        columns = self.tables[edge.child].columns
        column, one_kind = columns[edge.columns[0]], self.dialects[here] == self.dialects[there]
        asked = [columns[c.column] for c in edge.when if c.column in columns]
        if any(each.alike for each in (column, *asked)):
            return False
        return column.kind is Kind.INTEGER or (one_kind and column.kind in (Kind.TEXT, Kind.UUID))

    def _check_ways(self, mapped: MappedTable) -> None:
        ways = self.ways(mapped.id)
        if len(ways) > MOST_WAYS:
            hint = f"at most {MOST_WAYS} are followed: name fewer `owners:` on the way"
            self._report("G440", mapped.id, mapped.id, hint)
        named = [way.kind for way in ways if way.by_identifier]
        for kind in {kind for kind in named if [way.kind for way in ways].count(kind) > 1}:
            hint = f"both lead to a {kind}, and an identifier cannot be told from a key: keep one"
            self._report("G442", mapped.id, mapped.id, hint)

    def _outgoing(self, mapped: MappedTable) -> list[Edge]:
        others = {*mapped.refers, *(pointer.column for pointer in mapped.forgets)}
        others |= {access.by for access in mapped.access if not access.through}
        return [
            edge
            for edge in self.references
            if edge.child == mapped.id and not {*edge.columns} & others
        ]

    def _leads_to_person(self, table: str, seen: set[str]) -> bool:
        mapped = self.datamap.tables[table]
        if not mapped.planned or table in seen:
            return False
        if any(subject.table == table for subject in self.datamap.subjects.values()):
            return True
        if mapped.owners:
            return True
        return any(self._leads_to_person(e.parent, seen | {table}) for e in self._outgoing(mapped))

    def _meet(
        self, mapped: MappedTable, held: HeldBy, bound: Occasion, until: Moment | None
    ) -> Sibling | None:
        own = self.at(mapped.id, held.via)
        if own is None or bound.name != held.occasion:
            return None
        if own.parent == bound.table:
            columns = own.parent_columns
        else:
            same = self._beside(own, bound.table)
            if len(same) != 1:
                return None
            columns = same[0].columns
        return Sibling(bound.name, bound.table, own.columns, columns, own, until)

    def _beside(self, own: Edge, table: str) -> list[Edge]:
        """Return by what rows of another table point where `own` does: of several, the owners."""
        same = [
            edge
            for edge in self.references
            if edge.child == table
            and (edge.parent, edge.parent_columns) == (own.parent, own.parent_columns)
        ]
        owning = {edge.columns for edge in self.owners.get(table, ())}
        return [edge for edge in same if edge.columns in owning] if len(same) > 1 else same

    def _until(self, mapped: MappedTable, held: HeldBy) -> Moment | None:
        if held.until is None:
            return None
        column = self.tables[mapped.id].columns.get(held.until)
        if column is None:
            hint = did_you_mean(held.until, self.tables[mapped.id].columns)
            self._report("G412", mapped.id, held.until, hint, held.span)
            return None
        own = mapped.columns.get(held.until)
        said = own.zone if own is not None else None
        zone = column.zone or said or self.datamap.stores[mapped.store].zone
        writing = mapped.writing(held.until)
        if writing is not None and fits(writing, column.kind):
            return Moment(held.until, writing, "UTC" if isinstance(writing, Since1970) else zone)
        return Moment(held.until, column.kind, zone)

    def _report_reach(
        self, mapped: MappedTable, held: HeldBy, occasions: tuple[Occasion, ...]
    ) -> None:
        hint = (
            f"`{held.via}` must point at the table of `{held.occasion}`, "
            "or at a table that one of its columns points at too"
        )
        own = self.at(mapped.id, held.via)
        target = own.parent if own is not None else ""
        for bound in occasions:
            named = {e.columns for e in self.owners.get(bound.table, ()) if e.parent == target}
            if bound.name == held.occasion and len(named) > 1:
                several = " and ".join(f"`{','.join(columns)}`" for columns in sorted(named))
                hint += f"; {several} of `{bound.table}` own its rows: keep one under `owner:`"
        self._report("G415", mapped.id, held.via, hint, held.span)

    def _check_types(self, edge: Edge) -> None:
        child, parent = self.tables[edge.child], self.tables[edge.parent]
        for own, other in zip(edge.columns, edge.parent_columns, strict=False):
            here, there = child.columns.get(own), parent.columns.get(other)
            if here is None or there is None:
                continue
            if here.alike != there.alike:
                differ = f"only one of it and `{edge.parent}.{other}` looks past "
                hint = f"{differ}{here.alike or there.alike}: let both compare alike"
                self._report("G444", edge.child, own, hint)
            if here.kind is there.kind:
                continue
            hint = f"it is {here.kind.value}, `{edge.parent}.{other}` is {there.kind.value}"
            hint += f": give both the same type{self._if_it_names_a_row(edge, here, there)}"
            self._report("G413", edge.child, own, hint)

    def _if_it_names_a_row(self, edge: Edge, here: Column, there: Column) -> str:
        """Say what makes a key of a text such as `party,12`, where that may be one."""
        dialect = self.dialects.get(store_of(edge.child), "")
        if (here.kind, there.kind) != (Kind.TEXT, Kind.INTEGER) or not dialect:
            return ""
        made = f"{here.name}_{bare(edge.parent)}"
        statement = column_of_text(dialect, bare(edge.child), here.name, made)
        return (
            f"; or, where such a text says `{WORD}12`, let the database make a column of it and "
            f"name `{made}` here: `{statement};`"
        )

    def _report(
        self, code: str, table: str, fragment: str, hint: str, span: Span | None = None
    ) -> None:
        message = CODES[code].rstrip(".")
        message = f"`{table}`: {message[0].lower()}{message[1:]}"
        span = span or self.datamap.tables[table].span
        self.findings.append(Finding(span, code, message, fragment, hint))

"""Whose a row is, and which rows an occasion reaches (rules 2, 4 and 21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.oracle.company import Binding, Company, Row, RowId, meets
from tests.oracle.days import Day
from tests.oracle.history import pins_nothing, versions_of

Person = tuple[str, object]
"""A kind of person, with the key of the person's own row or an identifier."""


@dataclass(frozen=True)
class Reached:
    """A row that an occasion reaches; a declared reach may end on a day of the row's own.

    `people` are those whom it reaches with the row; None stands for all whose row it is, also
    where nobody knows whose the occasion is.
    """

    rid: RowId
    until: Day = None
    people: frozenset[Person] | None = None


def folded(identifier: object) -> str:
    """Return an identifier without capitals and surrounding spaces."""
    return str(identifier).strip().lower()


def subject_kind(company: Company, table: str) -> str | None:
    """Return the kind of person whose own rows stand in `table`."""
    for kind, words in company.datamap["subjects"].items():
        if words.get("table") == table:
            return kind
    return None


def _every_row(company: Company, table: str) -> list[str]:
    """Return the kinds of people that all rows of a table are."""
    subjects = company.datamap["subjects"].items()
    return [k for k, words in subjects if words.get("table") == table and "when" not in words]


def _kinds_of_row(company: Company, rid: RowId) -> list[str]:
    """Return the kind of person that a row is; a table may hold several, and rows of none."""
    return [
        kind
        for kind, words in company.datamap["subjects"].items()
        if words.get("table") == rid[0] and meets(words.get("when", ""), company.row(rid))
    ]


@dataclass(frozen=True)
class Owning:
    """An edge from a row to its owner: another row, or somebody known by an identifier."""

    column: str
    target: tuple[str, str] | None
    kind: str | None = None
    when: str = ""

    def counts(self, row: Row) -> bool:
        """Tell whether the edge counts for a row: its condition is met."""
        return meets(self.when, row)


def owner_edges(company: Company, table: str) -> list[Owning]:
    """Return the edges from the rows of a table to their owners, none from a person's own."""
    words = company.mapped(table)
    if subject_kind(company, table):
        return []
    told = words.get("owners", words.get("owner"))
    if told is not None:
        return [
            _owning(company, table, one) for one in (told if isinstance(told, list) else [told])
        ]
    points = company.tables[table].points
    return [
        Owning(column, target)
        for column, target in points.items()
        if not {*column.split(",")} & {*words.get("refers", []), *_named(company, table)}
        and _leads_to_somebody(company, target[0], {table})
    ][:1]


def _owning(company: Company, table: str, told: str | dict) -> Owning:
    if isinstance(told, str):
        return Owning(told, company.tables[table].points[told])
    name, target = next((n, t) for n, t in told.items() if n != "when")
    when = told.get("when", "")
    if " by " in name:
        return Owning(target, None, name.partition(" by ")[0], when)
    return Owning(name, (target, company.tables[target].key), when=when)


def _leads_to_somebody(company: Company, table: str, seen: set[str]) -> bool:
    words = company.mapped(table)
    if {"not personal", "removed by"} & {*words} or table in seen:
        return False
    if subject_kind(company, table) or "owner" in words or "owners" in words:
        return True
    passed = {*words.get("refers", []), *_named(company, table)}
    return any(
        _leads_to_somebody(company, target, seen | {table})
        for column, (target, _) in company.tables[table].points.items()
        if not {*column.split(",")} & passed
    )


def over(company: Company, rid: RowId, edge: Owning) -> RowId | None:
    """Return the row that owns `rid` over an edge, if there is one."""
    if edge.target is None or not edge.counts(company.row(rid)):
        return None
    found = company.where(*edge.target, company.value(rid, edge.column))
    return found[0] if found else None


def owner_rows(company: Company, rid: RowId) -> list[RowId]:
    """Return the rows that own `rid`."""
    found = (over(company, rid, edge) for edge in owner_edges(company, rid[0]))
    return [row for row in found if row is not None]


Named = tuple[str, Person]
"""The column with which the way to a person begins, and the person."""


def people_of(company: Company, rid: RowId) -> list[Named]:
    """Return everybody whose row it is, as far as that can be told."""
    if subject_kind(company, rid[0]):
        return [("", (kind, rid[1])) for kind in _kinds_of_row(company, rid)]
    row = company.row(rid)
    found: list[Named] = []
    for edge in owner_edges(company, rid[0]):
        value = company.value(rid, edge.column)
        above = over(company, rid, edge)
        if value is None or not edge.counts(row):
            continue
        if edge.kind:
            found.append((edge.column, (edge.kind, folded(value))))
        elif edge.target and subject_kind(company, edge.target[0]):
            kinds = _kinds_of_row(company, above) if above else _every_row(company, edge.target[0])
            found += [(edge.column, (kind, value)) for kind in kinds]
        elif above:
            found += [(edge.column, person) for _, person in people_of(company, above)]
    return found


def same_people(company: Company, people: set[Person]) -> frozenset[Person]:
    """Return people with all that they are as well, where one row of each kind says so."""
    found, before = set(people), set[Person]()
    while found != before:
        before = set(found)
        for one, other in _alike(company):
            found |= {one, other} if {one, other} & found else set()
    return frozenset(found)


def _alike(company: Company) -> Iterator[tuple[Person, Person]]:
    """Yield who carry, in the columns that show it, a value that one row of each kind carries."""
    subjects = company.datamap["subjects"]
    for kind, words in subjects.items():
        for told, column in words.get("same person", {}).items():
            other, _, identifier = told.partition(" by ")
            there = subjects[other]["table"]
            here = _by_value(company, words["table"], column)
            also = _by_value(company, there, identifier or company.tables[there].key)
            for value in here.keys() & also.keys():
                if len(here[value]) == len(also[value]) == 1:
                    yield (kind, here[value][0]), (other, also[value][0])


def _by_value(company: Company, table: str, column: str) -> dict[str, list[str]]:
    """Return the keys of the rows of a table by what stands in a column."""
    found: dict[str, list[str]] = {}
    for key, row in company.tables[table].rows.items():
        if row[column] is not None:
            found.setdefault(folded(row[column]), []).append(str(key))
    return found


def named_itself(company: Company, rid: RowId) -> list[Person]:
    """Return whom the row itself names: it is their own, or has the only thing known of them."""
    if subject_kind(company, rid[0]):
        return [person for _, person in people_of(company, rid)]
    edges = {edge.column for edge in owner_edges(company, rid[0]) if edge.kind}
    nameless = [k for k, words in company.datamap["subjects"].items() if "table" not in words]
    found = people_of(company, rid)
    return [person for begins, person in found if begins in edges and person[0] in nameless]


def ways(company: Company, table: str) -> list[tuple[str, str]]:
    """Return the ways from a table to people: the column it begins with, and their kind."""
    if subject_kind(company, table):
        kinds = company.datamap["subjects"].items()
        return [("", kind) for kind, words in kinds if words.get("table") == table]
    found: list[tuple[str, str]] = []
    for edge in owner_edges(company, table):
        if edge.kind:
            found.append((edge.column, edge.kind))
        elif edge.target:
            found += [(edge.column, there) for _, there in ways(company, edge.target[0])]
    return found


def kinds_of(company: Company, table: str) -> set[str]:
    """Return the kinds of people whose rows stand in a table."""
    return {kind for _, kind in ways(company, table)}


def is_shared(company: Company, table: str) -> bool:
    """Tell whether a row may belong to several people, or to one of several."""
    return len(ways(company, table)) > 1


def known_by(company: Company, kind: str, identifier: str) -> list[Person]:
    """Return the people of a kind with an identifier; without a table it is the person."""
    words = company.datamap["subjects"][kind]
    if "table" not in words:
        return [(kind, folded(identifier))]
    return [
        (kind, rid[1])
        for rid in company.rows_of(words["table"])
        if folded(identifier) in {folded(company.row(rid)[c]) for c in words["identified by"]}
    ]


def reached(company: Company, binding: Binding, rid: RowId) -> Iterator[Reached]:
    """Return the rows that an occasion reaches, and the old versions of each."""
    for there in _reached_now(company, binding, rid):
        yield there
        for old in versions_of(company, there.rid):
            yield replace(there, rid=old)


def _reached_now(company: Company, binding: Binding, rid: RowId) -> Iterator[Reached]:
    """Return the occasion's own row, the rows that own it, the rows it owns, the declared ones."""
    yield Reached(rid)
    for above in _above(company, rid):
        yield Reached(above)
    people = frozenset(person for _, person in people_of(company, rid))
    for below in _owned_by(company, rid):
        yield Reached(below, people=people or None)
    yield from _declared(company, binding, rid, people)


def _above(company: Company, rid: RowId) -> set[RowId]:
    found: set[RowId] = set()
    for row in owner_rows(company, rid):
        found |= {row} | _above(company, row)
    return found


def _owned_by(company: Company, rid: RowId) -> set[RowId]:
    found: set[RowId] = set()
    for table in company.personal_tables():
        for edge in owner_edges(company, table):
            if edge.target is None or edge.target[0] != rid[0]:
                continue
            for child in company.where(table, edge.column, company.value(rid, edge.target[1])):
                if edge.counts(company.row(child)):
                    found |= {child} | _owned_by(company, child)
    return found


def _declared(
    company: Company, binding: Binding, rid: RowId, people: frozenset[Person]
) -> Iterator[Reached]:
    for table in company.personal_tables():
        words = company.mapped(table).get(f"held by {binding.occasion}")
        if words is None:
            continue
        column = _meeting_column(company, binding.table, company.target(table, words["via"]))
        if column is None:
            continue
        for sibling in company.where(table, words["via"], company.value(rid, column)):
            until = company.day(sibling, words["until"]) if "until" in words else None
            own = [p for begins, p in people_of(company, sibling) if begins == words["via"]]
            owns = words["via"] in {begins for begins, _ in ways(company, table)}
            yield Reached(sibling, until, people | frozenset(own) if owns and people else None)


def _meeting_column(company: Company, table: str, target: tuple[str, str] | None) -> str | None:
    if target is None:
        return None
    if target[0] == table:
        return target[1]
    same = [column for column, there in company.tables[table].points.items() if there == target]
    return same[0] if len(same) == 1 else None


def pointed_at(company: Company, rid: RowId) -> list[tuple[str, RowId]]:
    """Return the rows that a row points at and needs, each with the column that does."""
    found: list[tuple[str, RowId]] = []
    if pins_nothing(company, rid[0]):
        return found
    for column, (target, _) in company.tables[rid[0]].points.items():
        there = company.follow(rid, column)
        if there is not None and target in company.datamap["tables"]:
            found.append((column, there))
    for edge in owner_edges(company, rid[0]):
        there = over(company, rid, edge)
        if there is not None:
            found.append((edge.column, there))
    return found


def forgotten(company: Company) -> set[tuple[str, str]]:
    """Return the columns that are emptied when the row they point at goes (rule 20).

    Those that the map names, those that point within their own table, and those without which
    tables would wait for one another.
    """
    personal = company.personal_tables()
    edges = [
        (table, column, target)
        for table in personal
        for column, (target, _) in company.tables[table].points.items()
        if target in personal
    ]
    found = {
        (t, c) for t, c, target in edges if t == target or {*c.split(",")} & _named(company, t)
    }
    others = [edge for edge in edges if edge[:2] not in found]
    firm = [edge for edge in others if not may_be_emptied(company, *edge[:2])]
    return found | {
        (table, column)
        for table, column, target in others
        if (table, column, target) not in firm and _leads(firm, target, table, set())
    }


def _named(company: Company, table: str) -> set[str]:
    told = company.mapped(table).get("forgets", [])
    return {one if isinstance(one, str) else next(iter(one)) for one in told}


def may_be_emptied(company: Company, table: str, column: str) -> list[str]:
    """Return the columns of a pointer that may be NULL, and that nothing else reads."""
    owning = {edge.column for edge in owner_edges(company, table)}
    if column in owning:
        return []
    others = {other for other in company.tables[table].points if other != column}
    read = {name for one in owning | others for name in one.split(",")}
    read |= {*company.tables[table].key.split(",")}
    read |= {
        words["via"]
        for name, words in company.mapped(table).items()
        if name.startswith("held by ")
    }
    read |= {
        via.column
        for binding in company.bindings
        for via in binding.vias
        if (via.of or binding.table) == table
    }
    known = company.tables[table].columns
    return [name for name in column.split(",") if known[name].nullable and name not in read]


def _leads(edges: list[tuple[str, str, str]], start: str, end: str, seen: set[str]) -> bool:
    if start == end:
        return True
    further = [t for table, _, t in edges if table == start and t not in seen]
    return any(_leads(edges, there, end, seen | {start}) for there in further)


def edge_columns(company: Company, table: str) -> set[str]:
    """Return the columns of a table that point at another row, or say whether one does."""
    points = company.tables[table].points.items()
    found = {column for column, (target, _) in points if target in company.datamap["tables"]}
    for edge in owner_edges(company, table):
        found |= {edge.column} if edge.target else set()
    found = {name for column in found for name in column.split(",")}
    for edge in owner_edges(company, table):
        found |= {test.split()[0] for test in edge.when.split(" and ") if test}
    return found


def loose_columns(company: Company, table: str) -> set[str]:
    """Return the edges that need not stay once nothing is held for their owner.

    Nothing else may read them: no occasion, no other edge, no condition, no declared reach.
    """
    described = company.tables[table]
    edges = owner_edges(company, table)
    names = [edge.column for edge in edges]
    if len(edges) < 2 or _leads_others(company, table):
        return set()
    read = {*described.key.split(",")} | {
        words["via"] for name, words in company.mapped(table).items() if name.startswith("held by ")
    }
    read |= {test.split()[0] for edge in edges for test in edge.when.split(" and ") if test}
    return {
        edge.column
        for edge in edges
        if edge.target and "," not in edge.column
        if edge.column not in read and names.count(edge.column) == 1
        if described.columns[edge.column].nullable and not described.columns[edge.column].unique
        if described.points.get(edge.column, edge.target) == edge.target
    }


def _leads_others(company: Company, table: str) -> bool:
    bound = {binding.table for binding in company.bindings}
    bound |= {via.of for binding in company.bindings for via in binding.vias if via.of}
    below = {
        edge.target[0]
        for other in company.personal_tables()
        for edge in owner_edges(company, other)
        if edge.target
    }
    return table in bound | below


def unseen_occasions(company: Company, rid: RowId) -> list[Binding]:
    """Return the occasions that may reach a row over an edge of which nobody knows the end.

    That is an owner edge on the way up that points at a row that is not there, or that is empty
    where the row has no other owner; or a declared reach that points at a row that is not there.
    """
    lost = _tables_beyond(company, rid, shared=is_shared(company, rid[0]))
    if is_shared(company, rid[0]) and not _belongs(company, rid):
        seen = {row[0] for row in _above(company, rid)}
        lost |= _tables_above(company, rid[0]) - seen
    for name, words in company.mapped(rid[0]).items():
        if name.startswith("held by ") and _points_nowhere(company, rid, words["via"]):
            lost.add(name)
    return [
        binding
        for binding in company.bindings
        if binding.table in lost or f"held by {binding.occasion}" in lost
    ]


def _belongs(company: Company, rid: RowId) -> bool:
    """Tell whether an edge of a row says whose it is, be it somebody who is not there."""
    if subject_kind(company, rid[0]):
        return True
    row = company.row(rid)
    told = [
        edge
        for edge in owner_edges(company, rid[0])
        if company.value(rid, edge.column) is not None and edge.counts(row)
    ]
    above = [over(company, rid, edge) for edge in told]
    return any(there is None or _belongs(company, there) for there in above)


def _points_nowhere(company: Company, rid: RowId, column: str) -> bool:
    return company.value(rid, column) is not None and company.follow(rid, column) is None


def _tables_beyond(company: Company, rid: RowId, *, shared: bool) -> set[str]:
    """Return the tables above the places where the ways up from a row to its owners break off."""
    beyond: set[str] = set()
    for edge in owner_edges(company, rid[0]):
        if edge.target is None or not edge.counts(company.row(rid)):
            continue
        above = over(company, rid, edge)
        if above:
            beyond |= _tables_beyond(company, above, shared=shared)
        elif "history" in company.mapped(rid[0]):
            continue  # nothing is lost of a row that is gone
        elif company.value(rid, edge.column) is not None or not shared:
            beyond |= {edge.target[0]} | _tables_above(company, edge.target[0])
    return beyond


def _tables_above(company: Company, table: str) -> set[str]:
    found: set[str] = set()
    for edge in owner_edges(company, table):
        if edge.target:
            found |= {edge.target[0]} | _tables_above(company, edge.target[0])
    return found

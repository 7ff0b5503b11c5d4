"""Propose what agrees with a schema: where a way to people leads nowhere, the next one is taken.

And say why, where next to nothing came of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gestand.core.datamap.schema import Kind, Schema, Table
from gestand.core.discovery.draft import Draft, DraftTable, Line
from gestand.core.discovery.drafted import drafted
from gestand.core.discovery.found import ASKED, OURSELVES, Found
from gestand.core.discovery.hubs import Hub
from gestand.core.discovery.mended import mended
from gestand.core.discovery.naming import said
from gestand.core.discovery.owning import Owned, owners
from gestand.core.discovery.places import head
from gestand.core.discovery.rules import FILES
from gestand.core.discovery.written import Written
from gestand.core.findings import Finding

_TURNS = 3
"""How often other ways are looked for at most."""

_FEW = 5
"""A draft in which not one in so many tables that may hold something is mapped is next to empty."""

Proposed = tuple[Draft, Written, list[Finding]]


def proposed(found: Found, blank: Draft, sector: str) -> Proposed:
    """Return a draft that agrees with the schema, as it is written, and what is left to say of it.
    """
    closed: frozenset[str] = frozenset()
    ways = found.owned
    for _ in range(_TURNS):
        made = mended(drafted(replace(found, owned=ways), blank, sector), found.schema)
        closed |= _leading_nowhere(ways, made[0].tables)
        other = _other_ways(found, ways, closed)
        if other == ways:
            break
        ways = other
    return made


def _leading_nowhere(
    ways: Mapping[str, Owned], tables: Mapping[str, DraftTable]
) -> set[str]:
    """Return the tables that are left out, and on which others hang that are left out as well."""
    left = {name for name, table in tables.items() if is_left_out(table)}
    return {ways[name].by.target for name in left & ways.keys()} & left


def _other_ways(
    found: Found, ways: Mapping[str, Owned], closed: Collection[str]
) -> dict[str, Owned]:
    """Return the ways with another one for each that ends at a closed table, where there is one."""
    subjects = [name for name in found.subjects if name not in closed]
    open_ = [each for each in found.pointers if each.target not in closed]
    other = owners(found.schema, found.places, subjects, open_)
    return {
        name: other.get(name, way) if way.by.target in closed else way
        for name, way in ways.items()
    }


def looked_at_twice(draft: Draft, schema: Schema, unread: Collection[str] = ()) -> Draft:
    """Return a draft in which no table is nobody's without a mark that people may stand in.

    These are tables that a declared key links to people, or to a table that is left out, tables of
    files, and those that could not be read. What somebody was asked about stays as they said.
    """
    for table in draft.tables.values():
        apart = table.apart
        if apart is None or apart.doubt or is_left_out(table):
            continue
        if apart.group.startswith((ASKED, OURSELVES)):
            continue
        line = _doubted(draft, schema.tables[table.name], apart, table.name in unread)
        if line is not None:
            draft = draft.with_table(replace(table, apart=line))
    return draft


def _doubted(draft: Draft, live: Table, apart: Line, unread: bool) -> Line | None:
    """Return why a table that seems to be nobody's may hold something about people."""
    if unread:
        doubt = "this user may not read it, so no value was looked at"
        return replace(apart, doubt=doubt, group=f"{ASKED}unread")
    for key in live.foreign_keys:
        of = draft.tables.get(key.target)
        if of is None or key.target == live.name or not _may_have_people(of):
            continue
        where = "which is not mapped yet" if is_left_out(of) else "which has rows of people"
        plain = f"no column is about anybody by itself, and {key.columns[0]} leads to {key.target}"
        return Line(plain, f"`{key.columns[0]}` leads to `{key.target}`, {where}", f"{ASKED}linked")
    if _has_files(live):
        plain = "its rows are files, and no column tells about whom"
        return Line(plain, "files may be about anybody", f"{ASKED}files")
    return None


_FILE = re.compile(r" (?:file name|mime|mime type|content type|attachment name)(?: id)? $")


def _has_files(live: Table) -> bool:
    """Tell whether rows are files: by what the table is called, or by what stands beside them."""
    if not any(column.kind is Kind.BLOB for column in live.columns.values()):
        return False
    return head(live.name) in FILES or any(_FILE.search(said(name)) for name in live.columns)


def _may_have_people(table: DraftTable) -> bool:
    """Tell whether rows are of people, or may be: who typed them alone makes them nobody's."""
    if table.apart is not None:
        return is_left_out(table)
    return table.owner is None or not table.owner.group.startswith("actor ")


def is_left_out(table: DraftTable) -> bool:
    """Tell whether a table is left out because only a person can map it."""
    return table.apart is not None and table.apart.said.startswith("NOT MAPPED")


@dataclass(frozen=True)
class Cause:
    """Why next to nothing was mapped, and what to do about it."""

    why: str
    what: str


def cause_of(draft: Draft, found_people: Sequence[str], hubs: Sequence[Hub]) -> Cause | None:
    """Return why next to nothing was mapped; None where enough was."""
    mapped = [table for table in draft.tables.values() if table.apart is None]
    left = [table for table in draft.tables.values() if is_left_out(table)]
    people = [each.table for each in draft.subjects.values() if each.table]
    if people and len(mapped) * _FEW > len(left):
        return None
    at = ", ".join(f"`{hub.table}` ({hub.count})" for hub in hubs)
    most = f"; most other tables point at {at}" if at else ""
    name = f"say which tables hold people, `gestand init ... --people TABLE`{most}"
    if not found_people:
        return Cause("no table of people was found, so nothing tells whose rows these are", name)
    roots = [table for table in left if table.name in found_people]
    if roots:
        first = roots[0]
        assert first.apart is not None
        why = first.apart.said.removeprefix("NOT MAPPED YET: ")
        return Cause(
            f"the people of `{first.name}` could not be mapped, and what is theirs hangs on them: "
            f"{why}",
            f"map `{first.name}` in datamap.yaml, where its line says what helps; or {name}",
        )
    reasons = Counter(table.apart.doubt.partition(": ")[2] for table in left if table.apart)
    why = reasons.most_common(1)[0][0] if reasons else "no table seems to hold anything of them"
    return Cause(f"of most tables {why}", name)

"""Propose what agrees with a schema: where a way to people leads nowhere, the next one is taken.

And say why, where next to nothing came of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gestand.core.discovery.draft import Draft, DraftTable
from gestand.core.discovery.drafted import drafted
from gestand.core.discovery.found import Found
from gestand.core.discovery.hubs import Hub
from gestand.core.discovery.mended import mended
from gestand.core.discovery.owning import Owned, owners
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
    other = owners(found.schema, subjects, open_)
    return {
        name: other.get(name, way) if way.by.target in closed else way
        for name, way in ways.items()
    }


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

"""Which cells of a table go together: what the same claims may hold, about the same people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.holdings import HeldTable, Papers
from gestand.core.documents import Parts
from gestand.core.grounds import Claim, Grounds
from gestand.core.predicate import Emptied

Group = tuple[
    tuple[Claim, ...], tuple[Emptied, ...], tuple[int, ...] | None, tuple[Comparison, ...]
]
"""The claims that may hold some columns, what those become, whom they are about, and in which
rows they stand."""


_Same = tuple[tuple[Claim, ...], tuple[int, ...] | None, tuple[Comparison, ...], str]
"""What columns have in common that go together; last the category that is set apart alone."""


def emptied_together(grounds: Grounds, table: HeldTable) -> list[Group]:
    """Group the columns by the claims that may hold them and by the people they are about.

    What holds nothing itself (secrets, technical columns) goes with the last held cell. The
    columns that name a person go last: until then the rest can be found again.
    """
    groups: dict[_Same, list[Emptied]] = {}
    naming = {way.column for way in table.identifiers}
    for cell in table.cells:
        claims = tuple(sorted(grounds.claims(table, cell), key=claim_order))
        about = cell.ways if table.shared else None
        apart = cell.category if grounds.is_apart(cell.category) else ""
        groups.setdefault((claims, about, cell.when, apart), []).append(cell.emptied)
    for papers in (each for each in table.documents if each.unread_goes):
        parts = [cell for cell in table.cells if cell.column == papers.document.column]
        every = frozenset[Claim]().union(*(grounds.claims(table, cell) for cell in parts))
        about = parts[0].ways if parts and table.shared else None
        claims = tuple(sorted(every, key=claim_order))
        groups.setdefault((claims, about, (), ""), []).append(_unread(papers))
    for change in table.rest:
        # A document as a whole is about those about whom its parts are.
        ways = {cell.ways for cell in table.cells if cell.path and cell.column == change.column}
        about = next(iter(ways)) if table.shared and len(ways) == 1 else None
        groups.setdefault((tuple(claims_of(grounds, table)), about, (), ""), []).append(change)
    found = [
        (claims, together(own), about, when) for (claims, about, when, _), own in groups.items()
    ]
    return sorted(found, key=lambda group: any(change.column in naming for change in group[1]))


def together(changes: Iterable[Emptied]) -> tuple[Emptied, ...]:
    """Return changes with one for each column: a statement can change it once only.

    Where a document goes as a whole its parts do.
    """
    found: dict[str, Emptied] = {}
    for change in changes:
        before = found.get(change.column)
        if before is None or before.parts is None or change.parts is None:
            whole = before is not None and before.parts is None
            found[change.column] = before if before is not None and whole else change
        else:
            one, other = before.parts, change.parts
            unread = one if one.whole else other
            parts = replace(unread, parts=(*one.parts, *other.parts))
            found[change.column] = replace(before, parts=parts)
    return tuple(found.values())


def whole_cells(table: HeldTable, ways: Sequence[int] | None = None) -> list[Emptied]:
    """Return what the cells of a table become where none of them is held: documents as a whole.

    With `ways` only those that are about these people alone.
    """
    own = (cell for cell in table.cells if not cell.with_row)
    theirs = [cell for cell in own if ways is None or {*cell.ways} <= {*ways}]
    # Where another column tells what a value is, one of its cells stands in each row.
    columns = {cell.column for cell in theirs if cell.path}
    papers = [each.whole for each in table.documents if each.document.column in columns]
    plain = (cell.emptied for cell in theirs if not cell.path)
    return list(together([*plain, *papers]))


def _unread(papers: Papers) -> Emptied:
    """Return what a document becomes that cannot be read, where nothing of it is held."""
    whole = papers.whole
    instead = None if whole.how == "null" else str(whole.constant)
    parts = Parts(papers.document, whole=True, instead=instead)
    return Emptied(whole.column, "parts", None, parts=parts)


def claims_of(grounds: Grounds, table: HeldTable) -> list[Claim]:
    """Return every claim on cells of a table, in their order."""
    found: set[Claim] = set()
    for cell in table.cells:
        found |= grounds.claims(table, cell)
    return sorted(found, key=claim_order)


def claim_order(claim: Claim) -> tuple[str, str, tuple[tuple[int, ...], ...], str, str, str]:
    """Return by what claims are sorted."""
    since = str(claim.since or "")
    ways = claim.ways, claim.among
    return claim.purpose, since, ways, str(claim.when), claim.spared, claim.apart


def names_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the purposes of some claims, each once."""
    return tuple(dict.fromkeys(claim.purpose for claim in sorted(claims, key=claim_order)))



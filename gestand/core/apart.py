"""What is set apart: held without a last day, used for nothing, changed by nobody.

A restriction, or a hold for a claim or an order, is a ground of its own for everything
about its person, and ends by a decision only (GROUNDS rule 18). So is not an objection: it
suspends one purpose, which may still end (rule 17).

Of a part that is restricted alone, a category or what a purpose holds, the same counts for that
part: of the rest of a row it is as if nobody had restricted anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gestand.core.claims import Claim, ways_of
from gestand.core.datamap.holdings import Cell, HeldTable, Holdings
from gestand.core.facts import DATA, FOR, Part
from gestand.core.lives import Question
from gestand.core.owners import ROW, meets, of_these
from gestand.core.plan.owned import leads_to
from gestand.core.predicate import NEVER, Column, Null, Predicate, all_of, any_of, none_of

RESTRICTED, HELD, OBJECTING, WITHDRAWN = "restricted", "held", "objecting", "withdrawn"
"""How the names of the key sets begin in which people stand about whom there is a fact."""


def set_apart(
    holdings: Holdings,
    question: Question,
    table: HeldTable,
    ways: Sequence[int] | None = None,
    by: Sequence[str] = (RESTRICTED, HELD),
) -> Predicate:
    """Return where what is about the people at the end of `ways` is set apart in the row `t`.

    Without `ways` all of the row's people count. What is about somebody unknown is set apart
    as soon as something about another owner is.
    """

    def of(way: int | None) -> Predicate:
        if way is None:
            return NEVER
        leading = table.ways[way]
        parts = (
            leads_to(holdings, leading, fact, frozenset([kind]))
            for fact, kind in sorted(question.apart)
            if fact in by
        )
        return any_of(*parts)

    if not question.apart or not table.ways:
        return NEVER
    return of_these(table, range(len(table.ways)) if ways is None else ways, of)


def parts_apart(
    holdings: Holdings, question: Question, table: HeldTable, claims: Iterable[Claim],
    cells: Iterable[Cell],
) -> Predicate:  # fmt: skip
    """Return where a part of the row `t` is set apart that alone is restricted of somebody.

    That is one of some `cells`, which is not empty; or whatever the purpose of one of some `claims`
    may hold.
    """

    def of(part: Part, ways: Sequence[int]) -> Predicate:
        def leading(way: int | None) -> Predicate:
            if way is None:
                return NEVER
            kinds = frozenset(kind for one, kind in question.parts if one == part)
            return leads_to(holdings, table.ways[way], part_set(part), kinds)

        return of_these(table, ways, leading)

    if not question.parts or not table.ways:
        return NEVER
    named = {part for part, _ in question.parts}
    held = [
        all_of(
            meets(cell.when, ROW), none_of(Null(Column(ROW, cell.column))), of(data, cell.ways)
        )
        for cell in cells
        if (data := Part(DATA, cell.category)) in named
    ]
    purposes = {Part(FOR, claim.purpose): ways_of(table, claim) for claim in claims}
    return any_of(*held, *(of(part, ways) for part, ways in purposes.items() if part in named))


def part_set(part: Part) -> str:
    """Return how the name of the key set begins in which people stand of whom a part is apart."""
    return f"{RESTRICTED}:{part.what} {part.name}"

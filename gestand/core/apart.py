"""What is set apart: held without a last day, used for nothing, changed by nobody.

A restriction, or a hold for a claim or an order, is a ground of its own for everything
about its person, and ends by a decision only (GROUNDS rule 18). So is not an objection: it
suspends one purpose, which may still end (rule 17).
"""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.datamap.holdings import HeldTable, Holdings
from gestand.core.lives import Question
from gestand.core.owners import of_these
from gestand.core.plan.owned import leads_to
from gestand.core.predicate import NEVER, Predicate, any_of

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

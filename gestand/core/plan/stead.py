"""What is about somebody unknown stands for the row's other people, in their stead."""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.claims import fits, ways_of
from gestand.core.datamap.holdings import HeldTable
from gestand.core.grounds import Grounds
from gestand.core.owners import counts, leads
from gestand.core.plan.cells import claims_of
from gestand.core.predicate import Predicate, all_of, any_of, none_of


def held_instead(grounds: Grounds, table: HeldTable, ways: Sequence[int]) -> Predicate:
    """Return where the people of some ways keep, or may keep, what is about somebody unknown.

    While they do the row must go on leading to them: without them it would have no ground left.
    """
    parts: list[Predicate] = []
    for claim in claims_of(grounds, table):
        theirs = ways_of(table, claim)
        if {*theirs} & {*ways}:
            continue
        unknown = none_of(*(leads(table.ways[number]) for number in theirs))
        for number in ways:
            held = grounds.held_for(table, claim, number)
            unsure = grounds.unsure_for(table, claim, number)
            known = counts(table.ways[number])
            parts.append(all_of(fits(claim), unknown, known, any_of(held, unsure)))
    return all_of(any_of(*parts), none_of(grounds.let_go(table)))

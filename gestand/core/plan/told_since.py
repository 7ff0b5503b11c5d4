"""What people's own rows say about a restriction or an objection, asked of the rows themselves.

A plan reads these columns once and keeps who it is in a key set. A view is read for as long as it
counts: who sets such a column today is left out from then on.
"""

from __future__ import annotations

from dataclasses import replace

from gestand.core.apart import OBJECTING, RESTRICTED
from gestand.core.datamap.holdings import FactMoments, Holdings
from gestand.core.grounds import Grounds
from gestand.core.moments import at
from gestand.core.names import store_of
from gestand.core.owners import ROW
from gestand.core.predicate import (
    All,
    Among,
    Any,
    Column,
    Linked,
    Listed,
    Not,
    Null,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
)

_OWN = "f"
"""The alias of a person's own row."""


def also_as_told(where: Predicate, grounds: Grounds, table: str) -> Predicate:
    """Return `where`, of rows of `table`, with everybody in its key sets who tells it by now."""
    if isinstance(where, All | Any):
        parts = tuple(also_as_told(part, grounds, table) for part in where.parts)
        return replace(where, parts=parts)
    if isinstance(where, Not):
        return Not(also_as_told(where.part, grounds, table))
    if isinstance(where, Linked | Among):
        return replace(where, where=also_as_told(where.where, grounds, table))
    if isinstance(where, Listed) and not where.folded:
        facts = (f for f in grounds.holdings.facts if _key_set(f) == where.name)
        here = (f for f in facts if store_of(f.table) == store_of(table))
        return any_of(where, *(_told(fact, where.columns[0], grounds, table) for fact in here))
    return where


def _key_set(fact: FactMoments) -> str:
    if fact.purpose is None:
        return f"{RESTRICTED}:{fact.kind}"
    return f"{OBJECTING}:{fact.purpose}:{fact.kind}"


def _told(fact: FactMoments, key: Column, grounds: Grounds, table: str) -> Predicate:
    """Return where the person with this key says it in their own row, and did not end it."""
    name = _key_of(grounds.holdings, fact)
    if key == Column(ROW, name) and fact.table == table:
        return _stands(fact, grounds, ROW)
    return Linked(_OWN, fact.table, ((key, name),), _stands(fact, grounds, _OWN))


def _key_of(holdings: Holdings, fact: FactMoments) -> str:
    return holdings.tables[fact.table].seen_as(fact.kind).key[0]


def _stands(fact: FactMoments, grounds: Grounds, alias: str) -> Predicate:
    """Return where it began; a day that cannot be read counts, but where an objection is the end.

    One that has an end is left to the key set, which knows which of both days is the later one.
    """
    begun = at(fact.begun, alias)
    purpose = grounds.policy.purposes.get(fact.purpose or "")
    marketing = purpose is not None and purpose.marketing
    parts = [Reached(begun, grounds.question.as_of)]
    perhaps = [] if marketing else [Unreadable(begun)]
    ended = [Null(Column(alias, fact.ended.column))] if fact.ended else []
    return all_of(any_of(*parts, *perhaps), *ended)

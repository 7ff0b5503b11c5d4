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
    NEVER,
    All,
    Among,
    Any,
    Column,
    Linked,
    Listed,
    Not,
    NotBefore,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
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
    """Return where it began and is not over, as `told_by_columns` of the work floor reads it.

    A day that cannot be read counts where that keeps: not where an objection is the end.
    """
    begun, as_of = at(fact.begun, alias), grounds.question.as_of
    purpose = grounds.policy.purposes.get(fact.purpose or "")
    marketing = purpose is not None and purpose.marketing
    began = any_of(Reached(begun, as_of), *([] if marketing else [Unreadable(begun)]))
    if fact.ended is None:
        return began
    ended = at(fact.ended, alias)
    # Of one day the end is the later one: a row tells no order.
    later = any_of(NotBefore(ended, begun), Unreadable(begun))
    return all_of(began, none_of(all_of(Reached(ended, as_of), later)))


KEYS = "k"
"""The alias of a key set."""


def told_by_rows(grounds: Grounds, store: str) -> dict[str, Predicate]:
    """Return, by key set, which of its keys `KEYS.k0` are of people whose own rows tell it."""
    found: dict[str, Predicate] = {}
    for fact in grounds.holdings.facts:
        if store_of(fact.table) == store:
            told = _told(fact, Column(KEYS, "k0"), grounds, "")
            found[_key_set(fact)] = any_of(found.get(_key_set(fact), NEVER), told)
    return found

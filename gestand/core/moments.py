"""Conditions on the moments of an occasion, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gestand.core.calendar import Term
from gestand.core.datamap.holdings import Moment, Occasion
from gestand.core.owners import inward, outward
from gestand.core.policy.model import Purpose
from gestand.core.predicate import (
    NEVER,
    At,
    Column,
    InTime,
    Linked,
    Not,
    Predicate,
    Reached,
)

CONSENT_GIVEN = "consent given"

_LAST = date(9998, 12, 31)
"""The last day whose next day a database can still compare."""


def moment_named(occasion: Occasion, purpose: Purpose, name: str) -> Moment | None:
    """Return the bound moment of that name; `consent given` is the purpose's own consent."""
    if name == CONSENT_GIVEN and purpose.id in occasion.consents:
        return occasion.consents[purpose.id].given
    return occasion.moments.get(name)


def at(moment: Moment, alias: str) -> At:
    return At(Column(alias, moment.column), moment.kind, moment.zone)


def on(moment: Moment, alias: str, test: Callable[[At], Predicate]) -> Predicate:
    """Return `test` on a moment, wherever it stands."""
    if moment.edge is None:
        return test(at(moment, alias))
    inner = test(at(moment, "v"))
    if moment.reverse:
        return Linked("v", moment.edge.child, inward(moment.edge, alias), inner)
    return Linked("v", moment.edge.parent, outward(moment.edge, alias), inner)


def filled(moment: At) -> Predicate:
    """Return where a beginning is known, though it may be a day to come.

    What begins tomorrow is no reason to remove its data today (decision 014).
    """
    return Reached(moment, _LAST)


def too_late(given: At, term: Term, other: At) -> Predicate:
    return Not(InTime(given, other, term))


def passed(moment: Moment, term: Term, limit: date, alias: str) -> Predicate:
    cut = term.cut_off(limit)
    if cut is None:
        return NEVER
    return on(moment, alias, lambda at: Reached(at, cut))

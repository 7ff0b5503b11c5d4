"""Consent that is given again: too late, it must end nothing that an earlier one holds.

Consent counts only where it is given while something else still holds the row (GROUNDS rule 14).
Who says yes once more after that says so to keep what they agreed to, not to lose it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from gestand.core.datamap.holdings import HeldTable, Moment, Occasion
from gestand.core.lives import Lives, Question
from gestand.core.names import store_of
from gestand.core.owners import ROW
from gestand.core.predicate import Column, Equals, Predicate, all_of, any_of
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.sweep import in_force


def held_by_consent(
    company: Company, purpose: str, table: HeldTable, day: date
) -> Predicate | None:
    """Return where the consent in a row of a table holds it on a day.

    None where no statement can tell it, since moments stand in another store.
    """
    versions = in_force(company.versions, day)
    asked = versions[-1].purposes.get(purpose)
    here = [one for one in company.holdings.occasions if one.table == table.id]
    if asked is None or not all(_is_near(table, moment) for moment in _moments(here)):
        return None
    lives = Lives(company.holdings, versions, Question(day))
    return any_of(*(lives.carried(asked, one) for one in here if purpose in one.consents))


def _moments(occasions: Sequence[Occasion]) -> list[Moment]:
    return [moment for one in occasions for moment in one.moments.values()]


def _is_near(table: HeldTable, moment: Moment) -> bool:
    tables = (moment.edge.child, moment.edge.parent) if moment.edge else ()
    return all(store_of(name) == table.store for name in tables)


def meets(run: Run, table: HeldTable, key: Sequence[Any], where: Predicate) -> bool:
    """Tell whether a row meets a condition, as it is in the open transaction."""
    own = (Equals(Column(ROW, n), (part,)) for n, part in zip(table.key, key, strict=True))
    return sum(len(rows) for rows in run.rows_out(table.id, table.key, all_of(*own, where))) > 0

"""Until when the consent in rows counts by itself: up to the first of all that ends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gestand.core.calendar import Term
from gestand.core.datamap.holdings import Moment
from gestand.core.owners import ROW
from gestand.core.predicate import Column, Equals
from gestand.stores.base import Run

Terms = Sequence[tuple[Moment, Term]]
"""What ends it: a moment, and the period that runs from there."""

_AT_ONCE = 500


def known_here(terms: Terms) -> bool:
    """Tell whether all moments stand in the rows themselves, or one step away in their store."""
    edges = (moment.edge for moment, _ in terms if moment.edge)
    return all(edge.within_one_store and len(edge.columns) == 1 for edge in edges)


def columns_of(terms: Terms) -> list[str]:
    """Return the columns of a row by which its moments are found."""
    return list(dict.fromkeys(_own(moment) for moment, _ in terms))


def last_days(run: Run, terms: Terms, rows: Sequence[Mapping[str, Any]]) -> list[date | None]:
    """Return the last day of each row, in their order; None where no moment is known yet."""
    days: list[list[date]] = [[] for _ in rows]
    for moment, term in terms:
        for own, values in zip(days, _values(run, moment, rows), strict=True):
            read = (run.day(moment, value) for value in values if value is not None)
            own += [term.last_day(day) for day in read if day is not None]
    return [min(own, default=None) for own in days]


def _own(moment: Moment) -> str:
    edge = moment.edge
    if edge is None:
        return moment.column
    return (edge.parent_columns if moment.reverse else edge.columns)[0]


def _values(
    run: Run, moment: Moment, rows: Sequence[Mapping[str, Any]]
) -> Iterator[Sequence[Any]]:
    """Yield what a moment is, per row; where rows point back there may be several."""
    own = [row[_own(moment)] for row in rows]
    if moment.edge is None:
        yield from ([value] for value in own)
        return
    edge, keys = moment.edge, list({value for value in own if value is not None})
    table, (name, *_) = edge.parent, edge.parent_columns
    if moment.reverse:
        table, (name, *_) = edge.child, edge.columns
    found: dict[Any, list[Any]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        where = Equals(Column(ROW, name), tuple(keys[start : start + _AT_ONCE]))
        for part in run.rows_out(table, [name, moment.column], where):
            for key, value in part:
                found.setdefault(key, []).append(value)
    yield from (found.get(value, []) for value in own)

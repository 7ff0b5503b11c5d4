"""Whether occasions that come with one another do so, as conditions on the rows of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gestand.core.calendar import Period, Term
from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Moment, Occasion
from gestand.core.datamap.model import Together
from gestand.core.owners import ROW, meets
from gestand.core.predicate import (
    NEVER,
    At,
    Column,
    Linked,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
)


@dataclass(frozen=True)
class Pair:
    """An occasion and its partner whose rows point at the same owner, `columns` pairing the two."""

    occasion: Occasion
    partner: Occasion
    columns: tuple[tuple[str, str], ...]

    def alone(self, on: date) -> Predicate:
        """Return the rows of the occasion that go on without a partner that does."""
        there = self._beside(_goes_on(self.partner, "b", on))
        return all_of(_surely_goes_on(self.occasion, ROW, on), none_of(there))

    def left(self, on: date, leeway: Period) -> Predicate:
        """Return the rows of the partner that go on longer than `leeway` after the last one."""
        back = Pair(self.partner, self.occasion, tuple((b, a) for a, b in self.columns))
        cut = Term(leeway).cut_off(on)
        ended = any_of(*(_at(m, "b", cut) for m in _ends(self.occasion))) if cut else NEVER
        lately = back._beside(none_of(ended))
        ever = back._beside(none_of(NEVER))
        return all_of(_surely_goes_on(self.partner, ROW, on), ever, none_of(lately))

    def _beside(self, then: Predicate) -> Predicate:
        pairs = tuple((Column(ROW, own), there) for own, there in self.columns)
        return Linked("b", self.partner.table, pairs, all_of(meets(self.partner.when, "b"), then))


def pairs(holdings: Holdings, wanted: Together) -> Iterator[Pair]:
    """Yield each table of the occasion with the one table of the partner with the same owner."""
    for occasion in holdings.bound(wanted.occasion):
        for partner in holdings.bound(wanted.partner):
            one = _owner(holdings.tables.get(occasion.table))
            other = _owner(holdings.tables.get(partner.table))
            if one is None or other is None or not one.within_one_store:
                continue
            if (one.parent, one.parent_columns) == (other.parent, other.parent_columns):
                yield Pair(occasion, partner, tuple(zip(one.columns, other.columns, strict=True)))


def _owner(table: HeldTable | None) -> Edge | None:
    """Return the edge to the only owner of the rows of a table."""
    edges = table.owners if table is not None else ()
    return edges[0] if len(edges) == 1 and not edges[0].when else None


def _ends(occasion: Occasion) -> list[Moment]:
    """Return the moments that end an occasion, as far as they stand in its own row."""
    began = occasion.began.column
    moments = occasion.moments.values()
    return [moment for moment in moments if moment.edge is None and moment.column != began]


def _at(moment: Moment, alias: str, day: date) -> Predicate:
    return Reached(At(Column(alias, moment.column), moment.kind, moment.zone), day)


def _goes_on(occasion: Occasion, alias: str, on: date) -> Predicate:
    """Return where nothing has ended an occasion by the end of a day, for all that can be read."""
    return none_of(*(_at(moment, alias, on) for moment in _ends(occasion)))


def _surely_goes_on(occasion: Occasion, alias: str, on: date) -> Predicate:
    """Return where an occasion has begun, and every moment that could have ended it can be read."""
    ends = (At(Column(alias, m.column), m.kind, m.zone) for m in _ends(occasion))
    begun = all_of(meets(occasion.when, alias), _at(occasion.began, alias, on))
    return all_of(begun, _goes_on(occasion, alias, on), none_of(*map(Unreadable, ends)))

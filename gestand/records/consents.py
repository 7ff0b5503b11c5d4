"""The register of consents in own records, in SQL that every driver takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from gestand.records.kept import CONSENTS, Kept, Taken, in_parts

AT_ONCE = 300
"""Consents that one statement adds or looks for."""


class Row(NamedTuple):
    """A consent as it is kept: `person` and `occasion` are keyed digests, `at` is in UTC.

    `day` is that of the controller, `words` the version and the language that were shown, and
    `sealed` what was encrypted of where it came from. `in_column` is 1 where a column of the
    organisation says the same.
    """

    number: int
    receipt: str
    kind: str
    person: str
    purpose: str
    occasion: str
    event: str
    at: str
    day: str
    words: str
    how: str
    sealed: str
    in_column: int


_COLUMNS = ", ".join(Row._fields)
_PLACES = f"({', '.join(['%s'] * len(Row._fields))})"
_ADD = f"INSERT INTO gestand_consent ({_COLUMNS}) VALUES "  # noqa: S608  # as below
_ONCE = " ON CONFLICT (receipt) DO NOTHING RETURNING number"
_IN_COLUMN = "UPDATE gestand_consent SET in_column = 1 WHERE receipt IN"
_COUNTED = (
    "SELECT purpose, event, words, how, count(*), min(day), max(day) FROM gestand_consent "
    "GROUP BY purpose, event, words, how ORDER BY purpose, event, words, how"
)
_LATER = "b.purpose = a.purpose AND (b.at > a.at OR (b.at = a.at AND b.number > a.number))"
_STANDING = f"""SELECT a.purpose, a.words, a.day, count(*) FROM gestand_consent a
WHERE a.event = 'given' AND NOT EXISTS (
    SELECT 1 FROM gestand_consent b WHERE b.occasion = a.occasion AND {_LATER}
) AND NOT (a.person <> '' AND EXISTS (
    SELECT 1 FROM gestand_consent b WHERE b.person = a.person AND b.occasion = '' AND {_LATER}
)) GROUP BY a.purpose, a.words, a.day ORDER BY a.purpose, a.words, a.day"""  # noqa: S608  # ours
_SOME = f"SELECT {_COLUMNS} FROM gestand_consent"  # noqa: S608  # names of this module only


@dataclass(frozen=True)
class Consents:
    """The consents that are kept; written within a transaction of `kept`."""

    kept: Kept

    def newest(self) -> int:
        """Return the number of the newest consent, 0 where there is none."""
        if CONSENTS not in self.kept.made:
            return 0
        rows = self.kept.execute("SELECT max(number) FROM gestand_consent", ())
        return (rows[0][0] or 0) if rows else 0

    def add(self, rows: Sequence[Row]) -> None:
        """Add consents; Taken where one of the receipts or numbers is there already."""
        for few in in_parts(rows, AT_ONCE):
            values = [value for row in few for value in row]
            text = _ADD + ", ".join([_PLACES] * len(few)) + _ONCE
            if len(self.kept.execute(text, values)) != len(few):
                raise Taken

    def with_receipts(self, receipts: Sequence[str]) -> dict[str, Row]:
        """Return the consents that have some receipts."""
        return {row.receipt: row for row in self._among("receipt", receipts)}

    def of_occasions(self, occasions: Sequence[str]) -> list[Row]:
        """Return what was said about some occasions, oldest first."""
        return sorted(self._among("occasion", occasions), key=lambda row: (row.at, row.number))

    def of_people(self, people: Sequence[str]) -> list[Row]:
        """Return what some people said, oldest first."""
        return sorted(self._among("person", people), key=lambda row: (row.at, row.number))

    def after(self, number: int, last: int | None = None) -> Iterator[Row]:
        """Yield the consents behind a number, up to `last`, in their order, a few at a time."""
        while True:
            few = self._rows(
                " WHERE number > %s AND number <= %s ORDER BY number LIMIT %s",
                (number, last if last is not None else 2**62, AT_ONCE),
            )
            yield from few
            if len(few) < AT_ONCE:
                return
            number = few[-1].number

    def counted(self) -> list[tuple[str, str, str, str, int, str, str]]:
        """Return how many there are by purpose, event, words and way, with the days between."""
        if CONSENTS not in self.kept.made:
            return []
        return [(*row,) for row in self.kept.execute(_COUNTED, ())]

    def standing(self) -> list[tuple[str, str, str, int]]:
        """Return how many consents nothing has ended since, by purpose, words and day."""
        if CONSENTS not in self.kept.made:
            return []
        return [(*row,) for row in self.kept.execute(_STANDING, ())]

    def ended(self, *, in_columns: bool) -> Iterator[Row]:
        """Yield the consents that were refused or withdrawn, and in no column; or all of them."""
        where = " WHERE event <> 'given'" + ("" if in_columns else " AND in_column = 0")
        yield from self._rows(where + " ORDER BY number", ())

    def say_in_column(self, receipts: Sequence[str]) -> None:
        """Remember that a column says the same now."""
        for few in in_parts(receipts, AT_ONCE):
            places = ", ".join(["%s"] * len(few))
            self.kept.execute(f"{_IN_COLUMN} ({places})", few)

    def _among(self, column: str, values: Sequence[str]) -> Iterator[Row]:
        for few in in_parts(dict.fromkeys(values), AT_ONCE):
            places = ", ".join(["%s"] * len(few))
            yield from self._rows(f" WHERE {column} IN ({places})", few)

    def _rows(self, where: str, values: Sequence[str | int]) -> list[Row]:
        if CONSENTS not in self.kept.made:
            return []  # an older version made these records: nobody has recorded a consent
        return list(starmap(Row, self.kept.execute(_SOME + where, values)))

"""The end of a day, in each way in which the columns of a store tell moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from gestand.core.datamap.holdings import Moment
from gestand.core.datamap.schema import Digits, Kind, Since1970, Writing
from gestand.stores.dialect import day_after
from gestand.stores.digits import digits_after
from gestand.stores.since_1970 import number_after

Told = tuple[Kind | Writing, str]
"""How a column tells moments, and the zone in which it does."""

_PLAIN: Told = Kind.DATE, ""
# MariaDB compares no two columns of letters in which others come first: but any with this one.
_WRITTEN = sa.String(19).with_variant(
    mysql.VARCHAR(19, charset="ascii", collation="ascii_bin"), "mariadb"
)


@dataclass(frozen=True)
class CutOffs:
    """How the columns of a store tell moments, each way once."""

    told: tuple[Told, ...]

    @classmethod
    def of(cls, zone: str, moments: Iterable[Moment]) -> CutOffs:
        """Return those of a store in `zone` whose columns tell these moments."""
        found = {_told(moment.kind, moment.zone) for moment in moments}
        found |= {_PLAIN, (Kind.TIMESTAMP, zone)}
        return cls(tuple(sorted(found, key=lambda told: before_in(*told))))

    @property
    def names(self) -> list[str]:
        """How the columns of a key set are called that hold the end of a day."""
        return [before_in(*told) for told in self.told]

    def columns(self) -> Iterator[sa.Column[str] | sa.Column[int]]:
        """Yield these columns."""
        for name, (kind, _) in zip(self.names, self.told, strict=True):
            number = isinstance(kind, Since1970)
            yield sa.Column(name, sa.BigInteger()) if number else sa.Column(name, _WRITTEN)

    def after(self, day: date, home: ZoneInfo) -> tuple[str | int, ...]:
        """Return what they hold: the first moment after a day, which ends in the zone `home`."""
        return tuple(_after(day, kind, zone, home) for kind, zone in self.told)


def before_in(kind: Kind | Writing, zone: str) -> str:
    """Return the column of a key set that holds the end of a day as a column tells moments."""
    how, where = _told(kind, zone)
    if (how, where) == _PLAIN:
        return "before"
    return f"before_{sha256(f'{how.value} {where}'.encode()).hexdigest()[:12]}"


def _told(kind: Kind | Writing, zone: str) -> Told:
    """Return what columns have in common that tell moments in the same way."""
    if isinstance(kind, Digits):
        return Digits.MOMENT, zone
    if isinstance(kind, Since1970):
        return kind.of_beginnings, ""
    return (kind, zone) if kind is Kind.TIMESTAMP else _PLAIN


def _after(day: date, kind: Kind | Writing, zone: str, home: ZoneInfo) -> str | int:
    if isinstance(kind, Digits):
        return digits_after(day, zone, home)
    if isinstance(kind, Since1970):
        return number_after(day, kind, home)
    return day_after(day, kind, zone, home)

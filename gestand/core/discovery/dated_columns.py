"""Which columns say when a row began and when what it stands for ended."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.schema import Column, Digits, Kind, Since1970, Table, Writing
from gestand.core.discovery.looks import DIGITS, INFINITY, MILLISECONDS, SECONDS, UNSEEN, Looks
from gestand.core.discovery.naming import said

_BEGAN = (
    r" (?:created|registered|joined|signup|signed up|inserted|added|registration) ",
    r" (?:ordered|placed|submitted|received|issued|sent|posted|opened|booked|requested|applied) ",
    r" (?:started|start|begin|began|from|ingang|ingangs|begonnen|since|sinds|valid from) ",
    r" (?:date|time|timestamp|when|on|moment|logged|recorded|entered|visited|uploaded|written) ",
)
_ENDED = (
    r" (?:ended|closed|finished|completed|delivered|fulfilled|shipped|resolved|settled|left) ",
    r" (?:end|einde|eind|terminated|cancelled|canceled|opgezegd|afgesloten|afgerond|until|tot) ",
    r" (?:paid|betaald|returned|departed|discharged|unsubscribed|uitgeschreven|withdrawn|filled) ",
    r" (?:deleted|removed|archived|deactivated|verwijderd|logout|logged out) ",
    r" (?:expires|expired|expiry) ",
)
_SEEN = (r" last (?:login|logged|seen|visit|active|activity|access|sign|used|online) ",)
_NOT_BEGAN = re.compile(
    r" (?:birth|updated|modified|changed|gewijzigd|last|edited|expires|expiry|expired|deleted|due"
    r"|password|verified|reset|death|locked) "
)
_DATED = (Kind.DATE, Kind.TIMESTAMP)
_FOURTEEN = 14
_MOST = 0.9
"""Of the values that must be moments before a number or a text is taken for one."""


@dataclass(frozen=True)
class Moments:
    """The columns of a table that may hold moments, and how those tell them that hold no dates."""

    columns: tuple[Column, ...]
    written: Mapping[str, Writing]

    def began(self) -> str | None:
        """Return the column that most likely says when a row began; any that may, if need be."""
        fit = [
            column
            for column in self.columns
            if not _NOT_BEGAN.search(said(column.name)) and not _first([column], _ENDED)
        ]
        filled = [column for column in fit if not column.nullable]
        found = _first(filled, _BEGAN) or _first(fit, _BEGAN)
        sure = (column.name for column in [*filled, *fit] if column.name not in self.written)
        return found or next(sure, None)

    def ended(self) -> str | None:
        """Return the column that most likely says when it ended: it may say nothing until then."""
        may = [
            column
            for column in self.columns
            if (column.nullable or column.name in self.written)
            and not column.name.lower().startswith("is_")
        ]
        return _first(may, _ENDED)

    def seen(self) -> str | None:
        """Return the column that says when somebody was last there."""
        return _first(self.columns, _SEEN)


def moments(table: Table, looks: Mapping[str, Looks]) -> Moments:
    """Return the columns of a table that may hold moments, by their types and their values."""
    pointing = {name for key in table.foreign_keys for name in key.columns} | {*table.key}
    numbers = {
        name: looks.get(name, UNSEEN)
        for name, column in table.columns.items()
        if column.kind is Kind.INTEGER and name not in pointing
    }
    counted = {name: how for name, seen in numbers.items() if (how := _counted(seen))}
    digits = _in_digits(table, looks, pointing)
    if counted:
        # Where the others of a table count, one of nothing but zeros says that it is not yet so.
        unit = next(iter(counted.values())).of_beginnings
        counted |= {
            name: _or_zero(unit)
            for name in numbers.keys() - counted.keys()
            if _only_zero(numbers[name]) and _first([table.columns[name]], _ENDED)
        }
    for name, how in counted.items():
        if not table.columns[name].nullable and _first([table.columns[name]], _ENDED):
            counted[name] = _or_zero(how)
    written: dict[str, Writing] = {**counted, **digits}
    columns = tuple(
        column
        for name, column in table.columns.items()
        if column.kind in _DATED or name in written or _is_dated_text(column, looks)
    )
    return Moments(columns, written)


def _in_digits(
    table: Table, looks: Mapping[str, Looks], pointing: Collection[str]
) -> dict[str, Digits]:
    """Return the columns of texts and bytes that write moments in fourteen digits, and how.

    Where no value was seen, by a name of moments and room for fourteen signs.
    """
    found: dict[str, Digits] = {}
    for name, column in table.columns.items():
        if column.kind not in (Kind.TEXT, Kind.BLOB) or name in pointing:
            continue
        seen, ends = looks.get(name, UNSEEN), _first([column], _ENDED)
        never = seen.share(INFINITY)
        if seen.share(DIGITS) + never >= _MOST and (seen.share(DIGITS) or ends):
            found[name] = Digits.MOMENT_OR_INFINITY if never else Digits.MOMENT
        elif not seen.seen and column.length == _FOURTEEN and (ends or _first([column], _BEGAN)):
            odd = ends and not column.nullable
            found[name] = Digits.MOMENT_OR_INFINITY if odd else Digits.MOMENT
    return found


def told_as(how: Writing) -> str:
    """Return how a column tells moments, in the words of the language."""
    return f"{'since 1970' if isinstance(how, Since1970) else 'written'}: {how.value}"


def _counted(seen: Looks) -> Since1970 | None:
    """Return how a column of numbers counts, where nearly all of them are moments, or zero."""
    zero = seen.share("zero")
    for share, how in (
        (seen.share(SECONDS), Since1970.SECONDS), (seen.share(MILLISECONDS), Since1970.MILLISECONDS)
    ):  # fmt: skip
        if share and share + zero >= _MOST:
            return _or_zero(how) if zero else how
    return None


def _or_zero(how: Since1970) -> Since1970:
    seconds = how.per_second == 1
    return Since1970.SECONDS_OR_ZERO if seconds else Since1970.MILLISECONDS_OR_ZERO


def _only_zero(seen: Looks) -> bool:
    return not seen.seen or seen.share("zero") == 1


def _is_dated_text(column: Column, looks: Mapping[str, Looks]) -> bool:
    return column.kind is Kind.TEXT and looks.get(column.name, UNSEEN).share("date") >= _MOST


def _first(columns: Sequence[Column], patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for column in columns:
            if re.search(pattern, said(column.name)):
                return column.name
    return None

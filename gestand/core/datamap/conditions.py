"""Read the condition of an edge: `object_type = 'message' and left_on is null`.

The grammar is small on purpose: columns of the edge's own table are compared with words and
whole numbers, and the comparisons are joined by `and`. It becomes a condition of ours and is never
passed on as a text to a database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gestand.core.datamap.schema import Column, Kind
from gestand.core.findings import did_you_mean

_COMPARISON = re.compile(
    r"\s*(?P<column>[^\W\d]\w*)\s*"
    r"(?:(?:=|(?P<unlike><>))\s*(?P<one>'(?:[^']|'')*+'|-?\d+)"
    r"|\b(?P<outside>not\s+)?in\s*\((?P<many>(?:[^()']|'(?:[^']|'')*+')*+)\)"
    r"|\bis\s+(?P<filled>not\s+)?null\b)"
    r"(?P<rest>\s*\Z|\s+and\b)",
    re.IGNORECASE,
)
_VALUE = re.compile(r"'(?:[^']|'')*+'|-?\d+")
_PARTS = re.compile(rf"\s*(?:{_VALUE.pattern})\s*(?:,\s*(?:{_VALUE.pattern})\s*)*")
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Comparison:
    """What a column of the row must be: one of `values`; without any: NULL, or else `filled`.

    With `others` it is anything but these values; NULL is neither one of them nor another.
    """

    column: str
    values: tuple[str | int, ...] = ()
    filled: bool = False
    others: bool = False

    def met_by(self, value: object) -> bool:
        """Tell whether a value of the column meets it."""
        if not self.values:
            return (value is not None) == self.filled
        return value is not None and (value in self.values) != self.others


def apart(one: Sequence[Comparison], other: Sequence[Comparison]) -> bool:
    """Tell whether no row can meet both conditions."""
    return any(
        here.column == there.column and _excludes(here, there) for here in one for there in other
    )


def _excludes(here: Comparison, there: Comparison) -> bool:
    if here.values and there.values:
        mine, theirs = {*here.values}, {*there.values}
        if here.others or there.others:
            named, left_out = (theirs, mine) if here.others else (mine, theirs)
            return here.others != there.others and named <= left_out
        return not mine & theirs
    return (bool(here.values) or here.filled) != (bool(there.values) or there.filled)


def parse_when(text: str) -> tuple[Comparison, ...] | None:
    """Return the comparisons that `text` joins, or None when it is no such condition."""
    found: list[Comparison] = []
    position = 0
    while True:
        match = _COMPARISON.match(text, position)
        values = _values(match) if match else None
        if match is None or values is None:
            return None
        others = bool(match["unlike"] or match["outside"])
        found.append(Comparison(match["column"], values, bool(match["filled"]), others))
        position = match.end()
        if not match["rest"].strip():
            return tuple(found)


def misfit(compared: Comparison, columns: Mapping[str, Column]) -> str:
    """Return what is wrong between a comparison and the columns of its table, or nothing."""
    column = columns.get(compared.column)
    if column is None:
        known = did_you_mean(compared.column, columns) or "name a column of this table"
        return f"there is no column `{compared.column}`: {known}"
    wanted = {Kind.TEXT: str, Kind.INTEGER: int}.get(column.kind)
    if compared.values and wanted is None:
        return f"`{compared.column}` is {column.kind.value}: compare a text or a whole number"
    if any(not isinstance(value, wanted or object) for value in compared.values):
        quoted = "put the word in quotes" if wanted is str else "leave the quotes out"
        return f"`{compared.column}` is {column.kind.value}: {quoted}"
    return ""


def _values(match: re.Match[str]) -> tuple[str | int, ...] | None:
    if match["one"] is not None:
        return _read([match["one"]])
    if match["many"] is None:
        return ()
    parts = _PARTS.fullmatch(match["many"])
    return _read(_VALUE.findall(match["many"])) if parts else None


def _read(texts: list[str]) -> tuple[str | int, ...] | None:
    values: list[str | int] = []
    for text in texts:
        if text.startswith("'"):
            values.append(text[1:-1].replace("''", "'"))
        elif abs(int(text)) > _LARGEST:
            return None
        else:
            values.append(int(text))
    return tuple(values)

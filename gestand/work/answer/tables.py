"""The rows of one table as JSON for programs and as CSV for spreadsheets, row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from typing import Any

from gestand.core.access.told import ColumnTold
from gestand.core.access.words import AnswerWords
from gestand.core.plan.read import OTHER
from gestand.core.plan.steps import Read
from gestand.stores.base import Lasts
from gestand.work.answer.archive import Archive, Spool
from gestand.work.answer.rows import RowShown, raw, spreadsheet_cell

BOM = b"\xef\xbb\xbf"
"""Tells a spreadsheet program that the text is UTF-8."""


class TableFiles:
    """The two files of one table; `about` is what the JSON says before its rows."""

    def __init__(
        self, archive: Archive, step: Read, about: Mapping[str, Any], words: AnswerWords
    ) -> None:
        self.archive, self.step, self.words = archive, step, words
        self.json_name = archive.name("data", f"{step.table}.json")
        self.csv_name = archive.name("data", f"{step.table}.csv")
        self._json, self._csv = archive.spool(), archive.spool()
        self._separator = b""
        head = "".join(f"\n {_line(name)}: {_lines(told)}," for name, told in about.items())
        self._json.write(encoded(f'{{{head}\n "rows": ['))
        self._csv.write(BOM)
        self._rows = csv.writer(_Text(self._csv), quoting=csv.QUOTE_ALL)
        heads = [column["name"] for column in about["columns"]]
        self._rows.writerow([*map(spreadsheet_cell, heads), words.why_and_until])

    def add(self, row: RowShown) -> None:
        """Write one row to both files."""
        record = json.dumps(self._record(row), ensure_ascii=False, default=str)
        self._json.write(self._separator + encoded(f"\n  {record}"))
        self._separator = b","
        left_out = self.words.masked
        values = [left_out if cell.masked else spreadsheet_cell(cell.value) for cell in row.cells]
        grounds = "; ".join(f"{name}: {self._until(lasts)}" for name, lasts in row.grounds.items())
        self._rows.writerow([*values, spreadsheet_cell(grounds)])

    def close(self) -> None:
        """Put both files in the archive."""
        self._json.write(b"\n ]\n}\n")
        self.archive.add_spool(self.json_name, self._json)
        self.archive.add_spool(self.csv_name, self._csv)

    def _until(self, lasts: Lasts) -> str:
        return lasts.until.isoformat() if lasts.until else self.words.running

    def _record(self, row: RowShown) -> dict[str, Any]:
        return {
            "values": {cell.column.name: raw(cell.value) for cell in row.cells},
            "why": {
                cell.column.name: {
                    "standing": cell.why.standing.value,
                    "grounds": [
                        _ground(name, lasts) for name, lasts in row.for_(self.step, cell).items()
                    ],
                }
                for cell in row.cells
                if not cell.empty and not cell.masked
            },
            **({"set apart": True} if row.apart else {}),
            **({} if row.own else {"of somebody else": True}),
            "withheld": {c.column.name: OTHER for c in row.cells if c.masked},
            "files": {c.column.name: c.file.member for c in row.cells if c.file is not None},
        }


def _line(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _lines(told: object) -> str:
    """Return JSON with each of several on a line of its own, as rows are written."""
    if not isinstance(told, list) or not told:
        return _line(told)
    return "[\n  " + ",\n  ".join(map(_line, told)) + "\n ]"


class _Text:
    """A spool to which texts are written as UTF-8."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def write(self, text: str) -> int:
        return self._spool.write(encoded(text))


def encoded(text: str) -> bytes:
    """Return a text as UTF-8; half a character, which no text may hold, becomes a question mark."""
    return text.encode("utf-8", "replace")


def column_entry(
    column: ColumnTold, words: str, part: str, step: Read
) -> dict[str, Any]:
    """Return what a column is, for programs; and in words what stays of a value that goes."""
    return {
        "name": column.name,
        "is": column.role.value,
        "category": column.category or None,
        "words": words,
        "source": column.source or None,
        "stays": part or None,
        "may be held for": list(dict.fromkeys(step.keeps[n].purpose for n in column.keeps)),
    }


def withheld_entries(step: Read, reasons: Mapping[str, str]) -> Sequence[dict[str, str]]:
    """Return the columns that are not told, with the reason in words."""
    return [{"column": one.column, "reason": reasons[one.reason]} for one in step.withheld]


def _ground(purpose: str, lasts: Lasts) -> dict[str, str | None]:
    until = lasts.until.isoformat() if lasts.until else None
    return {"purpose": purpose, "occasion": lasts.occasion, "until": until}

"""Columns of which another one tells what they hold: each word is a cell of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_AS = " where "


def telling(words: object) -> str | None:
    """Return the column that tells what another one holds; None where it needs none."""
    keys = words if isinstance(words, dict) else {}
    return next((key.removeprefix("by ") for key in keys if key.startswith("by ")), None)


def attributes(column: str, words: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a column, each with what it holds."""
    for word, value in words[f"by {telling(words)}"].items():
        yield f"{column}{_AS}{word}", value["is"] if isinstance(value, dict) else value


def cell_in(column: str, words: dict[str, Any], row: dict[str, object]) -> str | None:
    """Return which of the cells of a column a row has; None where nobody named it."""
    cell = f"{column}{_AS}{row[str(telling(words))]}"
    return cell if cell in dict(attributes(column, words)) else None


def stands_in(words: dict[str, Any], cell: str, row: dict[str, object]) -> bool:
    """Tell whether a row has a cell."""
    column, _, word = cell.partition(_AS)
    return not word or cell_in(column, words["columns"][column], row) == cell


def is_unnamed(words: dict[str, Any], row: dict[str, object]) -> bool:
    """Tell whether nobody said what something in a row is."""
    columns = words.get("columns", {}).items()
    return any(telling(value) and cell_in(column, value, row) is None for column, value in columns)


def column_of(cell: str) -> str:
    """Return the column in which a cell stands."""
    return cell.partition(_AS)[0]

"""Counters: how many rows of another table belong to a row, before and after."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tests.oracle.company import Company, RowId, meets

Cells = dict[tuple[RowId, str], object]


def counted(
    company: Company, erased: Collection[RowId], emptied: Mapping[tuple[RowId, str], object]
) -> Cells:
    """Return the counters of rows that lose a row which they counted."""
    found: Cells = {}
    for table, mapped in company.datamap["tables"].items():
        for column, words in mapped.get("counts", {}).items():
            told = words if isinstance(words, dict) else {"rows of": words}
            if told.get("then") == "keep":
                continue
            by = _pointing(company, told["rows of"], table, told.get("by", ""))
            for rid in company.rows_of(table):
                was = _belonging(company, rid, told, by, {})
                there = [r for r in was if r not in erased]
                now = [r for r in there if r in _belonging(company, rid, told, by, emptied)]
                if rid in erased or len(now) == len(was):
                    continue
                lower = told.get("then") == "lower"
                before = company.row(rid)[column]
                then, left = (_comes_to(company, told, each) for each in (was, now))
                found[rid, column] = int(str(before)) - then + left if lower else left
    return found


def _comes_to(company: Company, told: Mapping[str, str], rows: Collection[RowId]) -> int:
    """Return how many rows there are, or what a column of them comes to."""
    sums = told.get("sum of")
    return sum(int(str(company.row(rid)[sums])) for rid in rows) if sums else len(rows)


def _pointing(company: Company, child: str, table: str, by: str) -> str:
    """Return the columns with which a child points at the table: one of them names them all."""
    pointers = company.tables[child].points
    (columns,) = [
        columns
        for columns, (there, _) in pointers.items()
        if there == table and by in ("", *columns.split(","))
    ] or [by]
    return columns


def _belonging(
    company: Company,
    rid: RowId,
    told: Mapping[str, str],
    by: str,
    emptied: Mapping[tuple[RowId, str], object],
) -> list[RowId]:
    """Return the rows that a counter counts, once some cells are emptied."""
    found = []
    for there in company.rows_of(told["rows of"]):
        row = {c: emptied.get((there, c), v) for c, v in company.row(there).items()}
        values = tuple(row[part] for part in by.split(","))
        key = rid[1] if isinstance(rid[1], tuple) else (rid[1],)
        if values == key and meets(told.get("when", ""), row):
            found.append(there)
    return found

"""Tables with old versions of rows of another table, written out as if the map said it all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.oracle.attributes import telling

if TYPE_CHECKING:
    from tests.oracle.company import Company, RowId, Table


def written_out(datamap: dict, tables: dict[str, Table]) -> None:
    """Give each history the purposes, the owner and the columns that follow from its table."""
    for name, words in datamap["tables"].items():
        told = words.get("history")
        if told is None:
            continue
        of, table = told["of"], tables[name]
        there = datamap["tables"][of]
        by = told.get("by") or next(c for c, (target, _) in table.points.items() if target == of)
        told["own"] = [*words.get("columns", {})]
        told["pins"] = by in table.points or told.get("then") == "remove"
        words.setdefault("purposes", there["purposes"])
        words["owner"] = {by: of}
        same = [c for c in table.columns if c in tables[of].columns and c not in table.key]
        # A word that tells what another column holds stays beside it, as it does in that table.
        columns = there.get("columns", {})
        tell = {telling(words) for column, words in columns.items() if column in table.columns}
        same = [c for c in same if c != by and c not in tell]
        held = {c: there.get("columns", {}).get(c, "technical") for c in same}
        words["columns"] = {**held, **words.get("columns", {})}


def stays_anyhow(company: Company, table: str) -> bool:
    """Tell whether the rows of a table are old versions that stay when nothing holds them."""
    told = company.mapped(table).get("history")
    return told is not None and told.get("then") != "remove"


def pins_nothing(company: Company, table: str) -> bool:
    """Tell whether the rows of a table are old versions that keep no row where it is."""
    told = company.mapped(table).get("history")
    return told is not None and not told["pins"]


def tells_of_a_change(company: Company, table: str, column: str) -> bool:
    """Tell whether a column says of an old version that stays when and how it changed."""
    told = company.mapped(table).get("history")
    return stays_anyhow(company, table) and told is not None and column in told["own"]


def versions_of(company: Company, rid: RowId) -> Iterator[RowId]:
    """Return the old versions of a row."""
    for table in company.personal_tables():
        told = company.mapped(table).get("history")
        if told and told["of"] == rid[0]:
            (by,) = company.mapped(table)["owner"]
            yield from company.where(table, by, rid[1])

"""What somebody else writes while a plan waits for its confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.laws.filling import APART
from tests.laws.schemes import Table
from tests.oracle.company import Company
from tests.oracle.oracle import Verdict


def interference(
    tables: Iterable[Table], naive: Company, verdict: Verdict, numbers: tuple[int, int, int]
) -> list[str]:
    """Return what somebody else writes: a row like one that goes, an end undone, a new owner."""
    found: list[str] = []
    for table in tables:
        rows = sorted(k for t, k in verdict.erased if t == f"db.{table.name}")
        emptied = {k for (t, k), _ in verdict.emptied if t == f"db.{table.name}"}
        for key in [*rows, *sorted(emptied)][numbers[2] % 2 :: 2]:
            own = key if isinstance(key, tuple) else (key,)
            found += _written(naive, table, own, numbers[1] % 3)
    return found


def _written(naive: Company, table: Table, key: tuple[object, ...], kind: int) -> Iterator[str]:
    row = naive.tables[f"db.{table.name}"].rows[key if len(key) > 1 else key[0]]
    where = " AND ".join(f"{n} = {v}" for n, v in zip(table.key, key, strict=True))
    ends = [c.name for c in table.columns if c.fill == "day" and c.nullable]
    if kind == 0 and "id" in table.key and not any(c.unique for c in table.columns):
        values = {**row, "id": int(str(row["id"])) + APART // 2}
        listed = ", ".join("NULL" if v is None else repr(v) for v in values.values())
        yield f"INSERT INTO {table.name} VALUES ({listed})"
    elif kind == 1 and ends:
        yield f"UPDATE {table.name} SET {', '.join(f'{e} = NULL' for e in ends)} WHERE {where}"
    for owner in table.owners if kind == 2 else ():
        name = owner.columns[-1]
        if owner.table and len(owner.columns) == 1 and name not in table.key:
            others = sorted(naive.tables[f"db.{owner.table}"].rows, key=str)
            yield f"UPDATE {table.name} SET {name} = {others[-1]} WHERE {where}"

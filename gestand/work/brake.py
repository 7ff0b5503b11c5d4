"""The brake: a sweep that would remove much stops and waits for a person (GROUNDS rule 25)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from gestand.core.plan.steps import Erase, Plan

PERCENT = 5
ROWS_OF_A_TABLE = 20
ROWS_OF_A_RUN = 10_000


@dataclass(frozen=True)
class Braked:
    """Why a run stopped: per table the rows it would change, and the code that releases it.

    The code stands for exactly these numbers on this day: once they change, it is void.
    """

    tables: tuple[tuple[str, int, int], ...]
    total: int
    code: str


def brake(plan: Plan) -> Braked | None:
    """Return why the brake stops this plan, or None when it may go on."""
    removed = _removed(plan)
    total = sum(rows for rows, _ in removed.values())
    over = tuple(
        (table, rows, of)
        for table, (rows, of) in removed.items()
        if rows > ROWS_OF_A_TABLE and rows * 100 > PERCENT * of
    )
    if not over and total <= ROWS_OF_A_RUN:
        return None
    return Braked(over, total, release_code(plan))


def release_code(plan: Plan) -> str:
    """Return the code that stands for the changes of this plan."""
    said = [plan.program.as_of.isoformat()]
    said += [f"{m.step.id}={m.rows}" for m in plan.changes]
    return sha256("\n".join(said).encode()).hexdigest()[:8]


def _removed(plan: Plan) -> dict[str, tuple[int, int]]:
    """Return per table the rows that would lose something, and the rows it has."""
    found: dict[str, tuple[int, int]] = {}
    for table in dict.fromkeys(m.step.table for m in plan.changes):
        own = [m for m in plan.changes if m.step.table == table]
        erased = sum(m.rows for m in own if isinstance(m.step, Erase))
        found[table] = (erased + plan.emptied.get(table, 0), max(m.of for m in own))
    return found

"""The brake: a sweep that would remove much stops and waits for a person (GROUNDS rule 25)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b, sha256

from gestand.core.names import store_of
from gestand.core.plan.explain import columns, what_stays
from gestand.core.plan.steps import Erase, Plan, Redact, joins_removal
from gestand.stores.base import Act
from gestand.work.sweep import Prepared

PERCENT = 5
ROWS_OF_A_TABLE = 20
ROWS_OF_A_RUN = 10_000

_LETTERS = 8
_AT_ONCE = 250_000
_MOST = 2**256


@dataclass(frozen=True)
class Braked:
    """Why a run stopped: per table the rows it would change, and how many in all."""

    tables: tuple[tuple[str, int, int], ...]
    total: int


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
    return Braked(over, total)


def release_code(prepared: Prepared) -> str:
    """Return the code that stands for exactly the changes of a plan: another plan has another one.

    That is for these rows of these tables, what they lose and what stays of it, on this day.
    CannotRun where a store cannot be read.
    """
    plan, runs = prepared.plan, prepared.runs
    acts = {name: run.act(as_planned=False) for name, run in runs.items()}
    with prepared.ready.transaction():
        keys = {
            m.step.id: _digest_of_keys(acts[store_of(m.step.table)], m.step)
            for m in plan.changes
            if m.rows and isinstance(m.step, Erase | Redact) and not joins_removal(m.step)
        }
    return code_of(plan, prepared.company.digests(), keys)


def code_of(plan: Plan, schemas: Mapping[str, str], keys: Mapping[str, str]) -> str:
    """Return the code of a plan on stores with these digests; `keys` are those of rows by step."""
    said = [
        [m.step.id, type(m.step).__name__, m.rows, columns(m.step), what_stays(m.step),
         keys.get(m.step.id, "")]
        for m in plan.changes
    ]  # fmt: skip
    told = [plan.program.as_of.isoformat(), dict(schemas), said]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:_LETTERS]


def _digest_of_keys(act: Act, step: Erase | Redact) -> str:
    """Return a digest of the keys of a step's rows, in whatever order a store has them.

    Each window is read as one text; one after the other, since there may be millions.
    """
    last, found = act.last(step), 0
    reach = act.reaching(step, _AT_ONCE) if last else 1
    for start in range(0, last, reach):
        _, text = act.keys(step, start, start + reach)
        parts = [part.split(",") for part in text.split("\n")]
        even = len({*map(len, parts)}) == 1  # else a key has a comma: what stands there counts
        for key in zip(*parts, strict=True) if even else parts:
            # The sum of digests does not depend on the order, nor on where windows end.
            found += int.from_bytes(blake2b("\n".join(key).encode(), digest_size=16).digest())
    return f"{found % _MOST:x}"


def _removed(plan: Plan) -> dict[str, tuple[int, int]]:
    """Return per table the rows that would lose something, and the rows it has."""
    found: dict[str, tuple[int, int]] = {}
    for table in dict.fromkeys(m.step.table for m in plan.changes):
        own = [m for m in plan.changes if m.step.table == table]
        erased = sum(m.rows for m in own if isinstance(m.step, Erase))
        found[table] = (erased + plan.emptied.get(table, 0), max(m.of for m in own))
    return found

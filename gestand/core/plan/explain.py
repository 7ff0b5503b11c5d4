"""Say in words and in plain data what the steps of a plan would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as AnyValue

from gestand.core.plan.steps import AskHuman, Erase, Keep, KeepKey, Measured, Plan, Redact, Write

Record = dict[str, AnyValue]


def records(plan: Plan, promises: Mapping[str, str]) -> list[Record]:
    """Return the steps that find rows, as a list of plain records for machines.

    `promises` gives, per purpose, the promise id of the sentence that carries its period.
    """
    return [record(measured, promises) for measured in plan.measured if measured.rows]


def record(measured: Measured, promises: Mapping[str, str]) -> Record:
    """Return one measured step as a plain record."""
    step = measured.step
    store, _, table = step.table.partition(".")
    purpose = step.purpose if isinstance(step, Keep) else None
    over = list(step.over) if isinstance(step, Erase | Redact) else []
    named = [purpose] if purpose else over
    kept = [promises[name] for name in named if name in promises]
    return {
        "id": step.id,
        "step": "Keep" if isinstance(step, KeepKey) else type(step).__name__,
        "store": store,
        "table": table,
        "columns": list(columns(measured)),
        "rows": measured.rows,
        "ground": "key of a row that stays" if isinstance(step, KeepKey) else purpose,
        "over": over,
        "promise": kept[0] if kept else None,
        "promises": kept,
        "until": measured.until.isoformat() if measured.until else None,
        "reason": reason(measured),
    }


def columns(measured: Measured) -> tuple[str, ...]:
    """Return the columns a step is about; `*` stands for the whole row."""
    step = measured.step
    if isinstance(step, Erase):
        return ("*",)
    if isinstance(step, Redact | Keep):
        return step.columns
    if isinstance(step, Write):
        return (step.column,)
    return step.shown if isinstance(step, AskHuman) else step.key


def reason(measured: Measured) -> str:
    """Return in words why the rows go, change or stay."""
    step = measured.step
    if isinstance(step, Erase):
        return f"no ground is left: {_list(step.over)} over"
    if isinstance(step, Redact):
        return f"no ground is left for these cells: {_list(step.over)} over"
    if isinstance(step, Keep):
        last = f"; the first goes on {measured.until}" if measured.until else ""
        return f"held for {step.purpose}{last}"
    if isinstance(step, KeepKey):
        return "nothing is held, but another row still needs its key"
    if isinstance(step, AskHuman):
        return f"{step.reason}: decide with `gestand decide {step.id} --because TEXT`"
    return "the value was corrected at the person's request"


def _list(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"`{names[0]}` is"
    quoted = [f"`{name}`" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]} are"

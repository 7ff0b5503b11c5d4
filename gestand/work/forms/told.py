"""What the ledger tells of the forms that were sent: how many, and never what stood in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from gestand.work.forms.taking import INTENDED, KEPT
from gestand.work.journal import Journal


@dataclass(frozen=True)
class TakenIn:
    """How many times a form was kept, and when last; `unknown` were never noted to be kept."""

    kept: int = 0
    unknown: int = 0
    last: str = ""


def taken_in(journal: Journal) -> dict[str, TakenIn]:
    """Return, by purpose, what came in by its form."""
    intended: dict[str, set[str]] = {}
    kept: dict[str, dict[str, str]] = {}
    for entry in journal.ledger.of_kind(INTENDED):
        told = json.loads(entry.told)
        intended.setdefault(told["form"], set()).add(told["mark"])
    for entry in journal.ledger.of_kind(KEPT):
        told = json.loads(entry.told)
        kept.setdefault(told["form"], {})[told["mark"]] = told["on"]
    return {purpose: _counted(marks, kept.get(purpose, {})) for purpose, marks in intended.items()}


def _counted(intended: set[str], kept: Mapping[str, str]) -> TakenIn:
    """Count the marks of a form; `kept` gives the day of each that was kept."""
    return TakenIn(len(kept), len(intended - kept.keys()), max(kept.values(), default=""))

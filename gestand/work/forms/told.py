"""What the ledger tells of the forms that were sent: how many, and never what stood in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from gestand.work.forms.paying import LAPSED, PAID
from gestand.work.forms.taking import INTENDED, KEPT
from gestand.work.journal import Journal


@dataclass(frozen=True)
class TakenIn:
    """How many times a form was kept, and when last; `unknown` were never noted to be kept.

    Of orders `paid` were found to be paid, and `lapsed` will not be.
    """

    kept: int = 0
    unknown: int = 0
    last: str = ""
    paid: int = 0
    lapsed: int = 0


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
    paid, lapsed = (_told_of(journal, kind) for kind in (PAID, LAPSED))
    return {
        purpose: replace(
            _counted(marks, kept.get(purpose, {})), paid=paid[purpose], lapsed=lapsed[purpose]
        )
        for purpose, marks in intended.items()
    }


def _told_of(journal: Journal, kind: str) -> Counter[str]:
    """Count the entries of a kind by their form."""
    return Counter(json.loads(entry.told)["form"] for entry in journal.ledger.of_kind(kind))


def _counted(intended: set[str], kept: Mapping[str, str]) -> TakenIn:
    """Count the marks of a form; `kept` gives the day of each that was kept."""
    return TakenIn(len(kept), len(intended - kept.keys()), max(kept.values(), default=""))

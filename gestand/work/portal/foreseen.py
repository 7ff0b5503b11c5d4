"""What erasure would do to the data of somebody who signed in: the plan, before anybody asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gestand.core.plan.steps import AskHuman, Erase, Keep, Redact, SetApart
from gestand.work.company import Company
from gestand.work.sweep import Request, prepare


@dataclass
class Staying:
    """What a purpose keeps: its categories, and the first last day; one that goes on has none."""

    categories: set[str] = field(default_factory=set)
    until: date | None = None
    goes_on: bool = False


@dataclass
class Foreseen:
    """The categories of which something would go, and what would stay, by purpose.

    `decided` are those about which a person has to decide, `apart` those that are set apart.
    """

    goes: set[str] = field(default_factory=set)
    stays: dict[str, Staying] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)


def foreseen(company: Company, asked: Request) -> Foreseen:
    """Return what a request to erase would do; CannotRun as `prepare` raises it."""
    found = Foreseen()
    with prepare(company, asked) as prepared:
        for measured in prepared.plan.measured:
            step = measured.step
            if not measured.rows:
                continue
            cells = company.holdings.tables[step.table].cells
            if isinstance(step, Keep):
                kept = found.stays.setdefault(step.purpose, Staying())
                kept.categories |= {c.category for c in cells if c.name in step.columns}
                kept.goes_on = kept.goes_on or measured.until is None
                kept.until = min(filter(None, (kept.until, measured.until)), default=None)
            elif isinstance(step, Erase):
                found.goes |= {c.category for c in cells}
            elif isinstance(step, Redact):
                found.goes |= {c.category for c in cells if c.name in step.columns}
            elif isinstance(step, SetApart):
                found.apart |= {c.category for c in cells if c.name in step.columns}
            elif isinstance(step, AskHuman):
                found.decided |= {c.category for c in cells}
    return found

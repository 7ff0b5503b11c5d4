"""What a run did, step by step, as its receipt says it: shaped like an entry of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gestand.core.plan.explain import columns, what_stays
from gestand.core.plan.steps import Erase, Recount, Redact, Write, categories_of
from gestand.records.kept import STARTED
from gestand.settings import now
from gestand.work.company import Company
from gestand.work.gist import Freed
from gestand.work.holder import freed
from gestand.work.memory import facts_so_far
from gestand.work.sweep import Prepared
from gestand.work.way_back import NO_WAY_BACK, NoWayBack, WayBack


@dataclass
class Done:
    """What one step did: rows found, rows changed, and a keyed digest of their keys.

    `left` files stay where they are: a person decided that their rows go without them. `alone` rows
    were left alone, for what the plan said of them was no longer so: they were changed since, or
    somebody else's by then, or held. Of `to_do` rows nobody has come to that yet. `free` is the
    first key that nobody had then.
    """

    step: Erase | Redact | Write | Recount
    found: int
    rows: int = 0
    left: int = 0
    alone: int = 0
    digests: list[str] = field(default_factory=list)
    to_do: int = 0
    free: Freed | None = None

    def add(self, window: Window) -> None:
        """Count what was done in one window, once that is certain."""
        self.rows += window.rows
        self.left += window.left
        self.alone += window.alone
        self.digests += [window.digest] if window.digest else []
        if window.free and (self.free is None or window.free.key <= self.free.key):
            self.free = window.free
        self.to_do = max(self.to_do - window.found, 0)


@dataclass(frozen=True)
class Window:
    """What a step found and changed within one transaction."""

    found: int = 0
    rows: int = 0
    left: int = 0
    alone: int = 0
    digest: str = ""
    free: Freed | None = None


@dataclass(frozen=True)
class Doubt:
    """A transaction of which nobody knows yet whether its store kept it, and what it did."""

    store: str
    mark: str
    number: int
    told: list[tuple[Done, Window]]


@dataclass
class Receipt:
    """What a run did, shaped like an entry of a ledger; it holds no personal data.

    `stuck` files could not be removed: they stay on the list of files to remove. `after_restore`
    are the stores that were put back from a backup, and are made up to date.
    `interrupted` is the number of the receipt before, where its run did not end; `marks` are
    those that its transactions left one after the other, by store. `overwritten` says, by
    store that changed, whether old values are gone from its files as well. `waits` says, by
    store that is waited for, why; `doubts` are transactions that it may have kept or not.
    """

    number: int
    steps: list[Done]
    previous: str | None
    """The digest of the receipt before it, None for the first."""
    files: int = 0
    stuck: int = 0
    status: str = STARTED
    transactions: int = 0
    interrupted: int | None = None
    marks: dict[str, list[str]] = field(default_factory=dict)
    after_restore: tuple[str, ...] = ()
    back: WayBack | NoWayBack = NO_WAY_BACK
    overwritten: dict[str, bool] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    recorded: Mapping[str, Any] = field(default_factory=dict)
    """What was on record of people when it was written first: its run goes by that."""

    @property
    def rows(self) -> int:
        """How many rows were removed or changed."""
        return sum(done.rows for done in self.steps)

    @property
    def to_do(self) -> dict[str, int]:
        """By table, how many rows are still to be removed or changed."""
        found: dict[str, int] = {}
        for done in self.steps:
            if done.to_do:
                found[done.step.table] = found.get(done.step.table, 0) + done.to_do
        return found

    def begin(self, step: Erase | Redact | Write | Recount, found: int) -> Done:
        """Begin a step that found so many rows, or go on with it where it did not come to all."""
        done = next((each for each in self.steps if each.step.id == step.id), None)
        if done is None:
            done = Done(step, 0)
            self.steps.append(done)
        if isinstance(step, Recount):
            done.found = max(done.found, found)  # it follows what goes: nothing to do by itself
        else:
            done.found, done.to_do = max(done.found, done.rows + found), found
            done.alone = max(done.alone - found, 0)  # a plan made anew comes to them once more
        return done

    @property
    def alone(self) -> int:
        """How many rows were left alone, since what the plan said of them was no longer so."""
        return sum(done.alone for done in self.steps)

    @property
    def left(self) -> int:
        """How many files stay where they are, as a person decided."""
        return sum(done.left for done in self.steps)


def write(prepared: Prepared, receipt: Receipt) -> None:
    """Write the receipt, or replace it while its run goes on."""
    receipt.recorded = receipt.recorded or facts_so_far(prepared.company.state)
    prepared.company.state.write_receipt(receipt.number, _entry(prepared, receipt))


def _entry(prepared: Prepared, receipt: Receipt) -> dict[str, Any]:
    company, request = prepared.company, prepared.request
    digest = {kind: company.state.digester(kind) for kind in {p.kind for p in request.people}}
    return {
        "entry": receipt.number,
        "previous": receipt.previous,
        "kind": "plan applied",
        "status": receipt.status,
        "at": now().isoformat(timespec="seconds"),
        "as_of": request.as_of.isoformat(),
        "people": [digest[p.kind](p.key) for p in request.people],
        "erasure_asked": request.erase,
        "corrected": request.correction.category if request.correction else None,
        "policy_effective": company.policy.effective.isoformat(),
        "facts": len(company.facts.told),
        "schemas": company.digests(),
        "recorded": receipt.recorded,
        "questions": sum(m.rows for m in prepared.plan.questions),
        "overwritten": receipt.overwritten,
        "files_removed": receipt.files,
        "files_stuck": receipt.stuck,
        "files_left": receipt.left,
        "undo_until": receipt.back.until,
        "transactions": receipt.transactions,
        "marks": receipt.marks,
        "after_restore": list(receipt.after_restore),
        **_waiting(receipt),
        **({"not_mapped": list(company.unmapped)} if company.unmapped else {}),
        "unknown": [],
        "steps": [_step_entry(company, each) for each in receipt.steps],
    }


def _waiting(receipt: Receipt) -> dict[str, Any]:
    """Return which stores are waited for, and which transactions nobody can tell of."""
    found: dict[str, Any] = {}
    if receipt.waits:
        found["waiting"] = [{"store": s, "reason": why} for s, why in receipt.waits.items()]
        found["to_do"] = receipt.to_do
    if receipt.doubts:
        found["doubtful"] = [doubt.mark for doubt in receipt.doubts]
    return found


def _step_entry(company: Company, done: Done) -> dict[str, Any]:
    step, state = done.step, company.state
    store, _, table = step.table.partition(".")
    return {
        "id": step.id,
        "step": type(step).__name__,
        "store": store,
        "table": table,
        "columns": list(columns(step)),
        "categories": categories_of(company.holdings, step),
        **({"stays": left} if (left := what_stays(step)) else {}),
        "found": done.found,
        "rows": done.rows,
        **({"left_alone": done.alone} if done.alone else {}),
        "over": list(step.over) if isinstance(step, Erase | Redact) else [],
        "digest": state.digest(*done.digests),
        **freed(done.free),
    }

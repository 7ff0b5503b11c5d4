"""Do the stores keep what is about to be published? Asked with the probes that look in stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gestand.core.counting import counted
from gestand.core.datamap.unmapped import tables_named
from gestand.core.proving.verdict import Verdict
from gestand.errors import GestandError
from gestand.settings import decider
from gestand.stores.base import Store
from gestand.work.company import NotClean
from gestand.work.editions import in_force
from gestand.work.inspection import Inspection
from gestand.work.journal import Journal
from gestand.work.probes import (
    consented,
    declared,
    endless,
    erased,
    identified,
    joined,
    objected,
    overdue,
    restricted,
    together,
    undeclared,
    unfilled,
    withdrawn,
)
from gestand.work.project import Project
from gestand.work.prove import Look, prove
from gestand.work.registers import OVERRIDES, begin

IN_STORES: tuple[Look, ...] = (
    consented.look,
    declared.look,
    endless.look,
    erased.look,
    identified.look,
    joined.look,
    objected.look,
    overdue.look,
    restricted.look,
    together.look,
    undeclared.look,
    unfilled.look,
    withdrawn.look,
)
"""The probes that look in stores; the others look at agreements, answers, pages and sites."""
_MOST = 5


class NotKept(GestandError):
    """The stores do not keep a version that is about to be published."""


@dataclass(frozen=True)
class Looked:
    """What was found in the stores: the promises that are broken, or why nobody looked.

    Nobody looked into the tables that are `unmapped`.
    """

    broken: tuple[str, ...] = ()
    seen: int = 0
    stores: int = 0
    unmapped: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def told(self) -> str:
        """What was looked at, and what was found, in a sentence."""
        if self.why_not:
            return f"Nobody looked whether the stores keep it: {self.why_not}."
        found = f"{len(self.broken)} broken" if self.broken else "no promise broken"
        told = f"Looked in {self.seen} of {counted(self.stores, 'store')}: {found}"
        if not self.unmapped:
            return f"{told}."
        return f"{told} in what is mapped. Nobody looked into {tables_named(self.unmapped)} yet."

    def refuse(self) -> None:
        """Raise NotKept where a promise is broken."""
        if self.broken:
            named = ", ".join(f"`{one}`" for one in self.broken[:_MOST])
            more = f" and {len(self.broken) - _MOST} more" if len(self.broken) > _MOST else ""
            message = (
                f"the stores do not keep what would be published: {named}{more}; `gestand "
                "promises` tells what is wrong, and `gestand apply` removes what is overdue. To "
                "publish it all the same, say why: `--although REASON`"
            )
            raise NotKept(message)


def look_in_stores(
    project: Project, stores: Mapping[str, Store], at: datetime, on: date
) -> Looked:
    """Return which promises of the version in force on a day the stores break at a moment.

    What only begins later need not be kept yet: `gestand diff` tells what must go by then.
    """
    if in_force(project, on) is None:
        return Looked(why_not=f"no version is in force on {on} yet")
    try:
        inspection = Inspection.of(project, stores, at, on)
    except NotClean:
        return Looked(why_not="the version in force cannot be read whole")
    if not inspection.schemas:
        return Looked(why_not="no store can be reached from here")
    language = next(iter(sorted(inspection.project.statements)))
    proved = prove(inspection, language, IN_STORES)
    broken = tuple(one.promise.id for one in proved if one.judged.verdict is Verdict.BROKEN)
    seen, declared = len(inspection.schemas), len(inspection.datamap.stores)
    return Looked(broken, seen, declared, project.unmapped)


def keep_reason(
    journal: Journal, project: Project, because: str, on: date, told: Mapping[str, object]
) -> int:
    """Write down that a version is published although something stands in the way."""
    effective = project.policy.effective.isoformat() if project.policy else ""
    line = {"what": "publish", "effective": effective, "on": on.isoformat(), **told}
    return begin(journal, OVERRIDES, "made", {**line, "because": because, "by": decider()})

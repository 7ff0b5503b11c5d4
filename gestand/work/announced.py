"""Whether people were told in time of the version that is about to be published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from gestand.core.changes.words import sentences
from gestand.core.ledger import canonical
from gestand.core.policy.words import GRAMMARS
from gestand.errors import CannotRun, GestandError
from gestand.work.diff_told import Told
from gestand.work.journal import Journal
from gestand.work.project import Project
from gestand.work.sides import CURRENT, Side, compare

KIND = "version announced"
"""The kind of an entry of the ledger: how many addresses were written to, of which version."""


class NotTold(GestandError):
    """People were not told in time of a version that is about to be published."""


@dataclass(frozen=True)
class Notice:
    """That people must be told of a version by a day, and when they were; None before.

    `what` is a digest of what they must be told, empty where nobody can say that.
    """

    older: str
    effective: date
    by: date
    today: date
    what: str = field(compare=False)
    told_on: date | None = None

    @property
    def is_in_time(self) -> bool:
        """Tell whether people were told in time."""
        return self.told_on is not None and self.told_on <= self.by

    @property
    def is_late(self) -> bool:
        """Tell whether it is too late for that."""
        return not self.is_in_time and self.today > self.by

    def __str__(self) -> str:
        if self.is_in_time:
            return f"People were told of what is material on {self.told_on}."
        how = f"`gestand announce {self.older} {CURRENT}`"
        late = ", and that day is over" if self.is_late else ""
        return f"What is material must be told to people by {self.by}{late}: {how}."

    def is_told_by(self, entry: Mapping[str, Any]) -> bool:
        """Tell whether an entry of the ledger says that all who have an address were told this.

        An address that is refused, or from which a letter came back, was tried: whose it is must be
        told in another way, as who has none.
        """
        if not self.what:
            return False
        same = (entry["effective"], entry.get("told")) == (self.effective.isoformat(), self.what)
        return same and bool(
            entry["sent"] + entry.get("refused", 0) == entry["addresses"]
        )

    def refuse(self) -> None:
        """Raise NotTold where it is too late to tell people in time."""
        if self.is_late:
            message = (
                f"people had to be told of what is material by {self.by}: let it take effect later "
                f"than {self.effective}, or tell them with `gestand announce {self.older} "
                f"{CURRENT}` and say why it is published all the same: `--although REASON`"
            )
            raise NotTold(message)


def notice_of(project: Project, journal: Journal | None, on: date) -> Notice | None:
    """Return by when people must be told of the newest version; None where nothing is material."""
    if project.policy is None or not project.earlier:
        return None
    before, effective = project.earlier[-1], project.policy.effective
    older = Side(before.policy.effective.isoformat(), before.policy, before.statements)
    newer = Side(CURRENT, project.policy, project.statements)
    language = project.policy.controller.languages[0]
    told = Told(older, newer, compare(older, newer), language, on)
    if told.tell_by is None or not told.told:
        return None
    older_name = PurePosixPath(before.file).stem
    notice = Notice(older_name, effective, told.tell_by, on, _what(project, told))
    return replace(notice, told_on=_told_on(journal, notice)) if journal is not None else notice


def _what(project: Project, told: Told) -> str:
    """Return the digest of what is told; an empty one where that cannot be said."""
    try:
        return "" if project.findings else what_is_told(told)
    except CannotRun:
        return ""


def _told_on(journal: Journal, notice: Notice) -> date | None:
    """Return the day on which all who have an address had been written to; None before."""
    for entry in journal.ledger.of_kind(KIND):
        told = json.loads(entry.told)
        if notice.is_told_by(told):
            return date.fromisoformat(told["on"])
    return None


def what_is_told(told: Told) -> str:
    """Return a digest of what people are told of a version, whatever language a letter is in.

    That is what is material, in each language of both versions, on the day of the newer one: the
    day on which somebody looks changes nothing. Raises CannotRun where an authority is not known.
    """
    day, sides = told.newer.policy.effective, (told.older, told.newer)
    spoken = (set(one.policy.controller.languages) for one in sides)
    said = {}
    for language in sorted(GRAMMARS.keys() & set.intersection(*spoken)):
        fillers = [one.filler(language, day) for one in sides]
        said[language] = [[*sentences(one.what, *fillers)] for one in told.material]
    return sha256(canonical(said).encode()).hexdigest()

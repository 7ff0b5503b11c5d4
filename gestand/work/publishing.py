"""Publish a version: look what stands in the way, and then keep it, sign it, and say so.

What is looked at is a value. A command and a page of officers show it, and act on the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from gestand.core.datamap.model import OwnRecords
from gestand.core.ledger import Json, canonical
from gestand.errors import CannotRun
from gestand.stores.base import Store
from gestand.work.announced import Notice, notice_of
from gestand.work.company import NotClean
from gestand.work.editions import Version
from gestand.work.journal import Journal
from gestand.work.kept_versions import ToKeep, is_another, settled, write
from gestand.work.project import Project, load
from gestand.work.proposed import refuse_proposals
from gestand.work.publish import check_publication
from gestand.work.signed_versions import refuse_changed, sign_versions
from gestand.work.unkept import Looked, keep_reason, look_in_stores


@dataclass(frozen=True)
class Ready:
    """What would be published on a day: readings that are `new`, among all the `versions`.

    `looked` is what was found in the stores; `notice` by when people must be told of the version,
    None where they need not be.
    """

    project: Project
    day: date
    versions: Sequence[Version]
    new: Sequence[ToKeep]
    looked: Looked
    notice: Notice | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether people had to be told of it by now, and were not."""
        return self.notice is not None and self.notice.is_late

    @property
    def takes_a_reason(self) -> bool:
        """Tell whether it is published only by whoever says why, all the same."""
        return bool(self.looked.broken) or self.is_late

    @property
    def code(self) -> str:
        """What stands for all of it: where any of it is another, so is this."""
        told: Json = [
            [[one.file, sha256(one.content).hexdigest()] for one in self.new],
            [*self.looked.broken], self.looked.why_not, self.is_late,
            self.notice.what if self.notice else "",
        ]
        return sha256(canonical(told).encode()).hexdigest()


@dataclass(frozen=True)
class Published:
    """What became of it: the files that the ledger signed for, and under what number the reason."""

    signed: Sequence[str] = ()
    override: int | None = None


def to_publish(privacy: Path, records: OwnRecords, day: date) -> Project:
    """Return the declaration as it stands on disk, to be published on a day.

    `records` are those that whoever publishes has open. Raises NotClean where it has findings, and
    CannotRun where lines are only proposed, or it keeps own records elsewhere.
    """
    project = load(privacy)
    findings = check_publication(project, day)
    if findings or project.policy is None or project.datamap is None:
        raise NotClean(findings, unreadable=project.unreadable)
    refuse_proposals(project.proposed, "published")
    if project.datamap.records != records:
        message = (
            "the data map says something else of own records than this server was started with: "
            "start it again first"
        )
        raise CannotRun(message)
    return project


def made_ready(
    project: Project, stores: Mapping[str, Store], at: datetime, day: date
) -> Ready:
    """Return what would be published, of a project that has no findings.

    Raises OtherWords where what was published before would read otherwise.
    """
    versions, new = settled(project, day)
    return Ready(project, day, versions, new, look_in_stores(project, stores, at, day))


def as_recorded(ready: Ready, journal: Journal | None) -> Ready:
    """Return the same with what own records tell; CannotRun where these cannot be believed."""
    if journal is not None:
        journal.refuse_doubts()  # else a version were kept, and then nothing recorded of it
        refuse_changed(journal, ready.project.privacy)
    newest = ready.versions[-1].policy.effective
    if not is_another(ready.project.privacy, ready.new, newest):
        return ready
    return replace(ready, notice=notice_of(ready.project, journal, ready.day))


def publish(ready: Ready, journal: Journal | None, because: str = "") -> Published:
    """Keep what is new and sign it, with the reason where one is needed; `as_recorded` has looked.

    Without a reason it raises NotKept or NotTold where one is. Without a journal nobody can show
    who was told, so that stands in no way.
    """
    late = ready.is_late and journal is not None
    if not because:
        ready.looked.refuse()
        if late and ready.notice is not None:
            ready.notice.refuse()
    # INVARIANT: what readers find is kept, and the ledger knows it, before they find it.
    write(ready.project.privacy, ready.new)
    if journal is None:
        return Published()
    override = None
    if because and ready.takes_a_reason:
        told = {
            "broken": list(ready.looked.broken),
            "not told": ready.is_late,
            "version": ready.versions[-1].edition.version,
        }
        override = keep_reason(journal, ready.project, because, ready.day, told)
    return Published(sign_versions(journal, ready.project.privacy), override)

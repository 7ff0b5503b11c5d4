"""What must be done about a version to come: the people whom it concerns are told in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.ringing import Rings, press
from gestand.work.announced import KIND, notice_of
from gestand.work.project import Project
from gestand.work.sides import CURRENT
from gestand.work.state import State

_SOON = 14


def of_versions(project: Project, state: State, day: date) -> Iterator[Rings]:
    """Yield that people are told of a version that has not begun, while they were not."""
    if project.policy is None or project.policy.effective <= day:
        return
    notice = notice_of(project, None, day)
    told = state.told(KIND).get(KIND)
    if notice is None or (told is not None and notice.is_told_by(told)):
        return
    what = f"people are told of version {notice.effective} before it takes effect"
    act = f"gestand announce {notice.older} {CURRENT}"
    which = notice.effective.isoformat()
    yield Rings("version", which, what, notice.by, press(notice.by, day, _SOON), act)

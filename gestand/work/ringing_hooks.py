"""What must be done about programs that are told what happened: one does not take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gestand.core.hooks import Webhook
from gestand.core.ringing import Press, Rings
from gestand.work.hooks import standing
from gestand.work.state import State

_OFTEN = 5
"""After so many attempts, within an hour, a person looks at it; our own choice."""


def of_hooks(
    state: State, hooks: Mapping[str, Webhook], day: date, zone: str
) -> Iterator[Rings]:
    """Yield the programs that do not take what they are told."""
    for one in standing(state, hooks) if hooks else ():
        if one.row.tries >= _OFTEN:
            since = datetime.fromisoformat(one.row.failing).astimezone(ZoneInfo(zone)).date()
            what = f"webhook `{one.row.name}` does not take what happened: {one.row.said}"
            press = Press.OVERDUE if since < day else Press.TODAY
            yield Rings("webhook", one.row.name, what, since, press, "gestand webhooks")

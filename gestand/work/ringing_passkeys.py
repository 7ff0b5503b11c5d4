"""What officers must know of passkeys: one counted back, so there may be a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gestand.core.ringing import Press, Rings
from gestand.work.portal.passkeys import COUNTED_BACK
from gestand.work.state import State

WATCHED = 7
"""For so many days it is told: within these its person may call. Our own choice."""


def of_passkeys(state: State, day: date) -> Iterator[Rings]:
    """Yield the passkey that counted back last; own records do not say whose it is."""
    told = state.told(COUNTED_BACK).get(COUNTED_BACK)
    if told is None:
        return
    on = date.fromisoformat(told["on"])
    last = on + timedelta(days=WATCHED)
    if day <= last:
        what = f"a passkey counted back on {on}: it may be copied, and its person got a letter"
        act = "gestand keys --forget KIND:KEY --sign-in"
        yield Rings("passkey", told["passkey"], what, last, Press.SOON, act)

"""What must be done about notices: some were not sent, of some nobody knows, some not confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gestand.core.notices import CONFIRM_WITHIN, DOUBT, ENDED, PROCESSES, SENT, Notice
from gestand.core.request import NOTICES as TOLD_OF
from gestand.core.request import State as Stands
from gestand.core.ringing import Press, Rings, press
from gestand.work.notices_kept import notices
from gestand.work.rights_kept import folded
from gestand.work.state import State

SEND_WITHIN = timedelta(days=7)
"""The law gives no days (GDPR article 19): a week is our own choice."""

_SOON = 3
_MOST = 100
"""So many of one day are looked at: whoever has more finds the others once these are done."""


def of_notices(state: State, day: date) -> Iterator[Rings]:
    """Yield the notices that somebody must act on; nobody is named but who is told."""
    found = notices(state)
    for one in found.values():
        yield from _of_notice(one, day)
    looked = {one.request for one in found.values()}
    for number, done in _carried_out(state):
        if number not in looked:
            what = f"request {number}: whoever got these data is told (article 19 GDPR)"
            act, due = f"gestand notices --request {number}", done + SEND_WITHIN
            yield Rings("notice", f"request-{number}", what, due, press(due, day, _SOON), act)


def _carried_out(state: State) -> Iterator[tuple[int, date]]:
    """Yield the requests that were carried out, of which recipients are to be told, and the day."""
    rights = {right.value for right in TOLD_OF}
    with state.requests() as records:
        some = [one for one in records.open_alike() if one.asked in rights]
        done = [one for one in some if one.state == Stands.CARRIED_OUT.value]
        rows = [row for one in done for row in records.open_rows(one, _MOST)]
        known = folded(rows, records.events_of([row.number for row in rows]))
    for number, one in known.items():
        if one.request.carried_out is not None:
            yield number, one.request.carried_out


def _of_notice(one: Notice, day: date) -> Iterator[Rings]:
    to, number, since = one.wanted.to, str(one.number), one.on or day
    if one.stage == DOUBT:
        what = f"notice {number} to `{to}`: nobody knows whether it arrived"
        yield Rings("notice", number, what, since, Press.TODAY, "gestand notices")
    elif one.is_open:
        what = f"notice {number} to `{to}` is sent, or exempted with a reason"
        due = since + SEND_WITHIN
        yield Rings("notice", number, what, due, press(due, day, _SOON), "gestand notices")
    elif one.stage == SENT and one.wanted.why in (PROCESSES, ENDED):
        what = f"notice {number}: `{to}` confirms that it did as instructed"
        due, act = since + CONFIRM_WITHIN, f"gestand notices --confirm {number}"
        yield Rings("notice", number, what, due, press(due, day, _SOON), act)

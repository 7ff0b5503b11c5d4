"""What must be done about messages: letters that did not arrive, or in doubt, and what came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gestand.core.mail import IN_DOUBT, Stage, Way
from gestand.core.ringing import Press, Rings, press
from gestand.work.mails import Mail, waiting_for_a_person
from gestand.work.state import State

_SOON = 7
"""So many days before a message is to be looked at it presses; our own choice."""


def of_mail(state: State, day: date, zone: str) -> Iterator[Rings]:
    """Yield the messages that need a person; the words of nobody are in it."""
    for mail in waiting_for_a_person(state):
        number, act = mail.row.number, f"gestand mail --number {mail.row.number}"
        if mail.way is Way.IN:
            what, due = f"message {number} ({mail.told['kind']}): look at it", mail.told["due"]
            last = date.fromisoformat(due)
            yield Rings("mail", str(number), what, last, press(last, day, _SOON), act)
        else:
            begun = datetime.fromisoformat(mail.row.at).astimezone(ZoneInfo(zone)).date()
            yield Rings("mail", str(number), _about(mail), begun, Press.TODAY, act)


def _about(mail: Mail) -> str:
    letter = f"letter `{mail.told['matter']}` of request {mail.row.request}"
    if mail.stage in IN_DOUBT:
        return f"{letter}: nobody knows whether it arrived"
    came_back = mail.stage is Stage.BOUNCED
    return f"{letter} {'came back' if came_back else 'was not sent'}"

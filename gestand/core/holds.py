"""Legal holds: what is needed for a claim or by an order stays, until two people release it.

A hold counts from the day on which one person places it: what is gone cannot be brought back. That
it is right a second person confirms, and nobody releases one alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gestand.core.facts import Person

CONFIRM_WITHIN = timedelta(days=7)
"""After so many days a hold that nobody confirmed is an alarm; our own choice."""

WARN_BEFORE = timedelta(days=14)
"""So many days before its review a hold is told as one that comes up; our own choice."""


@dataclass(frozen=True)
class Hold:
    """A hold on everything that is held about a person, a keyed digest.

    `article` is that of the law or the order; `review` the day on which it is looked at again.
    `placed_by` answers for it, `confirmed_by` is the second person. `released_on` is the day from
    which it no longer counts, and `asked_release` who asked for that first. `order` is the number
    of the order that placed it, where one did.
    """

    number: int
    person: Person
    placed_on: date
    because: str
    article: str
    review: date
    placed_by: str
    confirmed_by: str = ""
    asked_release: str = ""
    release_because: str = ""
    released_by: str = ""
    released_on: date | None = None
    order: int = 0

    def stands(self, day: date) -> bool:
        """Tell whether it counts on a day."""
        return self.placed_on <= day and (self.released_on is None or day < self.released_on)


def alarms(hold: Hold, day: date) -> Iterator[str]:
    """Yield what somebody must do about a hold that counts; nothing where all is well."""
    if not hold.stands(day):
        return
    if hold.review <= day:
        yield f"was to be reviewed on {hold.review}: is it still needed? --review DATE or --release"
    if not hold.confirmed_by and hold.placed_on + CONFIRM_WITHIN <= day:
        yield "nobody has confirmed it: a second person does, by --confirm"
    if hold.asked_release:
        yield "a release was asked: a second person grants it, by --release"


def comes_up(hold: Hold, day: date) -> bool:
    """Tell whether the review of a hold is near."""
    return hold.stands(day) and day < hold.review <= day + WARN_BEFORE

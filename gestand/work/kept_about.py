"""What own records keep about a person in words: decisions about their rows, and corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.facts import Person
from gestand.work.corrections import kept_corrections
from gestand.work.disclosures import MADE, logged
from gestand.work.keyring import Keyring
from gestand.work.orders import orders
from gestand.work.state import State
from gestand.work.words import key_of, written


@dataclass(frozen=True)
class Decided:
    """A decision about rows of a table; `until` is None where they may go.

    `because` is None where it was forgotten, or is about others as well: `shared`.
    """

    on: date
    table: str
    until: date | None
    because: str | None
    shared: bool

    def entry(self) -> dict[str, Any]:
        """Return it as a program reads it."""
        return {
            "on": self.on.isoformat(),
            "table": self.table,
            "kept until": self.until.isoformat() if self.until else None,
            "because": self.because,
            **({"left out": "the reason is about others as well"} if self.shared else {}),
        }


@dataclass(frozen=True)
class Disclosed:
    """What was given to somebody else, as the log tells it; not `sure` where it was stopped."""

    on: date
    recipient: str
    countries: tuple[str, ...]
    categories: tuple[str, ...]
    purpose: str
    ground: str
    sure: bool

    def entry(self) -> dict[str, Any]:
        """Return it as a program reads it."""
        return {
            "on": self.on.isoformat(),
            "recipient": self.recipient,
            "countries": list(self.countries),
            "categories": list(self.categories),
            "purpose": self.purpose,
            "ground": self.ground,
            **({} if self.sure else {"sure": "the program was stopped: perhaps not given"}),
        }


@dataclass(frozen=True)
class KeptAbout:
    """What is kept about a person; `corrections` are for when a backup has the old value.

    `disclosed` is what was given to somebody else, but for what is secret still.
    """

    decided: tuple[Decided, ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()
    disclosed: tuple[Disclosed, ...] = ()

    def entry(self) -> dict[str, Any] | None:
        """Return it as a program reads it; None where nothing is kept."""
        if not (self.decided or self.corrections or self.disclosed):
            return None
        decided = [one.entry() for one in self.decided]
        told = {"decisions": decided, "corrections": list(self.corrections)}
        given = {"disclosures": [one.entry() for one in self.disclosed]}
        return told | given if self.disclosed else told


def kept_about(
    keyring: Keyring, people: Sequence[Person], by: date, today: date | None = None
) -> KeptAbout:
    """Return what own records keep about one person, known as several `people`, by a day.

    What was given on an order that is secret `today`, whichever day `by` is, is left out.

    Raises CannotRun where it is encrypted and cannot be read: an answer without it had a gap.
    """
    starts = tuple(f"{key_of(keyring.journal.state, person)} " for person in people)
    decided = []
    for one in written(keyring):
        theirs = [name for name in one.about if name.startswith(starts)]
        on = date.fromisoformat(one.told["on"])
        if theirs and on <= by:
            shared = len(theirs) < len(one.about)
            until = one.told["until"]
            decided.append(
                Decided(
                    on,
                    one.told["step"].split(":")[1],
                    date.fromisoformat(until) if until else None,
                    None if shared else one.because,
                    shared,
                )
            )
    corrected = [one for one in kept_corrections(keyring) if {*one.people} <= {*people}]
    corrections = (one.correction for one in corrected)
    told = ({"category": one.category, "old": one.old, "new": one.new} for one in corrections)
    given = tuple(_disclosed(keyring.journal.state, people, by, today or by))
    return KeptAbout(tuple(decided), tuple(told), given)


def _disclosed(
    state: State, people: Sequence[Person], by: date, today: date
) -> Iterator[Disclosed]:
    """Yield what was given of a person by a day, but for what an order keeps secret today.

    What is left out comes in later, in an answer of after that day.
    """
    known, told = orders(state), {state.digest(one.kind, one.key) for one in people}
    for one in logged(state):
        on = date.fromisoformat(one.told["on"])
        if not one.given or on > by or not told & {*one.told["people"]}:
            continue
        order = known.get(one.told["order"]) if one.told["order"] is not None else None
        if order is None or not order.is_secret(today):
            yield Disclosed(
                on,
                one.told["name"],
                tuple(one.told["countries"]),
                tuple(one.told["categories"]),
                one.told["purpose"],
                one.told["ground"],
                one.event == MADE,
            )

"""What own records keep about a person in words: decisions about their rows, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.facts import Person
from gestand.work.corrections import kept_corrections
from gestand.work.keyring import Keyring
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
class KeptAbout:
    """What is kept about a person; `corrections` are for when a backup has the old value."""

    decided: tuple[Decided, ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()

    def entry(self) -> dict[str, Any] | None:
        """Return it as a program reads it; None where nothing is kept."""
        if not self.decided and not self.corrections:
            return None
        decided = [one.entry() for one in self.decided]
        return {"decisions": decided, "corrections": list(self.corrections)}


def kept_about(keyring: Keyring, people: Sequence[Person], by: date) -> KeptAbout:
    """Return what own records keep about one person, known as several `people`, by a day.

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
    return KeptAbout(tuple(decided), tuple(told))

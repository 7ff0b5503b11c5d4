"""What own records keep about a person: decisions, corrections, and what lets them sign in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.facts import Person
from gestand.work.corrections import Kept, kept_corrections
from gestand.work.disclosures import MADE, logged
from gestand.work.holder import NOBODY_BEFORE, Holders
from gestand.work.keyring import Keyring
from gestand.work.orders import orders
from gestand.work.portal.lets_in import KINDS, PASSKEY, LetsIn, of_people
from gestand.work.state import State
from gestand.work.words import Written, key_of, written


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

    `disclosed` is what was given to somebody else, but for what is secret still. `left_out` counts
    what may be of somebody who had the key of this person before, which is told to nobody;
    `holders` tells of the rest whose it is. `lets_in` lets them in beside a mailed code.
    """

    decided: tuple[Decided, ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()
    disclosed: tuple[Disclosed, ...] = ()
    left_out: int = 0
    holders: Holders = NOBODY_BEFORE
    lets_in: tuple[LetsIn, ...] = ()

    def entry(self) -> dict[str, Any] | None:
        """Return it as a program reads it; None where nothing is kept."""
        if not (self.decided or self.corrections or self.disclosed or self.lets_in):
            return None
        decided = [one.entry() for one in self.decided]
        told = {"decisions": decided, "corrections": list(self.corrections)}
        given = {"disclosures": [one.entry() for one in self.disclosed]}
        ways = {"sign-in": [_way(one) for one in self.lets_in]}
        return told | (given if self.disclosed else {}) | (ways if self.lets_in else {})


def kept_about(
    keyring: Keyring, held: Holders, people: Sequence[Person], by: date, today: date | None = None
) -> KeptAbout:
    """Return what own records keep about one person, known as several `people`, by a day.

    `held` tells what is theirs. What was given on an order that is secret `today`, whichever day
    `by` is, is left out.

    Raises CannotRun where it is encrypted and cannot be read: an answer without it had a gap.
    """
    state, others = keyring.journal.state, 0
    starts = {person: f"{key_of(state, person)} " for person in people}
    decided = []
    for one in written(keyring):
        theirs = [name for name in one.about if name.startswith((*starts.values(),))]
        on = date.fromisoformat(one.told["on"])
        if not theirs or on > by:
            continue
        named = [p for p, start in starts.items() if any(n.startswith(start) for n in theirs)]
        if held.are(named, on, one.told.get("at", "")):
            decided.append(_decided(one, on, shared=len(theirs) < len(one.about)))
        else:
            others += 1
    corrected = [one for one in kept_corrections(keyring) if {*one.people} <= {*people}]
    own = [one for one in corrected if _is_theirs(state, held, one)]
    corrections = (one.correction for one in own)
    told = ({"category": one.category, "old": one.old, "new": one.new} for one in corrections)
    given = [*_disclosed(state, people, by, today or by)]
    disclosed = tuple(one for one, who, at in given if held.are(who, one.on, at))
    others += len(corrected) - len(own) + len(given) - len(disclosed)
    every = of_people(keyring, people, *KINDS)
    ways = [one for one in every if held.are([one.person], one.on, one.at)]
    # As each kind in which somebody is known it is the same one.
    ways = [*{one.ident: one for one in ways if one.on <= by}.values()]
    return KeptAbout(tuple(decided), tuple(told), disclosed, others, held, tuple(ways))


def _way(one: LetsIn) -> dict[str, str]:
    """Return it as a program reads it: what it is and since when, and nothing of the secret."""
    what = "passkey" if one.kind == PASSKEY else "authenticator"
    return {"what": what, "since": one.on.isoformat(), "address": one.address}


def _decided(one: Written, on: date, *, shared: bool) -> Decided:
    until = date.fromisoformat(one.told["until"]) if one.told["until"] else None
    table, because = one.told["step"].split(":")[1], None if shared else one.because
    return Decided(on, table, until, because, shared)


def _is_theirs(state: State, held: Holders, one: Kept) -> bool:
    """Tell whether a correction is of who has the key now; else its receipt tells when it was."""
    if one.on:
        return held.are(one.people, date.fromisoformat(one.on), one.at)
    receipt = state.receipt(one.receipt)
    day = date.min if receipt is None else date.fromisoformat(receipt["as_of"])
    return held.are(one.people, day, "" if receipt is None else receipt["at"])


def _disclosed(
    state: State, people: Sequence[Person], by: date, today: date
) -> Iterator[tuple[Disclosed, list[Person], str]]:
    """Yield what was given of a person by a day, but for what an order keeps secret today.

    Each with the people whom it names, and the moment. What is left out comes in later, in an
    answer of after that day.
    """
    known, told = orders(state), {state.digest(one.kind, one.key): one for one in people}
    for one in logged(state):
        on = date.fromisoformat(one.told["on"])
        if not one.given or on > by or not told.keys() & {*one.told["people"]}:
            continue
        order = known.get(one.told["order"]) if one.told["order"] is not None else None
        if order is None or not order.is_secret(today):
            who = [person for digest, person in told.items() if digest in one.told["people"]]
            disclosed = Disclosed(
                on,
                one.told["name"],
                tuple(one.told["countries"]),
                tuple(one.told["categories"]),
                one.told["purpose"],
                one.told["ground"],
                one.event == MADE,
            )
            yield disclosed, who, one.told["at"]

"""Lists of requests that workers carry out: in parts, each a run of its own.

Who asks stands in a list in clear, as nowhere else in own records. So it is encrypted there, under
a key that is destroyed after a few days, however far the list has come by then.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from gestand.core.calendar import Period
from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened, News
from gestand.records.kept import in_parts
from gestand.settings import acting_as, decider, now
from gestand.work.durable import (
    Outside,
    Own,
    Step,
    Work,
    carry_out,
    done_so_far,
    put_on_record,
    twice_is_once,
)
from gestand.work.keyring import Keyring
from gestand.work.runs import LIST
from gestand.work.way_back import until

PART = 10
"""How many requests are carried out at most before another worker may have its turn."""

WAITS, LEFT = "waits for a store", "left"
"""What becomes of a request that comes again, and of one that a person has to look at."""

_KEPT = Period(days=7)
_KEY = "list"
_ABOUT = "gestand list 1: {}"


@dataclass(frozen=True)
class Listed:
    """A line of a list: the number of a request, and who asks, as `KIND:KEY`."""

    number: int
    person: str = field(repr=False)


@dataclass(frozen=True)
class How:
    """How the requests of a list are carried out: where answers go, and in which language."""

    out: str
    language: str | None
    country: str


def hand_out(keyring: Keyring, lines: Sequence[Listed], how: How) -> list[str]:
    """Put a list on record, for whichever workers take its parts, and return their names.

    Raises CannotRun where no master key is named, without which nothing is encrypted.
    """
    names = []
    with keyring.journal.recording():
        key = f"{_KEY} {token_hex(8)}"
        keyring.new(key, until(now(), _KEPT))
        for few in in_parts(lines, PART):
            names.append(_begun(keyring, key, few, how, decider()))
    return names


def carry_out_part(
    keyring: Keyring, work: Work, do: Callable[[Listed, How], str]
) -> Mapping[str, int]:
    """Carry out what is left of a part of a list; return how many requests became what.

    `do` carries out one, and returns what became of it. One that waits for a store comes again, in
    a part of its own. Where the key of the list was destroyed, all that is left of it stays as it
    is. Raises CannotRun where another worker has the part by now.
    """
    told = work.told
    how, key = How(**told["how"]), str(told["key"])
    by, lines = _opened(keyring, work) if keyring.has(key) else ("", None)
    became: Counter[str] = Counter()

    def doing(place: int) -> Callable[[str], Mapping[str, Any]]:
        def act(_mark: str) -> Mapping[str, Any]:
            if lines is None:
                return {"became": LEFT}
            with acting_as(by):
                return {"became": do(lines[place], how)}

        return act

    def end(_news: list[News]) -> None:
        done = done_so_far(keyring.journal.state, work.name)
        found = [str(done[name]["became"]) for name in names]
        became.update(found)
        if lines is not None and WAITS in found:
            again = [line for line, what in zip(lines, found, strict=True) if what == WAITS]
            _begun(keyring, key, again, how, by)

    names = [f"{place}: request {number}" for place, number in enumerate(told["requests"], start=1)]
    steps: list[Step] = [
        Outside(name, doing(place), twice_is_once) for place, name in enumerate(names)
    ]
    carry_out(keyring.journal, work, [*steps, Own("end it", end)])
    return became


def _begun(keyring: Keyring, key: str, lines: Sequence[Listed], how: How, by: str) -> str:
    """Put a part of a list on record, within an open transaction, and return its name."""
    name = f"{LIST}{token_hex(8)}"
    plain = json.dumps({"by": by, "people": [line.person for line in lines]})
    sealed = keyring.cipher.seal(keyring.key(key), plain.encode(), _ABOUT.format(name))
    told = {
        "key": key, "sealed": sealed.hex(), "requests": [line.number for line in lines],
        "how": {"out": how.out, "language": how.language, "country": how.country},
    }  # fmt: skip
    put_on_record(keyring.journal.state, Work(name, told))
    return name


def _opened(keyring: Keyring, work: Work) -> tuple[str, list[Listed]]:
    """Return who handed a list out, and the lines of this part."""
    told = work.told
    try:
        sealed, about = bytes.fromhex(told["sealed"]), _ABOUT.format(work.name)
        said = json.loads(keyring.cipher.opened(keyring.key(told["key"]), sealed, about))
    except (CannotBeOpened, ValueError) as error:
        message = (
            f"{keyring.journal.ledger.place}: a list of requests is not what it was; restore these "
            "records from a backup"
        )
        raise CannotRun(message) from error
    pairs = zip(told["requests"], said["people"], strict=True)
    return said["by"], [Listed(number, person) for number, person in pairs]

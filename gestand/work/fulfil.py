"""Carry a request out in the stores, and write down that it was: what a crash stops goes on.

Only what was granted as a whole: an answer, or a removal, leaves out nothing that was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gestand.core.facts import Person
from gestand.core.request import EVERYTHING, Outcome, What
from gestand.core.rights_rules import Right
from gestand.work.durable import Outside, Own, Work, carry_out, twice_is_once
from gestand.work.keyring import Keyring
from gestand.work.rights import (
    Kept,
    NotPossible,
    Step,
    is_recorded_person,
    judged,
    request_known,
)

FULFILLED = frozenset({Right.ACCESS, Right.ERASURE})


def fulfil(
    keyring: Keyring, seen: Kept, what: Step, who: Sequence[Person], do: Callable[[], None]
) -> Kept:
    """Carry out a request as it was `seen`, and return what became of it.

    `who` are the people whom somebody may have named, who asks among them: a wrong number would
    give or remove the data of somebody else. `do` acts on the stores; what it did before a crash
    it may do again. Raises NotPossible, before anything is done, where the request is not ready.
    """
    number = seen.row.number
    if seen.request.right not in FULFILLED or what.what is not What.CARRY_OUT:
        message = f"request {number}: only access and erasure are carried out from here"
        raise NotPossible(message)
    change = judged(keyring, seen, what)
    state = keyring.journal.state
    if not any(is_recorded_person(state, seen.row, person) for person in who):
        message = f"request {number} is not known to be of that person"
        raise NotPossible(message)
    items = [(item.name, item.outcome) for item in seen.request.items.values()]
    if items != [(EVERYTHING, Outcome.GRANTED)]:
        message = (
            f"request {number} was not granted as a whole: carry out by hand what was, and write "
            "that down with `--do carry-out`"
        )
        raise NotPossible(message)
    work = Work(f"request {number} is carried out", {"version": seen.row.version})
    steps: list[Own | Outside] = [
        Outside("act on the stores", lambda _mark: do(), twice_is_once),
        Own("write it down", change.record),
    ]
    carry_out(keyring.journal, work, steps)
    return request_known(state, number)

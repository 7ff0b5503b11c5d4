"""Which letters fit a request as it stands: by its state, its right, and what was decided.

FITS is the one table, in the order in which letters are offered. A letter that does not fit can be
written all the same: a person knows more than a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gestand.core.request import NO_IDENTITY, Outcome, Request, State
from gestand.core.rights_rules import Right

When = Callable[[Request], bool]


@dataclass(frozen=True)
class Fit:
    """A letter fits requests in these states, of these rights, where `when` says so as well."""

    letter: str
    states: frozenset[State]
    rights: frozenset[Right] = frozenset(Right)
    when: When = lambda _request: True

    def is_for(self, request: Request) -> bool:
        """Tell whether the letter fits a request."""
        return request.state in self.states and request.right in self.rights and self.when(request)


def fitting(request: Request, *, late: bool = False) -> Iterator[str]:
    """Yield the letters that fit a request, what it most likely needs first; `late` if overdue."""
    if late:
        yield LATE
    yield from (fit.letter for fit in FITS if fit.is_for(request))


ANSWERS = frozenset({
    "access", "portability", "handed over", "erased", "corrected", "restricted", "stopped",
    "decided per item", "partly refused", "refused", "no data", "answer stands",
})  # fmt: skip
"""The letters by which a request is answered: that it was is written down with it afterwards."""

LATE = "late"
"""The letter where an answer is overdue, whatever the state."""

_DONE = frozenset({Outcome.GRANTED, Outcome.PART})


def _is_done(request: Request) -> bool:
    """Tell whether something of it was granted, or need not be weighed."""
    items = request.items.values()
    return not items or any(one.outcome in _DONE for one in items)


def _is_whole(request: Request) -> bool:
    return all(one.outcome is Outcome.GRANTED for one in request.items.values())


def _is_less(request: Request) -> bool:
    """Tell whether the person gets some of it, and some not."""
    return _is_done(request) and not _is_whole(request)


def _is_refused(request: Request) -> bool:
    """Tell whether all of it was refused, and everybody looked at it who has to."""
    return not _is_done(request) and all(one.is_complete for one in request.items.values())


def _is_complained(request: Request) -> bool:
    return request.complained is not None


def _ends(request: Request) -> bool:
    """Tell whether it was announced that a restriction ends, and it did not yet."""
    return request.apart_until is not None and request.lifted is None


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_CARRIED_OUT = _states(State.CARRIED_OUT, State.RECIPIENTS_TOLD, State.ANSWERED)
_WAITING = _states(
    State.RECEIVED, State.IDENTITY_ASKED, State.IN_HAND, State.DETAILS_ASKED, State.FEE_ASKED,
    State.DECIDED, State.CARRIED_OUT, State.RECIPIENTS_TOLD, State.COMPLAINED,
)
_DECIDED = _states(State.DECIDED, State.ANSWERED)
_WITH_IDENTITY = frozenset(Right) - NO_IDENTITY
_STOPS = frozenset({Right.OBJECTION, Right.MARKETING, Right.WITHDRAWAL})


def _of(*rights: Right) -> frozenset[Right]:
    return frozenset(rights)


FITS = (
    Fit("received", _states(State.RECEIVED)),
    Fit("identity", _states(State.IDENTITY_ASKED), _WITH_IDENTITY),
    Fit("identity not enough", _states(State.IDENTITY_ASKED), _WITH_IDENTITY),
    Fit("not identified", _states(State.NOT_IDENTIFIED)),
    Fit("complaint received", _states(State.COMPLAINED)),
    Fit("answer stands", _states(State.COMPLAINED, State.ANSWERED), when=_is_complained),
    Fit("specify", _states(State.DETAILS_ASKED)),
    Fit("fee", _states(State.FEE_ASKED)),
    Fit("extension", _WAITING, when=lambda request: bool(request.extended)),
    Fit("refused", _DECIDED, when=_is_refused),
    Fit("access", _CARRIED_OUT, _of(Right.ACCESS), _is_done),
    Fit("portability", _CARRIED_OUT, _of(Right.PORTABILITY), _is_done),
    Fit("handed over", _CARRIED_OUT, _of(Right.PORTABILITY), _is_done),
    Fit("erased", _CARRIED_OUT, _of(Right.ERASURE), _is_whole),
    Fit("corrected", _CARRIED_OUT, _of(Right.RECTIFICATION), _is_whole),
    Fit("restricted", _CARRIED_OUT, _of(Right.RESTRICTION), _is_whole),
    Fit("stopped", _CARRIED_OUT, _STOPS, _is_whole),
    Fit("decided per item", _CARRIED_OUT, when=_is_less),
    Fit("decided per item", _CARRIED_OUT, _of(Right.ERASURE), _is_whole),
    Fit("decided per item", _DECIDED, when=lambda one: len(one.items) > 1 and _is_refused(one)),
    Fit("partly refused", _CARRIED_OUT, when=_is_less),
    Fit("restriction ends", _CARRIED_OUT | _states(State.CLOSED), _of(Right.RESTRICTION), _ends),
    Fit("no data", _CARRIED_OUT, _of(Right.ACCESS), _is_done),
    Fit("forwarded", _states(State.FORWARDED)),
    Fit("request withdrawn", _states(State.WITHDRAWN)),
)  # fmt: skip

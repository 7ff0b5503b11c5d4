"""Codes of authenticators as a website counts them: each once, and few wrong ones are listened to.

Which code was used stands in memory: after a start only codes count that are shown from then on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from threading import Lock

from gestand.core.totp import fits, step_of
from gestand.surfaces.web.asked import Refused
from gestand.surfaces.web.guard import Limit

TRIES = 5
"""So many wrong codes end the sign-in that they were typed in."""

MOST, WITHIN = 10, 600
"""So many codes of one authenticator are looked at in so many seconds, whoever types them."""

HALF_LIFE = 600
"""For how many seconds who is half in may type the code of their authenticator."""

_LONGEST = 20
_MOST_KNOWN = 10_000


@dataclass
class SecondCodes:
    """The codes that count; `clock` gives seconds that only go on, `moment` those since 1970."""

    clock: Callable[[], float]
    moment: Callable[[], float]
    _used: OrderedDict[str, int] = field(default_factory=OrderedDict, repr=False)
    _tries: OrderedDict[str, Limit] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _since: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Let no code count that was shown before."""
        self._since = step_of(self.moment())

    def fits(self, secret: bytes, typed: str) -> bool:
        """Tell whether a code counts, and let it count no more; Refused after too many."""
        whose = sha256(secret).hexdigest()
        with self._lock:
            limit = self._tries.setdefault(whose, Limit(MOST, WITHIN, self.clock))
            if not limit.allows("their own"):
                raise Refused(HTTPStatus.TOO_MANY_REQUESTS, ("Retry-After", str(WITHIN)))
            now, after = step_of(self.moment()), self._used.get(whose, self._since)
            step = fits(secret, typed[:_LONGEST], now, after)
            if step is not None:
                self._used[whose] = step
            for known in (self._used, self._tries):
                while len(known) > _MOST_KNOWN:
                    known.popitem(last=False)
        return step is not None

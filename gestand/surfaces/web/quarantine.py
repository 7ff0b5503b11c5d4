"""Documents that came with a form which was not sent yet: apart, in memory, and not for long.

They go after half an hour, also where nobody asks for a page meanwhile. Nothing of them is on
disk, and no page shows them. Whoever has the word for them sends them on
with the form for which they came; else they are gone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from threading import Lock, Timer

from gestand.core.forms.documents import Upload

LIFE = 1800
"""For how many seconds documents wait."""

MOST_BYTES = 100_000_000
"""So much waits at once. More is not held: what others chose does not go for it."""


@dataclass(frozen=True)
class _Held:
    """Documents of a form, and since when they wait."""

    form: str
    uploads: Sequence[Upload] = field(repr=False)
    since: float = 0.0


@dataclass
class Quarantine:
    """Holds documents by a word that nobody can guess, for `life` seconds.

    `clock` gives seconds that only go on.
    """

    clock: Callable[[], float]
    life: float = LIFE
    _all: OrderedDict[str, _Held] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _timer: Timer | None = field(default=None, repr=False)

    def hold(self, form: str, uploads: Sequence[Upload]) -> str:
        """Hold documents that came with a form; return the word for them.

        It is empty where there are none, and where too many wait already.
        """
        if not uploads:
            return ""
        word = token_hex(24)
        with self._lock:
            self._forget()
            if self._bytes() + _size(uploads) > MOST_BYTES:
                return ""
            self._all[word] = _Held(form, tuple(uploads), self.clock())
            self._wind()
        return word

    def held(self, form: str, word: str) -> Sequence[Upload]:
        """Return the documents of a word, which wait on; none where none wait for this form."""
        with self._lock:
            self._forget()
            found = self._all.get(word)
        return found.uploads if found and found.form == form else ()

    def let_go(self, word: str) -> None:
        """Hold the documents of a word no more: they are kept, or others were chosen."""
        with self._lock:
            self._all.pop(word, None)

    def _forget(self) -> None:
        """Let go what is too old."""
        while self._all and self.clock() - next(iter(self._all.values())).since >= self.life:
            self._all.popitem(last=False)

    def _wind(self) -> None:
        """Let a thread wait for the end of the oldest, unless one does so already."""
        if self._timer is None and self._all:
            ends = next(iter(self._all.values())).since + self.life
            self._timer = Timer(max(ends - self.clock(), 0), self._ring)
            self._timer.daemon = True  # it keeps no program from ending
            self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            self._timer = None
            self._forget()
            self._wind()

    def _bytes(self) -> int:
        return sum(_size(held.uploads) for held in self._all.values())


def _size(uploads: Sequence[Upload]) -> int:
    return sum(len(one.content) for one in uploads)

"""Documents that came with a form which was not sent yet: apart, in memory, and not for long.

Nothing of them is on disk, and no page shows them. Whoever has the sealed word of the form sends
them on with it; else they are gone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from threading import Lock

from gestand.core.forms.documents import Upload

LIFE = 1800
"""For how many seconds documents wait."""

_MOST_BYTES = 100_000_000


@dataclass
class Quarantine:
    """Holds documents by a word that nobody can guess; `clock` gives seconds that only go on."""

    clock: Callable[[], float]
    _held: OrderedDict[str, tuple[float, Sequence[Upload]]] = field(
        default_factory=OrderedDict, repr=False
    )
    _lock: Lock = field(default_factory=Lock, repr=False)

    def hold(self, uploads: Sequence[Upload]) -> str:
        """Hold documents; return the word for them. Where there are too many the oldest go."""
        if not uploads:
            return ""
        word = token_hex(24)
        with self._lock:
            self._held[word] = self.clock(), tuple(uploads)
            self._forget()
        return word

    def release(self, word: str) -> Sequence[Upload]:
        """Return the documents of a word, which are held no more; none where there are none."""
        with self._lock:
            self._forget()
            return self._held.pop(word, (0.0, ()))[1]

    def _forget(self) -> None:
        """Let go what is too old, and the oldest of what is too much."""
        while self._held and self.clock() - next(iter(self._held.values()))[0] >= LIFE:
            self._held.popitem(last=False)
        while len(self._held) > 1 and self._bytes() > _MOST_BYTES:
            self._held.popitem(last=False)

    def _bytes(self) -> int:
        return sum(len(one.content) for _, held in self._held.values() for one in held)

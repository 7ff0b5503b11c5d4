"""Documents that came with a form which was not sent yet: apart, in memory, and not for long.

Nothing of them is on disk, and no page shows them. Whoever has the word for them sends them on
with the form for which they came; else they are gone.
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


@dataclass(frozen=True)
class _Held:
    """Documents of a form, and since when they wait."""

    form: str
    uploads: Sequence[Upload] = field(repr=False)
    since: float = 0.0


@dataclass
class Quarantine:
    """Holds documents by a word that nobody can guess; `clock` gives seconds that only go on."""

    clock: Callable[[], float]
    _all: OrderedDict[str, _Held] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def hold(self, form: str, uploads: Sequence[Upload]) -> str:
        """Hold documents that came with a form; return the word for them.

        Where there are too many the oldest go.
        """
        if not uploads:
            return ""
        word = token_hex(24)
        with self._lock:
            self._all[word] = _Held(form, tuple(uploads), self.clock())
            self._forget()
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
        """Let go what is too old, and the oldest of what is too much."""
        while self._all and self.clock() - next(iter(self._all.values())).since >= LIFE:
            self._all.popitem(last=False)
        while len(self._all) > 1 and self._bytes() > _MOST_BYTES:
            self._all.popitem(last=False)

    def _bytes(self) -> int:
        return sum(len(one.content) for held in self._all.values() for one in held.uploads)

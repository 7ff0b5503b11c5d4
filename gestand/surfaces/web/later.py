"""Work that is done after the answer, one piece after the other, so that no answer takes its time.

What waits is bounded: where too much does, the newest is not done, and whoever runs this hears it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Full, Queue
from threading import Lock, Thread

from gestand.surfaces.unforeseen import quietly

_MOST = 100


@dataclass
class Later:
    """Does what it is given in a thread of its own; `tell` hears what did not work out."""

    tell: Callable[[str], None]
    _waiting: Queue[Callable[[], None]] = field(
        default_factory=lambda: Queue(_MOST), repr=False
    )
    _thread: Thread | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def do(self, what: Callable[[], None]) -> None:
        """Take something on, and return at once."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="gestand-later", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait(what)
        except Full:
            self.tell("too much waits to be done: a letter about signing in was not sent")

    def done(self) -> None:
        """Wait until all is done that was taken on."""
        self._waiting.join()

    def _run(self) -> None:
        while True:
            what = self._waiting.get()
            try:
                quietly(what, self.tell)
            finally:
                self._waiting.task_done()

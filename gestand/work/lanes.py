"""Lanes of work that take turns: one goes on while another waits for its database.

All of them run in the caller's thread, and change turns only where one waits: what Gestand itself
remembers is changed by one lane at a time and needs no lock. What is waited for runs in a thread
of its own, and touches nothing but the lane's own store or files.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

from gestand.errors import CannotRun

Answer = TypeVar("Answer")

_AGAIN = 0.05
"""Seconds after which what has not stopped yet is told to once more."""
_HEARD = 0.5
"""Seconds after which at most it is heard that a person interrupts."""


@dataclass
class Lanes:
    """Runs lanes; `stop` makes what they wait for end early with an error.

    Once one has failed, `over` is true: the others end where they are between two pieces of work.
    """

    stop: Callable[[], None]
    over: bool = False
    _caller: greenlet | None = None
    _errors: list[CannotRun] = field(default_factory=list)
    _waiting: dict[greenlet, Future[Any]] = field(default_factory=dict)
    _ended: SimpleQueue[greenlet | None] = field(default_factory=SimpleQueue)

    def run(self, lanes: Sequence[Callable[[], None]]) -> None:
        """Run the lanes until each has come to its end; one alone never changes threads.

        Raises the first CannotRun of a lane once the others have ended. When a person interrupts,
        what is waited for is stopped, and every lane ends where it waits next.
        """
        if len(lanes) < 2:
            for lane in lanes:
                lane()
            return
        self._caller = getcurrent()
        with _interrupted_by(self._ended), ThreadPoolExecutor(len(lanes)) as pool:
            ended = False
            try:
                self._take_turns(list(map(_lane, lanes)), pool)
                ended = True
            finally:
                if not ended:
                    self._end()
                self._caller = None
        for error in self._errors:
            raise error

    def wait(self, doing: Callable[[], Answer]) -> Answer:
        """Do something that only its own store has a part in, and let other lanes go on meanwhile.

        Whatever it raises is raised here.
        """
        if self._caller is None:
            return doing()
        ended: Future[Answer] = self._caller.switch(doing)
        return ended.result()

    def _take_turns(self, lanes: Sequence[greenlet], pool: ThreadPoolExecutor) -> None:
        for lane in lanes:
            self._go_on(lane, pool)
        while self._waiting:
            ended = self._next()
            if ended is None:
                raise KeyboardInterrupt
            self._go_on(ended, pool, self._waiting.pop(ended))

    def _next(self) -> greenlet | None:
        """Return the next lane that can go on; None where a person interrupted."""
        # An interruption right before the waiting is heard when that ends: so it ends now and then.
        while True:
            with suppress(Empty):
                return self._ended.get(timeout=_HEARD)

    def _go_on(self, lane: greenlet, pool: ThreadPoolExecutor, *ended: Future[Any]) -> None:
        """Let a lane go on until it waits for something, or ends."""
        try:
            doing = lane.switch(*ended)
        except CannotRun as error:  # raised again once the others have ended
            self._errors.append(error)
            self.over = True
            return
        if not lane.dead:
            future = self._waiting[lane] = pool.submit(doing)
            future.add_done_callback(lambda _: self._ended.put(lane))

    def _end(self) -> None:
        """End every lane where it is: what it had begun in its store is undone."""
        self.over = True
        while any(not future.done() for future in self._waiting.values()):
            self.stop()
            wait(self._waiting.values(), timeout=_AGAIN)
        for lane in list(self._waiting):
            lane.throw()


def _lane(doing: Callable[[], None]) -> greenlet:
    """Return a lane that finds what its caller has opened."""
    lane = greenlet(doing)
    lane.gr_context = copy_context()
    return lane


@contextmanager
def _interrupted_by(ended: SimpleQueue[greenlet | None]) -> Iterator[None]:
    """Have a person's interruption stand in the queue, as None, instead of anywhere.

    Anywhere would be in the middle of starting a thread too, which nobody would wait for then.
    Only Python's own way of interrupting is changed, which is that of the main thread.
    """
    before = signal.getsignal(signal.SIGINT)
    here = threading.current_thread() is threading.main_thread()
    if not here or before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: ended.put(None))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if not ended.empty():  # it came when nothing was waited for any more
        raise KeyboardInterrupt


ONE_LANE = Lanes(lambda: None)
"""Where nothing goes on beside what is done."""

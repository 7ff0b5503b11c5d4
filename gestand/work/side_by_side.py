"""Do several things at the same time that wait for different databases; all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from threading import Condition
from typing import Generic, TypeVar

AT_ONCE = 2
"""How many are done at once: enough where one of them outweighs the others, as it mostly does, and
a server that others use as well has something left for them."""

_AGAIN = 0.05
"""Seconds after which one that has not stopped yet is told to once more."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Task(Generic[Answer]):
    """Something to do, and what makes it end early with an error, called from another thread."""

    work: Callable[[], Answer]
    stop: Callable[[], None]


def side_by_side(tasks: Sequence[Task[Answer]]) -> list[Answer]:
    """Do the tasks, the first ones first, and return what came of them, in their order.

    When one fails the others are stopped, and its error is raised; so they are when a person
    interrupts. Either way nothing of it goes on afterwards.
    """
    if len(tasks) < 2:
        return [task.work() for task in tasks]
    doing, pool = _Doing(tasks), ThreadPoolExecutor(AT_ONCE)
    try:
        for ended in as_completed([pool.submit(doing.one, n) for n in range(len(tasks))]):
            ended.result()
    finally:
        doing.stop()
        pool.shutdown(cancel_futures=True)
    return [doing.found[number] for number in range(len(tasks))]


@dataclass
class _Doing(Generic[Answer]):
    """Tasks that several threads do, and what was found; once it is over none is begun."""

    tasks: Sequence[Task[Answer]]
    found: dict[int, Answer] = field(default_factory=dict)
    _over: bool = False
    _going_on: set[int] = field(default_factory=set)
    _changed: Condition = field(default_factory=Condition)

    def one(self, number: int) -> None:
        """Do one of the tasks."""
        with self._changed:
            if self._over:
                return
            self._going_on.add(number)
        try:
            self.found[number] = self.tasks[number].work()
        finally:
            with self._changed:
                if number not in self.found:
                    self._over = True
                self._going_on.remove(number)
                self._changed.notify()

    def stop(self) -> None:
        """Tell the tasks that go on to stop, until none does."""
        with self._changed:
            self._over = True
            while self._going_on:
                for number in sorted(self._going_on):
                    self.tasks[number].stop()
                self._changed.wait(_AGAIN)

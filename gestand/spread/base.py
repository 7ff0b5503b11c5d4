"""What a surface says of a queue and of a worker, whatever carries messages between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Queue:
    """The queue of one organisation at the broker behind a URL, which may hold a password."""

    url: str = field(repr=False)
    name: str


@dataclass(frozen=True)
class Worker:
    """What a worker does: `carry` a run out, and name all that are `due`.

    Neither raises an error. It looks what is due `every` so many seconds, for messages may be lost;
    so many `processes` have a run at once. `tell` hears how it stands.
    """

    carry: Callable[[str], None]
    due: Callable[[], Iterable[str]]
    tell: Callable[[str], None]
    every: int
    processes: int

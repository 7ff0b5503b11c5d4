"""Tell programs what happened while the server runs: a thread that looks every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

from gestand.core.hooks import Webhook
from gestand.surfaces.unforeseen import quietly
from gestand.work.hooks import Door, deliver

EVERY = 5.0
"""After how many seconds it is looked again."""

PATIENCE = 10.0
"""For how many seconds an end waits for events that are on their way: they would go out again."""


@contextmanager
def told_on(
    door: Door, hooks: Mapping[str, Webhook], tell: Callable[[str], None], every: float = EVERY,
    patience: float = PATIENCE,
) -> Iterator[None]:  # fmt: skip
    """Tell programs what happens within the block; `tell` hears, once, why that cannot be.

    One that is slow to take an event holds up the end of the block `patience` seconds at most.
    """
    ended = Event()
    thread = Thread(target=_tell, args=(door, hooks, tell, ended, every), daemon=True)
    if hooks:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        if hooks:
            thread.join(patience)


def _tell(
    door: Door,
    hooks: Mapping[str, Webhook],
    tell: Callable[[str], None],
    ended: Event,
    every: float,
) -> None:
    said = ""

    def once(why: str) -> None:
        nonlocal said
        if why != said:
            tell(f"programs are not told what happened: {why}")
        said = why

    def deliver_all() -> None:
        deliver(door, hooks)

    while not ended.wait(every):
        quietly(deliver_all, once)  # a thread that ended would tell nobody any more

"""How long somebody waits for others: without an end all threads could wait for one store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from gestand.errors import CannotRun


@contextmanager
def held_within(seconds: float, lock: Lock, why: str) -> Iterator[None]:
    """Hold a lock within the block; CannotRun, with `why`, where others hold it longer."""
    if not lock.acquire(timeout=seconds):
        raise CannotRun(why)
    try:
        yield
    finally:
        lock.release()

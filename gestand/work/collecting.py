"""Python's collector of garbage, while there is little of it and much else to look at."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_SELDOM = (50_000, 20, 100)
_WITHIN: list[tuple[int, int, int]] = []
"""For each block that lasts, in whatever thread, how often it was before the first of them."""
_ALONE = Lock()


def collect_what_is_young() -> None:
    """Look for garbage among what was made lately, between two things that a program does.

    What looks for it in the middle of one takes much for old that is soon garbage as well, and
    looks for that again only seldom.
    """
    gc.collect(1)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage seldom: there is little, and it looks at all else as well.

    Once no such block lasts in any thread it looks as often as before.
    """
    with _ALONE:
        _WITHIN.append(_WITHIN[0] if _WITHIN else gc.get_threshold())
        gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        with _ALONE:
            before = _WITHIN.pop()
            if not _WITHIN:
                gc.set_threshold(*before)

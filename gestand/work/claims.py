"""Who is at a request: of several programs on one machine that carry out a list one has it.

A claim goes with its program, however that ends. It saves doing a thing twice, and decides
nothing: what is written down of a request is compared and changed by one statement.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, lockf

from gestand.work.state import State


@contextmanager
def claimed(state: State, number: int) -> Iterator[bool]:
    """Claim a request within the block; give False where another program has it.

    A program has one claim at a time: the locks of a file go together.
    """
    path = state.folder / "claims"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            lockf(file, LOCK_EX | LOCK_NB, 1, number)
        except OSError:
            yield False
        else:
            yield True

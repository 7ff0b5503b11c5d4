"""Let something happen at a certain moment of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def before(statement: str, do: Callable[[sa.Connection], object]) -> Iterator[None]:
    """Do something once, just before the run sends a statement that begins so.

    What is done gets the connection of the run. Raises AssertionError where nothing began so.
    """
    made: list[str] = []

    def look(connection: sa.Connection, _cursor: object, text: str, *_others: object) -> None:
        if text.startswith(statement) and not made:
            made.append(text)
            do(connection)

    sa.event.listen(sa.Engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", look)
    assert made, f"nothing began with {statement}"

"""`views`: what a purpose may read of a million rows, over the same read from the bare table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.clock import interleaved, seconds
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.twins import OURS, Twins, twins
from bench.worlds.letters import LEFT_OUT, LETTERS, SHOWN, TABLE
from bench.worlds.world import TODAY
from gestand.wiring import open_company
from gestand.work.views import Wanted, viewing

BACKENDS = ("sqlite", "postgresql", "mariadb")
ROUNDS = 5
TARGET = 1.2
VIEW = f"gestand_news_{TABLE}"
_LONG = datetime(2999, 1, 1, tzinfo=UTC)


def measure_views(
    people: int = LETTERS.people, rounds: int = ROUNDS, backends: Sequence[str] = BACKENDS
) -> Outcome:
    """Make the view on each database, and read it and the bare table in turn."""
    figures: list[Figure] = []
    for kind in backends:
        with (
            TemporaryDirectory(prefix="gestand-bench-") as folder,
            twins(LETTERS.of(people), kind, Path(folder), (OURS,)) as made,
        ):
            _make(made)
            figures += _figures(made, people, rounds)
    return Outcome(tuple(figures))


def _make(made: Twins) -> None:
    start = seconds()
    with viewing(open_company(made.folder), Wanted(TODAY, _LONG)) as found:
        found.apply()
    tell(f"views on {made.kind}: made in {seconds() - start:.1f} s")


def _figures(made: Twins, people: int, rounds: int) -> Iterator[Figure]:
    with closing(made.connect(OURS)) as connection:
        cursor, keys = connection.cursor(), LETTERS.of(people).asked()
        cursor.execute(f"SELECT count(*) FROM {VIEW}")  # noqa: S608 - a view of ours
        (shown,) = cursor.fetchone()
        left_out = sum(n % LEFT_OUT in (1, 3) for n in range(1, people + 1))
        if shown != people - left_out:
            message = f"the view shows {shown} rows of {people}, and {left_out} must not be shown"
            raise CannotMeasure(message)
        for what, ask in (("summed", _summed), ("read", _read), ("looked up", _looked_up)):
            floor_ms, ours_ms = interleaved(
                rounds, *(_timed(ask, cursor, name, keys, made.kind) for name in (TABLE, VIEW))
            )
            tell(f"views on {made.kind}: {what} {ours_ms:.0f} ms, bare {floor_ms:.0f} ms")
            yield Figure(f"views {what}", made.kind, ours_ms, floor_ms, TARGET)


def _timed(
    ask: Callable[..., None], cursor: Any, name: str, keys: Sequence[int], kind: str
) -> Callable[[], float]:
    def timed() -> float:
        start = seconds()
        ask(cursor, name, keys, kind)
        return (seconds() - start) * 1000

    return timed


def _summed(cursor: Any, name: str, _keys: Sequence[int], _kind: str) -> None:
    """Look at every row within the database: here a condition weighs most."""
    lengths = ", ".join(f"sum(length({column}))" for column in SHOWN[1:])
    cursor.execute(f"SELECT count(*), {lengths} FROM {name}")  # noqa: S608 - ours
    cursor.fetchall()


def _read(cursor: Any, name: str, _keys: Sequence[int], _kind: str) -> None:
    """Read every row into a program."""
    cursor.execute(f"SELECT {', '.join(SHOWN)} FROM {name}")  # noqa: S608 - ours
    cursor.fetchall()


def _looked_up(cursor: Any, name: str, keys: Sequence[int], kind: str) -> None:
    """Read a thousand rows by their keys, one after the other, by one prepared statement.

    The drivers of the others prepare by themselves what comes again; MariaDB has to be told.
    """
    mark = "?" if kind == "sqlite" else "%s"
    query = f"SELECT {', '.join(SHOWN)} FROM {name} WHERE id = {mark}"  # noqa: S608 - ours
    if kind == "mariadb":
        cursor.execute(f"PREPARE looked_up FROM '{query.replace(mark, '?')}'")
        query = f"EXECUTE looked_up USING {mark}"
    for key in keys:
        cursor.execute(query, (key,))
        cursor.fetchall()

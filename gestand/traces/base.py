"""Spans: which request, run or step it was, how long it took, how it ended, and about nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Protocol

Value = str | int
More = Callable[[str, Value], None]
"""Adds to a span what is known only at its end."""

TOLD = frozenset({
    "http.request.method", "http.response.status_code", "gestand.surface", "gestand.page",
    "gestand.request", "gestand.work", "gestand.step", "gestand.store", "gestand.table",
})  # fmt: skip
"""All that a span may tell. Each is a name of ours or of the data map, or a number made here."""


class Tracer(Protocol):
    """What collects spans."""

    def span(self, name: str, told: Mapping[str, Value]) -> AbstractContextManager[More]:
        """Let a span last as long as the block; an error ends it and tells its class alone."""


class Traces:
    """Where spans go in this process: to nobody, until a tracer is named."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._to: Tracer | None = None

    @property
    def are_kept(self) -> bool:
        """Tell whether they go to anybody."""
        return self._to is not None

    def go_to(self, tracer: Tracer | None) -> None:
        """Send spans to a tracer from now on, or to nobody."""
        self._to = tracer

    @contextmanager
    def span(self, name: str, **told: Value) -> Iterator[More]:
        """Let a span last as long as the block; `__` in a name stands for a dot."""
        if self._to is None:
            yield _nobody_hears
            return
        named = {key.replace("__", "."): value for key, value in told.items()}
        with self._to.span(name, _allowed(named)) as more:
            yield partial(_add, more)


TRACES = Traces()
"""Those of this process."""


def _allowed(told: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return what is told, if a span may tell it: what is new is refused until somebody looked."""
    if odd := told.keys() - TOLD:
        message = f"a span tells nothing called {sorted(odd)}"
        raise AssertionError(message)
    return told


def _add(more: More, key: str, value: Value) -> None:
    more(key, _allowed({key: value})[key])


def _nobody_hears(_key: str, _value: Value) -> None:
    pass

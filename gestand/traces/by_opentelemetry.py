"""Spans by OpenTelemetry, with the API alone: where they go is set up elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.trace import Status, StatusCode, TracerProvider, get_tracer

from gestand import __version__
from gestand.traces.base import More, Value


class OpenTelemetry:
    """Gives spans to a provider; without one to that of this process."""

    def __init__(self, provider: TracerProvider | None = None) -> None:
        """Name what collects the spans."""
        self._tracer = get_tracer("gestand", __version__, tracer_provider=provider)

    @contextmanager
    def span(self, name: str, told: Mapping[str, Value]) -> Iterator[More]:
        """Let a span last as long as the block.

        INVARIANT: an error is told by its class: what it says, and where, may name somebody. So
        nothing is left to OpenTelemetry, which writes down both.
        """
        with self._tracer.start_as_current_span(
            name, attributes=told, record_exception=False, set_status_on_exception=False
        ) as span:
            ended = False
            try:
                yield span.set_attribute
                ended = True
            finally:
                if not ended:
                    kind = sys.exc_info()[0] or RuntimeError
                    span.set_status(Status(StatusCode.ERROR, kind.__name__))

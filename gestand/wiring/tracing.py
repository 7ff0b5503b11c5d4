"""Finds what collects traces: who installs Gestand alone has nothing for it."""

from __future__ import annotations

from importlib import import_module

from gestand.errors import CannotRun
from gestand.settings import wants_traces
from gestand.traces.base import TRACES, Tracer

_OTLP = "opentelemetry.exporter.otlp.proto.http.trace_exporter"


def trace() -> None:
    """Send traces of this process to the collector that the environment names, if it names one.

    Raises CannotRun where one is named, and what sends them is not installed.
    """
    if not wants_traces():
        return
    try:
        TRACES.go_to(_to_a_collector())
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "opentelemetry":
            raise
        message = "what sends traces is not installed: `pip install 'gestand[telemetry]'`"
        raise CannotRun(message) from error


def _to_a_collector() -> Tracer:
    """Return what sends spans from a thread of its own, and what waits when this program ends.

    How is said by the settings of OpenTelemetry (`OTEL_*`).
    """
    sdk, export = map(import_module, ("opentelemetry.sdk.trace", "opentelemetry.sdk.trace.export"))
    resource = import_module("opentelemetry.sdk.resources").Resource
    provider = sdk.TracerProvider(resource=resource.create({"service.name": "gestand"}))
    exporter = import_module(_OTLP).OTLPSpanExporter()
    provider.add_span_processor(export.BatchSpanProcessor(exporter))
    tracer: Tracer = import_module("gestand.traces.by_opentelemetry").OpenTelemetry(provider)
    return tracer

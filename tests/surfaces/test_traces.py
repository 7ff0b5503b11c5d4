"""Traces: requests, runs and steps are there, and nobody is in them, whatever went wrong."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import kindly
from gestand.surfaces.watching import Tally, counted
from gestand.surfaces.web.page import page_named
from gestand.traces.base import TOLD, TRACES
from gestand.traces.by_opentelemetry import OpenTelemetry
from gestand.wiring.tracing import trace
from tests.linde import run
from tests.surfaces.commands import gestand
from tests.surfaces.programs import linde
from tests.surfaces.test_watching import PLANTED, asked

OLD = """
INSERT INTO customers VALUES (2, 'K2', 'Dan', 'dan@delinde.example', '06', NULL, '2009-01-10');
INSERT INTO contracts VALUES (2, 2, 'vps', 'dan.example', '2009-02-01', '2010-02-01');
"""


@pytest.fixture
def kept() -> Iterator[InMemorySpanExporter]:
    """Give what keeps spans as a collector would get them."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    TRACES.go_to(OpenTelemetry(provider))
    yield exporter
    TRACES.go_to(None)


def told(spans: Sequence[ReadableSpan]) -> list[tuple[str, dict[str, object]]]:
    return [(span.name, dict(span.attributes or {})) for span in spans]


def whole(spans: Sequence[ReadableSpan]) -> str:
    """Return all that a collector gets, with events, links and what the status says."""
    return "\n".join(span.to_json() for span in spans)


def test_a_run_has_a_span_for_each_table_and_work_one_for_each_step(
    kept: InMemorySpanExporter, tmp_path: Path
) -> None:
    folder = linde(tmp_path / "linde")
    run(folder, OLD)
    done = gestand("apply", folder, "--yes", "--first-run")
    released = re.search("--release (\\w+)", done.output)
    if released:
        done = gestand("apply", folder, "--yes", "--first-run", "--release", released[1])
    assert done.exit_code == 0, done.output
    assert gestand("keys", folder, "--rotate").exit_code == 0
    spans = kept.get_finished_spans()
    by_id = {span.context.span_id: span for span in spans if span.context}
    pairs = {(span.name, by_id[span.parent.span_id].name) for span in spans if span.parent}
    assert {("table", "run"), ("step", "work")} <= pairs
    found = told(spans)
    assert ("step", {"gestand.step": "wrap every key"}) in found
    tables = ", ".join(str(told["gestand.table"]) for name, told in found if name == "table")
    assert "db.customers" in tables.split(", ")
    assert {key for _, told in found for key in told} <= TOLD
    text = whole(spans)
    assert [one for one in ("Dan", "dan@", "K2") if one in text] == []


def test_a_request_is_told_by_names_of_ours_and_an_error_by_its_class(
    kept: InMemorySpanExporter,
) -> None:
    def breaks(environ: object, _start: object) -> list[bytes]:
        with TRACES.span("step", gestand__step="look"):
            raise ValueError(PLANTED[0])

    page = counted(kindly(breaks, lambda _: ([], b""), tell), Tally("web", 0.0), page_named)
    sent = {"QUERY_STRING": PLANTED[1], "HTTP_USER_AGENT": PLANTED[2], "HTTP_COOKIE": PLANTED[3]}
    assert asked(page, f"/nl/vraag/{PLANTED[0]}", PLANTED[1], **sent)[0] == 500
    inner, outer = kept.get_finished_spans()
    assert (inner.status.status_code, inner.status.description) == (StatusCode.ERROR, "ValueError")
    ((name, attributes),) = told([outer])
    number = attributes.pop("gestand.request")
    assert (name, len(str(number))) == ("request", 16)
    assert attributes == {
        "gestand.surface": "web", "gestand.page": "ask", "http.request.method": "other",
        "http.response.status_code": 500,
    }  # fmt: skip
    assert [one for one in PLANTED if one in whole([inner, outer])] == []
    assert not any(json.loads(span.to_json())["events"] for span in (inner, outer))


def test_what_nobody_looked_at_is_not_told(kept: InMemorySpanExporter) -> None:
    with pytest.raises(AssertionError, match="person"), TRACES.span("step", gestand__person="1"):
        pass
    with TRACES.span("step") as more, pytest.raises(AssertionError, match="email"):
        more("email", PLANTED[0])
    assert PLANTED[0] not in whole(kept.get_finished_spans())


def test_without_the_extra_nothing_is_missed_until_a_collector_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    trace()
    assert not TRACES.are_kept
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)  # as where it is not there
    told = gestand("apply", tmp_path)
    assert (told.exit_code, "pip install 'gestand[telemetry]'" in told.stderr) == (2, True)

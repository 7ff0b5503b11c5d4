"""What is told to whoever runs this, on standard error: in plain lines, or as JSON.

With GESTAND_LOG=json each line is one record, and each request that was answered has one. Nothing
that somebody sent stands in a record: no address, no path, no name, no header.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import click

from gestand.settings import logs_json, now

_REQUEST: ContextVar[str] = ContextVar("the request that is answered", default="")


@contextmanager
def answering(request: str) -> Iterator[None]:
    """Let what is told within the block name the request during which it was told."""
    before = _REQUEST.set(request)
    try:
        yield
    finally:
        _REQUEST.reset(before)


def tell(text: str) -> None:
    """Tell something to whoever runs this; the text names nobody."""
    if logs_json():
        _write("told", {"text": text})
    else:
        click.echo(f"gestand: {text}", err=True)


def note(event: str, **told: str | float) -> None:
    """Write a record of something that is no news to a person: only where lines are JSON."""
    if logs_json():
        _write(event, told)


def _write(event: str, told: dict[str, str | float] | dict[str, str]) -> None:
    request = {"request": _REQUEST.get()} if _REQUEST.get() else {}
    at = now().isoformat(timespec="milliseconds")
    record = {"at": at, "event": event, **request, **told}
    click.echo(json.dumps(record, ensure_ascii=False), err=True)

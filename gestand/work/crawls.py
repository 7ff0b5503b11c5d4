"""What a crawl found, as a file with its moment: written by `gestand crawl`, read by a probe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gestand.core.proving.visits import Asked, Crawl, Storage, Trace
from gestand.errors import CannotRun
from gestand.work.state import State, plainly

PAGE = "crawl"
"""The name of the file in the folder of own records, without its ending."""

_VERSION = 1


def keep(state: State, crawl: Crawl) -> Path:
    """Keep what was found last where `gestand promises` looks, and return where."""
    state.write_page(PAGE, as_record(crawl))
    return state.folder / f"{PAGE}.json"


def write(file: Path, crawl: Crawl) -> Path:
    """Write what was found to a file of its own, and return its path."""
    with plainly(file):
        file.write_text(json.dumps(as_record(crawl), ensure_ascii=False) + "\n", "utf-8")
    return file


def kept(state: State) -> Crawl | None:
    """Return what was found last; None where nobody crawled.

    Raises CannotRun where the file is not one that `keep` wrote.
    """
    record = state.page(PAGE)
    try:
        return None if record is None else _read(record)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"{state.folder / PAGE}.json is not what `gestand crawl` writes: crawl anew"
        raise CannotRun(message) from error


def as_record(crawl: Crawl) -> dict[str, Any]:
    """Return what was found as it is written down."""
    told = {**asdict(crawl), "at": crawl.at.isoformat(timespec="seconds")}
    return {PAGE: _VERSION, **told, "traces": [_written(trace) for trace in crawl.traces]}


def _written(trace: Trace) -> dict[str, Any]:
    seconds = None if trace.lasts is None else int(trace.lasts.total_seconds())
    return {**asdict(trace), "storage": trace.storage.value, "lasts": seconds}


def _read(record: Mapping[str, Any]) -> Crawl:
    at = datetime.fromisoformat(record["at"])
    if record[PAGE] != _VERSION or at.tzinfo is None:
        message = "written by another version, or at no moment"
        raise ValueError(message)
    return Crawl(
        at=at,
        origins=tuple(map(str, record["origins"])),
        hosts=tuple(map(str, record["hosts"])),
        pages=int(record["pages"]),
        left=int(record["left"]),
        failed=int(record["failed"]),
        traces=tuple(map(_trace, record["traces"])),
        asked=tuple(Asked(**one) for one in record["asked"]),
    )


def _trace(said: Mapping[str, Any]) -> Trace:
    lasts = None if said["lasts"] is None else timedelta(seconds=said["lasts"])
    return Trace(**{**said, "storage": Storage(said["storage"]), "lasts": lasts})

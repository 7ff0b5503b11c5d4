"""What a crawl found, as a file with its moment: written by `gestand crawl`, read by a probe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gestand.core.proving.visits import Asked, Crawl, Storage, Trace
from gestand.work.pages_kept import Page
from gestand.work.state import plainly


def write(file: Path, crawl: Crawl) -> Path:
    """Write what was found to a file of its own, and return its path."""
    with plainly(file):
        file.write_text(json.dumps(CRAWL.record(crawl), ensure_ascii=False) + "\n", "utf-8")
    return file


def _all(crawl: Crawl) -> Mapping[str, Any]:
    return {**asdict(crawl), "traces": [_written(trace) for trace in crawl.traces]}


def _written(trace: Trace) -> dict[str, Any]:
    seconds = None if trace.lasts is None else int(trace.lasts.total_seconds())
    return {**asdict(trace), "storage": trace.storage.value, "lasts": seconds}


def _read(record: Mapping[str, Any], at: datetime) -> Crawl:
    return Crawl(
        at=at,
        origins=tuple(map(str, record["origins"])),
        hosts=tuple(map(str, record["hosts"])),
        pages=int(record["pages"]),
        left=int(record["left"]),
        failed=int(record["failed"]),
        traces=tuple(map(_trace, record["traces"])),
        asked=tuple(Asked(**one) for one in record["asked"]),
        after=tuple(map(str, record.get("after", ()))),
    )


def _trace(said: Mapping[str, Any]) -> Trace:
    lasts = None if said["lasts"] is None else timedelta(seconds=said["lasts"])
    return Trace(**{**said, "storage": Storage(said["storage"]), "lasts": lasts})


CRAWL = Page("crawl", _all, _read)
"""Where what a crawl found is kept."""

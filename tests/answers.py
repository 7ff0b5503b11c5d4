"""Give a person's answer in a test, and read it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from gestand.core.facts import Person
from gestand.wiring import open_company
from gestand.work.access import Given, Wanted
from gestand.work.sweep import Request, silently
from tests.noorderlicht import DAY
from tests.recording import given

Members = dict[str, bytes]


def give(
    folder: Path, out: Path, *people: tuple[str, str | int], on: date = DAY, **how: Any
) -> Given:
    """Write the answer of one person to `out`; `how` says the rest of what is wanted."""
    asked = tuple(Person(kind, key) for kind, key in people)
    progress = how.pop("progress", silently)
    wanted = Wanted(**{"language": "nl", "out": out, **how})
    return given(open_company(folder), Request(on, asked, access=True), wanted, progress)


def members(out: Path) -> Members:
    """Return the content of every member of an answer."""
    with ZipFile(out) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def rows_told(found: Mapping[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table of an answer, as its JSON has them."""
    tables = (
        json.loads(text)
        for name, text in found.items()
        if name.startswith("data/") and name.endswith(".json")
    )
    return {table["table"]: table["rows"] for table in tables}


def page_of(found: Mapping[str, bytes]) -> str:
    """Return the page of an answer."""
    return found["index.html"].decode()

"""The notices that are on record, as far as each has come."""

from __future__ import annotations

from datetime import date

from gestand.core.notices import DUE, Notice, Wanted
from gestand.errors import CannotRun
from gestand.work.registers import NOTICES
from gestand.work.said import Entry
from gestand.work.state import State


def notices(state: State, request: int | None = None) -> dict[int, Notice]:
    """Return every notice by its number, or those about one request."""
    found: dict[int, Notice] = {}
    for line in state.lines(NOTICES):
        number = line["notice"]
        if line["event"] == DUE:
            found[number] = _begun(line)
            continue
        after = found[number].after(line["event"], date.fromisoformat(line["on"]), line["said"])
        if isinstance(after, Notice):
            found[number] = after
    return {n: one for n, one in found.items() if request in (None, one.request)}


def notice_known(state: State, number: int) -> Notice:
    """Return one notice; CannotRun where there is none."""
    known = notices(state).get(number)
    if known is None:
        message = f"there is no notice {number}: `gestand notices` lists them"
        raise CannotRun(message)
    return known


def _begun(line: Entry) -> Notice:
    got, categories = tuple(line["disclosures"]), tuple(line.get("categories", ()))
    one = Wanted(line["to"], line["name"], line["why"], got, categories)
    on, receipt = date.fromisoformat(line["on"]), line.get("receipt", 0)
    return Notice(line["notice"], line["request"], one, on=on, receipt=receipt)

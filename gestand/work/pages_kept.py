"""What a command found that costs too much to look for each time: a file of own records.

Each command keeps its own, with the moment, and a probe reads it. A file that is not what the
command writes is told of and never believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from gestand.core.proving.verdict import Evidence
from gestand.errors import CannotRun
from gestand.work.inspection import Inspection
from gestand.work.state import State

_VERSION = 1


class Dated(Protocol):
    """What was found at the moment `at`, which is aware."""

    @property
    def at(self) -> datetime:
        """When it was found."""


Found = TypeVar("Found", bound=Dated)


@dataclass(frozen=True)
class Page(Generic[Found]):
    """The file `name`.json, written by `gestand NAME`.

    `write` gives what was found as a record without its moment. `read` takes it and the moment,
    and raises what comes of a record that is another one.
    """

    name: str
    write: Callable[[Found], Mapping[str, Any]]
    read: Callable[[Mapping[str, Any], datetime], Found]

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.json"

    def keep(self, state: State, found: Found) -> Path:
        """Keep what was found last where `gestand promises` looks, and return where."""
        state.write_page(self.name, self.record(found))
        return state.folder / self.file

    def kept(self, state: State) -> Found | None:
        """Return what was found last; None where nobody looked.

        Raises CannotRun where the file is not one that `keep` wrote.
        """
        record = state.page(self.name)
        try:
            return None if record is None else self._read(record)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
            message = (
                f"{state.folder / self.file} is not what `gestand {self.name}` writes: run it anew"
            )
            raise CannotRun(message) from error

    def known(self, state: State) -> Found | None:
        """Return what was found last; None where nobody looked, or where it cannot be read."""
        try:
            return self.kept(state)
        except CannotRun:
            return None

    def record(self, found: Found) -> dict[str, Any]:
        """Return what was found as it is written down."""
        return {self.name: _VERSION, **self.write(found), "at": moment(found.at)}

    def _read(self, record: Mapping[str, Any]) -> Found:
        if record[self.name] != _VERSION:
            message = "written by another version"
            raise ValueError(message)
        return self.read(record, aware(record["at"]))


def moment(at: datetime) -> str:
    """Return a moment as it is written down."""
    return at.isoformat(timespec="seconds")


def aware(text: str) -> datetime:
    """Return a moment that was written down; ValueError for one without a zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        message = "at no moment"
        raise ValueError(message)
    return at


def evidence_of(
    page: Page[Found],
    inspection: Inspection,
    promises: Iterable[str],
    probe: str,
    evidence: Callable[[Found], Iterator[Evidence]],
) -> Iterator[Evidence]:
    """Yield what a page says of some promises; where it cannot be read nobody looked at them."""
    try:
        found = page.kept(inspection.state)
    except CannotRun:
        for promise in promises:
            yield Evidence(probe, promise, inspection.at, 0, unseen=frozenset({page.file}))
        return
    if found is not None:
        yield from evidence(found)

"""Run the engine on a company that was drawn, in this process."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gestand.core.datamap.match import match
from gestand.core.facts import Person
from gestand.wiring import open_stores
from gestand.work.carry_out import CHUNK, carry_out
from gestand.work.company import Company, reflect_all
from gestand.work.project import load
from gestand.work.sweep import Request, prepare
from tests.laws.companies import Drawn
from tests.laws.insides import plainly
from tests.oracle.company import Company as Naive
from tests.oracle.company import Row, read_company
from tests.recording import unrecorded


@dataclass(frozen=True)
class Swept:
    """What a sweep did: rows it changed, rows it asks about, and the rows that are left."""

    changed: int
    asked: int
    left: dict[str, dict[object, Row]]


def open_drawn(drawn: Drawn, folder: Path) -> Company:
    """Open a company without the checks that are about words, not about rows."""
    project = load(folder)
    assert project.policy is not None and project.datamap is not None, project.findings
    stores, unreachable = open_stores(project.datamap, project.root)
    schemas, unreadable = reflect_all(project.datamap, stores)
    matched = match(project.policy, project.datamap, schemas)
    assert matched.holdings is not None, matched.findings
    assert not (unreachable or unreadable)
    assert not [finding for finding in project.findings if "facts.yaml" in finding.span.file]
    return Company(
        project.root,
        project.versions,
        matched.holdings,
        schemas,
        stores,
        {},
        facts=project.facts,
    )


def sweep(
    company: Company,
    request: Request,
    chunk: int = CHUNK,
    meanwhile: Callable[[], None] | None = None,
) -> Swept:
    """Plan and carry out, and read back what is left; `meanwhile` happens in between."""
    with prepare(company, request) as prepared:
        asked = sum(measured.rows for measured in prepared.plan.questions)
        if meanwhile is not None:
            meanwhile()
        with unrecorded(company.state) as journal:
            receipt = carry_out(prepared, journal, chunk=chunk)
    return Swept(receipt.rows, asked, rows_in(company.root))


class Stopped(Exception):
    """Somebody stops a run."""


def stop_after(most: int, company: Company, asked: Request, chunk: int) -> None:
    """Plan and carry out, and stop after some transactions, unless it is done by then."""
    left = iter(range(most))

    def progress(_what: str, _done: int, _total: int) -> None:
        if next(left, None) is None:
            raise Stopped

    with (
        suppress(Stopped),
        prepare(company, asked) as prepared,
        unrecorded(company.state) as journal,
    ):
        carry_out(prepared, journal, progress, chunk=chunk)


def rows_in(folder: Path) -> dict[str, dict[object, Row]]:
    """Return every row of a company's databases."""
    return {name: table.rows for name, table in read(folder).tables.items()}


def read(folder: Path) -> Naive:
    """Return a company as the oracle reads it, documents as all are written here."""
    company = read_company(folder)
    for table in company.tables.values():
        for row in table.rows.values():
            row |= {name: plainly(value) for name, value in row.items()}
    return company


def request(as_of: date, kind: str = "", key: str | int = "", *, erase: bool = False) -> Request:
    """Return a request about everybody, or about one person."""
    return Request(as_of, (Person(kind, key),) if kind else (), erase)

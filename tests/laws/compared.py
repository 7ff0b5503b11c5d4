"""What the engine leaves of a whole company, compared with what the naive oracle leaves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gestand.core.facts import Person as Asker
from gestand.wiring import open_company
from gestand.work.carry_out import carry_out
from gestand.work.sweep import Request as Asked
from gestand.work.sweep import prepare
from tests.oracle.company import read_company
from tests.oracle.oracle import Request, after, decide
from tests.oracle.reach import Person
from tests.recording import unrecorded


def compare(folder: Path, as_of: date, person: Person | None = None) -> None:
    """Sweep, or erase one person, and compare every row with what the oracle says."""
    company = read_company(folder)
    people = frozenset([person]) if person else None
    verdict = decide(company, Request(as_of, people, erase=person is not None))
    askers = tuple(
        Asker(kind, str(key) if "@" in str(key) else int(str(key))) for kind, key in people or ()
    )
    with prepare(open_company(folder), Asked(as_of, askers, bool(askers))) as prepared:
        asked = sum(question.rows for question in prepared.plan.questions)
        with unrecorded(prepared.company.state) as journal:
            carry_out(prepared, journal)
    left = {name: table.rows for name, table in read_company(folder).tables.items()}
    assert left == after(company, verdict)
    assert bool(asked) == bool(verdict.asked)

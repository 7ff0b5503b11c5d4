"""The same companies on PostgreSQL and MariaDB: what is left is what the oracle leaves."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, seed, settings

from gestand.wiring import open_company
from gestand.work.carry_out import carry_out
from gestand.work.company import Company, NotClean, kept_open
from gestand.work.sweep import Request as Asked
from gestand.work.sweep import prepare
from tests.databases import Database, empty, on, together
from tests.laws.engine import read
from tests.laws.erasing import nothing_goes_that_must_stay
from tests.laws.filling import Made, made
from tests.laws.insides import plainly
from tests.laws.scenes import Asker, differing, of_world
from tests.laws.test_companies import Left
from tests.oracle.company import Company as Naive
from tests.oracle.company import Row, value_of
from tests.oracle.oracle import Request, after, decide
from tests.recording import unrecorded

SAMPLE = int(os.environ.get("GESTAND_EXAMPLES", "20"))


def sample() -> list[Made]:
    """Return always the same companies; dates and edges that are broken stay out of databases."""
    found: list[Made] = []

    @seed(20)
    @settings(max_examples=SAMPLE, database=None, deadline=None, phases=(Phase.generate,))
    @given(made(bad=0))
    def draw(company: Made) -> None:
        found.append(company)

    draw()
    return found


def filled(database: Database, company: Made) -> None:
    """Make the tables of a company in a database, with their rows."""
    schema = company.scheme.in_two_steps()
    if database.kind == "mariadb":
        schema = schema.replace("TIMESTAMP", "DATETIME")  # else the server writes it itself
    rows = [
        f"INSERT INTO {name} VALUES ({', '.join(map(literal, row.values()))});\n"
        for name, each in company.drawn.rows.items()
        for row in each
    ]
    database.run(schema + "".join(rows))


def literal(value: object) -> str:
    """Return a value as SQL writes it."""
    return "NULL" if value is None else repr(value)


def rows_left(database: Database, company: Made) -> Left:
    """Return what stands in a database, as the oracle would read it."""
    left: Left = {}
    for name, table in company.scheme.tables.items():
        rows: list[Row] = database.whole(name)
        rows = [{column: plainly(value) for column, value in row.items()} for row in rows]
        left[f"db.{name}"] = {value_of(row, ",".join(table.key)): row for row in rows}
    return left


def plan_for_others(opened: Company, naive: Naive, number: int, asked: Asked) -> None:
    """Plan what others ask, on connections that wait: nothing of theirs may be left there."""
    others = [of_world(naive, 0, number + more) for more in (1, 2, 3)]
    for other in (person for person in others if person and asked.people):
        with prepare(opened, replace(asked, people=(Asker(*other),))):
            pass


def compare(company: Made, number: int, database: Database, folder: Path) -> None:
    """Erase somebody, or sweep, and compare with what the rules say."""
    company.drawn.build(folder)
    naive = read(folder)
    datamap = folder / "privacy" / "datamap.yaml"
    text = datamap.read_text("utf-8").replace("sqlite:///db.db", database.url)
    datamap.write_text(text, "utf-8")
    filled(database, company)
    found = [of_world(naive, world, number) for world in range(2)] if number % 3 else []
    people = [person for person in found if person is not None]
    verdict = decide(
        naive, Request(company.drawn.as_of, frozenset(people) or None, erase=bool(people))
    )
    asked = Asked(company.drawn.as_of, tuple(Asker(*person) for person in people), bool(people))
    opened = open_company(folder)
    with kept_open(opened.stores.values()):
        plan_for_others(opened, naive, number, asked)
        with prepare(opened, asked) as prepared:
            questions = sum(measured.rows for measured in prepared.plan.questions)
            with unrecorded(prepared.company.state) as journal:
                carry_out(prepared, journal)
    left = rows_left(database, company)
    nothing_goes_that_must_stay(naive, verdict, left)
    assert bool(questions) >= bool(verdict.asked)
    if not questions:
        assert differing(left, after(naive, verdict)) == []


@on("postgresql", "mariadb")
def test_made_up_companies_come_to_the_same(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = 0
    for number, company in enumerate(sample()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with empty(kind, folder, together(tmp_path_factory)) as database, suppress(NotClean):
            compare(company, number, database, folder)
            told += 1
    assert told >= SAMPLE // 2

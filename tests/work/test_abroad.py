"""A company whose rows are held from one store to the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gestand.core.datamap.schema import Column, Kind
from gestand.core.facts import Person
from gestand.core.predicate import ALWAYS, Predicate
from gestand.errors import CannotRun
from gestand.stores.base import Key, Run
from gestand.wiring import open_company
from gestand.work.abroad import Tally, exact, take_in
from gestand.work.sweep import Prepared, Request, prepare
from tests.answers import give, members, rows_told
from tests.linde import planned, rows
from tests.recording import carried_out
from tests.stories.story import laid_down, read

AS_OF = date(2026, 6, 1)


class Losing:
    """A store that loses a row on the way out, and is otherwise the one it stands for."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __getattr__(self, name: str) -> object:
        return getattr(self.run, name)

    def rows_out(
        self, table: str, names: Sequence[str], where: Predicate = ALWAYS
    ) -> Iterator[list[Key]]:
        """Yield all rows but the first of each batch."""
        yield from (batch[1:] for batch in self.run.rows_out(table, names, where))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """Give a company of which one person's rows stand in two stores, and hold one another."""
    with laid_down(read("the_last_days_across_stores"), tmp_path):
        yield tmp_path


@pytest.fixture
def leaving(tmp_path: Path) -> Iterator[Path]:
    """Give a company of which rows in both stores are to go."""
    with laid_down(read("a_contract_signed_in_the_other_store"), tmp_path):
        yield tmp_path


def test_an_answer_tells_what_stands_in_every_store(kept: Path) -> None:
    give(kept, kept / "answer.zip", ("customer", 2))
    told = rows_told(members(kept / "answer.zip"))
    assert {name: [row["values"]["id"] for row in found] for name, found in told.items()} == {
        "shop.customers": [2],
        "shop.contracts": [3],
        "desk.tickets": [2],
        "desk.answers": [2],
        "desk.visits": [3],
    }


def test_the_last_day_of_a_row_comes_from_the_other_store(kept: Path) -> None:
    give(kept, kept / "answer.zip", ("customer", 2), on=AS_OF)
    (visit,) = rows_told(members(kept / "answer.zip"))["desk.visits"]
    (ground,) = visit["why"]["report"]["grounds"]
    assert (ground["purpose"], ground["until"]) == ("service", "2026-08-01")


def test_a_store_that_cannot_be_read_any_more_stops_the_run(leaving: Path) -> None:
    opened = open_company(leaving)
    before = rows(leaving, "desk.db")
    with planned(opened, on=AS_OF) as prepared:
        assert prepared.plan.changes
        (leaving / "shop.db").write_bytes(b"no database " * 4096)
        with pytest.raises(CannotRun, match="store `shop`"):
            carried_out(prepared)
    assert rows(leaving, "desk.db") == before


def test_a_set_that_is_not_complete_is_never_used(leaving: Path) -> None:
    opened = open_company(leaving)
    with planned(opened, on=AS_OF) as prepared, prepared.ready.transaction():
        runs = {**prepared.runs, "desk": Losing(prepared.runs["desk"])}
        with pytest.raises(CannotRun, match=r"not every row of `desk\..*nothing is removed"):
            take_in(opened, runs, prepared.ready.reading["shop"])


def taken(prepared: Prepared) -> dict[tuple[str, str], int]:
    """Return how many rows each store has taken in, by the table of the other store."""
    reading = prepared.ready.reading
    with prepared.ready.transaction():
        return {
            (here, abroad.table): prepared.runs[here].count(abroad.table)
            for here in reading
            for abroad in reading[here].tables
        }


OTHERS = {
    "shop": """
        WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1300)
        INSERT INTO customers SELECT i, 'Cor', i || '@delinde.example', '2020-01-10' FROM n;
        INSERT INTO contracts SELECT id, id, 'Mail', '2022-01-10', NULL FROM customers
        WHERE id >= 1000;
    """,
    "desk": """
        WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1300)
        INSERT INTO tickets SELECT i, i, 'Why?', '2026-04-01', '2026-04-02' FROM n;
        INSERT INTO answers SELECT id, id, 'Therefore' FROM tickets WHERE id >= 1000;
        INSERT INTO visits SELECT id, id, 'Old cable' FROM tickets WHERE id >= 1000;
    """,
}


@pytest.mark.parametrize("erase", [False, True])
def test_of_many_only_rows_that_somebody_leads_to_are_taken_in(kept: Path, erase: bool) -> None:
    for store, statements in OTHERS.items():
        with closing(sqlite3.connect(kept / f"{store}.db")) as connection:
            connection.executescript(statements)
    request = Request(AS_OF, (Person("customer", 2),), erase=erase)
    with prepare(open_company(kept), request) as prepared:
        assert set(taken(prepared).values()) == {1}
    with prepare(open_company(kept), Request(AS_OF)) as prepared:
        assert set(taken(prepared).values()) == {302}


def test_a_text_that_equals_another_finds_no_rows_by_its_keys() -> None:
    number, text = Column("n", Kind.INTEGER), Column("n", Kind.TEXT)
    loose = replace(text, alike="capitals")
    assert exact(("sqlite", number), ("mariadb", number))
    assert exact(("sqlite", text), ("sqlite", text))
    assert not exact(("sqlite", text), ("mariadb", text))
    assert not exact(("mariadb", text), ("mariadb", loose))
    assert not exact(("mariadb", loose), ("mariadb", text))
    assert not exact(("sqlite", number), ("sqlite", text))


def test_a_tally_is_of_every_value() -> None:
    given: list[list[Key]] = [[(1, "a"), (2, None)], [(1, "a"), (2, "")], [(1, "a")], []]
    tallies = [Tally() for _ in given]
    for tally, batch in zip(tallies, given, strict=True):
        assert list(tally.along([batch])) == [batch]
    for tally, batch in zip(tallies, given, strict=True):
        same = Tally()
        same.add(batch)
        assert [other.same_as(same) for other in tallies] == [other is tally for other in tallies]

"""What a run took away comes back (law V1), and what was written since wins."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.calendar import Period
from gestand.core.datamap.model import OwnRecords
from gestand.stores.base import Left
from gestand.wiring.recording import keyring_of
from gestand.work.bring_back import Told
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.sweep import Request, prepare
from gestand.work.way_back import WayBack
from tests.laws.companies import Drawn, companies
from tests.laws.engine import open_drawn, request, rows_in
from tests.laws.shapes import Shape
from tests.laws.test_companies import BY_SHAPE, laid_down, some, somebody
from tests.oracle.company import Row, read_company
from tests.recording import undone
from tests.undoing import key_in

Rows = dict[str, dict[object, Row]]
Cell = tuple[str, object, str]
FEW = 3
"""Rows in a transaction, so that a run has many of them."""

_TEXTS = """SELECT name FROM pragma_table_xinfo(?)
WHERE NOT pk AND NOT hidden AND type LIKE '%char%'
AND name NOT IN (SELECT "from" FROM pragma_foreign_key_list(?))"""


def carried_out(company: Company, asked: Request) -> bool:
    """Carry out what is due; tell whether anything went."""
    with prepare(company, asked) as prepared, keyring_of(company) as keyring:
        back = WayBack(keyring, Period(days=7), rows=FEW)
        carry_out(prepared, keyring.journal, back=back)
        return bool(keyring.health().keys)


def opened(drawn: Drawn, folder: Path) -> Company:
    key_in(folder)
    return replace(open_drawn(drawn, folder), records=OwnRecords(key="master.key"))


def asked_of(drawn: Drawn, folder: Path, number: int) -> Request:
    person = somebody(read_company(folder), number) if number > 0 else None
    kind, key = (person[0], person[1]) if person else ("", "")
    return request(drawn.as_of, kind, key, erase=person is not None)


def write(folder: Path, wanted: Sequence[tuple[int, int]]) -> set[Cell]:
    """Write in some cells that hold texts, as a program of the company would."""
    written: set[Cell] = set()
    there = rows_in(folder).items()
    cells = [(table, key, row) for table, rows in there for key, row in rows.items()]
    for which, column in wanted if cells else ():
        table, key, row = cells[which % len(cells)]
        store, _, name = table.partition(".")
        with closing(sqlite3.connect(folder / f"{store}.db", isolation_level=None)) as connection:
            texts = [text for (text,) in connection.execute(_TEXTS, (name, name)) if text in row]
            if not texts:
                continue
            chosen = texts[column % len(texts)]
            try:
                changed = connection.execute(
                    f'UPDATE "{name}" SET "{chosen}" = ? WHERE rowid = ?', (f"since {which}", key)
                )
            except sqlite3.Error:
                continue  # it must be something else there
            if changed.rowcount:
                written.add((table, key, chosen))
    return written


def sound(folder: Path) -> bool:
    """Tell whether every row points at one where the database itself asks for that.

    One that does not cannot be put back: its database would not take it.
    """
    for path in folder.glob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                return False
    return True


def left(told: Told) -> dict[Left, int]:
    return {why: sum(each.left[why] for each in told.values()) for why in Left}


@BY_SHAPE
def test_what_a_run_took_away_comes_back(shape: Shape) -> None:
    @some(2)
    @given(companies(shape), st.integers(-10, 10))
    def law(drawn: Drawn, number: int) -> None:
        with laid_down(drawn) as folder:
            company, before = opened(drawn, folder), rows_in(folder)
            whole = sound(folder)
            went = carried_out(company, asked_of(drawn, folder, number))
            assert went == (rows_in(folder) != before)
            told = left(undone(company, 1)) if went else {}
            assert {why for why, rows in told.items() if rows} <= {Left.PARENT}
            assert not whole or not any(told.values())
            assert any(told.values()) or rows_in(folder) == before

    law()


@BY_SHAPE
def test_what_was_written_since_wins_and_nothing_else_stays_away(shape: Shape) -> None:
    places = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), min_size=1, max_size=6)

    @some(2)
    @given(companies(shape), st.integers(-10, 10), places)
    def law(drawn: Drawn, number: int, wanted: Sequence[tuple[int, int]]) -> None:
        with laid_down(drawn) as folder:
            company, before = opened(drawn, folder), rows_in(folder)
            whole = sound(folder)
            if not carried_out(company, asked_of(drawn, folder, number)) or not whole:
                return
            written, since = write(folder, wanted), rows_in(folder)
            told = undone(company, 1)
            after = rows_in(folder)
            expected = {
                table: {
                    key: {c: since[table][key][c] if (table, key, c) in written else value
                          for c, value in row.items()}
                    for key, row in rows.items()
                }
                for table, rows in before.items()
            }
            unsure = left(told)[Left.OTHER]
            doubtful = {(table, key) for table, key, _ in written} if unsure else set()
            for table, rows in expected.items():
                assert set(after[table]) == set(rows)
                for key, row in rows.items():
                    if (table, key) not in doubtful:
                        assert after[table][key] == row, (table, key)
                    else:
                        both = (row, since[table][key])
                        for column, value in after[table][key].items():
                            assert value in [side[column] for side in both]

    law()

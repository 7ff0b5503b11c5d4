"""How the score of what is found is counted, and that it has not fallen on the schemas known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.discovered import KNOWN, Found, found_in, score
from bench.discovery.schemas import Grade
from bench.drafting import make
from bench.walked import ANSWERS, walk

D, C, N = Grade.DIRECT, Grade.CONTENT, Grade.NONE


def one(label: Grade, grade: Grade) -> Found:
    return Found("made", "table.column", label, None, grade, "", filled=True)


def test_a_column_counts_as_the_grade_that_it_has_and_no_other() -> None:
    found = [one(D, D), one(D, C), one(N, D), one(C, C), one(N, N)]
    together = score(found, [D, C])
    assert (together.precision, together.recall) == (2 / 4, 2 / 3)
    direct = score(found, [D])
    assert (direct.precision, direct.recall) == (1 / 2, 1 / 2)


def test_what_is_found_in_known_schemas_does_not_get_less() -> None:
    found = [each for name in KNOWN[:5] for each in found_in(name, 50) if each.filled]
    whole = score(found, [D, C, Grade.CREDENTIAL])
    assert whole.precision >= 0.95
    assert whole.recall >= 0.86


def test_a_schema_of_a_stranger_takes_few_answers_to_a_draft_without_findings(
    tmp_path: Path,
) -> None:
    count, said, clean = walk("weblate", tmp_path)
    assert clean, said
    assert count < ANSWERS, said


def test_a_large_database_is_made_of_tables_with_rows(tmp_path: Path) -> None:
    columns = make(tmp_path / "made.db", tables=16)
    with closing(sqlite3.connect(tmp_path / "made.db")) as connection:
        rows = connection.execute("SELECT count(*), max(user_id) FROM invoice_1").fetchone()
        people = connection.execute("SELECT count(DISTINCT email) FROM users_15").fetchone()
    assert columns == 16 * 10
    assert rows[0] in range(200, 501)
    assert people[0] in range(200, 501)

"""How the score of what is found is counted, and that it has not fallen on the schemas known."""

from __future__ import annotations

from bench.discovered import KNOWN, Found, found_in, score
from bench.discovery.schemas import Grade

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
    found = [each for name in KNOWN for each in found_in(name, 50) if each.filled]
    whole = score(found, [D, C, Grade.CREDENTIAL])
    assert whole.precision >= 0.95
    assert whole.recall >= 0.88

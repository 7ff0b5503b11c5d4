"""A number that says how many rows there are is right after each transaction of a run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.wiring import open_company
from gestand.work.sweep import Request, prepare
from tests.databases import KINDS, Database, marks_of, together
from tests.recording import carried_out
from tests.stories.story import laid_down, read

ASKED = Request(date(2026, 6, 1), (Person("member", 1),), erase=True)
COUNTED = """
SELECT t.id, t.replies, count(r.id) FROM topics t
LEFT JOIN replies r ON r.topic_id = t.id AND r.hidden = 0 GROUP BY t.id, t.replies ORDER BY t.id
"""


def wrong(database: Database) -> list[int]:
    """Return the topics whose number of replies is wrong."""
    return [topic for topic, said, there in database.rows(COUNTED) if said != there]


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=marks_of(kind)) for kind in KINDS])
def test_a_counter_is_right_after_each_transaction(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    story = read("counters_follow_the_rows_that_go")
    with laid_down(story, tmp_path, kind, together(tmp_path_factory)) as databases:
        (database,) = databases.values()
        before = wrong(database)  # a number that was wrong, and has nothing to do with Ann
        seen: list[list[int]] = []

        def look(*_progress: object) -> None:
            seen.append(wrong(database))

        with prepare(open_company(tmp_path), ASKED) as prepared:
            receipt = carried_out(prepared, look, chunk=1)
        assert before == [4]
        assert len(seen) > 5 and set(map(tuple, seen)) == {(4,)}
        (counted,) = [s for s in receipt.steps if s.step.id == "recount:db.topics:replies"]
        assert (counted.found, counted.rows) == (1, 2)  # one topic, in two transactions

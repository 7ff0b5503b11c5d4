"""Programs that are kept from one request to the next, and what makes another one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.stores.sql import SqlRun
from gestand.work.company import Company
from gestand.work.compiled import Compiled, Programs
from gestand.work.sweep import Prepared, Request, prepare
from tests.linde import TODAY, company, run
from tests.recording import carried_out

ROWS = """
INSERT INTO customers
VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '1', 'Lindelaan 2', '2019-01-10'),
       (2, 'K2', 'Bo', 'bo@delinde.example', '2', 'Lindelaan 3', '2019-01-10');
INSERT INTO contracts
VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '2020-02-01'),
       (2, 2, 'vps', 'bo.example', '2026-06-01', NULL);
"""


@contextmanager
def asking(of: Company, key: int, request: Request | None = None) -> Iterator[Prepared]:
    """Plan what one customer asks."""
    asked = request or Request(TODAY, erase=True)
    with prepare(of, replace(asked, people=(Person("customer", key),))) as prepared:
        yield prepared


def found(prepared: Prepared) -> list[tuple[str, int]]:
    return [(measured.step.id, measured.rows) for measured in prepared.plan.measured]


def made_by(prepared: Prepared) -> dict[object, object]:
    """Return what was made for the program by now."""
    store = prepared.runs["db"]
    assert isinstance(store, SqlRun)
    return {**store.ready.made}


def written(prepared: Prepared) -> dict[object, object]:
    """Return what was written of conditions by now, in any program."""
    store = prepared.runs["db"]
    assert isinstance(store, SqlRun)
    return {key: each for known in store.ready.phrases.values() for key, each in known.items()}


def test_the_next_person_who_asks_the_same_runs_the_same_program(tmp_path: Path) -> None:
    linde = company(tmp_path, ROWS)
    with asking(linde, 1) as first:
        program, made = first.plan.program, made_by(first)
    with asking(linde, 2) as second:
        assert second.plan.program is program
        # Nor is any statement made anew that was made for the first.
        again = made_by(second)
        assert made and all(again[key] is statement for key, statement in made.items())
        kept = found(second)
    with asking(replace(linde, programs=Programs()), 2) as anew:
        assert anew.plan.program is not program
        assert found(anew) == kept


def test_who_is_erased_by_a_kept_program_goes_and_nobody_else(tmp_path: Path) -> None:
    linde = company(tmp_path, ROWS)
    with asking(linde, 2) as prepared:
        assert carried_out(prepared).rows == 0  # their service goes on
    with asking(linde, 1) as prepared:
        assert carried_out(prepared).rows > 0
    with asking(linde, 1) as prepared:
        assert prepared.plan.changes == ()


OTHERS = {
    "another day": Request(TODAY + timedelta(days=1), erase=True),
    "no request to erase": Request(TODAY),
    "a question what is held": Request(TODAY, access=True),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_question_is_another_program(tmp_path: Path, other: str) -> None:
    linde = company(tmp_path, ROWS)
    with asking(linde, 1) as first, asking(linde, 1, OTHERS[other]) as second:
        assert second.ready.program is not first.ready.program


def test_another_policy_and_other_facts_are_another_program(tmp_path: Path) -> None:
    linde = company(tmp_path, ROWS)
    with asking(linde, 1) as first:
        other = replace(linde, versions=tuple(replace(v) for v in linde.versions))
        with asking(other, 1) as second:
            assert second.ready.program is not first.ready.program
        other = replace(linde, schemas={n: replace(s) for n, s in linde.schemas.items()})
        with asking(other, 1) as second:
            assert second.ready.program is not first.ready.program
        assert other.programs is linde.programs  # it was not just forgotten


def test_a_request_that_was_recorded_makes_another_program(tmp_path: Path) -> None:
    linde = company(tmp_path, ROWS)
    with asking(linde, 2, Request(TODAY)) as before, asking(linde, 1) as prepared:
        assert carried_out(prepared).rows > 0
        with asking(linde, 2, Request(TODAY)) as after:
            assert after.ready.program is not before.ready.program


def test_a_kept_program_is_not_run_on_another_schema(tmp_path: Path) -> None:
    linde = company(tmp_path, ROWS)
    with asking(linde, 1):
        run(tmp_path, "ALTER TABLE contracts ADD COLUMN note TEXT")
    with pytest.raises(CannotRun, match="`db` has changed since it was opened.*note"):
        with asking(linde, 2):
            pass
    run(tmp_path, "ALTER TABLE contracts DROP COLUMN note")
    with asking(linde, 2) as prepared:
        assert found(prepared)


def test_only_the_newest_programs_are_kept() -> None:
    programs, of = Programs(), (object(),)
    first, other = (Compiled(of, None, None, {}, {}, {}) for _ in range(2))  # type: ignore[arg-type]
    assert programs.get(of, (0,), lambda: first) is first
    for day in range(1, 100):
        programs.get(of, (day,), lambda: other)
        assert programs.get(of, (0,), lambda: other) is first
    assert programs.get((object(),), (0,), lambda: other) is other
    for day in range(1, 100):
        programs.get(of, (day,), lambda: other)
    assert programs.get(of, (0,), lambda: other) is other


def test_another_day_says_in_the_same_words_what_it_has_in_common(tmp_path: Path) -> None:
    linde = company(tmp_path, ROWS)
    tomorrow = Request(TODAY + timedelta(days=1), erase=True)
    with asking(linde, 1) as first:
        words = written(first)
    with asking(linde, 1, tomorrow) as second:
        assert second.plan.program is not first.plan.program
        again = written(second)
        assert words and all(again[key] is phrase for key, phrase in words.items())
        shared = found(second)
    with asking(replace(linde, programs=Programs()), 1, tomorrow) as alone:
        assert found(alone) == shared

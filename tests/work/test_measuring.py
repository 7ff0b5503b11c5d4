"""Stores are measured at the same time, and the plan is the same as one after the other."""

from __future__ import annotations

import threading
from _thread import interrupt_main
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.work.measuring import Measuring, Taken, apart
from gestand.work.sweep import Request, opened
from tests.linde import planned, run
from tests.noorderlicht import DATABASES, DAY

STORES = ("shop", "hr", "site", "support", "desk")
PAIRS = st.sets(st.tuples(st.sampled_from(STORES), st.sampled_from(STORES)))


@given(PAIRS)
def test_stores_that_have_a_say_in_each_other_are_never_apart(pairs: set[tuple[str, str]]) -> None:
    groups = apart(STORES, lambda store: [to for one, to in pairs if one == store])
    assert sorted(store for group in groups for store in group) == sorted(STORES)
    where = {store: number for number, group in enumerate(groups) for store in group}
    assert all(where[one] == where[other] for one, other in pairs)
    # And no more are together than some way leads to.
    for group in groups:
        reached = {group[0]}
        for _ in STORES:
            reached |= {b for pair in pairs for a, b in (pair, pair[::-1]) if a in reached}
        assert reached == set(group)


def measured(
    folder: Path, groups: Sequence[Sequence[str]], people: tuple[Person, ...] = ()
) -> Taken:
    """Measure the stores of a company in groups."""
    with opened(open_company(folder), Request(DAY, people)) as ready, ready.transaction():
        ready.fill_anew(STORES[:4])
        tables = ready.program.surveyed()
        how = Measuring(ready.company, ready.program, ready.runs, ready.reading, tables)
        return how.take(groups, list[str]().append)


@contextmanager
def watched(see: Callable[[str, str], None]) -> Iterator[None]:
    """Let `see` see each statement and the file of its database before it runs."""

    def before(connection: sa.Connection, _cursor: Any, statement: str, *_others: Any) -> None:
        see(statement, Path(connection.engine.url.database or "").stem)

    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", before)


@pytest.mark.parametrize("people", [(), (Person("customer", 7), Person("employee", 2))])
def test_what_is_measured_at_the_same_time_is_what_is_measured_one_after_the_other(
    founding: Path, people: tuple[Person, ...]
) -> None:
    one = measured(founding, [STORES[:4]], people)
    each = measured(founding, [(store,) for store in STORES[:4]], people)
    assert one == each
    assert len(one.measured) > 20
    assert list(one.emptied) == list(each.emptied)


def test_stores_are_measured_at_the_same_time(founding: Path) -> None:
    both = threading.Barrier(2)
    first: dict[str, int] = {}

    def see(statement: str, store: str) -> None:
        if statement.startswith("INSERT INTO gestand_") and store not in first and len(first) < 2:
            first[store] = threading.get_ident()
            both.wait(20)  # where one store came after the other, nobody would be there

    with watched(see):
        assert measured(founding, [(store,) for store in STORES[:4]]).measured
    assert len(set(first.values())) == 2


@pytest.mark.parametrize(
    ("store", "table"), [("shop", "sign_ins"), ("hr", "payslips"), ("support", "attachments")]
)
def test_an_error_names_its_store_and_closes_all(
    noorderlicht: Path, store: str, table: str
) -> None:
    company = open_company(noorderlicht)
    run(noorderlicht, f"ALTER TABLE {table} RENAME TO elsewhere", f"{store}.db")
    before = threading.active_count()
    with pytest.raises(CannotRun, match=f"^store `{store}`: no such table: {table}"):
        with planned(company, on=DAY):
            pass
    assert _opened_databases(noorderlicht) == []
    assert threading.active_count() == before


def test_whoever_interrupts_a_plan_stops_it_in_every_store(noorderlicht: Path) -> None:
    main = threading.main_thread().ident
    begun: list[str] = []

    def see(statement: str, store: str) -> None:
        if statement.startswith("INSERT INTO gestand_") and threading.get_ident() != main:
            begun.append(store)
            if len(begun) == 1:
                threading.Event().wait(0.05)
                interrupt_main()

    with watched(see), pytest.raises(KeyboardInterrupt):
        measured(noorderlicht, [(store,) for store in STORES[:4]])
    assert begun
    assert _opened_databases(noorderlicht) == []
    with planned(open_company(noorderlicht), on=DAY) as prepared:
        assert prepared.plan.changes


def _opened_databases(folder: Path) -> list[str]:
    """Return the databases of a company that this process has open."""
    links = list(Path("/proc/self/fd").iterdir())
    opened = [str(link.readlink()) for link in links if link.is_symlink()]
    return [path for path in opened if path.endswith(DATABASES) and str(folder) in path]

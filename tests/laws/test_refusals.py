"""P1 and P2: what would break a law is refused, whatever else the company is like."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from gestand.wiring import open_company
from gestand.work.company import NotClean
from tests.laws.filling import DUMPER, Made, made
from tests.laws.reasons import EVERY
from tests.laws.spoiling import Spoiled
from tests.laws.test_laws import FIRST, IN_ALL

EACH = 20
"""So many ways to spoil it are tried on a company: in turn, so that each has its share."""

VISITS = """CREATE TABLE visits (id INTEGER PRIMARY KEY, label TEXT, owner_id REAL,
    extra_id INTEGER);
"""
"""What stands in a second store, where a declaration has one."""


def often(count: int) -> settings:
    return settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@contextmanager
def laid_down(spoiled: Spoiled) -> Iterator[Path]:
    """Lay a spoiled declaration down, with empty tables."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "privacy").mkdir()
        for name, words in (("policy", spoiled.policy), ("datamap", spoiled.datamap)):
            text = yaml.dump(words, Dumper=DUMPER, sort_keys=False)
            (root / "privacy" / f"{name}.yaml").write_text(text, "utf-8")
        for store in spoiled.datamap["stores"]:
            with closing(sqlite3.connect(root / f"{store}.db")) as connection:
                connection.executescript(VISITS if store == "two" else spoiled.schema)
                for statement in spoiled.more:
                    connection.execute(statement)
        yield root


def findings(spoiled: Spoiled) -> set[str]:
    """Return the codes with which a declaration is refused; none where it is accepted."""
    with laid_down(spoiled) as root:
        try:
            open_company(root)
        except NotClean as refusal:
            return {finding.code for finding in refusal.findings}
    return set()


def test_p2_every_way_to_spoil_a_declaration_is_refused() -> None:
    ways = [(code, spoil) for code, spoils in EVERY.items() for spoil in spoils]
    turns, tried = cycle(ways), 0

    @seed(FIRST)
    @often(IN_ALL // EACH)
    @given(made(bad=0))
    def law(company: Made) -> None:
        nonlocal tried
        if findings(Spoiled.of(company)):
            return
        tried += EACH
        for code, spoil in islice(turns, EACH):
            spoiled = Spoiled.of(company)
            spoil(spoiled)
            assert code in findings(spoiled), (code, getattr(spoil, "__name__", ""))

    law()
    assert tried >= len(ways), (tried, len(ways))


@pytest.mark.parametrize("what", ["table", "column"])
def test_p1_a_table_or_column_that_the_map_does_not_classify_is_refused(what: str) -> None:
    @seed(FIRST)
    @often(IN_ALL // 4)
    @given(made(bad=0), st.integers(0, 30))
    def law(company: Made, number: int) -> None:
        spoiled = Spoiled.of(company)
        tables = spoiled.datamap["tables"]
        if what == "table":
            del tables[list(tables)[number % len(tables)]]
        else:
            classified = [
                (name, column)
                for name, words in tables.items()
                for column, said in words.get("columns", {}).items()
                # A moment is classified by its occasion; here only stands how it is written.
                if not (isinstance(said, dict) and "written" in said)
            ]
            table, column = classified[number % len(classified)]
            del tables[table]["columns"][column]
        assert findings(spoiled)

    law()

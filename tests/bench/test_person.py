"""One person, and many, are read and erased by Gestand and by hand, and both come to the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.__main__ import main
from bench.compiled import compiled, write
from bench.figures import CannotMeasure
from bench.organisations import trips_of
from bench.person import Race, differences, ours_in
from bench.twins import FLOOR, OURS, Twins, twins
from bench.worlds.forum import FORUM
from bench.worlds.shop import SHOP
from bench.worlds.world import World
from gestand.wiring import open_company
from gestand.work.project import load
from tests.databases import kinds

PEOPLE = 100


@contextmanager
def small(world: World, kind: str) -> Iterator[Twins]:
    with (
        TemporaryDirectory(prefix="gestand-bench-") as folder,
        twins(world.of(PEOPLE), kind, Path(folder)) as made,
    ):
        yield made


def change(made: Twins, copy: str, *statements: str) -> None:
    with closing(made.connect(copy)) as connection:
        for statement in statements:
            connection.cursor().execute(statement)


def race(made: Twins) -> list[str]:
    """Let both read and erase people, and return what was measured."""
    with ours_in(made) as ours:
        racing = Race(made, ours, made.world.asked())
        names = [figure.name for figure in racing.figures(2)]
        racing.many = 4
        names += [figure.name for figure in racing.figures(1)]
    assert differences(made) == []
    return names


def add_rows(made: Twins, key: int) -> None:
    """Give a person 400 rows more in four tables of our copy."""
    for table, columns in (
        ("sign_ins", "'', '', '2020-01-01'"),
        ("reviews", "1, 'x', '2024-01-01', NULL"),
        ("addresses", "'', ''"),
        ("subscriptions", "'x', '2024-01-01', NULL"),
    ):
        values = ", ".join(f"({1_000 + n}, {key}, {columns})" for n in range(400))
        change(made, OURS, f"INSERT INTO {table} VALUES {values}")


# On MariaDB each statement of the other tests makes a run ask again: there are more trips then.
@pytest.mark.parametrize("kind", [each for each in kinds() if "mariadb" not in str(each)])
def test_both_leave_the_same_in_trips_that_do_not_depend_on_the_rows(kind: str) -> None:
    with small(SHOP, kind) as made:
        one = made.world.asked()[-1]
        add_rows(made, one)
        few, many = trips_of(made, one, one, FLOOR), trips_of(made, one, one)
        assert many[0] == few[0]
        assert abs(many[1] - few[1]) <= 1, "a server that tidies up is asked once more"
        names = race(made)
    assert names == [f"shop {w}" for w in ("access", "erasure", "access of 4", "erasure of 4")]


def test_a_forum_is_left_the_same() -> None:
    with small(FORUM, "sqlite") as made:
        assert race(made)[0] == "forum access"


def test_every_customer_has_35_rows_in_nine_tables() -> None:
    of_one = {name: sum(1 for _ in rows) / PEOPLE for name, rows in SHOP.of(PEOPLE).rows()}
    whole = {name: count for name, count in of_one.items() if name not in ("products", "vouchers")}
    assert (len(of_one), len(whole), sum(whole.values())) == (11, 9, 35)


def test_a_row_that_is_left_in_one_copy_is_told() -> None:
    with small(SHOP, "sqlite") as made:
        assert differences(made) == []
        change(made, OURS, "UPDATE reviews SET body = '' WHERE id = 7")
        assert differences(made) == ["reviews"]


def test_a_row_that_is_told_otherwise_stops_the_race() -> None:
    with small(SHOP, "sqlite") as made, ours_in(made) as ours:
        change(made, FLOOR, "UPDATE reviews SET body = 'x'")
        with pytest.raises(CannotMeasure, match="reviews"):
            list(Race(made, ours, made.world.asked()).figures(1))


def test_the_command_measures_a_shop(capsys: pytest.CaptureFixture[str]) -> None:
    main(["shop", "--people", "100", "--rounds", "1", "--backend", "sqlite", "--json"])
    told = capsys.readouterr()
    assert [entry["backend"] for entry in json.loads(told.out)] == ["sqlite"] * 4
    assert "both end states are the same, row for row" in told.err
    assert "statements to read" in told.err


def test_growth_is_measured_at_three_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    main(["growth", "--people", "2000", "--rounds", "1", "--backend", "sqlite", "--json"])
    told = capsys.readouterr()
    names = [entry["name"] for entry in json.loads(told.out)]
    assert names == ["growth access", "growth erasure"]
    assert " ms of 20, " in told.err
    assert " ms of 2000\n" in told.err


def test_many_tables_are_compiled(tmp_path: Path) -> None:
    edges = write(tmp_path, 31)
    company = open_company(tmp_path)
    assert (edges, len(company.holdings.tables)) == (60, 31)
    assert compiled(load(tmp_path), company) > 0

"""A pseudonym for a person whose key stands in another row: the same exactly where they are."""

from __future__ import annotations

from itertools import combinations

import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gestand.core.predicate import Emptied
from gestand.stores.emptied import emptied_value
from tests.databases import Database
from tests.stores.test_emptied import SECRET, writing

ALONG = ((("b",), "mid", ("id",)), (("c",), "top", ("id",)))
FAR = Emptied("v", "person", "customer", reads=("who",), along=ALONG)


def test_one_person_has_one_pseudonym_however_far_away(database: Database) -> None:
    database.run(
        """
        CREATE TABLE own (id INTEGER PRIMARY KEY, b INTEGER, v VARCHAR(40));
        CREATE TABLE mid (id INTEGER PRIMARY KEY, c INTEGER);
        CREATE TABLE top (id INTEGER PRIMARY KEY, who INTEGER);
        """
    )
    places = st.lists(st.integers(0, 5), min_size=6, max_size=6)

    @settings(max_examples=10, phases=(Phase.explicit, Phase.generate))
    @given(places, places, places)
    def law(own: list[int], mid: list[int], top: list[int]) -> None:
        with writing(database) as run, run.transaction(writing=True):
            for name, column, values in (("own", "b", own), ("mid", "c", mid), ("top", "who", top)):
                row = run.renderer.row(f"db.{name}")
                run.connection.execute(sa.delete(row))
                lines = [{"id": n, column: value} for n, value in enumerate(values)]
                extra = {"v": "Ann"} if name == "own" else {}
                run.connection.execute(sa.insert(row), [line | extra for line in lines])
            row = run.renderer.row("db.own")
            change = {"v": emptied_value(FAR, ("id",), row, SECRET)}
            run.connection.execute(sa.update(row).values(change))
            made = dict(list(run.connection.execute(sa.select(row.c.id, row.c.v))))
        people = {n: top[mid[b]] for n, b in enumerate(own)}
        for one, other in combinations(people, 2):
            assert (people[one] == people[other]) is (made[one] == made[other])

    law()

"""Parts of documents: each database cuts them as it is told, and never one that may be misread."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gestand.core.documents import Document, Part, Parts, are_gone, is_odd
from gestand.core.predicate import Column, Differs, Emptied, Odd
from gestand.core.reach import ROW
from gestand.stores.dialects import documents
from gestand.stores.emptied import emptied_value
from gestand.stores.run import Connected
from tests.databases import Database
from tests.stores.test_emptied import writing

KEYS = st.sampled_from(["a", "b", "to", "A", "e-mail 2", "x"])
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.just(1.5) | WORDS | st.just("gone")
VALUES = st.recursive(
    LEAVES, lambda v: st.lists(v, max_size=2) | st.dictionaries(KEYS, v, max_size=3), max_leaves=8
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)
JUNK = ("", "{", "null", "[]", '{"a": 1} x', "{'a': 1}", '{"a": NaN}', '"a"', "7", '{"a": 01}')
TEXTS = (
    OBJECTS.map(json.dumps)
    | OBJECTS.map(lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":")))
    | st.sampled_from(JUNK)
)
TWICE = '{"a": "one", "a": "two"}', '{"to": {"a": "one"}, "to": {"a": "two"}}'
SIGNS = '{"\\u0061": "one"}', '{"\\u0074o": {"\\u0061": "one"}}'
PATHS = (("a",), ("to", "a"), ("to", "b"), ("e-mail 2",), ("x",))
CONSTANTS = (("constant", "gone"), ("constant", "é'\"%\\"))
WAYS = (("removed", ""), ("removed", ""), ("null", ""), *CONSTANTS)


@st.composite
def cuts(draw: st.DrawFn) -> Parts:
    """Draw parts of a document."""
    named = draw(st.lists(st.sampled_from(PATHS), min_size=1, unique=True))
    document = Document("v", tuple(named), open=draw(st.booleans()))
    going = draw(st.lists(st.sampled_from(named), min_size=1, unique=True))
    parts = tuple(Part(path, *draw(st.sampled_from(WAYS))) for path in going)
    return Parts(document, parts)


def cut(found: Any, parts: Parts) -> Any:
    """Return a document as it should be without some parts: a second way of saying it."""
    found = json.loads(json.dumps(found))
    for part in parts.parts:
        *above, last = part.path
        inner = found
        for key in above:
            inner = (inner or {}).get(key)
        if isinstance(inner, dict) and last in inner:
            inner[last] = part.constant if part.how == "constant" else None
            if part.how == "removed":
                del inner[last]
    return found


def stand(run: Connected, told: list[str | None]) -> None:
    row = run.renderer.row("db.own")
    run.connection.execute(sa.delete(row))
    run.connection.execute(sa.insert(row), [{"id": n, "v": v} for n, v in enumerate(told)])


def found(run: Connected, *asked: Any) -> list[Any]:
    row = run.renderer.row("db.own")
    wanted = sa.select(row.c.v, *asked).order_by(row.c.id)
    return [tuple(line) for line in run.connection.execute(wanted)]


def asked(run: Connected, where: Any) -> sa.ColumnElement[Any]:
    row = run.renderer.row("db.own")
    return sa.case((run.renderer.condition(where, row), 1), else_=0)


def read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def test_a_database_cuts_what_it_is_told_and_nothing_else(database: Database) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, v TEXT)")

    @settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
    @given(st.lists(st.none() | TEXTS, min_size=10, max_size=30), cuts())
    def law(told: list[str | None], parts: Parts) -> None:
        change = Emptied("v", "parts", None, parts=parts)
        with writing(database) as run:
            documents.ready(run.connection)
            with run.transaction(writing=True):
                stand(run, told)
                row = run.renderer.row("db.own")
                odd = asked(run, Odd(Column(ROW, "v"), parts.document))
                differs = asked(run, Differs(ROW, ("id",), (change,)))
                lines = found(run, odd, differs)
                unread = [is_odd(parts.document, v) for v in told]
                left = [o or are_gone(parts, v) for o, v in zip(unread, told, strict=True)]
                assert [(bool(o), not d) for _, o, d in lines] == [*zip(unread, left, strict=True)]
                run.connection.execute(
                    sa.update(row).values({"v": emptied_value(change, ("id",), row)})
                )
                for before, (after, _, again) in zip(told, found(run, odd, differs), strict=True):
                    assert not again
                    if before is None or is_odd(parts.document, before):
                        assert after == before
                    else:
                        assert read(after) == cut(read(before), parts)

    law()


@pytest.mark.parametrize("told", [*TWICE, *SIGNS])
def test_nothing_of_what_two_readers_may_take_for_different_things_is_left(
    database: Database, told: str
) -> None:
    database.run("CREATE TABLE own (id INTEGER PRIMARY KEY, v TEXT)")
    document = Document("v", (("a",), ("to", "a")), open=True)
    change = Emptied("v", "parts", None, parts=Parts(document, tuple(map(Part, document.named))))
    with writing(database) as run:
        documents.ready(run.connection)
        with run.transaction(writing=True):
            stand(run, [told])
            row = run.renderer.row("db.own")
            odd = asked(run, Odd(Column(ROW, "v"), document))
            ((_, waits),) = found(run, odd)
            run.connection.execute(sa.update(row).values(v=emptied_value(change, ("id",), row)))
            ((after,),) = found(run)
            assert after == told if waits else "one" not in after and "two" not in after


@pytest.mark.parametrize("declared", ["JSON", "JSON NOT NULL", "JSONB"])
def test_a_column_of_json_is_cut_as_a_text_is(database: Database, declared: str) -> None:
    if "JSONB" in declared and database.kind != "postgresql":
        declared = "JSON"
    database.run(
        f"""
        CREATE TABLE own (id INTEGER PRIMARY KEY, v {declared});
        INSERT INTO own VALUES (0, '{{"to": {{"a": "é", "b": 1}}, "x": [1]}}'), (1, '{{"y": 1}}');
        """
    )
    document = Document("v", (("to", "a"), ("to", "b"), ("x",)))
    parts = Parts(document, (Part(("to", "a")), Part(("x",), "constant", "gone")))
    change = Emptied("v", "parts", None, parts=parts)
    with writing(database) as run:
        documents.ready(run.connection)
        with run.transaction(writing=True):
            row = run.renderer.row("db.own")
            odd = asked(run, Odd(Column(ROW, "v"), document))
            run.connection.execute(sa.update(row).values(v=emptied_value(change, ("id",), row)))
            lines = found(run, odd, asked(run, Differs(ROW, ("id",), (change,))))
    assert [(read(v), int(waits), int(again)) for v, waits, again in lines] == [
        ({"to": {"b": 1}, "x": "gone"}, 0, 0),
        ({"y": 1}, 1, 0),
    ]

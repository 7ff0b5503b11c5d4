"""A pointer is emptied together with the row that it points at, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gestand.core.advice import rights
from gestand.wiring import open_company
from gestand.work.patience import Patience
from gestand.work.sweep import Request, prepare
from tests.backups import marked_company
from tests.databases import Database, on, together
from tests.disturbing import before
from tests.recording import carried_out

LATER = date(2027, 5, 15)
"""Ann's post of 2026-05-01 is over by then, and the replies of 2026-05-31 are not."""

REPLIES = """
INSERT INTO posts VALUES (2, 2, 1, NULL, 'I have one', '2026-05-31');
INSERT INTO posts VALUES (3, 2, NULL, 1, 'Who has a ladder, she asks', '2026-05-31');
"""
QUOTED = "INSERT INTO posts VALUES (4, 2, NULL, 1, 'Me too', '2027-05-14')"
POINTERS = "SELECT id, parent_id, quotes FROM posts ORDER BY id"
STAYED = [(1, None, None), (2, 1, None), (3, None, 1), (4, None, 1)]
GONE = [(2, None, None), (3, None, None)]


@pytest.fixture
def forum(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Give a forum in which a post is over, and two replies to it are not."""
    story, folder = "a_reply_between_plan_and_apply", tmp_path / "company"
    with marked_company(story, kind, folder, together(tmp_path_factory)) as database:
        database.run(REPLIES)
        yield database


def _quote(forum: Database, other: Any) -> None:
    """Quote the post, as far as the database lets anybody write now and the post is there."""
    with suppress(Exception if forum.kind == "sqlite" else ()):
        other.cursor().execute(QUOTED)
        other.commit()


@pytest.mark.parametrize("quiet", [True, False])
@pytest.mark.parametrize("statement", ["UPDATE posts", "DELETE FROM posts"])
def test_a_pointer_stays_where_its_post_is_quoted_while_the_run_is_at_work(
    forum: Database, tmp_path: Path, *, statement: str, quiet: bool
) -> None:
    with closing(forum.connect()) as other, prepare(
        open_company(tmp_path / "company"), Request(LATER)
    ) as plan:
        if forum.kind == "sqlite":
            other.execute("PRAGMA busy_timeout = 0")
        if not quiet:
            # Somebody else has written since, so that every condition is asked again.
            forum.run("UPDATE members SET name = 'Bo B.' WHERE id = 2")
        with before(statement, lambda _: _quote(forum, other)):
            receipt = carried_out(plan, patience=Patience(1, lambda _: None))
    assert receipt.status == "done"
    rows = forum.rows(POINTERS)
    if forum.kind == "sqlite":  # nobody else can write there while the run does
        assert rows == GONE
    elif quiet:
        # To one snapshot of PostgreSQL the quotation may come after the removal as well.
        assert rows in (STAYED, [*GONE, STAYED[-1]])
    else:
        assert rows == STAYED


def test_a_pointer_stays_where_its_post_is_quoted_between_two_transactions(
    forum: Database, tmp_path: Path
) -> None:
    def quote(table: str, _seen: int, _in_all: int) -> None:
        if forum.rows("SELECT id FROM posts WHERE id = 1") and table == "db.posts":
            forum.run(QUOTED)

    with prepare(open_company(tmp_path / "company"), Request(LATER)) as plan:
        receipt = carried_out(plan, quote)
    told = {each.step.id: (each.found, each.rows) for each in receipt.steps}
    assert told["redact:db.posts:forgets-parent_id"] == (1, 1)
    assert told["redact:db.posts:forgets-quotes"] == (1, 1)
    assert forum.rows(POINTERS) == GONE


@on("sqlite")
def test_who_empties_pointers_may_lock_the_rows_at_which_they_point(
    forum: Database, tmp_path: Path
) -> None:
    holdings = open_company(tmp_path / "company").holdings
    bare = replace(holdings.tables["db.pictures"], cells=(), rest=(), loose=())
    changed = replace(holdings, tables={**holdings.tables, bare.id: bare})
    told = {each.table: each.change for each in rights(changed, "db")}
    assert told["db.pictures"] == ("id",)
    without = replace(changed, forgets=())
    assert {each.table: each.change for each in rights(without, "db")}["db.pictures"] == ()

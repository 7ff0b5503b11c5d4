"""What a database does by itself when rows go reaches nothing that must stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Timer
from time import sleep

import pytest

from gestand.core.facts import Person
from gestand.wiring import open_company
from gestand.work.company import NotClean
from gestand.work.patience import Patience
from gestand.work.sweep import Request, prepare
from tests.backups import marked_company
from tests.databases import Database, on, together
from tests.recording import carried_out

TODAY = date(2026, 6, 1)
STORY = "a_reply_between_plan_and_apply"
ANN = Request(TODAY, (Person("member", 1),), erase=True)
REPLY = "INSERT INTO posts VALUES (2, 2, 1, NULL, 'I have one', '2026-05-31')"
POSTS = "SELECT id, parent_id FROM posts ORDER BY id"


@pytest.fixture
def forum(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Give the forum, of which the database removes the replies along with a post."""
    folder = tmp_path / "company"
    with marked_company(STORY, kind, folder, together(tmp_path_factory)) as database:
        yield database


@on("postgresql", "mariadb")
@pytest.mark.parametrize("quiet", [False, True])
def test_a_reply_that_is_kept_while_its_post_goes_is_not_removed_with_it(
    forum: Database, tmp_path: Path, *, quiet: bool
) -> None:
    with closing(forum.connect()) as bo, prepare(open_company(tmp_path / "company"), ANN) as plan:
        if not quiet:
            # Somebody else has written since, so that every condition is asked again.
            forum.run("UPDATE members SET name = 'Bo B.' WHERE id = 2")
        bo.cursor().execute(REPLY)
        kept = Timer(1, bo.commit)
        kept.start()
        carried_out(plan, patience=Patience(0, sleep))
        kept.join()
    assert forum.rows(POSTS) == [(1, None), (2, 1)]


ELSEWHERE = {
    "postgresql": ("SELECT current_schema()", "SCHEMA", " CASCADE"),
    "mariadb": ("SELECT database()", "DATABASE", ""),
}


@on("postgresql", "mariadb")
def test_a_foreign_key_from_elsewhere_that_acts_by_itself_is_refused(
    forum: Database, tmp_path: Path
) -> None:
    asked, word, behind = ELSEWHERE[forum.kind]
    ((here,),) = forum.rows(asked)
    columns = "id INTEGER PRIMARY KEY, member INTEGER, CONSTRAINT who FOREIGN KEY (member)"
    points = f"REFERENCES {here}.members (id) ON DELETE"
    forum.run(f"CREATE {word} {here}_beside")
    try:
        forum.run(f"CREATE TABLE {here}_beside.notes ({columns} {points} RESTRICT)")
        open_company(tmp_path / "company")
        columns = columns.replace("who", "it")
        forum.run(f"CREATE TABLE {here}_beside.likes ({columns} {points} CASCADE)")
        with pytest.raises(NotClean) as refused:
            open_company(tmp_path / "company")
    finally:
        forum.run(f"DROP {word} {here}_beside{behind}")
    (finding,) = refused.value.findings
    assert finding.code == "G457"
    assert f"`it` of {here}_beside.likes (ON DELETE CASCADE)" in finding.message


@on("postgresql", "mariadb")
def test_a_foreign_key_from_elsewhere_that_follows_a_value_is_refused(
    forum: Database, tmp_path: Path
) -> None:
    asked, word, behind = ELSEWHERE[forum.kind]
    ((here,),) = forum.rows(asked)
    forum.run("ALTER TABLE members ADD UNIQUE (name)")
    forum.run(f"CREATE {word} {here}_aside")
    points = "FOREIGN KEY (member) REFERENCES"
    try:
        forum.run(
            f"CREATE TABLE {here}_aside.notes (member INTEGER, CONSTRAINT who {points} "
            f"{here}.members (id) ON UPDATE CASCADE ON DELETE RESTRICT)"
        )
        open_company(tmp_path / "company")  # a key never changes
        forum.run(
            f"CREATE TABLE {here}_aside.likes (member VARCHAR(120), CONSTRAINT what {points} "
            f"{here}.members (name) ON UPDATE CASCADE ON DELETE RESTRICT)"
        )
        with pytest.raises(NotClean) as refused:
            open_company(tmp_path / "company")
    finally:
        forum.run(f"DROP {word} {here}_aside{behind}")
    (finding,) = refused.value.findings
    assert finding.code == "G457"
    assert f"`what` of {here}_aside.likes (ON UPDATE CASCADE)" in finding.message

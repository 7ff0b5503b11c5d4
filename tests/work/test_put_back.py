"""A store that is put back from a backup: noticed, and made up to date before it opens."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from gestand.errors import CannotRun
from gestand.work.intents import INTENTS, reconcile
from gestand.work.put_back import PutBack, put_back
from gestand.work.state import State
from tests.backups import dumped, marked_company, restored
from tests.databases import Database, on, together
from tests.recording import writing
from tests.surfaces.commands import gestand

STORY, DAY = "a_restore_does_not_forget_an_erasure", "2026-03-10"
ROWS = """
INSERT INTO applications VALUES (3, 1, 'Cy', 'cy@delinde.example', 'Dear', '2026-01-10', NULL, NULL, NULL, NULL);
"""  # noqa: E501 - a row is a line
NEWCOMER = """
INSERT INTO applications VALUES (1, 1, 'Dee', 'dee@delinde.example', 'Hello', '2026-03-11', NULL, NULL, NULL, NULL);
"""  # noqa: E501 - a row is a line


@dataclass(frozen=True)
class Site:
    """A company with its one database."""

    folder: Path
    database: Database

    def apply(self, *words: str, day: str = DAY) -> Result:
        return gestand("apply", self.folder, "--as-of", day, "--yes", "--ahead", *words)

    def erase(self, key: int, day: str = DAY) -> Result:
        return self.apply("--person", f"applicant:{key}", "--erase", day=day)

    def names(self) -> list[object]:
        return [n for (n,) in self.database.rows("SELECT name FROM applications ORDER BY name")]


@pytest.fixture
def site(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a company of which three people applied, with a table of marks."""
    folder, shared = tmp_path / "company", together(tmp_path_factory)
    with marked_company(STORY, kind, folder, shared) as database:
        database.run(ROWS)
        yield Site(folder, database)


@on("sqlite", "postgresql", "mariadb")
def test_a_store_that_was_put_back_is_made_up_to_date(site: Site, tmp_path: Path) -> None:
    before = dumped(site.database, tmp_path)
    for key in (1, 2):
        assert site.erase(key).exit_code == 0
    restored(site.database, before)
    assert site.names() == ["Ann", "Bo", "Cy"]

    planned = gestand("plan", site.folder, "--as-of", DAY)
    told = "`db` was put back from a backup: it knows of no receipt; changed since then by receipt"
    assert f"{told} 1, 2." in planned.output
    answer = ["access", site.folder, "--person", "applicant:3", "--out", tmp_path / "answer.zip"]
    for refused in (site.apply("--first-run"), site.erase(3), gestand(*answer)):
        assert (refused.exit_code, "--after-restore" in refused.output) == (2, True)
    assert site.names() == ["Ann", "Bo", "Cy"]

    assert site.apply("--after-restore", "--first-run").exit_code == 0
    assert site.names() == ["Cy"]
    assert State.beside(site.folder).receipts()[-1]["after_restore"] == ["db"]
    assert "backup" not in site.apply().output


@on("postgresql")
def test_a_new_person_with_an_old_key_is_not_touched(site: Site, tmp_path: Path) -> None:
    assert site.erase(1).exit_code == 0
    site.database.run(NEWCOMER)
    before = dumped(site.database, tmp_path)
    assert site.erase(2, day="2026-03-12").exit_code == 0
    restored(site.database, before)
    done = site.apply("--after-restore", "--first-run", day="2026-03-12")
    assert (done.exit_code, site.names()) == (0, ["Cy", "Dee"])


@on("mariadb")
def test_a_store_in_which_nothing_has_to_be_done_is_up_to_date_too(
    site: Site, tmp_path: Path
) -> None:
    before = dumped(site.database, tmp_path)
    assert site.erase(1).exit_code == 0
    restored(site.database, before)
    site.database.run("DELETE FROM applications WHERE id = 1")
    assert site.apply().exit_code == 2
    assert site.apply("--after-restore", "--first-run").exit_code == 0
    assert site.apply().exit_code == 0


@on("sqlite", "postgresql")
def test_a_folder_that_is_older_than_the_store_is_refused(site: Site, tmp_path: Path) -> None:
    assert site.erase(1).exit_code == 0
    shutil.copytree(site.folder / ".gestand", tmp_path / "older")
    assert site.erase(2).exit_code == 0
    shutil.rmtree(site.folder / ".gestand")
    (tmp_path / "older").rename(site.folder / ".gestand")
    for words in (["plan"], ["apply", "--after-restore"]):
        refused = gestand(words[0], site.folder, "--as-of", DAY, *words[1:])
        assert refused.exit_code == 2
        assert "store `db` has seen a run that" in refused.output


@on("sqlite")
def test_a_run_about_some_people_is_not_what_a_backup_needs(site: Site) -> None:
    refused = site.apply("--after-restore", "--person", "applicant:1", "--erase")
    assert (refused.exit_code, "about everybody" in refused.output) == (2, True)


def test_a_run_that_did_not_end_made_nothing_up_to_date(tmp_path: Path) -> None:
    state = State.beside(tmp_path)
    marks = {"db": frozenset({"b"})}
    for number, mark, older, status in (
        (1, "a", [], "done"),
        (2, "b", ["db"], "interrupted"),
    ):
        receipt = {"entry": number, "status": status, "transactions": 1, "after_restore": older}
        with writing(state):
            state.write_receipt(number, {**receipt, "marks": {"db": [mark]}})
    assert put_back(state, marks) == (PutBack("db", 2, ()),)
    with writing(state):
        state.write_receipt(3, {"entry": 3, "status": "done", "after_restore": ["db"]})
    assert put_back(state, marks) == ()


@pytest.mark.parametrize("told", [False, True], ids=["as it was left", "told by who cannot ask"])
def test_a_mark_that_was_only_intended_is_neither_old_nor_unknown(
    told: bool, tmp_path: Path
) -> None:
    state = State.beside(tmp_path)
    receipt = {"entry": 1, "status": "started", "transactions": 1, "marks": {"db": ["a"]}}
    intent = {"receipt": 1, "transaction": 2, "store": "db", "mark": "b", "steps": []}
    with writing(state):
        state.write_receipt(1, receipt)
        state.append(INTENTS, [intent])
        if told:
            reconcile(state)
            assert list(state.lines(INTENTS)) == []
    for there in ("a", "b"):
        assert put_back(state, {"db": frozenset({there})}) == ()
    with pytest.raises(CannotRun):
        put_back(state, {"db": frozenset({"c"})})
    assert put_back(state, {"db": None}) == ()

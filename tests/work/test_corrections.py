"""A correction is done again when a backup brings the old value back, as long as one can."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from gestand.settings import now
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.corrections import KEPT
from gestand.work.state import State
from tests.backups import dumped, marked_company, restored
from tests.databases import Database, on, together
from tests.linde import run
from tests.surfaces.commands import gestand

STORY, DAY = "a_restore_does_not_forget_an_erasure", "2026-03-10"
NEW = "ann.newton@delinde.example"


class Site:
    """A company that keeps backups for a month, and its one database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database

    def apply(self, *words: str, typed: str = "", first: bool = False) -> Result:
        more = ["--first-run"] if first else []
        line = ["apply", self.folder, "--as-of", DAY, "--yes", "--ahead", *words, *more]
        return gestand(*line, typed=typed)

    def correct(self, new: str = NEW) -> Result:
        return self.apply("--person", "applicant:1", "--correct", "email", typed=f"{new}\n")

    def emails(self) -> list[object]:
        return [e for (e,) in self.database.rows("SELECT email FROM applications ORDER BY id")]

    def kept(self) -> str:
        return "".join(str(line) for line in State.beside(self.folder).lines(KEPT))


@pytest.fixture
def site(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, shared = tmp_path / "company", together(tmp_path_factory)
    with marked_company(STORY, kind, folder, shared) as database:
        path = folder / "privacy" / "datamap.yaml"
        text = path.read_text("utf-8").replace("source: person}", "source: person, backups: P1M}")
        path.write_text(f"{text}records: {{key: master.key}}\n", "utf-8")
        assert gestand("keys", folder, "--make").exit_code == 0
        yield Site(folder, database)


@on("sqlite", "postgresql", "mariadb")
def test_a_correction_is_done_again_after_a_restore(site: Site, tmp_path: Path) -> None:
    before = dumped(site.database, tmp_path)
    assert site.correct().exit_code == 0
    assert site.correct("ann@elsewhere.example").exit_code == 0
    restored(site.database, before)
    assert site.emails() == ["ann@delinde.example", "bo@delinde.example"]
    done = site.apply("--after-restore", first=True)
    assert (done.exit_code, "Corrected again: 2 rows." in done.output) == (0, True)
    assert site.emails() == ["ann@elsewhere.example", "bo@delinde.example"]
    assert "Corrected again" not in site.apply().output


@on("sqlite")
def test_nothing_of_it_can_be_read_on_disk(site: Site) -> None:
    told = site.correct().output
    last = (now() + timedelta(days=27)).date().isoformat()
    assert "Kept encrypted until " in told and told.split("until ")[1][:10] > last
    assert site.kept()
    for path in (site.folder / ".gestand").rglob("*"):
        assert not path.is_file() or NEW.encode() not in path.read_bytes(), path


@on("sqlite")
def test_it_is_destroyed_with_the_person_who_asks_for_erasure(site: Site) -> None:
    assert site.correct().exit_code == 0
    with keyring_of(open_company(site.folder)) as keyring:
        assert keyring.health().keys == 1
    assert site.apply("--person", "applicant:1", "--erase").exit_code == 0
    with keyring_of(open_company(site.folder)) as keyring:
        assert (keyring.health().keys, site.kept()) == (0, "")


@on("sqlite")
def test_it_stays_while_the_person_is_held(site: Site) -> None:
    assert site.correct().exit_code == 0
    hold = "{fact: hold, who: 'applicant:1', when: 2026-01-01, because: a claim, by: legal, "
    facts = f"facts: 1\nrecorded:\n  - {hold}review: 2999-01-01}}\n"
    (site.folder / "privacy" / "facts.yaml").write_text(facts, "utf-8")
    assert site.apply("--person", "applicant:1", "--erase").exit_code == 0
    with keyring_of(open_company(site.folder)) as keyring:
        assert keyring.health().keys == 1  # a backup has the old value still


@on("sqlite")
def test_what_was_undone_is_not_done_again(site: Site, tmp_path: Path) -> None:
    before = dumped(site.database, tmp_path)
    policy = site.folder / "privacy" / "policy.yaml"
    text = policy.read_text("utf-8")
    policy.write_text(text.replace("rights: {", "rights: {undo: P7D, "), "utf-8")
    assert site.correct().exit_code == 0
    assert gestand("undo", "1", site.folder, "--yes").exit_code == 0
    restored(site.database, before)
    assert site.apply("--after-restore", first=True).exit_code == 0
    assert site.emails() == ["ann@delinde.example", "bo@delinde.example"]


@on("sqlite")
def test_a_line_that_was_changed_stops_and_says_so(site: Site, tmp_path: Path) -> None:
    before = dumped(site.database, tmp_path)
    assert site.correct().exit_code == 0
    spoiled = """SET said = replace(said, '"sealed": "', '"sealed": "00')"""
    run(site.folder, f"UPDATE gestand_correction {spoiled}", ".gestand/records.db")
    restored(site.database, before)
    done = site.apply("--after-restore", first=True)
    assert (done.exit_code, "cannot be read" in done.output) == (2, True)
    assert site.emails() == ["ann@delinde.example", "bo@delinde.example"]

"""Legal holds: what they cover stays until two people say otherwise, whatever else is released."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gestand.core.facts import Person
from gestand.core.holds import CONFIRM_WITHIN, Hold, alarms, comes_up
from gestand.settings import today
from gestand.wiring import open_company
from gestand.work.permissions import Permissions
from tests.backups import marked_company
from tests.databases import Database, on, together
from tests.surfaces.commands import gestand

STORY, DAY = "a_restore_does_not_forget_an_erasure", "2026-12-10"
TODAY = today("Europe/Amsterdam")
NEXT_YEAR = (TODAY + timedelta(days=365)).isoformat()
PLACE = ("--because", "a claim", "--article", "6:162 BW", "--review", NEXT_YEAR)


class Site:
    """A company with two applications that are over, and its one database."""

    def __init__(self, folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.database, self.patch = folder, database, monkeypatch

    def hold(self, who: str, *words: str) -> Result:
        self.patch.setenv("GESTAND_USER", who)
        return gestand("hold", self.folder, *words)

    def sweep(self, *words: str) -> Result:
        asked = ("--as-of", DAY, "--ahead", "--yes", "--first-run", *words)
        return gestand("apply", self.folder, *asked)

    def left(self) -> list[int]:
        return [key for (key,) in self.database.rows("SELECT id FROM applications ORDER BY id")]

    def records(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = json.loads(self.hold("x", "--format", "json").stdout)
        return told


@pytest.fixture
def site(
    kind: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    folder = tmp_path / "company"
    with marked_company(STORY, kind, folder, together(tmp_path_factory)) as database:
        yield Site(folder, database, monkeypatch)


def test_what_is_held_stays_and_goes_with_the_release(site: Site) -> None:
    placed = site.hold("Kim", "--person", "applicant:1", *PLACE)
    assert (placed.exit_code, "not confirmed" in placed.output) == (0, True)
    assert "applicant:1" not in placed.output
    assert site.sweep().exit_code == 0
    assert site.left() == [1]
    assert site.sweep("--person", "applicant:1", "--erase").exit_code == 0
    assert site.left() == [1]
    about = ("--number", "1", "--person", "applicant:1", "--release")
    assert site.hold("Kim", *about, "--because", "the claim is over").exit_code == 1  # an alarm
    again = site.hold("kim ", *about)
    assert (again.exit_code, "two people must" in again.stderr) == (2, True)
    assert site.sweep().exit_code == 0
    assert site.left() == [1]
    done = site.hold("Lou", *about, "--yes")
    assert (done.exit_code, "What waited for it:" in done.output) == (0, True), done.output
    assert site.left() == []
    assert site.sweep().exit_code == 0
    assert gestand("verify", site.folder).exit_code == 0


@on("sqlite")
def test_the_release_of_one_hold_leaves_another(site: Site) -> None:
    for _ in range(2):
        assert site.hold("Kim", "--person", "applicant:1", *PLACE).exit_code == 0
    about = ("--person", "applicant:1", "--release", "--number", "2")
    assert site.hold("Kim", *about, "--because", "over").exit_code == 1
    assert site.hold("Lou", *about, "--yes").exit_code == 0
    lifted = """facts: 1
recorded:
  - {fact: hold, who: applicant:1, when: 2026-04-01, because: x, by: Kim, review: 2027-01-01}
  - {fact: hold released, who: applicant:1, when: 2026-05-01, because: x}
"""
    (site.folder / "privacy" / "facts.yaml").write_text(lifted, "utf-8")
    assert site.sweep().exit_code == 0
    assert site.left() == [1]


@on("sqlite")
def test_what_is_held_is_not_used(site: Site) -> None:
    site.database.run("UPDATE applications SET received_on = '2026-11-20', vacancy_id = NULL")
    may = Permissions(open_company(site.folder), as_of=TODAY, looks=0)
    asked = ("applicant", 1, "recruitment", "letter")
    assert may.may(*asked).allowed
    assert site.hold("Kim", "--person", "applicant:1", *PLACE).exit_code == 0
    assert not may.may(*asked).allowed
    assert may.may("applicant", 2, "recruitment", "letter").allowed


WRONG = [
    (("--person", "applicant:1", "--review", NEXT_YEAR), "say why, and by which article"),
    (("--person", "applicant:1", *PLACE[:4], "--review", "2020-01-01"), "is not to come"),
    (("--person", "applicant:1", *PLACE[:4]), "looked at again: --review"),
    (("--person", "applicant:99", *PLACE), "there is no applicant with that key"),
    (("--confirm",), "which hold?"),
    (("--number", "9", "--confirm"), "there is no hold 9"),
    (("--number", "1", "--confirm"), "two people must"),
    (("--number", "1"), "choose one"),
    (("--number", "1", "--release", "--because", "x"), "name whom it is about once more"),
    (("--number", "1", "--release", "--person", "applicant:2"), "is about somebody else"),
    (("--number", "1", "--release", "--person", "applicant:1"), "say why it is no longer"),
    (("--number", "1", "--review", NEXT_YEAR), "say why it is still needed"),
]


@on("sqlite")
@pytest.mark.parametrize(("words", "what"), WRONG)
def test_what_cannot_be_is_refused_and_changes_nothing(
    site: Site, words: tuple[str, ...], what: str
) -> None:
    assert site.hold("Kim", "--person", "applicant:1", *PLACE).exit_code == 0
    before = site.records()
    told = site.hold("Kim", *words)
    assert (told.exit_code, what in told.stderr) == (2, True), told.output
    assert site.records() == before


@on("sqlite")
def test_a_second_person_confirms_and_a_review_keeps_it(site: Site) -> None:
    assert site.hold("Kim", "--person", "applicant:1", *PLACE).exit_code == 0
    assert site.hold("Lou", "--number", "1", "--confirm").exit_code == 0
    assert site.hold("Lou", "--number", "1", "--confirm").exit_code == 2
    about = ("--number", "1", "--person", "applicant:1", "--release")
    assert site.hold("Kim", *about, "--because", "over").exit_code == 1
    later = ("--review", (TODAY + timedelta(days=400)).isoformat(), "--because", "an appeal")
    assert site.hold("Lou", "--number", "1", *later).exit_code == 0
    (record,) = site.records()
    assert (record["confirmed_by"], record["release_asked_by"]) == ("Lou", None)


def test_alarms_ring_until_somebody_acts() -> None:
    placed = Hold(1, Person("x", "y", hidden=True), TODAY, "b", "a", TODAY, "Kim")
    later = TODAY + CONFIRM_WITHIN
    assert [what[:10] for what in alarms(placed, TODAY)] == ["was to be "]
    assert len(list(alarms(placed, later))) == 2
    assert list(alarms(placed, TODAY - timedelta(days=1))) == []
    assert comes_up(placed, TODAY - timedelta(days=1)) is False
    near = Hold(1, placed.person, TODAY, "b", "a", later, "Kim", "Lou")
    assert comes_up(near, TODAY) and list(alarms(near, TODAY)) == []


@on("sqlite")
def test_a_hold_of_whom_no_row_is_left_can_be_released(site: Site) -> None:
    assert site.hold("Kim", "--person", "applicant:1", *PLACE).exit_code == 0
    site.database.run("DELETE FROM applications WHERE id = 1")
    told = site.sweep()
    assert (told.exit_code, "nobody is known under this key" in told.stderr) == (2, True)
    about = ("--number", "1", "--release", "--person")
    assert site.hold("Kim", *about, "applicant:2", "--because", "gone").exit_code == 2
    assert site.hold("Kim", *about, "applicant:1", "--because", "gone").exit_code == 1
    done = site.hold("Lou", *about, "applicant:1")
    assert (done.exit_code, "nothing waited for it" in done.output) == (0, True), done.output
    assert site.sweep().exit_code == 0
    assert site.left() == []

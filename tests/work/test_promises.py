"""The promises of the example company: kept after a run, and broken by what is planted."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from pkgutil import iter_modules
from xml.etree.ElementTree import fromstring

import pytest

from gestand.core.proving.verdict import RED, Verdict
from gestand.wiring import open_company, open_inspection
from gestand.work import probes
from gestand.work.carry_out import carry_out
from gestand.work.promises_told import FORMS
from gestand.work.prove import PROBES, Proved, prove
from gestand.work.sweep import Request, prepare
from tests.noorderlicht import DAY
from tests.recording import unrecorded
from tests.surfaces.commands import gestand

MORNING = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC) + timedelta(days=1)
"""The day after a run: then nothing that the run should have taken may be found."""

@pytest.fixture(scope="module")
def swept(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the company as a run has left it."""
    folder = tmp_path_factory.mktemp("swept") / "noorderlicht"
    shutil.copytree(founding, folder)
    company = open_company(folder)
    with prepare(company, Request(DAY)) as prepared, unrecorded(company.state) as journal:
        carry_out(prepared, journal)
    return folder


@pytest.fixture
def made(swept: Path, tmp_path: Path) -> Path:
    """Give the same to be changed."""
    shutil.copytree(swept, tmp_path / "noorderlicht")
    return tmp_path / "noorderlicht"


def told(folder: Path, at: datetime = MORNING) -> dict[str, Proved]:
    return {one.promise.id: one for one in prove(open_inspection(folder, at), "en")}


def red(folder: Path) -> set[str]:
    return {id_ for id_, one in told(folder).items() if one.judged.verdict in RED}


def change(folder: Path, store: str, *statements: str) -> None:
    with closing(sqlite3.connect(folder / f"{store}.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_every_probe_looks() -> None:
    files = {module.name for module in iter_modules(probes.__path__)}
    assert {look.__module__.rpartition(".")[2] for look in PROBES} == files


def test_on_the_morning_after_a_run_nothing_is_red_and_all_periods_are_kept(swept: Path) -> None:
    found = told(swept)
    assert {one.judged.verdict for one in found.values()} == {Verdict.KEPT, Verdict.HOLLOW}
    periods = [one for id_, one in found.items() if id_.endswith((".kept", ".ground", ".data"))]
    assert {one.judged.verdict for one in periods} == {Verdict.KEPT}
    assert len(periods) == 3 * 14
    assert found["recruitment.kept"].all_places == {"hr", "jobs mailbox"}
    assert found["recruitment.kept"].seen_in == {"hr"}


def test_before_a_run_every_purpose_with_something_overdue_is_red(founding: Path) -> None:
    found = told(founding)
    late = found["security.kept"].evidence[0]
    with closing(sqlite3.connect(founding / "shop.db")) as connection:
        asked = "SELECT count(*) FROM sign_ins WHERE signed_in_on <= date(?, '-1 month')"
        (overdue,) = connection.execute(asked, (DAY.isoformat(),)).fetchone()
    assert late.wrong == overdue > 0
    assert found["principles.periods"].judged.verdict is Verdict.BROKEN


def test_a_column_nobody_declared_breaks_what_its_table_says(made: Path) -> None:
    change(made, "hr", "ALTER TABLE applications ADD COLUMN nickname TEXT")
    change(made, "site", "CREATE TABLE visits (id INTEGER PRIMARY KEY, who TEXT)")
    shared = {"principles.minimal", "principles.purposes"}
    assert red(made) == shared | {f"{p}.data" for p in ("recruitment", "talent-pool", "personnel")}


def test_a_store_that_is_down_leaves_unknown_what_it_holds_and_no_more(made: Path) -> None:
    (made / "site.db").unlink()
    found = told(made)
    unknown = {id_ for id_, one in found.items() if one.judged.verdict is Verdict.UNKNOWN}
    of_site = {f"{p}.{what}" for p in ("contact", "testimonials") for what in ("kept", "data")}
    assert of_site <= unknown
    assert found["support.kept"].judged.verdict is Verdict.KEPT
    assert found["principles.periods"].judged.why == "unseen"


def test_every_form_tells_every_promise(swept: Path) -> None:
    proved = list(told(swept).values())
    for form, read in (("json", json.loads), ("junit", fromstring), ("html", str), ("text", str)):
        page = FORMS[form](proved, "nl")
        assert read(page)
        assert all(one.promise.id in page for one in proved)


def test_the_command_ends_with_1_while_a_promise_is_not_kept(made: Path) -> None:
    done = gestand("promises", made, "--format", "json", "--lang", "nl")
    assert done.exit_code == 1
    assert {one["verdict"] for one in json.loads(done.output)} >= {"kept", "hollow"}
    (made / "privacy" / "policy.yaml").unlink()
    assert gestand("promises", made).exit_code == 2

"""A run that is stopped, at whatever moment, is run again to the same end state."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen, TimeoutExpired

import pytest

from gestand.wiring import open_company
from gestand.work.brake import release_code
from tests.databases import Database, on
from tests.linde import build, planned, sweep, text
from tests.noorderlicht import DAY, State, held
from tests.undoing import UNDO, key_in

ALL = bool(os.environ.get("GESTAND_EXAMPLES"))
EVERY = {"sqlite": 181, "postgresql": 317, "mariadb": 317}
APPLY = [sys.executable, "-m", "gestand", "apply", "--as-of", DAY.isoformat(), "--yes"]


# A polite stop at each moment is for the night: below, the command itself is stopped so once.
POLITELY = pytest.mark.nightly


@pytest.mark.parametrize(
    ("by", "every"),
    [(signal.SIGKILL, 37), pytest.param(signal.SIGINT, 1, marks=POLITELY)],
)
def test_stopped_at_any_moment_it_comes_to_the_same_end(
    by: signal.Signals, every: int, tmp_path: Path
) -> None:
    arguments = [str(tmp_path / "company"), str(int(by)), str(1 if ALL else every)]
    command = [sys.executable, "-m", "tests.acceptance.killing", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["moments"] > 40


@pytest.mark.parametrize(
    ("by", "every"),
    [(signal.SIGKILL, 15), pytest.param(signal.SIGINT, 1, marks=POLITELY)],
)
def test_an_answer_stopped_at_any_moment_is_whole_or_not_there(
    by: signal.Signals, every: int, tmp_path: Path
) -> None:
    arguments = [str(tmp_path / "company"), str(int(by)), str(1 if ALL else every)]
    command = [sys.executable, "-m", "tests.acceptance.killing_an_answer", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["moments"] > 12


APPLICANTS = 80


@on("sqlite", "postgresql")
def test_a_consent_whose_recording_was_killed_is_recorded_once_when_it_comes_again(
    database: Database, kind: str, tmp_path: Path
) -> None:
    """Own records stand in a file, or in the database of PostgreSQL."""
    rows = ",".join(
        f"({n}, 1, 'Ann', NULL, NULL, '2026-02-01', NULL, NULL, NULL, NULL)"
        for n in range(1, APPLICANTS)
    )
    vacancy = "INSERT INTO vacancies VALUES (1, 'Baker', '2026-01-01', NULL, NULL, NULL);"
    url = f'records: {{url: "{database.url}"}}\n' if kind == "postgresql" else ""
    own = {"datamap": [("datamap: 1\n", f"datamap: 1\n{url}")]}
    build(tmp_path / "company", f"{vacancy} INSERT INTO applications VALUES {rows};", own)
    every = "1" if ALL else "7" if kind == "sqlite" else "13"
    command = [sys.executable, "-m", "tests.acceptance.killing_a_consent", tmp_path / "company"]
    done = subprocess.run([*command, every], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["moments"] > 4


@on("sqlite", "postgresql", "mariadb")
def test_a_run_killed_at_any_of_its_steps_comes_to_the_same_end(
    database: Database, kind: str, tmp_path: Path
) -> None:
    found_linde(tmp_path / "company", database)
    runs = ["sweep", "erasure"] if ALL else ["sweep" if kind == "sqlite" else "erasure"]
    moments = "all" if ALL else "one"
    command = [sys.executable, "-m", "tests.acceptance.killing_each_step", tmp_path / "company"]
    done = subprocess.run([*command, moments, *runs], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert [len(told["steps"][run]) > 2 for run in runs] == [True for _ in runs]


def found_linde(folder: Path, database: Database) -> None:
    """Lay De Linde down with a table for marks, and a policy that lets runs be undone."""
    database.run(text("schema.sql"))
    database.run("CREATE TABLE gestand_erasure_mark (mark VARCHAR(32) PRIMARY KEY)")
    privacy = folder / "privacy"
    privacy.mkdir(parents=True)
    key_in(folder)
    (privacy / "policy.yaml").write_text(text("policy.yaml", UNDO), "utf-8")
    datamap = text("datamap.yaml", UNDO).replace("sqlite:///db.db", database.url)
    (privacy / "datamap.yaml").write_text(datamap, "utf-8")


@on("sqlite", "postgresql", "mariadb")
def test_what_a_killed_run_took_away_comes_back_and_so_does_a_killed_undo(
    database: Database, kind: str, tmp_path: Path
) -> None:
    found_linde(tmp_path / "company", database)
    every = 1 if ALL else EVERY[kind]
    arguments = [str(tmp_path / "company"), str(every)]
    command = [sys.executable, "-m", "tests.acceptance.killing_an_undo", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["moments"] > 3


def released(folder: Path) -> list[str]:
    """Return the command that carries out what there is to do, whatever the brake says."""
    with planned(open_company(folder), on=DAY) as prepared:
        return [*APPLY, str(folder), "--first-run", "--release", release_code(prepared)]


def stopped(command: list[str], by: signal.Signals, after: float) -> tuple[int, str]:
    """Run a command and stop it so many seconds after it has shown its plan."""
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as running:
        assert running.stdout is not None and running.stderr is not None
        while not running.stdout.readline().startswith("As of"):
            assert running.poll() is None
        try:
            running.wait(after)
        except TimeoutExpired:
            running.send_signal(by)
        said = running.stderr.read()
    return running.returncode, said


@pytest.fixture(scope="module")
def kept(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    """Give what the company holds after a run that nobody stopped."""
    folder = tmp_path_factory.mktemp("kept") / "noorderlicht"
    shutil.copytree(founding, folder)
    sweep(open_company(folder), on=DAY)
    return held(folder)


STOPPED = "\ngestand: stopped; run the same command again to go on\n"


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_the_command_can_be_stopped_and_run_again(
    by: signal.Signals, noorderlicht: Path, kept: State
) -> None:
    ended = {0: "", 1: "", -9: "", 2: STOPPED}  # in time after all, killed, or stopped politely
    code, said = stopped(released(noorderlicht), by, Random(int(by)).uniform(0.002, 0.05))
    assert ended[code] == said
    sweep(open_company(noorderlicht), on=DAY)
    assert held(noorderlicht) == kept

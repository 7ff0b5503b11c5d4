"""`gestand work`: what is to be done every day, by one command, and what rings when it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from gestand.core.calendar import Period
from gestand.core.datamap.model import DataMap
from gestand.core.ringing import Press
from gestand.settings import today
from gestand.surfaces.cli.units import service
from gestand.work.ringing_sweep import of_sweeps
from gestand.work.state import State
from tests.linde import build
from tests.recording import unrecorded
from tests.surfaces.commands import gestand

ZONE = "Europe/Amsterdam"
OLD = (
    "INSERT INTO vacancies VALUES (1, 'Baker', '2019-01-01', '2019-02-01', NULL, NULL); "
    "INSERT INTO applications VALUES (1, 1, 'Dan', 'dan@delinde.example', 'Dear', '2019-01-02', "
    "NULL, NULL, '2019-02-01', NULL);"
)


def daily(folder: Path, *options: str) -> tuple[int, dict[str, int | None], str]:
    """Run it as a timer does; return its exit code, that of each duty, and what was printed."""
    command = [sys.executable, "-m", "gestand", "work", str(folder), "--daily", *options]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return done.returncode, {one["duty"]: one["exit"] for one in told}, done.stderr


def test_it_sweeps_once_a_person_confirmed_the_first_run(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    code, exits, said = daily(tmp_path, "--only", "sweep", "--only", "alarms")
    assert (code, exits) == (1, {"sweep": 1, "alarms": 0})
    assert "This is the first run" in said and "nothing was swept yet" in said
    released = [word for word in said.split() if len(word) == 8 and said.count(f"--release {word}")]
    options = ["--release", released[0]] if released else []
    assert gestand("apply", tmp_path, "--yes", "--first-run", *options).exit_code == 0
    code, exits, said = daily(tmp_path, "--only", "sweep", "--only", "alarms", "--only", "mail")
    assert (code, exits) == (0, {"mail": None, "sweep": 0, "alarms": 0})
    assert f"the last sweep that came to its end is of {today(ZONE)}" in said
    assert "Dan" not in said


def test_a_duty_that_fails_keeps_no_other_from_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, OLD)
    (tmp_path / "db.db").unlink()
    monkeypatch.setenv("GESTAND_LOG", "json")
    code, exits, said = daily(tmp_path, "--only", "sweep", "--only", "alarms")
    assert (code, exits["sweep"], exits["alarms"]) == (2, 2, 1)
    told = [json.loads(line) for line in said.splitlines() if line.startswith('{"at"')]
    assert {one["duty"]: one["exit"] for one in told if one["event"] == "duty"} == exits
    assert any(one["event"] == "told" for one in told)  # by the sweep: why it could not run


def ring(state: State, day: date, every: Period = DataMap.swept_every) -> tuple[date, Press]:
    (one,) = of_sweeps(state, every, day, ZONE)
    return one.due, one.press


def test_a_sweep_that_did_not_come_rings_once_its_day_is_over(tmp_path: Path) -> None:
    build(tmp_path)
    state = State(tmp_path)
    assert ring(state, date(2026, 5, 2)) == (date(2026, 5, 2), Press.SOON)
    entry = {"kind": "plan applied", "people": [], "status": "done"}
    later = {**entry, "at": "2026-05-09T01:00:00+00:00"}
    with unrecorded(state):
        state.write_receipt(1, {**entry, "at": "2026-05-01T22:30:00+00:00"})
        state.write_receipt(2, {**later, "people": ["x"]})
        state.write_receipt(3, {**later, "status": "waiting"})
        state.write_receipt(4, {**later, "kind": "undone"})
    # Half past ten at night, by Greenwich, is the next day in Amsterdam.
    assert ring(state, date(2026, 5, 2)) == (date(2026, 5, 3), Press.LATER)
    assert ring(state, date(2026, 5, 3)) == (date(2026, 5, 3), Press.LATER)
    assert ring(state, date(2026, 5, 4)) == (date(2026, 5, 3), Press.OVERDUE)
    assert ring(state, date(2026, 5, 4), Period(days=7)) == (date(2026, 5, 9), Press.LATER)


def test_units_are_written_once_and_run_as_the_owner_of_the_folder(tmp_path: Path) -> None:
    build(tmp_path)
    units = tmp_path / "units"
    wrong = gestand("work", tmp_path, "--units", units, "--at", "25:00")
    assert (wrong.exit_code, units.exists()) == (2, False)
    well = gestand("work", tmp_path, "--units", units, "--at", "04:15", "--also", "reach")
    assert well.exit_code == 0, well.output
    written = (units / "gestand-daily.service").read_text("utf-8")
    assert f"User={tmp_path.owner()}\n" in written and "--also reach" in written
    assert "OnCalendar=*-*-* 04:15:00\n" in (units / "gestand-daily.timer").read_text("utf-8")
    assert gestand("work", tmp_path, "--units", units).exit_code == 2
    odd = tmp_path / 'a b%c"$'
    odd.mkdir()
    assert f'"{tmp_path}/a b%%c\\"$$"\n' in service(sys.executable, odd, ())


@pytest.mark.parametrize("options", [(), ("--daily", "--only", "nonsense")])
def test_what_is_not_said_or_not_known_is_told(options: tuple[str, ...], tmp_path: Path) -> None:
    build(tmp_path)
    done = gestand("work", tmp_path, *options)
    assert done.exit_code == 2
    assert "--daily" in done.output or "there are mail, consents, orders, sweep" in done.output
    listed = gestand("work", tmp_path, "--list").output
    for why in ("the data map names no mailbox", "there is no statement"):
        assert f"left out: {why}" in listed

"""`gestand request --fulfil --queue`: several programs carry out one list, each request once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.work.rights_kept import requests
from gestand.work.verify import look_through
from tests.acceptance.killing import MARKS, Countdown, in_a_child
from tests.acceptance.killing_each_step import MOMENTS, Killer
from tests.linde import build, cell, run
from tests.surfaces.commands import gestand
from tests.undoing import UNDO
from tests.work.test_rights import new, ring, settled, then

PEOPLE = 3
ROWS = "INSERT INTO customers VALUES " + ", ".join(
    f"({n}, 'K{n}', 'Ann', 'ann{n}@delinde.example', NULL, NULL, '2019-01-10')"
    for n in range(1, PEOPLE + 1)
)


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    """Three people who asked for access, and then for erasure; all was granted."""
    folder = build(tmp_path, f"{ROWS};", {"datamap": UNDO["datamap"]})
    with ring(folder) as keyring:
        for right in (Right.ACCESS, Right.ERASURE):
            for n in range(1, PEOPLE + 1):
                (seen,) = new(keyring, right, who=Person("customer", n))
                then(keyring, settled(keyring, seen), What.DECIDE, item="everything",
                     outcome="granted")
    (folder / "answers").mkdir()
    return folder


def listed(folder: Path, *numbers: int) -> Path:
    path = folder / "list"
    path.write_text("".join(f"{n} customer:{(n - 1) % PEOPLE + 1}\n" for n in numbers))
    return path


def typed(folder: Path, path: Path) -> list[str]:
    out = str(folder / "answers")
    return ["request", str(folder), "--fulfil", "--queue", str(path), "--out", out, "--yes"]


def test_two_programs_carry_out_each_request_of_a_list_once(linde: Path) -> None:
    every = range(1, 2 * PEOPLE + 1)
    command = [sys.executable, "-m", "gestand", *typed(linde, listed(linde, *every))]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [(*one.communicate(), one.returncode) for one in both]
    assert [(err, code) for _, err, code in told] == [("", 0)] * 2
    last = [out.splitlines()[-1].split() for out, _, _ in told]
    done, others = ([int(line[place]) for line in last] for place in (2, 5))
    assert (sum(done), sum(others)) == (len(every), len(every))
    assert {out.count("On disk:") for out, _, _ in told} <= {0, 1}  # once for the whole list
    assert any("On disk:" in out for out, _, _ in told)
    with ring(linde) as keyring:
        found = requests(keyring.journal.state)
        assert {(k.row.state, k.row.version) for k in found.values()} == {("carried out", 4)}
        assert len(keyring.journal.state.receipts()) == len(every)
        assert look_through(keyring.journal).wrong == ()
    assert len([*(linde / "answers").glob("*.zip")]) == PEOPLE
    assert cell(linde, "SELECT count(*) FROM customers") == 0


def test_what_cannot_be_carried_out_is_left_and_told(linde: Path) -> None:
    with ring(linde) as keyring:
        (open_still,) = new(keyring, Right.ACCESS)
        (other,) = new(keyring, Right.RECTIFICATION)
    found = gestand(*typed(linde, listed(linde, open_still.row.number, other.row.number, 99)))
    assert found.exit_code == 1
    last = "3 requests: 0 carried out, 0 carried out by another program, 3 left."
    assert found.output.splitlines()[-1] == last
    for why in ("settle who asks, and decide", "carried out by itself", "is no request 99"):
        assert why in found.stderr
    path = listed(linde)
    path.write_text("1 customer:1\nsomebody@example.org\n")
    wrong = gestand(*typed(linde, path))
    assert (wrong.exit_code, wrong.stderr.strip()) == (
        2, "gestand: line 2 of the list is no `NUMBER KIND:KEY`")
    assert "no --number" in gestand(*typed(linde, path)[:-1]).stderr


def test_an_erasure_that_was_killed_after_its_row_went_comes_to_its_end(linde: Path) -> None:
    run(linde, MARKS)
    request = PEOPLE + 1
    killer = Killer("erase:db.customers", MOMENTS[2])

    def killed() -> None:
        killer.arm()
        gestand(*typed(linde, listed(linde, request)))

    assert in_a_child(killed, Countdown(0, int(signal.SIGKILL)))
    assert cell(linde, "SELECT count(*) FROM customers WHERE id = 1") == 0
    done = gestand(*typed(linde, listed(linde, request)))
    assert done.output.splitlines()[-1].startswith("1 request: 1 carried out"), done.output
    with ring(linde) as keyring:
        (one, *_, last) = keyring.journal.state.receipts()
        assert (one["status"], last["status"], last["steps"]) == ("interrupted", "done", [])
        assert requests(keyring.journal.state)[request].row.state == "carried out"
        assert keyring.journal.state.steps() == []

"""The outer edge of every command: one plain line, an exit code, never a traceback."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner, Result

from gestand.core.findings import Finding, Span
from gestand.errors import CannotRun, GestandError, StoreBusy
from gestand.surfaces.cli import COMMANDS, main
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.unforeseen import where
from gestand.work.company import NotClean

FINDING = Finding(Span("policy.yaml", 3, 5), "G101", "it is not there", "", "write it")


def ended(error: BaseException, **environment: str) -> Result:
    @click.command()
    @plainly
    def command() -> NoReturn:
        raise error

    return CliRunner(env=environment).invoke(command, [])


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CannotRun("there is no file"), 2, "gestand: there is no file\n"),
        (StoreBusy("store `x` is busy"), 2, "gestand: store `x` is busy\n"),
        (GestandError("two people"), 1, "gestand: two people\n"),
        (
            NotClean([FINDING], unreadable=False),
            2,
            "policy.yaml:3:5  G101  it is not there; write it\n"
            "gestand: 1 finding: run `gestand check`, and mend what it says first\n",
        ),
        (click.Abort(), 1, "gestand: not confirmed; nothing has been changed\n"),
        (KeyboardInterrupt(), 2, "\ngestand: stopped; run the same command again to go on\n"),
        (
            ValueError("Ann Bakker, ann@x.example"),
            2,
            "gestand: an error that should not happen (ValueError in test_edge.py:",
        ),
        (click.UsageError("no such thing"), 2, "Usage: command [OPTIONS]\n"),
    ],
)
def test_an_error_ends_in_a_plain_line_and_a_code(
    error: BaseException, code: int, said: str
) -> None:
    told = ended(error, GESTAND_TRACEBACK="")
    assert (told.exit_code, told.stdout) == (code, "")
    assert told.stderr.startswith(said)
    assert "Traceback" not in told.stderr
    assert "Ann" not in told.stderr
    assert isinstance(error, ValueError) is ("GESTAND_TRACEBACK=1" in told.stderr)


def test_a_developer_may_see_where_an_unforeseen_error_is() -> None:
    assert isinstance(ended(ValueError("x"), GESTAND_TRACEBACK="1").exception, ValueError)
    assert ended(CannotRun("x"), GESTAND_TRACEBACK="1").stderr == "gestand: x\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_refuses_what_it_does_not_know(name: str) -> None:
    told = CliRunner().invoke(main, [name, "--help"])
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Usage: " in told.stdout
    wrong = CliRunner().invoke(main, [name, "--nonsense"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "No such option" in wrong.stderr


def test_a_command_that_is_not_there_is_refused() -> None:
    told = CliRunner().invoke(main, ["explode"])
    assert (told.exit_code, told.stdout) == (2, "")
    assert "No such command" in told.stderr


def test_the_line_that_is_told_is_one_of_ours() -> None:
    def wrong() -> None:
        datetime.strptime("Ann", "%Y")  # noqa: DTZ007  # it is no date at all

    try:
        wrong()
    except ValueError as error:
        assert where(error).startswith("ValueError in test_edge.py:")

"""No text steers the terminal that it is shown on, whatever command shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.facts import Person
from gestand.surfaces.cli import COMMANDS, CommandTable, main
from gestand.surfaces.cli.screen import harmless
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.breaches import begin_breach
from gestand.work.holds import place
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.surfaces.test_alarms_command import TODAY, ago, now

CLEAR, TURNED = "\x1b[2J\x1b[1;1H", "\u202egnihton"
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
"""


def test_names_in_own_records_are_shown_as_they_are_written(tmp_path: Path) -> None:
    opened, odd = open_company(build(tmp_path, ROWS)), f"x{CLEAR}\r\x9b1A{TURNED}\nHold 9"
    with keyring_of(opened) as keyring:
        place(keyring.journal, Person("customer", 1), odd, odd, (TODAY, ago(-30)))
        begin_breach(keyring.journal, now(), "controller", {"what": odd}, nis2=False)
    for name in ("hold", "breach", "alarms", "plan"):
        told = gestand(name, tmp_path)
        assert not {"\x1b", "\x9b", "\u202e"} & {*told.output}, name
        assert not any(line.startswith("Hold 9") for line in told.output.splitlines()), name
    assert "\\x9b1A\\u202egnihton Hold 9\n" in gestand("hold", tmp_path).output


def test_an_error_steers_nothing_either(tmp_path: Path) -> None:
    told = gestand("plan", tmp_path / f"no{CLEAR}")
    assert told.exit_code == 2
    assert "\x1b" not in told.output


def test_every_command_writes_through_one_place() -> None:
    assert isinstance(main, CommandTable)
    for name in COMMANDS:
        command = main.commands.get(name) or main.get_command(None, name)  # type: ignore[arg-type]  # no context is looked at
        assert command is not None and command.callback is not None
        assert hasattr(command.callback, "__wrapped__"), name


@given(st.text())
def test_what_is_shown_is_shown_once(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)
    assert text.isprintable() <= (harmless(text) == text)


@pytest.mark.parametrize("text", ["Zoë, 東京\n\tx\r\n", "\x1b[1mbold\x1b[0m"])
def test_what_people_write_stays(text: str) -> None:
    assert harmless(text) == text

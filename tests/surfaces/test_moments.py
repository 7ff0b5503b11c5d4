"""Whatever command takes a day or a moment says in our words what is wrong with one."""

from __future__ import annotations

import click
import pytest

from gestand.surfaces.cli import COMMANDS, main
from gestand.surfaces.cli.moments import DAY, DAY_OR_MOMENT, MOMENT

IN_METAVAR = {"DATE": (DAY, DAY_OR_MOMENT), "ASKED ANSWERED": (DAY,), "MOMENT": (MOMENT,)}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_reads_a_day_by_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for param in command.params:
        assert not isinstance(param.type, click.DateTime), param.name
        expected = IN_METAVAR.get(param.metavar or "")
        is_read_here = param.type in (DAY, MOMENT, DAY_OR_MOMENT)
        assert is_read_here == (expected is not None), param.name
        assert expected is None or param.type in expected, param.name


WRONG = [
    (DAY, "2026-13-01", "2026-13-01 is no day; write YEAR-MONTH-DAY, such as 2026-11-29"),
    (DAY, "29-11-2026", "29-11-2026 is no day"),
    (DAY, "ann@x.example", "what was typed is no day"),
    (DAY, "9999-12-31", "9999-12-31 lies beyond the calendar; write a day from 1900-01-01"),
    (MOMENT, "2026-11-29", "2026-11-29 is no moment; write it with its zone, such as 2026-"),
    (MOMENT, "2026-11-29T09:30", "2026-11-29T09:30 does not say its zone"),
    (MOMENT, "9999-12-31T23:59-12:00", "lies beyond the calendar"),
    (DAY_OR_MOMENT, "soon", "no day; write YEAR-MONTH-DAY, such as 2026-11-29; or a moment"),
]


@pytest.mark.parametrize(("type_", "typed", "told"), WRONG)
def test_what_cannot_be_is_told(type_: click.ParamType[object], typed: str, told: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        type_.convert(typed, None, None)
    assert told in caught.value.message


def test_what_is_a_day_or_a_moment_is_read() -> None:
    assert DAY.convert("2026-1-5", None, None).isoformat() == "2026-01-05"
    moment = "2026-11-29T09:30+01:00"
    assert MOMENT.convert(moment, None, None).isoformat(timespec="minutes") == moment
    assert DAY_OR_MOMENT.convert("2026-11-29T09:30Z", None, None)

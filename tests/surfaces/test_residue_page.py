"""The page on proving that somebody is gone shows what the commands say."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from gestand.settings import now
from tests.noorderlicht import founded
from tests.surfaces.commands import ON, gestand

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
PAGE = (HOWTO / "prove-that-somebody-is-gone.md").read_text("utf-8")
SHOWN = re.findall(r"^```text\n\$ gestand (.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
PEOPLE, DAY = 2000, "2026-12-23"


@pytest.mark.nightly
def test_the_page_shows_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gestand-demo").mkdir()
    founded(tmp_path / "gestand-demo", PEOPLE)
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("gestand-demo/shop.db")) as shop:
        row = "SELECT email, name FROM customers WHERE id = 114"
        identifiers = shop.execute(row).fetchone()
    (first, before), (second, after) = SHOWN
    assert gestand(*first.split()).stdout == before
    erase = ("--person", "customer:114", "--erase", "--yes")
    assert gestand("apply", "gestand-demo", *ON, *erase).exit_code == 0
    words, file = second.split(" < ")
    told = gestand(*words.split(), typed="\n".join(identifiers)).stdout
    until = str((now() + timedelta(days=30)).date())
    assert (file, told.replace(until, DAY)) == ("identifiers.txt", after)

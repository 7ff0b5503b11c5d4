"""The website of the demo has all it needs, and its letters stay on this machine."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gestand.demo.house import OUTBOX, House, tokens
from gestand.errors import CannotRun
from gestand.post.base import Fate
from gestand.post.folder import FolderPost
from gestand.surfaces.web.serve import office_of
from gestand.wiring.mailing import sender_of
from gestand.work.project import load
from tests.linde import cell


def test_the_company_of_the_demo_can_be_shown(
    noorderlicht: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, made = House(noorderlicht), tokens()
    house.prepare()
    for name, token in made.items():
        monkeypatch.setenv(name, token)
    office = office_of(noorderlicht, "nl")
    assert {"contact", "recruitment"} <= office.forms().keys()
    asked = f"SELECT count(*) FROM customers WHERE email = '{house.a_customer()}'"
    assert cell(noorderlicht, asked, "shop.db") == 1
    sent = sender_of(load(noorderlicht)).post.send("a@b.example", "c@d.example", b"Subject: x\r\n")
    (letter,) = (noorderlicht / OUTBOX).iterdir()
    assert (sent.fate, stat.S_IMODE(letter.stat().st_mode)) == (Fate.SENT, 0o600)
    assert letter.read_bytes().startswith(b"X-Envelope-From: a@b.example\r\nX-Envelope-To: c@d.")
    with pytest.raises(CannotRun, match="no master key"):
        house.prepare()


def test_a_folder_that_cannot_be_written_sends_nothing(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file", "utf-8")
    told = FolderPost.at("folder:outbox", tmp_path).send("a@b.example", "c@d.example", b"x")
    assert told.fate is Fate.NOT_SENT
    with pytest.raises(CannotRun, match="folder:outbox"):
        FolderPost.at("folder:", tmp_path)

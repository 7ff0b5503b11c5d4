"""Who decides is known by name, whatever the environment says."""

from __future__ import annotations

import os
import pwd

import pytest

from gestand.settings import decider


def test_whoever_decides_is_the_user_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GESTAND_USER", "USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert decider() == pwd.getpwuid(os.getuid()).pw_name
    monkeypatch.setenv("USER", "bob")
    assert decider() == "bob"
    monkeypatch.setenv("GESTAND_USER", "alice")
    assert decider() == "alice"

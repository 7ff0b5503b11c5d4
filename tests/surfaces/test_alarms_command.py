"""`gestand alarms`: all that must be done, from every register, in one list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gestand.core.facts import Person
from gestand.core.rights_rules import Right
from gestand.core.ringing import Press, Rings, entry, press, within
from gestand.demo.noorderlicht.generate import HERE
from gestand.settings import now, today
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.breaches import begin_breach
from gestand.work.holds import place
from gestand.work.orders import NewOrder, receive
from gestand.work.project import load
from gestand.work.rights import New, take_in
from gestand.work.ringing_claims import of_claims
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.work.disclosing import CHANGES

TODAY = today("Europe/Amsterdam")
DAY = date(2026, 6, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


ROWS = f"""
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '{ago(5)}');
INSERT INTO vacancies VALUES (1, 'Baker', '{ago(500)}', '{ago(350)}', NULL, NULL);
INSERT INTO applications VALUES
  (1, 1, 'Dan', 'dan@delinde.example', 'Dear', '{ago(400)}', NULL, NULL, '{ago(350)}', NULL);
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Return a company with something in each register, of which some is late."""
    build(tmp_path, ROWS, CHANGES)
    opened, who = open_company(tmp_path), Person("customer", 1)
    with keyring_of(opened) as keyring:
        journal = keyring.journal
        place(journal, who, "a claim", "6:162 BW", (ago(30), ago(2)))
        place(journal, who, "an order", "6:162 BW", (ago(1), ago(-200)))
        begin_breach(journal, now() - timedelta(hours=80), "controller", {"what": "x"}, nis2=False)
        order = NewOrder("police", ago(3), "126nd", "by phone", ["name"], "", ago(-10),
                         secret_by="126bb Sv")  # fmt: skip
        receive(opened.policy, order, journal, TODAY)
        for clock, hours in (("emergency", 9), ("production", 30)):
            came = now() - timedelta(hours=hours)
            late = NewOrder("police", ago(2), "", "", ["name"], "", None, clock, came)
            receive(opened.policy, late, journal, TODAY)
        take_in(keyring, New(ago(2), "mail", [Right.ACCESS], None), TODAY)
    return tmp_path


def told(folder: Path, *words: str) -> dict[str, Mapping[str, Any]]:
    found = json.loads(gestand("alarms", folder, "--format", "json", *words).stdout)
    return {f"{one['kind']} {one['which']}": one for one in found}


def test_it_tells_of_every_register_and_names_nobody(company: Path) -> None:
    found = told(company)
    pressing = {which: one["press"] for which, one in found.items()}
    assert pressing.items() >= {
        "hold 1-review": "overdue", "hold 1-confirm": "overdue", "hold 2-confirm": "soon",
        "breach 1-authority": "overdue", "breach 1-more": "soon",
        "order 1": "soon", "order 1-secret": "soon",
        "order 2": "overdue", "order 3": "soon",
        "request 1": "later", "consent talent pool": "soon",
    }.items()  # fmt: skip
    assert "hold 2-review" not in found and "hold 2-review" in told(company, "--within", "300")
    shown = gestand("alarms", company)
    assert shown.exit_code == 1
    assert "OVERDUE " in shown.output and "Ann" not in shown.output
    assert "order 1 is secret by 126bb Sv until this day" in shown.output
    calendar = gestand("alarms", company, "--ical")
    assert calendar.stdout.count("BEGIN:VEVENT") == len(found)
    # Of two holds on one person the later does not hide that the first is late.
    assert "hold 1: this hold was to be reviewed" in gestand("plan", company).output


def test_a_store_that_is_down_is_told_and_hides_nothing(company: Path) -> None:
    (company / "db.db").unlink()
    found = told(company)
    assert found["consent unknown"]["press"] == "today"
    assert found["hold 1-review"]["press"] == "overdue"


def rings(days: int, pressing: Press) -> Rings:
    return Rings("hold", str(days), "a hold", DAY + timedelta(days=days), pressing, "gestand hold")


def test_what_rings_comes_first_and_what_is_far_stays_out() -> None:
    found = [rings(n, press(DAY + timedelta(days=n), DAY, 14)) for n in (91, 90, 14, 0, -1)]
    assert [one.press for one in found] == [
        Press.LATER, Press.LATER, Press.SOON, Press.TODAY, Press.OVERDUE,
    ]  # fmt: skip
    assert [one.which for one in within(found, DAY, 90)] == ["-1", "0", "14", "90"]


def test_a_day_that_is_put_off_is_a_newer_entry_of_the_calendar() -> None:
    first, later = (entry(rings(days, Press.LATER), "x") for days in (20, 40))
    assert first.version < later.version
    assert first.alarms[-1] == first.day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "pressing"),
    [(date(2028, 1, 1), Press.LATER), (date(2028, 2, 2), Press.SOON),
     (date(2028, 5, 1), Press.TODAY), (date(2028, 5, 2), Press.OVERDUE)],
)  # fmt: skip
def test_what_people_signed_for_rings_before_it_lapses(day: date, pressing: Press) -> None:
    policy = load(HERE).policy
    assert policy is not None
    found = {one.which: one for one in of_claims(policy, day)}
    assert {one.press for one in found.values()} == {pressing}
    certificate, signed = found["certificate-iso-9001"], found["signature-answers"]
    assert ("lapsed" in certificate.what, "4 promises rest" in signed.what) == (
        pressing is Press.OVERDUE, True,
    )  # fmt: skip

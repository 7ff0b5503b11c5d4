"""`gestand recipients`, and what `gestand check` tells of recipients."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from gestand.settings import today
from tests.surfaces.commands import gestand

DEMO = Path(__file__).parents[2] / "gestand" / "demo" / "noorderlicht" / "privacy"


PAGE = Path(__file__).parents[2] / "docs" / "howto" / "recipients-and-disclosures.md"
SHOWN = re.compile(
    r"^```text\n\$ gestand recipients gestand-demo (.*)\n((?:.*\n)*?)```$", re.MULTILINE
)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Return the folder of the example company: its words, without its databases."""
    copytree(DEMO, tmp_path / "privacy")
    return tmp_path


def change(company: Path, old: str, new: str) -> None:
    path = company / "privacy" / "policy.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_the_page_shows_what_the_command_says(company: Path) -> None:
    ((words, shown),) = SHOWN.findall(PAGE.read_text("utf-8"))
    assert gestand("recipients", company, *words.split()).stdout == shown


def test_it_tells_who_may_get_data_and_until_when(company: Path) -> None:
    done = gestand("recipients", company, "--as-of", "2026-11-27")
    assert done.exit_code == 0
    assert "example-psp: Voorbeeld Betalingen B.V., processor (NL): data may flow" in done.stdout
    assert "  the agreement ends on 2028-03-01\n" in done.stdout
    assert "protected by: standard contractual clauses of the European" in done.stdout


def test_an_authority_gets_data_on_an_order_only(company: Path) -> None:
    police = "  police: {is: authority, role: authority, country: NL}\n"
    change(company, "  example-psp:\n", f"{police}  example-psp:\n")
    done = gestand("recipients", company, "--as-of", "2026-11-27")
    assert (done.exit_code, "authority (NL): only on an order" in done.stdout) == (0, True)


def test_what_has_lapsed_stops_the_flow_and_ends_with_1(company: Path) -> None:
    done = gestand("recipients", company, "--as-of", "2028-02-02", "--format", "json")
    told = json.loads(done.stdout)
    flows = {one["id"]: one["may_flow"] for one in told["found"]}
    assert (done.exit_code, flows) == (1, {"example-psp": True, "example-helpdesk": False})
    (lack,) = told["found"][1]["lacks"]
    assert (lack["code"], told["found"][0]["ends"][0]["warning"]) == ("G237", 30)


def test_every_decision_says_where_it_was_read_and_when() -> None:
    decisions = json.loads(gestand("recipients", "--decisions", "--format", "json").stdout)
    assert len(decisions) == 16
    assert all(one["source"] and one["checked_at"] and not one["settled"] for one in decisions)
    shown = gestand("recipients", "--decisions").stdout
    assert "us-dpf: US, decision (EU) 2023/1795, from 2023-07-10\n  only: non-hr, hr\n" in shown


def test_a_policy_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    done = gestand("recipients", tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "`gestand check` tells why" in done.stderr


def test_check_finds_what_has_lapsed_and_tells_what_ends_soon(company: Path) -> None:
    now = today("Europe/Amsterdam")
    change(company, "until: 2028-03-01", f"until: {now - timedelta(days=1)}")
    change(company, "until: 2028-02-01", f"until: {now + timedelta(days=40)}")
    done = gestand("check", company)
    assert "G237  no agreement with `example-psp` counts on" in done.stdout
    soon = "soon: the agreement of `example-helpdesk` ends on"
    assert soon in done.stderr
    assert "in 40 days" in done.stderr
    assert "example-helpdesk" not in done.stdout


def test_a_paper_that_has_ended_stops_no_erasure(company: Path) -> None:
    """What may not flow any more may go all the same: a plan is not refused for it."""
    change(company, "until: 2028-03-01", "until: 2025-04-01")
    done = gestand("plan", company)
    assert "G237" not in done.stdout + done.stderr

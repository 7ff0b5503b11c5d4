"""Who asks by an address that does not identify their kind is not told that nothing is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.linde import build
from tests.surfaces.commands import gestand

ADDRESS = "cas@delinde.example"
ROWS = f"""
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2026-06-01');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2026-06-01', NULL);
INSERT INTO contacts VALUES (7, 1, 'Cas', 'buyer', '{ADDRESS}', '2026-06-01', NULL);
"""
ON = ("--as-of", "2026-06-15")


@pytest.fixture(scope="module")
def linde(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("elsewhere") / "linde", ROWS)


def test_it_says_where_the_address_stands_and_to_how_many_people_it_leads(linde: Path) -> None:
    done = gestand("plan", linde, "--person", "customer:-", *ON, typed=f" {ADDRESS.upper()}\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "gestand: there is no customer with that identifier; what was given stands in "
        "`db.contacts`, which leads to 1 person: `contact:7`\n"
    )


def test_an_answer_in_which_nothing_was_found_is_no_finished_one(
    linde: Path, tmp_path: Path
) -> None:
    out = tmp_path / "answer.zip"
    asked = ("access", linde, "--person", "guest:-", "--out", out, *ON)
    done = gestand(*asked, typed=f"{ADDRESS}\n")
    assert done.exit_code == 0
    assert "no row of a guest carries that identifier; what was given stands in" in done.stderr
    assert "Nothing was found by what was given" in done.stdout
    assert ADDRESS not in done.output


def test_of_an_address_that_stands_nowhere_no_table_is_named(linde: Path) -> None:
    done = gestand("plan", linde, "--person", "customer:-", *ON, typed="nobody@example.org\n")
    assert done.stderr == "gestand: there is no customer with that identifier\n"

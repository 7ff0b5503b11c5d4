"""The suppression list: kept before rows go, asked before something is used, without an address."""

from __future__ import annotations

import hmac
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.facts import Person
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.core.suppression import AtHome, normalised
from gestand.surfaces.cli import main
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.open_requests import AllTerms
from gestand.work.permissions import Permissions
from gestand.work.portal.asking import do_at_once
from gestand.work.project import load
from gestand.work.rights import New, Step, take_in
from gestand.work.suppression import look_up
from tests.linde import TODAY, build, cell, run
from tests.surfaces.commands import gestand

MARKETING = {
    "policy": [("    occasion: [contract, contact person]\n",
                "    occasion: [contract, contact person]\n    marketing: true\n")],
}
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06', NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', NULL);
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'Cas@DeLinde.example', '2024-01-10', NULL);
INSERT INTO contacts VALUES (2, 1, 'Dee', 'buyer', 'dee@delinde.example', '2024-01-10', NULL);
"""
OBJECTED = """facts: 1
recorded:
  - {fact: objection, who: contact:1, when: 2026-06-01, purpose: business contacts}
"""
TWICE = {
    **MARKETING,
    "schema": [("job VARCHAR(120),\n    started_on",
                "job VARCHAR(120),\n    customer_number VARCHAR(20),\n    started_on")],
    "datamap": [
        ("{table: db.customers, identified by: [email]}",
         "{table: db.customers, identified by: [email, number]}"),
        ("{table: db.employees, identified by: [email]}",
         "{table: db.employees, identified by: [email], "
         "same person: {customer by number: customer_number}}"),
        ("{name: name, email: email, job: function}}",
         "{name: name, email: email, job: function, customer_number: technical}}"),
    ],
}
ASKED = ("contact", 1, "business contacts", "email")


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    return build(tmp_path, ROWS, MARKETING)


def test_who_signed_in_is_put_on_it_as_all_that_they_are(tmp_path: Path) -> None:
    folder = build(tmp_path / "linde", ROWS + """
INSERT INTO employees VALUES
  (1, NULL, 'Ann', 'ann@work.example', 'gardener', 'K1', '2026-02-01', NULL);
""", TWICE)
    company, project = open_company(folder), load(folder)
    terms = AllTerms(project, project.zone, "nl").on(TODAY)
    ann, step = Person("employee", 1), Step(What.CARRY_OUT, {}, TODAY, terms)
    with keyring_of(company) as keyring:
        (kept,) = take_in(keyring, New(TODAY, "form", [Right.MARKETING], ann), TODAY)
        do_at_once(company, keyring, kept.row.number, ann, step)
    for address in ("ann@work.example", "ann@delinde.example"):
        assert look_up(company, address) is not None, address


def may(folder: Path, key: int = 1) -> bool:
    found = Permissions(open_company(folder), as_of=TODAY)
    return found.may("contact", key, "business contacts", "email").allowed


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Ann@DeLinde.example", ("email", "ann@delinde.example")),
        ("  mailto:ann+news@delinde.example. ", ("email", "ann@delinde.example")),
        ("ann@bücher.example", ("email", "ann@xn--bcher-kva.example")),
        ("ａｎｎ@delinde.example", ("email", "ann@delinde.example")),
        ("+31 (0)30 000-0000", ("phone", "+31300000000")),
        ("tel:0031.30.000.0000", ("phone", "+31300000000")),
        ("030 000 0000", None),
        ("ann", None),
        ("@delinde.example", None),
        ("ann@localhost", None),
        ("a b@delinde.example", None),
        ("", None),
        ("MAILTO:ann@delinde.example", ("email", "ann@delinde.example")),
        ("ann@delinde.example,2026-01-01", None),
        ('"ann@delinde.example"', None),
        ("<ann@delinde.example>", None),
        ("ann@delinde.example;", None),
        ("a\udcff@delinde.example", None),
    ],
)
def test_an_address_has_one_form(written: str, form: tuple[str, str] | None) -> None:
    assert normalised(written) == form


def test_a_number_as_it_is_written_at_home_is_the_one_with_its_country() -> None:
    home = AtHome("31", 9, 9)
    for written in ("06-12 34 56 78", "0612345678", "+31612345678", "+31 (0)6 12345678"):
        assert normalised(written, home) == ("phone", "+31612345678"), written
    for odd in ("112", "061234567", "06123456789", "612345678", "000612345678"):
        assert normalised(odd, home) is None, odd


def test_a_listed_number_is_found_however_a_row_writes_it(linde: Path) -> None:
    assert gestand("suppress", "look-up", linde, typed="06 1234 5678").output == "no\n"
    gestand("suppress", "add", linde, typed="+31612345678\n")
    found = gestand("suppress", "look-up", linde, typed="06 1234 5678\n")
    assert (found.exit_code, found.output[:10]) == (0, "yes, since")
    assert gestand("suppress", "filter", linde, typed="06-12345678\n0687654321\n").output == (
        "0687654321\n"
    )
    odd = gestand("suppress", "look-up", linde, typed="12\n")
    assert (odd.exit_code, odd.stdout) == (2, "")


@given(st.text(max_size=40))
def test_a_form_is_its_own_form(written: str) -> None:
    found = normalised(written)
    assert found is None or normalised(found[1]) == found


def test_a_listed_address_is_not_used_and_stands_nowhere(linde: Path) -> None:
    assert may(linde) and may(linde, 2)
    told = gestand("suppress", "add", linde, typed="cas@delinde.example\nCAS+x@delinde.example\n\n")
    assert (told.exit_code, told.output) == (0, "1 address put on the list.\n")
    assert "0 addresses put on the list, 1 on it already." in gestand(
        "suppress", "add", linde, typed="cas@delinde.example\n"
    ).output
    assert not may(linde) and may(linde, 2)
    asked = ("--as-of", TODAY.isoformat(), "--person", "contact:1")
    alone = gestand("may", "business contacts", linde, *asked)
    assert (alone.exit_code, "on the suppression list since" in alone.stderr) == (1, True)
    both = "dee@delinde.example\ncas@delinde.example\nx\n"
    left = gestand("suppress", "filter", linde, typed=both)
    assert left.output == "dee@delinde.example\n"
    listed = gestand("suppress", "export", linde).output.splitlines()
    key = bytes.fromhex(gestand("suppress", "sender-key", linde).output.strip())
    made = hmac.digest(key, b"email:cas@delinde.example", "sha256").hex()
    assert [line.partition(",")[0] for line in listed[1:]] == [made]
    for file in (linde / ".gestand").rglob("*"):
        assert not file.is_file() or b"cas@" not in file.read_bytes().lower()
    off = gestand("suppress", "remove", linde, typed="cas@delinde.example\ndee@delinde.example\n")
    assert (off.output, may(linde)) == ("1 address taken off the list, 1 not on it.\n", True)
    assert gestand("verify", linde).exit_code == 0


def test_a_view_for_marketing_leaves_them_out(linde: Path) -> None:
    assert gestand("suppress", "add", linde, typed="cas@delinde.example\n").exit_code == 0
    told = gestand("views", "business contacts", "--in", linde, "--apply", "--yes")
    assert told.exit_code == 0, told.output
    with closing(sqlite3.connect(linde / "db.db")) as connection:
        named = "SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE '%contacts'"
        (view,) = [name for (name,) in connection.execute(named)]
        assert [row[0] for row in connection.execute(f'SELECT id FROM "{view}"')] == [2]
    assert cell(linde, "SELECT count(*) FROM contacts") == 2  # it removes nothing
    plan = gestand("plan", linde, "--as-of", TODAY.isoformat())
    assert "0 rows go, 0 rows lose cells" in plan.output


def test_who_objected_is_on_the_list_when_nothing_else_is_left(linde: Path) -> None:
    (linde / "privacy" / "facts.yaml").write_text(OBJECTED, "utf-8")
    person = ("--person", "contact:1", "--erase", "--as-of", "2026-06-15", "--yes", "--ahead")
    assert gestand("apply", linde, *person).exit_code == 0
    assert cell(linde, "SELECT count(*) FROM contacts WHERE id = 1") == 0
    assert gestand("suppress", "filter", linde, typed="cas@delinde.example\n").output == ""
    again = "(7, 1, 'Cas', 'x', 'cas@delinde.example', '2026-06-16', NULL)"
    run(linde, f"INSERT INTO contacts VALUES {again}")
    found = Permissions(open_company(linde), as_of=TODAY)
    assert not found.may("contact", 7, "business contacts", "email").allowed
    assert found.may("contact", 2, "business contacts", "email").allowed


def test_what_is_no_address_is_said_by_its_line(linde: Path) -> None:
    told = gestand("suppress", "add", linde, typed="ann\ndee@delinde.example\n12\n")
    assert (told.exit_code, "in line 1, 3;" in told.stderr) == (1, True)
    assert "1 address put on the list." in told.output and "ann" not in told.stderr
    assert gestand("suppress", "add", linde, typed="").exit_code == 2
    new = gestand("suppress", "objections", linde)
    assert (new.exit_code, new.output) == (0, "0 addresses put on the list.\n")


def test_what_is_listed_now_is_not_used_by_a_program_that_looked_before(linde: Path) -> None:
    found = Permissions(open_company(linde), as_of=TODAY, looks=0)
    assert found.may(*ASKED).allowed
    assert gestand("suppress", "add", linde, typed="cas@delinde.example\n").exit_code == 0
    assert not found.may(*ASKED).allowed


def test_who_objected_by_a_digest_is_put_on_the_list(linde: Path) -> None:
    digest = open_company(linde).state.digest("contact", 1)
    told = OBJECTED.replace("contact:1", f'"contact:#{digest}"')
    (linde / "privacy" / "facts.yaml").write_text(told, "utf-8")
    assert gestand("suppress", "objections", linde).output == "1 address put on the list.\n"
    assert gestand("suppress", "filter", linde, typed="cas@delinde.example\n").output == ""


@pytest.mark.parametrize("command", [("suppress", "add"), ("suppress", "filter")])
def test_a_line_in_another_encoding_is_no_address(linde: Path, command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(
        main, [*command, str(linde)], input=b"jos\xe9@delinde.example\ndee@delinde.example\n"
    )
    assert told.exit_code == (1 if command[1] == "add" else 0)
    expected = {"add": "1 address put on the list.\n", "filter": "dee@delinde.example\n"}
    assert told.stdout == expected[command[1]]


def test_everybody_who_has_a_listed_address_is_not_used(linde: Path) -> None:
    for key in (3, 4):
        again = f"({key}, 1, 'Cas', 'x', ' CAS+{key}@delinde.example', '2024-01-16', NULL)"
        run(linde, f"INSERT INTO contacts VALUES {again}")
    assert gestand("suppress", "add", linde, typed="cas@delinde.example\n").exit_code == 0
    assert [may(linde, key) for key in (1, 2, 3, 4)] == [False, True, False, False]

"""Facts beside the policy, as the commands treat them."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from gestand.errors import CannotRun
from gestand.wiring import open_company
from gestand.work.sweep import Request, prepare
from tests.linde import build, cell, run
from tests.recording import carried_out
from tests.surfaces.commands import gestand

JUNE = ("--as-of", "2026-06-15")
ADDRESS = "gil@delinde.example"
ROWS = f"""
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO customers VALUES (2, 'K2', 'Bo', 'bo@delinde.example', NULL, NULL, '2019-01-10');
INSERT INTO guest_orders VALUES
    (1, 'Gil', ' {ADDRESS.upper()}', 'Kade 1', 'Mug', '2025-01-01', '2025-01-02', NULL),
    (2, 'Hal', 'hal@delinde.example', 'Kade 2', 'Mug', '2025-01-01', '2025-01-02', NULL);
"""
NAMES = "SELECT group_concat(name) FROM customers"
BUYERS = "SELECT group_concat(buyer_name) FROM guest_orders"
APPLY = ("--yes", "--first-run")


@pytest.fixture
def linde(tmp_path: Path) -> Path:
    """Give a company of which everything is due."""
    return build(tmp_path, ROWS)


def record(folder: Path, *facts: str) -> None:
    text = "".join(f"  - {{{fact}}}\n" for fact in facts)
    (folder / "privacy" / "facts.yaml").write_text(f"facts: 1\nrecorded:\n{text}", "utf-8")


def restricted(who: str) -> str:
    return f"fact: restriction, who: '{who}', when: 2026-05-01, because: contested"


def test_the_plan_says_in_words_what_is_set_apart(linde: Path) -> None:
    record(linde, restricted("customer:1"))
    told = gestand("plan", linde, *JUNE)
    words = "restricted, so nothing uses, changes or removes it until the restriction is lifted"
    assert f"  is apart        1  {words}\n" in told.stdout
    told = gestand("apply", linde, *JUNE, *APPLY)
    assert f"1 row of db.customers is set apart: {words}\n" in told.stdout
    assert (told.exit_code, cell(linde, NAMES)) == (0, "Ann")


def test_somebody_without_a_row_is_named_by_a_digest(linde: Path) -> None:
    who = gestand("who", linde, "--person", "guest:-", typed=f"{ADDRESS}\n").stdout.strip()
    assert who.startswith("guest:#")
    assert len(who) == len("guest:#") + 64
    record(linde, restricted(who))
    assert gestand("apply", linde, *JUNE, *APPLY).exit_code == 0
    assert cell(linde, BUYERS) == "Gil"


def test_the_digest_of_a_customer_is_that_of_their_key(linde: Path) -> None:
    by_key = gestand("who", linde, "--person", "customer:2").stdout.strip()
    by_address = gestand("who", linde, "--person", "customer:-", typed="Bo@delinde.example\n")
    assert by_address.stdout.strip() == by_key
    record(linde, restricted(by_key))
    assert gestand("apply", linde, *JUNE, *APPLY).exit_code == 0
    assert cell(linde, NAMES) == "Bo"


def test_a_restriction_of_nobody_stops_the_run_and_names_its_line(linde: Path) -> None:
    record(linde, restricted("customer:1"), restricted("customer:12345"))
    told = gestand("apply", linde, *JUNE, *APPLY)
    assert told.exit_code == 2
    assert "facts.yaml:4:5: nobody is known under this key" in told.stderr
    assert "12345" not in told.output
    assert cell(linde, NAMES) == "Ann,Bo"


def test_a_key_that_is_no_number_is_not_repeated(linde: Path) -> None:
    record(linde, restricted("customer:Bo"))
    told = gestand("plan", linde, *JUNE)
    assert (told.exit_code, "the key of a customer is a number" in told.stderr) == (2, True)
    assert "Bo" not in told.output


def test_a_mistake_in_the_facts_stops_the_plan(linde: Path) -> None:
    record(linde, restricted("customer:1").replace("because", "becuase"))
    told = gestand("apply", linde, *JUNE, *APPLY)
    assert told.exit_code == 2
    assert cell(linde, NAMES) == "Ann,Bo"


def test_check_repeats_nothing_of_the_facts(linde: Path) -> None:
    record(linde, restricted(f"customer:{ADDRESS}"), restricted("customer:1").replace("1", "Gil"))
    for form in ("text", "json", "sarif", "junit"):
        told = gestand("check", linde, "--format", form)
        assert "G601" in told.stdout
        assert ADDRESS not in told.output
        assert "contested" not in told.output


def test_facts_that_change_after_the_plan_stop_it(linde: Path) -> None:
    with prepare(open_company(linde), Request(date(2026, 6, 15))) as prepared:
        record(linde, restricted("customer:1"))
        with pytest.raises(CannotRun, match="has changed since the plan"):
            carried_out(prepared)
    assert cell(linde, NAMES) == "Ann,Bo"


def test_a_file_that_is_gone_stops_the_next_run(linde: Path) -> None:
    record(linde, restricted("customer:1"))
    assert gestand("apply", linde, *JUNE, *APPLY).exit_code == 0
    (linde / "privacy" / "facts.yaml").unlink()
    told = gestand("apply", linde, *JUNE, *APPLY)
    assert told.exit_code == 2
    assert "facts.yaml is gone, and 1 facts about people stood in it" in told.stderr
    assert cell(linde, NAMES) == "Ann"
    (linde / "privacy" / "facts.yaml").write_text("facts: 1\nrecorded: []\n", "utf-8")
    assert gestand("apply", linde, *JUNE, *APPLY).exit_code == 0
    assert cell(linde, NAMES) is None


def test_an_erasure_under_a_restriction_asks_to_lift_it(linde: Path) -> None:
    record(linde, restricted("customer:1"))
    asking = ("--person", "customer:1", "--erase")
    told = gestand("apply", linde, *JUNE, "--yes", *asking)
    assert told.exit_code == 1
    assert "A person must decide about 1 row of db.customers: erasure was asked" in told.stdout
    assert f"  gestand decide ask:db.customers:restricted {linde} " in told.stdout
    assert cell(linde, NAMES) == "Ann,Bo"
    step = "ask:db.customers:restricted"
    words = ("--because", "she asked for it", "--remove")
    told = gestand("decide", step, linde, *JUNE, *asking, *words)
    assert told.exit_code == 2
    assert "`restriction lifted`" in told.stderr
    told = gestand("decide", step, linde, *JUNE, *asking, "--because", "the claim runs on")
    assert told.exit_code == 0
    assert gestand("apply", linde, *JUNE, "--yes", *asking).exit_code == 0
    assert cell(linde, NAMES) == "Ann,Bo"


def test_an_erasure_of_who_is_known_by_an_address_asks_to_lift_the_restriction(
    linde: Path,
) -> None:
    who = gestand("who", linde, "--person", "guest:-", typed=f"{ADDRESS}\n").stdout.strip()
    record(linde, restricted(who))
    asking = ("--person", "guest:-", "--erase")
    told = gestand("apply", linde, *JUNE, "--yes", *asking, typed=f"{ADDRESS}\n")
    assert (told.exit_code, cell(linde, BUYERS)) == (1, "Gil,Hal")
    assert "  gestand decide ask:db.guest_orders:restricted" in told.stdout


def test_who_says_that_nobody_is_known_by_an_address(linde: Path) -> None:
    told = gestand("who", linde, "--person", "guest:-", typed="nobody@delinde.example\n")
    assert (told.exit_code, told.stdout.startswith("guest:#")) == (0, True)
    assert "no store knows a guest by that identifier now: look whether it was typed right" in (
        told.stderr
    )
    known = gestand("who", linde, "--person", "guest:-", typed=f" {ADDRESS.upper()}\n")
    assert (known.exit_code, known.stderr) == (0, "")


def test_may_says_that_nothing_is_held(linde: Path) -> None:
    told = gestand("may", "recruitment", linde, *JUNE, "--person", "customer:1")
    assert (told.exit_code, "holds nothing that is asked about" in told.stdout) == (1, True)
    told = gestand("may", "service", linde, *JUNE, "--person", "customer:1")
    assert told.exit_code == 1
    assert told.stdout == "As of 2026-06-15: `service` holds nothing that is asked about.\n"
    guest = ("--person", "guest:-")
    told = gestand("may", "order", linde, *JUNE, *guest, typed="no@delinde.example\n")
    assert (told.exit_code, "`order` holds nothing that is asked about" in told.stdout) == (1, True)


def test_may_names_the_purposes_where_none_is_like_what_was_typed(linde: Path) -> None:
    told = gestand("may", "newsletter", linde, *JUNE, "--person", "customer:1")
    assert told.exit_code == 2
    assert told.stderr == (
        "gestand: there is no purpose of that name; the policy has business contacts, employment, "
        "order, personnel, recruitment, registration, service, talent pool, tax\n"
    )
    assert "did you mean `service`" in gestand("may", "servce", linde, *JUNE).stderr


def test_a_request_is_remembered_while_a_restriction_stands(linde: Path) -> None:
    run(linde, "INSERT INTO orders VALUES (1, 1, 'Kade 1', '2026-05-01', '2026-06-01')")
    record(linde, restricted("customer:1"))
    asked = gestand("apply", linde, *JUNE, "--yes", "--person", "customer:1", "--erase")
    assert (asked.exit_code, cell(linde, NAMES)) == (1, "Ann,Bo")
    lifted = "fact: restriction lifted, who: 'customer:1', when: 2026-06-01, told: 2026-05-30"
    record(linde, restricted("customer:1"), lifted)
    assert gestand("apply", linde, *JUNE, *APPLY).exit_code == 0
    assert cell(linde, NAMES) is None


def test_what_was_recorded_before_the_row_began_may_be_of_somebody_else(linde: Path) -> None:
    held = "fact: hold, who: 'customer:2', when: 2026-05-01, because: a claim, by: legal"
    record(linde, restricted("customer:1"), f"{held}, review: 2027-06-15")
    assert "somebody else's" not in gestand("plan", linde, *JUNE).stdout
    run(linde, "UPDATE customers SET registered_on = '2026-05-10'")  # others got these keys
    told = gestand("plan", linde, *JUNE).stdout
    for which in ("3:5: this restriction", "4:5: this hold"):
        assert f"facts.yaml:{which} is of 2026-05-01, and the row that it keeps began on" in told
    listed = json.loads(gestand("plan", linde, *JUNE, "--format", "json").stdout)
    assert [one["table"] for one in listed if one["step"] == "Review"] == ["customers"] * 2
    answer = gestand("access", linde, *JUNE, "--person", "customer:2", "--out", linde / "a.zip")
    with zipfile.ZipFile(linde / "a.zip") as archive:
        (page,) = (archive.read(n).decode() for n in archive.namelist() if n.endswith(".html"))
    assert answer.exit_code == 0 and "Dat was voordat wij u kenden" in page, answer.output
    assert gestand("apply", linde, *JUNE, *APPLY).exit_code == 0
    assert cell(linde, NAMES) == "Ann,Bo"  # both still count


def test_a_hold_says_when_it_was_to_be_reviewed(linde: Path) -> None:
    held = "fact: hold, who: 'customer:1', when: 2026-05-01, because: a claim, by: legal"
    record(linde, f"{held}, review: 2026-06-15")
    told = gestand("plan", linde, "--as-of", "2026-06-14").stdout
    assert "reviewed" not in told
    for command in (("plan",), ("apply", *APPLY)):
        told = gestand(command[0], linde, *JUNE, *command[1:]).stdout
        assert "facts.yaml:3:5: this hold was to be reviewed on 2026-06-15" in told
    assert cell(linde, NAMES) == "Ann"

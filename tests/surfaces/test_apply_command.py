"""`gestand apply`: shows the plan, asks, brakes, carries it out, and says what it did."""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from gestand.work.state import State
from tests.linde import build, cell, run, text
from tests.noorderlicht import held
from tests.surfaces.commands import ON, gestand, personal_texts

JUNE = ("--as-of", "2026-06-15")
CUSTOMER = "INSERT INTO customers VALUES ({0}, 'K{0}', 'Person {0}', NULL, NULL, NULL, '{1}');"
DONE = re.compile(
    r"^Done: (\d+) rows removed or changed, (\d+) files removed. `gestand receipt (\d+) ",
    re.MULTILINE,
)


def linde(folder: Path, over: int, current: int = 0) -> Path:
    """Build a company with so many customers whose registration is over, and who are new."""
    rows = [CUSTOMER.format(n, "2020-01-01") for n in range(1, over + 1)]
    rows += [CUSTOMER.format(over + n, "2026-06-10") for n in range(1, current + 1)]
    return build(folder, "".join(rows))


def customers(folder: Path) -> object:
    return cell(folder, "SELECT count(*) FROM customers")


def released(told: Result) -> list[str]:
    """Return the options of the command that the brake printed."""
    (line,) = (line for line in told.stdout.splitlines() if "--release" in line)
    assert line.startswith("  gestand apply ")
    return shlex.split(line)[3:]


def test_a_first_run_that_changes_much_is_stopped_twice_over(noorderlicht: Path) -> None:
    run(noorderlicht, "UPDATE contracts SET ended_on = 'soon' WHERE id % 5 = 0", "shop.db")
    before = held(noorderlicht)
    told = gestand("apply", noorderlicht, *ON, "--yes")
    assert told.exit_code == 1
    assert "The brake stops this run: it would change much at once." in told.stdout
    assert "Nothing has been changed." in told.stdout
    assert released(told)[-1] == "--first-run"
    assert held(noorderlicht) == before
    done = gestand("apply", noorderlicht, "--yes", *released(told))
    assert done.exit_code == 1  # rows that the rules cannot settle wait for a person
    assert DONE.search(done.stdout)
    assert f"gestand decide ask:shop.contracts:contract {noorderlicht}" in done.stdout
    again = gestand("apply", noorderlicht, *ON, "--yes")
    assert again.exit_code == 1
    assert "Done: 0 rows removed or changed, 0 files removed. `gestand receipt 2 " in again.stdout


def test_a_small_first_run_is_confirmed_once(tmp_path: Path) -> None:
    linde(tmp_path, 3)
    told = gestand("apply", tmp_path, *JUNE, "--yes")
    assert (told.exit_code, customers(tmp_path)) == (1, 3)
    assert "This is the first run on these stores." in told.stdout
    assert gestand("apply", tmp_path, *JUNE, "--yes", "--first-run").exit_code == 0
    assert customers(tmp_path) == 0
    run(tmp_path, CUSTOMER.format(9, "2020-01-01"))
    assert gestand("apply", tmp_path, *JUNE, "--yes").exit_code == 0
    assert customers(tmp_path) == 0


@pytest.mark.parametrize(
    ("over", "current", "code"), [(20, 0, 0), (21, 0, 1), (21, 399, 0), (21, 398, 1)]
)
def test_the_brake_stops_over_its_limits(
    tmp_path: Path, over: int, current: int, code: int
) -> None:
    linde(tmp_path, over, current)
    assert gestand("apply", tmp_path, *JUNE, "--yes", "--first-run").exit_code == code
    assert customers(tmp_path) == (current if code == 0 else over + current)


def test_a_code_is_void_once_the_numbers_change(tmp_path: Path) -> None:
    linde(tmp_path, 30)
    options = released(gestand("apply", tmp_path, *JUNE, "--yes"))
    run(tmp_path, CUSTOMER.format(31, "2020-01-01"))
    told = gestand("apply", tmp_path, "--yes", *options)
    assert (told.exit_code, customers(tmp_path)) == (1, 31)
    assert released(told) != options
    # What is printed is whole, whatever was typed: nobody has to put two commands together.
    assert gestand("apply", tmp_path, "--yes", *released(told)).exit_code == 0


def test_a_code_is_for_one_day(tmp_path: Path) -> None:
    linde(tmp_path, 30)
    code = released(gestand("apply", tmp_path, *JUNE, "--yes"))[3]
    words = ("--as-of", "2026-06-16", "--yes", "--first-run", "--release", code)
    assert (gestand("apply", tmp_path, *words).exit_code, customers(tmp_path)) == (1, 30)


def test_a_code_does_not_stand_for_the_first_run(tmp_path: Path) -> None:
    linde(tmp_path, 30)
    code = released(gestand("apply", tmp_path, *JUNE, "--yes"))[3]
    told = gestand("apply", tmp_path, *JUNE, "--yes", "--release", code)
    assert (told.exit_code, customers(tmp_path)) == (1, 30)
    words = f"--as-of 2026-06-15 --first-run --release {code}"
    assert f"gestand apply {tmp_path} {words}\n" in told.stdout
    assert gestand("apply", tmp_path, "--yes", *words.split()).exit_code == 0


def test_a_person_is_neither_braked_nor_a_first_run(tmp_path: Path) -> None:
    linde(tmp_path, 1)
    orders = "".join(f"({n}, 1, 'Kade {n}', '2020-01-01', '2020-02-01')," for n in range(1, 31))
    run(tmp_path, f"INSERT INTO orders VALUES {orders[:-1]}")
    told = gestand("apply", tmp_path, *JUNE, "--yes", "--person", "customer:1", "--erase")
    assert told.exit_code == 0
    assert cell(tmp_path, "SELECT count(*) FROM orders") == 0
    linde_again = CUSTOMER.format(2, "2020-01-01")
    run(tmp_path, linde_again)
    assert "This is the first run" in gestand("apply", tmp_path, *JUNE, "--yes").stdout


@pytest.mark.parametrize(
    ("typed", "code", "left"), [("y\n", 0, 0), ("n\n", 1, 2), ("\n", 1, 2), ("", 1, 2)]
)
def test_it_asks_before_it_changes_anything(
    tmp_path: Path, typed: str, code: int, left: int
) -> None:
    linde(tmp_path, 2)
    told = gestand("apply", tmp_path, *JUNE, "--first-run", typed=typed)
    assert "Carry out this plan? [y/N]" in told.stdout
    assert (told.exit_code, customers(tmp_path)) == (code, left)
    assert told.stderr == (
        "" if left == 0 else "gestand: not confirmed; nothing has been changed\n"
    )


def test_it_shows_the_plan_first(tmp_path: Path) -> None:
    linde(tmp_path, 2, 3)
    lines = gestand("apply", tmp_path, *JUNE, "--yes", "--first-run").stdout.splitlines()
    assert lines[0].split() == ["table", "goes", "changes", "asks", "rows"]
    assert ["db.customers", "2", "0", "0", "5"] in [line.split() for line in lines]
    assert "As of 2026-06-15: 2 rows go, 0 rows lose cells, 0 rows wait for a person." in lines
    assert lines[-3].startswith("Done: 2 rows removed or changed, 0 files removed. `gestand rec")


def test_nothing_to_do_needs_no_confirmation(tmp_path: Path) -> None:
    linde(tmp_path, 0, 3)
    told = gestand("apply", tmp_path, *JUNE)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Done: 0 rows" in told.stdout


def test_nothing_personal_is_printed(noorderlicht: Path) -> None:
    texts = personal_texts(noorderlicht)
    braked = gestand("apply", noorderlicht, *ON, "--yes")
    asked = gestand("apply", noorderlicht, *ON, "--yes", "--person", "customer:5", "--erase")
    done = gestand("apply", noorderlicht, *ON, "--yes", "--first-run")
    done = gestand("apply", noorderlicht, "--yes", *released(done))
    said = braked.output + asked.output + done.output
    assert "Done" in said
    assert [text for text in texts if text in said] == []


def test_a_store_that_is_locked_is_waited_for_and_left_as_it_was(
    noorderlicht: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GESTAND_PATIENCE", "0")
    options = released(gestand("apply", noorderlicht, *ON, "--yes"))
    before = held(noorderlicht).rows
    with closing(sqlite3.connect(noorderlicht / "shop.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = gestand("apply", noorderlicht, "--yes", *options)
    assert told.exit_code == 2
    assert "Waiting for store `shop`: another program is writing.\n" in told.stdout
    assert "Still to be removed or changed: " in told.stdout
    after = held(noorderlicht).rows
    assert {k for k in after if "shop" in k and after[k] != before[k]} == set()
    changed = {k.partition(".")[0] for k in after if after[k] != before[k]}
    assert changed == {"hr", "site", "support"}
    assert State.beside(noorderlicht).receipts()[-1]["status"] == "waiting"
    seen = gestand("plan", noorderlicht, *ON)
    assert "The run of receipt 1 is not complete.\n  Waiting for store `shop`" in seen.stdout
    again = gestand("apply", noorderlicht, "--yes", *released(gestand("apply", noorderlicht, *ON)))
    assert (again.exit_code, again.stderr) == (0, "")
    assert "Waiting" not in gestand("plan", noorderlicht, *ON).stdout


def test_a_key_that_others_can_read_stops_it(tmp_path: Path) -> None:
    linde(tmp_path, 2)
    State.beside(tmp_path).key()
    (tmp_path / ".gestand" / "key").chmod(0o644)
    told = gestand("apply", tmp_path, *JUNE, "--yes", "--first-run")
    assert (told.exit_code, customers(tmp_path)) == (2, 2)
    assert "can be read by others: run `chmod 600" in told.stderr


def test_a_reader_that_goes_away_is_no_error(founding: Path) -> None:
    command = [sys.executable, "-m", "gestand", "plan", str(founding), *ON, "--sql"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


def test_what_is_held_today_does_not_go_ahead_of_its_day(tmp_path: Path) -> None:
    build(tmp_path)
    told = gestand("apply", tmp_path, "--as-of", "2999-01-01", "--yes", "--first-run")
    assert told.exit_code == 2
    assert "--as-of is in the future" in told.stderr


def test_what_today_s_policy_may_hold_does_not_go_by_an_older_one(tmp_path: Path) -> None:
    build(tmp_path)
    old = text("policy.yaml", {"policy": [("2024-01-01", "2020-01-01")]})
    (tmp_path / "privacy" / "versions").mkdir()
    (tmp_path / "privacy" / "versions" / "1.yaml").write_text(old, "utf-8")
    told = gestand("apply", tmp_path, "--as-of", "2023-12-31", "--yes", "--first-run")
    assert told.exit_code == 2
    assert "--as-of lies before the policy in force today" in told.stderr


def test_a_printed_command_says_what_was_asked_and_nobody_s_address(tmp_path: Path) -> None:
    build(tmp_path, CUSTOMER.format(1, "2020-01-01"))
    run(
        tmp_path,
        "INSERT INTO contracts VALUES (1, 1, 'vps', NULL, '2019-02-01', 'soon');"
        "INSERT INTO guest_orders VALUES"
        " (1, 'Zoë', 'zoe@x.example', NULL, 'kaart', '2020-01-01', 'soon', NULL);",
    )
    asked = ("--person", "customer:1", "--person", "guest:-", "--erase")
    told = gestand("apply", tmp_path, *JUNE, *asked, "--yes", typed="zoe@x.example\n")
    printed = [line.strip() for line in told.stdout.splitlines() if "gestand decide" in line]
    again = " ".join([str(tmp_path), *JUNE, *asked])
    assert printed == [
        f"gestand decide ask:db.contracts:contract {again} --because TEXT",
        f"gestand decide ask:db.guest_orders:order {again} --because TEXT",
    ]
    words = [shlex.split(line)[1:] for line in printed]
    assert [gestand(*w, typed="zoe@x.example\n").exit_code for w in words] == [0, 0]


def test_an_order_with_the_same_address_is_pointed_at_and_stays(tmp_path: Path) -> None:
    build(tmp_path, CUSTOMER.format(1, "2020-01-01") + CUSTOMER.format(2, "2020-01-01"))
    run(
        tmp_path,
        "UPDATE customers SET email = ' Zoe@x.example' WHERE id = 1;"
        "INSERT INTO guest_orders VALUES"
        " (1, 'Zoë', 'zoe@x.example', NULL, 'kaart', '2026-06-01', NULL, NULL);",
    )
    for person, told_of in (("customer:2", 0), ("customer:1", 1)):
        words = (tmp_path, *JUNE, "--person", person, "--erase")
        for told in (gestand("plan", *words), gestand("apply", *words, "--yes")):
            carries = "1 row carries an identifier of who asks, in db.guest_orders"
            assert told.stdout.count(carries) == told_of
    assert cell(tmp_path, "SELECT buyer_name FROM guest_orders") == "Zoë"

"""`gestand plan`: what goes, what stays, until when and why; and nothing changes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gestand.core.policy.parse import parse_policy
from gestand.demo.noorderlicht.generate import STORES
from tests.noorderlicht import DAY, held
from tests.stories.story import laid_down, read
from tests.surfaces.commands import ON, gestand, personal_texts

FIELDS = {"step", "store", "table", "columns", "rows", "ground", "promise", "until"}
KEY = "key of a row that stays"


def planned(folder: Path, *words: str, typed: str = "") -> list[dict[str, Any]]:
    told = gestand("plan", folder, *ON, "--format", "json", *words, typed=typed)
    assert (told.exit_code, told.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found


def columns(folder: Path, store: str, table: str) -> set[str]:
    with closing(sqlite3.connect(folder / f"{store}.db")) as connection:
        return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


@pytest.mark.parametrize("words", [[], ["--person", "customer:17", "--erase"]])
def test_every_record_says_what_where_why_and_until_when(founding: Path, words: list[str]) -> None:
    policy, _ = parse_policy((founding / "privacy" / "policy.yaml").read_text("utf-8"), "")
    assert policy is not None
    for found in planned(founding, *words):
        assert set(found) >= FIELDS
        assert found["rows"] > 0
        assert set(found["columns"]) <= columns(founding, found["store"], found["table"]) | {"*"}
        if found["step"] == "Keep":
            assert found["ground"] in {*policy.purposes, KEY}
            purpose = found["ground"].replace(" ", "-")
            assert found["promise"] == (None if found["ground"] == KEY else f"{purpose}.kept")
        else:
            assert found["ground"] is None
            assert set(found["over"]) <= set(policy.purposes)
        if found["until"]:
            assert date.fromisoformat(found["until"]) >= DAY


def test_one_person_gets_exact_last_days(founding: Path) -> None:
    found = planned(founding, "--person", "customer:17")
    kept = [said for said in found if said["step"] == "Keep" and said["ground"] == "tax"]
    assert kept
    assert all(said["until"] and said["until"].endswith("-12-31") for said in kept)


def test_nothing_changes_and_nothing_is_remembered(noorderlicht: Path) -> None:
    before = held(noorderlicht)
    for words in ([], ["--sql"], ["--format", "json"], ["--person", "customer:3", "--erase"]):
        assert gestand("plan", noorderlicht, *ON, *words).exit_code == 0
    assert held(noorderlicht) == before
    assert not (noorderlicht / ".gestand").exists()


def test_a_day_in_the_future_is_a_forecast(founding: Path) -> None:
    def goes(day: str) -> int:
        told = gestand("plan", founding, "--as-of", day, "--format", "json")
        return sum(said["rows"] for said in json.loads(told.stdout) if said["step"] == "Erase")

    assert goes("2026-11-23") < goes("2027-11-23") < goes("2040-01-01")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--format", "json"],
        ["--sql"],
        ["--person", "customer:17", "--erase"],
        ["--person", "customer:-", "--sql"],
    ],
)
def test_nothing_personal_is_printed(founding: Path, words: list[str]) -> None:
    with closing(sqlite3.connect(founding / "shop.db")) as connection:
        query = "SELECT email FROM customers WHERE email > '' ORDER BY id LIMIT 1"
        (email,) = connection.execute(query).fetchone()
    told = gestand("plan", founding, *ON, *words, typed=f"{email}\n")
    assert told.exit_code == 0
    assert [text for text in personal_texts(founding) if text in told.output] == []


def test_the_statements_are_shown_per_store(founding: Path) -> None:
    said = gestand("plan", founding, *ON, "--sql").stdout
    assert [line.split(":")[0] for line in said.splitlines() if line.startswith("--")] == [
        f"-- store {store}" for store in STORES
    ]
    assert "INSERT INTO" in said


def test_several_people_are_one_plan(founding: Path) -> None:
    def rows(*people: str) -> dict[tuple[str, str, str], int]:
        words = [word for person in people for word in ("--person", person)]
        found: dict[tuple[str, str, str], int] = {}
        for said in planned(founding, *words):
            key = (said["id"], said["table"], said["until"])
            found[key] = found.get(key, 0) + said["rows"]
        return found

    both, one, other = rows("customer:1", "customer:2"), rows("customer:1"), rows("customer:2")
    assert both == {key: one.get(key, 0) + other.get(key, 0) for key in one.keys() | other.keys()}


def test_an_identifier_is_read_from_standard_input(founding: Path) -> None:
    with closing(sqlite3.connect(founding / "shop.db")) as connection:
        query = (
            "SELECT id, upper(email) FROM customers WHERE lower(trim(email)) IN"
            " (SELECT lower(trim(email)) FROM customers GROUP BY 1 HAVING count(*) = 1)"
        )
        key, email = connection.execute(query).fetchone()
    by_key = planned(founding, "--person", f"customer:{key}")
    assert planned(founding, "--person", "customer:-", typed=f"  {email} \n") == by_key
    assert planned(founding, "--person", "customer:-", typed=email) == by_key


def test_an_identifier_of_two_people_names_their_keys(noorderlicht: Path) -> None:
    with closing(sqlite3.connect(noorderlicht / "shop.db")) as connection:
        connection.execute("UPDATE customers SET email = 'two@x.example' WHERE id IN (4, 5)")
        connection.commit()
    told = gestand("plan", noorderlicht, "--person", "customer:-", typed="TWO@x.example\n")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        "gestand: 2 people of kind customer carry that identifier; "
        "name one: customer:4, customer:5\n"
    )


REFUSED: list[tuple[list[str], str]] = [
    (["--person", "customer"], "gestand: `--person` needs a kind and a key: `KIND:KEY`, or"),
    (["--person", "customer:"], "gestand: `--person` needs a kind and a key"),
    (["--person", "costumer:1"], "gestand: there is no kind of person `costumer`; did you mean"),
    (["--person", "customer:1000000"], "gestand: there is no customer with that key"),
    (["--person", "customer:" + "9" * 40], "gestand: the key of a customer is a number"),
    (["--person", "guest:1"], "gestand: a guest has no key: use `--person guest:-`"),
    (["--person", "customer:-"], "gestand: standard input gave no value"),
    (["--person", "ann@x.example"], "gestand: give an e-mail address on standard input"),
    (["--person", "customer:ann@x.example"], "gestand: give an e-mail address on standard input"),
    (["--person", "ann@x.example:1"], "gestand: give an e-mail address on standard input"),
    (["--erase"], "gestand: --erase needs --person: nobody asked for erasure"),
    (["--as-of", "9999-12-31"], "'--as-of': 9999-12-31 lies beyond the calendar"),
    (["--as-of", "0001-01-01"], "'--as-of': 0001-01-01 lies beyond the calendar"),
    (["--as-of", "ann@x.example"], "'--as-of': what was typed is no day"),
    (["--as-of", "tomorrow"], "Error: Invalid value for '--as-of'"),
    (["--as-of", "2026-02-30"], "Error: Invalid value for '--as-of'"),
    (["--format", "xml"], "Error: Invalid value for '--format'"),
    (["--eraze"], "Error: No such option"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_is_typed_wrong_is_refused_plainly(
    founding: Path, words: list[str], said: str
) -> None:
    told = gestand("plan", founding, *words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert "ann@" not in told.stderr
    assert "should not happen" not in told.stderr


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def broken(folder: Path) -> None:
    (folder / "privacy" / "policy.yaml").write_text("policy: [1\n", "utf-8")


def no_database(folder: Path) -> None:
    (folder / "shop.db").unlink()


def another_database(folder: Path) -> None:
    path = folder / "privacy" / "datamap.yaml"
    text = path.read_text("utf-8").replace("sqlite:///shop.db", f"sqlite:///{folder}/nowhere.db")
    path.write_text(text, "utf-8")


def no_variable(folder: Path) -> None:
    path = folder / "privacy" / "datamap.yaml"
    text = path.read_text("utf-8").replace("sqlite:///shop.db", "${GESTAND_TEST_NOT_SET}")
    path.write_text(text, "utf-8")


def odd_url(folder: Path) -> None:
    path = folder / "privacy" / "datamap.yaml"
    text = path.read_text("utf-8").replace("sqlite:///shop.db", "oracle+none://shop")
    path.write_text(text, "utf-8")


def no_sqlite(folder: Path) -> None:
    (folder / "shop.db").write_bytes(b"a shop, but no database" * 100)


def another_column(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "shop.db")) as connection:
        connection.execute("ALTER TABLE customers ADD COLUMN born_on DATE")


UNUSABLE: list[tuple[Callable[[Path], None], str]] = [
    (shutil.rmtree, "G101"),
    (empty, "G101"),
    (broken, "G107"),
    (no_database, "there is no file shop.db"),
    (another_database, "there is no file nowhere.db"),
    (no_variable, "environment variable `GESTAND_TEST_NOT_SET` is not set"),
    (odd_url, "the url cannot be used"),
    (no_sqlite, "file is not a database"),
    (another_column, "G404"),
]


@pytest.mark.parametrize("command", ["plan", "apply"])
@pytest.mark.parametrize(("spoil", "said"), UNUSABLE)
def test_what_cannot_be_used_is_told_plainly(
    noorderlicht: Path, spoil: Callable[[Path], None], said: str, command: str
) -> None:
    spoil(noorderlicht)
    told = gestand(command, noorderlicht, *ON)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert told.stderr.rstrip().endswith(": run `gestand check`, and mend what it says first")
    assert not (noorderlicht / "nowhere.db").exists()
    assert not (noorderlicht / ".gestand").exists()


def test_a_store_that_is_lost_is_the_only_thing_that_is_told(noorderlicht: Path) -> None:
    no_database(noorderlicht)
    lines = gestand("plan", noorderlicht).stderr.splitlines()
    assert len(lines) == 2
    assert "G430  store `shop`: there is no file shop.db; check the url" in lines[0]
    assert lines[1] == "gestand: 1 finding: run `gestand check`, and mend what it says first"


def test_a_file_is_no_directory(founding: Path) -> None:
    told = gestand("plan", founding / "shop.db")
    assert told.exit_code == 2
    assert "is a file" in told.stderr


def test_sql_is_shown_where_the_clock_of_another_zone_decides(tmp_path: Path) -> None:
    with laid_down(read("consent_in_time_by_the_clock_of_the_controller"), tmp_path):
        shown = gestand("plan", tmp_path, "--as-of", "2026-06-01", "--sql")
    assert "gestand_home_day" in shown.output
    assert "should not happen" not in shown.output

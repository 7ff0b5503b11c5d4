"""The data map against a live schema: each thing that can be wrong, one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gestand.core.datamap import (
    classified,
    copies,
    counters,
    each_row,
    edges,
    ends,
    forgets,
    generated,
    history,
    keyless,
    match,
    moments,
    seen,
    unheld,
)
from tests.linde import matched, run

CASES = yaml.safe_load(Path(__file__).with_name("match_cases.yaml").read_text("utf-8"))


def changes(case: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    found = {file: list(case.get(file, {}).items()) for file in ("policy", "datamap", "schema")}
    if "table" in case:
        table = f"CREATE TABLE {case['table']};\nCREATE TABLE vacancies"
        found["schema"].append(("CREATE TABLE vacancies", table))
    if "map" in case:
        found["datamap"].append(("tables:\n", f"tables:\n  db.{case['map']}\n"))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']} {case['says']}")
def test_what_is_wrong_is_found(case: dict[str, Any], tmp_path: Path) -> None:
    if "two" in case:
        run(tmp_path, f"CREATE TABLE {case['two']}", "two.db")
    found = matched(tmp_path, changes(case))
    told = "\n".join(map(str, found.findings))
    assert {f.code for f in found.findings} <= {case["code"], *case.get("also", [])}, told
    assert any(f.code == case["code"] and case["says"] in str(f) for f in found.findings), told
    assert found.holdings is None


def test_every_code_has_a_case() -> None:
    rooms = {match, classified, keyless, edges, ends, forgets, moments, counters, copies, history}
    rooms |= {each_row, generated, seen, unheld}
    codes = {code for room in rooms for code in room.CODES} | {"G455", "G456", "G459"}
    assert codes == {case["code"] for case in CASES}


def test_the_base_is_clean(tmp_path: Path) -> None:
    found = matched(tmp_path)
    assert found.findings == ()
    assert found.holdings is not None


def test_a_declared_reach_goes_over_the_owner_where_an_occasion_points_there_twice(
    tmp_path: Path,
) -> None:
    twice = ("    product VARCHAR(80) NOT NULL,\n    domain", "    keeper_id INTEGER REFERENCES "
             "customers (id),\n    product VARCHAR(80) NOT NULL,\n    domain")  # fmt: skip
    own = "db.contracts: {purposes: [service],"
    refers = (own, f"{own} refers: [keeper_id],")
    found = matched(tmp_path, {"schema": [twice], "datamap": [refers]})
    assert found.findings == () and found.holdings is not None
    (sibling,) = found.holdings.tables["db.contacts"].siblings
    assert sibling.columns == ("customer_id",)


def test_a_generated_column_that_is_technical_follows_the_others(tmp_path: Path) -> None:
    short = "title VARCHAR(200) NOT NULL, short TEXT GENERATED ALWAYS AS (substr(title, 1, 9))"
    changes = {
        "schema": [("title VARCHAR(200) NOT NULL", short)],
        "datamap": [("{title: letter}", "{title: letter, short: technical}")],
    }
    found = matched(tmp_path, changes)
    assert found.findings == () and found.holdings is not None
    held = found.holdings.tables["db.documents"]
    assert [cell.column for cell in held.cells] == ["title"]
    assert held.rest == ()


def test_a_person_may_say_what_a_unique_index_can_take(tmp_path: Path) -> None:
    index = "CREATE UNIQUE INDEX named ON customers (substr(name, 1, 30));\nCREATE TABLE contacts ("
    changes = {
        "schema": [("CREATE TABLE contacts (", index)],
        "datamap": [("technical, name: name,", "technical, name: {is: name, erase: pseudonym},")],
    }
    assert matched(tmp_path, changes).findings == ()


@pytest.mark.parametrize(
    ("check", "map_says"),
    [
        ("phone > '06'", ""),
        ("phone IS NULL OR phone <> 'null'", ""),
        ("(phone IS NULL) OR length(phone) > 2", ""),
        ("phone <> 'it is null'", ""),
        ("coalesce(phone, '') <> ''", "    checks: {phone: nobody of us is erased}\n"),
    ],
)
def test_a_check_that_takes_what_a_value_becomes(
    check: str, map_says: str, tmp_path: Path
) -> None:
    columns = "    columns: {number: technical, name: name"
    changes = {
        "schema": [("phone VARCHAR(40),", f"phone VARCHAR(40) CHECK ({check}),")],
        "datamap": [(columns, f"{map_says}{columns}")],
    }
    found = matched(tmp_path, changes)
    assert found.findings == () and found.holdings is not None
    cells = {cell.column: cell.emptied.how for cell in found.holdings.tables["db.customers"].cells}
    assert cells["phone"] == "null"


OLD = "past (id INTEGER PRIMARY KEY, trait_id INTEGER, {})"
TRAITS = "traits (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), "
OLD_TRAITS = (
    "traits: {{purposes: [registration], columns: {{value: {{by word: {{mobile: phone}}}}}}}}\n"
    "  db.past: {{history: {{of: db.traits, by: trait_id}}{}}}"
)


@pytest.mark.parametrize(
    ("kept", "said"),
    [("value TEXT", ", columns: {value: phone}"), ("word TEXT", ""), ("word TEXT, value TEXT", "")],
    ids=["the history says what it is", "the word alone", "both"],
)
def test_old_values_of_attributes_may_be_kept(kept: str, said: str, tmp_path: Path) -> None:
    table = f"{TRAITS}word TEXT, value TEXT); CREATE TABLE {OLD.format(kept)}"
    found = matched(tmp_path, changes({"table": table, "map": OLD_TRAITS.format(said)}))
    assert found.findings == ()

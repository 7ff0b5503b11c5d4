"""What the databases lack, do by themselves, and must allow: seen, and tried on real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gestand.core.advice import Index, Lookup, lookups, rights
from gestand.surfaces.cli import main
from gestand.surfaces.cli.doctor import _told
from gestand.wiring import open_company
from gestand.work.doctor import Health, Scan, look_over
from tests.databases import Database, kinds, on, together
from tests.stories.story import Databases, laid_down, read
from tests.surfaces.commands import gestand
from tests.undoing import key_in, let_it_be_undone

STORY = "tax_keeps_only_what_tax_needs"
SWEPT = """
    DROP TABLE order_lines;
    CREATE TABLE order_lines (
        id INTEGER PRIMARY KEY,
        order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
        product VARCHAR(80) NOT NULL,
        remark VARCHAR(400)
    );
"""
_numbers = count()


@pytest.fixture(params=kinds())
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def company(
    kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Give a small company on one kind of database."""
    with laid_down(read(STORY), tmp_path, kind, together(tmp_path_factory)) as databases:
        yield databases


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_every_index_that_is_named_can_be_made_and_ends_the_scan(
    company: Databases, tmp_path: Path
) -> None:
    (database,) = company.values()
    before = look_over(open_company(tmp_path))
    # MariaDB makes an index for each foreign key by itself, and has none on folded values.
    assert bool(before.scans) == (database.kind != "mariadb")
    for scan in before.scans:
        database.run(scan.make)
    assert look_over(open_company(tmp_path)).scans == ()


def test_what_happens_by_itself_is_told(company: Databases, tmp_path: Path) -> None:
    (database,) = company.values()
    database.run(SWEPT)
    told = run("doctor", tmp_path, "--format", "json")
    assert told.exit_code == 1, told.output
    found = json.loads(told.output)
    assert {one["action"] for one in found["cascades"]} == {"CASCADE"}
    assert "are removed when their" in run("doctor", tmp_path).output


@pytest.mark.parametrize("marked", [False, True], ids=["", "with marks and undo"])
@on("postgresql", "mariadb")
def test_the_rights_are_enough_and_no_more(
    company: Databases, tmp_path: Path, marked: bool
) -> None:
    (database,) = company.values()
    (store,) = company
    if marked:
        database.run(_mark_table(tmp_path))
        key_in(tmp_path)
        let_it_be_undone(tmp_path / "privacy")
    reader, keeper = (f"{name}_{next(_numbers)}_{id(tmp_path)}" for name in ("reads", "keeps"))
    opened = open_company(tmp_path)
    care = opened.stores[store].care(opened.schemas[store])
    make = "CREATE ROLE {} LOGIN" if database.kind == "postgresql" else "CREATE USER {}"
    database.run(f"{make.format(reader)}; {make.format(keeper)};")
    try:
        granted = care.grants(rights(opened.holdings, store, undone=marked), reader, keeper)
        assert any("INSERT" in one for one in granted) == marked
        a_form: dict[str, tuple[str, ...]] = {next(iter(opened.holdings.tables)): ()}
        more = care.grants(rights(opened.holdings, store, added=a_form), reader, keeper)
        assert sum("INSERT" in one for one in more) == 1 + marked
        database.run(";".join(granted) + ";")
        _connect_as(reader, database, tmp_path)
        asked = (tmp_path, "--as-of", "2026-06-01")
        planned = run("plan", *asked)
        assert planned.exit_code == 0, planned.output
        refused = run("apply", *asked, "--first-run", "--ahead", "--yes")
        assert refused.exit_code == 2, refused.output
        assert "Traceback" not in refused.output
        looked = gestand("residue", tmp_path, typed="nobody.at.all@delinde.example")
        assert (looked.exit_code, looked.stderr) == (0, "")
        _connect_as(keeper, database, tmp_path, instead_of=reader)
        applied = run("apply", *asked, "--first-run", "--ahead", "--yes")
        assert applied.exit_code == 0, applied.output
        if marked:
            undone = run("undo", "1", tmp_path, "--yes")
            assert undone.exit_code == 0, undone.output
    finally:
        _dismiss(database, reader, keeper)


@on("postgresql", "mariadb")
def test_check_says_where_its_user_may_not_look_and_what_allows_it(
    company: Databases, tmp_path: Path
) -> None:
    (database,) = company.values()
    nobody = f"nobody_{next(_numbers)}_{id(tmp_path)}"
    if database.kind == "postgresql":
        database.run(f"CREATE ROLE {nobody} LOGIN;")  # and no USAGE on the schema
    else:
        database.run(f"CREATE USER {nobody}; GRANT SELECT ON customers TO {nobody};")
    try:
        _connect_as(nobody, database, tmp_path)
        for statement in _allowing(tmp_path, "stands or should stand"):
            database.run(f"{statement};")
        assert run("check", tmp_path).exit_code == 0
        if database.kind == "postgresql":
            database.run(f"REVOKE SELECT ON customers FROM {nobody};")
            (allows,) = _allowing(tmp_path, "may not read 1 table")
            database.run(f"{allows};")
            assert run("check", tmp_path).exit_code == 0
    finally:
        _dismiss(database, nobody)


def _allowing(folder: Path, says: str) -> list[str]:
    """Return the statements that the one finding of a check gives; nothing else is found."""
    told = run("check", folder)
    assert (told.exit_code, told.output.count("G463"), says in told.output) == (2, 1, True)
    assert "G401" not in told.output, told.output
    (line,) = (each for each in told.output.splitlines() if "somebody who may run this" in each)
    return line.partition("`GRANT")[2].partition(";`")[0].join(["GRANT", ""]).split("; ")


def test_a_lookup_in_a_table_without_rows_is_nothing_to_do_yet() -> None:
    empty = Scan("db.orders", ("customer_id",), "rows of one customer", 0, "CREATE INDEX i")
    told = _told(Health((empty, replace(empty, rows=3)), (), (), {}, {}, {}))
    assert told[0].startswith("no index: db.orders (customer_id): 3 rows are read")
    assert told[2:] == [
        "no index: 1 lookup in tables without rows as well, which cost nothing yet; "
        "`--format json` names them"
    ]


def _mark_table(folder: Path) -> str:
    (made,) = look_over(open_company(folder)).marks.values()
    return made


def test_the_table_of_marks_is_printed_until_it_is_there(
    company: Databases, tmp_path: Path
) -> None:
    (database,) = company.values()
    told = run("doctor", tmp_path, "--ddl")
    assert (told.exit_code, told.output.splitlines()[2]) == (0, f"{_mark_table(tmp_path)};")
    assert "marks: `gestand doctor --ddl`" in run("doctor", tmp_path).output
    database.run(_mark_table(tmp_path))
    assert run("doctor", tmp_path, "--ddl").output == "-- every store has its table of marks\n"
    assert run("check", tmp_path).exit_code == 0


def _connect_as(user: str, database: Database, folder: Path, instead_of: str = "") -> None:
    path = folder / "privacy" / "datamap.yaml"
    was = instead_of or ("postgres" if database.kind == "postgresql" else "root")
    # Without a name PostgreSQL would look for a database that is called as the user.
    base = "/postgres?" if database.kind == "postgresql" and not instead_of else "/?"
    text = path.read_text().replace(f"://{was}@", f"://{user}@")
    path.write_text(text.replace("@/?host", f"@{base}host"))


def _dismiss(database: Database, *users: str) -> None:
    for user in users:
        if database.kind == "postgresql":
            database.run(f"DROP OWNED BY {user}; DROP ROLE {user};")
        else:
            database.run(f"DROP USER {user};")


def test_the_example_says_which_lookups_it_needs(tmp_path: Path) -> None:
    with laid_down(read(STORY), tmp_path):
        wanted = lookups(open_company(tmp_path).holdings)
    by = "rows of `db.orders` of one `db.customers`"
    assert Lookup(Index("db.orders", ("customer_id",)), by) in wanted


def test_whoever_is_somebody_of_another_kind_too_is_found_by_an_index(tmp_path: Path) -> None:
    """Else all rows are read whenever somebody signs in, or asks for an answer."""
    with laid_down(read("a_customer_who_worked_here"), tmp_path) as databases:
        links = {("db.customers", ("number",)), ("db.employees", ("customer_number",))}
        scans = look_over(open_company(tmp_path)).scans
        made = {(one.table, one.columns): one.make for one in scans}
        assert links <= made.keys()
        for link in links:
            databases["db"].run(f"{made[link]};")
        left = {(one.table, one.columns) for one in look_over(open_company(tmp_path)).scans}
        assert not links & left

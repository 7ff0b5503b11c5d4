"""`gestand init`: a declaration for a database that nobody described, which `check` accepts."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import Database, on
from tests.starting import CLUB, PEOPLE, rows
from tests.surfaces.commands import gestand


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A club with a first draft beside its database, and what was said of it."""
    folder = tmp_path_factory.mktemp("club")
    with closing(sqlite3.connect(folder / "club.db")) as database:
        database.executescript(CLUB + rows())
    words = ("init", "--url", f"sqlite:///{folder}/club.db", "--into", folder)
    done = gestand(*words, "--sector", "association")
    assert done.exit_code == 0, done.output
    return folder, done.output


def datamap(folder: Path) -> str:
    return (folder / "privacy" / "datamap.yaml").read_text(encoding="utf-8")


def line(text: str, *words: str) -> str:
    return next(each for each in text.splitlines() if all(word in each for word in words))


def test_check_finds_nothing_in_a_draft_and_a_plan_can_be_made(club: tuple[Path, str]) -> None:
    folder, _ = club
    checked = gestand("check", folder)
    assert (checked.exit_code, checked.output.splitlines()[-1][:11]) == (0, "no findings")
    planned = gestand("plan", folder)
    assert planned.exit_code == 0
    assert "club.leden" in planned.output


def test_nothing_is_removed_while_a_line_is_only_proposed(club: tuple[Path, str]) -> None:
    folder, _ = club
    done = gestand("apply", folder, "--yes", "--first-run", "--as-of", "2100-01-01", "--ahead")
    assert done.exit_code == 2
    assert "nothing is removed on a guess" in done.output
    assert "--release" not in done.output
    published = gestand("publish", folder, "--out", folder / "site")
    assert published.exit_code == 2
    assert "nothing is published on a guess" in published.output
    assert not (folder / "privacy" / "published").exists()


def test_no_value_of_anybody_is_written_or_said(club: tuple[Path, str]) -> None:
    folder, said = club
    files = [path.read_text() for path in (folder / "privacy").rglob("*") if path.is_file()]
    for text in (said, *files):
        assert not re.search("|".join((*PEOPLE, "voorbeeld", "Groningen")), text, re.IGNORECASE)


def test_columns_are_found_by_dutch_names_by_values_and_by_neighbours(
    club: tuple[Path, str],
) -> None:
    text = datamap(club[0])
    assert "voornaam: name\n" in text
    assert "wachtwoord: secret\n" in text
    assert "postcode: address\n" in text
    assert "ip_adres: {is: ip address, source: observed}\n" in text
    assert "api_key" not in text  # a table that is about nobody needs no columns
    assert line(text, "club.soorten").startswith("  club.soorten: {not personal:")


def test_a_column_that_repeats_the_names_of_people_is_found_by_its_values(
    club: tuple[Path, str],
) -> None:
    assert "balie: name  # ? its values are each the `name` of somebody" in datamap(club[0])


def test_edges_that_nobody_declared_are_proposed_with_a_mark(club: tuple[Path, str]) -> None:
    text = datamap(club[0])
    assert "{lid_id: club.leden}" in text
    assert "MAPPED YET" in line(text, "club.oud:")
    assert "# ?" in line(text, "club.oud:")


def test_old_versions_and_owners_that_another_column_names_are_proposed(
    club: tuple[Path, str],
) -> None:
    text = datamap(club[0])
    assert "history: {of: club.leden, by: lid_id}  # ?" in text
    assert """owners: [{object_id: club.leden, when: "object_type = 'lid'"}]  # ?""" in text


def test_lines_that_wait_are_listed_until_their_marks_are_taken_out(
    club: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = club
    listed = gestand("init", "--left", "--into", folder).output
    marks = sum(each.read_text().count("# ? ") for each in (folder / "privacy").glob("*.yaml"))
    assert f"{marks} lines to look at" in listed
    assert "datamap.yaml:1 " in listed
    (tmp_path / "privacy").mkdir()
    for path in (folder / "privacy").glob("*.yaml"):
        kept = re.sub(r"\s*# \?.*", "", path.read_text())
        (tmp_path / "privacy" / path.name).write_text(kept)
    assert "no line waits" in gestand("init", "--left", "--into", tmp_path).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the database"),
        (("--url", "postgresql://shop:open@db.example/shop"), "a password stands in the url"),
        (("--url", "sqlite:///no.db"), "there is no file no.db"),
        (("--url", "${NO_SUCH_URL}"), "`NO_SUCH_URL` is not set"),
        (("--url", "sqlite:////dev/null/no.db"), "there is no file no.db"),
        (("--url", "oracle://db.example/shop"), "the url cannot be used"),
        (("--url", "sqlite:///no.db", "--contact", "nobody"), "is no mail address"),
    ],
    ids=["no url", "password", "no file", "no variable", "no folder", "no kind", "no address"],
)
def test_what_cannot_be_begun_is_refused(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = gestand("init", *words, "--into", tmp_path)
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "privacy").exists()


def test_a_database_without_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    done = gestand("init", "--url", f"sqlite:///{tmp_path}/empty.db", "--into", tmp_path / "new")
    assert done.exit_code == 2
    assert "has no table" in done.output


def test_a_draft_is_written_over_nothing(club: tuple[Path, str]) -> None:
    before = datamap(club[0])
    done = gestand("init", "--url", f"sqlite:///{club[0]}/club.db", "--into", club[0])
    assert done.exit_code == 2
    assert "is there already" in done.output
    assert datamap(club[0]) == before


@on("postgresql", "mariadb")
def test_a_database_on_a_server_is_described_as_well(database: Database, tmp_path: Path) -> None:
    database.run(CLUB + rows())
    before = {name: database.rows(f"SELECT count(*) FROM {name}") for name in database.tables()}
    done = gestand("init", "--url", database.url, "--into", tmp_path, "--sector", "association")
    assert done.exit_code == 0, done.output
    assert gestand("check", tmp_path).exit_code == 0
    text = datamap(tmp_path)
    assert "wachtwoord: secret\n" in text
    assert ".leden}" in line(text, "owner: {lid_id:")
    after = {name: database.rows(f"SELECT count(*) FROM {name}") for name in database.tables()}
    assert after == before


def test_questions_go_on_where_somebody_stopped(club: tuple[Path, str], tmp_path: Path) -> None:
    words = ("init", "--url", f"sqlite:///{club[0]}/club.db", "--into", tmp_path, "--ask")
    asked = (*words, "--name", "De Club", "--contact", "info@club.example")
    stopped = gestand(*asked, typed="y\nnonsense\nn\nq\n")
    assert stopped.exit_code == 2
    assert "stopped: " in stopped.output
    assert "`nonsense` is no answer here" in stopped.output
    assert not (tmp_path / "privacy" / "datamap.yaml").exists()
    kept = (tmp_path / "privacy" / "init-answers.json").read_text(encoding="utf-8")
    assert not re.search("|".join((*PEOPLE, "club.example")), kept, re.IGNORECASE)
    done = gestand(*asked, typed="y\n" * 40)
    assert done.exit_code == 0, done.output
    answers = int(line(done.output, " answers").split()[0])
    assert "a person, a `lid`?" not in done.output
    assert answers < 20
    left = gestand("init", "--left", "--into", tmp_path).output.splitlines()[1:]
    assert all("left out of every plan" in each or "datamap.yaml:1 " in each for each in left)
    assert gestand("check", tmp_path).exit_code == 0


def test_answers_that_cannot_be_read_are_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "privacy").mkdir()
    for text in ("{", "[1]", '{"a": 1}'):
        (tmp_path / "privacy" / "init-answers.json").write_text(text, encoding="utf-8")
        done = gestand("init", "--url", "sqlite:///club.db", "--into", tmp_path)
        assert done.exit_code == 2
        assert "begin anew" in done.output


def test_a_table_of_people_is_named_and_kept_as_an_answer(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "made.db")) as made:
        made.executescript(
            "create table gegevens (id integer primary key, name text, made_on date);"
            "create table notes (id integer primary key, g integer references gegevens, body text);"
        )
    asked = ("init", "--url", f"sqlite:///{tmp_path}/made.db", "--into")
    said = gestand(*asked, tmp_path / "first").output
    assert "NEXT TO NOTHING COULD BE MAPPED" in said
    assert "no table of people was found" in said
    assert "no table `gegeven`; did you mean `gegevens`?" in gestand(
        *asked, tmp_path / "no", "--people", "gegeven").output  # fmt: skip
    done = gestand(*asked, tmp_path / "new", "--people", "gegevens")
    assert "NEXT TO NOTHING" not in done.output
    assert "gegeven: {table: made.gegevens, identified by: [name]}" in datamap(tmp_path / "new")
    who = ("--ask", "--name", "De Club", "--contact", "info@club.example")
    asking = gestand(*asked, tmp_path / "asked", *who, typed="gegevens\n" + "y\n" * 9)
    assert "Which other tables hold people" in asking.output
    for folder in ("new", "asked"):
        kept = (tmp_path / folder / "privacy" / "init-answers.json").read_text(encoding="utf-8")
        assert '"people gegevens": "y"' in kept

"""Steps by which own records are brought up: an older Gestand works beside those that only add."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.db import connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from gestand.errors import CannotRun
from gestand.records.django_ready import APP
from gestand.records.ledger import ledger_in
from gestand.records.steps import BESIDE, in_the_way, known
from tests.databases import Database, on
from tests.surfaces.commands import gestand
from tests.surfaces.programs import TOMORROW, linde

ROOT = Path(__file__).resolve().parents[2]
UPGRADE = ROOT / "docs" / "howto" / "upgrade.md"
BEFORE_ANY_RELEASE = "0015_programs"
"""The last step of which nobody outside this project has seen the tables of before."""

ANN = ["--person", "customer:1", "--received", "2026-06-01"]
_TEXT, _NUMBER = models.TextField(), models.BigIntegerField(primary_key=True)


def in_its_way(operation: Operation) -> str:
    """Return why a program that does not know of a change cannot work beside it; empty if it can.

    What is not known here to add only is in its way.
    """
    if isinstance(operation, migrations.CreateModel):
        return ""
    if isinstance(operation, migrations.AddIndex):
        return ""
    if isinstance(operation, migrations.AddField):
        given = operation.field.null or operation.field.has_db_default()
        if operation.field.unique or not given:
            return f"a row without `{operation.name}` cannot be added"
        return ""
    return f"{type(operation).__name__} does not only add"


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.CreateModel("later", [("number", _NUMBER)]), ""),
        (migrations.AddIndex("mail", models.Index(fields=["at"], name="gestand_mail_at")), ""),
        (migrations.AddField("mail", "later", models.TextField(null=True)), ""),
        (migrations.AddField("mail", "later", models.TextField(db_default="")), ""),
        # The default of Python is known to the version that has it, and to no other one.
        (migrations.AddField("mail", "later", models.TextField(default="")), "cannot be added"),
        (migrations.AddField("mail", "later", _TEXT), "cannot be added"),
        (migrations.AddField("mail", "at", models.TextField(null=True, unique=True)), "cannot be"),
        (migrations.RemoveField("mail", "at"), "RemoveField"),
        (migrations.RenameField("mail", "at", "moment"), "RenameField"),
        (migrations.AlterField("mail", "at", _TEXT), "AlterField"),
        (migrations.DeleteModel("mail"), "DeleteModel"),
        (migrations.AlterModelTable("mail", "gestand_message"), "AlterModelTable"),
        (migrations.RunSQL("UPDATE gestand_mail SET at = ''"), "RunSQL"),
        (migrations.RunPython(migrations.RunPython.noop), "RunPython"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Operation) else "",
)
def test_what_does_not_only_add_is_told(operation: Operation, why: str) -> None:
    said = in_its_way(operation)
    assert (why in said) if why else said == ""


def test_a_step_that_says_it_only_adds_does_and_another_one_is_in_the_upgrade_guide() -> None:
    guide = UPGRADE.read_text("utf-8")
    steps = MigrationLoader(None).disk_migrations
    ours = {name: step for (app, name), step in steps.items() if app == APP}
    assert {*ours} == known()  # what reads them without Django finds the same
    released = {name for name in ours if name > BEFORE_ANY_RELEASE}
    wrong = [
        f"{name}: {why}"
        for name in released
        if name.endswith(BESIDE)
        for why in map(in_its_way, ours[name].operations)
        if why
    ]
    assert wrong == []
    stops = {name for name in released if not name.endswith(BESIDE)}
    assert [name for name in stops if f"`{name}`" not in guide] == []


def test_only_what_says_that_it_adds_is_worked_beside() -> None:
    unknown = {"0099_later", f"0098_later{BESIDE}"}
    assert in_the_way(known() | unknown) == {"0099_later"}


def bring_up(database: Database, path: Path) -> None:
    """Bring own records up by all that a later version may do to them."""
    url = "" if database.kind == "sqlite" else database.url
    with ledger_in(path, url, make=True) as ledger:
        assert ledger is not None
        with connections[ledger.alias].cursor() as cursor:
            for statement in added(connections[ledger.alias].introspection.table_names(cursor)):
                cursor.execute(statement)


def added(tables: Sequence[str]) -> Iterator[str]:
    ours = [table for table in tables if table.startswith("gestand_")]
    assert len(ours) > 20
    for table in ours:
        yield f"ALTER TABLE {table} ADD COLUMN later_text TEXT NULL"
        yield f"ALTER TABLE {table} ADD COLUMN later_number BIGINT NOT NULL DEFAULT 7"
        yield f"CREATE INDEX later_{table} ON {table} (later_number)"
    yield "CREATE TABLE gestand_later (number BIGINT PRIMARY KEY)"
    yield (
        "INSERT INTO django_migrations (app, name, applied) "
        f"VALUES ('{APP}', '9999_later{BESIDE}', CURRENT_TIMESTAMP)"
    )


def test_every_statement_of_own_records_names_its_columns() -> None:
    """One that takes all columns, or fills them in their order, breaks on a column that is new."""
    texts = [path.read_text("utf-8") for path in (ROOT / "gestand" / "records").glob("*.py")]
    assert sum(text.count("INSERT INTO") for text in texts) > 10
    order = re.compile(r"INSERT INTO [\w{}]+ (?!\()|SELECT \* FROM (?!\()")
    whole = "INSERT INTO {} SELECT * FROM gestand_what_stays"  # all of a table, back into it
    texts = [text.replace(whole, "") for text in texts]
    assert [found for text in texts for found in order.findall(text)] == []


@on("sqlite", "postgresql")
def test_this_version_works_on_the_tables_of_a_later_one(
    database: Database, tmp_path: Path
) -> None:
    """Each statement that is written here names its columns: one that came since is no matter."""
    folder = linde(tmp_path / "linde")
    if database.kind == "postgresql":
        datamap = folder / "privacy" / "datamap.yaml"
        place = f'records: {{key: master.key, url: "{database.url}"}}'
        text = datamap.read_text("utf-8").replace("records: {key: master.key}", place)
        datamap.write_text(text, "utf-8")
    bring_up(database, folder / ".gestand" / "records.db")
    does(folder, "health")
    does(folder, "token", "--make", "shop", "--scope", "due:read", "--last", TOMORROW)
    does(folder, "request", "--new", "--right", "erasure", *ANN)
    does(folder, "apply", "--first-run", "--yes")
    assert gestand("suppress", "add", folder, typed="ann@delinde.example\n").exit_code == 0
    assert "The ledger holds" in does(folder, "verify")
    assert "gestand_requests_open 1" in does(folder, "health", "--format", "prometheus")


def does(folder: Path, command: str, *words: str) -> str:
    """Run a command that must come to its end, whether or not it asks for somebody."""
    done = gestand(command, folder, *words)
    assert done.exit_code in (0, 1), (command, done.output)
    assert not re.search("cannot be read|newer Gestand|should not happen", done.output)
    return done.stdout


def test_tables_of_a_later_version_that_does_not_only_add_are_refused(tmp_path: Path) -> None:
    with ledger_in(tmp_path / "records.db", "", make=True) as ledger:
        assert ledger is not None
        with connections[ledger.alias].cursor() as cursor:
            told = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
            cursor.execute(told, [APP, "9999_later", "2026-06-01"])
    with (
        pytest.raises(CannotRun, match="newer Gestand"),
        ledger_in(tmp_path / "records.db", "", make=False),
    ):
        pass

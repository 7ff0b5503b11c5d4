"""The tables of own records: made anew as they are today, or brought up from an older version."""

from __future__ import annotations

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from gestand.errors import CannotRun
from gestand.records import steps
from gestand.records.django_ready import APP
from gestand.records.only_added import only_add

_LEDGER = "0001_ledger"
_LOCK = 0x67657374616E64
"""The number of our lock in PostgreSQL, "gestand" in ASCII: nobody else is likely to take it."""


def are_there(connection: BaseDatabaseWrapper, place: str, *, make: bool) -> bool:
    """Tell whether the tables are there; with `make` they are made as this version has them.

    Raises CannotRun where a newer version made them, and this one cannot work beside it.
    """
    applied = _applied(connection)
    if steps.in_the_way(applied):
        message = f"{place} was written by a newer Gestand: use that one"
        raise CannotRun(message)
    if make and steps.known() - applied:
        _bring_up(connection)
    # An older version made the ledger, and nothing else: that can be read as it is.
    return make or _LEDGER in applied


def _applied(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Return the migrations of own records that were carried out there; none where there are none.

    Django looks for its table among all that are there, each time: that is most of what opening
    takes. So it does only where the table cannot be read.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [APP])
            return frozenset(name for (name,) in cursor.fetchall())
    except DatabaseError:
        recorded = MigrationRecorder(connection).applied_migrations()
        return frozenset(name for app, name in recorded if app == APP)


def _bring_up(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing.

    INVARIANT: all of it or nothing, by one program at a time. Django by itself may leave a table
    behind of which it is not written down that it was made: then nobody can go on.
    """
    with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        executor = MigrationExecutor(connection)
        if any(app == APP for app, _ in executor.loader.applied_migrations):
            executor.migrate(executor.loader.graph.leaf_nodes(APP))
        else:
            _make(connection, executor)


def _make(connection: BaseDatabaseWrapper, executor: MigrationExecutor) -> None:
    """Make all tables as they are today: a tenth of the time of all steps since the first."""
    with connection.schema_editor(atomic=False) as editor:
        for model in apps.get_app_config(APP).get_models():
            editor.create_model(model)
        only_add(apps, editor)
    recorder = executor.recorder
    recorder.ensure_schema()
    every = _in_order(executor.loader)
    migrations = [recorder.Migration(app=app, name=name) for app, name in every]
    recorder.migration_qs.bulk_create(migrations)


def _in_order(loader: MigrationLoader) -> list[tuple[str, str]]:
    (leaf,) = loader.graph.leaf_nodes(APP)
    return list(loader.graph.forwards_plan(leaf))

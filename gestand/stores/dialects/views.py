"""What the views of purposes are in the words of each kind of database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any as AnyValue

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


@dataclass(frozen=True)
class Words:
    """How a view is made and found.

    `create` and `still` (the moment `until`, in UTC, has not come) are filled in; `views` and
    `tables` find the names that begin as ours. With `at_once` a transaction holds all of it. A key
    is looked for `within` all keys, where that is the fastest way to look it up. Whether the keys
    are of the day is asked `once` by a join, where a condition would ask it of each row, or look
    it up anew for each question. What most rows settle is asked `first`, where that is faster.
    """

    create: str
    still: str
    views: str
    tables: str
    at_once: bool
    roles: bool
    within: bool
    once: bool
    first: bool


WORDS = {
    "sqlite": Words(
        "CREATE VIEW {name} AS\n{select}",
        "(SELECT datetime('now')) < '{until}'",
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE 'gestand~_%' ESCAPE '~'",
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        " AND name LIKE 'gestand~_apart%' ESCAPE '~'",
        at_once=True,
        roles=False,
        within=True,
        once=True,
        first=True,
    ),
    "postgresql": Words(
        # A barrier: else a function of the reader's own would be shown rows that are left out.
        "CREATE VIEW {name} WITH (security_barrier = true) AS\n{select}",
        "now() < CAST('{until}+00' AS TIMESTAMP WITH TIME ZONE)",
        "SELECT viewname FROM pg_catalog.pg_views WHERE schemaname = current_schema()"
        " AND viewname LIKE 'gestand~_%' ESCAPE '~'",
        "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
        " AND tablename LIKE 'gestand~_apart%' ESCAPE '~'",
        at_once=True,
        roles=True,
        within=False,
        once=False,
        first=False,
    ),
    "mariadb": Words(
        "CREATE OR REPLACE SQL SECURITY DEFINER VIEW {name} AS\n{select}",
        "utc_timestamp() < CAST('{until}' AS DATETIME)",
        "SELECT table_name FROM information_schema.views WHERE table_schema = database()"
        " AND table_name LIKE 'gestand~_%' ESCAPE '~'",
        "SELECT table_name FROM information_schema.tables WHERE table_schema = database()"
        " AND table_type = 'BASE TABLE' AND table_name LIKE 'gestand~_apart%' ESCAPE '~'",
        at_once=False,
        roles=True,
        within=True,
        once=True,
        first=False,
    ),
}

GRANTED = """SELECT c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
FROM pg_catalog.pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'v'
AND a.privilege_type = 'SELECT' AND a.grantee <> c.relowner"""
"""Who may read which view of PostgreSQL: that goes with the view."""


class InUtc(FunctionElement[str]):
    """A timestamp of which the database keeps the zone, as a clock in UTC would show it.

    Gestand's own connections are in UTC. Whoever reads a view chooses a zone, and must not see
    more by it.
    """

    name = "in_utc"
    inherit_cache = True


@compiles(InUtc, "sqlite")
def _as_it_is(element: InUtc, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(InUtc, "postgresql")
def _at_zone(element: InUtc, compiler: SQLCompiler, **kw: AnyValue) -> str:
    return f"({compiler.process(element.clauses, **kw)} AT TIME ZONE 'UTC')"


@compiles(InUtc, "mariadb")
def _since_the_epoch(element: InUtc, compiler: SQLCompiler, **kw: AnyValue) -> str:
    seconds = f"unix_timestamp({compiler.process(element.clauses, **kw)})"
    return f"(CAST('1970-01-01' AS DATETIME) + INTERVAL {seconds} SECOND)"

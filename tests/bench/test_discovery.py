"""The labelled schemas: each makes a database that holds together, and has a label per column."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.discovery.schemas import columns, labels, load, names

SIZES = {
    # schema: tables, columns, tables with rows
    "airflow": (46, 336, 38),
    "buildbot": (42, 218, 42),
    "davical": (34, 226, 33),
    "horde": (41, 316, 41),
    "hyperkitty": (35, 184, 34),
    "kanboard": (48, 294, 39),
    "kiwitcms": (57, 349, 56),
    "mediawiki": (58, 365, 54),
    "oscar": (93, 628, 90),
    "pretalx": (62, 444, 54),
    "redmine": (52, 392, 49),
    "roundcube": (17, 94, 10),
    "rt": (33, 347, 33),
    "spirit": (26, 163, 25),
    "sympa": (14, 130, 14),
    "ttrss": (32, 217, 29),
    "wagtail": (58, 354, 48),
    "weblate": (105, 839, 75),
    "wger": (76, 468, 73),
    "wordpress": (18, 135, 17),
    "zoneminder": (34, 496, 33),
}


def test_each_schema_is_counted() -> None:
    assert names() == tuple(SIZES)


@pytest.mark.parametrize("name", SIZES)
def test_a_schema_loads_and_holds_together(name: str, tmp_path: Path) -> None:
    load(name, tmp_path / "made.db")
    with closing(sqlite3.connect(tmp_path / "made.db")) as made:
        told = made.execute("select name from sqlite_master where type = 'table'")
        tables = [table for (table,) in told]
        found = {
            (table, column)
            for table in tables
            for (column,) in made.execute("select name from pragma_table_info(?)", (table,))
        }
        filled = [table for table in tables if made.execute(f'select 1 from "{table}"').fetchone()]
        assert (len(tables), len(found), len(filled)) == SIZES[name]
        assert made.execute("pragma foreign_key_check").fetchall() == []
    assert found == {(table, one.name) for table, known in columns(name).items() for one in known}


@pytest.mark.parametrize("name", SIZES)
def test_every_column_has_one_label(name: str) -> None:
    told = labels(name)
    assert [(one.table, one.column) for one in told] == [
        (table, column.name) for table, known in columns(name).items() for column in known
    ]
    assert [one for one in told if not one.reason or one.debatable is one.grade] == []
    linked = {
        (table, column.name)
        for table, known in columns(name).items()
        for column in known
        if column.references
    }
    graded = {one.grade.value for one in told if (one.table, one.column) in linked}
    assert graded <= {"none", "credential"}  # a link to a ticket is the ticket itself

"""People whose own row has one of some values, such as those who applied for a vacancy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gestand.core.datamap.schema import Kind
from gestand.core.owners import ROW
from gestand.core.predicate import Column, Equals, all_of
from gestand.core.roles import Officer
from gestand.errors import CannotRun
from gestand.work.company import Company
from gestand.work.people import kind_of, reading

Where = Sequence[tuple[str, Sequence[str]]]
"""Columns, each with the values that it may have, as somebody wrote them."""


def people_where(company: Company, kind: str, where: Where) -> frozenset[str]:
    """Return the digests of the people of a kind whose row meets all of `where`.

    They are those by which a request names its person. Raises CannotRun for a kind without rows, a
    column that is not there or a value that is none of its kind, and where the store cannot be
    read.
    """
    table = company.holdings.subjects.get(kind)
    if table is None:
        message = f"people of kind `{kind}` have no row of their own, so no column tells them apart"
        raise CannotRun(message)
    store, _, name = table.partition(".")
    columns = company.schemas[store].tables[name].columns
    wanted = []
    for column, values in where:
        if column not in columns:
            message = f"`{table}` has no column `{column}`: mend `where` in officers.yaml"
            raise CannotRun(message)
        told = tuple(_typed(kind_of(company, table, column), value) for value in values)
        wanted.append(Equals(Column(ROW, column), told))
    (key,) = company.holdings.tables[table].key
    digest = company.state.digester(kind)
    with reading(company, table) as run:
        batches = run.rows_out(table, [key], all_of(*wanted))
        return frozenset(digest(found) for rows in batches for (found,) in rows)


def as_looked_up(company: Company, officer: Officer) -> Officer:
    """Return an officer with the people whom they see, looked up now; CannotRun as above."""
    found = (people_where(company, kind, officer.where) for kind in sorted(officer.kinds))
    return replace(officer, people=frozenset().union(*found))


def _typed(kind: Kind, text: str) -> str | int:
    if kind is not Kind.INTEGER:
        return text
    if not text.lstrip("-").isdecimal():
        message = "a value under `where` of officers.yaml is no whole number, as its column is"
        raise CannotRun(message)
    return int(text)

"""The keys of people: in which column they stand, and what they are when somebody types one."""

from __future__ import annotations

from typing import Any

from gestand.core.datamap.schema import Column, Kind
from gestand.core.plan.abroad import taken_as
from gestand.stores.base import Run
from gestand.work.company import Company

IDENTIFIER = Column("identifier", Kind.TEXT)
"""Stands for the column of a text that was given by a person, or found in several tables."""

LONGEST_NUMBER = 18
"""Digits of a key; a database counts no further than nineteen."""


def key_column(company: Company, kind: str, store: str | None = None) -> Column:
    """Return the column that a person's key stands in: any text for an identifier.

    With `store` that is the column as it is taken along to that store.
    """
    table = company.holdings.subjects[kind]
    if table is None:
        return IDENTIFIER
    home, _, name = table.partition(".")
    schema = company.schemas[home]
    held = schema.tables[name]
    column = held.columns[held.key[0]]
    if store in (None, home):
        return column
    return taken_as(column, same_kind=company.schemas[store or home].dialect == schema.dialect)


def category_column(company: Company, kind: str, category: str, store: str) -> Column:
    """Return what a key set of values of a category is like, as it stands in a person's own row.

    A text is any text; all else is as the column itself has it, as it is taken along to `store`.
    """
    table = company.holdings.subjects[kind]
    if table is None:
        return IDENTIFIER
    home, _, name = table.partition(".")
    schema = company.schemas[home]
    cells = company.holdings.tables[table].cells
    plain = [c.column for c in cells if c.category == category and not (c.path or c.when)]
    column = schema.tables[name].columns[plain[0]] if plain else IDENTIFIER
    if column.kind is Kind.TEXT:
        return IDENTIFIER
    return taken_as(column, same_kind=company.schemas[store].dialect == schema.dialect)


def typed_key(company: Company, kind: str, text: str) -> str | int | None:
    """Return a key that was typed as its column has it; None where that needs a number."""
    if key_column(company, kind).kind is not Kind.INTEGER:
        return text
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def is_of_kind(company: Company, run: Run, kind: str, table: str, key: Any) -> bool:
    """Tell whether the row with this key is of somebody of a kind: not all of a table need be."""
    return any(
        all(each.met_by(run.value(table, each.column, (key,))) for each in way.when)
        for way in company.holdings.tables[table].own_ways(kind)
    )

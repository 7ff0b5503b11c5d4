"""Texts that name a row of another table, as `party.party,12`: whose a row is may stand there.

An edge needs a column, so nothing is mapped by it; the mark says what makes one of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gestand.core.datamap.named_rows import column_of_text
from gestand.core.datamap.schema import Kind, Schema
from gestand.core.discovery.draft import Draft, DraftTable, Line
from gestand.core.discovery.found import ASKED, Found
from gestand.core.discovery.grades import NONE, Judged
from gestand.core.discovery.naming import one, words
from gestand.core.discovery.proposing import is_left_out

_NAMED = re.compile(r"(/?[A-Za-z_][\w.]*(?:/[A-Za-z_][\w.]*)*[,:/#|])\d{1,18}")
_APART = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Named:
    """A column of texts that name rows of `target`; `word` is what stands before the key."""

    table: str
    column: str
    target: str
    word: str


def tables_by_name(schema: Schema) -> dict[str, str]:
    """Return the tables with a number as their key, by what a text may call them."""
    found: dict[str, str] = {}
    for name, table in schema.tables.items():
        if len(table.key) == 1 and table.columns[table.key[0]].kind is Kind.INTEGER:
            for called in (name, "_".join(map(one, words(name)))):
                found.setdefault(_plain(called), name)
    return found


def row_named(text: str, tables: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what stands before the key in a text, and the table that this is the name of.

    None where it is no name of a table: then it may be anything, and is not told.
    """
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    called = _plain(found[1])
    singular = "_".join(one(part) for part in called.split("_"))
    target = tables.get(called) or tables.get(singular)
    return (found[1], target) if target else None


def _plain(called: str) -> str:
    return _APART.sub("_", called.lower()).strip("_")


def without_values(found: Found, texts: Sequence[Named]) -> Found:
    """Return what was found with these texts as what they are: they name rows, and hold nothing."""
    judged = {name: dict(columns) for name, columns in found.judged.items()}
    for each in texts:
        judged[each.table][each.column] = Judged(NONE, why="it names rows of other tables")
    return replace(found, judged=judged)


def with_texts(draft: Draft, schema: Schema, texts: Sequence[Named]) -> Draft:
    """Return a draft in which a table without a sure owner says that a text names it, and what
    makes a column of that.
    """
    for each in texts:
        table, target = draft.tables[each.table], draft.tables[each.target]
        if target.apart is None and each.table != each.target:
            draft = draft.with_table(_said(table, each, schema))
    return draft


def _said(table: DraftTable, named: Named, schema: Schema) -> DraftTable:
    made = f"{named.column}_{named.target}_id"
    statement = column_of_text(schema.dialect, named.table, named.column, made, named.word)
    told = (
        f"`{named.column}` names rows of `{named.target}` as `{named.word}12`; let the database "
        f"make a column of it, and name that as the owner: {statement};"
    )
    apart, owner = table.apart, table.owner
    if apart is not None:
        group = apart.group if is_left_out(table) else f"{ASKED}named in a text"
        return replace(table, apart=replace(apart, doubt=_both(apart, told), group=group))
    if owner is not None and owner.group.startswith("actor "):
        return replace(table, owner=replace(owner, doubt=_both(owner, told)))
    return table


def _both(line: Line, told: str) -> str:
    return f"{line.doubt}; {told}" if line.doubt else told

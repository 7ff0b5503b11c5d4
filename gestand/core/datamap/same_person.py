"""Which kinds of people are one and the same, by what an organisation itself gave out.

An address or a name that somebody typed proves nothing: a family shares one, and two namesakes
have the same. So only a key, or a `technical` column that identifies a kind, shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gestand.core.datamap.holdings import HeldTable
from gestand.core.datamap.holdings import SamePerson as Same
from gestand.core.datamap.model import DataMap, SamePerson, Subject
from gestand.core.findings import Finding, did_you_mean
from gestand.core.found import Found, shown, span_of

CODES = {
    "G325": "something is to show that two kinds are one person, and does not",
}


def check_same_people(datamap: DataMap, found: Found) -> None:
    """Find what cannot show that somebody of one kind is somebody of another."""
    for subject in datamap.subjects.values():
        for same in subject.same_person:
            for message, hint in _wrong(datamap, subject, same):
                found.add(same.span, "G325", message, same.other, hint)


def same_people(datamap: DataMap, tables: Mapping[str, HeldTable]) -> tuple[Same, ...]:
    """Return by which columns kinds are one person, with the key where no identifier is named."""
    return tuple(
        Same(subject.id, same.column, same.other, same.identifier or tables[table].key[0])
        for subject in datamap.subjects.values()
        for same in subject.same_person
        if (table := datamap.subjects[same.other].table) and table in tables
    )


def unknown_columns(datamap: DataMap, tables: Mapping[str, HeldTable]) -> Iterator[Finding]:
    """Yield a finding for each column that the live table does not have."""
    told = [(kind, same) for kind in datamap.subjects.values() for same in kind.same_person]
    read = [(kind, same.column, same) for kind, same in told]
    read += [(datamap.subjects[s.other], s.identifier, s) for _, s in told if s.identifier]
    for kind, column, same in read:
        table = tables.get(kind.table or "")
        if table and column not in table.columns:
            message = f"column `{column}` is not in table `{table.id}`"
            hint = did_you_mean(column, table.columns)
            yield Finding(same.span, "G403", message, column, hint)
    for kind in datamap.subjects.values():
        yield from _no_language(kind, tables)


def _no_language(kind: Subject, tables: Mapping[str, HeldTable]) -> Iterator[Finding]:
    table, column = tables.get(kind.table or ""), kind.language
    if column is None or (table and column in table.columns):
        return
    where = f"in table `{table.id}`" if table else f"anywhere: a {kind.id} has no row of their own"
    hint = did_you_mean(column, table.columns) if table else "leave `language` out"
    span = span_of(column, kind.span)
    yield Finding(span, "G403", f"column `{shown(column)}` is not {where}", column, hint)


def _wrong(datamap: DataMap, subject: Subject, same: SamePerson) -> Iterator[tuple[str, str]]:
    other = datamap.subjects.get(same.other)
    if other is None:
        yield f"there is no kind of person `{shown(same.other)}`", "name a kind under `subjects:`"
        return
    for kind in (subject, other):
        if kind.when:
            yield f"not every row is a {kind.id}", "name each of the two with `--person`"
        if kind.table is None:
            yield f"a {kind.id} has no row of their own", "name each of the two with `--person`"
    if same.identifier is not None and same.identifier not in other.identified_by:
        hint = f"name it under `identified by:` of `{other.id}`"
        yield f"`{shown(same.identifier)}` does not identify `{other.id}`", hint
    for kind, column in ((subject, same.column), (other, same.identifier)):
        if column is not None and _typed_by_people(datamap, kind, column):
            hint = "use a key, or a `technical` column that your own systems fill"
            yield f"`{shown(column)}` of a {kind.id} can be shared: it is no proof", hint


def _typed_by_people(datamap: DataMap, kind: Subject, column: str) -> bool:
    table = datamap.tables.get(kind.table or "")
    mapped = table.columns.get(column) if table else None
    return mapped is not None and (mapped.category is not None or mapped.secret)

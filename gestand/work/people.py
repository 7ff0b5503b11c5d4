"""Find the person that a request names, and refuse when it is not clear who that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from gestand.core.datamap.holdings import HeldTable
from gestand.core.datamap.model import DataMap
from gestand.core.datamap.schema import Kind
from gestand.core.facts import Person, folded_text
from gestand.core.findings import did_you_mean
from gestand.core.names import store_of
from gestand.core.plan.correct import Correction
from gestand.core.plan.steps import Plan
from gestand.core.typed import WRITTEN, stored_as, typed_as
from gestand.errors import CannotRun, GestandError
from gestand.post.written import is_address
from gestand.stores.base import Key, Run
from gestand.work.company import Company
from gestand.work.keys import is_of_kind, key_column, typed_key


class NotClear(GestandError):
    """An identifier names several people: a person must say which of them is meant."""


class Nobody(CannotRun):
    """Nobody is known by what was named."""


def find_people(company: Company, named: Iterable[tuple[str, str, bool]]) -> Iterator[Person]:
    """Yield the person of each (kind, text, whether the text is an identifier).

    Raises CannotRun for a kind or a key that does not exist, NotClear where an identifier
    belongs to several people.
    """
    for kind, text, by_identifier in named:
        if kind not in company.holdings.subjects:
            hint = did_you_mean(kind, company.holdings.subjects)
            message = f"there is no kind of person `{kind}`; {hint}".rstrip("; ")
            raise CannotRun(message)
        yield _person(company, kind, text, by_identifier=by_identifier)


@contextmanager
def reading(company: Company, table: str) -> Iterator[Run]:
    """Open the store of a table for a few questions about people, in one transaction."""
    name = store_of(table)
    store, schema = company.stores[name], company.schemas[name]
    ready = company.programs.questions((store, schema, company.holdings), company.zone)
    opened = store.run(schema, company.holdings, company.zone, ready=ready)
    with opened as run, run.transaction(writing=False):
        yield run


def is_known(company: Company, person: Person) -> bool:
    """Tell whether some store holds a row that names the person who was found."""
    if company.holdings.subjects[person.kind] is not None:
        return True  # else nobody would have been found
    return any(_carries(company, table, person) for table in company.holdings.tables.values())


def _carries(company: Company, table: HeldTable, person: Person) -> bool:
    columns = [way.column for way in table.identifiers if way.kind == person.kind]
    if not columns:
        return False
    with reading(company, table.id) as run:
        return any(run.people_with(table.id, column, str(person.key)) for column in columns)


def identifiers_of(company: Company, person: Person) -> list[str]:
    """Return what a person who was found is identified by: as it stands in their own row."""
    table = company.holdings.subjects[person.kind]
    if table is None:
        return [str(person.key)]
    with reading(company, table) as run:
        names = company.holdings.identifiers[person.kind]
        values = run.values_at(table, names, (person.key,)) if names else ()
    return [str(value) for value in values if value is not None and str(value).strip()]


def not_looked_for(company: Company, kind: str) -> tuple[list[str], list[str]]:
    """Return by which columns people of a kind are identified, and what else is held of them.

    The second are categories, as the data map has them, in their own row or in another.
    """
    holdings, own = company.holdings, company.holdings.subjects[kind]
    names = list(holdings.identifiers[kind])
    tables = (table for table in holdings.tables.values() if kind in table.kinds)
    cells = [(table.id, cell) for table in tables for cell in table.cells]
    sought = {cell.category for table, cell in cells if table == own and cell.column in names}
    others = (cell.category for _, cell in cells if cell.source != "observed")
    return names, [name for name in dict.fromkeys(others) if name not in sought]


def certain_address(texts: Iterable[str]) -> str | None:
    """Return the one address of mail among some texts, as it stands there.

    None where there is none that every server takes, or more than one; case and spaces around it
    make no other address.
    """
    stripped = (text.strip() for text in texts)
    found = {folded_text(text): text for text in stripped if is_address(text)}
    return next(iter(found.values())) if len(found) == 1 else None


def correction(company: Company, person: Person, text: str, new: str) -> Correction:
    """Return the correction of a category about `person`: from what stands in their own row.

    Where it has several columns the text names one as well: `address:street`. A day, a number or a
    yes or no is written as its kind is. Raises CannotRun where nobody can tell the column, where
    copies stand in columns of another kind, or where the new value is none of its kind.
    """
    table = company.holdings.subjects[person.kind]
    category, column = to_correct(company, person.kind, text)
    if table is None:
        return Correction(category, str(person.key), new)
    kind = kind_of(company, table, column)
    if kind is not Kind.TEXT:
        _refuse_kinds(company, category, kind)
    typed = typed_as(kind, new)
    if typed is None:
        message = f"`{category}` is {WRITTEN.get(kind, 'of a kind that cannot be typed')}"
        raise CannotRun(message)
    return Correction(category, _old(company, table, (column, kind), person), typed, column)


def to_correct(company: Company, kind: str, text: str) -> tuple[str, str]:
    """Return the category that is corrected of a kind of people, and its column in their own row.

    Raises CannotRun where nobody can tell which column that is.
    """
    category, _, named = (part.strip() for part in text.partition(":"))
    holdings, table = company.holdings, company.holdings.subjects[kind]
    if table is None:
        if category not in holdings.identifiers[kind]:
            message = f"of a {kind} only the identifier can be corrected"
            raise CannotRun(message)
        return category, ""
    cells = [cell for cell in holdings.tables[table].cells if not (cell.path or cell.when)]
    columns = [cell.column for cell in cells if cell.category == category]
    if named in columns or len(columns) == 1:
        return category, named if named in columns else columns[0]
    message = f"`{category}` is not one column of `{table}`; it is {len(columns)}"
    if columns:
        message += f": name one, as in `{category}:{columns[0]}` (there are {', '.join(columns)})"
    raise CannotRun(message)


def in_several_columns(datamap: DataMap, kind: str) -> Mapping[str, Sequence[str]]:
    """Return the columns of each category of which `to_correct` asks which one is meant."""
    table = datamap.tables.get(datamap.subjects[kind].table or "")
    found: dict[str, list[str]] = {}
    for column in table.columns.values() if table is not None else ():
        if column.category is not None and not (column.paths or column.by):
            found.setdefault(column.category, []).append(column.name)
    return {category: names for category, names in found.items() if len(names) > 1}


def refuse_to_fill_in(told: Correction | None, plan: Plan) -> None:
    """Refuse a value that nothing could hold: the next run would take it away again."""
    if told is None or not told.fills_in or plan.changes:
        return
    message = (
        f"`{told.category}` of this person is empty, and no purpose holds it now, or it is set "
        "apart: what is filled in would have no ground"
    )
    raise CannotRun(message)


def _old(company: Company, table: str, column: tuple[str, Kind], person: Person) -> str | None:
    name, kind = column
    with reading(company, table) as run:
        value = run.value(table, name, (person.key,))
    old = stored_as(kind, value)
    if old is None and value is not None:
        message = f"`{name}` of this person holds no value that could be corrected"
        raise CannotRun(message)
    return old


def kind_of(company: Company, table: str, column: str) -> Kind:
    """Return of which kind a column of a table is."""
    store, _, name = table.partition(".")
    found = company.schemas[store].tables[name].columns[column]
    # MariaDB has no other word for yes and no.
    return Kind.BOOLEAN if found.declared.lower().startswith("tinyint(1)") else found.kind


def _refuse_kinds(company: Company, category: str, kind: Kind) -> None:
    """Refuse to compare a value with columns of another kind, or of another kind of database."""
    cells = [
        (table.id, cell.column)
        for table in company.holdings.tables.values()
        for cell in table.cells
        if cell.category == category and not cell.path
    ]
    kinds = {kind_of(company, table, column) for table, column in cells}
    dialects = {company.schemas[store_of(table)].dialect for table, _ in cells}
    if kinds != {kind} or (len(dialects) > 1 and kind is not Kind.INTEGER):
        message = (
            f"`{category}` stands in columns of several kinds: correct each by hand, and write it "
            "down with `gestand request --do carry-out`"
        )
        raise CannotRun(message)


def _person(company: Company, kind: str, text: str, *, by_identifier: bool) -> Person:
    table = company.holdings.subjects[kind]
    if table is None:
        if not by_identifier:
            message = f"a {kind} has no key: use `--person {kind}:-` and give the identifier"
            raise CannotRun(message)
        return Person(kind, folded_text(text))
    with reading(company, table) as run:
        if by_identifier:
            return Person(kind, _only(kind, _with_identifier(company, run, kind, table, text)))
        return Person(kind, _known(company, run, kind, table, text))


def by_identifier(company: Company, kind: str, text: str) -> bool:
    """Tell whether what was typed is an identifier, such as an address, and no key of a row."""
    if not text:
        message = "who is it? A number of your own, or an identifier such as an e-mail address"
        raise CannotRun(message)
    return "@" in text or company.holdings.subjects.get(kind) is None


def perhaps_gone(company: Company, kind: str, text: str, *, by_identifier: bool) -> Person:
    """Return who is meant, also where their row is not there any more; CannotRun as `find_people`.

    A hold on somebody who is gone stops every plan until it is released: nothing is kept by it.
    """
    by_key = company.holdings.subjects.get(kind) is not None and not by_identifier
    key = typed_key(company, kind, text) if by_key and text else None
    if key is not None:
        return Person(kind, key)
    return next(find_people(company, [(kind, text, by_identifier)]))


def _known(company: Company, run: Run, kind: str, table: str, text: str) -> str | int:
    """Return the key as the store writes it; a key that is not there raises CannotRun."""
    column = company.holdings.tables[table].key[0]
    known: str | int | None = run.value(table, column, (_key(company, kind, text),))
    if known is None or not is_of_kind(company, run, kind, table, known):
        # A key may be a customer number or an address: what was typed is not repeated.
        message = f"there is no {kind} with that key"
        raise Nobody(message)
    return known


def _key(company: Company, kind: str, text: str) -> str | int:
    key = typed_key(company, kind, text)
    if key is None:
        message = f"the key of a {kind} is a number"
        raise CannotRun(message)
    return key


def _with_identifier(company: Company, run: Run, kind: str, table: str, text: str) -> list[Key]:
    found: dict[Key, None] = {}
    if key_column(company, kind).kind is Kind.TEXT:
        column = company.holdings.tables[table].key[0]
        found |= {(key,): None for key in [run.value(table, column, (text.strip(),))] if key}
    for column in company.holdings.identifiers[kind]:
        for key in run.people_with(table, column, text):
            found.setdefault(key)
    return [key for key in found if is_of_kind(company, run, kind, table, key[0])]


def _only(kind: str, keys: list[Key]) -> str | int:
    if not keys:
        message = f"there is no {kind} with that identifier"
        raise Nobody(message)
    if len(keys) > 1:
        shown = ", ".join(f"{kind}:{key[0]}" for key in sorted(keys)[:10])
        if not isinstance(keys[0][0], int):
            shown = f"look them up, and give the key of one: `--person {kind}:-`"
        message = f"{len(keys)} people of kind {kind} carry that identifier; name one: {shown}"
        raise NotClear(message)
    key: str | int = keys[0][0]
    return key

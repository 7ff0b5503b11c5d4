"""As whom somebody may see their data who reads the mail of an address.

An address proves who somebody is where it is the one address on file of one person. Where two
people have it nobody can tell which of them reads the mail: then nobody signs in by it. Whom the
data map links is one person; an address never links (decision 034).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gestand.core.facts import Person, folded_text
from gestand.post.written import is_address
from gestand.work.company import Company
from gestand.work.keys import is_of_kind
from gestand.work.linked import linked_people
from gestand.work.people import certain_address, identifiers_of, is_known, reading


@dataclass(frozen=True)
class Known:
    """Who has an address: each of `persons` is one person, in one or more linked kinds.

    `address` is it as it stands on file. With `shared` several people have it, and none signs in.
    """

    address: str = ""
    persons: tuple[tuple[Person, ...], ...] = ()
    shared: bool = False


NOBODY = Known()


def whose_address(company: Company, typed: str) -> Known:
    """Return who has the address that was typed; CannotRun where a store cannot be read.

    People with a row of their own come first; whoever is known by the address alone is the
    address, in each such kind.
    """
    typed = typed.strip()
    if not is_address(typed):
        return NOBODY
    rows = list(_with_rows(company, typed))
    persons = list(dict.fromkeys(_as_one(company, person) for person in rows))
    if len(persons) > 1:
        return Known(_on_file(company, rows[0], typed) or typed, shared=True)
    address = _on_file(company, rows[0], typed) if rows else typed
    if address is None:
        return NOBODY  # two addresses, or another one: the address on file is not certain
    alone = [(person,) for person in _by_address_alone(company, typed)]
    found = (*persons, *alone)
    return Known(address, found) if found else NOBODY


def are_still(company: Company, people: Sequence[Person], address: str) -> bool:
    """Tell whether people are still the one person whose address on file this is.

    A database may have given the key of a row that went to somebody else meanwhile.
    """
    if all(company.holdings.subjects[person.kind] is None for person in people):
        return True  # the address is who they are
    mine = [
        person for person in people
        if company.holdings.subjects[person.kind] and _on_file(company, person, address)
    ]
    # Nobody is searched for: rows are read by their keys, however many others there are.
    return bool(mine) and all(
        person in mine or any(_is_linked(company, person, other) for other in people)
        for person in people
    )


def _is_linked(company: Company, one: Person, other: Person) -> bool:
    """Tell whether two rows carry the same value where the data map says that it links them."""
    for same in company.holdings.same_people:
        columns = {same.kind: same.column, same.other: same.other_column}
        if {one.kind, other.kind} == columns.keys() and one.kind != other.kind:
            found = {_value(company, person, columns[person.kind]) for person in (one, other)}
            if len(found) == 1 and "" not in found:
                return True
    return False


def _value(company: Company, person: Person, column: str) -> str:
    table = company.holdings.subjects[person.kind]
    if table is None:
        return ""
    with reading(company, table) as run:
        value = run.value(table, column, (person.key,))
    return "" if value is None else folded_text(str(value))


def _with_rows(company: Company, typed: str) -> Iterator[Person]:
    """Yield everybody whose own row has the address as an identifier."""
    for kind, table in company.holdings.subjects.items():
        if table is None:
            continue
        with reading(company, table) as run:
            keys = {
                key: None
                for column in company.holdings.identifiers[kind]
                for (key, *_) in run.people_with(table, column, typed)
                if is_of_kind(company, run, kind, table, key)
            }
        yield from (Person(kind, key) for key in keys)


def _as_one(company: Company, person: Person) -> tuple[Person, ...]:
    """Return a person with all that they are as well, the same whoever of these is named."""
    return tuple(sorted(linked_people(company, [person]).people, key=lambda p: (p.kind, p.key)))


def _on_file(company: Company, person: Person, typed: str) -> str | None:
    """Return the address as it stands in their row; None where it is not their only one."""
    found = certain_address(identifiers_of(company, person))
    return found if found is not None and folded_text(found) == folded_text(typed) else None


def _by_address_alone(company: Company, typed: str) -> Iterator[Person]:
    for kind, table in company.holdings.subjects.items():
        if table is None:
            person = Person(kind, folded_text(typed))
            if is_known(company, person):
                yield person

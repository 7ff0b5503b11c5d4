"""The facts that stand about people, brought to the stores: whose rows they are about.

A fact names a person by the key of their row, or by a digest of a key or an identifier. Who
that is, only a store can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gestand.core.apart import HELD, OBJECTING, RESTRICTED, WITHDRAWN
from gestand.core.datamap.holdings import HeldTable
from gestand.core.facts import (
    ErasureAsked,
    HoldPlaced,
    Objected,
    Person,
    RestrictionPlaced,
    Told,
    folded_text,
)
from gestand.core.lives import Question
from gestand.core.standing import FactsStanding, standing
from gestand.errors import CannotRun
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.keys import key_column, typed_key

Known = dict[Person, list[Any]]
"""By the person of a fact their keys, or identifiers as they are written."""


@dataclass(frozen=True)
class Noted:
    """What stands on the day of one plan; `found` are the people that some store knows."""

    company: Company
    standing: FactsStanding
    found: set[Person] = field(default_factory=set)

    @classmethod
    def of(cls, company: Company, as_of: date) -> Noted:
        """Return what stands as of a day; a key that cannot be one is refused."""
        facts = [replace(fact, person=_typed(company, fact)) for fact in company.facts.told]
        return cls(company, standing(facts, as_of))

    def into(self, question: Question) -> Question:
        """Return a question that counts with what stands."""
        told = self.standing
        apart = {(RESTRICTED, p.kind) for p in told.restricted} | {
            (HELD, p.kind) for p in told.held
        }
        return replace(
            question,
            apart=frozenset(apart),
            objecting=frozenset((purpose, p.kind) for p, purpose in told.objections),
            withdrawn=frozenset((purpose, p.kind) for p, purpose in told.withdrawn),
        )

    def erasures(self) -> Iterator[ErasureAsked]:
        """Yield the requests to erase, each of a person known by a keyed digest."""
        for fact in self.standing.erasures:
            person = fact.person
            if not person.hidden:
                key = self.company.state.digest(person.kind, person.key)
                person = Person(person.kind, key, hidden=True)
            yield replace(fact, person=person)

    def about(self, person: Person) -> list[RestrictionPlaced | HoldPlaced | Objected]:
        """Return what stands about a person who asks: restriction, hold, objections."""
        told = self.standing
        facts: list[RestrictionPlaced | HoldPlaced | Objected] = [*told.restricted.values()]
        facts += [*told.held.values(), *told.objections.values()]
        names = {person}
        if any(fact.person.hidden for fact in facts):
            digest = self.company.state.digest(person.kind, person.key)
            names.add(Person(person.kind, digest, hidden=True))
        return [fact for fact in facts if fact.person in names]

    def fill(self, runs: Mapping[str, Run], store: str) -> None:
        """Fill, in `store`, the key sets of the people about whom something stands.

        `runs` are the stores that have a say in the rows of `store`, and that store itself.
        """
        told = self.standing
        for kind in sorted({person.kind for person in told.people}):
            known = self._known(runs, kind)
            self.found.update(known)
            for name, apart in ((RESTRICTED, told.restricted), (HELD, told.held)):
                self._fill(runs[store], store, f"{name}:{kind}", _keys(known, apart))
            for purpose in sorted({p for _, p in (*told.objections, *told.withdrawn)}):
                objecting = (p for p, about in told.objections if about == purpose)
                name = f"{OBJECTING}:{purpose}:{kind}"
                self._fill(runs[store], store, name, _keys(known, objecting))
                since = [
                    (key, fact.on)
                    for (person, about), fact in told.withdrawn.items()
                    if about == purpose
                    for key in known.get(person, ())
                ]
                column = key_column(self.company, kind, store)
                runs[store].fill_since(f"{WITHDRAWN}:{purpose}:{kind}", since, column)

    def refuse_unknown(self) -> None:
        """Raise CannotRun where somebody's values should be set apart and no store knows them.

        A number that was typed wrong would let the person go who should have been kept.
        """
        for fact in (*self.standing.restricted.values(), *self.standing.held.values()):
            if fact.person not in self.found:
                message = (
                    f"{_place(fact)}nobody is known under this key, so nothing would be kept; "
                    "correct `who`, or record that it is over"
                )
                raise CannotRun(message)

    def _fill(self, run: Run, store: str, name: str, keys: list[Any]) -> None:
        kind = name.rpartition(":")[2]
        column = key_column(self.company, kind, store)
        run.fill(name, [(key,) for key in keys], (column,))

    def _known(self, runs: Mapping[str, Run], kind: str) -> Known:
        table = self.company.holdings.subjects[kind]
        people = [person for person in self.standing.people if person.kind == kind]
        known: Known = {}
        if table is None:
            for store, run in runs.items():
                for person, key in self._by_identifier(run, store, kind, people):
                    known.setdefault(person, []).append(key)
        elif (home := table.partition(".")[0]) in runs:
            held = self.company.holdings.tables[table]
            for person, key in self._by_key(runs[home], held, people):
                known.setdefault(person, []).append(key)
        return known

    def _by_key(
        self, run: Run, table: HeldTable, people: list[Person]
    ) -> Iterator[tuple[Person, Any]]:
        plain = {person.key: person for person in people if not person.hidden}
        for key, _ in run.rows_at(table.id, (), list(plain)):
            # A database may find `K1` for `k1`; only the key as it was written is that person's.
            if key in plain:
                yield plain[key], key
        hidden = {person.key: person for person in people if person.hidden}
        if hidden:
            digest = self.company.state.digester(table.person)
            for key in run.values(table.id, table.key[0]):
                if (person := hidden.get(digest(key))) is not None:
                    yield person, key

    def _by_identifier(
        self, run: Run, store: str, kind: str, people: list[Person]
    ) -> Iterator[tuple[Person, Any]]:
        hidden = {person.key: person for person in people}
        digest = self.company.state.digester(kind)
        tables = [t for t in self.company.holdings.tables.values() if t.store == store]
        for table, way in ((t, w) for t in tables for w in t.identifiers if w.kind == kind):
            for value in {folded_text(str(v)) for v in run.values(table.id, way.column)}:
                if (person := hidden.get(digest(value))) is not None:
                    yield person, value


def _keys(known: Known, people: Iterable[Person]) -> list[Any]:
    return list(dict.fromkeys(key for person in people for key in known.get(person, ())))


def _typed(company: Company, fact: Told) -> Person:
    """Return the person of a fact with the key as their table has it."""
    person = fact.person
    if person.hidden:
        return person
    key = typed_key(company, person.kind, str(person.key))
    if key is None:
        message = f"{_place(fact)}the key of a {person.kind} is a number"
        raise CannotRun(message)
    return Person(person.kind, key)


def _place(fact: Told) -> str:
    return f"{fact.span}: " if fact.span else ""

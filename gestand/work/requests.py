"""Requests to erase: whose row each of them is about, and whether it is still that person's.

A request is recorded by keyed digests: of the person's key or identifier, and of what stood
in their own row. Who is meant is found by comparing the digests of what a store holds. A
database may give the key of a row that went to somebody else, so a row that is no longer
what it was proves nothing: a person is asked, and until then the request does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from gestand.core.asking import request_step
from gestand.core.datamap.holdings import HeldTable, identity_columns
from gestand.core.facts import Decision, ErasureAsked, Person, folded_text
from gestand.core.left import KEEPING, is_left, left_of
from gestand.core.names import store_of
from gestand.core.predicate import Emptied
from gestand.errors import CannotRun
from gestand.stores.base import Key, Run
from gestand.work.company import Company
from gestand.work.facts import Marks, erasures
from gestand.work.keys import key_column
from gestand.work.noted import Noted

Values = tuple[Any, ...]
_Wanted = tuple[Any, date, frozenset[str]]
"""A key or an identifier, since when its person wants erasure, and what was refused."""

_PART = "left of "
"""Before the name of a column: the mark of what stays there of its value."""


@dataclass(frozen=True)
class Requests:
    """The requests that count for one plan: those on record, and of `asking` on the day `on`.

    `about` are the people whom the plan is about; none where it is about everybody.
    `seen` gives the row of each who asks now, as the plan found it; the requests of those in
    `repeated` are on record for this day already. `counted` gives the days of the requests
    that count, by the person as the store knows them. `spare` are the categories of which erasure
    is refused to those who ask now.
    """

    company: Company
    recorded: tuple[ErasureAsked, ...]
    asking: tuple[Person, ...]
    on: date
    standing: Sequence[Decision]
    about: tuple[Person, ...] = ()
    seen: dict[Person, _Row] = field(default_factory=dict)
    repeated: set[Person] = field(default_factory=set)
    counted: dict[Person, set[date]] = field(default_factory=dict)
    spare: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        noted: Noted,
        asked_by: tuple[Sequence[Person], Sequence[Person], frozenset[str]],
        on: date,
        standing: Sequence[Decision],
    ) -> Requests:
        """Return the requests as of `on`; one of a kind of person that is no more is refused.

        `asked_by` are those who ask now, those whom the plan is about, and what is refused to the
        first.
        """
        company = noted.company
        recorded = (fact for fact in erasures(company.state) if fact.on <= on)
        known = (*recorded, *noted.erasures())
        for kind in {fact.person.kind for fact in known} - set(company.holdings.subjects):
            message = (
                f"a recorded request to erase is of a `{kind}`, and the data map has no such kind"
            )
            raise CannotRun(message)
        asking, about, spare = asked_by
        return cls(company, known, tuple(asking), on, standing, tuple(about), spare=spare)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of people of whom somebody asked."""
        asked = (*(fact.person for fact in self.recorded), *self.asking)
        return frozenset(person.kind for person in asked)

    @cached_property
    def spared(self) -> frozenset[tuple[str, str]]:
        """The categories, each with a kind of people, of which erasure was refused to somebody."""
        told = {(category, fact.person.kind) for fact in self.recorded for category in fact.but}
        now = {(category, p.kind) for p in self.asking for category in self.spare}
        return frozenset(told | now)

    @cached_property
    def _recorded_by(self) -> Mapping[str, Mapping[object, Sequence[ErasureAsked]]]:
        """The requests on record by the kind of their person, and by the digest that names them."""
        found: dict[str, dict[object, list[ErasureAsked]]] = {}
        for fact in self.recorded:
            found.setdefault(fact.person.kind, {}).setdefault(fact.person.key, []).append(fact)
        return found

    @cached_property
    def _asking(self) -> frozenset[Person]:
        return frozenset(self.asking)

    def facts(self) -> list[ErasureAsked]:
        """Return the requests of those who ask now and are not on record for this day."""
        kinds = {person.kind for person in self.asking}
        digest = {kind: self.company.state.digester(kind) for kind in kinds}
        known = {(f.person, f.on, f.but) for f in self.recorded if not f.row}
        new: list[ErasureAsked] = []
        for person in self.asking:
            hidden = Person(person.kind, digest[person.kind](person.key), hidden=True)
            if person not in self.repeated and (hidden, self.on, self.spare) not in known:
                row = self.seen.get(person)
                marks = row.marks() if row else ()
                new.append(ErasureAsked(hidden, self.on, marks, self.spare))
        return new

    def fill(self, runs: Mapping[str, Run], store: str) -> None:
        """Fill, per kind, the people whose request counts, and those of whom it is not sure.

        `runs` are the stores that have a say in the rows of `store`, and that store itself.
        """
        for kind in sorted(self.kinds):
            table = self.company.holdings.subjects[kind]
            doubtful: list[Key] = []
            if table is None:
                asked = [found for name in runs for found in self._by_identifier(runs, name, kind)]
                asked = list(dict.fromkeys(asked))
            elif (home := store_of(table)) in runs:
                own = self.company.holdings.tables[table].seen_as(kind)
                asked, doubtful = self._by_row(runs[home], own)
            else:
                continue
            for key, on, _ in asked:
                self.counted.setdefault(Person(kind, key), set()).add(on)
            column = key_column(self.company, kind, store)
            since = [(key, on) for key, on, _ in asked]
            runs[store].fill_since(f"erasing:{kind}", since, column)
            for category in sorted(name for name, spared in self.spared if spared == kind):
                since = [(key, on) for key, on, but in asked if category not in but]
                runs[store].fill_since(f"erasing:{category}:{kind}", since, column)
            runs[store].fill(f"doubtful:{kind}", doubtful, (column,))

    def _by_identifier(self, runs: Mapping[str, Run], store: str, kind: str) -> Iterator[_Wanted]:
        """Find the identifiers that are held of people who are known by nothing else."""
        for person in self.asking:
            if person.kind == kind:
                yield str(person.key), self.on, self.spare
        if not (wanted := self._recorded_by.get(kind)):
            return
        digest = self.company.state.digester(kind)
        few = self._few(kind)
        if few is not None:
            named = {folded_text(str(person.key)) for person in few}
            yield from ((v, f.on, f.but) for v in sorted(named) for f in wanted.get(digest(v), ()))
            return
        tables = [t for t in self.company.holdings.tables.values() if t.store == store]
        for table, way in ((t, w) for t in tables for w in t.identifiers if w.kind == kind):
            held = {folded_text(str(v)) for v in runs[store].values(table.id, way.column)}
            yield from ((v, f.on, f.but) for v in held for f in wanted.get(digest(v), ()))

    def _by_row(self, run: Run, table: HeldTable) -> tuple[list[_Wanted], list[Key]]:
        """Find the keys of people with a row of their own, and judge whose row it is now."""
        asked: list[_Wanted] = []
        doubtful: dict[Key, None] = {}
        columns = identity_columns(self.company.holdings, table)
        requests = self._requests_at(run, table)
        for key, values in run.rows_at(table.id, columns, list(requests)):
            row = _Row(self.company, table, key, dict(zip(columns, values, strict=True)))
            for each in requests[key]:
                told = row.told_by(run, each)
                if told == "other":
                    told = self._answered(table, key, values) or "other"
                    doubtful |= {(key,): None} if told == "other" else {}
                if told == "same":
                    asked.append((key, each.on, each.but))
                    recorded = not each.now and each.marks is not None
                    same = (each.on, each.but) == (self.on, self.spare)
                    self._note(table.person, key, row, repeated=recorded and same)
        return asked, list(doubtful)

    def _requests_at(self, run: Run, table: HeldTable) -> dict[Any, list[_Asked]]:
        """Return the requests by key; who asks now is looked for again before each change."""
        found: dict[Any, list[_Asked]] = {}
        for person in self.asking:
            if person.kind == table.person:
                row = self.seen.get(person)
                marks = row.marks() if row else None
                asked = _Asked(self.on, marks, self.spare, now=True)
                found.setdefault(person.key, []).append(asked)
        if not (wanted := self._recorded_by.get(table.person)):
            return found
        digest = self.company.state.digester(table.person)
        few = self._few(table.person)
        # Of a table of a million people each key would have to be digested.
        keys = run.values(table.id, table.key[0]) if few is None else (p.key for p in few)
        for key in keys:
            for fact in wanted.get(digest(key), ()):
                asked = _Asked(fact.on, fact.row or None, fact.but, now=False)
                found.setdefault(key, []).append(asked)
        return found

    def _few(self, kind: str) -> list[Person] | None:
        """Return the people of a kind on whose requests the plan depends; None for all of them.

        A row that belongs to others as well depends on what these have asked.
        """
        kinds = {person.kind for person in self.about}
        shared = (table for table in self.company.holdings.tables.values() if table.shared)
        if not kinds or any(kind in table.kinds and table.kinds & kinds for table in shared):
            return None
        return list(dict.fromkeys(person for person in self.about if person.kind == kind))

    def _note(self, kind: str, key: Any, row: _Row, *, repeated: bool) -> None:
        person = Person(kind, key)
        if person in self._asking and person not in self.seen:
            self.seen[person] = row
        elif repeated:
            self.repeated.add(person)

    def _answered(self, table: HeldTable, key: Any, values: Values) -> str | None:
        """Return what a person decided about a row that is not what it was."""
        step = request_step(table.id)
        digest = self.company.state.digest(step, (key,), values)
        for decision in reversed(self.standing):
            if decision.step == step and digest in decision.rows:
                return "same" if decision.remove else "later"
        return None


@dataclass(frozen=True)
class _Asked:
    """A request: its day, what the row held then, what was refused, and whether it is of now."""

    on: date
    marks: Marks | None
    but: frozenset[str]
    now: bool


@dataclass(frozen=True)
class _Row:
    """A person's own row as it is now."""

    company: Company
    table: HeldTable
    key: Any
    values: Mapping[str, Any]

    def marks(self) -> Marks:
        """Return a digest per column; the same value of another person has another digest.

        Where a part of a value stays once it goes, there is one of that part as well.
        """
        digest = self.company.state.digester(self.table.person, self.key)
        whole = ((name, digest((name, value))) for name, value in self.values.items())
        parts = (
            (f"{_PART}{name}", digest((name, left_of(change, (self.key,), self.values[name]))))
            for name, change in self._changes.items()
            if change.how in KEEPING
        )
        return (*whole, *parts)

    def told_by(self, run: Run, request: _Asked) -> str:
        """Return "same" or "other": whether it is the row of the request; or "later".

        A row that began after the request is surely another person's, and that person did not
        ask; unless it stood there by then, which its marks show, or the person asks just now.
        Without marks nothing speaks against the key.
        """
        if request.marks is not None and self._is_as_marked(request.marks):
            return "same"
        seen_now = request.now and request.marks is None
        if self._began_after(run, request.on) and not seen_now:
            return "later"
        return "same" if request.marks is None else "other"

    def _is_as_marked(self, marks: Marks) -> bool:
        """Tell whether the row holds what it did, but for what Gestand emptied in it."""
        now, then = dict(self.marks()), dict(marks)
        equal = {name for name in then if now.get(name) == then[name]}
        gone = {name for name in self._changes if self._is_emptied(name, now, then)}
        cells = [c.column for c in self.table.cells if c.column in then and not c.path]
        known = [name for name in cells if name in self._identifying] or cells
        moments = [n for n in then if n not in cells and not n.startswith(_PART)]
        if not all(name in equal or self.values.get(name) is None for name in moments):
            return False
        filled = [name for name in known if name in equal and name not in gone]
        return {*(known if filled else cells)} <= equal | gone

    @property
    def _identifying(self) -> tuple[str, ...]:
        return self.company.holdings.identifiers[self.table.person]

    @property
    def _changes(self) -> dict[str, Emptied]:
        """What each column of the row becomes once its value goes."""
        cells = (c for c in self.table.cells if c.column in self.values and not c.path)
        return {cell.column: cell.emptied for cell in cells}

    def _is_emptied(self, name: str, now: Mapping[str, str], then: Mapping[str, str]) -> bool:
        """Tell whether the column holds what Gestand leaves in it."""
        change, value, part = self._changes[name], self.values[name], f"{_PART}{name}"
        if value is None:
            return True
        return is_left(change, (self.key,), value) and now.get(part) == then.get(part)

    def _began_after(self, run: Run, on: date) -> bool:
        """Tell whether everything that began in the row began after the day `on`."""
        days = [
            run.day(o.began, value)
            for o in self.company.holdings.occasions
            if o.table == self.table.id and (value := self.values.get(o.began.column)) is not None
        ]
        return bool(days) and all(day is not None and day > on for day in days)

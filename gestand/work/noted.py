"""The facts that stand about people, brought to the stores: whose rows they are about.

A fact names a person by the key of their row, or by a digest of a key or an identifier. Who
that is, only a store can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gestand.core.apart import HELD, OBJECTING, RESTRICTED, WITHDRAWN, part_set
from gestand.core.datamap.holdings import FactMoments, HeldTable
from gestand.core.facts import (
    DATA,
    ErasureAsked,
    Fact,
    HoldPlaced,
    Objected,
    Part,
    Person,
    RestrictionLifted,
    RestrictionPlaced,
    Told,
    folded_text,
)
from gestand.core.lives import Question
from gestand.core.names import bare, store_of
from gestand.core.standing import FactsStanding, Matter, standing
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.consents.facts import withdrawn
from gestand.work.holds import standing_holds
from gestand.work.keys import is_of_kind, key_column, typed_key
from gestand.work.memory import memory_of
from gestand.work.orders import secret_holds
from gestand.work.registers import HOLDS
from gestand.work.rights_facts import asked
from gestand.work.suppressed import listed_keys, listed_kinds

_APART = (RestrictionPlaced, RestrictionLifted)

Known = dict[Person, list[Any]]
"""By the person of a fact their keys, or identifiers as they are written."""


@dataclass(frozen=True)
class Noted:
    """What stands on the day of one plan.

    `facts` are those of the file, and `standing` what stands of them; `found` are the people
    that some store knows, and `counted` what stands in all, by the key of the person. `holds`
    are those of the register, and `asked` what requests on record say. Of what is `doubted` the row
    began on a day after it was recorded: it may be about somebody who had the key before. Where
    something is to be used, `listed` are the tables of the kinds of people who may be on the
    suppression list, and `few` who alone is asked about. `untold` are holds by orders of which
    nobody may tell: where a person reads what comes of it, they count as if they were not there.
    """

    company: Company
    as_of: date
    facts: tuple[Fact, ...]
    standing: FactsStanding
    holds: tuple[HoldPlaced, ...] = ()
    asked: tuple[Fact, ...] = ()
    listed: Mapping[str, str] = field(default_factory=dict)
    few: tuple[Person, ...] = ()
    found: set[Person] = field(default_factory=set)
    counted: dict[str, FactsStanding] = field(default_factory=dict)
    doubted: dict[Told, date] = field(default_factory=dict)
    untold: tuple[HoldPlaced, ...] = ()

    @classmethod
    def of(
        cls,
        company: Company,
        as_of: date,
        *,
        after_restore: bool = False,
        using: Sequence[Person] | None = None,
        told: bool = False,
    ) -> Noted:
        """Return what stands as of a day; a key that cannot be one is refused.

        With `using` something of these people, or of everybody, is to be used: to direct marketing
        the suppression list then counts as an objection. It removes nothing.

        With `after_restore` columns may say less than they did: the register tells the rest. With
        `told` a person reads what comes of it: see `untold`.
        """
        own, said = withdrawn(company, in_columns=after_restore), _asked(company, as_of)
        typed = (replace(fact, person=_typed(company, fact)) for fact in company.facts.told)
        facts = (*typed, *own, *(fact for fact in said if not isinstance(fact, _APART)))
        holds, untold = _holds(company, as_of, told=told)
        stands = standing(facts, as_of)
        # A release in the file ends what the file says, and never a hold of the register; so with
        # what a request restricts, of which the person must be told first.
        stands.held.update({hold.person: hold for hold in holds})
        restricted = _restricted(said, as_of)
        stands.restricted.update(restricted.restricted)
        stands.parts.update(restricted.parts)
        listed = {} if using is None else listed_kinds(company)
        few = tuple(using or ())
        return cls(company, as_of, facts, stands, holds, said, listed, few, untold=untold)

    def still_stands(self) -> bool:
        """Tell whether holds, and what people ask, are as they were when the plan was made.

        INVARIANT: a plan that leaves out what is `untold` never stands, so nothing goes by it.
        """
        holds = standing_holds(self.company.state, self.as_of)
        return (holds, _asked(self.company, self.as_of)) == (self.holds, self.asked)

    def into(self, question: Question) -> Question:
        """Return a question that counts with what stands."""
        told = self.standing
        apart = {(RESTRICTED, p.kind) for p in told.restricted} | {
            (HELD, p.kind) for p in told.held
        }
        objecting = {(purpose, p.kind) for p, purpose in told.objections}
        objecting |= {(purpose, kind) for purpose in self._marketing for kind in self.listed}
        for columns in self.company.holdings.facts:
            # Who they are only a store can tell; that there may be some is known by now.
            if columns.purpose is None:
                apart.add((RESTRICTED, columns.kind))
            else:
                objecting.add((columns.purpose, columns.kind))
        return replace(
            question,
            apart=frozenset(apart),
            objecting=frozenset(objecting),
            withdrawn=frozenset((purpose, p.kind) for p, purpose in told.withdrawn),
            parts=frozenset((one, p.kind) for p, part in told.parts for one in self.within(part)),
        )

    def within(self, part: Part) -> Iterator[Part]:
        """Yield a part with the categories that its category contains."""
        if part.what == DATA:
            yield from (Part(DATA, name) for name in sorted(self.company.policy.expand(part.name)))
        else:
            yield part

    def to_review(self) -> list[HoldPlaced]:
        """Return the holds that should have been looked at again by now."""
        every = (*self.standing.holds, *self.holds)
        return [hold for hold in every if hold.review <= self.as_of]

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
        told = self.counted.get(person.kind, FactsStanding())
        facts: list[RestrictionPlaced | HoldPlaced | Objected] = [*told.restricted.values()]
        facts += told.parts.values()
        facts += [*told.held.values(), *told.objections.values()]
        return [fact for fact in facts if fact.person == person]

    def let_go(self, people: Iterable[Person]) -> list[Person]:
        """Return those of some people about whom not everything is set apart."""
        return [
            one for one in people if all(isinstance(fact, Objected) for fact in self.about(one))
        ]

    def untold_of(self, people: Iterable[Person]) -> frozenset[str]:
        """Return as what kinds of person something is held of who asks that may not be told."""
        held, digest = {hold.person for hold in self.untold}, self.company.state.digest
        return frozenset(
            one.kind
            for one in (people if held else ())
            if Person(one.kind, digest(one.kind, one.key), hidden=True) in held
        )

    def fill(self, runs: Mapping[str, Run], store: str) -> None:
        """Fill, in `store`, the key sets of the people about whom something stands.

        `runs` are the stores that have a say in the rows of `store`, and that store itself.
        """
        kinds = {person.kind for person in self.standing.people}
        kinds |= {columns.kind for columns in self.company.holdings.facts}
        for kind in sorted(kinds | {*self.listed}):
            told = self._stands(runs, kind)
            self.counted[kind] = told
            for name, apart in ((RESTRICTED, told.restricted), (HELD, told.held)):
                self._fill(runs[store], store, f"{name}:{kind}", apart)
            for part in sorted(self._parts):
                people = (p for p, larger in told.parts if part in self.within(larger))
                self._fill(runs[store], store, f"{part_set(part)}:{kind}", people)
            for purpose in sorted(self._purposes):
                objecting = (p for p, about in told.objections if about == purpose)
                self._fill(runs[store], store, f"{OBJECTING}:{purpose}:{kind}", objecting)
                withdrawn = ((m, fact.on) for m, fact in told.withdrawn.items())
                since = [(person.key, on) for (person, about), on in withdrawn if about == purpose]
                column = key_column(self.company, kind, store)
                runs[store].fill_since(f"{WITHDRAWN}:{purpose}:{kind}", since, column)

    @property
    def _parts(self) -> frozenset[Part]:
        """What alone is restricted of somebody, with what that contains."""
        return frozenset(one for _, part in self.standing.parts for one in self.within(part))

    @property
    def _purposes(self) -> set[str]:
        """The purposes that somebody may have objected to, or withdrawn consent to."""
        named = {purpose for _, purpose in (*self.standing.objections, *self.standing.withdrawn)}
        named |= {c.purpose for c in self.company.holdings.facts if c.purpose}
        return named | self._marketing

    @property
    def _marketing(self) -> set[str]:
        """The purposes to which somebody on the suppression list counts as objecting."""
        purposes = self.company.policy.purposes.values() if self.listed else ()
        return {purpose.id for purpose in purposes if purpose.marketing}

    def _stands(self, runs: Mapping[str, Run], kind: str) -> FactsStanding:
        """Return what stands about the people of a kind, by the keys that the stores know."""
        known = self.known(runs, kind)
        self.found.update(known)
        begun = self._begun(runs, kind, known)
        facts: list[Fact] = [
            replace(fact, person=Person(kind, key))
            for fact in self.facts
            for key in known.get(fact.person, ())
            # A key may be given away; nothing of the next person goes because of who had it.
            if not isinstance(fact, Objected) or begun.get(key, date.min) <= fact.on
        ]
        for columns in self.company.holdings.facts:
            home = store_of(columns.table)
            if columns.kind == kind and home in runs:
                told = told_by_columns(runs[home], columns, self.as_of)
                # To marketing an objection is the end: a day that cannot be read ends nothing.
                facts += (f for f in told if f.on > date.min or not self._ends_at_once(columns))
        stands = standing(facts, self.as_of)
        stands.objections.update(self._suppressed(runs, kind))
        for hold in self.holds:
            theirs = (Person(kind, key) for key in known.get(hold.person, ()))
            stands.held.update({who: replace(hold, person=who) for who in theirs})
        restricted = _restricted(self.asked, self.as_of)
        for person, placed in restricted.restricted.items():
            theirs = (Person(kind, key) for key in known.get(person, ()))
            stands.restricted.update({who: replace(placed, person=who) for who in theirs})
        for (person, part), placed in restricted.parts.items():
            theirs = (Person(kind, key) for key in known.get(person, ()))
            stands.parts.update({(who, part): replace(placed, person=who) for who in theirs})
        self._doubt(kind, stands, begun)
        return stands

    def _doubt(self, kind: str, stands: FactsStanding, begun: Mapping[Any, date]) -> None:
        """Note what keeps the row of somebody that began after it was recorded.

        It still counts: what a hold wrongly lets go cannot be brought back, what it wrongly keeps
        a person releases. Only where the database may give a key again.
        """
        table = self.company.holdings.subjects[kind]
        if table is None or not self.company.schemas[store_of(table)].tables[bare(table)].again:
            return
        parts = ((who, fact) for (who, _), fact in stands.parts.items())
        for who, fact in (*stands.restricted.items(), *stands.held.items(), *parts):
            if fact.source != table and fact.on < begun.get(who.key, date.min) <= self.as_of:
                self.doubted[fact] = begun[who.key]

    def _suppressed(self, runs: Mapping[str, Run], kind: str) -> dict[Matter, Objected]:
        """Return, as objections to direct marketing, who of a kind is on the suppression list."""
        table = self.listed.get(kind, "")
        if store_of(table) not in runs:
            return {}
        keys = [person.key for person in self.few if person.kind == kind]
        if self.few and not keys:
            return {}
        found = listed_keys(self.company, runs[store_of(table)], table, keys)
        return {
            (Person(kind, key), purpose): Objected(Person(kind, key), date.min, purpose)
            for key in found
            for purpose in self._marketing
        }

    def refuse_unknown(self) -> None:
        """Raise CannotRun where somebody's values should be set apart and no store knows them.

        A number that was typed wrong would let the person go who should have been kept.
        """
        told = self.standing
        for fact in (*told.restricted.values(), *told.held.values(), *told.parts.values()):
            if fact.person not in self.found:
                message = (
                    f"{_place(fact)}nobody is known under this key, so nothing would be kept; "
                    "correct `who`, or record that it is over"
                )
                raise CannotRun(message)

    def _fill(self, run: Run, store: str, name: str, people: Iterable[Person]) -> None:
        kind = name.rpartition(":")[2]
        column = key_column(self.company, kind, store)
        run.fill(name, [(person.key,) for person in dict.fromkeys(people)], (column,))

    def _ends_at_once(self, columns: FactMoments) -> bool:
        purpose = self.company.policy.purposes.get(columns.purpose or "")
        return purpose is not None and purpose.marketing

    def known(self, runs: Mapping[str, Run], kind: str) -> Known:
        """Return whom of a kind the stores know, of those about whom something stands."""
        table = self.company.holdings.subjects[kind]
        people = [person for person in self.standing.people if person.kind == kind]
        known: Known = {}
        if table is None:
            for store, run in runs.items():
                for person, key in self._by_identifier(run, store, kind, people):
                    known.setdefault(person, []).append(key)
        elif (home := store_of(table)) in runs:
            held = self.company.holdings.tables[table].seen_as(kind)
            for person, key in self._by_key(runs[home], held, people):
                if is_of_kind(self.company, runs[home], kind, table, key):
                    known.setdefault(person, []).append(key)
        return known

    def _begun(self, runs: Mapping[str, Run], kind: str, known: Known) -> dict[Any, date]:
        """Return, by key, the first day on which something began in a person's own row."""
        table = self.company.holdings.subjects[kind]
        occasions = [o for o in self.company.holdings.occasions if o.table == table]
        began = {o.began.column: o.began for o in occasions if o.began.edge is None}
        found: dict[Any, date] = {}
        if table is None or not began or store_of(table) not in runs:
            return found
        run, keys = runs[store_of(table)], [key for own in known.values() for key in own]
        for key, values in run.rows_at(table, list(began), keys):
            told = zip(began.values(), values, strict=True)
            days = [run.day(moment, value) for moment, value in told if value is not None]
            first = min((day or date.min for day in days), default=date.min)
            found[key] = first
        return found

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


def _holds(
    company: Company, as_of: date, *, told: bool
) -> tuple[tuple[HoldPlaced, ...], tuple[HoldPlaced, ...]]:
    """Return the holds of the register that count, and those that are told to nobody today."""
    every = standing_holds(company.state, as_of)
    secret = secret_holds(company.state, today(company.zone)) if told else frozenset[str]()
    untold = tuple(hold for hold in every if hold.source in secret)
    return tuple(hold for hold in every if hold.source not in secret), untold


def _asked(company: Company, as_of: date) -> tuple[Fact, ...]:
    """Return what requests say; CannotRun for one of a kind of person that is no more."""
    purposes = company.policy.purposes.values()
    said = asked(company.state, [purpose.id for purpose in purposes if purpose.marketing], as_of)
    for kind in {fact.person.kind for fact in said} - set(company.holdings.subjects):
        message = f"a request is of a `{kind}`, and the data map has no such kind"
        raise CannotRun(message)
    return said


def _restricted(said: Sequence[Fact], as_of: date) -> FactsStanding:
    return standing((fact for fact in said if isinstance(fact, _APART)), as_of)


def told_by_columns(run: Run, columns: FactMoments, as_of: date) -> Iterator[Fact]:
    """Yield what people's own rows say; a day that cannot be read counts where that keeps.

    A restriction then stands, and is not lifted; an objection stands, and a person weighs it.
    """
    ended = columns.ended
    names = [run.key_columns(columns.table)[0].name, columns.begun.column]
    names += [ended.column] if ended else []
    for key, begun, *rest in (row for rows in run.rows_out(columns.table, names) for row in rows):
        if begun is None:
            continue
        person = Person(columns.kind, key)
        placed = run.day(columns.begun, begun)
        over = run.day(ended, rest[0]) if ended and rest[0] is not None else None
        # Of one day the end is the later one: a row tells no order.
        is_over = over is not None and over <= as_of and (placed is None or placed <= over)
        if is_over or (placed is not None and placed > as_of):
            continue
        if columns.purpose is None:
            yield RestrictionPlaced(person, placed or date.min, "", source=columns.table)
        else:
            yield Objected(person, placed or date.min, columns.purpose, source=columns.table)


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
    return f"{fact.span}: " if fact.span else f"{fact.source}: " if fact.source else ""


def noted_on(company: Company, day: date) -> Noted:
    """Return what is noted of people on a day, before any store is asked who they are."""
    with memory_of(company.state, HOLDS):
        return Noted.of(company, day)


@contextmanager
def looking(company: Company, day: date) -> Iterator[tuple[dict[str, Run], Noted]]:
    """Open every store to look at, filled with what is noted of people on a day.

    Nothing is changed. Raises CannotRun where a store or own records cannot be read.
    """
    noted = noted_on(company, day)
    with ExitStack() as stack:
        runs = {
            name: stack.enter_context(
                store.run(company.schemas[name], company.holdings, company.zone)
            )
            for name, store in company.stores.items()
        }
        for run in runs.values():
            stack.enter_context(run.transaction(writing=False))
        for name in runs:
            noted.fill(runs, name)
        yield runs, noted

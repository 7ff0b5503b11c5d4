"""Is a purpose kept off what people objected to: in no view, and nothing left that was to go?

Of direct marketing that is all of it; of another purpose what a person decided to remove, which a
backup may have brought back. What a person decided to keep for a purpose all the same is not looked
at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from gestand.core.asking import weigh_step
from gestand.core.datamap.holdings import HeldTable
from gestand.core.facts import Decision, latest_about
from gestand.core.names import store_of
from gestand.core.plan.steps import AskHuman
from gestand.core.policy.model import Basis, Purpose
from gestand.core.predicate import NEVER, Predicate, all_of, none_of
from gestand.core.proving.overdue import Calendar
from gestand.core.proving.unused import (
    against,
    left_of_objection,
    objected_cells,
    upheld_against,
)
from gestand.core.proving.verdict import Evidence, Problem
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.facts import decisions
from gestand.work.inspection import Inspection
from gestand.work.keys import key_column
from gestand.work.noted import Noted, looking, noted_on
from gestand.work.probes.overdue import apart_in
from gestand.work.rights_facts import upheld
from gestand.work.shown_by_views import shown
from gestand.work.suppressed import address_columns, form_of, listed_keys, on_list
from gestand.work.taken_along import can_tell

NAME = "objected"
SHOWN, LEFT, UNLISTED = "objected and shown", "objected and left", "objected and not listed"
BACK = "objected and back"
ANY, MARKETING = "rights.object", "rights.object-marketing"

_Keys = Mapping[tuple[str, str], Sequence[str | int]]
"""By purpose and kind of people who objected to it."""


@dataclass
class _Seen:
    """What was seen by purpose: how many objected, what is wrong; and what could not tell."""

    people: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    unseen: set[str] = field(default_factory=set)


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what purposes use of people who objected before today."""
    company, stores = inspection.company, frozenset(inspection.datamap.stores)
    purposes = [p for p in inspection.policy.purposes.values() if p.basis is Basis.INTEREST]
    seen = _Seen(unseen={*stores} if company is None else {*inspection.lost})
    if company is not None and purposes and _may_be_somebody(company, inspection.on):
        with looking(company, inspection.on) as (runs, noted):
            _look_at(_Looking(company, inspection, runs, noted, seen.unseen), purposes, seen)
    dark = frozenset(seen.unseen)
    for promise, marketing in ((ANY, False), (MARKETING, True)):
        named = [one.id for one in purposes if one.marketing is marketing]
        if named:
            wrong = tuple(problem for name in named for problem in seen.wrong[name])
            told = (sum(seen.people[name] for name in named), wrong, stores - dark, dark)
            yield Evidence(NAME, promise, inspection.at, *told, needs=1)


def _may_be_somebody(company: Company, on: date) -> bool:
    in_columns = any(columns.purpose for columns in company.holdings.facts)
    return in_columns or bool(noted_on(company, on).standing.objections)


@dataclass(frozen=True)
class _Looking:
    """Open stores, and what is noted of people today."""

    company: Company
    inspection: Inspection
    runs: Mapping[str, Run]
    noted: Noted
    unseen: set[str]

    @property
    def calendar(self) -> Calendar:
        """The policy and the data map on this day."""
        return Calendar(self.company.policy, self.company.holdings, self.inspection.on)

    def where_left(
        self, table: HeldTable, purpose: Purpose, kinds: Set[str], *, upheld: bool = False
    ) -> dict[str, Predicate]:
        """Return, by cells, where only a purpose held what its people refused.

        Nothing where nobody can tell: then that store is unseen.
        """
        apart = apart_in(self.calendar, table, noted=self.noted)
        left = left_of_objection(self.calendar, table, purpose, (kinds, apart), upheld=upheld)
        asked = {table.id: left.values()}
        if left and table.id not in can_tell(self.company, self.runs, table.store, asked):
            self.unseen.add(table.store)
            return {}
        return left

    def counted(self, table: HeldTable, left: Mapping[str, Predicate]) -> dict[str, int]:
        """Return, by cells, in how many rows something is left."""
        if not left:
            return {}
        numbers = self.runs[table.store].counts(table.id, tuple(left.values()))
        return dict(zip(left, numbers, strict=True))


def _look_at(here: _Looking, purposes: Sequence[Purpose], seen: _Seen) -> None:
    people, company = _objecting(here, purposes), here.company
    for (purpose, kind), keys in people.items():
        seen.people[purpose] += len(keys)
        for store, run in here.runs.items():
            column = key_column(company, kind, store)
            run.fill(against(purpose, kind), [(key,) for key in keys], (column,))
    decided = [one for one in decisions(company.state) if one.stands(here.noted.as_of)]
    kept = {one.step for one in decided if not one.remove}

    def cells(table: HeldTable, purpose: Purpose) -> Mapping[str, Predicate]:
        kinds = {kind for one, kind in people if one == purpose.id}
        if not kinds or weigh_step(table.id, purpose.id) in kept:
            return {}
        return objected_cells(here.calendar, table, purpose, kinds)

    found = shown(company, here.runs, {one.id: one for one in purposes}, (SHOWN, cells))
    seen.unseen |= found.unseen
    for purpose, problems in found.by_purpose.items():
        seen.wrong[purpose] += problems
    for one in purposes:
        theirs = {kind: keys for (purpose, kind), keys in people.items() if purpose == one.id}
        if one.marketing:
            seen.wrong[one.id] += _left(here, one, frozenset(theirs))
            seen.wrong[one.id] += _unlisted(here, theirs)
        elif theirs:
            seen.wrong[one.id] += _back(here, one, frozenset(theirs), decided)


def _objecting(here: _Looking, purposes: Sequence[Purpose]) -> _Keys:
    """Return who objected before today: what is of today goes with the next run."""
    named = {one.id for one in purposes}
    found: dict[tuple[str, str], dict[str | int, None]] = defaultdict(dict)
    for kind, standing in here.noted.counted.items():
        for (person, purpose), fact in standing.objections.items():
            if purpose in named and fact.on < here.inspection.on:
                found[purpose, kind][person.key] = None
    return {which: [*keys] for which, keys in found.items()}


def _left(here: _Looking, purpose: Purpose, kinds: Set[str]) -> Iterator[Problem]:
    """Yield what only marketing held of people who objected to it."""
    for table in here.company.holdings.tables.values() if kinds else ():
        left = here.where_left(table, purpose, kinds)
        yield from _problems(LEFT, table, here.counted(table, left))


def _back(
    here: _Looking, purpose: Purpose, kinds: Set[str], decided: Sequence[Decision]
) -> Iterator[Problem]:
    """Yield what is there though a person upheld an objection to a purpose that is not marketing.

    A request of somebody says it of them, and a decision of the rows about which it was asked.
    """
    asking, kept = _upheld(here, purpose), {one.step for one in decided if not one.remove}
    for table in here.company.holdings.tables.values():
        step = weigh_step(table.id, purpose.id)
        answers = [d for d in decided if d.step == step and d.on < here.inspection.on]
        theirs = asking if step not in kept else frozenset[str]()
        by_request = here.where_left(table, purpose, theirs, upheld=True) if theirs else {}
        found = here.counted(table, by_request)
        if any(answer.remove for answer in answers):
            for names, where in here.where_left(table, purpose, kinds).items():
                others = all_of(where, none_of(by_request.get(names, NEVER)))
                ask = AskHuman(step, table.id, table.key, (), "", others)
                found[names] = found.get(names, 0) + _removed(here, ask, answers)
        yield from _problems(BACK, table, found)


def _problems(what: str, table: HeldTable, counted: Mapping[str, int]) -> Iterator[Problem]:
    every = counted.items()
    yield from (Problem(what, f"{table.id}: {names}", number) for names, number in every if number)


def _removed(here: _Looking, ask: AskHuman, answers: Sequence[Decision]) -> int:
    """Return of how many rows the last answer was that they lose what is asked about."""
    digest = here.company.state.digest
    rows = here.runs[store_of(ask.table)].rows_of(ask)
    told = (latest_about(answers, digest(ask.id, key, shown)) for key, shown in rows)
    return sum(answer is not None and answer.remove for answer in told)


def _upheld(here: _Looking, purpose: Purpose) -> frozenset[str]:
    """Fill in whose objection was upheld by a request that was carried out; return their kinds."""
    by_request = upheld(here.company.state, here.inspection.on)
    found: dict[str, list[tuple[str | int, date]]] = defaultdict(list)
    for kind, standing in here.noted.counted.items():
        for (person, name), fact in standing.objections.items():
            if name == purpose.id and (fact.source, name) in by_request:
                found[kind].append((person.key, fact.on))
    for kind, since in found.items():
        for store, run in here.runs.items():
            column = key_column(here.company, kind, store)
            run.fill_since(upheld_against(purpose.id, kind), since, column)
    return frozenset(found)


def _unlisted(here: _Looking, people: Mapping[str, Sequence[str | int]]) -> Iterator[Problem]:
    """Yield how many people who objected to marketing have an address that is not on the list."""
    company = here.company
    for kind, keys in people.items():
        table = company.holdings.subjects[kind]
        if table is None:
            listed = on_list(company, map(str, keys))
            number = len(listed) - sum(listed.values())
        else:
            number = len(_with_address(here, table, keys) - _listed(here, table, keys))
        if number:
            yield Problem(UNLISTED, table or kind, number)


def _with_address(here: _Looking, table: str, keys: Sequence[str | int]) -> set[str | int]:
    columns, run = address_columns(here.company, table), here.runs.get(store_of(table))
    form = partial(form_of, here.company)
    rows = run.rows_at(table, columns, keys) if run and columns else ()
    return {key for key, values in rows if any(form(str(v)) for v in values if v is not None)}


def _listed(here: _Looking, table: str, keys: Sequence[str | int]) -> set[str | int]:
    run = here.runs.get(store_of(table))
    return {*listed_keys(here.company, run, table, keys)} if run else set()

"""Are there values whose period is over, or that no purpose ever held?

Asked of the stores with conditions made for this from policy and data map alone; of people under a
hold or a restriction nothing is overdue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from gestand.core.apart import HELD, RESTRICTED, part_set
from gestand.core.datamap.holdings import HeldTable
from gestand.core.facts import DATA
from gestand.core.lives import Question
from gestand.core.owners import person_of
from gestand.core.policy.model import Basis, Policy
from gestand.core.predicate import Column, Listed, Predicate, all_of, any_of, none_of
from gestand.core.promises import slug
from gestand.core.proving.overdue import Calendar, Group
from gestand.core.proving.tallied import Counted, Tally, counted, tally
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.inspection import Inspection
from gestand.work.noted import Noted, looking
from gestand.work.taken_along import can_tell

NAME = "overdue"
LATE, GROUNDLESS, DOUBTFUL = "overdue", "groundless", "to decide"
UNREADABLE = "unreadable document"
POOL = "data.pool"
"""The promise that what is not kept with consent goes when it would have gone."""
ALL = ("principles.periods", "periods.start", "periods.longest")


@dataclass
class _Seen:
    """What was seen of each purpose: how many rows, what is wrong, and where nobody could look."""

    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    late: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    groundless: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    doubtful: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    unseen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what each purpose's period and ground are worth, and all periods together."""
    company, seen = inspection.company, _Seen()
    if company is None:
        for purpose in inspection.policy.purposes:
            seen.unseen[purpose] |= inspection.stores_of(purpose)
    else:
        _look_at(company, inspection, seen)
    for purpose in inspection.policy.purposes:
        seen.unseen[purpose] |= inspection.stores_of(purpose) & inspection.lost
        late, doubt = seen.late[purpose], seen.doubtful[purpose]
        yield _evidence(inspection, f"{slug(purpose)}.kept", (purpose,), seen, [*late, *doubt])
        told = [*seen.groundless[purpose], *doubt]
        yield _evidence(inspection, f"{slug(purpose)}.ground", (purpose,), seen, told)
    if pooled := _beside_consent(inspection.policy):
        late = [p for purpose in pooled for p in (*seen.late[purpose], *seen.doubtful[purpose])]
        yield _evidence(inspection, POOL, pooled, seen, list(dict.fromkeys(late)))
    every = tuple(inspection.policy.purposes)
    kinds = (seen.late, seen.groundless, seen.doubtful)
    problems = [problem for kind in kinds for each in kind.values() for problem in each]
    for promise in ALL:
        yield _evidence(inspection, promise, every, seen, list(dict.fromkeys(problems)))


def _beside_consent(policy: Policy) -> tuple[str, ...]:
    """Return the purposes that share an occasion with one on consent, and that one."""
    named = policy.purposes.values()
    return tuple(
        one.id
        for one in named
        for other in named
        if one.id != other.id
        and {*one.occasions} & {*other.occasions}
        and Basis.CONSENT in (one.basis, other.basis)
    )


def _evidence(
    inspection: Inspection,
    promise: str,
    purposes: tuple[str, ...],
    seen: _Seen,
    problems: list[Problem],
) -> Evidence:
    stores = frozenset[str]().union(*map(inspection.stores_of, purposes))
    unseen = frozenset[str]().union(*(seen.unseen[purpose] for purpose in purposes))
    return Evidence(
        NAME,
        promise,
        inspection.at,
        sum(seen.rows[purpose] for purpose in purposes),
        tuple(problems),
        stores - unseen,
        unseen,
        inspection.places_of(purposes),
    )


def _look_at(company: Company, inspection: Inspection, seen: _Seen) -> None:
    calendar = Calendar(company.policy, company.holdings, inspection.on)
    with looking(company, inspection.on) as (runs, noted):
        for store in sorted({table.store for table in company.holdings.tables.values()}):
            questions = [
                _Question.of(calendar, table, noted)
                for table in company.holdings.tables.values()
                if table.store == store
            ]
            _look_at_store(company, store, questions, runs, seen)


@dataclass(frozen=True)
class _Question:
    """What is asked of one table: of its groups of cells, and of documents that nobody can read."""

    table: HeldTable
    tally: Tally
    unread: Mapping[str, tuple[tuple[str, ...], Predicate]]

    @classmethod
    def of(cls, calendar: Calendar, table: HeldTable, noted: Noted) -> _Question:
        apart = apart_in(calendar, table, noted)
        groups = [group for group in calendar.groups(table) if group.purposes]
        unread = {
            column: (purposes, all_of(where, none_of(apart)))
            for column, (purposes, where) in calendar.unreadable(table).items()
        }
        return cls(table, tally(calendar, groups, apart), unread)

    @property
    def conditions(self) -> Iterator[Predicate]:
        """All that is asked of a row."""
        yield self.tally.suspect
        yield from (step for ladder in self.tally.ladders for step in ladder)
        yield from (where for _, where in self.unread.values())


def _look_at_store(
    company: Company,
    store: str,
    questions: Sequence[_Question],
    runs: Mapping[str, Run],
    seen: _Seen,
) -> None:
    """Ask all that is asked of a store; what nobody can tell there is not seen."""
    asked = {one.table.id: one.conditions for one in questions}
    if store in runs:
        runs[store].trust_dates()
    told = can_tell(company, runs, store, asked)
    for one in questions:
        if one.table.id in told:
            _look_at_table(runs[store], one, seen)
            continue
        for purpose in one.table.purposes:
            seen.unseen[purpose].add(store)


def _look_at_table(run: Run, question: _Question, seen: _Seen) -> None:
    """Ask of all groups of cells at once."""
    table, asked = question.table.id, question.tally
    filled = [group.filled for group in asked.groups]
    wheres = (*filled, *(where for _, where in question.unread.values()), asked.suspect)
    *rows, suspect = run.counts(table, wheres)
    for group, number in zip(asked.groups, rows, strict=False):
        for purpose in group.purposes:
            seen.rows[purpose] += number
    kinds = run.tally(table, asked.ladders, asked.suspect) if suspect else {}
    for group, told in zip(asked.groups, counted(asked, kinds), strict=True):
        _note(group, told, seen)
    for (column, (purposes, _)), number in zip(
        question.unread.items(), rows[len(filled) :], strict=True
    ):
        for purpose in purposes if number else ():
            problem = Problem(UNREADABLE, f"{table}: {column}", number, Weight.DOUBT)
            seen.doubtful[purpose].append(problem)


def _note(group: Group, told: Counted, seen: _Seen) -> None:
    """Note what is the matter with a group of cells."""
    where = f"{group.table.id}: {', '.join(group.names)}"
    for purpose, count in told.late.items():
        seen.late[purpose].append(Problem(LATE, where, count))
    for purpose in group.purposes:
        if told.groundless:
            seen.groundless[purpose].append(Problem(GROUNDLESS, where, told.groundless))
        if told.doubtful:
            problem = Problem(DOUBTFUL, where, told.doubtful, Weight.DOUBT)
            seen.doubtful[purpose].append(problem)


def apart_in(calendar: Calendar, table: HeldTable, noted: Noted) -> Predicate:
    """Return which rows are of somebody under a hold or a restriction."""
    told = noted.counted.values()
    held = {person.kind for standing in told for person in standing.held}
    restricted = {person.kind for standing in told for person in standing.restricted}
    parts: list[Predicate] = []
    for name, kinds in ((HELD, held), (RESTRICTED, restricted)):
        for way in table.ways:
            if way.kind in kinds:
                among = partial(_among, f"{name}:{way.kind}")
                parts.append(person_of(calendar.holdings, way, among))
    return any_of(*parts, *_parts_in(calendar, table, noted))


def _parts_in(calendar: Calendar, table: HeldTable, noted: Noted) -> Iterator[Predicate]:
    """Yield which rows have something that alone is restricted: nothing of them is overdue."""
    categories = {cell.category for cell in table.cells}
    for part, kind in noted.into(Question(noted.as_of)).parts:
        if part.name in (categories if part.what == DATA else table.purposes):
            among = partial(_among, f"{part_set(part)}:{kind}")
            ways = (way for way in table.ways if way.kind == kind)
            yield from (person_of(calendar.holdings, way, among) for way in ways)


def _among(key_set: str, column: Column, folded: bool) -> Predicate:
    return Listed(key_set, (column,), folded)

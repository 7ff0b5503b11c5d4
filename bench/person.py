"""Reading and erasing people in a made-up organisation, by Gestand and by hand in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from bench.clock import interleaved, seconds
from bench.figures import CannotMeasure, Figure, tell
from bench.floor_person import FloorPerson, Told, floor_of
from bench.twins import FLOOR, OURS, Twins
from bench.worlds.world import TODAY
from gestand.core.facts import Person
from gestand.core.plan.steps import Read
from gestand.stores.base import RowTold
from gestand.stores.base import Told as Reading
from gestand.wiring import open_company
from gestand.wiring.recording import journal_of
from gestand.work.carry_out import carry_out
from gestand.work.company import Company
from gestand.work.journal import Journal
from gestand.work.sweep import Opened, Request, opened, prepare

ACCESS = {"sqlite": 1.2, "postgresql": 1.0, "mariadb": 1.2}
ERASURE = 1.3
MANY = 1.2


@dataclass
class Ours:
    """Gestand at work in its copy: stores are open, and what is asked of each is made ready."""

    company: Company
    journal: Journal
    kind: str
    ready: Opened
    steps: dict[str, list[Read]]
    told: dict[str, Reading]

    def read(self, keys: Sequence[int]) -> tuple[float, Told]:
        """Read people; return the milliseconds until every value is there, and the rows."""
        found: dict[str, list[RowTold]] = {}
        start = seconds()
        ready = replace(self.ready, request=request(self.kind, keys, access=True))
        with ready.transaction():
            ready.fill(tuple(ready.runs))
            for store, steps in self.steps.items():
                for step in steps:
                    found[step.table] = list(self.told[store].rows(step))
        ms = (seconds() - start) * 1000
        rows = {table.partition(".")[2]: found[table] for table in found}
        return ms, {t: [tuple(map(str, row.values)) for row in each] for t, each in rows.items()}

    def erase(self, keys: Sequence[int]) -> float:
        """Plan and carry out the erasure of people; return the milliseconds until all is kept."""
        start = seconds()
        with prepare(self.company, request(self.kind, keys, erase=True)) as prepared:
            receipt = carry_out(prepared, self.journal)
        if receipt.status != "done" or not receipt.rows:
            message = f"the erasure ended as {receipt.status}, with {receipt.rows} rows"
            raise CannotMeasure(message)
        return (seconds() - start) * 1000


def request(
    kind: str, keys: Sequence[int], *, access: bool = False, erase: bool = False
) -> Request:
    """Return what these people ask."""
    people = tuple(Person(kind, key) for key in keys)
    return Request(TODAY, people, erase=erase, access=access)


@contextmanager
def ours_in(twins: Twins) -> Iterator[Ours]:
    """Open our copy for a block."""
    company, kind = open_company(twins.folder), twins.world.person
    with ExitStack() as stack:
        journal = stack.enter_context(journal_of(company))
        ready = stack.enter_context(opened(company, request(kind, [0], access=True)))
        steps = {
            name: [step for step in ready.program.of_store(name) if isinstance(step, Read)]
            for name in ready.runs
        }
        told = {name: run.told(steps[name]) for name, run in ready.runs.items()}
        yield Ours(company, journal, kind, ready, steps, told)


@dataclass
class Race:
    """Both at work on the same people; each time others, since those who were erased are gone."""

    twins: Twins
    ours: Ours
    people: list[int]
    many: int = 1

    def figures(self, rounds: int) -> Iterator[Figure]:
        """Yield the figures of access and erasure, once both did the same."""
        with floor_of(self.twins, many=self.many > 1) as floor:
            name, kind = self.twins.world.name, self.twins.kind
            who = "" if self.many == 1 else f" of {self.many}"
            read = self._turns(rounds)
            floor_ms, ours_ms = interleaved(rounds, *self._reading(read, floor))
            target = ACCESS[kind] if self.many == 1 else MANY
            tell(f"{name} on {kind}: access{who} {ours_ms:.2f} ms, by hand {floor_ms:.2f} ms")
            yield Figure(f"{name} access{who}", kind, ours_ms, floor_ms, target)
            turns, again = self._turns(rounds), self._turns(rounds)
            floor_ms, ours_ms = interleaved(
                rounds, lambda: floor.erase(next(turns)), lambda: self.ours.erase(next(again))
            )
            target = ERASURE if self.many == 1 else MANY
            tell(f"{name} on {kind}: erasure{who} {ours_ms:.1f} ms, by hand {floor_ms:.1f} ms")
            yield Figure(f"{name} erasure{who}", kind, ours_ms, floor_ms, target)
        self.people = self.people[rounds * self.many :]

    def _turns(self, rounds: int) -> Iterator[list[int]]:
        if len(self.people) < rounds * self.many:
            message = f"{len(self.people)} people are left to ask: too few for {rounds} rounds"
            raise CannotMeasure(message)
        return iter([self.people[n * self.many : (n + 1) * self.many] for n in range(rounds)])

    def _reading(
        self, turns: Iterator[list[int]], floor: FloorPerson
    ) -> tuple[Callable[[], float], Callable[[], float]]:
        told: list[Told] = []
        asked: list[list[int]] = []

        def by_hand() -> float:
            asked.append(next(turns))
            ms, rows = floor.read(asked[-1])
            told.append(rows)
            return ms

        def ours() -> float:
            ms, rows = self.ours.read(asked[-1])
            differing = [table for table, each in told[-1].items() if rows.get(table) != each]
            if differing or rows.keys() != told[-1].keys():
                message = f"both tell something else about {asked[-1][:5]}: {differing}"
                raise CannotMeasure(message)
            return ms

        return by_hand, ours


def differences(twins: Twins) -> list[str]:
    """Return the tables whose rows are not the same in both copies."""
    floor, ours = twins.digests(FLOOR), twins.digests(OURS)
    return [table for table in floor if floor[table] != ours[table]]

"""One company, and what is done with it: each run once, for all the laws that look at it.

Every branch works on a copy of the project of its own, so that no run sees what another did.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import event
from sqlalchemy.engine import Engine

from gestand.core.datamap.model import DataMap
from gestand.core.facts import Person as Asker
from gestand.core.plan.steps import Measured
from gestand.wiring import open_stores
from gestand.work.carry_out import CHUNK, carry_out
from gestand.work.company import Company
from gestand.work.compiled import Programs
from gestand.work.project import load
from gestand.work.receipt import Receipt
from gestand.work.sweep import Request as Asked
from gestand.work.sweep import prepare
from tests.laws.companies import DAYS_OF_THE_RUN
from tests.laws.engine import Stopped, read, rows_in
from tests.laws.filling import APART, WORLDS, Made
from tests.laws.meddling import interference
from tests.laws.test_companies import Left
from tests.laws.test_facts import fact, lifted, placed
from tests.laws.test_telling import Told, told
from tests.oracle.company import Company as Naive
from tests.oracle.oracle import Request, Verdict, after, decide
from tests.oracle.reach import Person, folded, people_of, subject_kind
from tests.recording import unrecorded

Sent = tuple[str, tuple[Any, ...]]
"""A statement, and the values that were sent with it; none where it was sent for many at once."""


@dataclass(frozen=True)
class Done:
    """What a run did: its receipt, questions, the statements of its plan, and what is left."""

    receipt: Receipt
    asked: int
    statements: Sequence[Sent]
    left: Left
    as_of: date


@dataclass(frozen=True)
class Halted:
    """A run that was stopped, unless it had `ended`: what it asked, and what was left by then."""

    asked: int
    left: Left
    ended: bool


Opened = tuple[Company, Path]
"""An organisation, and where the file of its open store is."""


@dataclass
class Branch:
    """A copy of a project with the organisation in it.

    All copies share the open store, as runs of one day do, and with it what was compiled and made
    ready: its file at `place` is that of the copy in which something happens now.
    """

    folder: Path
    opened: Company
    place: Path

    @property
    def company(self) -> Company:
        """The organisation, in this copy until another one is asked for it."""
        self.place.unlink()
        self.place.symlink_to(self.folder / self.place.name)
        return self.opened

    def run(
        self, asked: Asked, chunk: int = CHUNK, meanwhile: Callable[[], None] | None = None
    ) -> Done:
        """Plan and carry out; `meanwhile` somebody else writes."""
        with counted() as statements, prepare(self.company, asked) as prepared:
            planned = [*statements]
            questions = sum(measured.rows for measured in prepared.plan.questions)
            if meanwhile is not None:
                meanwhile()
            with unrecorded(self.company.state) as journal:
                receipt = carry_out(prepared, journal, chunk=chunk)
        return Done(receipt, questions, planned, self.rows(), asked.as_of)

    def stop(self, asked: Asked, most: int) -> Halted:
        """Plan and carry out a row at a time, and stop after some transactions."""
        left, questions = iter(range(most)), 0

        def progress(_what: str, _done: int, _total: int) -> None:
            if next(left, None) is None:
                raise Stopped

        try:
            with (
                prepare(self.company, asked) as prepared,
                unrecorded(self.company.state) as journal,
            ):
                questions = sum(measured.rows for measured in prepared.plan.questions)
                carry_out(prepared, journal, progress, chunk=1)
        except Stopped:
            return Halted(questions, self.rows(), ended=False)
        return Halted(questions, self.rows(), ended=True)

    def rows(self) -> Left:
        """Return every row as it stands now."""
        return rows_in(self.folder)

    def record(self, *facts: dict[str, Any]) -> list[str]:
        """Let these facts stand beside the policy, and no others; return the codes of findings."""
        told = {"facts": 1, "recorded": list(facts)}
        path = self.folder / "privacy" / "facts.yaml"
        path.write_text(yaml.safe_dump(told), "utf-8")
        project = load(self.folder)
        assert len(project.facts.told) == len(facts)
        self.opened = replace(self.opened, facts=project.facts)
        return [each.code for each in project.findings if each.span.file.endswith(path.name)]

    def write(self, *statements: str) -> None:
        """Let somebody else write."""
        with closing(sqlite3.connect(self.folder / "db.db")) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()


LONGEST = 9
"""A run is stopped after so many transactions at most: few of these companies need more."""


@contextmanager
def counted() -> Iterator[list[Sent]]:
    """Collect the statements that are sent to any store while the block lasts."""
    found: list[Sent] = []

    def keep(_c: object, _k: object, statement: str, *how: Any) -> None:
        values, _, for_many = how
        found.append((statement, () if for_many else tuple(values)))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


@dataclass
class Scene:
    """A company with people who ask, on one day, and everything that is tried with it."""

    made: Made
    folder: Path
    company: Company
    datamap: DataMap
    numbers: tuple[int, int, int]

    def every_fourth(self, turn: int = 0) -> bool:
        """Tell whether a law that takes long looks at this company; with `turn` at others."""
        return sum(self.numbers) % 4 == turn

    @cached_property
    def naive(self) -> Naive:
        """The company as the oracle reads it."""
        return read(self.folder)

    @cached_property
    def as_of(self) -> date:
        """The day on which all is asked."""
        return self.made.drawn.as_of

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Those who ask first: one of each filling."""
        return self._somebody(self.numbers[0])

    @cached_property
    def others(self) -> tuple[Person, ...]:
        """Those who ask after that; perhaps the same."""
        return self._somebody(self.numbers[1])

    @cached_property
    def everybody(self) -> tuple[Person, ...]:
        """All who ask."""
        return tuple(dict.fromkeys((*self.people, *self.others)))

    def _somebody(self, number: int) -> tuple[Person, ...]:
        found = [of_world(self.naive, world, number) for world in range(WORLDS)]
        return tuple(person for person in found if person is not None)

    @cached_property
    def shared(self) -> Opened:
        """The organisation with the store that branches share."""
        return self._opened("open")

    def _opened(self, name: str) -> Opened:
        folder = self.folder.parent / name
        shutil.copytree(self.folder, folder)
        stores, unreachable = open_stores(self.datamap, folder)
        assert not unreachable
        return replace(self.company, stores=stores), folder / "db.db"

    def branch(self, name: str, *, alone: bool = False) -> Branch:
        """Return a fresh copy of the project; `alone` with a store that nothing asked before."""
        folder = self.folder.parent / name
        shutil.copytree(self.folder, folder)
        company, place = self._opened(f"{name} open") if alone else self.shared
        return Branch(folder, replace(company, root=folder), place)

    def erasing(self, *people: Person) -> Asked:
        """Return a request of some people to erase."""
        return Asked(self.as_of, tuple(Asker(*person) for person in people), erase=True)

    def told_by_rules(
        self, *people: Person, naive: Naive | None = None, but: frozenset[str] = frozenset()
    ) -> Verdict:
        """Return what the rules say of a request to erase; without people, of a sweep."""
        asked = frozenset(people) if people else None
        return decide(naive or self.naive, Request(self.as_of, asked, bool(people), but))

    @cached_property
    def verdict(self) -> Verdict:
        """What the rules say of the first request."""
        return self.told_by_rules(*self.people)

    @cached_property
    def _first(self) -> Branch:
        return self.branch("first")

    def _told(self, *people: Person, company: Company | None = None) -> Told:
        if not people:
            return {}  # where nobody is known nobody asks: that would be about everybody
        asking = tuple(Asker(*person) for person in people)
        return told(company or self._first.company, Asked(self.as_of, asking))

    @cached_property
    def told(self) -> Told:
        """What the first are told, before anything else happens."""
        return self._told(*self.people)

    @cached_property
    def told_one_by_one(self) -> Told:
        """The same, when each of them asks alone."""
        return {rid: each for person in self.people for rid, each in self._told(person).items()}

    def told_where(self, *statements: str) -> Told:
        """The same in a company in which somebody else wrote something."""
        branch = self.branch("elsewhere")
        branch.write(*statements)
        return self._told(*self.people, company=branch.company)

    @cached_property
    def rows_after_telling(self) -> Left:
        """The rows, once that was told."""
        assert self.told is not None
        assert self.told_one_by_one is not None
        return self._first.rows()

    @cached_property
    def erased(self) -> Done:
        """The first request, carried out."""
        assert self.rows_after_telling
        return self._first.run(self.erasing(*self.people))

    @cached_property
    def told_after(self) -> Told:
        """What the first are told after that."""
        assert self.erased
        return self._told(*self.people)

    @cached_property
    def planned_twice(self) -> tuple[list[Measured], list[Measured]]:
        """The second request, planned by what was compiled before, and by what is compiled anew."""
        assert self.told_after is not None
        company, found = self._first.company, []
        for each in (company, replace(company, programs=Programs())):
            with prepare(each, self.erasing(*self.others)) as prepared:
                found.append(list(prepared.plan.measured))
        return found[0], found[1]

    @cached_property
    def bytes_after(self) -> bytes:
        """The database after the first request, as it stands on the disk."""
        assert self.erased
        return b"".join(path.read_bytes() for path in sorted(self._first.folder.glob("db.db*")))

    @cached_property
    def stopped(self) -> Halted:
        """The second request, after the first, stopped on its way."""
        assert self.told_after is not None
        assert self.bytes_after
        most = 1 + (self.numbers[0] + self.numbers[2]) % LONGEST
        return self._first.stop(self.erasing(*self.others), most)

    @cached_property
    def resumed(self) -> Done:
        """The second request, taken up again."""
        assert self.stopped
        return self._first.run(self.erasing(*self.others))

    @cached_property
    def receipts(self) -> list[dict[str, Any]]:
        """The receipts of all that, as they were written down."""
        assert self.resumed
        return self._first.company.state.receipts()

    @cached_property
    def later(self) -> tuple[Verdict, Left, Done]:
        """A sweep on a later day: what the rules say, what they leave, what was done."""
        assert self.receipts
        day = max([self.as_of, DAYS_OF_THE_RUN[self.numbers[2] % len(DAYS_OF_THE_RUN)]])
        asked = [fact("erasure asked", each, self.as_of) for each in self.everybody]
        naive = self.with_facts(*asked, folder=self._first.folder)
        verdict = decide(naive, Request(day))
        return verdict, after(naive, verdict), self._first.run(Asked(day))

    @cached_property
    def _both(self) -> Branch:
        # What is sent for it is counted: whoever comes again looks at the schema once more.
        return self.branch("both", alone=True)

    @cached_property
    def together(self) -> Done:
        """Both requests at once, a row at a time."""
        return self._both.run(self.erasing(*self.everybody), chunk=1)

    @cached_property
    def again(self) -> Done:
        """Both requests once more."""
        assert self.together
        return self._both.run(self.erasing(*self.everybody))

    @cached_property
    def _sweeping(self) -> Branch:
        return self.branch("sweeping")

    @cached_property
    def sweeping(self) -> Verdict:
        """What the rules say of a sweep."""
        return self.told_by_rules()

    @cached_property
    def swept(self) -> Done:
        """A sweep."""
        return self._sweeping.run(Asked(self.as_of))

    @cached_property
    def swept_again(self) -> Done:
        """The same sweep once more."""
        assert self.swept
        return self._sweeping.run(Asked(self.as_of))

    @cached_property
    def set_apart(self) -> Person | None:
        """Somebody who does not ask, and asks for a restriction; named by the key of a row."""
        asking = {*self.people}
        free = [p for p in self.others if p not in asking and isinstance(p[1], int)]
        return free[0] if free else None

    @cached_property
    def _restricted(self) -> Branch:
        return self.branch("restricted")

    def swept_after_the_request(self) -> tuple[Done, Done]:
        """A sweep after a restriction was in the way of the request, and after it never was."""
        assert self.restricted
        free = self.branch("never restricted")
        free.run(self.erasing(*self.people))
        return self._restricted.run(Asked(self.as_of)), free.run(Asked(self.as_of))

    @cached_property
    def restricted(self) -> tuple[Naive, Done, Done]:
        """The first request under a restriction of somebody else's, and once that was lifted.

        Returns the company with the restriction in it as well.
        """
        branch = self._restricted
        assert self.set_apart is not None
        facts = [placed(self.set_apart, self.as_of), lifted(self.set_apart, self.as_of)]
        done = []
        for count in (1, 2):
            branch.record(*facts[:count])
            done.append(branch.run(self.erasing(*self.people)))
        return self.with_facts(facts[0]), done[0], done[1]

    def with_facts(self, *facts: dict[str, Any], folder: Path | None = None) -> Naive:
        """Return a company as the oracle reads it, with facts about its people."""
        naive = read(folder or self.folder)
        naive.facts += facts
        return naive

    @cached_property
    def two_restrictions(self) -> tuple[Branch, list[Person]]:
        """A copy of the project for restrictions of two people, and who they are.

        The first does not ask for erasure, the second does; either may be missing.
        """
        own = keyed(self.naive)
        both = [person for person in self.people if person in own]
        asking = [both[self.numbers[2] % len(both)]] if both else []
        return self.branch("two restrictions"), [*filter(None, [self.set_apart]), *asking]

    @cached_property
    def used(self) -> Branch:
        """A copy of the project in which is asked what may be used."""
        return self.branch("used")

    @cached_property
    def restored(self) -> Branch:
        """A copy of the project in which the first request was carried out, for a backup of it."""
        branch = self.branch("restored")
        branch.run(self.erasing(*self.people))
        return branch

    @cached_property
    def _disturbed(self) -> Branch:
        return self.branch("disturbed")

    @cached_property
    def disturbed(self) -> tuple[Naive, Done]:
        """The first request, while somebody else writes between plan and confirmation.

        Returns the company as it was when the plan was carried out.
        """
        found: list[Naive] = []

        def meanwhile() -> None:
            tables = self.made.scheme.tables.values()
            self._disturbed.write(*interference(tables, self.naive, self.verdict, self.numbers))
            found.append(read(self._disturbed.folder))

        done = self._disturbed.run(self.erasing(*self.people), meanwhile=meanwhile)
        return found[0], done

    @cached_property
    def after_that(self) -> Done:
        """The first request once more, now that nobody writes."""
        assert self.disturbed
        return self._disturbed.run(self.erasing(*self.people))

    def changed_for(self, *people: Person) -> int:
        """Return how many rows an erasure for people would change; nothing is changed."""
        with prepare(self._sweeping.company, self.erasing(*people)) as prepared:
            return sum(measured.rows for measured in prepared.plan.changes)


def of_world(company: Naive, world: int, number: int) -> Person | None:
    """Return one of the people of a filling; None when there are none."""
    nameless = [k for k, words in company.datamap["subjects"].items() if "table" not in words]
    found = {
        (kind, key if kind not in nameless else folded(key))
        for table in company.personal_tables()
        for rid in company.rows_of(table)
        for _, (kind, key) in people_of(company, rid)
        if subject_kind(company, table) or kind in nameless
        if _world(key) == world
    }
    return sorted(found, key=str)[number % len(found)] if found else None


def keyed(company: Naive) -> list[Person]:
    """Return everybody who is named by the key of a row that is there."""
    own = (people_of(company, rid) for t in company.personal_tables() for rid in company.rows_of(t))
    return sorted({person for found in own for begins, person in found if not begins}, key=str)


def _world(key: object) -> int:
    return key // APART if isinstance(key, int) else int(str(key).strip()[0])


def differing(one: Left, other: Left) -> Sequence[str]:
    """Return where two states differ, in words that a failed test shows."""
    found = []
    for table in sorted({*one, *other}):
        rows, theirs = one.get(table, {}), other.get(table, {})
        for key in sorted({*rows, *theirs}, key=str):
            if rows.get(key) != theirs.get(key):
                found.append(f"{table} {key}: {rows.get(key)} / {theirs.get(key)}")
    return found

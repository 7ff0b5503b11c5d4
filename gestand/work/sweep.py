"""Make a plan for an organisation: measure what is held against what may be held.

The order of things: read the facts, compile, open one connection per store, fill the key
sets, and measure each step. Nothing here changes a row; `work/carry_out.py` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import count

from gestand.core.facts import Decision, Person
from gestand.core.grounds import Grounds, Question
from gestand.core.plan.compile import Compiler
from gestand.core.plan.correct import NEW_VALUE, OLD_VALUE, Correcting
from gestand.core.plan.read import Telling
from gestand.core.plan.steps import AskHuman, Keep, Measured, Plan, Program, Redact, Step
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.stores.base import Earliest, Key, Measure, Run
from gestand.work.company import Company
from gestand.work.facts import decisions
from gestand.work.folders import unsafe_rows
from gestand.work.requests import IDENTIFIER, Requests, key_column

Progress = Callable[[str, int, int], None]


def silently(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Correction:
    """A category of data about a person, with its old and its new value."""

    category: str
    old: str
    new: str


@dataclass(frozen=True)
class Request:
    """What is asked: a day, and the people it is about; nobody named means everybody.

    With `erase` those people ask for erasure on that day; with `correction` the one person
    named has a value corrected; with `access` they ask what is held about them.
    """

    as_of: date
    people: tuple[Person, ...] = ()
    erase: bool = False
    correction: Correction | None = None
    access: bool = False


@dataclass(frozen=True)
class Opened:
    """The program of a request, and open stores with the key sets that it looks at.

    `asking` and `standing` are the questions that a person may have answered, and the answers;
    `filled` gives the version of each store to which its key sets belong.
    """

    company: Company
    request: Request
    program: Program
    runs: Mapping[str, Run]
    asking: Program
    standing: Sequence[Decision]
    requests: Requests
    filled: dict[str, int | None] = field(default_factory=dict)

    def fill(self, store: str) -> None:
        """Fill the key sets of a store, inside the caller's transaction."""
        run = self.runs[store]
        _fill_people(self.company, run, self.request)
        self.requests.fill(run, store)
        _fill_unsafe(self.company, run, store, self.program)
        _fill_decisions(self.company, run, self.asking.of_store(store), self.standing)
        self.filled[store] = run.version()

    def fill_anew(self, store: str) -> None:
        """Fill the key sets again, unless nobody has written to the store since."""
        if self.runs[store].version() is None or self.runs[store].version() != self.filled[store]:
            self.fill(store)


@dataclass(frozen=True)
class Prepared:
    """A measured plan with the open connections that hold its key sets.

    `versions` tell, per store, whether somebody else has written since.
    """

    plan: Plan
    versions: Mapping[str, int | None]
    ready: Opened

    @property
    def company(self) -> Company:
        """The organisation."""
        return self.ready.company

    @property
    def request(self) -> Request:
        """What was asked."""
        return self.ready.request

    @property
    def runs(self) -> Mapping[str, Run]:
        """The open stores."""
        return self.ready.runs

    def answer_again(self, store: str) -> None:
        """Find anew whose rows are whose, and what was decided, where somebody has written.

        Raises CannotRun when the schema is no longer the one of the plan.
        """
        if self.runs[store].version() == self.versions[store] is not None:
            return
        if self.company.stores[store].reflect() != self.company.schemas[store]:
            message = f"the schema of store `{store}` has changed since the plan: plan again"
            raise CannotRun(message)
        self.ready.fill_anew(store)


@contextmanager
def prepare(
    company: Company, request: Request, progress: Progress = silently
) -> Iterator[Prepared]:
    """Open the stores and measure the plan of `request`; they close at the end of the block."""
    with opened(company, request) as ready:
        taken = _measure(ready, progress)
        plan = Plan(ready.program, tuple(taken.measured), taken.emptied)
        yield Prepared(plan, taken.versions, ready)


@contextmanager
def opened(company: Company, request: Request) -> Iterator[Opened]:
    """Open the stores and fill the key sets of `request`; they close at the end of the block."""
    standing = [d for d in decisions(company.state) if d.stands(request.as_of)]
    asking_now = request.people if request.erase else ()
    requests = Requests.of(company, asking_now, request.as_of, standing)
    with ExitStack() as stack:
        runs = {
            name: stack.enter_context(
                store.run(company.schemas[name], company.holdings, company.zone)
            )
            for name, store in company.stores.items()
        }
        program = _program(company, request, requests.kinds, standing)
        plain = replace(request, access=False)
        asking = _program(company, plain, requests.kinds, ()) if standing else program
        ready = Opened(company, request, program, runs, asking, standing, requests)
        for name, run in runs.items():
            with run.transaction(writing=False):
                ready.fill(name)
        yield ready


@dataclass
class _Taken:
    """What was measured: steps, rows that lose cells by table, first days, store versions."""

    measured: list[Measured] = field(default_factory=list)
    emptied: dict[str, int] = field(default_factory=dict)
    earliest: Earliest = field(default_factory=dict)
    versions: dict[str, int | None] = field(default_factory=dict)


def in_force(versions: Sequence[Policy], day: date) -> tuple[Policy, ...]:
    """Return the versions up to the one in force on `day`, oldest first (GROUNDS rule 12)."""
    begun = tuple(version for version in versions if version.effective <= day)
    return begun or (versions[0],)


def _program(
    company: Company,
    request: Request,
    erasing: frozenset[str],
    standing: Sequence[Decision],
) -> Program:
    question = Question(
        request.as_of,
        erasing,
        frozenset(decision.step for decision in standing),
    )
    grounds = Grounds(company.holdings, in_force(company.versions, request.as_of), question)
    kinds = frozenset(person.kind for person in request.people)
    compiler = Compiler(company.holdings, grounds, kinds)
    if request.access:
        return Telling(compiler, grounds).program()
    if request.correction is not None:
        return Correcting(compiler, grounds, request.correction.category).program()
    return compiler.program()


def _fill_people(company: Company, run: Run, request: Request) -> None:
    for kind in sorted({person.kind for person in request.people}):
        keys = [(person.key,) for person in request.people if person.kind == kind]
        run.fill(f"asked:{kind}", keys, (key_column(company, kind),))
    if request.correction is not None:
        run.fill(OLD_VALUE, [(request.correction.old,)], (IDENTIFIER,))
        run.fill(NEW_VALUE, [(request.correction.new,)], (IDENTIFIER,))


def _fill_unsafe(company: Company, run: Run, store: str, program: Program) -> None:
    for survey in program.surveys.values():
        table = company.holdings.tables[survey.table]
        if table.files and table.store == store:
            keys = dict.fromkeys(unsafe_rows(run, survey, table, company.root))
            run.fill(f"unsafe:{table.id}", list(keys), run.key_columns(table.id))


def _fill_decisions(
    company: Company, run: Run, steps: Sequence[Step], standing: Sequence[Decision]
) -> None:
    """Fill, per decided step, the rows whose decision still counts: they did not change."""
    for step in steps:
        answers = [decision for decision in standing if decision.step == step.id]
        if not isinstance(step, AskHuman) or not answers:
            continue
        settled: list[Key] = []
        removed: list[Key] = []
        for key, shown in run.rows_of(step):
            answer = _answer(answers, company.state.digest(step.id, key, shown))
            settled += [key] if answer else []
            removed += [key] if answer and answer.remove else []
        columns = run.key_columns(step.table)
        run.fill(f"settled:{step.id}", settled, columns)
        run.fill(f"removed:{step.id}", removed, columns)


def _answer(answers: Sequence[Decision], digest: str) -> Decision | None:
    """Return the latest decision about the row as it is now."""
    return next((answer for answer in reversed(answers) if digest in answer.rows), None)


def _measure(ready: Opened, progress: Progress) -> _Taken:
    """Measure every step in one snapshot per store; return each store's version then."""
    runs, program = ready.runs, ready.program
    taken = _Taken()
    for store, run in runs.items():
        tables = list(dict.fromkeys(step.table for step in program.of_store(store)))
        whole = bool(tables) and all(program.surveys[table].whole for table in tables)
        steps = len(tables) * (1 + whole)
        with run.transaction(writing=False):
            ready.fill_anew(store)
            measure = run.measure()
            numbers = count(1)
            if whole:
                own = [e for e in program.endings if e[1].reach.occasion.table in tables]
                look = partial(_tell, progress, numbers, steps)
                taken.earliest |= measure.look_over(tables, own, look)
            for table in tables:
                _tell(progress, numbers, steps, table)
                taken.measured += _measure_table(measure, program, table)
                taken.emptied[table] = measure.emptied(table)
            taken.versions[store] = run.version()
    taken.measured = [_forecast(program, found, taken.earliest) for found in taken.measured]
    return taken


def _tell(progress: Progress, numbers: Iterator[int], steps: int, table: str) -> None:
    progress(table, min(next(numbers), steps), steps)


def _measure_table(measure: Measure, program: Program, table: str) -> list[Measured]:
    steps = [step for step in program.steps if step.table == table]
    survey = program.surveys[table]
    redacts = [step for step in steps if isinstance(step, Redact) and not step.first]
    in_question = measure.survey(survey, redacts)
    found = [Measured(step, measure.rows(step, in_question), in_question) for step in steps]
    if survey.whole:
        return found
    return [dated for m in found for dated in _dated(measure, m)]


def _forecast(program: Program, found: Measured, earliest: Earliest) -> Measured:
    """Add the day on which the first of the rows loses this ground, when that is known."""
    whole = program.surveys[found.step.table].whole
    if not whole or not isinstance(found.step, Keep) or not found.rows:
        return found
    purpose = found.step.purpose
    names = {
        (purpose, end.reach.occasion.name, table)
        for end in found.step.ends
        for table in (end.reach.occasion.table, found.step.table)
    }
    days = [day for name in names if (day := earliest.get(name)) is not None]
    return replace(found, until=min(days, default=None))


def _dated(measure: Measure, found: Measured) -> Iterator[Measured]:
    """Split what is kept of a few people by its last day."""
    if not isinstance(found.step, Keep) or not found.rows:
        yield found
        return
    days: dict[date | None, int] = {}
    for last in measure.last_days(found.step).values():
        days[last] = days.get(last, 0) + 1
    for last in sorted(days, key=lambda day: day or date.max):
        yield Measured(found.step, days[last], found.of, last)

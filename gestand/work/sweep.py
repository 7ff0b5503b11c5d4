"""Make a plan for an organisation: measure what is held against what may be held.

The order of things: read the facts, compile, open one connection per store, fill the key
sets, and measure each step. Nothing here changes a row; `work/carry_out.py` does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import count
from threading import Lock

from gestand.core.access.told import ColumnTold
from gestand.core.datamap.differences import differences
from gestand.core.facts import Decision, Person, latest_about
from gestand.core.grounds import Grounds, Question
from gestand.core.names import store_of
from gestand.core.plan.abroad import Reading, beside, readings
from gestand.core.plan.compile import Compiler
from gestand.core.plan.correct import NEW_VALUE, OLD_VALUE, Correcting, Correction
from gestand.core.plan.giving import Giving
from gestand.core.plan.held_rows import HeldRows, found_rows
from gestand.core.plan.read import Telling
from gestand.core.plan.steps import AskHuman, Plan, Program, Read, Step
from gestand.core.plan.unfinished import Unfinished
from gestand.core.plan.use import Using
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.stores.base import Key, Looked, Run
from gestand.work.abroad import take_in, take_in_sets
from gestand.work.collecting import collecting_seldom
from gestand.work.company import Company
from gestand.work.compiled import Compiled
from gestand.work.facts import decisions
from gestand.work.folders import Contents, Folder, unsafe_rows
from gestand.work.keys import category_column, key_column
from gestand.work.measuring import Measuring, Taken, apart
from gestand.work.memory import memory_of, refuse_a_doubtful_memory
from gestand.work.noted import Noted
from gestand.work.people import refuse_to_fill_in
from gestand.work.put_back import PutBack, put_back
from gestand.work.registers import HOLDS
from gestand.work.requests import Requests

Progress = Callable[[str, int, int], None]
Versions = Mapping[str, int | None]
"""By store a number that changes when somebody else writes; None when there is no such."""


def silently(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


PSEUDONYMS = "pseudonyms"
"""For what the key is that pseudonyms are made with."""


@dataclass(frozen=True)
class Request:
    """What is asked: a day, and the people it is about; nobody named means everybody.

    With `erase` those people ask for erasure on that day; with `correction` the one person
    named has a value corrected; with `access` they ask what is held about them. `use` names a
    purpose of which is asked what it may do with their values; with `gives` those of these
    categories that it may use are read, to be given to somebody else. `found` are rows, by their
    table, of which is asked by what they are held. With `after_restore` a store may have been put
    back from a backup: what went and changed since is done again. `spare` are categories that were
    refused: with `erase` they stay as if nobody had asked, with `access` they are not told. With
    `told` the person reads what would come of it: as with `access`, what is kept by an order that
    is secret counts as if it were not there. Nothing is removed by such a plan.
    """

    as_of: date
    people: tuple[Person, ...] = ()
    erase: bool = False
    correction: Correction | None = None
    access: bool = False
    use: str = ""
    gives: tuple[str, ...] = ()
    found: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    after_restore: bool = False
    spare: frozenset[str] = frozenset()
    told: bool = False


@dataclass(frozen=True)
class Opened:
    """The program of a request, and open stores with the key sets that it looks at.

    `asking` and `standing` are the questions that a person may have answered, and the answers;
    `reading` says what each store reads in others, and `beside` in which; `filled` gives the
    version of each store to which the key sets belong, by the store in which they stand.
    `columns_told` says what each column of a step is, `left` what is asked once it was carried
    out, and `put_back` are the stores that were put back from a backup.
    """

    company: Company
    request: Request
    program: Program
    runs: Mapping[str, Run]
    asking: Program
    standing: Sequence[Decision]
    noted: Noted
    requests: Requests
    reading: Mapping[str, Reading]
    beside: Mapping[str, tuple[str, ...]]
    columns_told: Callable[[Read], tuple[ColumnTold, ...]]
    left: Callable[[], Mapping[str, Sequence[Unfinished]] | None]
    filled: dict[str, Versions] = field(default_factory=dict)
    put_back: list[PutBack] = field(default_factory=list)

    def together(self, store: str) -> tuple[str, ...]:
        """Return the store, and the others that have a say in its rows."""
        return (store, *self.beside[store])

    def one_after_the_other(self, store: str) -> Sequence[str]:
        """Return the stores of which only one is worked in at a time, with this one.

        Those that are files are read and written in our own memory, which a second would double.
        """
        schemas, together = self.company.schemas, self.together(store)
        files = [name for name in self.runs if schemas[name].dialect == "sqlite"]
        return (*together, *files) if store in files else together

    @contextmanager
    def transaction(self, *, writing: str | None = None) -> Iterator[None]:
        """Open a transaction in every store, or in one to write, and in those that it reads."""
        stores = self.together(writing) if writing else self.runs
        kept = False
        try:
            with ExitStack() as stack:
                for store in stores:
                    # The one that is written comes first: what others say is read just before.
                    opened = self.runs[store].transaction(writing=store == writing)
                    stack.enter_context(opened)
                yield
            kept = True
        finally:
            # INVARIANT: what was filled in a transaction may be undone with it.
            for store in () if kept else stores:
                self.filled.pop(store, None)

    def versions(self, stores: Iterable[str]) -> Versions:
        """Return the versions of some stores as they are now."""
        return {store: self.runs[store].version() for store in stores}

    def fill(self, stores: Sequence[str]) -> None:
        """Fill the key sets of stores, and what they read in one another, in open transactions."""
        company, runs = self.company, self.runs
        # Looked through once: all these transactions are open at the same time.
        contents = cache(lambda declared: Folder.of(company.root, declared).contents())
        # Whoever is read tells which of its rows are theirs.
        for store in dict.fromkeys(name for own in stores for name in self.together(own)):
            _fill_people(company, runs[store], store, self.request)
        for store in stores:
            take_in(company, runs, self.reading[store])
            together = {name: runs[name] for name in self.together(store)}
            self.noted.fill(together, store)
            self.requests.fill(together, store)
            _fill_unsafe(company, runs[store], store, self.program, contents)
            steps = self.asking.of_store(store)
            _fill_decisions(company, runs[store], steps, self.standing)
        for store in stores:
            take_in_sets(company, runs, store, self.reading[store].early)
            if not self.request.access:  # what is only told is asked once
                self.filled[store] = self.versions(self.together(store))

    def fill_anew(self, stores: Sequence[str]) -> None:
        """Fill the key sets again, unless nobody else has written to the stores since."""
        again = [s for s in stores if not self.proves(self.filled.get(s, {s: None}))]
        if again:
            self.fill(stores)

    def proves(self, then: Versions) -> bool:
        """Tell whether it is certain that nobody else has written since stores had a version."""
        return None not in then.values() and self.versions(then) == then


@dataclass(frozen=True)
class Prepared:
    """A measured plan with the open connections that hold its key sets.

    `versions` tell, per store, whether somebody else has written since.
    """

    plan: Plan
    versions: Versions
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

    def still_stands(self, store: str) -> bool:
        """Tell whether everything about the rows of a store is certain to be as in the plan."""
        stores = self.ready.together(store)
        return self.ready.proves({name: self.versions[name] for name in stores})

    def answer_again(self, store: str) -> bool:
        """Find anew whose rows are whose, and what was decided, where somebody has written.

        What other stores say is then read again as well (GROUNDS rule 22): this run itself may
        have changed them. Returns whether everything is certain to be as it was in the plan.
        Raises CannotRun when a schema is no longer the one of the plan.
        """
        if self.still_stands(store):
            return True
        stores = self.ready.together(store)
        self.refuse_other_schemas(stores)
        if len(stores) == 1:
            self.ready.fill_anew(stores)
        else:
            self.ready.fill(stores)
        return False

    def refuse_other_schemas(self, stores: Iterable[str] | None = None) -> None:
        """Raise CannotRun where a live schema is no longer the one of the plan, and say in what."""
        for name in self.runs if stores is None else stores:
            if told := _changed(self.company, name):
                message = f"the schema of store `{name}` has changed since the plan: {told}. "
                raise CannotRun(message + "Plan again")


@contextmanager
def prepare(
    company: Company,
    request: Request,
    progress: Progress = silently,
    before: Prepared | None = None,
) -> Iterator[Prepared]:
    """Open the stores and measure the plan of `request`; they close at the end of the block.

    With the plan `before` it is the same request once more: whoever asks is who they were then.
    Raises CannotRun for a day on which no version of the policy is in force yet.
    """
    if request.correction is None:
        _refuse_before_the_first(company, request.as_of)
    seen = before.ready.requests if before else None
    with collecting_seldom(), opened(company, request, seen) as ready:
        taken, versions = _measure(ready, progress)
        plan = Plan(ready.program, tuple(taken.measured), taken.emptied)
        if not request.after_restore:
            refuse_to_fill_in(request.correction, plan)
        yield Prepared(plan, versions, ready)


@contextmanager
def opened(
    company: Company, request: Request, before: Requests | None = None
) -> Iterator[Opened]:
    """Open the stores and fill the key sets of `request`; they close at the end of the block.

    `before` knows the rows of those who ask, as they were when the same was asked before: a key
    may have been given to somebody else since.
    Raises CannotRun where what was recorded cannot be believed: a request could be forgotten.
    """
    with memory_of(company.state, HOLDS):
        standing, noted, requests = _remembered(company, request)
    requests.seen.update(before.seen if before else {})
    secret = company.state.secret(PSEUDONYMS) if company.holdings.keyed else b""
    compiled = _compiled(noted, request, requests, standing, secret)
    with ExitStack() as stack:
        runs = {
            name: stack.enter_context(
                store.run(
                    company.schemas[name],
                    company.holdings,
                    company.zone,
                    secret,
                    compiled.ready[name],
                )
            )
            for name, store in company.stores.items()
        }
        ready = Opened(
            company,
            request,
            compiled.program,
            runs,
            compiled.asking,
            standing,
            noted,
            requests,
            compiled.reading,
            compiled.beside,
            partial(compiled.columns_told, company.holdings),
            partial(compiled.left, company.holdings),
        )
        with ready.transaction():
            if compiled.has_run:
                _refuse_changed_schemas(company, runs)  # it may have been opened long ago
            compiled.has_run = True
            ready.fill(tuple(runs))
            marks = {name: run.marks() for name, run in runs.items()}
        ready.put_back.extend(put_back(company.state, marks))
        noted.refuse_unknown()
        yield ready


def _remembered(company: Company, request: Request) -> tuple[list[Decision], Noted, Requests]:
    """Return what own records say: decisions that stand, facts, and who asked for what."""
    refuse_a_doubtful_memory(company.state, company.heads)
    standing = [d for d in decisions(company.state) if d.stands(request.as_of)]
    asking_now = request.people if request.erase else ()
    using = request.people if request.use else None
    day, told, again = request.as_of, request.access or request.told, request.after_restore
    noted = Noted.of(company, day, after_restore=again, using=using, told=told)
    return standing, noted, Requests.of(
        noted, (asking_now, request.people, request.spare), day, standing
    )


def _refuse_before_the_first(company: Company, day: date) -> None:
    """Refuse to remove by what is not promised yet: it may be held until then."""
    first = company.versions[0].effective
    if day < first:
        message = (
            f"no version of the policy is in force on {day}: the first takes effect on {first}. "
            f"`gestand plan --as-of {first}` forecasts it; what holds until then belongs "
            "in `privacy/versions/`"
        )
        raise CannotRun(message)


def in_force(versions: Sequence[Policy], day: date) -> tuple[Policy, ...]:
    """Return the versions up to the one in force on `day`, oldest first (GROUNDS rule 12).

    Before all of them the first counts: only for what removes nothing.
    """
    begun = tuple(version for version in versions if version.effective <= day)
    return begun or (versions[0],)


def _compiled(
    noted: Noted,
    request: Request,
    requests: Requests,
    standing: Sequence[Decision],
    secret: bytes,
) -> Compiled:
    """Return the programs of a request, compiled now or for somebody who asked the same before.

    INVARIANT: all that the programs, and the statements of them, depend on is in `of` or `asked`.
    """
    company, decided = noted.company, frozenset(decision.step for decision in standing)
    question = Question(request.as_of, requests.kinds, decided, spared=requests.spared)

    def compiled(*, comes_again: bool) -> Compiled:
        program = _program(noted, request, question)
        plain = replace(request, access=False, use="", gives=(), found={})
        undecided = replace(question, decided=frozenset())
        asking = _program(noted, plain, undecided) if standing else program
        reading = readings(company.holdings, company.stores, program, asking)
        others = {name: beside(company.holdings, reading, name) for name in company.stores}
        ready = company.programs.ready(company.stores, schemas, (company.zone, secret), comes_again)
        return Compiled(of, program, asking, reading, others, ready)

    schemas = tuple(company.schemas[name] for name in company.stores)
    of = (company.holdings, *company.versions, *company.stores.values(), *schemas)
    if request.found or not request.people:
        return compiled(comes_again=False)  # of everybody's rows a plan is made once
    asked = (
        company.zone,
        secret,
        noted.into(question),
        frozenset(person.kind for person in request.people),
        request.correction.shape if request.correction else None,
        request.access,
        request.use,
        request.gives,
        request.spare,
    )
    return company.programs.get(of, asked, partial(compiled, comes_again=True))


def _refuse_changed_schemas(company: Company, runs: Mapping[str, Run]) -> None:
    """Raise CannotRun where a schema is not what it was when the organisation was opened."""
    for name, run in runs.items():
        if told := _changed(company, name, run.written_schema()):
            message = f"the schema of store `{name}` has changed since it was opened: {told}. "
            raise CannotRun(message + "Open the organisation again")


def _changed(company: Company, store: str, written: Hashable = None) -> str:
    """Return in what the live schema of a store, as it is `written`, is another one than it was."""
    now, then = company.stores[store].reflect(written), company.schemas[store]
    return "" if now == then else "; ".join(differences(then, now)) or "in how it is written"


def _program(noted: Noted, request: Request, asked: Question) -> Program:
    company, question = noted.company, noted.into(asked)
    grounds = Grounds(company.holdings, in_force(company.versions, request.as_of), question)
    kinds = frozenset(person.kind for person in request.people)
    compiler = Compiler(company.holdings, grounds, kinds)
    if request.found:
        return HeldRows(compiler, grounds).program(request.found)
    if request.access:
        return Telling(compiler, grounds, request.spare).program()
    if request.gives:
        return Giving(compiler, grounds, request.use, request.gives).program()
    if request.use:
        return Using(compiler, grounds, request.use).program()
    if request.correction is not None:
        return Correcting(compiler, grounds, *request.correction.shape).program()
    return compiler.program()


def _fill_people(company: Company, run: Run, store: str, request: Request) -> None:
    # Of people to whom no row of a store can lead, nothing is asked there.
    tables = company.holdings.tables.values()
    here = frozenset[str]().union(*(table.kinds for table in tables if table.store == store))
    for kind in sorted({person.kind for person in request.people} & here):
        keys = [(person.key,) for person in request.people if person.kind == kind]
        run.fill(f"asked:{kind}", keys, (key_column(company, kind, store),))
    for table in (name for name in request.found if store_of(name) == store):
        run.fill(found_rows(table), request.found[table], run.key_columns(table))
    if request.correction is not None:
        kind, corrected = request.people[0].kind, request.correction
        like = category_column(company, kind, corrected.category, store)
        run.fill(OLD_VALUE, [] if corrected.old is None else [(corrected.old,)], (like,))
        run.fill(NEW_VALUE, [(corrected.new,)], (like,))


def _fill_unsafe(
    company: Company, run: Run, store: str, program: Program, contents: Callable[[str], Contents]
) -> None:
    folder = partial(Folder.of, company.root)
    for survey in program.surveys.values():
        table = company.holdings.tables[survey.table]
        if table.files and table.store == store:
            keys = dict.fromkeys(unsafe_rows(run, survey, table, folder, contents))
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
            answer = latest_about(answers, company.state.digest(step.id, key, shown))
            settled += [key] if answer else []
            removed += [key] if answer and answer.remove else []
        columns = run.key_columns(step.table)
        run.fill(f"settled:{step.id}", settled, columns)
        run.fill(f"removed:{step.id}", removed, columns)


def _measure(ready: Opened, progress: Progress) -> tuple[Taken, Versions]:
    """Measure every step in one snapshot per store; return each store's version then as well."""
    stores, program = tuple(ready.runs), ready.program
    with ready.transaction():
        ready.fill_anew(stores)
        # Over all stores together, since rows of one may point at rows of another.
        tables = program.surveyed()
        measuring = Measuring(ready.company, program, ready.runs, ready.reading, tables)
        groups = apart(stores, ready.one_after_the_other)
        taken = measuring.take(groups, _looked(program, tables, progress))
        return taken, ready.versions(stores)


def _looked(program: Program, tables: Sequence[str], progress: Progress) -> Looked:
    """Return what tells the progress, table by table."""
    whole = bool(tables) and all(program.surveys[table].whole for table in tables)
    return partial(_tell, progress, count(1), len(tables) * (1 + whole), Lock())


def _tell(progress: Progress, numbers: Iterator[int], steps: int, alone: Lock, table: str) -> None:
    with alone:  # several stores tell of their tables at the same time
        progress(table, min(next(numbers), steps), steps)

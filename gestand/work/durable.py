"""Work that a crash may stop at any moment: run the next unrecorded step, record it, repeat.

A work is a list of steps with names that stay the same, made anew from what was told when it began.
Its record stands in own records from the first step on, and goes with the last. A step in own
records has its effect and its record in one transaction. A step outside of them is intended first,
with a mark, then done, then recorded: where it was stopped in between, whatever has seen the mark
is asked whether it happened. Where that cannot be asked the outcome is unknown: a person says it,
and nothing repeats the step by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from secrets import token_hex

from gestand.errors import CannotRun, GestandError
from gestand.records.base import News
from gestand.records.kept import Kept, Recorded, Taken
from gestand.settings import attempts
from gestand.traces.base import TRACES
from gestand.work.fence import Fence, behind
from gestand.work.journal import Journal
from gestand.work.said import Entry
from gestand.work.state import State

BEGUN, INTENDED, UNKNOWN, DONE = "begun", "intended", "unknown", "done"


@dataclass(frozen=True)
class Own:
    """A step in own records: what `do` writes is kept together with its record, or not at all.

    `do` may add entries for the ledger to the list that it is given.
    """

    name: str
    do: Callable[[list[News]], None]


@dataclass(frozen=True)
class Outside:
    """A step elsewhere. `do` leaves the mark that it is given there, and `asked` looks for it.

    What `do` returns is recorded with the step. `asked` returns None where nobody can tell whether
    it happened.
    """

    name: str
    do: Callable[[str], Entry | None]
    asked: Callable[[str], bool | None]


Step = Own | Outside


def twice_is_once(_mark: str) -> bool:
    """Tell of a step that may be done again whenever it is not on record: it did not happen."""
    return False


def cannot_be_asked(_mark: str) -> None:
    """Tell of a step of which only a person can find out whether it happened."""


class Unknown(CannotRun):
    """A step of unknown outcome stands in the way: a person must find out whether it happened."""


class Stopped(CannotRun):
    """What a work let do was stopped from outside, as its worker may be: that counts as one."""


class Stuck(CannotRun):
    """A work stopped whoever had it, time and again: it waits for a person."""


@dataclass(frozen=True)
class Work:
    """Work of a name that no other has while it goes on; `told` is what its steps are made of."""

    name: str
    told: Entry


@dataclass(frozen=True)
class Unfinished:
    """Work that has not ended: its first step that is not done, and in which state that is.

    Whoever had it was stopped so many `times` in a row, without a step done in between.
    """

    work: Work
    step: str
    state: str
    times: int = 0

    @property
    def is_stuck(self) -> bool:
        """Tell whether it waits for a person, since it would stop who has it once more."""
        return self.times >= attempts()


def carry_out(journal: Journal, work: Work, steps: Sequence[Step]) -> None:
    """Run the steps that are not on record yet, in their order; then forget the work.

    Raises CannotRun where a step cannot be done now, where another program did it meanwhile, or
    where the work was begun with other steps; Unknown where nobody can tell whether one happened.
    """
    going = _Going(journal, work, _recorded(journal.state, work.name), len(steps))
    with TRACES.span("work", gestand__work=_in_words(work.name)):
        coming: Sequence[Step | None] = (*steps[1:], None)
        for number, (step, after) in enumerate(zip(steps, coming, strict=True), start=1):
            known = going.recorded.get(number)
            if known is not None and known.step != step.name:
                message = (
                    f"`{work.name}` was begun by another version of Gestand, which came to "
                    f"`{known.step}`: let that version end it"
                )
                raise CannotRun(message)
            if known is None or known.state != DONE:
                going.step(number, step, with_next=isinstance(after, Own))


def _in_words(name: str) -> str:
    """Return the words of a name: a number in it may be that of a request."""
    return " ".join(word for word in name.split() if word.isalpha())


def begin(journal: Journal, work: Work, unless: Callable[[], bool] = lambda: False) -> bool:
    """Put a work on record, for whoever takes it; False where it was begun and has not ended.

    So it is where `unless` tells, in the same transaction, that it is not to be begun.
    """
    try:
        with journal.recording():
            if unless():
                return False
            put_on_record(journal.state, work)
    except Taken:
        return False
    return True


def put_on_record(state: State, work: Work) -> None:
    """Put a work on record within an open transaction; Taken where it was begun already."""
    with state.kept_steps() as kept:
        kept.add_step(Recorded(work.name, 0, BEGUN, DONE, work.told))


@contextmanager
def taken(journal: Journal, name: str) -> Iterator[Work | None]:
    """Take a work that was begun, within the block; None where it has ended, or another has it.

    Whoever had it before writes nothing for it any more. Raises CannotRun where own records are
    those of one machine, and Stuck where it waits for a person.
    """
    with journal.ledger.held(name) as mine:
        recorded = _recorded(journal.state, name) if mine else {}
        begun = recorded.get(0)
        if begun is None:
            yield None
            return
        _refuse_stuck(begun, recorded)
        fence = Fence(name, token_hex(16))
        mine_now = replace(_once_more(begun, recorded), state=fence.state)
        try:
            _changed(journal, begun, mine_now)
        except Taken:
            yield None
            return
        with behind(fence), _not_counted_unless_killed(journal, mine_now):
            yield Work(name, begun.told)


@contextmanager
def _not_counted_unless_killed(journal: Journal, mine: Recorded) -> Iterator[None]:
    """Take back that a work was counted as one that stops who has it, where it ends by itself."""
    try:
        yield
    except Stopped:
        raise
    except BaseException:
        # Where own records are away, or are another worker's by now, it stays counted.
        with suppress(GestandError, Taken):
            _changed(journal, mine, replace(mine, told=_without_times(mine)))
        raise


def again(journal: Journal, name: str) -> None:
    """Let a work that waits for a person be taken again; CannotRun where none of that name does."""
    recorded = _recorded(journal.state, name)
    waits = [one.work.name for one in unfinished(journal.state) if one.is_stuck]
    if name not in waits:
        found = f"there are {', '.join(f'`{one}`' for one in waits)}" if waits else "none does"
        message = f"no run `{name}` waits for a person: {found}"
        raise CannotRun(message)
    try:
        _changed(journal, recorded[0], replace(recorded[0], told=_without_times(recorded[0])))
    except Taken as error:
        message = f"another program goes on with `{name}`: let it end"
        raise CannotRun(message) from error


_TIMES, _AFTER = "times", "after"


def _changed(journal: Journal, known: Recorded, new: Recorded) -> None:
    with journal.recording(), journal.state.kept_steps() as kept:
        kept.change_step(known, new)


def _times(begun: Recorded, recorded: Mapping[int, Recorded]) -> int:
    """Return how often in a row a work was taken and nobody said more, since its last step."""
    same = begun.told.get(_AFTER) == _steps_done(recorded)
    return int(begun.told[_TIMES]) if same else 0


def _once_more(begun: Recorded, recorded: Mapping[int, Recorded]) -> Recorded:
    times = {_TIMES: _times(begun, recorded) + 1, _AFTER: _steps_done(recorded)}
    return replace(begun, told={**begun.told, **times})


def _without_times(begun: Recorded) -> Entry:
    return {name: told for name, told in begun.told.items() if name not in (_TIMES, _AFTER)}


def _steps_done(recorded: Mapping[int, Recorded]) -> int:
    return sum(row.number > 0 and row.state == DONE for row in recorded.values())


def _refuse_stuck(begun: Recorded, recorded: Mapping[int, Recorded]) -> None:
    times = _times(begun, recorded)
    if times >= attempts():
        message = (
            f"`{begun.work}` stopped its worker {times} times: it waits for a person. See what "
            f'kills it; then `gestand worker --again "{begun.work}"`'
        )
        raise Stuck(message)


def done_so_far(state: State, name: str) -> dict[str, Entry]:
    """Return what the steps of a work told that are done, by their names."""
    rows = (row for row in _recorded(state, name).values() if row.number)
    return {row.step: row.told for row in rows if row.state == DONE}


def unfinished(state: State) -> Iterator[Unfinished]:
    """Yield every work that has not ended."""
    for name in dict.fromkeys(row.work for row in state.steps()):
        recorded = _recorded(state, name)
        begun, *after = recorded.values()
        last = after[-1] if after else begun
        times = _times(begun, recorded)
        yield Unfinished(Work(name, begun.told), last.step, last.state, times)


def settle(journal: Journal, name: str, *, happened: bool) -> None:
    """Record what a person found out about the step of unknown outcome of a work.

    One that did not happen is done when the work goes on. Raises CannotRun where there is none.
    """
    found = [row for row in journal.state.steps() if row.work == name and row.state == UNKNOWN]
    if not found:
        message = f"no step of `{name}` is of unknown outcome"
        raise CannotRun(message)
    (row,) = found
    with journal.recording():
        if happened:
            journal.ledger.kept.change_step(row, Recorded(name, row.number, row.step, DONE, {}))
        else:
            journal.ledger.kept.drop_step(row)


@dataclass
class _Going:
    """A work that goes on, and what is on record of it by the number of the step."""

    journal: Journal
    work: Work
    recorded: dict[int, Recorded]
    last: int
    _waits: Recorded | None = None
    """A step that was done, and is put on record with the next one: it may be done twice."""

    def step(self, number: int, step: Step, *, with_next: bool = False) -> None:
        """Do one step that is not on record as done; `with_next` the one after it is our own."""
        with TRACES.span("step", gestand__step=_in_words(step.name)):
            if isinstance(step, Own):
                self._own(number, step)
            else:
                self._outside(number, step, with_next=with_next)

    def _own(self, number: int, step: Own) -> None:
        waits, before = self._waits, self.recorded
        self._waits = None
        new = self._row(number, step, DONE, {})
        try:
            with self.journal.recording() as news:
                if waits:  # what is our own may ask what was done before it
                    self._record(waits)
                step.do(news)
                self._record(new)
        except GestandError:
            self.recorded = before
            if waits:
                self._record_alone(waits)
            raise

    def _record_alone(self, waits: Recorded) -> None:
        """Write that a step was done, whatever kept the one after it from being written."""
        with suppress(GestandError), self.journal.recording():
            self._record(waits)

    def _outside(self, number: int, step: Outside, *, with_next: bool) -> None:
        told: Entry | None = None
        if not self._happened(number, step):
            mark = token_hex(16)
            if step.asked is not twice_is_once:
                with self.journal.recording():
                    self._record(self._row(number, step, INTENDED, {"mark": mark}))
            told = step.do(mark)
        done = self._row(number, step, DONE, told or {})
        if with_next and step.asked is twice_is_once:
            self._waits = done
            return
        with self.journal.recording():
            self._record(done)

    def _row(self, number: int, step: Step, state: str, told: Entry) -> Recorded:
        return Recorded(self.work.name, number, step.name, state, told)

    def _happened(self, number: int, step: Outside) -> bool:
        """Tell whether a step that was intended happened; Unknown where nobody can tell."""
        known = self.recorded.get(number)
        if known is None:
            return False
        happened = step.asked(known.told["mark"])
        if happened is None:
            if known.state != UNKNOWN:
                with self.journal.recording():
                    self._record(self._row(number, step, UNKNOWN, known.told))
            message = (
                f"`{self.work.name}` was stopped at `{step.name}`, and nobody can tell whether "
                "that happened: find it out, and say so"
            )
            raise Unknown(message)
        return happened

    def _record(self, new: Recorded) -> None:
        """Write what became of a step; who comes second finds that somebody else has."""
        try:
            with self.journal.state.kept_steps() as kept:
                written = self._write(kept, new)
        except Taken as error:
            message = f"another program goes on with `{self.work.name}`: let it end"
            raise CannotRun(message) from error
        self.recorded = self.recorded | written

    def _write(self, kept: Kept, new: Recorded) -> dict[int, Recorded]:
        """Write what became of a step, and return what is on record by that."""
        if new.number == self.last and new.state == DONE:
            kept.end_work(self.work.name, len(self.recorded))
            return {}
        if (known := self.recorded.get(new.number)) is not None:
            kept.change_step(known, new)
            return {new.number: new}
        begun = Recorded(self.work.name, 0, BEGUN, DONE, self.work.told)
        rows = [new] if self.recorded else [begun, new]
        kept.add_step(*rows)
        return {row.number: row for row in rows}


def _recorded(state: State, name: str) -> dict[int, Recorded]:
    return {row.number: row for row in state.steps() if row.work == name}

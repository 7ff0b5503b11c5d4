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
from contextlib import contextmanager
from dataclasses import dataclass, replace
from secrets import token_hex

from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.records.kept import Kept, Recorded, Taken
from gestand.traces.base import TRACES
from gestand.work.fence import Fence, behind
from gestand.work.journal import Journal
from gestand.work.state import Entry, State

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


@dataclass(frozen=True)
class Work:
    """Work of a name that no other has while it goes on; `told` is what its steps are made of."""

    name: str
    told: Entry


@dataclass(frozen=True)
class Unfinished:
    """Work that has not ended: its first step that is not done, and in which state that is."""

    work: Work
    step: str
    state: str


def carry_out(journal: Journal, work: Work, steps: Sequence[Step]) -> None:
    """Run the steps that are not on record yet, in their order; then forget the work.

    Raises CannotRun where a step cannot be done now, where another program did it meanwhile, or
    where the work was begun with other steps; Unknown where nobody can tell whether one happened.
    """
    going = _Going(journal, work, _recorded(journal.state, work.name), len(steps))
    with TRACES.span("work", gestand__work=_in_words(work.name)):
        for number, step in enumerate(steps, start=1):
            known = going.recorded.get(number)
            if known is not None and known.step != step.name:
                message = (
                    f"`{work.name}` was begun by another version of Gestand, which came to "
                    f"`{known.step}`: let that version end it"
                )
                raise CannotRun(message)
            if known is None or known.state != DONE:
                going.step(number, step)


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
    those of one machine.
    """
    with journal.ledger.held(name) as mine:
        begun = _recorded(journal.state, name).get(0) if mine else None
        if begun is None:
            yield None
            return
        fence = Fence(name, token_hex(16))
        try:
            with journal.recording(), journal.state.kept_steps() as kept:
                kept.change_step(begun, replace(begun, state=fence.state))
        except Taken:
            yield None
            return
        with behind(fence):
            yield Work(name, begun.told)


def done_so_far(state: State, name: str) -> dict[str, Entry]:
    """Return what the steps of a work told that are done, by their names."""
    rows = (row for row in _recorded(state, name).values() if row.number)
    return {row.step: row.told for row in rows if row.state == DONE}


def unfinished(state: State) -> Iterator[Unfinished]:
    """Yield every work that has not ended."""
    for name in dict.fromkeys(row.work for row in state.steps()):
        begun, *after = _recorded(state, name).values()
        last = after[-1] if after else begun
        yield Unfinished(Work(name, begun.told), last.step, last.state)


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

    def step(self, number: int, step: Step) -> None:
        """Do one step that is not on record as done."""
        with TRACES.span("step", gestand__step=_in_words(step.name)):
            self._step(number, step)

    def _step(self, number: int, step: Step) -> None:
        if isinstance(step, Own):
            with self.journal.recording() as news:
                step.do(news)
                self._record(number, step.name, DONE, {})
            return
        told: Entry | None = None
        if not self._happened(number, step):
            mark = token_hex(16)
            if step.asked is not twice_is_once:
                with self.journal.recording():
                    self._record(number, step.name, INTENDED, {"mark": mark})
            told = step.do(mark)
        with self.journal.recording():
            self._record(number, step.name, DONE, told or {})

    def _happened(self, number: int, step: Outside) -> bool:
        """Tell whether a step that was intended happened; Unknown where nobody can tell."""
        known = self.recorded.get(number)
        if known is None:
            return False
        happened = step.asked(known.told["mark"])
        if happened is None:
            if known.state != UNKNOWN:
                with self.journal.recording():
                    self._record(number, step.name, UNKNOWN, known.told)
            message = (
                f"`{self.work.name}` was stopped at `{step.name}`, and nobody can tell whether "
                "that happened: find it out, and say so"
            )
            raise Unknown(message)
        return happened

    def _record(self, number: int, name: str, state: str, told: Mapping[str, object]) -> None:
        """Write what became of a step; who comes second finds that somebody else has."""
        new = Recorded(self.work.name, number, name, state, told)
        known = self.recorded.get(number)
        try:
            with self.journal.state.kept_steps() as kept:
                self._write(kept, known, new)
        except Taken as error:
            message = f"another program goes on with `{self.work.name}`: let it end"
            raise CannotRun(message) from error
        self.recorded[number] = new

    def _write(self, kept: Kept, known: Recorded | None, new: Recorded) -> None:
        if not self.recorded:
            begun = Recorded(self.work.name, 0, BEGUN, DONE, self.work.told)
            kept.add_step(begun)
            self.recorded[0] = begun
        if new.number == self.last and new.state == DONE:
            kept.end_work(self.work.name, len(self.recorded))
        elif known is None:
            kept.add_step(new)
        else:
            kept.change_step(known, new)


def _recorded(state: State, name: str) -> dict[int, Recorded]:
    return {row.number: row for row in state.steps() if row.work == name}

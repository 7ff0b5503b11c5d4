"""Whether a Gestand can do its work: its own records are there and brought up, its stores answer.

Nobody waits for one that does not answer: it is told after `PATIENCE` seconds, and asked again
only once it has answered, so that those who ask do not pile up behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread

from gestand.core.counting import counted
from gestand.records import steps
from gestand.stores.base import Store
from gestand.surfaces.unforeseen import quietly
from gestand.work.state import State

PATIENCE = 4.0
"""After how many seconds something does not answer; whoever watches gives up after ten."""

OWN = "own records"


@dataclass(frozen=True)
class Vital:
    """Something that is needed; `why` says what is wrong with it, and is empty where it is well."""

    name: str
    why: str = ""

    @property
    def is_well(self) -> bool:
        """Tell whether it is as it should be."""
        return not self.why


@dataclass
class Vitals:
    """Looks whether own records and stores are well; from any thread.

    `stores` gives those that can be named now, and of each other one why it cannot be.
    """

    state: State
    stores: Callable[[], tuple[Mapping[str, Store], Mapping[str, str]]]
    patience: float = PATIENCE
    _asking: dict[str, Thread] = field(default_factory=dict, repr=False)
    _said: dict[str, str] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def of_records(self) -> Vital:
        """Look whether own records can be read, and stand as this version has them."""
        return self._answers({OWN: partial(_wrong_with, self.state)})[0]

    def of_stores(self) -> list[Vital]:
        """Look whether each store answers; all of them are asked at the same time."""
        here, lost = self.stores()
        answered = self._answers({name: partial(_wrong_in, one) for name, one in here.items()})
        return [*answered, *(Vital(name, why) for name, why in lost.items())]

    def all(self) -> list[Vital]:
        """Look at own records and at each store."""
        return [self.of_records(), *self.of_stores()]

    def _answers(self, questions: Mapping[str, Callable[[], str]]) -> list[Vital]:
        with self._lock:
            threads = {name: self._asked(name, ask) for name, ask in questions.items()}
        for thread in threads.values():
            thread.join(self.patience)
        silent = f"no answer within {self.patience:g} seconds"
        with self._lock:
            return [
                Vital(name, silent if thread.is_alive() else self._said.get(name, silent))
                for name, thread in threads.items()
            ]

    def _asked(self, name: str, ask: Callable[[], str]) -> Thread:
        """Return the thread that asks, a new one where none is at it."""
        found = self._asking.get(name)
        if found is not None and found.is_alive():
            return found

        def said(why: str) -> None:
            self._said[name] = why

        def run() -> None:
            quietly(lambda: said(ask()), said)

        thread = Thread(target=run, daemon=True)
        self._asking[name] = thread
        thread.start()
        return thread


def _wrong_in(store: Store) -> str:
    """Return nothing where a store answers; CannotRun where its schema cannot be read."""
    store.reflect()
    return ""


def _wrong_with(state: State) -> str:
    """Return what is wrong with own records; CannotRun where they cannot be read."""
    taken = state.brought_up()
    if not taken:
        return "they were not made yet: the first command that records something makes them"
    if steps.in_the_way(taken):
        return "a newer Gestand made them: use that one"
    return _lacking(steps.known() - taken)


def _lacking(names: frozenset[str]) -> str:
    """Return which steps of this version own records lack, and what to do; empty without any."""
    if not names:
        return ""
    stop = [name for name in sorted(names) if not name.endswith(steps.BESIDE)]
    beside = "an older version works beside them"
    how = f"stop every process of the older version first ({stop[0]})" if stop else beside
    return f"{counted(len(names), 'step')} of this version lack, and {how}: run `gestand alarms`"

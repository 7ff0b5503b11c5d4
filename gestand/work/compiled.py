"""Programs that come again: compiled once for all who ask the same of the same organisation.

Who asks stands in key sets, not in the program: the next person's request runs the same steps. A
program depends on the policy, the data map, the schemas, the day and what is asked, and on of
which kinds of people anything stands; whatever of these is another one makes another program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import count
from typing import Any

from gestand.core.access.told import ColumnTold, columns_told
from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.schema import Schema
from gestand.core.plan.abroad import Reading
from gestand.core.plan.steps import Program, Read
from gestand.core.plan.unfinished import Unfinished, left_of
from gestand.core.recent import Recent, ids
from gestand.stores.base import Ready, Store

_KEPT = 16
"""How many programs are kept: those of the newest days, and of what is mostly asked."""
_NAMES = 1_000
"""So many names of key sets each program has: a few dozen of them are used."""
_APART = 1_000_000_000
"""From here on are names that no program comes to."""
_PHRASES = 20_000
"""About so many conditions are kept as a store wrote them: some ten megabytes."""

Phrases = dict[Any, dict[Any, Any]]
"""Conditions as a store wrote them, and what else they were written for."""


@dataclass
class Compiled:
    """A program, and the one whose questions a person may have answered; `reading` is of both.

    `beside` are the other stores that have a say in the rows of each, and `ready` is what each
    store made ready for them. `told` are the columns that its steps tell, by step. All of it
    depends on the objects `of`.
    """

    of: tuple[object, ...]
    program: Program
    asking: Program
    reading: Mapping[str, Reading]
    beside: Mapping[str, tuple[str, ...]]
    ready: Mapping[str, Ready]
    told: dict[str, tuple[ColumnTold, ...]] = field(default_factory=dict)
    unfinished: list[Mapping[str, Sequence[Unfinished]] | None] = field(default_factory=list)
    has_run: bool = False

    def left(self, holdings: Holdings) -> Mapping[str, Sequence[Unfinished]] | None:
        """Return, by store, where rows may still be left once the program was carried out.

        INVARIANT: `holdings` are among the objects `of`.
        """
        if not self.unfinished:
            self.unfinished.append(left_of(self.program, holdings))
        return self.unfinished[0]

    def columns_told(self, holdings: Holdings, step: Read) -> tuple[ColumnTold, ...]:
        """Return what each column of a step is: worked out once for all who ask the same.

        INVARIANT: `holdings` are among the objects `of`.
        """
        if step.id not in self.told:
            self.told[step.id] = columns_told(holdings, step)
        return self.told[step.id]


@dataclass
class Programs:
    """The programs of an organisation that were compiled last, and digests of its schemas."""

    _kept: Recent[Compiled] = field(default_factory=lambda: Recent(_KEPT))
    _digests: Recent[tuple[Schema, str]] = field(default_factory=lambda: Recent(_KEPT))
    _phrases: Recent[tuple[object, Phrases]] = field(default_factory=lambda: Recent(_KEPT))
    _questions: Recent[tuple[object, Ready]] = field(default_factory=lambda: Recent(_KEPT))
    _begun: Iterator[int] = field(default_factory=lambda: count(0))
    """How many programs that come again were begun before."""

    def digest(self, schema: Schema) -> str:
        """Return a short digest of a schema, worked out once: it never changes."""
        return self._digests.get(id(schema), lambda: (schema, _digest(schema)))[1]

    def phrases(self, of: tuple[object, ...], asked: tuple[Any, ...]) -> Phrases:
        """Return what was written of conditions by one store, whatever program they are of.

        INVARIANT: beside the conditions it depends on the objects `of`, and on what is `asked`.
        """
        found = self._phrases.get((*ids(of), *asked), lambda: (of, {}))[1]
        if sum(map(len, found.values())) > _PHRASES:
            found.clear()
        return found

    def questions(self, of: tuple[object, ...], zone: str) -> Ready:
        """Return what a store makes ready for a few questions about people, which come again.

        No program has their names of key sets.
        INVARIANT: what is made depends on the objects `of` and on the zone.
        """
        key = (*ids(of), zone)
        made = partial(Ready, numbers=count(_APART), comes_again=True)
        return self._questions.get(key, lambda: (of, made()))[1]

    def ready(
        self,
        stores: Mapping[str, Store],
        schemas: tuple[Schema, ...],
        asked: tuple[Any, ...],
        comes_again: bool,
    ) -> dict[str, Ready]:
        """Return what the stores will make ready for one program, about which this is `asked`.

        Each program that comes again has names of its own for its key sets: their tables may stay
        on a connection that another program uses in between.
        """
        first = 1 + _NAMES * next(self._begun) if comes_again else 1
        return {
            name: Ready(
                numbers=count(first),
                phrases=self.phrases((store, *schemas), asked),
                comes_again=comes_again,
            )
            for name, store in stores.items()
        }

    def get(
        self, of: tuple[object, ...], asked: tuple[Any, ...], make: Callable[[], Compiled]
    ) -> Compiled:
        """Return what `make` makes, or what it made before of the same objects and questions.

        The objects must be the same ones, for which their ids stand: they are kept as well. What
        is `asked` must be equal.
        """
        return self._kept.get((*ids(of), *asked), make)


def _digest(schema: Schema) -> str:
    return sha256(repr(schema).encode()).hexdigest()[:16]

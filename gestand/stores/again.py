"""Statements that come again: made and compiled once for all requests that run one program.

A program names key sets, and who asks stands in these: the next request of the same program runs
the same statements with other keys. What a statement was made of is looked at each time it comes
again; where a key set is another table by now, it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

from gestand.stores.base import Ready
from gestand.stores.dialect import Answer, Dialect, Finished

Shown = sa.ClauseElement | Callable[[], sa.ClauseElement]
"""A statement for `--sql`, or what makes it: mostly nobody looks."""
Relied = dict[tuple[str, int], sa.FromClause]
"""By name and width the table of each key set that a statement was made with."""


@dataclass(frozen=True)
class Asked:
    """What makes a statement out of the objects `of`: the same one whenever these come again.

    Without any it is made each time.
    """

    make: Callable[[], AnyValue]
    of: tuple[object, ...] = ()


@dataclass(frozen=True)
class _Kept:
    """What was made `of` some objects, which are kept so that nothing else gets their ids."""

    of: tuple[object, ...]
    relied: Relied
    made: AnyValue


@dataclass(frozen=True)
class _Written:
    """A statement with its text and the values that it has each time.

    `order` names all values by their places, where a driver wants them so.
    """

    statement: AnyValue
    text: str
    values: Mapping[str, AnyValue]
    order: tuple[str, ...] | None

    def given(self, values: Mapping[str, AnyValue]) -> AnyValue:
        """Return the values of the statement as the driver takes them."""
        every = {**self.values, **values}
        return every if self.order is None else tuple([every[name] for name in self.order])


@dataclass
class Again:
    """Runs statements on one connection; `there` gives the table of a key set as it is now."""

    connection: sa.Connection
    dialect: Dialect
    statements: list[Shown]
    ready: Ready
    there: Callable[[str, int], sa.FromClause | None]
    _relied: list[Relied] = field(default_factory=list)

    def run(
        self, what: str, asked: Asked, *, shown: bool = True, **values: AnyValue
    ) -> Answer:
        """Run the statement that does `what`; it is noted for `--sql` where it is to be `shown`."""
        write = partial(self._written, asked, values)
        written: _Written = self.kept(what, asked.of, write) if asked.of else write()
        if shown:
            self.statements.append(written.statement)
        kept = bool(asked.of) and self.ready.comes_again
        finished = Finished(written.text, written.given(values), kept)
        return self.dialect.again(self.connection, finished)

    def rely(self, name: str, width: int, table: sa.FromClause) -> None:
        """Note that the statement in the making was made with the table of a key set."""
        if self._relied:
            self._relied[-1][name, width] = table

    def kept(self, what: str, of: tuple[object, ...], make: Callable[[], AnyValue]) -> AnyValue:
        """Return what `make` makes out of the objects `of`, or what it made before of the same."""
        key = (what, *map(id, of))
        known: _Kept | None = self.ready.made.get(key)
        if known is not None and self._stands(known):
            return known.made
        with self._watched() as relied:
            made = make()
        self.ready.made[key] = _Kept(of, relied, made)
        return made

    def _written(self, asked: Asked, values: Mapping[str, AnyValue]) -> _Written:
        statement = asked.make()
        # A list of values is written out: there are as many each time.
        words = {"render_postcompile": True}
        compiled = statement.compile(dialect=self.connection.dialect, compile_kwargs=words)
        assert isinstance(compiled, SQLCompiler)
        order = tuple(compiled.positiontup or ()) if compiled.positional else None
        return _Written(statement, str(compiled), compiled.construct_params(dict(values)), order)

    def _stands(self, known: _Kept) -> bool:
        """Tell whether every key set is the table that something was made with."""
        # To ask for a key set may fill it: each of them is asked for, in the same order.
        found = [self.there(*name) is table for name, table in known.relied.items()]
        return all(found)

    @contextmanager
    def _watched(self) -> Iterator[Relied]:
        relied: Relied = {}
        self._relied.append(relied)
        try:
            yield relied
        finally:
            self._relied.pop()

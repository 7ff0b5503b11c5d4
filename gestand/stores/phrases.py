"""Conditions in the words of one database: each is written once, wherever it is said.

A plan asks the same of the same rows again and again: whether they are somebody's, whether a
purpose has ended, whether a row that points at them stays. As a tree of SQLAlchemy each of these
would be built and compiled anew in every place where it stands. A phrase is the text of one such
condition instead, made once and joined to others as texts are. What differs from one statement
to the next is left open in it: the values, and which table a key set is by now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler

TIGHT, COMPARED, LOOSE = range(3)
"""How firmly a text holds together: anywhere, between AND and OR, only at the side of an OR."""


class KeySet(sa.TableClause):
    """Stands for the key set `of` some name, which is called `alias` in the phrase.

    Its columns are `k0`, `k1` and so on, and what else stands `beside` these.
    """

    inherit_cache = False

    def __init__(self, alias: str, of: str, width: int, beside: Sequence[str] = ()) -> None:
        names = *(f"k{number}" for number in range(width)), *beside
        super().__init__(alias, *map(sa.column, names))
        self.of, self.width = of, width


Chunk = str | sa.BindParameter[AnyValue] | KeySet
"""A text, or what each statement fills in: a value, or a key set."""


@dataclass(frozen=True, eq=False)
class Phrase:
    """A part of a statement in the words of one database."""

    chunks: tuple[Chunk, ...]
    holds: int = TIGHT

    def within(self, loosest: int) -> Phrase:
        """Return the phrase as it stands beside others, in brackets where it needs them."""
        return self if self.holds <= loosest else said("(", self, ")")


def called(table: sa.FromClause) -> str:
    """Return how the rows of a table are called in a statement; nothing where they have no name."""
    return str(getattr(table, "name", ""))


YES, NO = Phrase(("1 = 1",)), Phrase(("0 = 1",))
"""What is known without looking at a row; they are told apart from others by what they are."""


def said(*parts: str | Phrase, holds: int = TIGHT) -> Phrase:
    """Return one phrase of texts and phrases, one behind the other."""
    chunks: list[Chunk] = []
    texts: list[str] = []
    for part in parts:
        for chunk in (part,) if isinstance(part, str) else part.chunks:
            if isinstance(chunk, str):
                texts.append(chunk)
                continue
            chunks += ["".join(texts), chunk] if texts else [chunk]
            texts = []
    return Phrase((*chunks, "".join(texts)) if texts else tuple(chunks), holds)


def both(parts: Iterable[Phrase]) -> Phrase:
    """Return the conjunction; what is known without looking at a row is settled here."""
    asking = [part for part in parts if part is not YES]
    if NO in asking:
        return NO
    return _between(asking, " AND ", COMPARED, COMPARED) if asking else YES


def either(parts: Iterable[Phrase]) -> Phrase:
    """Return the disjunction; what is known without looking at a row is settled here."""
    asking = [part for part in parts if part is not NO]
    if YES in asking:
        return YES
    return _between(asking, " OR ", LOOSE, LOOSE) if asking else NO


def negated(part: Phrase) -> Phrase:
    """Return where `part` does not hold."""
    if part is YES or part is NO:
        return NO if part is YES else YES
    return said("NOT ", part.within(TIGHT), holds=COMPARED)


def exists(tables: Sequence[Phrase], conditions: Iterable[Phrase]) -> Phrase:
    """Return where rows of `tables` meet `conditions`, which may name rows from outside."""
    where = both(conditions)
    if where is NO:
        return NO
    asked = () if where is YES else (" WHERE ", where)
    return said("EXISTS (SELECT 1 FROM ", *commas(tables), *asked, ")")


def commas(parts: Sequence[Phrase]) -> list[str | Phrase]:
    """Return phrases with commas between them."""
    return [each for part in parts for each in (", ", part)][1:]


def _between(parts: Sequence[Phrase], word: str, loosest: int, holds: int) -> Phrase:
    if len(parts) == 1:
        return parts[0]
    each = [part.within(loosest) for part in parts]
    return said(*[piece for part in each for piece in (word, part)][1:], holds=holds)


class Saying(sa.ColumnElement[bool]):
    """A phrase as a condition on `rows` in a statement of SQLAlchemy, with the key sets it names.

    To SQLAlchemy it has no type: it compares a Boolean with 1 where there is no such type.
    """

    inherit_cache = False

    def __init__(
        self,
        phrase: Phrase,
        sets: Mapping[KeySet, sa.FromClause],
        rows: Iterable[sa.FromClause],
    ) -> None:
        self.phrase, self.sets, self.rows = phrase, sets, list(rows)

    @property
    def _from_objects(self) -> list[sa.FromClause]:
        """What is read where a statement does not say it, as for any other condition."""
        return self.rows

    def self_group(
        self, against: operators.OperatorType | None = None
    ) -> sa.ColumnElement[AnyValue]:
        """Return the condition as it stands beside others."""
        grouped = self.phrase.within(_LOOSEST.get(against, TIGHT))
        return self if grouped is self.phrase else Saying(grouped, self.sets, self.rows)


_LOOSEST = {
    None: LOOSE,
    operators.or_: LOOSE,
    operators.and_: COMPARED,
    operators._asbool: COMPARED,
}
"""How loosely a condition may hold together at the side of each; `_asbool` is that of a WHERE."""
_OF_THE_OUTSIDE = {"add_to_result_map", "from_linter"}


@compiles(Saying)
def _saying(element: Saying, compiler: SQLCompiler, **kw: AnyValue) -> str:
    # What stands in a condition is no column of the answer, and no table that it is read from.
    kw = {name: told for name, told in kw.items() if name not in _OF_THE_OUTSIDE}
    texts = []
    for chunk in element.phrase.chunks:
        if isinstance(chunk, str):
            texts.append(chunk)
        elif isinstance(chunk, KeySet):
            table = element.sets[chunk].alias(chunk.name)
            texts.append(compiler.process(table, **{**kw, "asfrom": True}))
        else:
            texts.append(compiler.process(chunk, **kw))
    return "".join(texts)


_OPEN = re.compile("\0open ([0-9]+)\0")
"""Where a text is left open; no name and no word of a statement has such a character."""


class Writer:
    """Writes parts of statements of SQLAlchemy as phrases of one kind of database."""

    def __init__(self, dialect: sa.Dialect) -> None:
        compiler = dialect.statement_compiler(dialect, None)
        assert isinstance(compiler, SQLCompiler)
        self._compiler, self._open = compiler, list[sa.BindParameter[AnyValue] | KeySet]()
        self._tables: Callable[..., str] = compiler.visit_table
        for name, visit in (("bindparam", self._bound), ("table", self._table)):
            setattr(compiler, f"visit_{name}", visit)

    def condition(self, element: sa.ColumnElement[AnyValue]) -> Phrase:
        """Return the phrase of a condition on rows that are in reach where it is said.

        INVARIANT: it asks nothing of rows elsewhere but in key sets. What it says about rows in
        reach would be taken for rows of such a question itself, for nothing stands around it here.
        """
        if isinstance(element, sa.True_ | sa.False_):
            return YES if isinstance(element, sa.True_) else NO
        element = element.self_group(against=operators._asbool)
        alone = element.self_group(against=operators.inv) is element
        firm = element.self_group(against=operators.and_) is element
        return self._phrase(element, (TIGHT if alone else COMPARED) if firm else LOOSE)

    def value(self, element: sa.ColumnElement[AnyValue]) -> Phrase:
        """Return the phrase of a value of rows that are in reach."""
        return self._phrase(element, TIGHT)

    def table(self, table: sa.FromClause) -> Phrase:
        """Return the phrase of a table, to be read from."""
        return self._phrase(table, TIGHT, asfrom=True)

    def _phrase(self, element: sa.ClauseElement, holds: int, **kw: AnyValue) -> Phrase:
        self._open = []
        pieces: list[Chunk] = list(_OPEN.split(self._compiler.process(element, **kw)))
        pieces[1::2] = [self._open[int(str(number))] for number in pieces[1::2]]
        # Between two that are left open next to each other stands nothing.
        return Phrase(tuple(each for each in pieces if not isinstance(each, str) or each), holds)

    def _left(self, element: sa.BindParameter[AnyValue] | KeySet) -> str:
        self._open.append(element)
        return f"\0open {len(self._open) - 1}\0"

    def _bound(self, value: sa.BindParameter[AnyValue], **_kw: AnyValue) -> str:
        assert not value.expanding, "a list of values is written out"
        return self._left(value)

    def _table(self, table: sa.TableClause, **kw: AnyValue) -> str:
        return self._left(table) if isinstance(table, KeySet) else self._tables(table, **kw)

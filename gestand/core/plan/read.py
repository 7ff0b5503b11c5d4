"""Compile a request for access (GDPR article 15): what is told, and what is not.

Everything in a row of the person is told, its keys and dates included: all of it relates to
them. Not told are secrets, and what is about somebody else (article 15(4)): column by column,
each with its reason, never a whole row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gestand.core.datamap.holdings import Edge, HeldTable, Holdings, Seen
from gestand.core.documents import shown
from gestand.core.grounds import Grounds
from gestand.core.plan.compile import Compiler
from gestand.core.plan.owned import leads_to, linked_to
from gestand.core.plan.steps import Program, Read, Survey, Withheld
from gestand.core.predicate import NEVER, Predicate, any_of

SECRET, OTHER, REFUSED = "secret", "other", "refused"
"""Why a column is not told: it protects the person, it is about somebody else, or two people
decided so on this request."""


@dataclass(frozen=True)
class Telling:
    """Writes the steps that read all rows of the people asked about, but what was `refused`.

    A column in which some row may hold such a category is left out as a whole.
    """

    compiler: Compiler
    grounds: Grounds
    refused: Collection[str] = ()

    def program(self) -> Program:
        """Return a step per table that can hold their rows, a parent before its children."""
        holdings = self.compiler.holdings
        scopes = {name: self._told(holdings.tables[name]) for name in holdings.order}
        named = [name for name in reversed(holdings.order) if scopes[name] != NEVER]
        steps = tuple(self._read(holdings.tables[name]) for name in named)
        surveys = {
            step.table: Survey(step.table, step.key, step.scope, (), whole=False) for step in steps
        }
        return Program(self.grounds.question.as_of, steps, surveys)

    def _read(self, table: HeldTable) -> Read:
        limits = self.only_where(table)
        never = {name for name, where in limits.items() if where == NEVER}
        reasons = {name: masked(self.compiler.holdings, table, name) for name in table.columns}
        reasons |= dict.fromkeys(never, OTHER)
        reasons |= dict.fromkeys(self._refused(table), REFUSED)
        hidden = {
            f"{papers.document.column} {shown(path)}": SECRET
            for papers in table.documents
            for path in papers.document.secret
            if reasons.get(papers.document.column) is None
        }
        secret = (cell.name for cell in table.cells if cell.secret)
        hidden |= dict.fromkeys(secret, SECRET)
        return Read(
            f"read:{table.id}",
            table.id,
            table.key,
            tuple(name for name, reason in reasons.items() if reason is None),
            tuple(Withheld(name, reason) for name, reason in (reasons | hidden).items() if reason),
            self._told(table),
            self.compiler.keeps(table),
            self.compiler.doubts(table),
            self.grounds.let_go(table),
            {name: folder for name, folder in table.files.items() if reasons.get(name) is None},
            {name: where for name, where in limits.items() if name not in never},
            self.compiler.scope(table) if table.seen else None,
        )

    def _refused(self, table: HeldTable) -> Iterator[str]:
        cells = (cell for cell in table.cells if cell.category in self.refused)
        yield from (cell.column for cell in cells if cell.column in table.columns)
        for copied in self.compiler.holdings.copies:
            if copied.table == table.id and copied.cell.category in self.refused:
                yield copied.column

    def _told(self, table: HeldTable) -> Predicate:
        """Return which rows are told: their own, and those that they may see."""
        return any_of(self.compiler.scope(table), *(self._sees(seen) for seen in table.seen))

    def _sees(self, seen: Seen) -> Predicate:
        """Return where a row leads to somebody who asks and may see it."""
        holdings, asked = self.compiler.holdings, self.compiler.asked
        if seen.link is not None:
            return any_of(*(linked_to(holdings, seen.link, way, asked) for way in seen.ways))
        return any_of(*(leads_to(holdings, way, "asked", asked) for way in seen.ways))

    def only_where(self, table: HeldTable) -> dict[str, Predicate]:
        """Return in which rows a column may be told, where that is not in all of them."""
        limits = self._only_owners(table)
        if not table.seen:
            return limits
        own, told = self.compiler.scope(table), self._told(table)
        for column in table.columns:
            if masked(self.compiler.holdings, table, column) is None:
                seeing = (seen for seen in table.seen if column in {*seen.tells, *table.key})
                limits[column] = any_of(limits.get(column, own), *map(self._sees, seeing))
        return {column: where for column, where in limits.items() if where != told}

    def _only_owners(self, table: HeldTable) -> dict[str, Predicate]:
        """Return, of rows of several owners, where a column is about somebody who asks.

        The edge to an owner is about that owner; a value is about whom the map says.
        """
        if not table.shared:
            return {}
        ways = {cell.column: cell.ways for cell in table.cells}
        for column in {column for way in table.ways for column in way.first}:
            numbered = enumerate(table.ways)
            ways[column] = tuple(n for n, way in numbered if column in way.first)
        for column, made in table.read_by.items():
            # A text of which the database makes a key says whose the row is, as that key does.
            leading = {n for name in made for n in ways.get(name, ())}
            ways |= {column: tuple(sorted(leading))} if leading else {}
        for copied in self.compiler.holdings.copies:
            if copied.table == table.id and copied.edge in table.owners:
                ways[copied.column] = ways[copied.edge.columns[0]]
        limits = {
            column: self.compiler.scope(table, own)
            for column, own in ways.items()
            if masked(self.compiler.holdings, table, column) is None
        }
        everywhere = self.compiler.scope(table)
        return {column: where for column, where in limits.items() if where != everywhere}


def masked(holdings: Holdings, table: HeldTable, column: str) -> str | None:
    """Return why the person whose row it is may not see `column`, or None when they may.

    The only place that decides so. A key that leads to somebody else's row is about them.
    """
    if column in table.secrets:
        return SECRET
    names = {column, *table.read_by.get(column, ())}
    leading = [e for e in holdings.references if e.child == table.id and names & {*e.columns}]
    copied = [c.edge for c in holdings.copies if (c.table, c.column) == (table.id, column)]
    # A copy is about the people of the row it copies: only those of an owner are sure to be these.
    elsewhere = any(edge not in table.owners for edge in copied)
    leads = any(_leads_elsewhere(holdings, table, edge) for edge in leading)
    return OTHER if elsewhere or leads else None


def _leads_elsewhere(holdings: Holdings, table: HeldTable, edge: Edge) -> bool:
    """Tell whether an edge leads to a row of somebody else, or may do so."""
    parent = holdings.tables.get(edge.parent)
    if parent is None or edge in table.owners:
        return False
    somebody = edge.parent in (*holdings.subjects.values(), table.id)
    return somebody or parent.kinds != table.kinds

"""Which values are overdue: plain conditions of its own, made from the policy and the data map.

The sweep has conditions too, which know of requests, versions and people. Nothing here is made
from those: a probe that asked the same question would find the same answer, right or wrong. What
is asked here is plainer, and always to the side of a value that may be held:

    a value is overdue when an occasion that held it has ended longer ago than its period, and no
    occasion of any purpose that may hold it is still going on, or cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from gestand.core.calendar import Period, Term
from gestand.core.datamap.conditions import Comparison
from gestand.core.datamap.holdings import (
    Cell,
    Edge,
    HeldTable,
    Holdings,
    Moment,
    Occasion,
    Papers,
)
from gestand.core.documents import Parts
from gestand.core.left import WITH_ROW
from gestand.core.owners import ROW, inward, meets, nobodys, outward
from gestand.core.policy.model import Basis, Policy, Purpose
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    At,
    Column,
    Differs,
    Emptied,
    Linked,
    Not,
    NotBefore,
    Null,
    Odd,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
)

_EVER = date(9998, 12, 31)
_Test = Callable[[At], Predicate]


@dataclass(frozen=True)
class Path:
    """How an occasion reaches a row: over edges, each to the parent or (`True`) to a child.

    Or beside it: `beside` pairs columns of the row with columns of the occasion's own table.
    `until` is the row's own moment that ends such a reach, `parent` the edge over which the two
    meet. With `past` the row is an old version of the one to which the first edge leads.
    """

    occasion: Occasion
    edges: tuple[tuple[Edge, bool], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    until: Moment | None = None
    parent: Edge | None = None
    past: bool = False

    @property
    def end(self) -> str:
        """The alias of the occasion's row."""
        if self.beside:
            return "b"
        return f"p{len(self.edges)}" if self.edges else ROW

    def leads(self, then: Predicate) -> Predicate:
        """Return where it leads to an occasion of which `then` holds."""
        if then == NEVER:
            return NEVER
        if self.beside:
            pairs = tuple((Column(ROW, own), there) for own, there in self.beside)
            return Linked("b", self.occasion.table, pairs, then)
        for number in range(len(self.edges), 0, -1):
            edge, down = self.edges[number - 1]
            before = f"p{number - 1}" if number > 1 else ROW
            after = f"p{number}"
            if down:
                inside = all_of(meets(edge.when, after), then)
                then = Linked(after, edge.child, inward(edge, before), inside)
            else:
                linked = Linked(after, edge.parent, outward(edge, before), then)
                then = all_of(meets(edge.when, before), linked)
        return then


@dataclass(frozen=True)
class Group:
    """Cells of a table that the same purposes may hold, in the rows that meet `when`.

    Where such a cell is what its row tells by being there, `alone` says where no other row, and no
    occasion that the row is, keeps that row.
    """

    table: HeldTable
    purposes: tuple[str, ...]
    cells: tuple[Emptied, ...]
    names: tuple[str, ...]
    when: tuple[Comparison, ...] = ()
    alone: Predicate = NEVER

    @property
    def filled(self) -> Predicate:
        """Where one of the cells holds something that should go once nothing holds it."""
        cells = tuple(cell for cell in self.cells if cell.how != WITH_ROW)
        values = Differs(ROW, self.table.key, cells) if cells else NEVER
        told = self.alone if len(cells) < len(self.cells) else NEVER
        return all_of(meets(self.when, ROW), any_of(values, told))


@dataclass(frozen=True)
class Calendar:
    """The policy and the data map, looked at on one day."""

    policy: Policy
    holdings: Holdings
    on: date

    def groups(self, table: HeldTable) -> list[Group]:
        """Return the cells of a table by the purposes that may hold them.

        A document that goes as a whole where nobody can read it may be held by whatever may hold
        one of its parts.
        """
        found: dict[tuple[tuple[str, ...], tuple[Comparison, ...]], list[Cell]] = {}
        for cell in table.cells:
            found.setdefault((self._holding(table, cell), cell.when), []).append(cell)
        alone = self._alone(table) if any(cell.with_row for cell in table.cells) else NEVER
        every = [
            Group(table, purposes, tuple(each.emptied for each in cells), names, when, alone)
            for (purposes, when), cells in found.items()
            for names in [tuple(each.name for each in cells)]
        ]
        return [*every, *(self._unread(table, papers) for papers in _unread_goes(table))]

    def _alone(self, table: HeldTable) -> Predicate:
        """Return where nothing keeps a row but what it tells: none points at it, and it is over."""
        pins = self.holdings.pins(table.id)
        pinned = (Linked("k", pin.child, inward(pin, ROW), meets(pin.when, "k")) for pin in pins)
        own = [Path(o) for o in self.holdings.occasions if o.table == table.id]
        going_on = (
            self.perhaps_held(purpose, path)
            for path in own
            for purpose in self.policy.purposes.values()
            if path.occasion.name in purpose.occasions
        )
        return none_of(*pinned, *going_on)

    def unreadable(self, table: HeldTable) -> dict[str, tuple[tuple[str, ...], Predicate]]:
        """Return, by column of documents, which purposes may hold a part, and where none is read.

        Those that go as a whole are among the groups.
        """
        goes = {papers.document.column for papers in _unread_goes(table)}
        return {
            name: (self._of_parts(table, name), Odd(Column(ROW, name), papers.document))
            for papers in table.documents
            for name in [papers.document.column]
            if name not in goes
        }

    def _unread(self, table: HeldTable, papers: Papers) -> Group:
        column, whole = papers.document.column, papers.whole
        instead = None if whole.how == "null" else str(whole.constant)
        parts = Parts(papers.document, whole=True, instead=instead)
        change = Emptied(column, "parts", None, parts=parts)
        return Group(table, self._of_parts(table, column), (change,), (column,))

    def _of_parts(self, table: HeldTable, column: str) -> tuple[str, ...]:
        parts = (cell for cell in table.cells if cell.path and cell.column == column)
        named = {name for cell in parts for name in self._holding(table, cell)}
        return tuple(name for name in table.purposes if name in named)

    def _holding(self, table: HeldTable, cell: Cell) -> tuple[str, ...]:
        """Return the purposes that may hold a cell."""
        kinds = {table.ways[number].kind for number in cell.ways}
        return tuple(
            name
            for name in table.purposes
            if name in self.policy.purposes
            and cell.category in self.policy.declared_categories(name)
            and kinds & self.people(self.policy.purposes[name])
        )

    def paths(self, table: HeldTable, purpose: Purpose) -> list[Path]:
        """Return how the occasions of a purpose reach rows of a table."""
        return [
            path
            for occasion in self.holdings.occasions
            if occasion.name in purpose.occasions
            for path in self._reaching(table, occasion)
        ]

    def each(self, group: Group) -> list[tuple[Purpose, Path]]:
        """Return each purpose that may hold a group of cells with each way it reaches them."""
        purposes = (self.policy.purposes[name] for name in group.purposes)
        return [(one, path) for one in purposes for path in self.paths(group.table, one)]

    def people(self, purpose: Purpose) -> frozenset[str]:
        """Return the kinds of people whom a purpose is about."""
        if purpose.about:
            return frozenset(purpose.about)
        mine = (o.table for o in self.holdings.occasions if o.name in purpose.occasions)
        tables = map(self.holdings.tables.get, mine)
        return frozenset[str]().union(*(table.kinds for table in tables if table))

    def _reaching(self, table: HeldTable, occasion: Occasion) -> Iterator[Path]:
        if table.past is not None:
            now = self.holdings.tables[table.past.edge.parent]
            for path in self._reaching(now, occasion):
                edges = ((table.past.edge, False), *path.edges)
                yield replace(path, edges=edges, past=True)
            return
        if occasion.table == table.id:
            yield Path(occasion)
        above = _up(table, occasion.table) if occasion.table != table.id else ()
        yield from (Path(occasion, tuple((edge, False) for edge in up)) for up in above)
        bound = self.holdings.tables.get(occasion.table)
        below = _up(bound, table.id) if bound and bound.id != table.id else ()
        yield from (Path(occasion, tuple((edge, True) for edge in up[::-1])) for up in below)
        for one in table.siblings:
            if (one.occasion, one.table) == (occasion.name, occasion.table):
                pairs = tuple(zip(one.own_columns, one.columns, strict=True))
                yield Path(occasion, (), pairs, one.until, one.parent)

    def _ends(self, purpose: Purpose, path: Path) -> list[tuple[Moment, Term, str]]:
        """Return each moment that ends the reach, its term, and the alias of its row."""
        occasion, keep = path.occasion, purpose.keep
        fiscal = self.policy.controller.fiscal_year
        found: list[tuple[Moment, Term, str]] = []
        for ending in keep.after:
            moment = occasion.moments.get(ending.moment)
            if ending.moment == "consent given" and purpose.id in occasion.consents:
                moment = occasion.consents[purpose.id].given
            if moment is not None:
                found.append((moment, keep.term(ending, fiscal), path.end))
        if keep.at_most is not None and keep.at_most[1] in occasion.moments:
            found.append((occasion.moments[keep.at_most[1]], Term(keep.at_most[0]), path.end))
        if path.until is not None:
            found.append((path.until, Term(keep.period), ROW))
        return found

    def _over(self, purpose: Purpose, path: Path) -> Predicate:
        """Return where the last day of one of the ends was before this one."""
        yesterday = self.on - timedelta(days=1)
        parts: list[Predicate] = []
        for moment, term, alias in self._ends(purpose, path):
            cut = term.cut_off(yesterday)
            if cut is not None:
                parts.append(_at(moment, alias, partial(Reached, day=cut)))
        return any_of(*parts)

    def _begun(self, purpose: Purpose, path: Path) -> Predicate:
        """Return where the occasion is there at all, with the consent that it may need."""
        occasion, alias = path.occasion, path.end
        parts = [meets(occasion.when, alias)]
        if occasion.from_ is not None:
            parts.append(_at(occasion.from_, alias, _written))
        consent = occasion.consents.get(purpose.id)
        if purpose.basis is Basis.CONSENT:
            parts.append(_at(consent.given, alias, _written) if consent else NEVER)
        return all_of(*parts)

    def withdrawn(self, purpose: Purpose, path: Path, day: date) -> Predicate:
        """Return where the consent that it needs was withdrawn by a day, and not given again."""
        consent = path.occasion.consents.get(purpose.id)
        if purpose.basis is not Basis.CONSENT or consent is None or consent.withdrawn is None:
            return NEVER
        given, withdrawn = consent.given, consent.withdrawn
        since = At(Column(path.end, given.column), given.kind, given.zone)
        return _at(
            withdrawn, path.end, lambda at: all_of(Reached(at, day), NotBefore(at, since))
        )

    def perhaps_held(self, purpose: Purpose, path: Path, *unless: Predicate) -> Predicate:
        """Return where it goes on, or may do so for all that can be read, and not `unless`."""
        over = (self._over(purpose, path), self.withdrawn(purpose, path, self.on))
        return path.leads(all_of(self._begun(purpose, path), none_of(*over, *unless)))

    def in_tail(self, purpose: Purpose, path: Path) -> Predicate:
        """Return, of the occasion at the end of a path, where only its tail is left."""
        at_once = replace(purpose, keep=replace(purpose.keep, period=Period(), at_most=None))
        return self._over(at_once, path)

    def there_was(self, purpose: Purpose, path: Path, and_there: Predicate) -> Predicate:
        """Return where there is an occasion, over or not, of which something holds."""
        return path.leads(all_of(self._begun(purpose, path), and_there))

    def surely_held(self, purpose: Purpose, path: Path) -> Predicate:
        """Return where it goes on, and every moment that could end it can be read."""
        over = (self._over(purpose, path), self.withdrawn(purpose, path, self.on))
        doubts = self._doubts(purpose, path)
        return path.leads(all_of(self._begun(purpose, path), none_of(*over, *doubts)))

    def unsettled(self, table: HeldTable) -> Predicate:
        """Return which rows a person must look at first: of these nobody knows what may stay."""
        each = [one for group in self.groups(table) for one in self.each(group)]
        doubts = (self.in_doubt(purpose, path) for purpose, path in each)
        return any_of(*doubts, *(lost(table, path) for _, path in each))

    def in_doubt(self, purpose: Purpose, path: Path) -> Predicate:
        """Return where nobody can tell since when an occasion is there, or whether it is over."""
        occasion, consent = path.occasion, path.occasion.consents.get(purpose.id)
        moments = [occasion.began, occasion.from_]
        moments += [consent.given, consent.withdrawn] if consent else []
        odd = [_at(moment, path.end, Unreadable) for moment in moments if moment is not None]
        odd += [_at(moment, alias, Unreadable) for moment, _, alias in self._ends(purpose, path)]
        unsure = all_of(self._begun(purpose, path), any_of(*self._doubts(purpose, path)))
        return path.leads(any_of(*odd, unsure))

    def _doubts(self, purpose: Purpose, path: Path) -> list[Predicate]:
        """Return each way in which a moment at the end of a path may not be what it seems."""
        doubts: list[Predicate] = []
        for moment, _, alias in self._ends(purpose, path):
            doubts += [_at(moment, alias, Unreadable), _nowhere(moment, alias)]
        began = path.occasion.began
        for moved in path.occasion.moved:
            since = At(Column(path.end, began.column), began.kind, began.zone)
            doubts.append(_at(moved, path.end, partial(NotBefore, other=since)))
        return doubts

    def was_held(self, purpose: Purpose, path: Path) -> Predicate:
        """Return where it was there, and its period is over."""
        yesterday = self.on - timedelta(days=1)
        over = any_of(self._over(purpose, path), self.withdrawn(purpose, path, yesterday))
        return path.leads(all_of(self._begun(purpose, path), over))


def _unread_goes(table: HeldTable) -> Iterator[Papers]:
    return (papers for papers in table.documents if papers.unread_goes)


def _up(table: HeldTable, above: str) -> list[tuple[Edge, ...]]:
    """Return the ways over edges from a table up to the table `above`, each once."""
    found: dict[tuple[Edge, ...], None] = {}
    for way in table.ways:
        for length, edge in enumerate(way.edges, start=1):
            if edge.parent == above:
                found[way.edges[:length]] = None
                break
    return list(found)


def lost(table: HeldTable, path: Path) -> Predicate:
    """Return where the way up from a row leads nowhere: a person must say whose it is."""
    if path.beside:
        return _leads_nowhere(path.parent, ROW, empty=False) if path.parent else NEVER
    if any(down for _, down in path.edges):
        return NEVER
    found: Predicate = NEVER
    for number in range(len(path.edges), 0, -1):
        edge, before = path.edges[number - 1][0], f"p{number - 1}" if number > 1 else ROW
        here = _leads_nowhere(edge, before, empty=number > 1 or not table.shared)
        if path.past and number == 1:
            here = NEVER  # an old version outlives the row that it is a version of
        if found != NEVER:
            deeper = Linked(f"p{number}", edge.parent, outward(edge, before), found)
            here = any_of(here, deeper)
        found = all_of(meets(edge.when, before), here)
    # A row of one of several that is nobody's may have lost the way to whose it was.
    return any_of(found, nobodys(table))


def _leads_nowhere(edge: Edge, alias: str, *, empty: bool) -> Predicate:
    """Return where the row at `alias` points at none; with `empty` also where it points nowhere."""
    nulls = [Null(column) for column, _ in outward(edge, alias)]
    gone = all_of(none_of(*nulls), Not(Linked("g", edge.parent, outward(edge, alias), ALWAYS)))
    return any_of(gone, *nulls) if empty else gone


def _at(moment: Moment, alias: str, test: _Test) -> Predicate:
    """Return `test` of a moment, in the row at `alias` or in the one to which its edge leads."""
    where = alias if moment.edge is None else "m"
    found = test(At(Column(where, moment.column), moment.kind, moment.zone))
    if moment.edge is None:
        return found
    if moment.reverse:
        return Linked("m", moment.edge.child, inward(moment.edge, alias), found)
    return Linked("m", moment.edge.parent, outward(moment.edge, alias), found)


def _nowhere(moment: Moment, alias: str) -> Predicate:
    """Return where the row that should hold a moment is not there."""
    edge = moment.edge
    if edge is None:
        return NEVER
    if moment.reverse:
        return Not(Linked("m", edge.child, inward(edge, alias), ALWAYS))
    filled = none_of(*(Null(column) for column, _ in outward(edge, alias)))
    return all_of(filled, Not(Linked("m", edge.parent, outward(edge, alias), ALWAYS)))


def _written(at: At) -> Predicate:
    return any_of(Reached(at, _EVER), Unreadable(at))

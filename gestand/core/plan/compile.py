"""Compile policy, holdings and question into the steps of a plan.

The number of steps depends on the number of tables, edges and purposes, never on the
number of people: one person, a thousand people and everybody run the same steps with
another key set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gestand.core.apart import parts_apart, set_apart
from gestand.core.calendar import Term
from gestand.core.datamap.holdings import Cell, Edge, HeldTable, Holdings, Occasion
from gestand.core.grounds import Claim, Grounds
from gestand.core.left import WITH_ROW
from gestand.core.owners import ROW, inward, leads, meets, outward
from gestand.core.plan.cells import claim_order, claims_of, emptied_together, names_of, whole_cells
from gestand.core.plan.owned import in_question
from gestand.core.plan.pins import edge_step
from gestand.core.plan.questions import Questions, copies_let_go, unsafe_file
from gestand.core.plan.recounts import recounts
from gestand.core.plan.spared import asking_again, turned_out_to_stay
from gestand.core.plan.stead import held_instead
from gestand.core.plan.steps import (
    End,
    Erase,
    Held,
    Keep,
    KeepKey,
    Program,
    Redact,
    Step,
    Survey,
)
from gestand.core.plan.steps_apart import cells_apart, parts_of_rows, rows_apart
from gestand.core.plan.ties import tied
from gestand.core.policy.model import Purpose
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    Column,
    Emptied,
    Linked,
    Listed,
    Predicate,
    all_of,
    any_of,
    none_of,
    of_row,
)
from gestand.core.reach import Reach, reaches
from gestand.core.shorter import none_of_these


@dataclass(frozen=True)
class Compiler:
    """Writes the steps of one question; `asked` names the kinds of people it is limited to.

    For each such kind a key set `asked:KIND` holds the people; none at all means everybody.
    """

    holdings: Holdings
    grounds: Grounds
    asked: frozenset[str] = frozenset()

    def program(self) -> Program:
        """Return all steps: per table questions first, and children before their parents."""
        steps: list[Step] = []
        surveys: dict[str, Survey] = {}
        questions = Questions(self.holdings, self.grounds, self.asked)
        for name in self.holdings.order:
            table = self.holdings.tables[name]
            # What is found over a pointer comes before that is emptied.
            forgetting = [*self._empty_copies(table), *self._forget(table)]
            if self.scope(table) == NEVER and not forgetting:
                continue
            surveys[name] = self._survey(table)
            steps += forgetting
            if self.scope(table) == NEVER:
                continue
            steps += questions.of(table)
            steps += self._erase_and_redact(table)
            steps += self._empty_first(table)
            steps += self._let_owners_go(table)
            steps += self._keeps(table)
            steps += rows_apart(self.holdings, self.grounds, table, self.scope(table))
            steps += parts_of_rows(self.holdings, self.grounds, table, self.scope(table))
            steps += cells_apart(self.holdings, self.grounds, table, self.scope(table))
        steps += recounts(self.holdings, surveys)
        endings = () if self.asked else tuple(self._endings())
        again = tuple(asking_again(steps, self.holdings))
        if self.asked:
            again = tuple(tied(again, self.holdings))
        return Program(self.grounds.question.as_of, again, surveys, endings)

    def _endings(self) -> Iterator[tuple[str, End]]:
        for purpose in self.grounds.policy.purposes.values():
            for occasion in self.holdings.occasions:
                if occasion.name in purpose.occasions:
                    live = self.grounds.occasion_live(occasion, purpose, ROW)
                    terms = tuple(self.grounds.terms(purpose.id, occasion))
                    yield purpose.id, End(Reach(occasion, ()), live, terms)
                    yield from self._endings_beside(purpose, occasion)

    def _endings_beside(self, purpose: Purpose, occasion: Occasion) -> Iterator[tuple[str, End]]:
        """Yield what ends a declared reach in the rows themselves, as if they were occasions."""
        for table in self.holdings.tables.values():
            for reach in reaches(self.holdings, table, occasion):
                if reach.until and purpose.id in table.purposes:
                    live = self.grounds.live_over(table, Claim(purpose.id), reach)
                    terms = tuple((moment, Term(purpose.keep.period)) for moment in reach.until)
                    own = Reach(replace(occasion, table=table.id), ())
                    yield purpose.id, End(own, reach.condition(live), terms)

    def _survey(self, table: HeldTable) -> Survey:
        held = tuple(
            Held(
                claim.purpose,
                self.grounds.live(table, claim),
                self._stays(table, claim),
            )
            for claim in claims_of(self.grounds, table)
        )
        return Survey(table.id, table.key, self.scope(table), held, whole=not self.asked)

    def scope(self, table: HeldTable, ways: Sequence[int] | None = None) -> Predicate:
        """Return which rows are in question: those of the people asked about.

        With `ways` only the people to whom these lead count.
        """
        return in_question(self.holdings, table, self.asked, ways)

    def _erase_and_redact(self, table: HeldTable) -> Iterator[Step]:
        claims = claims_of(self.grounds, table)
        if not (table.past and table.past.keeps):
            yield Erase(
                f"erase:{table.id}",
                table.id,
                table.key,
                all_of(self.scope(table), self._not_held(table, claims)),
                self._pinned(table),
                self.holdings.pins(table.id),
                tuple(range(len(claims))),
                names_of(claims),
                table.files,
            )
        together = emptied_together(self.grounds, table)
        for number, (group, every, about, when) in enumerate(together):
            changes = tuple(change for change in every if change.how != WITH_ROW)
            if not changes:
                continue
            scope = self.scope(table, about) if table.shared else self.scope(table)
            own = {name for change in changes for name in change.names}
            cells = [cell for cell in table.cells if cell.name in own]
            apart = self._apart(table, about), self._parts(table, group, cells)
            free = all_of(meets(when, ROW), none_of(*apart))
            yield Redact(
                f"redact:{table.id}:{number + 1}",
                table.id,
                table.key,
                changes,
                all_of(scope, free, self._not_held(table, group)),
                tuple(claims.index(claim) for claim in group),
                names_of(group),
                number,
                _files_of(table, changes),
                all_of(scope if table.shared else ALWAYS, free),
            )

    def _pinned(self, table: HeldTable) -> Predicate:
        """Return where a row stays though nothing in it is held any more."""
        pinned = [self.grounds.pinned_as_occasion(table), self._apart(table), self._parts(table)]
        for forgets in self.holdings.forgets:
            if forgets.edge.parent == table.id:
                # What is set apart is not changed: it keeps even what it points at.
                child = self.holdings.tables[forgets.edge.child]
                apart = of_row(self._apart(child), ROW, "g")
                if apart != NEVER:
                    pairs = inward(forgets.edge, ROW)
                    pinned.append(Linked("g", child.id, pairs, apart))
        return any_of(*pinned)

    def _empty_copies(self, table: HeldTable) -> Iterator[Redact]:
        """Empty copies of values that nothing holds any more, before what they copy is emptied."""
        for copied in self.holdings.copies:
            parent = self.holdings.tables[copied.edge.parent]
            about = copied.cell.ways if parent.shared else None
            scope = self.scope(parent, about)
            if copied.table != table.id or scope == NEVER:
                continue
            claims = sorted(self.grounds.claims(parent, copied.cell), key=claim_order)
            parts = self._parts(parent, claims, [copied.cell])
            free = none_of(self._apart(parent, about), parts)
            unheld = of_row(all_of(scope, free, self._not_held(parent, claims)), ROW, "f")
            theirs = Linked("f", parent.id, outward(copied.edge, ROW), unheld)
            decided = copies_let_go(self.grounds.question, table, copied)
            yield Redact(
                f"redact:{table.id}:copy-{copied.column}",
                table.id,
                table.key,
                (copied.emptied,),
                all_of(any_of(theirs, decided), none_of(self._apart(table))),
                (),
                names_of(claims),
                copies=f"{parent.id}.{copied.cell.column}",
            )

    def _forget(self, table: HeldTable) -> Iterator[Redact]:
        """Empty pointers at rows that go, in rows that stay and in rows that go as well.

        That comes before the removal, in the same transaction: which row of a table, or which
        table of a circle, goes first then makes no difference, and no rule of the database takes
        a row along. The condition of the removal stands here as well (rule 23).
        """
        for forgets in self.holdings.forgets:
            edge = forgets.edge
            parent = self.holdings.tables[edge.parent]
            if edge.child != table.id or self.scope(parent) == NEVER:
                continue
            claims = claims_of(self.grounds, parent)
            gone = Listed(f"gone:{parent.id}", tuple(Column(ROW, name) for name in parent.key))
            goes = all_of(
                gone,
                self.scope(parent),
                self._not_held(parent, claims),
                none_of(self._pinned(parent)),
            )
            theirs = Linked("f", parent.id, outward(edge, ROW), of_row(goes, ROW, "f"))
            # Whatever it copies goes with that row, whosever the value is.
            along = (each.emptied for each in self.holdings.copies if each.edge == edge)
            yield Redact(
                f"redact:{table.id}:forgets-{'-'.join(forgets.columns)}",
                table.id,
                table.key,
                (*(Emptied(column, "null") for column in forgets.columns), *along),
                all_of(theirs, none_of(self._apart(table))),
                (),
                names_of(claims),
                forgets=parent.id,
            )

    def _empty_first(self, table: HeldTable) -> Iterator[Redact]:
        """Empty rows that are going before the row that points back with their moments goes.

        That row has to go first, and a run may be stopped in between. What is left must not
        look like an occasion whose moments got lost, so it stops being one: the moment from
        which it exists is emptied as well. The condition of the removal stands here as well:
        this is the step that empties the row first (rule 23).
        """
        claims = claims_of(self.grounds, table)
        for occasion in self.holdings.occasions:
            edges = {m.edge for m in occasion.moments.values() if m.edge and m.reverse}
            if occasion.table != table.id or occasion.from_ is None:
                continue
            closed = Emptied(occasion.from_.column, "null")
            for edge in sorted(edges, key=lambda e: e.child):
                if edge.child not in self.holdings.tables:
                    continue
                yield Redact(
                    f"redact:{table.id}:before-{edge.child.partition('.')[2]}",
                    table.id,
                    table.key,
                    (*whole_cells(table), closed),
                    all_of(self._going_with(table, edge), self._goes(table, claims)),
                    (),
                    names_of(claims),
                    files=table.files,
                    trusts=(table.id,),
                    spared=turned_out_to_stay(table.id, table.key),
                )

    def _let_owners_go(self, table: HeldTable) -> Iterator[Redact]:
        """Empty the edge to an owner for whom nothing in the row is held any more.

        What is about that owner alone goes in the same step: once the edge is empty nobody can
        tell any more whom it was about. In a row that does not meet the condition of the edge the
        column may mean anything, and stays.
        """
        gone = Listed(f"gone:{table.id}", tuple(Column(ROW, name) for name in table.key))
        for edge in table.loose:
            claims = sorted(self.grounds.claims_on_edge(table, edge), key=claim_order)
            if not claims:
                continue
            theirs = whole_cells(table, edge.ways)
            changes = (*theirs, Emptied(edge.column, "null"))
            instead = held_instead(self.grounds, table, edge.ways)
            apart = (self._apart(table, edge.ways), self._parts(table))
            staying = none_of(gone, *apart, instead)
            scope = self.scope(table, edge.ways)
            leading = any_of(*(leads(table.ways[number]) for number in edge.ways))
            yield Redact(
                edge_step(table, edge),
                table.id,
                table.key,
                changes,
                all_of(leading, staying, scope, self._not_held(table, claims)),
                (),
                names_of(claims),
                files=_files_of(table, changes),
                edge=edge.column,
            )

    def _going_with(self, table: HeldTable, edge: Edge) -> Predicate:
        child = self.holdings.tables[edge.child]
        going = Listed(f"gone:{child.id}", tuple(Column("v", name) for name in child.key))
        own = tuple(Column(ROW, name) for name in edge.parent_columns)
        pairs = tuple(zip(own, edge.columns, strict=True))
        return all_of(
            Listed(f"gone:{table.id}", tuple(Column(ROW, name) for name in table.key)),
            Linked("v", child.id, pairs, going),
        )

    def _goes(self, table: HeldTable, claims: Sequence[Claim]) -> Predicate:
        pinned = self.grounds.pinned_as_occasion(table)
        staying = (pinned, self._apart(table), self._parts(table))
        return all_of(self._not_held(table, claims), none_of(*staying))

    def _not_held(self, table: HeldTable, claims: Sequence[Claim]) -> Predicate:
        live = [self.grounds.live(table, claim) for claim in claims]
        stays = [self._stays(table, claim) for claim in claims]
        odd = self.grounds.unnamed(table)
        return none_of_these(*live, *stays, unsafe_file(self.grounds.question, table), odd)

    def _apart(self, table: HeldTable, ways: Sequence[int] | None = None) -> Predicate:
        """Return where what is about the people of some ways is set apart (GROUNDS rule 18)."""
        return set_apart(self.holdings, self.grounds.question, table, ways)

    def _parts(
        self,
        table: HeldTable,
        claims: Iterable[Claim] | None = None,
        cells: Iterable[Cell] | None = None,
    ) -> Predicate:
        """Return where some cells, or what some claims may hold, are restricted alone: or any."""
        theirs = claims_of(self.grounds, table) if claims is None else claims
        within = table.cells if cells is None else cells
        return parts_apart(self.holdings, self.grounds.question, table, theirs, within)

    def _claim_apart(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where what `claim` could hold is set apart."""
        own = [c for c in table.cells if c.category == claim.apart]
        return any_of(
            self._apart(table, claim.ways or None), self._parts(table, (claim,), own)
        )

    def _stays(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where what `claim` could hold stays, whether or not it does hold it."""
        return any_of(self._unsure(table, claim), self._claim_apart(table, claim))

    def _unsure(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where a person is asked before `claim` may be taken for over."""
        return any_of(self.grounds.unclear(table, claim), self._beside(table, claim))

    def _beside(self, table: HeldTable, claim: Claim) -> Predicate:
        return any_of(
            self.grounds.interest_asked(table, claim),
            self.grounds.undated(table, claim),
            unsafe_file(self.grounds.question, table),
            self.grounds.unnamed(table),
        )

    def keeps(self, table: HeldTable) -> tuple[Keep, ...]:
        """Return per purpose which cells of `table` it may hold, and what ends that."""
        return tuple(step for step in self._keeps(table) if isinstance(step, Keep))

    def doubts(self, table: HeldTable) -> tuple[Predicate, ...]:
        """Return per purpose, in the order of `keeps`, where a person must decide about a row.

        Not where one of the ends of `keeps` is unclear: each of them says that itself.
        """
        return tuple(
            any_of(
                self.grounds.lost(table, claim),
                self._beside(table, claim),
                self._claim_apart(table, claim),
            )
            for claim in claims_of(self.grounds, table)
        )

    def _keeps(self, table: HeldTable) -> Iterator[Step]:
        for number, claim in enumerate(claims_of(self.grounds, table)):
            held = [c for c in table.cells if claim in self.grounds.claims(table, c)]
            suffix = f"-since-{claim.since}" if claim.since else ""
            if len(claim.ways) < len(table.ways):
                suffix += "".join(f"-{way}" for way in claim.ways)
            suffix += "".join(f"-{word}" for compared in claim.when for word in compared.values)
            suffix += f"-{claim.spared.replace(' ', '-')}" if claim.spared else ""
            suffix += f"-{claim.apart.replace(' ', '-')}-apart" if claim.apart else ""
            if not held:
                continue
            yield Keep(
                f"keep:{table.id}:{claim.purpose.replace(' ', '-')}{suffix}",
                table.id,
                table.key,
                tuple(cell.name for cell in held),
                claim.purpose,
                number,
                self.scope(table),
                tuple(self._ends(table, claim)),
            )
        past = table.past.edge.parent if table.past and table.past.keeps else ""
        pins = self.holdings.pins(table.id)
        left_out = frozenset(pin.child for pin in pins) - self.holdings.tables.keys()
        yield KeepKey(f"keep:{table.id}:key", table.id, table.key, pins, past, left_out)

    def _ends(self, table: HeldTable, claim: Claim) -> Iterator[End]:
        purpose = self.grounds.policy.purposes[claim.purpose]
        for occasion in self.holdings.occasions:
            if occasion.name not in purpose.occasions:
                continue
            terms = self.grounds.terms(claim.purpose, occasion)
            for reach in reaches(self.holdings, table, occasion):
                live = self.grounds.live_over(table, claim, reach)
                unclear = self.grounds.unclear_over(table, claim, reach)
                fitting = reach.fitting
                yield End(reach, all_of(fitting, live), tuple(terms), all_of(fitting, unclear))


def _files_of(table: HeldTable, changes: Sequence[Emptied]) -> dict[str, str]:
    columns = {change.column for change in changes}
    return {column: folder for column, folder in table.files.items() if column in columns}



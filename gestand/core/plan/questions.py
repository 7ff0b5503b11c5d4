"""What a person is asked: where the rules cannot settle what becomes of a row (decision 007).

Each question is a step of the plan; until it is answered its rows stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gestand.core.apart import RESTRICTED
from gestand.core.asking import (
    copy_step,
    document_step,
    files_step,
    keyless_step,
    lost_step,
    reach_step,
    request_step,
    restricted_step,
    unclear_step,
    undated_step,
    unnamed_step,
    weigh_step,
)
from gestand.core.datamap.holdings import (
    Copied,
    HeldTable,
    Holdings,
    Occasion,
    Way,
    identity_columns,
)
from gestand.core.grounds import Claim, Grounds
from gestand.core.lives import Question
from gestand.core.owners import ROW, meets, outward
from gestand.core.plan.cells import claims_of, emptied_together
from gestand.core.plan.owned import in_question, leads_to
from gestand.core.plan.shown import beside_occasion, beside_reaches, edge_columns, own_columns
from gestand.core.plan.steps import AskHuman
from gestand.core.policy.model import Purpose
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    Column,
    Differs,
    Linked,
    Listed,
    Null,
    Odd,
    Predicate,
    all_of,
    any_of,
    none_of,
    of_row,
)
from gestand.core.reach import Reach, lost, reaches

LIFT = (
    "tell the person, and record `restriction lifted` in `privacy/facts.yaml`, the day in the "
    "column that says so, or `lift` with their request; the next run then carries the request out"
)
"""What ends a restriction: not an answer about a row, since the person is told first (rule 18)."""


MEND = (
    "mend the document, or name every key that stands there under `paths:`; the next run then "
    "takes out what must go"
)
"""What lets a part of a document go that cannot be read."""


_Outside = Callable[[Occasion, str], Predicate]
"""Where the row of an occasion, by its alias, is not in question."""


@dataclass(frozen=True)
class Questions:
    """Writes the steps that ask a person; `asked` names the kinds of people it is limited to."""

    holdings: Holdings
    grounds: Grounds
    asked: frozenset[str]

    def of(self, table: HeldTable) -> Iterator[AskHuman]:
        """Yield what must be asked about the rows of a table."""
        for occasion in self.holdings.occasions:
            if occasion.table == table.id:
                yield from self._ask_occasion(table, occasion)
        yield from self._ask_lost(table)
        yield from self._ask_reach(table)
        yield from self._ask_undated(table)
        yield from self._ask_files(table)
        yield from self._ask_documents(table)
        yield from self._ask_unnamed(table)
        yield from self._ask_request(table)
        yield from self._ask_restricted(table)
        yield from self._ask_keyless(table)
        yield from self._ask_copies(table)
        claims = claims_of(self.grounds, table)
        for name in dict.fromkeys(claim.purpose for claim in claims):
            weighing = [claim for claim in claims if claim.purpose == name]
            yield from self._ask_to_weigh(table, self.grounds.policy.purposes[name], weighing)

    def _ask_occasion(self, table: HeldTable, occasion: Occasion) -> Iterator[AskHuman]:
        problems = [
            self.grounds.unclear_occasion(occasion, purpose, ROW)
            for purpose in self.grounds.policy.purposes.values()
            if occasion.name in purpose.occasions
        ]
        where = any_of(*problems)
        if where == NEVER:
            return
        reason = "a date of this occasion cannot be read, was moved, or is missing its row"
        reason += ", or the row fits no condition of an occasion" if occasion.when else ""
        shown = own_columns(occasion)
        ask = self._ask(table, unclear_step(occasion), shown, reason, where)
        yield replace(ask, beside=tuple(beside_occasion(occasion)))

    def _ask_lost(self, table: HeldTable) -> Iterator[AskHuman]:
        claims = claims_of(self.grounds, table)
        where = any_of(*(lost(table, reach) for reach in self._reaches(table, claims)))
        if where == NEVER:
            return
        shown = tuple(dict.fromkeys(edge_columns(self.holdings, table)))
        reason = "the row that it belongs to does not exist"
        where = all_of(where, self._loose(table))
        yield replace(self._ask(table, lost_step(table.id), shown, reason, where), unheld=True)

    def _loose(self, table: HeldTable, unclear: _Outside | None = None) -> Predicate:
        """Return where some cell has no live ground, but for those that are `unclear` elsewhere."""

        def held(claim: Claim) -> Predicate:
            live = self.grounds.live(table, claim)
            if unclear is None:
                return live
            return all_of(live, none_of(self.grounds.unclear_elsewhere(table, claim, unclear)))

        groups = [(group, when) for group, _, _, when in emptied_together(self.grounds, table)]
        live = ((meets(when, ROW), map(held, group)) for group, when in groups)
        return any_of(*(all_of(here, none_of(*group)) for here, group in live))

    def _ask_keyless(self, table: HeldTable) -> Iterator[AskHuman]:
        """Ask about rows that no step can name: without a key they would stay for ever."""
        if table.loose_key:
            nulls = any_of(*(Null(Column(ROW, name)) for name in table.loose_key))
            reason = "the row has no key and cannot be told apart: give it one"
            yield self._ask(table, keyless_step(table.id), (), reason, nulls)

    def _ask_copies(self, table: HeldTable) -> Iterator[AskHuman]:
        """Ask about copies of a value that is nowhere: nobody knows whom they are about."""
        for copied in self.holdings.copies:
            if copied.table == table.id and not self.asked:
                reason = "it copies a value of a row that is not there: may the copy go?"
                filled = none_of(Null(Column(ROW, copied.column)))
                differs = Differs(ROW, table.key, (copied.emptied,))
                where = all_of(_nowhere(copied), filled, differs)
                step = copy_step(table.id, copied.column)
                shown = (*copied.edge.columns, copied.column)
                yield self._ask(table, step, shown, reason, where)

    def _ask_request(self, table: HeldTable) -> Iterator[AskHuman]:
        where = any_of(
            *(
                all_of(
                    meets(way.when, ROW),
                    Listed(f"doubtful:{way.kind}", (Column(ROW, way.column),)),
                )
                for way in table.ways
                if way.kind in self.grounds.question.erasing
                and self.holdings.subjects[way.kind] == table.id
                and not way.edges
            )
        )
        if where == NEVER:
            return
        reason = "erasure was asked under this key, and the row is no longer what it was then"
        shown = identity_columns(self.holdings, table)
        yield self._ask(table, request_step(table.id), shown, reason, where)

    def _ask_restricted(self, table: HeldTable) -> Iterator[AskHuman]:
        """Ask about those who want erasure while their data are restricted (GROUNDS rule 18).

        Asked once for each person: of their own row, or of what carries all that is known of them.
        They asked for both, and may not know that the one stands in the way of the other.
        """
        named = [way for way in table.ways if self._names(table, way)]
        both = ("erasing", self.grounds.question.erasing), (RESTRICTED, self._restricted)
        where = any_of(
            *(all_of(*(leads_to(self.holdings, w, *fact) for fact in both)) for w in named)
        )
        if where == NEVER:
            return
        reason = "erasure was asked, and a restriction keeps what is held about the same person"
        ask = self._ask(table, restricted_step(table.id), (), reason, where)
        yield replace(ask, instead=LIFT)

    def _names(self, table: HeldTable, way: Way) -> bool:
        """Tell whether a way names the person in the row itself, and nothing else is their row."""
        return not way.edges and self.holdings.subjects[way.kind] in (None, table.id)

    @property
    def _restricted(self) -> frozenset[str]:
        """The kinds of people of whom some are restricted."""
        return frozenset(kind for fact, kind in self.grounds.question.apart if fact == RESTRICTED)

    def _ask_files(self, table: HeldTable) -> Iterator[AskHuman]:
        where = unsafe_file(self.grounds.question, table)
        if where == NEVER:
            return
        reason = "the file that it names is not one that can be removed safely"
        step = files_step(table.id)
        where = all_of(where, self._loose(table))
        yield replace(self._ask(table, step, tuple(table.files), reason, where), unheld=True)

    def _ask_unnamed(self, table: HeldTable) -> Iterator[AskHuman]:
        """Ask about rows in which a word stands that nobody said the meaning of."""
        where = self.grounds.unnamed(table)
        if where == NEVER:
            return
        telling = (compared.column for cell in table.cells for compared in cell.when)
        columns = (cell.column for cell in table.cells if cell.when)
        reason = "nobody said what such a value is: name it in the data map"
        step = unnamed_step(table.id)
        yield self._ask(table, step, tuple(dict.fromkeys((*telling, *columns))), reason, where)

    def _ask_documents(self, table: HeldTable) -> Iterator[AskHuman]:
        """Ask about documents of which a part must go and that cannot be read as the map says."""
        for papers in table.documents:
            column, claims = papers.document.column, claims_of(self.grounds, table)
            groups = [
                any_of(*(self.grounds.live(table, c) for c in claims if c in held))
                for held in (
                    self.grounds.claims(table, c) for c in table.cells if c.column == column
                )
            ]
            stays = groups if papers.unread_goes else [self.grounds.live(table, c) for c in claims]
            where = all_of(
                Odd(Column(ROW, column), papers.document),
                any_of(*(none_of(group) for group in groups)),
                any_of(*stays),
            )
            reason = f"a part of `{column}` must go, and it is no JSON as the data map tells it"
            ask = self._ask(table, document_step(table.id, column), (column,), reason, where)
            yield replace(ask, instead=MEND)

    def _ask_reach(self, table: HeldTable) -> Iterator[AskHuman]:
        claims = claims_of(self.grounds, table)
        unclear = (self.grounds.unclear_reach(table, c, self._outside) for c in claims)
        others = (self.grounds.unclear_elsewhere(table, c, self._elsewhere) for c in claims)
        where, elsewhere = any_of(*unclear), any_of(*others)
        if elsewhere != NEVER:
            where = any_of(where, all_of(elsewhere, self._loose(table, self._elsewhere)))
        if where == NEVER:
            return
        until = (s.until.column for s in table.siblings if s.until is not None)
        shown = tuple(dict.fromkeys((*edge_columns(self.holdings, table), *until)))
        reason = "what holds it from beside it cannot be read"
        ask = self._ask(table, reach_step(table.id), shown, reason, where)
        passed = table.shared and elsewhere != NEVER
        reaching = self._reaches(table, claims)
        beside = (r for r in reaching if r.sibling is not None or (passed and r.upwards))
        yield replace(ask, beside=beside_reaches(beside))

    def _reaches(self, table: HeldTable, claims: Sequence[Claim]) -> list[Reach]:
        purposes = self.grounds.policy.purposes
        return [
            reach
            for name in dict.fromkeys(claim.purpose for claim in claims)
            for occasion in self.holdings.occasions
            if occasion.name in purposes[name].occasions
            for reach in reaches(self.holdings, table, occasion)
        ]

    def _ask_undated(self, table: HeldTable) -> Iterator[AskHuman]:
        claims = claims_of(self.grounds, table)
        where = any_of(*(self.grounds.undated(table, claim) for claim in claims))
        if where == NEVER:
            return
        reason = "it is not filled in when what holds it began: was that before the request?"
        where = all_of(where, self._loose(table))
        ask = self._ask(table, undated_step(table.id), (), reason, where)
        yield replace(ask, unheld=True, beside=beside_reaches(self._reaches(table, claims)))

    def _outside(self, occasion: Occasion) -> bool:
        """Tell whether nobody's occasions in that table are in question."""
        return in_question(self.holdings, self.holdings.tables[occasion.table], self.asked) == NEVER

    def _elsewhere(self, occasion: Occasion, alias: str) -> Predicate:
        """Return where the row of an occasion, at `alias`, is not in question."""
        table = self.holdings.tables[occasion.table]
        return none_of(of_row(in_question(self.holdings, table, self.asked), ROW, alias))

    def _ask_to_weigh(
        self, table: HeldTable, purpose: Purpose, claims: Sequence[Claim]
    ) -> Iterator[AskHuman]:
        where = any_of(*(self.grounds.interest_asked(table, claim) for claim in claims))
        if where == NEVER:
            return
        objected = any(name == purpose.id for name, _ in self.grounds.question.objecting)
        against = "objection or request" if objected else "request"
        reason = f"the interest of purpose `{purpose.id}` must be weighed against the {against}"
        step = weigh_step(table.id, purpose.id)
        yield self._ask(table, step, (), reason, where)

    def _ask(
        self,
        table: HeldTable,
        step: str,
        shown: tuple[str, ...],
        reason: str,
        where: Predicate,
    ) -> AskHuman:
        key = tuple(Column(ROW, name) for name in table.key)
        settled = none_of(Listed(f"settled:{step}", key))
        where = all_of(in_question(self.holdings, table, self.asked), where)
        if step in self.grounds.question.decided:
            where = all_of(where, settled)
        return AskHuman(step, table.id, table.key, shown, reason, where)


def _nowhere(copied: Copied) -> Predicate:
    """Return where the row is not there of which a value is copied."""
    pairs = outward(copied.edge, ROW)
    return none_of(Linked("f", copied.edge.parent, pairs, ALWAYS))


def copies_let_go(question: Question, table: HeldTable, copied: Copied) -> Predicate:
    """Return where a person decided that a copy of a value that is nowhere may go."""
    step = copy_step(table.id, copied.column)
    if step not in question.decided:
        return NEVER
    key = tuple(Column(ROW, name) for name in table.key)
    return all_of(_nowhere(copied), Listed(f"removed:{step}", key))


def unsafe_file(question: Question, table: HeldTable) -> Predicate:
    """Return where a row names a file that cannot be told, and nobody decided about it.

    Those rows stand in the key set `unsafe:TABLE`: what a name means only the disk knows.
    """
    if not table.files:
        return NEVER
    key = tuple(Column(ROW, name) for name in table.key)
    step = files_step(table.id)
    decided = step in question.decided
    let_go = Listed(f"removed:{step}", key) if decided else NEVER
    return all_of(Listed(f"unsafe:{table.id}", key), none_of(let_go))

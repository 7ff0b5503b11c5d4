"""The one rule: a value may be held while at least one ground holds.

A ground is a purpose with an occasion that is active or trailing and that reaches the row
(GROUNDS rules 1-16). Here that rule becomes a condition on rows: `live` where a ground
holds, `unclear` where a moment cannot be read or an edge leads nowhere, so that a person
must be asked. The row in question always has the alias `t`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from gestand.core.apart import OBJECTING, WITHDRAWN
from gestand.core.asking import own_steps, unclear_step, undated_step, weigh_step
from gestand.core.claims import Claim, Claims, erasing, fits, of_claim, perhaps_of, unnamed, ways_of
from gestand.core.datamap.holdings import HeldTable, Occasion
from gestand.core.lives import Question
from gestand.core.moments import at
from gestand.core.owners import ROW, of_these, outward, person_of
from gestand.core.plan.owned import leads_to
from gestand.core.policy.model import Basis, Purpose
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    AskedSince,
    Column,
    Linked,
    Listed,
    Null,
    Predicate,
    Unreadable,
    all_of,
    any_of,
    none_of,
)
from gestand.core.reach import (
    Reach,
    beside_others,
    leans_on,
    lost,
    reaches,
    with_person,
)
from gestand.core.versions import begun

__all__ = ["Claim", "Grounds", "Question"]


@dataclass(frozen=True)
class Grounds(Claims):
    """The grounds of all rows of all tables, for one question.

    What was found for a table and a claim is kept: several steps ask for it.
    """

    _reaches_of: dict[tuple[str, str], list[Reach]] = field(default_factory=dict, compare=False)

    def live(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where `claim` has a live ground for a row of `table`."""
        return self._once(self._live_anyhow, table, claim)

    def _live_anyhow(self, table: HeldTable, claim: Claim) -> Predicate:
        held = of_claim(table, claim, partial(self.held_for, table, claim))
        return all_of(fits(claim), held, none_of(self.let_go(table)))

    def held_for(
        self, table: HeldTable, claim: Claim, way: int | None,
        also: Callable[[Reach], Predicate] = lambda _: ALWAYS,
    ) -> Predicate:
        """Return where `claim` has a live ground for the person to whom one way leads."""
        return any_of(
            *(
                reach.condition(all_of(self._live(table, claim, reach, way), also(reach)))
                for reach in self._reaches(table, self.policy.purposes[claim.purpose])
            )
        )

    def live_over(self, table: HeldTable, claim: Claim, reach: Reach) -> Predicate:
        """Return where the occasion at the end of one reach is live for the row `t`."""
        live = of_claim(table, claim, lambda way: self._live(table, claim, reach, way))
        return all_of(fits(claim), live)

    def unclear(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where it cannot be told whether `claim` has a ground for a row of `table`."""
        return self._once(self._unclear_anyhow, table, claim)

    def lost(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where an edge that `claim` looks along leads nowhere, and nobody decided."""
        reaching = self._reaches(table, self.policy.purposes[claim.purpose])
        nowhere = any_of(*(lost(table, reach) for reach in reaching))
        return all_of(fits(claim), nowhere, none_of(self.let_go(table)))

    def unclear_over(self, table: HeldTable, claim: Claim, reach: Reach) -> Predicate:
        """Return where the occasion at the end of one reach is unclear for the row `t`."""
        purpose = self.policy.purposes[claim.purpose]

        def asked(way: int | None) -> Predicate:
            goes_on = all_of(self._unread(reach), self._goes_on(table, purpose, reach, way))
            return any_of(self._problem(table, purpose, reach, way), goes_on)

        return all_of(fits(claim), of_claim(table, claim, asked))

    def _unclear_anyhow(self, table: HeldTable, claim: Claim) -> Predicate:
        unsure = of_claim(table, claim, partial(self.unsure_for, table, claim))
        unread = all_of(fits(claim), unsure, none_of(self.let_go(table)))
        return any_of(unread, self.lost(table, claim))

    def unsure_for(self, table: HeldTable, claim: Claim, way: int | None) -> Predicate:
        """Return where it cannot be told whether `claim` has a ground for whom one way leads to."""
        purpose = self.policy.purposes[claim.purpose]
        parts: list[Predicate] = []
        for reach in self._reaches(table, purpose):
            parts.append(reach.condition(self._problem(table, purpose, reach, way)))
            parts.append(self._unclear_until(table, purpose, reach, way))
        return any_of(*parts)

    def unclear_reach(
        self, table: HeldTable, claim: Claim, outside: Callable[[Occasion], bool]
    ) -> Predicate:
        """Return where a declared reach is unclear and no other question tells it.

        Its own end cannot be read, or the occasion it reaches belongs to somebody who is
        not asked about: `outside` tells that.
        """
        purpose = self.policy.purposes[claim.purpose]

        def unsure(way: int | None) -> Predicate:
            parts: list[Predicate] = []
            for reach in self._reaches(table, purpose):
                parts.append(self._unclear_until(table, purpose, reach, way))
                if reach.sibling is not None and outside(reach.occasion):
                    parts.append(reach.condition(self._problem(table, purpose, reach, way)))
            return any_of(*parts)

        return all_of(fits(claim), of_claim(table, claim, unsure))

    def unclear_elsewhere(
        self, table: HeldTable, claim: Claim, outside: Callable[[Occasion, str], Predicate]
    ) -> Predicate:
        """Return where an occasion is unclear that belongs to others than who are asked about.

        It is found over another owner of the row, or over a declared reach; `outside` tells
        where the row of an occasion is not in question.
        """
        purpose = self.policy.purposes[claim.purpose]

        def unsure(way: int | None) -> Predicate:
            parts = (
                reach.condition(
                    all_of(
                        outside(reach.occasion, reach.alias),
                        self._problem(table, purpose, reach, way),
                    )
                )
                for reach in self._reaches(table, purpose)
                if reach.sibling is not None or (table.shared and reach.upwards)
            )
            return any_of(*parts)

        return of_claim(table, claim, unsure)

    def _problem(
        self, table: HeldTable, purpose: Purpose, reach: Reach, way: int | None
    ) -> Predicate:
        problem = self.unclear_occasion(reach.occasion, purpose, reach.alias)
        undecided = none_of(self._decided(reach.occasion, reach.alias))
        return all_of(problem, undecided, self._with(table, reach, way))

    def _unclear_until(
        self, table: HeldTable, purpose: Purpose, reach: Reach, way: int | None
    ) -> Predicate:
        unread = self._unread(reach)
        if unread == NEVER:
            return NEVER
        return all_of(unread, reach.condition(self._goes_on(table, purpose, reach, way)))

    def _unread(self, reach: Reach) -> Predicate:
        return any_of(*(Unreadable(at(moment, ROW)) for moment in reach.until))

    def _goes_on(
        self, table: HeldTable, purpose: Purpose, reach: Reach, way: int | None
    ) -> Predicate:
        over = self._over(purpose, reach.occasion, reach.alias)
        holds = self._if_it_exists(reach.occasion, reach.alias, none_of(*over))
        return all_of(holds, self._with(table, reach, way))

    def _with(self, table: HeldTable, reach: Reach, way: int | None) -> Predicate:
        """Return where a reach is for the person of a way; for somebody unknown every reach is."""
        return ALWAYS if way is None else with_person(self.holdings, table, reach, way)

    def _reaches(self, table: HeldTable, purpose: Purpose) -> list[Reach]:
        if (table.id, purpose.id) not in self._reaches_of:
            self._reaches_of[table.id, purpose.id] = [
                reach
                for occasion in self._occasions(purpose)
                for reach in reaches(self.holdings, table, occasion)
            ]
        return self._reaches_of[table.id, purpose.id]

    def pinned_as_occasion(self, table: HeldTable) -> Predicate:
        """Return where a row stays because it is, or dates, an occasion that is not over.

        GROUNDS rule 20: keys, edges and moments of an occasion stay while it holds
        anything for anyone; so do the moments that stand in a row that points back at it.
        """
        parts: list[Predicate] = []
        for occasion in self.holdings.occasions:
            if occasion.table == table.id:
                parts.append(self._not_over(occasion, ROW, self._asked_already(table)))
            for edge in {m.edge for m in occasion.moments.values() if m.edge and m.reverse}:
                if edge.child == table.id:
                    pairs = outward(edge, ROW)
                    not_over = self._not_over(occasion, "o", frozenset())
                    parts.append(Linked("o", edge.parent, pairs, not_over))
        return any_of(*parts)

    def interest_asked(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where a live interest stands against a request to erase, or an objection.

        A person must weigh them.
        """
        purpose = self.policy.purposes[claim.purpose]
        if purpose.basis is not Basis.INTEREST or purpose.marketing:
            return NEVER

        def asked(way: int | None) -> Predicate:
            parts = (
                reach.condition(
                    all_of(
                        self._held_then(claim, reach.occasion, reach, reach.alias),
                        self._with(table, reach, way),
                        any_of(
                            self._asked(table, claim, reach, way),
                            self._objected(table, purpose, way),
                        ),
                    )
                )
                for reach in self._reaches(table, purpose)
            )
            return any_of(*parts)

        asking = of_claim(table, claim, asked)
        return all_of(fits(claim), asking, none_of(self._weighed(table, purpose)))

    def undated(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where it is not known if a request to erase came before the occasion began.

        A request reaches only what began before it (GROUNDS rule 14); without a beginning a
        person must say so. Not where the ground stands against the request anyhow.
        """
        return self._once(self._undated_anyhow, table, claim)

    def _undated_anyhow(self, table: HeldTable, claim: Claim) -> Predicate:
        purpose = self.policy.purposes[claim.purpose]

        def unsure(way: int | None) -> Predicate:
            parts: list[Predicate] = []
            for reach in self._reaches(table, purpose):
                undated = self._undated(table, claim, reach, way)
                parts.append(reach.condition(all_of(undated, self._with(table, reach, way))))
            return any_of(*parts)

        return all_of(fits(claim), of_claim(table, claim, unsure))

    def _undated(
        self, table: HeldTable, claim: Claim, reach: Reach, way: int | None
    ) -> Predicate:
        purpose = self.policy.purposes[claim.purpose]
        weighed = purpose.basis is Basis.INTEREST and not purpose.marketing
        if weighed or purpose.basis in (Basis.LAW, Basis.CONSENT):
            return NEVER
        asks = self._asks(table, claim, way)
        unknown = self._began_unknown(reach)
        if NEVER in (asks, unknown):
            return NEVER
        held = self._held_then(claim, reach.occasion, reach, reach.alias)
        ended = none_of(self._active(purpose, reach, reach.alias))
        yields = ended if purpose.basis is Basis.CONTRACT else ALWAYS
        told = self._removed(undated_step(table.id), table, ROW)
        return all_of(unknown, asks, held, yields, none_of(told))

    def _began_unknown(self, reach: Reach) -> Predicate:
        bound, began = self.holdings.tables.get(reach.occasion.table), reach.occasion.began
        if bound is not None and began.column not in bound.nullable:
            return NEVER
        return Null(Column(reach.alias, began.column))

    def _asks(self, table: HeldTable, claim: Claim, way: int | None) -> Predicate:
        """Return where the person of a way asked for erasure, whenever that was."""
        if way is None or table.ways[way].kind not in self.question.erasing:
            return NEVER
        name = erasing(claim, table.ways[way].kind)
        return person_of(
            self.holdings,
            table.ways[way],
            lambda column, folded: Listed(name, (column,), folded),
        )

    def _live(self, table: HeldTable, claim: Claim, reach: Reach, way: int | None) -> Predicate:
        alias = reach.alias
        parts = [
            all_of(
                begun(reach.occasion, alias, rule),
                *(self._held(version, reach.occasion, reach, alias) for version in rule.versions),
                self._not_yielded(table, claim, rule.versions[-1], reach, way),
            )
            for rule in self._rules(claim.purpose, claim.since)
        ]
        undecided = none_of(self._decided(reach.occasion, alias))
        return all_of(any_of(*parts), undecided, self._with(table, reach, way))

    def _not_yielded(
        self, table: HeldTable, claim: Claim, purpose: Purpose, reach: Reach, way: int | None
    ) -> Predicate:
        """Return where the ground stands against what its person asked (CONCEPT, section 1)."""
        if purpose.basis is Basis.LAW or way is None:
            return ALWAYS
        against = any_of(
            self._asked(table, claim, reach, way),
            self._objected(table, purpose, way),
            self._taken_back(table, purpose, reach, way),
        )
        if purpose.basis is Basis.INTEREST and not purpose.marketing:
            # What was weighed for one owner says nothing about another.
            return none_of(all_of(self._weighed(table, purpose), against))
        if purpose.basis is Basis.CONTRACT:
            return any_of(none_of(against), self._active(purpose, reach, reach.alias))
        return none_of(against)

    def _objected(self, table: HeldTable, purpose: Purpose, way: int | None) -> Predicate:
        """Return where the person of a way objected to the purpose (GROUNDS rule 17)."""
        if way is None or purpose.basis is not Basis.INTEREST:
            return NEVER
        people = table.ways[way]
        if (purpose.id, people.kind) not in self.question.objecting:
            return NEVER
        what = f"{OBJECTING}:{purpose.id}"
        return leads_to(self.holdings, people, what, frozenset([people.kind]))

    def _taken_back(
        self, table: HeldTable, purpose: Purpose, reach: Reach, way: int
    ) -> Predicate:
        """Return where the person of a way withdrew their consent since it was given (rule 14)."""
        consent, people = reach.occasion.consents.get(purpose.id), table.ways[way]
        if consent is None or purpose.basis is not Basis.CONSENT:
            return NEVER
        if (purpose.id, people.kind) not in self.question.withdrawn:
            return NEVER
        name = f"{WITHDRAWN}:{purpose.id}:{people.kind}"
        given = at(consent.given, reach.alias)
        return person_of(
            self.holdings,
            people,
            lambda column, folded: AskedSince(name, column, given, folded),
        )

    def may_be_suspended(self, claim: Claim) -> bool:
        """Tell whether somebody objected to the purpose, and a person weighs that."""
        purpose = self.policy.purposes[claim.purpose]
        return not purpose.marketing and any(
            name == claim.purpose for name, _ in self.question.objecting
        )

    def usable(self, table: HeldTable, claim: Claim, *, active: bool = False) -> Predicate:
        """Return where `claim` has a live ground that no objection suspends (rule 17).

        With `active` only where its occasion goes on: not in the tail (rule 26). A consent of a day
        to come keeps what it is about (decision 014), and lets nobody use it before.
        """
        purpose = self.policy.purposes[claim.purpose]
        if not (active or self.may_be_suspended(claim) or purpose.basis is Basis.CONSENT):
            return self.live(table, claim)
        step = weigh_step(table.id, purpose.id)
        key = tuple(Column(ROW, name) for name in table.key)
        decided = step in self.question.decided
        weighed = Listed(f"settled:{step}", key) if decided else NEVER

        def used(way: int | None) -> Predicate:
            suspended = all_of(self._objected(table, purpose, way), none_of(weighed))
            held = self.held_for(
                table, claim, way, lambda reach: self._in_use(purpose, reach, active=active)
            )
            return all_of(held, none_of(suspended))

        usable = of_claim(table, claim, used)
        return all_of(fits(claim), usable, none_of(self.let_go(table)))

    def _asked(
        self, table: HeldTable, claim: Claim, reach: Reach, way: int | None
    ) -> Predicate:
        """Return where the person of a way asked for erasure after the occasion had begun.

        Without a beginning it counts as begun: where that is in doubt, `undated` asks.
        """
        if way is None or table.ways[way].kind not in self.question.erasing:
            return NEVER
        name = erasing(claim, table.ways[way].kind)
        began = at(reach.occasion.began, reach.alias)
        return person_of(
            self.holdings,
            table.ways[way],
            lambda column, folded: AskedSince(name, column, began, folded),
        )

    def _weighed(self, table: HeldTable, purpose: Purpose) -> Predicate:
        return self._removed(weigh_step(table.id, purpose.id), table, ROW)

    def _decided(self, occasion: Occasion, alias: str) -> Predicate:
        table = self.holdings.tables.get(occasion.table)
        return NEVER if table is None else self._removed(unclear_step(occasion), table, alias)

    def _removed(self, step: str, table: HeldTable, alias: str) -> Predicate:
        """Return where a person decided, when a step asked, that the row at `alias` may go."""
        if step not in self.question.decided:
            return NEVER
        return Listed(f"removed:{step}", tuple(Column(alias, name) for name in table.key))

    def let_go(self, table: HeldTable) -> Predicate:
        """Return where a person decided that the row may go, whatever could not be read."""
        return any_of(*(self._removed(step, table, ROW) for step in own_steps(table.id)))

    def unnamed(self, table: HeldTable) -> Predicate:
        """Return where nobody said what a value is, and nobody decided about the row."""
        return all_of(unnamed(table), none_of(self.let_go(table)))

    def _asked_already(self, table: HeldTable) -> frozenset[str]:
        """Return the purposes that were asked of every row that nothing holds: all its claims."""
        if table.shared:
            return frozenset()
        claims = frozenset[Claim]().union(*(self.claims(table, cell) for cell in table.cells))
        here = [o for o in self.holdings.occasions if o.table == table.id]
        asked = {(claim.purpose, claim.spared) for claim in claims}

        def holds_more(name: str) -> bool:
            others = any(self._holds_others(self.policy.purposes[name], o) for o in here)
            beside = {(name, one) for o in here for one in self.spared_beside(name, o)}
            return others or not beside <= asked

        every = (claim for claim in claims if claim.since is None and not claim.when)
        return frozenset(claim.purpose for claim in every if not holds_more(claim.purpose))

    def _holds_others(self, purpose: Purpose, occasion: Occasion) -> bool:
        """Tell whether `occasion` may hold, for `purpose`, rows of others that lean on it."""
        return any(
            beside_others(self.holdings, table, sibling, number)
            for table in self.holdings.tables.values()
            for sibling in table.siblings
            if leans_on(self.holdings, table, sibling, occasion)
            for cell in table.cells
            for claim in self.claims(table, cell)
            if claim.purpose == purpose.id
            for number in perhaps_of(table, claim)
        )

    def _not_over(self, occasion: Occasion, alias: str, but: frozenset[str]) -> Predicate:
        parts: list[Predicate] = []
        for purpose in self.policy.purposes.values():
            if occasion.name not in purpose.occasions or purpose.id in but:
                continue
            parts.append(self.occasion_live(occasion, purpose, alias))
            parts.append(self.unclear_occasion(occasion, purpose, alias))
        return all_of(any_of(*parts), none_of(self._decided(occasion, alias)))

    def occasion_live(self, occasion: Occasion, purpose: Purpose, alias: str) -> Predicate:
        """Return where the occasion's own row carries a live ground.

        A request of the person whose row it is counts only for purposes about nobody else, as a
        contract may hold somebody else's row; and for no category of which erasure was refused.
        """
        own, claim = Reach(occasion, ()), Claim(purpose.id)
        table = self.holdings.tables[occasion.table]
        people, every = self.beside(self.people(purpose)), ways_of(table, claim)
        theirs = tuple(n for n in every if table.ways[n].kind in people) or every
        if alias == ROW and theirs and not self._holds_others(purpose, occasion):
            refused = self.spared_beside(purpose.id, occasion)
            claims = (claim, *(Claim(purpose.id, spared=one) for one in refused))
            return of_these(
                table,
                theirs,
                lambda way: any_of(
                    *(a(table, c, own, way) for c in claims for a in (self._live, self._undated))
                ),
            )
        return self._held_then(claim, occasion, own, alias)

    def _held_then(self, claim: Claim, occasion: Occasion, reach: Reach, alias: str) -> Predicate:
        """Return where the occasion at `alias` is active or in its tail, by when it began."""
        parts = (
            all_of(
                begun(occasion, alias, rule),
                *(self._held(version, occasion, reach, alias) for version in rule.versions),
            )
            for rule in self._rules(claim.purpose, claim.since)
        )
        return any_of(*parts)

"""The one rule: a value may be held while at least one ground holds.

A ground is a purpose with an occasion that is active or trailing and that reaches the row
(GROUNDS rules 1-16). Here that rule becomes a condition on rows: `live` where a ground
holds, `unclear` where a moment cannot be read or an edge leads nowhere, so that a person
must be asked. The row in question always has the alias `t`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from gestand.core.asking import own_steps, unclear_step, weigh_step
from gestand.core.calendar import Term
from gestand.core.datamap.holdings import HeldTable, Holdings, Moment, Occasion
from gestand.core.moments import at, filled, moment_named, on, passed, too_late
from gestand.core.policy.model import Basis, Policy, Purpose
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    AskedSince,
    At,
    Column,
    Linked,
    Listed,
    Not,
    NotBefore,
    Null,
    Predicate,
    Reached,
    Unreadable,
    all_of,
    any_of,
    none_of,
)
from gestand.core.reach import ROW, Reach, holds_others, inward, outward, person_of, reaches
from gestand.core.versions import Rule, begun, joined_rules, says


@dataclass(frozen=True)
class Question:
    """What is asked: the grounds on the day `as_of`, given the facts that stand in key sets.

    `erasing` names the kinds of people of whom some asked for erasure (key set
    `erasing:KIND`), `decided` the steps to which a person answered that the rows may go
    (key set `removed:STEP`).
    """

    as_of: date
    erasing: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Claim:
    """A purpose that may hold a column, for occasions begun on or after `since`."""

    purpose: str
    since: date | None = None


@dataclass(frozen=True)
class Grounds:
    """The grounds of all rows of all tables, for one question.

    `versions` are the policies in force up to the day asked about, oldest first
    (GROUNDS rule 12): a shorter period counts for everything, a longer one or a new
    purpose only for occasions begun since.
    """

    holdings: Holdings
    versions: tuple[Policy, ...]
    question: Question

    @property
    def policy(self) -> Policy:
        """The version in force on the day asked about."""
        return self.versions[-1]

    def claims(self, table: HeldTable, category: str) -> frozenset[Claim]:
        """Return who may hold a cell of `category` in `table` (GROUNDS rule 2)."""
        found = (self._claim(table, category, name) for name in table.purposes)
        return frozenset(claim for claim in found if claim is not None)

    def live(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where `claim` has a live ground for a row of `table`."""
        purpose = self.policy.purposes[claim.purpose]
        held = (
            reach.condition(self._live(table, claim, reach, reach.alias))
            for reach in self._reaches(table, purpose)
        )
        return all_of(any_of(*held), none_of(self.let_go(table)))

    def live_over(self, table: HeldTable, claim: Claim, reach: Reach) -> Predicate:
        """Return where the occasion at the end of one reach is live for the row `t`."""
        return self._live(table, claim, reach, reach.alias)

    def unclear(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where it cannot be told whether `claim` has a ground for a row of `table`."""
        purpose = self.policy.purposes[claim.purpose]
        parts: list[Predicate] = []
        for reach in self._reaches(table, purpose):
            parts.append(self._unclear_at_its_end(purpose, reach))
            parts.append(self._unclear_until(purpose, reach))
            parts.append(reach.broken)
        return all_of(any_of(*parts), none_of(self.let_go(table)))

    def unclear_reach(
        self, table: HeldTable, claim: Claim, outside: Callable[[Occasion], bool]
    ) -> Predicate:
        """Return where a declared reach is unclear and no other question tells it.

        Its own end cannot be read, or the occasion it reaches belongs to somebody who is
        not asked about: `outside` tells that.
        """
        purpose = self.policy.purposes[claim.purpose]
        parts: list[Predicate] = []
        for reach in self._reaches(table, purpose):
            parts.append(self._unclear_until(purpose, reach))
            if reach.sibling is not None and outside(reach.occasion):
                parts.append(self._unclear_at_its_end(purpose, reach))
        return any_of(*parts)

    def _unclear_at_its_end(self, purpose: Purpose, reach: Reach) -> Predicate:
        problem = self.unclear_occasion(reach.occasion, purpose, reach.alias)
        undecided = none_of(self._decided(reach.occasion, reach.alias))
        return reach.condition(all_of(problem, undecided))

    def _unclear_until(self, purpose: Purpose, reach: Reach) -> Predicate:
        unread = any_of(*(Unreadable(at(moment, ROW)) for moment in reach.until))
        if unread == NEVER:
            return NEVER
        over = self._over(purpose, reach.occasion, reach.alias)
        holds = self._if_it_exists(reach.occasion, reach.alias, none_of(*over))
        return all_of(unread, reach.condition(holds))

    def _reaches(self, table: HeldTable, purpose: Purpose) -> list[Reach]:
        return [
            reach
            for occasion in self._occasions(purpose)
            for reach in reaches(self.holdings, table, occasion)
        ]

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

    def unclear_occasion(self, occasion: Occasion, purpose: Purpose, alias: str) -> Predicate:
        """Return where moments of the occasion at `alias` cannot be read or were moved.

        Not where another moment has ended it already: the first that is over counts.
        """
        parts = [on(m, alias, Unreadable) for m in self._moments_used(occasion, purpose)]
        parts += [self._broken_edge(m, alias) for m in self._moments_used(occasion, purpose)]
        parts.append(self._perhaps_in_time(purpose, occasion, alias))
        for moved in occasion.moved:
            began = at(occasion.began, alias)
            parts.append(on(moved, alias, partial(NotBefore, other=began)))
        not_over = none_of(*self._over(purpose, occasion, alias))
        agreed = self._perhaps_consented(occasion, purpose, alias)
        return all_of(any_of(*parts), not_over, agreed, self._perhaps_exists(occasion, alias))

    def interest_asked(self, table: HeldTable, claim: Claim) -> Predicate:
        """Return where a live interest stands against a request to erase: a person must weigh."""
        purpose = self.policy.purposes[claim.purpose]
        if purpose.basis is not Basis.INTEREST or purpose.marketing:
            return NEVER
        asked = (
            reach.condition(
                all_of(
                    self._held(purpose, reach.occasion, reach, reach.alias),
                    self._asked(table, reach.occasion, reach.alias),
                )
            )
            for reach in self._reaches(table, purpose)
        )
        return all_of(any_of(*asked), none_of(self._weighed(table, purpose)))

    def _claim(self, table: HeldTable, category: str, name: str) -> Claim | None:
        since: date | None = None
        for newer, older in self._newest_first(name):
            if newer is None or not self._declares(newer, name, category, table.person):
                return None if newer is self.policy else Claim(name, since)
            since = newer.effective if older is not None else None
        return Claim(name, since)

    def _newest_first(self, name: str) -> Iterator[tuple[Policy | None, Policy | None]]:
        for index in range(len(self.versions) - 1, -1, -1):
            version = self.versions[index]
            older = self.versions[index - 1] if index else None
            yield version, older

    def _declares(self, policy: Policy, name: str, category: str, person: str) -> bool:
        purpose = policy.purposes.get(name)
        if purpose is None or category not in policy.declared_categories(name):
            return False
        return person in self.people(purpose)

    def people(self, purpose: Purpose) -> frozenset[str]:
        """Return the kinds of people a purpose is about; none named: the occasions' owners."""
        if purpose.about:
            return frozenset(purpose.about)
        tables = self.holdings.tables
        return frozenset(
            tables[o.table].person for o in self._occasions(purpose) if o.table in tables
        )

    def _occasions(self, purpose: Purpose) -> list[Occasion]:
        return [o for o in self.holdings.occasions if o.name in purpose.occasions]

    def _rules(self, claim: Claim) -> list[Rule]:
        """Return the versions of a purpose that count, by when an occasion began."""
        rules: list[Rule] = []
        for index, version in enumerate(self.versions):
            later = self.versions[index:]
            if not all(claim.purpose in policy.purposes for policy in later):
                continue
            if claim.since is not None and version.effective < claim.since:
                continue
            from_day = version.effective if index else None
            before = self.versions[index + 1].effective if len(later) > 1 else None
            wanted = {says(p): p for p in (policy.purposes[claim.purpose] for policy in later)}
            rules.append(Rule(from_day, before, tuple(wanted.values())))
        return joined_rules(rules)

    def _live(self, table: HeldTable, claim: Claim, reach: Reach, alias: str) -> Predicate:
        parts = [
            all_of(
                begun(reach.occasion, alias, rule),
                *(self._held(version, reach.occasion, reach, alias) for version in rule.versions),
                self._not_yielded(table, rule.versions[-1], reach, alias),
            )
            for rule in self._rules(claim)
        ]
        return all_of(any_of(*parts), none_of(self._decided(reach.occasion, alias)))

    def _held(self, purpose: Purpose, occasion: Occasion, reach: Reach, alias: str) -> Predicate:
        """Return where the occasion at `alias` is active or in its tail."""
        over = self._over(purpose, occasion, alias)
        limit = self._limit(purpose)
        over += [passed(m, Term(purpose.keep.period), limit, ROW) for m in reach.until]
        held = all_of(*self._dated(purpose, occasion, alias), none_of(*over))
        if purpose.basis is Basis.CONSENT:
            held = all_of(self._consented(purpose, occasion, alias), held)
        return self._if_it_exists(occasion, alias, held)

    def _over(self, purpose: Purpose, occasion: Occasion, alias: str) -> list[Predicate]:
        """Return, per moment that ends the occasion, where its term is over."""
        limit = self._limit(purpose)
        terms = self._terms(purpose, occasion)
        return [passed(moment, term, limit, alias) for moment, term in terms]

    def _dated(self, purpose: Purpose, occasion: Occasion, alias: str) -> list[Predicate]:
        """Return where the row that points back with the ending moments is there.

        Without it nothing says that the occasion goes on: a person is asked.
        """
        edges = {m.edge for m, _ in self._terms(purpose, occasion) if m.edge and m.reverse}
        return [Linked("v", edge.child, inward(edge, alias), ALWAYS) for edge in edges]

    def _terms(self, purpose: Purpose, occasion: Occasion) -> list[tuple[Moment, Term]]:
        """Return each bound moment that ends the occasion, with the term that runs from it."""
        fiscal = self.policy.controller.fiscal_year
        found: list[tuple[Moment, Term]] = []
        for ending in purpose.keep.after:
            moment = moment_named(occasion, purpose, ending.moment)
            if moment is not None:
                found.append((moment, purpose.keep.term(ending, fiscal)))
        if purpose.keep.at_most is not None:
            period, name = purpose.keep.at_most
            if name in occasion.moments:
                found.append((occasion.moments[name], Term(period)))
        return found

    def terms(self, purpose: str, occasion: Occasion) -> list[tuple[Moment, Term]]:
        """Return what ends `occasion` for `purpose`, as the version in force says it."""
        return self._terms(self.policy.purposes[purpose], occasion)

    def _limit(self, purpose: Purpose) -> date:
        """Return the last day that must be over: a statutory period stays one day longer."""
        as_of = self.question.as_of
        return as_of - timedelta(days=1) if purpose.keep.exactly else as_of

    def _if_it_exists(self, occasion: Occasion, alias: str, then: Predicate) -> Predicate:
        if occasion.from_ is None:
            return then
        return all_of(filled(at(occasion.from_, alias)), then)

    def _perhaps_exists(self, occasion: Occasion, alias: str) -> Predicate:
        if occasion.from_ is None:
            return ALWAYS
        begins = at(occasion.from_, alias)
        return any_of(filled(begins), Unreadable(begins))

    def _consented(self, purpose: Purpose, occasion: Occasion, alias: str) -> Predicate:
        """Return where consent stands: given, not withdrawn since, given in time (rule 14)."""
        consent = occasion.consents.get(purpose.id)
        if consent is None:
            return NEVER
        given = at(consent.given, alias)
        parts = [filled(given), self._in_time(purpose, occasion, alias)]
        if consent.withdrawn is not None:
            withdrawn = at(consent.withdrawn, alias)
            parts.append(
                none_of(
                    all_of(Reached(withdrawn, self.question.as_of), NotBefore(withdrawn, given))
                )
            )
        return all_of(*parts)

    def _perhaps_consented(self, occasion: Occasion, purpose: Purpose, alias: str) -> Predicate:
        """Return where consent stands or cannot be read; always, where none is needed."""
        if purpose.basis is not Basis.CONSENT:
            return ALWAYS
        consent = occasion.consents.get(purpose.id)
        if consent is None:
            return NEVER
        moments = [consent.given] + ([consent.withdrawn] if consent.withdrawn else [])
        unread = (Unreadable(at(moment, alias)) for moment in moments)
        return any_of(self._consented(purpose, occasion, alias), *unread)

    def _in_time(self, purpose: Purpose, occasion: Occasion, alias: str) -> Predicate:
        """Return where consent came while another ground still held the same row.

        Where nothing but consent lives through the occasion, nothing had to come before it.
        """
        given = at(occasion.consents[purpose.id].given, alias)
        others = self._grounds_before(occasion)
        held = any_of(*(self._while_held(other, b, given, alias) for other, b in others))
        return held if others else ALWAYS

    def _perhaps_in_time(self, purpose: Purpose, occasion: Occasion, alias: str) -> Predicate:
        """Return where consent came in time only if what cannot be read was late enough."""
        if purpose.basis is not Basis.CONSENT or purpose.id not in occasion.consents:
            return NEVER
        given = at(occasion.consents[purpose.id].given, alias)
        sure: list[Predicate] = []
        for other, bound in self._grounds_before(occasion):
            moments = [moment for moment, _ in self._terms(other, bound)]
            doubt = [on(m, alias, Unreadable) for m in moments]
            doubt += [self._broken_edge(m, alias) for m in moments]
            sure.append(all_of(self._while_held(other, bound, given, alias), none_of(*doubt)))
        return all_of(self._in_time(purpose, occasion, alias), none_of(*sure)) if sure else NEVER

    def _grounds_before(self, occasion: Occasion) -> list[tuple[Purpose, Occasion]]:
        return [
            (other, bound)
            for other in self.policy.purposes.values()
            if other.basis is not Basis.CONSENT
            for bound in self._occasions(other)
            if bound.table == occasion.table
        ]

    def _while_held(self, other: Purpose, bound: Occasion, given: At, alias: str) -> Predicate:
        held = all_of(
            *(
                none_of(on(moment, alias, partial(too_late, given, term)))
                for moment, term in self._terms(other, bound)
            )
        )
        if bound.from_ is None:
            return held
        return all_of(NotBefore(given, at(bound.from_, alias)), held)

    def _not_yielded(
        self, table: HeldTable, purpose: Purpose, reach: Reach, alias: str
    ) -> Predicate:
        """Return where the ground stands against a request to erase (CONCEPT, section 1)."""
        if purpose.basis is Basis.LAW or table.person not in self.question.erasing:
            return ALWAYS
        if purpose.basis is Basis.INTEREST and not purpose.marketing:
            return none_of(self._weighed(table, purpose))
        asked = none_of(self._asked(table, reach.occasion, alias))
        if purpose.basis is Basis.CONTRACT:
            return any_of(asked, self._active(purpose, reach, alias))
        return asked

    def _active(self, purpose: Purpose, reach: Reach, alias: str) -> Predicate:
        moments = [moment for moment, _ in self._terms_of_endings(purpose, reach.occasion)]
        ended = [self._past(moment, alias) for moment in moments]
        ended += [self._past(moment, ROW) for moment in reach.until]
        return none_of(*ended)

    def _terms_of_endings(self, purpose: Purpose, occasion: Occasion) -> list[tuple[Moment, Term]]:
        named = (moment_named(occasion, purpose, e.moment) for e in purpose.keep.after)
        return [(m, Term(purpose.keep.period)) for m in named if m is not None]

    def _past(self, moment: Moment, alias: str) -> Predicate:
        return on(moment, alias, lambda at: Reached(at, self.question.as_of))

    def _asked(self, table: HeldTable, occasion: Occasion, alias: str) -> Predicate:
        """Return where the row's person asked for erasure after the occasion had begun."""
        if table.person not in self.question.erasing:
            return NEVER
        name = f"erasing:{table.person}"
        began = at(occasion.began, alias)
        return person_of(
            self.holdings,
            table,
            lambda column, folded: AskedSince(name, column, began, folded),
        )

    def _weighed(self, table: HeldTable, purpose: Purpose) -> Predicate:
        step = weigh_step(table.id, purpose.id)
        if step not in self.question.decided:
            return NEVER
        return Listed(f"removed:{step}", tuple(Column(ROW, name) for name in table.key))

    def _decided(self, occasion: Occasion, alias: str) -> Predicate:
        step = unclear_step(occasion)
        table = self.holdings.tables.get(occasion.table)
        if step not in self.question.decided or table is None:
            return NEVER
        return Listed(f"removed:{step}", tuple(Column(alias, name) for name in table.key))

    def let_go(self, table: HeldTable) -> Predicate:
        """Return where a person decided that the row may go, whatever could not be read."""
        steps = [step for step in own_steps(table.id) if step in self.question.decided]
        key = tuple(Column(ROW, name) for name in table.key)
        return any_of(*(Listed(f"removed:{step}", key) for step in steps))

    def _asked_already(self, table: HeldTable) -> frozenset[str]:
        """Return the purposes that were asked of every row that nothing holds: all its claims."""
        claims = frozenset[Claim]().union(*(self.claims(table, c.category) for c in table.cells))
        here = [o for o in self.holdings.occasions if o.table == table.id]
        return frozenset(
            claim.purpose
            for claim in claims
            if claim.since is None
            and not any(self._holds_others(self.policy.purposes[claim.purpose], o) for o in here)
        )

    def _holds_others(self, purpose: Purpose, occasion: Occasion) -> bool:
        return holds_others(self.holdings, purpose.id, self.people(purpose), occasion)

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

        A request of the person whose row it is counts only for purposes about nobody else:
        a contract may hold somebody else's row as well.
        """
        own, claim = Reach(occasion, ()), Claim(purpose.id)
        table = self.holdings.tables[occasion.table]
        own_alone = table.person in self.people(purpose)
        if alias == ROW and own_alone and not self._holds_others(purpose, occasion):
            return self._live(table, claim, own, alias)
        parts = [
            all_of(
                begun(occasion, alias, rule),
                *(self._held(version, occasion, own, alias) for version in rule.versions),
            )
            for rule in self._rules(claim)
        ]
        return any_of(*parts)

    def _moments_used(self, occasion: Occasion, purpose: Purpose) -> list[Moment]:
        used = [moment for moment, _ in self._terms(purpose, occasion)]
        if len(self.versions) > 1 or self.question.erasing:
            used.append(occasion.began)
        if occasion.from_ is not None:
            used.append(occasion.from_)
        if purpose.basis is Basis.CONSENT and purpose.id in occasion.consents:
            consent = occasion.consents[purpose.id]
            used += [consent.given] + ([consent.withdrawn] if consent.withdrawn else [])
        return list(dict.fromkeys(used))

    def _broken_edge(self, moment: Moment, alias: str) -> Predicate:
        """Return where the row that should hold the moment is missing."""
        edge = moment.edge
        if edge is None:
            return NEVER
        if moment.reverse:
            return Not(Linked("v", edge.child, inward(edge, alias), ALWAYS))
        filled = none_of(*(Null(Column(alias, name)) for name in edge.columns))
        return all_of(filled, Not(Linked("v", edge.parent, outward(edge, alias), ALWAYS)))

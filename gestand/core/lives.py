"""How long purposes live through occasions (GROUNDS rules 7-16).

An occasion is active until the first of its ending moments, then has a tail, then is over.
Where a moment cannot be read, or consent cannot be told, it is unclear and a person is asked.
Whose row it holds is not told here: that is for the grounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from gestand.core.calendar import Term
from gestand.core.datamap.holdings import Consent, Holdings, Moment, Occasion
from gestand.core.facts import Part
from gestand.core.moments import at, filled, moment_named, on, passed, too_late
from gestand.core.owners import ROW, inward, meets, outward
from gestand.core.policy.model import Basis, Policy, Purpose
from gestand.core.predicate import (
    ALWAYS,
    NEVER,
    At,
    Column,
    Linked,
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
from gestand.core.reach import Reach
from gestand.core.versions import Rule, joined_rules, says


@dataclass(frozen=True)
class Question:
    """What is asked: the grounds on the day `as_of`, given the facts that stand in key sets.

    `erasing` names the kinds of people of whom some asked for erasure (key set
    `erasing:KIND`), `decided` the steps to which a person answered that the rows may go
    (key set `removed:STEP`). `apart` names each key set of people about whom everything is set
    apart (`restricted:KIND`, `held:KIND`), by its kind of fact and kind of person. `objecting`
    (key set `objecting:PURPOSE:KIND`) and `withdrawn` name purposes with kinds of people. `spared`
    names categories with kinds of people of whom some were refused erasure of these: who asked for
    it all the same stands in the key set `erasing:CATEGORY:KIND`. `parts` names what alone is
    restricted of people of a kind; who they are stands in the key set `restricted:WHAT NAME:KIND`.
    """

    as_of: date
    erasing: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    objecting: frozenset[tuple[str, str]] = frozenset()
    withdrawn: frozenset[tuple[str, str]] = frozenset()
    spared: frozenset[tuple[str, str]] = frozenset()
    parts: frozenset[tuple[Part, str]] = frozenset()


@dataclass(frozen=True)
class Lives:
    """The lives of all purposes, for one question.

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

    def unclear_occasion(self, occasion: Occasion, purpose: Purpose, alias: str) -> Predicate:
        """Return where moments of the occasion at `alias` cannot be read or were moved.

        Nor can be told when it is over at last where the moment of `at most` is missing.
        Not where another moment has ended it already: the first that is over counts.
        """
        parts = [on(m, alias, Unreadable) for m in self._moments_used(occasion, purpose)]
        parts += [self._broken_edge(m, alias) for m in self._moments_used(occasion, purpose)]
        parts += [on(m, alias, _missing) for m in self._caps(purpose, occasion)]
        parts.append(self._of_no_kind(occasion, alias))
        parts.append(self._perhaps_in_time(purpose, occasion, alias))
        parts.append(self._perhaps_begun_since(purpose, occasion, alias))
        for moved in occasion.moved:
            began = at(occasion.began, alias)
            parts.append(on(moved, alias, partial(NotBefore, other=began)))
        not_over = none_of(*self._over(purpose, occasion, alias))
        agreed = self._perhaps_consented(occasion, purpose, alias)
        return all_of(any_of(*parts), not_over, agreed, self._perhaps_exists(occasion, alias))

    def _newest_first(self, name: str) -> Iterator[tuple[Policy | None, Policy | None]]:
        for index in range(len(self.versions) - 1, -1, -1):
            version = self.versions[index]
            older = self.versions[index - 1] if index else None
            yield version, older

    def people(self, purpose: Purpose) -> frozenset[str]:
        """Return the kinds of people a purpose is about; none named: the occasions' owners."""
        if purpose.about:
            return frozenset(purpose.about)
        tables = self.holdings.tables
        bound = (tables[o.table] for o in self._occasions(purpose) if o.table in tables)
        return frozenset[str]().union(*(table.kinds for table in bound))

    def beside(self, kinds: frozenset[str]) -> frozenset[str]:
        """Return these kinds of people, and those whose rows stand among theirs."""
        subjects = self.holdings.subjects
        tables = {subjects.get(kind) for kind in kinds} - {None}
        return kinds | {kind for kind, table in subjects.items() if table in tables}

    def _occasions(self, purpose: Purpose) -> list[Occasion]:
        return [o for o in self.holdings.occasions if o.name in purpose.occasions]

    def _rules(self, purpose: str, since: date | None) -> list[Rule]:
        """Return the versions of a purpose that count, by when an occasion began."""
        rules: list[Rule] = []
        for index, version in enumerate(self.versions):
            later = self.versions[index:]
            if not all(purpose in policy.purposes for policy in later):
                continue
            if since is not None and version.effective < since:
                continue
            from_day = version.effective if index else None
            before = self.versions[index + 1].effective if len(later) > 1 else None
            wanted = {self._says(p): p for p in (policy.purposes[purpose] for policy in later)}
            rules.append(Rule(from_day, before, tuple(wanted.values())))
        return joined_rules(rules, self._says)

    def _says(self, purpose: Purpose) -> tuple[object, ...]:
        """Return what counts of a version of a purpose: of consent also what it may come in."""
        occasions = self._occasions(purpose) if purpose.basis is Basis.CONSENT else ()
        before = {(o.id, says(o)) for there in occasions for o, _ in self._before(purpose, there)}
        return (*says(purpose), frozenset(before))

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
            period, _ = purpose.keep.at_most
            found += [(cap, Term(period)) for cap in self._caps(purpose, occasion)]
        return found

    def _caps(self, purpose: Purpose, occasion: Occasion) -> list[Moment]:
        """Return the moment from which `at most` runs, if there is one and it is bound."""
        names = (purpose.keep.at_most[1],) if purpose.keep.at_most else ()
        return [occasion.moments[name] for name in names if name in occasion.moments]

    def terms(self, purpose: str, occasion: Occasion) -> list[tuple[Moment, Term]]:
        """Return what ends `occasion` for `purpose`, as the version in force says it."""
        return self._terms(self.policy.purposes[purpose], occasion)

    def _limit(self, purpose: Purpose) -> date:
        """Return the last day that must be over: a statutory period stays one day longer."""
        as_of = self.question.as_of
        return as_of - timedelta(days=1) if purpose.keep.exactly else as_of

    def _if_it_exists(self, occasion: Occasion, alias: str, then: Predicate) -> Predicate:
        begun = filled(at(occasion.from_, alias)) if occasion.from_ else ALWAYS
        return all_of(meets(occasion.when, alias), begun, then)

    def _perhaps_exists(self, occasion: Occasion, alias: str) -> Predicate:
        perhaps = any_of(meets(occasion.when, alias), self._of_no_kind(occasion, alias))
        if occasion.from_ is None:
            return perhaps
        begins = at(occasion.from_, alias)
        return all_of(perhaps, any_of(filled(begins), Unreadable(begins)))

    def _of_no_kind(self, occasion: Occasion, alias: str) -> Predicate:
        """Return where the row fits no condition of the occasions that share its table.

        Not where one of them has no condition: that is what the rows are that fit no other.
        """
        here = [o for o in self.holdings.occasions if o.table == occasion.table and not o.from_]
        if occasion not in here or not all(other.when for other in here):
            return NEVER
        return none_of(*(meets(other.when, alias) for other in here))

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

    def carried(self, purpose: Purpose, occasion: Occasion) -> Predicate:
        """Return where the consent in a row of the occasion holds it, whatever else does."""
        over = self._over(purpose, occasion, ROW)
        return all_of(self._consented(purpose, occasion, ROW), none_of(*over))

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

        Or, where one given before it held the row until then, where that one did. Where nothing
        but consent lives through the occasion, nothing had to come before it.
        """
        consent, others = occasion.consents[purpose.id], self._before(purpose, occasion)
        if not others:
            return ALWAYS
        came = [self._came_while_held(other, b, consent, alias) for other, b in others]
        unread = [Unreadable(at(consent.since, alias))] if consent.since else []
        return any_of(*came, *unread)

    def _perhaps_in_time(self, purpose: Purpose, occasion: Occasion, alias: str) -> Predicate:
        """Return where consent came in time only if what cannot be read was late enough."""
        if purpose.basis is not Basis.CONSENT or purpose.id not in occasion.consents:
            return NEVER
        consent, sure = occasion.consents[purpose.id], list[Predicate]()
        for other, bound in self._before(purpose, occasion):
            came = self._came_while_held(other, bound, consent, alias)
            sure.append(all_of(came, none_of(*self._cannot_tell(other, bound, alias))))
        return all_of(self._in_time(purpose, occasion, alias), none_of(*sure)) if sure else NEVER

    def _came_while_held(
        self, other: Purpose, bound: Occasion, consent: Consent, alias: str
    ) -> Predicate:
        """Return where another purpose held the row when consent came, or the first of several."""
        given = at(consent.given, alias)
        came = self._while_held(other, bound, given, alias)
        if consent.since is None:
            return came
        since = at(consent.since, alias)
        first = self._while_held(other, bound, since, alias)
        return any_of(
            came, all_of(NotBefore(given, since), first, none_of(_broken(consent, alias)))
        )

    def _cannot_tell(self, other: Purpose, bound: Occasion, alias: str) -> list[Predicate]:
        """Return each way in which it cannot be told whether another purpose held the row."""
        moments = [moment for moment, _ in self._terms(other, bound)]
        doubt = [on(m, alias, Unreadable) for m in moments]
        doubt += [self._broken_edge(m, alias) for m in moments]
        doubt.append(self._of_no_kind(bound, alias))
        return doubt + ([Unreadable(at(bound.from_, alias))] if bound.from_ else [])

    def _perhaps_begun_since(self, purpose: Purpose, occasion: Occasion, alias: str) -> Predicate:
        """Return where it has no beginning, and whether it is held depends on the version then."""
        bound, began = self.holdings.tables.get(occasion.table), occasion.began.column
        if len(self.versions) == 1 or (bound is not None and began not in bound.nullable):
            return NEVER
        promised = (version for version in self.versions if purpose.id in version.purposes)
        declared = {version.declared_categories(purpose.id) for version in promised}
        rules = self._rules(purpose.id, None)
        if rules[0].from_day is not None or len(declared) > 1:
            return Null(Column(alias, began))
        newest = self._says(purpose)
        older = [p for rule in rules for p in rule.versions if self._says(p) != newest]
        over = [part for version in older for part in self._over(version, occasion, alias)]
        agreed = (p for p in older if p.basis is Basis.CONSENT and p.id in occasion.consents)
        over += [none_of(self._in_time(version, occasion, alias)) for version in agreed]
        return all_of(Null(Column(alias, began)), any_of(*over))

    def _before(self, consent: Purpose, occasion: Occasion) -> list[tuple[Purpose, Occasion]]:
        """Return what may hold a row until consent comes, as the policy of that consent says it."""
        versions = (each for each in self.versions if each.purposes.get(consent.id) is consent)
        return [
            (other, bound)
            for other in next(versions, self.policy).purposes.values()
            if other.basis is not Basis.CONSENT
            for bound in self._occasions(other)
            if bound.table == occasion.table
        ]

    def _while_held(self, other: Purpose, bound: Occasion, given: At, alias: str) -> Predicate:
        held = all_of(
            any_of(meets(bound.when, alias), self._of_no_kind(bound, alias)),
            *(
                none_of(on(moment, alias, partial(too_late, given, term)))
                for moment, term in self._terms(other, bound)
            )
        )
        if bound.from_ is None:
            return held
        begins = at(bound.from_, alias)
        return all_of(any_of(NotBefore(given, begins), Unreadable(begins)), held)

    def _in_use(self, purpose: Purpose, reach: Reach, *, active: bool) -> Predicate:
        """Return where an occasion lets its purpose use what it holds, as a consent of today."""
        parts = [self._active(purpose, reach, reach.alias)] if active else []
        consent = reach.occasion.consents.get(purpose.id)
        if purpose.basis is Basis.CONSENT and consent is not None:
            parts.append(Reached(at(consent.given, reach.alias), self.question.as_of))
        return all_of(*parts)

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


def _broken(consent: Consent, alias: str) -> Predicate:
    """Return where a consent was withdrawn since its first day, and given once more after that."""
    if consent.since is None or consent.withdrawn is None:
        return NEVER
    given, withdrawn = at(consent.given, alias), at(consent.withdrawn, alias)
    return all_of(
        NotBefore(withdrawn, at(consent.since, alias)), none_of(NotBefore(withdrawn, given))
    )


def _missing(told: At) -> Predicate:
    return Null(told.column)

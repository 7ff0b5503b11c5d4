"""How long a purpose lives through one row of an occasion (rules 7, 8, 10-12, 14, 16)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.oracle.company import Binding, Company, Purpose, RowId, Version, Via, meets
from tests.oracle.days import UNREADABLE, Day, Unreadable, plus


@dataclass(frozen=True)
class Life:
    """From `since` (None: from the start) up to and with `last` (None: no end in sight).

    `ended` is the first ending moment, after which only the tail runs. `unsure` says that
    something could not be read which may end it sooner, or may mean that it never began.
    `exactly` says that `last` is a statutory minimum as well.
    """

    since: date | None = None
    last: date | None = None
    ended: date | None = None
    unsure: bool = False
    exactly: bool = False

    def may_hold(self, day: date) -> bool:
        """Tell whether a run as of `day` leaves the value where it is (rule 7).

        A maximum goes in the run as of its last day, so that the day after finds nothing; a
        statutory minimum goes in the run as of the day after. What begins tomorrow is no
        reason to remove its data today.
        """
        return self.last is None or day < self.goes_on

    @property
    def goes_on(self) -> date:
        """The day as of which a run removes it."""
        if self.last is None:
            return date.max
        return self.last + timedelta(days=1) if self.exactly else self.last

    def is_active(self, day: date) -> bool:
        """Tell whether every known ending moment is still to come (rule 8)."""
        return self.ended is None or self.ended > day

    def covers(self, day: date) -> bool:
        """Tell whether the value might still be found on `day`."""
        begun = self.since is None or self.since <= day
        return begun and (self.last is None or day <= self.last)

    def until(self, day: Day) -> Life:
        """Return this life, cut off after `day` as well."""
        if day is None:
            return self
        if isinstance(day, Unreadable):
            return replace(self, unsure=True)
        return replace(self, last=_earliest(self.last, day))


def _earliest(*days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known else None


def life_of(teller: Teller, as_of: date, in_force: list[Version], purpose: str) -> Life | None:
    """Return the life of `purpose` through the row of a teller, or None when there is none.

    `in_force` are the versions of the policy up to `as_of`, the day of the plan, the newest last.
    A newer version shortens everything and lengthens only what begins later (rule 12). When it
    began matters only once one of them does not hold any more.
    """
    chances = [
        _through(in_force[first:], purpose, teller)
        for first in first_versions(teller.company, in_force, teller.binding, teller.rid)
    ]
    if all(_comes_to(chance) == _comes_to(chances[0]) for chance in chances):
        return chances[0]
    known = [chance for chance in chances if chance is not None]
    longest = max(known, key=lambda life: life.goes_on)
    anyhow = len(known) == len(chances) and all(life.may_hold(as_of) for life in known)
    return replace(longest, unsure=not anyhow or any(life.unsure for life in known))


def _comes_to(life: Life | None) -> object:
    """Return what matters of a life: until an end is in sight it is no matter how it is counted."""
    return life and (life.since, life.goes_on, life.ended, life.unsure)


def first_versions(
    company: Company, in_force: list[Version], binding: Binding, rid: RowId
) -> list[int]:
    """Return the version that was in force when the occasion began; all, when that is unknown."""
    began = company.day(rid, binding.began)
    if began is None or isinstance(began, Unreadable):
        return list(range(len(in_force)))
    return [max([i for i, v in enumerate(in_force) if v.effective <= began], default=0)]


def _through(versions: list[Version], purpose: str, teller: Teller) -> Life | None:
    if any(purpose not in version.purposes for version in versions):
        return None
    told = [_in_version(teller.company, version, purpose, teller) for version in versions]
    known = [life for life in told if life is not None]
    return _shortest(known) if len(known) == len(told) else None


def _shortest(told: list[Life]) -> Life:
    """Return the life of the newest version, cut off where the first of them ends."""
    first = min(told, key=lambda life: life.goes_on)
    unsure = any(life.unsure for life in told)
    return replace(told[-1], last=first.last, exactly=first.exactly, unsure=unsure)


@dataclass(frozen=True)
class Teller:
    """Tells the moments of one row of an occasion."""

    company: Company
    binding: Binding
    rid: RowId

    def moments(self, name: str) -> list[Day]:
        """Return the days of a moment, one for each row that tells it; None has not come."""
        if name in self.binding.moments:
            return [self.company.day(self.rid, self.binding.moments[name])]
        for via in self.binding.vias:
            if name in via.moments:
                return self._over(via, via.moments[name])
        return []

    def has_moved(self, name: str) -> bool:
        """Tell whether an ending was undone once, so that the first one is not known.

        What was undone before the occasion began was no ending of it.
        """
        began = self.company.day(self.rid, self.binding.began)
        for via in self.binding.vias:
            if name in via.moments and via.moved_if:
                undone = self._over(via, via.moved_if)
                return any(day is not None and not _before(day, began) for day in undone)
        return False

    def is_none(self) -> bool | None:
        """Tell whether the row is no such occasion; None when it fits no condition at all.

        Where one of the occasions that share a table has no condition, a row that fits no
        other is that one.
        """
        row, table = self.company.row(self.rid), self.binding.table
        if meets(self.binding.when, row):
            return False
        others = [b for b in self.company.bindings if b.table == table and not b.from_]
        told = self.binding in others and all(b.when for b in others)
        return None if told and not any(meets(b.when, row) for b in others) else True

    def behind(self) -> set[RowId]:
        """Return the rows that point at the occasion's row and tell when it ends."""
        return {
            row for via in self.binding.vias if via.of is not None for row in self._pointing(via)
        }

    def _over(self, via: Via, column: str) -> list[Day]:
        if via.of is not None:
            told = [self.company.day(row, column) for row in self._pointing(via)]
            return told or [UNREADABLE]
        if self.company.row(self.rid)[via.column] is None:
            return []
        there = self.company.follow(self.rid, via.column)
        return [self.company.day(there, column) if there else UNREADABLE]

    def _pointing(self, via: Via) -> list[RowId]:
        target = self.company.target(via.of or "", via.column)
        column = target[1] if target else self.company.tables[self.binding.table].key
        return self.company.where(via.of or "", via.column, self.company.value(self.rid, column))


def _before(day: Day, other: Day) -> bool:
    return isinstance(day, date) and isinstance(other, date) and day < other


def _in_version(company: Company, version: Version, name: str, teller: Teller) -> Life | None:
    purpose = version.purposes[name]
    if teller.binding.occasion not in purpose.occasions:
        return None
    life = _counted(purpose, version, teller)
    if life is None or purpose.basis != "consent":
        return life
    return _with_consent(company, version, purpose, teller, life)


def _counted(purpose: Purpose, version: Version, teller: Teller) -> Life | None:
    none = teller.is_none()
    if none:
        return None
    life = Life(exactly=purpose.exactly, unsure=none is None)
    if teller.binding.from_:
        since = teller.company.day(teller.rid, teller.binding.from_)
        if since is None:
            return None
        unsure = life.unsure or isinstance(since, Unreadable)
        since = None if isinstance(since, Unreadable) else since
        life = replace(life, unsure=unsure, since=since)
    for name, fiscal in purpose.after:
        if teller.has_moved(name):
            life = replace(life, unsure=True)
        for day in teller.moments(name):
            life = _ended_by(life, day, purpose, fiscal, version)
    if purpose.at_most is not None:
        period, name = purpose.at_most
        for cap in teller.moments(name):
            life = life.until(plus(cap, period) if isinstance(cap, date) else UNREADABLE)
    return life


def _ended_by(life: Life, day: Day, purpose: Purpose, fiscal: bool, version: Version) -> Life:
    if day is None:
        return life
    if isinstance(day, Unreadable):
        return replace(life, unsure=True)
    last = purpose.last_day(day, fiscal, version.year_starts)
    return replace(life.until(last), ended=_earliest(life.ended, day))


def _with_consent(
    company: Company, version: Version, purpose: Purpose, teller: Teller, life: Life
) -> Life | None:
    """Rule 14: given in time, not withdrawn since, and counted from when it was given."""
    words = company.mapped(teller.binding.table).get(f"consent {purpose.id}")
    if words is None:
        return None
    given = company.day(teller.rid, words["given"])
    if given is None:
        return None
    if isinstance(given, Unreadable):
        return replace(life, unsure=True)
    life = replace(life, since=given if life.since is None else max(given, life.since))
    for name, fiscal in purpose.after:
        if name == "consent given":
            life = _ended_by(life, given, purpose, fiscal, version)
    in_time = _was_held(company, version, purpose, teller, given)
    if in_time != "yes":
        earlier = _was_since(company, version, purpose, teller, given)
        in_time = earlier if earlier == "yes" or in_time == "no" else in_time
    if in_time == "no":
        return None
    life = replace(life, unsure=life.unsure or in_time == "unsure")
    return _withdrawn(company, teller.rid, words, given, life)


def _was_since(
    company: Company, version: Version, purpose: Purpose, teller: Teller, given: date
) -> str:
    """Tell of one that was given again whether the first came in time, and stood since then."""
    words = company.mapped(teller.binding.table)[f"consent {purpose.id}"]
    if "since" not in words:
        return "no"
    first = company.day(teller.rid, words["since"])
    if isinstance(first, Unreadable):
        return "unsure"
    if first is None or first > given:
        return "no"
    withdrawn = company.day(teller.rid, words["withdrawn"])
    if isinstance(withdrawn, date) and first <= withdrawn < given:
        return "no"
    return _was_held(company, version, purpose, teller, first)


def _withdrawn(company: Company, rid: RowId, words: dict, given: date, life: Life) -> Life:
    if "withdrawn" not in words:
        return life
    withdrawn = company.day(rid, words["withdrawn"])
    if isinstance(withdrawn, date) and withdrawn < given:
        return life
    if isinstance(withdrawn, date) and life.exactly:
        # A withdrawal ends it at once: `exactly` is said of the period, and this is none.
        withdrawn -= timedelta(days=1)
    return life.until(withdrawn)


def _was_held(
    company: Company, version: Version, consent: Purpose, teller: Teller, given: date
) -> str:
    """Tell whether another ground still held the same row on the day of the consent.

    Where nothing but consent lives through the row there is no such ground, and none is needed:
    the rule is that after the last ground there is nothing left to consent to.
    """
    others = [
        (other, Teller(company, binding, teller.rid))
        for other in version.purposes.values()
        for binding in company.bindings
        if other.basis != "consent"
        and binding.occasion in other.occasions
        and binding.table == teller.binding.table
    ]
    if not others:
        return "yes"
    told = [_counted(other, version, there) for other, there in others]
    held = [life for life in told if life is not None and life.covers(given)]
    if any(not life.unsure for life in held):
        return "yes"
    return "unsure" if held else "no"

"""How long a purpose lives through one row of an occasion (rules 7, 8, 10-12, 14, 16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tests.oracle.company import Binding, Company, Purpose, RowId, Version, Via
from tests.oracle.days import UNREADABLE, Day, Unreadable, plus


@dataclass(frozen=True)
class Life:
    """From `since` (None: from the start) up to and with `last` (None: no end in sight).

    `ended` is the first ending moment, after which only the tail runs. `unsure` says that
    something could not be read which may end it sooner, or may mean that it never began.
    `told_by` is the row behind the occasion's own that tells its end, where there is one.
    """

    since: date | None = None
    last: date | None = None
    ended: date | None = None
    unsure: bool = False
    told_by: RowId | None = None

    def may_hold(self, day: date, exactly: bool = False) -> bool:
        """Tell whether a run as of `day` leaves the value where it is (rule 7).

        A maximum goes in the run as of its last day, so that the day after finds nothing.
        """
        if self.since is not None and self.since > day:
            return False
        return self.last is None or self.last > day or (exactly and self.last == day)

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


def lives(
    company: Company, in_force: list[Version], purpose: str, binding: Binding, rid: RowId
) -> list[Life]:
    """Return the lives of `purpose` through the row `rid`, one for each row that ends it.

    `in_force` are the versions of the policy up to the day of the plan, the newest last. A
    newer version shortens everything and lengthens only what begins later (rule 12).
    """
    chances = {
        tuple(_through(company, in_force[first:], purpose, binding, rid))
        for first in _first_versions(company, in_force, binding, rid)
    }
    if len(chances) == 1:
        return list(chances.pop())
    return [replace(life, unsure=True) for chance in chances for life in chance]


def _first_versions(
    company: Company, in_force: list[Version], binding: Binding, rid: RowId
) -> list[int]:
    began = company.day(rid, binding.began)
    if began is None or isinstance(began, Unreadable):
        return list(range(len(in_force)))
    return [max([i for i, v in enumerate(in_force) if v.effective <= began], default=0)]


def _through(
    company: Company, versions: list[Version], purpose: str, binding: Binding, rid: RowId
) -> Iterator[Life]:
    if any(purpose not in version.purposes for version in versions):
        return
    for reverse in _rows_that_end_it(company, binding, rid):
        told = [
            _in_version(company, version, purpose, Teller(company, binding, rid, reverse))
            for version in versions
        ]
        if all(life is not None for life in told):
            shortest = _shortest([life for life in told if life is not None])
            yield replace(shortest, told_by=reverse)


def _shortest(told: list[Life]) -> Life:
    newest = told[-1]
    return replace(
        newest,
        last=_earliest(*(life.last for life in told)),
        unsure=any(life.unsure for life in told),
    )


def _rows_that_end_it(company: Company, binding: Binding, rid: RowId) -> list[RowId | None]:
    for via in binding.vias:
        if via.of is not None:
            return list(_pointing_here(company, binding, via, rid)) or [None]
    return [None]


def _pointing_here(company: Company, binding: Binding, via: Via, rid: RowId) -> list[RowId]:
    target = company.target(via.of or binding.table, via.column)
    column = target[1] if target else company.tables[binding.table].key
    return company.where(via.of or "", via.column, company.row(rid)[column])


@dataclass(frozen=True)
class Teller:
    """Tells the moments of one row of an occasion."""

    company: Company
    binding: Binding
    rid: RowId
    reverse: RowId | None

    def moment(self, name: str) -> Day:
        """Return the day of a moment: None when it has not come, or this row has no such one."""
        if name in self.binding.moments:
            return self.company.day(self.rid, self.binding.moments[name])
        for via in self.binding.vias:
            if name in via.moments:
                return self._over(via, via.moments[name])
        return None

    def knows(self, name: str) -> bool:
        """Tell whether the occasion has such a moment at all."""
        return name in self.binding.moments or any(name in v.moments for v in self.binding.vias)

    def has_moved(self, name: str) -> bool:
        """Tell whether an ending was undone once, so that the first one is not known."""
        for via in self.binding.vias:
            if name in via.moments and via.moved_if:
                return self._over(via, via.moved_if) is not None
        return False

    def _over(self, via: Via, column: str) -> Day:
        if via.of is not None:
            return self._behind(column)
        if self.company.row(self.rid)[via.column] is None:
            return None
        there = self.company.follow(self.rid, via.column)
        return self.company.day(there, column) if there else UNREADABLE

    def _behind(self, column: str) -> Day:
        if self.reverse is not None:
            return self.company.day(self.reverse, column)
        return UNREADABLE if self.binding.from_ else None


def _in_version(company: Company, version: Version, name: str, teller: Teller) -> Life | None:
    purpose = version.purposes[name]
    if teller.binding.occasion not in purpose.occasions:
        return None
    life = _counted(purpose, version, teller)
    if life is None or purpose.basis != "consent":
        return life
    return _with_consent(company, version, purpose, teller, life)


def _counted(purpose: Purpose, version: Version, teller: Teller) -> Life | None:
    life = Life()
    if teller.binding.from_:
        since = teller.company.day(teller.rid, teller.binding.from_)
        if since is None:
            return None
        unsure = isinstance(since, Unreadable)
        life = Life(unsure=unsure, since=None if isinstance(since, Unreadable) else since)
    for name, fiscal in purpose.after:
        day = teller.moment(name)
        if teller.has_moved(name):
            life = replace(life, unsure=True)
        life = _ended_by(life, day, purpose, fiscal, version)
    if purpose.at_most is not None and teller.knows(purpose.at_most[1]):
        cap = teller.moment(purpose.at_most[1])
        life = life.until(plus(cap, purpose.at_most[0]) if isinstance(cap, date) else UNREADABLE)
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
    in_time = _was_held(version, purpose, teller, given)
    if in_time == "no":
        return None
    life = replace(life, unsure=life.unsure or in_time == "unsure")
    return _withdrawn(company, teller.rid, words, given, life)


def _withdrawn(company: Company, rid: RowId, words: dict, given: date, life: Life) -> Life:
    if "withdrawn" not in words:
        return life
    withdrawn = company.day(rid, words["withdrawn"])
    if isinstance(withdrawn, date) and withdrawn < given:
        return life
    return life.until(withdrawn)


def _was_held(version: Version, consent: Purpose, teller: Teller, given: date) -> str:
    """Tell whether another ground of this occasion still held on the day of the consent.

    An occasion that nothing but consent lives through has no such ground, and needs none.
    """
    others = [
        life
        for other in version.purposes.values()
        if other.id != consent.id
        and other.basis != "consent"
        and teller.binding.occasion in other.occasions
        and (life := _counted(other, version, teller)) is not None
    ]
    if not any(
        other.basis != "consent" and teller.binding.occasion in other.occasions
        for other in version.purposes.values()
    ):
        return "yes"
    held = [life for life in others if life.covers(given)]
    if any(not life.unsure for life in held):
        return "yes"
    return "unsure" if held else "no"

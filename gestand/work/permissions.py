"""Answer `may`: whether a purpose may use a category of data about a person, many times a second.

What a purpose may use is looked up once for everybody, by the same steps as `gestand may`, and kept
for a while. What people say meanwhile counts at once: the ledger and the file of facts are looked
at again every moment. Where something was said since, each is asked for alone, until that has taken
as long as to look for everybody does, which is then done anew. So a busy ledger keeps nobody
waiting, and costs at most twice what it must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from gestand.core.facts import DATA, FOR, Person, folded_text
from gestand.core.findings import did_you_mean
from gestand.core.names import store_of
from gestand.core.permission import LISTED, Key, Seen, Verdict, collected
from gestand.core.plan.steps import MayUse, Use
from gestand.errors import CannotRun
from gestand.settings import clock, today
from gestand.stores.base import Run
from gestand.work.company import Company
from gestand.work.keys import typed_key
from gestand.work.suppression import since
from gestand.work.sweep import Opened, Request, in_force, opened
from gestand.work.whose import led_to

FRESH = 300.0
"""For how many seconds what was looked up counts, where nobody said anything since."""

LOOKS = 0.25
"""After how many seconds it is looked again whether somebody has said something."""


class NoSuchThing(CannotRun):
    """What was asked about is not in the declaration, or cannot be a key."""


@dataclass
class _Kept:
    """What was looked up of a purpose, and when; and when it was looked whether that stands.

    `said` tells how far the ledger had come, `took` for how many seconds it was looked, and `alone`
    how long each took who was asked for alone since something was said.
    """

    seen: Seen
    at: float
    looked: float
    said: int
    took: float
    alone: float = 0.0


@dataclass
class Permissions:
    """Answers for one organisation; several threads may ask at the same time.

    `as_of` is a day to answer for; without it that is today. `again` opens the organisation anew
    where its file of facts has changed.
    """

    company: Company
    as_of: date | None = None
    again: Callable[[], Company] | None = None
    fresh: float = FRESH
    looks: float = LOOKS
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def may(self, kind: str, key: Key, purpose: str, category: str) -> Verdict:
        """Return whether `purpose` may use `category` about the person of a kind and key.

        A key is that of their own row, or an identifier where they have none. Raises NoSuchThing
        for a purpose, category or kind that does not exist, CannotRun where a store cannot be read.
        """
        kept, stands = self._of(purpose)
        seen = kept.seen
        if seen.marketing and self._is_listed(kind, key):
            return LISTED
        if kind not in seen.kinds:
            return self._alone(kind, key, seen, category)
        if not stands:
            begun = clock()
            told = self._alone(kind, key, seen, category)
            kept.alone += clock() - begun
            return told
        if category not in seen.categories:
            raise NoSuchThing(_unknown("category", category, seen.categories))
        return seen.verdict(kind, key, category)

    def everybody(self, purpose: str) -> Seen:
        """Return what a purpose holds of whom, looked up for everybody.

        Raises NoSuchThing for a purpose that does not exist, and CannotRun where a store cannot be
        read.
        """
        with self._turn:
            kept, stands = self._current(purpose)
            return (kept if stands else self._anew(purpose)).seen

    def _is_listed(self, kind: str, key: Key) -> bool:
        """Tell whether somebody who is known by an address alone is on the suppression list."""
        by_address = self.company.holdings.subjects.get(kind, "") is None
        return by_address and since(self.company, [str(key)]) is not None

    def as_typed(self, kind: str, text: str) -> Key:
        """Return a key that somebody typed as it stands in the stores; NoSuchThing for none."""
        if kind not in self.company.holdings.subjects:
            raise NoSuchThing(_unknown("kind of person", kind, self.company.holdings.subjects))
        if self.company.holdings.subjects[kind] is None:
            return folded_text(text)
        key = typed_key(self.company, kind, text)
        if key is None:
            message = f"the key of a {kind} is a number"
            raise NoSuchThing(message)
        return key

    def _of(self, purpose: str) -> tuple[_Kept, bool]:
        """Return what is known of a purpose, and whether it stands as things are now.

        It is looked up anew by one thread at a time; another one does not wait for that.
        """
        kept, now = self._kept.get(purpose), clock()
        if kept and now - kept.at <= self.fresh and now - kept.looked <= self.looks:
            return kept, True
        usable = kept is not None and self._is_of_today(kept)
        if not self._turn.acquire(blocking=not usable):
            assert kept is not None
            return kept, False
        try:
            return self._current(purpose)
        finally:
            self._turn.release()

    def _current(self, purpose: str) -> tuple[_Kept, bool]:
        """Look whether what is known stands; look it up anew where that is less work than without.
        """
        kept, now = self._kept.get(purpose), clock()
        if kept is None or now - kept.at > self.fresh or not self._is_of_today(kept):
            return self._anew(purpose), True
        if kept.said == self._said():
            kept.looked = now
            return kept, True
        if kept.alone < kept.took:
            return kept, False
        return self._anew(purpose), True

    def _is_of_today(self, kept: _Kept) -> bool:
        return kept.seen.as_of == self._day() and self.company.facts.still_stand()

    def _anew(self, purpose: str) -> _Kept:
        now, said = clock(), self._said()
        seen = self._look(purpose, self._day())
        found = self._kept[purpose] = _Kept(seen, now, now, said, clock() - now)
        return found

    def _day(self) -> date:
        return self.as_of or today(self.company.zone)

    def _said(self) -> int:
        # Consents, holds, requests and the suppression list: each has its entry in the ledger.
        return self.company.state.newest_entry()

    def _look(self, purpose: str, day: date) -> Seen:
        policy = in_force(self.company.versions, day)[-1]
        if purpose not in policy.purposes:
            raise NoSuchThing(_unknown("purpose", purpose, policy.purposes))
        if not self.company.facts.still_stand():
            if self.again is None:
                message = "facts.yaml has changed: open the organisation again"
                raise CannotRun(message)
            self.company = self.again()
        declared = policy.purposes[purpose]
        with opened(self.company, Request(day, use=purpose)) as ready, ready.transaction():
            return _seen(ready, purpose, day, (declared.tail_use or {}).get("en", ""))

    def _alone(self, kind: str, key: Key, seen: Seen, category: str) -> Verdict:
        """Answer for one person by a plan of their own, of the purpose that was seen."""
        if kind not in self.company.holdings.subjects:
            raise NoSuchThing(_unknown("kind of person", kind, self.company.holdings.subjects))
        purpose, day = seen.purpose, self._day()
        asked = Request(day, (Person(kind, key),), use=purpose)
        with opened(self.company, asked) as ready, ready.transaction():
            parts = (
                (kind, name, step.use, frozenset([key]))
                for step in ready.program.steps
                if isinstance(step, MayUse) and _any(ready.runs[store_of(step.table)], step)
                for name in _categories(ready, step)
            )
            found = collected(parts)
            against, apart = _against(ready, purpose), _apart_in(ready)
        kinds = frozenset(self.company.holdings.subjects)
        expanded = _expanded(self.company)
        if category not in expanded:
            raise NoSuchThing(_unknown("category", category, expanded))
        own = Seen(purpose, day, found, kinds, against, seen.tail, expanded, apart=apart)
        return own.verdict(kind, key, category)


def _any(run: Run, step: MayUse) -> bool:
    return run.count(step.table, step.where) > 0


def _seen(ready: Opened, purpose: str, day: date, tail: str) -> Seen:
    """Return what a purpose may use of everybody, in open transactions."""
    holdings, beyond = ready.company.holdings, set[str]()
    parts: list[tuple[str, str, Use, frozenset[Key]]] = []
    for step in ready.program.steps:
        if not isinstance(step, MayUse):
            continue
        table = holdings.tables[step.table]
        for way in (table.ways[number] for number in step.people):
            led = led_to(holdings, table, way, step.where)
            if led is None:
                beyond.add(way.kind)
                continue
            keys = ready.runs[table.store].ends_of(led)
            by_row = holdings.subjects[way.kind] is not None
            people = frozenset(key if by_row else folded_text(str(key)) for (key,) in keys)
            parts += ((way.kind, name, step.use, people) for name in _categories(ready, step))
    kinds = frozenset(holdings.subjects) - beyond
    against, categories = _against(ready, purpose), _expanded(ready.company)
    marketing, apart = _is_marketing(ready.company, purpose), _apart_in(ready)
    return Seen(purpose, day, collected(parts), kinds, against, tail, categories, marketing, apart)


def _categories(ready: Opened, step: MayUse) -> set[str]:
    cells = ready.company.holdings.tables[step.table].cells
    return {cell.category for cell in cells if cell.name in step.columns}


def _against(ready: Opened, purpose: str) -> dict[str, frozenset[Key]]:
    """Return, by kind, who is restricted or held apart, and who objected to the purpose."""
    found: dict[str, frozenset[Key]] = {}
    for kind, told in ready.noted.counted.items():
        people = [*told.restricted, *told.held]
        people += [person for person, about in told.objections if about == purpose]
        people += [person for person, part in told.parts if part == (FOR, purpose)]
        found[kind] = frozenset(person.key for person in people)
    return found


def _apart_in(ready: Opened) -> dict[tuple[str, str], frozenset[str | int]]:
    """Return, by kind and category, of whom that category is restricted, alone."""
    found: dict[tuple[str, str], set[str | int]] = {}
    for kind, told in ready.noted.counted.items():
        for person, part in told.parts:
            for name in ready.company.policy.expand(part.name) if part.what == DATA else ():
                found.setdefault((kind, name), set()).add(person.key)
    return {which: frozenset(keys) for which, keys in found.items()}


def _is_marketing(company: Company, purpose: str) -> bool:
    declared = company.policy.purposes.get(purpose)
    return declared is not None and declared.marketing


def _expanded(company: Company) -> dict[str, tuple[str, ...]]:
    """Return, by category, what it contains, itself included."""
    policy = company.policy
    return {name: tuple(sorted(policy.expand(name))) for name in policy.categories}


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known) or "the declaration says which there are"
    return f"there is no {what} of that name; {hint}"

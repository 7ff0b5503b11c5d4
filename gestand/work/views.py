"""Give each purpose views of the tables, in the stores themselves (GROUNDS rules 17, 18, 26).

What a view shows is what `gestand may` tells of the same day. The facts of that day go along with
it: a store gets the keys of those who objected, withdrew consent or are set apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from gestand.core.findings import did_you_mean
from gestand.core.grounds import Grounds, Question
from gestand.core.names import bare, store_of
from gestand.core.plan.compile import Compiler
from gestand.core.plan.use import Using
from gestand.core.plan.views import View, views
from gestand.errors import CannotRun
from gestand.stores.base import Key, Run, WrittenView
from gestand.work.company import Company
from gestand.work.sweep import Opened, Request, in_force, opened

_LONGEST = 63
"""As long as a name may be in every kind of database."""
TAIL = " tail"
"""What stands behind the name of a purpose where its views of the tail are meant."""


@dataclass(frozen=True)
class Wanted:
    """The purposes and stores of which views are wanted; none named: all of them.

    `day` is the day whose facts count, `until` the moment from which the views show nothing.
    With `again` only purposes count of which some store has views already.
    """

    day: date
    until: datetime
    purposes: tuple[str, ...] = ()
    store: str = ""
    again: bool = False


@dataclass(frozen=True)
class Viewed:
    """Views that were written for one store; `there` are those that it has."""

    store: str
    written: tuple[WrittenView, ...]
    refused: tuple[WrittenView, ...]
    there: frozenset[str]


@dataclass(frozen=True)
class Viewing:
    """Open stores, with the views that they can have."""

    wanted: Wanted
    ready: Opened
    purposes: tuple[str, ...]
    stores: tuple[Viewed, ...]

    def statements(self, store: Viewed) -> list[str]:
        """Return what makes the views of a store."""
        return self.ready.runs[store.store].views().statements(store.written)

    def grants(self, store: Viewed, purpose: str, role: str) -> list[str]:
        """Return what lets a role read the views of a purpose, or of its tail."""
        name = purpose.removesuffix(TAIL)
        _one_of("purpose", name, self.purposes)
        tail = purpose != name
        theirs = [
            each
            for each in store.written
            if each.view.purpose == name and bool(each.view.only) == tail
        ]
        views = self.ready.runs[store.store].views()
        return views.grants(theirs, role) if theirs else []

    def has_roles(self, store: Viewed) -> bool:
        """Tell whether the database of a store knows roles."""
        return self.ready.runs[store.store].views().has_roles

    def apply(self) -> None:
        """Make the views of every store, with the facts as they are now."""
        for viewed in self.stores:
            with self.ready.transaction(writing=viewed.store):
                self.ready.fill_anew(self.ready.together(viewed.store))
                before = self._before(viewed)
                run = self.ready.runs[viewed.store].views()
                # What is in no key set is not asked for: that must be true of what is filled now.
                shown = [each.view for each in (*viewed.written, *viewed.refused)]
                written = (_written(self.ready, view, self.wanted.until) for view in shown)
                made = [each for each in written if not each.refused]
                run.replace(self.purposes, made, before)
                if not self.wanted.purposes:
                    run.drop_rest(self.ready.company.policy.purposes)

    def narrow(self, viewed: Viewed) -> bool:
        """Take keys out of which views have no use; tell whether some show nothing by that."""
        with self.ready.transaction(writing=viewed.store):
            self.ready.fill_anew(self.ready.together(viewed.store))
            return bool(self.ready.runs[viewed.store].views().narrow(viewed.written))

    def drop(self) -> None:
        """Drop the views of these purposes; without any left the tables of keys go too."""
        for viewed in self.stores:
            with self.ready.transaction(writing=viewed.store):
                before = self._before(viewed)
                run = self.ready.runs[viewed.store].views()
                run.replace(self.purposes, (), before)
                if not viewed.there - set(before):
                    run.drop_rest(())

    def _before(self, viewed: Viewed) -> list[str]:
        """Return the views that are there of these purposes, and of such as are no more."""
        known = {_begins(name): name for name in self.ready.company.policy.purposes}
        found: list[str] = []
        for name in sorted(viewed.there):
            of = max((each for each in known if name.startswith(each)), key=len, default="")
            if of and known[of] in self.purposes or not (of or self.wanted.purposes):
                found.append(name)
        return found


def forget_who_went(company: Company, runs: Mapping[str, Run], day: date) -> list[str]:
    """Take the keys of people who went out of the tables beside views.

    `runs` are the open stores; `day` is today. Nothing is opened or asked where there are no such
    tables. Returns the stores in which views show nothing now until they are made anew, since no
    view made today would have use for a table of theirs.
    """
    if not any(_keys_there(run) for run in runs.values()):
        return []
    with viewing(company, _again(company, day)) as found:
        return [viewed.store for viewed in found.stores if found.narrow(viewed)]


def forget_all_who_went(company: Company, day: date) -> list[str]:
    """Do the same after several runs, whose stores are closed by now."""
    with ExitStack() as stack:
        runs = {
            name: stack.enter_context(
                store.run(company.schemas[name], company.holdings, company.zone)
            )
            for name, store in company.stores.items()
        }
        return forget_who_went(company, runs, day)


def who_went(company: Company, day: date) -> dict[str, list[Key]]:
    """Return, by table beside views, the keys there of people whom views of today need not know."""
    with viewing(company, _again(company, day)) as found, found.ready.transaction():
        return {
            f"{viewed.store}.{name}": keys
            for viewed in found.stores
            for name, keys in found.ready.runs[viewed.store].views().gone(viewed.written).items()
        }


def _again(company: Company, day: date) -> Wanted:
    day = max(day, company.versions[0].effective)
    return Wanted(day, until_midnight(day, company.zone), again=True)


def _keys_there(run: Run) -> frozenset[str]:
    with run.transaction(writing=False):
        return run.views().keys_there()


def until_midnight(day: date, zone: str) -> datetime:
    """Return the moment at which `day` is over in a time zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


@contextmanager
def viewing(company: Company, wanted: Wanted) -> Iterator[Viewing]:
    """Open the stores and write the views that are wanted; nothing is changed yet.

    Raises CannotRun for a purpose or a store that is not there, for a day before the first
    version of the policy, and where two views would have the same name.
    """
    purposes = _purposes(company, wanted)
    _one_of("store", wanted.store, company.stores)
    stores = [name for name in company.stores if wanted.store in ("", name)]
    with opened(company, Request(wanted.day, use=purposes[0])) as ready:
        by_store: dict[str, list[View]] = {}
        with ready.transaction():
            ready.fill_anew(tuple(ready.runs))
            there = {name: ready.runs[name].views().there() for name in stores}
            if wanted.again:
                purposes = tuple(p for p in purposes if _has_views(p, there))
            for view in purpose_views(ready, purposes, wanted.day):
                by_store.setdefault(store_of(view.table), []).append(view)
            found = tuple(_viewed(ready, name, wanted, by_store, there[name]) for name in stores)
        yield Viewing(wanted, ready, purposes, found)


def _has_views(purpose: str, there: Mapping[str, Collection[str]]) -> bool:
    return any(name.startswith(_begins(purpose)) for names in there.values() for name in names)


def _purposes(company: Company, wanted: Wanted) -> tuple[str, ...]:
    first = company.versions[0].effective
    if wanted.day < first:
        message = f"no version of the policy is in force on {wanted.day}: the first is on {first}"
        raise CannotRun(message)
    known = in_force(company.versions, wanted.day)[-1].purposes
    for purpose in wanted.purposes:
        _one_of("purpose", purpose, known)
    return tuple(dict.fromkeys(wanted.purposes)) or tuple(known)


def _one_of(what: str, name: str, known: Collection[str]) -> None:
    if name and name not in known:
        hint = did_you_mean(name, known) or f"known are {', '.join(sorted(known))}"
        message = f"there is no {what} of that name; {hint}"
        raise CannotRun(message)


def purpose_views(ready: Opened, purposes: Sequence[str], day: date) -> Iterator[View]:
    """Yield what the purposes may read, given the facts that the stores hold in key sets."""
    company = ready.company
    decided = frozenset(decision.step for decision in ready.standing)
    question = ready.noted.into(Question(day, ready.requests.kinds, decided))
    grounds = Grounds(company.holdings, in_force(company.versions, day), question)
    compiler = Compiler(company.holdings, grounds, frozenset())
    for purpose in purposes:
        yield from views(Using(compiler, grounds, purpose))


def _viewed(
    ready: Opened,
    store: str,
    wanted: Wanted,
    views_of: Mapping[str, Sequence[View]],
    there: frozenset[str],
) -> Viewed:
    """Write the views of one store."""
    written = [_written(ready, view, wanted.until) for view in views_of.get(store, ())]
    names = [each.name for each in written]
    for name in names:
        if names.count(name) > 1:
            message = f"two views would be called `{name}`: rename one of the purposes or tables"
            raise CannotRun(message)
    made = tuple(each for each in written if not each.refused)
    return Viewed(store, made, tuple(each for each in written if each.refused), there)


def _written(ready: Opened, view: View, until: datetime) -> WrittenView:
    """Write a view; refuse one whose rows another store decides about: no database asks another."""
    if not view.elsewhere:
        return ready.runs[store_of(view.table)].views().write(view, _name(view), until)
    stores = " and ".join(f"`{store}`" for store in view.elsewhere)
    refused = f"what stands in {stores} decides about its rows, and no view can look there"
    return WrittenView(view, _name(view), "", "", {}, refused)


def _name(view: View) -> str:
    return view_name(view.purpose, view.table, tail=bool(view.only))


def view_name(purpose: str, table: str, *, tail: bool) -> str:
    """Return what a view is called: one name everywhere, also where it must be cut short."""
    end = "_tail" if tail else ""
    name = f"{_begins(purpose)}{_plain(bare(table))}"
    if len(name) + len(end) > _LONGEST:
        short = sha256(name.encode()).hexdigest()[:8]
        name = f"{name[: _LONGEST - len(end) - 9]}_{short}"
    return name + end


def _begins(purpose: str) -> str:
    return f"gestand_{_plain(purpose)}_"


def _plain(name: str) -> str:
    return re.sub(r"\W+", "_", name.lower(), flags=re.ASCII).strip("_") or "x"

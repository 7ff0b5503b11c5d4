"""Carry a request out in the stores, and write down that it was: what a crash stops goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from gestand.core.datamap.holdings import Holdings
from gestand.core.facts import Person
from gestand.core.plan.steps import Keep, Plan
from gestand.core.request import EVERYTHING, NO_IDENTITY, Outcome, What
from gestand.core.rights_items import item_of, refused_of
from gestand.core.rights_rules import Right
from gestand.work.company import Company
from gestand.work.durable import Outside, Own, Work, carry_out, twice_is_once, unfinished
from gestand.work.holder import LEFT_OUT, NOBODY_BEFORE, Holders
from gestand.work.keyring import Keyring
from gestand.work.orders import secret_holds
from gestand.work.past_runs import since
from gestand.work.rights import Change, NotPossible, Step, judged
from gestand.work.rights_kept import Kept, is_recorded_person, request_known
from gestand.work.said import Entry
from gestand.work.state import State
from gestand.work.sweep import Prepared, Request, prepare

_BEGIN = "begin to carry it out"
_WORK = re.compile(r"request ([0-9]+) is carried out")
_STEPS = ("act on the stores", "hand it over")


_OTHER = (
    "request {}: it arrived before whoever has this key now was there, and {}: nothing is done. "
    "Ask who wrote it. If they are the same person, take in a new request of theirs, of today; "
    "then let this one be withdrawn (`--do withdraw`)"
).format("{}", LEFT_OUT)


class OfAnother(NotPossible):
    """A request may be of somebody who had the key of that person before."""


def fulfil(
    keyring: Keyring,
    seen: Kept,
    what: Step,
    who: Sequence[Person],
    *do: Callable[[], None],
) -> Kept:
    """Carry out a request as it was `seen`, and return what became of it.

    `who` are the people whom somebody may have named, who asks among them: a wrong number would
    give or remove the data of somebody else. Each of `do` acts on the stores, or elsewhere; what
    it did before a crash it may do again. Raises NotPossible, before anything is done, where the
    request is not ready.
    """
    number, state = seen.row.number, keyring.journal.state
    change = ready(keyring, seen, what, who)
    work = Work(f"request {number} is carried out", {"version": seen.row.version})
    # On record first: where a store cannot be reached now, it shows that this is not done yet.
    steps: list[Own | Outside] = [Own(_BEGIN, lambda _news: None)]
    steps += [
        Outside(name, _without_mark(one), twice_is_once)
        for name, one in zip(_STEPS, do, strict=False)
    ]
    became: list[Kept] = []
    steps.append(Own("write it down", lambda news: became.append(change.record(news))))
    carry_out(keyring.journal, work, steps)
    return became[0] if became else request_known(state, number)


def begun(state: State) -> frozenset[int]:
    """Return the numbers of the requests of which a run began and did not come to its end."""
    found = (_WORK.fullmatch(one.work.name) for one in unfinished(state))
    return frozenset(int(one[1]) for one in found if one)


def _without_mark(do: Callable[[], None]) -> Callable[[str], None]:
    return lambda _mark: do()


def ready(
    keyring: Keyring, seen: Kept, what: Step, who: Sequence[Person], held: Holders = NOBODY_BEFORE
) -> Change:
    """Return what will be recorded of a request that can be carried out now; else NotPossible.

    So of a request from before those of `who` had their key, as `held` tells.
    """
    if what.what is not What.CARRY_OUT:
        message = f"request {seen.row.number}: only what was decided is carried out from here"
        raise NotPossible(message)
    change = judged(keyring, seen, what)
    refuse_another(keyring.journal.state, seen, who, held)
    return change


def refuse_another(
    state: State, seen: Kept, who: Sequence[Person], held: Holders = NOBODY_BEFORE
) -> None:
    """Raise NotPossible where a request is not known to be of `who`, or was of who came before."""
    known = seen.row
    is_open = not known.person and seen.request.right in NO_IDENTITY
    named = [person for person in who if is_recorded_person(state, known, person)]
    if not is_open and not named:
        message = f"request {seen.row.number} is not known to be of that person"
        raise NotPossible(message)
    if named and not held.are(named, date.fromisoformat(known.received), seen.events[0].at):
        raise OfAnother(_OTHER.format(seen.row.number))


def was_erased(company: Company, seen: Kept, who: Sequence[Person]) -> bool:
    """Tell whether a run that ended carried out a request to erase of one of some people.

    A run from before it arrived proves nothing, nor does one from before a complaint of its answer:
    what was to be done then may be there again, or still.
    """
    return any(receipt["status"] == "done" for receipt in erased_by(company, seen, who))


def erased_by(company: Company, seen: Kept, who: Sequence[Person]) -> Iterator[Entry]:
    """Yield the receipts of runs for a request to erase of one of some people, oldest first.

    Those prove nothing that `was_erased` leaves out.
    """
    if seen.request.right is not Right.ERASURE or seen.request.earlier:
        return
    arrived = datetime.fromisoformat(seen.events[0].at).replace(microsecond=0)
    digests = {company.state.digest(person.kind, person.key) for person in who}
    for receipt in since(company.state, arrived):
        if receipt.get("erasure_asked") and digests & {*receipt["people"]}:
            yield receipt


def refuse_to_set_apart(seen: Kept) -> None:
    """Raise NotPossible where what is to be restricted was not granted, or not decided on yet.

    Everything about a person is set apart, or each part that they named and that was granted.
    """
    request, number = seen.request, seen.row.number
    parts = request.categories | request.purposes
    decided = {name: item_of(request, name, {}) for name in sorted(parts or {EVERYTHING})}
    if left := [name for name, item in decided.items() if item is None]:
        message = f"request {number}: nothing was decided on {', '.join(left)}"
        raise NotPossible(message)
    granted = [i for i in decided.values() if i is not None and i.outcome is Outcome.GRANTED]
    if not granted or (not parts and len(request.items) > 1):
        message = (
            f"request {number}: everything about a person is set apart, or what they named: grant "
            f"`{EVERYTHING}`"
        )
        raise NotPossible(message)


def spared(company: Company, seen: Kept, kinds: Collection[str]) -> tuple[str, ...]:
    """Return the categories of which nothing is done; NotPossible where one was not decided on.

    `kinds` are the kinds of people as which the person is known. Of what was not asked for nothing
    is done either, whatever was decided.
    """
    items, about = seen.request.items, {*categories_about(company.holdings, kinds)}
    asked = company.policy.expand(*seen.request.categories)
    if seen.request.categories and not asked & about:
        message = f"request {seen.row.number}: nothing is held any more of what it asks to erase"
        raise NotPossible(message)
    beyond = about - asked if seen.request.categories else frozenset[str]()
    if EVERYTHING in items and items[EVERYTHING].outcome is Outcome.GRANTED:
        return tuple(sorted(beyond))
    within = {name: tuple(company.policy.expand(name)) for name in items}
    found = refused_of(seen.request, sorted(about - beyond), within)
    if isinstance(found, str):
        message = f"request {seen.row.number}: {found}"
        raise NotPossible(message)
    return tuple(sorted(found | beyond))


def categories_about(holdings: Holdings, kinds: Collection[str]) -> Iterator[str]:
    """Yield each category of which a table may hold something about people of some kinds."""
    found: dict[str, None] = {}
    for table in holdings.tables.values():
        for cell in table.cells:
            if any(table.ways[number].kind in kinds for number in cell.ways):
                found.setdefault(cell.category)
    yield from found


@contextmanager
def to_erase(
    company: Company, asked: Request, only: Collection[str] = ()
) -> Iterator[tuple[Prepared, str]]:
    """Plan an erasure, once: to be carried out as it is, and for what its person hears that stays.

    Who carries it out asks its stores again only where somebody else has written since. It is
    planned a second time only where an order that is secret keeps something of anybody: the person
    hears nothing of that, and nothing may go by the plan that leaves it out. Where they asked about
    these categories `only`, they hear of what else stays neither.
    """
    about = company.policy.expand(*only)
    stays = ""
    if secret_holds(company.state, asked.as_of):
        with prepare(company, replace(asked, told=True)) as told:
            stays = _stays(company, told.plan, about)
    with prepare(company, asked) as prepared:
        yield prepared, stays or _stays(company, prepared.plan, about)


def _stays(company: Company, plan: Plan, about: frozenset[str]) -> str:
    """Return what a plan leaves in place for other purposes, as an event says it: JSON.

    For each purpose its categories, and the first last day of what it keeps; none while it goes on.
    """
    found = _kept(company, plan, about)
    told = [
        {"purpose": name, "categories": sorted(categories), "until": until and until.isoformat()}
        for name, (categories, until) in found.items()
    ]
    return json.dumps(told)


def _kept(
    company: Company, plan: Plan, about: frozenset[str]
) -> dict[str, tuple[set[str], date | None]]:
    found: dict[str, tuple[set[str], date | None]] = {}
    for measured in plan.measured:
        step = measured.step
        if not isinstance(step, Keep) or not measured.rows:
            continue
        cells = company.holdings.tables[step.table].cells
        categories = {cell.category for cell in cells if cell.name in step.columns}
        categories &= about or categories
        if not categories:
            continue
        if step.purpose in found:
            before, until = found[step.purpose]
            days = None not in (until, measured.until)
            first = min(d for d in (until, measured.until) if d) if days else None
            found[step.purpose] = before | categories, first
        else:
            found[step.purpose] = categories, measured.until
    return found


def saying(what: Step, stays: str) -> Step:
    """Return a step that says as well what stays."""
    return replace(what, said={**what.said, "stays": stays})

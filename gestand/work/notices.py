"""The register of notices: who is told of what a request changed, when, and who confirmed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from gestand.core.datamap.model import DataMap
from gestand.core.notices import (
    DUE,
    OUR_SITE,
    PUBLISHED,
    SEARCH_ENGINES,
    Given,
    Notice,
    Wanted,
    missing,
    wanted,
)
from gestand.core.policy.model import Policy
from gestand.core.request import NOTICES as RIGHTS
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.work.disclosures import logged
from gestand.work.journal import Journal
from gestand.work.notices_kept import notice_known, notices
from gestand.work.past_runs import since
from gestand.work.registers import NOTICES, Refused, begin, go_on, lines_about
from gestand.work.rights import NotPossible
from gestand.work.rights_kept import Kept
from gestand.work.said import Entry
from gestand.work.state import State

Declared = tuple[Policy, DataMap]
"""Policy and data map, as they are today."""


def find(journal: Journal, declared: Declared, kept: Kept, today: date) -> list[Notice]:
    """Write down whom to tell about a request that was carried out, and return all of them.

    What is on record already is not written again. Raises NotPossible for a right of which nobody
    has to be told, or before it was carried out.
    """
    number, request = kept.row.number, kept.request
    if request.right not in RIGHTS or request.carried_out is None:
        message = (
            f"request {number}: recipients are told once something was corrected, erased or set "
            "apart by it"
        )
        raise NotPossible(message)
    for one in not_found(journal.state, declared, kept):
        _begin(journal, number, one, today)
    return list(notices(journal.state, number).values())


def published(journal: Journal, kept: Kept, place: str, today: date) -> Notice:
    """Write down that whoever shows what was published must be asked to take it away."""
    if "@" in place or not place.strip():
        message = "name the place where it was published, such as `our site` or `search engines`"
        raise CannotRun(message)
    one = Wanted(place.strip(), place.strip(), PUBLISHED)
    number = _begin(journal, kept.row.number, one, today)
    return notices(journal.state)[number]


def go_on_with(journal: Journal, number: int, event: str, said: str, today: date) -> Notice:
    """Record what became of a notice; CannotRun where there is none, or it cannot be."""
    known = notice_known(journal.state, number)
    after = known.after(event, today, said)
    if isinstance(after, str):
        message = f"notice {number}: {after}"
        raise Refused(message)
    seen = number, lines_about(journal.state, NOTICES, number)
    told = {"on": today.isoformat(), "said": said.strip(), "by": decider()}
    go_on(journal, NOTICES, seen, event, told)
    return after


def refuse_untold(state: State, declared: Declared, kept: Kept) -> None:
    """Refuse to say that recipients were told while one of them has no notice that went out."""
    known = notices(state, kept.row.number).values()
    left = [one.to for one in not_found(state, declared, kept)]
    left += [one.wanted.to for one in known if one.is_open]
    if left:
        message = (
            f"request {kept.row.number}: {', '.join(dict.fromkeys(left))} must be told first: "
            f"`gestand notices --request {kept.row.number}`"
        )
        raise NotPossible(message)


def not_found(state: State, declared: Declared, kept: Kept) -> list[Wanted]:
    """Return who must be told of a request, and stands on no list yet."""
    known = notices(state, kept.row.number).values()
    return missing(list(_wanted(state, declared, kept)), known)


def _wanted(state: State, declared: Declared, kept: Kept) -> Iterator[Wanted]:
    given = (
        Given(
            one.number,
            str(one.told["recipient"]),
            str(one.told["name"]),
            one.told.get("categories") or (),
        )
        for one in logged(state)
        if one.given and kept.row.person in one.told["people"]
    )
    policy, datamap = declared
    yield from wanted(policy, given, _about(state, policy, kept))
    if kept.request.right is Right.ERASURE and (shown := _shown(policy, datamap)):
        if any(f"{step['store']}.{step['table']}" in shown for step in _went(state, kept)):
            # Pages of ours ask what they may show each time; another site has to be told.
            sites = () if all(shown.values()) else (OUR_SITE,)
            yield from (Wanted(place, place, PUBLISHED) for place in (*sites, SEARCH_ENGINES))


def _shown(policy: Policy, datamap: DataMap) -> dict[str, bool]:
    """Return the tables of what is published, and of each whether pages of ours show it."""
    purposes = {one.id for one in policy.purposes.values() if one.published}
    return {
        name: any(form.publishes for form in table.forms)
        for name, table in datamap.tables.items()
        if purposes & {*table.purposes}
    }


def _about(state: State, policy: Policy, kept: Kept) -> frozenset[str] | None:
    """Return which categories a request changed; None where nobody knows, or it was all of them.

    A run of an older version wrote down no categories, and neither does who acts by hand.
    """
    if kept.request.right is Right.RESTRICTION:
        named = policy.expand(*kept.request.categories)
        named |= policy.declared_categories(*(kept.request.purposes & policy.purposes.keys()))
        return named or None
    steps = list(_went(state, kept))
    if not any(_runs(state, kept)) or not all("categories" in step for step in steps):
        return None
    return frozenset(name for step in steps for name in step["categories"])


def _went(state: State, kept: Kept) -> Iterator[Mapping[str, Any]]:
    """Yield what runs removed or changed for a request, since it arrived."""
    yield from (step for run in _runs(state, kept) for step in run["steps"] if step["rows"])


def _runs(state: State, kept: Kept) -> Iterator[Entry]:
    """Yield the receipts of the runs that erased, or corrected, for the person of a request."""
    arrived = datetime.fromisoformat(kept.events[0].at).replace(microsecond=0)
    erases = kept.request.right is Right.ERASURE
    for receipt in since(state, arrived):
        did = receipt.get("erasure_asked") if erases else receipt.get("corrected")
        if did and kept.row.person in receipt["people"]:
            yield receipt


def _begin(journal: Journal, request: int, one: Wanted, today: date) -> int:
    told: dict[str, Any] = {
        "request": request,
        "to": one.to,
        "name": one.name,
        "why": one.why,
        "disclosures": list(one.disclosures),
        "categories": list(one.categories),
        "on": today.isoformat(),
    }
    return begin(journal, NOTICES, DUE, told)

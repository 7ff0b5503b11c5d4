"""Was anything given to others outside what the statement says? Read line by line from the log.

So it is asked whether somebody had restricted on that day what was given: also where that is over
by now.

The log tells of what went through `gestand disclose` and of what was handed over; what leaves by
another way stands in no log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gestand.core.acting import is_same
from gestand.core.disclosures import BY_REQUEST, Ground
from gestand.core.facts import RestrictionLifted, RestrictionPlaced
from gestand.core.policy.model import Basis, Policy, Role
from gestand.core.promises import slug
from gestand.core.proving.apart_then import restricted_by
from gestand.core.proving.verdict import Evidence, Problem
from gestand.work.company import Company
from gestand.work.disclosures import Logged, logged
from gestand.work.inspection import Inspection
from gestand.work.noted import looking, noted_on
from gestand.work.registers import ORDERS
from gestand.work.rights_facts import asked
from gestand.work.state import State

NAME = "given"
UNLISTED, OTHER_PURPOSE = "unlisted recipient", "other purpose"
OTHER_DATA, OTHER_GROUND = "other data", "other ground"
NO_ARTICLE, ONE_PERSON = "order without article", "one person"
THOUGH_RESTRICTED, RESTRICT = "restricted and given", "rights.restrict"

_CASES = {
    Ground.PROCESSOR.value: "sharing.processor",
    Ground.CONTRACT.value: "sharing.contract",
    Ground.CONSENT.value: "sharing.consent",
    Ground.INTEREST.value: "sharing.interest",
    Ground.LAW.value: "sharing.law",
}
_BASES = {
    Ground.CONTRACT.value: Basis.CONTRACT,
    Ground.CONSENT.value: Basis.CONSENT,
    Ground.INTEREST.value: Basis.INTEREST,
}


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield what was given for each purpose and in each case, and all of it together."""
    state, policy = inspection.state, inspection.policy
    with state.reading():
        given = [one for one in logged(state) if one.given and one.told["ground"] != BY_REQUEST]
        orders = list(_of_orders(state))
        ordered = len({line["order"] for line in state.lines(ORDERS)})
    shared = {one for each in policy.regular_recipients.values() for one in each.purposes}
    # That nobody gets data of a purpose is seen in every line, and in one of its own only broken.
    to_nobody = {f"{slug(purpose)}.shared" for purpose in policy.purposes if purpose not in shared}
    wrong = {one.number: list(_wrong(policy, one.told)) for one in given}
    seen: dict[str, list[Logged]] = defaultdict(list)
    for one in given:
        seen[f"{slug(str(one.told['purpose']))}.shared"].append(one)
        seen[_CASES.get(str(one.told["ground"]), "sharing.only")].append(one)
    for promise in (*(f"{slug(p)}.shared" for p in policy.purposes), *_CASES.values()):
        problems = [problem for one in seen[promise] for problem in wrong[one.number]]
        number = len(given) if promise in to_nobody else len(seen[promise])
        if promise == "sharing.law":
            problems, number = [*problems, *orders], number + ordered
        yield Evidence(NAME, promise, inspection.at, number, tuple(problems), needs=1)
    problems = [problem for each in wrong.values() for problem in each]
    unlisted = [problem for problem in problems if problem.what == UNLISTED]
    yield Evidence(NAME, "sharing.only", inspection.at, len(given), tuple(problems), needs=1)
    yield Evidence(
        NAME, "sharing.recipients", inspection.at, len(given), tuple(unlisted), needs=1
    )
    apart = tuple(_though_restricted(inspection, given))
    yield Evidence(NAME, RESTRICT, inspection.at, 0, apart, needs=1)


def _wrong(policy: Policy, told: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what of a line of the log is not as the policy says."""
    where = f"disclosure {told['disclosure']}"
    recipient = policy.recipients.get(told["recipient"] or "")
    if recipient is None:
        yield Problem(UNLISTED, where)
        return
    purpose = policy.purposes.get(told["purpose"] or "")
    if purpose is None or purpose.id not in recipient.purposes:
        yield Problem(OTHER_PURPOSE, where)
        return
    allowed = policy.expand(*recipient.gets) & policy.declared_categories(purpose.id)
    if not {*told["categories"]} <= allowed:
        yield Problem(OTHER_DATA, where)
    ground = told["ground"]
    if recipient.role is Role.AUTHORITY:
        right = ground == Ground.LAW.value and told["order"] is not None
    elif recipient.role is Role.PROCESSOR:
        right = ground == Ground.PROCESSOR.value
    else:
        right = _BASES.get(ground, None) is purpose.basis or (
            ground == Ground.LAW.value and purpose.basis is Basis.LAW
        )
    if not right:
        yield Problem(OTHER_GROUND, where)


def _though_restricted(inspection: Inspection, given: Sequence[Logged]) -> Iterator[Problem]:
    """Yield what was given of people who had it restricted on that very day."""
    if not given or (company := inspection.company) is None:
        return
    state, policy = inspection.state, inspection.policy
    restricted = restricted_by(_restrictions(company, inspection.on, given), state.known_as)
    for one in given:
        day, what = date.fromisoformat(one.told["on"]), {*one.told["categories"]}
        theirs = (apart for who in one.told["people"] for apart in restricted.get(who, ()))
        if any(a.covers(day) and a.is_of(policy, one.told["purpose"], what) for a in theirs):
            yield Problem(THOUGH_RESTRICTED, f"disclosure {one.number}")


def _restrictions(
    company: Company, on: date, given: Sequence[Logged]
) -> Iterator[RestrictionPlaced | RestrictionLifted]:
    """Yield each restriction, and each end of one, that may have stood when something was given."""
    first = min(date.fromisoformat(one.told["on"]) for one in given)
    for fact in (*noted_on(company, on).facts, *asked(company.state, (), first)):
        if isinstance(fact, RestrictionPlaced | RestrictionLifted):
            yield fact
    tables = {columns.table for columns in company.holdings.facts if columns.purpose is None}
    if tables:
        with looking(company, on) as (_, noted):
            standing = (one for told in noted.counted.values() for one in told.restricted.values())
            # Since when it stands where that day cannot be read, nobody knows.
            yield from (one for one in standing if one.source in tables and one.on > date.min)


def _of_orders(state: State) -> Iterator[Problem]:
    """Yield the orders that were met without an article, or by one person alone."""
    taken_in: dict[int, Mapping[str, Any]] = {}
    for line in state.lines(ORDERS):
        number = line["order"]
        where = f"order {number}"
        if line["event"] == "received":
            taken_in[number] = line
        elif line["event"] == "decided" and line["given"]:
            first = taken_in.get(number, {})
            if not str(first.get("article", "")).strip():
                yield Problem(NO_ARTICLE, where)
            if is_same(line["by"], str(first.get("by", ""))):
                yield Problem(ONE_PERSON, where)

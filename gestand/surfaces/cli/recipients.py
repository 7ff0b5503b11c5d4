"""`gestand recipients`: who may get data today, what ends when, and what has lapsed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gestand.core.policy.law import Law
from gestand.core.policy.model import Policy, Role
from gestand.core.policy.safeguards import safeguard
from gestand.core.policy.sharing import unnamed_kinds
from gestand.core.recipients import Ends, Standing, agreement_on, standing
from gestand.core.transfers import Decision
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.moments import DAY
from gestand.work.project import Project, load, the_law

LAPSED = 1


@click.command()
@click.argument("directory", metavar="[DIRECTORY]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="Tell how they stand on this day; a day in the future is a forecast. Default: today.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a record for machines.",
)
@click.option(
    "--decisions",
    is_flag=True,
    help="Print the adequacy decisions that Gestand knows, and where each was read.",
)
@plainly
def command(directory: Path, as_of: date | None, form: str, *, decisions: bool) -> None:
    """Tell of each recipient whether data may flow to it, why not, and what ends when.

    An agreement, a certificate or a decision that has ended stops the flow by itself; what ends
    within 90, 60 or 30 days says so. Ends with 0 when data may flow to all of them, 1 when to one
    of them they may not, 2 when the policy could not be read.
    """
    law = the_law()
    if decisions:
        click.echo(_decisions(law, form))
        return
    project = load(directory)
    policy, day = _policy(project, as_of)
    found = standing(policy, law, day, unnamed_kinds(policy, project.statements.values()))
    click.echo(_json(found, policy, day) if form == "json" else "\n".join(_lines(found, day)))
    sys.exit(0 if all(one.may_flow for one in found) else LAPSED)


def _policy(project: Project, as_of: date | None) -> tuple[Policy, date]:
    """Return the version of the policy that counts on the day, and the day."""
    if project.policy is None or project.unreadable:
        message = "the policy cannot be read: `gestand check` tells why"
        raise CannotRun(message)
    day = as_of or today(project.zone)
    begun = [one for one in project.versions if one.effective <= day]
    return (begun[-1] if begun else project.versions[0]), day


def _lines(found: Sequence[Standing], day: date) -> Iterator[str]:
    lapsed = sum(not one.may_flow for one in found)
    yield f"{len(found)} recipients on {day}; to {lapsed} of them nothing may flow."
    for one in found:
        who = one.recipient
        countries = ", ".join(who.countries) or "country unknown"
        flows = "only on an order" if who.role is Role.AUTHORITY else "data may flow"
        verdict = flows if one.may_flow else "NOTHING MAY FLOW"
        yield f"{who.id}: {who.name}, {who.role.value} ({countries}): {verdict}"
        gets, purposes = (", ".join(one) or "nothing" for one in (who.gets, who.purposes))
        yield f"  gets {gets}; for {purposes}"
        if tool := safeguard(who).get("en"):
            yield f"  protected by: {tool}"
        yield from (f"  {lack.code} {lack.message}; {lack.hint}" for lack in one.lacks)
        yield from (f"  {_warned(ends)}" for ends in one.ends)


def _warned(ends: Ends) -> str:
    told = f"{ends.what} ends on {ends.until}"
    return f"{told}, within {ends.warning} days" if ends.warning else told


def _json(found: Sequence[Standing], policy: Policy, day: date) -> str:
    told = {
        "recipients": 1,
        "as_of": day.isoformat(),
        "policy_effective": policy.effective.isoformat(),
        "found": [_record(one, day) for one in found],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _record(one: Standing, day: date) -> dict[str, Any]:
    who = one.recipient
    agreement = agreement_on(who, day)
    return {
        "id": who.id,
        "name": who.name,
        "kind": who.kind,
        "role": who.role.value,
        "country": who.country or None,
        "access_from": list(who.access),
        "gets": list(who.gets),
        "purposes": list(who.purposes),
        "safeguard": safeguard(who) or None,
        "agreement": agreement and {
            "reference": agreement.reference or None,
            "signed": agreement.signed.isoformat(),
            "until": agreement.until and agreement.until.isoformat(),
            "says": dict(agreement.says),
        },
        "may_flow": one.may_flow,
        "only_on_an_order": who.role is Role.AUTHORITY,
        "lacks": [
            {"code": lack.code, "message": lack.message, "suggestion": lack.hint}
            for lack in one.lacks
        ],
        "ends": [
            {"what": e.what, "until": e.until.isoformat(), "left": e.left, "warning": e.warning}
            for e in one.ends
        ],
    }


def _decisions(law: Law, form: str) -> str:
    if form == "json":
        return json.dumps([_decision(one) for one in law.decisions.values()], indent=1)
    return "\n".join(line for one in law.decisions.values() for line in _told(one))


def _told(one: Decision) -> Iterator[str]:
    until = f" until {one.until}" if one.until else ""
    countries = ", ".join(sorted(one.countries))
    yield f"{one.name}: {countries}, decision {one.number}, from {one.begins}{until}"
    if one.scopes:
        yield f"  only: {', '.join(one.scopes)}"
    yield from (f"  {what}: {text}" for what, text in _about(one) if text)
    yield f"  checked on {one.checked_at}: {one.source}"


def _about(one: Decision) -> tuple[tuple[str, str], ...]:
    return ("depends on", one.depends_on), ("watch", one.watch)


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "name": one.name,
        "decision": one.number,
        "countries": sorted(one.countries),
        "scopes": list(one.scopes),
        "needs_certificate": one.needs_certificate,
        "from": one.begins.isoformat(),
        "until": one.until and one.until.isoformat(),
        "depends_on": one.depends_on,
        "watch": one.watch,
        "source": one.source,
        "settled": one.settled,
        "checked_at": one.checked_at,
    }

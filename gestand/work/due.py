"""When an answer is due for an organisation: the law's clock, and its own shorter promise."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePath

from gestand.core.clock import Clock, Due, Limits, Pause, Received, at_moment, due
from gestand.core.clock_data import parse_clock
from gestand.core.policy.model import Policy
from gestand.work.company import NotClean
from gestand.work.dated import dated
from gestand.work.project import Project, the_law


def the_clock(country: str) -> Clock:
    """Return the clock of a country; one whose holidays are not known raises CannotRun."""
    limits = the_law().limits
    law = Limits(limits["answer"][0], limits["extension"][0])
    return parse_clock(dated("clock.json"), dated("holidays.json"), country, law)


def answer_due(
    when: date | datetime,
    country: str,
    project: Project | None = None,
    *,
    extended: bool = False,
    pause: Pause | None = None,
) -> Due:
    """Return when the answer is due, by the law or by what the policy of `project` promises.

    `when` is the day of receipt, or its moment with a zone: then the controller's zone says
    which day that was. The version of the policy that is in force on that day counts; before
    the first version, that one. A policy with findings raises NotClean.
    """
    clock = the_clock(country)
    versions = _versions(project) if project else ()
    zone = versions[-1].controller.zone if versions else clock.days.zone
    received = at_moment(when, zone) if isinstance(when, datetime) else Received(when, zone)
    promised = _promised(versions, received.day)
    return due(received, clock, extended=extended, promised=promised, pause=pause)


def promised_by(project: Project, day: date) -> Limits | None:
    """Return what the policy in force on a day promises; one with findings raises NotClean."""
    return _promised(_versions(project), day)


def _promised(versions: tuple[Policy, ...], day: date) -> Limits | None:
    policy = _in_force(versions, day)
    return Limits(policy.answer_within, policy.extend_by) if policy else None


def _versions(project: Project) -> tuple[Policy, ...]:
    """Return the versions of the policy; what is wrong elsewhere does not matter here."""
    findings = [finding for finding in project.findings if _is_policy(PurePath(finding.span.file))]
    if findings or not project.versions:
        raise NotClean(findings, unreadable=project.unreadable)
    return project.versions


def _is_policy(file: PurePath) -> bool:
    return file.name == "policy.yaml" or file.parent.name == "versions"


def _in_force(versions: tuple[Policy, ...], day: date) -> Policy | None:
    begun = [policy for policy in versions if policy.effective <= day]
    return (begun or list(versions[:1]))[-1] if versions else None

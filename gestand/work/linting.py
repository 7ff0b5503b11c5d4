"""The rules of lint as they are packaged, and an organisation as they look at it."""

from __future__ import annotations

from datetime import date
from functools import cache

from gestand.core.lint.reading import Reading
from gestand.core.lint.rules import Rules, parse_rules
from gestand.core.policy.model import Policy
from gestand.work.dated import dated, ended_standards
from gestand.work.editions import policy_file
from gestand.work.project import Project, the_law


@cache
def the_rules() -> Rules:
    """Return every rule, with what the law says as dated data."""
    return parse_rules(dated("lint.json"), the_law().eea, ended_standards())


def reading(project: Project, policy: Policy, day: date) -> Reading:
    """Return what the rules look at: what could be read, whatever `gestand check` finds in it."""
    lists, file = the_rules().lists, policy_file(project)
    return Reading(policy, project.statements, project.datamap, day, lists, file)

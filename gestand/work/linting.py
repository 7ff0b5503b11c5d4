"""The rules of lint as they are packaged, and an organisation as they look at it."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from gestand.core.lint.reading import Reading
from gestand.core.lint.rules import Rules, parse_rules
from gestand.core.policy.model import Policy
from gestand.work.dated import ended_standards
from gestand.work.project import Project, the_law


@cache
def the_rules() -> Rules:
    """Return every rule, with what the law says as dated data."""
    text = (files("gestand.work") / "dated" / "lint.json").read_text("utf-8")
    return parse_rules(text, the_law().eea, ended_standards())


def reading(project: Project, policy: Policy, day: date) -> Reading:
    """Return what the rules look at: what could be read, whatever `gestand check` finds in it."""
    file = next((name for name in project.sources if name.endswith("policy.yaml")), "policy.yaml")
    return Reading(policy, project.statements, project.datamap, day, the_rules().lists, file)

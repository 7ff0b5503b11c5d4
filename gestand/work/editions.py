"""The versions of a statement, each with its words as they read on its last day.

One whose last day is still to come reads as it does today: nobody knows what will lapse or be
renewed before then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import PurePosixPath

from gestand.core.policy.fill import Filler
from gestand.core.policy.model import Policy
from gestand.core.policy.statement import (
    Authority,
    Document,
    Edition,
    Statement,
    lapsed_attestations,
    render,
    version_of,
)
from gestand.core.policy.words import GRAMMARS
from gestand.work.dated import authorities, countries
from gestand.work.project import Project

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """One version of the policy with its text in each language, and its last day.

    The newest version has no last day yet. Of an older one the text may not have been kept. `file`
    is where its policy stands, and `frozen` are the words with which it was published.
    """

    policy: Policy
    statements: Mapping[str, Statement]
    edition: Edition
    until: date | None
    file: str = ""
    frozen: Mapping[str, Document] = field(default_factory=dict, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which its words can be read."""
        return tuple(sorted(self.frozen or self.statements))

    def filler(self, language: str) -> Filler:
        """Return what fills the placeholders of this version."""
        return Filler(self.policy, GRAMMARS[language], self.edition)

    def document(self, language: str) -> Document:
        """Return the published words of this version."""
        if language in self.frozen:
            return self.frozen[language]
        return render(self.policy, self.statements[language], self.edition)


def policy_file(project: Project) -> str:
    """Return the name of the current policy among the files that were read."""
    if project.file:
        return project.file
    paths = [PurePosixPath(name) for name in project.sources]
    current = (p for p in paths if p.name == "policy.yaml" and p.parent.name != "versions")
    return str(next(current, "policy.yaml"))


def in_force(project: Project, on: date) -> Project | None:
    """Return a project as if the version in force on a day were its newest; None without one."""
    if project.policy is None or project.policy.effective <= on:
        return project
    begun = [one for one in project.earlier if one.policy.effective <= on]
    if not begun:
        return None
    newest = begun[-1]
    return replace(
        project,
        policy=newest.policy,
        versions=tuple(one.policy for one in begun),
        earlier=tuple(begun[:-1]),
        statements=newest.statements or project.statements,
        file=newest.file,
    )


def versions_of(project: Project, policy: Policy, on: date) -> list[Version]:
    """Return every version, oldest first, as it is `on` a day, or was on its last one.

    The authority of each is known: `check_publication` has found nothing.
    """
    declared = [(one.policy, one.statements, one.file) for one in project.earlier]
    declared.append((policy, project.statements, policy_file(project)))
    followed = [one.effective - ONE_DAY for one, *_ in declared[1:]]
    versions = []
    for (one, statements, file), until in zip(declared, [*followed, None], strict=True):
        day = read_on(until, on)
        edition = Edition(
            version=_digest(
                project.sources.get(file, ""), statements, lapsed_attestations(one, day)
            ),
            on=day,
            authority=known_authorities(day, on)[one.controller.authority],
            countries=countries(),
        )
        versions.append(Version(one, statements, edition, until, file))
    return versions


def read_on(until: date | None, on: date) -> date:
    """Return the day as of which a version reads `on` a day: its last one, once that is over."""
    return min(until or on, on)


def known_authorities(day: date, on: date) -> dict[str, Authority]:
    """Return the authorities of a past day; a later one stands for its forerunner."""
    return {**authorities(on), **authorities(day)}


def _digest(policy: str, statements: Mapping[str, Statement], left_out: tuple[str, ...]) -> str:
    """Return a digest that changes with the policy, a statement or what is left out."""
    ordered = sorted(statements.items())
    texts = [part for language, one in ordered for part in (language, one.source)]
    return version_of([policy, *texts, *left_out])

"""Two versions of a statement to be compared: by a day, a name, or a place on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

from gestand.core.changes.rules import Rules, parse_rules
from gestand.core.changes.weighing import Sides, Weighed, weigh
from gestand.core.datamap.model import DataMap
from gestand.core.policy.fill import Edition, Filler
from gestand.core.policy.model import Policy
from gestand.core.policy.statement import Statement
from gestand.core.policy.words import GRAMMARS
from gestand.errors import CannotRun
from gestand.work.company import NotClean
from gestand.work.dated import countries, dated
from gestand.work.editions import known_authorities
from gestand.work.kept_versions import Kept, kept_in
from gestand.work.project import Project, load, load_version, read_datamap

CURRENT = "current"


@dataclass(frozen=True)
class Side:
    """One version: its policy, its texts, and how it is called.

    `datamap` is the one that was published with it, where that was kept; the version that
    `is_current` has the data map of today.
    """

    name: str
    policy: Policy
    statements: Mapping[str, Statement]
    datamap: DataMap | None = None
    is_current: bool = False

    def filler(self, language: str, on: date) -> Filler:
        """Return what says the facts of this version in a language."""
        code = self.policy.controller.authority
        authority = known_authorities(self.policy.effective, on).get(code)
        if authority is None:
            message = f"{self.name}: the supervisory authority is not known: `gestand check`"
            raise CannotRun(message)
        return Filler(self.policy, GRAMMARS[language], Edition("", on, authority, countries()))


def side(project: Project, named: str) -> Side:
    """Return the version of that name: a day, a file of `versions/`, `current`, or a path.

    Raises CannotRun where there is none, and NotClean where it cannot be read or has findings.
    """
    if project.findings:
        raise NotClean(list(project.findings), unreadable=project.unreadable)
    known = dict(_known(project))
    if named in known:
        return known[named]
    path = Path(named)
    if path.is_dir() or path.name == "policy.yaml":
        return _in_folder(path if path.is_dir() else path.parent)
    if path.is_file():
        one = load_version(path)
        if one is not None:
            return Side(named, one.policy, one.statements)
        message = f"`{path.name}` cannot be read as a policy: `gestand check` tells what is wrong"
        raise CannotRun(message)
    names = ", ".join(f"`{name}`" for name in known)
    message = f"there is no such version; there are {names}, or name a folder or a policy file"
    raise CannotRun(message)


def refuse_language(sides: Sequence[Side], language: str) -> None:
    """Raise CannotRun where one of the versions has no words in a language."""
    for one in sides:
        if language not in one.policy.controller.languages:
            message = f"version {one.name} has no words in `{language}`: choose another `--lang`"
            raise CannotRun(message)


def compare(older: Side, newer: Side) -> tuple[Weighed, ...]:
    """Return all that differs between two versions, each with what it weighs."""
    sides = Sides(older.policy, newer.policy, older.statements, newer.statements)
    return weigh(sides, the_change_rules())


@cache
def the_change_rules() -> Rules:
    """Return the rules that come with the package."""
    return parse_rules(dated("changes.json"))


def _known(project: Project) -> Iterator[tuple[str, Side]]:
    if project.policy is not None:
        day = project.policy.effective.isoformat()
        now = Side(day, project.policy, project.statements, project.datamap, is_current=True)
        yield from ((CURRENT, now), (day, now))
    kept = kept_in(project.privacy) if project.earlier else {}
    for one in project.earlier:
        day, name = one.policy.effective.isoformat(), PurePosixPath(one.file).stem
        published = _published_with(kept.get(one.policy.effective, ()))
        then = Side(day, one.policy, one.statements, published)
        yield from ((day, then), (name, then))


def _in_folder(path: Path) -> Side:
    project = load(path)
    if project.policy is None or project.findings:
        raise NotClean(list(project.findings), unreadable=project.unreadable)
    name = f"{project.policy.effective} ({path})"
    return Side(name, project.policy, project.statements, project.datamap)


def _published_with(readings: Sequence[Kept]) -> DataMap | None:
    """Return the data map of the last reading of a version that has one."""
    kept = [one for one in readings if one.datamap]
    return read_datamap(kept[-1].datamap, kept[-1].file) if kept else None

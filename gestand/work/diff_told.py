"""The difference of two versions in words, and as a record for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from gestand.core.changes.rules import Weight
from gestand.core.changes.weighing import (
    Follow,
    Weighed,
    asked_again,
    last_day_to_tell,
    told_before,
)
from gestand.core.changes.words import DIFF_WORDS, FOLLOWS, HEADS, WEIGHTS, sentences, why
from gestand.core.policy.fill import Filler
from gestand.core.policy.words import GRAMMARS
from gestand.work.compared import Compared, Mapped
from gestand.work.editions import versions_of
from gestand.work.project import Project
from gestand.work.sides import CURRENT, Side, compare, side, the_change_rules


@dataclass(frozen=True)
class Told:
    """A difference in one language; `plan` is what it would do, or why nobody knows, or None."""

    older: Side
    newer: Side
    found: tuple[Weighed, ...]
    language: str
    today: date
    plan: Compared | str | None = None

    @property
    def fillers(self) -> tuple[Filler, Filler]:
        """Return what says the facts of both versions."""
        older, newer = self.older, self.newer
        return older.filler(self.language, self.today), newer.filler(self.language, self.today)

    @property
    def material(self) -> tuple[Weighed, ...]:
        """What people must be told of before the newer version takes effect."""
        return tuple(one for one in self.found if one.rule.weight is Weight.MATERIAL)

    @property
    def tell_by(self) -> date | None:
        """The last day on which people are told in time; None where nothing is material."""
        if not self.material:
            return None
        before = the_change_rules().tell_before
        return last_day_to_tell(self.newer.policy.effective, before)

    @property
    def asked(self) -> tuple[str, ...]:
        """The purposes for which consent must be asked, or asked again."""
        return asked_again(self.found, self.newer.policy)

    @property
    def told(self) -> tuple[str, ...]:
        """The purposes whose people must be told."""
        return told_before(self.found, self.older.policy, self.newer.policy)


def of_version(project: Project, effective: date, language: str, today: date) -> str | None:
    """Return in words what a version changes in the one before; None where there is none.

    No database is looked at: what the plan would do is told by `gestand diff`.
    """
    policy, _ = project.declared()
    days = sorted(one.policy.effective for one in versions_of(project, policy, today))
    before = next((old for old, new in pairwise(days) if new == effective), None)
    if before is None:
        return None
    older, newer = (side(project, day.isoformat()) for day in (before, effective))
    return as_text(Told(older, newer, compare(older, newer), language, today))


def of_newest(project: Project, language: str, today: date) -> str | None:
    """Return in words what the newest version changes in the one before; None for the first one.

    In another language where one of them has no words in that, and empty where none has both.
    """
    if not project.earlier:
        return None
    before = project.earlier[-1].policy.effective.isoformat()
    older, newer = side(project, before), side(project, CURRENT)
    both = GRAMMARS.keys() & set(older.policy.controller.languages)
    both &= set(newer.policy.controller.languages)
    if not both:
        return ""
    spoken = language if language in both else min(both)
    return as_text(Told(older, newer, compare(older, newer), spoken, today))


def as_text(told: Told) -> str:
    """Return the difference in words: what is material first, then what follows."""
    words = DIFF_WORDS[told.language]
    lines = [words.title.format(older=told.older.name, newer=told.newer.name), ""]
    if not told.found:
        lines.append(words.same)
    for weight in Weight:
        own = [one for one in told.found if one.rule.weight is weight]
        if own:
            lines += [HEADS[weight][told.language], *_changes(told, own), ""]
    lines += _what_follows(told)
    lines += _of_the_plan(told)
    return "\n".join(lines).rstrip() + "\n"


def record(told: Told) -> dict[str, Any]:
    """Return the difference as a plain record."""
    older, newer = told.fillers
    plan = told.plan
    return {
        "older": told.older.policy.effective.isoformat(),
        "newer": told.newer.policy.effective.isoformat(),
        "material": told.tell_by is not None,
        "changes": [
            {
                "code": one.rule.code,
                "said": list(sentences(one.what, older, newer)),
                "weight": one.rule.weight.value,
                "why": one.rule.why[told.language],
                "source": one.rule.source.get(told.language, ""),
                "settled": one.rule.settled,
                "follows": [follow.value for follow in one.follows],
                "purposes": None if one.purposes is None else list(one.purposes),
            }
            for one in told.found
        ],
        "ask again": list(told.asked),
        "tell": {
            "purposes": list(told.told),
            "by": told.tell_by.isoformat() if told.tell_by else None,
        },
        "plan": _plan_record(plan) if isinstance(plan, Compared) else None,
        "plan unknown": plan if isinstance(plan, str) else None,
    }


def _plan_record(plan: Compared) -> dict[str, Any]:
    return {
        "as of": plan.day.isoformat(),
        "goes": plan.goes,
        "changes": plan.changes,
        "tables": [
            {"table": one.table, "goes": one.goes, "changes": one.changes} for one in plan.tables
        ],
        "unlisted": list(plan.unlisted),
        "data maps": {"older": plan.maps[0].value, "newer": plan.maps[1].value},
    }


def _changes(told: Told, own: Sequence[Weighed]) -> Iterator[str]:
    older, newer = told.fillers
    day = the_change_rules().checked_at
    for one in own:
        said = list(sentences(one.what, older, newer))
        yield f"  - {said[0]}"
        yield from (f"    {more}" for more in said[1:])
        follows = [
            FOLLOWS[each][told.language]
            for each in one.follows
            if each not in (Follow.TELL, Follow.WEIGH)
        ]
        reasons = [f"{WEIGHTS[one.rule.weight][told.language]}: {why(one, told.language, day)}"]
        yield f"    {'; '.join([*reasons, *follows])}"


def _what_follows(told: Told) -> Iterator[str]:
    words, (older, newer) = DIFF_WORDS[told.language], told.fillers
    if told.asked:
        yield words.asked.format(purposes=titles(told.asked, older, newer))
    if any(one.purposes == () and Follow.ASK in one.follows for one in told.found):
        yield words.banner
    if told.tell_by is None:
        return
    grammar, effective = newer.grammar, told.newer.policy.effective
    if told.told:
        yield words.told.format(
            day=grammar.day(told.tell_by),
            before=grammar.period(the_change_rules().tell_before),
            effective=grammar.day(effective),
            purposes=titles(told.told, older, newer),
        )
        if told.tell_by < told.today:
            yield words.told_late
        yield words.announce.format(older=told.older.name, newer=told.newer.name)


def titles(purposes: Sequence[str], older: Filler, newer: Filler) -> str:
    """Return the titles of purposes in one list; of one that is gone the title that it had."""
    named = (newer.title(one) or older.title(one) or one for one in purposes)
    return newer.grammar.all_of(f"‘{one}’" for one in named)


def _of_the_plan(told: Told) -> Iterator[str]:
    words, plan = DIFF_WORDS[told.language], told.plan
    if plan is None:
        return
    yield ""
    if isinstance(plan, str):
        yield words.unknown.format(why=plan)
        return
    older, newer = told.fillers
    yield words.go.format(day=newer.grammar.day(plan.day))
    for one in plan.tables:
        less = min(one.goes, one.changes) < 0 and one.goes <= 0
        frame, sign = (words.goes_less, -1) if less else (words.goes_more, 1)
        yield "  " + frame.format(
            table=one.table, goes=f"{sign * one.goes:,}", changes=f"{sign * one.changes:,}"
        )
    if plan.tables:
        yield words.total.format(goes=f"{plan.goes:,}", changes=f"{plan.changes:,}")
    else:
        yield words.goes_same
    for version, mapped in zip((told.older, told.newer), plan.maps, strict=True):
        if mapped is not Mapped.TODAY:
            said = {
                Mapped.KEPT: words.map_kept,
                Mapped.MISSING: words.map_missing,
                Mapped.UNFIT: words.map_unfit,
            }
            yield said[mapped].format(name=version.name)
    if plan.unlisted:
        yield words.left_out.format(purposes=titles(plan.unlisted, older, newer))

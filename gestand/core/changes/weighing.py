"""Weigh each difference between two versions, and say what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from gestand.core.calendar import Period, Term, day_when_shorter
from gestand.core.changes.beyond import Difference, Within, concerned, differences
from gestand.core.changes.rules import Rule, Rules, Weight
from gestand.core.changes.wording import Reworded, rewordings
from gestand.core.policy.changes import Added, Altered, Listed, Part, Removed
from gestand.core.policy.model import Basis, Keep, Policy, Recipient, Role
from gestand.core.policy.sentences import Statement


class Follow(Enum):
    """What has to be done because of a change."""

    TELL = "tell"
    GO = "go"
    ASK = "ask"
    WEIGH = "weigh"


@dataclass(frozen=True)
class NotKept:
    """A language in which the text of one of the two versions is not there to be compared."""

    language: str


What = Difference | Reworded | NotKept


@dataclass(frozen=True)
class Weighed:
    """A difference, the rule that weighs it, and what follows.

    `purposes` are those whose people it concerns; None stands for everybody.
    """

    what: What
    rule: Rule
    follows: tuple[Follow, ...]
    purposes: tuple[str, ...] | None


@dataclass(frozen=True)
class Sides:
    """Two versions: the policy and the texts of each."""

    older: Policy
    newer: Policy
    older_texts: Mapping[str, Statement]
    newer_texts: Mapping[str, Statement]


def weigh(sides: Sides, rules: Rules) -> tuple[Weighed, ...]:
    """Return every difference between two versions with its weight, in the order of the policy.

    It is empty only where policies and texts are the same.
    """
    found: list[Weighed] = []
    for one in differences(sides.older, sides.newer):
        rule = rules.rule(*_codes(one, sides.older, sides.newer))
        purposes = concerned(sides.older, sides.newer, one)
        found.append(Weighed(one, rule, tuple(_follows(one, rule, sides)), purposes))
    words: tuple[Reworded | NotKept, ...] = tuple(_not_kept(sides))
    for what in (*words, *rewordings(sides.older_texts, sides.newer_texts)):
        rule = rules.rule(_code_of_words(what))
        found.append(Weighed(what, rule, _of_weight(rule), None))
    return tuple(found)


def last_day_to_tell(effective: date, before: Period) -> date | None:
    """Return the last day on which people are told in time of what takes effect on a day."""
    return Term(before).cut_off(effective)


def is_material(found: tuple[Weighed, ...]) -> bool:
    """Tell whether people must be told of something before it takes effect."""
    return any(one.rule.weight is Weight.MATERIAL for one in found)


def _not_kept(sides: Sides) -> Iterator[NotKept]:
    spoken = {*sides.older.controller.languages} & {*sides.newer.controller.languages}
    both = sides.older_texts.keys() & sides.newer_texts.keys()
    yield from (NotKept(language) for language in sorted(spoken - both))


def _code_of_words(what: Reworded | NotKept) -> str:
    if isinstance(what, NotKept):
        return "text not kept"
    if not what.promise:
        return "sentence explains" if what.was or what.now else "sentence layout"
    if what.was and what.now:
        return "sentence changed"
    return "sentence removed" if what.was else "sentence added"


def _codes(one: Difference, older: Policy, newer: Policy) -> tuple[str, ...]:
    """Return the codes of the rules that may weigh a difference, the closest first."""
    if isinstance(one, Within):
        return (f"within {one.kind} {one.aspect}".strip(), f"within {one.kind}", "within")
    part = one.part.value
    if isinstance(one, Removed):
        return (f"{part} removed",)
    if isinstance(one, Listed):
        code = f"{part} {one.aspect} {'more' if one.added else 'less'}"
    elif isinstance(one, Added):
        code = f"{part} added"
    else:
        code = f"{part} {one.aspect}"
    if one.part is Part.RECIPIENT:
        return _codes_of_recipient(code, one.id, older, newer)
    if one.part is Part.COOKIE and _is_tracking(newer, one.id):
        return f"{code} tracking", code
    return _codes_of_fact(code, one, older, newer) if isinstance(one, Altered) else (code,)


def _codes_of_recipient(
    code: str, id_: str, older: Policy, newer: Policy
) -> tuple[str, ...]:
    one = newer.recipients[id_]
    if code == "recipient place":
        return (f"{code} abroad" if one.tools else code,)
    known = one.kind in older.processors and one.kind in newer.processors
    if one.role is Role.PROCESSOR and known and not one.tools and not _gets_new(one, older):
        return f"{code} processor", code
    return (code,)


def _gets_new(one: Recipient, older: Policy) -> bool:
    """Tell whether a recipient gets what nobody of its kind got before."""
    same = (each for each in older.recipients.values() if each.kind == one.kind)
    got = older.expand(*(category for each in same for category in each.gets))
    return not {*one.gets} <= got


def _codes_of_fact(
    code: str, one: Altered, older: Policy, newer: Policy
) -> tuple[str, ...]:
    if one.part is Part.RIGHTS:
        periods = [
            each.answer_within if one.aspect == "answer" else each.extend_by
            for each in (older, newer)
        ]
        return (f"{code} longer", code) if day_when_shorter(*periods) else (code,)
    if one.part is Part.CONTROLLER:
        ends = not getattr(newer.controller, one.aspect.replace(" ", "_"))
        return (f"{code} ends", code) if ends else (code,)
    if one.part is not Part.PURPOSE:
        return (code,)
    before, after = older.purposes[one.id], newer.purposes[one.id]
    if one.aspect == "keep":
        return f"{code} {how_kept(before.keep, after.keep)}", f"{code} otherwise"
    if one.aspect == "basis" and before.basis is after.basis:
        return (f"{code} words",)
    gone = {"tail": after.tail_use, "asks": after.asks, "marketing": after.marketing}
    return (f"{code} ends", code) if not gone.get(one.aspect, True) else (code,)


def how_kept(before: Keep, after: Keep) -> str:
    """Return how a period compares with another: longer, shorter, otherwise, or only in words.

    A period that ends sooner on one day and later on another is otherwise, as one that runs from
    other moments is.
    """
    moments = [{(e.moment, e.fiscal_year) for e in keep.after} for keep in (before, after)]
    if moments[0] != moments[1] or before.exactly is not after.exactly:
        return "otherwise"
    found = {*_compared(before.period, after.period), *_caps(before, after)}
    if not found:
        return "words"
    return found.pop() if len(found) == 1 else "otherwise"


def _compared(before: Period, after: Period) -> Iterator[str]:
    if day_when_shorter(after, before):
        yield "shorter"
    if day_when_shorter(before, after):
        yield "longer"


def _caps(before: Keep, after: Keep) -> Iterator[str]:
    if before.at_most and after.at_most:
        if before.at_most[1] != after.at_most[1]:
            yield "otherwise"
        yield from _compared(before.at_most[0], after.at_most[0])
    elif before.at_most or after.at_most:
        yield "longer" if before.at_most else "shorter"


_GOES = frozenset(
    {
        "purpose removed", "purpose keep shorter", "purpose keep otherwise", "purpose data less",
        "purpose about less", "controller fiscal year", "within purposes occasions",
        "within controller zone", "category meaning", "within contracts",
    }
)  # fmt: skip
"""The rules upon which values may have to go: the plan tells which."""
_WIDENS = frozenset(
    {
        "purpose keep longer", "purpose keep otherwise", "purpose tail", "purpose marketing",
        "purpose data more", "purpose about more", "purpose title", "purpose asks",
        "recipient added", "recipient gets more", "recipient purposes more",
        "recipient place abroad", "within purposes occasions", "category meaning",
    }
)  # fmt: skip
"""The rules upon which consent that was given was given to something else."""


def _follows(one: Difference, rule: Rule, sides: Sides) -> Iterator[Follow]:
    if _lessens(one, rule):
        yield Follow.GO
    if _needs_consent(one, rule, sides):
        yield Follow.ASK
    yield from _of_weight(rule)


def _of_weight(rule: Rule) -> tuple[Follow, ...]:
    follows = {Weight.MATERIAL: (Follow.TELL,), Weight.WEIGH: (Follow.WEIGH,), Weight.MINOR: ()}
    return follows[rule.weight]


def _lessens(one: Difference, rule: Rule) -> bool:
    """Tell whether values may have to go; a list may get more and less at once."""
    if isinstance(one, Listed) and one.part is Part.PURPOSE and one.removed:
        return one.aspect != "required"
    return rule.code in _GOES


def _needs_consent(one: Difference, rule: Rule, sides: Sides) -> bool:
    """Tell whether a purpose that rests on consent must ask for it, or ask for it again."""
    older, newer = sides.older, sides.newer
    if rule.code in ("cookie added tracking", "cookie cookie tracking"):
        return True
    named = concerned(older, newer, one) or ()
    asking = [name for name in named if _consents(newer, name)]
    if rule.code == "purpose added":
        return bool(asking)
    if rule.code == "purpose basis":
        return any(not _consents(older, name) for name in asking)
    return bool(asking) and rule.code in _WIDENS


def _consents(policy: Policy, purpose: str) -> bool:
    return purpose in policy.purposes and policy.purposes[purpose].basis is Basis.CONSENT


def _is_tracking(policy: Policy, cookie: str) -> bool:
    found = policy.cookies.get(cookie)
    return found is not None and found.waits_for_consent


def asked_again(found: tuple[Weighed, ...], newer: Policy) -> tuple[str, ...]:
    """Return the purposes for which consent must be asked, or asked again, in their order."""
    asks = {name for one in found if Follow.ASK in one.follows for name in one.purposes or ()}
    return tuple(name for name in newer.purposes if name in asks and _consents(newer, name))


def told_before(found: tuple[Weighed, ...], older: Policy, newer: Policy) -> tuple[str, ...]:
    """Return the purposes whose people must be told before the newer version takes effect."""
    material = [one for one in found if one.rule.weight is Weight.MATERIAL]
    every = (*newer.purposes, *(name for name in older.purposes if name not in newer.purposes))
    if any(one.purposes is None for one in material):
        return every
    named = {name for one in material for name in one.purposes or ()}
    return tuple(name for name in every if name in named)

"""What a step of a request needs before it can be judged, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gestand.core.facts import Person
from gestand.core.findings import did_you_mean
from gestand.core.request import EVERYTHING, IN_PART, REMOVES, REST, What
from gestand.core.rights_rules import Right, Terms
from gestand.errors import CannotRun
from gestand.work.keyring import Keyring
from gestand.work.notices import refuse_untold
from gestand.work.project import Project
from gestand.work.purposes_asked import purposes_asked
from gestand.work.rights import Step
from gestand.work.rights_apart import Looked
from gestand.work.rights_kept import Kept


class NotKnown(CannotRun):
    """What was named is not in the declaration."""


@dataclass(frozen=True)
class Wanted:
    """What is to happen to a request: with what was said, and who asks where that is settled."""

    what: What
    said: Mapping[str, str]
    person: Person | None = None


def step_of(
    project: Project, keyring: Keyring, seen: Kept, wanted: Wanted,
    how: tuple[date, Terms, Looked | None],
) -> Step:  # fmt: skip
    """Return the step, for a day, its terms, and what stores said where `asks_stores` says so.

    No store is asked. Raises NotKnown for an item that is not there, NotPossible while recipients
    must be told first, and CannotRun where own records cannot be read.
    """
    day, terms, looked = how
    refuse_unknown_item(project, seen, wanted.said.get("item", ""), wanted.what)
    if wanted.what is What.TELL_RECIPIENTS:
        refuse_untold(keyring.journal.state, project.declared(), seen)
    apart = None
    if asks_stores(seen, wanted.what) and looked is not None:
        apart = looked.is_apart(seen, day)
    return Step(wanted.what, wanted.said, day, terms, wanted.person, apart)


def asks_stores(seen: Kept, what: What) -> bool:
    """Tell whether what is to happen to a request depends on what stores hold of its person."""
    removes = what is What.CARRY_OUT and seen.request.right in REMOVES
    return removes and bool(seen.row.person)


def purposes_named(
    project: Project, rights: Sequence[Right], named: Iterable[str]
) -> dict[Right, Sequence[str]]:
    """Return to which purposes somebody objects, or withdraws consent; NotKnown for another.

    Of a restriction those that are restricted alone: none where they name none.
    """
    names = tuple(named)
    found: dict[Right, Sequence[str]] = {}
    every = [*project.policy.purposes] if project.policy and Right.RESTRICTION in rights else []
    if every:
        found[Right.RESTRICTION] = [name for name in names if name in every]
    asked = purposes_asked(project.policy, rights) if project.policy else {}
    for right, known in asked.items():
        found[right] = [name for name in names if name in known] or known
    unknown = next((n for n in names if not any(n in found[right] for right in found)), None)
    if unknown is not None:
        may = dict.fromkeys((*every, *(name for names in asked.values() for name in names)))
        listed = ", ".join(f"`{name}`" for name in may)
        message = f"--purpose is one of {listed or 'no purpose for these rights'}"
        raise NotKnown(message)
    return found


def categories_named(
    project: Project, rights: Sequence[Right], named: Iterable[str]
) -> tuple[str, ...]:
    """Return the categories alone that are to be erased or set apart; NotKnown for another."""
    names = tuple(dict.fromkeys(named))
    if names and not IN_PART & {*rights}:
        parts = " and ".join(sorted(f"`{right.value}`" for right in IN_PART))
        message = f"a category is named only with {parts}: it says what is to go, or set apart"
        raise NotKnown(message)
    known = project.policy.categories if project.policy else ()
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        hint = did_you_mean(unknown, known) or f"there are {', '.join(known)}"
        message = f"what is to go or to be set apart is a category of the policy; {hint}"
        raise NotKnown(message)
    return names


def refuse_unknown_item(project: Project, seen: Kept, item: str, what_next: What) -> None:
    """Refuse an item that is no category or purpose: it stands in clear, and could name somebody.

    An objection is decided purpose by purpose, and of what was not asked nothing is decided.
    """
    about, policy = seen.request.right is Right.OBJECTION, project.policy
    asked = seen.request.categories | (seen.request.purposes if not about else frozenset())
    asked = frozenset() if what_next is What.NARROW else asked
    categories = (policy.expand(*asked) | asked if asked else policy.categories) if policy else ()
    known = sorted(seen.request.purposes if about else categories)
    if item and item not in (EVERYTHING, REST) and item not in known:
        hint = did_you_mean(item, known) or f"there are {', '.join(known)}"
        what = "purpose of the objection" if about else "category of the policy"
        what = "category or purpose that was asked" if asked else what
        message = f"--item is a {what}, `{EVERYTHING}` or `{REST}`; {hint}"
        raise NotKnown(message)

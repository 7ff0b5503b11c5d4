"""What a notice says: its letter, or what is posted to a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gestand.core.letters import Written
from gestand.core.notices import CONFIRM_WITHIN, GOT, PUBLISHED, Notice
from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.work.disclosures import logged
from gestand.work.letter_items import data_in_words
from gestand.work.letters import letter
from gestand.work.rights_kept import request_known
from gestand.work.state import State

_ACTIONS = {
    "nl": {
        "rectification": "het oude gegeven door het nieuwe vervangen",
        "erasure": "deze gegevens wissen, met elke kopie en elke verwijzing",
        "restriction": "deze gegevens apart zetten en niet gebruiken tot u van ons hoort",
    },
    "en": {
        "rectification": "replace the old value by the new one",
        "erasure": "erase these data, with every copy and every link",
        "restriction": "set these data apart, and not use them until you hear from us",
    },
}
_ACTS = {"rectification": "correct", "erasure": "erase", "restriction": "restrict"}
_APART = {
    "nl": {
        "person": "de persoon die wij u apart noemen",
        "place": "wat wij u apart aanwijzen",
        "data": "alles wat u van deze persoon heeft",
    },
    "en": {
        "person": "the person whom we name to you separately",
        "place": "what we point out to you separately",
        "data": "all that you have of this person",
    },
}
"""What a letter says of whom it is about, where nobody said by which number they know that."""


@dataclass(frozen=True)
class About:
    """What is said with a notice: in which language, on which day, and whom it is about.

    `known` is by which number the other side knows the person, or where something was published: it
    goes out with the notice, and stands in no record of ours.
    """

    language: str
    day: date
    known: str = ""


def letter_of(state: State, policy: Policy, one: Notice, about: About) -> Written:
    """Return the letter of a notice; CannotRun where there is none in that language."""
    language, day = about.language, about.day
    if language not in _ACTIONS:
        message = f"there are no letters in `{language}`; use one of {', '.join(_ACTIONS)}"
        raise CannotRun(message)
    confirm_by = (day + CONFIRM_WITHIN).isoformat()
    if one.receipt:
        return letter(policy, language, "period over", {
            "case": f"{one.receipt} / {one.number}",
            "data": data_in_words(policy, language, one.wanted.categories),
            "until": (one.on or day).isoformat(),
            "reference": f"{one.number} / {one.receipt}",
            "confirm_by": confirm_by,
        })
    numbers = ", ".join(map(str, one.wanted.disclosures)) or "-"
    told = {
        "case": str(one.request),
        "reference": f"{one.number} / {numbers}",
        "action": _ACTIONS[language][_right(state, one)],
        "confirm_by": confirm_by,
        "data": data_in_words(policy, language, one.wanted.categories) or _APART[language]["data"],
    }
    if one.wanted.why == GOT:
        return letter(policy, language, "to recipient", told | {"given": _given(state, one, day)})
    published = one.wanted.why == PUBLISHED
    known = about.known or _APART[language]["place" if published else "person"]
    if published:
        del told["data"]
        return letter(policy, language, "to publisher", told | {"known": known})
    return letter(policy, language, "to processor", told | {"known": known})


def posted(state: State, policy: Policy, one: Notice, about: About) -> Mapping[str, object]:
    """Return what is posted to a program; `known` stands in it only where it was given."""
    right = _right(state, one) if one.request else "erasure"
    told: dict[str, object] = {
        "notice": one.number,
        "controller": policy.controller.name,
        "action": _ACTS[right],
        "disclosures": list(one.wanted.disclosures),
        "categories": list(one.wanted.categories),
        "period over on": one.on.isoformat() if one.receipt and one.on else None,
        "confirm by": (about.day + CONFIRM_WITHIN).isoformat(),
    }
    return {**told, "known as": about.known} if about.known else told


def _right(state: State, one: Notice) -> str:
    """Return for which right a notice of a request is."""
    return request_known(state, one.request).request.right.value


def _given(state: State, one: Notice, day: date) -> str:
    """Return on which day a recipient last got data of the person."""
    got = (each.told for each in logged(state) if each.number in one.wanted.disclosures)
    return max((str(told["on"]) for told in got), default=day.isoformat())

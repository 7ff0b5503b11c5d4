"""Consent: what somebody said about a purpose, to which words, when and how (GDPR article 7).

What is said comes as lines of JSON, from a form or from a person who types. A line that cannot be
right is a finding, and nothing of it may come back in a message: it is about somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from unicodedata import category
from zoneinfo import ZoneInfo

from gestand.core.findings import Finding, Span, did_you_mean
from gestand.core.policy.model import Basis, Policy
from gestand.core.sent import NotOne, read_sent

CODES = {
    "G610": "a line of the register of consents cannot be read",
    "G611": "a consent lies in the future, or its time does not say its zone",
    "G612": "a consent is to words that were never published",
    "G613": "two consents have the same receipt",
    "G614": "a consent is for a purpose that does not rest on consent",
    "G615": "a consent is for a row that is not there, or not of this person",
}

LONGEST = 200
"""Letters of a receipt, a way or a place."""

_RECEIPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}\Z")
_UNKEPT = ("Cc", "Cs")
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_KEYS = ("receipt", "event", "purpose", "who", "row", "at", "words", "language", "how", "from")


class Event(Enum):
    """What somebody says about a purpose. That consent is over follows from its period.

    Nobody said what is `corrected`: a consent was recorded that was not given, or not by this
    person. It ends what was recorded, and both stay on record.
    """

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


SAID = (Event.GIVEN, Event.REFUSED, Event.WITHDRAWN)
"""What people say."""


@dataclass(frozen=True)
class Said:
    """What somebody said about a purpose at the moment `at`, in UTC.

    `who` is the kind and the key of a person, `row` the key of the row of the occasion, empty
    where it is the person's own or all of theirs. `words` is the version of the statement whose
    words were shown in `language`; `how` they were asked, and `came_from` where it came from.
    """

    event: Event
    purpose: str
    who: tuple[str, str]
    at: datetime
    receipt: str = ""
    row: str = ""
    words: date | None = None
    language: str = ""
    how: str = ""
    came_from: str = ""
    line: int = 0

    @property
    def shown(self) -> str:
        """The words that were shown, as own records name them; empty where nobody says."""
        return f"{self.words.isoformat()}/{self.language}" if self.words else ""


@dataclass(frozen=True)
class Asking:
    """What consents may name: the versions of a policy, the kinds of people, and this moment."""

    versions: tuple[Policy, ...]
    kinds: frozenset[str]
    now: datetime

    def zone(self) -> ZoneInfo:
        """Return the zone of the controller."""
        return ZoneInfo(self.versions[-1].controller.zone)

    def rests_on_consent(self, purpose: str) -> bool:
        """Tell whether a purpose rests on consent, in some version."""
        found = (policy.purposes.get(purpose) for policy in self.versions)
        return any(one is not None and one.basis is Basis.CONSENT for one in found)

    def words(self, purpose: str, version: date, language: str) -> str:
        """Return the words of a version that asked for a consent; empty where there are none."""
        return words_of(self.versions, purpose, version, language)


def words_of(versions: Sequence[Policy], purpose: str, version: date, language: str) -> str:
    """Return by which words a version of the statement asked for consent; empty where by none."""
    policy = next((one for one in versions if one.effective == version), None)
    asked = policy.purposes.get(purpose) if policy else None
    return asked.asks.get(language, "") if asked else ""


def read_consents(
    lines: Sequence[str], file: str, asking: Asking, first: int = 1
) -> tuple[list[Said], list[Finding]]:
    """Return what lines of JSON say, and what is wrong with them; an empty line says nothing.

    `first` is the number of the first line in the file.
    """
    said: list[Said] = []
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        span = Span(file, number)
        told = _object(line)
        problems = [told] if isinstance(told, tuple) else [*_problems(told, asking)]
        if not isinstance(told, tuple) and told.get("receipt") in seen and not problems:
            earlier = seen[told["receipt"]]
            hint = "send each consent once, and another one with a receipt of its own"
            problems = [("G613", f"this receipt stands in line {earlier} as well", hint)]
        if problems or isinstance(told, tuple):
            findings += (Finding(span, code, what, "", hint) for code, what, hint in problems)
            continue
        if told.get("receipt"):
            seen[told["receipt"]] = number
        said.append(_said(told, number))
    return said, findings


_Problem = tuple[str, str, str]
_NO_OBJECT: _Problem = (
    "G610",
    "this is no object of JSON with texts",
    'write one line for each consent: `{"event": "given", "purpose": ..., "who": ...}`',
)


_TWICE: _Problem = ("G610", "this line has a key twice", "write each key once")
_NO_TEXT: _Problem = (
    "G610",
    "a value of this line is no text",
    'write each in quotation marks, numbers as well: `"row": "12"`',
)


def _object(line: str) -> dict[str, str] | _Problem:
    """Return the texts that a line has by their keys, or why it has none."""
    try:
        told = read_sent(line)
    except NotOne:
        return _TWICE
    except ValueError:
        return _NO_OBJECT
    if not isinstance(told, dict):
        return _NO_OBJECT
    return told if all(isinstance(v, str) for v in told.values()) else _NO_TEXT


def _problems(told: Mapping[str, str], asking: Asking) -> list[_Problem]:
    found = [*_shape(told, asking)]
    if found:
        return found
    return [*_purpose(told, asking), *_time(told, asking)] or [*_words(told, asking)]


def _shape(told: Mapping[str, str], asking: Asking) -> Iterator[_Problem]:
    known = ", ".join(f"`{key}`" for key in _KEYS)
    if any(key not in _KEYS for key in told):
        yield "G610", "this line has a key that is not known", f"the keys are {known}"
    for key in ("event", "purpose", "who", "at"):
        if not told.get(key, "").strip():
            yield "G610", f"this line has no `{key}`", f'add `"{key}": "..."`'
    if told.get("event", "given") not in {event.value for event in SAID}:
        hint = "write `given`, `refused` or `withdrawn`"
        yield "G610", "the event of this line is not one that is known", hint
    kind, _, key = told.get("who", "").partition(":")
    if told.get("who") and (kind.strip() not in asking.kinds or not key.strip()):
        hint = f"write `KIND:KEY`; the kinds are {', '.join(sorted(asking.kinds))}"
        yield "G610", "this line names nobody", hint
    if told.get("receipt") and not _RECEIPT.match(told["receipt"]):
        hint = "use at most 100 letters, digits, dots, colons, hyphens and underscores"
        yield "G610", "the receipt of this line cannot be one", hint
    if any(len(value) > LONGEST for value in told.values()):
        yield "G610", "this line has a text that is too long", f"at most {LONGEST} letters"
    if any(category(c) in _UNKEPT for value in told.values() for c in value):
        hint = "leave out what controls a screen, and halves of characters"
        yield "G610", "this line has a letter that is none", hint


def _purpose(told: Mapping[str, str], asking: Asking) -> Iterator[_Problem]:
    if not asking.rests_on_consent(told["purpose"]):
        known = {name for policy in asking.versions for name in policy.purposes}
        own = sorted(name for name in known if asking.rests_on_consent(name))
        hint = did_you_mean(told["purpose"], own) or f"these do: {', '.join(own) or 'none'}"
        yield "G614", "no purpose of that name rests on consent", hint


def _time(told: Mapping[str, str], asking: Asking) -> Iterator[_Problem]:
    at = _moment(told["at"])
    hint = "write the moment with its zone, as `2026-12-01T09:30+01:00`"
    if at is None:
        yield "G610", "the moment of this line cannot be read", hint
    elif at.tzinfo is None:
        yield "G611", "the moment of this line does not say its zone", hint
    elif at > asking.now:
        hint = "nobody can have said it yet: look at the clock of whatever sent it"
        yield "G611", "the moment of this line lies in the future", hint


def _words(told: Mapping[str, str], asking: Asking) -> Iterator[_Problem]:
    version, language = _day(told.get("words", "")), told.get("language", "")
    if not told.get("words") and told["event"] != Event.GIVEN.value:
        return  # to withdraw is as easy as to give: nobody has to know the words
    at = _moment(told["at"])
    on = at.astimezone(asking.zone()).date() if at else date.min
    published = version is not None and version <= on
    if version is None or not published or not asking.words(told["purpose"], version, language):
        days = [
            policy.effective.isoformat()
            for policy in asking.versions
            if policy.effective <= on and told["purpose"] in policy.purposes
            and policy.purposes[told["purpose"]].asks
        ]
        hint = f"versions that ask for it by then: {', '.join(days) or 'none'}"
        hint += "; `words` is the day of a version, and `language` one of its languages"
        says = told.get("words") and language
        unasked = "no statement that was published by then asks so"
        yield "G612", unasked if says else "by which words it was asked is not said", hint


def _said(told: Mapping[str, str], line: int) -> Said:
    kind, _, key = told["who"].partition(":")
    return Said(
        event=Event(told["event"]),
        purpose=told["purpose"],
        who=(kind.strip(), key.strip()),
        at=datetime.fromisoformat(told["at"]).astimezone(UTC),
        receipt=told.get("receipt", ""),
        row=told.get("row", "").strip(),
        words=_day(told.get("words", "")),
        language=told.get("language", ""),
        how=told.get("how", ""),
        came_from=told.get("from", ""),
        line=line,
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Nobody consented before there was data protection; and in another zone it must be a day too.
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

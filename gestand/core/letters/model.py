"""What a letter is: paragraphs with gaps, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter

ALWAYS = frozenset({"case", "controller", "contact", "authority", "authority_site", "signed_by"})
"""Gaps that are filled for every letter, from the policy and the case."""

UNLOOKED = "unlooked"
"""In how many lists nobody looked: a letter that speaks of all that is held says so."""

_SENTENCE, _GAP = re.compile(r"(?<=[.?!])\s+(?=[A-Z])"), re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Letter:
    """A letter in one language. `{name}` is a gap; one paragraph is one thing to know or do.

    With `remedy` it says what somebody can do who does not agree: a refusal always does. A
    `reserved` one speaks of all that is held: it says, whoever gets it, that something may be kept
    of which nobody may tell, and where nobody looked everywhere that too.
    `about` says, in English, when it is sent. One that answers no message has its own `subject`.
    """

    about: str
    paragraphs: tuple[str, ...]
    remedy: bool = False
    reserved: bool = False
    to_recipient: bool = False
    subject: str = ""

    @property
    def gaps(self) -> tuple[str, ...]:
        """What must be given to write it, beside what is always known."""
        found: dict[str, None] = {}
        for paragraph in self.paragraphs:
            names = (name for _, name, _, _ in Formatter().parse(paragraph) if name)
            found |= dict.fromkeys(name for name in names if name not in ALWAYS)
        return tuple(found)

    def sentence(self, gap: str) -> str:
        """Return the sentence in which a gap stands, with dots in place of it and of others."""
        paragraph = next(one for one in self.paragraphs if f"{{{gap}}}" in one)
        sentences = _SENTENCE.split(paragraph)
        found = next((one for one in sentences if f"{{{gap}}}" in one), paragraph)
        return _GAP.sub("…", found)


@dataclass(frozen=True)
class Frame:
    """What stands around every letter of a language.

    The subject tells nothing of the matter: others may see it on a screen.
    """

    subject: str
    greeting: str
    greeting_recipient: str
    remedy: tuple[str, ...]
    reserved: str
    unlooked: str
    closing: str
    rights: Mapping[str, str]
    letters: Mapping[str, Letter]


@dataclass(frozen=True)
class Written:
    """A letter that was written: its subject, and its paragraphs in order, as plain text.

    The same letter `also` follows in other languages, for whom nobody knows which one they read.
    """

    language: str
    subject: str
    paragraphs: Sequence[str]
    also: Sequence[Written] = ()

    @property
    def every(self) -> tuple[Written, ...]:
        """The letter in each of its languages."""
        return (self, *self.also)

    @property
    def subjects(self) -> str:
        """The subject in each of its languages."""
        return " / ".join(one.subject for one in self.every)


def in_languages(letters: Sequence[Written]) -> Written:
    """Return one letter that says the same in each of some languages."""
    first, *others = letters
    return replace(first, also=tuple(others))


class Lacking(Exception):
    """A letter cannot be written: what is lacking, or was given and has no place in it."""


def write(frame: Frame, language: str, name: str, given: Mapping[str, str]) -> Written:
    """Return a letter with its gaps filled; Lacking where one is not, or something has no place."""
    letter = frame.letters[name]
    lacking = [gap for gap in (*letter.gaps, *sorted(ALWAYS)) if not given.get(gap, "").strip()]
    if lacking:
        message = f"the letter `{name}` needs {', '.join(f'`{gap}`' for gap in lacking)}"
        raise Lacking(message)
    known = ALWAYS | {UNLOOKED}
    beyond = [gap for gap in given if gap not in letter.gaps and gap not in known]
    if beyond:
        named = ", ".join(f"`{gap}`" for gap in beyond)
        needs = ", ".join(f"`{gap}`" for gap in letter.gaps) or "nothing more"
        message = f"the letter `{name}` has no place for {named}; it needs {needs}"
        raise Lacking(message)
    told = {name: value.strip() for name, value in given.items()}
    greeting = frame.greeting_recipient if letter.to_recipient else frame.greeting
    reserved = (frame.reserved,) if letter.reserved else ()
    unlooked = (frame.unlooked,) if letter.reserved and told.get(UNLOOKED) else ()
    body = [*letter.paragraphs, *unlooked, *reserved, *(frame.remedy if letter.remedy else ())]
    filled = [_filled(paragraph, told) for paragraph in (greeting, *body, frame.closing)]
    return Written(language, _filled(letter.subject or frame.subject, told), filled)


def _filled(paragraph: str, told: Mapping[str, str]) -> str:
    # A value is put in as it is: what looks like a gap in it is none.
    parts = (
        text + (told[name] if name else "") for text, name, _, _ in Formatter().parse(paragraph)
    )
    return "".join(parts)

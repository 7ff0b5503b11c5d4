"""What a letter says of each thing that was asked: done, or not and why, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gestand.core.rights_rules import Right


@dataclass(frozen=True)
class Decided:
    """What was decided on one thing, in words of the reader's language.

    Without a `ground` it was granted. `until` is a day in words, or nothing.
    """

    name: str
    ground: str = ""
    because: str = ""
    until: str = ""


@dataclass(frozen=True)
class Stays:
    """What a purpose still holds, in words; `until` is the first last day of it, or nothing."""

    title: str
    data: str
    ground: str
    until: str = ""


@dataclass(frozen=True)
class ItemWords:
    """The sentences of a language."""

    done: Mapping[Right, str]
    not_done: str
    until: str
    stays: str
    stays_until: str
    everything: str
    rest: str


_NL = ItemWords(
    done={
        Right.ACCESS: "{name}: die krijgt u.",
        Right.RECTIFICATION: "{name}: verbeterd.",
        Right.ERASURE: "{name}: gewist, voor zover wij dat mochten.",
        Right.RESTRICTION: "{name}: apart gezet.",
        Right.OBJECTION: "{name}: daarmee stoppen wij.",
        Right.MARKETING: "{name}: daarmee stoppen wij.",
        Right.WITHDRAWAL: "{name}: daarmee stoppen wij.",
        Right.PORTABILITY: "{name}: die krijgt u mee.",
    },
    not_done="{name}: dat doen wij niet, want {ground}. {because}",
    until=" Het blijft tot en met {until}.",
    stays="Wat wij nog hebben voor “{title}”: {data}. De reden: {ground}. Het gaat vanzelf weg als "
    "dat voorbij is.",
    stays_until="Wat wij nog hebben voor “{title}”: {data}. De reden: {ground}. Het gaat vanzelf "
    "weg, het eerste op {until}.",
    everything="alles wat u vroeg",
    rest="al het andere",
)
_EN = ItemWords(
    done={
        Right.ACCESS: "{name}: you get it.",
        Right.RECTIFICATION: "{name}: corrected.",
        Right.ERASURE: "{name}: erased, as far as we were allowed to.",
        Right.RESTRICTION: "{name}: set apart.",
        Right.OBJECTION: "{name}: we stop that.",
        Right.MARKETING: "{name}: we stop that.",
        Right.WITHDRAWAL: "{name}: we stop that.",
        Right.PORTABILITY: "{name}: you get it to take along.",
    },
    not_done="{name}: we do not do that, because {ground}. {because}",
    until=" It stays until {until}.",
    stays="What we still hold for “{title}”: {data}. The reason: {ground}. It goes by itself when "
    "that is over.",
    stays_until="What we still hold for “{title}”: {data}. The reason: {ground}. It goes by "
    "itself, the first of it on {until}.",
    everything="all that you asked",
    rest="all else",
)
ITEM_WORDS: Mapping[str, ItemWords] = {"nl": _NL, "en": _EN}


def item_lines(
    words: ItemWords, right: Right, decided: Sequence[Decided], stays: Sequence[Stays]
) -> Iterator[str]:
    """Yield a line for each thing that was decided, and for each purpose that keeps something."""
    for one in decided:
        if not one.ground:
            yield words.done[right].format(name=one.name)
            continue
        because = _as_sentence(one.because)
        said = words.not_done.format(name=one.name, ground=one.ground, because=because).rstrip()
        yield said + (words.until.format(until=one.until) if one.until else "")
    for kept in stays:
        said = words.stays_until if kept.until else words.stays
        yield said.format(title=kept.title, data=kept.data, ground=kept.ground, until=kept.until)


def _as_sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")

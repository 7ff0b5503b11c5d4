"""The words of the sender: without what they quote, in small letters, sentence by sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_QUOTE = re.compile(
    r"^(?:op .{4,120} schreef .{0,120}:|on .{4,120} wrote:|-{2,} ?(?:original message|"
    r"oorspronkelijk bericht|origineel bericht) ?-{2,}|_{8,}|"
    r"(?:van|from): .{1,200}\n(?:verzonden|sent|date|datum): .*)",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^-{2,} ?(?:forwarded message|doorgestuurd bericht|begin forwarded message).*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADS = re.compile(
    r"^(?:van|from|aan|to|onderwerp|subject|datum|date|verzonden|sent):.*$", re.I | re.M
)
_FORWARDS = re.compile(r"^\s*(?:fw|fwd|doorst)\s*:", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- $", re.MULTILINE)
_ENDS = re.compile(r"[.!?;:]+(?:\s|$)|\n\s*\n|\n\s*(?:[-*•]|\d+[.)])\s+")
_LONGEST = 1_000
_WORD = re.compile(r"[a-z]{5,}")
_DUTCH = frozenset(
    "de het een ik mijn mij van en dat u uw jullie niet graag wil voor is op met".split()
)
_ENGLISH = frozenset("the a i my me of and that you your not please want for is on with to".split())

KEYWORDS = (
    "gegevens", "persoonsgegevens", "verwijderen", "verwijder", "account", "delete", "erase",
    "toestemming", "inzage", "consent", "withdraw", "unsubscribe", "uitschrijven", "afmelden",
    "nieuwsbrief", "reclame", "personal", "bezwaar", "remove", "restrict", "correct", "address",
)  # fmt: skip
"""Words that count, so that a slip of the finger in them does not."""


def is_forwarded(subject: str, text: str) -> bool:
    """Tell whether a message was passed on by somebody else than who wrote it."""
    return bool(_FORWARDS.match(subject) or _FORWARDED.search(text))


def own_words(subject: str, text: str) -> str:
    """Return what the sender wrote; of a message that was passed on, what stands in that."""
    told = text.replace("\r\n", "\n")
    if is_forwarded(subject, told):
        told = _HEADS.sub("", _FORWARDED.sub("", told))
    elif (quoted := _QUOTE.search(told)) is not None:
        told = told[: quoted.start()]
    lines = [line for line in told.split("\n") if not line.lstrip().startswith(">")]
    told = "\n".join(lines)
    signature = _SIGNATURE.search(told)
    return told[: signature.start()] if signature else told


def sentences(text: str) -> Iterator[str]:
    """Yield sentences in small letters without accents; with a question mark where they ask."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    start = 0
    for end in _ENDS.finditer(plain):
        yield from _one(plain[start : end.start()], asks="?" in end[0])
        start = end.end()
    yield from _one(plain[start:], asks=False)


def _one(text: str, *, asks: bool) -> Iterator[str]:
    words = " ".join(text.replace("\u2019", "'").split())
    if words:
        # No sentence is that long: what is would take for ever to look through.
        for part in (words[i : i + _LONGEST] for i in range(0, len(words), _LONGEST)):
            yield _WORD.sub(lambda match: _mended(match[0]), part) + ("?" if asks else "")


def language_of(text: str) -> str:
    """Return `nl` or `en`: of which language more small words stand there."""
    words = re.findall(r"[a-z]+", text.casefold())
    dutch, english = (sum(word in known for word in words) for known in (_DUTCH, _ENGLISH))
    return "en" if english > dutch else "nl"


def _mended(word: str) -> str:
    if word in KEYWORDS:
        return word
    return next((key for key in KEYWORDS if _is_a_slip(word, key)), word)


def _is_a_slip(word: str, key: str) -> bool:
    """Tell whether one letter is lacking, too many, another, or has changed place."""
    if len(key) < 6 or abs(len(word) - len(key)) > 1:
        return False
    start = 0
    while start < min(len(word), len(key)) and word[start] == key[start]:
        start += 1
    rest, of_key = word[start:], key[start:]
    if len(word) == len(key):
        swapped = rest[:2] == of_key[:2][::-1] and rest[2:] == of_key[2:]
        return rest[1:] == of_key[1:] or swapped
    return rest[1:] == of_key if len(word) > len(key) else rest == of_key[1:]

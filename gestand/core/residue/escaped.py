"""A pattern for an identifier as it stands in text, plain or escaped, character by character.

JSON in JSON, a URL in a URL and HTML in HTML are escaped several times: `\\\\u00e9`, `%2540`
and `&amp;eacute;` are all met.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html.entities import codepoint2name

from gestand.core.residue.encoded import spellings, without_accents

_SPACE = "|".join((
    r"\s|\+",
    r"\\+[nrt]|\\+u00a0",
    r"%(?:25)*(?:20|09|0a|0d|c2%(?:25)*a0)",
    r"&(?:amp;)*(?:nbsp|#160|#32|#xa0|#x20);",
    r"=20|=\r?\n",
))  # fmt: skip
_BETWEEN_DIGITS = "|".join((
    r"[\s().+/\u2010-\u2015-]",
    r"%(?:25)*(?:20|28|29|2b|2d|2e|2f)",
    r"&(?:amp;)*nbsp;",
))  # fmt: skip
_LAST_LETTER_WITH_MARKS = 0x24F


def escaped(identifier: str) -> str:
    """Return a pattern that the identifier meets in every way in which text is escaped.

    It is for texts without regard to case. Raises nothing: any text has one.
    """
    text = " ".join(spellings(identifier)[0].split())
    return "".join(f"(?:{_SPACE})+" if character == " " else _of(character) for character in text)


def number_spaced(number: str) -> str:
    """Return a pattern for letters and digits with anything between them that is usual there."""
    return f"(?:{_BETWEEN_DIGITS}){{0,3}}".join(map(re.escape, number))


@cache
def _of(character: str) -> str:
    if character.isascii() and character.isalnum():
        return _letter(character)
    ways = dict.fromkeys(way for face in _faces(character) for way in _ways(face))
    return f"(?:{'|'.join(ways)})"


def _letter(character: str) -> str:
    """Return what meets a letter of ASCII: with a mark as well, where a database let it pass."""
    marked = _marked().get(character.lower(), "")
    return f"[{character}{marked}][\u0300-\u036f]*" if marked else character


@cache
def _marked() -> dict[str, str]:
    """Return, by letter of ASCII, the letters with marks that are made of it."""
    found: dict[str, str] = {}
    for code in range(0xC0, _LAST_LETTER_WITH_MARKS + 1):
        bare = without_accents(chr(code)).lower()
        if len(bare) == 1 and bare.isascii() and bare.isalpha():
            found[bare] = found.get(bare, "") + chr(code)
    return found


def _faces(character: str) -> Iterator[str]:
    """Yield how a character may be spelt: in the other case, with its mark apart or without it."""
    cases = dict.fromkeys((character, character.lower(), character.upper(), character.casefold()))
    for case in cases:
        yield from dict.fromkeys((case, unicodedata.normalize("NFD", case)))
    yield from filter(None, (without_accents(case) for case in cases))


def _ways(face: str) -> Iterator[str]:
    """Yield a few characters plain, and as JSON, URLs, HTML and mail escape them."""
    yield "".join(map(_plain, face))
    units = face.encode("utf-16-be", "replace")
    pairs = (units[n : n + 2].hex() for n in range(0, len(units), 2))
    yield "".join(rf"\\+u{pair}" for pair in pairs)
    data = face.encode("utf-8", "replace")
    yield "".join(f"%(?:25)*{code:02x}" for code in data)
    yield "".join(f"={code:02x}" for code in data)
    yield "".join(map(_html, face))


def _plain(character: str) -> str:
    if character.isascii() and not character.isalnum():
        return rf"\\*{re.escape(character)}"
    return re.escape(character)


def _html(character: str) -> str:
    code = ord(character)
    name = codepoint2name.get(code)
    named = [f"{name};"] if name else []
    return f"&(?:amp;)*(?:{'|'.join([f'#0*{code};', f'#x0*{code:x};', *named])})"

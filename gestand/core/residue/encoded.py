"""An identifier as base64 and hexadecimal write it, whatever the case of its letters.

A letter of ASCII and the same in the other case differ in one bit. In hexadecimal that bit is in
the first digit of a byte; in base64 it is in one character, which then has two faces. So one
pattern finds all capitals at once.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_ODD = {"+": r"\+|-|%2[Bb]", "/": r"\\*/|_|%2[Ff]"}
"""What may stand for the two characters of base64 that are no letters or digits."""


@dataclass(frozen=True)
class Encoded:
    """A pattern, and what every text that it is met by is LIKE."""

    pattern: str
    like: str


@cache
def spellings(identifier: str) -> tuple[str, ...]:
    """Return the ways to spell an identifier that differ in more than the case of ASCII.

    The first is the identifier with accents put together with their letters.
    """
    together = unicodedata.normalize("NFC", identifier)
    found, cases = [together], (together, together.lower(), together.upper())
    if not together.isascii():
        found += [unicodedata.normalize(how, case) for how in ("NFC", "NFD") for case in cases]
        found.append(without_accents(together))
    written = [json.dumps(each)[1:-1] for each in found if each.isascii() or each in cases]
    written += [each.replace("/", "\\/") for each in written]
    return tuple(dict.fromkeys([*found, *written]))


def without_accents(text: str) -> str:
    """Return a text whose letters have lost their marks."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c))


def hex_of(text: str) -> Encoded:
    """Return what finds a text of which the bytes are written in hexadecimal."""
    faces = [sorted({f"{code:02x}" for code in byte}) for byte in _bytes(text)]
    pattern = "".join(each[0] if len(each) == 1 else f"(?:{'|'.join(each)})" for each in faces)
    like = "".join(each[0] if len(each) == 1 else f"_{each[0][1]}" for each in faces)
    return Encoded(pattern, like)


def base64_of(text: str, shift: int) -> Encoded:
    """Return what finds a text in base64 where `shift` bytes stand before it in its group.

    Mail breaks base64 into lines: it is for texts whose lines were joined.
    """
    return _in_base64(_bytes(text), shift)


def base64_of_bytes(data: bytes, shift: int) -> Encoded:
    """Return what finds bytes in base64 where `shift` others stand before them in their group."""
    return _in_base64([(code,) for code in data], shift)


def _in_base64(data: Sequence[tuple[int, ...]], shift: int) -> Encoded:
    faces = [face for face in _faces(data, shift) if len(face) < len(_ALPHABET)]
    return Encoded("".join(map(_pattern, faces)), "".join(map(_like, faces)))


def _bytes(text: str) -> list[tuple[int, ...]]:
    """Return the values that each byte of a text may have."""
    data = text.encode("utf-8", "replace")
    return [(code, code ^ 0x20) if chr(code).isalpha() and code < 128 else (code,) for code in data]


def _faces(data: Sequence[tuple[int, ...]], shift: int) -> list[str]:
    """Return the characters that may stand at each place in base64."""
    anything = tuple(range(256))
    padded = [anything] * shift + list(data)
    padded += [anything] * (-len(padded) % 3)
    faces: list[str] = []
    for start in range(0, len(padded), 3):
        one, two, three = padded[start : start + 3]
        faces.append(_character({0}, {code >> 2 for code in one}))
        faces.append(_character({(code & 3) << 4 for code in one}, {code >> 4 for code in two}))
        faces.append(_character({(code & 15) << 2 for code in two}, {code >> 6 for code in three}))
        faces.append(_character({0}, {code & 63 for code in three}))
    return faces


def _character(high: Set[int], low: Set[int]) -> str:
    """Return the characters whose higher and lower bits are among these."""
    return "".join(_ALPHABET[value] for value in sorted({one | two for one in high for two in low}))


def _pattern(face: str) -> str:
    """Return what one character of base64 meets, in both alphabets; escaped where it may be."""
    plain = "".join(character for character in face if character.isalnum())
    ways = [plain if len(plain) == 1 else f"[{plain}]"] if plain else []
    ways += [f"(?:{way})" for character, way in _ODD.items() if character in face]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _like(face: str) -> str:
    if not face.isalnum():
        return "%"
    return face.lower() if len(face) == 1 else "_"

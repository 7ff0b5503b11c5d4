"""Look for identifiers in a stream of bytes: a file, read a block at a time.

A block is looked through for the letters and digits of an identifier first, which is fast; where
they stand, what is around them is looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from gestand.core.residue.forms import Form, Sought
from gestand.core.residue.uuids import uuid_bytes

OVERLAP = 8192
"""Bytes of a block that are looked at again with the next one: no identifier is longer, escaped."""

_ESCAPES = 48
_ESCAPED_LETTER = 12


def overlapping(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each block with the end of the one before it."""
    tail = b""
    for block in blocks:
        yield tail + block
        tail = block[-OVERLAP:]


def form_in_blocks(sought: Sequence[Sought], blocks: Iterable[bytes]) -> Form | None:
    """Return the form in which one of the identifiers stands in a stream, None where none does.

    Those that count as whole values only are not looked for: a stream has no values.
    """
    within = [one for one in sought if not one.whole]
    found = (_form_in(one, block) for block in overlapping(blocks) for one in within)
    return next(filter(None, found), None)


def _form_in(sought: Sought, block: bytes) -> Form | None:
    looks = _looks(sought)
    if not looks:
        return sought.form_in_bytes(block)
    joined = block.replace(b"\r", b"").replace(b"\n", b"")
    near = (part for data in (block, joined) for part in _near(sought, data, looks))
    return next(filter(None, map(sought.form_in_bytes, near)), None)


def _near(sought: Sought, data: bytes, looks: Sequence[re.Pattern[bytes]]) -> Iterator[bytes]:
    """Yield what is around each place where the identifier may stand."""
    small, around = data.lower(), _reach(sought)
    for look in looks:
        for hit in look.finditer(small):
            yield data[max(0, hit.start() - around) : hit.end() + around]


@cache
def _looks(sought: Sought) -> tuple[re.Pattern[bytes], ...]:
    """Return what every block meets in lower case in which the identifier stands.

    There is none for an identifier without letters or digits of ASCII.
    """
    plain, *_ = sought.likes
    if not plain.strip("%"):
        return ()
    gap = b"[\\s\\S]{0,%d}?" % _reach(sought)
    likes = [_look(like, b"", gap) for like in sought.likes]
    likes += [re.escape(data.lower()) for data in uuid_bytes(sought.text)]
    likes.append(_look(plain, rb"\x00", gap))
    return tuple(re.compile(like) for like in dict.fromkeys(likes))


def _reach(sought: Sought) -> int:
    """Return how far apart two letters of the identifier can stand, escaped."""
    return _ESCAPED_LETTER * len(sought.text) + _ESCAPES


def _look(like: str, between: bytes, gap: bytes) -> bytes:
    parts = (part for part in like.split("%") if part)
    return gap.join(between.join(map(_one, part)) for part in parts)


def _one(character: str) -> bytes:
    return b"[\\s\\S]" if character == "_" else character.encode()

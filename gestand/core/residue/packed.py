"""Values that are compressed: as gzip and zlib write them, in bytes and in base64 within a text.

A database cannot look into such a value, but it can tell how one begins; what comes out is
unpacked here, a block at a time, so that a small value that unpacks to a very large one needs no
memory.
"""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator

BLOCK = 1 << 20

_GZIP, _ZLIB = "1f8b08", ("7801", "785e", "789c", "78da")
BEGINNINGS = (_GZIP, *_ZLIB)
"""How compressed bytes begin, in hexadecimal."""

PREFIX = 4
"""Bytes that some databases write before what they compress: how long it is, unpacked."""

_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9+/_-])(?:H4sI|eAE|eAF|eF[4-7]|eJ[w-z]|eN[o-r])(?:[A-Za-z0-9+/_-]|\\/){8,}"
)
LIKES = ("%h4si%", *(f"%ej{one}%" for one in "wxyz"), "ea%", "ef%", "en%")
"""What a text that has such bytes in base64 is LIKE, in lower case.

What was compressed less or more than usual is met at the beginning of a text only.
"""
BYTE_LIKES = tuple(f"{'__' * before}{code}%" for code in BEGINNINGS for before in (0, PREFIX))
"""What compressed bytes are LIKE, in hexadecimal."""


def unpacked(data: bytes) -> Iterator[Iterator[bytes]]:
    """Yield what compressed bytes hold, as blocks; nothing for bytes that are no such.

    What is damaged further on is told up to there.
    """
    for start in (0, PREFIX):
        if data[start : start + 3].hex().startswith(BEGINNINGS):
            yield _blocks(data[start:])


def unpacked_in_text(text: str) -> Iterator[Iterator[bytes]]:
    """Yield what compressed bytes hold that stand in a text in base64."""
    for found in _IN_TEXT.finditer(text.replace("\r", "").replace("\n", "")):
        written = found[0].replace("\\/", "/").translate(_FOR_URLS)
        whole = written[: len(written) - (len(written) % 4 == 1)]
        yield from unpacked(urlsafe_b64decode(whole + "=" * (-len(whole) % 4)))


_FOR_URLS = str.maketrans("+/", "-_")


def _blocks(data: bytes) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)  # the beginning says which of the two
    try:
        while data and not unpacking.eof:
            if block := unpacking.decompress(data, BLOCK):
                yield block
            data = unpacking.unconsumed_tail
    except zlib.error:
        return

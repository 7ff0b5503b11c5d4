"""A UUID as programs store it: with other dashes, or as the sixteen bytes that it means."""

from __future__ import annotations

import re

from gestand.core.residue.encoded import Encoded, base64_of_bytes

_UUID = re.compile(r"\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?", re.IGNORECASE)


def uuid_bytes(identifier: str) -> tuple[bytes, ...]:
    """Return the bytes of a UUID in each order that is usual; none for what is no UUID.

    As it is written, as Windows orders it, and with its time first, as databases index it best.
    """
    if not _UUID.fullmatch(identifier.strip()):
        return ()
    plain = bytes.fromhex("".join(filter(str.isalnum, identifier)))
    windows = plain[3::-1] + plain[5:3:-1] + plain[7:5:-1] + plain[8:]
    time_first = plain[6:8] + plain[4:6] + plain[:4] + plain[8:]
    return tuple(dict.fromkeys((plain, windows, time_first)))


def in_text(identifier: str) -> tuple[tuple[Encoded, ...], tuple[Encoded, ...]]:
    """Return what finds these bytes in a text: in hexadecimal, and in base64."""
    orders = uuid_bytes(identifier)
    written = tuple(Encoded(data.hex(), data.hex()) for data in orders)
    coded = tuple(base64_of_bytes(data, shift) for data in orders for shift in range(3))
    return written, coded

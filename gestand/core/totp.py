"""Codes of six digits that an authenticator shows and that change each half minute (RFC 6238).

Pure: the moment comes in. Nothing here remembers which code was used; who asks says which count.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from string import ascii_letters, digits

SECRET_BYTES = 20
"""As long as what makes the codes should be (RFC 4226, requirement 6)."""

STEP, DIGITS = 30, 6
"""For how many seconds a code is shown, and its length: what every authenticator knows."""

_PLAIN = frozenset(ascii_letters + digits + "-._~")
"""What stands in an address as it is (RFC 3986, section 2.3)."""

_LONGEST_ISSUER, _LONGEST_NAME = 45, 75
"""So much of them is shown in an authenticator: all goes into a QR code of ours."""

_EARLIER_AND_LATER = (-1, 0, 1)
"""A clock may run behind or ahead by as much as a step (RFC 6238, section 5.2)."""


def step_of(moment: float) -> int:
    """Return which step a moment is in, in seconds since 1970."""
    return int(moment) // STEP


def code(secret: bytes, step: int) -> str:
    """Return the code of a step (RFC 4226, section 5.3)."""
    told = hmac.digest(secret, step.to_bytes(8), "sha1")
    at = told[-1] & 0xF
    number = int.from_bytes(told[at : at + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def fits(secret: bytes, typed: str, now: int, after: int) -> int | None:
    """Return the step of which somebody typed the code; None where it is none that counts.

    Only steps `after` another count, so that no code counts twice. All are compared, so that the
    time tells nothing.
    """
    told = "".join(typed.split())
    steps = [now + more for more in _EARLIER_AND_LATER]
    same = [hmac.compare_digest(code(secret, one).encode(), told.encode()) for one in steps]
    counts = [one for one, is_it in zip(steps, same, strict=True) if is_it and one > after]
    return counts[0] if counts else None


def shown(secret: bytes) -> str:
    """Return a secret as people type it into an authenticator."""
    return b32encode(secret).decode().rstrip("=")


def address(secret: bytes, who: str, issuer: str) -> str:
    """Return the address that an authenticator reads from a QR code."""
    of = _escaped(issuer, _LONGEST_ISSUER)
    name = _escaped(who, _LONGEST_NAME)
    return f"otpauth://totp/{of}:{name}?secret={shown(secret)}&issuer={of}"


def _escaped(text: str, longest: int) -> str:
    """Return the beginning of a text as it stands in an address; no letter is cut in two."""
    told = ""
    for letter in text:
        more = "".join(chr(c) if chr(c) in _PLAIN else f"%{c:02X}" for c in letter.encode())
        if len(told) + len(more) > longest:
            break
        told += more
    return told

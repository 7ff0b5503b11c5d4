"""Tokens that open a door: compared in one way wherever somebody sends one."""

from __future__ import annotations

import hmac
from hashlib import sha256


def is_same(typed: str, expected: str) -> bool:
    """Compare two secrets in a time that tells nothing of where they differ."""
    one, other = (sha256(text.encode("utf-8", "replace")).digest() for text in (typed, expected))
    return hmac.compare_digest(one, other)

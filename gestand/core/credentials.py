"""Names that credentials have."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ALONE = frozenset(
    (
        *("apikey", "cvc", "cvv", "otp", "passcode", "passphrase", "passwd", "password"),
        *("passwords", "pwd", "salt", "totp", "wachtwoord"),
    )
)
_LAST = frozenset({"token", "tokens"})
_HASHED = frozenset({"digest", "hash"})
_TOGETHER = frozenset(
    {
        *(("access", "key"), ("api", "key"), ("backup", "codes"), ("encryption", "key")),
        *(("private", "key"), ("recovery", "codes"), ("secret", "key"), ("session", "key")),
    }
)


def is_credential(name: str) -> bool:
    """Tell whether a column, or a part of a document, has the name of a credential."""
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and words[-1] in _HASHED:
        words.pop()
    together = not _TOGETHER.isdisjoint(zip(words, words[1:], strict=False))
    return together or not _ALONE.isdisjoint(words) or not _LAST.isdisjoint(words[-1:])

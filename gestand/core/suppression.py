"""Addresses that are not to be used any more: compared in one form, however they are written.

More is meant than was written, never less: a letter in another case and a tag behind a plus sign
are the same mailbox, and whoever said no said it for all of these.
"""

from __future__ import annotations

import re
from unicodedata import normalize

EMAIL, PHONE = "email", "phone"
TERMS = {"pd:EmailAddress": EMAIL, "pd:TelephoneNumber": PHONE}
"""Which categories hold addresses, by their term of the Data Privacy Vocabulary."""

_NAME = r"""[^\s@+"<>(),;:\[\]\\\x00-\x1f\x7f\ud800-\udfff]"""
_LOCAL = re.compile(rf"{_NAME}+(\+({_NAME}|\+)*)?\Z")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}\Z")
_SCHEME = re.compile(r"(mailto|tel):", re.IGNORECASE)
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}\Z")
_SEPARATORS = re.compile(r"[\s().\-/]")
_TRUNK = re.compile(r"(\+[0-9]{1,3})\(0\)")


def normalised(text: str) -> tuple[str, str] | None:
    """Return the kind and the one form of an address; None where it is none.

    A telephone number is written with `+` or `00` and its country: without it nobody knows whose.
    """
    plain = normalize("NFKC", text).strip()
    plain = plain[found.end() :].strip() if (found := _SCHEME.match(plain)) else plain
    if "@" in plain:
        return _email(plain)
    return _phone(plain)


def _email(text: str) -> tuple[str, str] | None:
    local, _, domain = text.rpartition("@")
    if not _LOCAL.match(local):
        return None
    try:
        # The dots of other scripts, and names in their letters, are one domain (RFC 3490).
        named = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    if not _DOMAIN.match(named):
        return None  # a line of a list with more than an address in it is none, and is told
    mailbox = local.partition("+")[0].casefold()
    return EMAIL, f"{mailbox}@{named}"


def _phone(text: str) -> tuple[str, str] | None:
    number = _SEPARATORS.sub("", _TRUNK.sub(r"\1", text.replace(" ", "")))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return (PHONE, number) if _NUMBER.match(number) else None

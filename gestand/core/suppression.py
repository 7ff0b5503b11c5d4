"""Addresses that are not to be used any more: compared in one form, however they are written.

More is meant than was written, never less: a letter in another case and a tag behind a plus sign
are the same mailbox, and whoever said no said it for all of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

EMAIL, PHONE = "email", "phone"
TERMS = {"pd:EmailAddress": EMAIL, "pd:TelephoneNumber": PHONE}
"""Which categories hold addresses, by their term of the Data Privacy Vocabulary."""


@dataclass(frozen=True)
class AtHome:
    """How numbers are written within a country: a 0, and so many digits that follow its code."""

    code: str
    fewest: int
    most: int


_NAME = r"""[^\s@+"<>(),;:\[\]\\\x00-\x1f\x7f\ud800-\udfff]"""
_LOCAL = re.compile(rf"{_NAME}+(\+({_NAME}|\+)*)?\Z")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}\Z")
_SCHEME = re.compile(r"(mailto|tel):", re.IGNORECASE)
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}\Z")
_HOME = re.compile(r"0([1-9][0-9]+)\Z")
_SEPARATORS = re.compile(r"[\s().\-/]")
_TRUNK = re.compile(r"(\+[0-9]{1,3})\(0\)")


def normalised(text: str, home: AtHome | None = None) -> tuple[str, str] | None:
    """Return the kind and the one form of an address; None where it is none.

    A telephone number is written with `+` or `00` and its country, or as it is at `home`: else
    nobody knows whose it is.
    """
    plain = normalize("NFKC", text).strip()
    plain = plain[found.end() :].strip() if (found := _SCHEME.match(plain)) else plain
    if "@" in plain:
        return _email(plain)
    return _phone(plain, home)


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


def _phone(text: str, home: AtHome | None) -> tuple[str, str] | None:
    number = _SEPARATORS.sub("", _TRUNK.sub(r"\1", text.replace(" ", "")))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif home is not None and (found := _HOME.match(number)):
        if home.fewest <= len(found[1]) <= home.most:
            number = f"+{home.code}{found[1]}"
    return (PHONE, number) if _NUMBER.match(number) else None

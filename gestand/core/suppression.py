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

_LOCAL = re.compile(r"[^\s@+]+(\+[^\s@]*)?\Z")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}\Z")
_SEPARATORS = re.compile(r"[\s().\-/]")
_TRUNK = re.compile(r"(\+[0-9]{1,3})\(0\)")


def normalised(text: str) -> tuple[str, str] | None:
    """Return the kind and the one form of an address; None where it is none.

    A telephone number is written with `+` or `00` and its country: without it nobody knows whose.
    """
    plain = normalize("NFKC", text).strip().removeprefix("mailto:").removeprefix("tel:").strip()
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
    if "." not in named or " " in named:
        return None
    mailbox = local.partition("+")[0].casefold()
    return EMAIL, f"{mailbox}@{named}"


def _phone(text: str) -> tuple[str, str] | None:
    number = _SEPARATORS.sub("", _TRUNK.sub(r"\1", text.replace(" ", "")))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return (PHONE, number) if _NUMBER.match(number) else None

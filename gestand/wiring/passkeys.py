"""Chooses what verifies passkeys, and of which site they are."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from gestand.passkeys.base import Passkeys
from gestand.passkeys.by_fido2 import ByFido2

LOCAL = "localhost"


def passkeys_of(origins: Collection[str]) -> Passkeys | None:
    """Return what verifies passkeys of a website with these origins; None where it can have none.

    Browsers give them to names only, not to numbers of machines, and over TLS but for this machine.
    """
    names = {name for origin in origins if (name := _name(origin))}
    if len(names) != 1:
        return None
    return ByFido2(names.pop(), frozenset(origins))


def _name(origin: str) -> str:
    parts = urlsplit(origin)
    name = parts.hostname or ""
    if parts.scheme != "https" and name != LOCAL:
        return ""
    try:
        ip_address(name)
    except ValueError:
        return name
    return ""

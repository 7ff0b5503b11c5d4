"""What makes the codes of officers' authenticators: kept encrypted, and taken away by two others.

The secret is a key of the keyring, wrapped by the master key: it is rotated with the others, and
stands in no file any more once it was taken away. Whoever lost an authenticator cannot take it
away themselves: one officer asks for that, and another one confirms. The ledger tells of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_bytes, token_hex

from gestand.core.acting import folded_name, is_same
from gestand.core.totp import SECRET_BYTES
from gestand.errors import CannotRun
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring

ENROLLED, ASKED, REMOVED = (
    "authenticator enrolled", "authenticator removal asked", "authenticator removed"
)
_START = "authenticator"
_NEVER = "9999-12-31T23:59:59+00:00"
"""It does not end by itself."""


@dataclass(frozen=True)
class Authenticators:
    """Which officers have one, and for whom somebody asked that it be taken away, and who did."""

    enrolled: frozenset[str]
    asked: Mapping[str, str]


def new_secret() -> bytes:
    """Return what makes the codes of a new authenticator; it counts once it was enrolled."""
    return token_bytes(SECRET_BYTES)


def secret_of(keyring: Keyring, name: str) -> bytes | None:
    """Return what makes the codes of an officer; None where they have no authenticator."""
    names = _keys(keyring, name)
    return keyring.key(names[0]) if names else None


def enrol(keyring: Keyring, name: str, secret: bytes) -> None:
    """Keep what makes the codes of an officer; CannotRun where they have one already."""
    digest = _digest(keyring.journal, name)
    with keyring.journal.recording((ENROLLED, {"officer": digest})):
        if _keys(keyring, name):
            message = "there is an authenticator already: two colleagues take it away first"
            raise CannotRun(message)
        keyring.put(f"{_start(digest)} {token_hex(8)}", _NEVER, secret)


def ask_removal(keyring: Keyring, name: str, by: str) -> None:
    """Ask that the authenticator of a colleague be taken away; CannotRun where that cannot be."""
    _refuse(keyring, name, by)
    who = _digest(keyring.journal, name)
    with keyring.journal.recording((ASKED, {"officer": who, "by": _digest(keyring.journal, by)})):
        pass


def remove(keyring: Keyring, name: str, by: str) -> None:
    """Take the authenticator of a colleague away, as another one asked; CannotRun otherwise."""
    _refuse(keyring, name, by)
    asked = _asked(keyring.journal).get(_digest(keyring.journal, name))
    if asked is None:
        message = "nobody asked for that: one colleague asks, and another one confirms"
        raise CannotRun(message)
    if asked in _digests(keyring.journal, by):
        message = "you asked for that yourself: another colleague confirms"
        raise CannotRun(message)
    told = {"officer": _digest(keyring.journal, name), "by": _digest(keyring.journal, by)}
    # INVARIANT: it is told first. Where the next step fails, it is asked for anew.
    with keyring.journal.recording((REMOVED, told)):
        pass
    keyring.destroy_all(_keys(keyring, name), "authenticator", {})


def of_officers(keyring: Keyring, names: Iterable[str]) -> Authenticators:
    """Return how it stands with the authenticators of officers; names are nowhere but here."""
    journal, known = keyring.journal, list(names)
    has = frozenset(one for one in known if _keys(keyring, one))
    by_digest = {digest: one for one in known for digest in _digests(journal, one)}
    asked = {
        by_digest[who]: by_digest.get(by, "")
        for who, by in _asked(journal).items()
        if who in by_digest and by_digest[who] in has
    }
    return Authenticators(has, asked)


def _refuse(keyring: Keyring, name: str, by: str) -> None:
    if is_same(name, by):
        message = "nobody takes away their own authenticator: two colleagues do"
        raise CannotRun(message)
    if not _keys(keyring, name):
        message = "there is no authenticator to take away"
        raise CannotRun(message)


def _asked(journal: Journal) -> dict[str, str]:
    """Return, by the digest of an officer, that of who asked for the removal that still waits."""
    entries = sorted(
        entry for kind in (ENROLLED, ASKED, REMOVED) for entry in journal.ledger.of_kind(kind)
    )
    waits: dict[str, str] = {}
    for entry in entries:
        told = json.loads(entry.told)
        waits.pop(told["officer"], None)
        if entry.kind == ASKED:
            waits[told["officer"]] = told["by"]
    return waits


def _keys(keyring: Keyring, name: str) -> list[str]:
    """Return the names of the keys that make the codes of an officer."""
    digests = _digests(keyring.journal, name)
    return [key for digest in digests for key in keyring.names(_start(digest))]


def _start(digest: str) -> str:
    return f"{_START} {digest[:32]}"


def _digest(journal: Journal, name: str) -> str:
    return journal.state.digest("decider", folded_name(name))  # one name, however it is written


def _digests(journal: Journal, name: str) -> list[str]:
    """Return by what an officer is known: now, and in what an earlier version kept."""
    older = journal.state.digest("decider", name)
    return list(dict.fromkeys((_digest(journal, name), older)))

"""The passkeys of people who look at their own data: added and taken away by them.

A public key is no secret; it is kept as what makes second codes is, since it says of whom it is.
What a device keeps to say whose it is, its handle, is the digest by which own records know the
person, encrypted: to anybody else it says nothing, and not that two of them are of one person.
"""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.facts import Person
from gestand.passkeys.base import Claimed, Made, NotRight
from gestand.records.base import CannotBeOpened
from gestand.work.keyring import Keyring
from gestand.work.portal.lets_in import PASSKEY, LetsIn, destroy, keep, of_digest, rewrite

ADDED, REMOVED = "passkey added", "passkey removed"

MOST = 10
"""So many one person has at most: more devices than anybody carries."""

_HANDLE = "gestand handle 1"


def handle_of(keyring: Keyring, person: Person) -> bytes:
    """Return what a device keeps to say whose a passkey is; another each time."""
    state = keyring.journal.state
    digest = bytes.fromhex(state.known_as(person))
    return keyring.cipher.seal(state.secret(PASSKEY), digest, _HANDLE)


def add(keyring: Keyring, person: Person, address: str, made: Made) -> None:
    """Keep a passkey of somebody; NotRight where they have too many."""
    digest = keyring.journal.state.known_as(person)
    said = {"ident": made.ident.hex(), "key": made.key.hex(), "count": made.count}
    with keyring.journal.recording() as news:
        if len([*of_digest(keyring, PASSKEY, digest)]) >= MOST:
            message = f"there are {MOST} passkeys already: take one away first"
            raise NotRight(message)
        ident = keep(keyring, PASSKEY, [person], address, said)
        news.append((ADDED, {"passkey": ident, "people": [digest]}))


def take_away(keyring: Keyring, ident: str) -> None:
    """Take a passkey away, as its person wants."""
    # INVARIANT: it is told first. Where the next step fails, it is asked for anew.
    with keyring.journal.recording((REMOVED, {"passkey": ident})):
        pass
    destroy(keyring, ident, "removed")


def said_to_be(keyring: Keyring, claimed: Claimed) -> LetsIn | None:
    """Return the passkey that a browser says to show; None where there is none such."""
    try:
        secret = keyring.journal.state.secret(PASSKEY)
        digest = keyring.cipher.opened(secret, claimed.handle, _HANDLE).hex()
    except CannotBeOpened:
        return None
    return _with(claimed.ident, [*of_digest(keyring, PASSKEY, digest)])


def count(keyring: Keyring, one: LetsIn, signed: int) -> None:
    """Remember how often a passkey has signed; NotRight where it was more often before.

    Then there are two of it, and one is a copy. Devices that do not count say zero each time.
    """
    with keyring.journal.recording():
        digest = keyring.journal.state.known_as(one.person)
        now = _with(bytes.fromhex(one.said["ident"]), [*of_digest(keyring, PASSKEY, digest)])
        before = -1 if now is None else int(now.said["count"])
        if now is None or signed < before or signed == before > 0:
            raise NotRight
        if signed != before:
            rewrite(keyring, now, {**now.said, "count": signed})


def _with(ident: bytes, found: Sequence[LetsIn]) -> LetsIn | None:
    return next((one for one in found if one.said["ident"] == ident.hex()), None)

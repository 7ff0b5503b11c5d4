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
from gestand.work.portal.lets_in import (
    ONLY,
    PASSKEY,
    LetsIn,
    destroy,
    keep,
    of_digest,
    rewrite,
)

ADDED, REMOVED = "passkey added", "passkey removed"
MAIL_OFF, MAIL_ON = "mailed code alone turned off", "mailed code alone turned on"

MOST = 10
"""So many one person has at most: more devices than anybody carries."""

_HANDLE = "gestand handle 1"


def handle_of(keyring: Keyring, person: Person) -> bytes:
    """Return what a device keeps to say whose a passkey is; another each time."""
    state = keyring.journal.state
    digest = bytes.fromhex(state.known_as(person))
    return keyring.cipher.seal(state.secret(PASSKEY), digest, _HANDLE)


def add(
    keyring: Keyring, person: Person, address: str, made: Made, others: Sequence[LetsIn]
) -> None:
    """Keep a passkey of somebody beside their others; NotRight where they have too many."""
    digest = keyring.journal.state.known_as(person)
    only = next((one.said[ONLY] for one in others if one.said.get(ONLY)), "")
    said = {"ident": made.ident.hex(), "key": made.key.hex(), "count": made.count, ONLY: only}
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


def let_mail_in(keyring: Keyring, found: Sequence[LetsIn], site: str) -> None:
    """Let the mailed code alone let nobody in on a site where one of these does; "" lets it again.

    Who takes the last of them away has the mailed code.
    """
    idents, digests = {one.ident for one in found}, {*map(_digest_of, found)}
    with keyring.journal.recording() as news:
        kept = [one for digest in digests for one in of_digest(keyring, PASSKEY, digest)]
        for one in kept:
            if one.ident in idents:
                rewrite(keyring, one, {**one.said, ONLY: site})
        news.append((MAIL_OFF if site else MAIL_ON, {"people": sorted(digests)}))


def is_asked(found: Sequence[LetsIn], site: str) -> bool:
    """Tell whether one of these is asked on a site, since the mailed code alone is not enough."""
    return any(one.said.get(ONLY) == site for one in found)


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


def _digest_of(one: LetsIn) -> str:
    return one.name.split(" ")[1]


def _with(ident: bytes, found: Sequence[LetsIn]) -> LetsIn | None:
    return next((one for one in found if one.said["ident"] == ident.hex()), None)

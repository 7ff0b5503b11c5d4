"""The passkeys of people who look at their own data: added and taken away by them.

A public key is no secret; it is kept as what makes second codes is, since it says of whom it is.
What a device keeps to say whose it is, its handle, are the beginnings of the digests by which own
records know the person, encrypted: to anybody else it says nothing, and not that two of them are
of one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
    of_digests,
    of_people,
    rewrite,
)

ADDED, REMOVED = "passkey added", "passkey removed"
COUNTED_BACK = "passkey counted back"
MAIL_OFF, MAIL_ON = "mailed code alone turned off", "mailed code alone turned on"

MOST = 10
"""So many one person has at most: more devices than anybody carries."""

_HANDLE = "gestand handle 1"
_BEGINNING, _KINDS, _WHOLE = 9, 4, 32
"""Of so many kinds so many bytes of each digest fit in what a device keeps: 64 bytes at most.

A device that has the handle of an older version keeps the whole digest of one.
"""


def handle_of(keyring: Keyring, people: Sequence[Person]) -> bytes:
    """Return what a device keeps to say whose a passkey is; another each time, and as long."""
    state = keyring.journal.state
    digests = dict.fromkeys(bytes.fromhex(state.known_as(person)) for person in people)
    told = b"".join(digest[:_BEGINNING] for digest in [*digests][:_KINDS])
    told = told.ljust(_BEGINNING * _KINDS, b"\0")
    return keyring.cipher.seal(state.secret(PASSKEY), told, _HANDLE)


def add(
    keyring: Keyring, people: Sequence[Person], address: str, made: Made, others: Sequence[LetsIn]
) -> None:
    """Keep a passkey of somebody, as all that they are; NotRight where they have too many."""
    digests = sorted({keyring.journal.state.known_as(person) for person in people})
    only = next((one.said[ONLY] for one in others if one.said.get(ONLY)), "")
    said = {"ident": made.ident.hex(), "key": made.key.hex(), "count": made.count, ONLY: only}
    with keyring.journal.recording() as news:
        if len({one.ident for one in of_people(keyring, people, PASSKEY)}) >= MOST:
            message = f"there are {MOST} passkeys already: take one away first"
            raise NotRight(message)
        ident = keep(keyring, PASSKEY, people, address, said)
        news.append((ADDED, {"passkey": ident, "people": digests}))


def take_away(keyring: Keyring, ident: str) -> None:
    """Take a passkey away, as its person wants."""
    # INVARIANT: it is told first. Where the next step fails, it is asked for anew.
    with keyring.journal.recording((REMOVED, {"passkey": ident})):
        pass
    destroy(keyring, ident, "removed")


def let_mail_in(
    keyring: Keyring, people: Sequence[Person], found: Sequence[LetsIn], site: str
) -> None:
    """Let the mailed code alone let nobody in on a site where one of these does; "" lets it again.

    They are passkeys of people. Who takes the last of them away has the mailed code.
    """
    idents = {one.ident for one in found}
    digests = sorted({keyring.journal.state.known_as(person) for person in people})
    with keyring.journal.recording() as news:
        for one in [*of_people(keyring, people, PASSKEY)]:
            if one.ident in idents:
                rewrite(keyring, one, {**one.said, ONLY: site})
        news.append((MAIL_OFF if site else MAIL_ON, {"people": digests}))


def is_asked(found: Sequence[LetsIn], site: str) -> bool:
    """Tell whether one of these is asked on a site, since the mailed code alone is not enough."""
    return any(one.said.get(ONLY) == site for one in found)


def said_to_be(keyring: Keyring, claimed: Claimed) -> LetsIn | None:
    """Return the passkey that a browser says to show; None where there is none such."""
    return next(iter(_each(keyring, claimed)), None)


def count(keyring: Keyring, claimed: Claimed, signed: int) -> None:
    """Remember how often a passkey has signed; NotRight where it was more often before.

    Then there are two of it, and one is a copy. Devices that do not count say zero each time.
    """
    with keyring.journal.recording():
        found = _each(keyring, claimed)
        before = max((int(one.said["count"]) for one in found), default=-1)
        if not found or signed < before or signed == before > 0:
            raise NotRight
        for one in found if signed != before else ():
            rewrite(keyring, one, {**one.said, "count": signed})


def counted_back(keyring: Keyring, one: LetsIn, today: date) -> None:
    """Write down that there may be a copy of a passkey, so that officers hear of it."""
    told = {"passkey": one.ident, "on": today.isoformat()}
    with keyring.journal.recording((COUNTED_BACK, told)):
        pass


def _each(keyring: Keyring, claimed: Claimed) -> list[LetsIn]:
    """Return a passkey as all that its person is: it stands under the digest of each kind."""
    try:
        secret = keyring.journal.state.secret(PASSKEY)
        told = keyring.cipher.opened(secret, claimed.handle, _HANDLE)
    except CannotBeOpened:
        return []
    size = _WHOLE if len(told) == _WHOLE else _BEGINNING
    parts = (told[place : place + size] for place in range(0, len(told), size))
    digests = [part.hex() for part in parts if any(part)]
    found = of_digests(keyring, PASSKEY, digests)
    return [one for one in found if one.said["ident"] == claimed.ident.hex()]

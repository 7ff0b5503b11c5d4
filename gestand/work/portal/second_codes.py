"""The authenticators of people who look at their own data: turned on and off by them, by a code.

Who lost theirs asks by the form. Once it is settled who asks, and not by the mailbox alone, one
officer asks to take it away, and another one confirms. The ledger tells of each, by digests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gestand.core.acting import folded_name
from gestand.core.facts import Person
from gestand.core.programs import BY_PROGRAM
from gestand.core.request import What
from gestand.errors import CannotRun
from gestand.settings import decider
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.portal.lets_in import (
    FACTOR,
    NEVER,
    TAKEN,
    LetsIn,
    asked_beside,
    destroy,
    keep,
    of_people,
)
from gestand.work.rights import words
from gestand.work.rights_kept import Kept

ON, OFF = "second code turned on", "second code turned off"
ASKED, REMOVED = "second code removal asked", "second code removed"

WHY = ("lost", "broken", "stolen")
"""Why it is taken away: a word of ours, so that nobody writes about a person in the ledger."""

BY_MAILBOX = frozenset({"signed-in", "known-address"})
"""Ways to settle who somebody is that whoever has the mailbox could go as well."""


@dataclass(frozen=True)
class OfCase:
    """How it stands with what is asked of who asks with a request, beside a mailed code.

    It is their authenticator, and the passkeys that they chose to be asked for.

    `by` asked to take it away, for the reason `why`, which is empty while nobody did. With
    `is_proven` a person settled who asks, in a way that the mailbox alone does not open.
    """

    ident: str
    by: str
    why: str
    is_proven: bool


def secret_of(found: Sequence[LetsIn]) -> tuple[str, bytes] | None:
    """Return what makes the codes of somebody, and by what it is known; None where nothing does.

    `found` are theirs, in the order in which they are known: what is of their own row comes first.
    """
    return (found[0].ident, bytes.fromhex(found[0].said["secret"])) if found else None


def turn_on(keyring: Keyring, people: Sequence[Person], address: str, secret: bytes) -> None:
    """Keep what makes the codes of somebody, as all that they are: the newest alone counts."""
    # What waits for its end is of somebody who may be put back yet.
    found = of_people(keyring, people, FACTOR)
    older = {one.ident for one in found if keyring.until(one.name) == NEVER}
    with keyring.journal.recording() as news:
        ident = keep(keyring, FACTOR, people, address, {"secret": secret.hex()})
        told = sorted({keyring.journal.state.known_as(person) for person in people})
        news.append((ON, {"authenticator": ident, "people": told}))
    for one in sorted(older):
        destroy(keyring, one, "another one came")


def turn_off(keyring: Keyring, ident: str) -> None:
    """Take away what makes the codes of somebody, as they want."""
    # INVARIANT: it is told first. Where the next step fails, it is asked for anew.
    with keyring.journal.recording((OFF, {"authenticator": ident})):
        pass
    destroy(keyring, ident, "turned off")


def of_case(keyring: Keyring, kept: Kept, officers: Iterable[str]) -> OfCase | None:
    """Return how it stands with the authenticator of who asks; None where they have none."""
    journal, person = keyring.journal, kept.row.person
    found = asked_beside(keyring, person) if person else []
    if not found:
        return None
    ident = found[0].ident
    asked = _asked(journal, ident)
    by_digest = {_digest(journal, one): one for one in officers}
    by = "" if asked is None else by_digest.get(asked["by"], "")
    method = kept.request.method
    proven = bool(method) and method not in BY_MAILBOX and _said_by_somebody(keyring, kept)
    return OfCase(ident, by, asked["why"] if asked else "", proven)


def ask_removal(keyring: Keyring, kept: Kept, why: str) -> None:
    """Ask that the authenticator of who asks be taken away; CannotRun where that cannot be."""
    ident = _to_remove(keyring, kept)
    if why not in WHY:
        message = "why is it taken away? Choose a reason"
        raise CannotRun(message)
    with keyring.journal.recording((ASKED, _told(keyring.journal, kept, ident, why))):
        pass


def remove(keyring: Keyring, kept: Kept) -> None:
    """Take the authenticator of who asks away, as another officer asked; CannotRun otherwise."""
    ident, journal = _to_remove(keyring, kept), keyring.journal
    every = asked_beside(keyring, kept.row.person)
    asked = _asked(journal, ident)
    if asked is None:
        message = "nobody asked for that: one officer asks, and another one confirms"
        raise CannotRun(message)
    if asked["by"] == _digest(journal, decider()):
        message = "you asked for that yourself: another officer confirms"
        raise CannotRun(message)
    # INVARIANT: it is told first. Where the next step fails, it is confirmed once more.
    with journal.recording((REMOVED, _told(journal, kept, ident, asked["why"]))):
        pass
    for one in every:
        destroy(keyring, one.ident, TAKEN)


def _said_by_somebody(keyring: Keyring, kept: Kept) -> bool:
    """Tell whether a person settled who asks; a program calls nobody back, and is shown nothing."""
    settled = [one for one in kept.events if one.event == What.SETTLE_IDENTITY.value]
    by = words(keyring, settled[-1]).get("by") if settled else None
    return bool(by) and not str(by).startswith(BY_PROGRAM)


def _to_remove(keyring: Keyring, kept: Kept) -> str:
    found = of_case(keyring, kept, ())
    if found is None:
        message = "there is no authenticator to take away"
        raise CannotRun(message)
    if not found.is_proven:
        message = "whoever has the mailbox could ask this: settle first in another way who asks"
        raise CannotRun(message)
    return found.ident


def _told(journal: Journal, kept: Kept, ident: str, why: str) -> dict[str, str | int]:
    by = _digest(journal, decider())
    return {"authenticator": ident, "request": kept.row.number, "by": by, "why": why}


def _asked(journal: Journal, ident: str) -> dict[str, str] | None:
    """Return what was told when somebody asked last to take one away; None where nobody did."""
    every = (json.loads(entry.told) for entry in journal.ledger.of_kind(ASKED))
    found = [told for told in every if told["authenticator"] == ident]
    return found[-1] if found else None


def _digest(journal: Journal, name: str) -> str:
    return journal.state.digest("decider", folded_name(name))  # one name, however it is written

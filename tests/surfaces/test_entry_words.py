"""What the ledger tells of is called in words on the page of officers, in each language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gestand.core import codes, notices, packages
from gestand.core.mail import Happens
from gestand.core.request import What
from gestand.surfaces.web.entry_words import entry_words
from gestand.work import (
    announced,
    authenticators,
    breaches,
    disclosures,
    facts,
    holds,
    intake,
    journal,
    keyring,
    looks,
    mails,
    memory,
    orders,
    rights,
    runs,
    signed_versions,
    suppression,
    tokens,
)
from gestand.work.consents import sealed
from gestand.work.forms import paying, published, taking
from gestand.work.portal import passkeys, second_codes

OF_REGISTERS = {
    "breach": (breaches.FOUND, breaches.TOLD, breaches.RATED, breaches.NOTIFIED, breaches.CLOSED),
    "code": (codes.MADE, codes.USED, codes.WRONG, codes.NOT_SENT),
    "disclosure": (disclosures.INTENDED, disclosures.MADE, disclosures.FAILED,
                   disclosures.REFUSED),
    "hold": (holds.PLACED, holds.CONFIRMED, holds.REVIEWED, holds.RELEASE_ASKED, holds.RELEASED),
    "look": (looks.LOOKED,),
    "notice": (notices.DUE, notices.SENT, notices.CONFIRMED, notices.EXEMPT, notices.POSTING,
               notices.NOT_POSTED),
    "order": (orders.RECEIVED, orders.DECIDED, orders.SECRECY, orders.COSTS),
    "override": ("made",),
    "parcel": (packages.PUT, packages.FETCHED, packages.REMOVED),
    "request": (rights.RECEIVED, *(what.value for what in What)),
    "mail": (mails.BEGUN, mails.CAME_IN, mails.FORGOTTEN,
             *(one.value for one in Happens if one is not Happens.BEGIN)),
}  # fmt: skip
ALONE = (
    announced.KIND, authenticators.ENROLLED, authenticators.ASKED, authenticators.REMOVED,
    facts.ASKED, facts.DECIDED, facts.TAKEN_BACK, facts.HIDDEN, intake.LEFT, journal.BEGUN,
    journal.RECEIPT, journal.COPY_BEGUN, journal.TAKEN_OVER, keyring.ROTATED, keyring.DESTROYED,
    memory.CLOCK_WAS_AHEAD, runs.DAY_DONE, signed_versions.KIND, suppression.ADDED,
    suppression.REMOVED, tokens.MADE, tokens.REVOKED, sealed.CONSENTS, paying.PAID, paying.LAPSED,
    published.APPROVED, published.TAKEN_DOWN, taking.INTENDED, taking.KEPT, passkeys.ADDED,
    passkeys.REMOVED, passkeys.COUNTED_BACK, passkeys.MAIL_OFF, passkeys.MAIL_ON, second_codes.ON,
    second_codes.OFF, second_codes.ASKED, second_codes.REMOVED,
)  # fmt: skip


def kinds() -> Iterator[str]:
    yield from ALONE
    for noun, events in OF_REGISTERS.items():
        yield from (f"{noun} {event}" for event in events)


@pytest.mark.parametrize("kind", [*kinds()])
def test_each_kind_of_entry_has_its_words(kind: str) -> None:
    dutch, english = entry_words(kind, "nl"), entry_words(kind, "en")
    assert dutch not in (kind, english) and english
    assert entry_words(f"{kind} of later", "nl") == f"{kind} of later"

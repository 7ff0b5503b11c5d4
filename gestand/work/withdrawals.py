"""Carry a withdrawal of consent out: the register of consents keeps it, whatever a crash stops."""

from __future__ import annotations

import json

from gestand.core.consent import Event
from gestand.errors import CannotRun
from gestand.work.company import Company
from gestand.work.consents.record import record_lines
from gestand.work.keyring import Keyring
from gestand.work.rights_kept import Kept


def withdraw(company: Company, keyring: Keyring, kept: Kept, who: str) -> int:
    """Record that somebody, as `KIND:KEY`, withdraws consent to each purpose of a request.

    Once more it is the same record, by its receipt. Returns how many are new; CannotRun where one
    cannot be right.
    """
    lines = [
        json.dumps({
            "event": Event.WITHDRAWN.value,
            "purpose": purpose,
            "who": who,
            "at": kept.events[0].at,
            "receipt": f"request-{kept.row.number}-{number}",
            "how": kept.row.channel,
        })
        for number, purpose in enumerate(sorted(kept.request.purposes), start=1)
    ]
    done = record_lines(company, keyring, lines, f"request {kept.row.number}")
    if done.findings:
        message = "; ".join(finding.message for finding in done.findings)
        raise CannotRun(message)
    return done.new

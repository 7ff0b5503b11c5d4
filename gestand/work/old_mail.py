"""Forget the rows of messages that are kept no longer than `records: keep` says.

A message that needs a person, or is about a request that is open, stays; so does the newest row, or
its number would be given twice. The ledger tells that one was forgotten, and nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gestand.core.calendar import add
from gestand.core.mail import NEEDS_A_PERSON
from gestand.work.keyring import Keyring
from gestand.work.mails import FORGOTTEN, KIND, Mail, looking_again
from gestand.work.rights_kept import request_known

_SHORTEST_MONTH = 28


def forget_old(keyring: Keyring, today: date) -> int:
    """Forget what is kept no longer on a day, each in a transaction, and return how many went."""
    found = list(_old(keyring, today))
    for mail in found:
        told = {"mail": mail.row.number, "version": mail.row.version + 1, "digest": ""}
        with keyring.journal.recording((KIND.format(FORGOTTEN), told)):
            with looking_again(mail.row.number), keyring.journal.state.mails() as records:
                records.remove(mail.row)
        keyring.destroy_all(keyring.names(f"mail {mail.row.number}"), "kept no longer", {})
    return len(found)


def _old(keyring: Keyring, today: date) -> Iterator[Mail]:
    state, keep = keyring.journal.state, keyring.keep
    least = timedelta(days=keep.total_months * _SHORTEST_MONTH + keep.total_days)
    with state.mails() as records:
        newest = records.newest()
        rows = records.until((today - least + timedelta(days=1)).isoformat())
    for mail in map(Mail, rows):
        came = datetime.fromisoformat(mail.row.at).date()
        if add(came, keep) >= today or mail.row.number == newest or mail.stage in NEEDS_A_PERSON:
            continue
        asked = {mail.row.request, *mail.told.get("requests", ())} - {0}
        if not any(request_known(state, number).request.is_open for number in asked):
            yield mail

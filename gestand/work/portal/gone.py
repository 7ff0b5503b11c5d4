"""Who let themselves be erased everywhere, and reads the mail of the address by which they asked.

They are on file nowhere, so nobody can tell from the stores who they are. Own records can, for as
long as that can be undone: they asked it while they were signed in by that address, and a run
carried that very request out. They are known by digests, and can do nothing but put it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from gestand.core.facts import Person, folded_text
from gestand.core.request import What
from gestand.core.rights_rules import Right
from gestand.settings import now
from gestand.work.facts import erasures
from gestand.work.keyring import Keyring
from gestand.work.orders import secret_holds
from gestand.work.portal.asking import BY
from gestand.work.rights import words
from gestand.work.rights_kept import Kept, folded
from gestand.work.said import Entry
from gestand.work.sealed_mail import who_asked
from gestand.work.undo_files import records


@dataclass(frozen=True)
class Gone:
    """People whom own records know by digests, and the receipts of the runs that erased them."""

    people: tuple[Person, ...] = ()
    receipts: frozenset[int] = frozenset()


def gone_by(keyring: Keyring, address: str, today: date) -> Gone:
    """Return who asked to be erased by an address, and could put that back now.

    While an order is secret that is nobody: whoever asked to be erased and is kept by it has
    nothing to put back, and would know by that (decision 092).
    """
    if secret_holds(keyring.journal.state, today):
        return Gone()
    found = [one for one in _undoable(keyring) if _asked_by(keyring, one, address)]
    digests = {digest for receipt in found for digest in receipt["people"]}
    asked = (fact.person for fact in erasures(keyring.journal.state))
    people = dict.fromkeys(person for person in asked if person.key in digests)
    return Gone(tuple(people), frozenset(receipt["entry"] for receipt in found))


def _undoable(keyring: Keyring) -> Iterator[Entry]:
    """Yield the receipts of runs that somebody asked for, and that can be undone now."""
    state, moment = keyring.journal.state, now()
    for record in records(state):
        receipt = state.receipt(record.receipt)
        if receipt is None or not receipt.get("erasure_asked") or not receipt["undo_until"]:
            continue
        if datetime.fromisoformat(receipt["undo_until"]) > moment:
            yield receipt


def _asked_by(keyring: Keyring, receipt: Entry, address: str) -> bool:
    """Tell whether a run carried out what somebody asked who signed in by an address."""
    state = keyring.journal.state
    with state.requests() as kept:
        rows = kept.of_people(receipt["people"])
        rows = [row for row in rows if row.asked == Right.ERASURE.value]
        found = folded(rows, kept.events_of([row.number for row in rows]))
    for one in found.values():
        if _carried_out(one, receipt) and _asked_signed_in(keyring, one):
            asked = who_asked(keyring, one.row.number)
            if asked and folded_text(asked[0].sender) == folded_text(address):
                return True
    return False


def _asked_signed_in(keyring: Keyring, one: Kept) -> bool:
    """Tell whether they signed in here to ask it, and no officer said that they had elsewhere.

    The address that somebody typed in a form proves nothing: it is that by which they signed in.
    """
    settled = (event for event in one.events if event.event == What.SETTLE_IDENTITY.value)
    return any(words(keyring, event).get("by") == BY for event in settled)


def _carried_out(one: Kept, receipt: Entry) -> bool:
    """Tell whether a run came after a request, and before it is on record as carried out.

    A key may have gone to somebody else since, who was erased as well: that was another run.
    """
    done = next((e.at for e in one.events if e.event == What.CARRY_OUT.value), None)
    at, came = (datetime.fromisoformat(text) for text in (receipt["at"], one.events[0].at))
    return done is not None and came.replace(microsecond=0) <= at <= datetime.fromisoformat(done)

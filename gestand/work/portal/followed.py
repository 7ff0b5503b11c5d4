"""The requests of somebody who signed in: how far each has come, and its letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from gestand.core.facts import Person, folded_text
from gestand.core.mail import Stage, Way
from gestand.core.request import Outcome, What
from gestand.core.rights import possible
from gestand.core.rights_due import stand
from gestand.core.rights_rules import Right
from gestand.work.holder import NOBODY_BEFORE, Holders
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail
from gestand.work.open_requests import AllTerms
from gestand.work.portal.asking import OWN
from gestand.work.rights_kept import Kept, folded
from gestand.work.sealed_mail import who_asked


@dataclass(frozen=True)
class Followed:
    """A request with the last day for its answer, the days of our letters, and what they wrote.

    `name` is what a page calls it: its number would tell how many there are. Of what people let
    happen to their requests `may` can follow.
    """

    kept: Kept
    due: date
    letters: tuple[date, ...]
    asked: str
    name: str
    may: tuple[What, ...]


def requests_of(
    keyring: Keyring, who: tuple[Sequence[Person], str], terms: AllTerms, today: date
) -> list[Followed]:
    """Return the requests of one person, known as several people, the newest first.

    Of `who`, the people and the address by which they signed in. A database may have given the key
    of a row that went to somebody else: so a request counts as theirs where it came from that
    address, or is of whoever has it, and no other one is shown.
    """
    people, address = who
    state = keyring.journal.state
    digests = [state.digest(person.kind, person.key) for person in people]
    with state.requests() as kept:
        rows = kept.of_people(digests)
        found = folded(rows, kept.events_of([row.number for row in rows]))
    told = ((one, who_asked(keyring, one.row.number)) for one in reversed(found.values()))
    return [
        _followed(keyring, (one, asked[0].text if asked else ""), terms, today)
        for one, asked in told
        if one.row.person == state.digest(one.row.kind, folded_text(address))
        or (asked and folded_text(asked[0].sender) == folded_text(address))
    ]


def refused_to_tell(
    keyring: Keyring, people: Sequence[Person], whose: Callable[[], Holders]
) -> frozenset[str]:
    """Return the items of which it was decided that this person does not get to see them.

    What was refused to who had the key of their row before says nothing of them: `whose` tells
    since when it is theirs, and is asked only where something was refused.
    """
    state = keyring.journal.state
    digests = {state.known_as(person): person for person in people}
    with state.requests() as kept:
        rows = [row for row in kept.of_people([*digests]) if row.asked == Right.ACCESS.value]
        found = folded(rows, kept.events_of([row.number for row in rows]))
    refused = [(one, names) for one in found.values() if (names := _refused(one))]
    held = whose() if refused else NOBODY_BEFORE
    return frozenset[str]().union(*(
        names
        for one, names in refused
        for who in [digests[one.row.person]]
        if held.are((who,), date.fromisoformat(one.row.received), one.events[0].at)
    ))


def _refused(one: Kept) -> frozenset[str]:
    items = one.request.items.values()
    return frozenset(item.name for item in items if item.outcome is not Outcome.GRANTED)


def _followed(
    keyring: Keyring, found: tuple[Kept, str], terms: AllTerms, today: date
) -> Followed:
    kept, asked = found
    number = kept.row.number
    due = stand(kept.request, today, terms.on(kept.request.clock_from)).due.strict
    with keyring.journal.state.mails() as records_:
        mails = [*map(Mail, records_.of_request(number))]
    sent = (mail for mail in mails if mail.way is Way.OUT and mail.stage is Stage.SENT)
    days = tuple(date.fromisoformat(mail.row.at[:10]) for mail in sent)
    name = keyring.journal.state.digest("request on a page", number)[:24]
    may = tuple(what for what in possible(kept.request) if what in OWN)
    return Followed(kept, due, days, asked, name, may)

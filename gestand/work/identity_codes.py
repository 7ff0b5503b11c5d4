"""Send a code to the address on file, and settle who asks by the code that comes back.

Own records keep a keyed digest of the code. Whoever asks hears the same whether an address is on
file or not: a code goes out when a person sends one, after a doubt was written down.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from gestand.core.codes import (
    ALPHABET,
    LENGTH,
    LIFE,
    MADE,
    NOT_SENT,
    Code,
    Tried,
    plain,
    too_many,
    tried,
)
from gestand.core.facts import Person
from gestand.core.mail import Stage
from gestand.core.request import BY_CODE, What
from gestand.core.request import State as Stands
from gestand.settings import now
from gestand.work.company import Company
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail
from gestand.work.people import certain_address, identifiers_of
from gestand.work.registers import IDENTITY, add_line, begin, go_on, lines_about
from gestand.work.rights import NotPossible, Step, judged, refuse_mailbox
from gestand.work.rights_kept import Kept, request_known
from gestand.work.state import State


@dataclass(frozen=True)
class Made:
    """A code that may go out, and where to; neither is shown or kept in clear."""

    number: int
    text: str
    address: str
    until: datetime


def codes_of(state: State, request: int) -> list[Code]:
    """Return the codes that were made for a request, oldest first."""
    found: dict[int, Code] = {}
    for line in state.lines(IDENTITY):
        if line["event"] == MADE:
            if line["request"] == request:
                at = datetime.fromisoformat(line["at"])
                told = (line["digest"], line["kind"], line["person"])
                found[line["code"]] = Code(line["code"], request, *told, at)
        elif line["code"] in found:
            found[line["code"]] = found[line["code"]].after(line["event"])
    return list(found.values())


def make(keyring: Keyring, company: Company, kept: Kept, person: Person) -> Made:
    """Make a code for who asks, to go to the address that is on file of a person.

    Raises NotPossible where no doubt is on record, where there is no such address or more than
    one, where enough codes were made, or where their mailbox alone is not enough.
    """
    journal, number = keyring.journal, kept.row.number
    state = journal.state
    if kept.request.state is not Stands.IDENTITY_ASKED:
        message = (
            f"request {number}: write down first why it is in doubt who asks: `--do ask-identity "
            f"--method {BY_CODE} --because TEXT`"
        )
        raise NotPossible(message)
    digest = state.digest(person.kind, person.key)
    refuse_mailbox(keyring, kept, digest)
    if kept.row.person and (kept.row.kind, kept.row.person) != (person.kind, digest):
        message = f"request {number} was taken in as one of somebody else"
        raise NotPossible(message)
    if too_many(codes_of(state, number), now()):
        message = f"request {number}: enough codes were sent; look at it again tomorrow"
        raise NotPossible(message)
    address = certain_address(identifiers_of(company, person))
    if address is None:
        message = f"request {number}: not one address of mail is on file: choose another method"
        raise NotPossible(message)
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    told = {
        "request": number, "digest": _digest(state, text), "kind": person.kind, "person": digest,
    }  # fmt: skip
    made = begin(journal, IDENTITY, MADE, told)
    return Made(made, text, address, now() + LIFE)


def sent(journal: Journal, made: Made, send: Callable[[], Mail]) -> Mail:
    """Send a code; one that surely did not go out counts no more, and not as one of few either."""
    mail = send()
    if mail.stage in (Stage.NOT_SENT, Stage.REFUSED):
        go_on(journal, IDENTITY, (made.number, 1), NOT_SENT, {})
    return mail


def check(keyring: Keyring, kept: Kept, typed: str, step: Step) -> Kept:
    """Settle who asks by a code that came back, once; a wrong one is counted.

    Raises NotPossible where it does not count.
    """
    state, journal = keyring.journal.state, keyring.journal
    found = _tried(state, kept.row.number, typed)
    if found.code is None:
        raise NotPossible(found.why)
    seen = (found.code.number, lines_about(state, IDENTITY, found.code.number))
    if found.why:
        go_on(journal, IDENTITY, seen, found.event, {})
        raise NotPossible(found.why)
    who = Person(found.code.kind, found.code.person, hidden=True)
    settling = replace(step, what=What.SETTLE_IDENTITY, said={"method": BY_CODE}, person=who)
    change = judged(keyring, kept, settling)
    with journal.recording() as news:
        # INVARIANT: the code is used and identity settled in one transaction, or neither is.
        add_line(journal.state, news, IDENTITY, seen, (found.event, {}))
        change.record(news)
    return request_known(state, kept.row.number)


def settle(keyring: Keyring, typed: str, step_of: Callable[[Kept], Step]) -> bool:
    """Settle who asks by a code alone, as whoever got it types it, and tell whether it counted.

    False is all that is told of a code that never was, ran out, was used or is not the newest.
    """
    state = keyring.journal.state
    digest = _digest(state, plain(typed))
    made = (line for line in state.lines(IDENTITY) if line.get("digest") == digest)
    found = next(made, None)
    if found is None:
        return False
    kept = request_known(state, found["request"])
    try:
        check(keyring, kept, typed, step_of(kept))
    except NotPossible:
        return False
    return True


def _tried(state: State, request: int, typed: str) -> Tried:
    # Keyed digests are compared: how long that takes tells nothing of the code.
    return tried(codes_of(state, request), _digest(state, plain(typed)), now())


def _digest(state: State, code: str) -> str:
    return state.digest("identity code", code)

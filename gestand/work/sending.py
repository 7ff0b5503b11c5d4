"""Send a letter, once: that it will go is on record before anything is sent.

A crash, or a connection that is lost, may leave a letter of which nobody knows whether it arrived.
Such a letter is shown to a person, and never sent again by itself. Its text is not kept: who sends
it again writes it again, and it goes out under the same name (Message-ID).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from gestand.core.letters import Written
from gestand.core.mail import IN_DOUBT, Happens, Stage, Way
from gestand.post.base import Fate, Post
from gestand.post.written import Outside, message
from gestand.records.mails import Row
from gestand.settings import now
from gestand.work.journal import Journal
from gestand.work.keyring import moment
from gestand.work.letters import as_page, as_text_alone
from gestand.work.mails import Mail, add, at_stages, ident_of, let_happen

_WHAT: dict[Fate, Happens] = {
    Fate.SENT: Happens.SENT,
    Fate.REFUSED: Happens.REFUSED,
    Fate.NOT_SENT: Happens.NOT_SENT,
    Fate.UNKNOWN: Happens.UNKNOWN,
}


@dataclass(frozen=True)
class Sender:
    """Who sends, and through what: the name and the address of the organisation."""

    name: str
    address: str
    post: Post


@dataclass(frozen=True)
class Outgoing:
    """A letter that is to go to one address.

    `matter` says what it is in words of ours, as "received": a letter of one matter of a request
    goes to an address once, until it says something else. With `once` that text decides alone: of
    "article 19 notice 4" there is one, whatever it says. `answers` is the name (Message-ID) of the
    message to which it is the answer.
    """

    request: int
    matter: str
    to: str
    letter: Written
    pdf: bytes | None = None
    answers: str = ""
    once: str = ""
    thread: int = 0


def send(journal: Journal, sender: Sender, letter: Outgoing) -> Mail:
    """Send a letter and return how far it has come.

    To call it again is safe: what was sent, was refused or is in doubt is returned as it is, and
    what surely was not sent goes out. Raises CannotRun, with nothing on record, where the address
    is none.
    """
    slot, place = _slot(journal, letter), _place(journal, letter)
    # INVARIANT: of two letters of one matter none goes out while it is in doubt whether one did.
    in_doubt = at_stages(journal.state, IN_DOUBT)
    doubt = next((mail for mail in in_doubt if mail.told.get("slot") == slot), None)
    if doubt is not None:
        return doubt
    before = _at(journal, place)
    if before is not None and before.stage is not Stage.NOT_SENT:
        return before
    name = f"<{place[:32]}@{sender.address.rpartition('@')[2]}>"
    written = _written(sender, letter, name)  # refuses a wrong address before anything is on record
    told = {"message_id": name, "matter": letter.matter, "slot": slot, "to": _to(journal, letter)}
    if before is None:
        begun = _begun(journal, letter, place, {**told, "language": letter.letter.language})
    else:
        again = {"again": moment(), "to": told["to"]}
        begun = let_happen(journal, before, Happens.BEGIN, told=again)
    fate = sender.post.send(sender.address, letter.to, written)
    return let_happen(journal, begun, _WHAT[fate.fate], told={"why": fate.why, "ended": moment()})


def known(journal: Journal, letter: Outgoing) -> Mail | None:
    """Return how far a letter has come that went out before; None where it never did."""
    return _at(journal, _place(journal, letter))


def settle(journal: Journal, seen: Mail, happens: Happens, by: str) -> Mail:
    """Write down what a person says of a letter in doubt: it arrived, or may be sent again.

    Raises NotPossible where it is in no doubt. `by` is who says it, kept as a digest.
    """
    who = journal.state.digest("who settles a message", by.strip().casefold())
    return let_happen(journal, seen, happens, told={"settled_by": who})


def _begun(journal: Journal, letter: Outgoing, place: str, told: dict[str, str]) -> Mail:
    with journal.recording() as news:
        with journal.state.mails() as records:
            number = records.newest() + 1
        row = Row(
            number, place, Way.OUT.value, ident_of(journal.state, told["message_id"]),
            Stage.BEGUN.value, moment(), json.dumps(told, sort_keys=True), "", 1,
            letter.request, letter.thread or number,
        )
        add(journal.state, news, row)
    return Mail(row)


def _written(sender: Sender, letter: Outgoing, name: str) -> bytes:
    outside = Outside(
        sender.name, sender.address, letter.to, name, now(), letter.letter.language, letter.answers
    )
    page = as_page(letter.letter, sender.name)
    return message(outside, letter.letter.subjects, as_text_alone(letter.letter), page, letter.pdf)


def _slot(journal: Journal, letter: Outgoing) -> str:
    # What goes once goes to one address: another one would be a second time.
    what = (letter.once,) if letter.once else (letter.matter, _to(journal, letter))
    return journal.state.digest("slot of a letter", letter.request, *what)


def _place(journal: Journal, letter: Outgoing) -> str:
    """Return by what a letter is known: the same text of the same matter is the same letter."""
    text = "" if letter.once else as_text_alone(letter.letter)
    return journal.state.digest("place of a letter", _slot(journal, letter), text)


def _to(journal: Journal, letter: Outgoing) -> str:
    return journal.state.digest("address of a letter", letter.to.strip().casefold())


def _at(journal: Journal, place: str) -> Mail | None:
    with journal.state.mails() as records:
        row = records.at_place(place)
    return None if row is None else Mail(row)

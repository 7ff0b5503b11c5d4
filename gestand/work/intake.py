"""Take in what comes by mail, each message once: a request where that is sure, else for a person.

A message and how far the mailbox was read are written in one transaction, so a crash neither loses
one nor takes it twice. The day of receipt is that on which the server of the mailbox received it,
not the day on which somebody polls. Nobody is looked up: whether an address is known plays no part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.calendar import Period, add
from gestand.core.intake.message import NOT_OF_PEOPLE, Kind, Message, Recognised
from gestand.core.intake.recognise import recognise
from gestand.core.intake.words import own_words
from gestand.core.mail import Happens, Stage, Way, after
from gestand.core.policy.model import Policy
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.post.base import Delivered, Mailbox
from gestand.post.reading import read_message
from gestand.records.base import News
from gestand.records.kept import Taken
from gestand.records.mails import Read, Row
from gestand.settings import now
from gestand.work.keyring import Keyring
from gestand.work.mails import Mail, happened, ident_of
from gestand.work.mails import add as add_mail
from gestand.work.purposes_asked import purposes_asked
from gestand.work.rights import New, add_new
from gestand.work.sealed_mail import Words, forget_words, seal
from gestand.work.state import State

SAME_WITHIN = timedelta(days=7)
"""The same text of the same sender is the same message; later it is asked once more."""

DUPLICATE = "duplicate"
LEFT = "mail from before left"
"""The kind of an entry of the ledger: how many messages from before a day were not taken in."""


@dataclass(frozen=True)
class Intake:
    """Of whom the mailbox is: their address and policy, and whose checks they trust.

    `questions` is within what time a plain question is answered.
    """

    address: str
    zone: str
    policy: Policy
    trusts: str = ""
    questions: Period = Period(days=7)


def poll(
    keyring: Keyring, mailbox: Mailbox, how: Intake, today: date, begin: date | None = None
) -> list[Mail]:
    """Take in what came since the last time, and return it; nothing from before the day `begin`.

    That day is remembered: where the server begins another series of numbers all is looked at
    again, and what was left before is left once more, as is what is kept no longer. Raises
    CannotRun where the mailbox cannot be read any further: what was taken in stays.
    """
    state, found = keyring.journal.state, list[Mail]()
    name = state.digest("name of a mailbox", mailbox.name)
    with mailbox.opened() as inbox:
        with state.mails() as records:
            known = records.read(name)
        is_same = known is not None and known.validity == inbox.validity
        start = known.uid if known and is_same else 0
        first = begin.isoformat() if begin else known.begin if known else ""
        counts = first if begin or not is_same else ""
        anew = known is not None and not is_same
        left, skipped = 0, None
        for delivered in inbox.since(start):
            reads, day = Read(name, inbox.validity, delivered.uid, first), _day(delivered, how)
            gone = anew and add(day, keyring.keep) < today
            if gone or day.isoformat() < counts:
                left, skipped = left + 1, reads
                continue
            taken = _taken(keyring, how, delivered, (known, reads), today)
            known, skipped = reads, None
            found += [taken] if taken else []
        if skipped is not None:
            told = (LEFT, {"messages": left})
            with keyring.journal.recording(told), state.mails() as records:
                _read_on(records.read_on, known, skipped)
    return found


def confirm(
    keyring: Keyring, policy: Policy, seen: Mail, rights: Sequence[Right], today: date
) -> Mail:
    """Make requests of a message, as a person says; without rights those that were recognised.

    Raises CannotRun where there are none, and NotPossible where it was settled already.
    """
    asked = list(rights) or [Right(name) for name in seen.told.get("rights", {})]
    if not asked:
        message = "what is asked? `--right NAME`, once for each"
        raise CannotRun(message)
    _refuse_out(seen)
    received = date.fromisoformat(seen.told["received"])
    with keyring.journal.recording() as news:
        new = _new(policy, received, asked)
        numbers = add_new(keyring, new, today, news)
        told = {"requests": numbers}
        state = keyring.journal.state
        return happened(state, news, seen, Happens.CONFIRM, told=told, request=numbers[0])


def _new(policy: Policy, received: date, rights: Sequence[Right]) -> New:
    """Return what came in; nobody is known to be who asks."""
    return New(received, "mail", rights, None, purposes_asked(policy, rights))


def put_away(keyring: Keyring, seen: Mail, happens: Happens) -> Mail:
    """Say of a message that it was answered, or is nothing (`SEEN`, `DROP`); forget its words.

    Raises NotPossible where it was settled already.
    """
    _refuse_out(seen)
    with keyring.journal.recording() as news:
        done = happened(keyring.journal.state, news, seen, happens, sealed="")
    forget_words(keyring, seen)
    return done


def forget(keyring: Keyring, seen: Mail) -> Mail:
    """Destroy the words of a message of which was said what it is; CannotRun of another one."""
    _refuse_out(seen)
    if seen.stage is Stage.WAITING:
        message = f"message {seen.row.number} waits for a person: --confirm, --answered or --drop"
        raise CannotRun(message)
    forget_words(keyring, seen)
    return seen


def _refuse_out(seen: Mail) -> None:
    if seen.way is not Way.IN:
        message = f"message {seen.row.number} is a letter that went out: --sent or --again"
        raise CannotRun(message)


def _taken(
    keyring: Keyring,
    how: Intake,
    delivered: Delivered,
    read: tuple[Read | None, Read],
    today: date,
) -> Mail | None:
    """Take one message in; None where it was taken before under another number."""
    state = keyring.journal.state
    place = state.digest("content of a message", delivered.content)
    message = read_message(delivered.content, how.trusts)
    with keyring.journal.recording() as news:
        with state.mails() as records:
            _read_on(records.read_on, *read)
            if records.at_place(place) is not None:
                return None
            number = records.newest() + 1
        facts = _facts(state, how, delivered, message)
        found = recognise(message, how.address, ours=_is_ours(state, message))
        before = _before(state, message, facts)
        row = Row(
            number, place, Way.IN.value, facts["name"], Stage.WAITING.value,
            delivered.received.isoformat(timespec="seconds"), "", "", 1,
            before.row.request if before else 0, before.row.thread if before else number,
        )
        came = _Came(how.policy, message, facts, found, before)
        return _kept(keyring, news, row, came, today)


@dataclass(frozen=True)
class _Came:
    """A message that came in, with what is known of it; `before` is what it belongs to."""

    policy: Policy
    message: Message
    facts: Mapping[str, Any]
    found: Recognised
    before: Mail | None

    @property
    def is_same(self) -> bool:
        """Tell whether it says what the same sender said a few days before."""
        return self.before is not None and self.before.told.get("text") == self.facts["text"]

    @property
    def stage(self) -> Stage:
        """How it begins: a request where that is sure, set aside where nobody wrote it."""
        if self.is_same or (self.found.kind in NOT_OF_PEOPLE and not self.found.doubts):
            return Stage.SET_ASIDE
        sure = self.found.kind is Kind.REQUEST and not self.found.doubts
        alone = self.before is None and self.facts["whole"]
        return Stage.TAKEN if sure and alone else Stage.WAITING


def _kept(keyring: Keyring, news: list[News], row: Row, came: _Came, today: date) -> Mail:
    state, found, facts = keyring.journal.state, came.found, came.facts
    told: dict[str, Any] = {
        **{name: facts[name] for name in ("sender", "text", "received", "uid", "whole")},
        "kind": DUPLICATE if came.is_same else found.kind.value,
        "rights": {one.right.value: one.sure for one in found.asked},
        "because": [*found.because, *(name for one in found.asked for name in one.because)],
        "doubts": [*found.doubts, *([] if came.before is None else ["belongs to another"])],
        "language": found.language,
        "checks": dict(came.message.checks),
        "attachments": came.message.attachments,
    }
    request = row.request
    if came.stage is Stage.TAKEN:
        received = date.fromisoformat(facts["received"])
        rights = [one.right for one in found.asked]
        told["requests"] = add_new(keyring, _new(came.policy, received, rights), today, news)
        request = told["requests"][0]
    elif came.stage is Stage.WAITING:
        told["due"] = facts["due"]
    if found.kind is Kind.BOUNCE:
        told["bounced"] = _bounced(state, news, came.message)
    sealed = ""
    if came.stage is not Stage.SET_ASIDE:
        text = own_words(came.message.subject, came.message.text)
        words = Words(
            came.message.sender, came.message.subject, came.message.message_id, text
        )
        sealed = seal(keyring, row.number, words)
    text = json.dumps(told, sort_keys=True)
    new = row._replace(stage=came.stage.value, told=text, sealed=sealed, request=request)
    add_mail(state, news, new)
    return Mail(new)


def _facts(state: State, how: Intake, delivered: Delivered, message: Message) -> dict[str, Any]:
    """Return what is kept of a message to know it again, and its days in the zone of the owner."""
    received = _day(delivered, how)
    words = " ".join(own_words(message.subject, message.text).casefold().split())
    sender = message.sender.casefold()
    return {
        "name": ident_of(state, message.message_id) if message.message_id else "",
        "sender": state.digest("sender of a message", sender),
        "text": state.digest("text of a message", sender, words),
        "received": min(received, now().astimezone(ZoneInfo(how.zone)).date()).isoformat(),
        "recent": (delivered.received - SAME_WITHIN).isoformat(timespec="seconds"),
        "due": add(received, how.questions).isoformat(),
        "uid": delivered.uid,
        "whole": delivered.is_whole,
    }


def _day(delivered: Delivered, how: Intake) -> date:
    """Return the day of receipt, in the zone of the controller."""
    return delivered.received.astimezone(ZoneInfo(how.zone)).date()


def _before(state: State, message: Message, facts: Mapping[str, Any]) -> Mail | None:
    """Return what a message belongs to: what it answers, or the same of a few days before."""
    names = [ident_of(state, name) for name in message.answers]
    with state.mails() as records:
        answered = records.called(names) if names else []
    if answered:
        return Mail(answered[-1])
    with state.mails() as records:
        recent = list(map(Mail, reversed(records.since(facts["recent"]))))
    same = (mail for mail in recent if mail.told.get("text") == facts["text"])
    return next((mail for mail in same if mail.stage is not Stage.DROPPED), None)


def _is_ours(state: State, message: Message) -> bool:
    if not message.message_id:
        return False
    with state.mails() as records:
        found = records.called([ident_of(state, message.message_id)])
    return any(row.way == Way.OUT.value for row in found)


def _bounced(state: State, news: list[News], message: Message) -> list[int]:
    """Mark what could not be delivered, and return the numbers; what we never sent is not ours."""
    names = [ident_of(state, name) for name in message.reported]
    with state.mails() as records:
        rows = records.called(names) if names else []
    letters = [Mail(row) for row in rows if row.way == Way.OUT.value]
    back = [mail for mail in letters if after(mail.stage, Happens.BOUNCED) is not None]
    for mail in back:
        happened(state, news, mail, Happens.BOUNCED)
    return [mail.row.number for mail in back]


def _read_on(write: Any, known: Read | None, new: Read) -> None:
    try:
        write(known, new)
    except Taken as error:
        message = "another program is reading this mailbox just now: try again when it has ended"
        raise CannotRun(message) from error

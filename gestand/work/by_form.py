"""Take in what somebody asks with the form on the website, each form once.

Nobody is looked up: whether an address or a customer is known plays no part. The requests and the
message with its words, encrypted under a key of its own, are one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gestand.core.mail import Stage, Way
from gestand.core.policy.model import Policy
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.records.mails import Row
from gestand.settings import now
from gestand.work.keyring import Keyring
from gestand.work.mails import add as add_mail
from gestand.work.purposes_asked import purposes_asked
from gestand.work.rights import New, add_new
from gestand.work.sealed_mail import Words, seal
from gestand.work.state import State

FORM = "form"
"""The channel of a request that came by the form."""


@dataclass(frozen=True)
class Form:
    """What somebody filled in: what is asked, how to reach them, and what they wrote.

    `once` is the name of this very form: who sends it twice asked once.
    """

    rights: Sequence[Right]
    contact: str
    text: str
    language: str
    once: str


def take_in_form(keyring: Keyring, policy: Policy, form: Form, today: date) -> None:
    """Keep a request for each right, of a person who is not settled, and how to reach them.

    Raises CannotRun without a master key, since nobody could be answered then.
    """
    if keyring.master is None:
        message = (
            "what people write is kept encrypted, and the data map names no master key: add `key:` "
            "to `records:`, and run `gestand keys --make`"
        )
        raise CannotRun(message)
    state = keyring.journal.state
    with keyring.journal.recording() as news:
        with state.mails() as records:
            if records.at_place(place_of(state, form)) is not None:
                return
        about = purposes_asked(policy, form.rights)
        new = New(today, FORM, form.rights, None, about)
        message_of(keyring, news, form, add_new(keyring, new, today, news), today)


def place_of(state: State, form: Form) -> str:
    """Return by what a form is known that was sent before."""
    return state.digest("form of a website", form.once)


def message_of(
    keyring: Keyring, news: list[News], form: Form, numbers: Sequence[int], today: date
) -> None:
    """Keep the words of a form, encrypted, as the message by which requests came.

    To be called within the open transaction in which the requests were added.
    """
    state = keyring.journal.state
    with state.mails() as records:
        number = records.newest() + 1
    told = json.dumps(_told(form, numbers, today), sort_keys=True)
    sealed = seal(keyring, number, Words(form.contact, "", "", form.text))
    at = now().isoformat(timespec="seconds")
    row = Row(
        number, place_of(state, form), Way.IN.value, "", Stage.TAKEN.value, at, told, sealed, 1,
        numbers[0], number,
    )
    add_mail(state, news, row)


def _told(form: Form, numbers: Sequence[int], today: date) -> dict[str, Any]:
    """Return what is known of it in words of ours, as of a message that came by mail."""
    return {
        "channel": FORM,
        "kind": "request",
        "rights": {right.value: 1.0 for right in form.rights},
        "requests": list(numbers),
        "received": today.isoformat(),
        "language": form.language,
        "because": [FORM],
        "doubts": [],
        "checks": {},
        "attachments": 0,
    }

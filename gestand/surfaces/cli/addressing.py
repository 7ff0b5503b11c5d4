"""Where a letter of a request goes, and in which language, for every command that sends one."""

from __future__ import annotations

import sys
from dataclasses import replace

from gestand.core.policy.model import Policy
from gestand.errors import CannotRun
from gestand.work.mails import Mail
from gestand.work.sealed_mail import Words
from gestand.work.sending import Outgoing


def language_of(policy: Policy, asked: tuple[Words, Mail] | None) -> str:
    """Return the language in which somebody asked, where the policy speaks it; else its first."""
    known, theirs = policy.controller.languages, asked[1].told["language"] if asked else ""
    return str(theirs) if theirs in known else known[0]


def addressed(letter: Outgoing, to: str | None, asked: tuple[Words, Mail] | None) -> Outgoing:
    """Return a letter with its address; without one it is the answer to who asked by mail."""
    if to is not None:
        address = sys.stdin.readline() if to == "-" else to
        return replace(letter, to=address.strip())
    if asked is None:
        message = "where does it go? `--to ADDRESS`; nobody asked by mail whose address is kept"
        raise CannotRun(message)
    words, mail = asked
    if "@" not in words.sender:
        message = "where does it go? `--to ADDRESS`; who asked by the form gave no address of mail"
        raise CannotRun(message)
    return replace(letter, to=words.sender, answers=words.message_id, thread=mail.row.thread)

"""Post a notice to the program of whoever is told, signed, and once.

That it goes is on record before anything does. Where nobody can tell whether it arrived a person
finds it out: it is never posted again by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gestand.core.notices import CONFIRMED, NOT_POSTED, POSTING, SENT, Notice
from gestand.errors import CannotRun
from gestand.post.base import Fate, Told
from gestand.work.journal import Journal
from gestand.work.notices import go_on_with

SIGNED = b"gestand notice 1\n"
"""What stands before a body when it is signed: a signature of a head or a package is none of it."""

SIGNATURE, KEY = "Gestand-Signature", "Gestand-Key"

CONFIRMED_TEXT = "gestand confirmation 1\n{}\n"
"""What a program signs to confirm a notice: with the digest of what was posted, in hex."""

_POSTED = "posted, sha256 "

Posting = Callable[[bytes, Mapping[str, str]], Told]


@dataclass(frozen=True)
class Program:
    """The program of a recipient: what posts to it, and the public key it signs answers with."""

    send: Posting
    key: str = ""


def post(
    journal: Journal, notice: Notice, told: Mapping[str, object], today: date, to: Program
) -> tuple[Notice, Told]:
    """Post a notice and return how far it has come, and what became of it.

    An answer that is signed confirms it at once. Raises CannotRun where it went already, or is in
    doubt.
    """
    if not notice.may_go:
        message = f"notice {notice.number}: it is `{notice.stage}` already"
        raise CannotRun(message)
    body = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
    headers = {SIGNATURE: journal.seal.sign(SIGNED + body), KEY: journal.seal.public}
    begun = go_on_with(journal, notice.number, POSTING, "", today)
    fate = to.send(body, headers)
    if fate.fate is Fate.SENT:
        digest = sha256(body).hexdigest()
        sent = go_on_with(journal, notice.number, SENT, f"{_POSTED}{digest}", today)
        if not to.key or not fate.signature:
            return sent, fate
        try:
            return confirm_signed(journal, sent, to.key, fate.signature, today), fate
        except CannotRun as error:
            return sent, Told(Fate.SENT, str(error).partition(": ")[2])
    if fate.fate is Fate.UNKNOWN:
        return begun, fate
    return go_on_with(journal, notice.number, NOT_POSTED, fate.why, today), fate


def confirm_signed(
    journal: Journal, notice: Notice, key: str, signature: str, today: date
) -> Notice:
    """Write down that a program confirmed a notice; CannotRun where it did not sign that.

    It signs what was posted to it, so that what it confirmed is sure, and of no other notice.
    """
    if not key or not notice.said.startswith(_POSTED):
        message = (
            f"notice {notice.number}: a signature confirms what was posted, where the policy has "
            "the `key` of the recipient under `notices:`"
        )
        raise CannotRun(message)
    text = CONFIRMED_TEXT.format(notice.said.removeprefix(_POSTED)).encode()
    if not journal.seal.is_of(key, text, signature.strip()):
        message = (
            f"notice {notice.number}: the confirmation is not signed with the key of "
            f"`{notice.wanted.to}`: ask them, and look at `notices:` in the policy"
        )
        raise CannotRun(message)
    return go_on_with(journal, notice.number, CONFIRMED, f"signed with {key[:16]}", today)

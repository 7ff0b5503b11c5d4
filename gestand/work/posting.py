"""Post a notice to the program of whoever is told, signed, and once.

That it goes is on record before anything does. Where nobody can tell whether it arrived a person
finds it out: it is never posted again by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

from gestand.core.notices import NOT_POSTED, POSTING, SENT, Notice
from gestand.errors import CannotRun
from gestand.post.base import Fate, Told
from gestand.work.journal import Journal
from gestand.work.notices import go_on_with

SIGNED = b"gestand notice 1\n"
"""What stands before a body when it is signed: a signature of a head or a package is none of it."""

SIGNATURE, KEY = "Gestand-Signature", "Gestand-Key"

Posting = Callable[[bytes, Mapping[str, str]], Told]


def post(
    journal: Journal, notice: Notice, told: Mapping[str, object], today: date, send: Posting
) -> tuple[Notice, Told]:
    """Post a notice and return how far it has come, and what became of it.

    Raises CannotRun where it went already, or is in doubt.
    """
    if not notice.may_go:
        message = f"notice {notice.number}: it is `{notice.stage}` already"
        raise CannotRun(message)
    body = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
    headers = {SIGNATURE: journal.seal.sign(SIGNED + body), KEY: journal.seal.public}
    begun = go_on_with(journal, notice.number, POSTING, "", today)
    fate = send(body, headers)
    if fate.fate is Fate.SENT:
        return go_on_with(journal, notice.number, SENT, "posted", today), fate
    if fate.fate is Fate.UNKNOWN:
        return begun, fate
    return go_on_with(journal, notice.number, NOT_POSTED, fate.why, today), fate

"""The letters about signing in: the code itself, why there is none, or that it is done otherwise.

They go out without a trace in own records: a stranger may ask for as many as the limits let, and
a record that grows by it would be theirs to fill. What is recorded is that somebody signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from gestand.core.letters import Written
from gestand.core.policy.model import Policy
from gestand.core.signing_in import CODE_LIFE
from gestand.errors import CannotRun
from gestand.post.base import Fate
from gestand.post.written import Outside, message
from gestand.settings import now
from gestand.work.letters import as_page, as_text_alone, letter
from gestand.work.sending import Sender

CODE, SHARED, CHANGED = "sign-in code", "shared address", "sign-in changed"
COPIED = "passkey copied"
"""The names of the letters."""

CHANGES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "turned-on": "de authenticator staat aan",
        "turned-off": "de authenticator staat uit",
        "added": "er is een passkey bij gekomen",
        "removed": "er is een passkey weggehaald",
        "mail-off": "alleen een code uit de mail is niet meer genoeg",
        "mail-on": "alleen een code uit de mail is weer genoeg",
    },
    "en": {
        "turned-on": "the authenticator is on",
        "turned-off": "the authenticator is off",
        "added": "a passkey was added",
        "removed": "a passkey was taken away",
        "mail-off": "a code from the mail alone is not enough any more",
        "mail-on": "a code from the mail alone is enough again",
    },
}
"""What somebody changed in how they sign in, in words."""


def code_letter(policy: Policy, language: str, code: str, page: str) -> Written:
    """Return the letter with a code, to be typed on a page before it counts no more."""
    until = _local(now() + timedelta(seconds=CODE_LIFE), policy.controller.known_zone)
    half = len(code) // 2
    told = {"code": f"{code[:half]} {code[half:]}", "until": until}
    return letter(policy, language, CODE, told | _always(policy, page))


def shared_letter(policy: Policy, language: str, page: str) -> Written:
    """Return the letter that says that several people have an address, and how they can ask."""
    return letter(policy, language, SHARED, _always(policy, page))


def changed_letter(
    policy: Policy, language: str, change: str, pages: tuple[str, str]
) -> Written:
    """Return the letter that says how somebody signs in from now on, so that they know of it.

    `pages` are where they sign in, and where they ask without that.
    """
    where, ask = pages
    told = {"what": CHANGES[language][change], "ask": ask}
    return letter(policy, language, CHANGED, told | _always(policy, where))


def copied_letter(policy: Policy, language: str, pages: tuple[str, str]) -> Written:
    """Return the letter that says that there may be a copy of a passkey; `pages` as above."""
    where, ask = pages
    return letter(policy, language, COPIED, {"ask": ask} | _always(policy, where))


def go(sender: Sender, to: str, written: Written) -> None:
    """Send a letter, once; CannotRun where the server did not take it."""
    name = f"<{token_hex(16)}@{sender.address.rpartition('@')[2]}>"
    outside = Outside(sender.name, sender.address, to, name, now(), written.language)
    text, page = as_text_alone(written), as_page(written, sender.name)
    told = sender.post.send(sender.address, to, message(outside, written.subject, text, page))
    if told.fate is not Fate.SENT:
        why = f"a letter about signing in did not go out: {told.fate.value} {told.why}".rstrip()
        raise CannotRun(why)


def _always(policy: Policy, page: str) -> dict[str, str]:
    # A program sends it: it is signed by where somebody can be reached.
    return {"case": page, "where": page, "signed_by": policy.controller.email}


def _local(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"

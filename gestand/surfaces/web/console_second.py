"""The part of a case in which two officers take away what its person lost to sign in by."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from gestand.work.portal.second_codes import WHY, OfCase

ASK, CONFIRM = "second-ask", "second-confirm"
"""What a form of this part does."""

TAKEN = "second-taken"
"""How the page of a case is asked once it was taken away."""

SECOND_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "second": "Authenticator of passkeys van deze persoon",
        "lead": "De code uit de mail is voor deze persoon niet genoeg: wij vragen ook een code van "
                "een authenticator, of een passkey. Is die kwijt, dan halen twee van u hem weg. "
                "Daarna is de code uit de mail weer genoeg. Wie dan als deze persoon is "
                "ingelogd, wordt uitgelogd.",
        "not proven": "Dat kan hier niet. Wie dit vraagt, kan ook alleen bij de mailbox kunnen. "
                      "Stel eerst op een andere manier vast wie het is, zoals door terugbellen.",
        "why": "Waarom",
        "lost": "Kwijt",
        "broken": "Kapot, of vervangen",
        "stolen": "Gestolen",
        "ask": "Vraag om weghalen",
        "asked": "{} vroeg om deze weg te halen. Reden: {}.",
        "wait": "Een ander bevestigt dat.",
        "remove": "Haal weg",
        "somebody": "Iemand die hier niet meer werkt",
        "taken": "Weggehaald. De code uit de mail is weer genoeg voor deze persoon.",
    },
    "en": {
        "second": "Authenticator or passkeys of this person",
        "lead": "The code from the mail is not enough for this person: we ask for a code of an "
                "authenticator too, or for a passkey. If it is lost, two of you take it away. "
                "After that the code from the mail is enough again. Whoever is signed in as this "
                "person then is signed out.",
        "not proven": "It cannot be done here. Whoever asks this may have the mailbox and no more. "
                      "Settle first in another way who it is, such as by calling back.",
        "why": "Why",
        "lost": "Lost",
        "broken": "Broken, or replaced",
        "stolen": "Stolen",
        "ask": "Ask to take it away",
        "asked": "{} asked to take this one away. Reason: {}.",
        "wait": "Somebody else confirms that.",
        "remove": "Take it away",
        "somebody": "Somebody who is not here any more",
        "taken": "Taken away. The code from the mail is enough again for this person.",
    },
}  # fmt: skip


def second_part(language: str, token: str, found: OfCase, who: str) -> str:
    """Return the part: what can be done about it by `who`, and in how far it was done."""
    words = SECOND_WORDS[language]
    if not found.is_proven:
        more = f"<p>{escape(words['not proven'])}</p>"
    elif not found.why:
        more = _form(token, ASK, _reasons(words), words["ask"])
    else:
        told = words["asked"].format(found.by or words["somebody"], words[found.why].lower())
        mine = found.by == who
        told += f" {words['wait']}" if mine else ""
        more = f"<p>{escape(told)}</p>"
        more += "" if mine else _form(token, CONFIRM, "", words["remove"])
    return (
        f'<h2 id="second">{escape(words["second"])}</h2><p>{escape(words["lead"])}</p>{more}'
    )


def taken_part(language: str) -> str:
    """Return that it was taken away."""
    words = SECOND_WORDS[language]
    return (
        f'<h2 id="second">{escape(words["second"])}</h2>'
        f'<div class="good" role="status"><p>{escape(words["taken"])}</p></div>'
    )


def _form(token: str, does: str, fields: str, button: str) -> str:
    return (
        f'<form method="post"><input type="hidden" name="token" value="{escape(token)}">'
        f'<input type="hidden" name="do" value="{does}">{fields}'
        f"<button>{escape(button)}</button></form>"
    )


def _reasons(words: Mapping[str, str]) -> str:
    options = "".join(
        f'<div class="option"><input type="radio" name="why" id="second-{one}" value="{one}" '
        f'required><label for="second-{one}">{escape(words[one])}</label></div>'
        for one in WHY
    )
    return f"<fieldset><legend>{escape(words['why'])}</legend>{options}</fieldset>"

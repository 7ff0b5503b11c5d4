"""The parts of pages that ask a browser for a passkey: with the one script that these pages run."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.web.page import Around, script
from gestand.surfaces.web.portal_pages import hidden, section
from gestand.surfaces.web.portal_passkey_words import PASSKEY_WORDS
from gestand.work.portal.lets_in import LetsIn

PASSKEY, ADD, REMOVE = "passkey", "passkey-add", "passkey-remove"
"""What a form does with a passkey: sign in, make one, take one away."""

ONLY, MAIL = "passkey-only", "passkey-or-mail"
"""What a form does with the mailed code: let it alone let nobody in, or let it in again."""

ASKED = "only-passkey"
"""How the page to sign in is asked by who typed a mailed code that alone is not enough."""


@dataclass(frozen=True)
class Site:
    """Whose passkeys they are, as browsers have it, and which kinds of signatures count."""

    name: str
    kinds: Sequence[int]


@dataclass(frozen=True)
class OwnPasskeys:
    """The passkeys of somebody, and what a device keeps of them: a `handle` and their address.

    Where they are asked for `only` these, the mailed code alone lets nobody in.
    """

    site: Site
    found: Sequence[LetsIn]
    handle: bytes
    address: str
    only: bool = False


def challenge_of(token: str) -> bytes:
    """Return what a passkey signs: it follows from the token of the form that is sent with it."""
    return sha256(token.encode("utf-8", "replace")).digest()


def sign_in_part(around: Around, token: str, site: Site, *, only: bool) -> Iterator[str]:
    """Yield the button by which somebody signs in by a passkey; where it takes `only` that."""
    words = PASSKEY_WORDS[around.language]
    asked = {"challenge": _text(challenge_of(token)), "rpId": site.name,
             "userVerification": "required"}  # fmt: skip
    form = _asking(token, PASSKEY, asked, (words["sign in"], words["failed"]))
    told = f"<h2>{escape(words['or'])}</h2><p>{escape(words['or more'])}</p>" if not only else ""
    yield f"<div data-needs-script hidden>{told}{form}</div>"
    yield script()


def own_part(around: Around, token: str, own: OwnPasskeys) -> Iterator[str]:
    """Yield the passkeys of somebody, and the button that makes another one."""
    words, grammar = PASSKEY_WORDS[around.language], GRAMMARS[around.language]
    body = [f"<p>{escape(words['lead'])}</p>"]
    if not own.found:
        body.append(f'<p class="none">{escape(words["none"])}</p>')
    for one in own.found:
        told = words["of"].format(grammar.day(one.on))
        body.append(
            f'<h3>{escape(told)}</h3><form method="post">{hidden(token)}'
            f'<input type="hidden" name="passkey" value="{one.ident}">'
            f'<button name="do" value="{REMOVE}" aria-label="{escape(words["remove"])}: '
            f'{escape(told)}">{escape(words["remove"])}</button></form>'
        )
    asked = _to_make(around.controller, token, own)
    form = _asking(token, ADD, asked, (words["add"], words["not added"]))
    body.append(f"<div data-needs-script hidden>{form}</div>")
    body.append(f"<p data-without-script>{escape(words['no script'])}</p>")
    body += _mail(words, token, only=own.only) if own.found else ()
    yield section("passkeys", words["passkeys"], body)
    yield script()


def _mail(words: Mapping[str, str], token: str, *, only: bool) -> Iterator[str]:
    """Yield whether the mailed code alone is enough, and the button that changes that."""
    told, does, button = ("no mail", MAIL, "let mail") if only else ("still", ONLY, "only")
    yield (
        f"<h3>{escape(words['mail'])}</h3><p>{escape(words[told])}</p>"
        f'<form method="post">{hidden(token)}<button name="do" value="{does}">'
        f"{escape(words[button])}</button></form>"
    )


def _to_make(controller: str, token: str, own: OwnPasskeys) -> Mapping[str, Any]:
    """Return what a browser is asked to make: it must know its person, and prove who that is."""
    kind = "public-key"
    return {
        "challenge": _text(challenge_of(token)),
        "rp": {"id": own.site.name, "name": controller},
        "user": {"id": _text(own.handle), "name": own.address, "displayName": own.address},
        "pubKeyCredParams": [{"type": kind, "alg": one} for one in own.site.kinds],
        "excludeCredentials": [
            {"type": kind, "id": _text(bytes.fromhex(one.said["ident"]))} for one in own.found
        ],
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
        },
        "attestation": "none",
    }


def _asking(
    token: str, does: str, asked: Mapping[str, Any], words: tuple[str, str]
) -> str:
    """Return a form that the script fills in; it is shown only where that runs."""
    button, failed = words
    return (
        f'<form method="post" data-passkey="{escape(json.dumps(asked))}">{hidden(token)}'
        f'<input type="hidden" name="do" value="{does}"><input type="hidden" name="answer">'
        f'<p class="wrong" role="alert" data-failed hidden>{escape(failed)}</p>'
        f"<button>{escape(button)}</button></form>"
    )


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")

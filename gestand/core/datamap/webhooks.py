"""The addresses that are told of events: read from the data map, and looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gestand.core.document import Node
from gestand.core.entries import Reader
from gestand.core.found import Found, Word
from gestand.core.hooks import EVENTS, Webhook
from gestand.core.hosts import is_inside, is_this_machine
from gestand.core.language.keys import Key, Kind, Many, OneOf, Text

CODES = {
    "G337": "events would go where others can read along",
    "G338": "the secret of a webhook stands in the data map",
    "G341": "events would go to an address inside, and the webhook does not say `private`",
}

_REFERENCE = r"[$][{][A-Za-z_][A-Za-z0-9_]*[}]"

WEBHOOK = Kind(
    "A webhook",
    "An address of a program of yours that is told what happened: the number of a request and what "
    "happened to it, never who. `gestand webhooks` and a running `gestand serve` tell it.",
    (
        Key("url", Text("URL"), must=True,
            means="Where events go: `https://`, or `http://127.0.0.1` for a program on this "
            "machine, which is `private`. `${NAME}` is read from the environment.",
            example='url: "https://cases.noorderlicht.example/gestand"', codes=("G337",)),
        Key("secret", Text("secret, as `${NAME}`", _REFERENCE), must=True,
            means="The variable of the environment with the secret by which events are signed: "
            "`whsec_` and at least 24 bytes in base64.",
            example="secret: ${GESTAND_WEBHOOK_CASES}", codes=("G338",)),
        Key("events", Many(OneOf(tuple(EVENTS))), must=True,
            means="Of what it is told: "
            + "; ".join(f"`{name}`: {means}" for name, means in EVENTS.items()) + ".",
            example="events: [request, breach]", codes=("G123",)),
        Key("private", OneOf(("true", "false")),
            means="`true` where the address is one of your own network, or this machine: all else "
            "that nobody outside reaches is refused.",
            without="it is reached from everywhere.", example="private: true",
            codes=("G124", "G341")),
    ),
)  # fmt: skip

_SECRET = re.compile(_REFERENCE)
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?][!-~]*)?"
)
_VARIABLE = re.compile(r"\$\{[^}]*\}")


def parse_webhooks(reader: Reader, named: Mapping[Word, Node]) -> dict[str, Webhook]:
    """Return the webhooks by name; one that is not whole is left out, with a finding."""
    found = (_webhook(reader, name, node) for name, node in named.items())
    return {one.name: one for one in found if one is not None}


def _webhook(reader: Reader, name: Word, node: Node) -> Webhook | None:
    entry = reader.entry(node, f"webhook `{name}`", WEBHOOK)
    if entry.broken:
        return None
    url = reader.text(entry.need("url", "add the address that is told"))
    secret = reader.text(entry.need("secret", "name the variable that holds the secret"))
    events = frozenset(one for one in reader.choices(entry.need("events"), EVENTS) if one)
    private = reader.yes(entry.get("private"))
    if url is None or secret is None or not events:
        return None
    _check_url(url, reader.found, private=private)
    if not _SECRET.fullmatch(secret):
        hint = "write the name of a variable of the environment: `secret: ${GESTAND_WEBHOOK}`"
        what = f"the secret of webhook `{name}` does not stand in this file"
        reader.found.add(secret.span, "G338", what, "", hint)
        return None
    return Webhook(str(name), str(url), str(secret), events, private, name.span)


def _check_url(url: Word, found: Found, *, private: bool) -> None:
    """Refuse what is not HTTPS, a name or a password in it, and what is inside and not `private`.

    A variable is looked at later.
    """
    if url.startswith("$"):
        return
    filled = _VARIABLE.sub("x", url)
    parts = _URL.fullmatch(filled)
    if parts is not None and not private and is_inside(parts["host"].strip("[]")):
        why = "no event goes to an address of this machine, or of a network inside, by itself"
        hint = "write `private: true` beside it, where that is meant"
        found.add(url.span, "G341", why, "", hint)
    if why := why_not(filled):
        hint = "write `https://HOST/PATH`, or `http://127.0.0.1:PORT/PATH` for this machine"
        found.add(url.span, "G337", why, "", hint)


def why_not(url: str) -> str:
    """Return why events may not go to an address; empty where they may."""
    parts = _URL.fullmatch(url)
    if parts is None:
        return "events go to an address that begins with `https://`, without a name or password"
    host = parts["host"].strip("[]")
    if parts["scheme"] == "http" and not (is_this_machine(host) and host != "localhost"):
        return "events would go in clear"
    return ""

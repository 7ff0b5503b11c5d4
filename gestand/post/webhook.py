"""Post a body to the program of somebody else, over HTTPS; what is told is what surely happened."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from gestand.errors import CannotRun
from gestand.post.base import Fate, Told
from gestand.post.handing import PATIENCE, refuse_open

CONFIRMS = "Gestand-Confirms"
"""The header with which a program signs that it did what a notice asks."""

_TAKEN, _REFUSED, _AFTER = 200, 400, 500


def post_to(url: str, body: bytes, headers: Mapping[str, str]) -> Told:
    """Post a body once, to an address that was looked at by `refuse_named`.

    INVARIANT: UNKNOWN from the first byte that is sent until an answer is read that says yes or
    no: the other side may have taken it and lost only the answer, or its own work on it. Nobody
    is followed elsewhere.
    """
    parts = urlsplit(url)
    with closing(_connection(parts.scheme, parts.hostname or "", parts.port)) as connection:
        try:
            connection.connect()
        except OSError as error:
            return Told(Fate.NOT_SENT, f"no connection: {type(error).__name__}")
        try:
            path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request(
                "POST", path, body, {"Content-Type": "application/json", **headers}
            )
            answer = connection.getresponse()
            status, signature = answer.status, answer.getheader(CONFIRMS, "")
        except (OSError, HTTPException) as error:
            return Told(Fate.UNKNOWN, f"no answer: {type(error).__name__}")
    if _TAKEN <= status < _TAKEN + 100:
        return Told(Fate.SENT, signature=signature)
    if _REFUSED <= status < _AFTER:
        return Told(Fate.REFUSED, f"the other side refuses it: {status}")
    return Told(Fate.UNKNOWN, f"the answer says neither yes nor no: {status}")


def refuse_named(url: str) -> None:
    """Raise CannotRun for an address that is not HTTPS, or with a name or password in it."""
    refuse_open(url)
    parts = urlsplit(url)
    if parts.username or parts.password:
        message = "the address has no name or password in it: the notice is signed"
        raise CannotRun(message)


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=PATIENCE, context=context)
    return HTTPConnection(host, port, timeout=PATIENCE)

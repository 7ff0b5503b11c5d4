"""Post an event to a program, to the address that was looked at and to no other.

A name is looked up once, and what is connected to is what was looked up: a name that points
elsewhere a moment later leads nowhere. Nobody is followed to another address.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from socket import IPPROTO_TCP, SHUT_RDWR, create_connection, getaddrinfo, socket
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from gestand.core.hosts import is_public
from gestand.post.base import Fate, Told

PATIENCE, IN_ALL = 10.0, 30.0
"""Seconds before a server that says nothing is given up, and however much it says."""

_TAKEN = range(200, 300)


def post_event(
    url: str, body: bytes, headers: Mapping[str, str], *, private: bool, in_all: float = IN_ALL
) -> Told:
    """Post a body once, and return what became of it; anything but SENT is tried again.

    `private` lets it go to an address that only this network, or this machine, reaches. After
    `in_all` seconds it is cut, however much the other side says.
    """
    parts = urlsplit(url)
    try:
        places = _addresses(parts, private=private)
        if not places:
            return Told(Fate.NOT_SENT, "the address is of an inner network: declare it `private`")
        with closing(_reached(places, _port(parts))) as reached, _cut_after(in_all, reached):
            status = _posted(parts, reached, body, headers)
    except (OSError, HTTPException, ValueError) as error:
        return Told(Fate.UNKNOWN, f"no answer: {type(error).__name__}")
    if status in _TAKEN:
        return Told(Fate.SENT)
    return Told(Fate.REFUSED, f"the other side answers {status}")


def _addresses(parts: SplitResult, *, private: bool) -> list[str]:
    """Return to what to connect; none where one of the addresses of the name is not public."""
    found = getaddrinfo(parts.hostname, _port(parts), proto=IPPROTO_TCP)
    every = list(dict.fromkeys(str(one[4][0]) for one in found))
    return every if private or all(is_public(one) for one in every) else []


def _reached(places: Sequence[str], port: int) -> socket:
    """Return a connection to the first address that answers: a name may have one for IPv6 only."""
    *others, last = places
    for place in others:
        with suppress(OSError):
            return create_connection((place, port), PATIENCE)
    return create_connection((last, port), PATIENCE)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


@contextmanager
def _cut_after(seconds: float, reached: socket) -> Iterator[None]:
    """Cut a connection that is still used after so long.

    A server that says a little every few seconds would hold on for ever. It is cut by a handle of
    its own: TLS takes the other one over.
    """
    with closing(reached.dup()) as handle:
        watch = Timer(seconds, _cut, [handle])
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def _posted(parts: SplitResult, reached: socket, body: bytes, headers: Mapping[str, str]) -> int:
    with closing(_through(parts, reached)) as connection:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status


def _through(parts: SplitResult, reached: socket) -> HTTPConnection:
    """Return a connection over a socket that stands; the certificate is that of the name."""
    connection = HTTPConnection(parts.hostname or "", _port(parts), timeout=PATIENCE)
    if parts.scheme == "https":
        connection.default_port = 443  # which the name of the host does not repeat then
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(reached, server_hostname=parts.hostname)
    else:
        connection.sock = reached
    return connection


def _cut(reached: socket) -> None:
    with suppress(OSError):
        reached.shutdown(SHUT_RDWR)

"""Send a package straight to another controller, over HTTPS."""

from __future__ import annotations

import json
import socket
import ssl
from http.client import HTTPException
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from gestand.core.found import shown
from gestand.errors import CannotRun, Declined, Unsure

PATIENCE = 60.0
"""Seconds before a server that says nothing counts as lost."""

_LARGEST_ANSWER = 100_000
_NEVER_THERE = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
"""What goes wrong before anything of a package is sent."""

_THEIR_FAULT = 500
"""From which status on nobody knows whether the other side has it."""


class _Stay(HTTPRedirectHandler):
    """Follows nobody elsewhere: the data are for the address that was given."""

    def redirect_request(self, *_: object) -> None:
        return None


def hand_over(url: str, token: str, package: bytes) -> bytes:
    """Return what the other side answers to a package.

    Raises CannotRun for an address that is not HTTPS; Declined where the other side cannot be
    reached, is not who it says it is, or refuses; and Unsure where it may have the package.
    """
    refuse_open(url)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/zip"}
    request = Request(url, package, headers, method="POST")  # looked at above
    opener = build_opener(_Stay, HTTPSHandler(context=ssl.create_default_context()))
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            content: bytes = answer.read(_LARGEST_ANSWER)
    except HTTPError as error:
        with error:
            why = _detail(error.read(_LARGEST_ANSWER)) or error.reason
        if error.code >= _THEIR_FAULT:
            message = f"the other side stopped with {error.code} {why}: it may have the package"
            raise Unsure(message) from error
        message = f"the other side refuses the package: {error.code} {why}"
        raise Declined(message) from error
    except (URLError, OSError, HTTPException) as error:
        if isinstance(getattr(error, "reason", error), _NEVER_THERE):
            message = "the other side cannot be reached, or is not who it says it is: try again"
            raise Declined(message) from error
        message = "the connection to the other side was lost: it may have the package"
        raise Unsure(message) from error
    return content


def _detail(answer: bytes) -> str:
    """Return why another side refuses, where it says so as a problem (RFC 9457)."""
    try:
        return shown(str(json.loads(answer)["detail"]))
    except (ValueError, KeyError, TypeError):
        return ""


def refuse_open(url: str) -> None:
    """Refuse an address where others could read along; this machine itself is none."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    try:
        is_here = parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        message = "`--url` is an address that begins with `https://`"
        raise CannotRun(message)

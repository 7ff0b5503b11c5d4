"""Reach a site as a browser does, and tell how: over which connection, with which headers."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import socket
from urllib.parse import SplitResult, urlsplit

from gestand.core.hosts import is_this_machine
from gestand.core.proving.reaching import HEADERS, Site, Trouble
from gestand.errors import CannotRun

PATIENCE = 20.0
"""Seconds before a site that says nothing does not answer."""

# What OpenSSL says of a certificate: X509_V_ERR_... in openssl/x509_vfy.h.
_OVER, _OTHER_NAME, _OTHER_ADDRESS = 10, 62, 64


def reached(url: str) -> Site:
    """Reach the site of an address, and return how; CannotRun where that is no address.

    Certificates are checked against those that this system trusts; SSL_CERT_FILE names others. A
    page on this machine may be in clear.
    """
    parts = _parts(url)
    if parts is None:
        message = "a site is named by its address: `https://www.example.nl`"
        raise CannotRun(message)
    return _reached(parts)


def _parts(url: str) -> SplitResult | None:
    """Return the parts of the address of a site; None where it is none."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a bracket that is not closed, a port that is no number
        return None
    return parts if known else None


def _reached(parts: SplitResult) -> Site:
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
    safe = parts.scheme == "https"
    kind = HTTPSConnection if safe else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        answer = _asked(connection, parts.path or "/")
    except ssl.SSLCertVerificationError as error:
        return Site(origin, _trouble(error.verify_code))
    except ssl.SSLError as error:
        old = "PROTOCOL" in (error.reason or "")
        return Site(origin, Trouble.OLD_TLS if old else Trouble.NO_ANSWER)
    except (OSError, HTTPException, ValueError):  # the last for a name that cannot be one
        return Site(origin, Trouble.NO_ANSWER)
    finally:
        connection.close()
    return _of_answer(origin, parts, answer)


def _of_answer(origin: str, parts: SplitResult, answer: _Answer) -> Site:
    """Return how a site was reached; where it sends on whoever comes in clear, that counts."""
    target = _parts(answer.location)
    if parts.scheme == "https":
        back = target is not None and target.scheme == "http" and not _is_here(target)
        trouble = Trouble.IN_CLEAR if back else Trouble.NONE
        return Site(origin, trouble, answer.tls, answer.until, answer.missing(HEADERS))
    if target is not None and target.scheme == "https":
        return replace(_reached(target), origin=origin)
    trouble = Trouble.NONE if _is_here(parts) else Trouble.IN_CLEAR
    return Site(origin, trouble, headers=answer.missing(HEADERS[1:]))


def _is_here(parts: SplitResult) -> bool:
    return is_this_machine(parts.hostname or "")


class _Answer:
    """What a site said of a page, and over what."""

    def __init__(self, response: HTTPResponse, sock: socket | ssl.SSLSocket) -> None:
        self.names = frozenset(name.casefold() for name, _ in response.getheaders())
        self.location = response.getheader("Location", "")
        safe = sock if isinstance(sock, ssl.SSLSocket) else None
        self.tls = (safe.version() or "") if safe else ""
        self.until = _end(safe) if safe else None

    def missing(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return the headers that it did not send."""
        return tuple(name for name in wanted if name not in self.names)


def _asked(connection: HTTPConnection, path: str) -> _Answer:
    connection.connect()
    sock = connection.sock  # an answer may close the connection
    connection.request("GET", path, headers={"User-Agent": "gestand", "Connection": "close"})
    return _Answer(connection.getresponse(), sock)


def _end(sock: ssl.SSLSocket) -> datetime | None:
    said = (sock.getpeercert() or {}).get("notAfter")
    if not isinstance(said, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(said), UTC)


def _trouble(code: int) -> Trouble:
    if code == _OVER:
        return Trouble.OVER
    return Trouble.OTHER_NAME if code in (_OTHER_NAME, _OTHER_ADDRESS) else Trouble.NOT_TRUSTED

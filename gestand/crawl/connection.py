"""Reach a site as a browser does, and tell how: over which connection, with which headers."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import socket
from urllib.parse import urlsplit

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
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in ("http", "https") or not host:
        message = "a site is named by its address: `https://www.example.nl`"
        raise CannotRun(message)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
    path = parts.path or "/"
    if parts.scheme == "https":
        return _over_tls(origin, HTTPSConnection(host, port, timeout=PATIENCE), path)
    return _in_clear(origin, HTTPConnection(host, port, timeout=PATIENCE), path)


def _over_tls(origin: str, connection: HTTPSConnection, path: str) -> Site:
    try:
        answer = _asked(connection, path)
    except ssl.SSLCertVerificationError as error:
        return Site(origin, _trouble(error.verify_code))
    except ssl.SSLError as error:
        old = "PROTOCOL" in (error.reason or "")
        return Site(origin, Trouble.OLD_TLS if old else Trouble.NO_ANSWER)
    except (OSError, HTTPException):
        return Site(origin, Trouble.NO_ANSWER)
    finally:
        connection.close()
    return Site(origin, Trouble.NONE, answer.tls, answer.until, answer.missing(HEADERS))


def _in_clear(origin: str, connection: HTTPConnection, path: str) -> Site:
    try:
        answer = _asked(connection, path)
    except (OSError, HTTPException):
        return Site(origin, Trouble.NO_ANSWER)
    finally:
        connection.close()
    target = urlsplit(answer.location)
    if target.scheme == "https" and target.hostname == connection.host:
        return reached(answer.location)  # a site may say so to whoever comes without TLS
    missing = answer.missing(HEADERS[1:])
    trouble = Trouble.NONE if is_this_machine(connection.host) else Trouble.IN_CLEAR
    return Site(origin, trouble, headers=missing)


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

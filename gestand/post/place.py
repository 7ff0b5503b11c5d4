"""Where a mail server is: one URL, with how the connection is kept from others."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from urllib.parse import unquote

from gestand.core.hosts import is_this_machine
from gestand.errors import CannotRun
from gestand.settings import filled_in

PATIENCE = 30.0
"""Seconds before a server that says nothing counts as lost."""

_PORTS = 65_535
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_URL = re.compile(
    r"(?P<way>[a-z+]+)://(?:(?P<user>(?:\$\{[^}]*\}|[^:@/])*)(?::(?P<password>.*))?@)?"
    r"(?P<host>\$\{[^}]*\}|\[[0-9A-Fa-f:.]+\]|[^:@/\[\]]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/(?P<folder>.*))?"
)


@dataclass(frozen=True)
class Place:
    """A server: `way` is `tls` from the start, `starttls` before anything is said, or `clear`."""

    host: str
    port: int
    way: str
    user: str
    password: str
    folder: str = ""

    @classmethod
    def at(cls, url: str, protocol: str, ports: dict[str, int]) -> Place:
        """Return what a URL says: `smtp://` is STARTTLS, `smtps://` TLS, `smtp+clear://` neither.

        Raises CannotRun for any other, and for one in clear to another machine: letters and
        passwords would go over the wire for anybody to read.
        """
        ways = {protocol: "starttls", f"{protocol}s": "tls", f"{protocol}+clear": "clear"}
        found = _URL.fullmatch(url if "://" in url else filled_in(url))
        if found is None or found["way"] not in ways:
            message = (
                f"the URL of the mail server cannot be read: `{protocol}://user:${{PASSWORD}}@host`"
                f" for STARTTLS, or `{protocol}s://`"
            )
            raise CannotRun(message)
        way, host = ways[found["way"]], _filled(found["host"]).strip("[]")
        if way == "clear" and not is_this_machine(host):
            message = (
                f"`{found['way']}://` goes to this machine only: to another one letters would go "
                f"for anybody to read; use `{protocol}://` or `{protocol}s://`"
            )
            raise CannotRun(message)
        port = int(found["port"] or ports[way])
        user, password, folder = (_filled(found[name]) for name in ("user", "password", "folder"))
        printable = f"{user}{password}{folder}"
        if not _HOST.fullmatch(host) or port > _PORTS or not printable.isprintable():
            message = f"the URL of the mail server has letters that `{protocol}` cannot take"
            raise CannotRun(message)
        return cls(host, port, way, user, password, folder)

    def context(self) -> ssl.SSLContext:
        """Return what checks the certificate of the server against those that this system trusts.

        `SSL_CERT_FILE` names others.
        """
        return ssl.create_default_context()


def _filled(part: str | None) -> str:
    """Return a part of a URL: what a variable says stands for itself, and is not quoted."""
    text = part or ""
    return filled_in(text) if "${" in text else unquote(text)

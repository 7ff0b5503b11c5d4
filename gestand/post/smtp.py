"""Mail out, over SMTP (RFC 5321): what is told of a message is what the server has said of it."""

from __future__ import annotations

import re
import smtplib
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from gestand.post.base import Fate, Told
from gestand.post.place import PATIENCE, Place

_PORTS = {"starttls": 587, "tls": 465, "clear": 25}
_DOT = re.compile(rb"^\.", re.MULTILINE)
_REFUSED = 500


class _Answered(Exception):
    """The server took a command with a code that says no."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


@dataclass(frozen=True)
class SmtpPost:
    """Sends through one server, a connection for each message."""

    place: Place

    @classmethod
    def at(cls, url: str) -> Self:
        """Return what sends through the server of a URL; CannotRun where that cannot be read."""
        return cls(Place.at(url, "smtp", _PORTS))

    def send(self, sender: str, to: str, message: bytes) -> Told:
        """Give one message for one address to the server.

        INVARIANT: UNKNOWN from the first byte of the text until the server has answered: it may
        have kept the message and lost only the answer. Before that nothing was sent.
        """
        try:
            connection = self._open(sender)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return Told(Fate.NOT_SENT, f"no connection: {_named(error)}")
        try:
            return self._given(connection, sender, to, message)
        finally:
            connection.close()

    def _open(self, sender: str) -> smtplib.SMTP:
        name = sender.rpartition("@")[2]  # else the name of this machine is told
        place = self.place
        connection: smtplib.SMTP
        if place.way == "tls":
            connection = smtplib.SMTP_SSL(
                place.host, place.port, name, timeout=PATIENCE, context=place.context()
            )
        else:
            connection = smtplib.SMTP(place.host, place.port, name, PATIENCE)
        with ExitStack() as stack:
            stack.callback(connection.close)
            connection.ehlo_or_helo_if_needed()
            if place.way == "starttls":
                connection.starttls(context=place.context())
            if place.user:
                connection.login(place.user, place.password)
            stack.pop_all()
        return connection

    def _given(self, connection: smtplib.SMTP, sender: str, to: str, message: bytes) -> Told:
        try:
            if (code := connection.mail(sender)[0]) >= _REFUSED:
                return Told(Fate.NOT_SENT, f"the server takes nothing from our address: {code}")
            _go_on(code)
            _go_on(connection.rcpt(to)[0])
            _go_on(connection.docmd("DATA")[0])
        except _Answered as error:
            return _said_no(error.code)
        except (smtplib.SMTPException, OSError) as error:
            return Told(Fate.NOT_SENT, f"the connection was lost: {_named(error)}")
        try:
            ended = message if message.endswith(b"\r\n") else message + b"\r\n"
            connection.send(_DOT.sub(b"..", ended) + b".\r\n")
            code = connection.getreply()[0]
            _go_on(code)
        except _Answered as error:
            return _said_no(error.code)
        except (smtplib.SMTPException, OSError) as error:
            return Told(Fate.UNKNOWN, f"the connection was lost: {_named(error)}")
        return Told(Fate.SENT, str(code))


def _go_on(code: int) -> None:
    """Go on after a code that says yes."""
    if not 200 <= code < 400:  # RFC 5321, 4.2.1
        raise _Answered(code)


def _said_no(code: int) -> Told:
    if code >= _REFUSED:
        return Told(Fate.REFUSED, f"the server refused it: {code}")
    return Told(Fate.NOT_SENT, f"not now, the server says: {code}")


def _named(error: Exception) -> str:
    """Return what kind of error it is: what it says may hold an address or a password."""
    return type(error).__name__

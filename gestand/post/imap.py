"""Mail in, over IMAP (RFC 3501): the mailbox is read and nothing in it is changed."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from gestand.errors import CannotRun
from gestand.post.base import Delivered
from gestand.post.place import PATIENCE, Place

LARGEST = 20_000_000
"""Bytes of a message that are fetched; of a larger one only its head."""

_PORTS = {"starttls": 143, "tls": 993, "clear": 143}
_RECEIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_FOLDER = re.compile(r"[\x20-\x7e]+")
_LOST = (imaplib.IMAP4.error, OSError, ValueError)


@dataclass(frozen=True)
class ImapMailbox:
    """One folder on one server."""

    place: Place

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the mailbox of a URL; CannotRun where that cannot be read."""
        place = Place.at(url, "imap", _PORTS)
        if place.folder and (not _FOLDER.fullmatch(place.folder) or '"' in place.folder):
            message = "the folder of the mailbox has letters that IMAP does not take as they are"
            raise CannotRun(message)
        return cls(place)

    @property
    def name(self) -> str:
        """What it is known by; without a password."""
        return f"{self.place.user}@{self.place.host}/{self.place.folder or 'INBOX'}"

    @contextmanager
    def opened(self) -> Iterator[ImapInbox]:
        """Open the folder to be read only; CannotRun where that cannot be."""
        with _plainly():
            connection = self._connected()
        try:
            with _plainly():
                validity = self._entered(connection)
                yield ImapInbox(connection, validity, _newest(connection))
        finally:
            _close(connection)

    def _connected(self) -> imaplib.IMAP4:
        place = self.place
        if place.way == "tls":
            return imaplib.IMAP4_SSL(
                place.host, place.port, ssl_context=place.context(), timeout=PATIENCE
            )
        return imaplib.IMAP4(place.host, place.port, PATIENCE)

    def _entered(self, connection: imaplib.IMAP4) -> int:
        """Log in and open the folder; return its validity."""
        place = self.place
        if place.way == "starttls":
            connection.starttls(place.context())
        connection.login(place.user, place.password)
        status, _ = connection.select(f'"{place.folder or "INBOX"}"', readonly=True)
        _, told = connection.response("UIDVALIDITY")
        if status != "OK" or not told or told[0] is None:
            message = "the mail server has no such folder, or does not number what is in it"
            raise CannotRun(message)
        return int(told[0])


@dataclass(frozen=True)
class ImapInbox:
    """A folder that stands open."""

    connection: imaplib.IMAP4
    validity: int
    newest: int

    def since(self, uid: int) -> Iterator[Delivered]:
        """Yield what came after a number, in order."""
        # Not SEARCH: that answers in one line, of which the library reads a million letters.
        with _plainly():
            what = "(UID INTERNALDATE RFC822.SIZE)"
            found = _answer(self.connection.uid("FETCH", f"{uid + 1}:*", what))
        heads = sorted(head for line in found if (head := _head(line)) is not None)
        for number, received, size in heads:
            # `*` is the last message, whatever its number: it may have been taken already.
            if number > uid:
                with _plainly():
                    content = self._content(number, whole := size <= LARGEST)
                if content is not None:
                    yield Delivered(number, received, content, whole)

    def _content(self, uid: int, whole: bool) -> bytes | None:
        """Return a message, or its head; None where somebody took it away meanwhile."""
        part = "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]"
        parts = _answer(self.connection.uid("FETCH", str(uid), f"({part})"))
        return next((bytes(one[1]) for one in parts if isinstance(one, tuple)), None)


def _newest(connection: imaplib.IMAP4) -> int:
    """Return the number that was given last; 0 where the server tells of no next one."""
    _, told = connection.response("UIDNEXT")
    return int(told[0]) - 1 if told and told[0] is not None else 0


def _head(line: bytes | None) -> tuple[int, datetime, int] | None:
    """Return the number, the moment of receipt and the size of a message; None for other lines."""
    if not isinstance(line, bytes):
        return None
    uid, received, size = (pattern.search(line) for pattern in (_UID, _RECEIVED, _SIZE))
    if uid is None or received is None or size is None:
        return None
    return int(uid[1]), _moment(received[1].decode("ascii", "replace")), int(size[1])


def _moment(text: str) -> datetime:
    """Return a moment as IMAP writes it: `05-Mar-2026 10:00:00 +0100`."""
    return parsedate_to_datetime(text.strip().replace("-", " ", 2)).astimezone(UTC)


def _answer(told: tuple[str, list[Any]]) -> list[Any]:
    status, found = told
    if status != "OK":
        message = "the mail server did not do what it was asked"
        raise CannotRun(message)
    return found


def _close(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except _LOST:
        return


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn what a server or the network does into a plain error, without what they say."""
    try:
        yield
    except _LOST as error:
        message = f"the mailbox cannot be read: {type(error).__name__}"
        raise CannotRun(message) from error

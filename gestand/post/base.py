"""What the work floor asks of mail, whatever server it goes through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Fate(Enum):
    """What a server made of a message. Of an unknown one it is not told whether it has it."""

    SENT = "sent"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Told:
    """The fate of a message, and in words of ours why: what a server says may name somebody.

    `signature` is what a program that took it signed its answer with, where it did.
    """

    fate: Fate
    why: str = ""
    signature: str = ""


class Post(Protocol):
    """What sends."""

    def send(self, sender: str, to: str, message: bytes) -> Told:
        """Give one message for one address to the server; never raises for what that answers."""


@dataclass(frozen=True)
class Delivered:
    """A message in a mailbox: its number there, when the server received it, and its bytes.

    `is_whole` tells whether these are all of it: of a very large one they are only its head.
    """

    uid: int
    received: datetime
    content: bytes
    is_whole: bool = True


class Inbox(Protocol):
    """A mailbox that stands open to be read; nothing in it is changed.

    Numbers go up and are never given twice while `validity` is the same (RFC 3501).
    """

    @property
    def validity(self) -> int:
        """Which series of numbers the mailbox has now."""

    @property
    def newest(self) -> int:
        """The number that was given last when it was opened; 0 where nobody tells."""

    def since(self, uid: int) -> Iterator[Delivered]:
        """Yield what came after a number, in order; CannotRun where the connection is lost."""


class Mailbox(Protocol):
    """Where messages come in."""

    @property
    def name(self) -> str:
        """What it is known by; without a password."""

    def opened(self) -> AbstractContextManager[Inbox]:
        """Open it; CannotRun where that cannot be."""

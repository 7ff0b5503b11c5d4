"""What passkeys are asked to be, and what is known of one once it was shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gestand.errors import GestandError


class NotRight(GestandError):
    """What a browser sent is no passkey, or not one that counts here and now."""


@dataclass(frozen=True)
class Made:
    """A passkey that was just made: which, its public `key`, and how often it has signed."""

    ident: bytes
    key: bytes
    count: int


@dataclass(frozen=True)
class Claimed:
    """Which passkey a browser says to show, and of whom it says that to be: nothing is proven."""

    ident: bytes
    handle: bytes


class Passkeys(Protocol):
    """What passkeys of one website are verified by.

    `answer` is what a script sends of a browser, as JSON. Each counts for one challenge, from one
    of the origins of this website, and only where somebody proved to the device who they are.
    """

    @property
    def site(self) -> str:
        """The name of the website that passkeys are of, as browsers have it (RP ID)."""

    @property
    def kinds(self) -> tuple[int, ...]:
        """The kinds of signatures that count, the best one first, as COSE numbers them."""

    def made(self, answer: str, challenge: bytes) -> Made:
        """Return the passkey that was made; NotRight where it is none that counts."""

    def claimed(self, answer: str) -> Claimed:
        """Return which passkey it is said to be; NotRight where nobody can tell."""

    def proven(self, answer: str, challenge: bytes, key: bytes) -> int:
        """Return how often it has signed, by its own count; NotRight where it is not that one."""

"""Codes to sign in with: asked by a browser, sent to an address on file, typed in that browser.

They are kept in memory only, as keyed digests: after a start none counts, and nothing is left of
them. Whoever types one hears nothing but whether it counts.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from typing import Any

from gestand.core.codes import ALPHABET, LENGTH, plain
from gestand.core.facts import folded_text
from gestand.core.signing_in import MOST, MOST_WITHIN, Code, tried

_MOST_CODES = 10_000
"""So many codes are remembered; the one that is longest ago counts no more."""


@dataclass(frozen=True)
class _Sent:
    """What a browser asked for: at first a code that nothing fits, which may stay all there is."""

    ticket: str
    code: Code
    address: str = field(default="", repr=False)


@dataclass
class Codes:
    """The codes that count; `clock` gives seconds that only go on."""

    clock: Callable[[], float]
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _sent: OrderedDict[str, _Sent] = field(default_factory=OrderedDict, repr=False)
    _times: OrderedDict[str, list[float]] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def may_send(self, address: str) -> bool:
        """Count one more letter to an address, unless it got enough of them lately."""
        now, name = self.clock(), self._digest("address", folded_text(address))
        with self._lock:
            times = [at for at in self._times.pop(name, []) if now - at < MOST_WITHIN]
            self._times[name] = times[-MOST:]
            _cut(self._times)
            if len(times) >= MOST:
                return False
            self._times[name].append(now)
        return True

    def asked(self, browser: str) -> str:
        """Return a ticket for one who asks in a browser; what was sent to it before counts no more.

        INVARIANT: it makes no difference whether the address is known that is asked for.
        """
        ticket, name = secrets.token_hex(16), self._digest("browser", browser)
        with self._lock:
            self._sent.pop(name, None)
            self._sent[name] = _Sent(ticket, Code("", self.clock()))
            _cut(self._sent)
        return ticket

    def made(self, browser: str, ticket: str, address: str) -> str | None:
        """Return a fresh code for an address, which counts in that browser only.

        None where another one was asked there since.
        """
        text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        code = Code(self._digest("code", browser, text), self.clock())
        name = self._digest("browser", browser)
        with self._lock:
            if name not in self._sent or self._sent[name].ticket != ticket:
                return None
            self._sent[name] = _Sent(ticket, code, address)
        return text

    def typed(self, browser: str, text: str) -> str | None:
        """Return to which address the code went that was typed; None where it does not count."""
        digest, name = self._digest("code", browser, plain(text)), self._digest("browser", browser)
        with self._lock:
            sent = self._sent.get(name)
            if sent is None:
                return None
            # INVARIANT: a code counts once; what was right is marked as used.
            code, right = tried(sent.code, digest, self.clock())
            self._sent[name] = replace(sent, code=code)
        return sent.address if right else None

    def give_back(self, browser: str) -> None:
        """Let the code that was typed last in a browser count once more: nobody got in by it."""
        name = self._digest("browser", browser)
        with self._lock:
            sent = self._sent.get(name)
            if sent is not None and sent.code.used:
                self._sent[name] = replace(sent, code=replace(sent.code, used=False))

    def _digest(self, *parts: str) -> str:
        told = "\0".join(parts).encode("utf-8", "replace")
        return hmac.new(self._key, told, sha256).hexdigest()


def _cut(known: OrderedDict[str, Any]) -> None:
    while len(known) > _MOST_CODES:
        known.popitem(last=False)

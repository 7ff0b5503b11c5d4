"""What keeps strangers out: signed words that live shortly, a limit per address, known origins."""

from __future__ import annotations

import hmac
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address, ip_network
from secrets import token_bytes, token_hex
from threading import Lock

_MOST_ADDRESSES = 10_000
"""Of so many addresses is remembered how often they asked; the one that is longest ago goes."""


@dataclass(frozen=True)
class Seal:
    """Signs words that count for a while; `key` lives as long as this process.

    `clock` gives seconds that only go on.
    """

    clock: Callable[[], float]
    key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)

    def signed(self, what: str, bound: str = "") -> str:
        """Return a fresh word for `what`, which counts only together with `bound`."""
        begins = f"{int(self.clock())}.{token_hex(16)}"
        return f"{begins}.{self._mac(what, bound, begins)}"

    def once(
        self, what: str, text: str, life: int, bound: str = "", *, soonest: int = 0
    ) -> str | None:
        """Return the name of a word, another for each; None where it does not count any more.

        Nor does it count sooner than `soonest` seconds after it was made.
        """
        begins, _, mac = text.rpartition(".")
        at, _, name = begins.partition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(what, bound, begins).encode()):
            return None
        return name if soonest <= self.clock() - int(at) < life else None

    def _mac(self, what: str, bound: str, begins: str) -> str:
        told = "\0".join((what, bound, begins)).encode("utf-8", "replace")
        return hmac.new(self.key, told, sha256).hexdigest()


@dataclass(frozen=True)
class Limit:
    """How often one address may do something within some seconds; kept in memory only."""

    most: int
    within: int
    clock: Callable[[], float]
    _seen: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def allows(self, address: str) -> bool:
        """Count one time more, unless that is too often, and tell whether it may be."""
        now, name = self.clock(), _network(address)
        with self._lock:
            times = self._seen.setdefault(name, deque())
            self._seen.move_to_end(name)
            while times and now - times[0] >= self.within:
                times.popleft()
            if len(times) >= self.most:
                return False
            times.append(now)
            while len(self._seen) > _MOST_ADDRESSES:
                self._seen.popitem(last=False)
        return True


def _network(address: str) -> str:
    """Return what is one household or office: an address, or the /64 of one of IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def cookies(environ: Mapping[str, object]) -> dict[str, str]:
    """Return the cookies of a request; none where they cannot be read."""
    try:
        found = SimpleCookie(str(environ.get("HTTP_COOKIE", "")))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in found.items()}


def kept_as(name: str, *, secure: bool) -> str:
    """Return how a browser keeps a cookie: over TLS so that nobody but this host can set it.

    Neither another name of the same domain, nor who stands between without TLS (RFC 6265bis).
    """
    return f"__Host-{name}" if secure else name


def cookie(name: str, value: str, *, secure: bool, life: int | None = None) -> tuple[str, str]:
    """Return the header that sets a cookie, which no script and no other site gets to see."""
    parts = [f"{kept_as(name, secure=secure)}={value}", "Path=/", "HttpOnly", "SameSite=Strict"]
    parts += [f"Max-Age={life}"] if life is not None else []
    parts += ["Secure"] if secure else []
    return "Set-Cookie", "; ".join(parts)

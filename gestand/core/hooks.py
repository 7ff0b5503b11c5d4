"""Events that programs are told of: made of entries of the ledger, and naming nobody.

Sources: CloudEvents 1.0.2, https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md;
Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from gestand.core.findings import Span
from gestand.core.ledger import Entry

EVENTS: Mapping[str, str] = {
    "request": "a request came in, or something happened to it",
    "consents": "consents were recorded",
    "breach": "a breach was written down, or something happened to it",
    "hold": "a hold was placed, confirmed, reviewed or released",
    "disclosure": "something was given to somebody, or refused",
    "notice": "a recipient is told of what a request changed",
    "version": "a version of the statement was published or announced",
}
"""By its name what an event is about. Orders of authorities are none: some are secret."""

_TOLD = frozenset({"request", "version", "breach", "hold", "notice", "effective"})
"""What an event repeats of its entry: numbers and days of ours, never a digest of somebody.

No number of a disclosure: one that is left out, since an order is secret, would be missed.
"""

WAITS = tuple(timedelta(seconds=n) for n in (5, 30, 120, 600, 1800, 3600, 7200, 21_600))
"""How long it waits after each attempt that failed, and after all later ones as after the last."""

PREFIX = "whsec_"
"""With what a secret begins."""

_SHORTEST = 24


@dataclass(frozen=True)
class Webhook:
    """An address that is told of events; `url` and `secret` may name variables, as `${NAME}`.

    `private` says that the address is inside, and may be one that nobody else reaches.
    """

    name: str
    url: str
    secret: str
    events: frozenset[str]
    private: bool = False
    span: Span = field(default=Span("", 1, 1), compare=False)


def event_of(entry: Entry, source: str, wanted: Collection[str]) -> dict[str, object] | None:
    """Return the event that an entry tells of; None where nobody wants it. `source` is ours."""
    about, _, what = entry.kind.partition(" ")
    if about not in wanted or about not in EVENTS:
        return None
    told: Mapping[str, object] = json.loads(entry.told)
    data = {name: value for name, value in told.items() if name in _TOLD and _is_ours(value)}
    subject = f"requests/{data['request']}" if about == "request" else about
    return {
        "specversion": "1.0",
        "id": f"{source}-{entry.number}",
        "source": f"urn:gestand:{source}",
        "type": f"gestand.{about}.{what.replace(' ', '-')}",
        "subject": subject,
        "time": entry.at,
        "datacontenttype": "application/json",
        "data": data,
    }


def _is_ours(value: object) -> bool:
    """Tell whether a value is a number or a short word: a text could be of somebody."""
    return isinstance(value, int) or (isinstance(value, str) and len(value) <= len("2026-01-01"))


def key_of(secret: str) -> bytes | None:
    """Return the key that a secret is; None for what is none, or too short."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX).encode("ascii"), validate=True)
    except ValueError:
        return None
    return key if secret.startswith(PREFIX) and len(key) >= _SHORTEST else None


def signed(key: bytes, name: str, at: int, body: bytes) -> dict[str, str]:
    """Return the headers that prove of whom a body is; `at` are seconds since 1970."""
    mac = hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")
    return {
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many attempts that failed."""
    return WAITS[min(max(tries, 1), len(WAITS)) - 1]

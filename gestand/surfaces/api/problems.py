"""Why something is not answered, as RFC 9457 says it, and how answers are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

JSON, PROBLEM = "application/json", "application/problem+json"

Header = tuple[str, str]


class Problem(Exception):
    """Why a request is not answered, as RFC 9457 says it; `what` repeats nothing that was sent."""

    def __init__(self, status: HTTPStatus, what: str, *headers: Header) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.headers = headers

    def told(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.what,
        }


@dataclass(frozen=True)
class Answer:
    """What is answered: plain values, and headers beside those that every answer has."""

    told: Any
    status: int = HTTPStatus.OK
    headers: tuple[Header, ...] = ()


def written(kind: str, told: object) -> tuple[list[Header], bytes]:
    """Return the headers that every answer has, and its body."""
    body = json.dumps(told, ensure_ascii=False).encode()
    return [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ], body


@dataclass(frozen=True)
class Asked:
    """What was asked: `place` are the parts of the address that stand for something.

    `query` and `body` are as the table of routes says that they must be. `raw` is what was sent,
    `key` the key under which it is done once, `who` may do how much.
    """

    who: Any
    place: Mapping[str, int] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    raw: bytes = b""
    key: str = ""

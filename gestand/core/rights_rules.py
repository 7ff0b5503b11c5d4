"""What the law says of requests, as dated data: grounds to refuse, where a person can complain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from gestand.core.clock import Clock, Limits
from gestand.core.policy.model import Words


class Right(Enum):
    """What a person asks for: GDPR articles 7(3) and 15 to 21."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    MARKETING = "marketing"
    WITHDRAWAL = "withdrawal"
    PORTABILITY = "portability"


@dataclass(frozen=True)
class Ground:
    """A reason in law to give less than was asked, and for which rights it can be one.

    `settled` is false where the article was not verified. `fee` tells that a fee may be asked.
    """

    code: str
    rights: frozenset[Right]
    words: Words
    settled: bool
    fee: bool = False


@dataclass(frozen=True)
class Route:
    """Where somebody goes who does not agree; within so many weeks after the answer, 0 for ever."""

    words: Words
    weeks: int
    settled: bool


@dataclass(frozen=True)
class Rules:
    """The dated data: by code the grounds, by name the routes, and some numbers of days.

    `unidentified` is the ground when nobody can tell who asks. `wait` is for how many days a
    question about that stays open at least, `decide_after` after how many days from receipt
    somebody decides whether to extend.
    """

    grounds: Mapping[str, Ground]
    routes: Mapping[str, Route]
    unidentified: str
    wait: int
    decide_after: int

    @property
    def close_after(self) -> int:
        """After how many weeks an answer that nobody contested is closed."""
        return max(route.weeks for route in self.routes.values())


@dataclass(frozen=True)
class Terms:
    """All that a request is counted and judged by; `promised` is what the policy promises.

    `zone` is that of the controller.
    """

    rules: Rules
    clock: Clock
    zone: str
    promised: Limits | None = None


def parse_rules(text: str) -> Rules:
    """Return the rules from their packaged data."""
    told = json.loads(text)
    return Rules(
        grounds={code: _ground(code, one) for code, one in told["grounds"].items()},
        routes={name: _route(one) for name, one in told["routes"].items()},
        unidentified=str(told["unidentified"]["ground"]),
        wait=int(told["unidentified"]["days"]),
        decide_after=int(told["extend_or_finish"]["days"]),
    )


def _ground(code: str, told: Mapping[str, object]) -> Ground:
    listed = told["rights"]
    names = listed if isinstance(listed, list) else []
    rights = frozenset(map(Right, names)) or frozenset(Right)
    return Ground(code, rights, _words(told), bool(told["settled"]), bool(told.get("fee")))


def _route(told: Mapping[str, object]) -> Route:
    return Route(_words(told), int(str(told["weeks"])), bool(told["settled"]))


def _words(told: Mapping[str, object]) -> Words:
    return {language: str(told[language]) for language in ("nl", "en")}

"""How the organisation's own sites and its address are reached: connection, headers, mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from gestand.core.proving.verdict import Evidence, Problem, Weight

PROBE = "reached"

IN_CLEAR, NOT_TRUSTED, OVER, OTHER_NAME, OLD_TLS = (
    "in clear", "certificate not trusted", "certificate over", "certificate of another",
    "old connection",
)  # fmt: skip
ENDS_SOON, NO_HEADER = "certificate ends soon", "header missing"
DOES_NOT_ARRIVE = "does not arrive"

SOON = timedelta(days=21)
"""So long before its end a certificate is told of: most are renewed a month before."""

HEADERS = ("strict-transport-security", "content-security-policy", "x-content-type-options")
"""What a site should say with each page; the first only where it is reached over TLS."""

SITES, MAIL = ("security.measures",), ("contact.questions", "rights.ask")
"""The promises that are about how sites and how the address are reached."""


class Trouble(Enum):
    """Why a connection to a site is not safe; NO_ANSWER where there was none at all."""

    NONE = ""
    IN_CLEAR = IN_CLEAR
    NOT_TRUSTED = NOT_TRUSTED
    OVER = OVER
    OTHER_NAME = OTHER_NAME
    OLD_TLS = OLD_TLS
    NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Site:
    """A site as it was reached: `until` is when its certificate ends, aware; None without one.

    `tls` is the version that was agreed on, `headers` are those of HEADERS that it does not send.
    """

    origin: str
    trouble: Trouble
    tls: str = ""
    until: datetime | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """What was found at the moment `at`, which is aware.

    `arrived` tells whether a message to the address of the policy was found in the mailbox; None
    where nobody looked.
    """

    at: datetime
    sites: tuple[Site, ...]
    arrived: bool | None = None


def evidence(reach: Reach) -> Iterator[Evidence]:
    """Yield what was found for each promise that it is about."""
    silent = frozenset(one.origin for one in reach.sites if one.trouble is Trouble.NO_ANSWER)
    sites = frozenset(one.origin for one in reach.sites)
    for promise in SITES if reach.sites else ():
        found = tuple(problem for one in reach.sites for problem in problems_of(one, reach.at))
        yield Evidence(PROBE, promise, reach.at, len(sites), found, sites - silent, silent)
    for promise in MAIL if reach.arrived is not None else ():
        lost = () if reach.arrived else (Problem(DOES_NOT_ARRIVE, "controller.contact.email"),)
        yield Evidence(PROBE, promise, reach.at, 1, lost)


def problems_of(site: Site, at: datetime) -> Iterator[Problem]:
    """Yield what is wrong with how a site is reached at a moment, and what only stands by it."""
    if site.trouble not in (Trouble.NONE, Trouble.NO_ANSWER):
        yield Problem(site.trouble.value, site.origin)
    if site.until is not None and site.until - at <= SOON:
        weight = Weight.BREACH if site.until < at else Weight.NOTE
        yield Problem(OVER if site.until < at else ENDS_SOON, site.origin, 1, weight)
    for name in site.headers:
        yield Problem(NO_HEADER, f"{site.origin}: {name}", 1, Weight.NOTE)

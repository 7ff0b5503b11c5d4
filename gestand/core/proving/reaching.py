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
    """What was found in one go, at the moment `at`, which is aware.

    `arrived` tells whether a message to the address of the policy was found in the mailbox; None
    where nobody looked.
    """

    at: datetime
    sites: tuple[Site, ...]
    arrived: bool | None = None


@dataclass(frozen=True)
class Reaches:
    """What was found last of each site and of the mail, by when it was: the newest comes last."""

    rounds: tuple[Reach, ...] = ()

    @property
    def at(self) -> datetime:
        """When somebody looked last."""
        return self.rounds[-1].at

    def after(self, new: Reach) -> Reaches:
        """Return what is known after somebody looked again: of the rest, what was known before."""
        again = {one.origin for one in new.sites}
        older = []
        for one in self.rounds:
            sites = tuple(site for site in one.sites if site.origin not in again)
            arrived = one.arrived if new.arrived is None else None
            if sites or arrived is not None:
                older.append(Reach(one.at, sites, arrived))
        return Reaches((*older, new))


def evidence(reaches: Reaches) -> Iterator[Evidence]:
    """Yield what was found for each promise that it is about."""
    for reach in reaches.rounds:
        yield from _of_one(reach)


def _of_one(reach: Reach) -> Iterator[Evidence]:
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
        yield Problem(ENDS_SOON, site.origin, 1, Weight.NOTE)
    for name in site.headers:
        yield Problem(NO_HEADER, f"{site.origin}: {name}", 1, Weight.NOTE)

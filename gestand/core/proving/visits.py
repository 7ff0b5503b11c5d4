"""What a site leaves on the device of a visitor, against what is declared.

It is looked at for one who agreed to nothing first; for one who signed in, and for one who agreed,
where somebody says how.

Both ways: what is there and not declared, and what is declared and not there. Names only: what
stands in a cookie is never kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from gestand.core.calendar import Period
from gestand.core.policy.model import Cookie, Policy
from gestand.core.proving.verdict import Evidence, Problem, Weight

PROBE = "crawled"

UNDECLARED, OF_OTHERS = "undeclared trace", "undeclared trace of others"
BEFORE_CONSENT, OTHER_HOST = "before consent", "other host"
LONGER, NO_END, CAME_BACK = "lasts longer", "no known end", "came back"
NOT_FOUND, UNDECLARED_ORIGIN = "not found", "undeclared origin"

SIGN_IN, REST = "pages behind a sign-in", "pages that were not read"
"""Where a crawl may not have looked; it tells so with every promise."""

NOTHING, SIGNED_IN, CONSENTED = "", "sign-in", "consent"
"""What a visitor did before the page was looked at: nothing, sign in, or agree to all."""


class Storage(Enum):
    """Where a site can leave something on a device."""

    COOKIE = "cookie"
    LOCAL = "localStorage"
    TAB = "sessionStorage"
    DATABASE = "IndexedDB"


@dataclass(frozen=True)
class Trace:
    """Something that a page left, and the host whose it is.

    `lasts` is how long a cookie stays, at least: None until the browser is closed. What is no
    cookie has no end of its own. `page` is the path of a page that leaves it. It `came_back`
    where the visitor had erased it and it was the same again, unlike that of another visitor. It
    was first found `after` what the visitor did.
    """

    storage: Storage
    name: str
    host: str
    page: str
    lasts: timedelta | None = None
    http_only: bool = False
    secure: bool = False
    same_site: str = ""
    came_back: bool = False
    after: str = NOTHING


@dataclass(frozen=True)
class SignIn:
    """How a visitor signs in: fields are found by their labels, and the button by its name.

    `shows` is a text that stands on the page once they are in.
    """

    url: str
    fields: Mapping[str, str]
    press: str
    shows: str


@dataclass(frozen=True)
class Visitors:
    """Who visits beside whoever does nothing: one that signs in, one that presses `accept`."""

    sign_in: SignIn | None = None
    accept: str = ""


@dataclass(frozen=True)
class Asked:
    """An origin that a page asks for something, other than those of the site."""

    origin: str
    host: str
    page: str


@dataclass(frozen=True)
class Crawl:
    """What was found at the moment `at`, which is aware, on the pages of some origins.

    `hosts` are those of the `origins`. `left` pages were known and not visited, and `failed` ones
    could not be read. `after` tells what visitors did beside the one that did nothing.
    """

    at: datetime
    origins: tuple[str, ...]
    hosts: tuple[str, ...]
    pages: int
    left: int
    failed: int
    traces: tuple[Trace, ...]
    asked: tuple[Asked, ...]
    after: tuple[str, ...] = ()

    def is_own(self, host: str) -> bool:
        """Tell whether a host is of the site: the same, above it or below it, whatever the port.

        A cookie knows no port, and may be set for every host below one.
        """
        return any(_is_below(host, own) or _is_below(own, host) for own in self.hosts)

    def saw(self, host: str) -> bool:
        """Tell whether a page was visited that can read the cookies of a host."""
        return any(_is_below(own, host) for own in self.hosts)


def compare(crawl: Crawl, policy: Policy) -> list[Problem]:
    """Return what was found otherwise than is declared, and what is declared and was not found."""
    found = [problem for trace in crawl.traces for problem in _of_trace(crawl, trace, policy)]
    hosts = [one.host for one in policy.cookies.values()]
    hosts += [host for one in policy.recipients.values() for host in one.hosts]
    asked = [
        Problem(UNDECLARED_ORIGIN, f"{one.page}: {one.origin}")
        for one in crawl.asked
        if not any(_is_below(one.host, host) for host in hosts)
    ]
    return [*found, *asked, *_not_found(crawl, policy)]


def evidence(crawl: Crawl, policy: Policy) -> Iterator[Evidence]:
    """Yield what a crawl says of each promise about cookies.

    Declared hosts on which nobody looked are unseen.
    """
    problems = compare(crawl, policy)
    unseen = frozenset(one.host for one in _missing(crawl, policy) if not crawl.saw(one.host))
    places = {REST} if crawl.left or crawl.failed else set[str]()
    places |= set() if SIGNED_IN in crawl.after else {SIGN_IN}
    for promise, kinds in _BREAKS.items():
        told = tuple(_weighed(one, kinds[one.what]) for one in problems if one.what in kinds)
        yield Evidence(
            PROBE,
            promise,
            crawl.at,
            len(crawl.asked) if promise == "cookies.others" else len(crawl.traces),
            told,
            frozenset(crawl.hosts),
            unseen,
            frozenset(places),
            needs=1 if promise in _NEEDS_ONE else 0,
        )


_NEEDS_ONE = {"cookies.expiry", "cookies.removal"}
_BREACH, _DOUBT, _NOTE = Weight.BREACH, Weight.DOUBT, Weight.NOTE
_BREAKS = {
    "cookies.none": {UNDECLARED: _BREACH, OF_OTHERS: _BREACH},
    "cookies.functional": {UNDECLARED: _BREACH, OF_OTHERS: _BREACH, BEFORE_CONSENT: _BREACH},
    "cookies.list": {
        UNDECLARED: _BREACH, OF_OTHERS: _BREACH, OTHER_HOST: _BREACH, LONGER: _BREACH,
        NOT_FOUND: _NOTE,
    },
    "cookies.consent": {BEFORE_CONSENT: _BREACH, UNDECLARED: _DOUBT, OF_OTHERS: _DOUBT},
    "cookies.readers": {OF_OTHERS: _BREACH, OTHER_HOST: _BREACH},
    "cookies.expiry": {LONGER: _BREACH, NO_END: _DOUBT},
    "cookies.removal": {CAME_BACK: _BREACH},
    "cookies.others": {UNDECLARED_ORIGIN: _BREACH},
}  # fmt: skip
"""By promise what breaks it, what leaves it to a person, and what only stands by it.

For what is not declared nobody said whether it needs consent.
"""
PROMISES = tuple(_BREAKS)


def _weighed(problem: Problem, weight: Weight) -> Problem:
    """Return a problem as one promise takes it, and never heavier than it is."""
    lighter = problem.weight is not Weight.BREACH
    return problem if lighter else replace(problem, weight=weight)


def _of_trace(crawl: Crawl, trace: Trace, policy: Policy) -> Iterator[Problem]:
    where = _where(trace)
    declared = _declared(trace, policy)
    if trace.came_back:
        yield Problem(CAME_BACK, where)
    if declared is None:
        yield Problem(UNDECLARED if crawl.is_own(trace.host) else OF_OTHERS, where)
        return
    if not (_is_below(trace.host, declared.host) or _is_below(declared.host, trace.host)):
        yield Problem(OTHER_HOST, where)
    if declared.waits_for_consent and trace.after != CONSENTED:
        yield Problem(BEFORE_CONSENT, where)
    yield from _of_lifetime(trace, declared, where)


def _declared(trace: Trace, policy: Policy) -> Cookie | None:
    """Return the cookie of the policy that a trace is, or the key of a storage of that name."""
    exactly = policy.cookies.get(trace.name)
    if exactly is not None or trace.storage is not Storage.COOKIE:
        return exactly
    same = (one for one in policy.cookies.values() if plain(one.name) == plain(trace.name))
    return next(same, None)


def plain(name: str) -> str:
    """Return the name of a cookie without what it asks of a browser (RFC 6265bis).

    A site on a machine of one's own, without TLS, cannot set it with that.
    """
    return name.removeprefix("__Host-").removeprefix("__Secure-")


def _of_lifetime(trace: Trace, declared: Cookie, where: str) -> Iterator[Problem]:
    if trace.storage in (Storage.LOCAL, Storage.DATABASE):
        yield Problem(NO_END, where, 1, Weight.DOUBT)
    elif trace.lasts is not None and trace.lasts > longest(declared.lifetime):
        yield Problem(LONGER, where)


def longest(period: Period | None) -> timedelta:
    """Return the longest that a period can be, so that no month is too short for 31 days."""
    if period is None:
        return timedelta(0)
    return timedelta(days=period.years * 366 + period.months * 31 + period.total_days)


def _missing(crawl: Crawl, policy: Policy) -> Iterator[Cookie]:
    """Yield the declared cookies that were not found; one that waits for consent is not missed."""
    found = {plain(trace.name) for trace in crawl.traces}
    agreed = CONSENTED in crawl.after
    for one in policy.cookies.values():
        if plain(one.name) not in found and (agreed or not one.waits_for_consent):
            yield one


def _not_found(crawl: Crawl, policy: Policy) -> Iterator[Problem]:
    for one in _missing(crawl, policy):
        yield Problem(NOT_FOUND, f"{one.host}: {one.name}", 1, Weight.NOTE)


def _where(trace: Trace) -> str:
    return f"{trace.page}: {trace.storage.value} {trace.name} ({trace.host})"


def _is_below(host: str, other: str) -> bool:
    """Tell whether a host is another one, or stands below it."""
    return host == other or host.endswith(f".{other}")

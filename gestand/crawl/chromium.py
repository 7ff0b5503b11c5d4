"""Visit the pages of a site with Chromium, each with a fresh profile, and tell what they leave.

Links of the same origin are followed, breadth first. Nothing is clicked, filled in or accepted,
unless somebody says how to sign in or to agree: then others visit after the one who does nothing.
What stands in cookies is compared within one crawl, and never leaves this module.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Frame,
    Page,
    Response,
    StorageState,
    TimeoutError,
    sync_playwright,
)

from gestand.core.proving.visits import (
    CONSENTED,
    NOTHING,
    SIGNED_IN,
    Asked,
    Crawl,
    SignIn,
    Storage,
    Trace,
    Visitors,
)
from gestand.errors import CannotRun
from gestand.settings import now

LOADS_WITHIN, QUIET_WITHIN, THERE_WITHIN = 30_000, 5_000, 2_000
"""Milliseconds for a page to load, then until nothing more is asked, then for what is on it."""
QUIET_FOR = 1_000
"""Milliseconds in which nothing is asked, after which nothing more will be."""

_ARGUMENTS = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_REFUSED = {"UserPreferences", "ThirdPartyPhaseout", "ThirdPartyBlockedInFirstPartySet"}
"""Why a browser does not keep a cookie that another browser, or another setting, would."""
_NO_PAGE = ("Download is starting", "ERR_ABORTED")
_HELD = """async () => {
    const held = {host: location.hostname, local: [], tab: [], databases: []};
    try { held.local = Object.keys(localStorage); } catch {}
    try { held.tab = Object.keys(sessionStorage); } catch {}
    try { held.databases = (await indexedDB.databases()).map(one => one.name); } catch {}
    return held;
}"""
_STORAGES = (
    (Storage.LOCAL, "local"), (Storage.TAB, "tab"), (Storage.DATABASE, "databases"),
)  # fmt: skip
_LINKS = "all => all.map(one => one.href)"

_Key = tuple[Storage, str, str]


def crawl(
    starts: Sequence[str], limit: int, chromium: str | None, visitors: Visitors
) -> Crawl:
    """Visit at most `limit` pages of the sites that begin at some addresses, as each visitor.

    `chromium` is the program; None is the one that came with Playwright. Raises CannotRun where it
    does not start, where a site cannot be reached at its first page, or where a visitor cannot do
    as is said.
    """
    begun = now()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        except Error as error:
            message = (
                "Chromium does not start: install it (on Debian: apt-get install chromium), "
                "or run `playwright install chromium`"
            )
            raise CannotRun(message) from error
        try:
            return _as_each(browser, starts, limit, visitors, begun)
        finally:
            browser.close()


def _as_each(
    browser: Browser, starts: Sequence[str], limit: int, visitors: Visitors, begun: datetime
) -> Crawl:
    found = [_Road(browser, starts, limit).crawled(begun)]
    if visitors.sign_in is not None:
        state, at = _signed_in(browser, visitors.sign_in)
        own = [start for start in starts if _origin(start) == _origin(at)]
        if not own:
            message = f"whoever signs in comes to {_origin(at)}: crawl that one as well"
            raise CannotRun(message)
        road = _Road(browser, [at, *own], limit, _Visitor(SIGNED_IN, state))
        found.append(road.crawled(begun))
    if visitors.accept:
        road = _Road(browser, starts, limit, _Visitor(CONSENTED, accept=visitors.accept))
        found.append(road.crawled(begun))
        if not road.agreed:
            message = f"no page has a button `{visitors.accept}`: nothing could be agreed to"
            raise CannotRun(message)
    return _joined(found)


def _joined(found: Sequence[Crawl]) -> Crawl:
    """Return what all visitors found as one; what several found is told of the first."""
    traces: dict[_Key, Trace] = {}
    asked: dict[str, Asked] = {}
    for one in found:
        for trace in one.traces:
            known = traces.get(_key(trace), trace)
            traces[_key(trace)] = replace(_longer(known, trace), after=known.after)
        for each in one.asked:
            asked.setdefault(each.origin, each)
    return replace(
        found[0],
        pages=sum(one.pages for one in found),
        left=sum(one.left for one in found),
        failed=sum(one.failed for one in found),
        traces=tuple(traces.values()),
        asked=tuple(one for one in asked.values() if one.origin not in found[0].origins),
        after=tuple(after for one in found for after in one.after),
    )


def _signed_in(browser: Browser, how: SignIn) -> tuple[StorageState, str]:
    """Sign in as is said; return what the browser then holds, and at which page it is."""
    with _fresh(browser) as context:
        page = context.new_page()
        try:
            _load(page, how.url)
            for label, value in how.fields.items():
                page.get_by_label(label).fill(value, timeout=THERE_WITHIN)
            page.get_by_role("button", name=how.press).click(timeout=THERE_WITHIN)
            page.get_by_text(how.shows).first.wait_for(timeout=2 * QUIET_WITHIN)
        except Error as error:
            # What Playwright says may hold what was filled in.
            message = (
                f"nobody could sign in at {_origin(how.url)}: are the labels, the button and the "
                "text that shows it as they stand on the page?"
            )
            raise CannotRun(message) from error
        return context.storage_state(indexed_db=True), _whole(page.url)


@dataclass
class _Visited:
    """What a visit with a fresh profile showed: `values` of cookies, and `again` once erased.

    It was visited `only_once` where it could not be read again.
    """

    page: str
    traces: list[Trace]
    asked: list[str]
    links: list[str]
    values: dict[_Key, str]
    again: dict[_Key, str] = field(default_factory=dict)
    only_once: bool = False
    agreed: bool = False


@dataclass(frozen=True)
class _Visitor:
    """Who visits: with what a browser held after a sign-in, or pressing a button on each page."""

    after: str = NOTHING
    state: StorageState | None = None
    accept: str = ""


_NOBODY = _Visitor()


class _Road:
    """The pages that were seen and those to come; each is visited once."""

    def __init__(
        self, browser: Browser, starts: Sequence[str], limit: int, visitor: _Visitor = _NOBODY
    ) -> None:
        self.browser, self.visitor, self.agreed = browser, visitor, False
        self.starts = tuple(dict.fromkeys(_whole(start) for start in starts))
        self.own = tuple(dict.fromkeys(map(_origin, self.starts)))
        self.left = max(limit, len(self.starts))
        self.waiting = deque(self.starts)
        self.known = {*self.starts}
        self.visited: dict[str, _Visited] = {}
        self.failed = 0

    def crawled(self, at: datetime) -> Crawl:
        """Visit page after page, and return all that they left; `at` is when it began."""
        while self.waiting and self.left:
            self.left -= 1
            self._go(self.waiting.popleft())
        back = self._came_back()
        traces: dict[_Key, Trace] = {}
        asked: dict[str, Asked] = {}
        for seen in self.visited.values():
            for one in seen.traces:
                key = _key(one)
                marked = replace(one, came_back=key in back, after=self.visitor.after)
                traces[key] = _longer(traces.get(key, marked), marked)
            for url in seen.asked:
                where = _origin(url)
                asked.setdefault(where, Asked(where, urlsplit(url).hostname or "", seen.page))
        hosts = dict.fromkeys(urlsplit(one).hostname or "" for one in self.own)
        elsewhere = (one for one in asked.values() if one.origin not in self.own)
        return Crawl(
            at, self.own, tuple(hosts), len(self.visited), len(self.waiting), self.failed,
            tuple(traces.values()), tuple(elsewhere), tuple(filter(None, [self.visitor.after])),
        )  # fmt: skip

    def _go(self, url: str) -> None:
        try:
            seen = _visit(
                self.browser, url, self.own, self.visitor, is_start=url in self.starts
            )
        except Error as error:
            if url in self.starts:
                message = f"{_origin(url)} cannot be reached: {_reason(error)}"
                raise CannotRun(message) from error
            # A link to a file is no page.
            self.failed += not any(said in str(error) for said in _NO_PAGE)
            return
        self.visited[url] = seen
        self.agreed = self.agreed or seen.agreed
        self.failed += seen.only_once
        for link in (_whole(link) for link in seen.links if _origin(link) in self.own):
            if link not in self.known:
                self.known.add(link)
                self.waiting.append(link)

    def _came_back(self) -> set[_Key]:
        """Return the cookies that were the same after they were erased, and not for everybody.

        What is the same for each fresh profile (`lang=nl`) tells nobody from somebody else.
        """
        fresh: dict[_Key, list[str]] = defaultdict(list)
        suspects: set[_Key] = set()
        for seen in self.visited.values():
            for key, value in seen.values.items():
                fresh[key].append(value)
            suspects |= {key for key, value in seen.values.items() if seen.again.get(key) == value}
        for url, seen in self.visited.items():
            if any(len(fresh[key]) == 1 for key in suspects & seen.values.keys()):
                for key, value in self._once_more(url).items():
                    fresh[key].append(value)
        return {key for key in suspects if len({*fresh[key]}) > 1}

    def _once_more(self, url: str) -> dict[_Key, str]:
        """Return the cookies of a page for another fresh profile; none where it cannot be read."""
        with suppress(Error), _fresh(self.browser) as context:
            _load(context.new_page(), url)
            return _cookies(context, "")[1]
        return {}


def _visit(
    browser: Browser, url: str, own: Sequence[str], visitor: _Visitor, *, is_start: bool
) -> _Visited:
    """Visit one page with a fresh profile; then erase its cookies and visit it again.

    Of whoever signed in or agreed nothing is erased: the page would be another one.
    """
    with _fresh(browser, visitor.state) as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: asked.append(socket.url))
        refused = _refused_by(context, page)
        answer = _load(page, url)
        agreed = bool(visitor.accept) and _agree(page, visitor.accept, asked)
        here = _origin(page.url)
        if is_start:
            _refuse_no_start(url, here, own, answer)
        path = urlsplit(page.url if here in own else url).path or "/"
        traces, values = _left(context, page, path)
        traces += [_cookie(one, path, now()) for one in refused]
        if here not in own:
            # The link led away: of that site only what it leaves for this one is looked at.
            hosts = {urlsplit(one).hostname for one in own}
            traces = [one for one in traces if one.host in hosts]
            return _Visited(path, traces, [], [], {})
        links = page.eval_on_selector_all("a[href]", _LINKS)
        asked = [one for one in asked if _scheme(one) in _PORTS]
        found = _Visited(path, traces, asked, links, values, agreed=agreed)
        if values and visitor == _NOBODY:
            context.clear_cookies()
            try:
                _load(page, url)
            except Error:
                found.only_once = True
            found.again = _cookies(context, path)[1]
        return found


@contextmanager
def _fresh(browser: Browser, state: StorageState | None = None) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=False, storage_state=state)
    try:
        yield context
    finally:
        context.close()


def _load(page: Page, url: str) -> Response | None:
    answer = page.goto(url, wait_until="load", timeout=LOADS_WITHIN)
    with suppress(TimeoutError):  # a page that never stops asking is taken as it is
        page.wait_for_load_state("networkidle", timeout=QUIET_WITHIN)
    _answers(page.main_frame)
    return answer


def _answers(frame: Frame) -> None:
    """Raise TimeoutError where a script never ends: it would be waited for without an end."""
    frame.wait_for_function("true", polling=100, timeout=QUIET_WITHIN)


def _agree(page: Page, name: str, asked: Sequence[str]) -> bool:
    """Press a button, and wait until nothing more is asked for; tell whether it was there."""
    button = page.get_by_role("button", name=name).first
    if not button.is_visible():
        return False
    button.click(timeout=QUIET_WITHIN)
    # The page was idle before: the browser does not tell again once it is.
    for _ in range(QUIET_WITHIN // QUIET_FOR):
        before = len(asked)
        page.wait_for_timeout(QUIET_FOR)
        if len(asked) == before:
            break
    _answers(page.main_frame)
    return True


def _refuse_no_start(url: str, here: str, own: Sequence[str], answer: Response | None) -> None:
    """Refuse a first page that is another site's, or an error: what it leaves proves nothing."""
    if here not in own:
        message = f"{_origin(url)} leads to {here}: crawl that one"
        raise CannotRun(message)
    if answer is None or not answer.ok:
        status = "nothing" if answer is None else str(answer.status)
        message = f"{_origin(url)} answers with {status}, and not with a page"
        raise CannotRun(message)


def _left(context: BrowserContext, page: Page, path: str) -> tuple[list[Trace], dict[_Key, str]]:
    traces, values = _cookies(context, path)
    for frame in page.frames:
        traces += _stored(frame, path)
    return traces, values


def _cookies(context: BrowserContext, path: str) -> tuple[list[Trace], dict[_Key, str]]:
    moment = now()
    traces, values = [], {}
    for one in context.cookies():
        trace = _cookie(one, path, moment)
        traces.append(trace)
        values[_key(trace)] = one.get("value", "")
    return traces, values


def _cookie(told: Mapping[str, object], path: str, moment: datetime) -> Trace:
    """Return a cookie as the browser tells of it, at a moment."""
    ends = float(str(told.get("expires", -1)))
    return Trace(
        storage=Storage.COOKIE,
        name=str(told.get("name", "")),
        host=str(told.get("domain", "")).lstrip("."),
        page=path,
        lasts=datetime.fromtimestamp(ends, UTC) - moment if ends > 0 else None,
        http_only=bool(told.get("httpOnly")),
        secure=bool(told.get("secure")),
        same_site=str(told.get("sameSite", "")),
    )


def _refused_by(context: BrowserContext, page: Page) -> list[dict[str, object]]:
    """Return a list that fills with the cookies of others that this browser does not keep.

    Debian's Chromium keeps none of third parties; browsers of visitors may.
    """
    refused: list[dict[str, object]] = []

    def answered(told: dict[str, Any]) -> None:
        for one in told.get("blockedCookies", ()):
            if "cookie" in one and _REFUSED & {*one["blockedReasons"]}:
                refused.append(one["cookie"])

    session = context.new_cdp_session(page)
    session.on("Network.responseReceivedExtraInfo", answered)
    session.send("Network.enable")
    return refused


def _stored(frame: Frame, path: str) -> list[Trace]:
    """Return what a frame stored otherwise than in cookies."""
    try:
        _answers(frame)
        held = frame.evaluate(_HELD)
    except Error:
        if frame.parent_frame is None:
            raise
        return []  # a frame that went while it was looked at
    return [
        Trace(storage, name, held["host"], path)
        for storage, part in _STORAGES
        for name in held[part]
        if held["host"]
    ]


def _longer(one: Trace, other: Trace) -> Trace:
    """Return the trace that stays longest, of two that are the same."""
    least = timedelta(-1)
    return max(one, other, key=lambda trace: trace.lasts or least)


def _key(trace: Trace) -> _Key:
    return trace.storage, trace.name, trace.host


def _reason(error: Error) -> str:
    line = next(iter(str(error).splitlines()), "")
    return line.partition(" at ")[0].rpartition(": ")[2] or "no reason given"


def _scheme(url: str) -> str:
    return url.partition(":")[0].lower()


def _whole(url: str) -> str:
    """Return the address of a page, without the place within it."""
    parts = urlsplit(urldefrag(url).url)
    return parts._replace(path=parts.path or "/").geturl()


def _origin(url: str) -> str:
    """Return scheme, host and port of an address; the port only where it is not the usual one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    usual = port is None or port == _PORTS.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname or ''}{'' if usual else f':{port}'}"

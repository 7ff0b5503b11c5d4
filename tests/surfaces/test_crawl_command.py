"""A small site with a few breaches, visited with real Chromium from receipt to verdict."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from gestand.core.proving.verdict import Evidence
from gestand.demo.noorderlicht.generate import HERE
from gestand.wiring import open_inspection
from gestand.work.probes import crawled
from tests.surfaces.commands import gestand

FRONT = """<!doctype html><title>Shop</title><a href="/shop?x=1#top">shop</a>
<a href="{other}/page">elsewhere</a><a href="/report.pdf">a file</a><img src="{other}/pixel">
<script>
localStorage.visitor ??= String(Math.random());
document.cookie = `again=${{localStorage.visitor}}; max-age=3600`;
document.cookie = `lang=nl`;
</script>"""
SHOP = """<!doctype html><title>Shop</title><script>indexedDB.open('carts');</script>
<button onclick="document.cookie = '_ads=1; max-age=60'">Agree</button>"""
LOGIN = """<!doctype html><title>In</title><form method=post action=/in><label>Name
<input name=n></label><label>Word <input name=w type=password></label><button>Enter</button></form>
"""
INSIDE = """<!doctype html><title>In</title>My own data<a href="/endless">never</a>"""
ENDLESS = """<!doctype html><title>No end</title>
<script>onload = () => setTimeout(() => {for (;;);}, 0)</script>"""
WORD = "corr=ect"
VALUES = count(7_000_001)


class Pages(BaseHTTPRequestHandler):
    """Answers as a site does that forgot what its statement says."""

    def __init__(self, *args: object, other: str = "", asked: list[str]) -> None:
        self.other, self.asked = other, asked
        super().__init__(*args)  # type: ignore[arg-type]  # as the server calls it

    def do_GET(self) -> None:
        self.asked.append(self.path)
        file = self.path == "/report.pdf"
        front = FRONT.format(other=self.other)
        known = {"/shop?x=1": SHOP, "/login": LOGIN, "/endless": ENDLESS}
        body = known.get(self.path, INSIDE if self._is_in() else front)
        self.send_response(200)
        self.send_header("Content-Type", "application/zip" if file else "text/html")
        if self.path == "/":
            life = 30 * 86_400
            self.send_header("Set-Cookie", f"sessionid={next(VALUES)}; Max-Age={life}; HttpOnly")
        if self.path == "/pixel":
            self.send_header("Set-Cookie", "_track=1; SameSite=None; Secure; Max-Age=3600")
        self.end_headers()
        self.wfile.write(body.encode())

    def do_POST(self) -> None:
        said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(303)
        if said == {"n": ["tester"], "w": [WORD]}:
            self.send_header("Set-Cookie", "inside=yes; HttpOnly; Max-Age=3600")
        self.send_header("Location", "/own")
        self.end_headers()

    def _is_in(self) -> bool:
        return self.path == "/own" and "inside=yes" in self.headers.get("Cookie", "")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def served(asked: list[str], other: str = "") -> Iterator[int]:
    """Serve the pages, and give the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, other=other, asked=asked))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Give the declaration of the example company, whose portal is on this machine."""
    shutil.copytree(HERE / "privacy", tmp_path / "company" / "privacy")
    file = tmp_path / "company" / "privacy" / "policy.yaml"
    text = file.read_text("utf-8").replace("host: portal.noorderlicht.example", "host: 127.0.0.1")
    file.write_text(text, "utf-8")
    return tmp_path / "company"


def seen(company: Path) -> dict[str, Evidence]:
    return {one.promise: one for one in crawled.look(open_inspection(company))}


def kinds(evidence: Evidence) -> set[str]:
    return {problem.what for problem in evidence.problems}


@pytest.mark.browser
def test_a_crawl_tells_what_is_not_as_declared(company: Path) -> None:
    visited: list[str] = []
    elsewhere: list[str] = []
    with ExitStack() as stack:
        other = f"http://localhost:{stack.enter_context(served(elsewhere))}"
        own = f"http://127.0.0.1:{stack.enter_context(served(visited, other))}"
        done = gestand("crawl", own, company)
    assert done.exit_code == 1, done.output
    assert {*visited} >= {"/", "/shop?x=1"}
    assert "/page" not in elsewhere
    text = (company / ".gestand" / "crawl.json").read_text("utf-8")
    record = json.loads(text)
    found = {(one["storage"], one["name"], one["host"]): one for one in record["traces"]}
    assert {*found} == {
        ("cookie", "sessionid", "127.0.0.1"), ("cookie", "again", "127.0.0.1"),
        ("cookie", "lang", "127.0.0.1"), ("cookie", "_track", "localhost"),
        ("localStorage", "visitor", "127.0.0.1"), ("IndexedDB", "carts", "127.0.0.1"),
    }  # fmt: skip
    assert [name for (_, name, _), one in found.items() if one["came_back"]] == ["again"]
    assert found["cookie", "sessionid", "127.0.0.1"]["http_only"]
    assert [one["origin"] for one in record["asked"]] == [other]
    assert "700000" not in text
    told = seen(company)
    undeclared = {"undeclared trace", "undeclared trace of others"}
    assert kinds(told["cookies.functional"]) == undeclared
    assert kinds(told["cookies.list"]) == {*undeclared, "lasts longer", "not found"}
    assert kinds(told["cookies.removal"]) == {"came back"}
    assert kinds(told["cookies.others"]) == {"undeclared origin"}


def test_what_is_kept_must_be_what_a_crawl_writes(company: Path) -> None:
    assert seen(company) == {}
    (company / ".gestand").mkdir(mode=0o700)
    (company / ".gestand" / "crawl.json").write_text('{"crawl": 1, "at": 5}', "utf-8")
    told = seen(company)
    assert {frozenset({"crawl.json"})} == {one.unseen for one in told.values()}
    assert len(told) == 8


def test_without_the_extra_it_tells_what_to_install(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    monkeypatch.delitem(sys.modules, "gestand.crawl.chromium", raising=False)
    done = gestand("crawl", "https://x.example", company)
    assert (done.exit_code, "pip install 'gestand[crawl]'" in done.output) == (2, True)
    assert not (company / ".gestand").exists()


@pytest.mark.parametrize("words", [("shop",), ("https://x.example", "a", "b"), (".", "https://x.example")])
def test_sites_come_first_and_one_folder_last(words: tuple[str, ...]) -> None:
    done = gestand("crawl", *words)
    assert (done.exit_code, "then the folder" in done.output) == (2, True)


@pytest.mark.nightly
@pytest.mark.browser
def test_who_signs_in_and_who_agrees_find_more(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWL_WORD", WORD)
    with served([], "http://localhost:1") as port:
        own = f"http://127.0.0.1:{port}"
        how = ["--sign-in", f"{own}/login", "--field", "Name=tester", "--press", "Enter"]
        shows = ["--shows", "My own data"]
        other = ["--field", "Word of mouth=x"]
        wrong = gestand("crawl", f"{own}/shop?x=1", *how, *other, *shows, company)
        assert (wrong.exit_code, "nobody could sign in" in wrong.output) == (2, True)
        none = gestand("crawl", f"{own}/shop?x=1", "--accept", "Allow", company)
        assert (none.exit_code, "no page has a button `Allow`" in none.output) == (2, True)
        word = ["--field", "Word=${CRAWL_WORD}", "--accept", "Agree", "--pages", "3"]
        done = gestand("crawl", f"{own}/shop?x=1", *how, *word, *shows, company)
    assert done.exit_code == 1, done.output
    assert WORD not in done.output
    record = json.loads((company / ".gestand" / "crawl.json").read_text("utf-8"))
    assert {one["name"]: one["after"] for one in record["traces"]} == {
        "carts": "", "inside": "sign-in", "_ads": "consent",
    }  # fmt: skip
    assert record["after"] == ["sign-in", "consent"]
    assert record["failed"] == 1  # a script that never ends stops nobody
    assert "pages behind a sign-in" not in seen(company)["cookies.list"].places


@pytest.mark.parametrize(
    "typed",
    [["--press", "In"], ["--sign-in", "x", "--press", "In", "--shows", "me", "--field", "a=b"],
     ["--sign-in", "https://x.example", "--press", "In", "--shows", "me", "--field", "ab"]],
)  # fmt: skip
def test_how_to_sign_in_is_said_as_a_whole(company: Path, typed: list[str]) -> None:
    done = gestand("crawl", "https://x.example", *typed, company)
    assert (done.exit_code, "to sign in, say all of it" in done.output) == (2, True)

"""What the README and the first tutorial show is what the demo says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from gestand import __version__
from gestand.work.state import State
from tests.linde import cell
from tests.packed import ROOT, beside, build, installed
from tests.surfaces.commands import gestand, personal_texts
from tests.walk import DOCS, Walk

SHOWN = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADED = re.compile(r"^- \*\*.*?\*\* ", re.MULTILINE)
DAY = "2026-11-23"


PROMISED = (
    "no findings",
    "The brake stops this run",
    "--first-run",
    "Done: 0 rows removed or changed",
    "Looked in 4 of 4 stores: no promise broken.",
    "What happened",
    "Try it: in policy.yaml, change `P4W`",
)
LEFT = ("privacy/policy.yaml", "statement/index.html", "shop.db", "hr.db", ".gestand/key")


def said(program: Path, folder: Path, *words: str) -> str:
    done = subprocess.run(
        [program, *words],
        cwd=folder,
        env=beside(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    return done.stdout


def told_here(*words: str) -> str:
    """Return what a command says in this process, which has all of it in memory already."""
    done = gestand(*words)
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The demo of one day, and what it said while it was built: by what is released."""
    empty, folder = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("demo")
    program = installed(build("wheel", ROOT, empty / "wheel"), empty / "environment")
    assert said(program, folder, "--version") == f"gestand, version {__version__}\n"
    return Walk(folder, said(program, folder, "demo", "--today", DAY))


def test_the_demo_walks_the_whole_way(demo: Walk) -> None:
    folder = demo.folder / "gestand-demo"
    walked = re.findall(r"^\$ gestand (\w+)", demo.said, re.MULTILINE)
    assert walked == ["check", "plan", "apply", "apply", "apply", "publish"]
    assert [words for words in PROMISED if words not in demo.said] == []
    assert [text for text in personal_texts(folder) if text in demo.said] == []
    assert [name for name in LEFT if not (folder / name).exists()] == []
    assert [path.name for path in demo.folder.iterdir()] == ["gestand-demo"]
    assert [r["status"] for r in State.beside(folder).receipts()] == ["done", "done"]
    assert cell(folder, "PRAGMA foreign_key_check", "shop.db") is None


def test_the_demo_says_what_the_readme_shows(demo: Walk) -> None:
    lines = {*demo.said.splitlines()}
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = [line for block in SHOWN.findall(readme) for line in block.splitlines()]
    assert [line for line in shown if line not in {*lines, "", "..."}] == []
    assert len(shown) > 10


def test_the_demo_says_what_the_first_tutorial_shows(
    demo: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(demo.folder)
    policy = demo.folder / "gestand-demo" / "privacy" / "policy.yaml"
    text = policy.read_text("utf-8")
    assert text.count("P4W") == 1
    policy.write_text(text.replace("P4W", "P2W"), "utf-8")
    on_the_day = ("gestand-demo", "--as-of", DAY)
    told = told_here("check", "gestand-demo") + told_here("plan", *on_the_day)
    told_here("publish", "gestand-demo", "--draft", "--out", "site")
    pages = [(demo.folder / "site" / name).read_text("utf-8") for name in ("en.md", "nl.md")]
    told += HEADED.sub("", "".join(pages))
    told += told_here("apply", *on_the_day, "--yes")
    # The tutorial is of today, and names no day.
    walk = Walk(demo.folder, told.replace(f" --as-of {DAY}", ""))
    for block in SHOWN.findall((DOCS / "tutorial" / "first-promise.md").read_text("utf-8")):
        walk.compare(block)
    assert walk.shown == 9

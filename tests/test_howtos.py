"""What the guides tell to type is typed, line by line, in the example company as a run left it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.noorderlicht import founding
from tests.surfaces.commands import gestand
from tests.test_operating import ROOT, calls, code_blocks, unknown

__all__ = ["founding"]

PAGES = sorted((ROOT / "docs" / "howto").glob("*.md"))
TOLD = [*PAGES, *(ROOT / "docs").glob("*/*.md"), *(ROOT / "docs").glob("*.md")]
ELSEWHERE = frozenset("crawl demo drill init reach serve web work worker".split())
"""Commands that wait for somebody, reach other systems, or begin an organisation of their own."""

OF_OTHERS = frozenset(
    """
    ask-before-use carry-out-a-right forms keep-facts leaving many-machines new-version
    recipients-and-disclosures record-consent register-a-breach requests send-and-receive-mail
    show-the-evidence suppression-list views-per-purpose website
    """.split()
)
"""Pages with people, requests, files or purposes that the example company does not have."""

LACKS = re.compile(
    r"there is no |names no |gave no value|is no recipient|no row .* (?:waits|is shown)"
    r"|no consent has this|[Nn]o such file|does not exist|is there already|where does notice"
    r"|cannot be closed yet"
)
"""How a command says that what it was asked about is not there."""


def lines(page: Path) -> Iterator[str]:
    """Yield each command that a page shows, as it is typed."""
    for block in code_blocks(page.read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.split()
            if words[:1] == ["gestand"] and words[1] not in ELSEWHERE and words[-1] != "&":
                yield line


@pytest.fixture(scope="module")
def swept(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("swept") / "noorderlicht"
    shutil.copytree(founding, folder)
    first = ("apply", folder, "--yes", "--first-run")
    (release,) = re.findall(r"--release (\w+)", gestand(*first).output)
    assert gestand(*first, "--release", release).exit_code == 0
    return folder


def test_the_documentation_names_options_that_are_there() -> None:
    shown = [(page.name, words) for page in TOLD for words in calls(page.read_text("utf-8"))]
    assert len(shown) > 400
    assert [(name, " ".join(words)) for name, words in shown if unknown(words)] == []


@pytest.mark.nightly
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_guide_tells_to_type_does_what_it_is_for(
    page: Path, swept: Path, tmp_path: Path
) -> None:
    """Each ends with 0, or with 1: somebody must act. Where it is about others it may say so."""
    here = tmp_path / "here"
    shutil.copytree(swept, here)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    for line in lines(page):
        done = subprocess.run(
            ["/bin/sh", "-c", line], cwd=here, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        lacks = page.stem in OF_OTHERS and LACKS.search(done.stderr)
        assert done.returncode in (0, 1) or lacks, f"{line}\n{done.stderr}"
        assert "Traceback" not in done.stderr, line

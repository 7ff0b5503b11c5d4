"""What whoever runs Gestand is told to type is there: in the guides, and in the Containerfile."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from gestand.surfaces.cli import COMMANDS, main
from tests.noorderlicht import founding, noorderlicht
from tests.surfaces.commands import gestand

__all__ = ["founding", "noorderlicht"]

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("leaving", "production", "upgrade", "watch")
GUIDES = [ROOT / "docs" / "howto" / f"{name}.md" for name in NAMES]
_CALL = re.compile(r"\bgestand(?: -m gestand)? ((?:[a-z]+)\b[^|;&#`)\n]*)")


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def calls(text: str) -> list[list[str]]:
    """Return the words after `gestand` of every call that a page shows."""
    shown = code_blocks(text)
    shown += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))
    found = (one for part in shown for one in _CALL.findall(part.replace("\\\n", " ")))
    return [words for one in found if (words := shlex.split(one)) and words[0] in COMMANDS]


def unknown(words: list[str]) -> list[str]:
    """Return the options of a call that its command does not have."""
    command = main.get_command(click.Context(main), words[0])
    assert command is not None
    known = {flag for option in command.params for flag in option.opts}
    options = [word.partition("=")[0] for word in words[1:] if word.startswith("--")]
    return [option for option in options if option not in known]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_names_commands_and_options_that_are_there(guide: Path) -> None:
    found = calls(guide.read_text("utf-8"))
    assert len(found) >= 4
    assert [" ".join(words) for words in found if unknown(words)] == []


def test_an_option_that_is_not_there_is_found() -> None:
    shown = calls("```sh\n/srv/bin/gestand web --listen x --nowhere 1 && gestand verify\n```\n")
    assert [unknown(words) for words in shown] == [["--nowhere"], []]


@pytest.mark.nightly
def test_whoever_leaves_takes_along_all_that_the_guide_says(noorderlicht: Path) -> None:
    """Each line of the guide, as a shell runs it, in the folder of the example company."""
    first = code_blocks((ROOT / "docs" / "howto" / "leaving.md").read_text("utf-8"))[0]
    asks = gestand("apply", noorderlicht, "--yes", "--first-run").output
    (release,) = re.findall(r"--release (\w+)", asks)
    done = gestand("apply", noorderlicht, "--yes", "--first-run", "--release", release)
    assert done.exit_code == 0, done.output
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    asked_for = 'gestand() { python -m gestand "$@" || [ $? = 1 ]; }\n'  # 1: somebody must act
    told = subprocess.run(
        ["/bin/sh", "-eu", "-c", asked_for + first],
        cwd=noorderlicht, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    along = {path.name for path in (noorderlicht / "along").iterdir()}
    assert along == set(re.findall(r"along/([\w.-]+)", first)) | {"privacy"}
    with ZipFile(noorderlicht / "along" / "evidence.zip") as pack:
        assert "verify.py" in pack.namelist()


def instructions() -> list[tuple[str, str]]:
    """Return each line of the Containerfile as its instruction and what follows."""
    lines = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    told = [line.partition(" ") for line in lines if line.strip() and not line.startswith("#")]
    return [(instruction, rest) for instruction, _, rest in told]


def test_the_image_copies_what_is_there_and_what_is_let_in() -> None:
    let_in = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    copied = [
        source
        for instruction, rest in instructions()
        if instruction == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert "requirements/runtime.txt" in copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert {f"!{source}" for source in copied} == {line for line in let_in if line[0] == "!"}
    assert let_in[1] == "*"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {project["readme"], *project["license-files"]} <= {*copied}


def test_the_image_takes_nothing_without_a_hash_and_does_not_run_as_root() -> None:
    told = instructions()
    installs = [rest for what, rest in told if what == "RUN" and "pip install" in rest]
    assert all("--require-hashes" in one or "--no-index" in one for one in installs) and installs
    after = [what for what, _ in told][[*told].index(("USER", "10001:10001")) :]
    assert "RUN" not in after and "COPY" not in after
    words = (ROOT / "scripts" / "system-packages").read_text("utf-8")
    pango = set(re.findall(r"need (lib\S+) library", words)) - {"libatomic1", "libstdc++6"}
    (packages,) = (rest for what, rest in told if what == "RUN" and "apt-get" in rest)
    assert pango <= {*packages.split()}


def test_what_the_image_starts_is_there() -> None:
    told = dict(instructions())
    assert re.findall(r'"([^"]*)"', told["ENTRYPOINT"]) == ["gestand"]
    checks = re.findall(r'"([^"]*)"', told["HEALTHCHECK"])
    assert checks[:2] == ["gestand", "health"] and not unknown(checks[1:])
    assert told["STOPSIGNAL"] == "SIGINT"  # what Python hears without being told to
    python = re.search(r"python:3\.(\d+)", told["ARG"])
    assert python and 11 <= int(python[1]) <= 13

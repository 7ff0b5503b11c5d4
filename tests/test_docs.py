"""The documentation says what the code says, and the build fails when it does not."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import click
import pytest

import gestand
from gestand.core.plan.steps import Step
from gestand.core.policy.placeholders import PLACEHOLDERS
from gestand.core.promises import BUILT_IN
from gestand.settings import SETTINGS
from gestand.surfaces.cli import COMMANDS, main
from gestand.work import fulfil
from gestand.work.steps_of_runs import RUNS

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
SCRIPTS = sorted(path for path in (ROOT / "scripts").iterdir() if path.is_file())
CODE = re.compile(r"G\d{3}")
OF_DATA_MAPS = ("GESTAND_OFFICER_", "GESTAND_WEBHOOK", "GESTAND_MASTER_KEY", "GESTAND_RECORDS")


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@cache
def code_tables() -> list[tuple[str, dict[str, str]]]:
    """Return the `CODES` table of every module that has one."""
    names = [found.name for found in pkgutil.walk_packages(gestand.__path__, "gestand.")]
    tables = [(name, getattr(importlib.import_module(name), "CODES", None)) for name in names]
    return [(name, table) for name, table in tables if table]


@cache
def codes_in_use() -> set[str]:
    """Return every finding code that the package names, in a table or not."""
    files = (ROOT / "gestand").rglob("*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    texts = {node.value for tree in trees for node in ast.walk(tree) if is_text(node)}
    return {text for text in texts if CODE.fullmatch(text)}


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_the_readme_begins_with_the_two_commands_and_nothing_else() -> None:
    blocks = code_blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks[:2] == ["./scripts/demo\n", "./scripts/test\n"]


def test_continuous_integration_runs_the_second_command_only() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    assert told == ["set -eu", 'cd "$(dirname "$0")/.."', "exec ./scripts/test"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_starts_with_what_it_does(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#!")
    assert lines[1].startswith(("# ", '"""'))
    assert len(lines) <= 130
    assert script.stat().st_mode & 0o111


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_documented(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    section = page("commands.md").partition(f"## gestand {name}\n")[2].partition("\n## ")[0]
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []
    assert [flag for option in options for flag in option.opts if flag not in section] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_in_the_readme(name: str) -> None:
    assert f"`gestand {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def options_of(command: click.Command | None) -> set[str]:
    """Return the options of a command, and those of the commands in it."""
    if command is None:
        return set()
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    own = {"--help", *(opt for one in command.params for opt in (*one.opts, *one.secondary_opts))}
    return own.union(*map(options_of, inner))


PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
SAID = re.compile(
    r"`gestand ([a-z]+)([^`]*)`|^\$? ?(?:\w+=\S+ )*gestand ([a-z]+)((?:\\\n|.)*)$", re.MULTILINE
)


def test_every_command_and_option_that_a_page_names_is_there() -> None:
    lost, seen = [], 0
    context = click.Context(main)
    for path in PAGES:
        for one, after, other, rest in SAID.findall(path.read_text(encoding="utf-8")):
            if f"{one}{after}" in ("portability 1", "notice 1"):
                continue  # what stands before that which is signed
            known = options_of(main.get_command(context, one or other))
            wanted = re.findall(r"(?<![\w-])--[a-z][a-z-]+", (after or rest).partition(" | ")[0])
            seen += 1
            lost += [(path.name, one or other, name) for name in wanted if name not in known]
            lost += [(path.name, one or other, "")] if not known else []
    assert lost == []
    assert seen > 500


def test_every_finding_code_has_one_meaning() -> None:
    meanings = {(code, text) for _, table in code_tables() for code, text in table.items()}
    assert sorted(code for code, _ in meanings) == sorted(codes_in_use())


def test_every_finding_code_is_documented() -> None:
    text = page("findings.md")
    codes = [(code, meaning) for _, table in code_tables() for code, meaning in table.items()]
    assert [code for code, meaning in codes if f"| `{code}` | " not in text] == []
    assert [code for code, meaning in codes if meaning[1:].rstrip(".") not in text] == []


def test_every_finding_code_is_triggered_by_a_test() -> None:
    suffixes = {".py", ".txt", ".yaml"}
    files = [path for path in (ROOT / "tests").rglob("*") if path.suffix in suffixes]
    triggered = {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert codes_in_use() - triggered == set()


@pytest.mark.parametrize("kind", get_args(Step))
def test_a_kind_of_step_is_documented(kind: type) -> None:
    assert f"## {kind.__name__}\n" in page("steps.md")


def test_every_setting_is_documented_and_no_page_names_another() -> None:
    text = page("settings.md")
    assert [name for name in SETTINGS if f"| `{name}` |" not in text] == []
    reads = re.findall(r"_set\(\"(\w+)\"", (ROOT / "gestand" / "settings.py").read_text("utf-8"))
    assert {*reads} == {*SETTINGS}
    files = [*(ROOT / "gestand").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    named = {name for file in files for name in re.findall(r"\bGESTAND_[A-Z_]+", file.read_text())}
    # Those that a data map names are of whoever writes it.
    ours = {name for name in named if not name.startswith(OF_DATA_MAPS)}
    assert ours == {*SETTINGS}


def test_every_step_of_a_run_is_documented() -> None:
    text = page("runs.md")
    told = {step for _, steps in RUNS.values() for step in steps}
    assert [name for name in RUNS if f"## {name}\n" not in text] == []
    assert [name for name in told if f"| `{name}` |" not in text] == []
    assert {*names_given_to("Own", "Outside"), fulfil._BEGIN, *fulfil._STEPS} == told
    assert [name for name in names_given_to("Duty") if f"`{name}`" not in text] == []


def names_given_to(*kinds: str) -> Iterator[str]:
    """Yield the names that steps of runs, or duties, have in the package."""
    for path in [*(ROOT / "gestand" / "work").rglob("*.py"), ROOT / "gestand/core/daily.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds:
                yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


def test_every_placeholder_is_documented() -> None:
    text = page("placeholders.md")
    assert [call for call in PLACEHOLDERS if f"`{{{{ {call} }}}}`" not in text] == []


def test_every_built_in_promise_is_documented() -> None:
    text = page("promises.md")
    assert [promise for promise in BUILT_IN if f"| `{promise}` |" not in text] == []


def test_the_reference_is_not_stale() -> None:
    program = [sys.executable, ROOT / "scripts" / "docs-reference", "--check"]
    done = subprocess.run(program, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "index.md").read_text(encoding="utf-8")
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    names = [path.name for path in folder.glob("[0-9]*.md")]
    assert [name for name in names if f"({name})" not in index or name not in site] == []


def test_every_page_is_reached_from_the_first_one_and_is_in_the_menu() -> None:
    docs = ROOT / "docs"
    reached, waiting = set(), [docs / "index.md"]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        links = re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", here.read_text(encoding="utf-8"))
        waiting += {(here.parent / link).resolve() for link in links} - reached
    pages = {*docs.rglob("*.md")}
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert sorted(pages - reached) == []
    assert [page for page in pages if page.relative_to(docs).as_posix() not in site] == []


def test_the_changelog_and_the_project_file_name_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == gestand.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {gestand.__version__} " in changelog


def test_every_test_that_a_page_names_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)`", text))
    lost = [
        (file, name)
        for file, name in named
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert lost == []
    assert len(named) > 30

"""Take one refusal or one part of a condition out of the engine, and see which law notices.

    scripts/mutate [--only TEXT] [--at-once N] [--quick] [--written FILE]

Works on copies of the tree. What is found is written down as it comes, with a digest of the module,
so that a run that was stopped goes on where it was. With `--quick` fewer examples are tried, and
only what they noticed is written down: a run without it then tries the rest.

Prints for each place whether a law failed (`killed`) or none did (`survived`); exits 1 when one
survived that `tests/laws/survivors.txt` does not explain.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent.parent
CORE = ROOT / "gestand" / "core"
REASONS = ROOT / "tests" / "laws" / "survivors.txt"

CONDITIONS = [
    *sorted((CORE / "plan").glob("*.py")),
    CORE / "grounds.py",
    CORE / "lives.py",
    CORE / "reach.py",
    CORE / "owners.py",
    CORE / "apart.py",
]
REFUSALS = sorted((CORE / "datamap").glob("*.py"))
APART = {
    *("explain.py", "shown.py", "steps.py", "cells.py", "order.py"),
    *("correct.py", "use.py", "parse.py"),
}
"""What only words a plan or reads a text, or serves other questions than whether a row may stay."""

Look = tuple[tuple[str, ...], int]
"""What looks, as words for pytest, and how many examples of each law."""
ON_SQLITE = ("tests/stories", "-k", "sqlite and not mariadb and not postgresql")
OF_REFUSALS: tuple[Look, ...] = ((("tests/laws/test_refusals.py",), 200),)
QUICK: tuple[Look, ...] = ((("tests/laws/test_laws.py",), 80),)
OF_CONDITIONS: tuple[Look, ...] = (
    *QUICK,
    (ON_SQLITE, 1),
    (("tests/laws/test_laws.py", "tests/laws/test_companies.py"), 200),
)
"""The laws look, shortly and then at length; between these each story, which the oracle tells too.

A story is a law on one company: what was wrong once, and must not come back.
"""
WRITTEN = ROOT / ".mutants"
LONGEST = 600
"""Seconds for one place under all examples; a change may make the engine go round for ever."""


@dataclass(frozen=True)
class Place:
    """One place, and the module without it."""

    path: Path
    name: str
    line: int
    text: str
    looks: tuple[Look, ...]

    @property
    def digest(self) -> str:
        """What is tried, in short: another text of the module is another place."""
        return sha256(self.text.encode()).hexdigest()[:12]


def named(path: Path, tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield each node of a module with the name of the function that it stands in."""

    def walk(node: ast.AST, inside: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            here = inside
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                here = f"{inside}.{child.name}" if inside else child.name
            yield here, child
            yield from walk(child, here)

    relative = path.relative_to(ROOT).as_posix()
    return ((f"{relative} {inside}", node) for inside, node in walk(tree, ""))


def called(node: ast.AST) -> str:
    """Return the name of the function that a node calls."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def of_conditions(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what to take out of a condition: an operand, or a `not`."""
    if called(node) in ("all_of", "any_of"):
        for number, argument in enumerate(node.args):
            if not isinstance(argument, ast.Starred) or len(node.args) > 1:
                yield (
                    f"{called(node)} {number + 1} of {len(node.args)}",
                    lambda number=number: node.args.pop(number),
                )
    elif called(node) == "none_of":
        yield "none_of", lambda: setattr(node, "func", ast.Name("any_of", ast.Load()))
    elif called(node) == "Not":
        yield "Not", lambda: setattr(node, "func", ast.Name("any_of", ast.Load()))
    elif isinstance(node, ast.AugAssign) and ast.unparse(node.target) == "steps":
        yield "steps", lambda: setattr(node, "value", ast.List([], ast.Load()))


def of_refusals(node: ast.AST, silent: Silenced) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield how to be silent about what is wrong, or about one reason for it."""
    said = node.value if isinstance(node, ast.Expr) else None
    nothing = ast.parse("(yield from ())").body[0].value
    if isinstance(said, ast.Yield) and said.value is not None and silent.refuses(said.value):
        yield "finding", lambda: setattr(node, "value", nothing)
    elif isinstance(said, ast.Yield) and id(node) in silent.reasons:
        yield "reason", lambda: setattr(node, "value", nothing)
    elif said is not None and silent.reports(said):
        yield "finding", lambda: setattr(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Return) and id(node) in silent.reasons:
        yield "reason", lambda: setattr(node, "value", ast.Constant(""))
    elif (
        isinstance(node, ast.Return)
        and isinstance(node.value, ast.ListComp)
        and silent.refuses(node.value.elt)
    ):
        yield "finding", lambda: setattr(node, "value", ast.List([], ast.Load()))


class Silenced:
    """What a module says when it refuses: its findings, and the reasons that these give."""

    def __init__(self, tree: ast.Module) -> None:
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        told = {each.name: ast.unparse(each.returns) for each in functions if each.returns}
        self.makers = {"Finding", *(name for name, what in told.items() if what == "Finding")}
        self.reasons = {
            id(node)
            for each in functions
            if each.name.lstrip("_").startswith(("wrong", "unread", "misfit", "no_", "why"))
            and told.get(each.name) in ("str", "Iterator[str]")
            for node in ast.walk(each)
            if self._words(node)
        }

    @staticmethod
    def _words(node: ast.AST) -> bool:
        """Tell whether a statement says why something is wrong."""
        if isinstance(node, ast.Return):
            return node.value is not None and ast.unparse(node.value) not in ("''", "None")
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield)

    def refuses(self, node: ast.AST) -> bool:
        """Tell whether an expression makes a finding."""
        return called(node) in self.makers

    def reports(self, node: ast.AST) -> bool:
        """Tell whether an expression adds a finding to those that were found."""
        if not isinstance(node, ast.Call):
            return False
        text = ast.unparse(node.func)
        of_one = text.endswith(("findings.append", "found.append")) and self.refuses(node.args[0])
        return of_one or text.endswith("found.add") or text == "self._report"


def changes(path: Path, tree: ast.Module) -> Iterator[tuple[str, int, Callable[[], None]]]:
    """Yield what can be taken out of a module: its name, its line, and how to take it out."""
    silent = Silenced(tree)
    for name, node in named(path, tree):
        found = of_refusals(node, silent) if path in REFUSALS else of_conditions(node)
        for what, take in found:
            yield f"{name}: {what}", getattr(node, "lineno", 0), take


def places(path: Path, only: str = "", quick: bool = False) -> Iterator[Place]:
    """Yield every place of a module whose name has a text."""
    source, counts = path.read_text("utf-8"), Counter[str]()
    looks = OF_REFUSALS if path in REFUSALS else QUICK if quick else OF_CONDITIONS
    needed = "" if path in REFUSALS else "from gestand.core.predicate import any_of\n"
    for number in range(len(list(changes(path, ast.parse(source))))):
        tree = ast.parse(source)
        name, line, take_out = list(changes(path, tree))[number]
        counts[name] += 1
        if only not in f"{name} ({counts[name]})":
            continue
        take_out()
        text = ast.unparse(ast.fix_missing_locations(tree))
        future = "from __future__ import annotations\n"
        text = text.replace(future, future + needed, 1)
        yield Place(path, f"{name} ({counts[name]})", line, text, looks)


def tried(place: Place, copy: Path) -> str:
    """Return which law failed without the place; nothing where none did."""
    target = copy / place.path.relative_to(ROOT)
    whole = target.read_text("utf-8")
    try:
        target.write_text(place.text, "utf-8")
        return next(filter(None, (noticed(copy, look) for look in place.looks)), "")
    finally:
        target.write_text(whole, "utf-8")


def noticed(copy: Path, look: Look) -> str:
    """Return what failed first in a copy of the tree; nothing where nothing did."""
    words, examples = look
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *words]
    own = {"GESTAND_EXAMPLES": str(examples), "PYTHONPATH": str(copy), "TMPDIR": str(copy.parent)}
    try:
        run = subprocess.run(
            command, cwd=copy, env=os.environ | own, capture_output=True, text=True,
            check=False, timeout=LONGEST,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "it did not end"
    if run.returncode == 0:
        return ""
    errors = [line[1:].strip() for line in run.stdout.splitlines() if line.startswith("E  ")]
    failed = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return (errors or failed or ["it could not be run"])[0][:100]


def explained() -> dict[str, str]:
    """Return the places of which it is known that no law notices, each with the reason."""
    lines = REASONS.read_text("utf-8").splitlines() if REASONS.exists() else []
    pairs = (line.split(" -- ", 1) for line in lines if line and not line.startswith("#"))
    return {name.strip(): reason for name, reason in pairs}


def written_down(path: Path) -> dict[str, str]:
    """Return what was found by now: why a place was killed, nothing where it survived."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {digest: why for digest, why in (line.split(" ", 1) for line in lines)}


def copied(folder: str, number: int) -> Path:
    """Return a copy of what the laws need."""
    copy = Path(folder) / str(number) / "tree"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("gestand", "tests", "bench"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def main() -> int:
    """Try every place; return 1 when one survived without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="places whose name has this text")
    parser.add_argument("--at-once", type=int, default=2, help="how many are tried at a time")
    parser.add_argument("--quick", action="store_true", help="fewer examples of conditions")
    parser.add_argument("--written", type=Path, default=WRITTEN, help="where it is written down")
    asked = parser.parse_args()
    paths = [path for path in (*CONDITIONS, *REFUSALS) if path.name not in APART]
    every = [place for path in paths for place in places(path, asked.only, asked.quick)]
    known, survived, before = explained(), [], written_down(asked.written)
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        copies: Queue[Path] = Queue()
        for number in range(asked.at_once):
            copies.put(copied(folder, number))

        def one(place: Place) -> tuple[Place, str]:
            if place.digest in before:
                return place, before[place.digest]
            copy = copies.get()
            try:
                return place, tried(place, copy)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(asked.at_once) as pool, asked.written.open("a", 1) as log:
            for done in as_completed([pool.submit(one, place) for place in every]):
                place, why = done.result()
                if place.digest not in before and (why or not asked.quick):
                    log.write(f"{place.digest} {why}\n")
                reason = known.get(place.name, "")
                verdict = "killed" if why else f"survived{': ' + reason if reason else ''}"
                print(f"{verdict:9} {place.name} at line {place.line}  {why}", flush=True)
                survived += [] if why or reason else [place.name]
    print(f"{len(every)} places, {len(survived)} survived without a reason")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())

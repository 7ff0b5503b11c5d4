"""The floors, the budgets and the escape hatches, read from the syntax tree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gestand"

# From the bottom to the top; a module imports from its own floor or from a lower one.
FLOORS = [
    "errors", "core", "crawl", "records", "stores", "post", "pay", "passkeys", "spread", "traces",
    "work", "wiring", "demo", "surfaces", "__main__",
]  # fmt: skip
BESIDE_THE_FLOORS = {"settings"}  # plain values, filled once; anything above the core may hold them

CORE_MAY_IMPORT = {
    "__future__", "abc", "base64", "bisect", "calendar", "collections", "dataclasses", "datetime",
    "decimal", "difflib", "enum", "fractions", "functools", "graphlib", "hashlib", "hmac", "html",
    "ipaddress", "itertools", "json", "math", "operator", "re", "string", "textwrap", "types",
    "typing", "unicodedata", "zlib", "zoneinfo",
}  # fmt: skip
EMPTY_NOUNS = {"service", "manager", "handler", "helper", "util"}
BLIND_EXCEPT_ALLOWED = {
    "gestand.surfaces.cli.edge", "gestand.surfaces.unforeseen", "gestand.work.durable",
}
NESTS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.TryStar, ast.Match, ast.AsyncFor)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def floor(self) -> str:
        return [*self.name.split("."), "gestand"][1]

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text(encoding="utf-8")
        found[name] = Module(name, path, text, ast.parse(text))
    return found


def named_imports(module: Module, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        start = module.package.split(".")[: -(node.level - 1) or None] if node.level else []
        source = ".".join([*start, *filter(None, [node.module])])
        yield from (f"{source}.{alias.name}" for alias in node.names)


def imports(module: Module) -> frozenset[str]:
    """Return every import of a module, wherever it stands in the file."""
    return _imported(module.name)


@cache
def _imported(name: str) -> frozenset[str]:
    module = modules()[name]
    return frozenset(n for node in ast.walk(module.tree) for n in named_imports(module, node))


def own_imports(module: Module) -> set[str]:
    """Return the modules of the package that a module imports."""
    known = modules()
    names = {name for name in imports(module) if name.split(".")[0] == "gestand"}
    return {name if name in known else name.rpartition(".")[0] for name in names}


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def depth(node: ast.AST) -> int:
    """Return how deep blocks stand in one another; `elif` is no deeper than its `if`."""
    below = [depth(child) for child in ast.iter_child_nodes(node)]
    deepest = max(below, default=0)
    if not isinstance(node, NESTS):
        return deepest
    chained = isinstance(node, ast.If) and len(node.orelse) == 1
    if chained and isinstance(node.orelse[0], ast.If):
        rest = max((depth(child) for child in node.body), default=0)
        return max(1 + rest, depth(node.orelse[0]))
    return 1 + deepest


def where(module: Module, node: ast.stmt | ast.expr | ast.excepthandler) -> str:
    return f"{module.name}:{node.lineno}"


def all_functions() -> list[tuple[Module, Function]]:
    return [(module, node) for module in modules().values() for node in functions(module.tree)]


def test_imports_go_down_only() -> None:
    wrong = [
        f"{module.name} imports {target}"
        for module in modules().values()
        for target in own_imports(module)
        if module.floor in FLOORS and modules()[target].floor in FLOORS
        if FLOORS.index(modules()[target].floor) > FLOORS.index(module.floor)
    ]
    assert wrong == []


def test_every_room_stands_on_a_floor() -> None:
    rooms = {module.floor for module in modules().values()} - {"gestand"}
    assert rooms <= {*FLOORS, *BESIDE_THE_FLOORS}


def test_no_import_is_part_of_a_cycle() -> None:
    graph = {module.name: own_imports(module) for module in modules().values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_imports_stand_at_the_top() -> None:
    wrong = [
        where(module, inner)
        for module, function in all_functions()
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_only_what_few_commands_need_is_imported_on_use() -> None:
    users = {name for name, module in modules().items() if "import_module" in module.text}
    # A command, and a kind of database with its driver: what is not used is not loaded. What
    # drives a browser, or talks to a broker, may not be installed. Who publishes without a ledger
    # waits for no Django, and who writes, or is sent, no PDF for no layout and no reader.
    assert users == {
        "gestand.surfaces.cli", "gestand.stores.dialects", "gestand.wiring.crawling",
        "gestand.wiring.signing", "gestand.wiring.spreading", "gestand.wiring.tracing",
        "gestand.work.pages.pdf", "gestand.work.residue.pdf",
    }  # fmt: skip


def test_the_core_imports_only_the_standard_library() -> None:
    wrong = [
        f"{module.name} imports {name}"
        for module in modules().values()
        for name in imports(module)
        if module.floor == "core" and name.split(".")[0] not in {*CORE_MAY_IMPORT, "gestand"}
        if (module.name, name.split(".")[0]) != ("gestand.core.document", "yaml")
    ]
    assert wrong == []


def test_the_core_knows_no_clock_no_screen_and_no_any() -> None:
    banned = {"print", "open", "input", "now", "today", "utcnow"}
    core = [module for module in modules().values() if module.floor == "core"]
    wrong = [
        where(module, node)
        for module in core
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and last_name(node.func) in banned
    ]
    assert wrong == []
    assert [module.name for module in core if "typing.Any" in imports(module)] == []


def last_name(node: ast.expr) -> str:
    """Return `c` for `c` and for `a.b.c`."""
    return getattr(node, "attr", "") or getattr(node, "id", "")


def test_only_wiring_knows_concrete_stores_and_records() -> None:
    rooms = (
        "gestand.stores", "gestand.records", "gestand.post", "gestand.crawl", "gestand.spread",
        "gestand.traces",
    )  # fmt: skip
    open_to_all = {*rooms, *(f"{room}.base" for room in rooms)}
    # What is kept is read from anywhere, by statements that every driver takes (decision 037).
    own = ("kept", "plain", "consents", "suppressed", "requests", "mails")
    own += ("tokens", "repeated", "hooks", "steps")
    open_to_all |= {f"gestand.records.{name}" for name in own}
    # How a message is written is the same for every server.
    open_to_all |= {"gestand.post.written", "gestand.post.reading"}
    wrong = [
        f"{module.name} imports {target}"
        for module in modules().values()
        for target in own_imports(module)
        if target.startswith(rooms) and target not in open_to_all
        if module.floor not in {"stores", "records", "post", "crawl", "spread", "traces", "wiring"}
    ]
    assert wrong == []


def test_commands_do_not_import_one_another() -> None:
    table = modules()["gestand.surfaces.cli"].text
    commands = set(re.findall(r'"(gestand\.surfaces\.cli\.\w+)"', table))
    pairs = [(name, own_imports(modules()[name]) & commands) for name in commands & {*modules()}]
    assert [pair for pair in pairs if pair[1]] == []


def test_only_settings_read_the_environment() -> None:
    readers = {
        module.name
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers <= {"gestand.settings"}


def test_half_of_all_functions_have_nine_lines_at_most() -> None:
    assert median(length(node) for _, node in all_functions()) <= 9


def test_nine_in_ten_functions_have_thirty_two_lines_at_most() -> None:
    assert quantiles((length(node) for _, node in all_functions()), n=10)[-1] <= 32


def test_no_function_has_more_than_sixty_lines() -> None:
    long = [where(module, node) for module, node in all_functions() if length(node) > 60]
    assert long == []


def test_no_function_nests_deeper_than_three() -> None:
    deep = [where(module, node) for module, node in all_functions() if depth(node) > 3]
    assert deep == []


def test_no_module_has_more_than_five_hundred_lines() -> None:
    sizes = {name: module.text.count("\n") for name, module in modules().items()}
    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_every_escape_hatch_gives_its_reason() -> None:
    hatch = re.compile(r"#\s*(type:\s*ignore|noqa)")
    reasoned = re.compile(r"#\s*(type: ignore\[[\w-]+\]|noqa: [A-Z0-9, ]+)\s+# \w")
    wrong = [
        f"{module.name}:{number}"
        for module in modules().values()
        for number, line in enumerate(module.text.splitlines(), start=1)
        if hatch.search(line) and not reasoned.search(line)
    ]
    assert wrong == []


def test_types_are_ignored_once_in_ten_thousand_lines() -> None:
    lines = sum(module.text.count("\n") for module in modules().values())
    ignores = sum(module.text.count("type: ignore") for module in modules().values())
    assert ignores <= 0.1 * lines / 1000


def test_no_except_is_blind() -> None:
    wrong = [
        where(module, node)
        for module in modules().values()
        if module.name not in BLIND_EXCEPT_ALLOWED
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and is_blind(node)
    ]
    assert wrong == []


def is_blind(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"})
        for name in names
    )


def test_no_name_is_an_empty_noun() -> None:
    classes = [
        f"{module.name}.{node.name}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    wrong = [name for name in [*classes, *modules()] if words(name) & EMPTY_NOUNS]
    assert wrong == []


def words(name: str) -> set[str]:
    """Return the words of the last part of a name, in the singular."""
    last = name.rpartition(".")[2]
    return {word.lower().removesuffix("s") for word in re.findall(r"[A-Z]?[a-z]+", last)}


def test_help_imports_neither_the_database_nor_yaml() -> None:
    program = """
import sys
from gestand.surfaces.cli import main
main(["--help"], standalone_mode=False)
heavy = {"cryptography", "django", "markdown_it", "playwright", "rich", "sqlalchemy", "yaml"}
print("loaded:", sorted(heavy & {*sys.modules}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stderr, done.stdout.splitlines()[-1]) == ("", "loaded: []")


def test_no_test_is_longer_than_forty_lines_or_sleeps_or_mocks() -> None:
    wrong = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tests = [node for node in functions(ast.parse(text)) if node.name.startswith("test_")]
        wrong += [f"{path.name}: {node.name}" for node in tests if length(node) > 40]
        called = re.findall(r"^[^\"'#]*\b(sleep\(|unittest\.mock|monkeypatch\.setattr)", text, re.M)
        wrong += [f"{path.name}: {name}" for name in called]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if a:\n    if b:\n        c", 2),
        ("if a:\n    b\nelif c:\n    d\nelif e:\n    f", 1),
        ("for a in b:\n    with c:\n        while d:\n            e", 3),
        ("if a:\n    b\nelse:\n    if c:\n        d\n    e", 2),
    ],
)
def test_depth_counts_blocks_but_not_a_chain_of_elif(source: str, expected: int) -> None:
    assert depth(ast.parse(source)) == expected


def test_the_floors_are_in_the_order_of_the_contract() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    layers = re.findall(r'^    "\(?gestand\.(\w+)\)?",$', text, re.MULTILINE)
    assert all(FLOORS.index(lower) < FLOORS.index(upper) for upper, lower in pairwise(layers))

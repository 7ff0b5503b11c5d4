"""The language as it is described: what the reference says is what the readers read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gestand.core.language.editor import schema
from gestand.core.language.files import FILES
from gestand.core.language.keys import Kind, kinds
from tests.core.places import loaded, places, read
from tests.stories import story

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "gestand" / "core"
READERS = (
    "datamap/parse.py", "datamap/webhooks.py", "datamap/becomes.py", "datamap/forms.py",
    "policy/parse.py",
    "policy/purposes.py", "policy/cookies.py", "policy/recipients.py", "recorded.py",
    "officers.py",
)  # fmt: skip
UNKNOWN = {"G117", "G121"}

EVERY_KIND = [(file, kind) for file, root in FILES.items() for kind in kinds(root)]
NAMED = pytest.mark.parametrize(
    ("file", "kind"), [pytest.param(f, k, id=f"{f}, {k.title}") for f, k in EVERY_KIND]
)
VALIDATORS = {file: Draft202012Validator(schema(root)) for file, root in FILES.items()}


SHOWN = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROJECT_FILES = [
    path
    for folder in ("examples", "gestand/demo", "tests/stories")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if path.stem in FILES and not (path.parent / "findings.txt").exists()
]
FRAGMENTS = [
    pytest.param(path, fragment, id=f"{path.stem} {number}")
    for path in sorted((ROOT / "docs").rglob("*.md"))
    for number, fragment in enumerate(SHOWN.findall(path.read_text("utf-8")))
]


def in_part(file: str) -> list[Draft202012Validator]:
    """Return what tells whether something is a part of a mapping of a file, or of its names."""
    told = without_what_must(schema(FILES[file]))
    mappings = [told, *told["$defs"].values()]
    keys = [key for one in mappings for key in one.get("properties", {}).values()]
    named = [key for key in keys if "additionalProperties" in key]
    named = [key for key in named if "pattern" not in key["additionalProperties"]]
    return [Draft202012Validator({**one, "$defs": told["$defs"]}) for one in [*mappings, *named]]


def without_what_must(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: without_what_must(one) for key, one in told.items() if key != "required"}
    return told


SHAPES = {file: in_part(file) for file in FILES}


def valid(file: str, content: Any) -> bool:
    return VALIDATORS[file].is_valid(content)


@NAMED
def test_the_example_of_a_key_is_read_in_its_place(file: str, kind: Kind) -> None:
    for key in kind.keys:
        place = places(file)[kind].with_key(kind, key, loaded(key.example))
        assert read(place) == [], key.name
        assert valid(file, place.content), key.name
        assert [kind.find(str(name)) for name in loaded(key.example)][0][0] is key


@NAMED
def test_a_key_that_is_described_is_read(file: str, kind: Kind) -> None:
    """Nothing has the shape of a list of lists, so a reader that looks at the key refuses it."""
    for key in kind.keys:
        value = {str(name): [[["x"]]] for name in loaded(key.example)}
        place = places(file)[kind].with_key(kind, key, value)
        assert read(place) != [], key.name
        assert not valid(file, place.content), key.name


@NAMED
def test_a_key_that_must_be_there_is_missed_and_another_is_not(file: str, kind: Kind) -> None:
    for key in kind.keys:
        place = places(file)[kind].with_key(kind, key, loaded(key.example))
        for name in loaded(key.example):
            del place.mapping[name]
        if key.must:
            missed = {finding.code for finding in read(place)}
            assert {"G118", "G129", "G201", "G202"} & missed, key.name
            assert not valid(file, place.content), key.name
        elif kind.least == 0 and key.without and not key.instead:
            assert read(place) == [], key.name


@NAMED
def test_what_another_version_may_know_is_refused(file: str, kind: Kind) -> None:
    for name in kind.later:
        place = places(file)[kind].with_key(kind, kind.keys[0], {name: "x"})
        assert "G121" in {finding.code for finding in read(place)}, name
        assert not valid(file, place.content), name


LETTERS = st.text("abdehilnoprstuvwy ", min_size=3, max_size=12)
EXAMPLES = [name for _, kind in EVERY_KIND for key in kind.keys for name in loaded(key.example)]
WRITTEN = st.sampled_from(sorted(EXAMPLES))
ANY_KEY = st.one_of(WRITTEN, LETTERS, st.builds("{} {}".format, WRITTEN, LETTERS))


@given(st.sampled_from(EVERY_KIND), ANY_KEY)
def test_the_schema_refuses_the_keys_that_the_reader_refuses(
    where: tuple[str, Kind], key: str
) -> None:
    """What the reader reads without a finding the schema lets through as well."""
    file, kind = where
    place = places(file)[kind]
    if key in place.mapping:
        return
    place = place.with_key(kind, kind.keys[0], {key: "x"})
    codes = {finding.code for finding in read(place)}
    if codes & UNKNOWN:
        assert not valid(file, place.content)
    if not codes:
        assert valid(file, place.content)


@pytest.mark.parametrize("path", PROJECT_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_examples_and_stories_write_is_valid(path: Path) -> None:
    assert valid(path.stem, loaded(path.read_text("utf-8")))


def test_what_stories_change_is_valid() -> None:
    told = [story.read(name) for name in story.names()]
    kept = [one for one in told if not one.expects("findings.txt")]
    texts = {(file, one.text(f"{file}.yaml")) for one in kept for file in ("policy", "datamap")}
    assert [text for file, text in sorted(texts) if not valid(file, loaded(text))] == []
    assert len(texts) > 40


@pytest.mark.parametrize("file", FILES)
def test_the_patterns_of_a_schema_are_read_alike_by_editors(file: str) -> None:
    """Editors refuse a needless escape, and what only Python knows."""
    found = [*patterns(schema(FILES[file]))]
    for pattern in found:
        assert "\\" not in re.sub(r"\\[sS.]", "", pattern), pattern
        assert re.findall(r"\(\?[^:!=]", pattern) == [], pattern
    assert len(found) > 2


def patterns(told: Any) -> Iterator[str]:
    """Yield every pattern of a schema, those of keys as well."""
    for key, value in told.items() if isinstance(told, dict) else ():
        if key == "pattern" and isinstance(value, str):
            yield value
        if key == "patternProperties":
            yield from value
        for one in value if isinstance(value, list) else [value]:
            yield from patterns(one)


@pytest.mark.parametrize(("path", "fragment"), FRAGMENTS)
def test_what_the_documentation_shows_is_valid(path: Path, fragment: str) -> None:
    """A fragment is one file, one mapping of the language, or some of the names under one key."""
    shown = loaded(fragment)
    fitting = [shape for file in FILES for shape in SHAPES[file] if shape.is_valid(shown)]
    assert fitting, f"{path.relative_to(ROOT)}:\n{fragment}"


def test_readers_ask_for_no_key_that_is_not_described() -> None:
    described = {key.name for root in FILES.values() for kind in kinds(root) for key in kind.keys}
    asked = {text for file in READERS for text in keys_asked(CORE / file)}
    assert asked - described == set()
    assert len(asked) > 60


def keys_asked(path: Path) -> set[str]:
    """Return the keys that a reader names when it asks an entry for them."""
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    named = [c for c in calls if getattr(c.func, "attr", "") in ("get", "need", "word", "like")]
    texts = [call.args[0] for call in named if call.args]
    return {text.value for text in texts if isinstance(text, ast.Constant)}

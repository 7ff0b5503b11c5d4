"""Where each mapping of the language stands in the files of the example shop.

A description gives an example for each key. Put into the file, they lead from its outermost mapping
to every other one; what a test puts there is read in its place, as a whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gestand.core.datamap.parse import parse_datamap
from gestand.core.findings import Finding
from gestand.core.language.files import FILES
from gestand.core.language.keys import Either, Key, Kind, Many, Named, OneOf, Shape, kinds, within
from gestand.core.officers import parse_officers
from gestand.core.policy.parse import parse_policy
from gestand.core.recorded import Known, parse_facts

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SHOP, COMPANY = EXAMPLES / "webshop" / "privacy", EXAMPLES / "noorderlicht" / "privacy"


class AsAnEditor(yaml.CSafeLoader):
    """Reads YAML 1.2 as editors do: a date is a text to it, and so is `no`."""


AsAnEditor.yaml_implicit_resolvers = {}
for tag, first in (("int", "-+0123456789"), ("float", "-+0123456789."), ("null", "~nN\0")):
    of_tag = [
        form for form in yaml.SafeLoader.yaml_implicit_resolvers[first[0]] if form[0].endswith(tag)
    ]
    for letter in first.replace("\0", ""):
        AsAnEditor.yaml_implicit_resolvers.setdefault(letter, []).extend(of_tag)
    if "\0" in first:
        AsAnEditor.yaml_implicit_resolvers[""] = of_tag


@dataclass(frozen=True)
class Place:
    """A file in which a mapping stands, and the way to it."""

    file: str
    content: Any
    way: tuple[str | int, ...]

    @property
    def mapping(self) -> Any:
        """The mapping itself."""
        found = self.content
        for step in self.way:
            found = found[step]
        return found

    def with_key(self, kind: Kind, key: Key, value: dict[str, Any]) -> Place:
        """Return the same place with a key, and without what that stands in place of."""
        place = Place(self.file, deepcopy(self.content), self.way)
        mapping = place.mapping
        for name in [*mapping]:
            found = kind.find(str(name))
            other = found[0] if found else key
            rival = kind.most == 1 or bool(kind.most and other.pattern and key.pattern)
            if name in key.instead or rival or (other is key and key.pattern):
                del mapping[name]
        mapping.update(value)
        return place


def loaded(text: str) -> Any:
    """Return what an editor takes a text for."""
    return yaml.load(text, AsAnEditor)


def read(place: Place) -> list[Finding]:
    """Return what the reader finds in the file of a place."""
    text = yaml.dump(place.content, None, yaml.CSafeDumper, allow_unicode=True, width=1000)
    if place.file == "policy":
        return parse_policy(text, "policy.yaml")[1]
    if place.file == "datamap":
        return parse_datamap(text, "datamap.yaml")[1]
    if place.file == "officers":
        return parse_officers(text, "officers.yaml", known().kinds)[1]
    return parse_facts(text, "facts.yaml", known())[1]


@cache
def known() -> Known:
    """Return what the facts of the example company may name."""
    policy, _ = parse_policy((COMPANY / "policy.yaml").read_text("utf-8"), "policy.yaml")
    datamap, _ = parse_datamap((COMPANY / "datamap.yaml").read_text("utf-8"), "datamap.yaml")
    assert policy is not None and datamap is not None
    return Known.of((policy,), {kind: True for kind in datamap.subjects})


@cache
def places(file: str) -> dict[Kind, Place]:
    """Return for each kind of mapping of a file one place in which it stands."""
    root = FILES[file]
    written = SHOP / f"{file}.yaml"
    content = loaded(written.read_text("utf-8")) if written.exists() else least(root)
    found = {root: Place(file, content, ())}
    for kind in kinds(root):
        for key in kind.keys:
            if all(one in found for one in within(key.shape)):
                continue
            example = loaded(key.example)
            ((name, value),) = example.items()
            place = found[kind].with_key(kind, key, example)
            for child, way in inside(key.shape, value):
                found.setdefault(child, Place(file, place.content, (*place.way, name, *way)))
            for child in [one for one in within(key.shape) if one not in found]:
                place = found[kind].with_key(kind, key, {name: least(child)})
                found[child] = Place(file, place.content, (*place.way, name))
    return found


def least(kind: Kind) -> dict[str, Any]:
    """Return a mapping with what must be in it."""
    examples = [loaded(key.example) for key in kind.keys if key.must]
    return {name: value for example in examples for name, value in example.items()}


def inside(shape: Shape, value: Any) -> Iterator[tuple[Kind, tuple[str | int, ...]]]:
    """Yield the mappings of an example, each with the way to it."""
    if isinstance(shape, Kind) and isinstance(value, dict) and fits(shape, value):
        yield shape, ()
    elif isinstance(shape, Many) and not isinstance(value, list):
        yield from inside(shape.of, value)
    elif isinstance(shape, Either):
        for one in shape.of:
            yield from inside(one, value)
    elif isinstance(shape, Many | Named) and isinstance(value, list | dict):
        steps = enumerate(value) if isinstance(value, list) else value.items()
        for step, one in steps:
            yield from ((kind, (step, *way)) for kind, way in inside(shape.of, one))


def fits(kind: Kind, mapping: dict[str, Any]) -> bool:
    """Tell whether a mapping has the keys of a kind, and the words that tell it from others."""
    keys = {name: value for name, value in mapping.items() if not (kind.speaks and len(name) == 2)}
    found = [(kind.find(str(name)), value) for name, value in keys.items()]
    return all(
        one is not None and (not isinstance(one[0].shape, OneOf) or value in one[0].shape.words)
        for one, value in found
    )

"""A JSON Schema of a file of the language, so that editors complete and explain its keys.

It refuses each key that the reader refuses, and shapes that are wrong at first sight. Names are not
compared: that is what `gestand check` is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gestand.core.language.keys import (
    PHRASES,
    Either,
    Key,
    Kind,
    Many,
    Named,
    OneOf,
    Phrases,
    Shape,
    Text,
    kinds,
)
from gestand.core.language.words import explained, slug

Json = dict[str, "Json"] | list["Json"] | str | int | bool
Schema = dict[str, Json]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LANGUAGE = "[a-z]{2}"
_SINGLE: list[Json] = ["string", "number", "boolean"]
"""What an editor may take a single text for: `2026` is a number to it, and a text to a reader."""


def schema(root: Kind) -> Schema:
    """Return the schema of the file whose outermost mapping is `root`."""
    told = _mapping(root)
    defined: Schema = {slug(kind.title): _mapping(kind) for kind in kinds(root)[1:]}
    return {"$schema": DIALECT, **told, "$defs": defined}


def _mapping(kind: Kind) -> Schema:
    plain = {key.name: _key(key) for key in kind.keys if not key.pattern}
    open_keys = [(key.pattern, _key(key)) for key in kind.keys if key.pattern]
    if kind.speaks:
        open_keys.append((_LANGUAGE, _text(Text("words"))))
    earlier = [*map(_as_it_stands, [*plain, *kind.later])]
    patterned: Schema = {}
    for pattern, told in open_keys:
        patterned[_pattern(pattern, earlier)] = told
        earlier.append(pattern)
    found: Schema = {
        "title": kind.title,
        "description": kind.means,
        "type": "object",
        "properties": {**plain},
        "patternProperties": patterned,
        "additionalProperties": False,
        "required": [key.name for key in kind.keys if key.must],
    }
    if kind.most:
        found |= {"minProperties": kind.least, "maxProperties": kind.most}
    return {name: value for name, value in found.items() if value not in ({}, [])}


def _as_it_stands(name: str) -> str:
    """Return the pattern of a name; `re.escape` escapes more than editors can read."""
    return re.sub(r"[.*+?^${}()|\[\]\\]", r"\\\g<0>", name)


def _pattern(pattern: str, earlier: Iterable[str]) -> str:
    """Return a pattern for the whole of a key that is none of the `earlier` ones."""
    others = "|".join(earlier)
    return f"^(?!(?:{others})$)(?:{pattern})$" if others else f"^(?:{pattern})$"


def _key(key: Key) -> Schema:
    return {"description": explained(key), **_shape(key.shape)}


def _shape(shape: Shape) -> Schema:
    match shape:
        case Text():
            return _text(shape)
        case OneOf():
            return {"enum": [*_read_alike(shape.words)]}
        case Phrases():
            return {"anyOf": [_text(Text("words")), _mapping(PHRASES)]}
        case Many():
            items: Schema = {"type": "array", "items": _shape(shape.of), "minItems": 1}
            return {"anyOf": [items, _shape(shape.of)]} if shape.alone else items
        case Named():
            return {"type": "object", "additionalProperties": _shape(shape.of)}
        case Either():
            return {"anyOf": [_shape(one) for one in shape.of]}
        case Kind():
            return {"$ref": f"#/$defs/{slug(shape.title)}"}


def _text(shape: Text) -> Schema:
    if shape.anything:
        return {"type": [*_SINGLE, "null"]}
    pattern = f"^(?:{shape.pattern})$" if shape.pattern else r"\S"
    return {"type": [*_SINGLE], "pattern": pattern}


def _read_alike(words: Iterable[str]) -> Iterable[Json]:
    """Yield each word, and what an editor takes it for when it stands without quotes."""
    for word in words:
        if word.isdecimal():
            yield int(word)
        elif word in ("true", "false"):
            yield word == "true"
        yield word

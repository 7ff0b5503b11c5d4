"""Whether what was sent is as its schema says: the part of JSON Schema that our own ones use.

The same schemas stand in the OpenAPI document, so that it asks for what is asked for here. Source:
https://json-schema.org/draft/2020-12/json-schema-validation
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from gestand.core.calendar import EARLIEST, LATEST

Schema = Mapping[str, Any]

_WRITTEN = {"date": "2026-03-05", "date-time": "2026-03-05T09:30+01:00"}

_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
}


def wrong(value: Any, schema: Schema, where: str = "the body") -> Iterator[str]:
    """Yield what is wrong, by the names of the schema: nothing that was sent is repeated."""
    if "oneOf" in schema:
        kinds = [one for one in schema["oneOf"] if _KINDS[one["type"]](value)]
        if not kinds:
            yield f"{where} is {' or '.join(one['type'] for one in schema['oneOf'])}"
        for one in kinds:
            yield from wrong(value, one, where)
        return
    kind = schema["type"]
    if not _KINDS[kind](value):
        yield f"{where} is of type {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} is one of {', '.join(map(str, schema['enum']))}"
        return
    yield from _OF_KIND[kind](value, schema, where)


def _of_object(value: dict[str, Any], schema: Schema, where: str) -> Iterator[str]:
    known: Mapping[str, Schema] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where} lacks `{name}`"
    if value.keys() - known.keys() and schema.get("additionalProperties") is False:
        yield f"{where} has a name that is not known; there are {', '.join(known)}"
    for name, one in known.items():
        if name in value:
            yield from wrong(value[name], one, f"`{name}`")


def _of_array(value: list[Any], schema: Schema, where: str) -> Iterator[str]:
    least, most = schema.get("minItems", 0), schema["maxItems"]
    if not least <= len(value) <= most:
        yield f"{where} has {least} to {most} items"
        return
    for number, one in enumerate(value, start=1):
        for problem in wrong(one, schema["items"], "it"):
            yield f"item {number} of {where}: {problem}"
            return


def _of_string(value: str, schema: Schema, where: str) -> Iterator[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1000)
    if not least <= len(value) <= most:
        yield f"{where} has {least} to {most} characters"
    elif not re.search(schema.get("pattern", ""), value):
        yield f"{where} is not as asked for: {schema['description']}"
    elif not _is_format(value, schema.get("format", "")):
        name = schema["format"]
        yield f"{where} is a {name} from {EARLIEST} to {LATEST}, as {_WRITTEN[name]}"
    elif any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in value):
        yield f"{where} has a character that is none"


def _of_integer(value: int, schema: Schema, where: str) -> Iterator[str]:
    if not schema["minimum"] <= value <= schema["maximum"]:
        yield f"{where} is a number from {schema['minimum']} to {schema['maximum']}"


def _is_format(value: str, name: str) -> bool:
    try:
        if name == "date":
            day = date.fromisoformat(value)
            return day.isoformat() == value and EARLIEST <= day <= LATEST
        if name == "date-time":
            moment = datetime.fromisoformat(value)
            return moment.tzinfo is not None and EARLIEST <= moment.date() <= LATEST
    except ValueError:
        return False
    return True


_OF_KIND: Mapping[str, Callable[[Any, Schema, str], Iterator[str]]] = {
    "object": _of_object,
    "array": _of_array,
    "string": _of_string,
    "integer": _of_integer,
    "boolean": lambda *_: iter(()),
}

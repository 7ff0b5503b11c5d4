"""Values that an application wrote down in a code of its own, read so that a person can see them.

Every reader is pure and bounded: it never runs anything that stands in a value, and of what it
cannot read it says so. No signature is checked: what stands there is told, whoever wrote it.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import NoReturn

from gestand.core.credentials import is_credential
from gestand.core.documents import nesting

MOST, DEEP = 1_000_000, 30
"""Bytes and levels that are read; what is longer or deeper is not decoded."""

MASK = "***"


class NotDecoded(ValueError):
    """What stands there is not written in the code that the data map names."""


def decoded(code: str, value: object) -> object:
    """Return what is written in a value; NotDecoded where it cannot be read in this code."""
    if code == "json" and isinstance(value, dict | list):
        return _masked(value, DEEP)  # the driver of a database has read it already
    found = value.encode() if isinstance(value, str) else value
    if isinstance(found, bytearray | memoryview):
        found = bytes(found)
    if not isinstance(found, bytes) or len(found) > MOST:
        raise NotDecoded
    told: object = found
    try:
        for step in STEPS[code]:
            told = step(told)
    except (ValueError, zlib.error, RecursionError, KeyError) as error:
        raise NotDecoded from error
    return _masked(told, DEEP)


def _masked(value: object, levels: int) -> object:
    """Return a value without what has the name of a credential."""
    if not levels:
        raise NotDecoded
    if isinstance(value, dict):
        return {
            key: MASK if is_credential(str(key)) else _masked(inner, levels - 1)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_masked(inner, levels - 1) for inner in value]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise NotDecoded
    return value


def _base64(value: object) -> bytes:
    return b64decode(b"".join(_bytes(value).split()), validate=True)


def _json(value: object) -> object:
    text = _bytes(value).decode()
    if nesting(text) > DEEP:
        raise NotDecoded
    return json.loads(text, parse_constant=_no_number)


def _no_number(_word: str) -> NoReturn:
    raise NotDecoded


def _session(value: object) -> object:
    """Read a session of Django as it has been written since version 3.1: data, time, signature."""
    payload, *signed = _bytes(value).split(b":")
    if len(signed) != 2:
        raise NotDecoded
    squeezed = payload.startswith(b".")
    body = payload.removeprefix(b".")
    told = urlsafe_b64decode(body + b"=" * (-len(body) % 4))
    if squeezed:
        reader = zlib.decompressobj()
        told = reader.decompress(told, MOST)
        if reader.unconsumed_tail or not reader.eof:
            raise NotDecoded
    return _json(told)


_PHP = re.compile(
    rb"N;|b:([01]);|i:(-?\d{1,19});|d:([-+.\dEe]{1,40});|s:(\d{1,7}):\"|a:(\d{1,6}):[{]"
)


def _php(value: object) -> object:
    """Read what `serialize` of PHP wrote: numbers, texts and arrays. An object is not read."""
    text = _bytes(value)
    found, end = _php_value(text, 0, DEEP)
    if end != len(text):
        raise NotDecoded
    return found


def _php_value(text: bytes, start: int, levels: int) -> tuple[object, int]:
    match = _PHP.match(text, start)
    if match is None or not levels:
        raise NotDecoded
    yes, whole, real, length, count = match.groups()
    end = match.end()
    if length is not None:
        after = end + int(length)
        if text[after : after + 2] != b'";':
            raise NotDecoded
        return text[end:after].decode("utf-8", "replace"), after + 2
    if count is not None:
        return _php_array(text, end, int(count), levels)
    if whole is not None:
        return int(whole), end
    return (float(real) if real is not None else None if yes is None else yes == b"1"), end


def _php_array(text: bytes, start: int, count: int, levels: int) -> tuple[object, int]:
    found: dict[str, object] = {}
    end = start
    for _ in range(count):
        key, end = _php_value(text, end, levels - 1)
        if not isinstance(key, int | str) or isinstance(key, bool):
            raise NotDecoded
        found[str(key)], end = _php_value(text, end, levels - 1)
    if text[end : end + 1] != b"}":
        raise NotDecoded
    listed = list(found) == [str(number) for number in range(count)]
    return list(found.values()) if listed and count else found, end + 1


STEPS: Mapping[str, tuple[Callable[[object], object], ...]] = {
    "json": (_json,),
    "base64": (_base64,),
    "base64 json": (_base64, _json),
    "php": (_php,),
    "base64 php": (_base64, _php),
    "django session": (_session,),
}
"""The codes by the names that the data map has for them, and how each is read."""

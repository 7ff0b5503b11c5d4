"""Values in a code: read where they can be, and never more than that."""

from __future__ import annotations

import json
import time
import zlib
from base64 import b64encode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.encoded import DEEP, MASK, MOST, STEPS, NotDecoded, decoded

WHOLE = {"mail": "ann@mail.example", "api_key": "k9", "more": [1, None, {"password": "p"}]}
MASKED = {"mail": "ann@mail.example", "api_key": MASK, "more": [1, None, {"password": MASK}]}
JSON = json.dumps(WHOLE).encode()
PHP = (
    b'a:3:{s:4:"mail";s:16:"ann@mail.example";s:7:"api_key";s:2:"k9";'
    b's:4:"more";a:2:{i:0;i:1;i:1;N;}}'
)
PHP_MASKED = {"mail": "ann@mail.example", "api_key": MASK, "more": [1, None]}


def session(told: bytes, *, squeezed: bool) -> bytes:
    body = zlib.compress(told) if squeezed else told
    return (b"." if squeezed else b"") + urlsafe_b64encode(body).rstrip(b"=") + b":1x:signature"


CASES: list[tuple[str, bytes, Any]] = [
    ("json", JSON, MASKED),
    ("base64", b64encode("é".encode()), "é"),
    ("base64 json", b64encode(JSON), MASKED),
    ("php", PHP, PHP_MASKED),
    ("php", b"b:1;", True),
    ("php", b"d:0.5;", 0.5),
    ("php", b"a:0:{}", {}),
    ("base64 php", b64encode(PHP), PHP_MASKED),
    ("django session", session(JSON, squeezed=False), MASKED),
    ("django session", session(JSON, squeezed=True), MASKED),
]


@pytest.mark.parametrize(("code", "written", "told"), CASES)
def test_what_is_written_is_told_without_credentials(code: str, written: bytes, told: Any) -> None:
    assert decoded(code, written) == told
    assert decoded(code, written.decode()) == told
    assert decoded(code, memoryview(written)) == told


def test_what_a_driver_has_read_already_is_told_without_credentials_as_well() -> None:
    assert decoded("json", WHOLE) == MASKED


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("json", b"{"), ("json", b"[" * 9999), ("json", b'{"a": NaN}'), ("json", b"\xff"),
        ("base64", b"a"), ("base64 json", b64encode(b"{")), ("php", b'O:8:"stdClass":0:{}'),
        ("php", b's:9:"Ann";'), ("php", b"a:2:{i:0;i:1;}"), ("php", b"i:1;i:2;"),
        ("php", b"a:1:{i:0;" * 40 + b"N;" + b"}" * 40), ("php", b"a:1:{b:1;i:1;}"),
        ("django session", b"e30"), ("django session", b".e30:a:b"),
        ("django session", session(b'"' + b"a" * (MOST + 9) + b'"', squeezed=True)),
        ("json", b'"' + b"a" * MOST + b'"'), ("json", b"[" * (DEEP + 1) + b"]" * (DEEP + 1)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_to_be_so(code: str, written: bytes) -> None:
    with pytest.raises(NotDecoded):
        decoded(code, written)


MADE = st.binary(max_size=60) | st.text(max_size=40) | st.sampled_from([c for _, c, _ in CASES])
PIECES = st.sampled_from([b"a:1:{", b"i:0;", b"s:1:", b'"a";', b"}", b"N;", b"[", b"{", b".", b":"])


@given(st.sampled_from(sorted(STEPS)), MADE | st.lists(PIECES, max_size=30).map(b"".join))
def test_a_reader_never_fails_otherwise_and_never_hangs(code: str, value: Any) -> None:
    began = time.process_time()
    try:
        json.dumps(decoded(code, value))
    except NotDecoded:
        pass
    assert time.process_time() - began < 1

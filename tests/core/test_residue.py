"""An identifier is found in whatever form it hides, and a database's filter lets no form pass."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.residue.forms import Form, Sought
from tests.hiding import HIDING, IDENTIFIERS, IN_BYTES, NOISE


def like(pattern: str, text: str) -> bool:
    """Tell whether a database finds that a text, as it looks at it, is LIKE a pattern."""
    parts = ({"%": ".*", "_": "."}.get(character, re.escape(character)) for character in pattern)
    small = "".join(c.lower() if c.isascii() else c for c in text)
    return re.fullmatch("".join(parts), re.sub("[\r\n]", "", small), re.DOTALL) is not None


@given(IDENTIFIERS, st.sampled_from(sorted(HIDING)), NOISE, NOISE)
def test_a_hidden_identifier_is_found(text: str, how: str, before: str, after: str) -> None:
    hidden = f"{before} {HIDING[how](text)} {after}"
    assert Sought(text).form_in(hidden) is not None


@given(IDENTIFIERS, st.sampled_from(sorted(HIDING)), NOISE, NOISE)
def test_the_filter_of_a_database_lets_it_through(
    text: str, how: str, before: str, after: str
) -> None:
    hidden = f"{before}{HIDING[how](text)}{after}"
    assert any(like(pattern, hidden) for pattern in Sought(text).likes)


@given(IDENTIFIERS, st.sampled_from(sorted(IN_BYTES)), st.binary(max_size=5))
def test_it_is_found_in_bytes_and_so_is_its_filter(text: str, how: str, before: bytes) -> None:
    data = before + b" " + IN_BYTES[how](text) + b" "
    sought = Sought(text)
    assert sought.form_in_bytes(data) is not None
    joined = data.hex().replace("0d", "").replace("0a", "")
    written = (data.hex(), joined)
    assert any(like(pattern, text) for pattern in sought.byte_likes for text in written)


@given(IDENTIFIERS, NOISE, st.binary(max_size=60))
def test_where_it_is_not_nothing_is_found(text: str, other: str, data: bytes) -> None:
    encoded = (other, other.encode().hex(), base64.b64encode(other.encode()).decode())
    assert [Sought(text).form_in(each) for each in encoded] == [None] * 3
    assert Sought(text).form_in_bytes(data) is None


@pytest.mark.parametrize(
    ("stored", "form"),
    [
        ("ann.b@delinde.example", Form.AS_IT_IS),
        ("<Ann.B@DeLinde.example>", Form.OTHER_CASE),
        ("ann.b\\u0040delinde.example", Form.JSON),
        ("ann.b%40delinde.example", Form.URL),
        ("ann.b&#64;delinde.example", Form.HTML),
        ("ann.b=40delinde.example", Form.MAIL),
        ("joann.b@delinde.example", Form.IN_A_WORD),
        ("joann.b@delinde.example, ann.b@delinde.example", Form.AS_IT_IS),
        ("61 6e6e2e624064656c696e64652e6578616d706c65", None),
        ("616e6e2e624064656c696e64652e6578616d706c65", Form.HEX),
        ("YW5uLmJAZGVsaW5kZS5leGFtcGxl", Form.BASE64),
        ("bob@delinde.example", None),
    ],
)
def test_the_form_is_told(stored: str, form: Form | None) -> None:
    assert Sought("ann.b@delinde.example").form_in(stored) is form


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("+31 6 1234 5678", "0612345678"),
        ("+31 6 1234 5678", "31612345678"),
        ("06-12345678", "tel. +31 (0)6 12 34 56 78!"),
        ("06-12345678", "tel:+31%206%2012345678"),
        ("NL91 ABNA 0417 1643 00", "nl91abna0417164300"),
        ("NL91ABNA0417164300", "IBAN NL91-ABNA-0417-1643-00"),
    ],
)
def test_a_number_is_found_with_other_punctuation(number: str, stored: str) -> None:
    sought = Sought(number)
    assert (sought.form_in(stored), sought.is_number) == (Form.SPACED, True)
    assert any(like(pattern, stored) for pattern in sought.likes)


def test_another_number_is_not_found() -> None:
    assert Sought("06-12345678").form_in("0612345687, 06 1234 567, 6 12 345 6 7 and 8") is None


@pytest.mark.parametrize("text", ["17", "Bo", "123456", "a@b.c"])
def test_what_would_stand_in_any_text_is_too_short(text: str) -> None:
    assert Sought(text).too_short


@pytest.mark.parametrize("text", ["Ann Bo", "1234567", "ab@cd.ef", "Smits"])
def test_what_is_long_enough_is_not(text: str) -> None:
    assert not Sought(text).too_short


def test_as_a_whole_value_it_stands_alone() -> None:
    sought = Sought("Bo", whole=True)
    found = {text: sought.form_in(text) for text in ("Bo", " BO ", "Bo de Wit", "Bob")}
    assert found == {"Bo": Form.AS_IT_IS, " BO ": Form.OTHER_CASE, "Bo de Wit": None, "Bob": None}
    assert [any(like(p, text) for p in sought.likes) for text in found] == [True] * 3 + [False]


def test_accents_that_a_database_looks_past_are_told_apart() -> None:
    assert Sought("Jose Garcia").form_in("José García") is Form.OTHER_LETTERS
    assert Sought("José García").form_in("JOSE  GARCIA") is Form.OTHER_LETTERS

"""Codes of authenticators by the vectors of RFC 6238, and the picture by which one is enrolled."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core import qr
from gestand.core.totp import address, code, fits, shown, step_of

SECRET = b"12345678901234567890"
VECTORS = {
    59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
    2000000000: "279037", 20000000000: "353130",
}  # fmt: skip


def test_codes_are_those_of_the_standard() -> None:
    assert {moment: code(SECRET, step_of(moment)) for moment in VECTORS} == VECTORS
    assert shown(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert address(SECRET, "Noor \u00e9", "De Linde") == (
        "otpauth://totp/De%20Linde:Noor%20%C3%A9?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=De%20Linde"
    )


@given(st.integers(1, 2**40), st.integers(-4, 4), st.integers(-4, 4))
def test_a_code_counts_near_its_moment_and_after_the_one_that_was_used(
    now: int, away: int, used: int
) -> None:
    step = max(now + away, 0)
    found = fits(SECRET, f" {code(SECRET, step)[:3]} {code(SECRET, step)[3:]}", now, now + used)
    near = abs(step - now) <= 1 and step > now + used
    assert found == (step if near else None) or code(SECRET, found or 0) == code(SECRET, step)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "\u0661\u0662\u0663"])
def test_what_is_no_code_counts_never(typed: str) -> None:
    assert fits(SECRET, typed, 100, 0) is None


DRAWN = [
    "92814eb10b7ebd23", "0c089da03fa10012", "d7fd09c27f2ebfde", "e50085f6d43366a7",
    "e009d07740b57241", "6049a9499fdb1e4e", "70871cb67192f2e8", "09659f8478d78b0b",
    "c3e7da68ac10a03f",
]
"""By version a digest of a full code under each mask, as the library segno 1.6.6 draws it."""


def test_a_picture_is_drawn_as_others_draw_it() -> None:
    for version, (correction, blocks, size) in enumerate(qr._BLOCKS, start=1):
        data = ("otpauth://totp/" + "x" * 300)[: blocks * size - 2].encode()
        words = qr._interleaved(qr._padded(data, blocks * size), correction, size)
        drawn = [qr._drawn(version, words, mask) for mask in range(8)]
        told = "".join("01"[dark] for one in drawn for row in one for dark in row)
        assert sha256(told.encode()).hexdigest()[:16] == DRAWN[version - 1], version
    assert qr.modules(data.decode()) in drawn
    assert len(qr.modules("x" * 17)) == 21 and len(qr.modules("x" * 18)) == 25
    with pytest.raises(ValueError, match="230 bytes"):
        qr.modules("x" * 231)

"""Two names that may be those of one person are; no two names of different people are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gestand.core.acting import as_known, folded_name, is_same

SAME = [
    "KIM DE BOER", " kim  de\tboer ", "Boer, Kim de", "Kim-de-Boer", "K\u00ecm de Boer",
    "Kim\u00a0de\u200b Boer", "\uff2b\uff49\uff4d de Boer", "Kim de Boer.", "kim_de_boer",
    "Kim de B\u006f\u0308er",
]  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_name_that_is_written_otherwise_is_the_same_name(name: str) -> None:
    assert is_same("Kim de Boer", name)
    assert as_known(name, ["Lou Visser", "Kim de Boer"]) == "Kim de Boer"


def test_other_names_are_other_people_and_no_name_may_be_anybody() -> None:
    assert not is_same("Kim de Boer", "Kim Boer")
    assert not is_same("Kim de Boer", "Lou Visser")
    assert is_same("Kim de Boer", "") and is_same("...", "Lou Visser")
    assert (as_known("", ["Kim"]), as_known("Lou", ["Kim"])) == (None, None)


@given(st.text(max_size=12))
@settings(max_examples=40)
def test_folded_twice_it_stays_as_it_is(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)
    assert folded_name(name.swapcase()) == folded_name(name.swapcase().casefold())

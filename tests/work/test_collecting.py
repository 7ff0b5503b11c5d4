"""Python looks for garbage seldom while any plan is made, and as ever afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from gestand.work.collecting import collecting_seldom

OFTEN = (1_000, 10, 10)


@pytest.fixture(autouse=True)
def _often() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*OFTEN)
    yield
    gc.set_threshold(*before)


def test_of_two_plans_at_once_the_last_one_puts_it_back() -> None:
    first, second = ExitStack(), ExitStack()
    with second:
        with first:
            first.enter_context(collecting_seldom())
            second.enter_context(collecting_seldom())
            seldom = gc.get_threshold()
        assert gc.get_threshold() == seldom != OFTEN
    assert gc.get_threshold() == OFTEN

"""Python looks for garbage seldom while any plan is made, and as ever afterwards."""

from __future__ import annotations

import gc
from contextlib import ExitStack

from gestand.work.collecting import collecting_seldom


def test_of_two_plans_at_once_the_last_one_puts_it_back() -> None:
    before = gc.get_threshold()
    first, second = ExitStack(), ExitStack()
    with second:
        with first:
            first.enter_context(collecting_seldom())
            second.enter_context(collecting_seldom())
            seldom = gc.get_threshold()
        assert gc.get_threshold() == seldom != before
    assert gc.get_threshold() == before

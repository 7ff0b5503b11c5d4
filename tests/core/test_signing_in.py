"""Codes to sign in with, over whatever somebody types and whenever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.signing_in import CODE_LIFE, IDLE, LONGEST, TRIES, Code, is_over, tried

RIGHT, WRONG = "right", "wrong"
TYPED = st.lists(st.tuples(st.floats(0, CODE_LIFE / 3), st.sampled_from([RIGHT, WRONG])))


@given(TYPED)
def test_a_code_counts_once_in_time_and_after_few_wrong_ones(
    typed: list[tuple[float, str]],
) -> None:
    code, now, counted, wrong = Code(RIGHT, 100.0), 100.0, 0, 0
    for later, text in typed:
        now += later
        code, counts = tried(code, text, now)
        may = text == RIGHT and not counted and wrong < TRIES and now - 100.0 < CODE_LIFE
        assert counts == may
        counted += counts
        wrong += text == WRONG


@given(st.lists(st.floats(1, IDLE * 1.5), max_size=40))
def test_a_session_ends_when_nobody_does_anything_and_at_last(pauses: list[float]) -> None:
    now = seen = 50.0
    for pause in pauses:
        now += pause
        over = is_over(50.0, seen, now)
        assert over == (now - seen >= IDLE or now - 50.0 >= LONGEST)
        if over:
            return
        seen = now

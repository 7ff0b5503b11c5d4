"""Codes that settle who asks: laws over any sequence of codes made, typed and waited for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gestand.core.codes import (
    LIFE,
    MOST,
    NOT_SENT,
    TRIES,
    USED,
    WRONG,
    Code,
    plain,
    standing,
    too_many,
    tried,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACTS = st.sampled_from(["make", "make", "right", "right", "older", "wrong", "wrong", "not sent"])
WAITS = st.sampled_from([0, 0, 0, 1, 5, 23, 25])


@given(st.lists(st.tuples(ACTS, WAITS), max_size=40))
def test_a_code_counts_once_and_for_a_while(acts: list[tuple[str, int]]) -> None:
    codes: list[Code] = []
    now = START
    for act, hours in acts:
        now += timedelta(hours=hours)
        if act == "make" and not too_many(codes, now):
            number = len(codes)
            codes.append(Code(number, 1, f"code {number}", "customer", "x", now))
        elif act == NOT_SENT and codes and not codes[-1].ended:
            codes[-1] = codes[-1].after(NOT_SENT)
        elif act in ("right", "older", "wrong"):
            place = {"right": -1, "older": 0}.get(act, 0)
            typed = codes[place].digest if codes and act != "wrong" else "another"
            found = tried(codes, typed, now)
            if found.code is None:
                assert found.why and standing(codes, now) is None
                continue
            before = found.code
            if found.event == USED:
                assert before.digest == typed and not before.ended and before.wrong < TRIES
                assert before is [c for c in codes if c.ended != NOT_SENT][-1]
                assert now - before.made < LIFE
            else:
                assert found.event == WRONG and found.why
            codes[before.number] = before.after(found.event)
        recent = [c for c in codes if now - c.made < LIFE and c.ended != NOT_SENT]
        assert len(recent) <= MOST and all(c.wrong <= TRIES for c in codes)


def test_a_code_is_read_as_people_type_it() -> None:
    assert plain(" ab2cd-efg3h\n") == "AB2CDEFG3H"

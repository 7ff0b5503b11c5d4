"""Lanes of work take turns: what they wait for goes on at the same time, all else never does."""

from __future__ import annotations

import signal
import threading
from contextvars import ContextVar
from threading import Barrier, Event

import pytest

from gestand.errors import CannotRun
from gestand.work.lanes import Lanes

LONG = 20
"""Seconds; nothing here takes that long unless it is wrong."""

OPENED: ContextVar[str] = ContextVar("what the caller has opened", default="nothing")


ODD = "something is odd"


def nothing() -> None:
    """Stop what has ended."""


def waited(event: Event, other: Event) -> None:
    """Say that one is there, and wait for the other."""
    event.set()
    assert other.wait(LONG)


def test_what_lanes_wait_for_goes_on_at_the_same_time() -> None:
    lanes, one, other = Lanes(nothing), Event(), Event()
    # Each can only end once the other has begun.
    lanes.run(
        [
            lambda: lanes.wait(lambda: waited(one, other)),
            lambda: lanes.wait(lambda: waited(other, one)),
        ]
    )
    assert one.is_set() and other.is_set()


def test_all_else_is_done_in_the_thread_of_the_caller_which_has_opened_it() -> None:
    lanes, where = Lanes(nothing), list[int]()
    OPENED.set("own records")

    def lane() -> None:
        for _ in range(20):
            where.append(threading.get_ident())
            assert OPENED.get() == "own records"
            assert lanes.wait(threading.get_ident) != threading.get_ident()

    lanes.run([lane, lane, lane])
    assert where == [threading.get_ident()] * 60
    assert lanes.wait(threading.get_ident) == threading.get_ident()


def test_one_lane_needs_no_thread() -> None:
    lanes, where = Lanes(nothing), list[int]()
    lanes.run([lambda: where.append(lanes.wait(threading.get_ident))])
    assert where == [threading.get_ident()]


def test_an_error_of_what_was_waited_for_is_raised_in_its_lane() -> None:
    lanes, caught = Lanes(nothing), list[str]()

    def wrong() -> None:
        raise CannotRun(ODD)

    def lane() -> None:
        try:
            lanes.wait(wrong)
        except CannotRun:
            caught.append("here")

    lanes.run([lane, lane])
    assert caught == ["here", "here"]
    assert not lanes.over


def test_when_one_fails_the_others_end_between_two_pieces_of_work() -> None:
    lanes, failed, done = Lanes(nothing), Event(), list[int]()

    def failing() -> None:
        failed.set()
        raise CannotRun(ODD)

    def going_on() -> None:
        while not lanes.over:
            lanes.wait(lambda: failed.wait(LONG))
            done.append(1)

    before = threading.active_count()
    with pytest.raises(CannotRun, match=ODD):
        lanes.run([going_on, failing])
    assert done == [1]  # what it was at came to its end
    assert threading.active_count() == before


def test_whoever_interrupts_ends_all_where_they_are() -> None:
    one, other, undone, after = Event(), Event(), list[str](), list[str]()
    both, caller = Barrier(2), threading.get_ident()

    def stop() -> None:
        one.set()
        other.set()

    def waiting(event: Event) -> None:
        if both.wait(LONG) == 0:
            signal.pthread_kill(caller, signal.SIGINT)
        assert event.wait(LONG)

    def lane(name: str, event: Event) -> None:
        try:
            lanes.wait(lambda: waiting(event))
            after.append(name)
        finally:
            undone.append(name)

    lanes, before = Lanes(stop), threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        lanes.run([lambda: lane("one", one), lambda: lane("other", other)])
    assert sorted(undone) == ["one", "other"]
    assert after == []
    assert threading.active_count() == before


def test_whoever_interrupts_last_is_heard_too() -> None:
    lanes, done = Lanes(nothing), list[str]()

    def lane() -> None:
        lanes.wait(threading.get_ident)
        signal.raise_signal(signal.SIGINT)
        done.append("to its end")

    with pytest.raises(KeyboardInterrupt):
        lanes.run([lane, lane])
    assert done
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

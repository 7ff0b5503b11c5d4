"""Things are done at the same time: all of them, or none, and nothing goes on afterwards."""

from __future__ import annotations

import threading
from _thread import interrupt_main
from collections.abc import Callable
from threading import Event

import pytest

from gestand.work.side_by_side import AT_ONCE, Task, side_by_side

LONG = 20
"""Seconds; nothing here takes that long unless it is wrong."""


class Odd(Exception):
    """What goes wrong."""


def nothing() -> None:
    """Stop what has ended."""


def waiting(event: Event, answer: str) -> Callable[[], str]:
    """Return what waits for an event, and then answers."""

    def work() -> str:
        assert event.wait(LONG)
        return answer

    return work


def test_answers_come_in_the_order_of_the_tasks() -> None:
    second_ended = Event()

    def second() -> str:
        second_ended.set()
        return "second"

    # The first can only end once the second has: they are done at the same time.
    tasks = [Task(waiting(second_ended, "first"), nothing), Task(second, nothing)]
    assert side_by_side(tasks) == ["first", "second"]


def test_more_tasks_than_are_done_at_once_are_all_done() -> None:
    numbers = range(3 * AT_ONCE)
    assert side_by_side([Task(number.__int__, nothing) for number in numbers]) == list(numbers)


def test_one_task_needs_no_thread() -> None:
    (where,) = side_by_side([Task(threading.get_ident, nothing)])
    assert where == threading.get_ident()


def test_an_error_stops_the_others_and_is_told() -> None:
    stopped, begun = Event(), list[str]()

    def wrong() -> str:
        raise Odd

    def never() -> str:
        begun.append("never")
        return ""

    before = threading.active_count()
    tasks = [Task(waiting(stopped, ""), stopped.set), Task(wrong, nothing)]
    with pytest.raises(Odd):
        side_by_side([*tasks, *(Task(never, nothing) for _ in range(50))])
    assert stopped.is_set()
    assert threading.active_count() == before
    assert begun == []  # those that had not begun never do


def test_one_that_does_not_stop_at_once_is_told_again() -> None:
    told, enough = list[int](), Event()

    def stop() -> None:
        told.append(1)
        if len(told) == 3:
            enough.set()

    def wrong() -> str:
        raise Odd

    with pytest.raises(Odd):
        side_by_side([Task(waiting(enough, ""), stop), Task(wrong, nothing)])
    assert len(told) >= 3


def test_whoever_interrupts_stops_all() -> None:
    one, other = Event(), Event()

    def interrupted() -> str:
        interrupt_main()
        return waiting(other, "")()

    before = {*threading.enumerate()}
    with pytest.raises(KeyboardInterrupt):
        side_by_side([Task(waiting(one, ""), one.set), Task(interrupted, other.set)])
    assert one.is_set() and other.is_set()
    # A pool that is interrupted just as it begins a thread does not know of that one: it has
    # nothing to do, and ends by itself.
    for thread in {*threading.enumerate()} - before:
        thread.join(20)
    assert {*threading.enumerate()} == before

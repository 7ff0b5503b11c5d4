"""In which month something falls due, by the ladders that a store counted."""

from __future__ import annotations

from datetime import date

from gestand.core.proving.coming import MONTHS, by_month, first_days


def test_the_first_month_begins_today_and_the_others_on_their_first_day() -> None:
    days = first_days(date(2026, 11, 28))
    assert days[:3] == [date(2026, 11, 28), date(2026, 12, 1), date(2027, 1, 1)]
    assert (days[-1], len(days)) == (date(2027, 11, 1), MONTHS + 1)


def test_a_row_counts_once_in_each_month_in_which_something_of_it_falls_due() -> None:
    kinds = {
        (0, 0): 100,  # nothing falls due
        (1, 0): 50,  # something is over today, and falls due no more
        (2, 2): 3,  # two groups of cells of one row, in the first month
        (2, 13): 2,  # one in the first month, the other in the last
        (1, 4): 7,
    }
    assert by_month(kinds) == [5, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 2]

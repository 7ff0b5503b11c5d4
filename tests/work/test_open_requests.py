"""The list of open requests, by their rows alone: the same as by all that happened to them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gestand.core.request import What
from gestand.core.rights_due import Alarm, stand
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.work.open_requests import PAGE, AllTerms, first_and_rest, open_requests
from gestand.work.project import load
from gestand.work.rights import New, take_in
from gestand.work.rights_kept import requests
from tests.linde import build
from tests.work.test_rights import DAY, TERMS, new, ring, settled, then


def test_open_requests_are_listed_by_their_rows_as_by_their_events(tmp_path: Path) -> None:
    terms = AllTerms(load(build(tmp_path, "")), TERMS.zone, "nl")
    with ring(tmp_path) as keyring:
        for number in range(28):
            day = DAY - timedelta(days=number % 14 * 3)
            take_in(keyring, New(day, "letter", [*Right]), DAY)
        (seen,) = new(keyring, Right.ERASURE, day=DAY - timedelta(days=8))
        then(keyring, settled(keyring, seen), What.EXTEND, reason="complex")
        (gone,) = new(keyring, Right.ACCESS)
        then(keyring, gone, What.WITHDRAW)
        state = keyring.journal.state
        found = open_requests(state, terms, DAY)
        every = [kept for kept in requests(state).values() if kept.request.is_open]

    def urgency(number: int) -> tuple[object, ...]:
        request = by_number[number].request
        how = stand(request, DAY, terms.on(request.clock_from))
        first = 0 if how.alarm is Alarm.OVERDUE else 1 if how.alarm.is_pressing else 2
        return first, how.due.strict, number

    by_number = {kept.row.number: kept for kept in every}
    assert (found.number, found.pages) == (len(every), 3) == (225, 3)
    pages = [kept for page in (1, 2, 3) for kept in found.page(page)]
    assert [kept.row.number for kept in pages] == sorted(by_number, key=urgency)
    assert pages == found.all() == [by_number[kept.row.number] for kept in pages]
    first, rest = first_and_rest(found, PAGE)
    assert [row for row, _ in first] == [kept.row for kept in pages[:PAGE]]
    assert len(first) + rest.total() == len(every)
    with pytest.raises(CannotRun, match="there is no page 4: the open requests take 3"):
        found.page(4)

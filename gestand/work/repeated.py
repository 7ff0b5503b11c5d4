"""A question of a program that is sent twice under one key changes something once.

The answer is kept in the transaction in which what was asked is done. Key and question stand in own
records as keyed digests; the answer names nobody.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gestand.errors import GestandError
from gestand.records.base import News
from gestand.records.kept import Taken
from gestand.records.repeated import Row
from gestand.work.keyring import Keyring
from gestand.work.rights import ChangedMeanwhile
from gestand.work.state import State

KEPT = timedelta(days=30)
"""For how long an answer is kept."""


class OtherQuestion(GestandError):
    """Something else was asked under this key."""


@dataclass(frozen=True)
class Asked:
    """A question of a program under a key of its own; `question` is all that was sent."""

    program: int
    key: str
    question: bytes

    def digests(self, state: State) -> tuple[str, str]:
        """Return by what the key and the question are known again."""
        return (
            state.digest("key of a program", self.program, self.key),
            state.digest("question of a program", self.program, self.question),
        )


def answered(state: State, asked: Asked) -> tuple[int, Any] | None:
    """Return status and answer of the same question; None where none was asked under this key.

    Raises OtherQuestion where another one was.
    """
    key, question = asked.digests(state)
    with state.repeated() as records:
        found = records.under(key)
    if found is None:
        return None
    if not hmac.compare_digest(found.question, question):
        message = "another question was sent under this key: take a new one"
        raise OtherQuestion(message)
    return found.status, json.loads(found.told)


def once(
    keyring: Keyring,
    asked: Asked | None,
    today: date,
    do: Callable[[list[News]], tuple[int, Any]],
) -> tuple[int, Any]:
    """Do something within one transaction, keep its answer, and return that.

    Raises ChangedMeanwhile where the same was asked by another program at the same moment.
    """
    state = keyring.journal.state
    with keyring.journal.recording() as news:
        status, told = do(news)
        if asked is not None:
            _keep(state, Row(*asked.digests(state), status, json.dumps(told), today.isoformat()))
    return status, told


def _keep(state: State, row: Row) -> None:
    with state.repeated() as records:
        records.forget((date.fromisoformat(row.day) - KEPT).isoformat())
        try:
            records.keep(row)
        except Taken as error:
            message = "the same is asked by another program just now: look again"
            raise ChangedMeanwhile(message) from error

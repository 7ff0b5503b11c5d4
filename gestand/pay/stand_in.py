"""What stands in for a provider while everything is made up: nothing is paid.

Each payment is a file of its own, so that it is still known after a start. A payment that nobody
paid within an hour lapses, as with a provider. It holds an amount and the number of an order.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock

from gestand.errors import CannotRun
from gestand.pay.base import Found, Started, State, Wanted

LIFE = timedelta(hours=1)
_REFERENCE = re.compile(r"trial_[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True)
class Trial:
    """A payment as its page shows it: what is found of it, and where one goes when it is done."""

    found: Found
    back: str


class StandIn:
    """Takes payments by which nothing is paid.

    `page` returns the address of the page of a payment, by its language and reference.
    """

    def __init__(
        self, folder: Path, page: Callable[[str, str], str], now: Callable[[], datetime]
    ) -> None:
        self._folder, self._page, self._now = folder, page, now
        self._one_at_a_time = Lock()

    @property
    def origin(self) -> str:
        """It stands on this website."""
        return ""

    def start(self, wanted: Wanted) -> Started:
        """Start a payment."""
        reference = f"trial_{token_hex(16)}"
        self._write(reference, {
            "cents": wanted.cents, "number": wanted.number, "back": wanted.back,
            "state": State.OPEN.value, "until": (self._now() + LIFE).isoformat(),
        })
        return Started(reference, self._page(wanted.language, reference))

    def found(self, reference: str) -> Found:
        """Return how far a payment is; CannotRun for one that is not known."""
        trial = self.trial(reference)
        if trial is None:
            message = "the stand-in does not know this payment: was its folder removed?"
            raise CannotRun(message)
        return trial.found

    def trial(self, reference: str) -> Trial | None:
        """Return what the page of a payment shows; None where there is none."""
        told = self._read(reference)
        if told is None:
            return None
        state = State(told["state"])
        if state is State.OPEN and self._now() >= datetime.fromisoformat(str(told["until"])):
            state = State.LAPSED
        found = Found(state, int(told["cents"]), str(told["number"]))
        return Trial(found, str(told["back"]))

    def settle(self, reference: str, *, paid: bool) -> Trial | None:
        """Pay, or do not: what is not open any more stays as it is. None where there is none."""
        with self._one_at_a_time:
            trial, told = self.trial(reference), self._read(reference)
            if trial is not None and told is not None and trial.found.state is State.OPEN:
                state = State.PAID if paid else State.LAPSED
                self._write(reference, {**told, "state": state.value})
            return self.trial(reference)

    def _path(self, reference: str) -> Path:
        return self._folder / f"{reference}.json"

    def _read(self, reference: str) -> dict[str, str | int] | None:
        if not _REFERENCE.fullmatch(reference):
            return None
        try:
            told: dict[str, str | int] = json.loads(self._path(reference).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise CannotRun(_unreadable(self._folder, error)) from error
        return told

    def _write(self, reference: str, told: dict[str, str | int]) -> None:
        beside = self._folder / f"{reference}.{token_hex(4)}.new"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path(reference))
        except OSError as error:
            raise CannotRun(_unreadable(self._folder, error)) from error


def _unreadable(folder: Path, error: Exception) -> str:
    return f"{folder}, where the stand-in keeps payments, cannot be used: {type(error).__name__}"

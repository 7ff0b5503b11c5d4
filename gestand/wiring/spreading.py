"""Finds what hands runs to other machines: who installs Gestand alone has nothing for it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from gestand.errors import CannotRun
from gestand.settings import broker
from gestand.spread.base import Queue, Worker
from gestand.work.state import State

_NEEDED = ("amqp", "billiard", "celery", "kombu", "redis", "vine")


def queue_of(state: State) -> Queue:
    """Return the queue of an organisation; CannotRun where no broker is named.

    It has a name that nobody guesses who has not the key of the organisation, and that says
    nothing: several organisations may share a broker.
    """
    return Queue(broker(), f"gestand-{state.digest('queue of runs')[:16]}")


def send(queue: Queue, names: Iterable[str]) -> None:
    """Hand runs to whichever worker comes first; with none only look whether the broker is there.

    Raises CannotRun where it is not, or where what talks to it is not installed.
    """
    _spread().send(queue, names)


def serve(queue: Queue, worker: Worker) -> int:
    """Take runs until somebody stops this program, and return its exit code.

    Raises CannotRun as `send` does.
    """
    code: int = _spread().serve(queue, worker)
    return code


def _spread() -> ModuleType:
    try:
        return import_module("gestand.spread.by_celery")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        message = "what hands runs to workers is not installed: `pip install 'gestand[cluster]'`"
        raise CannotRun(message) from error

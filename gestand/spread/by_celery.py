"""Hands the names of runs to workers by Celery, over RabbitMQ or Redis, and lets workers take them.

A message holds the name of a run and nothing else. It is acknowledged once the run is through, so
a broker gives the message of a worker that died to another one. One that comes twice, late or
never does no harm: what a run is and how far it has come stands in own records alone.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from typing import Any

from celery import Celery, bootsteps
from celery.signals import setup_logging
from kombu.exceptions import KombuError

from gestand.errors import CannotRun
from gestand.spread.base import Queue, Worker

_RUN, _LOOK = "gestand.run", "gestand.look"
_SECONDS = 5
"""How long the connection to a broker may take."""


def send(queue: Queue, names: Iterable[str]) -> None:
    """Hand runs to whichever worker comes first; CannotRun where the broker is not there."""
    app = _app(queue)
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=_SECONDS)
            _send(app, names, connection=connection, retry=False)
    except (KombuError, OSError) as error:
        # What it says may show the URL.
        message = "the broker at GESTAND_BROKER cannot be reached: does it run, is the URL right?"
        raise CannotRun(message) from error


def serve(queue: Queue, worker: Worker) -> int:
    """Take runs until somebody stops this program, and return its exit code.

    Raises CannotRun where the broker is not there at the start; later it is waited for.
    """
    send(queue, ())
    app = _app(queue)
    _let_it_carry(app, worker)
    app.steps["consumer"].add(_looking_again(app, worker))
    setup_logging.connect(_say_nothing)
    with warnings.catch_warnings():
        # It warns of root because of pickle, which is not read here.
        warnings.simplefilter("ignore")
        serving = app.Worker(
            queues=[queue.name], concurrency=worker.processes, pool="prefork",
            loglevel="CRITICAL", without_gossip=True, without_mingle=True, without_heartbeat=True,
            quiet=True,
        )  # fmt: skip
        serving.start()
    return int(serving.exitcode or 0)


def _app(queue: Queue) -> Any:
    app = Celery("gestand", broker=queue.url, set_as_current=False)
    app.conf.update(
        accept_content=["json"], task_serializer="json", task_default_queue=queue.name,
        task_ignore_result=True,
        # A worker that holds messages back keeps runs from others.
        worker_prefetch_multiplier=1,
        # Who reaches the broker may hand a run over, and stop no worker.
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False, worker_redirect_stdouts=False,
        broker_connection_timeout=_SECONDS, broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        worker_cancel_long_running_tasks_on_connection_loss=False,
    )  # fmt: skip
    return app


def _send(app: Any, names: Iterable[str], **how: Any) -> None:
    for name in names:
        app.send_task(_RUN, args=[name], **how)


def _let_it_carry(app: Any, worker: Worker) -> None:
    def run(name: str) -> None:
        worker.carry(name)

    def look() -> None:
        # What nobody takes before the next look is named again then: so each is there once.
        _send(app, worker.due(), expires=worker.every)

    app.task(name=_RUN, acks_late=True, reject_on_worker_lost=True)(run)
    app.task(name=_LOOK)(look)


def _looking_again(app: Any, worker: Worker) -> type:
    """Return what asks for a look at once and every so many seconds, while there is a broker."""

    class LookingAgain(bootsteps.StartStopStep):  # type: ignore[misc]  # it comes without types
        requires = ("celery.worker.consumer.tasks:Tasks",)
        timer: Any = None

        def start(self, parent: Any) -> None:
            worker.tell("takes runs")
            _ask(app, worker.every)
            self.timer = parent.timer.call_repeatedly(worker.every, _ask, (app, worker.every))

        def stop(self, _parent: Any) -> None:
            if self.timer is not None:
                worker.tell("takes no runs now")
                self.timer.cancel()
                self.timer = None

    return LookingAgain


def _ask(app: Any, every: int) -> None:
    """Ask for a look; where the broker is gone the worker finds that out, and comes back."""
    try:
        app.send_task(_LOOK, expires=every, retry=False)
    except (KombuError, OSError):
        return


def _say_nothing(**_settings: Any) -> None:
    """Keep Celery from writing: the URL of a broker stands in what it says."""
    for name in ("celery", "kombu", "amqp", "multiprocessing"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False

"""`gestand worker`: carry out runs that are handed out, beside other workers on other machines."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from gestand.core.counting import counted
from gestand.core.daily import Duty
from gestand.errors import CannotRun
from gestand.settings import now, today
from gestand.spread.base import Worker
from gestand.surfaces.cli.duties import ALSO, SAID, carried_out, chosen_duties, known_duties
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.cli.queued import carry_out_listed
from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import quietly
from gestand.wiring.recording import keyring_in
from gestand.wiring.spreading import queue_of, send, serve
from gestand.wiring.tracing import trace
from gestand.work.durable import Stopped, Work, taken
from gestand.work.durable import again as take_again
from gestand.work.fence import fence
from gestand.work.heads import Heads
from gestand.work.keyring import Keyring
from gestand.work.project import Project, load
from gestand.work.runs import begin_day, carry_out_day, due, is_day, name_of_day, was_done

_ASKED = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
"""The signals by which somebody stops what runs, as with a whole service."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--today", "begins", is_flag=True, help="Hand out the work of today; carry out none.")
@click.option(
    "--again",
    metavar="RUN",
    help="Let a run be taken again that waits, since it stopped each worker; carry out none.",
)
@click.option(
    "--at", metavar="HH:MM", help="Begin the work of each day by then, where nobody did."
)
@click.option(
    "--also",
    multiple=True,
    type=click.Choice(ALSO),
    help="Let the work of a day do this too: it reaches beyond your own systems.",
)
@click.option(
    "--processes", default=1, show_default=True, type=click.IntRange(1, 64),
    help="How many runs are carried out here at once.",
)
@click.option(
    "--every", default=60, show_default=True, type=click.IntRange(1, 3600), metavar="SECONDS",
    help="How often to look which runs nobody carries out.",
)
@plainly
def command(
    directory: Path, again: str | None, at: str | None, also: tuple[str, ...], processes: int,
    every: int, *, begins: bool,
) -> None:  # fmt: skip
    """Carry out runs that are handed out, until this program is stopped.

    GESTAND_BROKER is the URL of RabbitMQ or Redis, by which workers on several machines hear of
    runs; own records stand in PostgreSQL, and the folder of the organisation on a disk that all of
    them share. A run has one worker at a time. Where that dies another one goes on with it; after
    GESTAND_ATTEMPTS times at the same step it waits for a person, and `gestand alarms` rings.
    """
    trace()
    if at is not None and not _TIME.fullmatch(at):
        message = f"`--at {at}` is no time of the day: write it as 03:30"
        raise CannotRun(message)
    here = Here(directory.resolve(), click.get_current_context(), at, also)
    with here.keyring() as (project, keyring):
        state = keyring.journal.state
        queue = queue_of(state)
        send(queue, ())
        # Looked for before anything is promised to workers: own records of one machine are refused.
        with keyring.journal.ledger.held("looking"):
            pass
        if again is not None:
            take_again(keyring.journal, again)
            send(queue, [again])
            click.echo(f"`{again}` is handed to the workers.")
            return
        if begins:
            day = today(project.zone)
            begun = begin_day(keyring.journal, day, here.names(project), again=True)
    if begins:
        send(queue, [name_of_day(day)])
        how = "is handed to the workers" if begun else "goes on already: the workers hear it again"
        click.echo(f"The work of {day} {how}.")
        return
    sys.exit(serve(queue, Worker(here.carry, here.due, tell, every, processes)))


@dataclass(frozen=True)
class Here:
    """An organisation, and when a worker of it begins the work of a day.

    `context` is that of a command: what is applied is applied by another one of the same table.
    """

    directory: Path
    context: click.Context
    at: str | None = None
    also: tuple[str, ...] = ()

    @contextmanager
    def keyring(self) -> Iterator[tuple[Project, Keyring]]:
        """Read the declaration as it is now, and open own records."""
        project = load(self.directory)
        _, datamap = project.declared()
        with keyring_in(Heads.of(project.root, datamap.records), datamap.records) as keyring:
            yield project, keyring

    def names(self, project: Project) -> list[str]:
        """Return the names of what the work of a day consists of."""
        return [duty.name for duty in chosen_duties(known_duties(project), (), self.also)]

    def due(self) -> list[str]:
        """Return the names of the runs that are due; the work of a day is begun where it is due."""
        found: list[str] = []
        quietly(lambda: found.extend(self._due()), tell)
        return found

    def carry(self, name: str) -> None:
        """Carry out a run, if nobody else has it; what could not be done is told, and comes again.
        """
        with self.context.scope(cleanup=False):
            quietly(partial(self._carry, name), tell)

    def _due(self) -> list[str]:
        with self.keyring() as (project, keyring):
            state, day = keyring.journal.state, today(project.zone)
            hour = f"{now().astimezone(ZoneInfo(project.zone)):%H:%M}"
            if self.at is not None and hour >= self.at and not was_done(state, day):
                begin_day(keyring.journal, day, self.names(project))
            return due(state)

    def _carry(self, name: str) -> None:
        with self.keyring() as (project, keyring), taken(keyring.journal, name) as work:
            if work is None:
                return
            tell(f"{work.name}: begins, or goes on")
            if is_day(work.name):
                self._day(project, keyring, work)
                return
            for what, number in carry_out_listed(keyring, project, work).items():
                tell(f"{work.name}: {counted(number, 'request')} {what}")

    def _day(self, project: Project, keyring: Keyring, work: Work) -> None:
        do = {duty.name: self._doing(duty) for duty in known_duties(project)}
        for name, code in carry_out_day(keyring.journal, work, do).items():
            tell(f"{work.name}: {name} {'left out' if code is None else SAID.get(code, code)}")

    def _doing(self, duty: Duty) -> Callable[[], int | None]:
        def do() -> int | None:
            run = fence()
            if duty.left_out or run is None:
                return None
            code = carried_out(duty, self.directory, more=run.environment)
            if code < 0:
                message = f"{duty.name} was stopped ({code}): it comes again"
                raise (CannotRun if -code in _ASKED else Stopped)(message)
            return code

        return do

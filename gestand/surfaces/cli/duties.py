"""How duties of a day are chosen and done, by whichever command has them done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from gestand.core.daily import Duty, duties, on_request
from gestand.errors import CannotRun
from gestand.settings import clock, environment_with
from gestand.surfaces.cli.edge import BRAKED, COULD_NOT_RUN, DONE
from gestand.surfaces.log import note
from gestand.work.project import Project

SAID = {
    DONE: "done",
    BRAKED: "asks for a person",
    COULD_NOT_RUN: "could not run",
}
ALSO = tuple(duty.name for duty in on_request())
_NOTHING: Mapping[str, str] = {}


def known_duties(project: Project) -> list[Duty]:
    """Return every duty of an organisation, with those that are done where somebody asks."""
    every = duties(*project.declared(), promises=bool(project.statements))
    return [*every, *on_request()]


def chosen_duties(known: list[Duty], only: tuple[str, ...], also: tuple[str, ...]) -> list[Duty]:
    """Return what is to be done, in its order; CannotRun where a name is none of a duty."""
    names = [duty.name for duty in known]
    for name in only:
        if name not in names:
            message = f"`{name}` is no duty: there are {', '.join(names)}"
            raise CannotRun(message)
    wanted = {*only} if only else {name for name in names if name not in ALSO} | {*also}
    # The alarms tell of what the others left: they stand last, whatever was asked for as well.
    return sorted((d for d in known if d.name in wanted), key=lambda d: d.name == "alarms")


def carried_out(
    duty: Duty, directory: Path, *, aside: bool = False, more: Mapping[str, str] = _NOTHING
) -> int:
    """Do one duty in a process of its own, and return its exit code.

    What it prints comes `aside`; its environment has some variables `more`.
    """
    begun = clock()
    # Nobody is there to answer: what would ask a person ends, and says so.
    done = subprocess.run(
        [sys.executable, "-m", "gestand", *duty.command, str(directory)],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr if aside else None,
        env=environment_with(more),
    )
    said = SAID.get(done.returncode, "was stopped")
    seconds = round(clock() - begun, 3)
    note("duty", duty=duty.name, exit=done.returncode, said=said, seconds=seconds)
    return done.returncode

"""The outer edge of every command: errors become one plain line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from gestand.errors import CannotRun, GestandError
from gestand.settings import wants_traceback
from gestand.surfaces.cli.screen import shown_plainly
from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import where
from gestand.work.company import NotClean

Parameters = ParamSpec("Parameters")

DONE, BRAKED, COULD_NOT_RUN = 0, 1, 2
FORESEEN = (GestandError, click.Abort, KeyboardInterrupt)


def plainly(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Wrap a command so that no traceback ever reaches a person."""

    @wraps(command)
    def edge(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        with shown_plainly():
            carried_out(*args, **kwargs)

    def carried_out(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (BrokenPipeError, click.ClickException, click.exceptions.Exit):
            raise
        except (Exception, KeyboardInterrupt) as error:
            if wants_traceback() and not isinstance(error, FORESEEN):
                raise
            sys.exit(_tell(error))

    return edge


def _interrupted(error: BaseException | None) -> bool:
    """Tell whether somebody stopped the run, though tidying up failed upon it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _tell(error: BaseException) -> int:
    """Say in plain words what went wrong, and return the exit code."""
    if isinstance(error, NotClean):
        for finding in error.findings:
            click.echo(str(finding), err=True)
    if isinstance(error, GestandError):
        tell(str(error))
        return COULD_NOT_RUN if isinstance(error, CannotRun | NotClean) else BRAKED
    if isinstance(error, click.Abort):
        tell("not confirmed; nothing has been changed")
        return BRAKED
    if _interrupted(error):
        click.echo("\ngestand: stopped; run the same command again to go on", err=True)
        return COULD_NOT_RUN
    tell(f"an error that should not happen ({where(error)})")
    click.echo("  set GESTAND_TRACEBACK=1 and run again to see how it came to that", err=True)
    return COULD_NOT_RUN

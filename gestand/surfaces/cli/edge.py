"""The outer edge of every command: errors become one plain line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from gestand.errors import CannotRun, GestandError
from gestand.settings import wants_traceback
from gestand.work.company import NotClean

Parameters = ParamSpec("Parameters")

DONE, BRAKED, COULD_NOT_RUN = 0, 1, 2


def plainly(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Wrap a command so that no traceback ever reaches a person."""

    @wraps(command)
    def edge(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except NotClean as error:
            for finding in error.findings:
                click.echo(str(finding), err=True)
            click.echo(f"gestand: {error}", err=True)
            sys.exit(COULD_NOT_RUN)
        except CannotRun as error:
            click.echo(f"gestand: {error}", err=True)
            sys.exit(COULD_NOT_RUN)
        except GestandError as error:
            click.echo(f"gestand: {error}", err=True)
            sys.exit(BRAKED)
        except KeyboardInterrupt:
            click.echo("\ngestand: stopped; run the same command again to go on", err=True)
            sys.exit(COULD_NOT_RUN)
        except Exception as error:
            if wants_traceback():
                raise
            kind = type(error).__name__
            click.echo(f"gestand: an error that should not happen ({kind})", err=True)
            click.echo("  set GESTAND_TRACEBACK=1 and run again to see where", err=True)
            sys.exit(COULD_NOT_RUN)

    return edge

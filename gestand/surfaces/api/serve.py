"""`gestand serve`: answer programs of the organisation over HTTP."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from socket import create_server as listening_at
from socket import socket

import click
from waitress.server import create_server

from gestand.errors import CannotRun
from gestand.settings import api_token
from gestand.surfaces.api.application import LARGEST, Application
from gestand.surfaces.cli.edge import plainly
from gestand.wiring import open_company
from gestand.work.permissions import Permissions

_SHORTEST = 20


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--listen",
    default="127.0.0.1:8731",
    show_default=True,
    metavar="HOST:PORT",
    help="Where to listen: elsewhere than on this machine only behind a proxy with TLS.",
)
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many questions are answered at the same time.",
)
@plainly
def command(directory: Path, listen: str, threads: int) -> None:
    """Answer `POST /api/v1/may`: may a purpose use a category of data about somebody?

    The body is `{"person": "customer:17", "purpose": "service", "category": "email"}`, or a list of
    these, and the answer says `may`, and because of what. Whoever asks sends the token in the
    environment variable GESTAND_API_TOKEN as `Authorization: Bearer TOKEN`. What people say counts
    at once; start it again after a change of the policy or the data map.
    """
    token = api_token()
    if len(token) < _SHORTEST:
        message = (
            f"GESTAND_API_TOKEN is not set, or has less than {_SHORTEST} characters: make one with "
            "`openssl rand -hex 32`"
        )
        raise CannotRun(message)
    company = open_company(directory)
    permissions = Permissions(company, again=partial(open_company, directory))
    application = Application(permissions, token)
    with _listening(listen) as place:
        server = create_server(
            application,
            sockets=[place],
            threads=threads,
            max_request_body_size=LARGEST,
            ident=None,
        )
        host, port = place.getsockname()[:2]
        shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        click.echo(f"Listening on http://{shown}/api/v1/may. Ctrl-C stops it.")
        server.run()


def _listening(listen: str) -> socket:
    """Take the place to listen at; CannotRun where that cannot be."""
    host, _, port = listen.rpartition(":")
    try:
        return listening_at((host.strip("[]"), int(port)))
    except (OSError, ValueError, OverflowError) as error:
        message = f"cannot listen on {listen}: choose another place with --listen HOST:PORT"
        raise CannotRun(message) from error

"""`gestand serve`: answer programs of the organisation over HTTP."""

from __future__ import annotations

from pathlib import Path
from socket import create_server as listening_at
from socket import socket
from typing import Any

import click

from gestand.errors import CannotRun
from gestand.settings import api_token, clock, hand_over_token, now
from gestand.surfaces.api.application import LARGEST, Application, Arrivals
from gestand.surfaces.api.door import Door
from gestand.surfaces.api.office import Office
from gestand.surfaces.api.routes import route_named
from gestand.surfaces.api.telling import told_on
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.listening import end_when_asked, server_at
from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import kindly
from gestand.surfaces.watching import WATCH, Tally, counted, place_to_watch, watch_at, watch_of
from gestand.wiring import Opener
from gestand.wiring.handing import telling
from gestand.wiring.recording import journal_of
from gestand.wiring.tracing import trace
from gestand.work.company import Company, kept_open
from gestand.work.hooks import Door as Telling
from gestand.work.permissions import Permissions
from gestand.work.project import load
from gestand.work.taking_in import LARGEST as LARGEST_PACKAGE
from gestand.work.taking_in import Door as PackageDoor
from gestand.work.taking_in import senders_in, take_in
from gestand.work.tokens import tokens

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
@click.option(
    "--senders",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take in packages of these controllers at /api/v1/hand-over: each line is a public key, a "
    "space and a name. They send the token in GESTAND_HAND_OVER_TOKEN.",
)
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@WATCH
@plainly
def command(directory: Path, listen: str, threads: int, country: str, **typed: Any) -> None:
    """Answer what programs of the organisation ask, by the table at `/openapi.json`.

    `POST /api/v1/may` tells whether a purpose may use a category of data about somebody. Beside it
    programs do what officers do on their pages: take requests in, decide for somebody, carry out,
    write letters, publish, keep registers and see what falls due. Whoever asks sends a token as
    `Authorization: Bearer TOKEN`: one that `gestand token` made, for what its scopes name, or the
    one in the environment variable GESTAND_API_TOKEN, for `may` alone. What people say counts at
    once; start it again after a change of the policy or the data map.
    """
    trace()
    token = api_token()
    opened = Opener(directory)
    company = opened()
    _refuse_without_token(company, token)
    permissions = Permissions(company, again=opened)
    office = Office(directory, load(directory), permissions, opened, country.lower())
    arrivals = _arrivals(company, typed["senders"]) if typed["senders"] else None
    door = Door(company.state, token, office.keyring, clock)
    application, tally = Application(office, door, tell, arrivals), Tally("api", now().timestamp())
    answers = counted(kindly(application, application.failed, tell), tally, route_named)
    with _listening(listen) as place:
        if typed["watch"]:
            watched, alone = place_to_watch(typed["watch"])
            watch_at(watched, watch_of(office.project, country.lower(), tally, alone=alone))
        server = server_at(
            place,
            answers,
            threads=threads,
            max_request_body_size=2 * LARGEST if arrivals is None else LARGEST_PACKAGE,
        )
        host, port = place.getsockname()[:2]
        shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        end_when_asked()  # what was counted is kept
        click.echo(f"Listening on http://{shown}/api/v1/may. Ctrl-C stops it.")
        _, datamap = office.project.declared()
        outside = Telling(company.state, office.keyring, telling)
        try:
            waiting = kept_open(company.stores.values())  # for who asks next
            with told_on(outside, datamap.webhooks, tell), waiting:
                server.run()
        finally:
            door.write_uses()


def _refuse_without_token(company: Company, token: str) -> None:
    """Refuse to serve nobody, or whoever guesses a short token."""
    if not token and tokens(company.state):
        return
    if len(token) < _SHORTEST:
        message = (
            f"GESTAND_API_TOKEN is not set, or has less than {_SHORTEST} characters: make one with "
            "`openssl rand -hex 32`, or make a token with `gestand token --make NAME`"
        )
        raise CannotRun(message)


def _arrivals(company: Company, senders: Path) -> Arrivals:
    token = hand_over_token()
    if len(token) < _SHORTEST or token == api_token():
        message = (
            f"GESTAND_HAND_OVER_TOKEN has less than {_SHORTEST} characters, or is the other token: "
            "make one with `openssl rand -hex 32`"
        )
        raise CannotRun(message)
    door = PackageDoor(company.policy.controller.name, senders_in(senders))

    def take(package: bytes) -> dict[str, object]:
        with journal_of(company) as journal:
            return take_in(journal, door, package)

    return Arrivals(take, token)


def _listening(listen: str) -> socket:
    """Take the place to listen at; CannotRun where that cannot be."""
    host, _, port = listen.rpartition(":")
    try:
        return listening_at((host.strip("[]"), int(port)))
    except (OSError, ValueError, OverflowError) as error:
        message = f"cannot listen on {listen}: choose another place with --listen HOST:PORT"
        raise CannotRun(message) from error

"""`gestand web`: the statement, a form to ask for one's data, and the officer's list."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from socket import create_server as listening_at
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import click

from gestand.core.roles import Officer
from gestand.errors import CannotRun, GestandError
from gestand.post.base import Post
from gestand.settings import (
    api_token,
    clock,
    filled_in,
    hand_over_token,
    now,
    today,
    web_token,
)
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.listening import end_when_asked, server_at
from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import kindly
from gestand.surfaces.watching import WATCH, Tally, counted, place_to_watch, watch_at, watch_of
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import LARGEST_WITH_DOCUMENTS, Door
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.page import address, page_named
from gestand.surfaces.web.portal_desk import PortalDesk
from gestand.surfaces.web.portal_words import PORTAL_WORDS
from gestand.surfaces.web.words import WORDS
from gestand.wiring import open_stores
from gestand.wiring.handing import receivers_of
from gestand.wiring.mailing import shown_by
from gestand.wiring.recording import keyring_in
from gestand.wiring.tracing import trace
from gestand.work.company import NotClean, kept_open
from gestand.work.due import the_clock
from gestand.work.heads import Heads
from gestand.work.pages.site import Asks
from gestand.work.project import Project, load
from gestand.work.publish import check_publication

_SHORTEST = 20
_NO_OFFICERS = (
    " Without `privacy/officers.yaml` or GESTAND_WEB_TOKEN there are no pages of an officer."
)
_MUCH = 1_000_000
"""So many bytes, and more where documents are taken: a body beyond that is not read at all."""

_NETLOC = re.compile(r"([a-z0-9_.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--listen", default="127.0.0.1:8732", show_default=True, metavar="HOST:PORT",
    help="Where to listen: elsewhere than on this machine only behind a proxy with TLS.",
)
@click.option(
    "--url", default="", metavar="URL",
    help="Under which address people reach it: https://privacy.example.com. Default: this machine.",
)
@click.option(
    "--proxy", default="", metavar="ADDRESS",
    help="The proxy in front, which tells in X-Forwarded-For who asks: else all ask as one.",
)
@click.option("--country", default="nl", metavar="CODE", help="Whose holidays count. Default: nl.")
@click.option(
    "--threads", default=4, show_default=True, type=click.IntRange(1, 64),
    help="How many people are answered at the same time.",
)
@click.option(
    "--show-codes", is_flag=True,
    help="To try it out on this machine only: show codes to sign in with here, and mail none.",
)
@click.option(
    "--receivers", metavar="FILE", type=click.Path(path_type=Path),
    help="Let officers hand data over to these controllers: each line is a public key, an address "
    "and a name. The token that they gave you is in GESTAND_HAND_OVER_TOKEN.",
)
@WATCH
@plainly
def command(directory: Path, **typed: Any) -> None:
    """Show the statement to everybody, take in what people ask, and show an officer what is open.

    What people ask becomes a request whose person is not settled, with their words encrypted: that
    needs a master key. The officer's pages are there when GESTAND_WEB_TOKEN is set, and whoever
    types it reads them; with `privacy/officers.yaml` each officer has a token, and acts as well.
    Start it again after a change of the policy, the data map, the officers or the statement.
    """
    trace()
    token = _token()
    office = office_of(directory, typed["country"].lower())
    office.at_most(max(1, typed["threads"] - 1))
    office.receivers = receivers_of(typed["receivers"])
    officers = officers_of(office.project)
    if office.project.officers is not None:
        token = ""  # one token for everybody would tell nobody who looked
    with _listening(typed["listen"]) as place:
        host, port = place.getsockname()[:2]
        origins = _origins(typed["url"], host, port)
        door = Door(origins, token, clock, tell, officers)
        if typed["show_codes"]:
            office.post = _shown_here(typed["url"], typed["listen"])
            office.asks = _asks(office)
        proxy = {"trusted_proxy": typed["proxy"], "trusted_proxy_headers": "x-forwarded-for"}
        application = Application(office, door)
        _try_forms(office, door)
        tally = Tally("web", now().timestamp())
        answers = counted(kindly(application, application.failed, tell), tally, page_named)
        if typed["watch"]:
            watched, alone = place_to_watch(typed["watch"])
            watch_at(watched, watch_of(office.project, office.country, tally, alone=alone))
        server = server_at(
            place, answers, threads=typed["threads"],
            max_request_body_size=_much(office), clear_untrusted_proxy_headers=True,
            **(proxy if typed["proxy"] else {}),
        )
        shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        officer = "" if door.has_officers else _NO_OFFICERS
        end_when_asked()
        click.echo(f"Listening on http://{shown}/.{officer} Ctrl-C stops it.")
        sys.stdout.flush()
        with kept_open(open_stores(office.project.datamap, office.project.root)[0].values()):
            server.run()


def _shown_here(url: str, listen: str) -> Post:
    """Return what shows codes instead of mailing them; CannotRun where others can come in."""
    if url or listen.rpartition(":")[0].strip("[]") not in _LOOPBACK:
        message = "--show-codes is for this machine only: leave --url out, and listen on 127.0.0.1"
        raise CannotRun(message)
    return shown_by(lambda text: click.echo(text, err=True))


def _much(office: Office) -> int:
    """Return after how many bytes not even a page says that it is too much."""
    tables = office.project.datamap.tables.values() if office.project.datamap else ()
    takes = any(form.documents for table in tables for form in table.forms)
    return LARGEST_WITH_DOCUMENTS + _MUCH if takes else _MUCH


def _try_forms(office: Office, door: Door) -> None:
    """Say at once which form cannot be used; the statement is shown all the same."""
    try:
        office.forms()
    except GestandError as error:
        door.tell(f"no form can be used: {error}")


def _token() -> str:
    token = web_token()
    if token and (len(token) < _SHORTEST or token in (api_token(), hand_over_token())):
        message = (
            f"GESTAND_WEB_TOKEN has less than {_SHORTEST} characters, or is another token: make "
            "one with `openssl rand -hex 32`"
        )
        raise CannotRun(message)
    return token


def officers_of(project: Project) -> list[tuple[Officer, str]]:
    """Return the officers with their tokens; CannotRun where one is not set, or cannot count."""
    found: list[tuple[Officer, str]] = []
    taken = {api_token(), hand_over_token(), web_token()}
    for officer in project.officers or ():
        token = filled_in(officer.token).strip()
        if len(token) < _SHORTEST or token in taken:
            message = (
                f"{officer.token[2:-1]} has less than {_SHORTEST} characters, or is another token: "
                "make one with `openssl rand -hex 32`"
            )
            raise CannotRun(message)
        taken.add(token)
        found.append((officer, token))
    return found


def office_of(directory: Path, country: str) -> Office:
    """Return the organisation; NotClean where its statement cannot be published."""
    project = load(directory)
    findings = check_publication(project, today(project.zone))
    if findings or project.policy is None or project.datamap is None:
        raise NotClean(findings, unreadable=project.unreadable)
    the_clock(country)
    records = project.datamap.records
    with keyring_in(Heads.of(project.root, records), records) as keyring:
        if keyring.master is None:
            message = (
                "what people write is kept encrypted, and the data map names no master key: add "
                "`key:` to `records:`, and run `gestand keys --make`"
            )
            raise CannotRun(message)
        keyring.ready()
    office = Office(project, project.policy, records, {}, country)
    office.asks = _asks(office)
    return office


def _asks(office: Office) -> Asks:
    """Return what the statement leads to: the form, and one's own data where codes can be sent."""
    found = {one: [(address(one, "ask"), WORDS[one]["ask link"])] for one in office.languages}
    if PortalDesk(office).is_open:
        for one, links in found.items():
            links.insert(0, (address(one, "mine"), PORTAL_WORDS[one]["mine"]))
    return found


def _origins(url: str, host: str, port: int) -> frozenset[str]:
    """Return from where forms may be sent; CannotRun where nobody can tell."""
    if not url and host in _LOOPBACK:
        return frozenset(f"http://{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    parts = urlsplit(url)
    known = _NETLOC.fullmatch(parts.netloc.lower())
    if parts.scheme not in ("http", "https") or not known or parts.path not in ("", "/"):
        message = (
            "under which address do people reach it? `--url https://privacy.example.com`, without "
            "a path"
        )
        raise CannotRun(message)
    return frozenset({f"{parts.scheme}://{parts.netloc.lower()}"})


def _listening(listen: str) -> socket:
    """Take the place to listen at; CannotRun where that cannot be."""
    host, _, port = listen.rpartition(":")
    try:
        return listening_at((host.strip("[]"), int(port)))
    except (OSError, ValueError, OverflowError) as error:
        message = f"cannot listen on {listen}: choose another place with --listen HOST:PORT"
        raise CannotRun(message) from error

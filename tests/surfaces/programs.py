"""A program that asks the API, without a server between: the same bytes, in this process."""

from __future__ import annotations

import io
import json
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from gestand.core.programs import SCOPES
from gestand.surfaces.api.application import Application
from gestand.surfaces.api.door import Door
from gestand.surfaces.api.office import Office
from gestand.wiring import open_company
from gestand.work.permissions import Permissions
from gestand.work.project import load
from tests.linde import build
from tests.surfaces.commands import gestand
from tests.undoing import key_in

ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06', NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', NULL);
INSERT INTO vacancies VALUES (1, 'sysadmin', '2026-01-01', NULL, NULL, NULL);
INSERT INTO applications (id, vacancy_id, name, email, letter, received_on)
VALUES (5, 1, 'Bo', 'bo@mail.example', 'Dear', '2026-11-01');
"""
KEY = {"datamap": [("datamap: 1\n", "datamap: 1\nrecords: {key: master.key}\n")]}
TOMORROW = (datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=1)).date().isoformat()


@dataclass
class Reply:
    """What a program gets."""

    status: int
    told: Any
    headers: dict[str, str]


@dataclass
class Caller:
    """A program with a token; `heard` is what whoever runs the server is told."""

    folder: Path
    token: str = ""
    own: str = ""
    clock: Any = field(default_factory=lambda: partial(next, count(0.0, 10.0)))
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        opened = partial(open_company, self.folder)
        permissions = Permissions(opened(), again=opened)
        office = Office(self.folder, load(self.folder), permissions, opened)
        door = Door(office.state, self.own, office.keyring, self.clock)
        self.application = Application(office, door, self.heard.append)

    def as_another(self, token: str) -> Caller:
        """Return the same server, asked by whoever has another token."""
        other = copy(self)
        other.token = token
        return other

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        place, _, query = path.partition("?")
        sent = b"" if body is None else body
        sent = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": place, "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(sent)), "wsgi.input": io.BytesIO(sent),
            "HTTP_AUTHORIZATION": f"Bearer {self.token}", "REMOTE_ADDR": "192.0.2.1", **headers,
        }
        got = SimpleNamespace()

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            got.status, got.headers = int(status[:3]), dict(headers)

        text = b"".join(self.application(environ, start))
        return Reply(got.status, json.loads(text) if text else None, got.headers)

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        return self.ask("POST", path, body, **headers)

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)


def linde(folder: Path) -> Path:
    """Lay De Linde down with a customer, an applicant and a master key."""
    built = build(folder, ROWS, KEY)
    key_in(built)
    return built


def token_for(folder: Path, *scopes: str, acts_for: str = "", last: str = TOMORROW) -> str:
    """Make a token as an organisation does."""
    words = [word for scope in scopes or SCOPES for word in ("--scope", scope)]
    words += ["--acts-for", acts_for] if acts_for else []
    told = gestand("token", folder, "--make", "case system", "--last", last, *words)
    assert told.exit_code == 0, told.output
    return str(told.stdout.strip())

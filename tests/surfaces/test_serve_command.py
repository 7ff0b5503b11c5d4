"""`gestand serve`: a real server, asked by a real client."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.linde import build
from tests.surfaces.commands import gestand
from tests.surfaces.programs import token_for

TOKEN = "a-token-of-forty-characters-0123456789ab"  # for this test only
ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@delinde.example', '06', NULL, '2019-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', NULL);
"""
QUESTION = {"person": "customer:1", "purpose": "service", "category": "email"}
FACTS = """facts: 1
recorded:
  - {fact: restriction, who: customer:1, when: 2026-01-01, because: wrong}
"""


@dataclass
class Server:
    """A server that listens, and the folder that it answers for."""

    folder: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes]
    watch: int

    def end(self) -> None:
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0

    def watched(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.watch, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        told = answer.read().decode()
        connection.close()
        return answer.status, told

    def ask(
        self, body: object, *, method: str = "POST", path: str = "/api/v1/may", token: str = TOKEN
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = body if isinstance(body, str) else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        return answer.status, told


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder, port, log = build(tmp_path / "linde", ROWS), free_port(), tmp_path / "log"
    watch = free_port()
    command = [sys.executable, "-m", "gestand", "serve", str(folder), "--listen"]
    environment = {**os.environ, "GESTAND_API_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1"}
    with (
        log.open("wb") as told,
        subprocess.Popen(  # our own program
            [*command, f"127.0.0.1:{port}", "--watch", f"127.0.0.1:{watch}"],
            stdout=subprocess.PIPE, stderr=told, env=environment,
        ) as process,
    ):
        assert process.stdout is not None
        assert b"Listening on" in process.stdout.readline()
        yield Server(folder, port, log, process, watch)
        process.terminate()


def test_programs_are_answered_and_strangers_are_not(server: Server) -> None:
    assert server.ask(QUESTION) == (
        200,
        {"may": True, "use": "whole", "because": "the purpose holds it, and nothing stands "
         "against that"},
    )
    status, many = server.ask([QUESTION, {**QUESTION, "person": "customer:2"}])
    assert (status, [one["may"] for one in many]) == (200, [True, False])
    for token in ("", "wrong", f"{TOKEN}x"):
        status, told = server.ask(QUESTION, token=token)
        assert (status, told["title"]) == (401, "Unauthorized")
    with ThreadPoolExecutor(12) as many:  # that some wait for others is no news
        asked = [many.submit(server.ask, [QUESTION] * 50) for _ in range(24)]
    assert {one.result()[0] for one in asked} == {200}
    assert server.watched("/readyz/records")[0] == 503  # nothing was recorded yet
    counted = token_for(server.folder, "due:read")
    for _ in range(3):
        assert server.ask("", method="GET", path="/api/v1/due", token=counted)[0] == 200
    assert server.ask(QUESTION, token=counted)[0] == 403
    (server.folder / "privacy" / "facts.yaml").write_text(FACTS, "utf-8")
    answers = (server.ask(QUESTION)[1]["use"] for _ in range(10_000))
    assert next(use for use in answers if use != "whole") == "apart"
    assert server.watched("/readyz") == (200, "own records: ok\ndb: ok\n")
    status, told = server.watched("/metrics")
    assert (status, 'surface="api",status="4xx"} 4\n' in told) == (200, True)
    assert server.log.read_text("utf-8") == ""
    server.end()
    assert "used 4 times" in gestand("token", server.folder).stdout


def test_bad_questions_are_problems_and_tell_nothing(server: Server) -> None:
    wrong: list[tuple[object, int]] = [
        ("{", 400),
        ("[" * 100_000, 400),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), 400),
        ({}, 422),
        ("[1]", 422),
        ({**QUESTION, "purpose": "servce"}, 422),
        ({**QUESTION, "category": "nothing"}, 422),
        ({**QUESTION, "person": "customer:ann@delinde.example"}, 422),
        ([QUESTION] * 1001, 422),
    ]
    for body, status in wrong:
        found, told = server.ask(body)
        assert (found, told["status"]) == (status, status), body
        assert "ann@" not in json.dumps(told)
    assert server.ask(QUESTION, method="GET")[0] == 405
    assert server.ask(QUESTION, path="/")[0] == 404
    (server.folder / "db.db").unlink()
    status, told = server.ask({**QUESTION, "purpose": "order"})
    assert (status, told["title"]) == (503, "Service Unavailable")
    assert server.log.read_text("utf-8") == ""


@pytest.mark.parametrize("token", ["", "short"])
def test_without_a_token_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("GESTAND_API_TOKEN", token)
    told = gestand("serve", build(tmp_path / "linde", ROWS))
    assert (told.exit_code, "GESTAND_API_TOKEN" in told.stderr) == (2, True)


def test_a_place_that_is_taken_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GESTAND_API_TOKEN", TOKEN)
    folder = build(tmp_path / "linde", ROWS)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        for listen in (place, "nowhere"):
            told = gestand("serve", folder, "--listen", listen)
            assert (told.exit_code, "cannot listen on" in told.stderr) == (2, True)

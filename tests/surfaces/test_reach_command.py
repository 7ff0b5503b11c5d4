"""Sites and an address are reached for real, from a handshake to a verdict."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from gestand.core.proving.reaching import HEADERS, Trouble
from gestand.crawl.connection import reached
from gestand.demo.noorderlicht.generate import HERE
from gestand.wiring import open_inspection
from gestand.work.probes import reached as probe
from tests.mailing import PASSWORD, MailServer, certificate, mail_server
from tests.surfaces.commands import gestand
from tests.surfaces.test_mail_command import MAIL
from tests.undoing import key_in


class Pages(BaseHTTPRequestHandler):
    """Answers with one header, or sends whoever comes elsewhere."""

    goes = ""

    def do_GET(self) -> None:
        self.send_response(301 if self.goes else 200)
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.goes:
            self.send_header("Location", self.goes)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def served(cert: tuple[Path, Path] | None = None, goes: str = "") -> Iterator[int]:
    """Serve pages, over TLS where there is a certificate, and give the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("P", (Pages,), {"goes": goes}))
    if cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*cert)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def example(folder: Path) -> Path:
    """Give the declaration of the example company."""
    shutil.copytree(HERE / "privacy", folder / "company" / "privacy")
    return folder / "company"


@contextmanager
def silent() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    yield port


def test_each_way_to_be_reached_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = {name: tmp_path / name for name in ("good", "strange")}
    for folder in folders.values():
        folder.mkdir()
    certs = {name: certificate(folder) for name, folder in folders.items()}
    monkeypatch.setenv("SSL_CERT_FILE", str(certs["good"][0]))
    with ExitStack() as stack:
        good, strange = (stack.enter_context(served(cert)) for cert in certs.values())
        clear = stack.enter_context(served())
        away = stack.enter_context(served(goes=f"https://localhost:{good}/"))
        back = stack.enter_context(served(certs["good"], goes="http://www.example/"))
        odd = stack.enter_context(served(goes="https://[x"))
        nobody = stack.enter_context(silent())
        site = reached(f"https://localhost:{good}/")
        assert (site.trouble, site.tls, site.headers) == (Trouble.NONE, "TLSv1.3", HEADERS[:2])
        assert site.until and timedelta(0) < site.until - datetime.now(UTC) < timedelta(days=1)
        assert reached(f"https://localhost:{strange}/").trouble is Trouble.NOT_TRUSTED
        assert reached(f"https://127.0.0.2:{good}/").trouble is Trouble.NO_ANSWER
        assert reached(f"https://localhost:{nobody}/").trouble is Trouble.NO_ANSWER
        here = reached(f"http://127.0.0.1:{clear}/")
        assert (here.trouble, here.headers) == (Trouble.NONE, HEADERS[1:2])
        sent_on = reached(f"http://127.0.0.1:{away}/")  # to another name, as `www.` is
        assert replace(sent_on, origin=site.origin) == site
        assert sent_on.origin == f"http://127.0.0.1:{away}"
        assert reached(f"https://localhost:{back}/").trouble is Trouble.IN_CLEAR
        assert reached(f"http://localhost:{odd}/").trouble is Trouble.NONE
        assert reached("https://www..example/").trouble is Trouble.NO_ANSWER
        assert reached(f"https://localhost:{clear}/").trouble is Trouble.NO_ANSWER
    folder = example(tmp_path)
    done = gestand("reach", f"https://localhost:{nobody}", folder)
    assert (done.exit_code, "no answer" in done.output) == (2, True)
    (found,) = probe.look(open_inspection(folder))
    assert found.unseen == {f"https://localhost:{nobody}"}
    assert gestand("reach", folder).exit_code == 2
    assert "named by its address" in gestand("reach", "https://[abc", folder).output


def test_mail_that_arrives_and_mail_that_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.cert))
        monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
        folder = example(tmp_path)
        key_in(folder)
        datamap = folder / "privacy" / "datamap.yaml"
        text = datamap.read_text("utf-8") + "\nrecords: {key: master.key}\n"
        datamap.write_text(text + MAIL.format(server.url("ann"), server.box.url), "utf-8")
        server.deliver("ann", b"Auto-Submitted: auto-replied\r\n\r\nAway.\r\n")
        server.box.data = _delivering(server)
        done = gestand("reach", "--mail", folder)
        assert (done.exit_code, "a message arrives" in done.output) == (0, True), done.output
        assert {each.wrong for each in probe.look(open_inspection(folder))} == {0}
        # What is taken in later knows that a program wrote it.
        assert "New requests: 0." in gestand("mail", folder, "--poll").output
        assert gestand("mail", folder).exit_code == 0
        server.box.data = "250 OK"
        done = gestand("reach", "--mail", folder, "--within", "1")
        assert (done.exit_code, "does not arrive" in done.output) == (1, True)
        assert {each.wrong for each in probe.look(open_inspection(folder))} == {1}
        (folder / ".gestand" / "reach.json").write_text('{"reach": 1}', "utf-8")
        assert all(each.unseen for each in probe.look(open_inspection(folder)))


def _delivering(server: MailServer) -> Callable[[], str]:
    def data() -> str:
        server.deliver("ann", server.box.taken[-1])
        return "250 OK"

    return data

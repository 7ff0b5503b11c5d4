"""Real mail servers for tests: aiosmtpd takes letters, Dovecot keeps a mailbox.

Both speak TLS with a certificate of their own, which `SSL_CERT_FILE` makes this system trust.
"""

from __future__ import annotations

import asyncio
import getpass
import grp
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.servers import NOBODY

PASSWORD = "c/orr@ct: horse"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for this machine and its key, and return where they are."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return cert, private


@dataclass
class Letterbox:
    """What a server was given, and how it answers: a code, or "lost" to hang up without one."""

    port: int = 0
    user: str = "privacy"
    to: str = "250 OK"
    data: str | Callable[[], str] = "250 OK"
    taken: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://{self.user}:${{MAIL_PASSWORD}}@localhost:{self.port}"

    def letters(self) -> list[EmailMessage]:
        return [BytesParser(EmailMessage, policy=default).parsebytes(text) for text in self.taken]

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.to.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        self.taken.append(envelope.content)
        answer = self.data if isinstance(self.data, str) else self.data()
        if answer == "lost":
            server.transport.close()
        return answer


def _knows(server: SMTP, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
    right = isinstance(told, LoginPassword) and told.password == PASSWORD.encode()
    return AuthResult(success=right, handled=right)


@contextmanager
def letterbox(cert: Path, key: Path) -> Iterator[Letterbox]:
    """Run a server that takes letters over STARTTLS from who knows the password."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    box = Letterbox()
    loop = asyncio.new_event_loop()

    def session() -> SMTP:
        return SMTP(
            box, loop=loop, hostname="localhost", tls_context=context, require_starttls=True,
            auth_required=True, authenticator=_knows,
        )

    server = loop.run_until_complete(loop.create_server(session, "127.0.0.1", 0))
    box.port = server.sockets[0].getsockname()[1]
    running = Thread(target=loop.run_forever)
    running.start()
    try:
        yield box
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        running.join(20)
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


MAILBOX_PASSWORD = "correct-horse"
_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
"""


@dataclass(frozen=True)
class MailServer:
    """Dovecot, on this machine: each name is a mailbox of its own."""

    port: int
    cert: Path
    box: Letterbox

    def url(self, user: str) -> str:
        return f"imap://{user}:{MAILBOX_PASSWORD}@localhost:{self.port}/INBOX"

    @contextmanager
    def entered(self, user: str) -> Iterator[imaplib.IMAP4]:
        """Log in as the owner of the mailbox, or as the server that delivers into it."""
        with imaplib.IMAP4("localhost", self.port, 20) as connection:
            connection.starttls(ssl.create_default_context(cafile=self.cert))
            connection.login(user, MAILBOX_PASSWORD)
            yield connection

    def deliver(self, user: str, *messages: bytes, at: datetime | None = None) -> None:
        """Deliver messages into a mailbox, as received at a moment."""
        moment = at or datetime.now(UTC)
        with self.entered(user) as connection:
            for message in messages:
                told = connection.append("INBOX", "", imaplib.Time2Internaldate(moment), message)
                assert told[0] == "OK", told


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run Dovecot as an ordinary user, and a server that takes letters."""
    # A skipped test is a failed one: `scripts/system-packages` installs it.
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert program, "there is no dovecot: run scripts/system-packages"
    # Not a folder of pytest: nobody but its owner can enter those.
    folder = Path(tempfile.mkdtemp(prefix="gestand-mail-"))
    try:
        cert, key = certificate(folder)
        with letterbox(cert, key) as box, _dovecot(program, folder) as port:
            yield MailServer(port, cert, box)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _dovecot(program: str, folder: Path) -> Iterator[int]:
    user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        who, user, group = NOBODY, NOBODY["user"], NOBODY["group"]
        for path in (folder, *folder.iterdir()):
            os.chown(path, pwd.getpwnam(user).pw_uid, -1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {"folder": folder, "user": user, "group": group, "port": port}
    config = folder / "dovecot.conf"
    config.write_text(_DOVECOT.format(**told, password=MAILBOX_PASSWORD), "utf-8")
    running = subprocess.Popen([program, "-F", "-c", config], stderr=subprocess.PIPE, **who)
    try:
        said = b""
        while b"starting up" not in said:
            line = running.stderr.readline()
            assert line, f"dovecot did not start: {said.decode()}"
            said += line
        yield port
    finally:
        running.terminate()
        running.communicate(timeout=20)

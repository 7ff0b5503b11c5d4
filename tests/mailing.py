"""Real mail servers for tests: aiosmtpd takes letters, Dovecot keeps a mailbox.

Both speak TLS with a certificate of their own, which `SSL_CERT_FILE` makes this system trust.
"""

from __future__ import annotations

import asyncio
import ssl
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

"""A letter as a message (RFC 5322, MIME): plain text and a page that say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from gestand.errors import CannotRun

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Outside:
    """What stands on the outside: from and to whom, when, under which name.

    `answers` is the name of the message to which this one is an answer; empty where it is none.
    """

    name: str
    sender: str
    to: str
    message_id: str
    at: datetime
    language: str
    answers: str = ""


def is_address(text: str) -> bool:
    """Tell whether a text is one address, of the kind that every server takes."""
    return bool(_ADDRESS.fullmatch(text)) and text.isascii()


def message(
    outside: Outside, subject: str, text: str, page: str = "", pdf: bytes | None = None
) -> bytes:
    """Return a message, without a page as plain text alone; CannotRun where an address is none.

    `Auto-Submitted` tells other programs that a program wrote it, so that none answers (RFC 3834).
    """
    for address in (outside.sender, outside.to):
        if not is_address(address):
            told = "that is no address of one person: `name@host`"
            raise CannotRun(told)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(outside.name, addr_spec=outside.sender)
    made["To"] = Address(addr_spec=outside.to)
    made["Subject"] = " ".join(subject.split())  # a line end would begin another header
    made["Date"] = outside.at
    made["Message-ID"] = outside.message_id
    made["Auto-Submitted"] = "auto-replied" if outside.answers else "auto-generated"
    if outside.answers:
        made["In-Reply-To"] = made["References"] = outside.answers
    made["Content-Language"] = outside.language
    made.set_content(text, cte="quoted-printable")
    if page:
        made.add_alternative(page, subtype="html", cte="quoted-printable")
    if pdf is not None:
        made.add_attachment(pdf, maintype="application", subtype="pdf", filename="letter.pdf")
    return made.as_bytes()

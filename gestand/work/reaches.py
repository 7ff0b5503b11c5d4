"""What was found of how sites and the address are reached: kept in a file with its moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from secrets import token_hex
from typing import Any

from gestand.core.proving.reaching import Reach, Site, Trouble
from gestand.errors import CannotRun
from gestand.post.base import Fate, Mailbox
from gestand.post.written import is_address
from gestand.work.sending import Sender
from gestand.work.state import State

PAGE = "reach"
"""The name of the file in the folder of own records, without its ending."""

_VERSION = 1
_EVERY = 2.0
"""Seconds after which the mailbox is looked at again."""

_SUBJECT = "Komt dit aan? / Does this arrive?"
_TEXT = """\
Een programma kijkt met dit bericht of dit adres werkt. Het staat in onze privacyverklaring.
Niemand hoeft iets te doen.

A program looks with this message whether this address works. It is in our privacy statement.
Nobody has to do anything.
"""


def keep(state: State, reach: Reach) -> Path:
    """Keep what was found last where `gestand promises` looks, and return where."""
    told = {**asdict(reach), "at": _moment(reach.at), "sites": list(map(_written, reach.sites))}
    state.write_page(PAGE, {PAGE: _VERSION, **told})
    return state.folder / f"{PAGE}.json"


def kept(state: State) -> Reach | None:
    """Return what was found last; None where nobody looked.

    Raises CannotRun where the file is not one that `keep` wrote.
    """
    record = state.page(PAGE)
    try:
        return None if record is None else _read(record)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"{state.folder / PAGE}.json is not what `gestand reach` writes: look anew"
        raise CannotRun(message) from error


def arrives(
    to: str, sender: Sender, mailbox: Mailbox, pause: Callable[[float], None], within: float
) -> bool:
    """Tell whether a message to an address of ours is in the mailbox within some seconds.

    The message says what it is, and names nobody; programs are told not to answer it. Raises
    CannotRun where it cannot be sent, or the mailbox cannot be read.
    """
    mark = token_hex(16)
    if not is_address(to):
        message = "`controller.contact.email` is no address that can be written to"
        raise CannotRun(message)
    with mailbox.opened() as inbox:
        newest = inbox.newest
    told = sender.post.send(sender.address, to, _message(sender, to, mark))
    if told.fate not in (Fate.SENT, Fate.UNKNOWN):
        if told.fate is Fate.REFUSED:
            return False
        message = f"the message cannot be sent: {told.why}"
        raise CannotRun(message)
    waited = 0.0
    while True:
        with mailbox.opened() as inbox:
            if any(mark.encode() in one.content for one in inbox.since(newest)):
                return True
        if waited >= within:
            return False
        pause(_EVERY)
        waited += _EVERY


def _message(sender: Sender, to: str, mark: str) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(sender.name, addr_spec=sender.address)
    made["To"] = Address(addr_spec=to)
    made["Subject"] = _SUBJECT
    made["Message-ID"] = f"<{mark}@{sender.address.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no program answers, or takes it in
    made["X-Gestand-Reach"] = mark
    made.set_content(_TEXT)
    return made.as_bytes()


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _written(site: Site) -> dict[str, Any]:
    until = None if site.until is None else _moment(site.until)
    return {**asdict(site), "trouble": site.trouble.value, "until": until}


def _read(record: Mapping[str, Any]) -> Reach:
    at = datetime.fromisoformat(record["at"])
    odd = record["arrived"] not in (None, True, False)
    if record[PAGE] != _VERSION or at.tzinfo is None or odd:
        message = "written by another version, or at no moment"
        raise ValueError(message)
    return Reach(at, _sites(record["sites"]), record["arrived"])


def _sites(said: Sequence[Mapping[str, Any]]) -> tuple[Site, ...]:
    return tuple(
        Site(
            str(one["origin"]),
            Trouble(one["trouble"]),
            str(one["tls"]),
            None if one["until"] is None else datetime.fromisoformat(one["until"]),
            tuple(map(str, one["headers"])),
        )
        for one in said
    )

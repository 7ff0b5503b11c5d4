"""What was found of how sites and the address are reached: kept in a file with its moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from gestand.core.proving.reaching import Reach, Reaches, Site, Trouble
from gestand.errors import CannotRun
from gestand.post.base import Fate, Mailbox
from gestand.post.reading import read_message
from gestand.post.written import Outside, is_address, message
from gestand.settings import clock, now, pause
from gestand.work.pages_kept import Page, aware, moment
from gestand.work.sending import Sender
from gestand.work.state import State

_EVERY = 2.0
"""Seconds after which the mailbox is looked at again."""

_SUBJECT = "Komt dit aan? / Does this arrive?"
_TEXT = """\
Een programma kijkt met dit bericht of dit adres werkt. Het staat in onze privacyverklaring.
Niemand hoeft iets te doen.

A program looks with this message whether this address works. It is in our privacy statement.
Nobody has to do anything.
"""


def arrives(to: str, sender: Sender, mailbox: Mailbox, within: float) -> bool:
    """Tell whether a message to an address of ours is in the mailbox within some seconds.

    The message says what it is, and names nobody; programs are told not to answer it. Raises
    CannotRun where it cannot be sent, or the mailbox cannot be read.
    """
    name = f"<{token_hex(16)}@{sender.address.rpartition('@')[2]}>"
    if not is_address(to):
        why = "`controller.contact.email` is no address that can be written to"
        raise CannotRun(why)
    with mailbox.opened() as inbox:
        newest = inbox.newest
    told = sender.post.send(sender.address, to, _message(sender, to, name))
    if told.fate not in (Fate.SENT, Fate.UNKNOWN):
        if told.fate is Fate.REFUSED:
            return False
        why = f"the message cannot be sent: {told.why}"
        raise CannotRun(why)
    end = clock() + within
    while True:
        with mailbox.opened() as inbox:
            if any(read_message(one.content).message_id == name for one in inbox.since(newest)):
                return True
        if (left := end - clock()) <= 0:
            return False
        pause(min(_EVERY, left))


def _message(sender: Sender, to: str, name: str) -> bytes:
    return message(Outside(sender.name, sender.address, to, name, now(), "nl, en"), _SUBJECT, _TEXT)


def keep(state: State, reach: Reach) -> Path:
    """Keep what was found beside what is known of other sites, and return where."""
    return REACH.keep(state, (REACH.known(state) or Reaches()).after(reach))


def _all(reaches: Reaches) -> Mapping[str, Any]:
    return {"rounds": [
        {"at": moment(one.at), "sites": [*map(_written, one.sites)], "arrived": one.arrived}
        for one in reaches.rounds
    ]}


def _written(site: Site) -> dict[str, Any]:
    until = None if site.until is None else moment(site.until)
    return {**asdict(site), "trouble": site.trouble.value, "until": until}


def _read(record: Mapping[str, Any], _at: datetime) -> Reaches:
    return Reaches(tuple(map(_round, record["rounds"])))


def _round(said: Mapping[str, Any]) -> Reach:
    arrived = said["arrived"]
    if arrived not in (None, True, False):
        why = "it arrived, or it did not"
        raise ValueError(why)
    return Reach(aware(said["at"]), tuple(map(_site, said["sites"])), arrived)


def _site(one: Mapping[str, Any]) -> Site:
    return Site(
        str(one["origin"]),
        Trouble(one["trouble"]),
        str(one["tls"]),
        None if one["until"] is None else aware(one["until"]),
        tuple(map(str, one["headers"])),
    )


REACH = Page("reach", _all, _read)
"""Where it is kept how sites and the address were reached."""

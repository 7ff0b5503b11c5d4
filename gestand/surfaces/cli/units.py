"""The units with which systemd lets the work of every day be done."""

from __future__ import annotations

import re
from pathlib import Path

from gestand.errors import CannotRun

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# What systemd reads in a value, where it is meant as it stands.
_READ = str.maketrans({"%": "%%", "\\": "\\\\", '"': '\\"', "$": "$$"})


def service(python: str, directory: Path, also: tuple[str, ...]) -> str:
    """Return the unit that does the work of a day once, for the organisation in a folder.

    It runs as the owner of that folder, whose ledger and key nobody else may read.
    """
    more = "".join(f" --also {name}" for name in also)
    return f"""[Unit]
Description=Keep the privacy statement of {_plain(directory.name)}
Documentation=man:systemd.timer(5)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={_owner(directory)}
WorkingDirectory={_plain(str(directory))}
EnvironmentFile=-/etc/gestand.env
ExecStart={_quoted(python)} -m gestand work --daily{more} {_quoted(str(directory))}
# A run that was stopped goes on where it was: it may be given time, and be killed.
TimeoutStartSec=12h
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full
UMask=0077
"""


def timer(at: str) -> str:
    """Return the unit that lets it be done every day `at` HH:MM; CannotRun where it is no time.

    A day on which the machine was off is made up for once it is on.
    """
    if not _TIME.fullmatch(at):
        message = f"`--at {at}` is no time of the day: write it as 03:30"
        raise CannotRun(message)
    return f"""[Unit]
Description=Every day: keep the privacy statement

[Timer]
OnCalendar=*-*-* {at}:00
RandomizedDelaySec=10m
Persistent=true

[Install]
WantedBy=timers.target
"""


def _owner(directory: Path) -> str:
    """Return the user that a folder is of: by number where this machine has no name for it."""
    try:
        return directory.owner()
    except KeyError:
        return str(directory.stat().st_uid)


def _plain(text: str) -> str:
    return text.replace("%", "%%").replace("\n", " ")


def _quoted(text: str) -> str:
    return f'"{text.translate(_READ)}"'

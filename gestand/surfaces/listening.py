"""The server in front of what answers over HTTP, made in one way for every command."""

from __future__ import annotations

import logging
from signal import SIGTERM, signal
from socket import socket
from typing import Any

from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from gestand.surfaces.log import tell
from gestand.surfaces.unforeseen import Answers, where


class _Told(logging.Handler):
    """Tells what the server itself runs into: where, and neither the address nor what it says.

    By itself it writes the path that was asked for, which a stranger has typed, and the error.
    """

    def __init__(self) -> None:
        """Hear of what is more than a note."""
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of one thing that was written down."""
        error = record.exc_info[1] if record.exc_info else None
        what = where(error) if error else f"{record.module}:{record.lineno}"
        tell(f"the server ran into something ({what})")


def server_at(
    place: socket, application: Answers, **how: Any
) -> MultiSocketServer | BaseWSGIServer:
    """Return a server that answers at `place`, which listens already.

    That somebody waits for a thread is no news for whoever runs it, and would be told for each.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    known = logging.getLogger("waitress")
    known.handlers, known.propagate = [_Told()], False
    return create_server(application, sockets=[place], ident=None, **how)


def end_when_asked() -> None:
    """Let who looks after servers end this one: what is being answered is answered first.

    As the first process of a container it would otherwise not hear of it at all.
    """
    signal(SIGTERM, _end)


def _end(*_: object) -> None:
    raise SystemExit(0)
